//! What a search over 1,000,000 messages takes: for who sees all of them, for agents who see a hundredth of the conversations, and in the
//! thread of 100,000. Beside it the same words asked of the full-text index alone, of the same file, whoever may see the messages.

use crate::http::Http;
use crate::installation::{Installation, agent_id, cookie};
use crate::million;
use crate::report::{Figures, Measure, Target};
use crate::{Bench, Outcome};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::time::Instant;

/// How often each kind is asked.
const ASKED: usize = 200;
/// Each sees so much less than everything. Agent 0 has the thread of 100,000 and is not asked.
const AGENTS: usize = 100;
/// Names of the kinds, and what is typed: one word, several, beginnings, and two that no message has both of.
const KINDS: [(&str, &[&str]); 4] = [
    (
        "one word",
        &[
            "vaga",
            "comprovante",
            "equipe",
            "obrigada",
            "material",
            "ok",
            "rua",
            "123456",
        ],
    ),
    (
        "two words",
        &[
            "vaga sabado",
            "comprovante conferir",
            "equipe respondo",
            "entrada rua",
        ],
    ),
    (
        "beginnings",
        &["v", "va", "comp", "obr m", "en ru de", "1", "9999"],
    ),
    (
        "words that never meet",
        &[
            "vaga comprovante",
            "ok equipe",
            "obrigada material",
            "de respondo",
        ],
    ),
];

/// All of them.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    let names = ["search-all", "search-one-percent", "search-thread"];
    if !names.iter().any(|name| bench.report.wants(name)) {
        return Ok(());
    }
    let installation = million::installation(bench).await?;
    let (thread, _) = million::long_thread(&installation.database()).await?;
    let mut index = SqliteConnectOptions::new()
        .filename(installation.database())
        .read_only(true)
        .connect()
        .await?;
    {
        let program = installation.run(bench).await?;
        let mut http = Http::connect(program.address).await?;
        let everywhere = |words: &str| format!("/api/v1/search?q={}", words.replace(' ', "%20"));
        tell(
            bench,
            names[0],
            "who sees everything",
            &mut http,
            &mut index,
            everywhere,
        )
        .await?;
        let there = |words: &str| {
            format!(
                "/api/v1/conversations/{thread}/search?q={}",
                words.replace(' ', "%20")
            )
        };
        tell(
            bench,
            names[2],
            "in a thread of 100,000, counted",
            &mut http,
            &mut index,
            there,
        )
        .await?;
    }
    share_out(&installation).await?;
    let program = installation.run(bench).await?;
    let mut http = Http::connect(program.address).await?;
    let everywhere = |words: &str| format!("/api/v1/search?q={}", words.replace(' ', "%20"));
    tell(
        bench,
        names[1],
        "agents who see 3 of 300 conversations",
        &mut http,
        &mut index,
        everywhere,
    )
    .await?;
    index.close().await?;
    Ok(())
}

async fn tell(
    bench: &Bench,
    name: &'static str,
    who: &str,
    http: &mut Http,
    index: &mut SqliteConnection,
    path: impl Fn(&str) -> String,
) -> Outcome<()> {
    if !bench.report.wants(name) {
        return Ok(());
    }
    for (kind, queries) in KINDS {
        let (mut ours, mut floor) = (Vec::with_capacity(ASKED), Vec::with_capacity(ASKED));
        for place in 0..ASKED {
            let words = queries[place % queries.len()];
            // An agent may not ask without end: they take turns.
            let agent = 1 + place % (AGENTS - 1);
            let began = Instant::now();
            let answer = http.get(&path(words), &cookie(agent)).await?;
            if answer.status != 200 {
                return Err(format!("a search was answered with {}", answer.status).into());
            }
            ours.push(began.elapsed().as_secs_f64() * 1_000.0);
            let began = Instant::now();
            ask_index(index, words).await?;
            floor.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        bench.report.tell(
            &Measure::new(
                name,
                format!("{kind}, {} messages, {who}", million::MESSAGES),
                "ms",
                Figures::of(&ours),
            )
            .floor("the index alone", Figures::of(&floor))
            .must(Target::p99_only_at_most(50.0))
            .aim(Target::p99_only_at_most(5.0)),
        );
    }
    Ok(())
}

/// The newest places that have the words.
async fn ask_index(index: &mut SqliteConnection, words: &str) -> Outcome<()> {
    let terms: Vec<_> = words.split(' ').map(|word| format!("\"{word}\"")).collect();
    sqlx::query(
        "SELECT rowid FROM message_search WHERE message_search MATCH ?1 ORDER BY rowid DESC LIMIT 30",
    )
    .bind(terms.join(" AND "))
    .fetch_all(index)
    .await?;
    Ok(())
}

/// Gives each conversation to one agent, as many to each, and lets agents see what is theirs alone.
async fn share_out(installation: &Installation) -> Outcome<()> {
    let mut connection = SqliteConnectOptions::new()
        .filename(installation.database())
        .connect()
        .await?;
    // Ids are in the order in which the conversations were made; the first one is the long one.
    let conversations: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT id FROM conversations ORDER BY id")
        .fetch_all(&mut connection)
        .await?;
    for (place, conversation) in conversations.iter().enumerate() {
        sqlx::query("INSERT INTO assignments (conversation_id, agent_id, assigned_at) VALUES (?1, ?2, 0)")
            .bind(conversation)
            .bind(*agent_id(place % AGENTS).as_uuid())
            .execute(&mut connection)
            .await?;
    }
    connection.close().await?;
    installation.support_agent_on().await
}
