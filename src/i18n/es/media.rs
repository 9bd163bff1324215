//! Words of files, in Spanish.

use crate::i18n::messages::media::MediaMessages;

pub(super) const MEDIA: MediaMessages = MediaMessages {
    attach: "Adjuntar",
    drop_here: "Suelta los archivos aquí para adjuntarlos",
    tray: "Archivos para enviar",
    remove: |name| format!("Quitar {name}"),
    caption: "Leyenda",
    send: |count| match count {
        1 => "Enviar 1 archivo".to_owned(),
        count => format!("Enviar {count} archivos"),
    },
    preparing: "Preparando…",
    smaller_image: "Enviar una imagen más pequeña",
    as_document: "Enviar como documento",
    image_too_large: |limit| format!("La imagen supera los {limit}, el límite de WhatsApp para fotos."),
    too_large: |limit| format!("El archivo supera los {limit}, el límite de WhatsApp para este tipo."),
    empty: "El archivo está vacío (0 bytes).",
    type_refused: "WhatsApp no acepta este tipo de archivo.",
    cannot_open_image: "Este navegador no puede abrir la imagen para reducirla.",
    vanished: "El archivo ya no está en este dispositivo, o cambió desde que lo elegiste. Elígelo de nuevo.",
    not_here: "El archivo ya no está en este dispositivo.",
    wants_image: "Aquí hace falta una foto (JPEG o PNG).",
    wants_video: "Aquí hace falta un video (MP4 o 3GP).",
    leave_out: "Quita los archivos que no se pueden enviar.",
    goes_with_page: "No cabe en este dispositivo hasta que se envíe: si la página se cierra antes, elígelo de nuevo.",
    uploading: |percent| format!("Subiendo archivo: {percent} %"),
    cancel_upload: "Cancelar envío",
    pasted_image: "Imagen pegada",
    fetch_failed: "No se pudo volver a obtener el archivo.",
    refused_missing: "El servidor ya no tiene el archivo. Envíalo de nuevo.",
};
