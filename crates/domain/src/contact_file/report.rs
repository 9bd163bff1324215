//! What the server says of a file of contacts.

use serde::{Deserialize, Serialize};

/// The largest file, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// The most lines, without the first one.
pub const MOST_ROWS: usize = 20_000;
/// So many refused lines are told one by one; the others are counted.
pub const MOST_REFUSALS: usize = 200;
/// So many lines are shown as they stand in the file.
pub const PREVIEW_ROWS: usize = 5;

/// What a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// What the contact is called.
    Name,
    /// Its number: by it a line finds the contact.
    Phone,
    /// How far we are with it.
    Stage,
    /// Where it comes from.
    Source,
    /// The groups that it is put into.
    Groups,
    /// Nothing that is kept.
    #[default]
    Ignored,
}

impl ColumnKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Phone,
        Self::Stage,
        Self::Source,
        Self::Groups,
        Self::Ignored,
    ];

    /// Its word in requests.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Stage => "stage",
            Self::Source => "source",
            Self::Groups => "groups",
            Self::Ignored => "ignored",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// What the file calls it.
    pub title: String,
    /// What is taken from it.
    pub kind: ColumnKind,
}

/// Why a line is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// There is no number in it.
    PhoneMissing,
    /// What stands for the number is none.
    PhoneInvalid,
    /// The name is too long.
    NameTooLong,
    /// There is no such stage.
    StageUnknown,
    /// There is no such source.
    SourceUnknown,
    /// There is no such group.
    GroupUnknown,
    /// The number is that of a contact whom the agent does not see.
    NotVisible,
    /// A reason that this version does not know.
    #[serde(other)]
    Unknown,
}

/// A line that is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedLine {
    /// Where it begins in the file; the first line is 1.
    pub line: u64,
    /// Why.
    pub reason: Refused,
}

/// What becomes of a file, or would.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// Its columns, from the first line.
    pub columns: Vec<ImportColumn>,
    /// Its next lines as they stand there.
    pub preview: Vec<Vec<String>>,
    /// How many lines hold anything.
    pub rows: u64,
    /// Contacts that are new.
    pub created: u64,
    /// Contacts of whom something is another than before.
    pub changed: u64,
    /// Contacts that were so already.
    pub unchanged: u64,
    /// Lines that speak of a contact that a line before them spoke of: they count together.
    pub repeated: u64,
    /// Lines that are not taken.
    pub refused: u64,
    /// The first of those, in order.
    pub refusals: Vec<RefusedLine>,
    /// Whether it was done; else nothing was changed.
    pub is_applied: bool,
}

impl ImportReport {
    /// Notes a line that is not taken.
    pub fn refuse(&mut self, line: u64, reason: Refused) {
        self.refused += 1;
        if self.refusals.len() < MOST_REFUSALS {
            self.refusals.push(RefusedLine { line, reason });
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_back_and_a_reason_to_come_is_no_error() {
        let mut report = ImportReport {
            columns: vec![ImportColumn {
                title: "Telefone".to_owned(),
                kind: ColumnKind::Phone,
            }],
            rows: 1,
            ..ImportReport::default()
        };
        report.refuse(2, Refused::PhoneInvalid);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(
            json["columns"],
            serde_json::json!([{ "title": "Telefone", "kind": "phone" }])
        );
        assert_eq!(
            json["refusals"],
            serde_json::json!([{ "line": 2, "reason": "phone_invalid" }])
        );
        assert_eq!(serde_json::from_value::<ImportReport>(json).unwrap(), report);
        let later = serde_json::json!({ "line": 3, "reason": "phone_on_the_moon" });
        let later: RefusedLine = serde_json::from_value(later).unwrap();
        assert_eq!(later.reason, Refused::Unknown);
        for kind in ColumnKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }

    #[test]
    fn of_many_refused_lines_the_first_are_told_and_all_are_counted() {
        let mut report = ImportReport::default();
        for line in 0..500 {
            report.refuse(line, Refused::PhoneMissing);
        }
        assert_eq!((report.refused, report.refusals.len()), (500, MOST_REFUSALS));
    }
}
