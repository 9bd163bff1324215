//! A world of which most is a colleague's.

use super::*;
use crate::store::sqlite::SqliteStore;
use domain::ids::AgentId;
use domain::permission::Permission;
use sqlx::{AssertSqlSafe, Executor as _, Row as _};
use std::collections::BTreeMap;
use uuid::Uuid;

const BRUNO: u128 = 2;
const COLLEAGUE: u128 = 3;
const NUMBERS: [u128; 3] = [4, 5, 6];

/// Of 500 conversations with the first number ten are Bruno's, ten his and the colleague's, ten nobody's. Of 200 with the second one half
/// is nobody's; of seven with the third one the last.
const WORLD: &str = "
INSERT INTO roles (id, version, name, permissions) VALUES (unhex(printf('%032x', 1)), 1, 'Agente', '[]');
INSERT INTO agents (id, version, first_name, last_name, email, password_hash, role_id, language)
SELECT unhex(printf('%032x', value)), 1, 'Agente', '', value || '@example.com', '-', unhex(printf('%032x', 1)), 'pt_br'
FROM json_each('[2, 3]');
INSERT INTO phone_numbers (id, version, meta_id, waba_id, phone, display_name, state, access_token, app_secret, verify_token)
SELECT unhex(printf('%032x', value)), 1, value, '1', '+551140028922', 'Loja', 'connected', x'', x'', x'' FROM json_each('[4, 5, 6]');
WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 707)
INSERT INTO contacts (id, version, name, stage, created_at)
SELECT unhex(printf('%032x', 1000 + i)), 1, 'Cliente ' || i, 'new', i FROM numbers;
INSERT INTO conversations (id, version, contact_id, phone_number_id, state, last_activity_at, created_at)
SELECT id, 1, id, unhex(printf('%032x', CASE WHEN created_at <= 500 THEN 4 WHEN created_at <= 700 THEN 5 ELSE 6 END)),
       'open', 0, created_at FROM contacts;
INSERT INTO assignments (conversation_id, agent_id, assigned_at)
SELECT id, unhex(printf('%032x', 2)), 0 FROM conversations WHERE created_at <= 500 AND created_at % 50 IN (1, 2);
INSERT INTO assignments (conversation_id, agent_id, assigned_at)
SELECT id, unhex(printf('%032x', 3)), 0 FROM conversations
WHERE (created_at <= 500 AND created_at % 50 > 1) OR (created_at BETWEEN 501 AND 706 AND (created_at % 2 = 1 OR created_at > 700));
";

async fn open(folder: &tempfile::TempDir) -> SqliteStore {
    let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    let store = SqliteStore::open(&url, [7; 32]).await.unwrap();
    change(&store, WORLD).await;
    store
}

