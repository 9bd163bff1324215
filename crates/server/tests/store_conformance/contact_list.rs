//! All contacts: their order, what narrows them down, who sees whom, and those that come from a file.

use crate::contacts::{MARIA, OTAVIO};
use crate::stage::{Stage, minutes};
use domain::command::{ChangeContact, NewContact, StartConversation};
use domain::contact::seeded;
use domain::contact_file::{FileLine, Refused};
use domain::contact_list::{ContactFilter, ContactPage};
use domain::entities::{Contact, Stage as ContactStage};
use domain::event::Change;
use domain::ids::{ContactId, ConversationId, PhoneNumberId};
use domain::permission::Permission;
use domain::phone::Phone;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use server::store::{
    ContactFileWay, ContactsWanted, CreateContactOutcome, LineOutcome, NewConversation, NewListedContact,
    StartOutcome,
};

impl Stage {
    /// Somebody of this name writes.
    async fn customer(
        &self,
        number: PhoneNumberId,
        wa_id: &str,
        name: &str,
        at: Timestamp,
    ) -> ConversationId {
        let mut message = self.inbound(number, wa_id, "Oi", at);
        message.customer.profile_name = Some(name.to_owned()).filter(|name| !name.is_empty());
        self.receive(&message).await;
        message.new_conversation_id
    }

    async fn contact_page(&self, viewer: &Viewer, filter: &ContactFilter) -> ContactPage {
        let wanted = ContactsWanted {
            filter: filter.clone(),
            after: None,
            limit: 200,
            counts: true,
        };
        self.store.contact_page(viewer, &wanted).await.unwrap()
    }

    /// What those are called who are listed.
    async fn listed(&self, viewer: &Viewer, filter: &ContactFilter) -> Vec<String> {
        let page = self.contact_page(viewer, filter).await;
        assert_eq!(page.total, Some(page.contacts.len() as u64), "{filter:?}");
        names(&page)
    }

    async fn take(&self, viewer: &Viewer, line: FileLine, at: Timestamp) -> LineOutcome {
        let tried = self
            .store
            .try_contact_lines(viewer, std::slice::from_ref(&line), at)
            .await
            .unwrap();
        let taken = self
            .store
            .take_contact_lines(viewer, &[(self.id(), line)], at)
            .await
            .unwrap();
        assert_eq!(tried, taken, "what was said before is what became of it");
        taken[0]
    }
}

fn names(page: &ContactPage) -> Vec<String> {
    let contacts = page.contacts.iter();
    contacts
        .map(|listed| {
            let Contact { name, phone, .. } = &listed.contact;
            if name.is_empty() {
                phone.clone().unwrap_or_default()
            } else {
                name.clone()
            }
        })
        .collect()
}

fn of_words(q: &str) -> ContactFilter {
    ContactFilter {
        q: q.to_owned(),
        ..ContactFilter::default()
    }
}

fn line(digits: &str, name: &str) -> FileLine {
    FileLine {
        line: 2,
        phone: Phone::from_digits(digits).unwrap(),
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        stage: None,
        source_id: None,
        group_ids: Vec::new(),
    }
}

