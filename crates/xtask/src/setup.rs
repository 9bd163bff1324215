//! Setting up what a chore needs and the machine lacks.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::command;
use crate::jobs::{Job, Progress, side_by_side};
use crate::project::Project;
use crate::report::{say, step};

mod cargo_tools;
mod npm;
mod packages;
mod wasm_target;

/// What a chore needs beyond what every build of the app needs.
#[derive(Clone, Copy, Default)]
pub struct Needs {
    /// A browser with its driver, and the accessibility checker that runs in it.
    pub browser: bool,
    /// The optimiser of release builds.
    pub wasm_opt: bool,
    /// Other people's programs that look at voice notes and listen to them.
    pub audio_checkers: bool,
}

/// Installs what is missing; when nothing is, it costs less than a second.
pub fn set_up(project: &Project, needs: Needs) -> Result<()> {
    wasm_target::add_when_missing()?;
    if !is_fetched(project) {
        step("Download the crates", "1 minute the first time", || {
            command::run(project.cargo().args(["fetch", "--locked"]))
        })?;
    }
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for tool in cargo_tools::missing(project)? {
        jobs.push(Job::new(tool.label(), tool.about, move |progress| {
            tool.install(project, progress)
        }));
    }
    // Debian's package manager works for one at a time, and npm may come from there: one job for both.
    let system = packages::missing(needs);
    let npm = npm::missing(project, needs);
    if !system.is_empty() || !npm.is_empty() {
        let names: Vec<_> = system
            .iter()
            .copied()
            .chain(npm.iter().map(|package| package.name))
            .collect();
        jobs.push(Job::new(names.join(", "), "about 2 minutes", move |progress| {
            packages::install(&system, progress)?;
            npm.iter()
                .try_for_each(|package| package.install(project, progress))
        }));
    }
    if jobs.is_empty() {
        say("▸ Tools: all there");
        return Ok(());
    }
    side_by_side(jobs)
}

/// The binding generator.
pub fn wasm_bindgen(project: &Project) -> Result<PathBuf> {
    cargo_tools::program(project, "wasm-bindgen")
}

/// What splits the app into parts.
pub fn wasm_split(project: &Project) -> Result<PathBuf> {
    cargo_tools::program(project, "wasm-split-cli")
}

/// The folders of our tools, for PATH.
pub fn tool_folders(project: &Project) -> Vec<PathBuf> {
    let mut folders = cargo_tools::folders(project);
    folders.push(npm::BINARYEN.folder(project).join("node_modules/.bin"));
    folders
}

/// The folder of a broadcaster's library for Node, which benches are compared with.
pub fn node_peer(project: &Project) -> Result<PathBuf> {
    if !command::is_on_path("node") || !command::is_on_path("npm") {
        bail!("there is no Node on PATH");
    }
    let folder = npm::WS.folder(project);
    if !npm::WS.is_there(project) {
        step("Install ws", "a few seconds", || {
            npm::WS.install(project, &Progress::default())
        })?;
    }
    Ok(folder)
}

/// The accessibility checker, a script for the browser.
pub fn axe_script(project: &Project) -> PathBuf {
    npm::AXE.folder(project).join("node_modules/axe-core/axe.min.js")
}

/// Whether cargo can do without the network. Trunk is told to, so everything must be there before it starts.
fn is_fetched(project: &Project) -> bool {
    let mut fetch = project.cargo();
    command::output(fetch.args(["fetch", "--locked", "--offline", "--quiet"])).is_ok()
}
