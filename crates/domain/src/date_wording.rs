//! How dates, times and durations are worded, from civil (wall clock) time in the company's zone.
//!
//! Who has a clock and a zone makes the [`CivilTime`]: the app by `Intl`, the server by its time zone database.

use crate::language::Language;
use crate::time::Span;

/// A moment on the wall clock of some zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilTime {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
}

impl CivilTime {
    /// Days since 1970-01-01, by the civil calendar.
    #[must_use]
    pub fn day_number(&self) -> i64 {
        // Days from civil, after Howard Hinnant's "chrono-compatible low-level date algorithms".
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// 0 for Sunday to 6 for Saturday.
    #[must_use]
    pub fn weekday(&self) -> usize {
        usize::try_from((self.day_number() + 4).rem_euclid(7)).unwrap_or(0)
    }
}

/// `10:42`.
#[must_use]
pub fn time_of_day(time: CivilTime) -> String {
    format!("{:02}:{:02}", time.hour, time.minute)
}

/// `08 de setembro de 2025, 15h03`; English `8 September 2025, 15:03`; Spanish `8 de septiembre de 2025, 15:03`.
#[must_use]
pub fn date_and_time(time: CivilTime, language: Language) -> String {
    let CivilTime {
        year,
        day,
        hour,
        minute,
        ..
    } = time;
    let month = month_name(time, language);
    match language {
        Language::Portuguese => format!("{day:02} de {month} de {year}, {hour:02}h{minute:02}"),
        Language::English => format!("{day} {month} {year}, {hour:02}:{minute:02}"),
        Language::Spanish => format!("{day} de {month} de {year}, {hour:02}:{minute:02}"),
    }
}

/// `8 de setembro de 2025`; English `8 September 2025`.
#[must_use]
pub fn date(time: CivilTime, language: Language) -> String {
    let CivilTime { year, day, .. } = time;
    let month = month_name(time, language);
    match language {
        Language::English => format!("{day} {month} {year}"),
        Language::Portuguese | Language::Spanish => format!("{day} de {month} de {year}"),
    }
}

/// `setembro de 2025`; English `September 2025`.
#[must_use]
pub fn month_and_year(time: CivilTime, language: Language) -> String {
    let month = month_name(time, language);
    match language {
        Language::English => format!("{month} {}", time.year),
        Language::Portuguese | Language::Spanish => format!("{month} de {}", time.year),
    }
}

/// The words on the line between two days of a thread: today, yesterday, the weekday within a week, else the date.
#[must_use]
pub fn day_separator(day: CivilTime, today: CivilTime, language: Language) -> String {
    match today.day_number() - day.day_number() {
        0 => today_word(language).to_owned(),
        1 => yesterday_word(language).to_owned(),
        2..=6 => weekday_name(day, language).to_owned(),
        _ => {
            let month = month_name(day, language);
            match (language, day.year == today.year) {
                (Language::English, true) => format!("{} {month}", day.day),
                (Language::English, false) => format!("{} {month} {}", day.day, day.year),
                (_, true) => format!("{} de {month}", day.day),
                (_, false) => format!("{} de {month} de {}", day.day, day.year),
            }
        }
    }
}

/// The time in a row of the list: `10:42` today, "Ontem", `sex.` within a week, else `12/09/2025`.
#[must_use]
pub fn list_time(time: CivilTime, now: CivilTime, language: Language) -> String {
    match now.day_number() - time.day_number() {
        0 => time_of_day(time),
        1 => yesterday_word(language).to_owned(),
        2..=6 => short_weekday_name(time, language).to_owned(),
        _ => format!("{:02}/{:02}/{}", time.day, time.month, time.year),
    }
}

/// `3 h 12 min`, `48 min`; below a minute `42 s`. Rounded down, so that no more is promised than there is.
#[must_use]
pub fn duration(span: Span) -> String {
    let seconds = span.as_millis().max(0) / 1_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, _) => format!("{minutes} min"),
        (_, 0) => format!("{hours} h"),
        _ => format!("{hours} h {minutes} min"),
    }
}

/// `0:47`, `12:05`, `1:02:03`: the length of a sound or film.
#[must_use]
pub fn playing_time(length_ms: u64) -> String {
    let seconds = length_ms / 1_000;
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes}:{rest:02}")
    }
}

const fn today_word(language: Language) -> &'static str {
    match language {
        Language::Portuguese => "Hoje",
        Language::English => "Today",
        Language::Spanish => "Hoy",
    }
}