pub async fn contacts_stand_in_the_order_of_their_names_page_by_page(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    for (n, name) in ["zoé", "Émile", "álvaro", "Bia", "", "bia"].iter().enumerate() {
        let at = minutes(i64::try_from(n).unwrap());
        stage
            .customer(number, &format!("55119912345{n:02}"), name, at)
            .await;
    }
    let all = stage.listed(&ana, &ContactFilter::default()).await;
    assert_eq!(all[0], "álvaro");
    assert_eq!(
        all[3..],
        ["Émile", "zoé", "+5511991234504"],
        "who has no name is last"
    );
    let mut after = None;
    let mut joined = Vec::new();
    loop {
        let wanted = ContactsWanted {
            filter: ContactFilter::default(),
            after,
            limit: 2,
            counts: false,
        };
        let page = stage.store.contact_page(&ana, &wanted).await.unwrap();
        assert_eq!(page.total, None);
        joined.extend(names(&page));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(joined, all);
    // A new name is a new place.
    let page = stage.contact_page(&ana, &ContactFilter::default()).await;
    let change = ChangeContact {
        edited_at: minutes(10),
        name: Some("Yara".to_owned()),
        ..ChangeContact::default()
    };
    stage
        .change_contact(&ana, page.contacts[0].contact.id, change, minutes(10))
        .await;
    let all = stage.listed(&ana, &ContactFilter::default()).await;
    assert_eq!(all[3..], ["Yara", "zoé", "+5511991234504"]);
}

pub async fn a_list_is_narrowed_down_by_words_stage_source_and_group(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let maria = stage
        .customer(number, MARIA, "Maria da Conceição", minutes(0))
        .await;
    stage.customer(number, OTAVIO, "Otávio 100%", minutes(1)).await;
    let group = stage.group(&ana, "Alunos").await;
    let maria = stage.contact(&ana, maria).await.id;
    let change = ChangeContact {
        edited_at: minutes(2),
        stage: Some(ContactStage::Qualified),
        source_id: Some(Some(seeded::facebook())),
        add_groups: vec![group.id],
        ..ChangeContact::default()
    };
    stage.change_contact(&ana, maria, change, minutes(2)).await;
    for (q, found) in [
        ("conceicao", vec!["Maria da Conceição"]),
        ("MAR con", vec!["Maria da Conceição"]),
        ("11 98637-2111", vec!["Maria da Conceição"]),
        ("8637", vec!["Maria da Conceição"]),
        ("otavio", vec!["Otávio 100%"]),
        ("aria", vec![]),
        ("%", vec![]),
        ("_", vec![]),
        ("100%", vec!["Otávio 100%"]),
        ("\" OR 1=1 --", vec![]),
        ("mar*", vec!["Maria da Conceição"]),
        (" ", vec!["Maria da Conceição", "Otávio 100%"]),
    ] {
        assert_eq!(stage.listed(&ana, &of_words(q)).await, found, "{q}");
    }
    let narrowed = ContactFilter {
        q: "maria".to_owned(),
        stage: Some(ContactStage::Qualified),
        source: Some(seeded::facebook()),
        group: Some(group.id),
    };
    assert_eq!(stage.listed(&ana, &narrowed).await, ["Maria da Conceição"]);
    for other in [
        ContactFilter {
            q: "otavio".to_owned(),
            ..narrowed.clone()
        },
        ContactFilter {
            stage: Some(ContactStage::New),
            ..narrowed.clone()
        },
        ContactFilter {
            source: Some(seeded::whatsapp()),
            ..narrowed.clone()
        },
        ContactFilter {
            group: Some(stage.id()),
            ..narrowed
        },
    ] {
        assert!(stage.listed(&ana, &other).await.is_empty(), "{other:?}");
    }
}

pub async fn who_sees_some_conversations_sees_their_contacts_and_those_without_one(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage.agent("Bruno", &[Permission::ChatView]).await;
    let carla = stage.agent("Carla", &[Permission::ChatView]).await;
    let blind = stage.agent("Davi", &[Permission::ContactsEdit]).await;
    let number = stage.number().await;
    let mine = stage.customer(number, MARIA, "Maria", minutes(0)).await;
    stage.customer(number, OTAVIO, "Otávio", minutes(1)).await;
    assert_eq!(
        stage
            .take(&ana, line("5531988887777", "Sem conversa"), minutes(2))
            .await,
        LineOutcome::Created
    );
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, mine, &[bruno.agent_id], stage.id(), minutes(3))
        .await
        .unwrap();
    let all = ContactFilter::default();
    assert_eq!(
        stage.listed(&ana, &all).await,
        ["Maria", "Otávio", "Sem conversa"]
    );
    assert_eq!(
        stage.listed(&bruno, &all).await,
        ["Maria", "Otávio", "Sem conversa"]
    );
    assert_eq!(stage.listed(&carla, &all).await, ["Otávio", "Sem conversa"]);
    assert!(stage.listed(&carla, &of_words("maria")).await.is_empty());
    assert!(stage.listed(&blind, &all).await.is_empty());
    let page = stage.contact_page(&bruno, &of_words("maria")).await;
    assert_eq!(page.contacts[0].conversation_id, Some(mine));
    assert_eq!(page.contacts[0].last_activity_at, Some(minutes(0)));

    // Whom one sees without a conversation, one can write to; then it is as with all others.
    let page = stage.contact_page(&carla, &of_words("conversa")).await;
    assert_eq!(
        (
            page.contacts[0].conversation_id,
            page.contacts[0].last_activity_at
        ),
        (None, None)
    );
    let without = page.contacts[0].contact.id;
    // What was noted of them is the contact's, and seen by whoever sees it.
    let note = stage.note(&ana, without, "Indicada por Rita", minutes(3)).await;
    let notes = async |viewer: &Viewer| {
        let page = stage.store.note_page(viewer, without, None, 10).await.unwrap();
        page.map(|page| page.notes)
    };
    assert_eq!(notes(&carla).await, Some(vec![note.clone()]));
    assert_eq!(notes(&blind).await, None);
    let start = NewConversation {
        command: StartConversation {
            id: stage.id(),
            phone_number_id: number,
            with: NewContact::Known { contact_id: without },
        },
        now: minutes(4),
    };
    assert_eq!(
        stage.store.start_conversation(&blind, &start).await.unwrap(),
        StartOutcome::NotFound
    );
    assert!(matches!(
        stage.store.start_conversation(&carla, &start).await.unwrap(),
        StartOutcome::Created(_)
    ));
    stage
        .store
        .assign(&ana, start.command.id, &[bruno.agent_id], stage.id(), minutes(5))
        .await
        .unwrap();
    assert_eq!(stage.listed(&carla, &all).await, ["Otávio"]);
    assert_eq!(notes(&carla).await, None);
    assert_eq!(notes(&bruno).await, Some(vec![note]));
}

