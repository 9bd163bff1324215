//! A history of which most is hidden from who asks.

use super::*;
use domain::ids::AgentId;
use domain::permission::Permission;
use sqlx::Executor as _;

/// Bruno sees 101 conversations. A colleague's has 10,500 messages with the word, three a second, and Bruno's an older and a newer one.
const HISTORY: &str = "
UPDATE settings SET is_support_agent_on = 1;
INSERT INTO roles (id, version, name, permissions) VALUES (unhex(printf('%032x', 1)), 1, 'Agente', '[]');
INSERT INTO agents (id, version, first_name, last_name, email, password_hash, role_id, language)
SELECT unhex(printf('%032x', value)), 1, 'Agente', '', value || '@example.com', '-', unhex(printf('%032x', 1)), 'pt_br'
FROM json_each('[2, 3]');
INSERT INTO phone_numbers (id, version, meta_id, waba_id, phone, display_name, state, access_token, app_secret, verify_token)
VALUES (unhex(printf('%032x', 4)), 1, '1', '1', '+551140028922', 'Loja', 'connected', x'', x'', x'');
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 102)
INSERT INTO contacts (id, version, name, stage, created_at)
SELECT unhex(printf('%032x', 1000 + i)), 1, 'Cliente ' || i, 'new', 0 FROM numbers;
INSERT INTO conversations (id, version, contact_id, phone_number_id, state, last_activity_at, created_at)
SELECT id, 1, id, unhex(printf('%032x', 4)), 'open', 0, 0 FROM contacts;
INSERT INTO assignments (conversation_id, agent_id, assigned_at)
VALUES (unhex(printf('%032x', 1102)), unhex(printf('%032x', 3)), 0);
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 10500)
INSERT INTO messages (id, version, conversation_id, direction, content, at)
SELECT unhex(printf('%032x', 10000 + i)), 1, unhex(printf('%032x', 1102)), 'inbound',
       json_object('kind', 'text', 'body', 'Vaga ' || i), 2000 + i * 333
FROM numbers;
INSERT INTO messages (id, version, conversation_id, direction, content, at) VALUES
    (unhex(printf('%032x', 5)), 1, unhex(printf('%032x', 1001)), 'inbound', json_object('kind', 'text', 'body', 'Vaga antiga'), 1000),
    (unhex(printf('%032x', 6)), 1, unhex(printf('%032x', 1002)), 'inbound', json_object('kind', 'text', 'body', 'Vaga nova'), 9000000);
";

/// The 101st is the colleague's too.
const ONE_LESS: &str = "INSERT INTO assignments (conversation_id, agent_id, assigned_at)
VALUES (unhex(printf('%032x', 1101)), unhex(printf('%032x', 3)), 0)";

#[tokio::test]
async fn an_answer_looks_through_a_part_and_says_where_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    let store = SqliteStore::open(&url, [7; 32]).await.unwrap();
    store
        .write(|connection| {
            Box::pin(async move {
                connection.execute(HISTORY).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    let bruno = Viewer {
        agent_id: AgentId::from(Uuid::from_u128(2)),
        permissions: [Permission::ChatView].into_iter().collect(),
    };
    let mut wanted = SearchWanted {
        query: Query::parse("vaga"),
        phone_number: None,
        before: None,
        limit: 10,
    };
    let ids = |page: &SearchPage| page.messages.iter().map(|message| message.id).collect::<Vec<_>>();
    let first = store.search(&bruno, &wanted).await.unwrap();
    assert!(!first.is_indexing);
    assert_eq!(ids(&first), [MessageId::from(Uuid::from_u128(6))]);
    wanted.before = first.next;
    assert!(wanted.before.is_some_and(|place| place.id.as_uuid().is_nil()));
    let second = store.search(&bruno, &wanted).await.unwrap();
    assert_eq!(ids(&second), [MessageId::from(Uuid::from_u128(5))]);
    assert_eq!(second.next, None);

    // With one less they are few: each is asked for by its term, and one answer knows all of them.
    store
        .write(|connection| {
            Box::pin(async move {
                connection.execute(ONE_LESS).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    wanted.before = None;
    let all = store.search(&bruno, &wanted).await.unwrap();
    assert_eq!(ids(&all), [6, 5].map(|id| MessageId::from(Uuid::from_u128(id))));
    assert_eq!(all.next, None);
}
