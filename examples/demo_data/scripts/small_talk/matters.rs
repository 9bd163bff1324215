//! What people write about.

use super::super::{Agent, Line};

const SWEETS: [&str; 9] = [
    "brigadeiros",
    "bem-casados",
    "beijinhos",
    "macarons",
    "trufas de maracujá",
    "cupcakes",
    "alfajores",
    "bombons de uva",
    "palhas italianas",
];
const CAKES: [&str; 7] = [
    "cenoura com chocolate",
    "ninho com morango",
    "fubá com goiabada",
    "red velvet",
    "nozes",
    "limão siciliano",
    "floresta negra",
];
const COURSES: [&str; 6] = [
    "Primeiros Passos",
    "Bolos Decorados",
    "Pães Artesanais",
    "Chocolates de Páscoa",
    "Confeitaria Francesa",
    "Salgados para Festas",
];
const DAYS: [&str; 8] = [
    "sexta",
    "sábado",
    "o dia 12",
    "o dia 20",
    "amanhã",
    "domingo",
    "quarta que vem",
    "o feriado",
];

/// The lines of a conversation; what is in them turns with the place.
pub fn lines(index: usize, agent: Agent) -> Vec<Line> {
    let says = |text: &str| Line::Says(text.to_owned());
    let answers = |text: &str| Line::Answers(agent, text.to_owned());
    let sweet = SWEETS[index % SWEETS.len()];
    let cake = CAKES[index % CAKES.len()];
    let course = COURSES[index % COURSES.len()];
    let day = DAYS[index % DAYS.len()];
    let count = 50 + index * 7 % 10 * 25;
    let price = 290 + index * 3 % 8 * 30;
    match index % 17 {
        0 => vec![
            says("Oi, vocês têm curso para iniciantes?"),
            answers(&format!(
                "Temos! O *{course}* começa na primeira semana do mês, 4 aulas à noite."
            )),
            says("Quanto custa?"),
            answers(&format!("R$ {price} em até 3x, com apostila e avental.")),
            Line::Reads,
            says("Fechado então! Como faço a inscrição?"),
            answers("Pelo link https://doceartes.example/inscricao, leva 2 minutinhos."),
        ],
        1 => vec![
            says(&format!("Bom dia! Preciso de {count} {sweet} para {day}")),
            answers(&format!(
                "Bom dia! Anotei: {count} {sweet} para {day}. Embalagem em celofane ou crepom?"
            )),
            says("Crepom branco, por favor"),
        ],
        2 => vec![
            says("A aula de hoje está confirmada? Aqui está chovendo muito"),
            answers("Confirmada! Se atrasar um pouquinho não tem problema."),
            says("Ufa, obrigada 🙏"),
            Line::Reads,
        ],
        3 => vec![
            says(&format!("Vocês entregam {day}?")),
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
            says(&format!("Quero cancelar o pedido {}", 4_000 + index)),
            answers("Claro, cancelo agora. Posso perguntar o motivo?"),
            says("A festa foi adiada. Depois faço outro!"),
            answers("Sem problema nenhum. O estorno cai em até 5 dias úteis."),
            Line::Reads,
        ],
        6 => vec![
            says("Tem opção sem glúten?"),
            answers("Temos brownie, bolo de fubá e cookies sem glúten, feitos em cozinha separada."),
            says(&format!(
                "Perfeito, minha filha é celíaca. Vou querer 2 brownies e 1 bolo para {day}."
            )),
        ],
        7 => vec![
            says("Segunda via do boleto por favor"),
            answers("Enviada para o e-mail do cadastro. Chegou aí?"),
            says("Chegou sim"),
            Line::Reads,
        ],
        8 => vec![
            says(&format!(
                "Olá! Sou da escola do bairro, fazemos festa junina todo ano e queremos um orçamento de doces típicos para umas {count} crianças, com entrega em dois horários diferentes, é possível?"
            )),
            answers(&format!(
                "É possível sim! Para {count} crianças sugiro 3 docinhos por criança. Mando a proposta completa hoje ainda."
            )),
            Line::Reads,
            says("Ficamos no aguardo, obrigada"),
        ],
        9 => vec![
            says(&format!("O curso de {course} dá certificado?")),
            answers("Dá, digital e impresso, com carga horária de 16 h."),
            says("Top 👏"),
            Line::Reads,
        ],
        10 => vec![
            says(&format!(
                "Boa noite! Quanto fica um bolo de {cake} para 30 pessoas?"
            )),
            answers(&format!(
                "Boa noite! O de {cake} para 30 pessoas sai por R$ {price},00."
            )),
            Line::Reads,
            says("Vou ver com meu marido e já te falo"),
        ],
        11 => vec![
            says("o bolo tava MARAVILHOSO"),
            says("todo mundo perguntou de onde era 😍😍"),
            answers("Que alegria! Posso usar seu comentário no nosso mural? 💛"),
            says("claro!!"),
        ],
        12 => vec![
            says(&format!(
                "Dá para trocar o sabor do meu bolo? Era {cake}, quero chocolate"
            )),
            answers("Dá sim, ainda não começamos. Trocado para chocolate!"),
            Line::Reads,
        ],
        13 => vec![
            says("Vocês têm estacionamento?"),
            answers("Temos convênio com o da esquina: a primeira hora é por nossa conta."),
            says("Ótimo, obrigado"),
        ],
        14 => vec![says("?"), says("alguém aí?"), says("deixa pra lá, achei no site")],
        15 => vec![
            says(&format!(
                "Sou revendedora, qual o preço de {count} {sweet} por semana?"
            )),
            answers(&format!(
                "Para {count} por semana fazemos 12% de desconto, com entrega grátis na {day}.",
                day = "terça"
            )),
            says("Me manda por e-mail? contato@revenda.example"),
            answers("Mandado! Qualquer dúvida é só chamar."),
            Line::Reads,
            says("Recebi, vou analisar"),
        ],
        _ => vec![
            says(&format!("Vou me atrasar uns 15 minutos para buscar os {sweet}")),
            answers("Sem pressa, ficamos até as 19h."),
            Line::Reads,
            says("Cheguei"),
            answers("Já estou descendo 🏃"),
            Line::Reads,
        ],
    }
}
