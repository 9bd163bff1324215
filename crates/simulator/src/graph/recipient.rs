//! Who a message goes to.

use serde_json::{Map, Value, json};

use super::GraphError;
use super::check::Object;
use crate::behaviour::UnknownRecipient;
use crate::ids;
use crate::state::{CustomerKey, State};

/// A recipient that was found, or made.
pub(super) struct Recipient {
    pub(super) customer: CustomerKey,
    /// The entry of `contacts[]` in the answer.
    pub(super) contact: Value,
}

/// Finds the customer named by `to`, or by `recipient` if there is no `to`.
pub(super) fn find(
    state: &mut State,
    phone_number_id: &str,
    message: &Object<'_>,
) -> Result<Recipient, GraphError> {
    if let Some(to) = message.maybe_string("to")? {
        return by_number(state, phone_number_id, to);
    }
    let Some(user_id) = message.maybe_string("recipient")? else {
        return Err(GraphError::new(131_008, "The parameter to is required."));
    };
    let customer = state.customer_with_user_id(user_id).ok_or_else(|| {
        GraphError::new(
            131_009,
            "recipient is not the user id of a customer of this business",
        )
    })?;
    let mut contact = Map::new();
    contact.insert("input".to_owned(), json!(user_id));
    contact.insert("user_id".to_owned(), json!(user_id));
    if let Some(person) = state.person(customer).filter(|person| !person.hides_number) {
        contact.insert("wa_id".to_owned(), json!(person.wa_id));
    }
    Ok(Recipient {
        customer,
        contact: Value::Object(contact),
    })
}

fn by_number(state: &mut State, phone_number_id: &str, to: &str) -> Result<Recipient, GraphError> {
    let is_written_as_number = to.chars().enumerate().all(|(at, character)| {
        character.is_ascii_digit() || " -().".contains(character) || (character == '+' && at == 0)
    });
    let mut digits = ids::digits(to);
    let number = state.number(phone_number_id);
    if let Some(number) = number.filter(|_| !to.starts_with('+')) {
        // Without a plus, Meta takes the number as one of the country of the business (November 2025).
        digits.insert_str(0, &number.country_code());
    }
    if !is_written_as_number || !(8..=15).contains(&digits.len()) {
        return Err(GraphError::new(
            131_009,
            format!("to is not a valid phone number: {to}"),
        ));
    }
    if number.is_some_and(|number| number.digits() == digits) {
        return Err(GraphError::new(
            131_021,
            "Sender and recipient phone number is the same.",
        ));
    }
    let known = state.customer_with_number(&digits);
    let customer = known.unwrap_or_else(|| {
        let customer = state.introduce(&digits, &format!("+{digits}"));
        if state.behaviour.unknown_recipient == UnknownRecipient::HasNoWhatsapp
            && let Some(person) = state.customers.get_mut(&customer)
        {
            person.has_whatsapp = false;
        }
        customer
    });
    let wa_id = state
        .person(customer)
        .map_or(digits, |person| person.wa_id.clone());
    Ok(Recipient {
        customer,
        contact: json!({ "input": to, "wa_id": wa_id }),
    })
}
