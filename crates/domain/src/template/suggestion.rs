//! What a variable most likely stands for: by its name, or by what stands before it.

use crate::merge_field::MergeField;
use crate::text_folding::fold;

/// The field that a variable of this name most likely stands for.
pub(super) fn by_name(name: &str) -> Option<MergeField> {
    if let Some(field) = MergeField::from_name(name) {
        return Some(field);
    }
    Some(match name {
        "first_name" | "firstname" | "name" | "nome" | "primeiro_nome" | "nombre" | "customer_name"
        | "cliente" | "nome_cliente" | "nome_do_cliente" => MergeField::ContactFirstname,
        "full_name" | "nome_completo" | "nombre_completo" => MergeField::ContactName,
        "agent" | "agent_name" | "atendente" | "agente" | "vendedor" => MergeField::StaffFirstname,
        "phone" | "telefone" | "telefono" => MergeField::ContactPhone,
        "company" | "company_name" | "empresa" | "loja" => MergeField::BusinessName,
        "today" | "hoje" | "hoy" => MergeField::Today,
        _ => return None,
    })
}

/// Whether a text is a greeting that a name follows; nothing before it is one too.
pub(super) fn is_greeting(before: &str) -> bool {
    const GREETINGS: [&str; 20] = [
        "",
        "ola",
        "oi",
        "hello",
        "hi",
        "hey",
        "dear",
        "hola",
        "caro",
        "cara",
        "prezado",
        "prezada",
        "querido",
        "querida",
        "estimado",
        "estimada",
        "bom dia",
        "boa tarde",
        "boa noite",
        "buenos dias",
    ];
    let folded = fold(before);
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    GREETINGS.contains(&words)
}
