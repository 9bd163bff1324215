//! A message's way in Spanish.

use crate::i18n::messages::delivery::{DetailsMessages, MetaMessages, Trouble, UnsupportedMessages};

pub(super) const DETAILS: DetailsMessages = DetailsMessages {
    options: "Opciones del mensaje",
    rows_hint: "Usa las flechas para ir de mensaje en mensaje y Enter para ver sus opciones.",
    copied: "Mensaje copiado",
    details: "Detalles",
    title: "Detalles del mensaje",
    received: "Recibido",
    written: "Escrito",
    only_here: "Todavía está solo en este dispositivo. Sale en cuanto haya conexión con el servidor.",
    way: "Recorrido",
    attempts: "Intentos de envío",
    attempt: |number| format!("Intento {number}"),
    no_attempt: "Todavía no se entregó a Meta: espera su turno.",
    under_way: "En curso",
    accepted: "Meta aceptó el mensaje.",
    later: "No salió ahora, por un motivo que pasa. PerfectChat lo intenta de nuevo solo.",
    failed: "No salió.",
    unknown: "Meta no respondió a tiempo. No se puede saber si salió.",
    token_refused: "Meta rechazó el acceso del número. El mensaje espera hasta que se vuelva a conectar.",
    other: "Un resultado que esta versión de la pantalla no conoce.",
    of_attempt: |number| format!("intento {number}"),
    code: |code| format!("Código {code}"),
    meta_says: "Meta dice, en inglés:",
    could_not_load: "No se pudieron cargar los detalles.",
};

pub(super) const UNSUPPORTED: UnsupportedMessages = UnsupportedMessages {
    look_on_phone: "WhatsApp no entrega este tipo a las aplicaciones de empresas. Pídele al cliente que escriba de otra forma.",
    poll: "El cliente envió una encuesta. WhatsApp no entrega encuestas a las aplicaciones de empresas; pregunta por escrito.",
    event: "El cliente envió un evento. WhatsApp no entrega eventos a las aplicaciones de empresas; pide fecha y lugar por escrito.",
    view_once: "El cliente envió un mensaje de visualización única. Solo se abre en el teléfono; pídele que lo envíe de forma normal.",
    edit: "El cliente editó un mensaje y WhatsApp no informó el texto nuevo.",
    too_large: "El archivo del cliente supera los 100 MB o no se pudo descargar. Pide uno más pequeño.",
    only_on_phone: "Este mensaje solo aparece en WhatsApp Business del teléfono.",
};

