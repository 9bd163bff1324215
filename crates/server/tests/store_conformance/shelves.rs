//! Media, links and documents stand where the domain says, whatever became of the messages, and only for who may see them.

use crate::contacts::{MARIA, OTAVIO};
use crate::stage::{Dice, Stage, minutes, text};
use domain::content::{Attachment, MessageContent};
use domain::entities::{Direction, Message};
use domain::ids::{ConversationId, MessageId};
use domain::permission::Permission;
use domain::shelf::{Shelf, ShelfCounts, ShelfPage};
use domain::visibility::Viewer;
use server::store::{Annotation, AnnotationKind, InboundChange, InboundMessage, ShelfWanted};

impl Stage {
    async fn shelf_page(&self, viewer: &Viewer, wanted: ShelfWanted) -> Option<ShelfPage> {
        self.store.shelf_page(viewer, &wanted).await.unwrap()
    }

    /// All pages of a shelf, and what the first one counts.
    async fn shelf(
        &self,
        viewer: &Viewer,
        conversation: ConversationId,
        shelf: Shelf,
        limit: u32,
    ) -> (Vec<MessageId>, ShelfCounts) {
        let mut wanted = ShelfWanted {
            conversation,
            shelf,
            before: None,
            limit,
        };
        let first = self.shelf_page(viewer, wanted).await.unwrap();
        assert!(!first.is_indexing);
        let counts = first.counts.unwrap();
        let mut page = first;
        let mut ids = Vec::new();
        loop {
            assert!(page.messages.len() <= limit as usize);
            ids.extend(page.messages.iter().map(|message| message.id));
            let Some(next) = page.next else { break };
            wanted.before = Some(next);
            page = self.shelf_page(viewer, wanted).await.unwrap();
            assert_eq!(page.counts, None, "counts come once");
        }
        (ids, counts)
    }
}

fn file(name: &str, caption: Option<&str>) -> Attachment {
    Attachment {
        mime_type: "application/octet-stream".to_owned(),
        file_name: Some(name.to_owned()),
        caption: caption.map(str::to_owned),
        ..Attachment::default()
    }
}

fn content(dice: &mut Dice) -> MessageContent {
    match dice.roll(10) {
        0 => MessageContent::Image(file("foto.jpg", None)),
        1 => MessageContent::Image(file("foto.jpg", Some("Veja https://example.com/foto"))),
        2 => MessageContent::Video(file("filme.mp4", None)),
        3 => MessageContent::Document(file("www.example.com.pdf", None)),
        4 => MessageContent::Document(file("contrato.pdf", Some("www.example.com/contrato"))),
        5 => MessageContent::VoiceNote(file("voz.ogg", None)),
        6 => text("Está em *https://example.com/a_b_c*."),
        7 => text("ana@example.com"),
        8 => MessageContent::Audio(file("aula.mp3", None)),
        _ => text("Bom dia"),
    }
}

pub async fn shelves_hold_what_the_domain_says_in_pages(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut dice = Dice::new(17);
    let first = stage.inbound(number, MARIA, "Oi", minutes(0));
    stage.receive(&first).await;
    let id = first.new_conversation_id;
    for n in 0..120 {
        let message = InboundMessage {
            content: content(&mut dice),
            // Several in the same moment: then the id decides.
            ..stage.inbound(number, MARIA, "", minutes(1 + n / 3))
        };
        stage.receive(&message).await;
        if dice.roll(8) == 0 {
            let erased = stage.store.erase_message(&ana, message.id, minutes(200));
            erased.await.unwrap();
        }
    }
    let thread = stage.thread(&ana, id).await;
    let is_anywhere = |message: &&Message| Shelf::ALL.iter().any(|shelf| shelf.holds(&message.content));
    let total = thread.iter().filter(is_anywhere).count() as u64;
    for shelf in Shelf::ALL {
        let mut expected: Vec<_> = thread
            .iter()
            .filter(|message| shelf.holds(&message.content))
            .map(Message::position)
            .collect();
        expected.sort_unstable_by(|one, other| other.cmp(one));
        let expected: Vec<_> = expected.into_iter().map(|place| place.id).collect();
        assert!(expected.len() > 10, "{shelf:?}: {}", expected.len());
        for limit in [1, 7, 200] {
            let (found, counts) = stage.shelf(&ana, id, shelf, limit).await;
            assert_eq!(found, expected, "{shelf:?} by {limit}");
            assert_eq!(counts.of(shelf), expected.len() as u64);
            assert_eq!(counts.total(), total, "each message counts once");
            assert!(counts.on_two > 0);
        }
    }
}

