//! Writing a file of contacts: UTF-8 with its mark, so that programs for tables take it for that; else as RFC 4180 says it.

use crate::civil_time::civil_time;
use domain::contact_file::{HEADINGS, guarded, headings, phone_cell};
use domain::contact_list::ListedContact;
use domain::entities::{Group, Source};
use domain::ids::{GroupId, SourceId};
use domain::language::Language;
use domain::outgoing_text::stage_name;
use domain::time::Timestamp;
use std::collections::HashMap;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes contacts as somebody reads them.
#[derive(Clone, Debug)]
pub struct FileWriter {
    language: Language,
    time_zone: String,
    sources: HashMap<SourceId, String>,
    groups: HashMap<GroupId, String>,
}

impl FileWriter {
    /// In this language, with the clocks of this zone and the names of these sources and groups.
    #[must_use]
    pub fn new(language: Language, time_zone: String, sources: Vec<Source>, groups: Vec<Group>) -> Self {
        Self {
            language,
            time_zone,
            sources: sources
                .into_iter()
                .map(|source| (source.id, source.name))
                .collect(),
            groups: groups.into_iter().map(|group| (group.id, group.name)).collect(),
        }
    }

    /// What the file begins with: its mark, and the names of the columns.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn beginning(&self) -> Result<Vec<u8>, csv::Error> {
        let mut bytes = BYTE_ORDER_MARK.to_vec();
        write(&mut bytes, std::iter::once(headings(self.language)))?;
        Ok(bytes)
    }

    /// Lines of the file.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn lines(&self, contacts: &[ListedContact]) -> Result<Vec<u8>, csv::Error> {
        let mut bytes = Vec::with_capacity(contacts.len() * 100);
        write(&mut bytes, contacts.iter().map(|listed| self.cells(listed)))?;
        Ok(bytes)
    }

    fn cells(&self, listed: &ListedContact) -> [String; HEADINGS] {
        let contact = &listed.contact;
        let source = contact.source_id.and_then(|id| self.sources.get(&id));
        let groups: Vec<&str> = contact
            .group_ids
            .iter()
            .filter_map(|id| self.groups.get(id))
            .map(String::as_str)
            .collect();
        [
            guarded(&contact.name),
            contact.phone.as_deref().map(phone_cell).unwrap_or_default(),
            guarded(contact.username.as_deref().unwrap_or_default()),
            stage_name(contact.stage, self.language).to_owned(),
            guarded(source.map(String::as_str).unwrap_or_default()),
            guarded(&groups.join("; ")),
            self.time_cell(contact.created_at),
            listed
                .last_activity_at
                .map(|at| self.time_cell(at))
                .unwrap_or_default(),
        ]
    }

    /// As every program for tables reads it.
    fn time_cell(&self, at: Timestamp) -> String {
        let clocks = civil_time(at, &self.time_zone);
        format!(
            "{:04}-{:02}-{:02} {:02}:{:02}",
            clocks.year, clocks.month, clocks.day, clocks.hour, clocks.minute
        )
    }
}

fn write<C: AsRef<[u8]>>(
    bytes: &mut Vec<u8>,
    lines: impl Iterator<Item = [C; HEADINGS]>,
) -> Result<(), csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(bytes);
    for line in lines {
        writer.write_record(line)?;
    }
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact_file::read;
    use domain::contact_file::KnownLabels;
    use domain::entities::{Contact, Stage};
    use domain::ids::ContactId;
    use proptest::prelude::*;

    fn listed(name: &str, phone: &str) -> ListedContact {
        ListedContact {
            contact: Contact {
                id: ContactId::from_parts(1, &[1; 10]),
                version: 1,
                name: name.to_owned(),
                phone: Some(phone.to_owned()),
                username: None,
                stage: Stage::InProgress,
                source_id: Some(source().id),
                group_ids: groups().into_iter().map(|group| group.id).collect(),
                avatar: None,
                is_blocked: false,
                created_at: Timestamp::from_seconds(1_772_452_800),
            },
            conversation_id: None,
            last_activity_at: None,
        }
    }

    fn source() -> Source {
        Source {
            id: SourceId::from_parts(1, &[1; 10]),
            version: 1,
            name: "=Feira".to_owned(),
        }
    }

    fn groups() -> Vec<Group> {
        [(1, "VIP"), (2, "São Paulo, capital")]
            .into_iter()
            .map(|(n, name)| Group {
                id: GroupId::from_parts(1, &[n; 10]),
                version: 1,
                name: name.to_owned(),
            })
            .collect()
    }

    fn writer(language: Language) -> FileWriter {
        FileWriter::new(language, "America/Sao_Paulo".to_owned(), vec![source()], groups())
    }

    #[test]
    fn a_file_has_a_mark_headings_and_a_line_for_each_contact() {
        let writer = writer(Language::Portuguese);
        let mut bytes = writer.beginning().unwrap();
        bytes.extend(
            writer
                .lines(&[listed("Silva, \"Ana\"", "+5511986372111")])
                .unwrap(),
        );
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            "\u{feff}Nome,Telefone,Nome de usuário,Status,Fonte,Grupos,Criado,Última atividade\r\n\
             \"Silva, \"\"Ana\"\"\",+55 11 98637-2111,,Em Progresso,'=Feira,\"VIP; São Paulo, capital\",2026-03-02 09:00,\r\n"
        );
    }

    proptest! {
        #[test]
        fn what_went_out_comes_in_again(name in "[=+@',;\"\r\n a-zç-]{0,20}") {
            let contact = listed(&name, "+5511986372111");
            let labels = KnownLabels::new(&[source()], &groups());
            for language in Language::ALL {
                let writer = writer(language);
                let mut bytes = writer.beginning().unwrap();
                bytes.extend(writer.lines(std::slice::from_ref(&contact)).unwrap());
                let file = read(&bytes, None, &labels).unwrap();
                prop_assert_eq!(file.lines.len(), 1);
                let line = &file.lines[0];
                prop_assert_eq!(line.phone.digits(), "5511986372111");
                prop_assert_eq!(line.stage, Some(Stage::InProgress));
                prop_assert_eq!(line.source_id, contact.contact.source_id);
                prop_assert_eq!(&line.group_ids, &contact.contact.group_ids);
            }
        }
    }
}
