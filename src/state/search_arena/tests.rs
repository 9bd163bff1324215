//! Against brute force: [`Query`] on each text.

use super::*;
use domain::ids::MessageId;
use proptest::prelude::*;

const TEXTS: [&str; 14] = [
    "Oi! Ainda tem vaga na turma de sábado?",
    "Tenho interesse, sim. Qual o valor para duas pessoas?",
    "Perfeito, muito obrigada 🙏🏽",
    "Bom dia! Esqueci meu avental AZUL ontem, vocês acharam?",
    "Pode ser às 15h então 👍",
    "https://docearte.example/cursos/confeitaria?de=100%25",
    "Combinado ✅ Mando o comprovante (R$ 1.250,00) hoje.",
    "O'Connor disse: \"não\" -- '; DROP TABLE messages; *",
    "مرحبا، هل يوجد مكان؟",
    "שלום וברכה",
    "acao ação AÇÃO açaí",
    "日本語のテキスト",
    "ﬁm de semana, Ĳsselmeer",
    "",
];

fn conversation(number: usize) -> ConversationId {
    ConversationId::from_parts(number as u64, &[3; 10])
}

fn place(number: usize) -> Position {
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
    Position {
        // Several in one moment, and not in the order of their numbers.
        at: Timestamp::from_millis((number * 7 % 1_000) as i64),
        id: MessageId::from_parts(1, &bytes),
    }
}

/// Some two thousand messages of seven conversations, each text with a word of its own.
fn messages() -> Vec<(Hit, String)> {
    (0..2_000)
        .map(|number| {
            let text = TEXTS[number % TEXTS.len()];
            let text = if text.is_empty() {
                String::new()
            } else {
                format!("{text} n{number} {}", TEXTS[number * 5 % TEXTS.len()])
            };
            let hit = Hit {
                place: place(number),
                conversation_id: conversation(number % 7),
            };
            (hit, text)
        })
        .collect()
}

/// Most of them kept, the rest as they come.
fn arena(messages: &[(Hit, String)]) -> Arena {
    let (kept, fresh) = messages.split_at(messages.len() * 3 / 4);
    let mut arena = Arena::default();
    for number in 0..7 {
        let rows: Vec<_> = kept
            .iter()
            .filter(|(hit, _)| hit.conversation_id == conversation(number))
            .map(|(hit, text)| (hit.place, folded(text)))
            .collect();
        for rows in rows.chunks(MOST) {
            let piece = Piece::new(conversation(number), rows.to_vec());
            arena.add_kept(Piece::from_bytes(&piece.to_bytes()).unwrap());
        }
    }
    for (hit, text) in fresh {
        arena.put_words(hit.conversation_id, hit.place, &folded(text));
    }
    arena
}

fn looked_up(arena: &Arena, query: &str, within: Option<ConversationId>, most: usize) -> (Vec<Hit>, usize) {
    let Some(mut looking) = Looking::new(&Query::parse(query), within, most) else {
        return (Vec::new(), 0);
    };
    // In slices as short as can be.
    let mut is_first = false;
    while !looking.go_on(arena, || {
        is_first = !is_first;
        is_first
    }) {}
    let total = looking.total();
    (looking.into_hits(), total)
}

fn brute_force(messages: &[(Hit, String)], query: &str, within: Option<ConversationId>) -> Vec<Hit> {
    let query = Query::parse(query);
    let mut hits: Vec<_> = messages
        .iter()
        .filter(|(hit, text)| within.is_none_or(|id| id == hit.conversation_id) && query.find(text).is_some())
        .map(|(hit, _)| *hit)
        .collect();
    hits.sort_unstable_by_key(|hit| Reverse(*hit));
    hits
}

/// Whole words, beginnings, several words, in capitals, without accents, in another order; and what is no word at all.
fn queries() -> Vec<String> {
    let mut queries: Vec<String> = [
        "",
        " ",
        "%",
        "_",
        "*",
        "\"",
        "' OR 1=1 --",
        "NOT vaga",
        "vaga AND turma",
        "vaga*",
        "a",
        "e",
        "15h",
    ]
    .map(str::to_owned)
    .to_vec();
    queries.push("vaga ".repeat(10_000));
    queries.push("x".repeat(10_000));
    for text in TEXTS {
        let words: Vec<_> = text.split_whitespace().collect();
        for word in &words {
            queries.push((*word).to_owned());
            queries.push(word.to_uppercase());
            queries.push(word.chars().take(2).collect());
            queries.push(domain::text_folding::fold(word));
        }
        for pair in words.windows(2) {
            queries.push(format!("{} {}", pair[1], pair[0]));
        }
    }
    queries.extend((0..40).map(|number| format!("n{}", number * 37)));
    queries
}

