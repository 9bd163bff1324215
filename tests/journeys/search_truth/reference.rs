//! What a search must find, worked out by looking at every word of everything, and queries drawn from it. Shares nothing with the
//! product: no index, no table of Unicode, no function; what the words of `docs/protocol.md` mean is written here a second time. It knows
//! the letters of the samples only: another one fails the test instead of being guessed.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::str::Chars;

use serde_json::Value;

/// How many kinds of queries are drawn.
const KINDS: usize = 13;
/// Letters and what is left of them without their marks.
const LETTERS: [(&str, char); 11] = [
    ("áàâãäåª", 'a'),
    ("ç", 'c'),
    ("éèêë", 'e'),
    ("íìîï", 'i'),
    ("ñ", 'n'),
    ("óòôõöº", 'o'),
    ("úùûü", 'u'),
    ("ýÿ", 'y'),
    ("\u{622}\u{623}\u{625}", '\u{627}'),
    ("\u{624}", '\u{648}'),
    ("\u{626}", '\u{64a}'),
];

/// A message, as the REST interface tells of it.
#[derive(Clone, Debug)]
pub struct KnownMessage {
    /// Its id.
    pub id: String,
    /// In which conversation.
    pub conversation: String,
    /// When, in Unix milliseconds.
    pub at: i64,
    text: String,
    words: Vec<String>,
}

/// A conversation, as the REST interface tells of it.
#[derive(Clone, Debug)]
pub struct KnownConversation {
    /// Its id.
    pub id: String,
    last_activity_at: i64,
    contact: Value,
}

/// Everything that somebody may find.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// With who writes.
    pub conversations: Vec<KnownConversation>,
    /// Those that have words.
    pub messages: Vec<KnownMessage>,
}

/// Chance that is the same in each run.
pub struct Dice(u64);

/// What a query asks for.
struct Wanted {
    words: Vec<String>,
    number: Option<String>,
}

impl Known {
    /// Adds a row of the list.
    pub fn add_conversation(&mut self, row: &Value) {
        self.conversations.push(KnownConversation {
            id: word_of(&row["conversation"]["id"]),
            last_activity_at: row["conversation"]["last_activity_at"].as_i64().expect("a time"),
            contact: row["contact"].clone(),
        });
    }

    /// Adds a message, if it has words.
    pub fn add_message(&mut self, message: &Value) {
        let text = text_of(&message["content"]);
        let words = words(&text);
        if !words.is_empty() {
            self.messages.push(KnownMessage {
                id: word_of(&message["id"]),
                conversation: word_of(&message["conversation_id"]),
                at: message["at"].as_i64().expect("a time"),
                text,
                words,
            });
        }
    }

    /// The conversation with the most messages.
    pub fn longest(&self) -> String {
        let mut messages = BTreeMap::new();
        for message in &self.messages {
            *messages.entry(&message.conversation).or_insert(0) += 1;
        }
        let longest = messages.into_iter().max_by_key(|(_, count)| *count);
        longest.expect("there are messages").0.clone()
    }

    /// What is left for who sees only these conversations.
    pub fn within(&self, conversations: &BTreeSet<String>) -> Self {
        let mut known = self.clone();
        known.conversations.retain(|one| conversations.contains(&one.id));
        known
            .messages
            .retain(|one| conversations.contains(&one.conversation));
        known
    }

    /// The messages that a query must find, newest first.
    pub fn messages_with(&self, query: &str) -> Vec<&KnownMessage> {
        let wanted = Wanted::read(query);
        let mut found: Vec<_> = self
            .messages
            .iter()
            .filter(|message| wanted.is_in(&message.words))
            .collect();
        found.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        found
    }

    /// The conversations whose contacts a query must find, newest activity first.
    pub fn contacts_with(&self, query: &str) -> Vec<&KnownConversation> {
        let wanted = Wanted::read(query);
        let mut found: Vec<_> = self
            .conversations
            .iter()
            .filter(|one| wanted.is_contact(&one.contact))
            .collect();
        found.sort_by(|one, other| (other.last_activity_at, &other.id).cmp(&(one.last_activity_at, &one.id)));
        found
    }

    /// Queries as somebody might type them, all kinds of them by turns.
    pub fn queries(&self, dice: &mut Dice, count: usize) -> Vec<String> {
        (0..count).map(|place| self.query(place % KINDS, dice)).collect()
    }

