//! Words of the list of conversations, in Spanish.

use crate::i18n::messages::list::ListMessages;

pub(super) const LIST: ListMessages = ListMessages {
    sort: "Orden",
    sort_recent: "Recientes",
    sort_closing: "Cierran antes",
    stage: "Estado",
    all_stages: "Estado",
    group: "Grupo",
    all_groups: "Grupo",
    clear_filters: "Quitar filtros",

    options: "Opciones de la conversación",
    options_of: |name| format!("Opciones de la conversación con {name}"),
    mark_read: "Marcar como leída",
    mark_unread: "Marcar como no leída",
    marked_unread: "Marcada como no leída",
    pin: "Fijar arriba",
    let_go: "Desfijar",
    pinned: "Fijada arriba",
    select: "Seleccionar",
    selected: "Seleccionada",
    selection: "Conversaciones seleccionadas",
    selected_count: |count| match count {
        1 => "1 seleccionada".to_owned(),
        _ => format!("{count} seleccionadas"),
    },
    end_selection: "Cancelar selección",
    assign: "Asignar",
    nobody: "Nadie",
    failed_pin: "No se pudo fijar ni desfijar la conversación.",
    failed_mark: "No se pudo marcar la conversación.",
    pins_full: |most| format!("Ya hay {most} conversaciones fijadas. Desfija una para fijar otra."),
};
