//! Dice that fall the same for the same seed and the same question, whoever asks first.

use std::collections::HashMap;

use serde_json::Value;

/// What a decision is about: a message, a webhook, a call. The same thing a second time is another occasion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Occasion(u64);

impl Occasion {
    /// Something that belongs to this occasion and happens once in it, such as its `delivered`.
    pub(crate) fn and(self, detail: &str) -> Self {
        Self(Hash(self.0).write(detail.as_bytes()).0)
    }
}

/// The dice.
#[derive(Default)]
pub(crate) struct Dice {
    seed: u64,
    /// How often each thing has come up.
    seen: HashMap<u64, u32>,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            seen: HashMap::new(),
        }
    }

    /// The occasion of something that may come up again: what it is called, whom it is about, and what is in it. Ids in the
    /// content are left out: they are new in each run.
    pub(crate) fn occasion(&mut self, names: &[&str], content: &Value) -> Occasion {
        let mut hash = Hash::default();
        for name in names {
            hash = hash.write(name.as_bytes()).write(&[0xff]);
        }
        hash = hash.write_content(content);
        let times = self.seen.entry(hash.0).or_default();
        *times += 1;
        Occasion(hash.write(&times.to_le_bytes()).0)
    }

    /// Whether a chance of so many in a hundred falls, for this question on this occasion.
    pub(crate) fn hit(&self, occasion: Occasion, question: &str, percent: u8) -> bool {
        percent > 0 && self.throw(occasion, question) % 100 < u64::from(percent)
    }

    /// A number from zero to the most, for this question on this occasion.
    pub(crate) fn up_to(&self, occasion: Occasion, question: &str, most: u64) -> u64 {
        self.throw(occasion, question) % most.saturating_add(1).max(1)
    }

    fn throw(&self, occasion: Occasion, question: &str) -> u64 {
        scattered(
            Hash(self.seed ^ 0x9e37_79b9_7f4a_7c15)
                .write(&occasion.0.to_le_bytes())
                .write(question.as_bytes())
                .0,
        )
    }
}

/// FNV-1a, which is the same on every machine and in every version.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn write(self, bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self(bytes.iter().fold(self.0, step))
    }

    fn write_content(self, content: &Value) -> Self {
        match content {
            Value::Object(fields) => fields
                .iter()
                .filter(|(name, _)| !is_fresh(name))
                .fold(self, |hash, (name, value)| {
                    hash.write(name.as_bytes()).write_content(value)
                }),
            Value::Array(values) => values
                .iter()
                .fold(self, |hash, value| hash.write(b"[").write_content(value)),
            plain => self.write(plain.to_string().as_bytes()),
        }
    }
}

/// Whether what stands under this name differs from run to run.
fn is_fresh(name: &str) -> bool {
    name == "id" || name == "url" || name.ends_with("_id") || name.ends_with("timestamp")
}

/// The last step of SplitMix64: neighbours end up far from each other.
fn scattered(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_the_questions_does_not_matter() {
        let (ana, bia) = (
            json!({ "body": "Oi", "id": "1" }),
            json!({ "body": "Olá", "id": "2" }),
        );
        let mut one = Dice::new(5);
        let mut other = Dice::new(5);
        let first = (one.occasion(&["text"], &ana), one.occasion(&["text"], &bia));
        let second = (other.occasion(&["text"], &bia), other.occasion(&["text"], &ana));
        assert_eq!(first, (second.1, second.0));
    }

    #[test]
    fn the_same_thing_again_is_another_occasion_and_ids_are_no_part_of_it() {
        let mut dice = Dice::new(5);
        let first = dice.occasion(&["text"], &json!({ "body": "Oi", "id": "1" }));
        assert_ne!(
            dice.occasion(&["text"], &json!({ "body": "Oi", "id": "1" })),
            first
        );
        let mut again = Dice::new(5);
        assert_eq!(
            again.occasion(&["text"], &json!({ "body": "Oi", "id": "9" })),
            first
        );
    }

    #[test]
    fn chances_come_out_as_they_should_and_differ_with_the_seed() {
        let hits = |seed: u64| {
            let mut dice = Dice::new(seed);
            let occasions = (0..4_000)
                .map(|at| dice.occasion(&["text"], &json!(at)))
                .collect::<Vec<_>>();
            occasions
                .iter()
                .map(|occasion| dice.hit(*occasion, "lost", 25))
                .collect::<Vec<_>>()
        };
        let (one, other) = (hits(1), hits(2));
        assert_ne!(one, other);
        for run in [one, other] {
            let count = run.iter().filter(|hit| **hit).count();
            assert!((850..1_150).contains(&count), "{count}");
        }
    }

    #[test]
    fn nothing_and_everything_are_certain() {
        let mut dice = Dice::new(9);
        for at in 0..200 {
            let occasion = dice.occasion(&["text"], &json!(at));
            assert!(!dice.hit(occasion, "lost", 0));
            assert!(dice.hit(occasion, "lost", 100));
            assert!(dice.up_to(occasion, "late", 7) <= 7);
        }
    }
}
