//! What a search over 1,000,000 messages takes: for who sees all of them, as an administrator does, for agents who see a hundredth of the
//! conversations, and in the thread of 100,000. Beside it the same words asked of the full-text index alone, of the same file, whoever may
//! see the messages; and of SQLite's index as it comes, over the same messages.

use crate::http::Http;
use crate::installation::{Installation, agent_id, cookie};
use crate::million;
use crate::report::{Figures, Measure, Target};
use crate::{Bench, Outcome};
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::path::Path;
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
    const SIZE: &str = "search-index";
    let names = ["search-all", "search-one-percent", "search-thread"];
    if ![SIZE].iter().chain(&names).any(|name| bench.report.wants(name)) {
        return Ok(());
    }
    let installation = million::installation(bench).await?;
    let (thread, _) = million::long_thread(&installation.database()).await?;
    let mut floors = Floors {
        index: open(&installation.database()).await?,
        plain: open(&million::plain_index(bench).await?).await?,
    };
    if bench.report.wants(SIZE) {
        let ours = floors.index_megabytes().await?;
        bench.report.tell(
            &Measure::new(
                SIZE,
                format!("the search index of {} messages on the disk", million::MESSAGES),
                "MB",
                Figures::single(ours),
            )
            .floor(PLAIN, Figures::single(floors.plain_megabytes().await?)),
        );
    }
    let everywhere = |words: &str| format!("/api/v1/search?q={}", words.replace(' ', "%20"));
    {
        let program = installation.run(bench).await?;
        let mut http = Http::connect(program.address).await?;
        tell(
            bench,
            names[0],
            "who sees everything",
            &mut http,
            &mut floors,
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
            &mut floors,
            there,
        )
        .await?;
    }
    share_out(&installation).await?;
    let program = installation.run(bench).await?;
    let mut http = Http::connect(program.address).await?;
    tell(
        bench,
        names[1],
        "agents who see 3 of 300 conversations",
        &mut http,
        &mut floors,
        everywhere,
    )
    .await?;
    floors.index.close().await?;
    floors.plain.close().await?;
    Ok(())
}

const PLAIN: &str = "SQLite FTS5 as it comes";

/// What is asked beside the server, of files that nobody changes meanwhile.
struct Floors {
    index: SqliteConnection,
    plain: SqliteConnection,
}

impl Floors {
    /// The newest places that have the words, as our index holds them.
    async fn ask_index(&mut self, words: &str) -> Outcome<()> {
        let terms: Vec<_> = words.split(' ').map(|word| format!("\"{word}\"")).collect();
        sqlx::query(
            "SELECT rowid FROM message_search WHERE message_search MATCH ?1 ORDER BY rowid DESC LIMIT 30",
        )
        .bind(terms.join(" AND "))
        .fetch_all(&mut self.index)
        .await?;
        Ok(())
    }

    /// The same of the index as it comes: each word is a beginning.
    async fn ask_plain(&mut self, words: &str) -> Outcome<()> {
        let terms: Vec<_> = words.split(' ').map(|word| format!("\"{word}\" *")).collect();
        sqlx::query("SELECT rowid FROM plain WHERE plain MATCH ?1 ORDER BY rowid DESC LIMIT 30")
            .bind(terms.join(" AND "))
            .fetch_all(&mut self.plain)
            .await?;
        Ok(())
    }

    async fn index_megabytes(&mut self) -> Outcome<f64> {
        let bytes: i64 = sqlx::query_scalar("SELECT sum(length(block)) FROM message_search_data")
            .fetch_one(&mut self.index)
            .await?;
        Ok(bytes as f64 / 1e6)
    }

    async fn plain_megabytes(&mut self) -> Outcome<f64> {
        let bytes: i64 = sqlx::query_scalar("SELECT sum(length(block)) FROM plain_data")
            .fetch_one(&mut self.plain)
            .await?;
        Ok(bytes as f64 / 1e6)
    }
}

async fn open(database: &Path) -> Outcome<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(database).read_only(true);
    Ok(options.connect().await?)
}

async fn tell(
    bench: &Bench,
    name: &'static str,
    who: &str,
    http: &mut Http,
    floors: &mut Floors,
    path: impl Fn(&str) -> String,
) -> Outcome<()> {
    if !bench.report.wants(name) {
        return Ok(());
    }
    for (kind, queries) in KINDS {
        let (mut ours, mut index, mut plain) = (Vec::new(), Vec::new(), Vec::new());
        let mut hits = 0;
        for place in 0..ASKED {
            let words = queries[place % queries.len()];
            // An agent may not ask without end: they take turns.
            let agent = 1 + place % (AGENTS - 1);
            let began = Instant::now();
            let answer = http.get(&path(words), &cookie(agent)).await?;
            ours.push(began.elapsed().as_secs_f64() * 1_000.0);
            if answer.status != 200 {
                return Err(format!("a search was answered with {}", answer.status).into());
            }
            hits += hits_of(&answer.body)?;
            let began = Instant::now();
            floors.ask_index(words).await?;
            index.push(began.elapsed().as_secs_f64() * 1_000.0);
            let began = Instant::now();
            floors.ask_plain(words).await?;
            plain.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        bench.report.tell(
            &Measure::new(
                name,
                format!("{kind}, {} messages, {who}", million::MESSAGES),
                "ms",
                Figures::of(&ours),
            )
            .floor("the index alone", Figures::of(&index))
            .floor(PLAIN, Figures::of(&plain))
            .must(Target::p99_only_at_most(50.0))
            .aim(Target::p99_only_at_most(5.0))
            .note(format!("{hits} hits told in {ASKED} answers")),
        );
    }
    Ok(())
}

/// How many hits an answer tells of: a page, or the whole number in a thread.
fn hits_of(body: &[u8]) -> Outcome<u64> {
    let answer: Value = serde_json::from_slice(body)?;
    if answer["is_indexing"] == true {
        return Err("the server still makes its index".into());
    }
    let page = answer["messages"].as_array().map_or(0, Vec::len);
    Ok(answer["total"].as_u64().unwrap_or(page as u64))
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
