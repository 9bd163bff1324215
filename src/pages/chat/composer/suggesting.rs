//! What is offered while one types `@` or `/`. Pure.

use domain::canned_response::{CannedResponse, shortcut_key};
use domain::ids::CannedResponseId;
use domain::mention;
use domain::merge_field::{MergeField, being_typed};

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::chat) enum Asked {
    /// A merge field: what follows the `@`.
    Field(String),
    /// A canned response: what follows the `/`.
    CannedResponse(String),
    /// A colleague whom a note names: what follows the `@`.
    Colleague(String),
}

impl Asked {
    /// What is being typed to a customer at the end of the text before the caret.
    pub fn at_end_of(before_caret: &str) -> Option<Self> {
        Self::field_at_end_of(before_caret).or_else(|| Self::canned_response_at_end_of(before_caret))
    }

    /// The same, where there are merge fields only.
    pub fn field_at_end_of(before_caret: &str) -> Option<Self> {
        being_typed(before_caret).map(|(_, name)| Self::Field(name.to_owned()))
    }

    /// The same in a note.
    pub fn colleague_at_end_of(before_caret: &str) -> Option<Self> {
        mention::being_typed(before_caret).map(|name| Self::Colleague(name.to_owned()))
    }

    fn canned_response_at_end_of(before_caret: &str) -> Option<Self> {
        let at = before_caret.rfind('/')?;
        let (before, shortcut) = (&before_caret[..at], &before_caret[at + 1..]);
        let begins_word = before.is_empty() || before.ends_with(char::is_whitespace);
        let is_word = !shortcut.contains(|c: char| c.is_whitespace() || c == '/');
        (begins_word && is_word).then(|| Self::CannedResponse(shortcut.to_owned()))
    }

    /// How many bytes before the caret a choice replaces: the sign and what follows it.
    pub fn length(&self) -> usize {
        let (Self::Field(typed) | Self::CannedResponse(typed) | Self::Colleague(typed)) = self;
        1 + typed.len()
    }
}

/// Something that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::chat) struct Suggestion {
    /// What a choice writes.
    pub text: String,
    /// What it is called.
    pub label: String,
    /// What it is.
    pub title: String,
    /// What it stands for; empty: it has no value here.
    pub detail: String,
    /// The canned response that it is.
    pub canned: Option<CannedResponseId>,
}

/// The merge fields that what is typed may become: those with a part that begins like it, by their names or what they are called.
pub(super) fn fields(
    typed: &str,
    title: impl Fn(MergeField) -> &'static str,
    value: impl Fn(MergeField) -> Option<String>,
) -> Vec<Suggestion> {
    // Whole as it is: what follows is for the entry again.
    if MergeField::from_name(typed).is_some() {
        return Vec::new();
    }
    let typed = typed.to_lowercase();
    let begins_like = |words: &str| {
        words
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(&typed))
    };
    let fits = |field: &MergeField| {
        field.name().starts_with(&typed) || begins_like(field.name()) || begins_like(title(*field))
    };
    let found = MergeField::ALL.iter().copied().filter(fits);
    found
        .map(|field| Suggestion {
            text: field.typed(),
            label: field.typed(),
            title: title(field).to_owned(),
            detail: value(field).unwrap_or_default(),
            canned: None,
        })
        .collect()
}