pub async fn lines_of_a_file_add_and_change_contacts_by_subscriber(stage: Stage) {
    let ana = stage.admin().await;
    let carla = stage.agent("Carla", &[Permission::ChatView]).await;
    let number = stage.number().await;
    // WhatsApp knows her without the ninth digit.
    let maria = stage.customer(number, "551186372111", "mah 🌻", minutes(0)).await;
    let group = stage.group(&ana, "Alunos").await;
    let newest = stage.newest().await;
    let told = FileLine {
        stage: Some(ContactStage::Contacted),
        source_id: Some(seeded::facebook()),
        group_ids: vec![group.id],
        ..line(MARIA, "Maria Alves")
    };
    assert_eq!(
        stage.take(&ana, told.clone(), minutes(1)).await,
        LineOutcome::Changed
    );
    let changed = stage.contact(&ana, maria).await;
    assert_eq!(
        (changed.name.as_str(), changed.stage),
        ("Maria Alves", ContactStage::Contacted)
    );
    assert_eq!(changed.source_id, Some(seeded::facebook()));
    assert_eq!(changed.group_ids, [group.id]);
    assert_eq!(
        changed.phone.as_deref(),
        Some("+551186372111"),
        "what Meta told stays"
    );
    assert_eq!(
        stage.changes_after(&carla, newest).await,
        [Change::ContactChanged {
            contact: changed.clone()
        }]
    );

    // Again, and with blanks: nothing is another.
    let newest = stage.newest().await;
    assert_eq!(stage.take(&ana, told, minutes(2)).await, LineOutcome::Unchanged);
    assert_eq!(
        stage.take(&ana, line(MARIA, ""), minutes(2)).await,
        LineOutcome::Unchanged
    );
    assert_eq!(stage.newest().await, newest);

    let new = FileLine {
        stage: Some(ContactStage::Closed),
        group_ids: vec![group.id],
        ..line(OTAVIO, "Otávio")
    };
    assert_eq!(
        stage.take(&ana, new.clone(), minutes(3)).await,
        LineOutcome::Created
    );
    let page = stage.contact_page(&ana, &of_words("otavio")).await;
    let otavio = &page.contacts[0].contact;
    assert_eq!(
        (otavio.phone.as_deref(), otavio.stage),
        (Some("+5521991234567"), ContactStage::Closed)
    );
    assert_eq!((otavio.version, otavio.created_at), (1, minutes(3)));
    assert_eq!(
        stage.changes_after(&carla, newest).await,
        [Change::ContactChanged {
            contact: otavio.clone()
        }]
    );
    let fields = ["phone", "name", "stage", "groups"].map(str::to_owned).to_vec();
    assert_eq!(
        stage.audited(*otavio.id.as_uuid()).await,
        [("contact_created".to_owned(), fields)]
    );
    // He writes: he is the one who was added, and keeps the name.
    stage.customer(number, OTAVIO, "tavinho", minutes(4)).await;
    assert_eq!(
        stage.listed(&ana, &ContactFilter::default()).await,
        ["Maria Alves", "Otávio"]
    );

    // Whoever does not see somebody does not change them.
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, maria, &[ana.agent_id], stage.id(), minutes(5))
        .await
        .unwrap();
    let newest = stage.newest().await;
    assert_eq!(
        stage.take(&carla, line(MARIA, "Outra"), minutes(6)).await,
        LineOutcome::Refused(Refused::NotVisible)
    );
    assert_eq!(stage.newest().await, newest);
}

