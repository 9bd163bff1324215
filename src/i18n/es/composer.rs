//! The composer in Spanish.

use crate::i18n::messages::composer::ComposerMessages;
use domain::merge_field::MergeField;

pub(super) const COMPOSER: ComposerMessages = ComposerMessages {
    fields: "Campos combinados",
    field_name,
    no_value: "sin valor",
    customer_gets: "El cliente recibe",
    canned_responses: "Respuestas rápidas",
    gaps_title: "¿Enviar con campos abiertos?",
    gaps_text: |fields| {
        format!(
            "No hay nada que poner en lugar de {fields}. Un campo desconocido va como está escrito; un campo sin valor queda vacío."
        )
    },
    answered_title: |names| format!("Llegó respuesta de {names} mientras escribías"),
    answered_text: "Lee esto antes de enviar tu mensaje:",
    send_anyway: "Enviar de todos modos",
    keep_editing: "Seguir editando",
    failure_gaps: |fields| format!("No hay nada que poner en lugar de {fields}."),
    failure_answered: "Un colega respondió al cliente mientras escribías.",
    they_wrote: |name| format!("{name} escribió:"),
    cleared: "El texto se borró.",
    undo: "Deshacer",
    answering: |name| format!("Respondiendo a {name}"),
    answer_none: "No responder a este mensaje",
    answering_one: "Respondiendo a un mensaje",
    with_buttons: "Va con botones",
    without_buttons: "Enviar sin botones",
    emoji: "Emoji",
    search_emoji: "Buscar emoji",
    no_emoji: "Ningún emoji con ese nombre",
    emoji_failed: "No se pudieron cargar los emojis.",
    is_here: |name| format!("{name} también está en esta conversación"),
    are_here: |names| format!("{names} también están en esta conversación"),
    enter_key: "Tecla Enter",
    enter_sends: "Enter envía",
    enter_breaks: "Enter salta de línea, Ctrl + Enter envía",
    numbers: "Números",
    numbers_lead: "Los números de WhatsApp de la empresa y cómo se responde desde ellos.",
    adds_signature: "Firmar con el nombre del agente",
    adds_signature_text: |name| {
        format!(
            "Cada mensaje de texto empieza con una línea como *{name}:*. Quien escribe la ve antes de enviar."
        )
    },
    failed_change_number: "El número no se cambió.",
};

const fn field_name(field: MergeField) -> &'static str {
    match field {
        MergeField::StaffFirstname => "Tu nombre",
        MergeField::StaffLastname => "Tu apellido",
        MergeField::StaffEmail => "Tu correo",
        MergeField::ContactName => "Nombre del contacto",
        MergeField::ContactFirstname => "Primer nombre del contacto",
        MergeField::ContactPhone => "Teléfono del contacto",
        MergeField::ContactStatus => "Estado del contacto",
        MergeField::ContactSource => "Fuente del contacto",
        MergeField::BusinessName => "Nombre de la empresa",
        MergeField::BusinessPhone => "Teléfono de la empresa",
        MergeField::Today => "Fecha de hoy",
        MergeField::Now => "Hora actual",
    }
}
