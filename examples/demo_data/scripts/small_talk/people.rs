//! Hundreds of invented people, each with a number of their own.

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

const FIRST_NAMES: [&str; 23] = [
    "Amanda",
    "Breno",
    "Cecília",
    "Davi",
    "Eliane",
    "Flávio",
    "Graziela",
    "Heitor",
    "Ingrid",
    "Júlio",
    "Karina",
    "Luan",
    "Mônica",
    "Nélson",
    "Olívia",
    "Péricles",
    "Raquel",
    "Sérgio",
    "Talita",
    "Ulisses",
    "Valéria",
    "William",
    "Zuleide",
];

const SURNAMES: [&str; 19] = [
    "Assunção",
    "Batista",
    "Cordeiro",
    "Drummond",
    "Esteves",
    "Falcão",
    "Godoy",
    "Hoffmann",
    "Ishikawa",
    "Junqueira",
    "Leal",
    "Magalhães",
    "Novaes",
    "Oliveira",
    "Pimentel",
    "Quaresma",
    "Ribas",
    "Sant'Anna",
    "Toledo",
];

const AREA_CODES: [&str; 12] = [
    "11", "21", "31", "41", "51", "61", "71", "81", "85", "19", "27", "48",
];

/// Name and number of one of them.
pub fn person(index: usize) -> (&'static str, &'static str) {
    let (name, area_code) = match PEOPLE.get(index) {
        Some((name, area_code)) => ((*name).to_owned(), *area_code),
        None => (made_up(index), AREA_CODES[index * 5 % AREA_CODES.len()]),
    };
    // Every fifth has the number without its ninth digit, as WhatsApp still knows many.
    let ninth = if index % 5 == 4 { "" } else { "9" };
    let digits = format!("55{area_code}{ninth}{}", 80_000_000 + index * 37_911);
    (
        Box::leak(name.into_boxed_str()),
        Box::leak(digits.into_boxed_str()),
    )
}

fn made_up(index: usize) -> String {
    let first = FIRST_NAMES[index % FIRST_NAMES.len()];
    let last = SURNAMES[index % SURNAMES.len()];
    let other = SURNAMES[(index * 7 + 3) % SURNAMES.len()];
    match index % 11 {
        0 => first.to_owned(),
        1 => format!("{first} {last} 🌻"),
        2 => format!("{first} {last} de {other}"),
        3 => format!("Confeitaria {last}"),
        4 => format!(
            "{} {}.",
            first.to_lowercase(),
            last.chars().next().unwrap_or_default()
        ),
        5 => format!("Colégio {last}"),
        _ => format!("{first} {last}"),
    }
}
