//! Words with what a query found in them marked. Pure.

use domain::text_matching::Query;
use std::ops::Range;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The words.
    pub text: String,
    /// Whether the query found them.
    pub is_hit: bool,
}

/// How many characters stand before the first hit.
const BEFORE: usize = 28;

/// A whole text. Without a hit it is one part.
#[must_use]
pub fn marked(query: &Query, text: &str) -> Vec<Mark> {
    cut(text, 0..text.len(), &query.find(text).unwrap_or_default())
}

/// About `most` characters of a text around its first hit, in one line; `None`: the query does not find the text.
#[must_use]
pub fn snippet(query: &Query, text: &str, most: usize) -> Option<Vec<Mark>> {
    let hits = query.find(text)?;
    let first = hits.first()?.start;
    let from = beginning(text, first);
    let end = text[from..]
        .char_indices()
        .nth(most)
        .map_or(text.len(), |(end, _)| from + end);
    let mut marks = cut(text, from..end, &hits);
    for mark in &mut marks {
        mark.text = in_one_line(&mark.text);
    }
    let ellipsis = || Mark {
        text: "…".to_owned(),
        is_hit: false,
    };
    if from > 0 {
        marks.insert(0, ellipsis());
    }
    if end < text.len() {
        marks.push(ellipsis());
    }
    Some(marks)
}

/// A little before the first hit, at the start of a word where there is one.
fn beginning(text: &str, first: usize) -> usize {
    let before = &text[..first];
    let Some((at, _)) = before.char_indices().rev().nth(BEFORE) else {
        return 0;
    };
    let part = &before[at..];
    let word = part.find(char::is_whitespace).map(|space| at + space);
    word.map_or(at, |space| {
        let rest = &text[space..];
        space + (rest.len() - rest.trim_start().len())
    })
}

fn in_one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect()
}

/// The parts of `within`, of which hits may stand at the edges.
fn cut(text: &str, within: Range<usize>, hits: &[Range<usize>]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut push = |range: Range<usize>, is_hit| {
        if !range.is_empty() {
            marks.push(Mark {
                text: text[range].to_owned(),
                is_hit,
            });
        }
    };
    let mut at = within.start;
    for hit in hits {
        let start = hit.start.clamp(at, within.end);
        let end = hit.end.clamp(at, within.end);
        push(at..start, false);
        push(start..end, true);
        at = end;
    }
    push(at..within.end, false);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(marks: &[Mark]) -> String {
        marks
            .iter()
            .map(|mark| {
                if mark.is_hit {
                    format!("[{}]", mark.text)
                } else {
                    mark.text.clone()
                }
            })
            .collect()
    }

    #[test]
    fn hits_are_marked_as_they_were_written() {
        let query = Query::parse("acao tur");
        assert_eq!(
            shown(&marked(&query, "Ação da turma, turno")),
            "[Ação] da [turma], [turno]"
        );
        assert_eq!(shown(&marked(&query, "Nada")), "Nada");
        assert_eq!(snippet(&query, "Nada", 80), None);
    }

    #[test]
    fn a_snippet_begins_a_little_before_the_first_hit() {
        let text = "O curso tem apostila?\nQueria saber também se dá para trocar de turma depois, por causa do trabalho.";
        let marks = snippet(&Query::parse("trocar"), text, 60).unwrap();
        assert_eq!(
            shown(&marks),
            "…saber também se dá para [trocar] de turma depois, por causa do…"
        );
        assert_eq!(
            shown(&snippet(&Query::parse("apostila"), text, 20).unwrap()),
            "O curso tem [apostila]…"
        );
        assert_eq!(
            shown(&snippet(&Query::parse("oi"), "Oi\nvocê", 60).unwrap()),
            "[Oi] você"
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_of_a_text(query in "\\PC{0,4}", text in "\\PC{0,60}") {
            let query = Query::parse(&query);
            let marks = marked(&query, &text);
            prop_assert_eq!(marks.iter().map(|mark| mark.text.as_str()).collect::<String>(), text.clone());
            let has_hit = marks.iter().any(|mark| mark.is_hit);
            prop_assert_eq!(has_hit, query.find(&text).is_some());
            if let Some(marks) = snippet(&query, &text, 20) {
                prop_assert!(marks.iter().map(|mark| mark.text.chars().count()).sum::<usize>() <= 22);
            }
        }
    }
}
