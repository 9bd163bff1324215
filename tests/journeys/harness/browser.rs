//! A browser and the hands and eyes of whoever sits before it.

use std::fmt::Display;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::prelude::*;
use thirtyfour::{LoggingPrefsLogLevel, TypingData};

use super::accessibility;
use super::console::{Expected, SERVER_AWAY};
use super::elements::{self, Name};
use super::eventually::{eventually, within_patience};
use super::people::Person;
use super::size::Size;

const SWITCHES: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-search-engine-choice-screen",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=pt-BR",
    "--password-store=basic",
];

/// A browser session with a profile of its own. Clones are the same browser.
#[derive(Clone)]
pub struct Browser(Arc<Session>);

struct Session {
    driver: WebDriver,
    url: String,
    size: Size,
    expected: Expected,
    /// The profile; it goes with the last browser that uses it.
    profile: Arc<TempDir>,
}

impl Browser {
    /// Starts a browser of this size, with switches of its own. `url` is the server's.
    pub async fn start(driver_url: &str, url: &str, size: Size, own_switches: &[String]) -> Self {
        let profile = Arc::new(TempDir::new().expect("a folder for the profile"));
        Self::start_in(profile, driver_url, url, size, own_switches).await
    }

    /// The same with a profile that is there.
    pub async fn start_in(
        profile: Arc<TempDir>,
        driver_url: &str,
        url: &str,
        size: Size,
        own_switches: &[String],
    ) -> Self {
        let mut capabilities = DesiredCapabilities::chrome();
        let switches = SWITCHES.map(str::to_owned).into_iter();
        for switch in switches
            .chain(own_switches.iter().cloned())
            .chain([format!("--user-data-dir={}", profile.path().display())])
        {
            capabilities.add_arg(&switch).expect("a switch is a string");
        }
        capabilities
            .add_experimental_option("prefs", json!({ "intl.accept_languages": "pt-BR,pt" }))
            .expect("preferences are JSON");
        capabilities
            .set_browser_log_level(LoggingPrefsLogLevel::All)
            .expect("a level is a string");
        let driver = WebDriver::new(driver_url, capabilities)
            .await
            .expect("a browser starts");
        let session = Session {
            driver,
            url: url.to_owned(),
            size,
            expected: Expected::default(),
            profile,
        };
        let browser = Self(Arc::new(session));
        browser.take_size().await;
        browser
    }

    /// The WebDriver session, for what has no word here.
    pub fn driver(&self) -> &WebDriver {
        &self.0.driver
    }

    /// How large its screen is.
    pub fn size(&self) -> Size {
        self.0.size
    }

    /// Goes to a path of the app.
    pub async fn open(&self, path: &str) {
        self.driver()
            .goto(format!("{}{path}", self.0.url))
            .await
            .expect("the page opens");
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.driver().refresh().await.expect("the page loads again");
    }

    /// Opens a path in another tab and goes there; returns the tab, for [`Browser::go_to_tab`].
    pub async fn open_tab(&self, path: &str) -> WindowHandle {
        let tab = self.driver().new_tab().await.expect("a tab opens");
        self.go_to_tab(&tab).await;
        self.take_size().await;
        self.open(path).await;
        tab
    }

    /// The tab one looks at.
    pub async fn tab(&self) -> WindowHandle {
        self.driver().window().await.expect("there is a tab")
    }

    /// Looks at another tab.
    pub async fn go_to_tab(&self, tab: &WindowHandle) {
        self.driver()
            .switch_to_window(tab.clone())
            .await
            .expect("the tab is there");
    }

    /// Opens the app and signs in.
    pub async fn sign_in(&self, person: &Person) {
        self.open("/").await;
        self.fill("E-mail", person.email).await;
        self.fill("Senha", person.password).await;
        self.click("button", "Entrar").await;
        self.find_gone("field", "Senha").await;
    }

    /// The path that the address bar shows.
    pub async fn path(&self) -> String {
        self.driver()
            .current_url()
            .await
            .expect("a page has an address")
            .path()
            .to_owned()
    }

    /// Waits for the visible element with this ARIA role and exactly this accessible name. The role `field` means
    /// whatever takes input.
    pub async fn find(&self, role: &str, name: &str) -> WebElement {
        self.await_element(None, role, Name::Is(name)).await
    }

