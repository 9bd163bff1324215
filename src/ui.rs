//! Small reusable parts. They take props and report by callback; they know no entity, no state and no network.

pub mod avatar;
pub mod blank;
pub mod button;
pub mod dialog;
pub mod enter_key;
pub mod file_button;
pub mod icon;
pub mod long_press;
pub mod menu;
pub mod message_card;
pub mod part;
pub mod rich_text;
pub mod row_menu;
pub mod search_field;
pub mod skeleton;
pub mod steady_rows;
pub mod template_card;
pub mod theme;
pub mod ticks;
pub mod toast;
pub mod trouble;
pub mod virtual_list;
pub mod waveform;
pub mod window_badge;
