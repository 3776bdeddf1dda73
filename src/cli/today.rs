//! The day, for blueprints that are valid until one.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds of a day; UTC knows no leap seconds here.
const DAY: u64 = 86_400;

/// Today by UTC, as an ISO date.
pub(super) fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    iso(since.as_secs() / DAY)
}

/// The date so many days after 1 January 1970.
fn iso(days: u64) -> String {
    let (mut left, mut year) = (days, 1970_u64);
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    // A clock may be set to anything; past this year no blueprint differs.
    while year < 9_999 && left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left.min(30) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_through_leap_years() {
        let cases = [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_787, "2026-11-30"),
            (20_788, "2026-12-01"),
            (20_818, "2026-12-31"),
            (20_819, "2027-01-01"),
        ];
        for (days, date) in cases {
            assert_eq!(iso(days), date);
        }
        assert_eq!(iso(u64::MAX).len(), 10);
    }
}
