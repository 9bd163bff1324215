//! Reading a file of contacts. Nothing in it is trusted: it may have any number of columns, cells of any length and lines that are none.

use domain::contact_file::{
    ColumnKind, FileLine, ImportColumn, ImportReport, KnownLabels, MOST_ROWS, PREVIEW_ROWS, column_kinds,
    join_repeated, read_line, unguarded,
};

/// Columns after these are left alone.
const MOST_COLUMNS: usize = 60;
/// The longest title and the longest cell that are shown, in characters.
const SHOWN_CHARACTERS: usize = 80;
/// What may stand between cells. The first one when nothing tells.
const SEPARATORS: [u8; 3] = *b",;\t";

/// Why nothing can be taken from a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is no text in UTF-8.
    #[error("the file is no text in UTF-8")]
    NotUtf8,
    /// It holds nothing.
    #[error("the file is empty")]
    Empty,
    /// It has more than [`MOST_ROWS`] lines.
    #[error("the file has more than {MOST_ROWS} lines")]
    TooManyRows,
    /// What was said of the columns is not about these columns.
    #[error("the columns are others than said")]
    OtherColumns,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFile {
    /// Its columns and first lines, and what of it cannot be taken.
    pub report: ImportReport,
    /// What can, a line for each person. Empty when no column holds numbers.
    pub lines: Vec<FileLine>,
}

impl ReadFile {
    /// Whether a column holds phone numbers; without one no line is about anybody.
    #[must_use]
    pub fn has_phones(&self) -> bool {
        let mut columns = self.report.columns.iter();
        columns.any(|column| column.kind == ColumnKind::Phone)
    }
}

