//! What the address says beside the conversation: flags, each for something that is on screen. Pure.

/// The flag of the panel with information.
pub(super) const INFO: &str = "info";

/// The query (without `?`) with a flag, or without it; the rest stays as it is.
pub(super) fn with_flag(query: &str, flag: &str, is_set: bool) -> String {
    let parts = query.trim_start_matches('?').split('&');
    let others = parts.filter(|part| !part.is_empty() && part.split('=').next() != Some(flag));
    let own = is_set.then_some(flag);
    others.chain(own).collect::<Vec<_>>().join("&")
}

/// Whether the query has a flag.
pub(super) fn has_flag(query: &str, flag: &str) -> bool {
    let mut parts = query.trim_start_matches('?').split('&');
    parts.any(|part| part.split('=').next() == Some(flag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_comes_and_goes_and_leaves_the_rest_alone() {
        for (query, with, without) in [
            ("", "info", ""),
            ("info", "info", ""),
            ("?n=2&f=mine", "n=2&f=mine&info", "n=2&f=mine"),
            ("m=1&info&q=bolo", "m=1&q=bolo&info", "m=1&q=bolo"),
            ("info=&q=info", "q=info&info", "q=info"),
        ] {
            assert_eq!(with_flag(query, INFO, true), with, "{query}");
            assert_eq!(with_flag(query, INFO, false), without, "{query}");
            assert!(has_flag(with, INFO), "{query}");
            assert!(!has_flag(without, INFO), "{query}");
        }
    }
}
