//! One person's data is removed, whole.

use crate::contacts::{MARIA, OTAVIO};
use crate::replica::Replica;
use crate::stage::{Stage, minutes, status, text};
use domain::command::{NewContact, StartConversation};
use domain::delivery_status::DeliveryState;
use domain::entities::Direction;
use domain::event::Change;
use domain::ids::ContactId;
use domain::permission::Permission;
use domain::phone::Phone;
use server::store::{
    Annotation, AnnotationKind, AttemptOutcome, CreateContactOutcome, EraseContactOutcome, InboundChange,
    InboundEffect, InboundMessage, MergeOutcome, NewConversation, NewListedContact, ReactionOutcome,
    StartOutcome, StatusUpdate,
};

pub async fn an_erased_contact_is_gone_for_everyone(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (one, other) = (stage.number().await, stage.number().await);
    let first = stage.conversation(one, MARIA, minutes(0)).await;
    let second = stage.conversation(other, MARIA, minutes(1)).await;
    let stays = stage.conversation(one, OTAVIO, minutes(2)).await;
    let id = stage.contact(&ana, first).await.id;
    let note = stage.note(&ana, id, "Prefere a tarde", minutes(3)).await;
    let mut device = Replica::load(&stage, &bruno).await;
    let before = stage.newest().await;

    let erased = stage.store.erase_contact(&ana, id, minutes(4)).await.unwrap();

    assert_eq!(erased, EraseContactOutcome::Gone);
    assert_eq!(stage.list(&ana).await, [stays]);
    for conversation in [first, second] {
        let detail = stage
            .store
            .conversation_detail(&ana, conversation, 10)
            .await
            .unwrap();
        assert_eq!(detail, None);
    }
    assert_eq!(stage.store.note_page(&ana, id, None, 10).await.unwrap(), None);
    assert_eq!(
        stage.store.export_contact(&ana, id, minutes(5)).await.unwrap(),
        None
    );
    let heard = stage.changes_after(&bruno, before).await;
    for conversation_id in [first, second] {
        assert!(
            heard.contains(&Change::SightLost { conversation_id }),
            "{heard:?}"
        );
    }
    assert!(heard.contains(&Change::ContactRemoved { id }), "{heard:?}");
    device.follow(&stage, &bruno, 2).await;
    assert_eq!(device, Replica::load(&stage, &bruno).await);
    // Who was away all the time hears of nothing but the end.
    let all = stage.changes_after(&bruno, 0).await;
    assert!(
        !all.iter().any(|change| matches!(change, Change::NoteChanged { .. })
            || matches!(change, Change::ConversationChanged { conversation, .. } if conversation.id == first)
            || matches!(change, Change::MessageChanged { message } if message.conversation_id == first)),
        "{all:?}"
    );
    assert_eq!(
        stage.store.erase_contact(&ana, id, minutes(6)).await.unwrap(),
        EraseContactOutcome::Gone,
        "the same command again"
    );
    let erased = ("contact_erased".to_owned(), Vec::new());
    assert!(stage.audited(*id.as_uuid()).await.contains(&erased));
    assert_eq!(stage.audited(*note.id.as_uuid()).await.len(), 1);
    // Who writes again is somebody new.
    let again = stage.conversation(one, MARIA, minutes(7)).await;
    assert_ne!(stage.contact(&ana, again).await.id, id);
    assert_eq!(stage.bodies(&ana, again).await, ["Bom dia"]);
}

pub async fn who_does_not_see_all_of_a_contact_erases_nothing(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let (one, other) = (stage.number().await, stage.number().await);
    let open = stage.conversation(one, MARIA, minutes(0)).await;
    let hidden = stage.conversation(other, MARIA, minutes(1)).await;
    let otavio = stage.conversation(one, OTAVIO, minutes(1)).await;
    let id = stage.contact(&ana, open).await.id;
    let unseen = stage.contact(&ana, otavio).await.id;
    stage.switch(true).await;
    for conversation in [hidden, otavio] {
        stage
            .store
            .assign(&ana, conversation, &[ana.agent_id], stage.id(), minutes(2))
            .await
            .unwrap();
    }
    let before = stage.newest().await;
    for (contact, expected) in [
        (id, EraseContactOutcome::Denied),
        (unseen, EraseContactOutcome::NotFound),
        (stage.id(), EraseContactOutcome::NotFound),
    ] {
        let outcome = stage
            .store
            .erase_contact(&bruno, contact, minutes(3))
            .await
            .unwrap();
        assert_eq!(outcome, expected);
    }
    assert_eq!(stage.newest().await, before);
    assert_eq!(stage.list(&ana).await.len(), 3);
}

