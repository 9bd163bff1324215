//! One sample of each event that Meta documents for accounts, numbers and templates.

use serde_json::{Value, json};

use super::AccountEvent;

/// The samples, about this number (digits) where an event is about a number. The time is in Unix seconds.
pub(crate) fn samples(display_phone_number: &str, waba_id: &str, now_s: i64) -> Vec<AccountEvent> {
    let mut samples = account(waba_id, now_s);
    samples.extend(numbers(display_phone_number));
    samples.extend(templates(now_s));
    samples.extend(customers(now_s));
    samples.extend(strange(display_phone_number));
    samples
}

fn event(name: &'static str, label: &'static str, field: &'static str, value: Value) -> AccountEvent {
    AccountEvent {
        name,
        label,
        field,
        value,
    }
}

fn account(waba_id: &str, now_s: i64) -> Vec<AccountEvent> {
    let update = "account_update";
    vec![
        event(
            "account_violation",
            "Conta: violação das regras",
            update,
            json!({ "event": "ACCOUNT_VIOLATION", "violation_info": { "violation_type": "SCAM" } }),
        ),
        event(
            "account_restriction",
            "Conta: restrita por um tempo",
            update,
            json!({ "event": "ACCOUNT_RESTRICTION", "restriction_info": [
                { "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": now_s + 7 * 86_400 },
                { "restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION", "expiration": now_s + 7 * 86_400 },
            ] }),
        ),
        event(
            "account_disabled",
            "Conta: desativada",
            update,
            json!({ "event": "DISABLED_UPDATE", "ban_info": {
                "waba_ban_state": "DISABLE", "waba_ban_date": "November 22, 2026" } }),
        ),
        event(
            "account_reinstated",
            "Conta: reativada",
            update,
            json!({ "event": "DISABLED_UPDATE", "ban_info": {
                "waba_ban_state": "REINSTATE", "waba_ban_date": "November 22, 2026" } }),
        ),
        event(
            "account_offboarded",
            "Conta: desligada da plataforma",
            update,
            json!({ "event": "ACCOUNT_OFFBOARDED", "waba_info": { "waba_id": waba_id } }),
        ),
        event(
            "account_reconnected",
            "Conta: ligada de novo",
            update,
            json!({ "event": "ACCOUNT_RECONNECTED", "waba_info": { "waba_id": waba_id } }),
        ),
        event(
            "account_deleted",
            "Conta: apagada",
            update,
            json!({ "event": "ACCOUNT_DELETED" }),
        ),
        event(
            "account_review",
            "Conta: análise recusada",
            "account_review_update",
            json!({ "decision": "REJECTED" }),
        ),
        event(
            "account_alert",
            "Conta: alerta de limite de mensagens",
            "account_alerts",
            json!({ "entity_type": "BUSINESS", "entity_id": waba_id, "alert_info": {
                "alert_severity": "INFORMATIONAL", "alert_status": "ACTIVE",
                "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
                "alert_description": "The messaging limit cannot be raised yet." } }),
        ),
        event(
            "business_capability",
            "Conta: novos limites",
            "business_capability_update",
            json!({ "max_daily_conversation_per_phone": 2_000, "max_phone_numbers_per_business": 20 }),
        ),
    ]
}

fn numbers(display_phone_number: &str) -> Vec<AccountEvent> {
    let quality = |event: &str, current: &str, old: &str| {
        json!({ "display_phone_number": display_phone_number, "event": event, "current_limit": current,
                "old_limit": old, "max_daily_conversations_per_business": current })
    };
    vec![
        event(
            "number_flagged",
            "Número: qualidade baixa",
            "phone_number_quality_update",
            quality("FLAGGED", "TIER_2K", "TIER_2K"),
        ),
        event(
            "number_unflagged",
            "Número: qualidade recuperada",
            "phone_number_quality_update",
            quality("UNFLAGGED", "TIER_2K", "TIER_2K"),
        ),
        event(
            "number_downgraded",
            "Número: limite reduzido",
            "phone_number_quality_update",
            quality("DOWNGRADE", "TIER_250", "TIER_2K"),
        ),
        event(
            "number_upgraded",
            "Número: limite aumentado",
            "phone_number_quality_update",
            quality("UPGRADE", "TIER_10K", "TIER_2K"),
        ),
        event(
            "name_rejected",
            "Número: nome recusado",
            "phone_number_name_update",
            json!({ "display_phone_number": display_phone_number, "decision": "REJECTED",
                    "requested_verified_name": "Doce Arte Premium", "rejection_reason": "NAME_EMPLOYEE_ISSUE" }),
        ),
        event(
            "pin_changed",
            "Número: PIN alterado",
            "security",
            json!({ "display_phone_number": display_phone_number, "event": "PIN_CHANGED", "requester": "61555822107539" }),
        ),
    ]
}

