//! Every state that one of our messages can stay in.

use super::Agent::{Ana, Bruno, Carla};
use super::Number::{Events, School};
use super::{DAY, HOUR, Line, Script, Vain, answers, says};

pub fn scripts() -> Vec<Script> {
    vec![on_its_way(), failed(), refused(), nobody_knows(), window_missed()]
}

fn on_its_way() -> Script {
    Script {
        name: "Geraldo Prates",
        wa_id: "5511964030101",
        number: School,
        ended_minutes_ago: 18,
        rhythm: 3,
        lines: vec![
            says("Qual o valor da turma de janeiro?"),
            answers(Carla, "R$ 420, com material incluso."),
            Line::Reads,
            says("E parcelado?"),
            answers(Carla, "Em até 3x sem juros."),
            Line::AnswersInVain(
                Carla,
                "Seguro a vaga até amanhã, pode ser?".to_owned(),
                Vain::PhoneIsOff,
            ),
        ],
    }
}

fn failed() -> Script {
    Script {
        name: "Kelly Cristina",
        wa_id: "5521964030202",
        number: School,
        ended_minutes_ago: 64,
        rhythm: 5,
        lines: vec![
            says("me passa o pix"),
            Line::AnswersInVain(
                Bruno,
                "Claro! A chave é pix@docearte.example".to_owned(),
                Vain::Fails(131_026),
            ),
            Line::AnswersInVain(Bruno, "Você recebeu a chave?".to_owned(), Vain::Fails(131_049)),
        ],
    }
}

fn refused() -> Script {
    Script {
        name: "Transportadora Rápido Sul",
        wa_id: "5551964030303",
        number: Events,
        ended_minutes_ago: 3 * HOUR + 40,
        rhythm: 7,
        lines: vec![
            says("Confirma a coleta de amanhã?"),
            Line::AnswersInVain(Ana, "Confirmada, às 8h.".to_owned(), Vain::Refused(131_009)),
            answers(Ana, "Coleta confirmada para amanhã às 8h."),
            Line::Reads,
        ],
    }
}

fn nobody_knows() -> Script {
    Script {
        name: "Estela Fontoura",
        wa_id: "5551964030404",
        number: School,
        ended_minutes_ago: 26,
        rhythm: 9,
        lines: vec![
            says("O forno da sala 2 voltou a funcionar?"),
            answers(Carla, "Voltou hoje cedo!"),
            Line::Reads,
            says("Oba. Então a aula das 19h está de pé?"),
            Line::AnswersInVain(Carla, "Está sim, até já!".to_owned(), Vain::NobodyKnows),
        ],
    }
}

fn window_missed() -> Script {
    Script {
        name: "Restaurante Sabor da Serra",
        wa_id: "5548964030505",
        number: Events,
        ended_minutes_ago: 2 * DAY,
        rhythm: 4,
        lines: vec![
            says("Bom dia, consegue mandar o contrato?"),
            Line::Pause(DAY - 5),
            Line::AnswersInVain(
                Bruno,
                "Bom dia! Segue hoje à tarde.".to_owned(),
                Vain::Fails(131_047),
            ),
        ],
    }
}
