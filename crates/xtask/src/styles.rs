//! Puts the style sheets of a built app into one file: one request instead of forty, and half the bytes, because they compress together.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::parts;

/// How Trunk names a style sheet in the page.
const LINK: &str = "<link rel=\"stylesheet\" href=\"/";

/// Joins what the page of a folder links, in its order.
pub fn join(folder: &Path) -> Result<()> {
    let index = folder.join("index.html");
    let page = fs::read_to_string(&index).context("the built page cannot be read")?;
    let names = linked(&page);
    if names.len() < 2 {
        return Ok(());
    }
    let mut all = String::new();
    for name in &names {
        let sheet =
            fs::read_to_string(folder.join(name)).with_context(|| format!("{name} cannot be read"))?;
        all.push_str(&without_comments(&sheet));
    }
    let joined = format!("styles-{:016x}.css", parts::hash(all.as_bytes()));
    fs::write(folder.join(&joined), all).with_context(|| format!("{joined} cannot be written"))?;
    fs::write(&index, with_one_link(&page, &joined)).context("the built page cannot be written")?;
    for name in names {
        fs::remove_file(folder.join(name)).with_context(|| format!("{name} cannot be removed"))?;
    }
    Ok(())
}

/// The files that a page links as style sheets.
fn linked(page: &str) -> Vec<&str> {
    page.lines()
        .filter_map(|line| line.trim().strip_prefix(LINK)?.split('"').next())
        .collect()
}

/// The page with one link in the place of the first of them.
fn with_one_link(page: &str, joined: &str) -> String {
    let mut is_first = true;
    let mut lines = String::new();
    for line in page.lines() {
        if !line.trim().starts_with(LINK) {
            lines.push_str(line);
            lines.push('\n');
        } else if is_first {
            is_first = false;
            lines.push_str(&format!("    {LINK}{joined}\" />\n"));
        }
    }
    lines
}

/// A style sheet as a browser needs it: no comments, no indentation, no empty lines.
fn without_comments(sheet: &str) -> String {
    let mut rest = sheet;
    let mut plain = String::with_capacity(sheet.len());
    while let Some(at) = rest.find(['"', '/']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(inside) = rest.strip_prefix('"') {
            let end = inside.find('"').map_or(rest.len(), |end| end + 2);
            plain.push_str(&rest[..end]);
            end
        } else {
            plain.push('/');
            1
        };
        rest = &rest[length..];
    }
    plain.push_str(rest);
    plain
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .fold(String::new(), |lines, line| lines + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_links_one_file_where_it_linked_the_first() {
        let page = "<head>\n    <link rel=\"stylesheet\" href=\"/a-1.css\" integrity=\"x\"/>\n    <link rel=\"stylesheet\" \
                    href=\"/b-2.css\"/>\n    <link rel=\"icon\" href=\"/i.svg\" />\n</head>\n";
        assert_eq!(linked(page), ["a-1.css", "b-2.css"]);
        assert_eq!(
            with_one_link(page, "styles-3.css"),
            "<head>\n    <link rel=\"stylesheet\" href=\"/styles-3.css\" />\n    <link rel=\"icon\" href=\"/i.svg\" />\n</head>\n"
        );
    }

    #[test]
    fn only_comments_and_blanks_go() {
        let sheet =
            "/* A \"box\". */\n.a {\n  content: \"/* stays */\";\n\n  grid-area: 1 / 1; /* here */\n}\n";
        assert_eq!(
            without_comments(sheet),
            ".a {\ncontent: \"/* stays */\";\ngrid-area: 1 / 1;\n}\n"
        );
    }
}
