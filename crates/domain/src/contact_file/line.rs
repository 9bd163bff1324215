//! A line of a file that is brought in.

use super::{ColumnKind, Refused, stage_of, unguarded};
use crate::contact::{NAME_CHARACTERS, label_key, tidy_name};
use crate::entities::{Group, Source, Stage};
use crate::ids::{GroupId, SourceId};
use crate::phone::Phone;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The sources and groups that there are, by [`label_key`].
#[derive(Clone, Debug, Default)]
pub struct KnownLabels {
    sources: HashMap<String, SourceId>,
    groups: HashMap<String, GroupId>,
}

impl KnownLabels {
    /// These.
    #[must_use]
    pub fn new(sources: &[Source], groups: &[Group]) -> Self {
        Self {
            sources: sources
                .iter()
                .map(|source| (label_key(&source.name), source.id))
                .collect(),
            groups: groups
                .iter()
                .map(|group| (label_key(&group.name), group.id))
                .collect(),
        }
    }

    fn source(&self, name: &str) -> Option<SourceId> {
        self.sources.get(&label_key(name)).copied()
    }

    /// The groups of a cell: names with semicolons or bars between them; with commas too, where no name has one.
    fn groups(&self, cell: &str) -> Option<Vec<GroupId>> {
        let mut found = Vec::new();
        for name in parts(cell, &[';', '|']) {
            if let Some(id) = self.groups.get(&label_key(name)) {
                found.push(*id);
                continue;
            }
            for name in parts(name, &[',']) {
                found.push(*self.groups.get(&label_key(name))?);
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}

/// What a line says of a contact. What it leaves blank is left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// Where it begins in the file.
    pub line: u64,
    /// Of whom.
    pub phone: Phone,
    /// What to call them.
    pub name: Option<String>,
    /// How far we are with them.
    pub stage: Option<Stage>,
    /// Where they come from.
    pub source_id: Option<SourceId>,
    /// The groups that they are put into, sorted.
    pub group_ids: Vec<GroupId>,
}

/// Reads a line; `Ok(None)`: there is nothing in it.
///
/// # Errors
/// [`Refused`]: it cannot be taken.
pub fn read_line<'c>(
    kinds: &[ColumnKind],
    cells: impl IntoIterator<Item = &'c str>,
    line: u64,
    labels: &KnownLabels,
) -> Result<Option<FileLine>, Refused> {
    let (mut name, mut phone, mut stage, mut source, mut groups) =
        <(String, String, String, String, String)>::default();
    let mut is_blank = true;
    for (place, cell) in cells.into_iter().enumerate() {
        let cell = unguarded(cell.trim());
        is_blank &= cell.is_empty();
        match kinds.get(place).copied().unwrap_or_default() {
            ColumnKind::Name => name = cell,
            ColumnKind::Phone => phone = cell,
            ColumnKind::Stage => stage = cell,
            ColumnKind::Source => source = cell,
            ColumnKind::Groups => groups = cell,
            ColumnKind::Ignored => {}
        }
    }
    if is_blank {
        return Ok(None);
    }
    if phone.is_empty() {
        return Err(Refused::PhoneMissing);
    }
    let phone = Phone::parse(whole(&phone)).map_err(|_| Refused::PhoneInvalid)?;
    let tidied = tidy_name(&name);
    if tidied.is_none() && name.chars().count() > NAME_CHARACTERS {
        return Err(Refused::NameTooLong);
    }
    let stage = match stage.as_str() {
        "" => None,
        stage => Some(stage_of(stage).ok_or(Refused::StageUnknown)?),
    };
    let source_id = match source.as_str() {
        "" => None,
        source => Some(labels.source(source).ok_or(Refused::SourceUnknown)?),
    };
    let group_ids = labels.groups(&groups).ok_or(Refused::GroupUnknown)?;
    Ok(Some(FileLine {
        line,
        phone,
        name: tidied,
        stage,
        source_id,
        group_ids,
    }))
}

/// A phone number without the decimals that programs for tables write when they take it for an amount: `5511986372111.0`. With them it would
/// be somebody else's.
fn whole(phone: &str) -> &str {
    let before = [".0", ".00", ",0", ",00"]
        .iter()
        .find_map(|decimals| phone.strip_suffix(*decimals));
    let is_amount = |before: &&str| before.bytes().all(|byte| byte.is_ascii_digit());
    before.filter(is_amount).unwrap_or(phone)
}

/// Makes one of the lines that speak of one person, in the place of the first; what a later one says counts. Answers with how many went.
pub fn join_repeated(lines: &mut Vec<FileLine>) -> u64 {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut joined: Vec<FileLine> = Vec::with_capacity(lines.len());
    let mut repeated = 0;
    for line in lines.drain(..) {
        match places.entry(line.phone.subscriber_key()) {
            Entry::Vacant(place) => {
                place.insert(joined.len());
                joined.push(line);
            }
            Entry::Occupied(place) => {
                repeated += 1;
                if let Some(first) = joined.get_mut(*place.get()) {
                    first.name = line.name.or_else(|| first.name.take());
                    first.stage = line.stage.or(first.stage);
                    first.source_id = line.source_id.or(first.source_id);
                    first.group_ids.extend(line.group_ids);
                    first.group_ids.sort_unstable();
                    first.group_ids.dedup();
                }
            }
        }
    }
    *lines = joined;
    repeated
}

fn parts<'c>(cell: &'c str, between: &'c [char]) -> impl Iterator<Item = &'c str> {
    cell.split(between).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [ColumnKind; 5] = [
        ColumnKind::Phone,
        ColumnKind::Name,
        ColumnKind::Stage,
        ColumnKind::Source,
        ColumnKind::Groups,
    ];

    fn group(n: u8) -> GroupId {
        GroupId::from_parts(1, &[n; 10])
    }

    fn source(n: u8) -> SourceId {
        SourceId::from_parts(1, &[n; 10])
    }

    fn labels() -> KnownLabels {
        let sources = [Source {
            id: source(1),
            version: 1,
            name: "Indicação".to_owned(),
        }];
        let groups: Vec<_> = [(1, "VIP"), (2, "Feira, março"), (3, "Alunos")]
            .into_iter()
            .map(|(n, name)| Group {
                id: group(n),
                version: 1,
                name: name.to_owned(),
            })
            .collect();
        KnownLabels::new(&sources, &groups)
    }

    fn read(cells: [&str; 5]) -> Result<Option<FileLine>, Refused> {
        read_line(&KINDS, cells, 7, &labels())
    }

    #[test]
    fn a_line_says_what_its_cells_hold() {
        let line = read([
            " (11) 98637-2111",
            " Ana\u{a0} Paula ",
            "fechado",
            "INDICACAO",
            "alunos; VIP",
        ]);
        let expected = FileLine {
            line: 7,
            phone: Phone::from_digits("5511986372111").unwrap(),
            name: Some("Ana Paula".to_owned()),
            stage: Some(Stage::Closed),
            source_id: Some(source(1)),
            group_ids: vec![group(1), group(3)],
        };
        assert_eq!(line, Ok(Some(expected)));
        let guarded = read(["'+55 11 98637-2111", "'=Ana", "", "", ""])
            .unwrap()
            .unwrap();
        assert_eq!(guarded.name.as_deref(), Some("=Ana"));
        assert_eq!(guarded.phone.digits(), "5511986372111");
        assert_eq!((guarded.stage, guarded.source_id), (None, None));
    }

    #[test]
    fn a_line_that_cannot_be_taken_says_why() {
        let long = "a".repeat(NAME_CHARACTERS + 1);
        for (cells, expected) in [
            (["", "Ana", "", "", ""], Err(Refused::PhoneMissing)),
            (["190", "Ana", "", "", ""], Err(Refused::PhoneInvalid)),
            (["ana@example.org", "", "", "", ""], Err(Refused::PhoneInvalid)),
            (
                ["11 98637-2111", long.as_str(), "", "", ""],
                Err(Refused::NameTooLong),
            ),
            (
                ["11 98637-2111", "", "perdido", "", ""],
                Err(Refused::StageUnknown),
            ),
            (
                ["11 98637-2111", "", "", "rádio", ""],
                Err(Refused::SourceUnknown),
            ),
            (
                ["11 98637-2111", "", "", "", "VIP; rádio"],
                Err(Refused::GroupUnknown),
            ),
            (["", " ", "\t", "", ""], Ok(None)),
        ] {
            assert_eq!(read(cells), expected, "{cells:?}");
        }
    }

    #[test]
    fn a_number_that_was_taken_for_an_amount_is_the_same_number() {
        for cell in [
            "5511986372111.0",
            "11986372111.00",
            "11986372111,0",
            "11986372111.",
            "11.98637.2111",
        ] {
            let line = read([cell, "Ana", "", "", ""]).unwrap().unwrap();
            assert_eq!(line.phone.digits(), "5511986372111", "{cell}");
        }
        for (cell, digits) in [
            ("11 98637-2000", "5511986372000"),
            ("11986372.000", "5511986372000"),
        ] {
            let line = read([cell, "Ana", "", "", ""]).unwrap().unwrap();
            assert_eq!(line.phone.digits(), digits, "{cell}");
        }
        assert_eq!(
            read(["5,51199E+12", "Ana", "", "", ""]),
            Err(Refused::PhoneInvalid)
        );
    }

    #[test]
    fn groups_stand_apart_by_semicolons_bars_and_commas() {
        for (cell, expected) in [
            ("VIP | Alunos", Some(vec![group(1), group(3)])),
            ("vip, alunos, vip", Some(vec![group(1), group(3)])),
            ("Feira, março; vip", Some(vec![group(1), group(2)])),
            (" ; ", Some(vec![])),
            ("vip, feira", None),
        ] {
            assert_eq!(labels().groups(cell), expected, "{cell}");
        }
    }

    #[test]
    fn lines_of_one_person_are_one() {
        let line = |n: u64, phone: &str, name: &str, groups: Vec<GroupId>| FileLine {
            line: n,
            phone: Phone::from_digits(phone).unwrap(),
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            stage: None,
            source_id: None,
            group_ids: groups,
        };
        let mut lines = vec![
            line(2, "5511986372111", "Ana", vec![group(3)]),
            line(3, "5511911112222", "Bia", vec![]),
            line(4, "551186372111", "Ana Paula", vec![group(1)]),
            line(5, "5511986372111", "", vec![]),
        ];
        assert_eq!(join_repeated(&mut lines), 2);
        assert_eq!(
            lines,
            [
                line(2, "5511986372111", "Ana Paula", vec![group(1), group(3)]),
                line(3, "5511911112222", "Bia", vec![]),
            ]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_too_strange(cells in proptest::collection::vec("\\PC{0,30}", 0..8)) {
            let _ = read_line(&KINDS, cells.iter().map(String::as_str), 1, &labels());
        }
    }
}
