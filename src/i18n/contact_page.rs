//! The words of the page "Contatos". They are no part of [`super::messages`], so that they come with the page and not with the first
//! screen.

mod en;
mod es;
mod pt_br;

use super::I18n;
use domain::contact_file::{ColumnKind, Refused};
use domain::language::Language;

/// The page in one language.
#[derive(Clone, Copy, Debug)]
pub struct ContactPageWords {
    pub search: &'static str,
    pub filters: &'static str,
    pub source: &'static str,
    pub all_sources: &'static str,
    pub count: fn(u64) -> String,
    pub last_activity: &'static str,
    pub no_conversation: &'static str,
    pub start_with: fn(&str) -> String,
    pub nobody_yet: &'static str,
    pub nobody_yet_text: &'static str,
    pub nobody_found: &'static str,
    pub nobody_found_text: &'static str,
    pub not_loaded: &'static str,

    // Beginning a conversation.
    pub start_text: &'static str,
    pub start_now: &'static str,

    // Adding somebody.
    pub new: &'static str,
    pub name: &'static str,
    pub phone: &'static str,
    pub phone_hint: &'static str,
    pub phone_wrong: &'static str,
    pub add: &'static str,
    pub adding: &'static str,
    pub added: fn(&str) -> String,
    pub known: fn(&str) -> String,
    pub hidden: &'static str,

    // Files.
    pub export: &'static str,
    pub export_tip: &'static str,
    pub import: &'static str,
    pub import_lead: &'static str,
    pub import_rules: [&'static str; 4],
    pub choose_file: &'static str,
    pub other_file: &'static str,
    pub checking: &'static str,
    pub columns_text: &'static str,
    pub column: &'static str,
    pub holds: &'static str,
    pub in_the_file: &'static str,
    /// In the order of `ColumnKind::ALL`.
    pub kinds: [&'static str; 6],
    pub needs_phone: &'static str,
    pub would_create: fn(u64) -> String,
    pub would_change: fn(u64) -> String,
    pub unchanged: fn(u64) -> String,
    pub repeated: fn(u64) -> String,
    pub refused: fn(u64) -> String,
    pub created: fn(u64) -> String,
    pub changed: fn(u64) -> String,
    pub refused_lines: &'static str,
    pub line: fn(u64) -> String,
    pub more_refused: fn(u64) -> String,
    pub import_now: fn(u64) -> String,
    pub nothing_to_do: &'static str,
    pub importing: &'static str,
    pub done: &'static str,

    // Why not.
    pub phone_missing: &'static str,
    pub phone_invalid: &'static str,
    pub name_too_long: &'static str,
    pub stage_unknown: &'static str,
    pub source_unknown: &'static str,
    pub group_unknown: &'static str,
    pub not_visible: &'static str,
    pub refused_otherwise: &'static str,
    pub not_utf8: &'static str,
    pub empty: &'static str,
    pub too_large: fn(&str) -> String,
    pub too_many_rows: fn(usize) -> String,
    pub vanished: &'static str,
}

impl ContactPageWords {
    /// What a column holds.
    #[must_use]
    pub const fn kind(&self, kind: ColumnKind) -> &'static str {
        self.kinds[kind as usize]
    }

    /// Why a line is not taken.
    #[must_use]
    pub const fn reason(&self, reason: Refused) -> &'static str {
        match reason {
            Refused::PhoneMissing => self.phone_missing,
            Refused::PhoneInvalid => self.phone_invalid,
            Refused::NameTooLong => self.name_too_long,
            Refused::StageUnknown => self.stage_unknown,
            Refused::SourceUnknown => self.source_unknown,
            Refused::GroupUnknown => self.group_unknown,
            Refused::NotVisible => self.not_visible,
            Refused::Unknown => self.refused_otherwise,
        }
    }
}

impl I18n {
    /// The page "Contatos"; tracks the language.
    #[must_use]
    pub fn contact_page(self) -> &'static ContactPageWords {
        words(self.language())
    }

    /// The same, untracked.
    #[must_use]
    pub fn contact_page_untracked(self) -> &'static ContactPageWords {
        words(self.language_untracked())
    }
}

const fn words(language: Language) -> &'static ContactPageWords {
    match language {
        Language::Portuguese => &pt_br::WORDS,
        Language::English => &en::WORDS,
        Language::Spanish => &es::WORDS,
    }
}
