//! A customer who has ordered several times a day for years: the thread on which long threads are looked at and measured.

use super::Agent::Ana;
use super::Number::Events;
use super::{DAY, HOUR, Line, Script, answers, echoes};

/// For how many days they have been ordering.
const DAYS: usize = 800;

pub fn script(messages: usize) -> Script {
    let mut lines = Vec::with_capacity(messages + DAYS + 4);
    let a_day = (messages / DAYS).max(25);
    let mut at = 0;
    while at + 1 < messages {
        lines.push(line(at));
        at += 1;
        if at % a_day == 0 {
            lines.push(Line::Pause(20 * HOUR));
        }
    }
    lines.push(answers(Ana, "Ótimo, até a próxima encomenda!"));
    lines.push(Line::Reads);
    Script {
        name: "Cantina do Colégio Santa Rita",
        wa_id: "5511964010101",
        number: Events,
        ended_minutes_ago: 5 * DAY + 7 * HOUR,
        rhythm: 0,
        lines,
    }
}

fn line(at: usize) -> Line {
    const SNACKS: [&str; 11] = [
        "coxinhas",
        "pães de queijo",
        "empadas de palmito",
        "esfihas de carne",
        "brigadeiros",
        "mini pizzas",
        "sanduíches naturais",
        "tortinhas de limão",
        "bolos de pote",
        "quibes",
        "cookies",
    ];
    const WHEN: [&str; 5] = [
        "para o intervalo das 10h",
        "para a tarde",
        "para amanhã cedo",
        "para a reunião dos pais",
        "para sexta",
    ];
    let order = at / 5;
    let count = 20 + order * 7 % 9 * 10;
    let snack = SNACKS[order % SNACKS.len()];
    match at % 5 {
        0 => Line::Says(format!(
            "Bom dia! Pedido {}: {count} {snack} {}.",
            1_000 + order,
            WHEN[order * 3 % WHEN.len()]
        )),
        1 => echoes(&format!(
            "Anotado, {count} {snack}. Fica R$ {},50.",
            count * 3 + 4
        )),
        2 => Line::Says(
            [
                "Perfeito",
                "Ok, obrigada!",
                "Pode confirmar 👍",
                "Isso",
                "Manda a nota também, por favor",
            ][order % 5]
                .to_owned(),
        ),
        3 => echoes(["Saiu para entrega", "Entregue na cantina", "Já está a caminho 🛵"][order * 2 % 3]),
        _ => Line::Says(
            [
                "Recebido!",
                "Chegou quentinho, obrigada",
                "Faltou um, mas tudo bem",
                "As crianças adoraram 😍",
            ][order % 4]
                .to_owned(),
        ),
    }
}
