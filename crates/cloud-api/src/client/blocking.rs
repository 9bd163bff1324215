//! Blocking customers (Meta: "Block Users").

use reqwest::Method;
use serde_json::{Value, json};

use super::call::call;
use super::{Client, Credentials};
use crate::error::{SendError, Uncertainty};

/// Codes by which Meta says that it does not do it for this user: they did not write lately, there are too many, or it is so already.
const NOT_FOR_THIS_USER: [i64; 6] = [139_100, 139_101, 139_102, 139_103, 131_021, 131_047];

impl Client {
    /// Keeps a customer away from a number. Says whether Meta did: it does only for who wrote within the last 24 hours.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn block_user(
        &self,
        credentials: &Credentials,
        phone_number_id: &str,
        phone: &str,
    ) -> Result<bool, SendError> {
        self.change_block(credentials, (Method::POST, "added_users"), phone_number_id, phone)
            .await
    }

    /// Lets a customer write to a number again. Says whether Meta did.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn unblock_user(
        &self,
        credentials: &Credentials,
        phone_number_id: &str,
        phone: &str,
    ) -> Result<bool, SendError> {
        self.change_block(
            credentials,
            (Method::DELETE, "removed_users"),
            phone_number_id,
            phone,
        )
        .await
    }

    async fn change_block(
        &self,
        credentials: &Credentials,
        (method, done): (Method, &str),
        phone_number_id: &str,
        phone: &str,
    ) -> Result<bool, SendError> {
        let body = json!({ "messaging_product": "whatsapp", "block_users": [{ "user": phone }] });
        let request = self
            .request(credentials, method, &[phone_number_id, "block_users"])?
            .json(&body);
        match call(request, "block_users").await {
            Ok(answer) => is_done(&answer, done),
            Err(SendError::Api(error)) if NOT_FOR_THIS_USER.contains(&error.code) => Ok(false),
            // A refusal that lists the users is no error object of Meta's usual form.
            Err(SendError::Http { status: 400, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Each user is in one of two lists: those for whom it was done, and the others.
fn is_done(answer: &Value, done: &str) -> Result<bool, SendError> {
    let count = |list: &str| {
        let users = answer.get("block_users")?.get(list)?.as_array()?;
        Some(users.len())
    };
    match (count(done), count("failed_users")) {
        (Some(1..), _) => Ok(true),
        (_, Some(1..)) => Ok(false),
        _ => Err(SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_for_whom_it_was_done() {
        let user = json!([{ "input": "+5511986372111", "wa_id": "5511986372111" }]);
        let done = json!({ "block_users": { "added_users": user } });
        let failed = json!({ "block_users": { "added_users": [], "failed_users": user } });
        assert_eq!(is_done(&done, "added_users"), Ok(true));
        assert_eq!(is_done(&failed, "added_users"), Ok(false));
        assert!(is_done(&json!({}), "added_users").is_err());
        assert!(
            is_done(&done, "removed_users").is_err(),
            "the answer to something else"
        );
    }
}
