//! The sections of the setup.

use crate::i18n::messages::Messages;
use crate::ui::icon::Icon;

/// A section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupSection {
    /// "Avisos".
    Alarms,
    /// "Recebidos e não entendidos".
    SetAside,
}

impl SetupSection {
    /// All of them, in order.
    pub const ALL: [Self; 2] = [Self::Alarms, Self::SetAside];

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alarms => "alarms",
            Self::SetAside => "set-aside",
        }
    }

    /// The section of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }

    /// Its address.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Alarms => "/setup/alarms",
            Self::SetAside => "/setup/set-aside",
        }
    }

    pub(super) const fn icon(self) -> Icon {
        match self {
            Self::Alarms => Icon::Alarm,
            Self::SetAside => Icon::Unsupported,
        }
    }

    pub(super) const fn title(self, text: &Messages) -> &'static str {
        match self {
            Self::Alarms => text.setup.alarms,
            Self::SetAside => text.setup.set_aside,
        }
    }
}
