//! Words of the list of conversations, in English.

use crate::i18n::messages::list::ListMessages;

pub(super) const LIST: ListMessages = ListMessages {
    sort: "Sort",
    sort_recent: "Recent",
    sort_closing: "Closing first",
    stage: "Status",
    all_stages: "Status",
    group: "Group",
    all_groups: "Group",
    clear_filters: "Clear filters",

    options: "Conversation options",
    options_of: |name| format!("Options of the conversation with {name}"),
    mark_read: "Mark as read",
    mark_unread: "Mark as unread",
    marked_unread: "Marked as unread",
    pin: "Pin to top",
    let_go: "Unpin",
    pinned: "Pinned to top",
    select: "Select",
    selected: "Selected",
    selection: "Selected conversations",
    selected_count: |count| match count {
        1 => "1 selected".to_owned(),
        _ => format!("{count} selected"),
    },
    end_selection: "End selection",
    assign: "Assign",
    nobody: "Nobody",
    failed_pin: "The pin could not be changed.",
    failed_mark: "The mark could not be changed.",
    pins_full: |most| format!("{most} conversations are pinned already. Unpin one to pin another."),
};
