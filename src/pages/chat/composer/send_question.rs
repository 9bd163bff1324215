//! What is asked before something goes to the customer that its author may not want to go.

mod order;

pub(super) use self::order::Agreed;

use self::order::SendQuestion;
use super::in_short;
use super::outgoing::Outgoing;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::ui::dialog::{Dialog, DialogEnd};
use domain::entities::Message;
use leptos::prelude::*;

/// Sending that asks first. A handle that copies.
#[derive(Clone, Copy)]
pub(super) struct Asking {
    outgoing: Outgoing,
    can_send: Signal<bool>,
    answers: Callback<(), Vec<Message>>,
    on_send: Callback<Agreed>,
    /// What is asked; `None`: nothing.
    question: RwSignal<Option<SendQuestion>>,
    /// What is agreed to stays agreed to while the other question is asked.
    agreed: StoredValue<Agreed>,
}

impl Asking {
    /// Of what is typed. While `can_send` says no, nothing is asked or sent; `answers` says what colleagues answered since it was begun;
    /// `on_send` sends it.
    pub fn new(
        outgoing: Outgoing,
        can_send: Signal<bool>,
        answers: Callback<(), Vec<Message>>,
        on_send: Callback<Agreed>,
    ) -> Self {
        Self {
            outgoing,
            can_send,
            answers,
            on_send,
            question: RwSignal::new(None),
            agreed: StoredValue::new(Agreed::default()),
        }
    }

    /// The agent wants it sent: from the first question on.
    pub fn send(self) {
        self.agreed.set_value(Agreed::default());
        self.go_on();
    }

    /// Sends it, or asks the next question.
    fn go_on(self) {
        if !self.can_send.get_untracked() {
            return;
        }
        let agreed = self.agreed.get_value();
        let question = SendQuestion::before_sending(agreed, || self.outgoing.gaps(), || self.answers.run(()));
        if question.is_some() {
            self.question.set(question);
        } else {
            self.on_send.run(agreed);
        }
    }

    /// The agent wants it sent all the same.
    fn agree(self) {
        if let Some(asked) = self.question.get_untracked() {
            self.close();
            self.agreed.update_value(|agreed| agreed.add(&asked));
            self.go_on();
        }
    }

    fn close(self) {
        // The page may have gone with the answer.
        self.question.try_set(None);
    }
}

/// The dialog.
#[component]
pub(super) fn SendQuestionDialog(
    /// Before what.
    of: Asking,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let question = of.question;
    let title = move || {
        let text = i18n.text();
        question.with(|question| match question {
            Some(SendQuestion::Answered(answers)) => {
                let mut authors: Vec<_> = answers.iter().filter_map(|answer| answer.author).collect();
                authors.dedup();
                let names = if authors.is_empty() {
                    text.somebody.to_owned()
                } else {
                    chat.agent_names(&authors)
                };
                (text.composer.answered_title)(&names)
            }
            Some(SendQuestion::Gaps(_)) | None => text.composer.gaps_title.to_owned(),
        })
    };
    let body = move || {
        let text = i18n.text();
        question.with(|question| match question {
            Some(SendQuestion::Answered(answers)) => view! {
                <p class="dialog__text">{text.composer.answered_text}</p>
                {answers.iter().map(|answer| answer_view(chat, answer)).collect_view()}
            }
            .into_any(),
            Some(SendQuestion::Gaps(fields)) => view! {
                <p class="dialog__text">{(text.composer.gaps_text)(&fields.join(", "))}</p>
            }
            .into_any(),
            None => ().into_any(),
        })
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || question.with(Option::is_some))
            title=Signal::derive(title)
            on_close=Callback::new(move |()| of.close())
        >
            {body}
            <DialogEnd
                on_leave=Callback::new(move |()| of.close())
                leave=Signal::derive(move || i18n.text().composer.keep_editing)
                on_confirm=Callback::new(move |()| of.agree())
            >
                {move || i18n.text().composer.send_anyway}
            </DialogEnd>
        </Dialog>
    }
    .into_any()
}

/// What a colleague wrote.
fn answer_view(chat: Chat, answer: &Message) -> AnyView {
    let text = use_i18n().text();
    let author = answer.author.and_then(|author| chat.agent_name(author));
    view! {
        <blockquote class="quote">
            <span class="quote__author">{author}</span>
            <span class="quote__text" dir="auto">
                {in_short(text, &answer.content)}
            </span>
        </blockquote>
    }
    .into_any()
}
