//! What both searches say.

/// The words of searching.
#[derive(Clone, Copy, Debug)]
pub struct SearchMessages {
    // Across everything.
    pub search: &'static str,
    pub clear: &'static str,
    pub results: &'static str,
    pub contacts: &'static str,
    pub messages: &'static str,
    pub from_server: &'static str,
    pub found: fn(usize, usize) -> String,
    pub preparing: &'static str,
    pub covered: fn(usize, &str) -> String,
    pub covered_none: &'static str,
    pub device_off: &'static str,
    pub cut: &'static str,
    pub newest_of: fn(usize, usize) -> String,
    pub asking: &'static str,
    pub nothing_more: &'static str,
    pub more: &'static str,
    pub offline: &'static str,
    pub indexing: &'static str,
    pub nothing: fn(&str) -> String,
    pub nothing_text: &'static str,

    // Commands.
    pub commands: &'static str,
    pub no_command: &'static str,
    pub go_to: fn(&str) -> String,
    pub choose_template: &'static str,

    // In one conversation.
    pub in_conversation: &'static str,
    pub place: fn(usize, usize) -> String,
    pub no_hit: &'static str,
    pub looking: &'static str,
    pub older: &'static str,
    pub newer: &'static str,
    pub close: &'static str,
    pub on_device_only: &'static str,
}

/// A number with a mark between its thousands: `12.345`.
pub(in crate::i18n) fn grouped(number: usize, mark: char) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_told_apart() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_000, "1.000"), (1_234_567, "1.234.567")] {
            assert_eq!(grouped(number, '.'), expected);
        }
    }
}
