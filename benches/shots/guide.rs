//! The pictures of the guide inside the app: in each language, light and dark, small. `pictures.txt` beside them names them with their
//! sizes, for the app.

use crate::album::settle;
use crate::house::House;
use crate::journeys::harness::{Browser, Size};
use crate::screens;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use thirtyfour::Key;

/// What the list of the pictures begins with.
const HEAD: &str =
    "# The guide's pictures that are there, with their sizes. Written by `cargo xtask shots --guide`.\n";
/// Dots a pixel: sharp enough on dense screens, and still small.
const DENSITY: f64 = 1.5;
/// Of a hundred.
const QUALITY: u32 = 70;

/// What is looked for on the screen in one language.
struct Words {
    /// As the app names its folder.
    tag: &'static str,
    record: &'static str,
    stop: &'static str,
    sentence: &'static str,
}

const LANGUAGES: [Words; 3] = [
    Words {
        tag: "pt-BR",
        record: "Gravar mensagem de voz",
        stop: "Parar e enviar",
        sentence: "Oi, @contact_firstname! Já te mando o boleto.",
    },
    Words {
        tag: "en",
        record: "Record a voice message",
        stop: "Stop and send",
        sentence: "Hi @contact_firstname, the invoice is on its way.",
    },
    Words {
        tag: "es",
        record: "Grabar mensaje de voz",
        stop: "Parar y enviar",
        sentence: "Hola, @contact_firstname. Enseguida te mando el recibo.",
    },
];

/// Takes all of them into the folder; returns how many there are.
pub async fn take(house: &House, driver_url: &str, folder: &Path) -> usize {
    let switches = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
    ];
    let switches = switches.map(str::to_owned);
    let mut list = HEAD.to_owned();
    let mut count = 0;
    for words in &LANGUAGES {
        let browser = Browser::start(driver_url, &house.url(), Size::Desktop, &switches).await;
        let mut camera = Camera {
            browser: &browser,
            folder,
            words,
            list: &mut list,
            count: 0,
        };
        camera.walk(house).await;
        count += camera.count;
        browser.quit().await;
    }
    fs::write(folder.join("pictures.txt"), list).expect("the list of pictures can be written");
    count
}

struct Camera<'a> {
    browser: &'a Browser,
    folder: &'a Path,
    words: &'static Words,
    list: &'a mut String,
    count: usize,
}

