//! The pages that one can go to.

use crate::i18n::messages::Messages;
use crate::ui::icon::Icon;
use domain::permission::Permission;
use domain::{alarm, canned_response, template};

/// A page with a rail around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Conversations.
    Chat,
    /// Everybody who was ever in one, or was added.
    Contacts,
    /// What administrators set up and should know.
    Setup,
    /// How everything works.
    Help,
}

impl Place {
    /// Its address.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Chat => "/",
            Self::Contacts => "/contacts",
            Self::Setup => "/setup",
            Self::Help => "/help",
        }
    }

    /// Whoever has one of these finds something there; empty: everyone does.
    #[must_use]
    pub const fn needs_one_of(self) -> &'static [Permission] {
        match self {
            Self::Chat | Self::Help => &[],
            Self::Contacts => &[Permission::ChatView, Permission::ChatViewAll],
            Self::Setup => &[
                alarm::NEEDED_PERMISSION,
                canned_response::NEEDED_PERMISSION,
                template::NEEDED_PERMISSION,
                Permission::SettingsManage,
            ],
        }
    }

    /// Its picture.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Chat => Icon::Chat,
            Self::Contacts => Icon::Contact,
            Self::Setup => Icon::Gear,
            Self::Help => Icon::Help,
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self, text: &Messages) -> &'static str {
        match self {
            Self::Chat => text.chat,
            Self::Contacts => text.templates.contacts,
            Self::Setup => text.setup.setup,
            Self::Help => text.help,
        }
    }
}
