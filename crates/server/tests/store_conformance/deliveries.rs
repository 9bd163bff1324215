//! Raw deliveries: durable first, processed once.

use crate::stage::{START, Stage, minutes};
use domain::time::Span;
use server::store::{DeliveryOutcome, InboundChange, InboundEffect, NewSession, TranslatedDelivery};

pub async fn a_stored_delivery_survives_the_process_and_waits_in_order(mut stage: Stage) {
    let first = stage.store.store_delivery(b"one", minutes(0)).await.unwrap();
    let second = stage.store.store_delivery(b"two", minutes(0)).await.unwrap();
    assert!(first < second);
    stage.crash().await;
    let pending = stage.store.pending_deliveries(10).await.unwrap();
    let pending: Vec<_> = pending.iter().map(|row| (row.id, row.raw.as_slice())).collect();
    assert_eq!(pending, [(first, b"one".as_slice()), (second, b"two".as_slice())]);
    assert_eq!(stage.store.pending_deliveries(1).await.unwrap().len(), 1);
    stage.store.apply_delivery(first, &[], minutes(1)).await.unwrap();
    let pending = stage.store.pending_deliveries(10).await.unwrap();
    assert_eq!(pending.iter().map(|row| row.id).collect::<Vec<_>>(), [second]);
}

pub async fn many_deliveries_at_once_are_all_kept(stage: Stage) {
    let stores = (0..200_u32).map(|n| {
        let store = stage.store.clone();
        tokio::spawn(async move { store.store_delivery(&n.to_be_bytes(), minutes(0)).await.unwrap() })
    });
    let mut ids = Vec::new();
    for stored in stores.collect::<Vec<_>>() {
        ids.push(stored.await.unwrap());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 200);
    assert_eq!(stage.store.pending_deliveries(1_000).await.unwrap().len(), 200);
}

pub async fn what_cannot_be_applied_is_set_aside_and_counted_once(stage: Stage) {
    let change = InboundChange::SetAside {
        key: "hash-1".into(),
        field: "messages".into(),
        value: "{}".into(),
        reason: "not one of our numbers".into(),
    };
    let effects = stage.deliver(&[change.clone(), change], minutes(0)).await;
    assert_eq!(effects, [InboundEffect::SetAside, InboundEffect::Duplicate]);
    let delivery = stage.store.store_delivery(b"not json", minutes(0)).await.unwrap();
    stage
        .store
        .set_delivery_aside(delivery, "not JSON", minutes(1))
        .await
        .unwrap();
    assert_eq!(stage.store.set_aside_count().await.unwrap(), 2);
    assert!(stage.store.pending_deliveries(10).await.unwrap().is_empty());
    let account = InboundChange::Account {
        key: "hash-2".into(),
        field: "account_update".into(),
        value: "{}".into(),
        alarm: None,
    };
    let effects = stage.deliver(&[account.clone(), account], minutes(0)).await;
    assert_eq!(effects, [InboundEffect::Applied, InboundEffect::Duplicate]);
}

pub async fn processed_deliveries_are_forgotten_later_and_set_aside_ones_kept(stage: Stage) {
    for _ in 0..3 {
        stage.deliver(&[], minutes(0)).await;
    }
    let aside = stage.store.store_delivery(b"?", minutes(0)).await.unwrap();
    stage
        .store
        .set_delivery_aside(aside, "unreadable", minutes(0))
        .await
        .unwrap();
    stage.store.store_delivery(b"waits", minutes(0)).await.unwrap();
    assert_eq!(stage.store.purge_deliveries(minutes(0)).await.unwrap(), 0);
    assert_eq!(
        stage
            .store
            .purge_deliveries(minutes(0) + Span::from_millis(1))
            .await
            .unwrap(),
        3
    );
    assert_eq!(stage.store.set_aside_count().await.unwrap(), 1);
    assert_eq!(stage.store.pending_deliveries(10).await.unwrap().len(), 1);
}

pub async fn a_delivery_is_applied_as_a_whole_or_not_at_all(stage: Stage) {
    let admin = stage.admin().await;
    let number = stage.number().await;
    let good = stage.inbound(number, "5511986372111", "Oi", minutes(0));
    // No such number: a fault of ours, which must not leave half a delivery behind.
    let bad = stage.inbound(stage.id(), "5511986372111", "Oi", minutes(0));
    let changes = [good.clone(), bad].map(|message| InboundChange::Message(Box::new(message)));
    let delivery = stage.store.store_delivery(b"{}", minutes(0)).await.unwrap();
    let newest = stage.newest().await;
    assert!(
        stage
            .store
            .apply_delivery(delivery, &changes, minutes(0))
            .await
            .is_err()
    );
    assert_eq!(
        (stage.newest().await, stage.list(&admin).await.len()),
        (newest, 0)
    );
    assert_eq!(stage.store.pending_deliveries(10).await.unwrap().len(), 1);
    let effects = stage
        .store
        .apply_delivery(delivery, &changes[..1], minutes(0))
        .await
        .unwrap();
    assert_eq!(effects, [InboundEffect::Applied]);
    assert_eq!(stage.list(&admin).await, [good.new_conversation_id]);
}

