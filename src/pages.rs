//! What fills the window: the sign-in and the chat. A page's parts do not import another page's parts.

pub mod chat;
pub mod login;
pub mod not_found;
