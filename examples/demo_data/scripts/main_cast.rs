//! The conversations that one sees first: long ones, every state of the window, several kinds of messages.

use super::Agent::{Ana, Bruno, Carla};
use super::Number::{Events, School};
use super::{DAY, HOUR, Line, Script, answers, says};
use serde_json::json;

pub fn scripts() -> Vec<Script> {
    vec![
        mariana(),
        condominio(),
        rafael(),
        juliana(),
        padaria(),
        unnamed(),
        henrique(),
        luciana(),
        auto_pecas(),
        beatriz(),
    ]
}

fn mariana() -> Script {
    Script {
        name: "Mariana Albuquerque",
        wa_id: "5511986372111",
        number: School,
        ended_minutes_ago: 4,
        rhythm: 0,
        lines: vec![
            says("Boa tarde! Vocês dão curso de bolo de casamento?"),
            answers(
                Carla,
                "Oi, Mariana! Damos sim, a próxima turma abre em *dezembro*. Posso te avisar quando sair a data?",
            ),
            says("Pode, por favor"),
            Line::Reads,
            Line::Pause(3 * DAY),
            says(
                "Bom dia! Vi o anúncio de vocês no Instagram, ainda tem vaga pro curso de confeitaria de sábado?",
            ),
            says("E aceita pagamento no boleto?"),
            Line::Assigned(Bruno, vec![Bruno]),
            answers(Bruno, "Bom dia, Mariana! Aqui é o Bruno 😊"),
            answers(
                Bruno,
                "Tem sim: restam *4 vagas* na turma de sábado, das 9h às 13h. O boleto vence em 3 dias úteis e a vaga fica reservada até lá.",
            ),
            Line::Reads,
            says("Ótimo! Posso levar minha mãe pra assistir?"),
            answers(
                Bruno,
                "Pode, sim. Acompanhante não paga, só não usa a bancada.\nO endereço é Rua das Camélias, 120. Mapa: https://doceartes.example/como-chegar",
            ),
            Line::Reads,
            says("Olha o bolo que fiz com a receita da última aula! Ficou lindo demais"),
            says("Perfeito! Consegue me mandar o boleto ainda hoje?"),
        ],
    }
}

/// The weeks before the present.
pub fn condominio_before() -> Script {
    Script {
        ended_minutes_ago: 5 * DAY + 13 * HOUR,
        lines: snacks(0..22),
        ..condominio()
    }
}

fn snacks(rounds: std::ops::Range<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    let flavours = [
        "brigadeiro",
        "beijinho",
        "cajuzinho",
        "olho de sogra",
        "casadinho",
        "bicho de pé",
    ];
    for round in rounds {
        let flavour = flavours[round % flavours.len()];
        lines.push(Line::Says(format!(
            "Bom dia! Para o lanche da semana quero {} de {flavour}.",
            40 + round % 5 * 10
        )));
        lines.push(Line::Says("Entrega na portaria, como sempre.".to_owned()));
        lines.push(Line::Answers(
            if round % 3 == 0 { Ana } else { Carla },
            format!(
                "Anotado! Fica R$ {},00, entregamos até as 15h.",
                60 + round % 5 * 15
            ),
        ));
        lines.push(Line::Says(
            if round % 2 == 0 {
                "Combinado, obrigada!"
            } else {
                "Ok 👍"
            }
            .to_owned(),
        ));
        lines.push(Line::Answers(Carla, "Entregue. Bom apetite! 🍬".to_owned()));
        lines.push(Line::Reads);
        lines.push(Line::Pause(DAY - 12));
    }
    lines
}

fn condominio() -> Script {
    let mut lines = snacks(22..25);
    lines.push(Line::Assigned(Ana, vec![Ana]));
    lines.push(says("Boa tarde! A síndica perguntou se dá para trocar o brigadeiro por *docinhos sem lactose* no lanche de quinta. São 80 unidades."));
    Script {
        name: "Condomínio Jardim das Acácias",
        wa_id: "5511945671200",
        number: Events,
        ended_minutes_ago: 23 * HOUR + 12,
        rhythm: 0,
        lines,
    }
}

fn rafael() -> Script {
    Script {
        name: "Rafael Teixeira",
        wa_id: "5521987651234",
        number: School,
        ended_minutes_ago: 15,
        rhythm: 0,
        lines: vec![
            says("Oi! Consigo remarcar minha aula de amanhã?"),
            answers(
                Bruno,
                "Oi, Rafael! Consegue sim. Tenho amanhã às 9h ou sexta às 14h.",
            ),
            says("Amanhã às 9h tá ótimo"),
            Line::Assigned(Bruno, vec![Bruno]),
            answers(Bruno, "Combinado, amanhã às 9h na unidade Vila Mariana."),
            Line::Reads,
        ],
    }
}

