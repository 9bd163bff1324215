//! Brazilian Portuguese, the default.

mod canned;
mod composer;
mod contact;
mod delivery;
mod list;
mod media;
mod mention;
mod search;
mod setup;
mod share;
mod shelves;
mod templates;
mod thread;
mod voice;

use super::messages::Messages;
use super::messages::search::grouped;
use super::messages::setup::AlarmMessages;

/// What alarms say: [`Messages::alarm()`].
pub(super) const ALARM: &AlarmMessages = &setup::ALARM;

pub(super) const MESSAGES: Messages = Messages {
    list: list::LIST,
    media: media::MEDIA,
    mention: mention::MENTION,
    search: search::SEARCH,
    share: share::SHARE,
    shelves: shelves::SHELVES,
    voice: voice::VOICE,
    close: "Fechar",
    cancel: "Cancelar",
    try_again: "Tentar de novo",
    copy: "Copiar",
    copied: "Copiado",
    discard: "Descartar",
    learn_more: "Saiba mais",
    loading: "Carregando…",
    page_not_found: "Página não encontrada",
    page_not_found_text: "O endereço pode estar incompleto.",
    go_to_conversations: "Ir para as conversas",

    sign_in_title: "Entrar no PerfectChat",
    sign_in_lead: "O WhatsApp da sua equipe em uma caixa de entrada.",
    email: "E-mail",
    password: "Senha",
    sign_in: "Entrar",
    signing_in: "Entrando…",
    would_discard_unsent: |name, count| {
        let what = if count == 1 {
            "1 mensagem não enviada".to_owned()
        } else {
            format!("{count} mensagens não enviadas")
        };
        format!("Este aparelho guarda {what} de {name}. Se você entrar, elas serão descartadas.")
    },
    discard_and_sign_in: "Descartar e entrar",

    main_navigation: "Navegação principal",
    chat: "Bate-papo",
    help: "Ajuda",
    profile: |name| format!("Perfil de {name}"),
    language: "Idioma",
    theme: "Tema",
    theme_system: "Do sistema",
    theme_light: "Claro",
    theme_dark: "Escuro",
    sign_out: "Sair",
    sign_out_everywhere: "Sair de todos os aparelhos",
    sign_out_asks_title: |count| match count {
        1 => "1 mensagem ainda não foi enviada".to_owned(),
        _ => format!("{count} mensagens ainda não foram enviadas"),
    },
    sign_out_asks_text: "Ao sair, este aparelho esquece tudo. O que fazer com o que ainda não saiu?",
    send_first: "Enviar antes",
    signing_out: "Saindo…",
    offline: "Sem conexão",
    reconnecting: "Reconectando…",
    reconnect_now: "Tentar agora",

    conversations: "Conversas",
    business_number: "Número comercial",
    all_numbers: "Todos os números",
    filters: "Filtros",
    filter_all: "Todas",
    filter_unread: "Não lidas",
    filter_mine: "Minhas",
    filter_unassigned: "Sem agente",
    filter_concluded: "Concluídas",
    draft: "Rascunho:",
    unread_count: |count| match count {
        1 => "1 mensagem não lida".to_owned(),
        _ => format!("{count} mensagens não lidas"),
    },
    window_closed_badge: "modelo",
    window_badge: |time| format!("Restam {time} para responder livremente"),
    unnamed_contact: "Sem nome",
    more_assignees: |name, more| format!("{name} +{more}"),
    no_conversations: "Nenhuma conversa ainda",
    no_conversations_text: "Quando um cliente escrever para o seu número de WhatsApp, a conversa aparece aqui na hora.",
    no_matches: "Nada neste filtro",
    no_matches_text: "Nenhuma conversa combina com o que você escolheu.",
    list_failed: "Não foi possível carregar as conversas",
    list_failed_text: "O servidor não respondeu. Seus rascunhos continuam guardados neste aparelho.",
    no_access: "Você não tem acesso às conversas",
    no_access_text: "Peça a um administrador a permissão “Ver” em Setup → Roles.",

    image: "Foto",
    video: "Vídeo",
    audio: "Áudio",
    voice_note: "Mensagem de voz",
    document: "Documento",
    sticker: "Figurinha",
    location: "Localização",
    contact_card: "Contato",
    template: "Modelo",
    order: "Pedido",
    order_items: |count| match count {
        1 => "1 produto".to_owned(),
        _ => format!("{count} produtos"),
    },
    unsupported: |name| format!("Tipo de mensagem ainda não suportado ({name})"),
    unsupported_short: "Mensagem não suportada",
    system: "Aviso",
    erased: |kind| format!("Apagado: {kind}"),
    erased_short: "Mensagem apagada",
    erased_by: |kind, by| format!("Apagado por {by}: {kind}"),
    decimal_mark: ',',
    message: "Mensagem",

    delivery_waiting: "Aguardando envio",
    delivery_held: "Em espera",
    delivery_unconfirmed: "Não confirmado",
    delivery_sent: "Enviada",
    delivery_delivered: "Entregue",
    delivery_read: "Lida",
    delivery_played: "Ouvida",
    delivery_failed: "Não enviada",
    unconfirmed_text: "Não confirmado: o WhatsApp não respondeu. O cliente pode já ter recebido.",
    send_anyway: "Reenviar mesmo assim",

    choose_conversation: "Escolha uma conversa",
    choose_conversation_text: "Ela abre aqui. Na lista, use as setas ↑ e ↓ e Enter.",
    messages_with: |name| format!("Mensagens com {name}"),
    back_to_list: "Voltar para as conversas",
    copy_phone: |phone| format!("Copiar telefone {phone}"),
    phone_copied: "Telefone copiado",
    answered_from: |number| format!("por {number}"),
    answered_by: |names| format!("Com {names}"),
    more_options: "Mais opções",
    take: "Assumir",
    conclude: "Concluir",
    reopen: "Reabrir",
    new_messages: |count| match count {
        1 => "1 mensagem nova".to_owned(),
        _ => format!("{count} mensagens novas"),
    },
    to_newest: "Ir para a mais recente",
    to_newest_with: |count| match count {
        1 => "Ir para a mais recente, 1 mensagem nova".to_owned(),
        _ => format!("Ir para a mais recente, {count} mensagens novas"),
    },
    history_failed: "Não foi possível carregar mais mensagens.",
    thread_unreachable: "Esta conversa não está neste aparelho",
    thread_unreachable_text: "Ela abre sozinha quando a conexão voltar.",
    thread_not_found: "Conversa não encontrada",
    thread_not_found_text: "Ela foi excluída, ou você não tem mais acesso a ela.",
    empty_thread: "Nenhuma mensagem ainda",
    forwarded: "Encaminhada",
    edited: "editada",
    revoked: "O cliente apagou esta mensagem",
    from_phone: "pelo celular",
    quote_missing: "Mensagem anterior",
    reaction: |emoji| format!("Reação: {emoji}"),
    new_message_from: |name, words| format!("Mensagem nova de {name}: {words}"),
    is_typing: |name| format!("{name} está escrevendo…"),
    are_typing: |names| format!("{names} estão escrevendo…"),

    somebody: "Alguém",
    took: |name| format!("{name} assumiu a conversa"),
    assigned: |by, to| format!("{by} atribuiu a {to}"),
    unassigned: |by| format!("{by} deixou a conversa sem agente"),
    assigned_automatically: |to| format!("Atribuída automaticamente a {to}"),
    unassigned_automatically: "A conversa ficou sem agente",
    concluded_by: |by| format!("{by} concluiu a conversa"),
    reopened: "Conversa reaberta",
    number_changed: |to| format!("O cliente mudou de número para {to}"),
    chat_opened: "O cliente abriu a conversa",
    and: "e",

    window_before_time: "Você tem ",
    window_after_time: " para responder livremente",
    window_warning_soon: "Falta menos de 1 hora para a janela fechar.",
    window_warning_last: "Faltam menos de 15 minutos para a janela fechar.",
    window_closed_strip: "Janela fechada · só modelos",
    window_never_strip: "O cliente ainda não escreveu · só modelos",
    window_closed: "A janela de 24 horas fechou.",
    window_closed_text: |name| format!(" Envie um modelo; ela reabre quando {name} responder."),
    window_never: "A janela de 24 horas ainda não abriu.",
    window_never_text: |name| format!(" Envie um modelo; ela abre quando {name} responder."),
    window_draft_kept: "Seu rascunho continua guardado.",
    window_policy_title: "A janela de 24 horas do WhatsApp",
    window_policy: [
        "Cada vez que o cliente escreve ou liga, o WhatsApp abre uma janela de 24 horas, contada a partir da hora da última mensagem ou ligação dele.",
        "Dentro dela você responde livremente: texto, áudio, fotos e arquivos.",
        "Depois disso o WhatsApp só aceita modelos aprovados pela Meta. A janela reabre assim que o cliente responder.",
        "A contagem vale para cada cliente e cada número da empresa. Reações e edições não reabrem a janela.",
    ],

    message_entry: "Mensagem",
    message_placeholder: "Digite sua mensagem neste local",
    send: "Enviar",
    characters_left: |left| match left {
        ..=-2 => format!("{} caracteres a mais", -left),
        -1 => "1 caractere a mais".to_owned(),
        1 => "Resta 1 caractere".to_owned(),
        _ => format!("Restam {left} caracteres"),
    },
    number_disconnected: |name| format!("O número {name} está desconectado."),
    number_disconnected_text: " As mensagens ficam guardadas e saem quando um administrador o reconectar.",

    needs_you: "Precisa de você",
    edit_again: "Voltar ao campo",
    sight_lost_text: "Você não vê mais esta conversa, e isto não foi enviado.",
    part_missing: "Esta parte do PerfectChat não carregou. Verifique a conexão e tente de novo, ou recarregue a página.",

    failed_assign: "A atribuição não foi feita.",
    failed_change_state: "O estado da conversa não mudou.",
    failed_retry: "A mensagem não foi reenviada.",
    failed_sign_out: "Não foi possível sair.",
    failed_acknowledge: "O aviso não foi marcado como visto.",
    failed_send: "A mensagem não foi enviada. O texto continua no campo.",
    failure_offline: "Sem conexão com o servidor. Confira a internet e tente de novo.",
    failure_broken: "O servidor respondeu algo inesperado. Recarregue a página para atualizar o aplicativo.",
    failure_sign_in: "E-mail ou senha incorretos.",
    failure_too_many: |seconds| match seconds {
        0..60 => "Tentativas demais. Espere um minuto e tente de novo.".to_owned(),
        _ => format!(
            "Tentativas demais. Tente de novo em {} min.",
            seconds.div_ceil(60)
        ),
    },
    failure_session: "Sua sessão terminou. Entre de novo.",
    failure_permission: "Sua função não permite isso.",
    failure_not_found: "Isso não existe mais, ou você não tem mais acesso.",
    failure_window_closed: "A janela de 24 horas fechou antes do envio.",
    failure_text_empty: "A mensagem está vazia.",
    failure_text_too_long: |most| format!("O texto passa de {} caracteres.", grouped(most, '.')),
    failure_not_sendable: "Este conteúdo não pode ser enviado pelo WhatsApp.",
    failure_conflict: "A mensagem já mudou de estado.",
    failure_unavailable: "O servidor está ocupado. Tente de novo em instantes.",
    failure_server: "O servidor teve um problema. Tente de novo.",
    failure_refused: "O servidor recusou o pedido.",

    composer: composer::COMPOSER,
    canned: canned::CANNED,
    contact: contact::CONTACT,
    labels: contact::LABELS,
    templates: templates::TEMPLATES,
    setup: setup::SETUP,
    alarm: None,
    details: delivery::DETAILS,
    meta: delivery::META,
    unsupported_why: delivery::UNSUPPORTED,
    thread: thread::THREAD,
};
