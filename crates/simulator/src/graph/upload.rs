//! `POST /{phone-number-id}/media`: a multipart form with the file.

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use axum::http::header;
use serde_json::{Value, json};

use super::{Call, GraphError};
use crate::ids;
use crate::media::{ACCEPTED, Kind, Media, accepted, essence};
use crate::shared::Shared;

/// The parts of the form.
#[derive(Default)]
struct Form {
    messaging_product: Option<String>,
    mime_type: Option<String>,
    file: Option<File>,
}

struct File {
    filename: Option<String>,
    content_type: Option<String>,
    bytes: Bytes,
}

pub(super) async fn upload(shared: &Shared, call: &Call, phone_number_id: &str) -> Result<Value, GraphError> {
    let form = read_form(call).await?;
    let required = |name: &str| GraphError::parameter(format!("The parameter {name} is required."));
    if form
        .messaging_product
        .ok_or_else(|| required("messaging_product"))?
        != "whatsapp"
    {
        return Err(GraphError::parameter(
            "Param messaging_product must be one of {WHATSAPP}",
        ));
    }
    let mime_type = form.mime_type.ok_or_else(|| required("type"))?;
    let file = form.file.ok_or_else(|| required("file"))?;
    let filename = file.filename.ok_or_else(|| required("file's filename"))?;
    let content_type = file.content_type.ok_or_else(|| required("file's Content-Type"))?;
    for declared in [&mime_type, &content_type] {
        check_type(declared)?;
    }
    // A picture may go as a document, which the upload does not say: how large it may be is known when it is used. Not documented.
    let max = accepted(&essence(&mime_type)).map_or(0, |(_, kind, _)| match kind {
        Kind::Image => Kind::Document.max_bytes(),
        kind => kind.max_bytes(),
    });
    if file.bytes.is_empty() || file.bytes.len() > max {
        let message = format!("Param file must be a file of 1 to {max} bytes for this type");
        return Err(GraphError::parameter(message));
    }
    // What the type of the part says decides later, when the file is used: a lie is accepted here.
    let media = Media {
        id: ids::media_id(),
        phone_number_id: phone_number_id.to_owned(),
        mime_type: if essence(&mime_type) == essence(&content_type) {
            mime_type
        } else {
            content_type
        },
        filename: Some(filename),
        is_incoming: false,
        created_ms: shared.now_ms(),
        bytes: file.bytes,
    };
    let id = media.id.clone();
    shared.update(|state| state.media.insert(id.clone(), media));
    Ok(json!({ "id": id }))
}

fn check_type(declared: &str) -> Result<(), GraphError> {
    let essence = essence(declared);
    if accepted(&essence).is_some() {
        return Ok(());
    }
    let types = ACCEPTED
        .iter()
        .map(|(mime, ..)| *mime)
        .collect::<Vec<_>>()
        .join(", ");
    Err(GraphError::parameter(format!(
        "Param file must be a file with one of the following types: {types}. Received file of type '{essence}'."
    )))
}

async fn read_form(call: &Call) -> Result<Form, GraphError> {
    let broken =
        |error: &dyn std::fmt::Display| GraphError::parameter(format!("Invalid multipart body: {error}"));
    let content_type = call.headers.get(header::CONTENT_TYPE).cloned();
    let mut request = Request::new(Body::from(call.body.clone()));
    if let Some(content_type) = content_type {
        request.headers_mut().insert(header::CONTENT_TYPE, content_type);
    }
    DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|error| broken(&error))?;
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "messaging_product" => {
                form.messaging_product = Some(part.text().await.map_err(|error| broken(&error))?);
            }
            "type" => form.mime_type = Some(part.text().await.map_err(|error| broken(&error))?),
            "file" => {
                form.file = Some(File {
                    filename: part
                        .file_name()
                        .filter(|name| !name.is_empty())
                        .map(str::to_owned),
                    content_type: part.content_type().map(str::to_owned),
                    bytes: part.bytes().await.map_err(|error| broken(&error))?,
                });
            }
            _ => {
                return Err(GraphError::parameter(format!(
                    "Unexpected key \"{name}\" on the form"
                )));
            }
        }
    }
    Ok(form)
}