/// The canned responses that what is typed may mean: by the beginning of the shortcut first, then by words of title and text. What goes
/// below a file is not written into the entry.
pub(super) fn canned_responses(typed: &str, all: &[CannedResponse]) -> Vec<Suggestion> {
    const MOST: usize = 50;
    let typed = shortcut_key(typed);
    let begins_word = |words: &str| {
        shortcut_key(words)
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(&typed))
    };
    let rank = |response: &CannedResponse| {
        if shortcut_key(&response.shortcut).starts_with(&typed) {
            Some(0)
        } else if begins_word(&response.title) {
            Some(1)
        } else {
            begins_word(&response.body).then_some(2)
        }
    };
    let mut found: Vec<_> = all
        .iter()
        .filter_map(|response| Some((rank(response)?, response)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found
        .into_iter()
        .take(MOST)
        .map(|(_, response)| canned_response(response))
        .collect()
}

fn canned_response(response: &CannedResponse) -> Suggestion {
    let file = response
        .attachment
        .as_ref()
        .and_then(|file| file.file_name.as_deref().or(Some(&file.mime_type)));
    let buttons = response.buttons.iter().map(String::as_str);
    let parts: Vec<_> = std::iter::once(response.title.as_str())
        .chain(file)
        .chain(buttons)
        .collect();
    let text = if response.goes_with_file() {
        String::new()
    } else {
        response.body.clone()
    };
    let words = response.body.split_whitespace().collect::<Vec<_>>().join(" ");
    Suggestion {
        text,
        label: format!("/{}", response.shortcut),
        title: parts.join(" · "),
        detail: if words.is_empty() {
            file.unwrap_or_default().to_owned()
        } else {
            words
        },
        canned: Some(response.id),
    }
}

/// The place after `step` places among `count`, around the ends.
pub(super) fn stepped(place: usize, step: isize, count: usize) -> usize {
    if count == 0 {
        return 0;
    }
    place.saturating_add(count).saturating_add_signed(step) % count
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::content::Attachment;

    #[test]
    fn what_is_typed_is_told_by_its_sign() {
        let field = |typed: &str| Some(Asked::Field(typed.to_owned()));
        let canned = |typed: &str| Some(Asked::CannedResponse(typed.to_owned()));
        for (before, expected) in [
            ("Oi @", field("")),
            ("Oi @Contact_n", field("Contact_n")),
            ("/", canned("")),
            ("Oi /preço", canned("preço")),
            ("linha\n/ola", canned("ola")),
            ("ana@exemplo", None),
            ("1/2", None),
            ("https://exemplo", None),
            ("/ola tudo", None),
            ("e/ou", None),
            ("", None),
        ] {
            let fields_only = expected.clone().filter(|asked| matches!(asked, Asked::Field(_)));
            assert_eq!(Asked::field_at_end_of(before), fields_only, "{before}");
            assert_eq!(Asked::at_end_of(before), expected, "{before}");
        }
        assert_eq!(
            Asked::at_end_of("/preço").map(|asked| asked.length()),
            Some("/preço".len())
        );
        let colleague = Asked::colleague_at_end_of("Oi @Zoë R");
        assert_eq!(colleague, Some(Asked::Colleague("Zoë R".to_owned())));
        assert_eq!(colleague.map(|asked| asked.length()), Some("@Zoë R".len()));
        assert_eq!(Asked::colleague_at_end_of("/ola"), None);
    }

    #[test]
    fn fields_are_found_by_name_and_by_what_they_are_called() {
        let title = |field| match field {
            MergeField::ContactPhone => "Telefone do contato",
            MergeField::Today => "Data de hoje",
            _ => "Outro",
        };
        let labels = |typed: &str| {
            fields(typed, title, |_| None)
                .into_iter()
                .map(|one| one.label)
                .collect::<Vec<_>>()
        };
        assert_eq!(labels("").len(), MergeField::ALL.len());
        assert_eq!(labels("staff_f"), ["@staff_firstname"]);
        assert_eq!(labels("phone"), ["@contact_phone", "@business_phone"]);
        assert_eq!(labels("telef"), ["@contact_phone"]);
        assert_eq!(labels("hoje"), ["@today"]);
        assert!(labels("xyz").is_empty());
        assert!(labels("contact_name").is_empty(), "it is whole");
    }

    #[test]
    fn canned_responses_are_found_by_shortcut_title_and_text() {
        let response = |shortcut: &str, title: &str, body: &str| CannedResponse {
            id: CannedResponseId::from_parts(1, &[1; 10]),
            version: 1,
            shortcut: shortcut.to_owned(),
            title: title.to_owned(),
            body: body.to_owned(),
            buttons: Vec::new(),
            attachment: None,
        };
        let all = [
            response("horario", "Quando abrimos", "Abrimos às 9h"),
            response("preço", "Tabela", "Custa R$ 50"),
            response(
                "endereco",
                "Onde ficamos",
                "Rua das Acácias.\nHá horário de visita.",
            ),
            CannedResponse {
                attachment: Some(Attachment {
                    mime_type: "image/png".to_owned(),
                    file_name: Some("fachada.png".to_owned()),
                    ..Attachment::default()
                }),
                ..response("foto", "A fachada", "")
            },
            CannedResponse {
                attachment: Some(Attachment {
                    mime_type: "application/pdf".to_owned(),
                    file_name: Some("cardapio.pdf".to_owned()),
                    ..Attachment::default()
                }),
                ..response("cardapio", "Cardápio", "Segue!")
            },
            CannedResponse {
                buttons: vec!["Sábado".to_owned(), "Domingo".to_owned()],
                ..response("dia", "Qual dia", "Que dia fica melhor?")
            },
        ];
        let labels = |typed: &str| {
            canned_responses(typed, &all)
                .into_iter()
                .map(|one| one.label)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            labels(""),
            ["/horario", "/preço", "/endereco", "/foto", "/cardapio", "/dia"]
        );
        assert_eq!(labels("preco"), ["/preço"]);
        assert_eq!(labels("HORÁ"), ["/horario", "/endereco"]);
        assert_eq!(labels("acac"), ["/endereco"]);
        assert!(labels("xyz").is_empty());
        assert_eq!(
            canned_responses("end", &all)[0].detail,
            "Rua das Acácias. Há horário de visita."
        );
        let first = |typed| canned_responses(typed, &all).swap_remove(0);
        let picture = first("foto");
        assert_eq!(
            (picture.text.as_str(), picture.detail.as_str()),
            ("", "fachada.png")
        );
        let menu = first("cardapio");
        assert_eq!(
            (menu.text.as_str(), menu.title.as_str(), menu.detail.as_str()),
            ("", "Cardápio · cardapio.pdf", "Segue!"),
            "the text goes below the file"
        );
        let day = first("dia");
        assert_eq!(
            (day.text.as_str(), day.title.as_str()),
            ("Que dia fica melhor?", "Qual dia · Sábado · Domingo")
        );
    }

    #[test]
    fn arrows_go_around_the_ends() {
        assert_eq!(
            [
                stepped(0, -1, 3),
                stepped(2, 1, 3),
                stepped(1, 1, 3),
                stepped(0, 1, 0)
            ],
            [2, 0, 2, 0]
        );
    }
}
