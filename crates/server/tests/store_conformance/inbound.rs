//! Messages from customers and what they do to a conversation.

use crate::stage::{Stage, minutes, text};
use domain::content::{MessageContent, MessageKind, SystemLine};
use domain::customer_service_window::WINDOW;
use domain::delivery_status::DeliveryState;
use domain::entities::{ConversationState, Direction, Quote, QuotePreview};
use domain::time::Span;
use server::store::{InboundChange, InboundEffect};

const MARIA: &str = "5511986372111";

pub async fn a_first_message_makes_contact_and_conversation(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut message = stage.inbound(number, MARIA, "Olá, tudo bem?", minutes(0));
    message.customer.profile_name = Some("Maria Souza".into());
    assert_eq!(stage.receive(&message).await, InboundEffect::Applied);
    let row = stage.row(&ana, message.new_conversation_id).await;
    assert_eq!(
        (row.contact.id, row.contact.name.as_str()),
        (message.new_contact_id, "Maria Souza")
    );
    assert_eq!(row.contact.phone.as_deref(), Some("+5511986372111"));
    let conversation = row.conversation;
    assert_eq!(
        (conversation.state, conversation.unread_count),
        (ConversationState::Open, 1)
    );
    assert_eq!(conversation.version, 1);
    assert_eq!(conversation.created_at, minutes(0));
    assert_eq!(conversation.last_activity_at, minutes(0));
    assert_eq!(conversation.window_expires_at, Some(minutes(0) + WINDOW));
    assert!(conversation.assignees.is_empty());
    let preview = conversation.last_message.unwrap();
    assert_eq!(
        (preview.message_id, preview.text.as_str()),
        (message.id, "Olá, tudo bem?")
    );
    assert_eq!(
        (preview.direction, preview.kind, preview.delivery),
        (Direction::Inbound, MessageKind::Text, None)
    );
}

pub async fn the_same_message_again_has_no_effect(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "Oi", minutes(0));
    let twin = stage.inbound(number, MARIA, "Oi", minutes(0));
    let twin = server::store::InboundMessage {
        wamid: message.wamid.clone(),
        ..twin
    };
    let both = [message.clone(), twin.clone()].map(|message| InboundChange::Message(Box::new(message)));
    assert_eq!(
        stage.deliver(&both, minutes(0)).await,
        [InboundEffect::Applied, InboundEffect::Duplicate]
    );
    let newest = stage.newest().await;
    assert_eq!(stage.receive(&twin).await, InboundEffect::Duplicate);
    assert_eq!(stage.newest().await, newest);
    assert_eq!(stage.thread(&ana, message.new_conversation_id).await.len(), 1);
    assert_eq!(
        stage.look(&ana, message.new_conversation_id).await.unread_count,
        1
    );
}

pub async fn the_same_wamid_at_two_numbers_is_two_messages(stage: Stage) {
    let (one, two) = (stage.number().await, stage.number().await);
    let first = stage.inbound(one, MARIA, "Oi", minutes(0));
    let second = server::store::InboundMessage {
        wamid: first.wamid.clone(),
        ..stage.inbound(two, MARIA, "Oi", minutes(0))
    };
    assert_eq!(stage.receive(&first).await, InboundEffect::Applied);
    assert_eq!(stage.receive(&second).await, InboundEffect::Applied);
    let ana = stage.admin().await;
    assert_eq!(stage.list(&ana).await.len(), 2);
}

pub async fn messages_in_any_order_make_the_same_thread_and_preview(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for (n, order) in orders.iter().enumerate() {
        let customer = format!("55119911112{n:02}");
        let mut conversation = None;
        for place in order {
            let message = stage.inbound(
                number,
                &customer,
                &format!("fala {place}"),
                minutes(i64::from(*place) * 10),
            );
            stage.receive(&message).await;
            conversation.get_or_insert(message.new_conversation_id);
        }
        let id = conversation.unwrap();
        assert_eq!(stage.bodies(&ana, id).await, ["fala 0", "fala 1", "fala 2"]);
        let conversation = stage.look(&ana, id).await;
        assert_eq!(conversation.last_message.unwrap().text, "fala 2");
        assert_eq!(conversation.last_activity_at, minutes(20));
        assert_eq!(conversation.window_expires_at, Some(minutes(20) + WINDOW));
        assert_eq!(conversation.unread_count, 3);
    }
}

pub async fn what_is_no_message_of_the_customer_does_not_open_the_window(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut opened = stage.inbound(number, MARIA, "", minutes(0));
    opened.content = MessageContent::System(SystemLine::ChatOpened);
    opened.opens_window = false;
    stage.receive(&opened).await;
    let conversation = stage.look(&ana, opened.new_conversation_id).await;
    assert_eq!(conversation.window_expires_at, None);
    assert_eq!(conversation.unread_count, 0);
    assert_eq!(conversation.last_message, None);
    assert_eq!(
        stage.thread(&ana, conversation.id).await[0].direction,
        Direction::Internal
    );
}

