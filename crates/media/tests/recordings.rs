//! Real recordings of three browsers become voice notes.
//!
//! The checkers are other people's programs: `opusinfo` and `ffprobe` must find nothing to complain about, and `ffmpeg` must hear in the
//! note what it hears in the recording.
#![allow(clippy::unwrap_used, reason = "tests")]

use media::{RecordingError, VoiceNote, opus_track};
use proptest::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a player may cut off or add unheard: one packet of Chromium's.
const TOLERANCE_MS: u64 = 60;

struct Fixture {
    name: String,
    bytes: Vec<u8>,
    /// How long `ffmpeg` hears it, in milliseconds.
    decoded_ms: u64,
    /// Where the browser's chunks ended.
    chunk_ends: Vec<usize>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/voice")
}

fn fixtures(is_wanted: impl Fn(&Value) -> bool) -> Vec<Fixture> {
    let manifest = std::fs::read(folder().join("manifest.json")).unwrap();
    let manifest: Vec<Value> = serde_json::from_slice(&manifest).unwrap();
    let wanted = manifest.iter().filter(|entry| is_wanted(entry));
    wanted
        .map(|entry| {
            let name = entry["file"].as_str().unwrap().to_owned();
            let mut end = 0;
            let chunks = entry["chunk_bytes"].as_array().unwrap();
            Fixture {
                bytes: std::fs::read(folder().join(&name)).unwrap(),
                decoded_ms: (entry["decoded_s"].as_f64().unwrap() * 1_000.0).round() as u64,
                chunk_ends: chunks
                    .iter()
                    .map(|bytes| {
                        end += bytes.as_u64().unwrap() as usize;
                        end
                    })
                    .collect(),
                name,
            }
        })
        .collect()
}

fn is_sound_mono_opus(entry: &Value) -> bool {
    entry["codec"] == "opus" && entry["channels"] == 1 && !entry["file"].as_str().unwrap().contains("BROKEN")
}

fn packets(file: &[u8]) -> Vec<Vec<u8>> {
    let track = opus_track(file).unwrap();
    track
        .packets
        .into_iter()
        .map(|packet| packet.into_owned())
        .collect()
}

/// What a program prints on both outputs; it must end well.
fn printed(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = output_of(Command::new(program).args(arguments).arg(file));
    let text = [output.stdout, output.stderr].map(|part| String::from_utf8_lossy(&part).into_owned());
    assert!(
        output.status.success(),
        "{program} on {}: {text:?}",
        file.display()
    );
    text.concat()
}

/// What a checker tells. Without one this cannot be tested, and passing it over would look like a pass.
fn output_of(checker: &mut Command) -> Output {
    checker.output().unwrap_or_else(|error| {
        panic!(
            "{} does not start ({error}): `cargo xtask test` installs it, or `apt-get install ffmpeg opus-tools`",
            checker.get_program().display()
        )
    })
}

