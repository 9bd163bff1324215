//! Reading the repository's files and reporting places in them.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository.
pub struct Source {
    /// The path from the repository's root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The files under `folder` whose names end in `.extension`, in order. A folder that is not there has none.
pub fn files(folder: &str, extension: &str) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.retain(|path| path.extension().is_some_and(|ending| ending == extension));
    found.sort();
    found.iter().map(|path| read(path)).collect()
}

/// One file by its path from the root; the text of a file that is not there is empty.
pub fn file(path: &str) -> Source {
    read(&root().join(path))
}

/// The line of a place in a text, counted from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// A broken rule, as `file:line: why`.
pub fn place(path: &str, line: usize, why: impl Display) -> String {
    format!("{path}:{line}: {why}")
}

/// Fails with the whole list unless it is empty.
pub fn assert_none(rule: &str, places: &[String]) {
    assert!(places.is_empty(), "{rule}\n  {}\n", places.join("\n  "));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> Source {
    let relative = path
        .strip_prefix(root())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/");
    Source {
        path: relative,
        text: fs::read_to_string(path).unwrap_or_default(),
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}
