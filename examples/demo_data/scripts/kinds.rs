//! Every kind of message that comes in, and what the business's own phone writes.

use super::Agent::{Ana, Bruno, Carla};
use super::Number::{Events, School};
use super::{DAY, Deed, HOUR, Line, Script, answers, echoes, says, sends};
use serde_json::{Value, json};

pub fn scripts() -> Vec<Script> {
    vec![
        pictures_and_sounds(),
        places_and_cards(),
        answers_to_options(),
        second_thoughts(),
        not_for_the_api(),
        from_an_advertisement(),
        moved(),
        by_the_shop_s_phone(),
        long_name(),
        long_text(),
        other_scripts(),
    ]
}

/// A file of the sample (`files.rs`).
fn file(name: &str, more: &Value) -> Value {
    let mut file = json!({ "file": name });
    if let (Some(file), Some(more)) = (file.as_object_mut(), more.as_object()) {
        file.extend(more.clone());
    }
    file
}

fn forwarded(mut line: Line) -> Line {
    if let Line::Sends(content) = &mut line {
        content["context"] = json!({ "forwarded": true });
    }
    line
}

fn pictures_and_sounds() -> Script {
    Script {
        name: "Letícia Camargo 🎂",
        wa_id: "5511964020101",
        number: School,
        ended_minutes_ago: 22,
        rhythm: 3,
        lines: vec![
            says("Oi! Vou mandar as referências do bolo de 15 anos"),
            sends(
                "image",
                file(
                    "bolo-15-anos.jpg",
                    &json!({ "caption": "Esse é o preferido dela" }),
                ),
            ),
            sends("image", file("bolo-de-flores.jpg", &json!({}))),
            forwarded(sends(
                "video",
                file(
                    "cobertura.mp4",
                    &json!({ "caption": "olha como a cobertura escorre" }),
                ),
            )),
            answers(Carla, "Que lindos, Letícia! O segundo é de pasta americana?"),
            Line::Reads,
            sends("audio", file("recado.ogg", &json!({ "voice": true }))),
            sends("audio", file("recado.mp3", &json!({ "voice": false }))),
            sends("sticker", file("figurinha.webp", &json!({ "animated": false }))),
            sends(
                "document",
                file(
                    "orcamento.pdf",
                    &json!({ "filename": "orçamento_decoração_versão_final_2_corrigida_pela_mãe.pdf",
                             "caption": "o que a decoradora passou" }),
                ),
            ),
            sends(
                "document",
                file(
                    "convidados.xlsx",
                    &json!({ "filename": "lista de convidados.xlsx" }),
                ),
            ),
        ],
    }
}

fn places_and_cards() -> Script {
    Script {
        name: "Murilo Bezerra",
        wa_id: "5511964020202",
        number: Events,
        ended_minutes_ago: 51,
        rhythm: 5,
        lines: vec![
            says("A entrega é neste endereço"),
            sends(
                "location",
                json!({ "latitude": -23.588_1, "longitude": -46.632_4, "name": "Salão Primavera",
                        "address": "Rua Vergueiro, 3185 - Vila Mariana, São Paulo - SP" }),
            ),
            says("e a entrada de serviço é por aqui"),
            sends(
                "location",
                json!({ "latitude": -23.588_4, "longitude": -46.632_9 }),
            ),
            answers(Bruno, "Anotado! Quem recebe no salão?"),
            Line::Reads,
            sends(
                "contacts",
                json!([{ "name": { "formatted_name": "Sílvia Nogueira", "first_name": "Sílvia" },
                         "phones": [{ "phone": "+55 11 98888-4312", "type": "CELL", "wa_id": "5511988884312" }] }]),
            ),
            sends(
                "contacts",
                json!([{ "name": { "formatted_name": "Portaria do Salão Primavera" },
                         "phones": [{ "phone": "(11) 3277-0000" }, { "phone": "(11) 3277-0001" }] },
                       { "name": { "formatted_name": "Wagner (manobrista)" } }]),
            ),
        ],
    }
}

