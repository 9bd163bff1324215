//! What the customer gets of a text that an agent typed: merge fields replaced, the agent's name before it where the number says so.
//!
//! One rule for app and server. The app shows by it what will be sent; what the server makes by it is stored and sent.

use crate::date_wording::{CivilTime, date, time_of_day};
use crate::entities::{Agent, Contact, PhoneNumber, Stage};
use crate::language::Language;
use crate::merge_field::{MergeField, Resolution, first_name, resolve};
use crate::phone::readable;

/// What merge fields and the signature are made of.
#[derive(Clone, Copy, Debug)]
pub struct TextSources<'a> {
    /// Who writes. Dates and stages are worded in their language.
    pub agent: &'a Agent,
    /// To whom.
    pub contact: &'a Contact,
    /// The name of where the contact comes from, when that is known.
    pub source: Option<&'a str>,
    /// From which of our numbers.
    pub phone_number: &'a PhoneNumber,
    /// What the company's clocks show.
    pub now: CivilTime,
}

impl TextSources<'_> {
    /// What a field stands for; `None`: it has no value here.
    #[must_use]
    pub fn value(&self, field: MergeField) -> Option<String> {
        let language = self.agent.language;
        let value = match field {
            MergeField::StaffFirstname => self.agent.first_name.clone(),
            MergeField::StaffLastname => self.agent.last_name.clone(),
            MergeField::StaffEmail => self.agent.email.clone(),
            MergeField::ContactName => self.contact.name.trim().to_owned(),
            MergeField::ContactFirstname => first_name(&self.contact.name).to_owned(),
            MergeField::ContactPhone => self.contact.phone.as_deref().map(readable).unwrap_or_default(),
            MergeField::ContactStatus => stage_name(self.contact.stage, language).to_owned(),
            MergeField::ContactSource => self.source.unwrap_or_default().to_owned(),
            MergeField::BusinessName => self.phone_number.display_name.clone(),
            MergeField::BusinessPhone => readable(&self.phone_number.phone),
            MergeField::Today => date(self.now, language),
            MergeField::Now => time_of_day(self.now),
        };
        Some(value).filter(|value| !value.is_empty())
    }

    /// What the customer gets of a text.
    #[must_use]
    pub fn outgoing(&self, typed: &str) -> Resolution {
        let mut resolution = resolve(typed, |field| self.value(field));
        if let Some(signature) = self.signature()
            && !resolution.text.trim().is_empty()
        {
            resolution.text = format!("{signature}\n{}", resolution.text);
        }
        resolution
    }

    /// The line before each text, where the number has one: `*Ana Souza:*`.
    #[must_use]
    pub fn signature(&self) -> Option<String> {
        let name = self.agent.full_name().replace('*', "");
        let is_signed = self.phone_number.adds_signature && !name.trim().is_empty();
        is_signed.then(|| format!("*{}:*", name.trim()))
    }
}

/// A stage in words, as customers may read it.
#[must_use]
pub const fn stage_name(stage: Stage, language: Language) -> &'static str {
    match (stage, language) {
        (Stage::New, Language::Portuguese) => "Novo",
        (Stage::New, Language::English) => "New",
        (Stage::New, Language::Spanish) => "Nuevo",
        (Stage::InProgress, Language::Portuguese) => "Em Progresso",
        (Stage::InProgress, Language::English) => "In progress",
        (Stage::InProgress, Language::Spanish) => "En progreso",
        (Stage::Contacted, Language::Portuguese) => "Contatado",
        (Stage::Contacted, Language::English) => "Contacted",
        (Stage::Contacted, Language::Spanish) => "Contactado",
        (Stage::Qualified, Language::Portuguese) => "Qualificado",
        (Stage::Qualified, Language::English) => "Qualified",
        (Stage::Qualified, Language::Spanish) => "Calificado",
        (Stage::Closed, Language::Portuguese) => "Fechado",
        (Stage::Closed, Language::English) => "Closed",
        (Stage::Closed, Language::Spanish) => "Cerrado",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is typed and what the customer gets. The same table is sent to a real server (crates/server/tests/api) and
    /// previewed by the app (src/state/composing.rs): see `tests/fixtures/merge_fields.json`.
    const TABLE: &str = include_str!("../../../tests/fixtures/merge_fields.json");
    /// The agent, the contact and the number of the table.
    const PEOPLE: &str = include_str!("../../../tests/fixtures/merge_field_people.json");

    fn people() -> (Agent, Contact, PhoneNumber) {
        serde_json::from_str(PEOPLE).unwrap()
    }

    const NOW: CivilTime = CivilTime {
        year: 2026,
        month: 3,
        day: 2,
        hour: 9,
        minute: 0,
    };

    #[test]
    fn the_table_that_server_and_app_share_holds() {
        let table: Vec<(String, String, Vec<String>)> = serde_json::from_str(TABLE).unwrap();
        let (agent, contact, phone_number) = people();
        let sources = TextSources {
            agent: &agent,
            contact: &contact,
            source: Some("whatsapp"),
            phone_number: &phone_number,
            now: NOW,
        };
        assert!(table.len() > 10);
        for (typed, sent, gaps) in table {
            let resolution = sources.outgoing(&typed);
            assert_eq!(resolution.text, sent, "{typed}");
            assert_eq!(resolution.gaps(), gaps, "{typed}");
        }
    }

    #[test]
    fn a_number_that_signs_puts_the_name_before_the_text() {
        let (mut agent, contact, mut phone_number) = people();
        phone_number.adds_signature = true;
        agent.last_name = "*Lima*".to_owned();
        let sources = TextSources {
            agent: &agent,
            contact: &contact,
            source: Some("whatsapp"),
            phone_number: &phone_number,
            now: NOW,
        };
        assert_eq!(sources.outgoing("Oi").text, "*Bruno Lima:*\nOi");
        assert_eq!(sources.outgoing(" ").text, " ", "a name alone is no message");
    }

    #[test]
    fn dates_and_stages_are_in_the_agents_language() {
        let (mut agent, contact, phone_number) = people();
        agent.language = Language::English;
        let sources = TextSources {
            agent: &agent,
            contact: &contact,
            source: Some("whatsapp"),
            phone_number: &phone_number,
            now: NOW,
        };
        assert_eq!(
            sources.outgoing("@today, @contact_status").text,
            "2 March 2026, New"
        );
    }
}
