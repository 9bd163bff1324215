//! How files are cut and named.

use super::source::{Source, assert_none, files, place};

/// Past this many lines a file must say why it is one thing.
const LONG: usize = 500;

#[test]
fn a_long_file_says_why_it_is_one_thing() {
    let mut places = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > LONG && !first_comment(&source.text).contains("one thing") {
            places.push(place(
                &source.path,
                1,
                format!("{lines} lines and no \"one thing\" in the first comment"),
            ));
        }
    }
    assert_none(
        "Past 500 lines a file says in its first comment why it is one thing:",
        &places,
    );
}

#[test]
fn a_module_stands_beside_its_folder() {
    // Except what the tests of a package share: cargo takes tests/foo.rs for a test of its own.
    let is_shared_by_tests = |path: &str| path.split('/').rev().nth(2) == Some("tests");
    let is_mod = |source: &Source| source.path.ends_with("/mod.rs") && !is_shared_by_tests(&source.path);
    let places: Vec<_> = sources()
        .iter()
        .filter(|source| is_mod(source))
        .map(|source| place(&source.path, 1, "mod.rs"))
        .collect();
    assert_none("A module is foo.rs beside foo/, never foo/mod.rs:", &places);
}

fn sources() -> Vec<Source> {
    let folders = ["src", "crates", "tests", "benches", "examples"];
    let rust = folders.into_iter().flat_map(|folder| files(folder, "rs"));
    rust.chain(files("style", "css")).collect()
}

/// The comment a file begins with, up to the first line of code.
fn first_comment(text: &str) -> String {
    let is_comment = |line: &&str| {
        let line = line.trim();
        line.is_empty() || line.starts_with("//") || line.starts_with("/*") || line.starts_with('*')
    };
    text.lines().take_while(is_comment).collect::<Vec<_>>().join(" ")
}
