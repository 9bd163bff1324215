//! The help in Portuguese.

use super::guide::pt_br::GUIDE;
use super::shortcuts::{ShortcutGroup, key};
use super::{FeedbackWords, HelpWords};

pub(super) const HELP: HelpWords = HelpWords {
    sections: "Seções da ajuda",
    back_to_help: "Voltar para a ajuda",

    guide: "Guia",
    blocks: GUIDE,

    support_agent: "Agente de Suporte (Support Agent)",
    support_agent_text: [
        "Support Agent é uma chave em Configuração do aplicativo. Ela decide quem vê e responde cada conversa.",
        "Desligada, todos os agentes com a permissão “Ver” veem e respondem todas as conversas.",
        "Ligada, uma conversa atribuída é vista e respondida só por seus responsáveis e por quem tem a permissão “Ver todos”. Uma conversa sem responsável é vista por todos.",
        "Ligar ou desligar a chave não muda as atribuições que já existem.",
        "Nos dois casos, quem tem a permissão “Enviar” pode assumir uma conversa. Cada mudança de responsável deixa uma linha na conversa.",
    ],

    shortcuts: "Atalhos de teclado",
    shortcuts_lead: "Pressione ? fora de um campo de texto para ver esta lista em qualquer tela.",
    shortcut_groups: [
        ShortcutGroup {
            title: "Em qualquer tela",
            rows: &[
                key(&["?"], "Mostrar os atalhos de teclado"),
                key(
                    &["Ctrl + K", "⌘ + K"],
                    "Ir para a busca de contatos e mensagens; depois de >, para os comandos",
                ),
                key(
                    &["Esc"],
                    "Fechar o menu ou a janela que está aberta; senão, cancelar a gravação; senão, fechar o painel de informações; senão, sair da conversa",
                ),
                key(
                    &["Tab", "Shift + Tab"],
                    "Ir para o próximo controle ou para o anterior",
                ),
            ],
        },
        ShortcutGroup {
            title: "Lista de conversas",
            rows: &[
                key(&["↑", "↓"], "Ir de uma conversa para outra"),
                key(&["Home", "End"], "Ir para a primeira conversa ou para a última"),
                key(&["Enter"], "Abrir a conversa"),
                key(&["Espaço"], "Selecionar a conversa, ou tirá-la da seleção"),
                key(&["Shift + F10"], "Abrir o menu da conversa"),
            ],
        },
        ShortcutGroup {
            title: "Mensagens",
            rows: &[
                key(&["↑", "↓"], "Ir de uma mensagem para outra"),
                key(&["Enter", "Espaço"], "Abrir o menu da mensagem"),
            ],
        },
        ShortcutGroup {
            title: "Pesquisar histórico de bate-papo",
            rows: &[
                key(&["Enter", "F3"], "Ir para o resultado seguinte, mais antigo"),
                key(
                    &["Shift + Enter", "Shift + F3"],
                    "Ir para o resultado anterior, mais recente",
                ),
                key(&["Esc"], "Fechar a pesquisa"),
            ],
        },
        ShortcutGroup {
            title: "Caixa de entrada de mensagens",
            rows: &[
                key(
                    &["Enter"],
                    "Enviar (no perfil você pode trocar por uma nova linha)",
                ),
                key(&["Ctrl + Enter", "⌘ + Enter"], "Enviar sempre"),
                key(&["Shift + Enter"], "Nova linha"),
                key(&["@"], "Escolher um campo de mesclagem"),
                key(&["/"], "Escolher uma resposta pronta"),
                key(
                    &["Esc"],
                    "Fechar as sugestões, ou deixar de responder a uma mensagem",
                ),
            ],
        },
        ShortcutGroup {
            title: "Mensagens de voz",
            rows: &[
                key(&["Esc"], "Cancelar a gravação"),
                key(&["Espaço"], "Ouvir ou pausar"),
                key(&["←", "→"], "Voltar ou avançar no áudio"),
                key(&["Home", "End"], "Ir para o começo ou para o fim do áudio"),
            ],
        },
        ShortcutGroup {
            title: "Fotos e vídeos",
            rows: &[
                key(&["←", "→"], "Ver o anterior ou o próximo"),
                key(&["+", "-"], "Aumentar ou diminuir"),
                key(&["0"], "Voltar ao tamanho da tela"),
                key(&["←", "→", "↑", "↓"], "Mover a foto aumentada"),
            ],
        },
    ],

    feedback: FeedbackWords {
        title: "Me conte o que achou",
        lead: "O que você acha do PerfectChat? É um voto por pessoa em cada versão. Os administradores veem os votos e os comentários, sem nomes; os clientes não veem nada.",
        moods: ["Feliz", "Normal", "Triste"],
        comment: "Comentário (opcional)",
        comment_hint: "Até 1.000 caracteres.",
        send: "Enviar opinião",
        sending: "Enviando…",
        choose_first: "Escolha antes como você se sente: feliz, normal ou triste.",
        thanks: "Obrigado! Sua opinião foi guardada.",
        given: |release| format!("Você já votou na versão {release}. Pode mudar o voto quando quiser."),
        not_sent: "A opinião não foi enviada.",

        tally: "O que a equipe achou",
        tally_lead: "Só administradores veem esta parte.",
        no_votes: "Ninguém votou ainda.",
        tally_failed: "Os votos não puderam ser carregados.",
        release: |release| format!("Versão {release}"),
        votes: |count| match count {
            1 => "1 voto".to_owned(),
            _ => format!("{count} votos"),
        },
        comments: "Comentários",
    },
};
