//! Chromium, as quiet as it gets, with our probe in every page.

use super::Outcome;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::prelude::*;

const SWITCHES: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=pt-BR",
    "--js-flags=--expose-gc",
];
/// Filling a device with 100,000 messages takes its time.
const PATIENCE: Duration = Duration::from_secs(300);

/// One browser with one page.
pub struct Browser {
    driver: WebDriver,
    process: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts driver and browser.
    pub async fn start() -> Outcome<Self> {
        // The driver's client asks for one although it only speaks plain HTTP. An error means that somebody has chosen already.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = process.stdout.take().ok_or("chromedriver has an output")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port: u16 = lines
            .find_map(|line| {
                let port = line.split("successfully on port ").nth(1)?;
                port.trim_end_matches('.').parse().ok()
            })
            .ok_or("chromedriver tells its port")?;
        // It must always find somebody who reads, or it stops when the pipe is full.
        std::thread::spawn(move || lines.for_each(drop));

        let profile = TempDir::new()?;
        let mut capabilities = DesiredCapabilities::chrome();
        for switch in SWITCHES {
            capabilities.add_arg(switch)?;
        }
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await?;
        driver.set_script_timeout(PATIENCE).await?;
        driver.set_page_load_timeout(PATIENCE).await?;
        let browser = Self {
            driver,
            process,
            _profile: profile,
        };
        let size = json!({ "width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        browser.cdp("Emulation.setDeviceMetricsOverride", size).await?;
        let probe = json!({ "source": include_str!("page/probe.js") });
        browser.cdp("Page.enable", json!({})).await?;
        browser
            .cdp("Page.addScriptToEvaluateOnNewDocument", probe)
            .await?;
        Ok(browser)
    }

    /// Goes to an address.
    pub async fn open(&self, address: &str) -> Outcome<()> {
        self.driver.goto(address).await?;
        Ok(())
    }

    /// Loads the page again.
    pub async fn reload(&self) -> Outcome<()> {
        self.driver.refresh().await?;
        Ok(())
    }

    /// Runs a script in the page and waits for what it promises.
    pub async fn run(&self, script: &str) -> Outcome<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {script} }})().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}));"
        );
        let answer = self.driver.execute_async(script, Vec::new()).await?;
        let answer = answer.json();
        match answer.get("error") {
            Some(error) => Err(format!("in the page: {error}").into()),
            None => Ok(answer.get("value").cloned().unwrap_or_default()),
        }
    }

    /// Runs a script and reads what it promises.
    pub async fn ask<T: DeserializeOwned>(&self, script: &str) -> Outcome<T> {
        Ok(serde_json::from_value(self.run(script).await?)?)
    }

    /// A command of the DevTools protocol.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Outcome<Value> {
        Ok(self.driver.cdp().send_raw(method, parameters).await?)
    }

    /// Ends browser and driver.
    pub async fn end(self) -> Outcome<()> {
        let mut process = self.process;
        let ended = self.driver.quit().await;
        process.kill()?;
        process.wait()?;
        Ok(ended?)
    }
}
