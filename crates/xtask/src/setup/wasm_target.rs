//! The standard library for wasm32, without which the app does not compile.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::report::step;

const TARGET: &str = "wasm32-unknown-unknown";

/// Has rustup add the target when the compiler in use lacks it.
pub fn add_when_missing() -> Result<()> {
    let sysroot = command::output(Command::new("rustc").args(["--print", "sysroot"]))
        .context("there is no Rust compiler: install Rust by https://rustup.rs")?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(TARGET)
        .join("lib")
        .is_dir()
    {
        return Ok(());
    }
    if !command::is_on_path("rustup") {
        bail!(
            "the Rust in {} cannot compile for {TARGET} and there is no rustup to add it: \
             install Rust by https://rustup.rs, or your system's package with that target",
            sysroot.trim()
        );
    }
    step("Add Rust's standard library for wasm", "a few seconds", || {
        command::run(Command::new("rustup").args(["target", "add", TARGET]))
            .context("rustup could not add the target: check the network, then run `rustup target add wasm32-unknown-unknown`")
    })
}
