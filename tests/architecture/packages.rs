//! Which package may import which.

use super::source::{Source, assert_none, file, line_of, place};

/// Each package's manifest, what it may import of ours, and what its tests and benches may import besides.
const PACKAGES: [(&str, &str, &[&str], &[&str]); 7] = [
    (
        "perfectchat",
        "Cargo.toml",
        &["domain", "media"],
        &["server", "simulator"],
    ),
    ("domain", "crates/domain/Cargo.toml", &[], &[]),
    ("media", "crates/media/Cargo.toml", &[], &[]),
    ("cloud-api", "crates/cloud-api/Cargo.toml", &[], &[]),
    ("simulator", "crates/simulator/Cargo.toml", &[], &[]),
    ("xtask", "crates/xtask/Cargo.toml", &[], &[]),
    (
        "server",
        "crates/server/Cargo.toml",
        &["domain", "media", "cloud-api"],
        &[],
    ),
];

#[test]
fn packages_import_only_whom_they_may() {
    let mut places = Vec::new();
    for (name, manifest, allowed, allowed_in_tests) in PACKAGES {
        let manifest = file(manifest);
        assert!(!manifest.text.is_empty(), "the package {name} has no manifest");
        for (line, import, is_for_tests) in imports(&manifest) {
            let may = allowed.contains(&import.as_str())
                || (is_for_tests && allowed_in_tests.contains(&import.as_str()));
            if !may {
                places.push(place(
                    &manifest.path,
                    line,
                    format!("{name} may not import {import}"),
                ));
            }
        }
    }
    assert_none("Packages import only whom they may (ARCHITECTURE.md):", &places);
}

/// The lines of a manifest that import one of our packages: line, package, whether only for tests and benches.
fn imports(manifest: &Source) -> Vec<(usize, String, bool)> {
    let mut found = Vec::new();
    let mut section = "";
    let mut offset = 0;
    for line in manifest.text.split_inclusive('\n') {
        let words = line.trim();
        if words.starts_with('[') {
            section = words.trim_matches(['[', ']']);
        }
        let is_dependency = section.ends_with("dependencies") && section != "workspace.dependencies";
        // Both `name = …` and `name.workspace = …`; a section `[dependencies.name]` is not written here.
        let name = words.split(['.', ' ', '=']).next().unwrap_or_default();
        if is_dependency && PACKAGES.iter().any(|package| package.0 == name) {
            found.push((
                line_of(&manifest.text, offset),
                name.to_owned(),
                section.ends_with("dev-dependencies"),
            ));
        }
        offset += line.len();
    }
    found
}

#[test]
fn imports_are_read_from_every_kind_of_section() {
    let text = "[workspace.dependencies]\nmedia = { path = \"x\" }\n[dependencies]\ndomain.workspace = true\nserde = \"1\"\n\
                [target.'cfg(unix)'.dev-dependencies]\nserver = { workspace = true }\n";
    let found = imports(&Source {
        path: String::new(),
        text: text.to_owned(),
    });
    assert_eq!(
        found,
        [(4, "domain".to_owned(), false), (7, "server".to_owned(), true)]
    );
}
