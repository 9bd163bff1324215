//! Long jobs side by side: each one's output goes to memory, the terminal shows one line of progress for all.

use std::io::{BufRead, BufReader, IsTerminal, Write, stdout};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command;
use crate::report::{say, spoken};

/// How many of a failed program's last lines are shown.
const SHOWN_LINES: usize = 30;

/// Something to do beside other things.
pub struct Job<'a> {
    name: String,
    about: &'static str,
    work: Box<Work<'a>>,
}

type Work<'a> = dyn FnOnce(&Progress) -> Result<()> + Send + 'a;

impl<'a> Job<'a> {
    /// A job, its name and about how long it takes.
    pub fn new(
        name: impl Into<String>,
        about: &'static str,
        work: impl FnOnce(&Progress) -> Result<()> + Send + 'a,
    ) -> Self {
        Self {
            name: name.into(),
            about,
            work: Box::new(work),
        }
    }
}

/// Does all jobs at once. Every job is brought to its end, so that what worked need not be done again.
pub fn side_by_side(jobs: Vec<Job<'_>>) -> Result<()> {
    for job in &jobs {
        say(&format!("▸ Install {} ({})", job.name, job.about));
    }
    let names: Vec<_> = jobs.iter().map(|job| job.name.clone()).collect();
    let progress: Vec<_> = jobs.iter().map(|_| Progress::default()).collect();
    let (ended, endings) = mpsc::channel();
    let mut failures = Vec::new();
    thread::scope(|scope| {
        for (place, (job, progress)) in jobs.into_iter().zip(&progress).enumerate() {
            let ended = ended.clone();
            scope.spawn(move || {
                let _ = ended.send((place, (job.work)(progress)));
            });
        }
        drop(ended);
        let display = Display::new();
        let mut running: Vec<_> = (0..names.len()).collect();
        loop {
            match endings.recv_timeout(display.pause()) {
                Ok((place, result)) => {
                    running.retain(|other| *other != place);
                    match result {
                        Ok(()) => display.say(&format!("  {}: done in {}", names[place], display.elapsed())),
                        Err(error) => {
                            display.say(&format!("  {}: failed after {}", names[place], display.elapsed()));
                            failures.push(error.context(names[place].clone()));
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    let lines = running
                        .iter()
                        .map(|&place| format!("{} {}", names[place], progress[place].worded()));
                    display.tick(&lines.collect::<Vec<_>>().join(" · "));
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    match failures.len() {
        0 => Ok(()),
        _ => bail!(
            "{}",
            failures
                .iter()
                .map(|error| format!("{error:#}"))
                .collect::<Vec<_>>()
                .join("\n✗ ")
        ),
    }
}

/// What a job has said so far.
#[derive(Default)]
pub struct Progress {
    lines: Mutex<Vec<String>>,
}

impl Progress {
    /// Runs a program and listens to what it says.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        let name = command::name(command);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        thread::scope(|scope| {
            if let Some(out) = out {
                scope.spawn(|| self.listen(BufReader::new(out)));
            }
            if let Some(err) = err {
                self.listen(BufReader::new(err));
            }
        });
        let status = child.wait()?;
        if !status.success() {
            bail!("{name} ended with {status}\n{}", self.last_lines());
        }
        Ok(())
    }

    /// Whether anything said so far contains `words`.
    pub fn has_said(&self, words: &str) -> bool {
        self.with_lines(|lines| lines.iter().any(|line| line.contains(words)))
    }

    fn listen(&self, reader: impl BufRead) {
        for line in reader.lines().map_while(Result::ok) {
            self.with_lines(|lines| lines.push(line));
        }
    }

    /// "212 crates" while cargo compiles, else the last line.
    fn worded(&self) -> String {
        self.with_lines(|lines| {
            let compiled = lines
                .iter()
                .filter(|line| line.trim_start().starts_with("Compiling "))
                .count();
            match compiled {
                0 => lines
                    .last()
                    .map(|line| line.trim().chars().take(50).collect())
                    .unwrap_or_default(),
                _ => format!("{compiled} crates"),
            }
        })
    }

    fn last_lines(&self) -> String {
        self.with_lines(|lines| lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n"))
    }

    fn with_lines<T>(&self, work: impl FnOnce(&mut Vec<String>) -> T) -> T {
        work(
            &mut self
                .lines
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }
}

/// One line that is written over on a terminal; in a log, a line every half minute.
struct Display {
    start: Instant,
    is_terminal: bool,
}

impl Display {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            is_terminal: stdout().is_terminal(),
        }
    }

    fn pause(&self) -> Duration {
        if self.is_terminal {
            Duration::from_secs(1)
        } else {
            Duration::from_secs(30)
        }
    }

    fn elapsed(&self) -> String {
        spoken(self.start.elapsed())
    }

    fn tick(&self, line: &str) {
        let line: String = format!("  {}: {line}", self.elapsed())
            .chars()
            .take(100)
            .collect();
        if self.is_terminal {
            print!("\r\x1b[K{line}");
            let _ = stdout().flush();
        } else {
            say(&line);
        }
    }

    fn say(&self, line: &str) {
        if self.is_terminal {
            print!("\r\x1b[K");
        }
        say(line);
    }
}
