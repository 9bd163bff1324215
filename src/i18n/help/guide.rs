//! The guide: what PerfectChat's users read, as a row of blocks that is the same in every language.
//!
//! The Portuguese one is the guide that the product was made to, word for word (`tests/fixtures/guide.pt-BR.txt`). What the product
//! had to add stands in blocks of its own ([`Block::Added`]), where WhatsApp makes the original untrue.

pub(super) mod en;
pub(super) mod es;
pub(super) mod pt_br;

/// A piece of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// What the guide is called.
    Title(&'static str),
    /// How long it takes to read.
    ReadingTime(&'static str),
    /// A chapter.
    Chapter(&'static str),
    /// A section of a chapter.
    Section(&'static str),
    /// One of the parts of the main screen; they are numbered by their order.
    Part(&'static str),
    /// A paragraph.
    Text(&'static str),
    /// A paragraph that ends in a link.
    TextTo(&'static str, Link),
    /// A point of a list.
    Point(&'static str),
    /// A hint: its heading, its text and perhaps a link at its end.
    Tip(&'static str, &'static str, Option<Link>),
    /// Something to mind: its heading and its text.
    Note(&'static str, &'static str),
    /// A sentence that is not in the original guide.
    Added(&'static str),
    /// A picture of the app, and what is to be seen on it.
    Picture(Picture, &'static str),
}

/// A way to another page of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What one clicks.
    pub words: &'static str,
    /// Where it leads.
    pub to: LinkTarget,
}

/// Where links of the guide lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// WhatsApp's 24-hour window.
    WindowPolicy,
    /// The switch "Support Agent".
    SupportAgent,
}

/// The pictures, made from the real app by `cargo xtask shots --guide`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// The whole screen.
    Screen,
    /// The entry with a text in it.
    Composer,
    /// While one records.
    Recorder,
    /// The menu of an audio, with the bin.
    Bin,
    /// The upper edge of the list: numbers and search.
    Search,
    /// The list.
    List,
    /// The upper edge of the chat: contact, number, countdown.
    Header,
    /// The panel with what is known of the contact.
    Panel,
}

impl Picture {
    /// Its name in file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Composer => "composer",
            Self::Recorder => "recorder",
            Self::Bin => "bin",
            Self::Search => "search",
            Self::List => "list",
            Self::Header => "header",
            Self::Panel => "panel",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{HelpWords, help_words};
    use super::{Block, Picture};
    use crate::i18n::{en, es, pt_br};
    use domain::entities::Stage;
    use domain::language::Language;
    use domain::outgoing_text::stage_name;
    use std::mem::discriminant;

    const STAGES: [Stage; 5] = [
        Stage::New,
        Stage::InProgress,
        Stage::Contacted,
        Stage::Qualified,
        Stage::Closed,
    ];
    const ORIGINAL: &str = include_str!("../../../tests/fixtures/guide.pt-BR.txt");

    /// What people read of a block, line by line, links within their line; nothing of what the original does not have.
    fn lines(block: &Block) -> Vec<String> {
        match *block {
            Block::Title(text)
            | Block::ReadingTime(text)
            | Block::Chapter(text)
            | Block::Section(text)
            | Block::Part(text)
            | Block::Text(text)
            | Block::Point(text) => vec![text.to_owned()],
            Block::TextTo(text, link) => vec![format!("{text}{}", link.words)],
            Block::Tip(title, text, link) => {
                let link = link.map_or("", |link| link.words);
                vec![title.to_owned(), format!("{text}{link}")]
            }
            Block::Note(title, text) => vec![title.to_owned(), text.to_owned()],
            Block::Added(_) | Block::Picture(..) => Vec::new(),
        }
    }

    /// A line without what only its former place needed: bullets, numbers of lists, anchors of headings.
    fn bare(line: &str) -> &str {
        let line = line.trim().trim_start_matches('•').trim_start();
        let digits = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let line = digits
            .strip_prefix(". ")
            .filter(|_| digits.len() < line.len())
            .unwrap_or(line);
        line.trim_end_matches('#').trim_end()
    }

    #[test]
    fn the_portuguese_guide_is_the_original_word_for_word() {
        // The original hides the product's name where it links to its own pages.
        let original = ORIGINAL.replace("@@@@", "PerfectChat");
        let original: Vec<_> = original
            .lines()
            .map(bare)
            .filter(|line| !line.is_empty())
            .collect();
        let HelpWords { blocks, feedback, .. } = help_words(Language::Portuguese);
        let mut ours: Vec<String> = blocks.iter().flat_map(lines).collect();
        ours.push(feedback.title.to_owned());
        ours.extend(feedback.moods.map(str::to_owned));
        let ours: Vec<_> = ours.iter().map(|line| bare(line)).collect();
        assert_eq!(ours, original);
    }

    #[test]
    fn every_language_has_the_same_blocks_in_the_same_order() {
        let of = |language| help_words(language).blocks;
        let original = of(Language::Portuguese);
        for language in [Language::English, Language::Spanish] {
            let blocks = of(language);
            assert_eq!(blocks.len(), original.len());
            for (ours, theirs) in blocks.iter().zip(original) {
                assert_eq!(
                    discriminant(ours),
                    discriminant(theirs),
                    "{ours:?} stands for {theirs:?}"
                );
                let link = |block: &Block| match *block {
                    Block::TextTo(_, link) | Block::Tip(_, _, Some(link)) => Some(link.to),
                    _ => None,
                };
                let picture = |block: &Block| match *block {
                    Block::Picture(picture, _) => Some(picture),
                    _ => None,
                };
                assert_eq!(link(ours), link(theirs), "{ours:?}");
                assert_eq!(picture(ours), picture(theirs), "{ours:?}");
                assert!(lines(ours).iter().all(|line| !line.trim().is_empty()), "{ours:?}");
            }
        }
    }

    #[test]
    fn the_guide_calls_things_as_the_screen_does() {
        for (language, messages) in [
            (Language::Portuguese, &pt_br::MESSAGES),
            (Language::English, &en::MESSAGES),
            (Language::Spanish, &es::MESSAGES),
        ] {
            let read: Vec<String> = help_words(language).blocks.iter().flat_map(lines).collect();
            let (contact, setup) = (&messages.contact, &messages.setup);
            let mut labels = vec![
                messages.message_placeholder,
                contact.title,
                contact.details,
                contact.stage,
                contact.source,
                contact.groups,
                contact.notes,
                messages.search.in_conversation,
            ];
            labels.extend(STAGES.map(|stage| stage_name(stage, language)));
            for label in labels {
                assert!(read.iter().any(|line| line == label), "{label}");
            }
            let parts = [
                format!("{}: ", contact.name),
                format!("{}: ", contact.phone),
                format!("{}: ", contact.created),
                format!("{}: ", contact.last_activity),
                format!("{} → ", setup.setup),
                format!("{} → ", setup.app_settings),
                messages.learn_more.to_owned(),
            ];
            for part in parts {
                assert!(read.iter().any(|line| line.contains(&part)), "{part}");
            }
        }
    }

    #[test]
    fn what_is_read_is_translated() {
        let of = |language| help_words(language).blocks.iter();
        // Names, examples and symbols are the same everywhere.
        let is_sentence = |text: &str| text.ends_with('.') && text.split_whitespace().count() > 3;
        for (portuguese, (english, spanish)) in
            of(Language::Portuguese).zip(of(Language::English).zip(of(Language::Spanish)))
        {
            for text in lines(portuguese).iter().filter(|text| is_sentence(text)) {
                for other in [english, spanish] {
                    assert!(!lines(other).contains(text), "not translated: {text}");
                }
            }
        }
    }

    #[test]
    fn every_picture_stands_in_the_guide_once_and_in_order() {
        let pictures: Vec<_> = help_words(Language::Portuguese)
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Picture(picture, _) => Some(*picture),
                _ => None,
            })
            .collect();
        let names: Vec<_> = pictures.into_iter().map(Picture::name).collect();
        let expected = [
            "screen", "composer", "recorder", "bin", "search", "list", "header", "panel",
        ];
        assert_eq!(names, expected);
    }
}
