//! Reads the Opus track of a WebM file, as browsers record it. Source: RFC 8794 (EBML) and RFC 9559 (Matroska).
//!
//! A recording that was not finished properly is a normal case: sizes are unknown, times are uneven, the file ends anywhere.
//! So the reader walks elements in a flat line: a container is entered by stepping over its header, never left by its size,
//! and what is whole is kept. Times are ignored: a packet says itself how long it sounds.

use crate::opus_packet::OpusHead;
use crate::recording::{OpusTrack, RecordingError};
use std::borrow::Cow;

const SEGMENT: u32 = 0x1853_8067;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK_ENTRY: u32 = 0xAE;
const CLUSTER: u32 = 0x1F43_B675;
const BLOCK_GROUP: u32 = 0xA0;

const TRACK_NUMBER: u32 = 0xD7;
const CODEC_ID: u32 = 0x86;
const CODEC_PRIVATE: u32 = 0x63A2;
const CODEC_DELAY: u32 = 0x56AA;
const SIMPLE_BLOCK: u32 = 0xA3;
const BLOCK: u32 = 0xA1;
const DISCARD_PADDING: u32 = 0x75A2;

/// One track as its entry tells it.
#[derive(Default)]
struct Entry<'a> {
    number: u64,
    codec: &'a [u8],
    private: &'a [u8],
    delay_ns: u64,
}

/// Reads the first Opus track.
///
/// # Errors
/// [`RecordingError::NotOpus`] when there are tracks but none of Opus, [`RecordingError::NoSound`] when the file ends before the
/// tracks are told, [`RecordingError::Broken`] when the track's head cannot be read.
pub fn read(file: &[u8]) -> Result<OpusTrack<'_>, RecordingError> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut blocks: Vec<&[u8]> = Vec::new();
    let mut padding_ns = 0;
    let mut rest = file;
    while let Some((element, after)) = next_element(rest) {
        rest = after;
        let Element { id, content } = element;
        match id {
            TRACK_ENTRY => entries.push(Entry::default()),
            SIMPLE_BLOCK | BLOCK => {
                blocks.push(content);
                // Only the last block's counts.
                padding_ns = 0;
            }
            DISCARD_PADDING => padding_ns = signed(content).max(0).unsigned_abs(),
            _ => {
                if let Some(entry) = entries.last_mut() {
                    match id {
                        TRACK_NUMBER => entry.number = unsigned(content),
                        CODEC_ID => entry.codec = content,
                        CODEC_PRIVATE => entry.private = content,
                        CODEC_DELAY => entry.delay_ns = unsigned(content),
                        _ => {}
                    }
                }
            }
        }
    }
    let track = entries
        .iter()
        .find(|entry| entry.codec == b"A_OPUS")
        .ok_or(if entries.is_empty() {
            RecordingError::NoSound
        } else {
            RecordingError::NotOpus
        })?;
    let mut head = OpusHead::parse(track.private).ok_or(RecordingError::Broken)?;
    if head.pre_skip == 0 {
        head.pre_skip = u16::try_from(samples_of_ns(track.delay_ns)).unwrap_or(0);
    }
    let mut packets = Vec::new();
    for block in blocks {
        frames_of(block, track.number, &mut packets);
    }
    Ok(OpusTrack {
        head,
        packets,
        end_trim: samples_of_ns(padding_ns),
    })
}

struct Element<'a> {
    id: u32,
    /// Empty for a container: its parts come next in the line.
    content: &'a [u8],
}

/// The next element and what comes after it; `None` where the file ends, in the middle of an element or not.
fn next_element(rest: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let id_length = rest.first()?.leading_zeros() as usize + 1;
    if id_length > 4 {
        return None;
    }
    let id = rest
        .get(..id_length)?
        .iter()
        .fold(0, |id, byte| id << 8 | u32::from(*byte));
    let (size, size_length) = variable_size(rest.get(id_length..)?)?;
    let content = &rest[id_length + size_length..];
    if matches!(id, SEGMENT | TRACKS | TRACK_ENTRY | CLUSTER | BLOCK_GROUP) {
        return Some((Element { id, content: &[] }, content));
    }
    let size = usize::try_from(size?).ok()?;
    let (content, after) = content.split_at_checked(size)?;
    Some((Element { id, content }, after))
}

