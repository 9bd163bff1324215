//! What a search finds is what the domain decides, whoever asks, whatever became of the messages.

use crate::stage::{Dice, Stage, minutes, text};
use domain::content::{Attachment, MessageContent};
use domain::entities::{Direction, Message, Position};
use domain::ids::{ConversationId, MessageId, PhoneNumberId};
use domain::permission::Permission;
use domain::search::{ConversationHits, MOST_CONTACTS, SearchPage, contact_matches, search_text};
use domain::text_matching::Query;
use domain::visibility::Viewer;
use domain::wire::ConversationRow;
use server::store::{
    Annotation, AnnotationKind, CustomerIdentity, InboundChange, InboundMessage, SearchWanted,
};
use std::collections::BTreeSet;

const WORDS: &[&str] = &[
    "Ação",
    "reação",
    "AÇÕES",
    "vaga",
    "vagas",
    "Sábado",
    "sabão",
    "às",
    "de",
    "deixa",
    "disponibilidade",
    "disponível",
    "R$ 1.234,50",
    "15h",
    "obrigada",
    "Obrigado!",
    "😊",
    "👍🏽",
    "🇧🇷",
    "שלום",
    "naïve",
    "½",
    "⑴",
    "98637-2111",
    "'; DROP TABLE",
    "100%",
    "co_mo",
    "\"aspas\"",
    "é",
    "x",
];
const NAMES: &[&str] = &[
    "Maria Ação",
    "João Vaga",
    "maria Silva",
    "Zoé 98637",
    "陽子",
    "Ana 😊",
    "",
];

struct World {
    stage: Stage,
    conversations: Vec<ConversationId>,
    /// Who sees everything, and who sees a tenth.
    viewers: [Viewer; 2],
    numbers: [PhoneNumberId; 2],
}

impl World {
    /// Forty conversations with two numbers; texts by chance, some edited, revoked or erased since. Each message has a second of its own.
    async fn new(stage: Stage, dice: &mut Dice) -> Self {
        let admin = stage.admin().await;
        let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
        let numbers = [stage.number().await, stage.number().await];
        let mut world = Self {
            conversations: Vec::new(),
            viewers: [admin, bruno],
            numbers,
            stage,
        };
        for n in 0..40 {
            let first = InboundMessage {
                customer: CustomerIdentity {
                    wa_id: Some(format!("55{}9{:08}", 11 + n % 3, 86_370_000 + n * 211)),
                    profile_name: Some((*dice.pick(NAMES)).to_owned()),
                    ..CustomerIdentity::default()
                },
                ..world
                    .stage
                    .inbound(numbers[usize::from(n % 5 == 0)], "", &sentence(dice), minutes(n))
            };
            world.stage.receive(&first).await;
            let id = first.new_conversation_id;
            world.conversations.push(id);
            let assignee = if n % 10 == 0 { bruno } else { admin };
            let line = world.stage.id();
            world
                .stage
                .store
                .assign(&admin, id, &[assignee.agent_id], line, minutes(n))
                .await
                .unwrap()
                .unwrap();
        }
        world.stage.switch(true).await;
        for n in 0..400 {
            let id = *dice.pick(&world.conversations);
            let sent = world
                .stage
                .send(&admin, id, &sentence(dice), minutes(60 + n))
                .await;
            if dice.roll(20) == 0 {
                let erased = world.stage.store.erase_message(&admin, sent, minutes(60 + n));
                erased.await.unwrap();
            }
        }
        world
    }

    /// All pages of what is found.
    async fn found(
        &self,
        viewer: &Viewer,
        query: &str,
        limit: u32,
        number: Option<PhoneNumberId>,
    ) -> SearchPage {
        let mut wanted = SearchWanted {
            query: Query::parse(query),
            phone_number: number,
            before: None,
            limit,
        };
        let mut all = self.stage.store.search(viewer, &wanted).await.unwrap();
        while let Some(next) = all.next.take() {
            wanted.before = Some(next);
            let page = self.stage.store.search(viewer, &wanted).await.unwrap();
            assert!(page.contacts.is_empty() && page.messages.len() <= limit as usize);
            all.messages.extend(page.messages);
            all.conversations.extend(page.conversations);
            all.next = page.next;
        }
        assert!(!all.is_indexing);
        all
    }

