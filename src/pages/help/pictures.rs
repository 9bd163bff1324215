//! The guide's pictures, made from the real app. `public/guide/pictures.txt` names those that are there, with their sizes, so that nothing
//! moves when they come; what is not there is left out.

use crate::i18n::help::guide::Picture;
use crate::i18n::use_i18n;
use crate::ui::theme::{Theme, ThemeChoice};
use domain::language::Language;
use leptos::prelude::*;

const PICTURES: &str = include_str!("../../../public/guide/pictures.txt");

/// A picture in the reader's language and theme.
#[component]
pub(super) fn PictureView(
    /// Which.
    picture: Picture,
    /// What is to be seen on it.
    words: &'static str,
) -> impl IntoView {
    // Whoever shows the guide in another language makes its pictures anew.
    let language = use_i18n().language_untracked();
    let theme = expect_context::<ThemeChoice>();
    // It was never looked at before, and there is no connection now.
    let is_missing = RwSignal::new(false);
    let dark_when = move || match theme.theme() {
        Theme::System => "(prefers-color-scheme: dark)",
        Theme::Light => "not all",
        Theme::Dark => "all",
    };
    size_of(PICTURES, &name_of(picture, language)).map(|(width, height)| {
        view! {
            <Show when=move || !is_missing.get()>
                <figure class="guide__figure">
                    <picture>
                        <source media=dark_when srcset=address(picture, language, "dark") />
                        <img
                            class="guide__picture"
                            src=address(picture, language, "light")
                            alt=words
                            width=width
                            height=height
                            loading="lazy"
                            decoding="async"
                            on:error=move |_| is_missing.set(true)
                        />
                    </picture>
                </figure>
            </Show>
        }
        .into_any()
    })
}

fn name_of(picture: Picture, language: Language) -> String {
    format!("{}/{}", language.tag(), picture.name())
}

fn address(picture: Picture, language: Language, theme: &str) -> String {
    format!("/guide/{}-{theme}.webp", name_of(picture, language))
}

/// Width and height of a picture, in CSS pixels; `None`: it is not there.
fn size_of(list: &'static str, name: &str) -> Option<(&'static str, &'static str)> {
    let mut lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.find_map(|line| {
        let mut words = line.split_whitespace();
        let is_it = words.next() == Some(name);
        Some((words.next()?, words.next()?)).filter(|_| is_it)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_picture_is_there_when_the_list_names_it() {
        let list = "# words about it\npt-BR/screen 1200 750\nen/screen 1201 751\nes/screen\n";
        assert_eq!(size_of(list, "pt-BR/screen"), Some(("1200", "750")));
        assert_eq!(size_of(list, "en/screen"), Some(("1201", "751")));
        for missing in ["es/screen", "screen", "#", "pt-BR/list", ""] {
            assert_eq!(size_of(list, missing), None, "{missing}");
        }
    }

    #[test]
    fn every_picture_is_there_in_each_language_light_and_dark() {
        use Picture::{Bin, Composer, Header, List, Panel, Recorder, Screen, Search};
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/guide");
        for language in Language::ALL {
            for picture in [Screen, Composer, Recorder, Bin, Search, List, Header, Panel] {
                let name = name_of(picture, language);
                for theme in ["light", "dark"] {
                    let file = folder.join(format!("{name}-{theme}.webp"));
                    assert!(file.is_file(), "{}", file.display());
                }
                assert!(size_of(PICTURES, &name).is_some(), "{name} has no size");
            }
        }
    }
}