#[test]
fn it_finds_what_looking_at_each_text_finds() {
    let messages = messages();
    let arena = arena(&messages);
    let queries = queries();
    assert!(queries.len() >= 200, "{} queries", queries.len());
    for query in queries {
        for within in [None, Some(conversation(3))] {
            let expected = brute_force(&messages, &query, within);
            let (hits, total) = looked_up(&arena, &query, within, usize::MAX);
            assert_eq!((&hits, total), (&expected, expected.len()), "{query:.60}");
            let (newest, total) = looked_up(&arena, &query, within, 20);
            assert_eq!(
                newest,
                expected[..expected.len().min(20)],
                "the newest of {query:.60}"
            );
            assert_eq!(total, expected.len());
        }
    }
}

#[test]
fn a_new_version_takes_the_place_of_the_old_one() {
    let messages = messages();
    let mut arena = arena(&messages);
    let before = arena.covered().messages;
    // One of the kept and one of the fresh.
    for number in [1_234, 1_999] {
        let hit = messages[number].0;
        let word = format!("n{number}");
        assert_eq!(looked_up(&arena, &word, None, 9).0, [hit]);
        arena.put_words(hit.conversation_id, hit.place, &folded("agora outra coisa"));
        assert_eq!(looked_up(&arena, &word, None, 9).1, 0);
        assert!(looked_up(&arena, "outra coisa", None, 9).0.contains(&hit));
        arena.put_words(hit.conversation_id, hit.place, "");
        assert!(!looked_up(&arena, "outra coisa", None, 9).0.contains(&hit));
    }
    assert_eq!(arena.covered().messages, before - 2);
}

#[test]
fn what_the_device_kept_does_not_overrule_what_came_meanwhile() {
    let place = place(1);
    let mut arena = Arena::default();
    arena.put_words(conversation(1), place, &folded("depois"));
    arena.add_kept(Piece::new(conversation(1), vec![(place, folded("antes"))]));
    assert_eq!(looked_up(&arena, "antes", None, 9).1, 0);
    assert_eq!(looked_up(&arena, "depois", None, 9).1, 1);
    assert_eq!(arena.covered().messages, 1);
}

#[test]
fn a_conversation_that_is_forgotten_is_not_found() {
    let messages = messages();
    let mut arena = arena(&messages);
    arena.forget(conversation(3));
    let left: Vec<_> = messages
        .into_iter()
        .filter(|(hit, _)| hit.conversation_id != conversation(3))
        .collect();
    assert_eq!(
        looked_up(&arena, "vaga", None, usize::MAX).0,
        brute_force(&left, "vaga", None)
    );
    let with_words = left.iter().filter(|(_, text)| !text.is_empty()).count();
    assert_eq!(arena.covered().messages, with_words);
}

#[test]
fn it_says_since_when() {
    assert_eq!(Arena::default().covered(), Covered::default());
    let messages = messages();
    let oldest = messages
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(hit, _)| hit.place.at)
        .min();
    assert_eq!(arena(&messages).covered().since, oldest);
}

proptest! {
    #[test]
    fn any_text_is_found_as_by_looking_at_it(
        texts in proptest::collection::vec("\\PC{0,12}", 1..30),
        query in "\\PC{0,5}",
        own in any::<prop::sample::Index>(),
    ) {
        let messages: Vec<_> = texts.iter().enumerate().map(|(number, text)| {
            (Hit { place: place(number), conversation_id: conversation(number % 2) }, text.clone())
        }).collect();
        let arena = arena(&messages);
        let own = own.get(&texts).clone();
        for query in [query, own] {
            prop_assert_eq!(looked_up(&arena, &query, None, usize::MAX).0, brute_force(&messages, &query, None));
        }
    }
}

#[test]
fn what_went_while_it_was_read_is_not_found() {
    let mut arena = Arena::default();
    let kept = |number: usize| {
        let rows = [number, number + 7].map(|message| (place(message), folded("vaga")));
        Piece::new(conversation(number), rows.to_vec())
    };
    // One came and went, another one was erased, and a conversation went out of sight: all that was read already.
    arena.put_words(conversation(1), place(1), &folded("vaga"));
    arena.put_words(conversation(1), place(1), "");
    arena.put_words(conversation(2), place(9), "");
    arena.forget(conversation(3));
    for number in 1..=3 {
        arena.add_kept(kept(number));
    }
    let (mut hits, total) = looked_up(&arena, "vaga", None, 9);
    hits.sort_unstable_by_key(|hit| hit.conversation_id);
    let places: Vec<_> = hits.iter().map(|hit| hit.place).collect();
    assert_eq!((places, total), (vec![place(8), place(2)], 2));
    assert_eq!(arena.covered().messages, 2);
    // Who sees the conversation again sees what comes from then on.
    arena.put_words(conversation(3), place(3), &folded("vaga"));
    assert_eq!(looked_up(&arena, "vaga", None, 9).1, 3);
}
