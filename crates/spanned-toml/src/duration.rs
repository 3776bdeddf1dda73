//! Lengths of time as files write them: `"250ms"`, `"10s"`, `"1m30s"`, `"2h"`.

use std::time::Duration;

use super::faults::{nearest, quoted};
use super::field::Field;
use super::shape::Shape;
use super::tree::Value;

/// Units from large to small, each in microseconds.
const UNITS: [(&str, u64); 6] = [
    ("d", 86_400_000_000),
    ("h", 3_600_000_000),
    ("m", 60_000_000),
    ("s", 1_000_000),
    ("ms", 1_000),
    ("us", 1),
];

/// What people write instead of a unit.
const MISNOMERS: [(&str, &str); 14] = [
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("min", "m"),
    ("mins", "m"),
    ("minute", "m"),
    ("minutes", "m"),
    ("hr", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("day", "d"),
    ("days", "d"),
    ("msec", "ms"),
];

/// The longest duration that is read: ten years, in microseconds.
pub const MOST_MICROS: u64 = 10 * 365 * 86_400 * 1_000_000;

/// Whether a duration may be no time at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Zero {
    /// It may.
    Allowed,
    /// It would make a loop without end, or a run without content.
    Refused,
}

/// Why a text is no duration.
#[derive(Debug, PartialEq, Eq)]
struct Refusal {
    message: String,
    help: Option<String>,
}

/// Reads the duration in `field`.
pub fn read(field: Field<'_>, zero: Zero) -> Duration {
    field.is_a("duration");
    field.expects(shape);
    let refusal = match field.value() {
        Some(Value::Text(text)) => match parse(text) {
            Ok(Duration::ZERO) if zero == Zero::Refused => {
                Refusal { message: format!("`{}` must be more than 0", field.name()), help: None }
            }
            Ok(duration) => return duration,
            Err(refusal) => refusal,
        },
        Some(number @ (Value::Integer(_) | Value::Float(_))) => bare(&number.to_string()),
        _ => {
            field.refuse("a duration").report();
            return Duration::ZERO;
        }
    };
    let fault = field.fault(refusal.message);
    let fault = fault.expected("a duration such as \"250ms\", \"10s\" or \"1m30s\"");
    match refusal.help {
        Some(help) => fault.help(help).report(),
        None => fault.report(),
    }
    Duration::ZERO
}

/// What every duration looks like; that its units go from large to small is left to the reader.
fn shape() -> Shape {
    let units = UNITS.map(|(unit, _)| unit).join("|");
    Shape::pattern(format!(r"^(?:[0-9.]+(?:{units})\s*)+$"))
}

/// Reads the duration that `text` names.
///
/// # Errors
///
/// Why it names none.
pub fn of_text(text: &str) -> Result<Duration, String> {
    parse(text).map_err(|refusal| refusal.message)
}

/// Reads `text` as numbers with units, large units first.
fn parse(text: &str) -> Result<Duration, Refusal> {
    let fails = |message: String| Err(Refusal { message, help: None });
    if text.starts_with('-') {
        return fails(format!("the duration {} is negative", quoted(text)));
    }
    let (mut rest, mut micros, mut next_unit) = (text, 0_u64, 0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let letters = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        // "1m 30s" is what people write.
        let unit = if tail.is_empty() { unit } else { unit.trim_end() };
        if number.is_empty() {
            return fails(format!("{} is not a duration", quoted(text)));
        }
        if number.matches('.').count() > 1 || number == "." {
            return fails(format!("{} in {} is not a number", quoted(number), quoted(text)));
        }
        if unit.is_empty() {
            return Err(bare(text));
        }
        let Some(index) = UNITS.iter().position(|&(name, _)| name == unit) else {
            return Err(unknown_unit(text, number, unit));
        };
        if index < next_unit {
            return fails(format!(
                "the units of {} are not in order from large to small",
                quoted(text)
            ));
        }
        let factor = UNITS.get(index).map_or(1, |&(_, factor)| factor);
        match scaled(number, factor).and_then(|part| micros.checked_add(part)) {
            Some(sum) if sum <= MOST_MICROS => micros = sum,
            _ => return fails(format!("{} is longer than ten years", quoted(text))),
        }
        (rest, next_unit) = (tail, index + 1);
    }
    if text.is_empty() {
        fails("the duration is empty".to_owned())
    } else {
        Ok(Duration::from_micros(micros))
    }
}

/// `number` times `factor` in integers, so that "0.1s" is exact; digits below a
/// microsecond are dropped.
fn scaled(number: &str, factor: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction = fraction.get(..fraction.len().min(12))?;
    let tail = if fraction.is_empty() {
        0
    } else {
        let numerator: u128 = fraction.parse().ok()?;
        numerator * u128::from(factor) / 10_u128.pow(u32::try_from(fraction.len()).ok()?)
    };
    whole.checked_mul(factor)?.checked_add(u64::try_from(tail).ok()?)
}

/// A number without its unit.
fn bare(text: &str) -> Refusal {
    Refusal {
        message: format!("{} is a bare number; a duration needs a unit", quoted(text)),
        help: Some(format!("write \"{}s\" for seconds, \"{0}ms\" for milliseconds", short(text))),
    }
}

/// A unit that nobody knows.
fn unknown_unit(text: &str, number: &str, unit: &str) -> Refusal {
    let names = MISNOMERS.iter().map(|&(name, _)| name);
    let meant = nearest(&unit.trim().to_lowercase(), names).and_then(|name| {
        MISNOMERS.iter().find_map(|&(known, unit)| (known == name).then_some(unit))
    });
    let known =
        UNITS.iter().map(|&(name, _)| name).find(|&name| name == unit.trim().to_lowercase());
    Refusal {
        message: format!("unknown unit {} in {}", quoted(unit), quoted(text)),
        help: Some(match known.or(meant) {
            Some(unit) => format!("did you mean \"{}{unit}\"?", short(number)),
            None => "units are d, h, m, s, ms and us".to_owned(),
        }),
    }
}

/// `text` when it is short enough for a suggestion.
fn short(text: &str) -> &str {
    if text.len() <= 20 { text } else { "10" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_microseconds() {
        let cases = [
            ("250ms", 250_000),
            ("10s", 10_000_000),
            ("1m30s", 90_000_000),
            ("1m 30s", 90_000_000),
            ("1h  5m 10s", 3_910_000_000),
            ("2h", 7_200_000_000),
            ("1.5s", 1_500_000),
            ("0.1s", 100_000),
            ("7us", 7),
            ("1d1h1m1s1ms1us", 90_061_001_001),
            ("0s", 0),
            ("3650d", MOST_MICROS),
        ];
        for (text, micros) in cases {
            assert_eq!(parse(text), Ok(Duration::from_micros(micros)), "{text}");
        }
    }

    #[test]
    fn every_mistake_is_told_by_name() {
        let cases = [
            ("10", "bare number"),
            ("-5s", "negative"),
            ("5x", "unknown unit"),
            ("10 s", "unknown unit"),
            ("10 s 5ms", "unknown unit"),
            ("1m30s ", "unknown unit"),
            ("s", "not a duration"),
            ("nan", "not a duration"),
            ("", "empty"),
            ("1s1m", "large to small"),
            ("1s1s", "large to small"),
            ("3651d", "ten years"),
            ("99999999999999999999h", "ten years"),
            ("1.2.3s", "not a number"),
            (".s", "not a number"),
        ];
        for (text, part) in cases {
            let message = parse(text).unwrap_err().message;
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
