//! The keys that one can press: a page of the help, and what `?` opens anywhere.

use crate::i18n::help::shortcuts::{Shortcut, ShortcutGroup};
use crate::i18n::use_i18n;
use crate::ui::dialog::{Dialog, DialogClose};
use leptos::prelude::*;

/// The page.
#[component]
pub(super) fn ShortcutsArticle() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="help__text">{move || i18n.help().shortcuts_lead}</p>
        <Shortcuts />
    }
    .into_any()
}

/// The dialog.
#[component]
pub(super) fn ShortcutDialog(is_open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog
            is_open
            title=Signal::derive(move || i18n.help().shortcuts.to_owned())
            size="wide"
            on_close=Callback::new(move |()| is_open.set(false))
        >
            <Shortcuts />
            <DialogClose on_close=Callback::new(move |()| is_open.set(false)) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Shortcuts() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="shortcuts">
            {move || i18n.help().shortcut_groups.map(|group| view! { <Group group /> }).collect_view()}
        </div>
    }
    .into_any()
}

#[component]
fn Group(group: ShortcutGroup) -> impl IntoView {
    view! {
        <section class="shortcuts__group">
            <h3 class="shortcuts__title">{group.title}</h3>
            <dl class="shortcuts__rows">
                {group.rows.iter().map(|row| view! { <Row row=*row /> }).collect_view()}
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn Row(row: Shortcut) -> impl IntoView {
    view! {
        <div class="shortcuts__row">
            <dt class="shortcuts__what">{row.what}</dt>
            <dd class="shortcuts__keys">
                {row.keys.iter().map(|key| view! { <kbd class="shortcuts__key">{*key}</kbd> }).collect_view()}
            </dd>
        </div>
    }
    .into_any()
}