    /// As [`Browser::find`], with a name that only contains the words.
    pub async fn find_with(&self, role: &str, part: &str) -> WebElement {
        self.await_element(None, role, Name::Has(part)).await
    }

    /// As [`Browser::find`], inside another element.
    pub async fn find_in(&self, root: &WebElement, role: &str, name: &str) -> WebElement {
        self.await_element(Some(root), role, Name::Is(name)).await
    }

    /// The visible elements whose names contain the words, as they are now.
    pub async fn all_with(&self, role: &str, part: &str) -> Vec<WebElement> {
        elements::all(self.driver(), None, role, Name::Has(part)).await
    }

    /// Waits until there is no such element.
    pub async fn find_gone(&self, role: &str, name: &str) {
        let look = async || {
            elements::all(self.driver(), None, role, Name::Is(name))
                .await
                .is_empty()
                .then_some(())
        };
        self.or_describe(format!("no {role} “{name}”"), within_patience(look).await)
            .await;
    }

    /// Clicks the element with this role and name. A page that just moves it is tried again.
    pub async fn click(&self, role: &str, name: &str) {
        self.click_named(role, Name::Is(name)).await;
    }

    /// Clicks the element whose name contains the words.
    pub async fn click_with(&self, role: &str, part: &str) {
        self.click_named(role, Name::Has(part)).await;
    }

