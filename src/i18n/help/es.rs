//! The help in Spanish.

use super::guide::es::GUIDE;
use super::shortcuts::{ShortcutGroup, key};
use super::{FeedbackWords, HelpWords};

pub(super) const HELP: HelpWords = HelpWords {
    sections: "Secciones de la ayuda",
    back_to_help: "Volver a la ayuda",

    guide: "Guía",
    blocks: GUIDE,

    support_agent: "Agente de soporte (Support Agent)",
    support_agent_text: [
        "Support Agent es un interruptor en Configuración de la aplicación. Decide quién ve y responde cada conversación.",
        "Apagado, todos los agentes con el permiso “Ver” ven y responden todas las conversaciones.",
        "Encendido, una conversación asignada la ven y la responden solo sus responsables y quien tiene el permiso “Ver todos”. Una conversación sin asignar la ven todos.",
        "Encender o apagar el interruptor no cambia las asignaciones que ya existen.",
        "En ambos casos, quien tiene el permiso “Enviar” puede tomar una conversación. Cada cambio de responsables deja una línea en la conversación.",
    ],

    shortcuts: "Atajos de teclado",
    shortcuts_lead: "Pulsa ? fuera de un campo de texto para ver esta lista en cualquier pantalla.",
    shortcut_groups: [
        ShortcutGroup {
            title: "En cualquier pantalla",
            rows: &[
                key(&["?"], "Mostrar los atajos de teclado"),
                key(
                    &["Ctrl + K", "⌘ + K"],
                    "Ir a la búsqueda de contactos y mensajes; después de >, a los comandos",
                ),
                key(
                    &["Esc"],
                    "Cerrar el menú o la ventana que está abierta; si no, cancelar la grabación; si no, cerrar el panel de información; si no, salir de la conversación",
                ),
                key(&["Tab", "Shift + Tab"], "Ir al control siguiente o al anterior"),
            ],
        },
        ShortcutGroup {
            title: "Lista de conversaciones",
            rows: &[
                key(&["↑", "↓"], "Ir de una conversación a otra"),
                key(&["Home", "End"], "Ir a la primera conversación o a la última"),
                key(&["Enter"], "Abrir la conversación"),
                key(
                    &["Espacio"],
                    "Seleccionar la conversación, o quitarla de la selección",
                ),
                key(&["Shift + F10"], "Abrir el menú de la conversación"),
            ],
        },
        ShortcutGroup {
            title: "Mensajes",
            rows: &[
                key(&["↑", "↓"], "Ir de un mensaje a otro"),
                key(&["Enter", "Espacio"], "Abrir el menú del mensaje"),
            ],
        },
        ShortcutGroup {
            title: "Buscar en el historial del chat",
            rows: &[
                key(&["Enter", "F3"], "Ir al resultado siguiente, más antiguo"),
                key(
                    &["Shift + Enter", "Shift + F3"],
                    "Ir al resultado anterior, más reciente",
                ),
                key(&["Esc"], "Cerrar la búsqueda"),
            ],
        },
        ShortcutGroup {
            title: "Campo de mensajes",
            rows: &[
                key(
                    &["Enter"],
                    "Enviar (en el perfil puedes cambiarlo por una línea nueva)",
                ),
                key(&["Ctrl + Enter", "⌘ + Enter"], "Enviar siempre"),
                key(&["Shift + Enter"], "Línea nueva"),
                key(&["@"], "Elegir un campo combinado"),
                key(&["/"], "Elegir una respuesta rápida"),
                key(
                    &["Esc"],
                    "Cerrar las sugerencias, o dejar de responder a un mensaje",
                ),
            ],
        },
        ShortcutGroup {
            title: "Mensajes de voz",
            rows: &[
                key(&["Esc"], "Cancelar la grabación"),
                key(&["Espacio"], "Escuchar o pausar"),
                key(&["←", "→"], "Retroceder o avanzar en el audio"),
                key(&["Home", "End"], "Ir al principio o al final del audio"),
            ],
        },
        ShortcutGroup {
            title: "Fotos y videos",
            rows: &[
                key(&["←", "→"], "Ver el anterior o el siguiente"),
                key(&["+", "-"], "Aumentar o reducir"),
                key(&["0"], "Volver al tamaño de la pantalla"),
                key(&["←", "→", "↑", "↓"], "Mover la foto ampliada"),
            ],
        },
    ],

    feedback: FeedbackWords {
        title: "Cuéntame qué te pareció",
        lead: "¿Qué te parece PerfectChat? Es un voto por persona en cada versión. Los administradores ven los votos y los comentarios, sin nombres; los clientes no ven nada.",
        moods: ["Feliz", "Normal", "Triste"],
        comment: "Comentario (opcional)",
        comment_hint: "Hasta 1.000 caracteres.",
        send: "Enviar opinión",
        sending: "Enviando…",
        choose_first: "Elige antes cómo te sientes: feliz, normal o triste.",
        thanks: "¡Gracias! Tu opinión quedó guardada.",
        given: |release| {
            format!("Ya votaste sobre la versión {release}. Puedes cambiar tu voto cuando quieras.")
        },
        not_sent: "La opinión no se envió.",

        tally: "Qué le pareció al equipo",
        tally_lead: "Solo los administradores ven esta parte.",
        no_votes: "Nadie ha votado todavía.",
        tally_failed: "No se pudieron cargar los votos.",
        release: |release| format!("Versión {release}"),
        votes: |count| match count {
            1 => "1 voto".to_owned(),
            _ => format!("{count} votos"),
        },
        comments: "Comentarios",
    },
};
