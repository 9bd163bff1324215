//! What is asked before a place or a contact goes out: the dialog, and the form in it, which ends in what the customer gets and in one
//! row of buttons.

use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::ui::dialog::{Dialog, DialogEnd};
use domain::content::MessageContent;
use domain::ids::ConversationId;
use leptos::prelude::*;

/// The question, open or not. A handle that copies.
#[derive(Clone, Copy)]
pub(super) struct Share {
    chat: Chat,
    conversation_id: ConversationId,
    is_open: RwSignal<bool>,
}

impl Share {
    /// Not open yet.
    pub fn new(chat: Chat, conversation_id: ConversationId) -> Self {
        Self {
            chat,
            conversation_id,
            is_open: RwSignal::new(false),
        }
    }

    /// Asks.
    pub fn open(self) {
        self.is_open.set(true);
    }

    /// For which conversation.
    pub const fn conversation_id(self) -> ConversationId {
        self.conversation_id
    }

    /// Sends, in answer to the message that was chosen for it, and closes.
    pub fn send(self, content: MessageContent) {
        let id = self.conversation_id;
        self.chat.emit(Intent::SendContent {
            conversation_id: id,
            content,
            reply_to: self.chat.with(|state| state.thread(id).reply_to.get_untracked()),
        });
        self.close();
    }

    fn close(self) {
        // The thread may have gone with the dialog open.
        self.is_open.try_set(false);
    }
}

/// The dialog. What it holds is made anew each time it opens.
#[component]
pub(super) fn ShareDialog(
    /// The question.
    share: Share,
    /// Its name and heading.
    #[prop(into)]
    title: Signal<String>,
    /// A [`ShareForm`].
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <Dialog is_open=share.is_open title on_close=Callback::new(move |()| share.close())>
            {children()}
        </Dialog>
    }
    .into_any()
}

/// What one sees or chooses, and the buttons below.
#[component]
pub(super) fn ShareForm(
    /// The question.
    share: Share,
    /// What the customer gets.
    #[prop(into)]
    note: Signal<&'static str>,
    /// What the main button says. It is one button throughout, so the focus stays on it.
    #[prop(into)]
    action: Signal<&'static str>,
    /// Whether the main button does nothing now.
    #[prop(into)]
    is_waiting: Signal<bool>,
    /// The main button was pressed, or Enter in a field.
    on_submit: Callback<()>,
    /// What stands above.
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !is_waiting.get_untracked() {
            on_submit.run(());
        }
    };
    view! {
        <form class="share-form" novalidate on:submit=submit>
            {children()}
            <p class="dialog__text">{move || note.get()}</p>
            <DialogEnd on_leave=Callback::new(move |()| share.close()) is_busy=is_waiting>
                {move || action.get()}
            </DialogEnd>
        </form>
    }
    .into_any()
}
