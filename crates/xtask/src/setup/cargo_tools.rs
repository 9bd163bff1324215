//! The bundler, the splitter and the binding generator, built by cargo into the cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command;
use crate::jobs::Progress;
use crate::project::Project;

/// A program from crates.io, at one version.
pub struct CargoTool {
    package: &'static str,
    binary: &'static str,
    version: String,
    /// About how long building it takes, in words.
    pub about: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

/// What is not in the cache at the right version.
pub fn missing(project: &Project) -> Result<Vec<CargoTool>> {
    Ok(tools(project)?
        .into_iter()
        .filter(|tool| !tool.is_there(project))
        .collect())
}

/// The folders with the programs in them.
pub fn folders(project: &Project) -> Vec<PathBuf> {
    tools(project)
        .into_iter()
        .flatten()
        .map(|tool| tool.folder(project).join("bin"))
        .collect()
}

/// Where a program is.
pub fn program(project: &Project, binary: &str) -> Result<PathBuf> {
    let tools = tools(project)?;
    let tool = tools.iter().find(|tool| tool.binary == binary);
    tool.map(|tool| tool.program(project))
        .with_context(|| format!("{binary} is no tool of ours"))
}

/// All are built the cheapest way that serves: Trunk runs for seconds and waits for others, so it is not optimised at all;
/// the others read megabytes of wasm, so they are, a little.
fn tools(project: &Project) -> Result<[CargoTool; 3]> {
    const LITTLE_OPTIMISED: &[(&str, &str)] = &[
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ];
    Ok([
        CargoTool {
            package: "trunk",
            binary: "trunk",
            version: "0.21.14".to_owned(),
            about: "about 5 minutes",
            arguments: &["--debug", "--no-default-features"],
            environment: &[("CARGO_PROFILE_DEV_DEBUG", "0")],
        },
        CargoTool {
            package: "wasm-bindgen-cli",
            binary: "wasm-bindgen",
            // The generator reads what the library wrote into the wasm: one version for both.
            version: project.locked_version("wasm-bindgen")?,
            about: "about 3 minutes",
            arguments: &["--bin", "wasm-bindgen"],
            environment: LITTLE_OPTIMISED,
        },
        CargoTool {
            package: "wasm_split_cli_support",
            binary: "wasm-split-cli",
            version: "0.2.3".to_owned(),
            about: "about 1 minute",
            arguments: &["--features", "build-binary"],
            environment: LITTLE_OPTIMISED,
        },
    ])
}

impl CargoTool {
    /// Name and version.
    pub fn label(&self) -> String {
        format!("{} {}", self.binary, self.version)
    }

    /// Builds the tool with a target folder of its own, so that it runs beside other builds and leaves nothing behind.
    pub fn install(&self, project: &Project, progress: &Progress) -> Result<()> {
        let build = project.cache.join("tools-build").join(self.package);
        let result = match progress.run(self.cargo_install(project, &build).arg("--locked")) {
            // A registry mirror may lag behind the versions the tool was locked to: then the newest it has.
            Err(_) if progress.has_said("failed to select a version") => {
                progress.run(&mut self.cargo_install(project, &build))
            }
            result => result,
        };
        if build.is_dir() {
            fs::remove_dir_all(&build).with_context(|| format!("{} cannot be removed", build.display()))?;
        }
        result
    }

    fn cargo_install(&self, project: &Project, build: &Path) -> Command {
        let mut cargo = project.cargo();
        cargo
            .current_dir(&project.cache)
            .args(["install", self.package, "--version", &self.version, "--force"])
            .args(self.arguments)
            .arg("--root")
            .arg(self.folder(project))
            .envs(self.environment.iter().copied())
            .env("CARGO_TARGET_DIR", build);
        cargo
    }

    /// The folder bears the version; a program that starts is whole.
    fn is_there(&self, project: &Project) -> bool {
        let program = self.program(project);
        program.is_file() && command::output(Command::new(program).arg("--help")).is_ok()
    }

    fn program(&self, project: &Project) -> PathBuf {
        let name = format!("{}{}", self.binary, std::env::consts::EXE_SUFFIX);
        self.folder(project).join("bin").join(name)
    }

    fn folder(&self, project: &Project) -> PathBuf {
        project.tool_folder(self.package, &self.version)
    }
}
