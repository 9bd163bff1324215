//! No words in `view!`: what people read stands in `i18n`, once per language.

use super::rust_text::{Blank, blanked, group_end, string_end};
use super::source::{assert_none, files, line_of, place};

/// Attributes whose values people read or hear.
const READ_ATTRIBUTES: [&str; 8] = [
    "title",
    "placeholder",
    "alt",
    "label",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
];
/// Not translated.
const NAMES: [&str; 1] = ["PerfectChat"];

#[test]
fn views_hold_no_words() {
    let mut places = Vec::new();
    for source in files("src", "rs") {
        let code = blanked(&source.text, Blank::Comments);
        for (offset, words) in
            view_bodies(&code).flat_map(|(start, body)| shifted(start, words_in_view(body)))
        {
            places.push(place(
                &source.path,
                line_of(&code, offset),
                format!("words in view!: {words}"),
            ));
        }
    }
    assert_none("What people read stands in i18n:", &places);
}

fn shifted(by: usize, found: Vec<(usize, String)>) -> impl Iterator<Item = (usize, String)> {
    found.into_iter().map(move |(offset, words)| (offset + by, words))
}

/// The inside of every `view! { … }`, nested ones too, with its offset.
fn view_bodies(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.match_indices("view!").filter_map(|(place, _)| {
        let open = place + "view!".len() + code[place + "view!".len()..].find(['{', '(', '['])?;
        let end = group_end(code, open);
        Some((open + 1, &code[open + 1..end.saturating_sub(1).max(open + 1)]))
    })
}

/// Text between tags, bare or quoted, and text in attributes that people read. Rust in braces is passed over (a `view!` in it
/// is looked at on its own) unless it is nothing but a literal.
fn words_in_view(body: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut keep = |offset: usize, words: &str| {
        let words = words.trim().trim_matches('"');
        if words.chars().any(char::is_alphabetic) && !NAMES.contains(&words) {
            found.push((offset, words.to_owned()));
        }
    };
    let bytes = body.as_bytes();
    let (mut at, mut tag_start, mut generics) = (0, None, 0_usize);
    while at < bytes.len() {
        let end = match bytes[at] {
            b'{' | b'(' | b'[' => group_end(body, at),
            b'"' => string_end(body, at),
            b'<' | b'>' => at + 1,
            _ => {
                at + body[at..]
                    .find(['{', '(', '[', '"', '<', '>'])
                    .unwrap_or(body.len() - at)
                    .max(1)
            }
        };
        let piece = &body[at..end];
        let before = &body[..at];
        match (tag_start, bytes[at]) {
            (None, b'<') => tag_start = Some(at),
            // `<Row<Id> …>`: a type's angle follows its name directly.
            (Some(_), b'<') if before.ends_with(|letter: char| letter.is_alphanumeric()) => generics += 1,
            (Some(_), b'>') if generics > 0 => generics -= 1,
            // `=>` and `->` inside a tag belong to an expression.
            (Some(_), b'>') if !before.ends_with(['=', '-']) => tag_start = None,
            (Some(start), b'"') if is_read(&body[start..at]) => keep(at, piece),
            (Some(start), b'{') if is_read(&body[start..at]) && is_literal(piece) => keep(at, literal(piece)),
            (Some(_), _) => {}
            (None, b'{') if !is_literal(piece) => {}
            (None, b'{') => keep(at, literal(piece)),
            (None, _) => keep(at, piece),
        }
        at = end;
    }
    found
}

/// Whether what comes right after `before` is the value of an attribute that people read.
fn is_read(before: &str) -> bool {
    let Some(name) = before.trim_end().strip_suffix('=') else {
        return false;
    };
    let name = name
        .rsplit(|letter: char| letter.is_whitespace())
        .next()
        .unwrap_or_default();
    READ_ATTRIBUTES.contains(&name.trim_start_matches("attr:"))
}

fn is_literal(block: &str) -> bool {
    let inside = literal(block);
    inside.starts_with('"') && string_end(inside, 0) == inside.len()
}

fn literal(block: &str) -> &str {
    block.trim_start_matches('{').trim_end_matches('}').trim()
}

#[test]
fn words_are_told_from_code() {
    let code = r#"view! {
        <div class="pane" on:click=move |_| go(a) title="Fechar" aria-label=move || t.close>
            "Olá" {name} {"tudo bem"} " · " <Row<Id> items={vec!["no"]}/> PerfectChat
            {move || view! { <b data-x="y">Aqui</b> }}
        </div>
    }"#;
    let found: Vec<_> = view_bodies(code)
        .flat_map(|(_, body)| words_in_view(body))
        .map(|(_, words)| words)
        .collect();
    assert_eq!(found, ["Fechar", "Olá", "tudo bem", "Aqui"]);
}
