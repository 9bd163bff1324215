//! Speech and tones for the browser's microphone, and whether what arrives sounds like it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Samples a second of everything that is compared.
const RATE: usize = 8_000;
/// Samples in a moment of the envelope: 10 ms.
const MOMENT: usize = RATE / 100;
/// How much later than the microphone the recorder may begin, in moments: one round of the file.
const MOST_LAG: usize = 250;

/// Two and a half seconds of tones of different lengths with pauses between them, for ffmpeg.
const TONES: &str =
    "aevalsrc=0.5*sin(2*PI*(400+300*floor(t/0.5))*t)*lt(mod(t\\,0.5)\\,0.15+0.05*floor(t/0.5)):d=2.5";

/// Two and a half seconds of sound, as a file that Chromium takes for its microphone.
pub struct Speech {
    wav: PathBuf,
    _folder: TempDir,
}

impl Speech {
    /// Somebody says something. Chromium reads it from its start each time that somebody asks for the microphone, again and again.
    pub fn new() -> Self {
        let spoken = "tests/fixtures/voice/source_speech_pt-BR_first2.5s.flac";
        let spoken = Path::new(env!("CARGO_MANIFEST_DIR")).join(spoken);
        Self::of(&["-i".as_ref(), spoken.as_os_str()])
    }

    /// Nobody speaks: tones.
    pub fn tones() -> Self {
        Self::of(&["-f", "lavfi", "-i", TONES].map(OsStr::new))
    }

    fn of(source: &[&OsStr]) -> Self {
        let folder = TempDir::new().expect("a folder for the sound");
        let wav = folder.path().join("sound.wav");
        let output = Command::new("ffmpeg")
            .args(["-v", "error"])
            .args(source)
            .args(["-ar", "48000", "-ac", "1", "-c:a", "pcm_s16le"])
            .arg(&wav)
            .output()
            .expect("ffmpeg is on PATH: `cargo xtask test` installs it");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        Self { wav, _folder: folder }
    }

    /// The switches of a Chromium that hears it, and that lets every page listen.
    pub fn switches(&self) -> Vec<String> {
        vec![
            "--use-fake-device-for-media-stream".to_owned(),
            "--use-fake-ui-for-media-stream".to_owned(),
            format!("--use-file-for-fake-audio-capture={}", self.wav.display()),
        ]
    }

    /// How alike a sound is to it, from −1 to 1: the correlation of how loud they are in each moment, where they fit best.
    pub fn likeness(&self, sound: &[u8]) -> f64 {
        let folder = TempDir::new().expect("a folder for the sound");
        let file = folder.path().join("sound");
        std::fs::write(&file, sound).expect("the sound can be kept");
        let heard = envelope(&decoded(&file));
        let spoken = envelope(&decoded(&self.wav));
        assert!(heard.len() > 50, "{} moments", heard.len());
        (0..MOST_LAG)
            .map(|lag| {
                let round = (0..heard.len()).map(|at| spoken[(at + lag) % spoken.len()]);
                correlation(&heard, &round.collect::<Vec<_>>())
            })
            .fold(-1.0, f64::max)
    }
}

fn decoded(file: &Path) -> Vec<f32> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(file)
        .args(["-ar", &RATE.to_string(), "-ac", "1", "-f", "f32le", "-"])
        .stderr(Stdio::inherit())
        .output()
        .expect("ffmpeg is on PATH: `cargo xtask test` installs it");
    assert!(output.status.success(), "{} can be decoded", file.display());
    output
        .stdout
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect()
}

fn envelope(samples: &[f32]) -> Vec<f64> {
    samples
        .chunks_exact(MOMENT)
        .map(|moment| {
            let energy: f64 = moment.iter().map(|one| f64::from(*one).powi(2)).sum();
            (energy / moment.len() as f64).sqrt()
        })
        .collect()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut only_a, mut only_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        both += a * b;
        only_a += a * a;
        only_b += b * b;
    }
    both / (only_a * only_b).sqrt()
}
