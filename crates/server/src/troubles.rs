//! What keeps the server from working beside the database: noticed by whoever meets it, told once in the log, shown by `/readyz`.

use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};

/// Troubles of this process.
#[derive(Debug, Default)]
pub struct Troubles {
    files_used_up: AtomicBool,
}

impl Troubles {
    /// No further file or connection could be opened.
    pub fn files_are_used_up(&self, error: &std::io::Error) {
        if !self.files_used_up.swap(true, Ordering::Relaxed) {
            tracing::error!(
                %error,
                "file descriptors are used up: connections wait. Raise the limit (LimitNOFILE), or find out who opens so many"
            );
        }
    }

    /// Whether no further file or connection can be opened.
    #[must_use]
    pub fn are_files_used_up(&self) -> bool {
        self.files_used_up.load(Ordering::Relaxed)
    }

    /// Tries whether files can be opened again, if they could not.
    pub fn look_again(&self) {
        if !self.are_files_used_up() {
            return;
        }
        match File::open("/") {
            Err(error) if is_about_files(&error) => {}
            _ => {
                self.files_used_up.store(false, Ordering::Relaxed);
                tracing::warn!("there are free file descriptors again");
            }
        }
    }
}

/// Whether an error says that too many files are open, here or in the whole system.
#[must_use]
pub fn is_about_files(error: &std::io::Error) -> bool {
    // POSIX names, the numbers of all systems that we run on: ENFILE, EMFILE.
    matches!(error.raw_os_error(), Some(23 | 24))
}
