//! What the page of keys lists.

/// Keys that one presses in one place.
#[derive(Clone, Copy, Debug)]
pub struct ShortcutGroup {
    /// Where.
    pub title: &'static str,
    /// The keys.
    pub rows: &'static [Shortcut],
}

/// Keys that do one thing.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// Any of these.
    pub keys: &'static [&'static str],
    /// What it does.
    pub what: &'static str,
}

/// A row.
pub(super) const fn key(keys: &'static [&'static str], what: &'static str) -> Shortcut {
    Shortcut { keys, what }
}

#[cfg(test)]
mod tests {
    use super::super::help_words;
    use domain::language::Language;
    use std::collections::HashSet;

    /// What is printed on keyboards in another way.
    const TRANSLATED: [(&str, &str, &str); 1] = [("Espaço", "Space", "Espacio")];

    #[test]
    fn every_language_lists_the_same_keys() {
        let keys = |language| {
            help_words(language)
                .shortcut_groups
                .iter()
                .flat_map(|group| group.rows)
                .map(|row| row.keys)
                .collect::<Vec<_>>()
        };
        let (portuguese, english, spanish) = (
            keys(Language::Portuguese),
            keys(Language::English),
            keys(Language::Spanish),
        );
        for (row, keys) in portuguese.iter().enumerate() {
            assert_eq!(keys.len(), english[row].len(), "{keys:?}");
            for (at, key) in keys.iter().enumerate() {
                let (_, in_english, in_spanish) = TRANSLATED
                    .into_iter()
                    .find(|(portuguese, ..)| portuguese == key)
                    .unwrap_or((*key, *key, *key));
                assert_eq!((english[row][at], spanish[row][at]), (in_english, in_spanish));
            }
        }
    }

    #[test]
    fn no_key_types_a_character_by_alt() {
        for language in Language::ALL {
            let mut seen = HashSet::new();
            for group in help_words(language).shortcut_groups {
                for row in group.rows {
                    assert!(seen.insert((group.title, row.what)), "twice: {}", row.what);
                    assert!(row.keys.iter().all(|key| !key.contains("Alt")), "{:?}", row.keys);
                }
            }
        }
    }
}
