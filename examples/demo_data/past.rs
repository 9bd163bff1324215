//! The past, kept from one call to the next.
//!
//! It is kept under a name that says which program made it and how long its long thread is, so that a changed program makes it
//! anew; and for three weeks, because it grows old.

use crate::{Outcome, make_past};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

/// For how long a past can be used.
const KEPT_MS: i64 = 21 * 24 * 60 * 60 * 1_000;
/// Says when a kept past was made, and that it is whole.
const MADE: &str = "made";

/// Copies the kept past into the folder; makes and keeps it first if there is none, and forgets those of other programs.
pub async fn bring(kept: &Path, folder: &Path, long_thread: usize, now: i64) -> Outcome<()> {
    let place = kept.join(format!("{:016x}-{long_thread}", hash_of_this_program()?));
    let is_fresh = fs::read_to_string(place.join(MADE))
        .ok()
        .and_then(|made| made.trim().parse::<i64>().ok())
        .is_some_and(|made| (0..KEPT_MS).contains(&(now - made)));
    if !is_fresh {
        if kept.exists() {
            fs::remove_dir_all(kept)?;
        }
        fs::create_dir_all(&place)?;
        make_past(&place, long_thread, now).await?;
        fs::write(place.join(MADE), now.to_string())?;
    }
    copy_all(&place, folder)
}

/// Copies what lies in a folder, and in those within it.
fn copy_all(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_all(&entry.path(), &copy)?;
        } else if entry.file_name() != MADE {
            fs::copy(entry.path(), copy)?;
        }
    }
    Ok(())
}

fn hash_of_this_program() -> Outcome<u64> {
    let program = fs::read(std::env::current_exe()?)?;
    let mut hash = DefaultHasher::new();
    program.hash(&mut hash);
    Ok(hash.finish())
}