pub async fn a_message_reopens_a_concluded_conversation_with_a_line_before_it(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    stage
        .store
        .assign(&ana, id, &[ana.agent_id], stage.id(), minutes(1))
        .await
        .unwrap();
    stage
        .store
        .change_state(&ana, id, ConversationState::Concluded, stage.id(), minutes(2))
        .await
        .unwrap();
    assert!(stage.list(&ana).await.is_empty());
    stage
        .receive(&stage.inbound(number, MARIA, "Voltei", minutes(5)))
        .await;
    let conversation = stage.look(&ana, id).await;
    assert_eq!(conversation.state, ConversationState::Open);
    assert!(conversation.assignees.is_empty());
    let thread = stage.thread(&ana, id).await;
    let end: Vec<_> = thread
        .iter()
        .rev()
        .take(2)
        .map(|message| message.content.clone())
        .collect();
    assert_eq!(
        end,
        [text("Voltei"), MessageContent::System(SystemLine::Reopened)]
    );
    assert_eq!(conversation.last_message.unwrap().text, "Voltei");
}

pub async fn a_message_that_is_older_than_the_conclusion_reopens_too(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    stage
        .store
        .change_state(&ana, id, ConversationState::Concluded, stage.id(), minutes(2))
        .await
        .unwrap();
    let late = stage.inbound(number, MARIA, "Mais uma coisa", minutes(1));
    stage
        .deliver(&[InboundChange::Message(Box::new(late))], minutes(3))
        .await;
    assert_eq!(stage.look(&ana, id).await.state, ConversationState::Open);
    let thread = stage.thread(&ana, id).await;
    let last = thread.last().unwrap();
    assert_eq!(last.content, MessageContent::System(SystemLine::Reopened));
    assert_eq!(last.at, minutes(3));
}

pub async fn an_echo_of_the_business_phone_is_outgoing_and_nobodys(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut echo = stage.inbound(number, MARIA, "Já te respondo", minutes(0));
    echo.is_echo = true;
    echo.opens_window = false;
    // A status may come before the echo.
    let early = crate::stage::status(&echo.wamid, DeliveryState::Delivered, minutes(0));
    assert_eq!(stage.status(early).await, InboundEffect::Waiting);
    stage.receive(&echo).await;
    let message = stage.message(&ana, echo.new_conversation_id, echo.id).await;
    assert_eq!((message.direction, message.author), (Direction::Outbound, None));
    assert_eq!(message.delivery.unwrap().state, DeliveryState::Delivered);
    let conversation = stage.look(&ana, echo.new_conversation_id).await;
    assert_eq!(
        (conversation.unread_count, conversation.window_expires_at),
        (0, None)
    );
    assert_eq!(
        conversation.last_message.unwrap().delivery,
        Some(DeliveryState::Delivered)
    );
    let read = crate::stage::status(&echo.wamid, DeliveryState::Read, minutes(1));
    assert_eq!(stage.status(read).await, InboundEffect::Applied);
    assert_eq!(
        stage
            .delivery(&ana, echo.new_conversation_id, echo.id)
            .await
            .state,
        DeliveryState::Read
    );
}

pub async fn a_reply_finds_its_message_even_if_that_comes_later(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let quoted = stage.inbound(number, MARIA, "Qual o preço?", minutes(0));
    let mut reply = stage.inbound(number, MARIA, "Alguém?", minutes(1));
    reply.quoted_wamid = Some(quoted.wamid.clone());
    let mut stray = stage.inbound(number, MARIA, "E isso?", minutes(2));
    stray.quoted_wamid = Some("wamid.never".into());
    stage.receive(&reply).await;
    stage.receive(&stray).await;
    let id = reply.new_conversation_id;
    let unknown = Quote {
        message_id: None,
        preview: None,
    };
    assert_eq!(
        stage.message(&ana, id, reply.id).await.reply_to,
        Some(unknown.clone())
    );
    stage.receive(&quoted).await;
    let known = stage.message(&ana, id, reply.id).await;
    assert_eq!(
        (known.reply_to, known.version),
        (
            Some(Quote {
                message_id: Some(quoted.id),
                preview: Some(QuotePreview::new(
                    quoted.at,
                    Direction::Inbound,
                    None,
                    &quoted.content
                )),
            }),
            2
        )
    );
    assert_eq!(stage.message(&ana, id, stray.id).await.reply_to, Some(unknown));
}

pub async fn a_long_pause_between_messages_does_not_shorten_the_window(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let newer = minutes(0) + Span::from_hours(30);
    let id = stage.conversation(number, MARIA, newer).await;
    stage
        .receive(&stage.inbound(number, MARIA, "antiga", minutes(0)))
        .await;
    assert_eq!(stage.look(&ana, id).await.window_expires_at, Some(newer + WINDOW));
}
