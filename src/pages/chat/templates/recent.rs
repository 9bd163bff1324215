//! Which templates were used last on this device: they come first.

use crate::browser::local_storage;
use domain::template::Template;

const KEY: &str = "perfectchat.templates_used";
/// How many are remembered.
const MOST: usize = 8;

/// What tells one template from another, whatever the account.
fn name_of(template: &Template) -> String {
    format!("{}/{}", template.name, template.language)
}

/// Names of the last ones, the newest first.
pub(super) fn names() -> Vec<String> {
    let kept = local_storage::get(KEY).unwrap_or_default();
    kept.lines().map(str::to_owned).collect()
}

/// This one was used now.
pub(super) fn note(template: &Template) {
    local_storage::set(KEY, &with_newest(names(), name_of(template)).join("\n"));
}

/// Where a template stands among the last ones; `None`: it is not among them.
pub(super) fn place(names: &[String], template: &Template) -> Option<usize> {
    let name = name_of(template);
    names.iter().position(|known| *known == name)
}

fn with_newest(mut names: Vec<String>, newest: String) -> Vec<String> {
    names.retain(|known| *known != newest);
    names.insert(0, newest);
    names.truncate(MOST);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_comes_first_and_once() {
        let names = with_newest(vec!["a/pt".to_owned(), "b/pt".to_owned()], "b/pt".to_owned());
        assert_eq!(names, ["b/pt", "a/pt"]);
        let many = (0..20).map(|n| n.to_string()).collect();
        assert_eq!(with_newest(many, "x".to_owned()).len(), MOST);
    }
}
