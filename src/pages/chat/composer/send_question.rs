//! What is asked before something goes to the customer that its author may not want to go.

use super::in_short;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::ui::dialog::{Dialog, DialogEnd};
use domain::entities::Message;
use leptos::prelude::*;

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum SendQuestion {
    /// Merge fields (with `@`) are unknown or have no value.
    Gaps(Vec<String>),
    /// Colleagues answered meanwhile.
    Answered(Vec<Message>),
}

/// What the agent was asked about and wants sent all the same.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Agreed {
    /// Fields without a value.
    pub to_gaps: bool,
    /// Colleagues' answers.
    pub to_answers: bool,
}

impl Agreed {
    /// The agent answers one more question.
    pub fn add(&mut self, asked: &SendQuestion) {
        match asked {
            SendQuestion::Gaps(_) => self.to_gaps = true,
            SendQuestion::Answered(_) => self.to_answers = true,
        }
    }
}

/// The dialog.
#[component]
pub(super) fn SendQuestionDialog(
    /// What is asked; `None`: nothing.
    question: RwSignal<Option<SendQuestion>>,
    /// The agent wants it sent.
    on_send: Callback<SendQuestion>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
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
    let close = move || {
        // The page may have gone with the answer.
        question.try_set(None);
    };
    let send = move |_| {
        if let Some(asked) = question.get_untracked() {
            close();
            on_send.run(asked);
        }
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || question.with(Option::is_some))
            title=Signal::derive(title)
            on_close=Callback::new(move |()| close())
        >
            {body}
            <DialogEnd
                on_leave=Callback::new(move |()| close())
                leave=Signal::derive(move || i18n.text().composer.keep_editing)
                on_confirm=Callback::new(send)
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
