//! Who is asking: passwords, sessions, and brakes for those who ask too much.

pub mod client_address;
pub mod current_session;
pub mod limits;
pub mod password;
pub mod session_cookie;