fn answers_to_options() -> Script {
    let chosen = |kind: &str, inner: Value| sends("interactive", json!({ "type": kind, kind: inner }));
    Script {
        name: "Tainá Guedes",
        wa_id: "5571964020303",
        number: School,
        ended_minutes_ago: 2 * HOUR + 10,
        rhythm: 7,
        lines: vec![
            sends(
                "button",
                json!({ "text": "Quero saber mais", "payload": "Quero saber mais" }),
            ),
            answers(Ana, "Oi, Tainá! Que bom. Prefere turma de manhã ou à noite?"),
            Line::Reads,
            chosen("button_reply", json!({ "id": "turma-noite", "title": "À noite" })),
            chosen(
                "list_reply",
                json!({ "id": "ter", "title": "Terças e quintas", "description": "Das 19h às 21h30, na Vila Mariana" }),
            ),
            chosen(
                "nfm_reply",
                json!({ "name": "flow", "body": "Enviado", "response_json": "{\"cpf\":\"000.000.000-00\"}" }),
            ),
            sends(
                "order",
                json!({ "catalog_id": "194836987003835", "text": "Pode entregar amanhã?", "product_items": [
                    { "product_retailer_id": "avental", "quantity": 1, "item_price": 49.9, "currency": "BRL" },
                    { "product_retailer_id": "espatula", "quantity": 2, "item_price": 18.5, "currency": "BRL" } ] }),
            ),
        ],
    }
}

fn second_thoughts() -> Script {
    Script {
        name: "Cláudio Meneghetti",
        wa_id: "5554964020404",
        number: Events,
        ended_minutes_ago: 9,
        rhythm: 9,
        lines: vec![
            says("Boa tarde, fecho o coquetel para 80 pessoas"),
            answers(
                Ana,
                "Boa tarde, Cláudio! Maravilha. Confirmo 80 pessoas no dia 18, às 19h?",
            ),
            Line::Reads,
            Line::Does(Deed::Reacts("👍")),
            says("Isso, no salão da rua Bento Gonçalves"),
            Line::Does(Deed::EditsOwn("Isso, no salão da rua Júlio de Castilhos")),
            says("O número do meu cartão é"),
            Line::Does(Deed::RevokesOwn),
            Line::Does(Deed::RepliesTo(
                "Confirmado. Só mudem o horário para as 19h30, por favor",
            )),
            Line::Does(Deed::RepliesToOwn("E podem chegar uma hora antes para montar?")),
        ],
    }
}

fn not_for_the_api() -> Script {
    let error = |code: u32, title: &str| json!([{ "code": code, "title": title, "message": title }]);
    let unsupported = |kind: &str| {
        Line::Sends(json!({ "type": "unsupported", "unsupported": { "type": kind },
                            "errors": error(131_051, "Message type unknown") }))
    };
    Script {
        name: "Grêmio da Escola Estadual Profa. Aurora",
        wa_id: "5516964020505",
        number: School,
        ended_minutes_ago: 3 * HOUR + 5,
        rhythm: 2,
        lines: vec![
            says("Fizemos uma enquete com os sabores para a formatura"),
            unsupported("poll"),
            unsupported("view_once"),
            Line::Sends(json!({ "type": "unsupported", "errors": error(131_052, "Media download error") })),
            Line::Sends(json!({ "type": "hologram", "hologram": { "depth": 3 } })),
            answers(
                Carla,
                "Oi, gente! A enquete não chega até aqui. Podem escrever o resultado?",
            ),
            Line::Reads,
            says("brigadeiro 41, beijinho 17, churros 58 🙌"),
        ],
    }
}

fn from_an_advertisement() -> Script {
    Script {
        name: "Wesley",
        wa_id: "5581964020606",
        number: School,
        ended_minutes_ago: 40,
        rhythm: 4,
        lines: vec![Line::Sends(
            json!({ "type": "text", "text": { "body": "Olá! Vi o anúncio e quero saber mais." },
            "referral": { "source_url": "https://fb.me/exemplo", "source_id": "120226305854810726",
                "source_type": "ad", "headline": "Curso de bolos decorados: últimas vagas para sábado",
                "body": "Vagas abertas", "media_type": "image", "ctwa_clid": "exemplo" } }),
        )],
    }
}

