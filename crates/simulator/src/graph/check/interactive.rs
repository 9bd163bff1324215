//! Buttons, lists, links, requests for location and contact.

use std::collections::BTreeSet;

use super::content::is_web_address;
use super::media::media;
use super::{GraphError, Object};

const FOOTER_MAX: usize = 60;
const HEADER_TEXT_MAX: usize = 60;
const BUTTON_MAX: usize = 20;

pub(super) fn interactive(message: &Object<'_>) -> Result<(), GraphError> {
    let interactive = message.object("interactive")?;
    interactive.only(&["type", "header", "body", "footer", "action"])?;
    let kind = interactive.string("type")?;
    let action = interactive.object("action")?;
    match kind {
        "button" => {
            header(&interactive, &["text", "image", "video", "document"])?;
            body(&interactive, 1_024)?;
            buttons(&action)
        }
        "list" => {
            header(&interactive, &["text"])?;
            body(&interactive, 4_096)?;
            list(&action)
        }
        "cta_url" => {
            header(&interactive, &["text", "image", "video", "document"])?;
            body(&interactive, 1_024)?;
            link(&action)
        }
        "location_request_message" => {
            body(&interactive, 1_024)?;
            named(&action, "send_location")
        }
        "request_contact_info" => {
            body(&interactive, 1_024)?;
            named(&action, "request_contact_info")
        }
        other => Err(interactive.invalid("type", &format!("is not supported here: {other}"))),
    }
}

fn header(interactive: &Object<'_>, kinds: &[&str]) -> Result<(), GraphError> {
    let Some(header) = interactive.maybe_object("header")? else {
        return Ok(());
    };
    let kind = header.word("type", kinds)?;
    header.only(&["type", kind])?;
    match kind {
        "text" => header.text("text", HEADER_TEXT_MAX).map(drop),
        "document" => media(&header, kind, &["filename"]),
        _ => media(&header, kind, &[]),
    }
}

fn body(interactive: &Object<'_>, max: usize) -> Result<(), GraphError> {
    let body = interactive.object("body")?;
    body.only(&["text"])?;
    body.text("text", max)?;
    if let Some(footer) = interactive.maybe_object("footer")? {
        footer.only(&["text"])?;
        footer.text("text", FOOTER_MAX)?;
    }
    Ok(())
}

fn buttons(action: &Object<'_>) -> Result<(), GraphError> {
    action.only(&["buttons"])?;
    let buttons = action.objects("buttons")?;
    if buttons.len() > 3 {
        return Err(action.invalid("buttons", "must be at most 3"));
    }
    let mut seen = BTreeSet::new();
    for button in &buttons {
        button.only(&["type", "reply"])?;
        button.word("type", &["reply"])?;
        let reply = button.object("reply")?;
        reply.only(&["id", "title"])?;
        let id = reply.text("id", 256)?;
        let title = reply.text("title", BUTTON_MAX)?;
        if id.trim() != id || !seen.insert(("id", id)) || !seen.insert(("title", title)) {
            return Err(action.invalid(
                "buttons",
                "must have unique ids, without spaces around them, and titles",
            ));
        }
    }
    Ok(())
}

fn list(action: &Object<'_>) -> Result<(), GraphError> {
    action.only(&["button", "sections"])?;
    action.text("button", BUTTON_MAX)?;
    let sections = action.objects("sections")?;
    if sections.len() > 10 {
        return Err(action.invalid("sections", "must be at most 10"));
    }
    let mut ids = BTreeSet::new();
    let mut count = 0;
    for section in &sections {
        section.only(&["title", "rows"])?;
        if sections.len() > 1 {
            section.string("title")?;
        }
        section.maybe_text("title", 24)?;
        for row in section.objects("rows")? {
            row.only(&["id", "title", "description"])?;
            row.text("title", 24)?;
            row.maybe_text("description", 72)?;
            count += 1;
            if !ids.insert(row.text("id", 200)?) {
                return Err(section.invalid("rows", "must have unique ids"));
            }
        }
    }
    if count > 10 {
        return Err(action.invalid("sections", "must have at most 10 rows in total"));
    }
    Ok(())
}

fn link(action: &Object<'_>) -> Result<(), GraphError> {
    action.only(&["name", "parameters"])?;
    action.word("name", &["cta_url"])?;
    let parameters = action.object("parameters")?;
    parameters.only(&["display_text", "url"])?;
    parameters.text("display_text", BUTTON_MAX)?;
    parameters.string("url")?;
    if !parameters.get("url").is_some_and(is_web_address) {
        return Err(parameters.invalid("url", "must be an http or https URL"));
    }
    Ok(())
}

fn named(action: &Object<'_>, name: &str) -> Result<(), GraphError> {
    action.only(&["name"])?;
    action.word("name", &[name]).map(drop)
}
