//! What is SQLite's alone: addresses, the file, the key.

use crate::contacts::{MARIA, OTAVIO};
use crate::databases::sqlite_url;
use crate::stage::{Stage, minutes};
use domain::command::SaveDraft;
use domain::content::{Attachment, MessageContent};
use domain::delivery_status::DeliveryState;
use domain::text_matching::Query;
use domain::visibility::Viewer;
use server::store::{
    AttemptOutcome, EraseContactOutcome, InboundChange, PhoneNumberStore, SearchWanted, SqliteStore,
    StatusUpdate, StoreError,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _};
use std::str::FromStr as _;

#[tokio::test]
async fn another_database_is_refused_clearly() {
    for url in [
        "postgres://localhost/perfectchat",
        "postgresql://localhost/perfectchat",
    ] {
        let refusal = SqliteStore::open(url, [7; 32]).await.unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Unavailable(why) if why.details.contains("PostgreSQL")),
            "{refusal}"
        );
    }
    for url in ["mysql://localhost/x", "sqlite::memory:", "sqlite://:memory:"] {
        let refusal = SqliteStore::open(url, [7; 32]).await.unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Unavailable(why) if why.details.contains("sqlite://FILE")),
            "{refusal}"
        );
    }
}

#[tokio::test]
async fn missing_folders_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/a/b/perfectchat.sqlite", folder.path().display());
    SqliteStore::open(&url, [7; 32]).await.unwrap().close().await;
    assert!(folder.path().join("a/b/perfectchat.sqlite").exists());
}

#[tokio::test]
async fn secrets_lie_encrypted_and_another_key_does_not_open_them() {
    let stage = Stage::new(crate::databases::sqlite).await;
    let number = stage.new_number("4400001111");
    stage.store.put_phone_number(&number).await.unwrap();
    for file in std::fs::read_dir(stage.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [&number.access_token, &number.app_secret] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
        }
    }
    let other = SqliteStore::open(&sqlite_url(stage.folder.path()), [8; 32])
        .await
        .unwrap();
    assert!(matches!(
        other.phone_number_secrets().await,
        Err(StoreError::Broken(_))
    ));
}

#[tokio::test]
async fn a_closed_store_refuses_and_everything_is_in_the_file() {
    let stage = Stage::new(crate::databases::sqlite).await;
    stage.store.store_delivery(b"{}", minutes(0)).await.unwrap();
    stage.store.close().await;
    assert!(matches!(
        stage.store.store_delivery(b"{}", minutes(0)).await,
        Err(StoreError::Unavailable(_))
    ));
    assert!(matches!(
        stage.store.settings().await,
        Err(StoreError::Unavailable(_))
    ));
    // The write-ahead log was taken in.
    assert!(!stage.folder.path().join("perfectchat.sqlite-wal").exists());
    let again = crate::databases::sqlite(stage.folder.path()).await;
    assert_eq!(again.pending_deliveries(10).await.unwrap().len(), 1);
}

/// Every column of every table. The search indexes hold no text that could be read as such (they cannot even be read without a query):
/// what they are made of are tables too, and are looked through as these.
async fn columns(connection: &mut SqliteConnection) -> Vec<(String, String)> {
    let found = sqlx::query(
        "SELECT t.name AS of_table, c.name AS name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL TABLE%' ORDER BY t.name, c.cid",
    )
    .fetch_all(connection)
    .await
    .unwrap();
    found
        .iter()
        .map(|row| (row.get("of_table"), row.get("name")))
        .collect()
}

/// Where a word is.
async fn places_of(connection: &mut SqliteConnection, word: &str) -> Vec<String> {
    let mut places = Vec::new();
    for (table, column) in columns(connection).await {
        let sql = format!(
            "SELECT count(*) FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS BLOB), CAST(?1 AS BLOB)) > 0"
        );
        let found: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(word)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        if found > 0 {
            places.push(format!("{table}.{column}"));
        }
    }
    places
}

/// Whether a search finds a text, in messages or contacts.
async fn is_found(stage: &Stage, viewer: &Viewer, text: &str) -> bool {
    let wanted = SearchWanted {
        query: Query::parse(text),
        phone_number: None,
        before: None,
        limit: 10,
    };
    let page = stage.store.search(viewer, &wanted).await.unwrap();
    !page.messages.is_empty() || !page.contacts.is_empty()
}