pub async fn what_was_under_way_to_an_erased_contact_ends_in_silence(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, MARIA, minutes(0)).await;
    let stays = stage.conversation(number, OTAVIO, minutes(0)).await;
    let id = stage.contact(&ana, conversation).await.id;
    stage.send(&ana, conversation, "Sua matrícula", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    stage.send(&ana, conversation, "Mais uma coisa", minutes(1)).await;
    let other = stage.send(&ana, stays, "Oi", minutes(1)).await;
    stage.store.erase_contact(&ana, id, minutes(2)).await.unwrap();
    let accepted = AttemptOutcome::Accepted {
        wamid: "wamid.late".to_owned(),
    };
    stage
        .store
        .finish_attempt(job.message_id, job.attempt, &accepted, minutes(3))
        .await
        .unwrap();
    assert_eq!(stage.claim(minutes(3)).await.unwrap().message_id, other);
    assert!(stage.claim(minutes(3)).await.is_none(), "nothing else waits");
}

pub async fn what_comes_late_for_an_erased_contact_brings_nobody_back(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let otavio = || NewListedContact {
        id: stage.id::<ContactId>(),
        name: Some("Otávio".to_owned()),
        phone: Phone::from_digits(OTAVIO).unwrap(),
    };
    let maria = || NewConversation {
        command: StartConversation {
            id: stage.id(),
            phone_number_id: number,
            with: NewContact::Phone {
                contact_id: stage.id(),
                phone: MARIA.to_owned(),
                name: "Maria".to_owned(),
            },
        },
        now: minutes(1),
    };
    let create = async |new: &NewListedContact| {
        let created = stage.store.create_contact(&ana, new, minutes(1)).await;
        created.unwrap()
    };
    let start = async |new: &NewConversation| {
        let started = stage.store.start_conversation(&ana, new).await;
        started.unwrap()
    };
    // Of each the request that added them, and one that found them there.
    let (added, found) = (otavio(), otavio());
    let (begun, joined) = (maria(), maria());
    assert!(matches!(create(&added).await, CreateContactOutcome::Created(_)));
    assert!(matches!(create(&found).await, CreateContactOutcome::Known(_)));
    assert!(matches!(start(&begun).await, StartOutcome::Created(_)));
    assert!(matches!(start(&joined).await, StartOutcome::Known(_)));
    for id in [added.id, stage.contact(&ana, begun.command.id).await.id] {
        let erased = stage.store.erase_contact(&ana, id, minutes(2)).await.unwrap();
        assert_eq!(erased, EraseContactOutcome::Gone);
    }

    let newest = stage.newest().await;
    for late in [&added, &found] {
        assert_eq!(create(late).await, CreateContactOutcome::NotFound);
    }
    for late in [&begun, &joined] {
        assert_eq!(start(late).await, StartOutcome::NotFound);
    }
    assert_eq!(stage.newest().await, newest);

    // Whoever adds them again knowingly does so with a request of its own, and what comes late is late all the same.
    let (again, begun_again) = (otavio(), maria());
    let created = create(&again).await;
    assert!(
        matches!(&created, CreateContactOutcome::Created(contact) if contact.id == again.id),
        "{created:?}"
    );
    let started = start(&begun_again).await;
    assert!(
        matches!(&started, StartOutcome::Created(row) if row.conversation.id == begun_again.command.id),
        "{started:?}"
    );
    assert_eq!(create(&added).await, CreateContactOutcome::NotFound);
    assert_eq!(start(&begun).await, StartOutcome::NotFound);
}

pub async fn the_id_of_a_contact_that_became_an_erased_one_brings_nobody_back(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let maria = stage.conversation(number, MARIA, minutes(0)).await;
    let kept = stage.contact(&ana, maria).await.id;
    let otavio = NewListedContact {
        id: stage.id::<ContactId>(),
        name: None,
        phone: Phone::from_digits(OTAVIO).unwrap(),
    };
    let create = async |new: &NewListedContact| {
        let created = stage.store.create_contact(&ana, new, minutes(1)).await;
        created.unwrap()
    };
    create(&otavio).await;
    let merged = stage
        .store
        .merge_contacts(&ana, kept, otavio.id, minutes(2))
        .await
        .unwrap();
    assert!(matches!(merged, MergeOutcome::Contact(_)), "{merged:?}");
    let known = create(&otavio).await;
    assert!(
        matches!(&known, CreateContactOutcome::Known(contact) if contact.id == kept),
        "{known:?}"
    );
    // Neither id is free for somebody else.
    let nobody = Phone::from_digits("5531977776666").unwrap();
    for id in [kept, otavio.id] {
        let other = NewListedContact {
            id,
            phone: nobody.clone(),
            ..otavio.clone()
        };
        assert_eq!(create(&other).await, CreateContactOutcome::IdConflict);
        let begin = NewConversation {
            command: StartConversation {
                id: stage.id(),
                phone_number_id: number,
                with: NewContact::Phone {
                    contact_id: id,
                    phone: nobody.digits().to_owned(),
                    name: String::new(),
                },
            },
            now: minutes(3),
        };
        let started = stage.store.start_conversation(&ana, &begin).await.unwrap();
        assert_eq!(started, StartOutcome::IdConflict);
    }

    let erased = stage.store.erase_contact(&ana, kept, minutes(4)).await.unwrap();
    assert_eq!(erased, EraseContactOutcome::Gone);
    assert_eq!(create(&otavio).await, CreateContactOutcome::NotFound);
}

