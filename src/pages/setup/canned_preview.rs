//! What a customer would see of the canned response that is being written.

use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::ui::icon::Icon;
use crate::ui::message_card::{CardButton, CardHeader, MessageCard};
use domain::canned_response::PutCannedResponse;
use domain::date_wording::{date_and_time, time_of_day};
use domain::merge_field::{MergeField, first_name, resolve};
use domain::phone::Phone;
use leptos::prelude::*;

/// An invented number.
const EXAMPLE_PHONE: &str = "+5511986372111";

/// The preview, and what is wrong with its merge fields.
#[component]
pub(super) fn CannedPreview(
    /// What is written.
    put: Signal<PutCannedResponse>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    view! {
        <section class="canned-preview" aria-labelledby="canned-preview">
            <h3 id="canned-preview" class="canned-preview__title">
                {move || i18n.text().canned.preview}
            </h3>
            <p class="canned-preview__lead">{move || i18n.text().canned.preview_of}</p>
            <div class="canned-preview__ground">
                {move || {
                    let put = put.get();
                    let resolution = resolve(&put.body, |field| Some(example(desk, field)));
                    let header = put
                        .attachment
                        .map(|file| CardHeader::File(Icon::Document, file.file_name.unwrap_or(file.mime_type)));
                    if resolution.text.is_empty() && header.is_none() {
                        return view! {
                            <p class="canned-preview__empty">{i18n.text().canned.preview_empty}</p>
                        }
                            .into_any();
                    }
                    let buttons = put
                        .buttons
                        .into_iter()
                        .map(|text| CardButton { icon: None, text })
                        .collect::<Vec<_>>();
                    view! {
                        <div class="message-card">
                            <MessageCard header body=resolution.text footer=None buttons />
                        </div>
                    }
                        .into_any()
                }}
            </div>
            <div role="status">
                {move || {
                    let unknown = resolve(&put.with(|put| put.body.clone()), |_| None).unknown;
                    (!unknown.is_empty())
                        .then(|| {
                            view! {
                                <p class="canned-preview__unknown">
                                    {(i18n.text().canned.unknown_fields)(&unknown.join(", "))}
                                </p>
                            }
                        })
                }}
            </div>
        </section>
    }
    .into_any()
}

/// What a field could stand for.
fn example(desk: Desk, field: MergeField) -> String {
    let i18n = use_i18n();
    let text = i18n.text();
    let agent = desk.with(|state| {
        state
            .session
            .with(|session| session.as_ref().map(|it| it.agent.clone()))
    });
    let of_agent =
        |part: fn(&domain::entities::Agent) -> String| agent.as_ref().map(part).unwrap_or_default();
    let numbers = desk.with(|state| state.phone_numbers.rows());
    let number = numbers.iter().map(Get::get).min_by_key(|number| number.id);
    let readable =
        |phone: &str| Phone::parse(phone).map_or_else(|_| phone.to_owned(), |phone| phone.display());
    match field {
        MergeField::StaffFirstname => of_agent(|agent| agent.first_name.clone()),
        MergeField::StaffLastname => of_agent(|agent| agent.last_name.clone()),
        MergeField::StaffEmail => of_agent(|agent| agent.email.clone()),
        MergeField::ContactName => text.canned.example_contact.to_owned(),
        MergeField::ContactFirstname => first_name(text.canned.example_contact).to_owned(),
        MergeField::ContactPhone => readable(EXAMPLE_PHONE),
        MergeField::ContactStatus | MergeField::ContactSource => {
            format!("({})", (text.canned.field_name)(field))
        }
        MergeField::BusinessName => number.map(|number| number.display_name).unwrap_or_default(),
        MergeField::BusinessPhone => number.map(|number| readable(&number.phone)).unwrap_or_default(),
        MergeField::Today => date_and_time(desk.civil_now(), i18n.language()),
        MergeField::Now => time_of_day(desk.civil_now()),
    }
}