#[tokio::test]
async fn nothing_that_an_erased_person_said_or_that_was_said_of_them_is_left() {
    /// The same number without its ninth digit, as Meta may tell it.
    const OTHER_FORM: &str = "551186372111";
    /// Meta's id of a message to them: their number stands in it, in another notation.
    const SENT: &str = "wamid.HBgNNTUxMTk4NjM3MjExMRUCABEYEjlFQ0Y3RkVBAA==";
    const WORDS: [&str; 10] = [
        MARIA,
        SENT,
        OTHER_FORM,
        "BR.77",
        "Mariana Albuquerque",
        "Quero duas vagas",
        "Claro, Mariana",
        "Prefere a tarde",
        "rascunho para ela",
        "matricula.pdf",
    ];
    let stage = Stage::new(crate::databases::sqlite).await;
    let ana = stage.admin().await;
    let number = stage.number().await;
    let mut message = stage.inbound(number, MARIA, "Quero duas vagas", minutes(0));
    message.customer.user_id = Some("BR.77".to_owned());
    message.customer.profile_name = Some("Mariana Albuquerque".to_owned());
    let raw = format!(
        "{{\"wa_id\":\"{MARIA}\",\"user_id\":\"BR.77\",\"name\":\"Mariana Albuquerque\",\"body\":\"Quero duas vagas\"}}"
    );
    let delivery = stage
        .store
        .store_delivery(raw.as_bytes(), minutes(0))
        .await
        .unwrap();
    let not_understood = InboundChange::SetAside {
        key: "set-aside".to_owned(),
        field: "messages".to_owned(),
        value: raw.clone(),
        reason: "a test".to_owned(),
    };
    let news = InboundChange::Account {
        key: "news".to_owned(),
        field: "messages".to_owned(),
        value: raw,
        alarm: None,
    };
    let mut file = stage.inbound(number, MARIA, "", minutes(1));
    file.content = MessageContent::Document(Attachment {
        mime_type: "application/pdf".to_owned(),
        file_name: Some("matricula.pdf".to_owned()),
        ..Attachment::default()
    });
    file.meta_media_id = Some("301".to_owned());
    let changes = [
        InboundChange::Message(Box::new(message.clone())),
        InboundChange::Message(Box::new(file)),
        not_understood,
        news,
    ];
    stage
        .store
        .apply_delivery(delivery, &changes, minutes(1))
        .await
        .unwrap();
    let status = format!("{{\"statuses\":[{{\"recipient_id\":\"{OTHER_FORM}\"}}]}}");
    let delivery = stage
        .store
        .store_delivery(status.as_bytes(), minutes(1))
        .await
        .unwrap();
    stage
        .store
        .apply_delivery(delivery, &[], minutes(1))
        .await
        .unwrap();
    let conversation = message.new_conversation_id;
    let id = stage.contact(&ana, conversation).await.id;
    stage.send(&ana, conversation, "Claro, Mariana", minutes(2)).await;
    let job = stage.claim(minutes(2)).await.unwrap();
    let accepted = AttemptOutcome::Accepted {
        wamid: SENT.to_owned(),
    };
    stage
        .store
        .finish_attempt(job.message_id, job.attempt, &accepted, minutes(2))
        .await
        .unwrap();
    let told = |state| StatusUpdate {
        phone_number_id: Some(number),
        ..crate::stage::status(SENT, state, minutes(2))
    };
    stage.status(told(DeliveryState::Sent)).await;
    stage.note(&ana, id, "Prefere a tarde", minutes(3)).await;
    let draft = SaveDraft {
        revision: 1,
        text: "rascunho para ela".to_owned(),
        reply_to: None,
    };
    stage
        .store
        .save_draft(&ana, conversation, &draft, minutes(3))
        .await
        .unwrap();

    let file = SqliteConnectOptions::from_str(&sqlite_url(stage.folder.path())).unwrap();
    let mut stranger = file.connect().await.unwrap();
    for word in WORDS {
        assert!(
            !places_of(&mut stranger, word).await.is_empty(),
            "{word} was somewhere"
        );
    }
    let searches = ["Quero duas vagas", "Mariana", MARIA];
    for text in searches {
        assert!(is_found(&stage, &ana, text).await, "{text} was found");
    }
    let erased = stage.store.erase_contact(&ana, id, minutes(4)).await.unwrap();
    assert_eq!(erased, EraseContactOutcome::Gone);
    stage.status(told(DeliveryState::Delivered)).await;
    for text in searches {
        assert!(!is_found(&stage, &ana, text).await, "{text}");
    }
    for word in WORDS {
        assert_eq!(
            places_of(&mut stranger, word).await,
            Vec::<String>::new(),
            "{word}"
        );
    }
    assert_eq!(
        places_of(&mut stranger, "contact_erased").await,
        ["audit.action"],
        "that it was done stays"
    );
}

/// Whether a search index holds what is struck out and still there to be read: SQLite notes it in pages with these numbers.
async fn has_struck_out(connection: &mut SqliteConnection, index: &str) -> bool {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {index}_data WHERE id >= (65536 << 37))");
    sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_words_of_an_erased_person_leave_the_search_indexes_for_good() {
    const INDEXES: [&str; 2] = ["message_search", "contact_search"];
    let stage = Stage::new(crate::databases::sqlite).await;
    let ana = stage.admin().await;
    let number = stage.number().await;
    let maria = stage.conversation(number, MARIA, minutes(0)).await;
    stage.conversation(number, OTAVIO, minutes(0)).await;
    let id = stage.contact(&ana, maria).await.id;
    assert!(
        !stage.store.rewrite_index().await.unwrap(),
        "nobody was erased, so nothing is to be done"
    );
    stage.store.erase_contact(&ana, id, minutes(1)).await.unwrap();
    let file = SqliteConnectOptions::from_str(&sqlite_url(stage.folder.path())).unwrap();
    let mut stranger = file.connect().await.unwrap();
    for index in INDEXES {
        assert!(has_struck_out(&mut stranger, index).await, "{index}");
    }

    let mut slices = 1;
    while stage.store.rewrite_index().await.unwrap() {
        slices += 1;
        assert!(slices < 100, "it comes to an end");
        // Others write meanwhile.
        stage
            .receive(&stage.inbound(number, OTAVIO, "Alguém aí?", minutes(2)))
            .await;
    }
    for index in INDEXES {
        assert!(!has_struck_out(&mut stranger, index).await, "{index}");
    }
    for text in ["Bom dia", "Alguém", OTAVIO] {
        assert!(is_found(&stage, &ana, text).await, "{text}");
    }
    assert!(!is_found(&stage, &ana, MARIA).await);
    assert!(!stage.store.rewrite_index().await.unwrap());
}
