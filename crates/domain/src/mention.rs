//! Colleagues whom a note names: `@` and the whole name. The text stays plain; who was meant stands beside it with the name as it is
//! written there, so that a note reads well when somebody is called otherwise later.
//!
//! One rule for the server, which decides who is mentioned, and the app, which shows it.

use crate::entities::{Agent, Contact};
use crate::ids::{AgentId, ConversationId, NoteId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The most colleagues that one note mentions; those who follow are text.
pub const MOST: usize = 10;
/// The most mentions that wait for one agent; older ones count as seen.
pub const MOST_WAITING: usize = 100;
/// The longest name that is looked for while somebody types, in characters.
const TYPED_CHARACTERS: usize = 60;

/// A colleague whom a note names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mentioned {
    /// Who.
    pub agent_id: AgentId,
    /// The name as it stands in the text, without the `@`.
    pub name: String,
}

impl Mentioned {
    /// An agent as a note names them now.
    #[must_use]
    pub fn of(agent: &Agent) -> Self {
        Self {
            agent_id: agent.id,
            name: agent.full_name(),
        }
    }
}

/// Somebody mentioned the reader in a note, and the reader has not seen that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mention {
    /// In which note.
    pub note_id: NoteId,
    /// Who wrote it.
    pub author: AgentId,
    /// When it was written.
    pub at: Timestamp,
    /// The contact's conversation that leads to it: of those that the reader sees the one with the newest activity.
    pub conversation_id: ConversationId,
    /// Of whom the note is.
    pub contact: Contact,
}

/// A piece of a note's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it says; a mention has its `@`.
    pub text: &'a str,
    /// Whether it names a colleague.
    pub is_mention: bool,
}

/// The pieces of a text, in order; put together they are the text. `known` are those who can be mentioned in it.
#[must_use]
pub fn pieces<'a>(text: &'a str, known: &[Mentioned]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut add = |text: &'a str, is_mention| {
        if !text.is_empty() {
            pieces.push(Piece { text, is_mention });
        }
    };
    let mut done = 0;
    for (at, name) in places(text, known) {
        let end = at + 1 + name.len();
        add(&text[done..at], false);
        add(&text[at..end], true);
        done = end;
    }
    add(&text[done..], false);
    pieces
}

/// Whom of `known` a text mentions, in its order, each once, at most [`MOST`]. Who has the same name as another one is mentioned with them.
#[must_use]
pub fn mentioned(text: &str, known: &[Mentioned]) -> Vec<Mentioned> {
    let mut found: Vec<Mentioned> = Vec::new();
    for (_, name) in places(text, known) {
        for one in known.iter().filter(|one| one.name == name) {
            if found.iter().all(|other| other.agent_id != one.agent_id) {
                found.push(one.clone());
            }
        }
    }
    found.truncate(MOST);
    found
}

/// What somebody types of a name at the end of the text before the caret, without the `@`. It may hold blanks, as names do.
#[must_use]
pub fn being_typed(before_caret: &str) -> Option<&str> {
    let at = before_caret.rfind('@')?;
    let typed = &before_caret[at + 1..];
    let is_name = !typed.starts_with(char::is_whitespace)
        && !typed.contains(char::is_control)
        && typed.chars().count() <= TYPED_CHARACTERS;
    (is_name && begins_word(&before_caret[..at])).then_some(typed)
}

/// Where the text names one of `known`, and by which name. Of two names that fit the longer one counts: "@Ana Paula" is not "@Ana".
fn places<'a>(text: &'a str, known: &[Mentioned]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    let mut free_from = 0;
    for (at, _) in text.match_indices('@') {
        if at < free_from || !begins_word(&text[..at]) {
            continue;
        }
        let rest = &text[at + 1..];
        let fits = |name: &str| {
            let follows = rest.strip_prefix(name);
            !name.is_empty() && follows.is_some_and(|follows| !follows.starts_with(char::is_alphanumeric))
        };
        let lengths = known
            .iter()
            .filter(|one| fits(&one.name))
            .map(|one| one.name.len());
        if let Some(length) = lengths.max() {
            found.push((at, &rest[..length]));
            free_from = at + 1 + length;
        }
    }
    found
}

/// Whether an `@` after this begins a mention: in an address it does not.
fn begins_word(before: &str) -> bool {
    !before.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(number: u8) -> AgentId {
        AgentId::from_parts(1, &[number; 10])
    }

    fn known() -> Vec<Mentioned> {
        let names = ["Ana", "Ana Paula", "Bruno Lima", "Zoë", "Bruno Lima", ""];
        (1..)
            .zip(names)
            .map(|(number, name)| Mentioned {
                agent_id: id(number),
                name: name.to_owned(),
            })
            .collect()
    }

    #[test]
    fn a_mention_is_the_sign_and_a_whole_name() {
        for (text, expected) in [
            ("", vec![]),
            ("Ana sabe disso", vec![]),
            ("@", vec![]),
            ("@Ana sabe disso", vec![1]),
            ("veja, @Ana!", vec![1]),
            ("(@Zoë)", vec![4]),
            ("@Ana Paula e @Ana", vec![2, 1]),
            ("@Ana e @Ana", vec![1]),
            ("@Anabela", vec![]),
            ("@ana", vec![]),
            ("joao@Ana", vec![]),
            ("@@Ana", vec![1]),
            // Nobody can tell which of the two is meant.
            ("@Bruno Lima", vec![3, 5]),
            ("@Bruno", vec![]),
            ("@Bruno\nLima", vec![]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(id).collect();
            let found: Vec<_> = mentioned(text, &known())
                .into_iter()
                .map(|one| one.agent_id)
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_note_mentions_no_more_than_are_allowed() {
        let many: Vec<_> = (0..20)
            .map(|number| Mentioned {
                agent_id: id(number),
                name: format!("N{number}"),
            })
            .collect();
        let text = many
            .iter()
            .map(|one| format!("@{} ", one.name))
            .collect::<String>();
        assert_eq!(mentioned(&text, &many), many[..MOST]);
    }

    #[test]
    fn pieces_tell_names_from_the_rest() {
        let found = pieces("Oi @Ana, e @Zoë", &known());
        let found: Vec<_> = found.iter().map(|piece| (piece.text, piece.is_mention)).collect();
        assert_eq!(
            found,
            [("Oi ", false), ("@Ana", true), (", e ", false), ("@Zoë", true)]
        );
    }

    #[test]
    fn what_is_typed_begins_with_the_sign() {
        for (before, expected) in [
            ("", None),
            ("Oi", None),
            ("@", Some("")),
            ("Oi @Bru", Some("Bru")),
            ("Oi @Bruno Li", Some("Bruno Li")),
            ("(@zo", Some("zo")),
            ("@Ana @Br", Some("Br")),
            ("joao@exemplo", None),
            ("@ Ana", None),
            ("@Ana\nveja", None),
        ] {
            assert_eq!(being_typed(before), expected, "{before}");
        }
        assert_eq!(
            being_typed(&format!("@{}", "a".repeat(TYPED_CHARACTERS + 1))),
            None
        );
    }

    proptest! {
        #[test]
        fn pieces_put_together_are_the_text(text in "(@|Ana| |Paula|Zoë|Bruno Lima|é|😊|\\n){0,20}") {
            let together: String = pieces(&text, &known()).iter().map(|piece| piece.text).collect();
            prop_assert_eq!(together, text);
        }
    }
}
