//! Each sentence of the guide's seven numbered parts and of "Painel de informações do chat" has a journey that quotes it, above itself or
//! at the head of its file.

use super::source::{Source, assert_none, file, files, line_of, place};

const GUIDE: &str = "tests/fixtures/guide.pt-BR.txt";
/// The title that the parts begin with.
const FIRST: &str = "1. Número de telefone do remetente";
/// The title after them.
const AFTER: &str = "Mais opções #";
/// Lines that only announce the next one.
const SIGNS: [&str; 3] = ["DICA", "Opções:", "Exemplos:"];

#[test]
fn each_sentence_of_the_guide_has_a_journey() {
    let guide = file(GUIDE);
    let quoted: Vec<_> = files("tests/journeys", "rs")
        .iter()
        .flat_map(quotations)
        .collect();
    let sentences = sentences(&guide.text);
    assert!(
        sentences.len() > 40,
        "the parts are found in the guide: {sentences:?}"
    );
    let places: Vec<_> = sentences
        .into_iter()
        .filter(|(_, sentence)| {
            !quoted
                .iter()
                .any(|quoted| quoted.contains(&sentence.to_lowercase()))
        })
        .map(|(offset, sentence)| place(GUIDE, line_of(&guide.text, offset), sentence))
        .collect();
    assert_none("A journey quotes what it shows of the guide:", &places);
}

/// The sentences of the parts and where their lines begin, without what stands before and behind them.
fn sentences(guide: &str) -> Vec<(usize, &str)> {
    let (Some(from), Some(to)) = (guide.find(FIRST), guide.find(AFTER)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut offset = from;
    for line in guide[from..to].split_inclusive('\n') {
        let bare = line
            .trim()
            .trim_start_matches("1. ")
            .trim_start_matches('•')
            .trim();
        if !SIGNS.contains(&bare) {
            let parts = bare
                .split_inclusive(['.', '…'])
                .map(|part| part.trim().trim_end_matches(['.', ':']));
            found.extend(parts.filter(|part| !part.is_empty()).map(|part| (offset, part)));
        }
        offset += line.len();
    }
    found
}

/// What stands in quotation marks in a file's documentation, in small letters; nothing of a file without a journey.
fn quotations(source: &Source) -> Vec<String> {
    if !source.text.contains("#[tokio::test") {
        return Vec::new();
    }
    let mut blocks = vec![String::new()];
    for line in source.text.lines().map(str::trim) {
        let words = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        if let Some(words) = words {
            let block = blocks.last_mut().expect("one is begun");
            block.push(' ');
            block.push_str(words.trim());
        } else {
            blocks.push(String::new());
        }
    }
    let inside = |block: &String| {
        block
            .split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    blocks.iter().flat_map(inside).collect()
}