    fn query(&self, kind: usize, dice: &mut Dice) -> String {
        let text = &dice.pick(&self.messages).text;
        match kind {
            0 => dice.word(text).to_owned(),
            1 => dice.beginnings(text, 1),
            2 => dice.beginnings(text, 2),
            3 => dice.beginnings(text, 3),
            4 => dice.beginnings(text, 2).to_uppercase(),
            // Without the accents that are there, and with some that are not.
            5 => words(dice.word(text)).concat(),
            6 => dice
                .beginnings(text, 1)
                .to_lowercase()
                .replace('a', "Á")
                .replace('e', "ê")
                .replace('o', "õ")
                .replace('c', "ç"),
            7 => self.name(dice),
            8 => self.number(dice),
            9 => self.strange_word(dice),
            10 => {
                let other = &dice.pick(&self.messages).text;
                format!("{} {}", dice.word(text), dice.word(other))
            }
            11 => format!(
                "\"{}\" * ({}) % _ -",
                dice.beginnings(text, 1),
                dice.beginnings(text, 1)
            ),
            _ => {
                const NONSENSE: [&str; 6] = [
                    "xqzw",
                    "zzk wwq",
                    "0000000",
                    "00999888777",
                    "\u{1f984}\u{1f984}",
                    "שקרכלשהו",
                ];
                (*dice.pick(&NONSENSE)).to_owned()
            }
        }
    }

    fn name(&self, dice: &mut Dice) -> String {
        let name = word_of(&dice.pick(&self.conversations).contact["name"]);
        let count = 1 + dice.roll(2);
        if words(&name).is_empty() {
            return "ana".to_owned();
        }
        dice.beginnings(&name, count)
    }

    /// A part of somebody's number, or all of it, in one of its writings.
    fn number(&self, dice: &mut Dice) -> String {
        let contact = &dice.pick(&self.conversations).contact;
        let phone = word_of(&contact["phone"]);
        let digits = phone.trim_start_matches('+');
        let national = digits.strip_prefix("55").filter(|rest| rest.len() >= 10);
        let Some((area, number)) = national.map(|rest| rest.split_at(2)) else {
            return digits.chars().skip(2).take(6).collect::<String>() + "-";
        };
        let (first, last) = number.split_at(number.len() - 4);
        match dice.roll(8) {
            0 => format!("+55 ({area}) {first}-{last}"),
            1 => format!("({area}) {first}-{last}"),
            2 => format!("0{area} {first}"),
            3 => format!("{}-{last}", &first[first.len() - 1..]),
            4 => digits.to_owned(),
            5 => format!("{area}.{}", &first[..3]),
            // With the ninth digit where WhatsApp has none, without it where there is one.
            6 if number.len() == 9 => format!("{area} {}", &number[1..]),
            6 => format!("{area} 9{number}"),
            _ => {
                let name = words(&word_of(&contact["name"]));
                format!("{} {last}", name.first().map_or("", String::as_str))
            }
        }
    }

    /// A picture, or a word of another script.
    fn strange_word(&self, dice: &mut Dice) -> String {
        let all = self.messages.iter().flat_map(|message| &message.words);
        let strange: BTreeSet<_> = all.filter(|word| !word.is_ascii()).collect();
        let strange: Vec<_> = strange.into_iter().collect();
        if strange.is_empty() {
            "\u{1f44d}".to_owned()
        } else {
            (*dice.pick(&strange)).clone()
        }
    }
}

impl Dice {
    /// Always the same for the same seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    /// A word of a text as it stands there; a text of pictures alone is one.
    fn word<'a>(&mut self, text: &'a str) -> &'a str {
        let is_between = |c: char| !c.is_alphanumeric() && !is_mark(c);
        let all: Vec<_> = text
            .split(is_between)
            .filter(|word| !words(word).is_empty())
            .collect();
        if all.is_empty() {
            text.trim()
        } else {
            self.pick::<&str>(&all)
        }
    }

    /// Words of a text, each from its beginning to somewhere.
    fn beginnings(&mut self, text: &str, count: usize) -> String {
        let mut beginnings = Vec::new();
        for _ in 0..count {
            let word = self.word(text);
            let length = 1 + self.roll(word.chars().count());
            beginnings.push(word.chars().take(length).collect::<String>());
        }
        beginnings.join(" ")
    }
}

impl Wanted {
    fn read(query: &str) -> Self {
        let wanted = Self {
            words: words(query),
            number: number(query),
        };
        let is_short = query.chars().count() <= 200
            && wanted.words.len() <= 12
            && wanted.words.iter().all(|word| word.len() <= 64);
        assert!(is_short, "of longer ones only the beginning counts: {query}");
        wanted
    }

    /// Each word begins one of the text.
    fn is_in(&self, words: &[String]) -> bool {
        let begins_one = |wanted: &String| words.iter().any(|word| word.starts_with(wanted.as_str()));
        !self.words.is_empty() && self.words.iter().all(begins_one)
    }

    /// Each word begins one of the name, or stands in the number; or the whole stands in the number.
    fn is_contact(&self, contact: &Value) -> bool {
        let numbers = numbers_of(contact["phone"].as_str().unwrap_or_default());
        let is_number = |part: &String| numbers.iter().any(|number| number.contains(part.as_str()));
        if self.words.is_empty() || self.number.as_ref().is_some_and(is_number) {
            return !self.words.is_empty();
        }
        let named = words(&format!(
            "{} {}",
            word_of(&contact["name"]),
            word_of(&contact["username"])
        ));
        self.words.iter().all(|wanted| {
            named.iter().any(|word| word.starts_with(wanted.as_str()))
                || number(wanted).as_ref().is_some_and(is_number)
        })
    }
}

