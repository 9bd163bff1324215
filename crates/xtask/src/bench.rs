//! `cargo xtask bench`: every measure, taken from optimised programs, one line each.

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;

use crate::app::{self, Profile};
use crate::command;
use crate::dist;
use crate::project::Project;
use crate::report::{self, say, step};
use crate::setup::{self, Needs};

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Writes one JSON object a measure to the standard output, and all else to the standard error.
    #[arg(long)]
    json: bool,
    /// Takes only the measures whose names contain one of these; `server`, `app` and `media` stand for all of theirs.
    names: Vec<String>,
}

/// Builds, then runs each bench target. A missed target is told, not failed.
pub fn bench(project: &Project, options: &Options) -> Result<()> {
    if options.json {
        report::talk_to_machines();
    }
    setup::set_up(
        project,
        Needs {
            browser: true,
            wasm_opt: true,
            audio_checkers: true,
        },
    )?;
    let ws = match setup::node_peer(project) {
        Ok(folder) => Some(folder),
        Err(error) => {
            say(&format!("▸ The broadcaster on Node is left out: {error:#}"));
            None
        }
    };
    let kept = project.target.join("bench");
    let targets = bench_targets(project)?;
    let (chosen, names): (Vec<_>, Vec<_>) = options.names.iter().partition(|name| targets.contains(name));
    for target in targets {
        if !chosen.is_empty() && !chosen.contains(&&target) {
            continue;
        }
        let mut build = project.cargo();
        build.args([
            "bench",
            "--locked",
            "-p",
            "perfectchat",
            "--no-run",
            "--bench",
            &target,
        ]);
        step(
            &format!("Build the bench {target}"),
            "about 8 minutes the first time, then seconds",
            || command::run(&mut build),
        )?;
        let mut run = project.cargo();
        run.args([
            "bench",
            "--locked",
            "--quiet",
            "-p",
            "perfectchat",
            "--bench",
            &target,
            "--",
        ])
        .args(options.json.then_some("--json"))
        .args(&names)
        .env("PERFECTCHAT_BENCH_KEPT", &kept);
        if let Some(ws) = &ws {
            run.env("PERFECTCHAT_BENCH_WS", ws);
        }
        if target == "server" {
            run.env("PERFECTCHAT_SERVER", dist::build_server(project)?);
        }
        if target == "app" {
            run.env("PERFECTCHAT_APP_RELEASE", app::build(project, Profile::Release)?)
                .env("PERFECTCHAT_APP_BENCH", app::build(project, Profile::Bench)?);
        }
        say(&format!("▸ Measure: {target}"));
        command::run(&mut run)?;
    }
    Ok(())
}

/// The bench targets of the root package, as its Cargo.toml names them.
fn bench_targets(project: &Project) -> Result<Vec<String>> {
    let mut metadata = project.cargo();
    metadata.args(["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&command::output(&mut metadata)?)?;
    targets_of(&metadata).context("cargo metadata does not name the root package")
}

fn targets_of(metadata: &Value) -> Option<Vec<String>> {
    let packages = metadata["packages"].as_array()?;
    let root = packages.iter().find(|package| package["name"] == "perfectchat")?;
    let targets = root["targets"].as_array()?.iter();
    // Shots are pictures, not figures; they have a chore of their own.
    let benches = targets.filter(|target| target["kind"][0] == "bench" && target["name"] != "shots");
    Some(
        benches
            .filter_map(|bench| bench["name"].as_str().map(ToOwned::to_owned))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bench_targets_are_those_of_the_root_package() {
        let metadata = json!({ "packages": [
            { "name": "domain", "targets": [{ "kind": ["bench"], "name": "rules" }] },
            { "name": "perfectchat", "targets": [
                { "kind": ["lib"], "name": "perfectchat" },
                { "kind": ["bench"], "name": "server" },
                { "kind": ["bench"], "name": "app" },
                { "kind": ["bench"], "name": "shots" },
            ] },
        ] });
        assert_eq!(
            targets_of(&metadata),
            Some(vec!["server".to_owned(), "app".to_owned()])
        );
    }
}
