//! The composer in Brazilian Portuguese.

use crate::i18n::messages::composer::ComposerMessages;
use domain::merge_field::MergeField;

pub(super) const COMPOSER: ComposerMessages = ComposerMessages {
    fields: "Campos de mesclagem",
    field_name,
    no_value: "sem valor",
    customer_gets: "O cliente recebe",
    canned_responses: "Respostas prontas",
    gaps_title: "Enviar com campos em aberto?",
    gaps_text: |fields| {
        format!(
            "Não há o que colocar no lugar de {fields}. Um campo desconhecido vai como está escrito; um campo sem valor fica vazio."
        )
    },
    answered_title: |names| format!("Chegou resposta de {names} enquanto você escrevia"),
    answered_text: "Leia antes de enviar a sua mensagem:",
    send_anyway: "Enviar mesmo assim",
    keep_editing: "Continuar editando",
    failure_gaps: |fields| format!("Não há o que colocar no lugar de {fields}."),
    failure_answered: "Um colega respondeu ao cliente enquanto você escrevia.",
    they_wrote: |name| format!("{name} escreveu:"),
    cleared: "O texto foi apagado.",
    undo: "Desfazer",
    answering: |name| format!("Respondendo a {name}"),
    answer_none: "Não responder a esta mensagem",
    answering_one: "Respondendo a uma mensagem",
    with_buttons: "Vai com botões",
    without_buttons: "Enviar sem botões",
    emoji: "Emoji",
    search_emoji: "Buscar emoji",
    no_emoji: "Nenhum emoji com esse nome",
    emoji_failed: "Não foi possível carregar os emojis.",
    is_here: |name| format!("{name} também está nesta conversa"),
    are_here: |names| format!("{names} também estão nesta conversa"),
    enter_key: "Tecla Enter",
    enter_sends: "Enter envia",
    enter_breaks: "Enter quebra a linha, Ctrl + Enter envia",
    numbers: "Números",
    numbers_lead: "Os números de WhatsApp da empresa e como se responde por eles.",
    adds_signature: "Assinar com o nome do agente",
    adds_signature_text: |name| {
        format!(
            "Cada mensagem de texto começa com uma linha como *{name}:*. Quem escreve vê a linha antes de enviar."
        )
    },
    failed_change_number: "O número não foi alterado.",
};

const fn field_name(field: MergeField) -> &'static str {
    match field {
        MergeField::StaffFirstname => "Seu nome",
        MergeField::StaffLastname => "Seu sobrenome",
        MergeField::StaffEmail => "Seu e-mail",
        MergeField::ContactName => "Nome do contato",
        MergeField::ContactFirstname => "Primeiro nome do contato",
        MergeField::ContactPhone => "Telefone do contato",
        MergeField::ContactStatus => "Status do contato",
        MergeField::ContactSource => "Fonte do contato",
        MergeField::BusinessName => "Nome da empresa",
        MergeField::BusinessPhone => "Telefone da empresa",
        MergeField::Today => "Data de hoje",
        MergeField::Now => "Hora atual",
    }
}
