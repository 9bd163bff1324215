//! `cargo xtask dist`: what is copied to a server. One folder with the program and the app beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::app::{self, Profile};
use crate::command;
use crate::project::Project;
use crate::report::step;
use crate::setup::{self, Needs};

/// Writes a `.br` and a `.gz` beside every file of the app that is worth it. Node has both compressors built in.
const COMPRESS: &str = include_str!("dist/compress.mjs");

/// Builds `dist/perfectchat`.
pub fn dist(project: &Project) -> Result<()> {
    setup::set_up(
        project,
        Needs {
            browser: false,
            wasm_opt: true,
            audio_checkers: false,
        },
    )?;
    let app = app::build(project, Profile::Release)?;
    let server = build_server(project)?;
    let folder = project.root.join("dist/perfectchat");
    step("Put everything into one folder", "about 20 seconds", || {
        if folder.exists() {
            fs::remove_dir_all(&folder).context("the old folder cannot be removed")?;
        }
        copy_folder(&app, &folder.join("app"))?;
        fs::copy(&server, folder.join("perfectchat-server")).context("the server cannot be copied")?;
        let mut node = project.program("node");
        command::run(
            node.args(["--input-type=module", "--eval", COMPRESS, "--"])
                .arg(folder.join("app")),
        )
    })?;
    println!(
        "\n{} holds the server and the app: start it with PERFECTCHAT_APP_DIR=app.",
        project.spoken(&folder)
    );
    Ok(())
}

/// Builds the server as it is shipped.
pub fn build_server(project: &Project) -> Result<PathBuf> {
    let mut cargo = project.cargo();
    cargo.args([
        "build",
        "--locked",
        "--release",
        "-p",
        "server",
        "--bin",
        "perfectchat-server",
    ]);
    step("Build the server", "about 8 minutes the first time", || {
        command::run(&mut cargo)
    })?;
    Ok(project.target.join("release/perfectchat-server"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("{} cannot be written", target.display()))?;
        }
    }
    Ok(())
}