/// Reads a file. `kinds` says what its columns hold; `None`: their titles do.
///
/// # Errors
/// [`FileError`]: nothing can be taken from it.
pub fn read(bytes: &[u8], kinds: Option<&[ColumnKind]>, labels: &KnownLabels) -> Result<ReadFile, FileError> {
    let text = std::str::from_utf8(bytes).map_err(|_| FileError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // As in UTF-16 without its mark.
    if text.contains('\0') {
        return Err(FileError::NotUtf8);
    }
    let (told, text) = hint(text).map_or((None, text), |(separator, rest)| (Some(separator), rest));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(told.unwrap_or_else(|| separator(text)))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut next = move |record: &mut csv::StringRecord| {
        let is_there = reader.read_record(record);
        is_there.map_err(|_| FileError::NotUtf8)
    };
    if text.trim().is_empty() || !next(&mut record)? {
        return Err(FileError::Empty);
    }
    let columns = columns_of(&record, kinds)?;
    let kinds: Vec<_> = columns.iter().map(|column| column.kind).collect();
    let mut file = ReadFile {
        report: ImportReport {
            columns,
            ..ImportReport::default()
        },
        lines: Vec::new(),
    };
    let has_phones = file.has_phones();
    let mut counter = LineCounter::new(text, if told.is_some() { 2 } else { 1 });
    let mut rows = 0;
    while next(&mut record)? {
        rows += 1;
        if rows > MOST_ROWS {
            return Err(FileError::TooManyRows);
        }
        let report = &mut file.report;
        if report.preview.len() < PREVIEW_ROWS {
            report
                .preview
                .push(record.iter().take(kinds.len()).map(shortened).collect());
        }
        if !has_phones {
            report.rows += u64::from(record.iter().any(|cell| !cell.trim().is_empty()));
            continue;
        }
        let line = counter.line_at(record.position().map_or(0, csv::Position::byte));
        match read_line(&kinds, record.iter(), line, labels) {
            Ok(None) => continue,
            Ok(Some(line)) => file.lines.push(line),
            Err(reason) => report.refuse(line, reason),
        }
        report.rows += 1;
    }
    file.report.repeated = join_repeated(&mut file.lines);
    Ok(file)
}

fn columns_of(
    titles: &csv::StringRecord,
    kinds: Option<&[ColumnKind]>,
) -> Result<Vec<ImportColumn>, FileError> {
    let titles: Vec<String> = titles
        .iter()
        .take(MOST_COLUMNS)
        .map(|title| shortened(&unguarded(title.trim())))
        .collect();
    let kinds = match kinds {
        Some(kinds) if kinds.len() == titles.len() => kinds.to_vec(),
        Some(_) => return Err(FileError::OtherColumns),
        None => column_kinds(titles.iter().map(String::as_str)),
    };
    let columns = titles.into_iter().zip(kinds);
    Ok(columns
        .map(|(title, kind)| ImportColumn { title, kind })
        .collect())
}

fn shortened(cell: &str) -> String {
    cell.chars().take(SHOWN_CHARACTERS).collect()
}

/// What the line before the titles says to stand between cells, and all after it. Excel asks other programs for such a line (`sep=;`).
fn hint(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_at(text.find(['\r', '\n'])?);
    let rest = rest.strip_prefix("\r\n").unwrap_or(rest.get(1..)?);
    let line = line
        .strip_prefix('"')
        .and_then(|line| line.strip_suffix('"'))
        .unwrap_or(line);
    let (word, separator) = line.split_at_checked(4)?;
    let &[separator] = separator.as_bytes() else {
        return None;
    };
    let is_hint = word.eq_ignore_ascii_case("sep=") && SEPARATORS.contains(&separator);
    is_hint.then_some((separator, rest))
}

/// What stands most often between the cells of the first line.
fn separator(text: &str) -> u8 {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            byte => {
                for (count, separator) in counts.iter_mut().zip(SEPARATORS) {
                    *count += usize::from(byte == separator);
                }
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let place = counts.iter().position(|count| *count == most);
    SEPARATORS[place.unwrap_or_default()]
}

/// Finds the lines that records begin in, as an editor counts them: a cell may hold several, and blank lines are no records.
struct LineCounter<'t> {
    bytes: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> LineCounter<'t> {
    /// The text begins in this line of the file.
    const fn new(text: &'t str, line: u64) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            line,
        }
    }

    /// The line of the first record at or after a place; places are asked for in order.
    fn line_at(&mut self, place: u64) -> u64 {
        let mut start = usize::try_from(place).unwrap_or(usize::MAX).min(self.bytes.len());
        while matches!(self.bytes.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        while self.at < start {
            let is_end = match self.bytes[self.at] {
                b'\n' => true,
                b'\r' => self.bytes.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(is_end);
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::contact_file::Refused;
    use proptest::prelude::*;

    fn read_text(text: &str) -> Result<ReadFile, FileError> {
        read(text.as_bytes(), None, &KnownLabels::default())
    }

    /// Names and numbers of what was taken.
    fn taken(file: &ReadFile) -> Vec<(u64, &str, &str)> {
        let lines = file.lines.iter();
        lines
            .map(|line| {
                let name = line.name.as_deref().unwrap_or_default();
                (line.line, name, line.phone.digits())
            })
            .collect()
    }

    #[test]
    fn separators_ends_of_lines_and_marks_are_told_by_the_file() {
        for text in [
            "Nome,Telefone\nAna,11 98637-2111\nBia,21 99123-4567\n",
            "Nome;Telefone\r\nAna;11 98637-2111\r\nBia;21 99123-4567",
            "\u{feff}Nome\tTelefone\rAna\t11 98637-2111\rBia\t21 99123-4567\r",
            "\"Nome\";\"Telefone\"\n\"Ana\";\"11 98637-2111\"\n\"Bia\";\"21 99123-4567\"\n",
        ] {
            let file = read_text(text).unwrap();
            assert_eq!(
                taken(&file),
                [(2, "Ana", "5511986372111"), (3, "Bia", "5521991234567")],
                "{text:?}"
            );
            assert_eq!(file.report.rows, 2);
            assert_eq!(file.report.preview[0], ["Ana", "11 98637-2111"]);
        }
    }

    #[test]
    fn a_line_for_excel_before_the_titles_says_what_stands_between_cells() {
        for text in [
            "sep=;\r\nNome, como no RG;Telefone\r\nSilva, Ana;11 98637-2111\r\n",
            "\u{feff}\"SEP=;\"\nNome, como no RG;Telefone\nSilva, Ana;11 98637-2111\n",
            "sep=\t\rNome, como no RG\tTelefone\rSilva, Ana\t11 98637-2111",
        ] {
            let kinds = [ColumnKind::Name, ColumnKind::Phone];
            let file = read(text.as_bytes(), Some(&kinds), &KnownLabels::default()).unwrap();
            assert_eq!(taken(&file), [(3, "Silva, Ana", "5511986372111")], "{text:?}");
            assert_eq!(file.report.columns[0].title, "Nome, como no RG");
        }
        assert_eq!(read_text("sep=;\r\n"), Err(FileError::Empty));
        // Titles that only look so.
        for text in [
            "sep=;telefone\n;11 98637-2111\n",
            "sep=x;telefone\n;11 98637-2111\n",
        ] {
            assert_eq!(
                taken(&read_text(text).unwrap()),
                [(2, "", "5511986372111")],
                "{text:?}"
            );
        }
    }

    #[test]
    fn cells_may_hold_separators_quotes_and_ends_of_lines() {
        let text = "name,phone\n\n\"Silva, \"\"Ana\"\"\",11 98637-2111\n\"Bia\r\nda Silva\",21 99123-4567\n,,\nLia,190\n";
        let file = read_text(text).unwrap();
        assert_eq!(
            taken(&file),
            [
                (3, "Silva, \"Ana\"", "5511986372111"),
                (4, "Bia da Silva", "5521991234567"),
            ]
        );
        let refused: Vec<_> = file
            .report
            .refusals
            .iter()
            .map(|refused| (refused.line, refused.reason))
            .collect();
        assert_eq!(refused, [(7, Refused::PhoneInvalid)]);
        assert_eq!((file.report.rows, file.report.refused), (3, 1));
    }

    #[test]
    fn a_file_that_is_none_is_told_apart() {
        let cases: [(&[u8], FileError); 6] = [
            (b"", FileError::Empty),
            (b" \r\n\t\n", FileError::Empty),
            (b"\xef\xbb\xbf", FileError::Empty),
            // Latin-1.
            (b"Nome;Telefone\nJo\xe3o;11 98637-2111\n", FileError::NotUtf8),
            // UTF-16, with its mark and without.
            (b"\xff\xfeN\0o\0", FileError::NotUtf8),
            (b"N\0o\0m\0e\0", FileError::NotUtf8),
        ];
        for (bytes, error) in cases {
            assert_eq!(read(bytes, None, &KnownLabels::default()), Err(error));
        }
        let many = format!("phone\n{}", "11 98637-2111\n".repeat(MOST_ROWS + 1));
        assert_eq!(read_text(&many), Err(FileError::TooManyRows));
        let most = format!("phone\n{}", "11 98637-2111\n".repeat(MOST_ROWS));
        let file = read_text(&most).unwrap();
        assert_eq!(
            (file.lines.len(), file.report.repeated),
            (1, MOST_ROWS as u64 - 1)
        );
    }

    #[test]
    fn columns_can_be_told() {
        let text = "a,b,c\nAna,x,11 98637-2111\n";
        let file = read_text(text).unwrap();
        assert!(!file.has_phones());
        assert_eq!((file.lines.len(), file.report.rows), (0, 1));
        let kinds = [ColumnKind::Name, ColumnKind::Ignored, ColumnKind::Phone];
        let labels = KnownLabels::default();
        let file = read(text.as_bytes(), Some(&kinds), &labels).unwrap();
        assert_eq!(taken(&file), [(2, "Ana", "5511986372111")]);
        assert_eq!(
            read(text.as_bytes(), Some(&kinds[..2]), &labels),
            Err(FileError::OtherColumns)
        );
    }

    #[test]
    fn what_is_shown_of_a_file_is_bounded() {
        let wide = format!("phone{}\n{}\n", ",x".repeat(5_000), "y".repeat(90_000));
        let report = read_text(&wide).unwrap().report;
        assert_eq!(report.columns.len(), MOST_COLUMNS);
        assert_eq!(report.preview[0][0].chars().count(), SHOWN_CHARACTERS);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, None, &KnownLabels::default());
        }

        #[test]
        fn every_line_is_taken_or_refused(cells in proptest::collection::vec("[0-9+;,\"\r\n =]{0,12}", 0..12)) {
            let file = read_text(&format!("telefone,nome\n{}", cells.join("\n"))).unwrap();
            let report = &file.report;
            prop_assert_eq!(report.rows, report.refused + report.repeated + file.lines.len() as u64);
        }
    }
}
