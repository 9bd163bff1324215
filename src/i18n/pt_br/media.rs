//! Words of files, in Portuguese.

use crate::i18n::messages::media::MediaMessages;

pub(super) const MEDIA: MediaMessages = MediaMessages {
    attach: "Anexar",
    drop_here: "Solte os arquivos aqui para anexar",
    tray: "Arquivos para enviar",
    remove: |name| format!("Remover {name}"),
    caption: "Legenda",
    send: |count| match count {
        1 => "Enviar 1 arquivo".to_owned(),
        count => format!("Enviar {count} arquivos"),
    },
    preparing: "Preparando…",
    smaller_image: "Enviar imagem menor",
    as_document: "Enviar como documento",
    image_too_large: |limit| format!("A imagem passa de {limit}, o limite do WhatsApp para fotos."),
    too_large: |limit| format!("O arquivo passa de {limit}, o limite do WhatsApp para este tipo."),
    empty: "O arquivo está vazio (0 bytes).",
    type_refused: "O WhatsApp não aceita este tipo de arquivo.",
    cannot_open_image: "Este navegador não consegue abrir a imagem para reduzi-la.",
    vanished: "O arquivo não está mais neste aparelho, ou mudou desde que foi escolhido. Escolha-o de novo.",
    not_here: "O arquivo não está mais neste aparelho.",
    wants_image: "Aqui é preciso uma foto (JPEG ou PNG).",
    wants_video: "Aqui é preciso um vídeo (MP4 ou 3GP).",
    leave_out: "Remova os arquivos que não podem ser enviados.",
    goes_with_page: "Não cabe neste aparelho até ser enviado: se a página fechar antes, escolha-o de novo.",
    uploading: |percent| format!("Enviando arquivo: {percent}%"),
    cancel_upload: "Cancelar envio",
    pasted_image: "Imagem colada",
    fetch_failed: "O arquivo não pôde ser buscado de novo.",
    refused_missing: "O servidor não tem mais o arquivo. Envie-o de novo.",
};
