//! What is wanted while the part that does it is not here.

use crate::state::intent::Intent;
use crate::state::voice::VoiceIntent;
use std::collections::VecDeque;

/// Another wish. What scrolling asks for again and again waits once.
pub(super) fn add(waiting: &mut VecDeque<Intent>, intent: Intent) {
    let comes_again = matches!(intent, Intent::LoadMoreConversations(_) | Intent::LoadNewer(_));
    if !comes_again || !waiting.contains(&intent) {
        waiting.push_back(intent);
    }
}

/// Nobody asked for this but what is on screen, or it is a note or an opinion as it is written: nothing else has its words any more.
pub(super) fn is_ours(intent: &Intent) -> bool {
    matches!(
        intent,
        Intent::Voice(VoiceIntent::WantWaveform(_))
            | Intent::DraftNote { .. }
            | Intent::PutNote { .. }
            | Intent::WriteFeedback(_)
            | Intent::LoadMoreConversations(_)
            | Intent::LoadNewer(_)
            | Intent::MarkConversation { is_unread: false, .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::list_choices::ListChoices;
    use domain::entities::ConversationState;
    use domain::ids::{ConversationId, MessageId};

    fn conversation(number: u8) -> ConversationId {
        ConversationId::from_parts(1, &[number; 10])
    }

    #[test]
    fn the_same_page_waits_once() {
        let open = ListChoices::all(ConversationState::Open);
        let concluded = ListChoices::all(ConversationState::Concluded);
        let wanted = [
            Intent::LoadMoreConversations(open),
            Intent::LoadNewer(conversation(1)),
            Intent::LoadMoreConversations(concluded),
            Intent::LoadNewer(conversation(2)),
        ];
        let mut waiting = VecDeque::new();
        for intent in wanted.iter().chain(&wanted) {
            add(&mut waiting, intent.clone());
        }
        assert!(waiting == wanted);
    }

    #[test]
    fn what_an_agent_does_twice_is_done_twice() {
        let discard = Intent::DiscardSetAside(MessageId::from_parts(1, &[1; 10]));
        let mut waiting = VecDeque::new();
        add(&mut waiting, discard.clone());
        add(&mut waiting, discard);
        assert_eq!(waiting.len(), 2);
    }
}
