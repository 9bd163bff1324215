//! Splits the app into the part that starts and the parts that come when they are first needed (`src/ui/part.rs`).
//!
//! It must happen between the compiler and wasm-bindgen, which drops what the splitter goes by (relocations), and Trunk has no
//! hook there. So Trunk finds this program under the name of wasm-bindgen: it splits, calls the real one for the main part, and
//! puts the loader of the others into the script that Trunk copies, the others into the folder of snippets that Trunk copies too.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::project::Project;
use crate::setup;

/// The program whose place is taken.
const STANDS_FOR: &str = "wasm-bindgen";
/// Where the real one is.
const REAL: &str = "PERFECTCHAT_WASM_BINDGEN";
/// Where the splitter is.
const SPLITTER: &str = "PERFECTCHAT_WASM_SPLIT";
/// Set: the parts are optimised like the main one, which Trunk does.
const OPTIMISED: &str = "PERFECTCHAT_OPTIMISED_PARTS";
/// The module from which the main part imports the loaders.
const LOADERS: &str = "./__wasm_split.js";
/// The first line of the loaders: their way to the main part, in whose script they stand in the end.
const IMPORT: &str = "import { initSync } from ";

/// Makes Trunk find this program instead of wasm-bindgen.
pub fn stand_in(project: &Project, trunk: &mut Command, is_optimised: bool) -> Result<()> {
    let folder = project.target.join("xtask-tools");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let own = env::current_exe().context("this program does not know where it is")?;
    let name = format!("{STANDS_FOR}{}", env::consts::EXE_SUFFIX);
    // Written beside it first: another build may be starting the old one just now.
    let fresh = folder.join(format!("{name}.{}", std::process::id()));
    fs::copy(&own, &fresh).with_context(|| format!("{} cannot be written", fresh.display()))?;
    fs::rename(&fresh, folder.join(&name))
        .context("the stand-in of wasm-bindgen cannot be put in its place")?;
    let theirs = project.search_path();
    let path = env::join_paths([folder].into_iter().chain(env::split_paths(&theirs)))?;
    trunk
        .env("PATH", path)
        .env(REAL, setup::wasm_bindgen(project)?)
        .env(SPLITTER, setup::wasm_split(project)?);
    if is_optimised {
        trunk.env(OPTIMISED, "1");
    }
    Ok(())
}

/// Whether this program was started as wasm-bindgen.
pub fn is_asked_for() -> bool {
    let name = env::args_os().next().map(PathBuf::from);
    name.is_some_and(|name| name.file_stem().is_some_and(|stem| stem == STANDS_FOR))
        && env::var_os(REAL).is_some()
}

/// Does as wasm-bindgen would, and splits before.
pub fn run() -> Result<()> {
    let real = || Command::new(env::var_os(REAL).unwrap_or_default());
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let Some(call) = Call::of(&arguments) else {
        return command::run(real().args(&arguments));
    };
    let work = call.folder.join("split");
    let snippets = call.folder.join("snippets");
    for folder in [&work, &snippets] {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
        }
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let mut splitter = Command::new(env::var_os(SPLITTER).context("nobody said where the splitter is")?);
    command::run(
        splitter
            .arg(call.input)
            .arg(&work)
            .args(["--out-name", &call.name]),
    )?;
    let main = work.join(format!("{}.wasm", call.name));
    let others = arguments.iter().filter(|argument| *argument != call.input);
    command::run(real().args(others).arg("--keep-lld-exports").arg(&main))?;

    let mut loaders = fs::read_to_string(work.join(LOADERS)).context("the splitter wrote no loaders")?;
    for entry in fs::read_dir(&work)? {
        let path = entry?.path();
        if path.extension().is_none_or(|kind| kind != "wasm") || path == main {
            continue;
        }
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if env::var_os(OPTIMISED).is_some() {
            optimise(&path)?;
        }
        let hashed = format!("{name}-{:016x}.wasm", hash(&fs::read(&path)?));
        fs::copy(&path, snippets.join(&hashed)).with_context(|| format!("{hashed} cannot be written"))?;
        loaders = loaders.replace(&format!("\"./{name}.wasm\""), &format!("\"./snippets/{hashed}\""));
    }
    let script = call.folder.join(format!("{}.js", call.name));
    let bindings = fs::read_to_string(&script).context("wasm-bindgen wrote no script")?;
    fs::write(&script, with_loaders(&bindings, &loaders)?).context("the script cannot be written")
}

