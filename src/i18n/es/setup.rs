//! The setup pages in Spanish.

use crate::i18n::messages::setup::{AlarmMessages, AlarmText, SetupMessages};

pub(super) const SETUP: SetupMessages = SetupMessages {
    setup: "Setup",
    setup_with_alarms: |count| match count {
        1 => "Setup, 1 aviso nuevo".to_owned(),
        _ => format!("Setup, {count} avisos nuevos"),
    },
    sections: "Secciones de Setup",
    back_to_setup: "Volver a Setup",

    alarms: "Avisos",
    alarms_lead: "Lo que Meta y PerfectChat quieren que sepa un administrador.",
    new_alarms: "Nuevos",
    earlier_alarms: "Anteriores",
    no_alarms: "Ningún aviso nuevo",
    no_alarms_text: "Si un número se desconecta, la cuenta se restringe o una plantilla cambia, lo sabrás aquí.",
    what_to_do: "Qué hacer",
    times: |count| match count {
        1 => "1 vez".to_owned(),
        _ => format!("{count} veces"),
    },
    acknowledge: "Marcar como visto",
    acknowledge_what: |title| format!("Marcar como visto: {title}"),
    seen: "Visto",
    over: "Resuelto",
    whole_account: "Toda la cuenta",
    show_earlier: "Mostrar más antiguos",
    earlier_failed: "No se pudieron cargar los anteriores.",

    set_aside: "Recibidos y no entendidos",
    set_aside_lead: "Lo que Meta envió y PerfectChat no supo leer. Nada se pierde: queda guardado aquí y las conversaciones siguen igual.",
    set_aside_count: |count| match count {
        1 => "1 elemento guardado".to_owned(),
        _ => format!("{count} elementos guardados"),
    },
    set_aside_first: |length| {
        format!("Solo el comienzo: {length} caracteres. El texto completo está en el servidor.")
    },
    nothing_set_aside: "Todo se entendió",
    nothing_set_aside_text: "Si Meta envía algo que PerfectChat no sabe leer, queda guardado aquí.",
    set_aside_failed: "No se pudo cargar la lista",
    set_aside_failed_text: "El servidor no respondió. Lo guardado sigue allí.",
    whole_body: "Entrega completa",
    show_value: "Mostrar contenido",
    copy_value: "Copiar contenido",
    see_set_aside: "Ver lo que no se entendió",
    show_more: "Mostrar más",

    app_settings: "Configuración de la aplicación",
    app_settings_lead: "Lo que vale para todo el equipo.",
    holds: "Espera antes de enviar",
    holds_text: "Durante la espera, quien escribió puede cancelar el mensaje: el cliente nunca lo recibe.",
    hold_voice_notes: "Mensajes de voz",
    hold_others: "Todos los demás mensajes",
    hold_length: |seconds| match seconds {
        0 => "Sin espera".to_owned(),
        1 => "1 segundo".to_owned(),
        _ => format!("{seconds} segundos"),
    },
    settings_saved: "Configuración guardada.",
    failed_change_settings: "La configuración no se cambió.",
};