pub async fn a_contact_is_added_once_by_its_number(stage: Stage) {
    let ana = stage.admin().await;
    let carla = stage.agent("Carla", &[Permission::ChatView]).await;
    let number = stage.number().await;
    let new = NewListedContact {
        id: stage.id::<ContactId>(),
        name: Some("Otávio".to_owned()),
        phone: Phone::from_digits(OTAVIO).unwrap(),
    };
    let created = stage.store.create_contact(&ana, &new, minutes(1)).await.unwrap();
    let CreateContactOutcome::Created(otavio) = created else {
        panic!("not created: {created:?}")
    };
    assert_eq!((otavio.id, otavio.name.as_str()), (new.id, "Otávio"));
    let other_writing = NewListedContact {
        id: stage.id(),
        name: Some("Tavinho".to_owned()),
        phone: Phone::from_digits("552191234567").unwrap(),
    };
    for again in [&new, &other_writing] {
        assert_eq!(
            stage
                .store
                .create_contact(&carla, again, minutes(2))
                .await
                .unwrap(),
            CreateContactOutcome::Known(otavio.clone())
        );
    }
    let same_id = NewListedContact {
        phone: Phone::from_digits(MARIA).unwrap(),
        ..new
    };
    assert_eq!(
        stage
            .store
            .create_contact(&ana, &same_id, minutes(2))
            .await
            .unwrap(),
        CreateContactOutcome::IdConflict
    );
    let maria = stage.customer(number, MARIA, "Maria", minutes(3)).await;
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, maria, &[ana.agent_id], stage.id(), minutes(4))
        .await
        .unwrap();
    let hidden = NewListedContact {
        id: stage.id(),
        ..same_id
    };
    let newest = stage.newest().await;
    assert_eq!(
        stage
            .store
            .create_contact(&carla, &hidden, minutes(5))
            .await
            .unwrap(),
        CreateContactOutcome::NotFound
    );
    stage
        .store
        .note_contact_file(&ana, ContactFileWay::Out, minutes(6))
        .await
        .unwrap();
    assert_eq!(
        stage.audited(uuid::Uuid::nil()).await,
        [("contacts_exported".to_owned(), Vec::new())]
    );
    assert_eq!(stage.newest().await, newest);
}
