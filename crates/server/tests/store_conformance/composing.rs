//! What agents have written and not sent, and what becomes of a text when it is sent.

use crate::stage::{Stage, minutes, text};
use domain::command::{ChangePhoneNumber, SaveDraft};
use domain::event::Change;
use domain::permission::Permission;
use server::store::{AcceptOutcome, NewOutbound};

const MARIA: &str = "5511987654321";

fn draft(revision: u64, text: &str) -> SaveDraft {
    SaveDraft {
        revision,
        text: text.to_owned(),
        reply_to: None,
    }
}

pub async fn a_draft_is_its_agents_own_and_the_newest_revision_wins(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage
        .agent("bruno", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let before = stage.newest().await;
    let save = async |revision, text: &str| {
        stage
            .store
            .save_draft(&bruno, id, &draft(revision, text), minutes(1))
            .await
            .unwrap()
            .unwrap()
    };
    assert_eq!(save(5, "Oi").await.text, "Oi");
    let n = stage.newest().await;
    assert_eq!(save(5, "outro").await.text, "Oi");
    assert_eq!(save(4, "velho").await.text, "Oi");
    assert_eq!(stage.newest().await, n, "what changes nothing is no news");
    let of_bruno = stage.store.events_after(&bruno, before, 10).await.unwrap();
    let told = of_bruno.events.iter().filter(
        |event| matches!(&event.change, Change::DraftChanged { draft } if draft.text == "Oi" && draft.revision == 5),
    );
    assert_eq!(told.count(), 1);
    let of_ana = stage.store.events_after(&ana, before, 10).await.unwrap();
    assert_eq!(of_ana.events, []);
    assert_eq!(of_ana.n, of_bruno.n);
    let unknown = stage
        .store
        .save_draft(&bruno, stage.id(), &draft(1, "Oi"), minutes(1))
        .await
        .unwrap();
    assert_eq!(unknown, None);
}

pub async fn a_message_empties_the_draft_that_it_was(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let mut new = stage.outbound(id, "Oi", minutes(1));
    new.command.empties_draft = Some(7);
    assert!(matches!(
        stage.store.accept_message(&ana, &new).await.unwrap(),
        AcceptOutcome::Created(_)
    ));
    let late = stage
        .store
        .save_draft(&ana, id, &draft(7, "Oi"), minutes(1))
        .await
        .unwrap();
    assert_eq!(
        late.map(|draft| (draft.revision, draft.text)),
        Some((8, String::new()))
    );
}

pub async fn a_text_becomes_what_the_customer_gets(stage: Stage) {
    let ana = stage.agent("Ana", Permission::ALL).await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let signs = ChangePhoneNumber {
        adds_signature: Some(true),
    };
    stage.store.change_phone_number(number, &signs).await.unwrap();
    let write = |words: &str| NewOutbound {
        content: text(words),
        ..stage.outbound(id, words, minutes(1))
    };
    let AcceptOutcome::Created(message) = stage
        .store
        .accept_message(&ana, &write("Aqui é @staff_firstname"))
        .await
        .unwrap()
    else {
        panic!("not accepted");
    };
    assert_eq!(message.content.text(), "*Ana Souza:*\nAqui é Ana");
    let gaps = write("Oi @contact_name, @contact_nmae");
    assert_eq!(
        stage.store.accept_message(&ana, &gaps).await.unwrap(),
        AcceptOutcome::MergeFieldUnresolved(vec!["@contact_nmae".to_owned(), "@contact_name".to_owned()])
    );
    let too_long = write(&"a".repeat(4_090));
    assert_eq!(
        stage.store.accept_message(&ana, &too_long).await.unwrap(),
        AcceptOutcome::TextTooLong {
            max_characters: 4_096
        },
        "the signature counts"
    );
}

pub async fn a_colleagues_unseen_answer_stops_a_text_until_its_writer_knows(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage
        .agent("bruno", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let seen = stage.newest().await;
    stage.send(&ana, id, "Respondi", minutes(1)).await;
    let mut new = stage.outbound(id, "Também", minutes(2));
    new.command.seen = Some(seen);
    assert_eq!(
        stage.store.accept_message(&bruno, &new).await.unwrap(),
        AcceptOutcome::ColleagueAnswered
    );
    new.command.seen = Some(stage.newest().await);
    assert!(matches!(
        stage.store.accept_message(&bruno, &new).await.unwrap(),
        AcceptOutcome::Created(_)
    ));
    // Her own is no colleague's.
    let mut own = stage.outbound(id, "Mais", minutes(3));
    own.command.seen = new.command.seen;
    assert!(matches!(
        stage.store.accept_message(&bruno, &own).await.unwrap(),
        AcceptOutcome::Created(_)
    ));
}
