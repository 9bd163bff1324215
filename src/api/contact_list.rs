//! All contacts: pages of them, one more, many more from a file.

use super::conversations::word;
use super::error::ApiError;
use super::request;
use domain::contact_file::{ColumnKind, ImportReport};
use domain::contact_list::{ContactFilter, ContactPage, ContactPlace, CreateContact};
use domain::entities::Contact;
use wasm_bindgen::JsValue;

/// A page of the list, in the order of names.
pub async fn contact_page(
    filter: &ContactFilter,
    after: Option<&ContactPlace>,
    limit: usize,
) -> Result<ContactPage, ApiError> {
    let mut query = vec![format!("limit={limit}")];
    if !filter.q.trim().is_empty() {
        query.push(format!("q={}", escaped(filter.q.trim())));
    }
    if let Some(stage) = filter.stage {
        query.push(format!("stage={}", word(&stage)));
    }
    if let Some(id) = filter.source {
        query.push(format!("source={id}"));
    }
    if let Some(id) = filter.group {
        query.push(format!("group={id}"));
    }
    if let Some(place) = after {
        query.push(format!(
            "after_name={}&after_id={}",
            escaped(&place.name_key),
            place.id
        ));
    }
    request::get(&format!("/contacts?{}", query.join("&"))).await
}

/// Adds a contact; the one that has the number, when there is one. Twice is as good as once.
pub async fn create_contact(new: &CreateContact) -> Result<Contact, ApiError> {
    request::post("/contacts", new).await
}

/// Sends a file of contacts, an `ArrayBuffer`: it is looked through, or taken in. Twice is as good as once.
pub async fn import_contacts(
    file: JsValue,
    columns: Option<&[ColumnKind]>,
    applies: bool,
) -> Result<ImportReport, ApiError> {
    let mut path = format!("/contacts/import?apply={applies}");
    if let Some(columns) = columns {
        let words: Vec<_> = columns.iter().map(|kind| kind.as_str()).collect();
        path = format!("{path}&columns={}", words.join(","));
    }
    request::post_bytes(&path, "text/csv", file).await
}

fn escaped(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}
