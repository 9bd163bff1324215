//! Choosing a template for a conversation and filling it in.

mod choice;
mod filling;
mod picker;
mod recent;

pub(super) use self::picker::TemplatePicker;