    async fn visible(&self, viewer: &Viewer) -> Vec<(ConversationRow, Vec<Message>)> {
        let mut visible = Vec::new();
        for id in &self.conversations {
            let detail = self
                .stage
                .store
                .conversation_detail(viewer, *id, 1)
                .await
                .unwrap();
            if let Some(detail) = detail {
                visible.push((detail.row, self.stage.thread(viewer, *id).await));
            }
        }
        visible
    }
}

fn sentence(dice: &mut Dice) -> String {
    let words = 1 + dice.roll(7);
    (0..words)
        .map(|_| *dice.pick(WORDS))
        .collect::<Vec<_>>()
        .join(" ")
}

/// As somebody might type it: beginnings of words in any case, several of them, parts of numbers, signs.
fn query(dice: &mut Dice) -> String {
    let mut parts = Vec::new();
    for _ in 0..=dice.roll(3) {
        let from = if dice.roll(4) == 0 { NAMES } else { WORDS };
        let word = *dice.pick(from);
        let length = 1 + dice.roll(word.chars().count().max(1));
        let beginning: String = word.chars().take(length).collect();
        parts.push(match dice.roll(3) {
            0 => beginning.to_uppercase(),
            1 => domain::text_folding::fold(&beginning),
            _ => beginning,
        });
    }
    match dice.roll(10) {
        0 => format!("({}) 8637{}", 11 + dice.roll(3), dice.roll(10)),
        1 => format!("* {} %", parts.join("\" OR ")),
        _ => parts.join(" "),
    }
}

fn expected(
    visible: &[(ConversationRow, Vec<Message>)],
    query: &str,
) -> (Vec<ConversationId>, Vec<MessageId>) {
    let query = Query::parse(query);
    let mut contacts: Vec<_> = visible
        .iter()
        .map(|(row, _)| row)
        .filter(|row| {
            let contact = &row.contact;
            contact_matches(
                &query,
                &contact.name,
                contact.username.as_deref(),
                contact.phone.as_deref(),
            )
        })
        .map(|row| (row.conversation.last_activity_at, row.conversation.id))
        .collect();
    contacts.sort_unstable_by(|one, other| other.cmp(one));
    contacts.truncate(MOST_CONTACTS as usize);
    let mut messages: Vec<_> = visible
        .iter()
        .flat_map(|(_, thread)| thread)
        .filter(|message| query.find(&search_text(&message.content)).is_some())
        .map(Message::position)
        .collect();
    messages.sort_unstable_by(|one, other| other.cmp(one));
    (
        contacts.into_iter().map(|(_, id)| id).collect(),
        messages.into_iter().map(|place| place.id).collect(),
    )
}

pub async fn two_hundred_queries_find_what_looking_at_everything_finds(stage: Stage) {
    let mut dice = Dice::new(5);
    let world = World::new(stage, &mut dice).await;
    let visible = [
        world.visible(&world.viewers[0]).await,
        world.visible(&world.viewers[1]).await,
    ];
    assert_eq!((visible[0].len(), visible[1].len()), (40, 4));
    let mut hits = [0, 0];
    for _ in 0..200 {
        let query = query(&mut dice);
        for (place, viewer) in world.viewers.iter().enumerate() {
            let limit = 1 + u32::try_from(dice.roll(40)).unwrap();
            let found = world.found(viewer, &query, limit, None).await;
            let messages: Vec<_> = found.messages.iter().map(|message| message.id).collect();
            let contacts: Vec<_> = found.contacts.iter().map(|row| row.conversation.id).collect();
            hits[place] += messages.len() + contacts.len();
            assert_eq!((contacts, messages), expected(&visible[place], &query), "{query}");
            let rows: BTreeSet<_> = found
                .conversations
                .iter()
                .map(|row| row.conversation.id)
                .collect();
            let stand_in: BTreeSet<_> = found
                .messages
                .iter()
                .map(|message| message.conversation_id)
                .collect();
            assert_eq!(rows, stand_in);
        }
    }
    assert!(
        hits[0] > 1_000 && hits[1] > 50,
        "the queries ask for something: {hits:?}"
    );
}

