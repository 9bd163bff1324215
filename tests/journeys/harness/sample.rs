//! The sample data that `cargo xtask run` serves, made by the same program.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What the program leaves.
pub struct Sample {
    /// With the database and the files.
    pub folder: TempDir,
    /// What the simulator knows.
    pub simulator: Value,
    /// What the stored secrets are encrypted with.
    pub secret_key: String,
}

impl Sample {
    /// All of it, made as of now. What ended long ago is kept in cargo's folder for tests, where nobody else uses it.
    pub fn make() -> Self {
        let folder = TempDir::new().expect("a folder for the sample data");
        let past = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample_past");
        let status = Command::new(program())
            .arg("--out")
            .arg(folder.path())
            .arg("--past")
            .arg(past)
            .stdout(Stdio::null())
            .status()
            .expect("the example demo_data is built: `cargo xtask test` does it");
        assert!(status.success(), "the sample data is made: {status}");
        let read = |name: &str| -> Value {
            let text = std::fs::read(folder.path().join(name)).expect("the sample data is whole");
            serde_json::from_slice(&text).expect("the sample data is JSON")
        };
        let simulator = read("simulator.json");
        let secret_key = read("demo.json")["secret_key"]
            .as_str()
            .expect("the key is a text")
            .to_owned();
        Self {
            folder,
            simulator,
            secret_key,
        }
    }
}

/// Cargo builds the examples with the tests, into a folder beside theirs.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a program has a place");
    let profile = test
        .parent()
        .and_then(Path::parent)
        .expect("a test lies in cargo's target folder");
    profile.join(format!("examples/demo_data{EXE_SUFFIX}"))
}
