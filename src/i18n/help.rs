//! The words of the help: the guide, the keys, what one thinks of it all. They are no part of [`super::messages`], so that they come
//! with the help and not with the first screen.

pub mod guide;
pub mod shortcuts;

mod en;
mod es;
mod pt_br;

use self::guide::Block;
use self::shortcuts::ShortcutGroup;
use super::I18n;
use domain::language::Language;

/// The help in one language.
#[derive(Clone, Copy, Debug)]
pub struct HelpWords {
    pub sections: &'static str,
    pub back_to_help: &'static str,

    // The guide.
    pub guide: &'static str,
    pub blocks: &'static [Block],

    // The switch "Support Agent".
    pub support_agent: &'static str,
    pub support_agent_text: [&'static str; 5],

    // The keys.
    pub shortcuts: &'static str,
    pub shortcuts_lead: &'static str,
    pub shortcut_groups: [ShortcutGroup; 7],

    pub feedback: FeedbackWords,
}

/// "Me conte o que achou".
#[derive(Clone, Copy, Debug)]
pub struct FeedbackWords {
    pub title: &'static str,
    pub lead: &'static str,
    /// In the order of `domain::feedback::Mood::ALL`.
    pub moods: [&'static str; 3],
    pub comment: &'static str,
    pub comment_hint: &'static str,
    pub send: &'static str,
    pub sending: &'static str,
    pub choose_first: &'static str,
    pub thanks: &'static str,
    pub given: fn(&str) -> String,
    pub not_sent: &'static str,

    pub tally: &'static str,
    pub tally_lead: &'static str,
    pub no_votes: &'static str,
    pub tally_failed: &'static str,
    pub release: fn(&str) -> String,
    pub votes: fn(u64) -> String,
    pub comments: &'static str,
}

impl I18n {
    /// The help; tracks the language.
    #[must_use]
    pub fn help(self) -> &'static HelpWords {
        help_words(self.language())
    }
}

const fn help_words(language: Language) -> &'static HelpWords {
    match language {
        Language::Portuguese => &pt_br::HELP,
        Language::English => &en::HELP,
        Language::Spanish => &es::HELP,
    }
}

// A sentence or a row of keys that a language lacks does not compile.
const _: () = {
    let (pt_br, en, es) = (pt_br::HELP, en::HELP, es::HELP);
    assert!(pt_br.blocks.len() == en.blocks.len() && pt_br.blocks.len() == es.blocks.len());
    let mut at = 0;
    while at < pt_br.shortcut_groups.len() {
        let rows = pt_br.shortcut_groups[at].rows.len();
        assert!(rows == en.shortcut_groups[at].rows.len() && rows == es.shortcut_groups[at].rows.len());
        at += 1;
    }
};