/// A size and how many bytes tell it; the size is `None` when it is not known (all bits set).
fn variable_size(bytes: &[u8]) -> Option<(Option<u64>, usize)> {
    let first = *bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    if length > 8 {
        return None;
    }
    let told = bytes.get(..length)?;
    let value = told
        .iter()
        .fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    let mask = (1u64 << (7 * length)) - 1;
    let value = value & mask;
    Some(((value != mask).then_some(value), length))
}

fn unsigned(content: &[u8]) -> u64 {
    content
        .iter()
        .take(8)
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}

fn signed(content: &[u8]) -> i64 {
    let is_negative = content.first().is_some_and(|first| first & 0x80 != 0);
    content
        .iter()
        .take(8)
        .fold(if is_negative { -1 } else { 0 }, |value, byte| {
            value << 8 | i64::from(*byte)
        })
}

fn samples_of_ns(ns: u64) -> u64 {
    (u128::from(ns) * 48)
        .div_ceil(1_000_000)
        .try_into()
        .unwrap_or(u64::MAX)
}

/// Adds a block's frames if it is of this track. What its lacing tells wrongly is left out.
fn frames_of<'a>(block: &'a [u8], track: u64, packets: &mut Vec<Cow<'a, [u8]>>) {
    let Some((Some(number), length)) = variable_size(block) else {
        return;
    };
    // Two bytes of time and one of flags follow.
    let (Some(flags), Some(content)) = (block.get(length + 2), block.get(length + 3..)) else {
        return;
    };
    if number != track {
        return;
    }
    let sizes = match flags & 0x06 {
        0 => Some((Vec::new(), content)),
        0x02 => xiph_sizes(content),
        0x04 => fixed_sizes(content),
        _ => ebml_sizes(content),
    };
    let Some((sizes, mut rest)) = sizes else {
        return;
    };
    for size in sizes {
        let Some((frame, after)) = rest.split_at_checked(size) else {
            return;
        };
        packets.push(Cow::Borrowed(frame));
        rest = after;
    }
    packets.push(Cow::Borrowed(rest));
}

/// Sizes of all frames but the last, and the frames.
type Laced<'a> = Option<(Vec<usize>, &'a [u8])>;

fn xiph_sizes(content: &[u8]) -> Laced<'_> {
    let (count, mut rest) = content.split_first()?;
    let mut sizes = Vec::new();
    for _ in 0..*count {
        let mut size = 0;
        loop {
            let (part, after) = rest.split_first()?;
            rest = after;
            size += usize::from(*part);
            if *part < 255 {
                break;
            }
        }
        sizes.push(size);
    }
    Some((sizes, rest))
}

fn fixed_sizes(content: &[u8]) -> Laced<'_> {
    let (count, rest) = content.split_first()?;
    let frames = usize::from(*count) + 1;
    (rest.len() % frames == 0).then(|| (vec![rest.len() / frames; frames - 1], rest))
}

fn ebml_sizes(content: &[u8]) -> Laced<'_> {
    let (count, mut rest) = content.split_first()?;
    let mut sizes = Vec::new();
    let mut last = 0i64;
    for index in 0..*count {
        let (value, length) = variable_size(rest)?;
        let value = i64::try_from(value?).ok()?;
        rest = &rest[length..];
        last = if index == 0 {
            value
        } else {
            // Later sizes are differences, told around the middle of their range.
            let middle = (1i64 << (7 * length - 1)) - 1;
            last.checked_add(value - middle)?
        };
        sizes.push(usize::try_from(last).ok()?);
    }
    Some((sizes, rest))
}
