//! Words of the list of conversations, in Portuguese.

use crate::i18n::messages::list::ListMessages;

pub(super) const LIST: ListMessages = ListMessages {
    sort: "Ordem",
    sort_recent: "Recentes",
    sort_closing: "Fecham primeiro",
    stage: "Status",
    all_stages: "Status",
    group: "Grupo",
    all_groups: "Grupo",
    clear_filters: "Limpar filtros",

    options: "Opções da conversa",
    options_of: |name| format!("Opções da conversa com {name}"),
    mark_read: "Marcar como lida",
    mark_unread: "Marcar como não lida",
    marked_unread: "Marcada como não lida",
    pin: "Fixar no topo",
    let_go: "Desafixar",
    pinned: "Fixada no topo",
    select: "Selecionar",
    selected: "Selecionada",
    selection: "Conversas selecionadas",
    selected_count: |count| match count {
        1 => "1 selecionada".to_owned(),
        _ => format!("{count} selecionadas"),
    },
    end_selection: "Cancelar seleção",
    assign: "Atribuir",
    nobody: "Ninguém",
    failed_pin: "Não foi possível fixar nem desafixar a conversa.",
    failed_mark: "Não foi possível marcar a conversa.",
    pins_full: |most| format!("Já há {most} conversas fixadas. Desafixe uma para fixar outra."),
};
