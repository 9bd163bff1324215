//! Long-running programs: started together, watched, ended in order.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// How often the programs are looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How long a program may take to answer after its start.
const START: Duration = Duration::from_secs(60);
/// How long a program may take to end in order.
const END: Duration = Duration::from_secs(15);
/// How many of a failed program's last lines are shown.
const SHOWN_LINES: usize = 30;

/// A running program whose output goes to a file.
pub struct Service {
    name: &'static str,
    child: Child,
    log: PathBuf,
}

impl Service {
    /// Starts a program. It is a process group of its own: Ctrl-C reaches it only through [`watch`], once.
    pub fn start(name: &'static str, command: &mut Command, log: PathBuf) -> Result<Self> {
        let file = File::create(&log).with_context(|| format!("{} cannot be written", log.display()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .process_group(0)
            .spawn()
            .with_context(|| format!("the {name} cannot be started"))?;
        Ok(Self { name, child, log })
    }

    /// Waits until the program answers 200 at `path`.
    pub fn wait_until_ready(&mut self, port: u16, path: &str) -> Result<()> {
        let start = Instant::now();
        while !answers(port, path) {
            if let Some(status) = self.child.try_wait()? {
                return Err(self.ended(status));
            }
            if start.elapsed() > START {
                bail!(
                    "the {} does not answer on port {port}:\n{}",
                    self.name,
                    last_lines(&self.log)
                );
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Where its output goes.
    pub fn log(&self) -> &Path {
        &self.log
    }

    fn ended(&self, status: ExitStatus) -> anyhow::Error {
        anyhow::anyhow!(
            "the {} ended by itself ({status}):\n{}",
            self.name,
            last_lines(&self.log)
        )
    }

    /// Asks the program to end, waits, and ends it by force if it does not.
    fn end(&mut self) {
        let is_running = matches!(self.child.try_wait(), Ok(None));
        if !is_running {
            return;
        }
        // A shell has `kill` built in, even where no package brings the program.
        let mut kill = Command::new("sh");
        let _ = kill
            .args(["-c", "kill -TERM \"$0\"", &self.child.id().to_string()])
            .status();
        let start = Instant::now();
        while start.elapsed() < END {
            match self.child.try_wait() {
                Ok(None) => thread::sleep(LOOK),
                _ => return,
            }
        }
        eprintln!("  the {} did not end in time and was stopped", self.name);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.end();
    }
}

/// Set as soon as the person or the system asks us to end.
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From here on Ctrl-C, kill and a closed terminal are noticed instead of ending this program.
    pub fn listen() -> Result<Self> {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&flag)).context("signals cannot be heard")?;
        }
        Ok(Self(flag))
    }
}

/// Returns when interrupted, or with an error as soon as a service ends by itself. Ends all of them either way, last first.
pub fn watch(mut services: Vec<Service>, interrupt: &Interrupt) -> Result<()> {
    let result = wait(&mut services, interrupt);
    if result.is_ok() {
        println!("\n▸ Ending");
    }
    while let Some(service) = services.pop() {
        drop(service);
    }
    result
}

fn wait(services: &mut [Service], interrupt: &Interrupt) -> Result<()> {
    while !interrupt.0.load(Ordering::Relaxed) {
        for service in &mut *services {
            if let Some(status) = service.child.try_wait()? {
                return Err(service.ended(status));
            }
        }
        thread::sleep(LOOK);
    }
    Ok(())
}

fn answers(port: u16, path: &str) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        )?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(start.starts_with(b"HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(test: &str, script: &str) -> Service {
        let log = std::env::temp_dir().join(format!("perfectchat-xtask-{}-{test}.log", std::process::id()));
        Service::start("shell", Command::new("sh").args(["-c", script]), log).unwrap()
    }

    fn never() -> Interrupt {
        Interrupt(Arc::default())
    }

    #[test]
    fn a_service_that_ends_by_itself_is_told_with_its_last_words() {
        let failure = watch(vec![shell("ends", "echo out of memory; exit 3")], &never())
            .unwrap_err()
            .to_string();
        assert!(
            failure.contains("the shell ended by itself") && failure.contains("out of memory"),
            "{failure}"
        );
    }

    #[test]
    fn an_interrupt_ends_services_in_order() {
        let service = shell(
            "interrupted",
            "trap 'echo bye; exit 0' TERM; echo hello; while :; do sleep 0.05; done",
        );
        let log = service.log().to_owned();
        // Until it has said hello a signal would end the shell without a word.
        while !last_lines(&log).contains("hello") {
            thread::yield_now();
        }
        let interrupt = never();
        interrupt.0.store(true, Ordering::Relaxed);
        watch(vec![service], &interrupt).unwrap();
        assert!(last_lines(&log).ends_with("bye"));
    }

    #[test]
    fn waiting_for_a_service_that_failed_ends_at_once() {
        let failure = shell("fails", "echo no such database; exit 1")
            .wait_until_ready(1, "/")
            .unwrap_err()
            .to_string();
        assert!(failure.contains("no such database"), "{failure}");
    }
}
