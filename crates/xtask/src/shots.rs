//! `cargo xtask shots`: pictures of every screen and state from the sample data, to be looked at.

use std::fs;

use anyhow::{Context, Result};
use clap::Args;

use crate::app::{self, Profile};
use crate::command;
use crate::demo;
use crate::project::Project;
use crate::report::step;
use crate::setup::{self, Needs};

/// Which pictures.
#[derive(Args)]
pub struct Options {
    /// Those of the guide inside the app, in each language, light and dark, into `public/guide`.
    #[arg(long)]
    guide: bool,
}

/// Builds what is needed and takes the pictures.
pub fn shots(project: &Project, options: &Options) -> Result<()> {
    setup::set_up(
        project,
        Needs {
            browser: true,
            wasm_opt: false,
            audio_checkers: false,
        },
    )?;
    let app = app::build(project, Profile::Quick)?;
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--package", "perfectchat"]);
    cargo.args([
        "--example",
        "demo_data",
        "--bench",
        "shots",
        "--message-format",
        "json-render-diagnostics",
    ]);
    let mut built = String::new();
    step("Build the photographer", "about 6 minutes the first time", || {
        built = command::output(&mut cargo)?;
        Ok(())
    })?;
    let photographer = executable(&built, "shots").context("cargo names no executable of the bench shots")?;
    let generator = executable(&built, "demo_data").context("cargo names no executable of demo_data")?;

    let folder = project.target.join("shots");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("the old pictures cannot be removed")?;
    }
    let data = folder.join("data");
    fs::create_dir_all(&data)?;
    step("Make the sample data", "half a minute, then seconds", || {
        demo::generate(project, generator.as_ref(), &data)
    })?;
    let mut photographer = project.program(&photographer);
    photographer
        .env("PERFECTCHAT_APP_DIST", app)
        .env("PERFECTCHAT_DEMO", &data)
        .env("PERFECTCHAT_SHOTS", &folder);
    let guide = project.root.join("public/guide");
    if options.guide {
        photographer.env("PERFECTCHAT_GUIDE", &guide);
    }
    step("Take the pictures", "about 5 minutes", || {
        command::run(&mut photographer)
    })?;
    fs::remove_dir_all(&data).context("the used sample data cannot be removed")?;
    if options.guide {
        println!("▸ Look at {}, then commit it", guide.display());
    } else {
        println!("▸ Open {}", folder.join("index.html").display());
    }
    Ok(())
}

/// The executable that cargo's messages name for a target.
fn executable(messages: &str, target: &str) -> Option<String> {
    messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_wanted = message["target"]["name"] == target;
        message["executable"]
            .as_str()
            .filter(|_| is_wanted)
            .map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::executable;

    #[test]
    fn the_executable_of_a_target_is_found_among_cargos_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"server"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"shots"},"executable":"/t/debug/deps/shots-1"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(
            executable(messages, "shots").as_deref(),
            Some("/t/debug/deps/shots-1")
        );
        assert_eq!(executable(messages, "server"), None);
    }
}
