//! The sections of the setup.

use crate::i18n::messages::Messages;
use crate::ui::icon::Icon;
use domain::permission::Permission;
use domain::{alarm, canned_response};

/// A section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupSection {
    /// "Avisos".
    Alarms,
    /// "Respostas prontas".
    CannedResponses,
    /// "Recebidos e não entendidos".
    SetAside,
}

impl SetupSection {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Alarms, Self::CannedResponses, Self::SetAside];

    /// Who finds it.
    #[must_use]
    pub const fn needs(self) -> Permission {
        match self {
            Self::Alarms | Self::SetAside => alarm::NEEDED_PERMISSION,
            Self::CannedResponses => canned_response::NEEDED_PERMISSION,
        }
    }

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alarms => "alarms",
            Self::CannedResponses => "canned-responses",
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
            Self::CannedResponses => "/setup/canned-responses",
            Self::SetAside => "/setup/set-aside",
        }
    }

    pub(super) const fn icon(self) -> Icon {
        match self {
            Self::Alarms => Icon::Alarm,
            Self::CannedResponses => Icon::Reply,
            Self::SetAside => Icon::Unsupported,
        }
    }

    pub(super) const fn title(self, text: &Messages) -> &'static str {
        match self {
            Self::Alarms => text.setup.alarms,
            Self::CannedResponses => text.canned.title,
            Self::SetAside => text.setup.set_aside,
        }
    }
}
