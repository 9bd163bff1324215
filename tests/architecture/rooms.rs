//! Which room of the app may import which, and which may touch the platform.

use super::rust_text::{Blank, blanked, group_end};
use super::source::{assert_none, files, line_of, place};

/// A room of `src/` and the rooms it may import. `main`, `lib` and `app` put the house together and may import all.
const ROOMS: [(&str, &[&str]); 10] = [
    ("browser", &[]),
    ("i18n", &["browser"]),
    ("state", &[]),
    ("api", &["browser"]),
    ("cache", &["browser"]),
    ("voice", &["browser"]),
    ("sync", &["api", "cache", "state", "browser"]),
    ("ui", &["i18n", "browser"]),
    ("shell", &["ui", "i18n", "state", "browser"]),
    ("pages", &["shell", "ui", "i18n", "state", "voice", "browser"]),
];

/// Crates that some rooms may not name: the crate, the rooms that may, and why.
const CRATES: [(&str, &[&str], &str); 4] = [
    (
        "web_sys",
        &["browser", "cache", "api", "voice"],
        "the platform is wrapped in browser, cache, api and voice",
    ),
    ("gloo_net", &["api"], "only api talks to the network"),
    ("indexed_db_futures", &["cache"], "only cache talks to IndexedDB"),
    (
        "leptos",
        &[
            "state", "sync", "ui", "shell", "pages", "i18n", "voice", "browser",
        ],
        "api and cache know no signals: they are async functions",
    ),
];

#[test]
fn rooms_import_only_whom_they_may() {
    let mut places = Vec::new();
    for source in files("src", "rs") {
        let module = module_path(&source.path);
        let Some((room, allowed)) = ROOMS.iter().find(|(room, _)| *room == module[0]) else {
            continue;
        };
        let code = blanked(&source.text, Blank::CommentsAndStrings);
        for (offset, target) in edges(&code, &module) {
            let other = target[0].as_str();
            let is_room = ROOMS.iter().any(|(name, _)| *name == other) || other == "app";
            if is_room && other != *room && !allowed.contains(&other) {
                let line = line_of(&code, offset);
                places.push(place(
                    &source.path,
                    line,
                    format!("{room} may not import {other}"),
                ));
            }
        }
    }
    assert_none("Rooms import only whom they may (ARCHITECTURE.md):", &places);
}

#[test]
fn a_page_does_not_import_another_page() {
    let sources = files("src/pages", "rs");
    let pages: Vec<_> = sources
        .iter()
        .filter_map(|source| module_path(&source.path).get(1).cloned())
        .collect();
    let mut places = Vec::new();
    for source in &sources {
        let module = module_path(&source.path);
        let code = blanked(&source.text, Blank::CommentsAndStrings);
        for (offset, target) in edges(&code, &module) {
            let other = target.get(1).filter(|_| target[0] == "pages");
            let is_page = other.is_some_and(|other| pages.contains(other));
            if is_page && other != module.get(1) && module.len() > 1 {
                let why = format!("{} imports {}", module[1..].join("::"), target.join("::"));
                places.push(place(&source.path, line_of(&code, offset), why));
            }
        }
    }
    assert_none("What two pages need sinks to ui, state or domain:", &places);
}

#[test]
fn rooms_touch_only_the_platform_they_wrap() {
    let mut places = Vec::new();
    for source in files("src", "rs") {
        let module = module_path(&source.path);
        let room = module[0].as_str();
        if !ROOMS.iter().any(|(name, _)| *name == room) {
            continue;
        }
        let code = blanked(&source.text, Blank::CommentsAndStrings);
        for (name, allowed, why) in CRATES {
            if allowed.contains(&room) {
                continue;
            }
            for offset in words(&code, name) {
                places.push(place(
                    &source.path,
                    line_of(&code, offset),
                    format!("{room} names {name}: {why}"),
                ));
            }
        }
    }
    assert_none("Rooms touch only the platform they wrap:", &places);
}

