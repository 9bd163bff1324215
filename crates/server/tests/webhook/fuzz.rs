//! No body, however wrong, makes the webhook answer 5xx or the server panic, and nothing that can be read is lost.
//!
//! Real examples of every field and kind are mutated by their structure and by their bytes, signed, and sent to the running
//! server. `PROPTEST_CASES` says how many; what failed is printed as it was sent.

mod bookkeeping;
mod examples;
mod mutation;

use crate::meta::{Meta, delivery, sign};
use crate::support::{ANA, Browser, TestServer};
use bookkeeping::Books;
use domain::ids::AgentId;
use domain::permission::PermissionSet;
use domain::visibility::Viewer;
use mutation::{ByteMutation, Mutation};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use reqwest::Method;
use serde_json::Value;
use server::store::NewPhoneNumber;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// The app secret of a number beside ours.
const OTHER_SECRET: &str = "other-secret";
/// What the pages show is read once in so many cases.
const READ_EVERY: u64 = 50;
/// Larger ones are refused for their size, which has tests of its own.
const MOST_BYTES: usize = 2_000_000;
const CONTENT_TYPES: &[&str] = &[
    "application/json",
    "application/json; charset=UTF-8",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "nonsense",
    "",
];

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// What is sent.
#[derive(Clone, Debug)]
struct Case {
    examples: Vec<usize>,
    mutations: Vec<Mutation>,
    bytes: Vec<ByteMutation>,
    content_type: usize,
    is_replayed_by_another_app: bool,
}

fn case() -> impl Strategy<Value = Case> {
    let bytes = prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::collection::vec(mutation::of_bytes(), 1..3),
    ];
    (
        prop::collection::vec(0..examples::COUNT, 1..4),
        prop::collection::vec(mutation::of_structure(), 0..6),
        bytes,
        0..CONTENT_TYPES.len(),
        prop::bool::weighted(0.2),
    )
        .prop_map(
            |(examples, mutations, bytes, content_type, is_replayed_by_another_app)| Case {
                examples,
                mutations,
                bytes,
                content_type,
                is_replayed_by_another_app,
            },
        )
}

/// A server that all cases share, and what it has stored.
struct Fuzz {
    server: TestServer,
    ana: Browser,
    viewer: Viewer,
    books: Books,
    /// Meta, which has no page of ours open.
    meta: Browser,
    made: AtomicU64,
    read_up_to: AtomicU64,
}

impl Fuzz {
    async fn start() -> Self {
        let mut database_url = String::new();
        let server = TestServer::start_with(|config| database_url.clone_from(&config.database_url)).await;
        let other = NewPhoneNumber {
            id: server.services.ids.phone_number_id(),
            meta_id: "206540352242999".to_owned(),
            waba_id: "202290129340399".to_owned(),
            phone: "+551140028999".to_owned(),
            display_name: "Outra loja".to_owned(),
            access_token: "access-token".to_owned(),
            app_secret: OTHER_SECRET.to_owned(),
            verify_token: "verify-token".to_owned(),
        };
        server.store().put_phone_number(&other).await.unwrap();
        let ana = server.sign_in(ANA).await;
        let agent_id: AgentId = server.agent_id(ANA).await;
        let books = Books::open(&database_url).await;
        Self {
            meta: server.browser().on_page_of(None),
            server,
            ana,
            viewer: Viewer {
                agent_id,
                permissions: PermissionSet::all(),
            },
            books,
            made: AtomicU64::new(0),
            read_up_to: AtomicU64::new(0),
        }
    }

    /// Each case has wamids of its own, so that what became of them can be found.
    async fn run(&self, case: &Case) -> Result<(), TestCaseError> {
        let n = self.made.fetch_add(1, Ordering::Relaxed);
        let mark = format!("wamid.{n}.");
        let changes: Vec<Value> = case
            .examples
            .iter()
            .zip(0..)
            .map(|(example, place)| examples::example(*example, &format!("{mark}{place}")))
            .collect();
        let mut body: Value = serde_json::from_slice(&delivery(&changes)).unwrap();
        for mutation in &case.mutations {
            mutation.apply(&mut body);
        }
        let mut raw = body.to_string().into_bytes();
        for mutation in &case.bytes {
            mutation.apply(&mut raw);
        }
        if raw.len() > MOST_BYTES {
            return Ok(());
        }
        let shown = String::from_utf8_lossy(&raw)
            .chars()
            .take(4_000)
            .collect::<String>();
        self.refuses_what_is_not_signed(&raw, &shown).await?;
        if case.is_replayed_by_another_app {
            self.sets_aside_what_another_app_says(&raw, &shown).await?;
        }
        self.takes_what_is_signed(&raw, &mark, case, &shown).await?;
        self.can_be_read(n, &shown).await
    }

