//! What comes from the system's package manager: browser, driver, emoji, checkers of sound, Node.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Needs;
use crate::command::{self, is_on_path};
use crate::jobs::Progress;

const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const MAC_BROWSER: &str = "/Applications/Google Chrome.app";
const EMOJI_FONT: &str = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf";

/// Debian's names of the packages that are needed and not there.
pub fn missing(needs: Needs) -> Vec<&'static str> {
    let mut packages = Vec::new();
    if needs.browser {
        if !BROWSERS.iter().any(|browser| is_on_path(browser)) && !Path::new(MAC_BROWSER).exists() {
            packages.push("chromium");
        }
        if !is_on_path("chromedriver") {
            packages.push("chromium-driver");
        }
        // Without it emoji are boxes on screenshots. Other systems than Debian bring their own.
        if is_on_path("apt-get") && !Path::new(EMOJI_FONT).exists() {
            packages.push("fonts-noto-color-emoji");
        }
    }
    if needs.audio_checkers {
        if !is_on_path("ffmpeg") || !is_on_path("ffprobe") {
            packages.push("ffmpeg");
        }
        if !is_on_path("opusinfo") {
            packages.push("opus-tools");
        }
    }
    if (needs.browser || needs.wasm_opt) && !is_on_path("npm") {
        packages.extend(["nodejs", "npm"]);
    }
    packages
}

/// Installs the packages, or says in one sentence what the person must do.
pub fn install(packages: &[&str], progress: &Progress) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let names = packages.join(" ");
    if !is_on_path("apt-get") {
        bail!("this machine has no apt-get: please install what Debian calls {names}, so that it is on PATH");
    }
    let Some(prefix) = administrator() else {
        bail!(
            "only an administrator can install packages: run `sudo apt-get install {names}`, then this command again"
        );
    };
    let advice =
        || format!("apt-get failed: check the network, then run `apt-get update && apt-get install {names}`");
    progress
        .run(&mut apt_get(prefix, &["update", "-qq"]))
        .with_context(advice)?;
    let install = ["install", "-y", "--no-install-recommends"];
    progress
        .run(apt_get(prefix, &install).args(packages))
        .with_context(advice)
}

/// The words before a command that make it an administrator's, if that needs no password.
fn administrator() -> Option<&'static [&'static str]> {
    let is_root = command::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some(&[]);
    }
    let sudo = command::output(Command::new("sudo").args(["-n", "true"]));
    sudo.is_ok().then_some(&["sudo", "-n"])
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Command {
    let words = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    let mut words = prefix.iter().chain(&words).chain(arguments);
    let mut apt = Command::new(words.next().unwrap_or(&"env"));
    apt.args(words);
    apt
}
