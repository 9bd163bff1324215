//! The calendar of a time zone, as the browser's `Intl` knows it.
//!
//! A formatter is kept for each time zone, and what a zone's clocks show is remembered for each quarter of an hour (no zone
//! changes its clocks between two of them), so a thread of messages asks `Intl` a few times only.

use domain::date_wording::CivilTime;
use domain::time::Timestamp;
use js_sys::{Array, Object, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::JsValue;

const QUARTER_HOUR_MS: i64 = 15 * 60_000;
const MOST_REMEMBERED: usize = 4_096;
const EPOCH: CivilTime = CivilTime {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
};

thread_local! {
    static ZONES: RefCell<HashMap<String, Zone>> = RefCell::new(HashMap::new());
}

struct Zone {
    formatter: js_sys::Intl::DateTimeFormat,
    /// What the clocks show at the beginning of a quarter of an hour.
    quarters: HashMap<i64, CivilTime>,
}

/// What the calendar and clocks of a time zone (IANA name) show at a time. A zone that the browser does not know is UTC.
#[must_use]
pub fn civil_time(at: Timestamp, time_zone: &str) -> CivilTime {
    let quarter = at.as_millis().div_euclid(QUARTER_HOUR_MS);
    let minutes_into = at.as_millis().rem_euclid(QUARTER_HOUR_MS) / 60_000;
    let mut start = ZONES.with_borrow_mut(|zones| {
        if !zones.contains_key(time_zone) {
            zones.insert(time_zone.to_owned(), Zone::new(time_zone));
        }
        zones
            .get_mut(time_zone)
            .map_or(EPOCH, |zone| zone.quarter(quarter))
    });
    // A quarter of an hour never crosses an hour.
    start.minute += u8::try_from(minutes_into).unwrap_or(0);
    start
}

/// The civil day of a time in a time zone: days since 1970-01-01.
#[must_use]
pub fn day_number(at: Timestamp, time_zone: &str) -> i32 {
    i32::try_from(civil_time(at, time_zone).day_number()).unwrap_or(i32::MAX)
}

impl Zone {
    fn new(time_zone: &str) -> Self {
        let formatter = formatter(time_zone).or_else(|| formatter("UTC"));
        let formatter =
            formatter.unwrap_or_else(|| js_sys::Intl::DateTimeFormat::new(&Array::new(), &Object::new()));
        Self {
            formatter,
            quarters: HashMap::new(),
        }
    }

    fn quarter(&mut self, quarter: i64) -> CivilTime {
        if let Some(time) = self.quarters.get(&quarter) {
            return *time;
        }
        if self.quarters.len() >= MOST_REMEMBERED {
            self.quarters.clear();
        }
        let time = read_parts(&self.formatter, quarter * QUARTER_HOUR_MS);
        self.quarters.insert(quarter, time);
        time
    }
}

/// `None` when the browser does not know the zone: the constructor throws then, so it is called by way of `Reflect`.
fn formatter(time_zone: &str) -> Option<js_sys::Intl::DateTimeFormat> {
    let options = Object::new();
    let numeric = ["year", "month", "day", "hour", "minute"].map(|part| (part, "numeric"));
    let fixed = [
        ("timeZone", time_zone),
        ("hourCycle", "h23"),
        ("calendar", "gregory"),
    ];
    for (key, value) in numeric.into_iter().chain(fixed) {
        Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let constructor = Reflect::get(&intl, &JsValue::from_str("DateTimeFormat")).ok()?;
    let arguments = Array::of2(&JsValue::from_str("en-US"), &options);
    let made = Reflect::construct(&constructor.into(), &arguments).ok()?;
    Some(wasm_bindgen::JsCast::unchecked_into(made))
}

fn read_parts(formatter: &js_sys::Intl::DateTimeFormat, unix_ms: i64) -> CivilTime {
    let mut time = EPOCH;
    #[allow(
        clippy::cast_precision_loss,
        reason = "times of this age of the world are far below 2^53"
    )]
    let date = js_sys::Date::new(&JsValue::from_f64(unix_ms as f64));
    for part in formatter.format_to_parts(&date).iter() {
        let text = |key: &str| {
            Reflect::get(&part, &JsValue::from_str(key))
                .ok()
                .and_then(|value| value.as_string())
        };
        let (Some(kind), Some(value)) = (text("type"), text("value")) else {
            continue;
        };
        let Ok(number) = value.parse::<i32>() else {
            continue;
        };
        let small = u8::try_from(number).unwrap_or(0);
        match kind.as_str() {
            "year" => time.year = number,
            "month" => time.month = small,
            "day" => time.day = small,
            "hour" => time.hour = small,
            "minute" => time.minute = small,
            _ => {}
        }
    }
    time
}