fn moved() -> Script {
    Script {
        name: "Neusa Yamamoto",
        wa_id: "5543964020707",
        number: School,
        ended_minutes_ago: 5 * HOUR,
        rhythm: 6,
        lines: vec![
            says("Bom dia, vou trocar de celular esta semana, tá?"),
            answers(Carla, "Bom dia, dona Neusa! Sem problema, a conversa vai junto."),
            Line::Reads,
            Line::Does(Deed::ChangesUserId),
            Line::Does(Deed::ChangesNumber("5543964029797")),
        ],
    }
}

fn by_the_shop_s_phone() -> Script {
    Script {
        name: "Floricultura Girassol",
        wa_id: "5511964020808",
        number: Events,
        ended_minutes_ago: 1_395,
        rhythm: 8,
        lines: vec![
            says("Oi Ana! As flores do casamento de sábado chegam às 10h"),
            echoes("Perfeito! Estou na rua, respondo pelo celular da loja"),
            Line::Echoes(
                json!({ "type": "image", "image": file("mesa.jpg", &json!({ "caption": "A mesa fica assim" })) }),
            ),
            Line::Echoes(json!({ "type": "location", "location": {
                "latitude": -23.55, "longitude": -46.63, "name": "Espaço Jardim" } })),
            says("Linda! Levo as folhagens também"),
            Line::Echoes(json!({ "type": "audio", "audio": file("recado.ogg", &json!({ "voice": true })) })),
        ],
    }
}

fn long_name() -> Script {
    Script {
        name: "Maria Aparecida da Conceição Albuquerque de Vasconcelos e Souza Netto",
        wa_id: "5511964020909",
        number: School,
        ended_minutes_ago: 1_428,
        rhythm: 1,
        lines: vec![
            says("Meu nome não cabe no certificado, dá para abreviar?"),
            Line::Assigned(Bruno, vec![Ana, Bruno, Carla]),
            answers(Bruno, "Dá sim! Pode ser *Maria A. de Vasconcelos e Souza*?"),
            Line::Reads,
        ],
    }
}

fn long_text() -> Script {
    let story = "Bom dia! Desculpe o textão, mas quero explicar direitinho. \
        No ano passado encomendei com vocês o bolo de três andares e correu tudo bem, só que a entrega atrasou quarenta minutos e \
        os convidados já estavam chegando. Este ano a festa é maior, são 180 pessoas, e o salão só libera a cozinha às 16h.\n\n\
        1. O bolo precisa chegar montado, sem vela.\n2. Os docinhos ficam em duas mesas: uma perto da entrada e outra no jardim.\n\
        3. Três crianças são alérgicas a amendoim.\n\n\
        Vocês conseguem garantir o horário por escrito? Segue o link do salão: \
        https://saloes.example/primavera/como-chegar?origem=convite&utm_source=whatsapp&utm_campaign=festa-de-15-anos-da-helena";
    Script {
        name: "Ângela",
        wa_id: "5511964021010",
        number: Events,
        ended_minutes_ago: 75,
        rhythm: 11,
        lines: vec![
            says(story),
            says("🙏"),
            says(
                "supercalifragilisticexpialidoso-pneumoultramicroscopicossilicovulcanoconiótico-anticonstitucionalissimamente",
            ),
        ],
    }
}

fn other_scripts() -> Script {
    Script {
        name: "محمد الخطيب",
        wa_id: "5511964021111",
        number: School,
        ended_minutes_ago: 2 * DAY + HOUR,
        rhythm: 10,
        lines: vec![
            says("مرحبا، هل لديكم دورة للمبتدئين؟"),
            answers(Ana, "Olá! Temos sim. Podemos conversar em português?"),
            Line::Reads,
            says("Sim 👍 日本語でも大丈夫ですよ"),
        ],
    }
}
