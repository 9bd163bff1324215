//! The setup pages in Brazilian Portuguese.

use crate::i18n::messages::setup::{AlarmMessages, AlarmText, SetupMessages};

pub(super) const SETUP: SetupMessages = SetupMessages {
    setup: "Setup",
    setup_with_alarms: |count| match count {
        1 => "Setup, 1 aviso novo".to_owned(),
        _ => format!("Setup, {count} avisos novos"),
    },
    sections: "Seções do Setup",
    back_to_setup: "Voltar para o Setup",

    alarms: "Avisos",
    alarms_lead: "O que a Meta e o PerfectChat querem que um administrador saiba.",
    new_alarms: "Novos",
    earlier_alarms: "Anteriores",
    no_alarms: "Nenhum aviso novo",
    no_alarms_text: "Se um número desconectar, a conta for restringida ou um modelo mudar, você fica sabendo aqui.",
    what_to_do: "O que fazer",
    times: |count| match count {
        1 => "1 vez".to_owned(),
        _ => format!("{count} vezes"),
    },
    acknowledge: "Marcar como visto",
    acknowledge_what: |title| format!("Marcar como visto: {title}"),
    seen: "Visto",
    over: "Resolvido",
    whole_account: "Toda a conta",
    show_earlier: "Mostrar mais antigos",
    earlier_failed: "Não foi possível carregar os anteriores.",

    set_aside: "Recebidos e não entendidos",
    set_aside_lead: "O que a Meta enviou e o PerfectChat não soube ler. Nada se perde: fica guardado aqui, e as conversas seguem normais.",
    set_aside_count: |count| match count {
        1 => "1 item guardado".to_owned(),
        _ => format!("{count} itens guardados"),
    },
    set_aside_first: |length| format!("Só o começo: {length} caracteres. O texto inteiro está no servidor."),
    nothing_set_aside: "Tudo foi entendido",
    nothing_set_aside_text: "Se a Meta enviar algo que o PerfectChat não sabe ler, fica guardado aqui.",
    set_aside_failed: "Não foi possível carregar a lista",
    set_aside_failed_text: "O servidor não respondeu. O que foi guardado continua lá.",
    whole_body: "Entrega inteira",
    show_value: "Mostrar conteúdo",
    copy_value: "Copiar conteúdo",
    see_set_aside: "Ver o que não foi entendido",
    show_more: "Mostrar mais",

    app_settings: "Configuração do aplicativo",
    app_settings_lead: "O que vale para toda a equipe.",
    holds: "Espera antes de enviar",
    holds_text: "Durante a espera, quem escreveu pode cancelar a mensagem: o cliente nunca a recebe.",
    hold_voice_notes: "Mensagens de voz",
    hold_others: "Todas as outras mensagens",
    hold_length: |seconds| match seconds {
        0 => "Sem espera".to_owned(),
        1 => "1 segundo".to_owned(),
        _ => format!("{seconds} segundos"),
    },
    settings_saved: "Configuração salva.",
    failed_change_settings: "A configuração não foi alterada.",
};

