//! How measures are told: one line each for people, one JSON object a line for machines.
//!
//! A line says what was measured (median, and p99 where there are enough samples), the floors measured in the same run with the
//! ratio to each, what the project has set itself, and how busy the machine was. Nothing fails here: a miss is told as a miss, and
//! what could not be measured is told as that.

use serde_json::{Value, json};
use std::fmt::Write as _;

/// What the person asked for, and where the measures go.
pub struct Report {
    is_json: bool,
    names: Vec<String>,
}

/// Median and p99 of some samples, in the measure's unit.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// The middle one.
    pub median: f64,
    /// 99 of 100 are at most this; `None`: too few samples, or a thing that is counted once.
    pub p99: Option<f64>,
    /// How many samples.
    pub count: usize,
}

/// One thing that was measured.
pub struct Measure {
    name: &'static str,
    about: String,
    unit: &'static str,
    figures: Figures,
    floors: Vec<(&'static str, Figures)>,
    must: Option<Target>,
    aim: Option<Target>,
    notes: Vec<String>,
}

/// What a measure has to keep.
#[derive(Clone, Copy, Default)]
pub struct Target {
    median: Option<Bound>,
    p99: Option<Bound>,
}

#[derive(Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
    TimesFloor(f64, &'static str),
}

impl Report {
    /// From the program's arguments: `--json`, and words of which a measure's name must contain one.
    pub fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let (flags, names): (Vec<_>, Vec<_>) = arguments
            .into_iter()
            .partition(|argument| argument.starts_with("--"));
        Self {
            is_json: flags.iter().any(|flag| flag == "--json"),
            names,
        }
    }

    /// Whether a measure was asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|part| name.contains(part))
    }

    /// Tells a measure.
    pub fn tell(&self, measure: &Measure) {
        if self.is_json {
            println!("{}", measure.json());
        } else {
            println!("{}", measure.line());
        }
    }

    /// Tells that something could not be measured, and why.
    pub fn skip(&self, name: &'static str, why: &str) {
        if self.is_json {
            println!("{}", json!({ "name": name, "skipped": why }));
        } else {
            println!("{name}: not measured: {why}");
        }
    }

    /// Tells what goes on, to people who wait.
    pub fn progress(&self, what: &str) {
        eprintln!("  … {what}");
    }
}

impl Figures {
    /// Of at least one sample; p99 from 100 samples on.
    pub fn of(samples: &[f64]) -> Self {
        let mut sorted = samples.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        Self {
            median: rank(&sorted, 50),
            p99: (sorted.len() >= 100).then(|| rank(&sorted, 99)),
            count: sorted.len(),
        }
    }

    /// Of a thing that is counted once.
    pub const fn single(value: f64) -> Self {
        Self {
            median: value,
            p99: None,
            count: 1,
        }
    }

    /// The figures of rounds that were measured one by one: the median round for each.
    pub fn of_rounds(rounds: &[Self]) -> Self {
        let medians: Vec<_> = rounds.iter().map(|round| round.median).collect();
        let tails: Option<Vec<_>> = rounds.iter().map(|round| round.p99).collect();
        Self {
            median: Self::of(&medians).median,
            p99: tails
                .filter(|tails| !tails.is_empty())
                .map(|tails| Self::of(&tails).median),
            count: rounds.iter().map(|round| round.count).sum(),
        }
    }
}

/// The smallest sample that `percent` of all do not exceed; 0 of none.
fn rank(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent).div_ceil(100);
    sorted.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
}

impl Measure {
    /// A measure; `name` is what one types to run it alone, `about` says what was done.
    pub fn new(name: &'static str, about: impl Into<String>, unit: &'static str, figures: Figures) -> Self {
        Self {
            name,
            about: about.into(),
            unit,
            figures,
            floors: Vec::new(),
            must: None,
            aim: None,
            notes: Vec::new(),
        }
    }

    /// What the same work costs elsewhere, measured in the same run.
    pub fn floor(mut self, name: &'static str, figures: Figures) -> Self {
        self.floors.push((name, figures));
        self
    }

    /// What the project must keep.
    pub const fn must(mut self, target: Target) -> Self {
        self.must = Some(target);
        self
    }

    /// What it aims at.
    pub const fn aim(mut self, target: Target) -> Self {
        self.aim = Some(target);
        self
    }

