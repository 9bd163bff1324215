//! What it costs to make a voice note of a recording, beside `ffmpeg`: whole process against whole process, each reading a file and
//! writing one.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::disallowed_methods,
    reason = "the app's bans; benches run on the machine"
)]

#[path = "../report.rs"]
#[allow(dead_code, reason = "each bench tells its own kinds of targets")]
mod report;

use media::VoiceNote;
use report::{Figures, Measure, Report, Target};
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What can go wrong is told as it is: this is a tool for developers.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The argument that makes this program the one that is measured; the recording and the note follow.
const ROLE: &str = "make-voice-note";
/// 30 seconds of speech, as Chromium records it.
const RECORDING: &str = "tests/fixtures/voice/chromium156_webm-opus_speech_30s_24k_ts1000.webm";
/// How often it is said again: 15 minutes in all.
const REPEATED: &str = "29";
const RUNS: usize = 40;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [role, recording, note] = arguments.as_slice()
        && role == ROLE
    {
        let note_of = VoiceNote::of_recording(&std::fs::read(recording)?)?;
        return Ok(std::fs::write(note, note_of.bytes)?);
    }
    measure(&Report::from_arguments())
}

fn measure(report: &Report) -> Outcome<()> {
    const NAME: &str = "voice-note-15-min";
    const FFMPEG: &str = "ffmpeg -c copy";
    if !report.wants(NAME) {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let recording = folder.path().join("recording.webm");
    let (ours, theirs) = (folder.path().join("ours.ogg"), folder.path().join("theirs.ogg"));
    let speech = Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORDING);
    let mut lengthen = ffmpeg();
    lengthen.args(["-stream_loop", REPEATED, "-i"]).arg(speech);
    if let Err(error) = run(lengthen.args(["-c", "copy"]).arg(&recording)) {
        report.skip(NAME, &format!("ffmpeg makes no recording: {error}"));
        return Ok(());
    }
    let this = std::env::current_exe()?;
    let (mut of_ours, mut of_theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        of_ours.push(run(Command::new(&this).arg(ROLE).arg(&recording).arg(&ours))?);
        of_theirs.push(run(ffmpeg()
            .arg("-i")
            .arg(&recording)
            .args(["-c", "copy"])
            .arg(&theirs))?);
    }
    let length = |file: &Path| -> Outcome<u64> {
        Ok(media::duration_ms(&std::fs::read(file)?).ok_or("a note without sound")?)
    };
    report.tell(
        &Measure::new(
            NAME,
            "WebM recording → Ogg voice note, the whole process",
            "ms",
            Figures::of(&of_ours),
        )
        .floor(FFMPEG, Figures::of(&of_theirs))
        .must(Target::times_floor(1.0, FFMPEG))
        .aim(Target::at_most(30.0))
        .note(format!(
            "{} KiB of recording, {} s in our note, {} s in ffmpeg's",
            std::fs::metadata(&recording)?.len() / 1_024,
            length(&ours)? / 1_000,
            length(&theirs)? / 1_000,
        )),
    );
    Ok(())
}

/// ffmpeg that overwrites and says nothing but what went wrong.
fn ffmpeg() -> Command {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-nostdin", "-y"]);
    ffmpeg
}

/// How long a program takes from its start to its end, in milliseconds.
fn run(program: &mut Command) -> Outcome<f64> {
    program.stdin(Stdio::null()).stdout(Stdio::null());
    let began = Instant::now();
    let status = program.status()?;
    let took = began.elapsed().as_secs_f64() * 1_000.0;
    if status.success() {
        Ok(took)
    } else {
        Err(format!("{} ended with {status}", program.get_program().display()).into())
    }
}
