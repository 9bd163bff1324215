//! What one can do with a conversation from the list: one menu, which opens beside the row it is asked for.
//!
//! It is asked for by the dots of a row, the right mouse button, a long press and the menu key.

use super::selection::Selection;
use crate::browser::element::{self, Element};
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::AppState;
use crate::state::intent::Intent;
use crate::ui::icon::Icon;
use crate::ui::menu::MenuItem;
use crate::ui::part::when_wanted;
use domain::entities::{Conversation, ConversationState};
use domain::ids::ConversationId;
use domain::permission::Permission;
use domain::visibility::Viewer;
use leptos::prelude::*;

/// The menu of the list.
pub(in crate::pages::chat) type RowMenu = crate::ui::row_menu::RowMenu<ConversationId>;

/// A menu that is closed.
pub(super) fn closed_menu() -> RowMenu {
    RowMenu::new(|id| format!("[{LINK_ID}=\"{id}\"]"))
}

/// Opens it for the conversation in whose row `element` stands.
pub(super) fn open(menu: RowMenu, element: &Element) {
    if let Some(row) = element::closest(element, ROW)
        && let Some(id) = conversation_in(&row)
    {
        menu.open(id, element::first_inside(&row, BUTTON).unwrap_or(row));
    }
}

/// The conversation of a row.
pub(super) fn conversation_in(row: &Element) -> Option<ConversationId> {
    element::first_inside(row, LINK)?
        .get_attribute(LINK_ID)?
        .parse()
        .ok()
}

/// One entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    MarkRead,
    MarkUnread,
    Pin,
    LetGo,
    Take,
    Conclude,
    Reopen,
    Select,
}

impl Offer {
    const fn icon(self) -> Icon {
        match self {
            Self::MarkRead => Icon::Read,
            Self::MarkUnread => Icon::Unread,
            Self::Pin => Icon::Pin,
            Self::LetGo => Icon::Unpin,
            Self::Take => Icon::Hand,
            Self::Conclude => Icon::Check,
            Self::Reopen => Icon::Reopen,
            Self::Select => Icon::Select,
        }
    }

    const fn name(self, text: &Messages) -> &'static str {
        match self {
            Self::MarkRead => text.list.mark_read,
            Self::MarkUnread => text.list.mark_unread,
            Self::Pin => text.list.pin,
            Self::LetGo => text.list.let_go,
            Self::Take => text.take,
            Self::Conclude => text.conclude,
            Self::Reopen => text.reopen,
            Self::Select => text.list.select,
        }
    }

    /// `None`: it concerns the list alone.
    fn intent(self, conversation_id: ConversationId, viewer: Viewer) -> Option<Intent> {
        Some(match self {
            Self::MarkRead | Self::MarkUnread => Intent::MarkConversation {
                conversation_id,
                is_unread: self == Self::MarkUnread,
            },
            Self::Pin | Self::LetGo => Intent::PinConversation {
                conversation_id,
                is_pinned: self == Self::Pin,
            },
            Self::Take => Intent::Assign {
                conversation_id,
                agents: vec![viewer.agent_id],
            },
            Self::Conclude | Self::Reopen => Intent::ChangeConversationState {
                conversation_id,
                state: if self == Self::Conclude {
                    ConversationState::Concluded
                } else {
                    ConversationState::Open
                },
            },
            Self::Select => return None,
        })
    }
}

/// How a conversation looks to the agent, besides its row.
#[derive(Clone, Copy)]
struct Looks {
    is_unread: bool,
    is_pinned: bool,
    can_pin_more: bool,
}

/// What one can do with it, in order.
fn offers(conversation: &Conversation, looks: Looks, viewer: Viewer) -> Vec<Offer> {
    let mut offers = Vec::new();
    if viewer.may_send() {
        offers.push(if looks.is_unread {
            Offer::MarkRead
        } else {
            Offer::MarkUnread
        });
    }
    if looks.is_pinned {
        offers.push(Offer::LetGo);
    } else if looks.can_pin_more {
        offers.push(Offer::Pin);
    }
    let me = [viewer.agent_id];
    if viewer.may_assign(&me) && conversation.assignees != me {
        offers.push(Offer::Take);
    }
    if viewer.may_send() {
        offers.push(match conversation.state {
            ConversationState::Open => Offer::Conclude,
            ConversationState::Concluded => Offer::Reopen,
        });
    }
    if viewer.may_send() || viewer.permissions.allows(Permission::ChatAssign) {
        offers.push(Offer::Select);
    }
    offers
}