pub async fn what_becomes_of_a_message_shows_on_its_shelf_at_once(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let incoming = stage.inbound(number, MARIA, "Bom dia", minutes(0));
    stage.receive(&incoming).await;
    let id = incoming.new_conversation_id;
    let links = async || stage.shelf(&ana, id, Shelf::Links, 10).await.0;
    assert_eq!(links().await, []);
    let edit = |wamid: &str, body: &str, at| {
        InboundChange::Annotation(Box::new(Annotation {
            phone_number_id: number,
            wamid: wamid.to_owned(),
            target_wamid: incoming.wamid.clone(),
            by: Direction::Inbound,
            kind: AnnotationKind::Edit {
                content: text(body),
                meta_media_id: None,
            },
            at: minutes(at),
        }))
    };
    stage
        .deliver(&[edit("e1", "Veja www.example.com", 1)], minutes(1))
        .await;
    assert_eq!(links().await, [incoming.id]);
    stage.deliver(&[edit("e2", "Deixa", 2)], minutes(2)).await;
    assert_eq!(links().await, []);

    let sent = stage
        .send(&ana, id, "Está em https://example.com", minutes(3))
        .await;
    assert_eq!(links().await, [sent]);
    stage.store.erase_message(&ana, sent, minutes(4)).await.unwrap();
    assert_eq!(links().await, []);
    let (_, counts) = stage.shelf(&ana, id, Shelf::Media, 10).await;
    assert_eq!(counts, ShelfCounts::default());
}

pub async fn what_may_not_be_seen_has_no_shelves(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let number = stage.number().await;
    let picture = InboundMessage {
        content: MessageContent::Image(file("foto.jpg", None)),
        ..stage.inbound(number, MARIA, "", minutes(0))
    };
    stage.receive(&picture).await;
    let id = picture.new_conversation_id;
    stage.switch(true).await;
    let wanted = ShelfWanted {
        conversation: id,
        shelf: Shelf::Media,
        before: None,
        limit: 10,
    };
    assert_eq!(
        stage.shelf_page(&bruno, wanted).await.unwrap().messages[0].id,
        picture.id,
        "nobody's is everybody's"
    );
    stage
        .store
        .assign(&ana, id, &[ana.agent_id], stage.id(), minutes(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stage.shelf_page(&bruno, wanted).await, None);
    assert!(stage.shelf_page(&ana, wanted).await.is_some());
    let unknown = ShelfWanted {
        conversation: stage.id(),
        ..wanted
    };
    assert_eq!(stage.shelf_page(&ana, unknown).await, None);
}

pub async fn what_is_joined_to_another_brings_its_shelves(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let picture = |wa_id: &str, at| InboundMessage {
        content: MessageContent::Image(file("foto.jpg", None)),
        ..stage.inbound(number, wa_id, "", minutes(at))
    };
    let (marias, otavios) = (picture(MARIA, 1), picture(OTAVIO, 2));
    for message in [&marias, &otavios] {
        stage.receive(message).await;
    }
    let kept = marias.new_conversation_id;
    let (one, other) = (
        stage.contact(&ana, kept).await.id,
        stage.contact(&ana, otavios.new_conversation_id).await.id,
    );
    stage
        .store
        .merge_contacts(&ana, one, other, minutes(3))
        .await
        .unwrap();
    let (ids, counts) = stage.shelf(&ana, kept, Shelf::Media, 10).await;
    assert_eq!(ids, [otavios.id, marias.id]);
    assert_eq!(counts.media, 2);
}
