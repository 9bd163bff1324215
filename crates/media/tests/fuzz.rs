//! Damaged recordings by chance, for each parser: whatever the bytes are, it answers; what it makes is sound, and not much larger than
//! what it was given.
//!
//! A run is a number of cases, so that it is the same everywhere; `PERFECTCHAT_FUZZ_SECONDS` makes it a length of time, with other cases
//! each second. A case that fails tells its number, and `PERFECTCHAT_FUZZ_CASE` repeats that one alone.
#![allow(clippy::unwrap_used, reason = "tests")]

use media::{VoiceNote, duration_ms, opus_track, sniff};
use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

/// A few seconds in a build that is not optimised.
const CASES: u64 = 6_000;

#[test]
fn webm_never_panics() {
    fuzz(".webm", |_| {});
}

#[test]
fn fragmented_mp4_never_panics() {
    fuzz(".mp4", |_| {});
}

#[test]
fn ogg_never_panics() {
    // Pages with a wrong checksum are left out at once: most cases get right ones.
    fuzz(".ogg", mend_checksums);
}

/// Damages recordings of one container. `mend` puts right what would hide the damage.
fn fuzz(ending: &str, mend: fn(&mut [u8])) {
    let recordings = recordings(ending);
    if let Some(case) = number("PERFECTCHAT_FUZZ_CASE") {
        try_case(&recordings, case, mend);
        return;
    }
    let time = number("PERFECTCHAT_FUZZ_SECONDS").map(Duration::from_secs);
    let (began, mut case) = (Instant::now(), 0);
    while time.map_or(case < CASES, |time| began.elapsed() < time) {
        let outcome = catch_unwind(|| try_case(&recordings, case, mend));
        assert!(
            outcome.is_ok(),
            "case {case} of {ending} failed: PERFECTCHAT_FUZZ_CASE={case} repeats it"
        );
        case += 1;
    }
    println!("{case} cases of {ending}");
}

fn try_case(recordings: &[Vec<u8>], case: u64, mend: fn(&mut [u8])) {
    let mut dice = Dice::new(case);
    let mut bytes = dice.pick(recordings).clone();
    for _ in 0..=dice.below(6) {
        damage(&mut bytes, recordings, &mut dice);
    }
    // A file that is not looked into shows nothing.
    let start = &recordings[0][..recordings[0].len().min(4)];
    if bytes.len() >= 8 && dice.below(16) > 0 && sniff(&bytes).is_none() {
        let at = if start == b"OggS" || start[0] == 0x1A {
            0
        } else {
            4
        };
        let magic: &[u8] = if at == 4 { b"ftyp" } else { start };
        bytes[at..at + 4].copy_from_slice(magic);
    }
    if dice.below(8) > 0 {
        mend(&mut bytes);
    }
    check(&bytes);
}

/// What must hold whatever the bytes are.
fn check(bytes: &[u8]) {
    let told = duration_ms(bytes);
    if let Ok(track) = opus_track(bytes) {
        let kept: usize = track.packets.iter().map(|packet| packet.len()).sum();
        assert!(kept <= bytes.len(), "{kept} bytes of packets in {}", bytes.len());
        assert_eq!(track.duration_ms(), told);
    }
    let Ok(note) = VoiceNote::of_recording(bytes) else {
        return;
    };
    // Many tiny packets need many pages.
    assert!(note.bytes.len() <= 8 * bytes.len() + 4_096);
    assert_eq!(duration_ms(&note.bytes), Some(note.duration_ms));
    assert_eq!(VoiceNote::of_recording(&note.bytes).as_ref(), Ok(&note));
}

/// One thing that goes wrong with a file.
fn damage(bytes: &mut Vec<u8>, recordings: &[Vec<u8>], dice: &mut Dice) {
    if bytes.is_empty() {
        return;
    }
    let at = dice.below(bytes.len());
    let most = 1 << dice.below(13);
    let length = dice.below(most).min(bytes.len() - at);
    match dice.below(9) {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << dice.below(8),
        2 => bytes[at] = dice.next() as u8,
        // Sizes and counts that people get wrong first.
        3 => {
            let size = *dice.pick(&[0, 1, 7, 8, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF_u32]);
            let room = bytes.len() - at;
            bytes[at..at + room.min(4)].copy_from_slice(&size.to_be_bytes()[..room.min(4)]);
        }
        4 => bytes[at..at + length].fill(*dice.pick(&[0, 0xFF])),
        5 => drop(bytes.drain(at..at + length)),
        6 => {
            let again = bytes[at..at + length].to_vec();
            let to = dice.below(bytes.len());
            bytes.splice(to..to, again);
        }
        7 => {
            let other = dice.pick(recordings);
            let from = dice.below(other.len());
            let part = other[from..(from + length).min(other.len())].to_vec();
            bytes.splice(at..at, part);
        }
        // The heads are small and decide the most.
        _ => {
            let head = dice.below(bytes.len().min(700));
            bytes[head] = dice.next() as u8;
        }
    }
}

/// The short recordings of a container: damage in them is near to what decides.
fn recordings(ending: &str) -> Vec<Vec<u8>> {
    const LARGEST: usize = 64 * 1_024;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/voice");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    let all = files.iter().map(|path| std::fs::read(path).unwrap());
    let recordings: Vec<_> = all.filter(|bytes| bytes.len() <= LARGEST).collect();
    assert!(recordings.len() > 2, "there are recordings of {ending}");
    recordings
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Gives every page of an Ogg file the checksum of what is in it now. RFC 3533 §6: CRC-32 of 0x04C11DB7, from 0, not reflected.
fn mend_checksums(file: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = file[at..].windows(4).position(|window| window == b"OggS") {
        let page = at + found;
        at = page + 4;
        let Some(count) = file.get(page + 26).map(|count| usize::from(*count)) else {
            return;
        };
        let Some(segments) = file.get(page + 27..page + 27 + count) else {
            return;
        };
        let content: usize = segments.iter().map(|segment| usize::from(*segment)).sum();
        let end = page + 27 + count + content;
        if end > file.len() {
            return;
        }
        file[page + 22..page + 26].fill(0);
        let sum = checksum(&file[page..end]);
        file[page + 22..page + 26].copy_from_slice(&sum.to_le_bytes());
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum, _| {
            if sum & 0x8000_0000 == 0 {
                sum << 1
            } else {
                sum << 1 ^ 0x04C1_1DB7
            }
        })
    })
}

/// Numbers by chance that are the same for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, sides: usize) -> usize {
        (self.next() % sides as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

#[test]
fn checksums_are_those_that_recorders_write() {
    for recording in recordings(".ogg") {
        let mut mended = recording.clone();
        mend_checksums(&mut mended);
        assert!(mended == recording);
    }
}
