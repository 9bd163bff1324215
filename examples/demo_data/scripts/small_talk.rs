//! The many short conversations below: ten everyday matters, told by fifty people.

use super::Agent::{Ana, Bruno, Carla};
use super::{Agent, Line, Number, Script};

/// Names with the area code of where they live.
const PEOPLE: [(&str, &str); 52] = [
    ("Thiago Sampaio", "11"),
    ("Camila Duarte", "21"),
    ("Pedro Henrique", "31"),
    ("Sônia Maria", "41"),
    ("Larissa Moura", "51"),
    ("João Vítor Araújo", "61"),
    ("Patrícia Gomes", "71"),
    ("Eduardo Salles", "81"),
    ("Fernanda Queiroz", "85"),
    ("Mercadinho São Jorge", "11"),
    ("Gabriela Monteiro", "19"),
    ("Otávio Brandão", "27"),
    ("Renata Vasconcelos", "48"),
    ("Igor Fonseca", "62"),
    ("Dona Cida", "11"),
    ("Vanessa Tavares", "91"),
    ("Lucas Peixoto", "92"),
    ("Aline Barreto", "84"),
    ("Marcos Paulo", "83"),
    ("Helena Figueiredo", "82"),
    ("Escola Pequeno Príncipe", "79"),
    ("Diego Cardoso", "86"),
    ("Tatiane Rocha", "98"),
    ("Gustavo Lacerda", "65"),
    ("Priscila Andrade", "67"),
    ("Buffet Encanto", "11"),
    ("Rodrigo Antunes", "16"),
    ("Isabela Freitas", "12"),
    ("Antônio Carlos", "13"),
    ("Simone Cavalcanti", "81"),
    ("Yuri Nakamura", "11"),
    ("Débora Pinheiro", "21"),
    ("Cauã Ferraz", "22"),
    ("Elaine Siqueira", "24"),
    ("Hotel Vista Alegre", "54"),
    ("Natália Coutinho", "31"),
    ("Murilo Bezerra", "32"),
    ("Jéssica Amaral", "34"),
    ("Fábio Guimarães", "35"),
    ("Rosângela Dias", "37"),
    ("Leandro Pacheco", "42"),
    ("Bianca Teles", "43"),
    ("Associação Mãos Dadas", "11"),
    ("Caio Rezende", "44"),
    ("Viviane Prates", "45"),
    ("Sebastião Nunes Filho", "46"),
    ("Michele Torres", "47"),
    ("André Luís Bittencourt", "49"),
    ("Kátia Sobral", "53"),
    ("Paulo César Meireles", "55"),
    ("Rita de Cássia Vilela", "63"),
    ("Emanuel Braga", "69"),
];

/// How long ago the last line was, in minutes: windows that are fresh, closing, about to close, and closed.
const ENDED: [i64; 12] = [
    180, 260, 420, 1_180, 1_225, 1_390, 1_427, 1_600, 2_900, 4_400, 5_900, 7_300,
];

pub fn scripts(count: usize) -> Vec<Script> {
    PEOPLE
        .iter()
        .take(count)
        .enumerate()
        .map(|(index, person)| script(index, *person))
        .collect()
}

fn script(index: usize, (name, area_code): (&'static str, &'static str)) -> Script {
    let agent = [Ana, Bruno, Carla][index % 3];
    // Every fifth has the number without its ninth digit, as WhatsApp still knows many.
    let ninth = if index % 5 == 4 { "" } else { "9" };
    let digits = format!("55{area_code}{ninth}{}", 80_000_000 + index * 137_911);
    Script {
        name,
        wa_id: Box::leak(digits.into_boxed_str()),
        number: if index % 4 == 3 {
            Number::Events
        } else {
            Number::School
        },
        ended_minutes_ago: ENDED[index % ENDED.len()] + i64::try_from(index).unwrap_or(0),
        lines: matter(index, agent),
    }
}

fn matter(index: usize, agent: Agent) -> Vec<Line> {
    let says = |text: &str| Line::Says(text.to_owned());
    let answers = |text: &str| Line::Answers(agent, text.to_owned());
    let mut lines = match index % 10 {
        0 => vec![
            says("Oi, vocês têm curso para iniciantes?"),
            answers("Temos! O *Primeiros Passos* começa na primeira semana do mês, 4 aulas à noite."),
            says("Quanto custa?"),
            answers("R$ 390 em até 3x, com apostila e avental."),
            Line::Reads,
            says("Fechado então! Como faço a inscrição?"),
            answers("Pelo link https://doceartes.example/inscricao, leva 2 minutinhos."),
            Line::Reads,
        ],
        1 => vec![
            says("Bom dia! Preciso de 200 bem-casados para o dia 12"),
            answers("Bom dia! Anotei: 200 bem-casados para o dia 12. Embalagem em celofane ou crepom?"),
            says("Crepom branco, por favor"),
        ],
        2 => vec![
            says("A aula de hoje está confirmada? Aqui está chovendo muito"),
            answers("Confirmada! Se atrasar um pouquinho não tem problema."),
            says("Ufa, obrigada 🙏"),
            Line::Reads,
        ],
        3 => vec![
            says("Vocês entregam no domingo?"),
            says("É aniversário da minha filha 🎂"),
        ],
        4 => vec![
            says("Esqueci meu guarda-chuva aí ontem, alguém achou?"),
            answers("Achamos! Está guardado na recepção com seu nome."),
            says("Que alívio kkkk passo aí amanhã"),
            Line::Reads,
            answers("Esperamos você 😄"),
        ],
        5 => vec![
            says("Quero cancelar o pedido 4127"),
            answers("Claro, cancelo agora. Posso perguntar o motivo?"),
            says("A festa foi adiada. Depois faço outro!"),
            answers("Sem problema nenhum. O estorno cai em até 5 dias úteis."),
            Line::Reads,
        ],
        6 => vec![
            says("Tem opção sem glúten?"),
            answers("Temos brownie, bolo de fubá e cookies sem glúten, feitos em cozinha separada."),
            says("Perfeito, minha filha é celíaca. Vou querer 2 brownies e 1 bolo de fubá para sexta."),
        ],
        7 => vec![
            says("Segunda via do boleto por favor"),
            answers("Enviada para o e-mail do cadastro. Chegou aí?"),
            says("Chegou sim"),
            Line::Reads,
        ],
        8 => vec![
            says(
                "Olá! Sou da escola do bairro, fazemos festa junina todo ano e queremos um orçamento de doces típicos para umas 300 crianças, com entrega em dois horários diferentes, é possível?",
            ),
            answers(
                "É possível sim! Para 300 crianças sugiro 3 docinhos por criança. Mando a proposta completa hoje ainda.",
            ),
            Line::Reads,
            says("Ficamos no aguardo, obrigada"),
        ],
        _ => vec![
            says("O curso dá certificado?"),
            answers("Dá, digital e impresso, com carga horária de 16 h."),
            says("Top 👏"),
            Line::Reads,
        ],
    };
    if index % 4 == 1 {
        lines.push(Line::Assigned(Bruno, vec![agent]));
    }
    if index % 13 == 7 {
        lines.push(Line::Concluded(agent));
    }
    lines
}
