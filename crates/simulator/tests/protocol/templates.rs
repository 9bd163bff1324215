//! Templates: the list, and messages that fit or do not.

use serde_json::{Value, json};

use crate::support::{ANA, World, message};

const PATH: &str = "/v25.0/102290129340398/message_templates";

fn template(name: &str, components: Value) -> Value {
    message(
        "template",
        json!({ "name": name, "language": { "code": "pt_BR" }, "components": components }),
    )
}

fn body(words: &[&str]) -> Value {
    let parameters = words
        .iter()
        .map(|word| json!({ "type": "text", "text": word }))
        .collect::<Vec<_>>();
    json!({ "type": "body", "parameters": parameters })
}

#[tokio::test]
async fn templates_are_listed_in_pages_and_by_field() {
    let world = World::unsubscribed().await;
    let (status, list) = world
        .get(&format!("{PATH}?fields=name,status,language&limit=100"))
        .await;
    assert_eq!(status, 200);
    let first =
        json!({ "id": "1101", "name": "lembrete_de_aula", "status": "APPROVED", "language": "pt_BR" });
    assert_eq!(list["data"][0], first);
    let (_, approved) = world.get(&format!("{PATH}?status=APPROVED&limit=2")).await;
    assert_eq!(approved["data"].as_array().unwrap().len(), 2);
    assert!(approved["paging"]["next"].is_string());
    let (status, answer) = world.get(&format!("{PATH}?after=gone")).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(131_059)));
}

#[tokio::test]
async fn a_template_goes_out_without_a_window_with_its_words_filled_in() {
    let world = World::new().await;
    let (status, answer) = world
        .send(&template(
            "lembrete_de_aula",
            json!([body(&["Mariana", "sábado, às 9h"])]),
        ))
        .await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["messages"][0]["message_status"], "accepted");
    let wamid = answer["messages"][0]["id"].as_str().unwrap();
    let statuses = world.statuses_of(wamid).await;
    assert_eq!(statuses[0]["pricing"]["category"], "utility");
    assert_eq!(statuses[0]["pricing"]["type"], "regular");
    let shown = world.simulator.messages_to(ANA);
    let words = "Olá, Mariana! Sua próxima aula é sábado, às 9h. Responda por aqui se não puder vir.";
    assert_eq!(shown[0]["words"], words);
    assert_eq!(shown[0]["template"]["rendered_header"], "Lembrete de aula");
    assert_eq!(shown[0]["template"]["footer"], "Escola Doce Arte");
}

#[tokio::test]
async fn named_parameters_go_by_their_names() {
    let world = World::new().await;
    let named = |name: &str, text: &str| json!({ "type": "text", "parameter_name": name, "text": text });
    let parameters = json!([named("course", "Bolos"), named("first_name", "Rafael")]);
    let message = template(
        "matricula_confirmada",
        json!([{ "type": "body", "parameters": parameters }]),
    );
    world.send_accepted(&message).await;
    world.simulator.delivered_all().await.unwrap();
    assert!(
        world.simulator.messages_to(ANA)[0]["words"]
            .as_str()
            .unwrap()
            .starts_with("Rafael, sua matrícula no curso Bolos")
    );
}

#[tokio::test]
async fn what_does_not_fit_the_template_is_refused() {
    let world = World::new().await;
    let id = world
        .simulator
        .add_media(crate::support::NUMBER, "application/pdf", &b"%PDF-1.7"[..]);
    let header =
        json!({ "type": "header", "parameters": [{ "type": "document", "document": { "id": id } }] });
    let link = json!({ "type": "button", "sub_type": "url", "index": "0", "parameters": [{ "type": "text", "text": "77" }] });
    let named =
        json!({ "type": "body", "parameters": [{ "type": "text", "parameter_name": "a", "text": "b" }] });
    let title = json!({ "type": "header", "parameters": [{ "type": "text", "text": "Ana" }] });
    for (http, code, message) in [
        (404, 132_001, template("nao_existe", json!([]))),
        (404, 132_001, template("hello_world", json!([]))),
        (404, 132_001, template("pesquisa_de_satisfacao", json!([]))),
        (
            400,
            132_015,
            template("promocao_de_inverno", json!([body(&["15%"])])),
        ),
        (
            400,
            132_000,
            template("lembrete_de_aula", json!([body(&["Mariana"])])),
        ),
        (
            400,
            132_000,
            template("lembrete_de_aula", json!([body(&["a", "b", "c"])])),
        ),
        (400, 132_018, template("lembrete_de_aula", json!([named]))),
        (
            400,
            132_018,
            template("matricula_confirmada", json!([body(&["a", "b"])])),
        ),
        (
            400,
            132_012,
            template("boleto_disponivel", json!([body(&["a", "b"]), link])),
        ),
        (
            400,
            132_000,
            template("boleto_disponivel", json!([header, body(&["a", "b"])])),
        ),
        (400, 132_018, template("retomar_conversa", json!([link]))),
        (
            400,
            132_000,
            template("cupom_de_boas_vindas", json!([title, body(&["domingo", "10%"])])),
        ),
    ] {
        let (status, answer) = world.send(&message).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (http, &json!(code)),
            "{message}"
        );
    }
    let fits = template(
        "boleto_disponivel",
        json!([header, body(&["Juliana", "R$ 189,00"]), link]),
    );
    world.send_accepted(&fits).await;
}