/// The digits of what can only be a part of a number; zeros at the front are those of national writing.
fn number(text: &str) -> Option<String> {
    if !text.chars().all(|c| c.is_ascii_digit() || "+-()./ ".contains(c)) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (digits.len() >= 3).then(|| digits.to_owned())
}

/// A number with the ninth digit of Brazilian ones and without it.
fn numbers_of(phone: &str) -> Vec<String> {
    let digits = phone.trim_start_matches('+').to_owned();
    assert!(
        !digits.starts_with("52") && !digits.starts_with("54"),
        "Mexico and Argentina have two forms too: {phone}"
    );
    let mut numbers = Vec::new();
    if let Some(national) = digits.strip_prefix("55") {
        let is_mobile = |first: Option<u8>| matches!(first, Some(b'6'..=b'9'));
        let bytes = national.as_bytes();
        if bytes.len() == 11 && bytes[2] == b'9' && is_mobile(bytes.get(3).copied()) {
            numbers.push(format!("55{}{}", &national[..2], &national[3..]));
        }
        if bytes.len() == 10 && is_mobile(bytes.get(2).copied()) {
            numbers.push(format!("55{}9{}", &national[..2], &national[2..]));
        }
    }
    if !digits.is_empty() {
        numbers.push(digits);
    }
    numbers
}

/// What one reads in a bubble.
fn text_of(content: &Value) -> String {
    let all = |values: &Value| values.as_array().cloned().unwrap_or_default();
    let kind = content["kind"].as_str().expect("a content has a kind");
    let field = |name: &str| content[name].clone();
    let parts: Vec<Value> = match kind {
        "text" => vec![field("body")],
        "image" | "video" | "audio" | "voice_note" | "sticker" => vec![field("caption")],
        "document" => vec![field("caption"), field("file_name")],
        "location" => vec![field("name"), field("address")],
        "contact_cards" => all(&content["cards"])
            .iter()
            .flat_map(|card| [vec![card["name"].clone()], all(&card["phones"])].concat())
            .collect(),
        "button_reply" => vec![field("title"), field("description")],
        "interactive" => [vec![field("body")], all(&content["buttons"])].concat(),
        "template" => {
            let header = &content["parts"]["header"];
            let mut parts = match header["header"].as_str() {
                Some("text") => vec![header["text"].clone()],
                Some("document") => vec![header["caption"].clone(), header["file_name"].clone()],
                _ => Vec::new(),
            };
            parts.extend([field("body"), content["parts"]["footer"].clone()]);
            parts
        }
        "order" => vec![field("text")],
        "system" | "unsupported" | "erased" => Vec::new(),
        other => panic!("what is searched of the kind {other}?"),
    };
    parts.iter().map(word_of).collect::<Vec<_>>().join("\n")
}

fn word_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The words of a text: letters and digits in a row, small and without marks; each picture is one.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if is_mark(c) {
            continue;
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase().filter(|c| !is_mark(*c)).map(plain));
            continue;
        }
        words.push(std::mem::take(&mut word));
        if is_picture(c) {
            words.push(picture(c, &mut rest));
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// A picture with those that are joined to it; its colour does not count. Two halves are one flag.
fn picture(first: char, rest: &mut Peekable<Chars<'_>>) -> String {
    let is_half_a_flag = |c: char| ('\u{1f1e6}'..='\u{1f1ff}').contains(&c);
    let mut picture = String::from(first);
    if is_half_a_flag(first) {
        picture.extend(rest.next_if(|c| is_half_a_flag(*c)));
        return picture;
    }
    loop {
        while rest.next_if(|c| is_mark(*c) || is_colour(*c)).is_some() {}
        if rest.next_if_eq(&'\u{200d}').is_none() {
            return picture;
        }
        picture.extend(rest.next_if(|c| is_picture(*c)));
    }
}

fn plain(c: char) -> char {
    const VOICED: &str = "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ";
    const VOICELESS: &str = "かきくけこさしすせそたちつてとはひふへほはひふへほ";
    if c.is_ascii() {
        return c;
    }
    if let Some(place) = VOICED.chars().position(|voiced| voiced == c) {
        return VOICELESS.chars().nth(place).unwrap_or(c);
    }
    if let Some((_, plain)) = LETTERS.iter().find(|(letters, _)| letters.contains(c)) {
        return *plain;
    }
    let is_plain = matches!(c,
        'א'..='ת' | '\u{621}' | '\u{627}'..='\u{64a}' | '\u{660}'..='\u{669}' | '\u{3041}'..='\u{3093}' | '\u{4e00}'..='\u{9fff}');
    assert!(
        is_plain,
        "what is left of {c:?} ({}) without marks?",
        c.escape_unicode()
    );
    c
}

const fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}')
}

const fn is_colour(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

const fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}')
        && !is_colour(c)
}