/// The sound of a file at 48 kHz, one channel.
fn decoded(file: &Path) -> Vec<i16> {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-i"]).arg(file);
    let output = output_of(ffmpeg.args(["-f", "s16le", "-ac", "1", "-ar", "48000", "-"]));
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let pairs = output.stdout.chunks_exact(2);
    pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

#[test]
fn sound_mono_opus_becomes_a_voice_note_with_the_same_packets_and_the_right_length() {
    let fixtures = fixtures(is_sound_mono_opus);
    assert_eq!(fixtures.len(), 28);
    for fixture in fixtures {
        let note = VoiceNote::of_recording(&fixture.bytes).unwrap();
        assert!(
            note.duration_ms.abs_diff(fixture.decoded_ms) <= TOLERANCE_MS,
            "{}: {} ms for {} ms",
            fixture.name,
            note.duration_ms,
            fixture.decoded_ms
        );
        assert_eq!(packets(&note.bytes), packets(&fixture.bytes), "{}", fixture.name);
        // What is a voice note already stays one.
        let again = VoiceNote::of_recording(&note.bytes).unwrap();
        assert_eq!(again, note, "{}", fixture.name);
    }
}

#[test]
fn checkers_find_nothing_wrong_and_hear_the_same() {
    let scratch = tempfile::tempdir().unwrap();
    for fixture in fixtures(is_sound_mono_opus) {
        let name = &fixture.name;
        let note = VoiceNote::of_recording(&fixture.bytes).unwrap();
        let file = scratch.path().join("voice-note.ogg");
        std::fs::write(&file, &note.bytes).unwrap();

        let told = printed("opusinfo", &[], &file);
        assert!(
            !told.contains("WARNING") && !told.contains("ERROR"),
            "{name}: {told}"
        );
        assert!(told.contains("Channels: 1"), "{name}: {told}");
        let shape = [
            "-v",
            "error",
            "-show_entries",
            "stream=codec_name,channels,sample_rate",
            "-of",
            "csv=p=0",
        ];
        assert_eq!(printed("ffprobe", &shape, &file).trim(), "opus,48000,1", "{name}");

        let (original, ours) = (decoded(&folder().join(name)), decoded(&file));
        assert!(
            (original.len() as u64).abs_diff(ours.len() as u64) <= TOLERANCE_MS * 48,
            "{name}: {} and {} samples",
            original.len(),
            ours.len()
        );
        // A pre-skip that was mended takes the encoder's own delay off the start.
        let told_pre_skip = opus_track(&fixture.bytes).unwrap().head.pre_skip;
        let used_pre_skip = opus_track(&note.bytes).unwrap().head.pre_skip;
        let delay = usize::from(used_pre_skip - told_pre_skip);
        let heard = ours.len().min(original.len() - delay);
        assert!(
            original[delay..delay + heard] == ours[..heard],
            "{name} sounds different"
        );
    }
}

/// What becomes of everything else. Nothing of it can be made a voice note without encoding anew.
#[test]
fn the_other_recordings_are_refused_by_name() {
    use RecordingError::{NoSound, NotMono, NotOpus};
    let expected = [
        (
            "chromium156_webm-opus_tones-mono_raw-2ch.webm",
            NotMono { channels: 2 },
        ),
        (
            "chromium156_webm-opus_tones-stereo_raw-2ch.webm",
            NotMono { channels: 2 },
        ),
        ("firefox153_ogg-opus_tones-stereo.ogg", NotMono { channels: 2 }),
        ("webkitgtk2.50_mp4-aac_mock_2s_ts250.mp4", NotOpus),
        ("webkitgtk2.50_mp4-aac_speech_2s.mp4", NotOpus),
        ("webkitgtk2.50_mp4-aac_speech_2s_ts250.mp4", NotOpus),
        ("webkitgtk2.50_mp4-aac_speech_0.3s.mp4", NotOpus),
        ("webkitgtk2.50_mp4-aac_speech_30s_32k_ts1000.mp4", NotOpus),
        ("webkitgtk2.50_mp4-aac_tones-mono.mp4", NotOpus),
        ("webkitgtk2.50_mp4-aac_tones-stereo.mp4", NotOpus),
        ("webkitgtk2.50-gst1.22mux_BROKEN_mp4-aac_speech_2s.mp4", NotOpus),
        (
            "webkitgtk2.50-gst1.22mux_BROKEN_mp4-aac_speech_2s_second-half-lost.mp4",
            NotOpus,
        ),
        (
            "webkitgtk2.50-gst1.22mux_BROKEN_mp4-aac_speech_0.3s_header-only.mp4",
            NotOpus,
        ),
    ];
    let others = fixtures(|entry| !is_sound_mono_opus(entry));
    assert_eq!(others.len(), expected.len() + 1);
    for (name, error) in expected {
        let fixture = others.iter().find(|fixture| fixture.name == name).unwrap();
        assert_eq!(VoiceNote::of_recording(&fixture.bytes), Err(error), "{name}");
    }
    let nothing = others.iter().map(|fixture| fixture.name.as_str());
    assert_eq!(
        nothing
            .filter(|name| expected.iter().all(|(other, _)| other != name))
            .collect::<Vec<_>>(),
        ["webkitgtk2.50-gst1.22mux_BROKEN_mp4-opus_speech_2s.mp4"]
    );
    let header_only = &opus_in_webm()[..60];
    assert_eq!(VoiceNote::of_recording(header_only), Err(NoSound));
}

/// Debian's muxer wrote the last fragment's description twice: the sound is whole all the same, and nothing of it is heard twice.
#[test]
fn a_fragment_described_twice_is_heard_once() {
    let bytes =
        std::fs::read(folder().join("webkitgtk2.50-gst1.22mux_BROKEN_mp4-opus_speech_2s.mp4")).unwrap();
    let note = VoiceNote::of_recording(&bytes).unwrap();
    assert!(
        note.duration_ms.abs_diff(1_973) <= TOLERANCE_MS,
        "{} ms",
        note.duration_ms
    );
    let packets = packets(&bytes);
    let doubled = packets
        .windows(2)
        .filter(|pair| pair[0] == pair[1] && pair[0].len() > 3)
        .count();
    assert_eq!(doubled, 0);
}

#[test]
fn a_recording_cut_at_a_chunk_keeps_every_whole_packet() {
    for fixture in fixtures(is_sound_mono_opus) {
        let whole = packets(&fixture.bytes);
        for end in fixture.chunk_ends.iter().copied().filter(|end| *end > 0) {
            let Ok(track) = opus_track(&fixture.bytes[..end]) else {
                // Before the head is complete there is nothing to keep.
                assert!(end < 900, "{} cut at {end}", fixture.name);
                continue;
            };
            let kept: usize = track.packets.iter().map(|packet| packet.len()).sum();
            assert!(
                whole
                    .iter()
                    .zip(&track.packets)
                    .all(|(one, other)| **one == **other),
                "{} cut at {end}",
                fixture.name
            );
            // What is lost is one packet and its wrapping, or, in MP4 and Ogg, a fragment or a page.
            let is_webm = fixture.name.ends_with(".webm");
            let overhead = end - kept;
            assert!(
                !is_webm || overhead < 1_200 + whole.len() * 12,
                "{} cut at {end}: {overhead}",
                fixture.name
            );
        }
    }
}

#[test]
fn what_is_no_recording_says_so() {
    use RecordingError::{Broken, NoSound, NotARecording, NotOpus};
    // A WebM whose tracks claim a size of 2^56 bytes, an MP4 box that claims 2^64, an Ogg whose first packet is Vorbis.
    let huge_webm = b"\x1A\x45\xDF\xA3\x80\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFE\xEC\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFE";
    let huge_mp4 = b"\0\0\0\x10ftypiso5\0\0\0\0\0\0\0\x01moov\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    let cases: [(&str, &[u8], RecordingError); 7] = [
        ("nothing", b"", NotARecording),
        ("text", b"Bom dia, tudo bem?", NotARecording),
        ("text with the name of WebM", b"\x1A\x45\xDF\xA3 Bom dia", NoSound),
        ("a WebM with a huge element", huge_webm, NoSound),
        ("an MP4 with a huge box", huge_mp4, NoSound),
        ("an Ogg of nothing", b"OggS", NoSound),
        ("an MP3", b"ID3\x04\0\0\0\0\0\0", NotARecording),
    ];
    for (what, bytes, error) in cases {
        assert_eq!(VoiceNote::of_recording(bytes), Err(error), "{what}");
    }
    let mut headless = opus_in_webm();
    let head = headless
        .windows(8)
        .position(|window| window == b"OpusHead")
        .unwrap();
    headless[head] = b'o';
    assert_eq!(VoiceNote::of_recording(&headless), Err(Broken));
    let codec = headless
        .windows(6)
        .position(|window| window == b"A_OPUS")
        .unwrap();
    headless[codec..codec + 6].copy_from_slice(b"A_FLAC");
    assert_eq!(VoiceNote::of_recording(&headless), Err(NotOpus));
}