const fn yesterday_word(language: Language) -> &'static str {
    match language {
        Language::Portuguese => "Ontem",
        Language::English => "Yesterday",
        Language::Spanish => "Ayer",
    }
}

fn weekday_name(time: CivilTime, language: Language) -> &'static str {
    let names = match language {
        Language::Portuguese => [
            "Domingo",
            "Segunda-feira",
            "Terça-feira",
            "Quarta-feira",
            "Quinta-feira",
            "Sexta-feira",
            "Sábado",
        ],
        Language::English => [
            "Sunday",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
        ],
        Language::Spanish => [
            "Domingo",
            "Lunes",
            "Martes",
            "Miércoles",
            "Jueves",
            "Viernes",
            "Sábado",
        ],
    };
    names[time.weekday()]
}

fn short_weekday_name(time: CivilTime, language: Language) -> &'static str {
    let names = match language {
        Language::Portuguese => ["dom.", "seg.", "ter.", "qua.", "qui.", "sex.", "sáb."],
        Language::English => ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        Language::Spanish => ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
    };
    names[time.weekday()]
}

fn month_name(time: CivilTime, language: Language) -> &'static str {
    let names = match language {
        Language::Portuguese => [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        Language::English => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Language::Spanish => [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    };
    names[usize::from(time.month.clamp(1, 12)) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(year: i32, month: u8, day: u8, hour: u8, minute: u8) -> CivilTime {
        CivilTime {
            year,
            month,
            day,
            hour,
            minute,
        }
    }

    #[test]
    fn dates_are_worded_as_each_language_does() {
        let time = at(2025, 9, 8, 15, 3);
        assert_eq!(
            date_and_time(time, Language::Portuguese),
            "08 de setembro de 2025, 15h03"
        );
        assert_eq!(date_and_time(time, Language::English), "8 September 2025, 15:03");
        assert_eq!(
            date_and_time(time, Language::Spanish),
            "8 de septiembre de 2025, 15:03"
        );
    }

    #[test]
    fn months_are_told_with_their_year() {
        let time = at(2025, 9, 8, 15, 3);
        for (language, expected) in [
            (Language::Portuguese, "setembro de 2025"),
            (Language::English, "September 2025"),
            (Language::Spanish, "septiembre de 2025"),
        ] {
            assert_eq!(month_and_year(time, language), expected);
        }
    }

    #[test]
    fn days_are_told_by_their_distance_on_the_calendar() {
        let now = at(2026, 11, 22, 0, 5);
        let cases = [
            (at(2026, 11, 22, 0, 1), "Hoje", "00:01"),
            (at(2026, 11, 21, 23, 59), "Ontem", "Ontem"),
            (at(2026, 11, 20, 9, 0), "Sexta-feira", "sex."),
            (at(2026, 11, 16, 9, 0), "Segunda-feira", "seg."),
            (at(2026, 11, 15, 9, 0), "15 de novembro", "15/11/2026"),
            (at(2025, 12, 31, 9, 0), "31 de dezembro de 2025", "31/12/2025"),
        ];
        for (time, separator, in_list) in cases {
            assert_eq!(day_separator(time, now, Language::Portuguese), separator);
            assert_eq!(list_time(time, now, Language::Portuguese), in_list);
        }
    }

    #[test]
    fn the_calendar_counts_every_day() {
        assert_eq!(at(1970, 1, 1, 0, 0).day_number(), 0);
        assert_eq!(
            at(2000, 3, 1, 0, 0).day_number() - at(2000, 2, 28, 0, 0).day_number(),
            2
        );
        assert_eq!(
            at(2100, 3, 1, 0, 0).day_number() - at(2100, 2, 28, 0, 0).day_number(),
            1
        );
        assert_eq!(at(2026, 11, 22, 0, 0).weekday(), 0);
    }

    #[test]
    fn durations_are_rounded_down() {
        for (seconds, words) in [
            (11_520, "3 h 12 min"),
            (7_200, "2 h"),
            (2_939, "48 min"),
            (59, "59 s"),
            (0, "0 s"),
            (-5, "0 s"),
        ] {
            assert_eq!(duration(Span::from_seconds(seconds)), words);
        }
        assert_eq!(
            [47_900, 725_000, 3_723_000].map(playing_time),
            ["0:47", "12:05", "1:02:03"]
        );
    }
}