impl Camera<'_> {
    /// Goes through the app as the guide does. What another session sent here stands in the thread; nobody minds.
    async fn walk(&mut self, house: &House) {
        let browser = self.browser;
        let size = json!({ "width": 1200, "height": 750, "deviceScaleFactor": 1, "mobile": false });
        browser.cdp("Emulation.setDeviceMetricsOverride", size).await;
        sign_in(house, browser).await;
        let choose = "localStorage.setItem('perfectchat.language', arguments[0])";
        browser.script(choose, vec![self.words.tag.into()]).await;

        screens::open(browser, "Mariana Albuquerque", "Perfeito! Consegue").await;
        self.take("screen", "return [0, 0, innerWidth, innerHeight]")
            .await;
        self.take("search", TOP_OF_THE_LIST).await;
        self.take("list", &around(".shell__list")).await;
        self.take("header", &around(".chat-header, .window-strip")).await;
        let with_panel = browser
            .script("return location.pathname + '?info'", Vec::new())
            .await;
        browser.open(with_panel.as_str().unwrap_or_default()).await;
        browser
            .until("the panel", "document.querySelector('.shell__info')")
            .await;
        self.take("panel", &around(".shell__info")).await;

        screens::open(browser, "Mariana Albuquerque", "Perfeito! Consegue").await;
        screens::type_text(browser, self.words.sentence).await;
        self.take("composer", &around(".composer")).await;
        screens::type_text(browser, "").await;

        browser.click("button", self.words.record).await;
        let seconds = "document.querySelector('.recorder__time')?.innerText.trim() >= '0:02'";
        browser.until("two seconds", seconds).await;
        self.take("recorder", &around(".recorder")).await;
        browser.click("button", self.words.stop).await;
        let sent = "[...document.querySelectorAll('.message-bubble[data-direction=outbound]')].at(-1)?.querySelector('.voice-note')";
        browser.until("a voice note", sent).await;
        browser.script(OPEN_MENU, Vec::new()).await;
        browser
            .until("its menu", "document.querySelector('.row-menu:popover-open')")
            .await;
        self.take("bin", &around("[data-menu-of], .row-menu:popover-open"))
            .await;
        browser.type_keys(Key::Escape + "").await;
    }

    /// Takes a picture, light and dark; the script says of which part of the window.
    async fn take(&mut self, name: &str, part: &str) {
        let name = format!("{}/{name}", self.words.tag);
        let mut size = (0.0, 0.0);
        for theme in ["light", "dark"] {
            self.browser.prefer(theme).await;
            settle(self.browser).await;
            let found = self.browser.script(part, Vec::new()).await;
            let side = |place: usize| found[place].as_f64().unwrap_or_default().round();
            let clip = json!({
                "x": side(0), "y": side(1), "width": side(2), "height": side(3), "scale": DENSITY,
            });
            size = (side(2), side(3));
            let file = self.folder.join(format!("{name}-{theme}.webp"));
            fs::create_dir_all(file.parent().unwrap_or(self.folder)).expect("the folder can be made");
            fs::write(&file, shot(self.browser, clip).await).expect("the picture can be written");
            self.count += 1;
        }
        let (width, height) = size;
        assert!(width > 0.0 && height > 0.0, "{name} shows nothing");
        self.list.push_str(&format!("{name} {width} {height}\n"));
    }
}

async fn sign_in(house: &House, browser: &Browser) {
    browser.open("/").await;
    browser.fill("E-mail", "ana@docearte.example").await;
    browser.fill("Senha", &house.password).await;
    browser.click("button", "Entrar").await;
    browser.find_gone("field", "Senha").await;
}

/// What a part of the window looks like, as WebP.
async fn shot(browser: &Browser, clip: Value) -> Vec<u8> {
    let how = json!({ "format": "webp", "quality": QUALITY, "clip": clip });
    let answer = browser
        .driver()
        .cdp()
        .send_raw("Page.captureScreenshot", how)
        .await;
    let data = answer.expect("Chromium takes the picture")["data"].clone();
    // The page knows Base64.
    let decode = "return [...atob(arguments[0])].map((one) => one.charCodeAt(0))";
    let bytes = browser.script(decode, vec![data]).await;
    serde_json::from_value(bytes).expect("bytes are numbers below 256")
}

/// A script that says where everything stands that a selector names: one box around all of it.
fn around(selector: &str) -> String {
    format!(
        "const boxes = [...document.querySelectorAll('{selector}')].map((one) => one.getBoundingClientRect())
             .filter((box) => box.width > 0);
         const [left, top] = ['left', 'top'].map((side) => Math.max(0, Math.min(...boxes.map((box) => box[side]))));
         const right = Math.min(innerWidth, Math.max(...boxes.map((box) => box.right)));
         const bottom = Math.min(innerHeight, Math.max(...boxes.map((box) => box.bottom)));
         return [left, top, right - left, bottom - top]"
    )
}

/// From the upper edge of the list's pane to its first row.
const TOP_OF_THE_LIST: &str = "const pane = document.querySelector('.shell__list').getBoundingClientRect();
     const rows = document.querySelector('.shell__list .virtual-list').getBoundingClientRect();
     return [pane.left, pane.top, pane.width, rows.top - pane.top]";

/// The dots beside the last message of ours; the message is marked, to be found again.
const OPEN_MENU: &str =
    "const bubble = [...document.querySelectorAll('.message-bubble[data-direction=outbound]')].at(-1);
     bubble.dataset.menuOf = '';
     bubble.closest('.message-line').querySelector('.message-line__button').click()";
