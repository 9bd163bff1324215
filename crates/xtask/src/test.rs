//! `cargo xtask test`: every check and every test, as CI runs them.

use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::app::{self, Profile};
use crate::command;
use crate::project::Project;
use crate::report::step;
use crate::setup::{self, Needs};

/// How many cases a property test tries with `--full`; 256 otherwise.
const FULL_CASES: &str = "4096";

/// How many seeds the randomised test tries with `--full`; 300 otherwise.
const FULL_SEEDS: &str = "3000";

/// How long each parser of recordings is fuzzed with `--full`, in seconds; a number of cases otherwise.
const FULL_FUZZ_SECONDS: &str = "600";

/// What to test.
#[derive(Args)]
pub struct Options {
    /// Takes its time: the journeys go through the app as it is shipped, property tests try more cases, the randomised
    /// test more seeds, the parsers of recordings are fuzzed for ten minutes each.
    #[arg(long)]
    full: bool,
    /// Runs only the tests whose names contain one of these, and no lints.
    filter: Vec<String>,
}

/// Runs the checks, then the tests; ends as the tests end, with their summary as the last thing said.
pub fn test(project: &Project, options: &Options) -> Result<ExitCode> {
    setup::set_up(
        project,
        Needs {
            browser: true,
            wasm_opt: options.full,
            audio_checkers: true,
        },
    )?;
    if options.filter.is_empty() {
        lint(project)?;
    }
    let app = app::build(
        project,
        if options.full {
            Profile::Release
        } else {
            Profile::Quick
        },
    )?;
    let mut runner = runner(project, &options.filter);
    runner
        .env("PERFECTCHAT_APP_DIST", app)
        .env("PERFECTCHAT_AXE", setup::axe_script(project));
    if options.full {
        runner
            .env("PROPTEST_CASES", FULL_CASES)
            .env("PERFECTCHAT_SEEDS", FULL_SEEDS)
            .env("PERFECTCHAT_FUZZ_SECONDS", FULL_FUZZ_SECONDS);
    }
    println!("▸ Run the tests (about 10 minutes the first time, then what changed)");
    let status = command::status(&mut runner)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Formatting, then the lints: of the app as the browser gets it, and of everything as it runs here.
fn lint(project: &Project) -> Result<()> {
    step("Check the formatting", "a second", || {
        command::run(project.cargo().args(["fmt", "--all", "--check"]))
    })?;
    let mut native = project.cargo();
    native.args([
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    step(
        "Look for mistakes in everything",
        "about 4 minutes the first time",
        || command::run(&mut native),
    )?;
    let mut wasm = project.cargo();
    wasm.args(["clippy", "--locked", "--target", "wasm32-unknown-unknown"])
        .args([
            "-p",
            "perfectchat",
            "-p",
            "domain",
            "-p",
            "media",
            "--",
            "-D",
            "warnings",
        ]);
    step(
        "Look for mistakes in the app for the browser",
        "about 2 minutes the first time",
        || command::run(&mut wasm),
    )
}

/// nextest where it is installed, else cargo's own.
fn runner(project: &Project, filter: &[String]) -> Command {
    let mut cargo = project.cargo();
    if command::is_on_path("cargo-nextest") {
        cargo
            .args(["nextest", "run", "--locked", "--workspace"])
            .args(filter);
    } else {
        cargo
            .args(["test", "--locked", "--workspace", "--no-fail-fast", "--"])
            .args(filter);
    }
    cargo
}
