//! The style sheets: layers, logical sides, one class deep.

use super::source::{Source, assert_none, file, files, line_of, place};

/// What may stand outside a layer.
const OUTSIDE_LAYERS: [&str; 3] = ["@layer", "@property", "@font-face"];
const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];
/// Properties whose values may name a side.
const SIDED_VALUES: [&str; 3] = ["text-align", "float", "clear"];

#[test]
fn every_rule_stands_in_a_layer() {
    let broken = |rule: &Rule<'_>| {
        let is_outside = rule.depth == 0 && !OUTSIDE_LAYERS.iter().any(|start| rule.words.starts_with(start));
        is_outside.then(|| format!("outside every layer: {}", rule.words))
    };
    assert_none("Every rule stands inside an @layer:", &broken_rules(broken));
}

#[test]
fn sides_are_logical() {
    assert_none(
        "Sides are logical (start and end, inline and block):",
        &broken_rules(physical_side),
    );
}

#[test]
fn nothing_is_important_and_nothing_goes_by_id() {
    let broken = |rule: &Rule<'_>| {
        if rule.words.contains("!important") {
            return Some("!important".to_owned());
        }
        let mut ids = rule.words.match_indices('#');
        let names_id =
            ids.any(|(place, _)| rule.words[place + 1..].starts_with(|letter: char| letter.is_alphabetic()));
        (rule.is_selector && names_id && !rule.words.starts_with('@'))
            .then(|| format!("an id: {}", rule.words))
    };
    assert_none(
        "Layers and classes decide, not !important and ids:",
        &broken_rules(broken),
    );
}

#[test]
fn every_style_sheet_is_linked_once() {
    let index = file("index.html");
    let mut places = Vec::new();
    for source in files("style", "css") {
        let links = index.text.matches(&format!("href=\"{}\"", source.path)).count();
        if links != 1 {
            places.push(place(
                &source.path,
                1,
                format!("linked {links} times in index.html"),
            ));
        }
    }
    assert_none(
        "Trunk does not follow @import: each style sheet is linked once:",
        &places,
    );
}

/// A declaration, a selector or the start of an at-rule.
struct Rule<'a> {
    offset: usize,
    depth: usize,
    words: &'a str,
    is_selector: bool,
}

fn broken_rules(broken: impl Fn(&Rule<'_>) -> Option<String>) -> Vec<String> {
    let mut places = Vec::new();
    for source in files("style", "css") {
        let code = without_comments(&source);
        for rule in rules(&code) {
            places.extend(broken(&rule).map(|why| place(&source.path, line_of(&code, rule.offset), why)));
        }
    }
    places
}

fn physical_side(rule: &Rule<'_>) -> Option<String> {
    if rule.is_selector {
        return None;
    }
    let (property, value) = rule.words.split_once(':')?;
    let (property, value) = (property.trim(), value.trim());
    let is_custom = property.starts_with("--");
    let names_side = property.split('-').any(|word| SIDES.contains(&word));
    let takes_side = SIDED_VALUES.contains(&property) && SIDES.contains(&value);
    (!is_custom && (names_side || takes_side)).then(|| format!("a physical side: {property}: {value}"))
}

/// Cuts a style sheet at `{`, `}` and `;` outside of quotes and parentheses.
fn rules(code: &str) -> Vec<Rule<'_>> {
    let mut found = Vec::new();
    let (mut depth, mut start, mut parentheses) = (0_usize, 0, 0_usize);
    let mut quote = None;
    for (place, letter) in code.char_indices() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(') => parentheses += 1,
            (None, ')') => parentheses = parentheses.saturating_sub(1),
            (None, '{' | '}' | ';') if parentheses == 0 => {
                let words = code[start..place].trim();
                if !words.is_empty() {
                    let offset = start + code[start..].find(words).unwrap_or_default();
                    found.push(Rule {
                        offset,
                        depth,
                        words,
                        is_selector: letter == '{',
                    });
                }
                match letter {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                start = place + 1;
            }
            _ => {}
        }
    }
    found
}

/// The text with comments replaced by spaces, so that lines stay where they are.
fn without_comments(source: &Source) -> String {
    let mut out = String::with_capacity(source.text.len());
    let mut rest = source.text.as_str();
    while let Some(start) = rest.find("/*") {
        let end = rest[start..]
            .find("*/")
            .map_or(rest.len(), |length| start + length + 2);
        out.push_str(&rest[..start]);
        out.extend(
            rest[start..end]
                .chars()
                .map(|letter| if letter == '\n' { '\n' } else { ' ' }),
        );
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[test]
fn rules_are_cut_and_judged() {
    let code = "@layer a;\n@layer ui { .x { color: #fff; margin-left: 1px; text-align: right; background: url(\"a;b\") }\n\
                #main:hover { --top: 1 } }\n.loose { inset-inline-start: 0 }";
    let rules = rules(code);
    let sides: Vec<_> = rules.iter().filter_map(physical_side).collect();
    assert_eq!(
        sides,
        [
            "a physical side: margin-left: 1px",
            "a physical side: text-align: right"
        ]
    );
    let outside: Vec<_> = rules
        .iter()
        .filter(|rule| rule.depth == 0)
        .map(|rule| rule.words)
        .collect();
    assert_eq!(outside, ["@layer a", "@layer ui", ".loose"]);
    assert!(
        rules
            .iter()
            .any(|rule| rule.is_selector && rule.words == "#main:hover")
    );
}
