//! What the calendar and clocks of a time zone show.

use domain::date_wording::CivilTime;
use domain::time::Timestamp;
use jiff::tz::TimeZone;

/// What the clocks of a time zone (IANA name) show at a time. A zone that nobody knows is UTC.
#[must_use]
pub fn civil_time(at: Timestamp, time_zone: &str) -> CivilTime {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let moment = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
    let clocks = moment.to_zoned(zone);
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    CivilTime {
        year: i32::from(clocks.year()),
        month: small(clocks.month()),
        day: small(clocks.day()),
        hour: small(clocks.hour()),
        minute: small(clocks.minute()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_show_what_their_zone_says() {
        let at = Timestamp::from_seconds(1_772_452_800);
        let shown = |zone: &str| {
            let time = civil_time(at, zone);
            (time.day, time.hour, time.minute)
        };
        assert_eq!(shown("America/Sao_Paulo"), (2, 9, 0));
        assert_eq!(shown("Asia/Kolkata"), (2, 17, 30));
        assert_eq!(shown("Pacific/Kiritimati"), (3, 2, 0));
        assert_eq!(shown("Nowhere/At_All"), (2, 12, 0));
    }
}
