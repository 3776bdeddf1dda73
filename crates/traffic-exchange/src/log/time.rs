//! Times as logs write them.

use super::record::LogTime;

/// A time, and whether the log says in which zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) time: LogTime,
    pub(crate) has_zone: bool,
}

const MICROS: i64 = 1_000_000;
const MONTHS: [&[u8; 3]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// Reads a time of any form: `2026-03-01T12:00:00.5Z`, `01/Mar/2026:12:00:00 +0000`, or a number
/// of seconds, ms, µs or ns since 1970.
pub(crate) fn of_text(text: &str) -> Option<Stamp> {
    let text = text.trim();
    iso(text).or_else(|| of_access_log(text)).or_else(|| epoch_text(text))
}

/// Reads `10/Oct/2000:13:55:36 -0700`, with or without a fraction.
pub(crate) fn of_access_log(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let [_, _, b'/', a, b, c, b'/', _, _, _, _, b':', ..] = bytes else { return None };
    let day = digits(bytes.get(..2)?)?;
    let month = (1..).zip(MONTHS).find(|(_, name)| **name == [*a, *b, *c])?.0;
    let date = days(digits(bytes.get(7..11)?)?, month, day)?;
    time_of_day(date, bytes.get(12..)?)
}

/// Reads `2026-03-01T12:00:00.123+01:00`; a space or a tab may stand for the `T`.
pub(crate) fn iso(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let [_, _, _, _, b'-', _, _, b'-', _, _, b'T' | b't' | b' ' | b'\t', ..] = bytes else {
        return None;
    };
    let [year, month, day] = [0..4, 5..7, 8..10].map(|part| bytes.get(part).and_then(digits));
    time_of_day(days(year?, month?, day?)?, bytes.get(11..)?)
}

/// Reads the time that `line` begins with, which has up to three words, and what follows it: a
/// time of any form, or `05-19-2021 10:15:00 AM` as the console of App Runner writes it.
pub(crate) fn at_start_of(line: &str) -> Option<(Stamp, &str)> {
    let ends = line.match_indices(' ').map(|(at, _)| at).chain([line.len()]).take(3);
    ends.filter_map(|end| line.split_at_checked(end)).find_map(|(text, rest)| {
        let text = text.trim_matches(['[', ']']);
        Some((iso(text).or_else(|| console(text))?, rest))
    })
}

/// Reads `05-19-2021 10:15:00 AM`: the month, the day, and twelve hours twice.
fn console(text: &str) -> Option<Stamp> {
    let (time, half) = text.rsplit_once(' ')?;
    let [a, b, b'-', c, d, b'-', year @ ..] = time.as_bytes() else { return None };
    let (year, time) = year.split_at_checked(4)?;
    let [b' ', hour @ .., b':', _, _, b':', _, _] = time else { return None };
    let afternoon = match half {
        "AM" => 0,
        "PM" => 12,
        _ => return None,
    };
    let hour = digits(hour).filter(|hour| (1..=12).contains(hour))? % 12 + afternoon;
    let date = days(digits(year)?, digits(&[*a, *b])?, digits(&[*c, *d])?)?;
    let rest = time.get(time.len() - 6..)?;
    let time = [format!("{hour:02}").as_bytes(), rest].concat();
    time_of_day(date, &time)
}

/// Reads `13:55:36`, a fraction and a zone, each if there is one, on day number `date`.
fn time_of_day(date: i64, bytes: &[u8]) -> Option<Stamp> {
    let [_, _, b':', _, _, b':', _, _, rest @ ..] = bytes else { return None };
    let [hour, minute, second] = [0..2, 3..5, 6..8].map(|part| bytes.get(part).and_then(digits));
    let (hour, minute, second) = (hour?, minute?, second?);
    // A leap second is the first of the next minute.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (fraction, rest) = fraction(rest);
    let offset = zone(rest.trim_ascii())?;
    let seconds = date * 86_400 + hour * 3_600 + minute * 60 + second - offset.unwrap_or(0);
    let micros = seconds.checked_mul(MICROS)?.checked_add(fraction.unwrap_or(0))?;
    let time = LogTime::of_arrival(micros, fraction.is_none());
    Some(Stamp { time, has_zone: offset.is_some() })
}

/// The µs of a fraction of a second at the start of `bytes`, and what follows.
fn fraction(bytes: &[u8]) -> (Option<i64>, &[u8]) {
    let [b'.' | b',', rest @ ..] = bytes else { return (None, bytes) };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (places, rest) = rest.split_at(length);
    let digit = |place: usize| places.get(place).map_or(0, |byte| i64::from(byte - b'0'));
    ((length > 0).then(|| (0..6).fold(0, |sum, place| sum * 10 + digit(place))), rest)
}

/// The seconds that a zone lies east of UTC, `None` within where there is no zone.
#[expect(clippy::option_option, reason = "a zone that is none differs from no zone")]
fn zone(bytes: &[u8]) -> Option<Option<i64>> {
    let (sign, rest) = match bytes {
        [] => return Some(None),
        b"Z" | b"z" | b"UTC" | b"GMT" => return Some(Some(0)),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest {
        [a, b] => (digits(&[*a, *b])?, 0),
        [a, b, b':', c, d] | [a, b, c, d] => (digits(&[*a, *b])?, digits(&[*c, *d])?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(Some(sign * (hours * 3_600 + minutes * 60)))
}

/// Reads a number of seconds, ms, µs or ns since 1970, distinguished by its size.
fn epoch_text(text: &str) -> Option<Stamp> {
    if let Ok(whole) = text.parse::<i64>() {
        return epoch_whole(whole);
    }
    // `1e9` is a number, and no time.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let (seconds, places) = text.split_once('.').filter(|_| is_plain)?;
    if seconds.len() > 11 {
        return epoch(text.parse().ok()?);
    }
    let mut padded = places.as_bytes().to_vec();
    padded.insert(0, b'.');
    let micros = seconds.parse::<i64>().ok()? * MICROS + fraction(&padded).0?;
    Some(Stamp { time: LogTime::of_arrival(micros, false), has_zone: true })
}

/// Reads a whole number since 1970.
pub(crate) fn epoch_whole(value: i64) -> Option<Stamp> {
    let (micros, is_coarse) = match value {
        0..100_000_000_000 => (value * MICROS, true),
        100_000_000_000..100_000_000_000_000 => (value * 1_000, false),
        100_000_000_000_000..100_000_000_000_000_000 => (value, false),
        100_000_000_000_000_000.. => (value / 1_000, false),
        _ => return None,
    };
    Some(Stamp { time: LogTime::of_arrival(micros, is_coarse), has_zone: true })
}

/// Reads a number since 1970 that has a fraction.
#[expect(clippy::cast_possible_truncation, reason = "it is checked against the range before")]
pub(crate) fn epoch(value: f64) -> Option<Stamp> {
    if !(0.0..1e19).contains(&value) {
        return None;
    }
    let to_micros = [(1e11, 1e6), (1e14, 1e3), (1e17, 1.0), (f64::INFINITY, 1e-3)];
    let (_, factor) = to_micros.into_iter().find(|(below, _)| value < *below)?;
    let micros = (value * factor).round() as i64;
    Some(Stamp { time: LogTime::of_arrival(micros, false), has_zone: true })
}

/// Number of days from 1970 to a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    // Years begin in March here, so that a leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(before + (153 * month + 2) / 5 + day - 1 - 719_468)
}

/// The number that `bytes` write in digits.
fn digits(bytes: &[u8]) -> Option<i64> {
    bytes
        .iter()
        .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(text: &str) -> Option<i64> {
        of_text(text).map(|stamp| stamp.time.micros)
    }

    #[test]
    fn one_moment_in_every_form() {
        let noon = Some(1_772_366_400_500_000);
        for text in [
            "2026-03-01T12:00:00.5Z",
            "2026-03-01 13:00:00,500+01:00",
            "2026-03-01T12:00:00.500000999",
            "01/Mar/2026:05:00:00.5 -0700",
            "1772366400.5",
            "1772366400500",
            "1772366400500000",
            "1772366400500000123",
        ] {
            assert_eq!(micros(text), noon, "{text}");
        }
    }

    #[test]
    fn a_line_begins_with_its_time() {
        let noon = 1_772_366_400_000_000;
        for line in [
            "2026-03-01T12:00:00.000Z message",
            "2026-03-01 12:00:00 message",
            "03-01-2026 12:00:00 PM message",
            "[2026-03-01T12:00:00Z] message",
        ] {
            let (stamp, rest) = at_start_of(line).unwrap();
            assert_eq!((stamp.time.micros, rest), (noon, " message"), "{line}");
        }
        let (midnight, _) = at_start_of("03-01-2026 12:00:00 AM").unwrap();
        assert_eq!(midnight.time.micros, noon - 43_200_000_000);
        for line in ["", "message", "03-01-2026 13:00:00 PM x", "13-01-2026 12:00:00 AM x"] {
            assert_eq!(at_start_of(line), None, "{line}");
        }
    }

    #[test]
    fn the_calendar_has_its_leap_days() {
        assert_eq!(micros("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(micros("2000-02-29T00:00:00Z"), Some(951_782_400 * MICROS));
        assert_eq!(micros("2016-12-31T23:59:60Z"), Some(1_483_228_800 * MICROS));
        for text in ["2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-04-31T00:00:00Z"] {
            assert_eq!(micros(text), None, "{text}");
        }
    }

    #[test]
    fn whole_seconds_and_missing_zones_show() {
        let stamp = of_text("2026-03-01 12:00:00").unwrap();
        assert!(stamp.time.is_coarse && !stamp.has_zone);
        assert!(!of_text("2026-03-01T12:00:00.000Z").unwrap().time.is_coarse);
        for text in ["", "-", "noon", "2026-03-01", "1e9", "-5", "01/Mrz/2026:05:00:00 +0100", "²"]
        {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}