pub async fn what_meta_repeats_of_an_erased_contact_brings_nobody_back(stage: Stage) {
    let ana = stage.admin().await;
    let (number, other_number) = (stage.number().await, stage.number().await);
    let message = stage.inbound(number, MARIA, "Moro na rua das Acácias", minutes(0));
    let again = || InboundMessage {
        id: stage.id(),
        new_contact_id: stage.id(),
        new_conversation_id: stage.id(),
        ..message.clone()
    };
    stage.receive(&message).await;
    let id = stage.contact(&ana, message.new_conversation_id).await.id;
    stage.store.erase_contact(&ana, id, minutes(1)).await.unwrap();

    let newest = stage.newest().await;
    assert_eq!(stage.receive(&again()).await, InboundEffect::Duplicate);
    assert_eq!(stage.newest().await, newest);
    assert!(stage.list(&ana).await.is_empty());

    // What they write anew comes, and so does what has the same id at another number.
    let anew = stage.conversation(number, MARIA, minutes(2)).await;
    assert_eq!(stage.bodies(&ana, anew).await, ["Bom dia"]);
    let elsewhere = InboundMessage {
        phone_number_id: other_number,
        ..again()
    };
    assert_eq!(stage.receive(&elsewhere).await, InboundEffect::Applied);
}

pub async fn what_is_told_late_of_an_erased_conversation_is_not_kept(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let message = stage.inbound(number, MARIA, "Moro na rua das Acácias", minutes(0));
    stage.receive(&message).await;
    let conversation = message.new_conversation_id;
    stage.send(&ana, conversation, "Anotado", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    let accepted = AttemptOutcome::Accepted {
        wamid: "wamid.out".to_owned(),
    };
    stage
        .store
        .finish_attempt(job.message_id, job.attempt, &accepted, minutes(1))
        .await
        .unwrap();
    // So has a reaction of ours.
    stage
        .store
        .react(&ana, message.id, Some("👍"), minutes(1))
        .await
        .unwrap();
    let reaction = stage
        .store
        .claim_reactions(minutes(1), minutes(4), 8)
        .await
        .unwrap()
        .remove(0);
    let taken = ReactionOutcome::Accepted {
        wamid: "wamid.reaction".to_owned(),
    };
    stage.store.finish_reaction(&reaction, &taken).await.unwrap();
    let told_of = |wamid: &str, state| StatusUpdate {
        phone_number_id: Some(number),
        ..status(wamid, state, minutes(2))
    };
    let told = |state| told_of("wamid.out", state);
    assert_eq!(
        stage.status(told(DeliveryState::Sent)).await,
        InboundEffect::Applied
    );
    let id = stage.contact(&ana, conversation).await.id;
    stage.store.erase_contact(&ana, id, minutes(3)).await.unwrap();

    let newest = stage.newest().await;
    // The one that came before comes again, too.
    for state in [DeliveryState::Sent, DeliveryState::Delivered, DeliveryState::Read] {
        for _ in 0..2 {
            assert_eq!(
                stage.status(told(state)).await,
                InboundEffect::NoEffect,
                "{state:?}"
            );
        }
    }
    let edit = InboundChange::Annotation(Box::new(Annotation {
        phone_number_id: number,
        wamid: "wamid.edit".to_owned(),
        target_wamid: message.wamid.clone(),
        by: Direction::Inbound,
        kind: AnnotationKind::Edit {
            content: text("Moro na rua das Orquídeas"),
            meta_media_id: None,
        },
        at: minutes(4),
    }));
    assert_eq!(
        stage.deliver(&[edit], minutes(4)).await,
        [InboundEffect::NoEffect]
    );
    assert_eq!(
        stage
            .status(told_of("wamid.reaction", DeliveryState::Delivered))
            .await,
        InboundEffect::NoEffect
    );
    assert_eq!(stage.store.figures().await.unwrap().statuses_waiting, 0);
    assert_eq!(stage.newest().await, newest);

    // What nobody knows waits as before.
    let unknown = StatusUpdate {
        phone_number_id: Some(number),
        ..status("wamid.unknown", DeliveryState::Sent, minutes(5))
    };
    assert_eq!(stage.status(unknown).await, InboundEffect::Waiting);
}
