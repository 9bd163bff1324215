//! What the box shows is what looking at everything finds: for an administrator and for an agent who sees a tenth, with the server and
//! without it, whatever is typed.

mod asking;
mod people;
#[path = "../reference/search.rs"]
mod reference;

use std::collections::BTreeSet;

use crate::chat::{MARINA, writes};
use crate::harness::{ANA, Browser, CARLA, Size, World, eventually, journey};

use asking::{ask, what_the_device_keeps};
use people::{CONVERSATIONS, MESSAGES, look_when_there_are, share_out, write_everything};
use reference::{Dice, Known};

const BOX: &str = "Buscar contatos e mensagens";
/// So many queries are drawn, half from everything, half from what the agent sees. Each viewer asks all of them of device and server, which
/// takes a third of a second each, because the server is asked only when one has stopped typing; then all of the device alone. Over
/// REST they are asked of the sample data (`examples/demo_data/house/search_truth.rs`).
const QUERIES: usize = 200;
/// What one script asks: it may take half a minute.
const AT_ONCE: usize = 10;
/// What the box shows of this device, and what a page of the server holds.
const MOST_HERE: usize = 50;
const PAGE: usize = 30;
/// Of so many of the latest conversations the device reads the newest messages ahead.
const READ_AHEAD: usize = 20;

