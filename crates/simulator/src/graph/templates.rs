//! Templates: the list, and filling one in for a message.

mod samples;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

pub(crate) use samples::sample_templates;

use super::{Call, GraphError};
use crate::shared::Shared;
use crate::state::State;

/// `GET /{waba-id}/message_templates`.
pub(super) fn list(shared: &Shared, call: &Call) -> Result<Value, GraphError> {
    let limit = call.parameter("limit").map_or(Ok(25), str::parse::<usize>);
    let limit = limit.map_err(|_| GraphError::parameter("Param limit must be an integer"))?;
    shared.read(|state| {
        let after = call.parameter("after").map_or(Ok(0), str::parse::<usize>);
        let after = after.ok().filter(|after| *after <= state.templates.len());
        let after = after.ok_or_else(|| GraphError::new(131_059, "The cursor is not valid"))?;
        let fits = |template: &&Value| {
            ["name", "status", "category", "language"].iter().all(|field| {
                call.parameter(field)
                    .is_none_or(|wanted| template[*field] == wanted)
            })
        };
        let fitting = state.templates.iter().filter(fits).collect::<Vec<_>>();
        let page = fitting.iter().skip(after).take(limit);
        let data = page
            .map(|template| select(template, call.parameter("fields")))
            .collect::<Vec<_>>();
        let mut paging = json!({ "cursors": {
            "before": after.to_string(),
            "after": (after + data.len()).to_string(),
        } });
        if after + data.len() < fitting.len() {
            let next = format!(
                "http://{}{}?limit={limit}&after={}",
                shared.address,
                call.path,
                after + data.len()
            );
            paging["next"] = json!(next);
        }
        Ok(json!({ "data": data, "paging": paging }))
    })
}

/// Checks that the message fits its template and puts the words in, for the phone.
pub(super) fn fill(state: &State, content: &mut Value) -> Result<(), GraphError> {
    let sent = &content["template"];
    let (name, language) = (&sent["name"], &sent["language"]["code"]);
    let known = state
        .templates
        .iter()
        .find(|known| known["name"] == *name && known["language"] == *language);
    let Some(known) = known.filter(|known| known["status"] != "PENDING" && known["status"] != "REJECTED")
    else {
        let details = format!("template name ({name}) does not exist in {language}");
        return Err(GraphError::new(132_001, details.replace('"', "")));
    };
    match known["status"].as_str() {
        Some("PAUSED") => return Err(GraphError::new(132_015, "The template is paused for low quality")),
        Some("DISABLED") => {
            return Err(GraphError::new(
                132_016,
                "The template is disabled for low quality",
            ));
        }
        _ => {}
    }
    let is_named = known["parameter_format"] == "NAMED";
    let (mut title, mut words, mut footer) = (None, None, None);
    for component in known["components"].as_array().into_iter().flatten() {
        match component["type"].as_str() {
            Some("HEADER") if component["format"] != "TEXT" => check_header_media(component, sent)?,
            Some("HEADER") => title = Some(fill_text(component, &parameters_of(sent, "header"), is_named)?),
            Some("FOOTER") => footer = component["text"].as_str(),
            Some("BODY") => words = Some(fill_text(component, &parameters_of(sent, "body"), is_named)?),
            Some("BUTTONS") => check_buttons(component, sent)?,
            _ => {}
        }
    }
    let buttons = known["components"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|part| part["type"] == "BUTTONS");
    let buttons = buttons.map(|part| part["buttons"].clone());
    let category = known["category"].clone();
    let footer = footer.map(str::to_owned);
    content["template"]["rendered_body"] = json!(words);
    if let Some(title) = title {
        content["template"]["rendered_header"] = json!(title);
    }
    if let Some(footer) = footer {
        content["template"]["footer"] = json!(footer);
    }
    content["template"]["category"] = category;
    if let Some(buttons) = buttons {
        content["template"]["buttons"] = buttons;
    }
    Ok(())
}

/// The parameters that a message gives for a part of its template.
fn parameters_of<'a>(sent: &'a Value, part: &str) -> Vec<&'a Value> {
    let components = sent["components"].as_array().into_iter().flatten();
    components
        .filter(|component| component["type"] == part)
        .flat_map(|component| component["parameters"].as_array().into_iter().flatten())
        .collect()
}