    /// What one has to know to read the figures.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    fn line(&self) -> String {
        let mut line = format!(
            "{:24} {:>18} {}",
            self.name,
            spoken_figures(self.figures),
            self.unit
        );
        for (name, floor) in &self.floors {
            let _ = write!(
                line,
                "  ·  {name} {}, ratio {}",
                spoken_figures(*floor),
                spoken_figures(self.ratio(*floor))
            );
        }
        for (word, target) in [("must", self.must), ("aim", self.aim)] {
            let Some(target) = target else { continue };
            let verdict = match self.keeps(target) {
                Some(true) => "kept",
                Some(false) => "MISSED",
                None => "unknown",
            };
            let _ = write!(line, "  ·  {word} {}: {verdict}", target.spoken());
        }
        let _ = write!(line, "  ·  load {} on {} cores", spoken_load(), cores());
        let _ = write!(line, "  ·  {}", self.about);
        for note in &self.notes {
            let _ = write!(line, "; {note}");
        }
        line
    }

    fn json(&self) -> Value {
        let target = |target: Option<Target>| {
            target.map(|target| json!({ "target": target.spoken(), "kept": self.keeps(target) }))
        };
        let floors: Vec<_> = self
            .floors
            .iter()
            .map(|(name, floor)| {
                let ratio = self.ratio(*floor);
                json!({ "name": name, "median": floor.median, "p99": floor.p99,
                    "ratio": ratio.median, "ratio_p99": ratio.p99 })
            })
            .collect();
        json!({
            "name": self.name, "about": self.about, "unit": self.unit,
            "median": self.figures.median, "p99": self.figures.p99, "samples": self.figures.count,
            "floors": floors, "must": target(self.must), "aim": target(self.aim), "notes": self.notes,
            "load": load(), "cores": cores(),
        })
    }

    fn ratio(&self, floor: Figures) -> Figures {
        Figures {
            median: self.figures.median / floor.median,
            p99: self
                .figures
                .p99
                .zip(floor.p99)
                .map(|(ours, theirs)| ours / theirs),
            count: self.figures.count,
        }
    }

    /// `None`: what it is compared with was not measured.
    fn keeps(&self, target: Target) -> Option<bool> {
        let floor = |name: &str| self.floors.iter().find(|(other, _)| *other == name);
        let check = |bound: Bound, value: Option<f64>, of_floor: fn(&Figures) -> Option<f64>| {
            let value = value?;
            Some(match bound {
                Bound::AtMost(most) => value <= most,
                Bound::AtLeast(least) => value >= least,
                Bound::TimesFloor(times, name) => value <= times * of_floor(&floor(name)?.1)?,
            })
        };
        let mut keeps = true;
        if let Some(bound) = target.median {
            keeps &= check(bound, Some(self.figures.median), |floor| Some(floor.median))?;
        }
        if let Some(bound) = target.p99 {
            keeps &= check(bound, self.figures.p99, |floor| floor.p99)?;
        }
        Some(keeps)
    }
}

impl Target {
    /// The median is at most so much.
    pub fn at_most(value: f64) -> Self {
        Self {
            median: Some(Bound::AtMost(value)),
            p99: None,
        }
    }

    /// The median is at least so much.
    pub fn at_least(value: f64) -> Self {
        Self {
            median: Some(Bound::AtLeast(value)),
            p99: None,
        }
    }

    /// The median is at most so many times that of a floor.
    pub fn times_floor(times: f64, floor: &'static str) -> Self {
        Self {
            median: Some(Bound::TimesFloor(times, floor)),
            p99: None,
        }
    }

    /// Only p99 is bound: it is at most so much.
    pub fn p99_only_at_most(value: f64) -> Self {
        Self::default().p99_at_most(value)
    }

    /// Also, p99 is at most so much.
    pub const fn p99_at_most(mut self, value: f64) -> Self {
        self.p99 = Some(Bound::AtMost(value));
        self
    }

    /// Also, p99 is at most so many times that of a floor.
    pub const fn p99_times_floor(mut self, times: f64, floor: &'static str) -> Self {
        self.p99 = Some(Bound::TimesFloor(times, floor));
        self
    }

    fn spoken(self) -> String {
        let bound = |bound: Bound| match bound {
            Bound::AtMost(value) => format!("≤ {}", spoken(value)),
            Bound::AtLeast(value) => format!("≥ {}", spoken(value)),
            Bound::TimesFloor(times, name) => format!("≤ {} × {name}", spoken(times)),
        };
        match (self.median, self.p99) {
            (Some(median), None) => bound(median),
            (None, Some(p99)) => format!("p99 {}", bound(p99)),
            (Some(median), Some(p99)) => format!("{}, p99 {}", bound(median), bound(p99)),
            (None, None) => "nothing".to_owned(),
        }
    }
}

/// "6.1 / 14.2".
fn spoken_figures(figures: Figures) -> String {
    match figures.p99 {
        Some(p99) => format!("{} / {}", spoken(figures.median), spoken(p99)),
        None => spoken(figures.median),
    }
}

/// Three digits that count, thousands apart: 0.0123, 1.23, 12.3, 123, 12,345.
fn spoken(value: f64) -> String {
    let size = value.abs();
    if size >= 100.0 {
        let whole = format!("{size:.0}");
        let mut spoken = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                spoken.push(',');
            }
            spoken.push(digit);
        }
        return if value < 0.0 { format!("-{spoken}") } else { spoken };
    }
    let decimals = match size {
        10.0.. => 1,
        1.0.. => 2,
        0.1.. => 3,
        _ => 4,
    };
    let spoken = format!("{value:.decimals$}");
    spoken.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Programs that wanted to run, on average over the last minute.
fn load() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

fn spoken_load() -> String {
    load().map_or_else(|| "unknown".to_owned(), |load| format!("{load:.1}"))
}
