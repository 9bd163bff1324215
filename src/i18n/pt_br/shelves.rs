//! Brazilian Portuguese: media, links and documents of a conversation.

use crate::i18n::messages::search::grouped;
use crate::i18n::messages::shelves::ShelfMessages;

pub(super) const SHELVES: ShelfMessages = ShelfMessages {
    title: "Mídia, links e documentos",
    count: |count| match count {
        1 => "1 item".to_owned(),
        _ => format!("{} itens", grouped(count, '.')),
    },
    back: "Voltar ao painel",
    kinds: "O que mostrar",
    media: "Mídia",
    links: "Links",
    documents: "Documentos",
    no_media: "Nenhuma foto e nenhum vídeo nesta conversa.",
    no_links: "Nenhum link nesta conversa.",
    no_documents: "Nenhum documento nesta conversa.",
    none_here: "Sem conexão com o servidor, e este aparelho não guarda nada disso.",
    on_device: "Sem conexão com o servidor: aqui está só o que este aparelho guarda.",
    failed: "Não foi possível carregar.",
    indexing: "O servidor ainda prepara as mensagens mais antigas: elas aparecem aqui em breve.",
    more: "Mostrar mais",
    go_to: "Ir para a mensagem",
    go_to_of: |what| format!("Ir para a mensagem: {what}"),
    picture: |who, when| format!("Foto de {who}, {when}"),
    film: |who, when| format!("Vídeo de {who}, {when}"),
    revoked: "Apagada pelo cliente",
    from: |who, when| format!("{who}, {when}"),
};
