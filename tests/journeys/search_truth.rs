//! "Search truth: for 200 queries over the demo data, what the box shows equals a brute-force reference, for an administrator and for an
//! agent who sees a tenth of it." With the server and without it; and whatever is pasted.

mod asking;
mod comparing;
mod looking;
mod reference;
mod tests;

use domain::time::Span;

use crate::chat::{MARINA, writes};
use crate::harness::{
    ANA, Browser, Person, Rest, SAMPLE_ANA, SAMPLE_CARLA, Size, World, eventually, journey, journey_in_sample,
};

use asking::{MORE, ask, what_the_device_keeps};
use comparing::{PAGE, compare_here, compare_server, compare_together};
use looking::{find, look_at_everything, look_when_there_are, share_out};
use reference::{Dice, Known};

const BOX: &str = "Buscar contatos e mensagens";
/// Drawn from everything, which is mostly one thread of 20,000 messages; from all but that; and from what the agent sees.
const QUERIES: [usize; 3] = [40, 80, 80];
/// What one script asks: it may take half a minute.
const AT_ONCE: usize = 5;
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

/// The sample conversations as `cargo xtask run` serves them. Both ask all queries of device and server together, at the same time, which
/// takes a third of a second each, because the server is asked only when one has stopped typing; then all of the device alone.
///
/// Of a common word thousands of messages are found, and the box shows more of them at each press: it is pressed [`MORE`] times, and what
/// stands there must be all down to where it ends. What the server has below that is read over REST to the last, by the administrator.
#[tokio::test(flavor = "multi_thread")]
async fn the_box_shows_who_sees_all_and_who_sees_a_tenth_what_looking_at_the_sample_data_finds() {
    journey_in_sample(async |world| {
        let ana = world.rest(&SAMPLE_ANA).await;
        let carla_s = share_out(world, &ana).await;
        let everything = look_at_everything(&ana).await;
        let seen_by_carla = everything.within(&carla_s);
        assert!(everything.conversations.len() >= 300 && everything.messages.len() > 20_000);
        assert_eq!(
            seen_by_carla.conversations.len(),
            everything.conversations.len() / 10
        );
        assert!(seen_by_carla.messages.len() < everything.messages.len() / 10);
        let queries = draw(&everything, &seen_by_carla);

        let (ana_s, carla_s, ()) = tokio::join!(
            search_with_the_server(world, &SAMPLE_ANA, &everything, &queries),
            search_with_the_server(world, &SAMPLE_CARLA, &seen_by_carla, &queries),
            read_on(world, &ana, &everything, &queries),
        );
        world.stop_server().await;
        tokio::join!(
            assert_offline(&ana_s, &everything, &queries),
            assert_offline(&carla_s, &seen_by_carla, &queries),
        );
    })
    .await;
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
        assert_online(world, &browser, &everything, &all).await;
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

/// 200 queries, the same in each run as far as the sample data is.
fn draw(everything: &Known, seen_by_carla: &Known) -> Vec<String> {
    let longest = everything.longest();
    let others = everything.conversations.iter().map(|one| one.id.clone());
    let without_longest = everything.within(&others.filter(|id| *id != longest).collect());
    let mut dice = Dice::new(2026);
    let from = [everything, &without_longest, seen_by_carla];
    let queries = from
        .into_iter()
        .zip(QUERIES)
        .flat_map(|(known, count)| known.queries(&mut dice, count));
    queries.collect()
}

/// Asks everything of device and server; comes back when the device has what it reads ahead.
async fn search_with_the_server(
    world: &World,
    person: &Person,
    known: &Known,
    queries: &[String],
) -> Browser {
    let browser = world.browser(Size::Desktop).await;
    browser.sign_in(person).await;
    browser.fill(BOX, "de").await;
    browser.find_with("option", "de").await;
    assert_online(world, &browser, known, queries).await;
    // From now on nothing comes.
    let wanted = known.conversations.len().min(READ_AHEAD);
    eventually("the threads that are read ahead", async || {
        let kept = what_the_device_keeps(&browser).await;
        (kept.threads >= wanted).then_some(())
    })
    .await;
    browser
}

/// What the box could not show of common words.
async fn read_on(world: &World, ana: &Rest, everything: &Known, queries: &[String]) {
    let mut common = 0;
    for query in queries {
        if everything.messages_with(query).len() > PAGE * (1 + MORE) {
            let_searches_pass(world);
            let found = find(ana, query).await;
            assert_eq!(compare_server(&found, everything, query), Ok(()), "{query}");
            common += 1;
        }
    }
    assert!(common > 20, "some words are common: {common}");
}

/// Device and server together, as far as the box shows it.
async fn assert_online(world: &World, browser: &Browser, known: &Known, queries: &[String]) {
    let mut in_vain = 0;
    for queries in queries.chunks(AT_ONCE) {
        let_searches_pass(world);
        for shown in ask(browser, queries, true).await {
            assert_eq!(compare_together(&shown, known), Ok(()), "{shown:?}");
            in_vain += usize::from(shown.is_empty());
        }
    }
    assert!(in_vain < queries.len() * 3 / 4, "the queries ask for something");
}

/// This device alone: what it keeps.
async fn assert_offline(browser: &Browser, known: &Known, queries: &[String]) {
    let kept = what_the_device_keeps(browser).await.known;
    assert!(
        kept.messages.len() > 40 && kept.messages.len() <= known.messages.len(),
        "the device keeps {} messages",
        kept.messages.len()
    );
    let mut hits = 0;
    for queries in queries.chunks(AT_ONCE) {
        for shown in ask(browser, queries, false).await {
            assert_eq!(compare_here(&shown, &kept), Ok(()), "{shown:?}");
            hits += shown.here.len();
        }
    }
    assert!(hits > 100, "the queries ask for something: {hits}");
    browser
        .shows(&format!(
            "Neste aparelho: {} mensagens, desde",
            kept.messages.len()
        ))
        .await;
}

/// An agent may not ask without end.
fn let_searches_pass(world: &World) {
    world.let_pass(Span::from_minutes(1));
}

fn id_of(known: &Known, body: &str) -> String {
    let found = known.messages_with(body);
    assert_eq!(found.len(), 1, "{body}");
    found[0].id.clone()
}