pub(super) const ALARM: AlarmMessages = AlarmMessages {
    value: |value| {
        Some(match value {
            "APPROVED" => "aprovado",
            "REJECTED" => "rejeitado",
            "PENDING" => "em análise",
            "DEFERRED" => "adiado",
            "PAUSED" => "pausado",
            "DISABLED" => "desativado",
            "IN_APPEAL" => "em recurso",
            "REINSTATED" => "liberado de novo",
            "FLAGGED" => "sinalizado",
            "UNFLAGGED" => "não está mais sinalizado",
            "PENDING_DELETION" => "sendo excluído",
            "DELETED" => "excluído",
            "LOCKED" => "bloqueado para edição",
            "UNLOCKED" => "liberado para edição",
            "ARCHIVED" => "arquivado",
            "UNARCHIVED" => "fora do arquivo",
            "GREEN" => "boa",
            "YELLOW" => "média",
            "RED" => "baixa",
            "UNKNOWN" => "ainda sem nota",
            "MARKETING" => "marketing",
            "UTILITY" => "utilidade",
            "AUTHENTICATION" => "autenticação",
            "INVALID_FORMAT" => "formato inválido",
            "ABUSIVE_CONTENT" => "conteúdo abusivo",
            "SCAM" => "golpe",
            "TAG_CONTENT_MISMATCH" => "o conteúdo não combina com o idioma ou a categoria",
            "INCORRECT_CATEGORY" => "categoria errada",
            "PROMOTIONAL" => "conteúdo promocional",
            "TIER_50" => "50 clientes por dia",
            "TIER_250" => "250 clientes por dia",
            "TIER_1K" => "1.000 clientes por dia",
            "TIER_2K" => "2.000 clientes por dia",
            "TIER_10K" => "10.000 clientes por dia",
            "TIER_100K" => "100.000 clientes por dia",
            "TIER_UNLIMITED" => "sem limite",
            "ACCOUNT_VIOLATION" => "violação de política",
            "ACCOUNT_RESTRICTION" => "restrição da conta",
            "DISABLED_UPDATE" => "conta desativada",
            "ACCOUNT_DELETED" => "conta excluída",
            "ACCOUNT_OFFBOARDED" => "conta desligada da plataforma",
            "ACCOUNT_RECONNECTED" => "conta conectada de novo",
            "PARTNER_ADDED" => "parceiro adicionado",
            "PARTNER_REMOVED" => "parceiro removido",
            "PARTNER_APP_INSTALLED" => "aplicativo de parceiro instalado",
            "PARTNER_APP_UNINSTALLED" => "aplicativo de parceiro removido",
            "VERIFIED_ACCOUNT" => "conta verificada",
            "VOLUME_BASED_PRICING_TIER_UPDATE" => "nova faixa de preço por volume",
            "RESTRICTED_BIZ_INITIATED_MESSAGING" => "a empresa não pode iniciar conversas",
            "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" => "a empresa não pode responder a clientes",
            "RESTRICTED_ADD_PHONE_NUMBER_ACTION" => "não é possível adicionar números",
            "PIN_CHANGED" => "o PIN foi trocado",
            "PIN_RESET_REQUEST" => "alguém pediu para redefinir o PIN",
            "PIN_RESET_SUCCESS" => "o PIN foi redefinido",
            "UPGRADE" => "o limite de envios aumentou",
            "DOWNGRADE" => "o limite de envios diminuiu",
            "THROUGHPUT_UPGRADE" => "o número agora envia mais rápido",
            "ONBOARDING" => "o número entrou na plataforma",
            "REINSTATE" => "conta liberada de novo",
            "DISABLE" => "conta desativada",
            "SCHEDULE_FOR_DISABLE" => "a conta será desativada",
            "NAME_NOT_CONSISTENT" => "o nome não combina com a empresa",
            _ => return None,
        })
    },
    token_refused: AlarmText {
        title: |_| "Número desconectado: nada está saindo".to_owned(),
        happened: |_| {
            "A Meta recusou o token de acesso deste número; ele expirou ou foi revogado. As mensagens escritas ficam guardadas."
                .to_owned()
        },
        to_do: |_| {
            "Gere um token novo no Gerenciador de Negócios da Meta e conecte o número de novo no servidor (perfectchat-server connect-number). As mensagens guardadas saem sozinhas em seguida."
                .to_owned()
        },
    },
    account_restricted: AlarmText {
        title: |facts| match facts.raw("event") {
            Some("DISABLED_UPDATE") => "A conta do WhatsApp foi desativada".to_owned(),
            Some("ACCOUNT_DELETED") => "A conta do WhatsApp foi excluída".to_owned(),
            Some("ACCOUNT_VIOLATION") => "A Meta apontou uma violação de política".to_owned(),
            _ => "A conta do WhatsApp foi restringida".to_owned(),
        },
        happened: |facts| {
            let what = facts.said("restriction").or_else(|| facts.said("event"));
            let what = what.map_or_else(
                || "A Meta limitou o que esta conta pode fazer.".to_owned(),
                |what| format!("A Meta informa: {what}."),
            );
            match facts.date("expires_at") {
                Some(until) => format!("{what} Vale até {until}."),
                None => what,
            }
        },
        to_do: |_| {
            "Abra “Qualidade da conta” no Gerenciador de Negócios da Meta, leia o motivo e, se for o caso, peça uma revisão."
                .to_owned()
        },
    },
    account_reviewed: AlarmText {
        title: |facts| match facts.raw("decision") {
            Some("APPROVED") => "A conta do WhatsApp foi aprovada".to_owned(),
            Some("REJECTED") => "A conta do WhatsApp foi rejeitada".to_owned(),
            _ => "A análise da conta do WhatsApp mudou".to_owned(),
        },
        happened: |facts| match facts.said("decision") {
            Some(decision) => format!("Resultado da análise da Meta: {decision}."),
            None => "A Meta terminou a análise da conta.".to_owned(),
        },
        to_do: |facts| match facts.raw("decision") {
            Some("APPROVED") => String::new(),
            _ => "Confira os dados da empresa no Gerenciador de Negócios da Meta.".to_owned(),
        },
    },
    account_news: AlarmText {
        title: |_| "Novidade na conta do WhatsApp".to_owned(),
        happened: |facts| match (facts.said("event"), facts.raw("field")) {
            (Some(limit), Some("business_capability_update")) => {
                format!("A Meta mudou os limites da conta. Conversas novas por dia agora: {limit}.")
            }
            (Some(status), Some("business_username_update" | "business_username_updates")) => {
                format!("Nome de usuário da empresa: {status}.")
            }
            (Some(event), _) => format!("A Meta informa: {event}."),
            (None, Some(field)) => format!("A Meta enviou um aviso do tipo {field}."),
            (None, None) => "A Meta enviou um aviso sobre a conta.".to_owned(),
        },
        to_do: |_| {
            "Se não foi você quem pediu essa mudança, confira a conta no Gerenciador de Negócios da Meta."
                .to_owned()
        },
    },
    number_quality: AlarmText {
        title: |facts| match facts.raw("event") {
            Some("UPGRADE" | "THROUGHPUT_UPGRADE" | "UNFLAGGED" | "ONBOARDING") => {
                "Boa notícia sobre o número".to_owned()
            }
            Some("DOWNGRADE") => "O limite de envios do número diminuiu".to_owned(),
            Some("FLAGGED") => "A qualidade do número caiu".to_owned(),
            _ => "A qualidade ou o limite do número mudou".to_owned(),
        },
        happened: |facts| {
            let parts = [
                facts
                    .said("event")
                    .map(|event| format!("A Meta informa: {event}.")),
                facts.said("limit").map(|limit| format!("Limite agora: {limit}.")),
                facts
                    .said("quality")
                    .map(|quality| format!("Qualidade: {quality}.")),
            ];
            facts.joined(parts, "A Meta mudou a avaliação deste número.")
        },
        to_do: |facts| {
            match facts.raw("event") {
            Some("UPGRADE" | "THROUGHPUT_UPGRADE" | "UNFLAGGED" | "ONBOARDING") => String::new(),
            _ => "Clientes podem estar bloqueando ou denunciando o número. Reduza os modelos de marketing e escreva só a quem espera por isso.".to_owned(),
        }
        },
    },
    number_name: AlarmText {
        title: |facts| match facts.raw("decision") {
            Some("APPROVED") => "Nome do número aprovado".to_owned(),
            Some("REJECTED") => "Nome do número rejeitado".to_owned(),
            _ => "O nome do número está em análise".to_owned(),
        },
        happened: |facts| {
            let name = facts.raw("name").map_or_else(
                || "O nome de exibição".to_owned(),
                |name| format!("O nome de exibição “{name}”"),
            );
            let decision = facts.said("decision").unwrap_or_else(|| "analisado".to_owned());
            let reason = facts.said("reason").map(|reason| format!(" Motivo: {reason}."));
            format!(
                "{name} foi avaliado pela Meta: {decision}.{}",
                reason.unwrap_or_default()
            )
        },
        to_do: |facts| match facts.raw("decision") {
            Some("REJECTED") => {
                "Escolha outro nome no Gerenciador do WhatsApp, de acordo com as regras de nomes da Meta."
                    .to_owned()
            }
            _ => String::new(),
        },
    },
    number_security: AlarmText {
        title: |_| "Mudança na segurança do número".to_owned(),
        happened: |facts| match facts.said("event") {
            Some(event) => format!("Verificação em duas etapas: {event}."),
            None => "A verificação em duas etapas deste número mudou.".to_owned(),
        },
        to_do: |_| {
            "Se não foi alguém da sua equipe, troque o PIN agora no Gerenciador do WhatsApp e confira quem tem acesso à conta."
                .to_owned()
        },
    },
    template_status: AlarmText {
        title: |facts| match facts.raw("status") {
            Some("APPROVED") => "Modelo aprovado".to_owned(),
            Some("REJECTED") => "Modelo rejeitado".to_owned(),
            Some("PAUSED") => "Modelo pausado".to_owned(),
            Some("DISABLED") => "Modelo desativado".to_owned(),
            Some("FLAGGED") => "Modelo sinalizado".to_owned(),
            Some("REINSTATED") => "Modelo liberado de novo".to_owned(),
            _ => "Um modelo mudou de estado".to_owned(),
        },
        happened: |facts| {
            let status = facts
                .said("status")
                .unwrap_or_else(|| "mudou de estado".to_owned());
            let reason = facts.said("reason").map(|reason| format!(" Motivo: {reason}."));
            format!(
                "{}: {status}.{}",
                facts.template("O modelo", "Um modelo"),
                reason.unwrap_or_default()
            )
        },
        to_do: |facts| {
            match facts.raw("status") {
            Some("REJECTED") => "Corrija o texto no Gerenciador do WhatsApp e envie o modelo de novo para análise.".to_owned(),
            Some("PAUSED") => {
                "A Meta pausa modelos que clientes denunciam. Ele volta sozinho; enquanto isso use outro e revise o texto."
                    .to_owned()
            }
            Some("DISABLED" | "FLAGGED") => "Use outro modelo e revise o texto deste no Gerenciador do WhatsApp.".to_owned(),
            _ => String::new(),
        }
        },
    },
    template_quality: AlarmText {
        title: |facts| match facts.raw("quality") {
            Some("GREEN") => "A qualidade de um modelo melhorou".to_owned(),
            Some("YELLOW" | "RED") => "A qualidade de um modelo caiu".to_owned(),
            _ => "A qualidade de um modelo mudou".to_owned(),
        },
        happened: |facts| {
            let quality = facts.said("quality").unwrap_or_else(|| "mudou".to_owned());
            let before = facts.said("previous").map(|before| format!(" (antes: {before})"));
            format!(
                "{}: qualidade {quality}{}.",
                facts.template("O modelo", "Um modelo"),
                before.unwrap_or_default()
            )
        },
        to_do: |facts| match facts.raw("quality") {
            Some("YELLOW" | "RED") => {
                "Revise o texto e para quem ele vai. Se a qualidade continuar baixa, a Meta pausa o modelo."
                    .to_owned()
            }
            _ => String::new(),
        },
    },
    template_category: AlarmText {
        title: |_| "A Meta mudou a categoria de um modelo".to_owned(),
        happened: |facts| {
            let category = facts
                .said("category")
                .unwrap_or_else(|| "outra categoria".to_owned());
            let before = facts.said("previous").map(|before| format!(" (antes: {before})"));
            format!(
                "{}: agora {category}{}. O preço de cada envio muda com a categoria.",
                facts.template("O modelo", "Um modelo"),
                before.unwrap_or_default()
            )
        },
        to_do: |_| "Se você não concorda, peça uma revisão no Gerenciador do WhatsApp.".to_owned(),
    },
    set_aside: AlarmText {
        title: |_| "Algo recebido não foi entendido".to_owned(),
        happened: |facts| match facts.raw("field") {
            Some(field) => format!(
                "A Meta enviou um valor de “{field}” que o PerfectChat não soube ler. Ele está guardado."
            ),
            None => "A Meta enviou algo que o PerfectChat não soube ler. Está guardado.".to_owned(),
        },
        to_do: |_| {
            "Veja o conteúdo. Se parecer uma mensagem de cliente, responda por outro meio e mostre o conteúdo a quem cuida do PerfectChat."
                .to_owned()
        },
    },
    unknown: AlarmText {
        title: |_| "Aviso de um tipo novo".to_owned(),
        happened: |facts| {
            let parts = [facts
                .said("event")
                .map(|event| format!("A Meta informa: {event}."))];
            facts.joined(parts, "Esta versão da tela ainda não conhece este aviso.")
        },
        to_do: |_| "Recarregue a página para atualizar o aplicativo.".to_owned(),
    },
};
