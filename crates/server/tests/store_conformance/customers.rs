//! Which contact a customer is.

use crate::stage::{Stage, minutes};
use domain::content::{MessageContent, SystemLine};
use domain::event::Change;
use domain::ids::ConversationId;
use domain::visibility::Viewer;
use server::store::{CustomerIdentity, InboundChange, InboundEffect, InboundMessage};

fn who(wa_id: Option<&str>, user_id: Option<&str>) -> CustomerIdentity {
    CustomerIdentity {
        wa_id: wa_id.map(str::to_owned),
        user_id: user_id.map(str::to_owned),
        ..CustomerIdentity::default()
    }
}

/// A message from `customer`; answers with the conversations that there are after it, oldest first.
async fn writes(
    stage: &Stage,
    viewer: &Viewer,
    template: &InboundMessage,
    customer: CustomerIdentity,
) -> Vec<ConversationId> {
    let new = stage.inbound(template.phone_number_id, "", "Oi", template.at);
    assert_eq!(
        stage.receive(&InboundMessage { customer, ..new }).await,
        InboundEffect::Applied
    );
    let mut all = stage.store.visible_conversations(viewer).await.unwrap().ids;
    all.sort();
    all
}

pub async fn brazilian_numbers_with_and_without_the_ninth_digit_are_one_customer(stage: Stage) {
    let admin = stage.admin().await;
    let number = stage.number().await;
    let template = stage.inbound(number, "", "", minutes(0));
    assert_eq!(
        writes(&stage, &admin, &template, who(Some("551186372111"), None))
            .await
            .len(),
        1
    );
    assert_eq!(
        writes(&stage, &admin, &template, who(Some("5511986372111"), None))
            .await
            .len(),
        1
    );
    assert_eq!(
        writes(&stage, &admin, &template, who(Some("5511986372112"), None))
            .await
            .len(),
        2
    );
    // Answers go to the form that Meta used last.
    let first = stage.list(&admin).await;
    let conversation = *first.iter().min().unwrap();
    stage.send(&admin, conversation, "Olá", minutes(1)).await;
    assert_eq!(
        stage.claim(minutes(1)).await.unwrap().wa_id.as_deref(),
        Some("5511986372111")
    );
}

pub async fn a_user_id_decides_before_a_number_and_what_is_new_is_attached(stage: Stage) {
    let admin = stage.admin().await;
    let number = stage.number().await;
    let template = stage.inbound(number, "", "", minutes(0));
    // Known by user id only; then the number appears; then the number alone is enough.
    assert_eq!(
        writes(&stage, &admin, &template, who(None, Some("BR.1")))
            .await
            .len(),
        1
    );
    assert_eq!(
        writes(
            &stage,
            &admin,
            &template,
            who(Some("5511986372111"), Some("BR.1"))
        )
        .await
        .len(),
        1
    );
    assert_eq!(
        writes(&stage, &admin, &template, who(Some("5511986372111"), None))
            .await
            .len(),
        1
    );
    // The other way round.
    assert_eq!(
        writes(&stage, &admin, &template, who(Some("5521991234567"), None))
            .await
            .len(),
        2
    );
    assert_eq!(
        writes(
            &stage,
            &admin,
            &template,
            who(Some("5521991234567"), Some("BR.2"))
        )
        .await
        .len(),
        2
    );
    assert_eq!(
        writes(&stage, &admin, &template, who(None, Some("BR.2")))
            .await
            .len(),
        2
    );
    // A conflict: the user id of one, the number of the other. The user id decides; nothing is merged or moved.
    assert_eq!(
        writes(
            &stage,
            &admin,
            &template,
            who(Some("5521991234567"), Some("BR.1"))
        )
        .await
        .len(),
        2
    );
    let first = *stage
        .store
        .visible_conversations(&admin)
        .await
        .unwrap()
        .ids
        .iter()
        .min()
        .unwrap();
    assert_eq!(stage.thread(&admin, first).await.len(), 4);
    assert_eq!(
        stage.row(&admin, first).await.contact.phone.as_deref(),
        Some("+5511986372111")
    );
}

pub async fn a_name_follows_the_profile_and_changes_are_told(stage: Stage) {
    let admin = stage.admin().await;
    let number = stage.number().await;
    let mut message = stage.inbound(number, "5511986372111", "Oi", minutes(0));
    stage.receive(&message).await;
    let id = message.new_conversation_id;
    assert_eq!(stage.row(&admin, id).await.contact.name, "");
    let before = stage.newest().await;
    message = stage.inbound(number, "5511986372111", "Sou eu", minutes(1));
    message.customer.profile_name = Some("Maria".into());
    message.customer.username = Some("maria.souza".into());
    stage.receive(&message).await;
    let contact = stage.row(&admin, id).await.contact;
    assert_eq!(
        (contact.name.as_str(), contact.username.as_deref()),
        ("Maria", Some("maria.souza"))
    );
    let events = stage
        .store
        .events_after(&admin, before, 100)
        .await
        .unwrap()
        .events;
    assert!(events.iter().any(|event| event.change
        == Change::ContactChanged {
            contact: contact.clone()
        }));
    // Nothing new, nothing told.
    let before = stage.newest().await;
    message = stage.inbound(number, "5511986372111", "De novo", minutes(2));
    message.customer.profile_name = Some("Maria".into());
    stage.receive(&message).await;
    let events = stage
        .store
        .events_after(&admin, before, 100)
        .await
        .unwrap()
        .events;
    assert!(
        !events
            .iter()
            .any(|event| matches!(event.change, Change::ContactChanged { .. }))
    );
}

pub async fn a_customer_who_moves_to_another_number_keeps_the_conversation(stage: Stage) {
    let admin = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    let line = SystemLine::NumberChanged {
        to: "5521991234567".into(),
    };
    let change = InboundChange::IdentityChanged {
        phone_number_id: Some(number),
        key: "wamid.system".into(),
        from: Box::new(who(Some("5511986372111"), Some("BR.1"))),
        to: Box::new(who(Some("5521991234567"), Some("BR.2"))),
        line: Some(line.clone()),
        line_id: stage.id(),
        at: minutes(1),
    };
    let effects = stage.deliver(&[change.clone(), change], minutes(1)).await;
    assert_eq!(effects, [InboundEffect::Applied, InboundEffect::Duplicate]);
    let thread = stage.thread(&admin, id).await;
    assert_eq!(thread.last().unwrap().content, MessageContent::System(line));
    assert_eq!(
        stage.row(&admin, id).await.contact.phone.as_deref(),
        Some("+5521991234567")
    );
    stage
        .receive(&stage.inbound(number, "5521991234567", "Número novo", minutes(2)))
        .await;
    assert_eq!(stage.list(&admin).await, [id]);
    assert_eq!(stage.look(&admin, id).await.unread_count, 2);
    // Whoever gets the old number is somebody else.
    let stranger = stage.conversation(number, "5511986372111", minutes(2)).await;
    assert_eq!(stage.list(&admin).await.len(), 2);
    assert_ne!(stranger, id);
    stage.send(&admin, id, "Certo", minutes(3)).await;
    let job = stage.claim(minutes(3)).await.unwrap();
    assert_eq!(
        (job.wa_id.as_deref(), job.user_id.as_deref()),
        (Some("5521991234567"), Some("BR.2"))
    );
}