#[test]
fn state_does_no_io() {
    let forbidden = [
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "wasm_bindgen_futures",
        "gloo_timers",
        "leptos_router",
    ];
    let mut places = Vec::new();
    for source in files("src", "rs")
        .iter()
        .filter(|source| module_path(&source.path)[0] == "state")
    {
        let code = blanked(&source.text, Blank::CommentsAndStrings);
        for name in forbidden {
            for offset in words(&code, name) {
                places.push(place(
                    &source.path,
                    line_of(&code, offset),
                    format!("state names {name}"),
                ));
            }
        }
    }
    assert_none(
        "State is tested natively: no browser, no network, no clock in it:",
        &places,
    );
}

#[test]
fn unsafe_code_stands_only_where_the_app_is_cut_into_parts() {
    let mut places = Vec::new();
    for source in ["src", "crates", "tests", "benches", "examples"]
        .into_iter()
        .flat_map(|folder| files(folder, "rs"))
        .filter(|source| !source.path.starts_with("src/") || !source.path.ends_with("/split.rs"))
    {
        let code = blanked(&source.text, Blank::CommentsAndStrings);
        for name in ["unsafe", "unsafe_code"] {
            for offset in words(&code, name) {
                places.push(place(&source.path, line_of(&code, offset), name));
            }
        }
    }
    assert_none("Unsafe code is the splitter's alone:", &places);
}

/// The module a file is, without `crate`: `src/pages/chat/list.rs` is `pages::chat::list`.
fn module_path(path: &str) -> Vec<String> {
    path.trim_start_matches("src/")
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect()
}

/// Every path in the code that leads into the crate: its offset and the module it names, without `crate`.
fn edges(code: &str, module: &[String]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for offset in words(code, "crate") {
        collect(code, offset, offset + "crate".len(), &[], &mut found);
    }
    for offset in words(code, "super") {
        // The later words of `super::super::` belong to the first.
        if !code[..offset].ends_with("::") {
            let mut end = offset + "super".len();
            let mut up = 1;
            while code[end..].starts_with("::super") {
                end += "::super".len();
                up += 1;
            }
            collect(
                code,
                offset,
                end,
                &module[..module.len().saturating_sub(up)],
                &mut found,
            );
        }
    }
    found
}

/// Follows `::name`, `::name::name` and `::{name, name::name}` from `end`.
fn collect(code: &str, offset: usize, end: usize, base: &[String], found: &mut Vec<(usize, Vec<String>)>) {
    let Some(rest) = code[end..].strip_prefix("::") else {
        return;
    };
    let start = end + 2;
    if rest.starts_with('{') {
        let inside = &code[start + 1..group_end(code, start).saturating_sub(1)];
        for part in split_outside_braces(inside) {
            push(part.trim(), offset, base, found);
        }
    } else {
        push(rest, offset, base, found);
    }
}

fn push(path: &str, offset: usize, base: &[String], found: &mut Vec<(usize, Vec<String>)>) {
    let mut target = base.to_vec();
    let mut rest = Some(path);
    // Two names tell the room and the page.
    while let Some(path) = rest.filter(|_| target.len() < base.len() + 2) {
        let end = path
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(path.len());
        if end == 0 {
            break;
        }
        target.push(path[..end].to_owned());
        rest = path[end..].strip_prefix("::");
    }
    if !target.is_empty() {
        found.push((offset, target));
    }
}

fn split_outside_braces(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (place, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Where `word` stands as a whole word.
fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word)
        .map(|(place, _)| place)
        .filter(move |&place| {
            !code[..place].ends_with(is_part) && !code[place + word.len()..].starts_with(is_part)
        })
}

#[test]
fn edges_are_found_in_every_spelling() {
    let module = module_path("src/pages/chat/list.rs");
    let code = "use crate::api::Client; use crate::{cache, sync::{a, b}}; use super::thread::X; use super::super::help;\n\
                fn f() { crate::state::table(); } pub(crate) fn g() {}";
    let found: Vec<String> = edges(code, &module)
        .into_iter()
        .map(|(_, target)| target.join("::"))
        .collect();
    assert_eq!(
        found,
        [
            "api::Client",
            "cache",
            "sync",
            "state::table",
            "pages::chat::thread::X",
            "pages::help"
        ]
    );
}
