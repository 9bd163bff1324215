//! Contacts as a file of comma-separated values: what its columns are called and hold, and what a line of one that is brought in
//! says. The file itself is read and written by the server.
//!
//! What goes out can come in again: the words of all three languages are understood whatever language somebody speaks.

mod line;
mod report;
mod words;

pub use line::{FileLine, KnownLabels, join_repeated, read_line};
pub use report::{
    ColumnKind, ImportColumn, ImportReport, MOST_BYTES, MOST_REFUSALS, MOST_ROWS, PREVIEW_ROWS, Refused,
    RefusedLine,
};
pub use words::{HEADINGS, STAGES, column_kinds, headings, stage_of};

/// A cell as it goes out. A program for tables would take one that begins like a formula for one, so an apostrophe comes first; it takes
/// that for "this is text". In Brazil such programs begin another cell at each semicolon, quotes or not, so what follows one is guarded
/// too. Phone numbers begin with a plus too, but come as [`phone_cell`] and never through here.
#[must_use]
pub fn guarded(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 1);
    for part in cell.split_inclusive(';') {
        if looks_like_formula(part.trim_start_matches('\'')) {
            out.push('\'');
        }
        out.push_str(part);
    }
    out
}

/// A cell as it was before [`guarded`].
#[must_use]
pub fn unguarded(cell: &str) -> String {
    let parts = cell
        .split_inclusive(';')
        .map(|part| match part.strip_prefix('\'') {
            Some(rest) if looks_like_formula(rest.trim_start_matches('\'')) => rest,
            _ => part,
        });
    parts.collect()
}

/// A phone number as it goes out: in the groups that people read. With spaces and dashes in it a program for tables leaves it alone;
/// plus and digits without any would become a number, and lose the plus. It holds nothing else, so it cannot be a formula.
#[must_use]
pub fn phone_cell(phone: &str) -> String {
    crate::phone::Phone::parse(phone).map_or_else(|_| guarded(phone), |phone| phone.display())
}

/// The signs that formulas begin with, the wide ones of East Asian keyboards too, and what is cut off before looking for them.
fn looks_like_formula(text: &str) -> bool {
    let is_cut_off = |c: char| c.is_whitespace() || c == '"';
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(is_cut_off)
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_begins_like_a_formula_is_made_text() {
        for (cell, out) in [
            (
                "=HYPERLINK(\"http://example.org\")",
                "'=HYPERLINK(\"http://example.org\")",
            ),
            ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            (" =1", "' =1"),
            ("Ana;=1", "Ana;'=1"),
            ("Ana; \"@SUM(A1)\"", "Ana;' \"@SUM(A1)\""),
            ("Ana; Bia", "Ana; Bia"),
            ("Ana = Bia", "Ana = Bia"),
            ("D'Ávila", "D'Ávila"),
            ("'", "'"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), out);
        }
    }

    #[test]
    fn numbers_go_out_as_people_read_them() {
        assert_eq!(phone_cell("+5511986372111"), "+55 11 98637-2111");
        assert_eq!(phone_cell("+919586372111"), "+91 958 637 2111");
        assert_eq!(phone_cell("=1"), "'=1");
    }

    proptest! {
        #[test]
        fn what_was_guarded_comes_back_as_it_was(cell in "['=+@;\\-\t\n]{0,5}\\PC{0,20}") {
            let out = guarded(&cell);
            prop_assert_eq!(unguarded(&out), cell.clone());
            prop_assert!(!out.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
        }

        #[test]
        fn a_number_comes_back_as_it_was(digits in "[1-9][0-9]{7,14}") {
            let phone = format!("+{digits}");
            let cell = phone_cell(&phone);
            let read = crate::phone::Phone::parse(&unguarded(&cell)).map(|read| read.to_string());
            prop_assert_eq!(read, Ok(phone));
            prop_assert!(cell.chars().all(|c| matches!(c, '+' | ' ' | '-') || c.is_ascii_digit()));
        }
    }
}