pub async fn a_search_may_be_limited_to_one_of_our_numbers(stage: Stage) {
    let mut dice = Dice::new(6);
    let world = World::new(stage, &mut dice).await;
    for number in world.numbers {
        for viewer in &world.viewers {
            let mut visible = world.visible(viewer).await;
            visible.retain(|(row, _)| row.conversation.phone_number_id == number);
            for query in ["de", "maria", "vaga obr", "8637"] {
                let found = world.found(viewer, query, 10, Some(number)).await;
                let messages: Vec<_> = found.messages.iter().map(|message| message.id).collect();
                let contacts: Vec<_> = found.contacts.iter().map(|row| row.conversation.id).collect();
                assert_eq!((contacts, messages), expected(&visible, query), "{query}");
            }
        }
    }
}

pub async fn the_search_in_a_conversation_counts_and_places_every_hit(stage: Stage) {
    let ana = stage.admin().await;
    let blind = stage.agent("Cego", &[Permission::ChatSend]).await;
    let number = stage.number().await;
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    let other = stage.conversation(number, "5511986372112", minutes(0)).await;
    stage
        .send(&ana, other, "Ação de outra conversa", minutes(1))
        .await;
    let mut places = Vec::new();
    // More than an answer holds, many in one second.
    for n in 0..1_003_i64 {
        let at = minutes(1) + domain::time::Span::from_millis(n * 250);
        let sent = stage.send(&ana, id, &format!("Ação número {n}"), at).await;
        places.insert(0, Position { at, id: sent });
        if n % 3 == 0 {
            stage.send(&ana, id, "Nada", at).await;
        }
    }
    let ask = async |query: &str, before| {
        stage
            .store
            .search_conversation(&ana, id, &Query::parse(query), before)
            .await
            .unwrap()
            .unwrap()
    };
    let first = ask("acao", None).await;
    assert_eq!((first.total, first.places.len()), (1_003, 1_000));
    let rest = ask("acao", first.next).await;
    assert_eq!((rest.total, rest.next), (1_003, None));
    let joined: Vec<_> = first.places.iter().chain(&rest.places).copied().collect();
    assert_eq!(joined, places);
    assert_eq!(ask("acao 77", None).await.total, 11, "77 and 770 to 779");
    assert_eq!(ask("outra", None).await, ConversationHits::default());
    assert_eq!(ask("", None).await, ConversationHits::default());
    let query = Query::parse("acao");
    let hidden = stage.store.search_conversation(&blind, id, &query, None).await;
    assert_eq!(hidden.unwrap(), None);
}

pub async fn what_becomes_of_a_message_is_found_at_once(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let incoming = stage.inbound(number, "5511986372111", "Quero girassóis", minutes(0));
    stage.receive(&incoming).await;
    let id = incoming.new_conversation_id;
    let found = async |query: &str| {
        let hits = stage
            .store
            .search_conversation(&ana, id, &Query::parse(query), None)
            .await
            .unwrap()
            .unwrap();
        hits.places.into_iter().map(|place| place.id).collect::<Vec<_>>()
    };
    assert_eq!(found("girassois").await, [incoming.id]);
    let change = |wamid: &str, kind| {
        InboundChange::Annotation(Box::new(Annotation {
            phone_number_id: number,
            wamid: wamid.to_owned(),
            target_wamid: incoming.wamid.clone(),
            by: Direction::Inbound,
            kind,
            at: minutes(1),
        }))
    };
    let edit = AnnotationKind::Edit {
        content: text("Quero margaridas"),
        meta_media_id: None,
    };
    stage.deliver(&[change("wamid.edit", edit)], minutes(1)).await;
    assert_eq!(found("girassois").await, []);
    assert_eq!(found("margaridas").await, [incoming.id]);
    stage
        .deliver(&[change("wamid.revoke", AnnotationKind::Revoke)], minutes(1))
        .await;
    assert_eq!(found("margaridas").await, [incoming.id], "what was known stays");
    stage
        .store
        .erase_message(&ana, incoming.id, minutes(2))
        .await
        .unwrap();
    assert_eq!(found("margaridas").await, []);
    assert_eq!(found("quero").await, []);

    let file = MessageContent::Document(Attachment {
        mime_type: "application/pdf".to_owned(),
        file_name: Some("Orçamento.pdf".to_owned()),
        ..Attachment::default()
    });
    let document = InboundMessage {
        content: file,
        ..stage.inbound(number, "5511986372111", "", minutes(3))
    };
    stage.receive(&document).await;
    assert_eq!(found("orcamento").await, [document.id]);

    let sent = stage.send(&ana, id, "Segredo", minutes(4)).await;
    assert_eq!(found("segredo").await, [sent]);
    stage.store.cancel_message(&ana, sent, minutes(4)).await.unwrap();
    assert_eq!(found("segredo").await, []);
}