/// One a line, as they are typed.
const QUERIES_WITH_SIGNS: &str = r#"%
_
*
"
'
''
^
:
-
--
()
\
;
?
&
+
…
desconto 100%
d_sconto
desc%
a_b
a*
"desconto de"
"de desconto"
"desconto
desconto OR codigo
desconto AND sabado
desconto NOT codigo
NEAR(desconto sabado, 5)
nao OR NEAR
words:texto
words : desconto
-menos
^chapeu
desconto + sabado
' OR 1=1 --
desconto'; DROP TABLE messages; --
<b>negrito</b>
<img src=x onerror=alert(1)>
&lt;b&gt;
%25
שלו
עולם שלום
🎉
👩
🦄
🏽"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_box_shows_an_administrator_what_looking_at_everything_finds() {
    journey(async |world| assert_box(world, Viewer::Administrator).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_box_shows_who_sees_a_tenth_what_looking_at_that_finds() {
    journey(async |world| assert_box(world, Viewer::SeesATenth).await).await;
}

/// Who searches.
#[derive(Clone, Copy)]
enum Viewer {
    Administrator,
    SeesATenth,
}

/// A world of its own instead of the sample data: 450 messages, each with a second of its own, in 30 conversations, because a journey seeds
/// what it needs and the device keeps only the newest of each thread. One viewer a world, so that the two search at the same time.
async fn assert_box(world: &World, viewer: Viewer) {
    let ana = world.rest(&ANA).await;
    let mut dice = Dice::new(2026);
    write_everything(world, &mut dice).await;
    let everything = look_when_there_are(MESSAGES, &ana).await;
    let carla_s = share_out(world, &ana, &everything).await;
    let seen_by_carla = everything.within(&carla_s);
    assert_eq!(seen_by_carla.conversations.len(), CONVERSATIONS / 10);
    let mut queries = everything.queries(&mut dice, QUERIES / 2);
    queries.extend(seen_by_carla.queries(&mut dice, QUERIES / 2));

    let (person, known) = match viewer {
        Viewer::Administrator => (&ANA, everything),
        Viewer::SeesATenth => (&CARLA, seen_by_carla),
    };
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(person).await;
    browser.fill(BOX, "de").await;
    browser.find_with("option", "de").await;
    assert_online(&browser, &known, &queries).await;

    // What the device reads ahead has come; from now on nothing does.
    let wanted = known.conversations.len().min(READ_AHEAD);
    eventually("the threads that are read ahead", async || {
        let kept = what_the_device_keeps(&browser).await;
        let threads: BTreeSet<_> = kept.messages.iter().map(|one| &one.conversation).collect();
        (threads.len() >= wanted).then_some(())
    })
    .await;
    world.stop_server().await;
    assert_offline(&browser, &known, &queries).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_pasted_is_looked_for_literally() {
    journey(async |world| {
        let bodies = [
            "Desconto de 100% no sábado",
            "Código a_b*c",
            "Ele disse \"não\" or near",
            "הזמנה: שלום עולם",
            "Parabéns 🎉 👩🏽\u{200d}💻",
            "words:texto -menos ^chapéu <b>negrito</b>",
        ];
        for body in bodies {
            writes(world, MARINA, body).await;
        }
        let ana = world.rest(&ANA).await;
        let everything = look_when_there_are(bodies.len(), &ana).await;
        let browser = world.browser(Size::Desktop).await;
        browser.sign_in(&ANA).await;
        browser.find_with("link", MARINA.1).await;
        browser.fill(BOX, "desconto").await;
        browser.find_with("option", "Desconto de 100%").await;

        let unseen = ["\u{200d}", "\u{202e}", "\u{202e}שלום\u{202c}", "👩\u{200d}💻"];
        let all: Vec<_> = QUERIES_WITH_SIGNS
            .lines()
            .chain(unseen)
            .map(str::to_owned)
            .collect();
        assert_online(&browser, &everything, &all).await;
        browser.fill(BOX, "%_").await;
        browser.shows("Nada encontrado para “%_”").await;

        // Of 10,000 characters the beginning counts.
        let many = [
            ("x".repeat(10_000), None),
            ("%".repeat(10_000), None),
            ("🎉".repeat(10_000), Some(4)),
            ("שלום ".repeat(2_000), Some(3)),
            ("desconto\" OR ".repeat(770), None),
            ("desconto de ".repeat(834), Some(0)),
        ];
        for (query, expected) in many {
            let shown = ask(&browser, std::slice::from_ref(&query), true).await.remove(0);
            let found = expected.map(|place: usize| id_of(&everything, bodies[place]));
            let of: String = query.chars().take(20).collect();
            let messages = [shown.here, shown.elsewhere].concat();
            assert_eq!(messages, Vec::from_iter(found), "{of}");
            assert_eq!((shown.contacts.len(), shown.has_more), (0, false), "{of}");
            browser.shows("O texto é longo demais: só o começo conta.").await;
        }
        // Nothing of it has been taken for something else: the box goes on.
        browser.fill(BOX, "codigo").await;
        browser.find_with("option", "Código a_b*c").await;
    })
    .await;
}

/// Device and server together: all of it is what must be found, nothing twice, nothing left out as far as it was paged; contacts and the
/// hits of each of the two in their order.
async fn assert_online(browser: &Browser, known: &Known, queries: &[String]) {
    let mut in_vain = 0;
    for queries in queries.chunks(AT_ONCE) {
        for shown in ask(browser, queries, true).await {
            let of = format!("{shown:?}");
            let messages = ids(known.messages_with(&shown.query).iter().map(|one| &one.id));
            let contacts = ids(known.contacts_with(&shown.query).iter().map(|one| &one.id));
            // All rows of the list are here, so the server knows no other contact.
            assert_eq!(
                (&shown.contacts, shown.contacts_elsewhere.len()),
                (&contacts, 0),
                "{of}"
            );
            assert!(shown.here.len() <= MOST_HERE, "{of}");
            assert_in_order(&shown.here, &messages, &of);
            assert_in_order(&shown.elsewhere, &messages, &of);
            let all: BTreeSet<_> = shown.here.iter().chain(&shown.elsewhere).collect();
            assert_eq!(
                all.len(),
                shown.here.len() + shown.elsewhere.len(),
                "nothing twice: {of}"
            );
            // A page that the device has shown already is followed by the next one, so it may be more.
            let told = if shown.has_more {
                PAGE * (1 + shown.pages)
            } else {
                messages.len()
            };
            assert!(!shown.has_more || told < messages.len(), "{of}");
            let missing: Vec<_> = messages[..told].iter().filter(|id| !all.contains(id)).collect();
            assert!(missing.is_empty(), "missing {missing:?}: {of}");
            in_vain += usize::from(contacts.is_empty() && messages.is_empty());
        }
    }
    assert!(in_vain < queries.len() * 3 / 4, "the queries ask for something");
}

/// This device alone: exactly what it keeps has, newest first.
async fn assert_offline(browser: &Browser, known: &Known, queries: &[String]) {
    let kept = what_the_device_keeps(browser).await;
    assert!(
        kept.messages.len() > 40 && kept.messages.len() <= known.messages.len(),
        "the device keeps {} messages",
        kept.messages.len()
    );
    let mut hits = 0;
    for queries in queries.chunks(AT_ONCE) {
        for shown in ask(browser, queries, false).await {
            let mut messages = ids(kept.messages_with(&shown.query).iter().map(|one| &one.id));
            messages.truncate(MOST_HERE);
            let contacts = ids(known.contacts_with(&shown.query).iter().map(|one| &one.id));
            assert_eq!(
                (&shown.contacts, &shown.here),
                (&contacts, &messages),
                "{}",
                shown.query
            );
            hits += messages.len();
        }
    }
    assert!(hits > 200, "the queries ask for something: {hits}");
    browser
        .shows(&format!(
            "Neste aparelho: {} mensagens, desde",
            kept.messages.len()
        ))
        .await;
}

/// In the order of what must be found, and nothing else.
fn assert_in_order(shown: &[String], expected: &[String], of: &str) {
    let mut rest = expected.iter();
    for id in shown {
        assert!(
            rest.any(|other| other == id),
            "{id} is no hit, or out of order: {of}"
        );
    }
}

fn ids<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    ids.cloned().collect()
}

fn id_of(known: &Known, body: &str) -> String {
    let found = known.messages_with(body);
    assert_eq!(found.len(), 1, "{body}");
    found[0].id.clone()
}
