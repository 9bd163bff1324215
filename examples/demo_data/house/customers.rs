//! What customers do, and what the business writes from its own phone.

use super::House;
use super::turns::named;
use crate::Outcome;
use crate::files;
use crate::playing::Step;
use crate::scripts::{Customer, Deed, Line};
use serde_json::{Value, json};
use simulator::Direction;

impl House {
    /// A customer writes or sends something, or gets something that was written on the business's phone.
    pub(super) async fn phone_writes(&self, step: &Step<'_>) -> Outcome<()> {
        let customer = step.script.customer();
        let phone = self.simulator.customer(customer.wa_id, customer.name);
        let (number, at_s) = (customer.number.meta_id(), step.at / 1_000);
        match step.line {
            Line::Says(text) => {
                phone.send_text_at(number, text, at_s).await?;
            }
            Line::Sends(content) => {
                let content = self.with_file(customer, content.clone())?;
                phone.send_at(number, content, at_s).await?;
            }
            Line::Echoes(content) => {
                let content = self.with_file(customer, content.clone())?;
                phone.receive_echo(number, content, at_s).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The customer opens the chat.
    pub(super) async fn customer_reads(&self, customer: Customer) -> Outcome<()> {
        let phone = self.simulator.customer(customer.wa_id, customer.name);
        if let Some(wamid) = self.newest(customer, Direction::FromBusiness) {
            phone.read(&wamid).await?;
        }
        Ok(())
    }

    /// The customer does something with a message that is there already, or to themselves.
    pub(super) async fn customer_does(&self, customer: Customer, deed: &Deed) -> Outcome<()> {
        let phone = self.simulator.customer(customer.wa_id, customer.name);
        let number = customer.number.meta_id();
        let message = |direction| {
            let newest = self.newest(customer, direction);
            newest.ok_or_else(|| format!("{} has no message for {deed:?}", named(customer)))
        };
        match deed {
            Deed::EditsOwn(text) => {
                let own = message(Direction::FromCustomer)?;
                phone.edit_text(number, &own, text).await?;
            }
            Deed::RevokesOwn => {
                phone.revoke(number, &message(Direction::FromCustomer)?).await?;
            }
            Deed::Reacts(emoji) => {
                let ours = message(Direction::FromBusiness)?;
                phone.react(number, &ours, emoji).await?;
            }
            Deed::RepliesTo(text) => {
                let ours = message(Direction::FromBusiness)?;
                phone.reply_text(number, &ours, text).await?;
            }
            Deed::RepliesToOwn(text) => {
                let own = message(Direction::FromCustomer)?;
                phone.reply_text(number, &own, text).await?;
            }
            Deed::ChangesNumber(wa_id) => phone.change_number(wa_id).await?,
            Deed::ChangesUserId => {
                phone.change_user_id().await?;
            }
        }
        Ok(())
    }

    /// What names a file of the sample gets it, under an id as Meta gives them.
    fn with_file(&self, customer: Customer, mut content: Value) -> Outcome<Value> {
        let kind = content["type"].as_str().unwrap_or_default().to_owned();
        let Some(inner) = content.get_mut(&kind).and_then(Value::as_object_mut) else {
            return Ok(content);
        };
        if let Some(name) = inner.remove("file") {
            let file = name.as_str().and_then(files::named);
            let file = file.ok_or_else(|| format!("the sample has no file {name}"))?;
            let id = self
                .simulator
                .add_media(customer.number.meta_id(), file.mime_type, file.bytes);
            inner.insert("id".to_owned(), json!(id));
            inner.insert("mime_type".to_owned(), json!(file.mime_type));
        }
        Ok(content)
    }

    fn newest(&self, customer: Customer, direction: Direction) -> Option<String> {
        self.simulator.look(|state| {
            let thread = state.thread(customer.number.meta_id(), customer.wa_id);
            let fits = |one: &&&simulator::Message| one.direction == direction && one.kind() != "reaction";
            thread.iter().rev().find(fits).map(|one| one.wamid.clone())
        })
    }
}