fn templates(now_s: i64) -> Vec<AccountEvent> {
    let status = |event: &str, reason: &str| {
        json!({ "event": event, "message_template_id": 1_689_556_908_129_832_u64,
                "message_template_name": "pedido_pronto", "message_template_language": "pt_BR",
                "message_template_category": "UTILITY", "reason": reason })
    };
    let mut paused = status("PAUSED", "NONE");
    paused["other_info"] = json!({ "title": "FIRST_PAUSE",
        "description": "Your template has been paused for 3 hours." });
    let mut disabled = status("DISABLED", "NONE");
    disabled["disable_info"] = json!({ "disable_date": now_s });
    let quality = json!({ "previous_quality_score": "GREEN", "new_quality_score": "RED",
        "message_template_id": 1_689_556_908_129_832_u64, "message_template_name": "pedido_pronto",
        "message_template_language": "pt_BR" });
    let category = json!({ "message_template_id": 1_689_556_908_129_832_u64,
        "message_template_name": "pedido_pronto", "message_template_language": "pt_BR",
        "previous_category": "UTILITY", "new_category": "MARKETING" });
    let field = "message_template_status_update";
    vec![
        event(
            "template_approved",
            "Modelo: aprovado",
            field,
            status("APPROVED", "NONE"),
        ),
        event(
            "template_rejected",
            "Modelo: recusado",
            field,
            status("REJECTED", "INVALID_FORMAT"),
        ),
        event("template_paused", "Modelo: pausado", field, paused),
        event("template_disabled", "Modelo: desativado", field, disabled),
        event(
            "template_quality",
            "Modelo: qualidade caiu",
            "message_template_quality_update",
            quality,
        ),
        event(
            "template_category",
            "Modelo: mudou de categoria",
            "template_category_update",
            category,
        ),
    ]
}

fn customers(now_s: i64) -> Vec<AccountEvent> {
    let preference = |value: &str| {
        json!({ "messaging_product": "whatsapp", "user_preferences": [{
            "wa_id": "5511986372111", "category": "marketing_messages", "value": value,
            "detail": "User requested to change marketing messages", "timestamp": now_s }] })
    };
    vec![
        event(
            "marketing_stopped",
            "Cliente: não quer mais promoções",
            "user_preferences",
            preference("stop"),
        ),
        event(
            "marketing_resumed",
            "Cliente: quer promoções de novo",
            "user_preferences",
            preference("resume"),
        ),
    ]
}

/// What a receiver must take without complaint.
fn strange(display_phone_number: &str) -> Vec<AccountEvent> {
    vec![
        event(
            "errors_of_the_number",
            "Estranho: erro do número, sem mensagem",
            "messages",
            json!({ "messaging_product": "whatsapp",
                "metadata": { "display_phone_number": display_phone_number, "phone_number_id": "4400001111" },
                "errors": [{ "code": 131_000, "title": "Something went wrong" }] }),
        ),
        event(
            "unknown_field",
            "Estranho: campo desconhecido",
            "telepathy",
            json!({ "strength": 11, "thought": null }),
        ),
        event(
            "broken_value",
            "Estranho: valor que não faz sentido",
            "messages",
            json!({ "messaging_product": 7, "metadata": "none", "messages": { "not": "a list" } }),
        ),
    ]
}