pub(super) const ALARM: AlarmMessages = AlarmMessages {
    value: |value| {
        Some(match value {
            "APPROVED" => "aprobado",
            "REJECTED" => "rechazado",
            "PENDING" => "en revisión",
            "DEFERRED" => "aplazado",
            "PAUSED" => "en pausa",
            "DISABLED" => "desactivado",
            "IN_APPEAL" => "en apelación",
            "REINSTATED" => "habilitado de nuevo",
            "FLAGGED" => "señalado",
            "UNFLAGGED" => "ya no está señalado",
            "PENDING_DELETION" => "en proceso de eliminación",
            "DELETED" => "eliminado",
            "LOCKED" => "bloqueado para edición",
            "UNLOCKED" => "abierto para edición",
            "ARCHIVED" => "archivado",
            "UNARCHIVED" => "fuera del archivo",
            "GREEN" => "buena",
            "YELLOW" => "media",
            "RED" => "baja",
            "UNKNOWN" => "todavía sin nota",
            "MARKETING" => "marketing",
            "UTILITY" => "utilidad",
            "AUTHENTICATION" => "autenticación",
            "INVALID_FORMAT" => "formato no válido",
            "ABUSIVE_CONTENT" => "contenido abusivo",
            "SCAM" => "estafa",
            "TAG_CONTENT_MISMATCH" => "el contenido no corresponde al idioma o a la categoría",
            "INCORRECT_CATEGORY" => "categoría equivocada",
            "PROMOTIONAL" => "contenido promocional",
            "TIER_50" => "50 clientes por día",
            "TIER_250" => "250 clientes por día",
            "TIER_1K" => "1.000 clientes por día",
            "TIER_2K" => "2.000 clientes por día",
            "TIER_10K" => "10.000 clientes por día",
            "TIER_100K" => "100.000 clientes por día",
            "TIER_UNLIMITED" => "sin límite",
            "ACCOUNT_VIOLATION" => "infracción de una política",
            "ACCOUNT_RESTRICTION" => "restricción de la cuenta",
            "DISABLED_UPDATE" => "cuenta desactivada",
            "ACCOUNT_DELETED" => "cuenta eliminada",
            "ACCOUNT_OFFBOARDED" => "cuenta desvinculada de la plataforma",
            "ACCOUNT_RECONNECTED" => "cuenta conectada de nuevo",
            "PARTNER_ADDED" => "socio agregado",
            "PARTNER_REMOVED" => "socio quitado",
            "PARTNER_APP_INSTALLED" => "aplicación de un socio instalada",
            "PARTNER_APP_UNINSTALLED" => "aplicación de un socio quitada",
            "VERIFIED_ACCOUNT" => "cuenta verificada",
            "VOLUME_BASED_PRICING_TIER_UPDATE" => "nuevo tramo de precio por volumen",
            "RESTRICTED_BIZ_INITIATED_MESSAGING" => "la empresa no puede iniciar conversaciones",
            "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" => "la empresa no puede responder a clientes",
            "RESTRICTED_ADD_PHONE_NUMBER_ACTION" => "no se pueden agregar números",
            "PIN_CHANGED" => "se cambió el PIN",
            "PIN_RESET_REQUEST" => "alguien pidió restablecer el PIN",
            "PIN_RESET_SUCCESS" => "se restableció el PIN",
            "UPGRADE" => "el límite de envíos subió",
            "DOWNGRADE" => "el límite de envíos bajó",
            "THROUGHPUT_UPGRADE" => "el número ahora envía más rápido",
            "ONBOARDING" => "el número entró en la plataforma",
            "REINSTATE" => "cuenta habilitada de nuevo",
            "DISABLE" => "cuenta desactivada",
            "SCHEDULE_FOR_DISABLE" => "la cuenta será desactivada",
            "NAME_NOT_CONSISTENT" => "el nombre no corresponde a la empresa",
            _ => return None,
        })
    },
    token_refused: AlarmText {
        title: |_| "Número desconectado: no sale nada".to_owned(),
        happened: |_| {
            "Meta rechazó el token de acceso de este número; venció o fue revocado. Los mensajes escritos quedan guardados."
                .to_owned()
        },
        to_do: |_| {
            "Genera un token nuevo en el Administrador comercial de Meta y vuelve a conectar el número en el servidor (perfectchat-server connect-number). Los mensajes guardados salen solos después."
                .to_owned()
        },
    },
    account_restricted: AlarmText {
        title: |facts| match facts.raw("event") {
            Some("DISABLED_UPDATE") => "La cuenta de WhatsApp fue desactivada".to_owned(),
            Some("ACCOUNT_DELETED") => "La cuenta de WhatsApp fue eliminada".to_owned(),
            Some("ACCOUNT_VIOLATION") => "Meta señala una infracción de política".to_owned(),
            _ => "La cuenta de WhatsApp fue restringida".to_owned(),
        },
        happened: |facts| {
            let what = facts.said("restriction").or_else(|| facts.said("event"));
            let what = what.map_or_else(
                || "Meta limitó lo que esta cuenta puede hacer.".to_owned(),
                |what| format!("Meta informa: {what}."),
            );
            match facts.date("expires_at") {
                Some(until) => format!("{what} Vale hasta {until}."),
                None => what,
            }
        },
        to_do: |_| {
            "Abre “Calidad de la cuenta” en el Administrador comercial de Meta, lee el motivo y, si corresponde, pide una revisión."
                .to_owned()
        },
    },
    account_reviewed: AlarmText {
        title: |facts| match facts.raw("decision") {
            Some("APPROVED") => "La cuenta de WhatsApp fue aprobada".to_owned(),
            Some("REJECTED") => "La cuenta de WhatsApp fue rechazada".to_owned(),
            _ => "La revisión de la cuenta de WhatsApp cambió".to_owned(),
        },
        happened: |facts| match facts.said("decision") {
            Some(decision) => format!("Resultado de la revisión de Meta: {decision}."),
            None => "Meta terminó la revisión de la cuenta.".to_owned(),
        },
        to_do: |facts| match facts.raw("decision") {
            Some("APPROVED") => String::new(),
            _ => "Revisa los datos de la empresa en el Administrador comercial de Meta.".to_owned(),
        },
    },
    account_news: AlarmText {
        title: |_| "Novedad en la cuenta de WhatsApp".to_owned(),
        happened: |facts| match (facts.said("event"), facts.raw("field")) {
            (Some(limit), Some("business_capability_update")) => {
                format!("Meta cambió los límites de la cuenta. Conversaciones nuevas por día ahora: {limit}.")
            }
            (Some(status), Some("business_username_update" | "business_username_updates")) => {
                format!("Nombre de usuario de la empresa: {status}.")
            }
            (Some(event), _) => format!("Meta informa: {event}."),
            (None, Some(field)) => format!("Meta envió un aviso del tipo {field}."),
            (None, None) => "Meta envió un aviso sobre la cuenta.".to_owned(),
        },
        to_do: |_| {
            "Si no fuiste tú quien pidió este cambio, revisa la cuenta en el Administrador comercial de Meta."
                .to_owned()
        },
    },
    number_quality: AlarmText {
        title: |facts| match facts.raw("event") {
            Some("UPGRADE" | "THROUGHPUT_UPGRADE" | "UNFLAGGED" | "ONBOARDING") => {
                "Buenas noticias sobre el número".to_owned()
            }
            Some("DOWNGRADE") => "El límite de envíos del número bajó".to_owned(),
            Some("FLAGGED") => "La calidad del número bajó".to_owned(),
            _ => "La calidad o el límite del número cambió".to_owned(),
        },
        happened: |facts| {
            let parts = [
                facts.said("event").map(|event| format!("Meta informa: {event}.")),
                facts.said("limit").map(|limit| format!("Límite ahora: {limit}.")),
                facts
                    .said("quality")
                    .map(|quality| format!("Calidad: {quality}.")),
            ];
            facts.joined(parts, "Meta cambió la evaluación de este número.")
        },
        to_do: |facts| {
            match facts.raw("event") {
            Some("UPGRADE" | "THROUGHPUT_UPGRADE" | "UNFLAGGED" | "ONBOARDING") => String::new(),
            _ => "Puede haber clientes que bloquean o denuncian el número. Reduce las plantillas de marketing y escribe solo a quien lo espera.".to_owned(),
        }
        },
    },
    number_name: AlarmText {
        title: |facts| match facts.raw("decision") {
            Some("APPROVED") => "Nombre del número aprobado".to_owned(),
            Some("REJECTED") => "Nombre del número rechazado".to_owned(),
            _ => "El nombre del número está en revisión".to_owned(),
        },
        happened: |facts| {
            let name = facts.raw("name").map_or_else(
                || "El nombre visible".to_owned(),
                |name| format!("El nombre visible “{name}”"),
            );
            let decision = facts.said("decision").unwrap_or_else(|| "revisado".to_owned());
            let reason = facts.said("reason").map(|reason| format!(" Motivo: {reason}."));
            format!(
                "{name} fue evaluado por Meta: {decision}.{}",
                reason.unwrap_or_default()
            )
        },
        to_do: |facts| match facts.raw("decision") {
            Some("REJECTED") => {
                "Elige otro nombre en el Administrador de WhatsApp, según las reglas de nombres de Meta."
                    .to_owned()
            }
            _ => String::new(),
        },
    },
    number_security: AlarmText {
        title: |_| "Cambio en la seguridad del número".to_owned(),
        happened: |facts| match facts.said("event") {
            Some(event) => format!("Verificación en dos pasos: {event}."),
            None => "La verificación en dos pasos de este número cambió.".to_owned(),
        },
        to_do: |_| {
            "Si no fue alguien de tu equipo, cambia el PIN ahora en el Administrador de WhatsApp y revisa quién tiene acceso a la cuenta."
                .to_owned()
        },
    },
    template_status: AlarmText {
        title: |facts| match facts.raw("status") {
            Some("APPROVED") => "Plantilla aprobada".to_owned(),
            Some("REJECTED") => "Plantilla rechazada".to_owned(),
            Some("PAUSED") => "Plantilla en pausa".to_owned(),
            Some("DISABLED") => "Plantilla desactivada".to_owned(),
            Some("FLAGGED") => "Plantilla señalada".to_owned(),
            Some("REINSTATED") => "Plantilla habilitada de nuevo".to_owned(),
            _ => "El estado de una plantilla cambió".to_owned(),
        },
        happened: |facts| {
            let status = facts.said("status").unwrap_or_else(|| "otro".to_owned());
            let reason = facts.said("reason").map(|reason| format!(" Motivo: {reason}."));
            format!(
                "{}. Estado: {status}.{}",
                facts.template("La plantilla", "Una plantilla"),
                reason.unwrap_or_default()
            )
        },
        to_do: |facts| {
            match facts.raw("status") {
            Some("REJECTED") => {
                "Corrige el texto en el Administrador de WhatsApp y envía la plantilla de nuevo a revisión.".to_owned()
            }
            Some("PAUSED") => {
                "Meta pone en pausa las plantillas que los clientes denuncian. Vuelve sola; mientras tanto usa otra y revisa el texto."
                    .to_owned()
            }
            Some("DISABLED" | "FLAGGED") => {
                "Usa otra plantilla y revisa el texto de esta en el Administrador de WhatsApp.".to_owned()
            }
            _ => String::new(),
        }
        },
    },
    template_quality: AlarmText {
        title: |facts| match facts.raw("quality") {
            Some("GREEN") => "La calidad de una plantilla mejoró".to_owned(),
            Some("YELLOW" | "RED") => "La calidad de una plantilla bajó".to_owned(),
            _ => "La calidad de una plantilla cambió".to_owned(),
        },
        happened: |facts| {
            let quality = facts.said("quality").unwrap_or_else(|| "cambió".to_owned());
            let before = facts.said("previous").map(|before| format!(" (antes: {before})"));
            format!(
                "{}: calidad {quality}{}.",
                facts.template("La plantilla", "Una plantilla"),
                before.unwrap_or_default()
            )
        },
        to_do: |facts| match facts.raw("quality") {
            Some("YELLOW" | "RED") => {
                "Revisa el texto y a quién va. Si la calidad sigue baja, Meta pone la plantilla en pausa."
                    .to_owned()
            }
            _ => String::new(),
        },
    },
    template_category: AlarmText {
        title: |_| "Meta cambió la categoría de una plantilla".to_owned(),
        happened: |facts| {
            let category = facts
                .said("category")
                .unwrap_or_else(|| "otra categoría".to_owned());
            let before = facts.said("previous").map(|before| format!(" (antes: {before})"));
            format!(
                "{}: ahora {category}{}. El precio de cada envío cambia con la categoría.",
                facts.template("La plantilla", "Una plantilla"),
                before.unwrap_or_default()
            )
        },
        to_do: |_| "Si no estás de acuerdo, pide una revisión en el Administrador de WhatsApp.".to_owned(),
    },
    set_aside: AlarmText {
        title: |_| "Algo recibido no se entendió".to_owned(),
        happened: |facts| match facts.raw("field") {
            Some(field) => {
                format!("Meta envió un valor de “{field}” que PerfectChat no supo leer. Está guardado.")
            }
            None => "Meta envió algo que PerfectChat no supo leer. Está guardado.".to_owned(),
        },
        to_do: |_| {
            "Mira el contenido. Si parece un mensaje de un cliente, responde por otro medio y muestra el contenido a quien cuida de PerfectChat."
                .to_owned()
        },
    },
    unknown: AlarmText {
        title: |_| "Un aviso de un tipo nuevo".to_owned(),
        happened: |facts| {
            let parts = [facts.said("event").map(|event| format!("Meta informa: {event}."))];
            facts.joined(parts, "Esta versión de la pantalla todavía no conoce este aviso.")
        },
        to_do: |_| "Recarga la página para actualizar la aplicación.".to_owned(),
    },
};
