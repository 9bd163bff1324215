//! The words of the file: what columns and stages are called, going out and coming in.

use super::ColumnKind;
use crate::entities::Stage;
use crate::language::Language;
use crate::outgoing_text::stage_name;
use crate::text_folding::words;

/// How many columns a file has that goes out.
pub const HEADINGS: usize = 8;

/// Every stage, in order.
pub const STAGES: [Stage; 5] = [
    Stage::New,
    Stage::InProgress,
    Stage::Contacted,
    Stage::Qualified,
    Stage::Closed,
];

/// The first line of a file that goes out: name, phone, username, stage, source, groups, created, last activity.
#[must_use]
pub const fn headings(language: Language) -> [&'static str; HEADINGS] {
    match language {
        Language::Portuguese => [
            "Nome",
            "Telefone",
            "Nome de usuário",
            "Status",
            "Fonte",
            "Grupos",
            "Criado",
            "Última atividade",
        ],
        Language::English => [
            "Name",
            "Phone",
            "Username",
            "Status",
            "Source",
            "Groups",
            "Created",
            "Last activity",
        ],
        Language::Spanish => [
            "Nombre",
            "Teléfono",
            "Nombre de usuario",
            "Estado",
            "Fuente",
            "Grupos",
            "Creado",
            "Última actividad",
        ],
    }
}

/// The stage that a word names, in any of the languages or as it stands on the wire.
#[must_use]
pub fn stage_of(text: &str) -> Option<Stage> {
    let wanted = key(text);
    STAGES.into_iter().find(|stage| {
        let wire = match stage {
            Stage::New => "new",
            Stage::InProgress => "in progress",
            Stage::Contacted => "contacted",
            Stage::Qualified => "qualified",
            Stage::Closed => "closed",
        };
        wanted == wire
            || Language::ALL
                .into_iter()
                .any(|language| key(stage_name(*stage, language)) == wanted)
            || (*stage == Stage::Qualified && wanted == "cualificado")
    })
}

/// What the columns of a file hold, by their titles. Of two that would hold the same the first one counts.
#[must_use]
pub fn column_kinds<'t>(titles: impl IntoIterator<Item = &'t str>) -> Vec<ColumnKind> {
    let mut kinds: Vec<ColumnKind> = Vec::new();
    for title in titles {
        let kind = kind_of(title);
        let is_taken = kind != ColumnKind::Ignored && kinds.contains(&kind);
        kinds.push(if is_taken { ColumnKind::Ignored } else { kind });
    }
    kinds
}

fn kind_of(title: &str) -> ColumnKind {
    match key(title).as_str() {
        "nome" | "nome completo" | "name" | "full name" | "nombre" | "nombre completo" | "contato"
        | "contact" | "contacto" | "cliente" | "customer" => ColumnKind::Name,
        "telefone" | "numero" | "numero de telefone" | "celular" | "fone" | "tel" | "whatsapp" | "phone"
        | "phone number" | "phone 1 value" | "mobile" | "mobile phone" | "number" | "telefono"
        | "numero de telefono" | "movil" => ColumnKind::Phone,
        "status" | "etapa" | "estagio" | "stage" | "estado" => ColumnKind::Stage,
        "fonte" | "origem" | "source" | "fuente" | "origen" => ColumnKind::Source,
        "grupo" | "grupos" | "group" | "groups" | "etiquetas" | "tags" => ColumnKind::Groups,
        _ => ColumnKind::Ignored,
    }
}

/// The words of a text, folded, with one space between.
fn key(text: &str) -> String {
    let words: Vec<_> = words(text).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_out_is_understood_when_it_comes_in() {
        use ColumnKind::{Groups, Ignored, Name, Phone, Source, Stage};
        for language in Language::ALL {
            let kinds = column_kinds(headings(language));
            assert_eq!(
                kinds,
                [Name, Phone, Ignored, Stage, Source, Groups, Ignored, Ignored]
            );
            for stage in STAGES {
                assert_eq!(stage_of(stage_name(stage, language)), Some(stage));
            }
        }
    }

    #[test]
    fn titles_are_understood_as_people_write_them() {
        use ColumnKind::{Groups, Ignored, Name, Phone, Source, Stage};
        for (titles, expected) in [
            (["NOME", " telefone ", "Observação"], [Name, Phone, Ignored]),
            (["Celular", "nome_completo", "Origem"], [Phone, Name, Source]),
            (["Phone 1 - Value", "Name", "Group"], [Phone, Name, Groups]),
            (["Móvil", "Nombre", "Estado"], [Phone, Name, Stage]),
            (["Telefone", "Celular", ""], [Phone, Ignored, Ignored]),
        ] {
            assert_eq!(column_kinds(titles), expected, "{titles:?}");
        }
    }

    #[test]
    fn stages_are_understood_in_any_language() {
        for (text, stage) in [
            ("em progresso", Some(Stage::InProgress)),
            ("in_progress", Some(Stage::InProgress)),
            ("CUALIFICADO", Some(Stage::Qualified)),
            ("Cerrado", Some(Stage::Closed)),
            ("perdido", None),
            ("", None),
        ] {
            assert_eq!(stage_of(text), stage, "{text}");
        }
    }

    #[test]
    fn kinds_read_back() {
        for kind in ColumnKind::ALL {
            assert_eq!(ColumnKind::from_text(kind.as_str()), Some(kind));
        }
        assert_eq!(ColumnKind::from_text("e-mail"), None);
    }
}
