//! Words for sending a place or somebody's number, in Portuguese.

use crate::i18n::messages::share::ShareMessages;

pub(super) const SHARE: ShareMessages = ShareMessages {
    files: "Fotos e arquivos",

    location_title: "Enviar localização",
    location_looking: "Procurando onde este aparelho está…",
    location_found: |metres| format!("Local atual, com precisão de {metres} m"),
    location_note: "O cliente recebe um mapa com o lugar onde este aparelho está agora.",
    location_refused: "O navegador não permitiu ver onde este aparelho está. Nas permissões do site, ao lado do endereço da página, \
                       permita a localização e tente de novo.",
    location_unknown: "Este aparelho não sabe onde está. Verifique se a localização está ligada e tente de novo.",
    location_slow: "A localização demorou demais. Tente de novo, de preferência perto de uma janela.",
    location_send: "Enviar localização",

    contact_title: "Enviar contato",
    contact_search: "Buscar por nome ou telefone",
    contact_choose: "Contatos",
    contact_none: "Nenhum contato com telefone encontrado.",
    contact_note: "O cliente recebe o nome e o telefone do contato escolhido.",
    contact_send: "Enviar contato",
};