/// Puts the words into the text of a component; refuses if they are too few, too many or unknown.
fn fill_text(component: &Value, parameters: &[&Value], is_named: bool) -> Result<String, GraphError> {
    let text = component["text"].as_str().unwrap_or_default();
    let wanted = placeholders(text);
    let mut given = BTreeMap::new();
    for (at, parameter) in parameters.iter().enumerate() {
        let name = match (is_named, parameter["parameter_name"].as_str()) {
            (true, Some(name)) => name.to_owned(),
            (false, None) => (at + 1).to_string(),
            (true, None) => {
                return Err(GraphError::new(
                    132_018,
                    "parameter_name is required by this template",
                ));
            }
            (false, Some(_)) => {
                return Err(GraphError::new(132_018, "This template has no named parameters"));
            }
        };
        let kind = parameter["type"].as_str().unwrap_or_default();
        let word = parameter["text"]
            .as_str()
            .or_else(|| parameter[kind]["fallback_value"].as_str());
        let Some(word) = word else {
            return Err(GraphError::new(
                132_012,
                "Only text fits this part of the template",
            ));
        };
        given.insert(name, word);
    }
    if given.len() != wanted.len() {
        let details = format!(
            "number of parameters ({}) does not match the expected number ({})",
            given.len(),
            wanted.len()
        );
        return Err(GraphError::new(132_000, details));
    }
    let mut filled = text.to_owned();
    for name in wanted {
        let word = given
            .get(&name)
            .ok_or_else(|| GraphError::new(132_018, format!("{name} is missing")))?;
        filled = filled.replace(&format!("{{{{{name}}}}}"), word);
    }
    Ok(filled)
}

/// The names between double braces.
fn placeholders(text: &str) -> BTreeSet<String> {
    text.split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn check_header_media(component: &Value, sent: &Value) -> Result<(), GraphError> {
    let format = component["format"]
        .as_str()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let parameters = parameters_of(sent, "header");
    match parameters.as_slice() {
        [parameter] if parameter["type"] == *format => Ok(()),
        [] => Err(GraphError::new(
            132_012,
            format!("header: Format mismatch, expected {format}, received none"),
        )),
        _ => Err(GraphError::new(
            132_012,
            format!("header: Format mismatch, expected {format}"),
        )),
    }
}

/// Links with a variable part and codes to copy need what fills them; quick replies may have a payload.
fn check_buttons(component: &Value, sent: &Value) -> Result<(), GraphError> {
    let buttons = component["buttons"].as_array().map_or(&[][..], Vec::as_slice);
    let given = sent["components"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|part| part["type"] == "button");
    let mut given_at = BTreeSet::new();
    for part in given {
        let index = &part["index"];
        let index = index
            .as_u64()
            .or_else(|| index.as_str().and_then(|text| text.parse().ok()));
        let index = index
            .and_then(|index| usize::try_from(index).ok())
            .unwrap_or(usize::MAX);
        let kind = buttons
            .get(index)
            .map(|button| button["type"].as_str().unwrap_or_default().to_ascii_lowercase());
        let sub_type = part["sub_type"].as_str().unwrap_or_default().to_ascii_lowercase();
        if kind.as_deref() != Some(sub_type.as_str()) {
            return Err(GraphError::new(
                132_018,
                format!("buttons: no button of type {sub_type} at index {index}"),
            ));
        }
        given_at.insert(index);
    }
    for (index, button) in buttons.iter().enumerate() {
        let is_variable = button["url"].as_str().is_some_and(|url| url.contains("{{"));
        let is_code = button["type"] == "COPY_CODE";
        if (is_variable || is_code) && !given_at.contains(&index) {
            return Err(GraphError::new(
                132_000,
                format!("buttons: the button at index {index} needs a parameter"),
            ));
        }
    }
    Ok(())
}

fn select(template: &Value, fields: Option<&str>) -> Value {
    let Some(fields) = fields else {
        return template.clone();
    };
    let mut selected = json!({ "id": template["id"] });
    for field in fields.split(',').map(str::trim) {
        if let Some(value) = template.get(field) {
            selected[field] = value.clone();
        }
    }
    selected
}