async fn change(store: &SqliteStore, sql: &'static str) {
    store
        .write(move |connection| {
            Box::pin(async move {
                connection.execute(sql).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

fn viewer(agent: u128, permission: Permission) -> Viewer {
    Viewer {
        agent_id: AgentId::from(Uuid::from_u128(agent)),
        permissions: [permission].into_iter().collect(),
    }
}

/// How many each viewer sees of each number, then of all (`None`: many), each compared with the domain's rule.
async fn found(store: &SqliteStore, is_support_agent_on: bool) -> Vec<[Option<usize>; 4]> {
    change(
        store,
        if is_support_agent_on {
            "UPDATE settings SET is_support_agent_on = 1"
        } else {
            "UPDATE settings SET is_support_agent_on = 0"
        },
    )
    .await;
    let mut transaction = store.read().await.unwrap();
    let mut conversations: BTreeMap<ConversationId, (PhoneNumberId, Vec<AgentId>)> = BTreeMap::new();
    let joined = sqlx::query(
        "SELECT c.id, c.phone_number_id, s.agent_id FROM conversations c LEFT JOIN assignments s ON s.conversation_id = c.id",
    )
    .fetch_all(&mut *transaction)
    .await
    .unwrap();
    for row in &joined {
        let number = rows::id(row, "phone_number_id").unwrap();
        let (_, assignees) = conversations
            .entry(rows::id(row, "id").unwrap())
            .or_insert_with(|| (number, Vec::new()));
        assignees.extend(rows::optional_id::<AgentId>(row, "agent_id").unwrap());
    }
    let mut counts = Vec::new();
    for viewer in [
        viewer(BRUNO, Permission::ChatView),
        viewer(COLLEAGUE, Permission::ChatView),
        viewer(BRUNO, Permission::ChatViewAll),
        viewer(BRUNO, Permission::ChatSend),
    ] {
        let mut of_viewer = [None; 4];
        let numbers = NUMBERS.map(|number| Some(PhoneNumberId::from(Uuid::from_u128(number))));
        for (count, number) in of_viewer.iter_mut().zip(numbers.into_iter().chain([None])) {
            let expected: Vec<_> = conversations
                .iter()
                .filter(|(_, (of_number, _))| number.is_none_or(|number| number == *of_number))
                .filter(|(_, (_, assignees))| viewer.may_see(is_support_agent_on, assignees))
                .map(|(id, _)| *id)
                .collect();
            let mut few = few_conversations(&mut transaction, &viewer, number)
                .await
                .unwrap();
            if let Some(few) = &mut few {
                few.sort_unstable();
            }
            assert_eq!(
                few,
                (expected.len() <= FEW).then_some(expected),
                "{viewer:?} {number:?}"
            );
            *count = few.map(|few| few.len());
        }
        counts.push(of_viewer);
    }
    counts
}

#[tokio::test]
async fn who_sees_few_conversations_is_told_all_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder).await;
    let all = [None, None, Some(7), None];
    let nothing = [Some(0); 4];
    assert_eq!(found(&store, false).await, [all, all, all, nothing]);
    let bruno = [Some(30), Some(100), Some(1), None];
    assert_eq!(found(&store, true).await, [bruno, all, all, nothing]);
}

#[tokio::test]
async fn what_is_nobodys_is_known_however_it_became_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder).await;
    let bruno = async |sql: &'static str| {
        change(&store, sql).await;
        found(&store, true).await[0]
    };
    let begun = [Some(30), Some(100), Some(1), None];
    // One of two assignees goes, then the other one: it was his, and is everyone's.
    let of_both = "DELETE FROM assignments WHERE agent_id = unhex(printf('%032x', 3)) AND conversation_id = unhex(printf('%032x', 1002))";
    assert_eq!(bruno(of_both).await, begun);
    let own = "DELETE FROM assignments WHERE agent_id = unhex(printf('%032x', 2)) AND conversation_id = unhex(printf('%032x', 1002))";
    assert_eq!(bruno(own).await, begun);
    // The 101st.
    let of_colleague = "DELETE FROM assignments WHERE conversation_id = unhex(printf('%032x', 1501))";
    assert_eq!(bruno(of_colleague).await, [Some(30), None, Some(1), None]);
    let taken = "INSERT INTO assignments (conversation_id, agent_id, assigned_at) \
         SELECT id, unhex(printf('%032x', 3)), 0 FROM conversations WHERE created_at BETWEEN 501 AND 601 ON CONFLICT DO NOTHING";
    assert_eq!(bruno(taken).await, [Some(30), Some(50), Some(1), Some(81)]);
    let less = "DELETE FROM conversations WHERE created_at BETWEEN 602 AND 651";
    assert_eq!(bruno(less).await, [Some(30), Some(25), Some(1), Some(56)]);
    let colleague_gone = "DELETE FROM agents WHERE id = unhex(printf('%032x', 3))";
    assert_eq!(bruno(colleague_gone).await, [None, None, Some(7), None]);
}

#[tokio::test]
async fn no_conversation_of_others_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder).await;
    let mut transaction = store.read().await.unwrap();
    for (sql, through) in [
        (
            OWN_AND_UNASSIGNED,
            ["assignments_by_agent", "conversations_unassigned"],
        ),
        (
            OWN_AND_UNASSIGNED_OF_NUMBER,
            ["assignments_by_agent", "conversations_unassigned"],
        ),
        (
            ALL_OF_NUMBER,
            ["conversations_by_number", "conversations_by_number"],
        ),
    ] {
        let plan: Vec<String> = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(&mut *transaction)
            .await
            .unwrap()
            .iter()
            .map(|step| step.get("detail"))
            .collect();
        for index in through {
            assert!(plan.iter().any(|step| step.contains(index)), "{index}: {plan:?}");
        }
        let looks_through_all =
            |step: &&String| step.starts_with("SCAN") && !step.contains("conversations_unassigned");
        let scans: Vec<_> = plan.iter().filter(looks_through_all).collect();
        assert!(
            scans.iter().all(|step| step.as_str() == "SCAN settings"),
            "{plan:?}"
        );
    }
}
