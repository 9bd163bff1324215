//! The emoji that can be chosen: a table in a file of its own, loaded when the picker is opened first.

use leptos::prelude::*;
use std::sync::Arc;

/// One emoji.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emoji {
    /// The picture.
    pub picture: String,
    /// What it is called, in the order of the app's languages: Portuguese, English, Spanish.
    pub names: [String; 3],
}

/// The table, as far as it is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EmojiTable {
    /// Nobody has asked for it.
    #[default]
    Unloaded,
    /// It is on its way.
    Loading,
    /// It could not be loaded.
    Failed,
    /// It is here, by groups.
    Loaded(Arc<Vec<Vec<Emoji>>>),
}

/// Where views find it.
pub type EmojiSignal = ArcRwSignal<EmojiTable>;

/// Reads the file: a line an emoji (picture and three names between tabs), an empty line between groups.
#[must_use]
pub fn read_table(text: &str) -> Vec<Vec<Emoji>> {
    text.split("\n\n")
        .map(|group| group.lines().filter_map(read_line).collect())
        .collect()
}

fn read_line(line: &str) -> Option<Emoji> {
    let mut parts = line.split('\t').map(str::to_owned);
    Some(Emoji {
        picture: parts.next().filter(|picture| !picture.is_empty())?,
        names: [parts.next()?, parts.next()?, parts.next()?],
    })
}

/// Whether each word of what is looked for begins a word of one of the names. Both are folded by `fold` (no accents, lower case).
#[must_use]
pub fn is_called(emoji: &Emoji, wanted: &str, fold: impl Fn(&str) -> String) -> bool {
    let wanted = fold(wanted);
    emoji.names.iter().any(|name| {
        let name = fold(name);
        wanted
            .split_whitespace()
            .all(|word| name.split_whitespace().any(|part| part.starts_with(word)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../public/emoji.txt");

    #[test]
    fn every_line_of_the_file_is_an_emoji_with_three_names() {
        let table = read_table(FILE);
        let lines = FILE.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(table.iter().map(Vec::len).sum::<usize>(), lines);
        assert!(lines > 300);
        let mut pictures: Vec<_> = table.iter().flatten().map(|emoji| &emoji.picture).collect();
        pictures.sort_unstable();
        pictures.dedup();
        assert_eq!(pictures.len(), lines, "each stands there once");
    }

    #[test]
    fn emoji_are_found_by_the_beginnings_of_words_in_every_language() {
        let heart = Emoji {
            picture: "❤️".to_owned(),
            names: ["coração vermelho", "red heart", "corazón rojo"].map(str::to_owned),
        };
        let fold = |text: &str| text.to_lowercase().replace('ç', "c").replace('ã', "a");
        for wanted in ["coracao", "cor ver", "RED", "rojo", ""] {
            assert!(is_called(&heart, wanted, fold), "{wanted}");
        }
        for wanted in ["melho", "red rojo", "azul"] {
            assert!(!is_called(&heart, wanted, fold), "{wanted}");
        }
    }
}
