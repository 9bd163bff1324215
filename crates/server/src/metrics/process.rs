//! What the operating system says about this process. Linux only: elsewhere there is nothing to say.

/// Memory and files of this process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ProcessFigures {
    /// Memory in RAM.
    pub(super) resident_bytes: Option<u64>,
    /// Open files, sockets among them.
    pub(super) open_files: Option<u64>,
    /// How many may be open.
    pub(super) most_open_files: Option<u64>,
}

impl ProcessFigures {
    pub(super) fn read() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let files = std::fs::read_dir("/proc/self/fd").ok();
        Self {
            resident_bytes: number_after(&status, "VmRSS:").map(|kib| kib * 1_024),
            // Reading the folder holds one of them.
            open_files: files.map(|files| files.count().saturating_sub(1) as u64),
            most_open_files: number_after(&limits, "Max open files"),
        }
    }
}

/// The first number behind a word in the line that begins with it.
fn number_after(text: &str, word: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(word))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_the_kernels_tables() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max open files            1024                 524288               files     \n";
        assert_eq!(number_after(limits, "Max open files"), Some(1_024));
        assert_eq!(
            number_after("VmPeak:\t 9 kB\nVmRSS:\t   81920 kB\n", "VmRSS:"),
            Some(81_920)
        );
        assert_eq!(number_after(limits, "Max processes"), None);
    }
}
