//! Spanish: media, links and documents of a conversation.

use crate::i18n::messages::search::grouped;
use crate::i18n::messages::shelves::ShelfMessages;

pub(super) const SHELVES: ShelfMessages = ShelfMessages {
    title: "Multimedia, enlaces y documentos",
    count: |count| match count {
        1 => "1 elemento".to_owned(),
        _ => format!("{} elementos", grouped(count, '.')),
    },
    back: "Volver al panel",
    kinds: "Qué mostrar",
    media: "Multimedia",
    links: "Enlaces",
    documents: "Documentos",
    no_media: "No hay fotos ni videos en esta conversación.",
    no_links: "No hay enlaces en esta conversación.",
    no_documents: "No hay documentos en esta conversación.",
    none_here: "Sin conexión con el servidor, y este dispositivo no guarda nada de esto.",
    on_device: "Sin conexión con el servidor: aquí está solo lo que guarda este dispositivo.",
    failed: "No se pudo cargar.",
    indexing: "El servidor aún prepara los mensajes más antiguos: aparecerán aquí pronto.",
    more: "Mostrar más",
    go_to: "Ir al mensaje",
    go_to_of: |what| format!("Ir al mensaje: {what}"),
    picture: |who, when| format!("Foto de {who}, {when}"),
    film: |who, when| format!("Video de {who}, {when}"),
    revoked: "Eliminado por el cliente",
    from: |who, when| format!("{who}, {when}"),
};
