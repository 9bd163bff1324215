//! The sign-in.

use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::shell::failure_words;
use crate::state::AppState;
use crate::state::intent::{Intent, Intents};
use crate::state::phase::SignInProgress;
use crate::ui::trouble::Trouble;
use domain::language::Language;
use leptos::html;
use leptos::prelude::*;

/// E-mail, password, and what came of them.
#[component]
pub fn LoginPage() -> impl IntoView {
    let i18n = use_i18n();
    let AppState { sign_in, .. } = expect_context();
    let email = NodeRef::<html::Input>::new();
    let password = NodeRef::<html::Input>::new();
    let submit = {
        let intents = expect_context::<Intents>();
        move |discard_unsent: bool| {
            let value = |input: NodeRef<html::Input>| {
                input
                    .get_untracked()
                    .map(|input| input.value())
                    .unwrap_or_default()
            };
            intents.emit(Intent::SignIn {
                email: value(email),
                password: value(password),
                discard_unsent,
            });
        }
    };
    let submit = Callback::new(submit);
    let progress = Memo::new(move |_| sign_in.get());
    let is_busy = Memo::new(move |_| progress.get() == SignInProgress::Busy);
    Effect::new(move |_| {
        if let Some(email) = email.get() {
            // Only an element that is gone could not take the focus.
            let _ = email.focus();
        }
    });
    view! {
        <main class="login">
            <form
                class="login__box"
                method="post"
                on:submit=move |event| {
                    event.prevent_default();
                    if !is_busy.get_untracked() {
                        submit.run(false);
                    }
                }
            >
                <img class="login__logo" src="/icons/icon.svg" alt="" width="48" height="48" />
                <div>
                    <h1 class="login__title">{move || i18n.text().sign_in_title}</h1>
                    <p class="login__lead">{move || i18n.text().sign_in_lead}</p>
                </div>
                <label class="field">
                    <span class="field__label">{move || i18n.text().email}</span>
                    <input
                        node_ref=email
                        class="field__input"
                        type="email"
                        name="email"
                        autocomplete="username"
                        autocapitalize="none"
                        spellcheck="false"
                        required
                    />
                </label>
                <label class="field">
                    <span class="field__label">{move || i18n.text().password}</span>
                    <input
                        node_ref=password
                        class="field__input"
                        type="password"
                        name="password"
                        autocomplete="current-password"
                        required
                    />
                </label>
                <Trouble words=Signal::derive(move || progress.with(|progress| trouble(i18n.text(), progress))) />
                <button
                    type="submit"
                    class="button login__submit"
                    data-look="main"
                    aria-disabled=move || is_busy.get().to_string()
                >
                    {move || if is_busy.get() { i18n.text().signing_in } else { i18n.text().sign_in }}
                </button>
                <Show when=move || progress.with(|progress| matches!(progress, SignInProgress::WouldDiscardUnsent { .. }))>
                    <button
                        type="button"
                        class="button login__submit"
                        data-look="danger"
                        on:click=move |_| submit.run(true)
                    >
                        {move || i18n.text().discard_and_sign_in}
                    </button>
                </Show>
                <LanguageChoice />
            </form>
        </main>
    }
    .into_any()
}

#[component]
fn LanguageChoice() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="login__language" role="group" aria-label=move || i18n.text().language>
            {Language::ALL
                .map(|language| {
                    view! {
                        <button
                            type="button"
                            class="login__language-option"
                            lang=language.tag()
                            aria-pressed=move || (i18n.language() == language).to_string()
                            on:click=move |_| i18n.choose(language)
                        >
                            {crate::i18n::own_name(language)}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

fn trouble(text: &Messages, progress: &SignInProgress) -> Option<String> {
    match progress {
        SignInProgress::Idle | SignInProgress::Busy => None,
        SignInProgress::Failed(failure) => Some(failure_words(text, failure)),
        SignInProgress::WouldDiscardUnsent { of, count } => Some((text.would_discard_unsent)(of, *count)),
    }
}
