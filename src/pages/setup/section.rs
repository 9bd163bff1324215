//! The sections of the setup.

use crate::i18n::I18n;
use crate::shell::{Desk, PageSection};
use crate::ui::icon::Icon;
use domain::permission::Permission;
use domain::{alarm, canned_response, contact, template};

/// A section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupSection {
    /// "Avisos".
    Alarms,
    /// "Respostas prontas".
    CannedResponses,
    /// "Modelos".
    Templates,
    /// "Fontes".
    Sources,
    /// "Grupos".
    Groups,
    /// "Recebidos e não entendidos".
    SetAside,
    /// "Números".
    Numbers,
    /// "Configuração do aplicativo".
    App,
}

impl SetupSection {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Alarms,
        Self::CannedResponses,
        Self::Templates,
        Self::Sources,
        Self::Groups,
        Self::Numbers,
        Self::App,
        Self::SetAside,
    ];

    /// Who finds it.
    #[must_use]
    pub const fn needs(self) -> Permission {
        match self {
            Self::Alarms | Self::SetAside | Self::Numbers => alarm::NEEDED_PERMISSION,
            Self::CannedResponses => canned_response::NEEDED_PERMISSION,
            Self::Templates => template::NEEDED_PERMISSION,
            Self::Sources | Self::Groups => contact::LISTING,
            Self::App => Permission::SettingsManage,
        }
    }

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alarms => "alarms",
            Self::CannedResponses => "canned-responses",
            Self::Templates => "templates",
            Self::Sources => "sources",
            Self::Groups => "groups",
            Self::SetAside => "set-aside",
            Self::Numbers => "numbers",
            Self::App => "app",
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
            Self::Templates => "/setup/templates",
            Self::Sources => "/setup/sources",
            Self::Groups => "/setup/groups",
            Self::SetAside => "/setup/set-aside",
            Self::Numbers => "/setup/numbers",
            Self::App => "/setup/app",
        }
    }

    /// As the page's navigation shows it.
    pub(super) fn entry(self) -> PageSection {
        PageSection {
            name: self.name(),
            path: self.path(),
            icon: self.icon(),
            title: self.title(),
            count: match self {
                Self::Alarms => Desk::open_alarms,
                _ => |_: Desk| 0,
            },
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Alarms => Icon::Alarm,
            Self::CannedResponses => Icon::Reply,
            Self::Templates => Icon::Template,
            Self::Sources => Icon::Tag,
            Self::Groups => Icon::People,
            Self::SetAside => Icon::Unsupported,
            Self::Numbers => Icon::Phone,
            Self::App => Icon::Gear,
        }
    }

    fn title(self) -> fn(I18n) -> &'static str {
        match self {
            Self::Alarms => |i18n: I18n| i18n.text().setup.alarms,
            Self::CannedResponses => |i18n: I18n| i18n.text().canned.title,
            Self::Templates => |i18n: I18n| i18n.text().templates.title,
            Self::Sources => |i18n: I18n| i18n.text().labels.sources,
            Self::Groups => |i18n: I18n| i18n.text().labels.groups,
            Self::SetAside => |i18n: I18n| i18n.text().setup.set_aside,
            Self::Numbers => |i18n: I18n| i18n.text().composer.numbers,
            Self::App => |i18n: I18n| i18n.text().setup.app_settings,
        }
    }
}
