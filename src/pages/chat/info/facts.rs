//! What is known of a contact in one word each: address, stage, source, times.

use super::Subject;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::list_choices::ALL_STAGES;
use crate::ui::icon::{Icon, IconView};
use crate::ui::toast::Toasts;
use domain::command::ChangeContact;
use domain::contact::EDITING;
use domain::date_wording::date_and_time;
use domain::entities::{Contact, Stage};
use domain::ids::ContactId;
use domain::outgoing_text::stage_name;
use leptos::prelude::*;

/// "Telefone" as one dials it, or the username of one who has none: a click copies it.
#[component]
pub(super) fn Address(
    /// Whose.
    id: ContactId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let phone = Memo::new(move |_| fact(chat, id, |contact| contact.phone.clone()).flatten());
    let username = Memo::new(move |_| {
        let username = fact(chat, id, |contact| contact.username.clone()).flatten();
        username.map(|name| format!("@{name}"))
    });
    view! {
        <dl class="info__fact">
            {move || {
                phone
                    .get()
                    .map(|phone| {
                        let name = phone.clone();
                        view! {
                            <dt class="info__label">{move || i18n.text().contact.phone}</dt>
                            <dd class="info__value">
                                <Copied
                                    name=Signal::derive(move || (i18n.text().copy_phone)(&name))
                                    done=Signal::derive(move || i18n.text().phone_copied)
                                    text=phone
                                />
                            </dd>
                        }
                    })
            }}
            {move || {
                username
                    .get()
                    .map(|username| {
                        let name = username.clone();
                        view! {
                            <dt class="info__label">{move || i18n.text().contact.username}</dt>
                            <dd class="info__value">
                                <Copied
                                    name=Signal::derive(move || (i18n.text().contact.copy_username)(&name))
                                    done=Signal::derive(move || i18n.text().contact.username_copied)
                                    text=username
                                />
                            </dd>
                        }
                    })
            }}
        </dl>
    }
    .into_any()
}

#[component]
fn Copied(name: Signal<String>, done: Signal<&'static str>, text: String) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let copied = text.clone();
    let copy = move |_| toasts.copy(copied.clone(), done.get_untracked());
    view! {
        <button type="button" class="info__copy" aria-label=move || name.get() on:click=copy>
            <span>{text}</span>
            <IconView icon=Icon::Copy size="small" />
        </button>
    }
    .into_any()
}

/// "Status": how far the team is with the contact.
#[component]
pub(super) fn StageChoice(
    /// Whose.
    id: ContactId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let can_edit = Memo::new(move |_| chat.can(EDITING));
    let stage = Memo::new(move |_| fact(chat, id, |contact| contact.stage).unwrap_or_default());
    let choose = move |stage: Stage| {
        let change = ChangeContact {
            stage: Some(stage),
            ..ChangeContact::default()
        };
        chat.emit(Intent::ChangeContact { id, change });
    };
    view! {
        <section class="info__part">
            <h3 class="info__label">{move || i18n.text().contact.stage}</h3>
            <Show
                when=move || can_edit.get()
                fallback=move || {
                    view! { <p class="info__value">{move || stage_name(stage.get(), i18n.language())}</p> }
                }
            >
                <div class="info__chips" role="group" aria-label=move || i18n.text().contact.stage>
                    {ALL_STAGES
                        .map(|one| {
                            view! {
                                <button
                                    type="button"
                                    class="info-chip"
                                    aria-pressed=move || (stage.get() == one).to_string()
                                    on:click=move |_| {
                                        if stage.get_untracked() != one {
                                            choose(one);
                                        }
                                    }
                                >
                                    {move || stage_name(one, i18n.language())}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
            </Show>
        </section>
    }
    .into_any()
}

/// "Fonte": where the contact comes from.
#[component]
pub(super) fn SourceChoice(
    /// Whose.
    id: ContactId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let can_edit = Memo::new(move |_| chat.can(EDITING));
    let sources = Memo::new(move |_| chat.with(crate::state::AppState::sources));
    // One that is gone is none.
    let chosen = Memo::new(move |_| {
        let source_id = fact(chat, id, |contact| contact.source_id).flatten()?;
        sources.with(|sources| sources.iter().find(|source| source.id == source_id).cloned())
    });
    let shown = move || {
        let chosen = chosen.get().map(|source| source.name);
        chosen.unwrap_or_else(|| i18n.text().contact.no_source.to_owned())
    };
    let choose = move |wanted: String| {
        let change = ChangeContact {
            source_id: Some(wanted.parse().ok()),
            ..ChangeContact::default()
        };
        chat.emit(Intent::ChangeContact { id, change });
    };
    view! {
        <Show
            when=move || can_edit.get()
            fallback=move || {
                view! {
                    <dl class="info__fact">
                        <dt class="info__label">{move || i18n.text().contact.source}</dt>
                        <dd class="info__value">{shown}</dd>
                    </dl>
                }
            }
        >
            <label class="field info__part">
                <span class="info__label">{move || i18n.text().contact.source}</span>
                <select class="field__input" on:change=move |event| choose(event_target_value(&event))>
                    <option value="" prop:selected=move || chosen.with(Option::is_none)>
                        {move || i18n.text().contact.no_source}
                    </option>
                    {move || {
                        sources
                            .get()
                            .into_iter()
                            .map(|source| {
                                let source_id = source.id;
                                view! {
                                    <option
                                        value=source_id.to_string()
                                        prop:selected=move || {
                                            chosen
                                                .with(|chosen| {
                                                    chosen.as_ref().is_some_and(|chosen| chosen.id == source_id)
                                                })
                                        }
                                    >
                                        {source.name}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
        </Show>
    }
    .into_any()
}

/// "Criado" and "Última atividade", by the company's clocks.
#[component]
pub(super) fn Times(
    /// What is on screen.
    subject: Subject,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let created = move || {
        let at = fact(chat, subject.contact_id, |contact| contact.created_at)?;
        Some(date_and_time(chat.civil(at), i18n.language()))
    };
    let active = move || {
        let row = chat.with(|state| state.conversations.find(subject.conversation_id))?;
        let at = row.with(|row| row.last_activity_at);
        Some(date_and_time(chat.civil(at), i18n.language()))
    };
    view! {
        <dl class="info__fact">
            <dt class="info__label">{move || i18n.text().contact.created}</dt>
            <dd class="info__value">{created}</dd>
            <dt class="info__label">{move || i18n.text().contact.last_activity}</dt>
            <dd class="info__value">{active}</dd>
        </dl>
    }
    .into_any()
}

/// What of a contact; tracked.
pub(super) fn fact<T>(chat: Chat, id: ContactId, of: impl FnOnce(&Contact) -> T) -> Option<T> {
    let row = chat.with(|state| state.contacts.find(id))?;
    Some(row.with(of))
}