    async fn refuses_what_is_not_signed(&self, raw: &[u8], shown: &str) -> Result<(), TestCaseError> {
        let stored = self.books.deliveries().await;
        let wrong = sign(raw, "not-a-secret");
        let mut longer = raw.to_vec();
        longer.push(b' ');
        let of_another_body = sign(&longer, "app-secret");
        for headers in [
            vec![],
            vec![("x-hub-signature-256", wrong.as_str())],
            vec![("x-hub-signature-256", of_another_body.as_str())],
        ] {
            let status = self.post(raw, &headers).await;
            prop_assert!(matches!(status, 401 | 403), "{status}: {shown}");
        }
        prop_assert_eq!(self.books.deliveries().await, stored, "{}", shown);
        Ok(())
    }

    /// The right bytes under the secret of another number's app: nothing about our number is believed.
    async fn sets_aside_what_another_app_says(&self, raw: &[u8], shown: &str) -> Result<(), TestCaseError> {
        let before = self.books.effects().await;
        let signature = sign(raw, OTHER_SECRET);
        let status = self.post(raw, &[("x-hub-signature-256", &signature)]).await;
        prop_assert_eq!(status, 200, "{}", shown);
        Meta::of(&self.server).process().await;
        prop_assert_eq!(self.books.effects().await, before, "{}", shown);
        Ok(())
    }

    async fn takes_what_is_signed(
        &self,
        raw: &[u8],
        mark: &str,
        case: &Case,
        shown: &str,
    ) -> Result<(), TestCaseError> {
        let before = self.books.kept_up_to().await;
        let signature = sign(raw, "app-secret");
        let headers = [
            ("x-hub-signature-256", signature.as_str()),
            ("content-type", CONTENT_TYPES[case.content_type]),
        ];
        prop_assert_eq!(self.post(raw, &headers).await, 200, "{}", shown);
        Meta::of(&self.server).process().await;
        let reason = self.books.why_set_aside().await;
        let parsed = serde_json::from_slice::<Value>(raw).ok();
        let is_delivery = parsed.as_ref().is_some_and(|body| body["entry"].is_array());
        if let Some(reason) = reason.filter(|_| is_delivery) {
            let is_too_much = reason.ends_with("changes in one delivery");
            prop_assert!(is_too_much, "a fault of ours, {reason}: {shown}");
            return Ok(());
        }
        for wamid in bookkeeping::well_formed(parsed.as_ref()) {
            if wamid.starts_with(mark) {
                let is_kept = self.books.has(&wamid, before).await;
                prop_assert!(is_kept, "{wamid} is lost: {shown}");
            }
        }
        Ok(())
    }

    async fn post(&self, raw: &[u8], headers: &[(&str, &str)]) -> u16 {
        let path = "/webhooks/whatsapp";
        let answer = self
            .meta
            .send(Method::POST, path, headers, Some(raw.to_vec()))
            .await;
        answer.status
    }

    /// What was stored can be read: by those who follow the log and, now and then, by the pages.
    async fn can_be_read(&self, n: u64, shown: &str) -> Result<(), TestCaseError> {
        let store = self.server.store();
        prop_assert!(store.pending_deliveries(1).await.unwrap().is_empty(), "{shown}");
        loop {
            let after = self.read_up_to.load(Ordering::Relaxed);
            let batch = store.events_after(&self.viewer, after, 500).await;
            let batch = batch.map_err(|error| TestCaseError::fail(format!("{error}: {shown}")))?;
            self.read_up_to.store(batch.n, Ordering::Relaxed);
            serde_json::to_vec(&batch.events).unwrap();
            if !batch.has_more {
                break;
            }
        }
        prop_assert_eq!(PANICS.load(Ordering::Relaxed), 0, "a panic: {}", shown);
        if n.is_multiple_of(READ_EVERY) {
            for path in ["bootstrap", "conversations", "alarms", "set-aside"] {
                let answer = self.ana.get(&format!("/api/v1/{path}")).await;
                prop_assert_eq!(answer.status, 200, "{}: {}", path, shown);
                let rows = answer.json["rows"].as_array().cloned().unwrap_or_default();
                for row in rows.iter().take(3) {
                    let id = row["conversation"]["id"].as_str().unwrap_or_default();
                    let thread = self
                        .ana
                        .get(&format!("/api/v1/conversations/{id}/messages"))
                        .await;
                    prop_assert_eq!(thread.status, 200, "{}: {}", thread.json, shown);
                }
            }
        }
        Ok(())
    }
}

#[test]
fn no_body_makes_trouble_and_nothing_readable_is_lost() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        report(panic);
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let fuzz = runtime.block_on(Fuzz::start());
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        max_shrink_iters: 500,
        ..Config::default()
    });
    let outcome = runner.run(&case(), |case| runtime.block_on(fuzz.run(&case)));
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    runtime.block_on(async {
        let (messages, set_aside) = fuzz.books.totals().await;
        println!(
            "{} cases, {messages} messages, {set_aside} set aside",
            fuzz.made.load(Ordering::Relaxed)
        );
        assert!(messages > 0 && set_aside > 0, "the cases reach both ends");
    });
}
