//! What the app says of notes that mention colleagues.

/// Mentioning, and being mentioned.
#[derive(Clone, Copy, Debug)]
pub struct MentionMessages {
    pub mentions: &'static str,
    /// By whom, and of whom the note is.
    pub mentioned_you: fn(&str, &str) -> String,
    pub dismiss: &'static str,
    pub colleagues: &'static str,
    pub hint: &'static str,
}
