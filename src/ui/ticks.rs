//! How far an outgoing message got, as a small picture with a name.

use leptos::prelude::*;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// A clock.
    Waiting,
    /// A clock, too: it still can be cancelled.
    Held,
    /// A clock with a question.
    Unconfirmed,
    /// One tick.
    Sent,
    /// Two ticks.
    Delivered,
    /// Two coloured ticks.
    Read,
    /// Two coloured ticks.
    Played,
    /// An exclamation mark.
    Failed,
}

impl Tick {
    const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Unconfirmed => "unconfirmed",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Failed => "failed",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Waiting | Self::Held => "M8 1.9a6.1 6.1 0 1 1 0 12.2A6.1 6.1 0 0 1 8 1.9M8 4.7V8l2.3 1.4",
            Self::Unconfirmed => {
                "M8 1.9a6.1 6.1 0 1 1 0 12.2A6.1 6.1 0 0 1 8 1.9M6.3 6.4a1.75 1.75 0 1 1 2.5 1.6c-.5.3-.8.6-.8 1.1M8 11.3v.01"
            }
            Self::Sent => "m3 8.4 3.2 3.2L13 4.8",
            Self::Delivered | Self::Read | Self::Played => "m.8 8.6 3 3L10 5.2M7.3 11l.6.6 7-6.4",
            Self::Failed => "M8 1.9a6.1 6.1 0 1 1 0 12.2A6.1 6.1 0 0 1 8 1.9M8 4.8v3.7M8 11.2v.01",
        }
    }
}

/// Ticks, a clock or an exclamation mark.
#[component]
pub fn Ticks(
    /// What is shown.
    tick: Tick,
    /// What it means, read out.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! {
        <svg
            class="ticks"
            role="img"
            viewBox="0 0 16 16"
            data-state=tick.name()
            aria-label=name
        >
            <path d=tick.path()></path>
        </svg>
    }
}
