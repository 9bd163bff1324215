//! Where the project's things lie on this machine.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;

/// The folders every chore works with.
pub struct Project {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the environment or a configuration file puts it.
    pub target: PathBuf,
    /// What is kept between clones: tools and packages.
    pub cache: PathBuf,
}

impl Project {
    /// Finds the folders from cargo's environment.
    pub fn find() -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package)
            .join("../..")
            .canonicalize()
            .context("the checkout is gone")?;
        let target = target_folder(&root)?;
        let cache = cache_folder()?;
        fs::create_dir_all(&cache).with_context(|| format!("{} cannot be made", cache.display()))?;
        Ok(Self { root, target, cache })
    }

    /// Cargo in the checkout, free of what `cargo run` told this program about itself.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.program("cargo");
        for (name, _) in env::vars_os() {
            let told = name.to_string_lossy();
            if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
                cargo.env_remove(&name);
            }
        }
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// A program in the checkout, with our tools first on its PATH.
    pub fn program(&self, name: &str) -> Command {
        let mut program = Command::new(name);
        program.current_dir(&self.root).env("PATH", self.search_path());
        program
    }

    /// The version of `package` in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let lock = fs::read_to_string(self.root.join("Cargo.lock")).context("Cargo.lock cannot be read")?;
        locked_version(&lock, package).with_context(|| format!("Cargo.lock names no package {package}"))
    }

    /// The folder of a tool in the cache, as `tools/trunk-0.21.14`.
    pub fn tool_folder(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// The folder of an npm package in the cache, as `npm/axe-core-4.14.1`.
    pub fn npm_folder(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("npm").join(format!("{name}-{version}"))
    }

    /// A path as a person at the checkout would write it.
    pub fn spoken<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// PATH with our tools first.
    pub fn search_path(&self) -> OsString {
        let ours = crate::setup::tool_folders(self);
        let theirs = env::var_os("PATH").unwrap_or_default();
        env::join_paths(ours.into_iter().chain(env::split_paths(&theirs))).unwrap_or(theirs)
    }
}

fn target_folder(root: &Path) -> Result<PathBuf> {
    let mut metadata = Command::new("cargo");
    metadata
        .current_dir(root)
        .args(["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: serde_json::Value = serde_json::from_str(&command::output(&mut metadata)?)?;
    let folder = metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(folder))
}

fn cache_folder() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("PERFECTCHAT_CACHE") {
        return Ok(PathBuf::from(folder));
    }
    if let Some(folder) = env::var_os("XDG_CACHE_HOME") {
        return Ok(Path::new(&folder).join("perfectchat"));
    }
    match env::var_os("HOME") {
        Some(home) => Ok(Path::new(&home).join(".cache/perfectchat")),
        None => bail!("neither PERFECTCHAT_CACHE nor HOME is set, so there is no place for the tools"),
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"…\"\n";

    #[test]
    fn a_locked_version_is_that_of_the_whole_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}
