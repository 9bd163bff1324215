//! Where the chat is cut: what one does with it comes right after the first screen; what opens over it, and what one sees of a search,
//! when they are first needed.
#![allow(
    unsafe_code,
    reason = "what the splitter's macro writes: the import of a function that is linked when its part has come"
)]

use super::composer::ComposerBody;
use super::list::{
    Choices, ListTools, RowEntries, RowMenu, SearchBoxState, SearchResults, Selection, SelectionItems,
};
use super::mentions::MentionItems;
use super::new_conversation::NewConversation;
use super::refused_notes::RefusedItems;
use super::set_aside::SetAsideItems;
use super::templates::TemplatePicker;
use super::thread::over::{
    DeleteDialog, FinderBar, ForwardDialog, Gallery, ImageViewer, MessageDetailsDialog, MessageEntries,
    MessageMenu, Panels, ReactionsDialog, WindowPolicy,
};
use super::voice_elsewhere::{Elsewhere, ElsewhereStrip};
use crate::state::contact_edits::ContactEdit;
use crate::state::outbox::SetAside;
use crate::ui::part::{PartFuture, PartMissing};
use domain::customer_service_window::WindowState;
use domain::entities::ConversationState;
use domain::ids::{ConversationId, MessageId};
use domain::mention::Mention;
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

/// Opens for a message, or is closed.
pub(super) type OfMessage = RwSignal<Option<MessageId>>;
/// Makes what opens for a message.
pub(super) type MakeOfMessage = fn(OfMessage) -> AnyView;

/// What opens over the chat.
#[derive(Clone, Copy)]
pub(super) struct Overlays {
    pub delete: MakeOfMessage,
    pub details: MakeOfMessage,
    pub forward: MakeOfMessage,
    pub new_conversation: fn(RwSignal<bool>) -> AnyView,
    pub picture: fn(OfMessage, Gallery) -> AnyView,
    pub policy: fn(RwSignal<bool>) -> AnyView,
    pub reactions: MakeOfMessage,
    pub templates: fn() -> AnyView,
}

impl Overlays {
    /// Brings them here.
    pub fn fetch() -> PartFuture<Self> {
        Box::pin(overlays())
    }
}

#[wasm_split(chat_overlays, wasm_split_path = leptos::wasm_split, fallible)]
fn overlays() -> Result<Overlays, PartMissing> {
    Ok(Overlays {
        delete: |of| view! { <DeleteDialog of /> }.into_any(),
        details: |of| view! { <MessageDetailsDialog of /> }.into_any(),
        forward: |of| view! { <ForwardDialog of /> }.into_any(),
        new_conversation: |is_open| view! { <NewConversation is_open /> }.into_any(),
        picture: |of, gallery| view! { <ImageViewer of gallery /> }.into_any(),
        policy: |is_open| view! { <WindowPolicy is_open /> }.into_any(),
        reactions: |of| view! { <ReactionsDialog of /> }.into_any(),
        templates: || view! { <TemplatePicker /> }.into_any(),
    })
}

/// What is needed as soon as somebody does more than read.
#[derive(Clone, Copy)]
pub(super) struct Tools {
    pub composer: fn(ConversationId, Memo<WindowState>, Callback<()>) -> AnyView,
    pub list_tools: fn(Choices) -> AnyView,
    pub mentions: fn(Memo<Vec<Mention>>) -> AnyView,
    pub message_entries: fn(MessageMenu, Panels) -> AnyView,
    pub refused_notes: fn(Memo<Vec<ContactEdit>>) -> AnyView,
    pub row_entries: fn(RowMenu, Selection) -> AnyView,
    pub selection: fn(Selection, Signal<ConversationState>) -> AnyView,
    pub set_aside: fn(Memo<Vec<SetAside>>, Signal<bool>) -> AnyView,
    pub voice_elsewhere: fn(Memo<Option<Elsewhere>>) -> AnyView,
}

impl Tools {
    /// Brings them here.
    pub fn fetch() -> PartFuture<Self> {
        Box::pin(tools())
    }
}

#[wasm_split(tools, wasm_split_path = leptos::wasm_split, fallible)]
fn tools() -> Result<Tools, PartMissing> {
    Ok(Tools {
        composer: |id, window, explain| view! { <ComposerBody id window explain /> }.into_any(),
        list_tools: |choices| view! { <ListTools choices /> }.into_any(),
        mentions: |shown| view! { <MentionItems shown /> }.into_any(),
        message_entries: |menu, panels| view! { <MessageEntries menu panels /> }.into_any(),
        refused_notes: |refused| view! { <RefusedItems refused /> }.into_any(),
        row_entries: |menu, selection| view! { <RowEntries menu selection /> }.into_any(),
        selection: |selection, state| view! { <SelectionItems selection state /> }.into_any(),
        set_aside: |items, can_edit| view! { <SetAsideItems items can_edit /> }.into_any(),
        voice_elsewhere: |shown| view! { <ElsewhereStrip shown /> }.into_any(),
    })
}

/// What one sees of a search.
#[derive(Clone, Copy)]
pub(super) struct SearchViews {
    pub results: fn(SearchBoxState) -> AnyView,
    pub finder: fn(ConversationId) -> AnyView,
}

impl SearchViews {
    /// Brings them here.
    pub fn fetch() -> PartFuture<Self> {
        Box::pin(search_views())
    }
}

#[wasm_split(chat_search, wasm_split_path = leptos::wasm_split, fallible)]
fn search_views() -> Result<SearchViews, PartMissing> {
    Ok(SearchViews {
        results: |state| view! { <SearchResults state /> }.into_any(),
        finder: |id| view! { <FinderBar id /> }.into_any(),
    })
}
