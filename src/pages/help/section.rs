//! The sections of the help.

use crate::i18n::I18n;
use crate::i18n::help::guide::LinkTarget;
use crate::shell::{Desk, PageSection};
use crate::ui::icon::Icon;

/// A section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpSection {
    /// "Guia".
    Guide,
    /// "A janela de 24 horas do WhatsApp".
    Window,
    /// "Agente de Suporte".
    SupportAgent,
    /// "Atalhos de teclado".
    Shortcuts,
    /// "Me conte o que achou".
    Feedback,
}

impl HelpSection {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::Guide,
        Self::Window,
        Self::SupportAgent,
        Self::Shortcuts,
        Self::Feedback,
    ];

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Window => "window",
            Self::SupportAgent => "support-agent",
            Self::Shortcuts => "shortcuts",
            Self::Feedback => "feedback",
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
            Self::Guide => "/help/guide",
            Self::Window => "/help/window",
            Self::SupportAgent => "/help/support-agent",
            Self::Shortcuts => "/help/shortcuts",
            Self::Feedback => "/help/feedback",
        }
    }

    /// As the page's navigation shows it.
    pub(super) fn entry(self) -> PageSection {
        PageSection {
            name: self.name(),
            path: self.path(),
            icon: self.icon(),
            title: self.title(),
            count: |_: Desk| 0,
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Guide => Icon::Document,
            Self::Window => Icon::Clock,
            Self::SupportAgent => Icon::Person,
            Self::Shortcuts => Icon::Keyboard,
            Self::Feedback => Icon::Emoji,
        }
    }

    fn title(self) -> fn(I18n) -> &'static str {
        match self {
            Self::Guide => |i18n: I18n| i18n.help().guide,
            Self::Window => |i18n: I18n| i18n.text().window_policy_title,
            Self::SupportAgent => |i18n: I18n| i18n.help().support_agent,
            Self::Shortcuts => |i18n: I18n| i18n.help().shortcuts,
            Self::Feedback => |i18n: I18n| i18n.help().feedback.title,
        }
    }
}

impl From<LinkTarget> for HelpSection {
    fn from(target: LinkTarget) -> Self {
        match target {
            LinkTarget::WindowPolicy => Self::Window,
            LinkTarget::SupportAgent => Self::SupportAgent,
        }
    }
}
