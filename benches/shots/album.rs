//! The pictures, and the page that shows them side by side.

use crate::journeys::harness::{Browser, Size};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// A folder of pictures.
pub struct Album {
    folder: PathBuf,
    /// Screen and what is to be seen there, in the order of the first size.
    screens: Vec<(String, String)>,
    count: usize,
}

impl Album {
    pub fn new(folder: PathBuf) -> Self {
        fs::create_dir_all(&folder).expect("the folder for the pictures can be made");
        Self {
            folder,
            screens: Vec::new(),
            count: 0,
        }
    }

    /// Takes the picture of what the browser shows, light and dark.
    pub async fn take(&mut self, browser: &Browser, screen: &str, words: &str) {
        for theme in ["light", "dark"] {
            browser.prefer(theme).await;
            settle(browser).await;
            let path = self.folder.join(file_of(screen, browser.size(), theme));
            let taken = browser.driver().screenshot(&path).await;
            taken.expect("a picture is taken");
            self.count += 1;
        }
        if self.screens.iter().all(|(known, _)| known != screen) {
            self.screens.push((screen.to_owned(), words.to_owned()));
        }
    }

    pub const fn count(&self) -> usize {
        self.count
    }

    /// Writes `index.html`; returns where.
    pub fn write_index(&self) -> PathBuf {
        let mut page = String::from(
            "<!doctype html><html lang=\"pt-BR\"><meta charset=\"utf-8\"><title>PerfectChat: telas</title><style>\
             body{font:15px/21px system-ui;margin:24px;background:#e9e7e2;color:#222}\
             section{margin-block:32px}div{display:flex;flex-wrap:wrap;gap:12px;align-items:start}\
             img{block-size:380px;inline-size:auto;border:1px solid #bbb}h2{font-size:17px}</style><h1>PerfectChat: telas</h1>",
        );
        for (screen, words) in &self.screens {
            let _written = write!(page, "<section id=\"{screen}\"><h2>{screen}: {words}</h2><div>");
            for size in [Size::Desktop, Size::Tablet, Size::Phone] {
                for theme in ["light", "dark"] {
                    let file = file_of(screen, size, theme);
                    if self.folder.join(&file).is_file() {
                        let _written = write!(
                            page,
                            "<a href=\"{file}\"><img loading=\"lazy\" alt=\"{screen}, {size:?}, {theme}\" src=\"{file}\"></a>"
                        );
                    }
                }
            }
            page.push_str("</div></section>");
        }
        let path = self.folder.join("index.html");
        fs::write(&path, page).expect("the index can be written");
        path
    }
}

fn file_of(screen: &str, size: Size, theme: &str) -> String {
    format!("{screen}-{size:?}-{theme}.png").to_lowercase()
}

/// Waits until nothing moves and everything is drawn.
pub async fn settle(browser: &Browser) {
    let still = "document.fonts.status === 'loaded' && document.getAnimations().every((one) => one.playState !== 'running' \
                 || one.effect.getComputedTiming().endTime === Infinity) && !document.querySelector('[aria-busy=\"true\"]')";
    browser.until("a page that stands still", still).await;
    let frames =
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
    browser.script(frames, Vec::new()).await;
}
