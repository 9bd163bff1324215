//! What agents write of customers, through the doors that the panel and the setup use.

use super::House;
use crate::scripts::{Agent, GROUPS, Known, SOURCES, all_known};
use crate::{MINUTE_MS, Outcome};
use domain::command::{ChangeContact, PutGroup, PutNote, PutSource};
use domain::ids::ContactId;
use domain::time::Span;
use domain::wire::{Bootstrap, ConversationDetail};
use reqwest::Method;
use serde_json::Value;

impl House {
    /// Ana adds to the lists, and the others write what they know.
    pub async fn describe_customers(&mut self) -> Outcome<()> {
        self.sign_in_everybody().await?;
        for name in SOURCES {
            let put = PutSource {
                after_version: 0,
                name: name.to_owned(),
            };
            let path = format!("/sources/{}", self.services.ids.uuid());
            let _: Value = self.ask(Agent::Ana, Method::PUT, &path, Some(&put)).await?;
        }
        for name in GROUPS {
            let put = PutGroup {
                after_version: 0,
                name: name.to_owned(),
            };
            let path = format!("/groups/{}", self.services.ids.uuid());
            let _: Value = self.ask(Agent::Ana, Method::PUT, &path, Some(&put)).await?;
        }
        let lists: Bootstrap = self
            .ask(Agent::Ana, Method::GET, "/bootstrap", None::<&()>)
            .await?;
        for one in all_known() {
            self.describe(&lists, &one).await?;
        }
        Ok(())
    }

    async fn describe(&self, lists: &Bootstrap, known: &Known) -> Outcome<()> {
        let path = format!(
            "/conversations/{}?limit=1",
            self.conversation(known.customer).await?
        );
        let detail: ConversationDetail = self.ask(Agent::Bruno, Method::GET, &path, None::<&()>).await?;
        let id = detail.row.contact.id;
        let source = lists.sources.iter().find(|source| source.name == known.source);
        let groups = lists
            .groups
            .iter()
            .filter(|group| known.groups.contains(&group.name.as_str()));
        let change = ChangeContact {
            edited_at: self.clock.now(),
            name: Some(known.called.to_owned()).filter(|name| !name.is_empty()),
            stage: Some(known.stage),
            source_id: source.map(|source| Some(source.id)),
            add_groups: groups.map(|group| group.id).collect(),
            ..ChangeContact::default()
        };
        let path = format!("/contacts/{id}");
        let _: Value = self
            .ask(Agent::Bruno, Method::PATCH, &path, Some(&change))
            .await?;
        for (agent, minutes_ago, text) in known.notes {
            self.note(*agent, id, *minutes_ago, text).await?;
        }
        Ok(())
    }

    async fn note(&self, agent: Agent, id: ContactId, minutes_ago: i64, text: &str) -> Outcome<()> {
        let put = PutNote {
            edited_at: self.clock.now() - Span::from_millis(minutes_ago * MINUTE_MS),
            text: text.to_owned(),
        };
        let path = format!("/contacts/{id}/notes/{}", self.services.ids.uuid());
        let _: Value = self.ask(agent, Method::PUT, &path, Some(&put)).await?;
        Ok(())
    }
}
