//! `cargo xtask`: every chore of the project. Each one sets up what it lacks, says what it does and how long that takes,
//! and skips what is already there, so the second run is quick.
//!
//! It imports no other package of the project: it starts programs.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod app;
mod bench;
mod command;
mod demo;
mod dist;
mod jobs;
mod parts;
mod project;
mod report;
mod run;
mod services;
mod setup;
mod shots;
mod styles;
mod test;

use project::Project;

/// The chores of PerfectChat.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds everything and starts PerfectChat with sample conversations and simulated customers' phones.
    Run(run::Options),
    /// Runs every check and every test.
    Test(test::Options),
    /// Measures what the project has set itself, beside floors measured in the same run.
    Bench(bench::Options),
    /// Takes pictures of every screen and state from the sample data, to be looked at.
    Shots(shots::Options),
    /// Builds what is shipped: one folder with the server and the compressed web app.
    Dist,
}

fn main() -> ExitCode {
    let result = if parts::is_asked_for() {
        parts::run().map(|()| ExitCode::SUCCESS)
    } else {
        carry_out(Arguments::parse().chore)
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(chore: Chore) -> anyhow::Result<ExitCode> {
    let project = Project::find()?;
    match chore {
        Chore::Run(options) => run::run(&project, &options).map(|()| ExitCode::SUCCESS),
        Chore::Test(options) => test::test(&project, &options),
        Chore::Bench(options) => bench::bench(&project, &options).map(|()| ExitCode::SUCCESS),
        Chore::Shots(options) => shots::shots(&project, &options).map(|()| ExitCode::SUCCESS),
        Chore::Dist => dist::dist(&project).map(|()| ExitCode::SUCCESS),
    }
}