pub async fn a_change_that_fails_takes_no_other_with_it(stage: Stage) {
    let ana = stage.admin().await;
    let stranger = stage.id();
    let sessions = (0..60_u8).map(|n| {
        let store = stage.store.clone();
        let agent_id = if n % 3 == 0 { stranger } else { ana.agent_id };
        let session = NewSession {
            token_hash: [n; 32],
            agent_id,
            created_at: START,
            expires_at: START + Span::from_hours(1),
        };
        tokio::spawn(async move { store.create_session(&session).await.is_ok() })
    });
    for (n, created) in sessions.collect::<Vec<_>>().into_iter().enumerate() {
        assert_eq!(created.await.unwrap(), n % 3 != 0);
        let token = [u8::try_from(n).unwrap(); 32];
        assert_eq!(
            stage.store.session(&token, minutes(1)).await.unwrap().is_some(),
            n % 3 != 0
        );
    }
}

pub async fn deliveries_are_applied_together_in_order(stage: Stage) {
    let admin = stage.admin().await;
    let number = stage.number().await;
    let mut batch = Vec::new();
    for n in 0..20 {
        let message = stage.inbound(number, "5511986372111", &format!("{n}"), minutes(0));
        let id = stage.store.store_delivery(b"{}", minutes(0)).await.unwrap();
        let changes = Ok(vec![InboundChange::Message(Box::new(message))]);
        batch.push(TranslatedDelivery { id, changes });
    }
    let newest = stage.newest().await;
    let outcomes = stage
        .store
        .apply_deliveries(batch.into(), minutes(1))
        .await
        .unwrap();
    let applied = DeliveryOutcome::Applied(vec![InboundEffect::Applied]);
    assert_eq!(outcomes, vec![applied; 20]);
    assert!(stage.store.pending_deliveries(10).await.unwrap().is_empty());
    assert!(stage.newest().await > newest);
    let list = stage.list(&admin).await;
    let bodies: Vec<_> = (0..20).map(|n| n.to_string()).collect();
    assert_eq!(stage.bodies(&admin, list[0]).await, bodies);
}

pub async fn a_delivery_that_cannot_be_applied_is_set_aside_alone(stage: Stage) {
    let admin = stage.admin().await;
    let number = stage.number().await;
    let message = |number, body: &str| {
        InboundChange::Message(Box::new(stage.inbound(number, "5511986372111", body, minutes(0))))
    };
    // No such number: a fault of ours. What stands before it in the same delivery is undone with it.
    let poison = vec![
        message(number, "desfeita"),
        InboundChange::SetAside {
            key: "undone".into(),
            field: "messages".into(),
            value: "{}".into(),
            reason: "undone with the rest".into(),
        },
        message(stage.id(), "veneno"),
    ];
    let changes = [
        Ok(vec![message(number, "antes")]),
        Ok(poison),
        Err("the delivery is not JSON".to_owned()),
        Ok(vec![message(number, "depois")]),
    ];
    let mut batch = Vec::new();
    for changes in changes {
        let id = stage.store.store_delivery(b"{}", minutes(0)).await.unwrap();
        batch.push(TranslatedDelivery { id, changes });
    }
    let outcomes = stage
        .store
        .apply_deliveries(batch.into(), minutes(1))
        .await
        .unwrap();
    let applied = DeliveryOutcome::Applied(vec![InboundEffect::Applied]);
    assert_eq!((&outcomes[0], &outcomes[3]), (&applied, &applied));
    assert!(matches!(outcomes[1], DeliveryOutcome::SetAside(_)));
    assert!(matches!(outcomes[2], DeliveryOutcome::SetAside(_)));
    assert!(stage.store.pending_deliveries(10).await.unwrap().is_empty());
    let list = stage.list(&admin).await;
    assert_eq!(stage.bodies(&admin, list[0]).await, ["antes", "depois"]);
    assert_eq!(stage.store.set_aside_count().await.unwrap(), 2);
    let alarms = stage.store.alarm_page(None, 10).await.unwrap().alarms;
    assert_eq!((alarms.len(), alarms[0].count), (1, 2));
}
