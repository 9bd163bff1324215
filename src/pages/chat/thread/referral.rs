//! The advertisement or post through which the customer came.

use crate::i18n::use_i18n;
use domain::entities::Referral;
use leptos::prelude::*;

/// What it said, and the way there. Its picture lies with Meta and is not asked for.
#[component]
pub(super) fn ReferralView(referral: Referral) -> impl IntoView {
    let i18n = use_i18n();
    let Referral { title, body, url } = referral;
    // Meta gives web addresses; anything else is none of ours to open.
    let url = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    view! {
        <div class="quote referral">
            <span class="quote__author">{move || i18n.text().thread.referral}</span>
            {title.map(|title| view! { <strong class="referral__title" dir="auto">{title}</strong> })}
            {body.map(|body| view! { <span class="quote__text" dir="auto">{body}</span> })}
            {url
                .map(|url| {
                    view! {
                        <a class="rich-text__link" href=url target="_blank" rel="noopener noreferrer nofollow">
                            {move || i18n.text().thread.referral_open}
                        </a>
                    }
                })}
        </div>
    }
    .into_any()
}