    /// Replaces what is in a field.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.find("field", label).await;
        field.clear().await.expect("a field can be emptied");
        field.send_keys(text).await.expect("a field takes keys");
    }

    /// Types where the focus is: text, or keys as `Key::Enter` or `Key::Control + "k"`.
    pub async fn type_keys(&self, keys: impl Into<TypingData>) {
        self.driver()
            .action_chain()
            .send_keys(keys)
            .perform()
            .await
            .expect("keys are typed");
    }

    /// Waits until the page shows a text, line breaks and runs of spaces apart.
    pub async fn shows(&self, text: &str) {
        let look = async || self.visible_text().await?.contains(&squeezed(text)).then_some(());
        self.or_describe(format!("the text “{text}”"), within_patience(look).await)
            .await;
    }

    /// Waits until the page no longer shows a text.
    pub async fn no_longer_shows(&self, text: &str) {
        let look = async || (!self.visible_text().await?.contains(&squeezed(text))).then_some(());
        self.or_describe(format!("no text “{text}”"), within_patience(look).await)
            .await;
    }

    /// Everything that the page shows, with single spaces; `None` while it is being replaced.
    pub async fn visible_text(&self) -> Option<String> {
        let answer = self
            .driver()
            .execute("return document.body?.innerText ?? null", Vec::new())
            .await
            .ok()?;
        answer.json().as_str().map(squeezed)
    }

    /// Waits until an expression in the page is true.
    pub async fn until(&self, what: impl Display, expression: &str) {
        let script = format!("return Boolean({expression})");
        let look = async || {
            let answer = self.driver().execute(&script, Vec::new()).await.ok()?;
            (answer.json() == &Value::Bool(true)).then_some(())
        };
        self.or_describe(what, within_patience(look).await).await;
    }

    /// Runs a script in the page; what it returns.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver()
            .execute(script, arguments)
            .await
            .expect("the script runs")
            .json()
            .clone()
    }

    /// Switches the device to dark or light.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features }))
            .await;
    }

    /// Fails on what axe finds serious in the page as it is now.
    pub async fn assert_accessible(&self) {
        accessibility::assert_accessible(self.driver()).await;
    }

    /// Lines on the console with this part are no complaint: the journey causes them on purpose.
    pub fn may_log(&self, part: &str) {
        self.0.expected.add(part);
    }

    /// What Chromium says by itself about a server that is away is no complaint.
    pub fn expect_server_away(&self) {
        SERVER_AWAY.iter().for_each(|part| self.may_log(part));
    }

    /// Takes a picture of the screen and looks for barriers, light and dark; the pictures bear the size and the theme in their names.
    /// Ends light.
    pub async fn check_screen(&self, screen: &str) {
        for theme in ["dark", "light"] {
            self.prefer(theme).await;
            let name = format!("screen-{screen}-{:?}-{theme}", self.size());
            self.screenshot(&name.to_lowercase()).await;
            self.assert_accessible().await;
        }
    }

    /// Saves what the window shows as `journeys/<name>.png` in cargo's target folder; returns where.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../journeys");
        std::fs::create_dir_all(&folder).expect("the folder for screenshots can be made");
        let folder = folder.canonicalize().expect("the folder is there");
        let path = folder.join(name).with_extension("png");
        self.driver()
            .screenshot(&path)
            .await
            .expect("a screenshot is taken");
        path
    }

    /// The errors and warnings on the console that nobody expected.
    pub async fn complaints(&self) -> Vec<String> {
        match self.driver().browser_log().await {
            Ok(log) => self.0.expected.unexpected(&log),
            Err(error) => vec![format!("the console cannot be read: {error}")],
        }
    }

    /// For a failed journey: says where the browser is and what it shows, and saves a screenshot.
    pub async fn describe(&self, name: &str) {
        let url = self
            .driver()
            .current_url()
            .await
            .map(String::from)
            .unwrap_or_default();
        let text = self.visible_text().await.unwrap_or_default();
        let path = self.screenshot(name).await;
        eprintln!(
            "{url} ({:?}), screenshot {}, shows:\n  {text}",
            self.0.size,
            path.display()
        );
    }

    /// Ends it as a crash does, without a word; what is left is its profile.
    pub async fn crash(&self) -> Arc<TempDir> {
        let profile = self.0.profile.path().display().to_string();
        eventually("an end of the browser", async || {
            let processes = processes_with(&profile);
            for process in &processes {
                let kill = format!("kill -KILL {process}");
                // It may have ended meanwhile.
                let _ = Command::new("sh")
                    .args(["-c", &kill])
                    .stderr(Stdio::null())
                    .status();
            }
            processes.is_empty().then_some(())
        })
        .await;
        Arc::clone(&self.0.profile)
    }

    /// Whether it is this one.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Ends the session: a browser whose driver is merely killed would live on.
    pub async fn quit(&self) {
        if let Err(error) = self.driver().clone().quit().await {
            eprintln!("a browser did not end in order: {error}");
        }
    }

    async fn click_named(&self, role: &str, name: Name<'_>) {
        let look = async || {
            let found = elements::all(self.driver(), None, role, name).await;
            found.first()?.click().await.ok()
        };
        self.or_describe(
            format!("a {role} to click: {name:?}"),
            within_patience(look).await,
        )
        .await;
    }

    async fn await_element(&self, root: Option<&WebElement>, role: &str, name: Name<'_>) -> WebElement {
        let look = async || {
            elements::all(self.driver(), root, role, name)
                .await
                .into_iter()
                .next()
        };
        self.or_describe(format!("a {role}: {name:?}"), within_patience(look).await)
            .await
    }

    async fn or_describe<T>(&self, what: impl Display, found: Option<T>) -> T {
        match found {
            Some(found) => found,
            None => panic!(
                "waited in vain for {what}; the page names:\n  {}",
                self.names().await
            ),
        }
    }

    /// What can be operated on the page, by name.
    async fn names(&self) -> String {
        let mut names = Vec::new();
        for role in ["button", "link", "field", "heading"] {
            for element in elements::all(self.driver(), None, role, Name::Has("")).await {
                let name = elements::computed_name(&element).await.unwrap_or_default();
                names.push(format!("{role} “{name}”"));
            }
        }
        names.join("\n  ")
    }

    /// Makes the page of the current tab exactly as large as the screen it stands for.
    async fn take_size(&self) {
        let has_touch = self.0.size.has_touch();
        self.cdp("Emulation.setDeviceMetricsOverride", self.0.size.metrics())
            .await;
        self.cdp(
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": has_touch, "maxTouchPoints": 5 }),
        )
        .await;
    }

    /// Gives Chromium a command of its DevTools protocol.
    pub async fn cdp(&self, method: &str, parameters: Value) {
        self.driver()
            .cdp()
            .send_raw(method, parameters)
            .await
            .expect("Chromium takes the command");
    }
}

/// The processes whose command lines have this part, but for those that have ended.
fn processes_with(part: &str) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").expect("a system that tells of its processes");
    processes
        .filter_map(|entry| {
            let folder = entry.ok()?;
            let process = folder.file_name().to_str()?.parse().ok()?;
            let command = std::fs::read(folder.path().join("cmdline")).ok()?;
            String::from_utf8_lossy(&command)
                .contains(part)
                .then_some(process)
        })
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