pub(super) const META: MetaMessages = MetaMessages {
    no_reason: Trouble {
        what: "Meta no respondió o no dijo el motivo.",
        next: "Inténtalo de nuevo en un momento. Si se repite, habla con un administrador.",
    },
    fault: Trouble {
        what: "WhatsApp tuvo un error interno.",
        next: "Inténtalo de nuevo en unos minutos.",
    },
    unavailable: Trouble {
        what: "WhatsApp está caído u ocupado.",
        next: "Inténtalo de nuevo en unos minutos.",
    },
    maintenance: Trouble {
        what: "Meta está haciendo mantenimiento en este número.",
        next: "Inténtalo de nuevo en cinco minutos.",
    },
    token: Trouble {
        what: "El acceso de este número a Meta venció o ya no vale.",
        next: "Pide a un administrador que vuelva a conectar el número.",
    },
    permission: Trouble {
        what: "El acceso de este número a Meta no permite este envío.",
        next: "Pide a un administrador que revise los permisos de la aplicación en Meta.",
    },
    call_limit: Trouble {
        what: "La cuenta hizo demasiadas solicitudes a Meta en poco tiempo.",
        next: "Espera una hora e inténtalo de nuevo.",
    },
    throughput: Trouble {
        what: "Este número está enviando demasiado rápido.",
        next: "Espera un minuto e inténtalo de nuevo.",
    },
    pair_limit: Trouble {
        what: "Fueron demasiados mensajes para este cliente en poco tiempo.",
        next: "Espera unos minutos e inténtalo de nuevo.",
    },
    spam_limit: Trouble {
        what: "WhatsApp limitó este número porque hubo clientes que lo bloquearon o denunciaron.",
        next: "Espera unas horas y avisa a un administrador.",
    },
    wrong_categories: Trouble {
        what: "Meta limitó la cuenta por plantillas en categorías equivocadas.",
        next: "Avisa a un administrador: hay que corregir las categorías de las plantillas.",
    },
    number_gone: Trouble {
        what: "Este número de la empresa ya no existe en Meta.",
        next: "Pide a un administrador que revise el número.",
    },
    registration: Trouble {
        what: "El registro de este número en WhatsApp está incompleto o se perdió.",
        next: "Pide a un administrador que registre el número de nuevo.",
    },
    display_name: Trouble {
        what: "El nombre visible de este número todavía no fue aprobado.",
        next: "Pide a un administrador que revise el nombre en Meta.",
    },
    test_list: Trouble {
        what: "Es un número de prueba y el cliente no está en su lista de destinatarios permitidos.",
        next: "Pide a un administrador que agregue al cliente a la lista, o usa un número real.",
    },
    account_locked: Trouble {
        what: "La cuenta de WhatsApp está restringida o bloqueada.",
        next: "Avisa a un administrador.",
    },
    policy: Trouble {
        what: "Meta bloqueó la cuenta por sus políticas.",
        next: "Avisa a un administrador.",
    },
    payment: Trouble {
        what: "Hay un problema de pago o de condiciones en la cuenta de Meta.",
        next: "Pide a un administrador que revise la forma de pago.",
    },
    not_verified: Trouble {
        what: "Meta aún no ha verificado la empresa.",
        next: "Pide a un administrador que termine la verificación en Meta.",
    },
    window_closed: Trouble {
        what: "La ventana de 24 horas ya estaba cerrada.",
        next: "Envía una plantilla o espera a que el cliente escriba.",
    },
    undeliverable: Trouble {
        what: "WhatsApp no pudo entregarlo y no dice por qué: el cliente puede no tener WhatsApp, usar una versión antigua o haber bloqueado el número.",
        next: "Revisa el teléfono y busca al cliente por otro medio.",
    },
    blocked_by_us: Trouble {
        what: "La empresa bloqueó a este cliente.",
        next: "Desbloquea al cliente antes de escribir.",
    },
    to_itself: Trouble {
        what: "El destinatario es el propio número de la empresa.",
        next: "Revisa el teléfono del contacto.",
    },
    country: Trouble {
        what: "WhatsApp no deja que este número escriba al país del cliente.",
        next: "Busca al cliente por otro medio.",
    },
    experiment: Trouble {
        what: "Meta no lo entregó: el cliente forma parte de una de sus pruebas con mensajes de marketing.",
        next: "No repitas la plantilla. Si el cliente escribe, puedes responder.",
    },
    marketing_cap: Trouble {
        what: "Meta no lo entregó, para que el cliente no reciba demasiado marketing.",
        next: "No lo repitas antes de 24 horas. Si el cliente escribe, puedes responder.",
    },
    marketing_stopped: Trouble {
        what: "El cliente pidió no recibir mensajes de marketing.",
        next: "No repitas la plantilla. Si el cliente escribe, puedes responder.",
    },
    marketing_off: Trouble {
        what: "Las plantillas de marketing están desactivadas en esta cuenta.",
        next: "Pide a un administrador que revise la cuenta en Meta, o usa una plantilla de utilidad.",
    },
    identity_changed: Trouble {
        what: "El cliente cambió de teléfono, o el número pasó a otra persona.",
        next: "Confirma con quién hablas antes de enviar datos personales.",
    },
    needs_number: Trouble {
        what: "Este tipo de mensaje no puede ir a un cliente conocido solo por su nombre de usuario.",
        next: "Pídele el teléfono al cliente, o envía otro tipo de mensaje.",
    },
    invalid: Trouble {
        what: "WhatsApp no aceptó los datos de este mensaje.",
        next: "Escribe el mensaje de otra forma. Si se repite, muestra los detalles a un administrador.",
    },
    method: Trouble {
        what: "Meta no acepta esta solicitud en esta cuenta.",
        next: "Muestra los detalles a un administrador.",
    },
    kind_not_supported: Trouble {
        what: "WhatsApp no acepta este tipo de mensaje.",
        next: "Envía el contenido de otra forma.",
    },
    their_file: Trouble {
        what: "El archivo del cliente no se pudo descargar o supera los 100 MB.",
        next: "Pídele al cliente que lo envíe de nuevo, en un archivo más pequeño.",
    },
    our_file: Trouble {
        what: "WhatsApp no pudo usar el archivo.",
        next: "Revisa el formato y el tamaño y envíalo de nuevo.",
    },
    only_on_phone: Trouble {
        what: "Este mensaje solo aparece en WhatsApp Business del teléfono.",
        next: "Abre la conversación en el teléfono de la empresa.",
    },
    phone_sync: Trouble {
        what: "La sincronización con WhatsApp Business del teléfono no está habilitada.",
        next: "Muestra los detalles a un administrador.",
    },
    template_missing: Trouble {
        what: "La plantilla no existe en este idioma o no está aprobada.",
        next: "Elige otra plantilla.",
    },
    template_data: Trouble {
        what: "Faltan datos de la plantilla o no tienen el formato correcto.",
        next: "Completa los campos de la plantilla y envíala de nuevo.",
    },
    template_too_long: Trouble {
        what: "El texto de la plantilla queda demasiado largo una vez completado.",
        next: "Usa textos más cortos en los campos.",
    },
    template_policy: Trouble {
        what: "El texto de la plantilla va contra una política de WhatsApp.",
        next: "Elige otra plantilla y avisa a un administrador.",
    },
    template_paused: Trouble {
        what: "La plantilla está en pausa por baja calidad.",
        next: "Elige otra plantilla.",
    },
    template_disabled: Trouble {
        what: "Meta desactivó esta plantilla.",
        next: "Elige otra plantilla y avisa a un administrador.",
    },
    flow: Trouble {
        what: "El formulario (Flow) de esta plantilla está bloqueado o limitado.",
        next: "Elige otra plantilla y avisa a un administrador.",
    },
    other_what: |code| format!("WhatsApp no entregó el mensaje (código {code})."),
    other_next: "Inténtalo de nuevo. Si se repite, muestra los detalles a un administrador.",
};
