//! A message made of a template, in Meta's words (Meta: "Sending template messages").

use super::outgoing::name_of;
use cloud_api::MediaSource;
use cloud_api::messages::{Template, TemplateComponent, TemplateParameter};
use domain::template::{FilledHeader, TemplateButton, TemplatePart, TemplateParts, TemplateValue};

/// The template and what fills its variables. `media` is Meta's id of the file above the text. `None`: there is such a file, and its
/// id is not given.
pub(super) fn template(
    name: &str,
    language: &str,
    parts: &TemplateParts,
    media: Option<&str>,
) -> Option<Template> {
    let mut components = Vec::new();
    let header = match &parts.header {
        Some(FilledHeader::Image(_)) => vec![TemplateParameter::Image(MediaSource::Id(media?.to_owned()))],
        Some(FilledHeader::Video(_)) => vec![TemplateParameter::Video(MediaSource::Id(media?.to_owned()))],
        Some(FilledHeader::Document(file)) => vec![TemplateParameter::Document {
            media: MediaSource::Id(media?.to_owned()),
            filename: Some(name_of(file)),
        }],
        Some(FilledHeader::Text { .. }) | None => texts(parts, TemplatePart::Header),
    };
    if !header.is_empty() {
        components.push(TemplateComponent::Header(header));
    }
    let body = texts(parts, TemplatePart::Body);
    if !body.is_empty() {
        components.push(TemplateComponent::Body(body));
    }
    for value in parts
        .values
        .iter()
        .filter(|value| value.part == TemplatePart::Button)
    {
        components.push(button(parts, value));
    }
    Some(Template {
        name: name.to_owned(),
        language: language.to_owned(),
        components,
    })
}

/// The texts of a part. The order of values is that of the variables.
fn texts(parts: &TemplateParts, part: TemplatePart) -> Vec<TemplateParameter> {
    let values = parts.values.iter().filter(|value| value.part == part);
    values
        .map(|value| TemplateParameter::Text {
            name: parts.is_named.then(|| value.name.clone()),
            text: value.text.clone(),
        })
        .collect()
}

fn button(parts: &TemplateParts, value: &TemplateValue) -> TemplateComponent {
    let is_code = matches!(
        parts.buttons.get(usize::from(value.button)),
        Some(TemplateButton::CopyCode { .. })
    );
    let (sub_type, parameter) = if is_code {
        ("copy_code", TemplateParameter::CouponCode(value.text.clone()))
    } else {
        (
            "url",
            TemplateParameter::Text {
                name: None,
                text: value.text.clone(),
            },
        )
    };
    TemplateComponent::Button {
        sub_type: sub_type.to_owned(),
        index: value.button,
        parameters: vec![parameter],
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use domain::content::Attachment;
    use serde_json::json;

    fn value(part: TemplatePart, button: u8, name: &str, text: &str) -> TemplateValue {
        TemplateValue {
            part,
            button,
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn numbered_variables_go_without_names_and_buttons_with_their_place() {
        let parts = TemplateParts {
            header: Some(FilledHeader::Document(Attachment {
                file_name: Some("boleto.pdf".to_owned()),
                ..Attachment::default()
            })),
            buttons: vec![
                TemplateButton::CopyCode {
                    text: "Copiar".to_owned(),
                },
                TemplateButton::Url {
                    text: "Abrir".to_owned(),
                    url: "https://docearte.example/77".to_owned(),
                },
            ],
            values: vec![
                value(TemplatePart::Body, 0, "1", "Ana"),
                value(TemplatePart::Body, 0, "2", "R$ 189,00"),
                value(TemplatePart::Button, 0, "code", "DOCE10"),
                value(TemplatePart::Button, 1, "1", "77"),
            ],
            ..TemplateParts::default()
        };
        let sent = template("boleto", "pt_BR", &parts, Some("990")).unwrap();
        assert_eq!(
            json!(sent),
            json!({
                "name": "boleto", "language": { "code": "pt_BR" },
                "components": [
                    { "type": "header", "parameters": [
                        { "type": "document", "document": { "id": "990", "filename": "boleto.pdf" } } ] },
                    { "type": "body", "parameters": [
                        { "type": "text", "text": "Ana" }, { "type": "text", "text": "R$ 189,00" } ] },
                    { "type": "button", "sub_type": "copy_code", "index": "0", "parameters": [
                        { "type": "coupon_code", "coupon_code": "DOCE10" } ] },
                    { "type": "button", "sub_type": "url", "index": "1", "parameters": [
                        { "type": "text", "text": "77" } ] },
                ],
            })
        );
        assert_eq!(
            template("boleto", "pt_BR", &parts, None),
            None,
            "the file is missing"
        );
    }

    #[test]
    fn named_variables_go_with_their_names_and_nothing_goes_without_components() {
        let parts = TemplateParts {
            values: vec![value(TemplatePart::Body, 0, "curso", "Bolos")],
            is_named: true,
            ..TemplateParts::default()
        };
        let sent = json!(template("matricula", "pt_BR", &parts, None).unwrap());
        assert_eq!(
            sent["components"][0]["parameters"][0],
            json!({ "type": "text", "parameter_name": "curso", "text": "Bolos" })
        );
        let plain = json!(template("oi", "pt_BR", &TemplateParts::default(), None).unwrap());
        assert_eq!(plain, json!({ "name": "oi", "language": { "code": "pt_BR" } }));
    }
}
