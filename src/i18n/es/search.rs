//! Spanish: searching.

use crate::i18n::messages::search::{SearchMessages, grouped};

const MARK: char = '.';

pub(super) const SEARCH: SearchMessages = SearchMessages {
    search: "Buscar contactos y mensajes",
    clear: "Borrar la búsqueda",
    results: "Resultados de la búsqueda",
    contacts: "Contactos",
    messages: "Mensajes",
    from_server: "Del servidor",
    found: |contacts, messages| {
        let contacts = match contacts {
            1 => "1 contacto".to_owned(),
            _ => format!("{contacts} contactos"),
        };
        let messages = match messages {
            1 => "1 mensaje".to_owned(),
            _ => format!("{messages} mensajes"),
        };
        format!("{contacts}, {messages}")
    },
    preparing: "Preparando la búsqueda en este dispositivo…",
    covered: |count, since| match count {
        1 => format!("En este dispositivo: 1 mensaje, del {since}."),
        _ => format!(
            "En este dispositivo: {} mensajes, desde el {since}.",
            grouped(count, MARK)
        ),
    },
    covered_none: "Todavía no hay mensajes en este dispositivo.",
    device_off: "Este dispositivo no guarda mensajes: solo se busca en el servidor.",
    cut: "El texto es demasiado largo: solo cuenta el principio.",
    newest_of: |shown, total| {
        format!(
            "Se muestran los {shown} más recientes de {}.",
            grouped(total, MARK)
        )
    },
    asking: "Buscando en el servidor…",
    nothing_more: "El servidor no encontró nada más.",
    more: "Mostrar más del servidor",
    offline: "Sin conexión: solo se buscó en lo que está en este dispositivo.",
    indexing: "El servidor todavía está preparando los mensajes más antiguos. Pronto aparecerán en la búsqueda.",
    nothing: |text| format!("No se encontró nada para “{text}”"),
    nothing_text: "Revisa la ortografía o prueba con otra palabra, un nombre o un número.",
    commands: "Comandos",
    no_command: "Ningún comando con este nombre",
    go_to: |place| format!("Ir a {place}"),
    choose_template: "Elegir plantilla",
    in_conversation: "Buscar en el historial del chat",
    place: |place, total| format!("{} de {}", grouped(place, MARK), grouped(total, MARK)),
    no_hit: "Sin resultados",
    looking: "Buscando…",
    older: "Resultado siguiente, más antiguo",
    newer: "Resultado anterior, más reciente",
    close: "Cerrar la búsqueda",
    on_device_only: "Sin conexión: solo se buscó en los mensajes de este dispositivo.",
};
