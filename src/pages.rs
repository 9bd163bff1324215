//! What fills the window: the sign-in, the chat, the contacts, the setup, the help. A page's parts do not import another page's parts.

pub mod chat;
pub mod contacts;
pub mod help;
pub mod login;
pub mod not_found;
pub mod setup;
