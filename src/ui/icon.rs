//! One family of icons: 24 by 24, drawn with a stroke of 1.75, kept in one sprite inside the page.

use leptos::prelude::*;

const SPRITE: &str = include_str!("sprite.svg");

/// An icon of the sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are called by what they show")]
pub enum Icon {
    Alarm,
    Attach,
    Back,
    Block,
    Cart,

    Chat,
    Check,
    ChevronDown,
    ChevronUp,
    Clock,
    Close,
    Contact,
    Copy,
    Document,
    Down,
    Emoji,
    Edit,
    Gear,
    Hand,
    Help,
    Image,
    Info,
    Keyboard,
    Link,
    Location,
    Mark,
    Merge,
    Microphone,
    More,
    Neutral,
    Offline,
    People,
    Phone,
    Plus,
    Person,
    Pin,
    Read,
    Reply,
    Reopen,
    Sad,
    Search,
    Select,
    Delete,
    Send,
    SignOut,
    Sound,
    Sticker,
    Tag,
    Template,
    Unpin,
    Unread,
    Unsupported,
    Video,
    Download,
    Upload,
    Forward,
    Minus,
    Next,
    Previous,
    Trash,
    Play,
    Pause,
    Stop,
}

impl Icon {
    const fn reference(self) -> &'static str {
        match self {
            Self::Alarm => "#icon-alarm",
            Self::Attach => "#icon-attach",
            Self::Back => "#icon-back",
            Self::Block => "#icon-block",
            Self::Cart => "#icon-cart",
            Self::Chat => "#icon-chat",
            Self::Check => "#icon-check",
            Self::ChevronDown => "#icon-chevron-down",
            Self::ChevronUp => "#icon-chevron-up",
            Self::Clock => "#icon-clock",
            Self::Close => "#icon-close",
            Self::Contact => "#icon-contact",
            Self::Copy => "#icon-copy",
            Self::Document => "#icon-document",
            Self::Down => "#icon-down",
            Self::Emoji => "#icon-emoji",
            Self::Edit => "#icon-edit",
            Self::Gear => "#icon-gear",
            Self::Hand => "#icon-hand",
            Self::Help => "#icon-help",
            Self::Image => "#icon-image",
            Self::Info => "#icon-info",
            Self::Keyboard => "#icon-keyboard",
            Self::Link => "#icon-link",
            Self::Location => "#icon-location",
            Self::Mark => "#icon-mark",
            Self::Merge => "#icon-merge",
            Self::Microphone => "#icon-microphone",
            Self::More => "#icon-more",
            Self::Neutral => "#icon-neutral",
            Self::Offline => "#icon-offline",
            Self::People => "#icon-people",
            Self::Phone => "#icon-phone",
            Self::Plus => "#icon-plus",
            Self::Person => "#icon-person",
            Self::Pin => "#icon-pin",
            Self::Read => "#icon-read",
            Self::Reply => "#icon-reply",
            Self::Reopen => "#icon-reopen",
            Self::Sad => "#icon-sad",
            Self::Search => "#icon-search",
            Self::Select => "#icon-select",
            Self::Delete => "#icon-delete",
            Self::Send => "#icon-send",
            Self::SignOut => "#icon-sign-out",
            Self::Sound => "#icon-sound",
            Self::Sticker => "#icon-sticker",
            Self::Tag => "#icon-tag",
            Self::Template => "#icon-template",
            Self::Unpin => "#icon-unpin",
            Self::Unread => "#icon-unread",
            Self::Unsupported => "#icon-unsupported",
            Self::Video => "#icon-video",
            Self::Download => "#icon-download",
            Self::Upload => "#icon-upload",
            Self::Forward => "#icon-forward",
            Self::Minus => "#icon-minus",
            Self::Next => "#icon-next",
            Self::Previous => "#icon-previous",
            Self::Trash => "#icon-trash",
            Self::Play => "#icon-play",
            Self::Pause => "#icon-pause",
            Self::Stop => "#icon-stop",
        }
    }
}

/// All icons, once in the page; [`IconView`] refers to them.
#[component]
pub fn IconSprite() -> impl IntoView {
    view! { <div class="sprite" aria-hidden="true" inner_html=SPRITE></div> }
}

/// An icon. It says nothing to screen readers: what it stands for is named beside it.
#[component]
pub fn IconView(
    /// Which.
    #[prop(into)]
    icon: Signal<Icon>,
    /// A class of the place it stands in.
    #[prop(optional)]
    class: &'static str,
    /// `small` for 16 instead of 20 pixels.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("icon {class}") data-size=size viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <use href=move || icon.get().reference()></use>
        </svg>
    }
}
