//! A template of Meta's list in our words (Meta: "Template components").

use crate::store::ListedTemplate;
use cloud_api::MessageTemplate;
use domain::ids::TemplateId;
use domain::template::{TemplateButton, TemplateContent, TemplateHeader};
use serde_json::Value;

/// What Meta writes when there is no reason.
const NO_REASON: &str = "NONE";

/// The template; `id` is its key when it is new.
pub(super) fn listed(template: &MessageTemplate, id: TemplateId) -> ListedTemplate {
    let quality = template.raw.pointer("/quality_score/score");
    ListedTemplate {
        id,
        name: template.name.clone(),
        language: template.language.clone(),
        status: template.status.clone().unwrap_or_default(),
        category: template.category.clone().unwrap_or_default(),
        quality: quality
            .and_then(Value::as_str)
            .filter(|quality| *quality != "UNKNOWN")
            .map(str::to_owned),
        rejected_reason: template
            .rejected_reason
            .clone()
            .filter(|reason| !reason.is_empty() && reason != NO_REASON),
        content: content(template),
    }
}

fn content(template: &MessageTemplate) -> TemplateContent {
    let mut content = TemplateContent {
        is_named: template.parameter_format.as_deref() == Some("NAMED"),
        ..TemplateContent::default()
    };
    for component in &template.components {
        match word(component, "type").as_str() {
            "HEADER" => content.header = Some(header(component)),
            "BODY" => content.body = text(component, "text"),
            "FOOTER" => content.footer = Some(text(component, "text")).filter(|text| !text.is_empty()),
            "BUTTONS" => content.buttons = buttons(component),
            // A part that we do not know cannot be left out silently: the template counts as one that cannot be sent.
            other => {
                content.header = Some(TemplateHeader::Other {
                    name: other.to_owned(),
                });
            }
        }
    }
    content
}

fn header(component: &Value) -> TemplateHeader {
    match word(component, "format").as_str() {
        "TEXT" => TemplateHeader::Text {
            text: text(component, "text"),
        },
        "IMAGE" => TemplateHeader::Image,
        "VIDEO" => TemplateHeader::Video,
        "DOCUMENT" => TemplateHeader::Document,
        "LOCATION" => TemplateHeader::Location,
        other => TemplateHeader::Other {
            name: other.to_owned(),
        },
    }
}

fn buttons(component: &Value) -> Vec<TemplateButton> {
    let buttons = component.get("buttons").and_then(Value::as_array);
    buttons.into_iter().flatten().map(button).collect()
}

fn button(button: &Value) -> TemplateButton {
    let says = text(button, "text");
    match word(button, "type").as_str() {
        "QUICK_REPLY" => TemplateButton::QuickReply { text: says },
        "URL" => TemplateButton::Url {
            text: says,
            url: text(button, "url"),
        },
        "PHONE_NUMBER" => TemplateButton::Phone {
            text: says,
            phone: text(button, "phone_number"),
        },
        "COPY_CODE" => TemplateButton::CopyCode { text: says },
        other => TemplateButton::Other {
            text: says,
            name: other.to_owned(),
        },
    }
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn word(value: &Value, key: &str) -> String {
    text(value, key).to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(parameter_format: Option<&str>, components: &Value) -> ListedTemplate {
        let template = MessageTemplate {
            id: Some("1".to_owned()),
            name: "lembrete".to_owned(),
            language: "pt_BR".to_owned(),
            status: Some("APPROVED".to_owned()),
            category: Some("UTILITY".to_owned()),
            parameter_format: parameter_format.map(str::to_owned),
            rejected_reason: Some("NONE".to_owned()),
            components: components.as_array().cloned().unwrap_or_default(),
            raw: json!({ "quality_score": { "score": "YELLOW" } }),
        };
        listed(&template, TemplateId::from_parts(1, &[1; 10]))
    }

    #[test]
    fn components_become_parts() {
        let template = of(
            None,
            &json!([
                { "type": "HEADER", "format": "DOCUMENT" },
                { "type": "BODY", "text": "Olá, {{1}}" },
                { "type": "FOOTER", "text": "Doce Arte" },
                { "type": "BUTTONS", "buttons": [
                    { "type": "QUICK_REPLY", "text": "Sim" },
                    { "type": "URL", "text": "Abrir", "url": "https://docearte.example/{{1}}" },
                    { "type": "PHONE_NUMBER", "text": "Ligar", "phone_number": "+551140028922" },
                    { "type": "COPY_CODE", "text": "Copiar" },
                    { "type": "FLOW", "text": "Agendar", "flow_id": 1 },
                ] },
            ]),
        );
        assert_eq!(template.quality.as_deref(), Some("YELLOW"));
        assert_eq!(template.rejected_reason, None);
        let content = template.content;
        assert_eq!(content.header, Some(TemplateHeader::Document));
        assert_eq!(
            (content.body.as_str(), content.footer.as_deref()),
            ("Olá, {{1}}", Some("Doce Arte"))
        );
        assert!(!content.is_named);
        assert_eq!(content.buttons.len(), 5);
        assert_eq!(
            content.buttons[4],
            TemplateButton::Other {
                text: "Agendar".to_owned(),
                name: "FLOW".to_owned()
            }
        );
    }

    #[test]
    fn what_is_not_known_makes_it_one_that_cannot_be_sent() {
        let body = json!({ "type": "BODY", "text": "Oi" });
        assert!(of(Some("NAMED"), &json!([body])).content.is_named);
        assert!(of(None, &json!([body])).content.is_supported());
        for other in [
            json!({ "type": "CAROUSEL", "cards": [] }),
            json!({ "type": "HEADER", "format": "PRODUCT" }),
            json!({ "type": "HEADER", "format": "LOCATION" }),
        ] {
            assert!(!of(None, &json!([body, other])).content.is_supported(), "{other}");
        }
        assert!(!of(None, &json!([])).content.is_supported(), "nothing to read");
    }
}
