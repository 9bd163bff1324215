//! The templates of the simulated account.

use serde_json::{Value, json};

/// Invented templates of a school, in each state that matters.
pub(crate) fn sample_templates() -> Vec<Value> {
    vec![
        template(
            "1101",
            "lembrete_de_aula",
            "UTILITY",
            "POSITIONAL",
            &json!([
                { "type": "HEADER", "format": "TEXT", "text": "Lembrete de aula" },
                { "type": "BODY",
                  "text": "Olá, {{1}}! Sua próxima aula é {{2}}. Responda por aqui se não puder vir.",
                  "example": { "body_text": [["Mariana", "sábado, às 9h"]] } },
                { "type": "FOOTER", "text": "Escola Doce Arte" },
                { "type": "BUTTONS", "buttons": [
                    { "type": "QUICK_REPLY", "text": "Confirmo" },
                    { "type": "QUICK_REPLY", "text": "Não posso" },
                ] },
            ]),
        ),
        template(
            "1102",
            "matricula_confirmada",
            "UTILITY",
            "NAMED",
            &json!([
                { "type": "BODY",
                  "text": "{{first_name}}, sua matrícula no curso {{course}} está confirmada. Até logo!",
                  "example": { "body_text_named_params": [
                      { "param_name": "first_name", "example": "Rafael" },
                      { "param_name": "course", "example": "Bolos decorados" },
                  ] } },
            ]),
        ),
        template(
            "1103",
            "retomar_conversa",
            "MARKETING",
            "POSITIONAL",
            &json!([
                { "type": "BODY", "text": "Oi! Ainda podemos ajudar com a sua dúvida sobre os nossos cursos?" },
                { "type": "BUTTONS", "buttons": [
                    { "type": "QUICK_REPLY", "text": "Quero continuar" },
                    { "type": "QUICK_REPLY", "text": "Agora não" },
                ] },
            ]),
        ),
        template(
            "1104",
            "boleto_disponivel",
            "UTILITY",
            "POSITIONAL",
            &json!([
                { "type": "HEADER", "format": "DOCUMENT", "example": { "header_handle": ["boleto.pdf"] } },
                { "type": "BODY", "text": "{{1}}, o boleto de {{2}} já está disponível.",
                  "example": { "body_text": [["Juliana", "R$ 189,00"]] } },
                { "type": "BUTTONS", "buttons": [
                    { "type": "URL", "text": "Abrir boleto", "url": "https://docearte.example/boletos/{{1}}",
                      "example": ["https://docearte.example/boletos/77"] },
                ] },
            ]),
        ),
        with_status(
            template(
                "1105",
                "promocao_de_inverno",
                "MARKETING",
                "POSITIONAL",
                &json!([
                    { "type": "BODY", "text": "Inverno na Doce Arte: {{1}} de desconto até domingo.",
                      "example": { "body_text": [["15%"]] } },
                ]),
            ),
            "PAUSED",
        ),
        with_status(
            template(
                "1106",
                "pesquisa_de_satisfacao",
                "MARKETING",
                "POSITIONAL",
                &json!([
                    { "type": "BODY", "text": "Como foi a sua experiência com a gente?" },
                ]),
            ),
            "PENDING",
        ),
        json!({
            "id": "1107", "name": "hello_world", "language": "en_US", "status": "APPROVED", "category": "UTILITY",
            "parameter_format": "POSITIONAL",
            "components": [{ "type": "BODY", "text": "Welcome and congratulations! This message demonstrates a template." }],
        }),
        in_language(
            template(
                "1108",
                "bienvenida",
                "MARKETING",
                "NAMED",
                &json!([
                    { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": ["escuela.jpg"] } },
                    { "type": "BODY", "text": "¡Hola, {{nombre}}! Bienvenida a la escuela *Doce Arte*.",
                      "example": { "body_text_named_params": [{ "param_name": "nombre", "example": "Lucía" }] } },
                    { "type": "BUTTONS", "buttons": [
                        { "type": "PHONE_NUMBER", "text": "Llamar", "phone_number": "+551140028922" },
                    ] },
                ]),
            ),
            "es",
        ),
        rejected(template(
            "1109",
            "oferta_relampago",
            "UTILITY",
            "POSITIONAL",
            &json!([{ "type": "BODY", "text": "Só hoje: cursos pela metade do preço!" }]),
        )),
        template(
            "1110",
            "cupom_de_boas_vindas",
            "MARKETING",
            "POSITIONAL",
            &json!([
                { "type": "HEADER", "format": "TEXT", "text": "Presente para {{1}}", "example": { "header_text": ["Ana"] } },
                { "type": "BODY", "text": "Use o cupom até {{1}} e ganhe {{2}}.",
                  "example": { "body_text": [["domingo", "10%"]] } },
                { "type": "BUTTONS", "buttons": [
                    { "type": "COPY_CODE", "text": "Copiar código", "example": ["DOCE10"] },
                ] },
            ]),
        ),
    ]
}

fn template(id: &str, name: &str, category: &str, parameter_format: &str, components: &Value) -> Value {
    json!({
        "id": id, "name": name, "language": "pt_BR", "status": "APPROVED", "category": category,
        "parameter_format": parameter_format, "components": components,
        "quality_score": { "score": "GREEN" }, "rejected_reason": "NONE",
    })
}

fn in_language(mut template: Value, language: &str) -> Value {
    template["language"] = json!(language);
    template
}

fn rejected(mut template: Value) -> Value {
    template["status"] = json!("REJECTED");
    template["rejected_reason"] = json!("TAG_CONTENT_MISMATCH");
    template
}

fn with_status(mut template: Value, status: &str) -> Value {
    template["status"] = json!(status);
    template
}