fn opus_in_webm() -> Vec<u8> {
    std::fs::read(folder().join("chromium156_webm-opus_speech_0.3s_24k_ts250.webm")).unwrap()
}

fn small_recordings() -> Vec<Vec<u8>> {
    [
        "chromium156_webm-opus_speech_0.3s_24k_ts250.webm",
        "firefox153_webm-opus_speech_0.3s_24k_ts250.webm",
        "firefox153_ogg-opus_speech_2s_24k_ts250.ogg",
        "webkitgtk2.50_mp4-opus_speech_0.3s_24k.mp4",
        "webkitgtk2.50_mp4-aac_speech_0.3s.mp4",
    ]
    .map(|name| std::fs::read(folder().join(name)).unwrap())
    .into()
}

proptest! {
    /// A reader may find less than there was, but it answers, and what it makes is sound.
    #[test]
    fn damaged_recordings_never_panic_and_make_sound_notes_or_none(
        which in 0usize..5,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = small_recordings().swap_remove(which);
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(note) = VoiceNote::of_recording(&bytes) {
            prop_assert_eq!(VoiceNote::of_recording(&note.bytes), Ok(note));
        }
    }

    /// Chromium ends chunks anywhere, even within an element's head.
    #[test]
    fn a_webm_cut_anywhere_gives_the_beginning_of_its_packets(cut in any::<prop::sample::Index>()) {
        let bytes = opus_in_webm();
        let whole = packets(&bytes);
        if let Ok(track) = opus_track(&bytes[..cut.index(bytes.len())]) {
            prop_assert!(whole.iter().zip(&track.packets).all(|(one, other)| **one == **other));
            prop_assert!(track.packets.len() <= whole.len());
        }
    }
}
