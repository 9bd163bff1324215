//! Packages from npm: the accessibility checker of the tests, the wasm optimiser of release builds, a peer of the benches.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::Needs;
use crate::jobs::Progress;
use crate::project::Project;

/// A package from npm, at one version.
pub struct NpmPackage {
    /// The name in the registry.
    pub name: &'static str,
    version: &'static str,
    /// A file that is there when the package is.
    witness: &'static str,
}

/// Finds what people with disabilities would stumble over.
pub const AXE: NpmPackage = NpmPackage {
    name: "axe-core",
    version: "4.14.1",
    witness: "node_modules/axe-core/axe.min.js",
};

/// Brings `wasm-opt`, which runs on Node; Debian's is too old.
pub const BINARYEN: NpmPackage = NpmPackage {
    name: "binaryen",
    version: "132.0.0",
    witness: "node_modules/.bin/wasm-opt",
};

/// Broadcasts to sockets on Node: what the server is measured beside.
pub const WS: NpmPackage = NpmPackage {
    name: "ws",
    version: "8.23.0",
    witness: "node_modules/ws/package.json",
};

/// The packages that are needed and not in the cache.
pub fn missing(project: &Project, needs: Needs) -> Vec<NpmPackage> {
    let wanted = [(needs.browser, AXE), (needs.wasm_opt, BINARYEN)];
    wanted
        .into_iter()
        .filter(|(is_needed, package)| *is_needed && !package.is_there(project))
        .map(|(_, package)| package)
        .collect()
}

impl NpmPackage {
    /// The package's own folder in the cache.
    pub fn folder(&self, project: &Project) -> PathBuf {
        project.npm_folder(self.name, self.version)
    }

    /// Whether it is in the cache.
    pub fn is_there(&self, project: &Project) -> bool {
        self.folder(project).join(self.witness).exists()
    }

    /// Installs the package into its own folder.
    pub fn install(&self, project: &Project, progress: &Progress) -> Result<()> {
        let folder = self.folder(project);
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let mut npm = project.program("npm");
        npm.args([
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--no-save",
            "--prefix",
        ])
        .arg(&folder)
        .arg(format!("{}@{}", self.name, self.version));
        progress.run(npm.current_dir(&folder)).with_context(|| {
            format!(
                "npm could not install {} {}: check the network and run this again",
                self.name, self.version
            )
        })
    }
}
