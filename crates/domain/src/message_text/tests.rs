//! Texts, and how WhatsApp shows them.

use super::*;
use proptest::prelude::*;

/// Pieces in a short notation: `B:` bold, `I:` italic, `S:` struck, `C:` code; `L:` web, `E:` e-mail, `P:` phone.
fn shown(text: &str) -> Vec<String> {
    pieces(text)
        .iter()
        .map(|piece| {
            let mut marks = String::new();
            for (is_set, mark) in [
                (piece.look.is_bold, 'B'),
                (piece.look.is_italic, 'I'),
                (piece.look.is_struck, 'S'),
                (piece.look.is_code, 'C'),
                (piece.link == Some(Link::Web), 'L'),
                (piece.link == Some(Link::Email), 'E'),
                (piece.link == Some(Link::Phone), 'P'),
            ] {
                if is_set {
                    marks.push(mark);
                }
            }
            if marks.is_empty() {
                piece.text.to_owned()
            } else {
                format!("{marks}:{}", piece.text)
            }
        })
        .collect()
}

#[test]
fn marks_look_as_in_whatsapp() {
    let cases: [(&str, &[&str]); 20] = [
        (
            "restam *4 vagas* na turma",
            &["restam ", "B:4 vagas", " na turma"],
        ),
        ("*a* _b_ ~c~ `d`", &["B:a", " ", "I:b", " ", "S:c", " ", "C:d"]),
        ("_*both*_", &["BI:both"]),
        ("2*3*4", &["2*3*4"]),
        ("* not bold *", &["* not bold *"]),
        ("*open", &["*open"]),
        ("**", &["**"]),
        ("*two\nlines*", &["*two\n", "lines*"]),
        ("(*bold*)!", &["(", "B:bold", ")!"]),
        ("```let *x* = 1;\nok```", &["C:let *x* = 1;\nok"]),
        ("`a *b* c`", &["C:a *b* c"]),
        (
            "veja https://exemplo.com.br/a_b_c.",
            &["veja ", "L:https://exemplo.com.br/a_b_c", "."],
        ),
        ("(www.exemplo.com)", &["(", "L:www.exemplo.com", ")"]),
        ("https:// e http://", &["https:// e http://"]),
        (
            "ana@exemplo.com snake_case_name",
            &["E:ana@exemplo.com", " snake_case_name"],
        ),
        ("a@b @ana ana@ ana@x", &["a@b @ana ana@ ana@x"]),
        ("*ana_s@exemplo.com.br.*", &["BE:ana_s@exemplo.com.br", "B:."]),
        (
            "ligue +55 11 98637-2111, ok",
            &["ligue ", "P:+55 11 98637-2111", ", ok"],
        ),
        ("(11) 98637-2111", &["P:(11) 98637-2111"]),
        (
            "1+2 (11) 2 +1 R$ 1.234.567,00",
            &["1+2 (11) 2 +1 R$ 1.234.567,00"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn quotes_and_lists_begin_a_line() {
    let names = |text: &str| {
        blocks(text)
            .iter()
            .map(|block| {
                let words =
                    |pieces: &[TextPiece<'_>]| pieces.iter().map(|piece| piece.text).collect::<String>();
                match block {
                    Block::Text(pieces) => words(pieces),
                    Block::Quote(pieces) => format!("> {}", words(pieces)),
                    Block::Bullet(pieces) => format!("• {}", words(pieces)),
                    Block::Numbered { number, pieces } => format!("{number}) {}", words(pieces)),
                }
            })
            .collect::<Vec<_>>()
    };
    let cases: [(&str, &[&str]); 7] = [
        ("uma\nduas", &["uma\nduas"]),
        (
            "Leve:\n* tinta\n- pincel\nAté!",
            &["Leve:", "• tinta", "• pincel", "Até!"],
        ),
        ("> você disse\nsim", &["> você disse", "sim"]),
        ("1. um\n2. dois", &["1) um", "2) dois"]),
        ("*negrito* e -5\n>sem espaço", &["negrito e -5\n>sem espaço"]),
        ("```\n* código\n```\n* fim", &["\n* código\n", "• fim"]),
        ("* \n1234. x", &["* \n1234. x"]),
    ];
    for (text, expected) in cases {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn a_long_text_begins_with_whole_words() {
    assert_eq!(beginning("curto", 10, 3), None);
    assert_eq!(beginning("quase doze c", 10, 3), None, "hardly longer");
    assert_eq!(beginning("uma frase bem mais longa", 10, 3), Some("uma frase"));
    assert_eq!(beginning("1\n2\n3\n4\n5\n6", 10, 3), Some("1\n2\n3"));
    assert_eq!(beginning(&"é".repeat(40), 10, 3), Some("éééééééééé"));
}

#[test]
fn hostile_texts_are_cut_in_time_that_grows_with_their_length() {
    // As long as WhatsApp lets a message be. A search made again at every place would be felt.
    for part in [
        "*a ",
        "_a*b ~c `d ",
        "www.",
        "www.,",
        "https://a)",
        "```",
        "`",
        "*_~`",
        "(*(_(~",
        "a.",
        "a@a.",
        "+1 ",
        "* ```\n",
        "> a\n",
    ] {
        let text = part.repeat(65_536 / part.len());
        let kept: usize = pieces(&text).iter().map(|piece| piece.text.len()).sum();
        assert!(kept <= text.len());
        assert!(!blocks(&text).is_empty());
    }
}

proptest! {
    #[test]
    fn no_character_but_marks_is_lost(text in "[a-c *_~`\n.:/éß😊()hps w]{0,40}") {
        let kept: String = pieces(&text).iter().map(|piece| piece.text).collect();
        let plain = |text: &str| text.chars().filter(|c| !matches!(c, '*' | '_' | '~' | '`')).collect::<String>();
        prop_assert_eq!(plain(&kept), plain(&text));
    }

    #[test]
    fn any_text_can_be_cut(text in "\\PC{0,60}") {
        let _ = pieces(&text);
        let _ = blocks(&text);
        let _ = beginning(&text, 10, 2);
    }
}
