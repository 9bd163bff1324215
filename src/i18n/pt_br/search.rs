//! Brazilian Portuguese: searching.

use crate::i18n::messages::search::{SearchMessages, grouped};

const MARK: char = '.';

pub(super) const SEARCH: SearchMessages = SearchMessages {
    search: "Buscar contatos e mensagens",
    clear: "Limpar busca",
    results: "Resultados da busca",
    contacts: "Contatos",
    messages: "Mensagens",
    from_server: "Do servidor",
    found: |contacts, messages| {
        let contacts = match contacts {
            1 => "1 contato".to_owned(),
            _ => format!("{contacts} contatos"),
        };
        let messages = match messages {
            1 => "1 mensagem".to_owned(),
            _ => format!("{messages} mensagens"),
        };
        format!("{contacts}, {messages}")
    },
    preparing: "Preparando a busca neste aparelho…",
    covered: |count, since| match count {
        1 => format!("Neste aparelho: 1 mensagem, de {since}."),
        _ => format!(
            "Neste aparelho: {} mensagens, desde {since}.",
            grouped(count, MARK)
        ),
    },
    covered_none: "Neste aparelho ainda não há mensagens.",
    device_off: "Este aparelho não guarda mensagens: só o servidor é pesquisado.",
    cut: "O texto é longo demais: só o começo conta.",
    newest_of: |shown, total| format!("Mostrando as {shown} mais recentes de {}.", grouped(total, MARK)),
    asking: "Buscando no servidor…",
    nothing_more: "O servidor não encontrou mais nada.",
    more: "Mostrar mais do servidor",
    offline: "Sem conexão: só foi pesquisado o que está neste aparelho.",
    indexing: "O servidor ainda está preparando as mensagens mais antigas. Em breve elas aparecem na busca.",
    nothing: |text| format!("Nada encontrado para “{text}”"),
    nothing_text: "Confira a grafia ou tente outra palavra, um nome ou um número.",
    commands: "Comandos",
    no_command: "Nenhum comando com este nome",
    go_to: |place| format!("Ir para {place}"),
    choose_template: "Escolher modelo",
    in_conversation: "Pesquisar histórico de bate-papo",
    place: |place, total| format!("{} de {}", grouped(place, MARK), grouped(total, MARK)),
    no_hit: "Nenhum resultado",
    looking: "Pesquisando…",
    older: "Próximo resultado, mais antigo",
    newer: "Resultado anterior, mais recente",
    close: "Fechar a pesquisa",
    on_device_only: "Sem conexão: só as mensagens deste aparelho foram pesquisadas.",
};
