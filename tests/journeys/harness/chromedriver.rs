//! The driver of the browsers: one process, shared by the journeys that run at the same time.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

static RUNNING: Mutex<Weak<Chromedriver>> = Mutex::new(Weak::new());

/// A running chromedriver; it ends with the last journey that holds it.
pub struct Chromedriver {
    process: Mutex<Child>,
    port: u16,
}

impl Chromedriver {
    /// The running driver, or a new one.
    pub fn shared() -> Arc<Self> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *running = Arc::downgrade(&driver);
            driver
        })
    }

    /// Where it takes commands.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts the driver on a free port that it chooses itself and tells on its standard output.
    fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            // Dates and times on the screen are the customers', whatever the machine's zone is.
            .env("TZ", "America/Sao_Paulo")
            .env("LANGUAGE", "pt_BR")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is on PATH: `cargo xtask test` installs it");
        let output = process.stdout.take().expect("the output is piped");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines
            .find_map(|line| {
                line.split("successfully on port ")
                    .nth(1)?
                    .trim_end_matches('.')
                    .parse()
                    .ok()
            })
            .expect("chromedriver tells its port");
        // It must always find somebody who reads, or it stops when the pipe is full.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            process: Mutex::new(process),
            port,
        }
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let process = self.process.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = process.kill();
        let _ = process.wait();
    }
}
