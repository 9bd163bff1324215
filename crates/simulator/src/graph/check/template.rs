//! The shape of a template message. Whether it fits the template is looked at where the templates are.

use super::media::media;
use super::{GraphError, Object};

pub(super) fn template(message: &Object<'_>) -> Result<(), GraphError> {
    let template = message.object("template")?;
    template.only(&["name", "language", "components"])?;
    template.string("name")?;
    let language = template.object("language")?;
    language.only(&["code", "policy"])?;
    language.string("code")?;
    if language.get("policy").is_some() {
        language.word("policy", &["deterministic"])?;
    }
    template
        .maybe_objects("components")?
        .iter()
        .try_for_each(component)
}

fn component(component: &Object<'_>) -> Result<(), GraphError> {
    match component.word("type", &["header", "body", "button"])? {
        "button" => {
            component.only(&["type", "sub_type", "index", "parameters"])?;
            component.string("sub_type")?;
            let index = component.get("index").ok_or_else(|| component.missing("index"))?;
            let index = index
                .as_u64()
                .or_else(|| index.as_str().and_then(|text| text.parse().ok()));
            if index.is_none_or(|index| index >= 10) {
                return Err(component.invalid("index", "must be a number from 0 to 9"));
            }
        }
        _ => component.only(&["type", "parameters"])?,
    }
    component
        .maybe_objects("parameters")?
        .iter()
        .try_for_each(parameter)
}

fn parameter(parameter: &Object<'_>) -> Result<(), GraphError> {
    let kind = parameter.string("type")?;
    match kind {
        "text" => {
            parameter.only(&["type", "text", "parameter_name"])?;
            parameter.string("text")?;
            parameter.maybe_string("parameter_name")?;
        }
        "payload" => {
            parameter.only(&["type", "payload"])?;
            parameter.string("payload")?;
        }
        "coupon_code" => {
            parameter.only(&["type", "coupon_code"])?;
            parameter.text("coupon_code", 20)?;
        }
        "image" | "video" => {
            parameter.only(&["type", kind])?;
            media(parameter, kind, &[])?;
        }
        "document" => {
            parameter.only(&["type", "document"])?;
            media(parameter, "document", &["filename"])?;
        }
        "location" => {
            parameter.only(&["type", "location"])?;
            super::content::location(parameter)?;
        }
        "currency" => fallback(parameter, "currency", &["fallback_value", "code", "amount_1000"])?,
        "date_time" => {
            let parts = [
                "fallback_value",
                "day_of_week",
                "year",
                "month",
                "day_of_month",
                "hour",
                "minute",
                "calendar",
            ];
            fallback(parameter, "date_time", &parts)?;
        }
        "action" => parameter.only(&["type", "action"])?,
        other => return Err(parameter.invalid("type", &format!("is not known: {other}"))),
    }
    Ok(())
}

fn fallback(parameter: &Object<'_>, kind: &str, parts: &[&str]) -> Result<(), GraphError> {
    parameter.only(&["type", kind, "parameter_name"])?;
    let value = parameter.object(kind)?;
    value.only(parts)?;
    value.string("fallback_value").map(drop)
}
