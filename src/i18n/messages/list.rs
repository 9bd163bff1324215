//! What the app says of the list of conversations.

/// Order, filters and the menu of a row.
#[derive(Clone, Copy, Debug)]
pub struct ListMessages {
    pub sort: &'static str,
    pub sort_recent: &'static str,
    pub sort_closing: &'static str,
    pub stage: &'static str,
    pub all_stages: &'static str,
    pub group: &'static str,
    pub all_groups: &'static str,
    pub clear_filters: &'static str,

    pub options: &'static str,
    pub options_of: fn(&str) -> String,
    pub mark_read: &'static str,
    pub mark_unread: &'static str,
    pub marked_unread: &'static str,
    pub pin: &'static str,
    pub let_go: &'static str,
    pub pinned: &'static str,
    pub select: &'static str,
    pub selected: &'static str,
    pub selection: &'static str,
    pub selected_count: fn(usize) -> String,
    pub end_selection: &'static str,
    pub assign: &'static str,
    pub nobody: &'static str,
    pub failed_pin: &'static str,
    pub failed_mark: &'static str,
    pub pins_full: fn(usize) -> String,
}