pub async fn signs_of_any_language_are_searched_literally(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let bodies = [
        "desconto de 100% até sábado",
        "código a_b*c",
        "ele disse \"não\" (ou NEAR)",
        "הזמנה חדשה: שלום עולם",
        "مرحبا بالعالم",
        "👩🏽‍💻 em casa 🇧🇷",
        "linha\num\u{0}dois",
    ];
    let incoming = stage.inbound(number, "5511986372111", bodies[0], minutes(0));
    stage.receive(&incoming).await;
    let id = incoming.new_conversation_id;
    for body in &bodies[1..] {
        stage.send(&ana, id, body, minutes(1)).await;
    }
    let long = "a".repeat(10_000);
    let many = "de sabado ".repeat(1_000);
    for (query, expected) in [
        ("100%", Some(bodies[0])),
        ("%", None),
        ("_", None),
        ("*", None),
        ("a_b*", Some(bodies[1])),
        ("\"não", Some(bodies[2])),
        ("nao NEAR", Some(bodies[2])),
        ("NEAR(não, 3)", None),
        ("não OR desconto", None),
        ("words:desconto", None),
        ("-desconto", Some(bodies[0])),
        ("^desconto", Some(bodies[0])),
        ("' OR 1=1; DROP TABLE messages; --", None),
        ("\\", None),
        ("שלו", Some(bodies[3])),
        ("\u{202e}שלום\u{202c}", Some(bodies[3])),
        ("بالعال", Some(bodies[4])),
        ("👩‍💻", Some(bodies[5])),
        ("🇧🇷", Some(bodies[5])),
        ("🇵🇹", None),
        ("um\u{0}dois", Some(bodies[6])),
        ("\u{0}", None),
        ("\u{e0ff}", None),
        (long.as_str(), None),
        (many.as_str(), Some(bodies[0])),
    ] {
        let wanted = SearchWanted {
            query: Query::parse(query),
            phone_number: None,
            before: None,
            limit: 10,
        };
        let page = stage.store.search(&ana, &wanted).await.unwrap();
        let found: Vec<_> = page
            .messages
            .iter()
            .map(|message| message.content.text())
            .collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{query:?}");
    }
}

pub async fn a_contact_is_found_by_what_it_is_called_now(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let named = |name: &str, minute| InboundMessage {
        customer: CustomerIdentity {
            wa_id: Some("551186372111".to_owned()),
            profile_name: Some(name.to_owned()),
            ..CustomerIdentity::default()
        },
        ..stage.inbound(number, "", "Oi", minutes(minute))
    };
    let first = named("Joana", 0);
    stage.receive(&first).await;
    let found = async |query: &str| {
        let wanted = SearchWanted {
            query: Query::parse(query),
            phone_number: None,
            before: None,
            limit: 10,
        };
        let page = stage.store.search(&ana, &wanted).await.unwrap();
        page.contacts.len()
    };
    assert_eq!(found("joan").await, 1);
    stage.receive(&named("Joaquim", 1)).await;
    assert_eq!((found("joana").await, found("joaq").await), (0, 1));
    for writing in [
        "+55 (11) 98637-2111",
        "11 8637",
        "1198637",
        "6372111",
        "joaq 8637",
    ] {
        assert_eq!(found(writing).await, 1, "{writing}");
    }
    for other in ["21 98637", "joana 8637", "37"] {
        assert_eq!(found(other).await, 0, "{other}");
    }
}
