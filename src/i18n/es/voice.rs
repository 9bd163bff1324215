//! Words of voice notes, in Spanish.

use crate::i18n::messages::voice::VoiceMessages;

pub(super) const VOICE: VoiceMessages = VoiceMessages {
    record: "Grabar mensaje de voz",
    asking: "Permite el uso del micrófono cuando el navegador lo pregunte.",
    recording: "Grabando",
    nearly_over: "Grabando. Falta menos de un minuto para el límite de 15 minutos.",
    stop_and_send: "Parar y enviar",
    cancel_recording: "Cancelar grabación",
    finishing: "Preparando el audio…",
    recording_for: |name| format!("Grabando para {name}"),
    not_sent_for: |name| format!("Hay un audio sin enviar para {name}"),

    recover: |length| format!("¿Recuperar audio de {length}?"),
    recover_unmeasured: "¿Recuperar audio?",
    listen: "Escuchar",
    stop_listening: "Parar",
    send: "Enviar",
    discard: "Descartar",
    given_up: "Grabación cancelada.",
    undo: "Deshacer",

    denied: "El micrófono está bloqueado para esta página. Haz clic en el candado junto a la dirección, permite el micrófono y graba de nuevo.",
    no_microphone: "No se encontró ningún micrófono. Conecta uno y graba de nuevo.",
    busy: "Otro programa está usando el micrófono. Ciérralo y graba de nuevo.",
    unsupported: "Este navegador no graba audio aquí. Actualízalo, o abre PerfectChat en una dirección https.",
    device_gone: "El micrófono se desconectó. Lo que ya estaba grabado se guardó.",
    page_hidden: "La grabación se detuvo porque la página salió de la pantalla. Lo que ya estaba grabado se guardó.",
    limit: "La grabación llegó al límite de 15 minutos y se guardó.",
    storage_full: "Este dispositivo no tiene espacio. Lo que ya estaba grabado se guardó: envíalo o descártalo.",
    broke: "La grabación se detuvo por un error del navegador. Lo que ya estaba grabado se guardó.",
    too_short: "No se grabó nada. Habla al menos un segundo antes de parar.",
    cannot_send: "WhatsApp no acepta lo que este navegador grabó. Usa otro navegador, o escribe.",

    sent_as_audio: "Este navegador no graba en el formato de los mensajes de voz: se envió como audio común.",
    cancelled: "Audio cancelado. No se envió.",
    failed_cancel: "El envío no se canceló.",
    held: |seconds| format!("Sale en {seconds} s"),
    hold_over: "Saliendo…",
    already_sent: "El mensaje ya salió.",
    refused: "El archivo no es un mensaje de voz que WhatsApp acepte. Graba de nuevo, o adjúntalo como audio.",
    delete_with_customer: "El cliente todavía puede ver este audio: WhatsApp no permite eliminarlo para él. Aquí el contenido se elimina para todo el equipo y queda una línea con tu nombre.",

    play: "Escuchar",
    pause: "Pausar",
    place: "Posición en el audio",
    place_of: |place, length| format!("{place} de {length}"),
    speed: |factor| format!("Velocidad: {factor}×"),
    played: "Escuchado",
    not_played: "Sin escuchar",
    cannot_play: "Este navegador no puede reproducir este audio. Descárgalo para escucharlo.",
};
