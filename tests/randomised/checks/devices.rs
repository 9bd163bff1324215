//! What each device holds: exactly what its agent may see, as the server has it, and nothing else.

use super::truth::Truth;
use crate::device::Device;
use crate::world::World;
use domain::ids::{ConversationId, MessageId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// Waits until every device that is online has read everything, and compares.
pub async fn check(world: &World, truth: &Truth, faults: &mut Vec<String>) -> Result<(), String> {
    for device in world.devices.iter().filter(|device| device.is_online()) {
        device.catch_up(truth.n).await?;
        check_device(world, truth, device, faults);
    }
    Ok(())
}

fn check_device(world: &World, truth: &Truth, device: &Device, faults: &mut Vec<String>) {
    let visible: BTreeSet<ConversationId> = {
        let rights = world.shared.rights();
        let state = rights.now();
        let sees = |id: &&ConversationId| state.sees(device.agent, **id);
        truth.conversations.keys().filter(sees).copied().collect()
    };
    let name = &device.name;
    device.look(|cache| {
        let held: BTreeSet<_> = cache.conversations.keys().copied().collect();
        for id in held.difference(&visible) {
            faults.push(format!("{name} holds {id}, which its agent may not see"));
        }
        for id in visible.difference(&held) {
            faults.push(format!("{name} lacks {id}, which its agent may see"));
        }
        for id in visible.intersection(&held) {
            let row = &truth.conversations[id];
            same(faults, name, cache.conversations.get(id), &row.conversation);
            same(faults, name, cache.contacts.get(&row.contact.id), &row.contact);
        }
        let expected: BTreeMap<MessageId, _> = truth
            .messages
            .iter()
            .filter(|(_, message)| visible.contains(&message.conversation_id))
            .collect::<BTreeMap<_, _>>()
            .into_iter()
            .map(|(id, message)| (*id, message))
            .collect();
        for (id, message) in &cache.messages {
            if !expected.contains_key(id) {
                faults.push(format!("{name} holds {message:?}, which it must not"));
            }
        }
        for (id, message) in expected {
            same(faults, name, cache.messages.get(&id), message);
        }
        same(faults, name, cache.settings.as_ref(), &truth.settings);
        same(faults, name, Some(&cache.agents), &truth.agents);
        same(faults, name, Some(&cache.roles), &truth.roles);
        same(faults, name, Some(&cache.phone_numbers), &truth.phone_numbers);
        let role = truth.agents.get(&device.agent).map(|agent| agent.role_id);
        let permissions = role
            .and_then(|role| truth.roles.get(&role))
            .map(|role| role.permissions);
        if cache.session.as_ref().map(|session| session.permissions) != permissions {
            faults.push(format!("{name} believes to be {:?}", cache.session));
        }
    });
}

fn same<T: PartialEq + Debug>(faults: &mut Vec<String>, name: &str, held: Option<&T>, truth: &T) {
    if held != Some(truth) {
        faults.push(format!("{name} holds {held:?} where the server has {truth:?}"));
    }
}
