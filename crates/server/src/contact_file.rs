//! Contacts as a file of comma-separated values: reading what people bring, writing what they take with them. What columns and cells
//! mean is the domain's ([`domain::contact_file`]).

mod reading;
mod writing;

pub use reading::{FileError, ReadFile, read};
pub use writing::FileWriter;
