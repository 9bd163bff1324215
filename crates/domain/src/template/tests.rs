//! Filling templates in, in tables and at random.

use super::variables::{put_in, variables};
use super::*;
use crate::content::MessageContent;
use crate::merge_field::MergeField;
use proptest::prelude::*;

fn template(content: TemplateContent) -> Template {
    Template {
        id: TemplateId::from_parts(1, &[1; 10]),
        version: 1,
        waba_id: "1".to_owned(),
        name: "lembrete".to_owned(),
        language: "pt_BR".to_owned(),
        status: "APPROVED".to_owned(),
        category: "UTILITY".to_owned(),
        quality: None,
        rejected_reason: None,
        content,
    }
}

fn content(body: &str) -> TemplateContent {
    TemplateContent {
        body: body.to_owned(),
        ..TemplateContent::default()
    }
}

fn value(part: TemplatePart, button: u8, name: &str, text: &str) -> TemplateValue {
    TemplateValue {
        part,
        button,
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

fn body(name: &str, text: &str) -> TemplateValue {
    value(TemplatePart::Body, 0, name, text)
}

fn names(content: &TemplateContent) -> Vec<String> {
    content.slots().into_iter().map(|slot| slot.name).collect()
}

fn filled_body(content: TemplateContent, values: &[TemplateValue]) -> Result<String, TemplateError> {
    match template(content).fill(values, None)? {
        MessageContent::Template { body, .. } => Ok(body),
        other => panic!("{other:?}"),
    }
}

#[test]
fn variables_are_found_once_numbers_in_order_and_names_as_they_stand() {
    assert_eq!(names(&content("{{2}} e {{1}}, {{2}}")), ["1", "2"]);
    assert_eq!(names(&content("{{10}} {{9}}")), ["9", "10"]);
    let named = TemplateContent {
        is_named: true,
        ..content("{{nome}} e {{curso}} e {{nome}}")
    };
    assert_eq!(names(&named), ["nome", "curso"]);
    for text in ["{{}}", "{{ 1 }}", "{1}", "{{1}", "sem nada", "}}{{"] {
        assert!(names(&content(text)).is_empty(), "{text}");
    }
    assert_eq!(names(&content("{{{{1}}")), ["1"]);
}

#[test]
fn every_part_is_filled_with_what_is_its_own() {
    let content = TemplateContent {
        header: Some(TemplateHeader::Text {
            text: "Pedido {{1}}".to_owned(),
        }),
        footer: Some("Doce Arte".to_owned()),
        buttons: vec![
            TemplateButton::QuickReply {
                text: "Ok".to_owned(),
            },
            TemplateButton::Url {
                text: "Abrir".to_owned(),
                url: "https://docearte.example/p/{{1}}".to_owned(),
            },
            TemplateButton::CopyCode {
                text: "Copiar".to_owned(),
            },
        ],
        ..content("Olá, {{1}}! Sai {{2}}.")
    };
    let values = [
        value(TemplatePart::Button, 2, "code", "DOCE10"),
        value(TemplatePart::Button, 1, "1", "77"),
        body("2", "{{1}}"),
        body("1", " Ana "),
        value(TemplatePart::Header, 0, "1", "77"),
    ];
    let MessageContent::Template { body, parts, .. } = template(content).fill(&values, None).unwrap() else {
        panic!("a template makes a template's message");
    };
    assert_eq!(
        body, "Olá, Ana! Sai {{1}}.",
        "what is put in is not looked at again"
    );
    assert_eq!(
        parts.header,
        Some(FilledHeader::Text {
            text: "Pedido 77".to_owned()
        })
    );
    assert!(matches!(&parts.buttons[1], TemplateButton::Url { url, .. } if url.ends_with("/p/77")));
    let order: Vec<_> = parts.values.iter().map(|value| value.text.as_str()).collect();
    assert_eq!(order, ["77", "Ana", "{{1}}", "77", "DOCE10"]);
}

#[test]
fn what_is_missing_foreign_or_not_taken_is_refused() {
    let two = || content("{{1}} e {{2}}");
    let slot = |name: &str| TemplateSlot {
        part: TemplatePart::Body,
        button: 0,
        name: name.to_owned(),
    };
    let cases = [
        (vec![body("1", "a")], TemplateError::Missing(slot("2"))),
        (
            vec![body("1", "a"), body("2", "  ")],
            TemplateError::Missing(slot("2")),
        ),
        (
            vec![body("1", "a"), body("2", "b"), body("3", "c")],
            TemplateError::Foreign("3".to_owned()),
        ),
        (
            vec![body("1", "a\nb"), body("2", "b")],
            TemplateError::Value(slot("1")),
        ),
        (
            vec![body("1", "a     b"), body("2", "b")],
            TemplateError::Value(slot("1")),
        ),
        (
            vec![body("1", &"a".repeat(1_000)), body("2", &"b".repeat(30))],
            TemplateError::TooLong,
        ),
    ];
    for (values, expected) in cases {
        assert_eq!(filled_body(two(), &values), Err(expected), "{values:?}");
    }
    assert_eq!(
        filled_body(two(), &[body("1", "a    b"), body("2", "b")]).unwrap(),
        "a    b e b"
    );
}

#[test]
fn only_what_is_approved_and_known_is_sent() {
    let paused = Template {
        status: "PAUSED".to_owned(),
        ..template(content("Oi"))
    };
    assert_eq!(
        paused.fill(&[], None),
        Err(TemplateError::Status("PAUSED".to_owned()))
    );
    let flow = TemplateContent {
        buttons: vec![TemplateButton::Other {
            text: "Agendar".to_owned(),
            name: "FLOW".to_owned(),
        }],
        ..content("Oi")
    };
    assert_eq!(filled_body(flow, &[]), Err(TemplateError::Unsupported));
}

#[test]
fn the_file_above_the_text_is_of_the_templates_kind() {
    let with = |header| {
        template(TemplateContent {
            header,
            ..content("Oi")
        })
    };
    let image = FilledHeader::Image(Attachment::default());
    let document = FilledHeader::Document(Attachment::default());
    assert!(with(Some(TemplateHeader::Image)).fill(&[], Some(&image)).is_ok());
    for (header, file) in [
        (Some(TemplateHeader::Image), Some(&document)),
        (Some(TemplateHeader::Image), None),
        (None, Some(&image)),
    ] {
        assert_eq!(with(header).fill(&[], file), Err(TemplateError::HeaderFile));
    }
    let forged = FilledHeader::Text {
        text: "Outro título".to_owned(),
    };
    let MessageContent::Template { parts, .. } = with(None).fill(&[], Some(&forged)).unwrap() else {
        panic!("a template makes a template's message");
    };
    assert_eq!(parts.header, None);
}

#[test]
fn what_follows_a_greeting_or_is_called_so_is_suggested() {
    let cases = [
        (
            "Olá, {{1}}! Sua aula é {{2}}.",
            "1",
            Some(MergeField::ContactFirstname),
        ),
        ("{{1}}, o boleto chegou", "1", Some(MergeField::ContactFirstname)),
        ("*Bom dia* {{1}}", "1", Some(MergeField::ContactFirstname)),
        ("Olá, {{1}}! Sua aula é {{2}}.", "2", None),
        ("Inverno: {{1}} de desconto", "1", None),
        ("{{1}} de desconto", "1", None),
    ];
    for (text, name, expected) in cases {
        let content = content(text);
        let slot = content
            .slots()
            .into_iter()
            .find(|slot| slot.name == name)
            .unwrap();
        assert_eq!(content.suggestion(&slot), expected, "{text}");
    }
    let named = TemplateContent {
        is_named: true,
        ..content("{{nome}} {{staff_firstname}} {{curso}}")
    };
    let suggested: Vec<_> = named.slots().iter().map(|slot| named.suggestion(slot)).collect();
    assert_eq!(
        suggested,
        [
            Some(MergeField::ContactFirstname),
            Some(MergeField::StaffFirstname),
            None
        ]
    );
}

proptest! {
    #[test]
    fn a_text_is_filled_whatever_is_put_in(before in "[a{} ]{0,6}", inner in "[a-z{}0-9]{1,8}", after in "[a{} ]{0,6}") {
        let text = format!("{before}-{{{{1}}}}-{after}");
        prop_assume!(variables(&text) == ["1"]);
        let filled = put_in(&text, |_| Some(inner.as_str()));
        prop_assert_eq!(filled, format!("{before}-{inner}-{after}"));
    }
}
