//! Building the web app: Trunk with the right profile and the right tools.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command;
use crate::parts;
use crate::project::Project;
use crate::report::step;
use crate::styles;

/// How the app is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build: daily work and tests.
    Quick,
    /// Small and fast: what is shipped.
    Release,
    /// What is shipped, with `/bench` and `window.peer` for `cargo xtask bench`.
    Bench,
}

impl Profile {
    fn cargo_name(self) -> &'static str {
        match self {
            Self::Quick => "wasm-dev",
            Self::Release | Self::Bench => "wasm-release",
        }
    }

    /// The folder below `app` in cargo's target folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Bench => "wasm-bench",
            other => other.cargo_name(),
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Quick => "about 3 minutes the first time, then seconds",
            Self::Release | Self::Bench => "about 7 minutes the first time, then half a minute",
        }
    }
}

/// Builds the app and returns the folder with it.
pub fn build(project: &Project, profile: Profile) -> Result<PathBuf> {
    let folder = project.target.join("app").join(profile.folder());
    let mut trunk = project.program("trunk");
    trunk
        .args([
            "build",
            "--config",
            "Trunk.toml",
            "--cargo-profile",
            profile.cargo_name(),
            "--dist",
        ])
        .arg(&folder)
        .env("CARGO_TARGET_DIR", &project.target)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // A failed build is told by the compiler; where Trunk was when it heard of it helps nobody.
        .env_remove("RUST_BACKTRACE")
        // Trunk takes this common variable for a switch of its own and stumbles over "1".
        .env_remove("NO_COLOR");
    if profile != Profile::Quick {
        trunk.arg("--release");
    }
    parts::stand_in(project, &mut trunk, profile != Profile::Quick)?;
    if profile == Profile::Bench {
        trunk.args(["--features", "bench"]);
    }
    step("Build the web app", profile.about(), || {
        let _turn = take_turn(&folder)?;
        command::run(&mut trunk)?;
        styles::join(&folder)
    })?;
    Ok(folder)
}

/// Waits until nobody else builds into the folder: two Trunks at once would mix their files. The turn ends when the file is
/// dropped.
fn take_turn(folder: &Path) -> Result<File> {
    let path = folder.with_extension("lock");
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let file = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
    file.lock().context("the folder of the app cannot be locked")?;
    Ok(file)
}