/// The menu's panel.
#[component]
pub(super) fn RowMenuView(
    /// Which menu.
    menu: RowMenu,
    /// What is selected.
    selection: Selection,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let entries = when_wanted(
        chat.tools(),
        move || menu.of().is_some(),
        move |tools| (tools.row_entries)(menu, selection),
    );
    let name = Signal::derive(move || i18n.text().list.options);
    menu.panel(name, ITEM, |_, _| false, entries)
}

/// Its entries: a part of the program.
#[component]
pub(in crate::pages::chat) fn RowEntries(
    /// Of which menu.
    menu: RowMenu,
    /// What is selected.
    selection: Selection,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let offered = Memo::new(move |_| {
        let id = menu.of()?;
        chat.with(|state| {
            let viewer = state.viewer()?;
            let conversation = state.conversations.value(id)?;
            let looks = Looks {
                is_unread: conversation.unread_count > 0 || state.is_marked_unread(id),
                is_pinned: state.is_pinned(id),
                can_pin_more: state.can_pin_more(),
            };
            Some(offers(&conversation, looks, viewer))
        })
    });
    let choose = move |offer: Offer| {
        let id = menu.of_untracked();
        let viewer = untrack(|| chat.with(AppState::viewer));
        menu.close();
        if let (Some(id), Some(viewer)) = (id, viewer) {
            match offer.intent(id, viewer) {
                Some(intent) => chat.emit(intent),
                None => selection.toggle(id),
            }
        }
    };
    move || {
        offered
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|offer| {
                view! {
                    <MenuItem
                        icon=offer.icon()
                        role="menuitem"
                        name=Signal::derive(move || offer.name(i18n.text()).to_owned())
                        on_choose=Callback::new(move |()| choose(offer))
                    />
                }
            })
            .collect_view()
    }
}

pub(super) const ROW: &str = ".conversation-row";
/// The dots of a row.
pub(super) const BUTTON: &str = ".conversation-row__more";
const LINK: &str = "[data-row]";
const LINK_ID: &str = "data-row";
const ITEM: &str = ".menu-item";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::examples;
    use domain::ids::{AgentId, ContactId};

    fn viewer(permissions: &[Permission]) -> Viewer {
        Viewer {
            agent_id: AgentId::from_parts(1, &[1; 10]),
            permissions: permissions.iter().copied().collect(),
        }
    }

    fn conversation(state: ConversationState, assignees: Vec<AgentId>) -> Conversation {
        Conversation {
            state,
            assignees,
            ..examples::conversation(
                ConversationId::from_parts(1, &[1; 10]),
                ContactId::from_parts(1, &[1; 10]),
            )
        }
    }

    #[test]
    fn nothing_is_offered_that_would_be_refused() {
        use ConversationState::{Concluded, Open};
        use Offer::{Conclude, LetGo, MarkRead, MarkUnread, Pin, Reopen, Select, Take};
        let looks = |is_unread, is_pinned, can_pin_more| Looks {
            is_unread,
            is_pinned,
            can_pin_more,
        };
        let sender = viewer(&[Permission::ChatView, Permission::ChatSend]);
        let looker = viewer(&[Permission::ChatView]);
        let mine = vec![sender.agent_id];
        let table = [
            (
                sender,
                Open,
                vec![],
                looks(false, false, true),
                vec![MarkUnread, Pin, Take, Conclude, Select],
            ),
            (
                sender,
                Open,
                mine.clone(),
                looks(true, true, true),
                vec![MarkRead, LetGo, Conclude, Select],
            ),
            (
                sender,
                Concluded,
                mine,
                looks(false, false, false),
                vec![MarkUnread, Reopen, Select],
            ),
            (looker, Open, vec![], looks(true, false, true), vec![Pin]),
        ];
        for (viewer, state, assignees, looks, expected) in table {
            assert_eq!(offers(&conversation(state, assignees), looks, viewer), expected);
        }
    }
}