/// What Trunk asks wasm-bindgen for.
struct Call<'a> {
    folder: PathBuf,
    name: String,
    input: &'a OsString,
}

impl<'a> Call<'a> {
    /// `None`: it is a question about the program itself.
    fn of(arguments: &'a [OsString]) -> Option<Self> {
        let value = |name: &str| {
            let mut values = arguments
                .iter()
                .filter_map(|argument| argument.to_str()?.strip_prefix(name));
            values.next().map(str::to_owned)
        };
        Some(Self {
            folder: value("--out-dir=")?.into(),
            name: value("--out-name=")?,
            input: arguments
                .iter()
                .rfind(|argument| !argument.to_string_lossy().starts_with('-'))?,
        })
    }
}

/// The script with the loaders in the place of their imports (one for each function). They reach the main part by the function that
/// answers with what runs already, so a file of their own would be asked for by the script, ask for the script, and cost a round trip
/// at the start.
fn with_loaders(script: &str, loaders: &str) -> Result<String> {
    let functions: Vec<_> = loaders
        .lines()
        .filter_map(|line| line.strip_prefix("export const ")?.split_whitespace().next())
        .collect();
    let body: Vec<_> = loaders
        .lines()
        .filter(|line| !line.starts_with(IMPORT))
        .map(|line| line.strip_prefix("export ").unwrap_or(line))
        .collect();
    let mut first = None;
    let mut lines = Vec::new();
    for line in script.lines() {
        let name = line
            .strip_prefix("import * as ")
            .filter(|rest| rest.contains(LOADERS))
            .and_then(|rest| rest.split_whitespace().next());
        lines.push(match (name, first) {
            (None, _) => line.to_owned(),
            (Some(name), Some(first)) => format!("const {name} = {first};"),
            (Some(name), None) => {
                first = Some(name);
                let (body, functions) = (body.join("\n"), functions.join(", "));
                format!("const {name} = (() => {{\n{body}\nreturn {{ {functions} }};\n}})();")
            }
        });
    }
    if first.is_none() {
        bail!("the script imports no loaders: is nothing split?");
    }
    Ok(lines.join("\n") + "\n")
}

/// As Trunk does with the main part, by what the page says of it.
fn optimise(path: &Path) -> Result<()> {
    let page = fs::read_to_string("index.html").context("there is no index.html")?;
    let value = |name: &str| {
        let (_, rest) = page.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let level = value("data-wasm-opt").context("index.html names no level of optimisation")?;
    let parameters = value("data-wasm-opt-params").unwrap_or_default();
    let mut optimiser = Command::new("wasm-opt");
    optimiser
        .arg(format!("-O{level}"))
        .args(parameters.split_whitespace())
        .arg(path)
        .arg("-o")
        .arg(path);
    command::run(&mut optimiser)
}

/// What tells one content from another in the name of a file.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loaders_stand_in_the_script_in_the_place_of_their_import() {
        let script = "/* head */\nimport * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\n\
                      const imports = { a: import1 };\n";
        let loaders = "import { initSync } from \"./app.js\";\n\nlet shared;\nexport const __wasm_split_load_b = wrap(() => shared);\n";
        assert_eq!(
            with_loaders(script, loaders).expect("there is an import"),
            "/* head */\nconst import1 = (() => {\n\nlet shared;\nconst __wasm_split_load_b = wrap(() => shared);\n\
             return { __wasm_split_load_b };\n})();\nconst import2 = import1;\nconst imports = { a: import1 };\n"
        );
        assert!(
            with_loaders("const a = 1;", loaders).is_err(),
            "nothing to put them in"
        );
    }

    #[test]
    fn a_question_about_the_program_itself_is_no_call() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert!(Call::of(&words("--version")).is_none());
        let arguments = words("--target=web --out-dir=/out --out-name=app in.wasm --no-typescript");
        let call = Call::of(&arguments).expect("a call");
        assert_eq!((call.folder, call.name.as_str()), (PathBuf::from("/out"), "app"));
        assert_eq!(call.input, "in.wasm");
    }
}
