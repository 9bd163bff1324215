//! The sample data: made by the example `demo_data` through the front door of server and simulator.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command;
use crate::project::Project;
use crate::report::step;

/// The folder with the sample data and what one must know to use it.
pub struct Demo {
    /// Database, media and the simulator's state.
    pub folder: PathBuf,
    /// What the stored secrets are encrypted with.
    pub secret_key: String,
    /// Who can sign in.
    pub people: Vec<Person>,
}

/// An agent of the sample data.
pub struct Person {
    /// What one signs in with.
    pub email: String,
    /// In the clear: it is invented.
    pub password: String,
    /// The role's name.
    pub role: String,
}

/// Makes the sample data anew with the built `generator`, or with `keep` leaves it as the last run did.
pub fn prepare(project: &Project, generator: &Path, keep: bool) -> Result<Demo> {
    let folder = project.root.join("data/demo");
    if keep && folder.join("demo.json").is_file() {
        println!("▸ Sample data: kept from the last run");
        return read(folder);
    }
    step("Make the sample data", "half a minute, then seconds", || {
        if folder.exists() {
            fs::remove_dir_all(&folder).context("the old sample data cannot be removed")?;
        }
        fs::create_dir_all(&folder)?;
        generate(project, generator, &folder)
    })?;
    read(folder)
}

/// Fills an empty folder with sample data. What ended long ago is kept in the target folder, so that it is made only once.
pub fn generate(project: &Project, generator: &Path, folder: &Path) -> Result<()> {
    let mut generator = project.program(&generator.to_string_lossy());
    command::run(
        generator
            .arg("--out")
            .arg(folder)
            .arg("--past")
            .arg(project.target.join("sample_past")),
    )
}

fn read(folder: PathBuf) -> Result<Demo> {
    let text = fs::read_to_string(folder.join("demo.json")).context("the sample data has no demo.json")?;
    let demo: Value = serde_json::from_str(&text).context("demo.json is not JSON")?;
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let people = demo["sign_in"]
        .as_array()
        .context("demo.json names nobody to sign in")?;
    let people = people.iter().map(|person| Person {
        email: word(&person["email"]),
        password: word(&person["password"]),
        role: word(&person["role"]),
    });
    Ok(Demo {
        people: people.collect(),
        secret_key: word(&demo["secret_key"]),
        folder,
    })
}