fn juliana() -> Script {
    Script {
        name: "Juliana Prado",
        wa_id: "5531991234567",
        number: School,
        ended_minutes_ago: 34,
        rhythm: 0,
        lines: vec![
            says("Olá, fiz o pix da matrícula e não recebi o recibo"),
            Line::Sends(json!({ "type": "document", "document": {
                "file": "comprovante.pdf", "filename": "comprovante_pix.pdf", "caption": "segue o comprovante" } })),
            answers(
                Carla,
                "Oi, Juliana! Recebi o comprovante, vou conferir com o financeiro e já te respondo.",
            ),
            Line::Reads,
            says("obrigada!! fico no aguardo"),
        ],
    }
}

fn padaria() -> Script {
    Script {
        name: "Padaria Pão da Vila",
        wa_id: "5511932104567",
        number: Events,
        ended_minutes_ago: 20 * HOUR + 40,
        rhythm: 0,
        lines: vec![
            says("Bom dia, pessoal. Vocês fazem torta salgada para revenda?"),
            says("Precisamos de umas 10 por semana"),
            Line::Sends(json!({ "type": "image", "image": {
                "file": "torta.jpg", "caption": "Mais ou menos desse tamanho" } })),
        ],
    }
}

fn unnamed() -> Script {
    Script {
        name: "",
        wa_id: "5521988771020",
        number: School,
        ended_minutes_ago: 68,
        rhythm: 0,
        lines: vec![
            says("boa tarde"),
            // Meta has it no longer: the product shows what the webhook tells of it.
            Line::Sends(json!({ "type": "document", "document": {
                "id": "900000000000003", "mime_type": "application/pdf", "sha256": "",
                "filename": "Contrato_2026_assinado.pdf" } })),
            Line::Assigned(Bruno, vec![Carla]),
        ],
    }
}

fn henrique() -> Script {
    Script {
        name: "Dr. Henrique Bastos",
        wa_id: "5511977665544",
        number: Events,
        ended_minutes_ago: 100,
        rhythm: 0,
        lines: vec![
            says("Boa tarde. Gostaria de um orçamento para o coquetel da clínica, 60 pessoas."),
            Line::Sends(json!({ "type": "location", "location": {
                "latitude": -23.5614, "longitude": -46.6559, "name": "Clínica Bastos",
                "address": "Av. Paulista, 1000 - São Paulo" } })),
            answers(
                Ana,
                "Boa tarde, doutor! Com prazer. Fica entre R$ 48 e R$ 62 por pessoa, conforme o cardápio:\n```\nClássico   R$ 48\nGourmet    R$ 55\nCompleto   R$ 62\n```",
            ),
            Line::Reads,
            says("O gourmet parece bom. E bebidas?"),
            Line::Assigned(Ana, vec![Ana]),
            answers(
                Ana,
                "Inclui água, suco e refrigerante. O senhor pode confirmar o CNPJ para eu emitir a proposta?",
            ),
        ],
    }
}

fn luciana() -> Script {
    Script {
        name: "Luciana Farias",
        wa_id: "5585988112233",
        number: School,
        ended_minutes_ago: DAY + 5 * HOUR,
        rhythm: 0,
        lines: vec![
            says("Queria saber se o certificado já está pronto"),
            answers(
                Carla,
                "Está pronto, Luciana! Pode retirar de segunda a sábado, das 9h às 18h.",
            ),
            Line::Reads,
            says("Obrigada pela atenção!"),
            Line::Assigned(Bruno, vec![Carla]),
        ],
    }
}

fn auto_pecas() -> Script {
    Script {
        name: "Auto Peças Marechal",
        wa_id: "5541996543210",
        number: Events,
        ended_minutes_ago: DAY + 2 * HOUR,
        rhythm: 0,
        lines: vec![
            says("Opa, vocês entregam café da manhã corporativo em Curitiba?"),
            answers(Bruno, "Bom dia! Entregamos sim, a partir de 20 pessoas."),
            says("Manda os preços por favor"),
            Line::Assigned(Bruno, vec![Bruno]),
            answers(
                Bruno,
                "Enviei a tabela atualizada para o seu e-mail. Qualquer dúvida estou por aqui!",
            ),
        ],
    }
}

fn beatriz() -> Script {
    Script {
        name: "Beatriz Nogueira",
        wa_id: "5571992345678",
        number: School,
        ended_minutes_ago: 2 * DAY,
        rhythm: 0,
        lines: vec![
            says("Oi, tudo bem? Me inscrevi no curso de pães mas errei meu e-mail"),
            answers(Carla, "Tudo ótimo! Qual é o certo?"),
            says("beatriz.nogueira@exemplo.com.br"),
            answers(Carla, "Prontinho, corrigido ✅"),
            Line::Reads,
            says("Valeu!! 🥰"),
            Line::Concluded(Carla),
        ],
    }
}
