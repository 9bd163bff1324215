//! Files of messages: fetched from Meta as soon as their message is there, kept in the data folder, served to who may see them.
//!
//! Meta keeps a customer's file for 7 days, so fetching is a job with tries for a week, never a request of somebody who wants to see it.
//! The bytes come first, then the row that names them, and they go in the same order that they came. What a crash leaves without a row
//! is overwritten by the next try, which has the same name.

pub mod fetcher;
pub mod files;
pub mod uploads;

mod fetch;
mod measure;
