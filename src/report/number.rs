//! Figures as people read them: rounded to what the eye takes in, always with a
//! unit. Programs get every digit from JSON and CSV instead.

use apprunner_sim::model::metric::Unit;
use apprunner_sim::sim::summary::Absence;

/// Stands where there is no figure.
const NONE: &str = "–";

/// A count with its thousands apart: `1,234,567`.
pub(crate) fn count(value: impl Into<u64>) -> String {
    let digits = value.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with this number of decimals, the thousands of a whole one apart: `1,234`, `0.5`, `<1`; never a
/// zero for what is not.
pub(super) fn rounded(value: f64, decimals: usize) -> String {
    let least = 0.1_f64.powi(i32::try_from(decimals).unwrap_or(i32::MAX));
    match decimals {
        _ if value > 0.0 && value < least / 2.0 => format!("<{least:.decimals$}"),
        0 => whole(value),
        _ => format!("{value:.decimals$}"),
    }
}

/// A number rounded to a whole one, the thousands apart.
fn whole(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and requests of ten years at the highest rate are below 2^53"
    )]
    count(value.round() as u64)
}

/// A mean of counts: `3.25`.
pub(super) fn mean(value: f64) -> String {
    if value.is_finite() { significant(value) } else { NONE.to_owned() }
}

/// Whole percentages of `counts` in `whole`, which together are what their sum is: the largest
/// remainders are rounded up.
pub(crate) fn percents(counts: &[u32], whole: u64) -> Vec<u64> {
    let whole = whole.max(1);
    let hundreds = |count: &u32| u64::from(*count) * 100;
    let mut percents: Vec<u64> = counts.iter().map(|count| hundreds(count) / whole).collect();
    let sum: u64 = counts.iter().map(hundreds).sum();
    let missing = ((sum + whole / 2) / whole).saturating_sub(percents.iter().sum());
    let mut places: Vec<usize> = (0..counts.len()).collect();
    places.sort_by_key(|place| {
        std::cmp::Reverse(counts.get(*place).map_or(0, |count| hundreds(count) % whole))
    });
    for place in places.into_iter().zip(0..missing).map(|(place, _)| place) {
        if let Some(percent) = percents.get_mut(place) {
            *percent += 1;
        }
    }
    percents
}

/// A share as a percentage: `5.44 %`; never a zero for what is not.
pub(super) fn share(ratio: f64) -> String {
    let percent = ratio * 100.0;
    match percent {
        _ if !percent.is_finite() => NONE.to_owned(),
        0.0 => "0 %".to_owned(),
        _ if percent < 0.01 => "<0.01 %".to_owned(),
        _ if percent < 100.0 && percent > 99.99 => ">99.99 %".to_owned(),
        _ => format!("{} %", significant(percent)),
    }
}

/// Milliseconds, as seconds from one second on: `84.2 ms`, `1.25 s`.
pub(super) fn millis(value: impl Into<Option<f64>>) -> String {
    let Some(value) = value.into() else { return NONE.to_owned() };
    match value {
        _ if !value.is_finite() => NONE.to_owned(),
        0.0 => "0 ms".to_owned(),
        _ if value < 999.5 => format!("{} ms", significant(value)),
        _ => seconds(value / 1_000.0),
    }
}

/// A length in seconds: `7.31 s`.
pub(super) fn seconds(value: impl Into<Option<f64>>) -> String {
    let Some(value) = value.into() else { return NONE.to_owned() };
    match value {
        _ if !value.is_finite() => NONE.to_owned(),
        0.0 => "0 s".to_owned(),
        _ => format!("{} s", significant(value)),
    }
}

/// Why a figure has no value.
pub(super) fn absent(reason: Option<Absence>) -> &'static str {
    match reason {
        Some(Absence::NothingAnswered) => "none: no request got a response",
        Some(Absence::NothingWaited) => "none: no request reached an instance or waited",
        Some(Absence::NoColdStart) => "none: no cold start ended",
        Some(Absence::NeverHappened) | None => "never",
    }
}

/// A moment of the run in seconds, to the millisecond: `50.0 s`, or `never`.
pub(super) fn moment(value: Option<f64>) -> String {
    let Some(value) = value else { return "never".to_owned() };
    let text = format!("{value:.3}");
    let trimmed = text.trim_end_matches('0');
    if trimmed.ends_with('.') { format!("{trimmed}0 s") } else { format!("{trimmed} s") }
}

/// An amount of money, as fine as a short run needs: `$0.0147`.
pub(super) fn dollars(value: f64) -> String {
    format!("${value:.4}")
}

/// What is left of `whole` beside `part`, as [`dollars`] shows both: rounded parts add
/// up to the rounded whole.
pub(super) fn rest_of(whole: f64, part: f64) -> f64 {
    let shown = |value: f64| (value * 1e4).round();
    ((shown(whole) - shown(part)) / 1e4).max(0.0)
}

/// A figure with its unit; never a zero for what is not.
pub(crate) fn figure(unit: Unit, value: f64) -> String {
    let (least, text) = match unit {
        Unit::Ratio => return share(value),
        Unit::Dollars if value == 0.0 => return "$0".to_owned(),
        Unit::Dollars => (0.000_1, dollars(value)),
        Unit::Milliseconds => (0.01, millis(value)),
        Unit::Seconds => (0.01, seconds(value)),
        Unit::Count => (0.01, grouped(value)),
    };
    if value != 0.0 && value.abs() < least / 2.0 {
        return match text.split_once(' ') {
            Some((_, unit)) => format!("<{least} {unit}"),
            None if text.starts_with('$') => format!("<${least}"),
            None => format!("<{least}"),
        };
    }
    text
}

/// [`figure`] with a sign, for differences.
pub(super) fn difference(unit: Unit, value: f64) -> String {
    let sign = match value {
        _ if value > 0.0 => "+",
        _ if value < 0.0 => "-",
        _ => "",
    };
    format!("{sign}{}", figure(unit, value.abs()))
}

/// A mean of counts: whole where it is, the thousands of a large one apart.
pub(super) fn grouped(value: f64) -> String {
    let is_whole = value.fract() == 0.0 || value >= 999.5;
    if is_whole && (0.0..9e15).contains(&value) { whole(value) } else { mean(value) }
}

/// Three digits that count, or the whole number when that has more.
fn significant(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.decimals$}")
}

/// A number of at most three decimals, without zeros at its end.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_of_a_vote_add_up() {
        assert_eq!(percents(&[4, 1, 3, 9], 17), [23, 6, 18, 53]);
        assert_eq!(percents(&[1, 1, 1], 3), [34, 33, 33]);
        assert_eq!(percents(&[2, 2], 2), [100, 100], "each picked two");
        assert_eq!(percents(&[0, 0], 0), [0, 0]);
    }

    #[test]
    fn thousands_stand_apart() {
        let texts = [0_u64, 999, 1_000, 1_234_567].map(count);
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_small_share_is_never_written_as_nothing_and_a_large_one_never_as_all() {
        let texts = [0.0, 0.000_01, 0.054_4, 0.5, 0.999_999, 1.0].map(share);
        assert_eq!(texts, ["0 %", "<0.01 %", "5.44 %", "50.0 %", ">99.99 %", "100 %"]);
    }

    #[test]
    fn a_rounded_number_is_zero_only_where_it_is() {
        let texts = [0.0, 0.17, 0.5, 3.4, 1_234.5].map(|value| rounded(value, 0));
        assert_eq!(texts, ["0", "<1", "1", "3", "1,235"]);
        let texts = [0.0, 0.04, 0.05, 12.34].map(|value| rounded(value, 1));
        assert_eq!(texts, ["0.0", "<0.1", "0.1", "12.3"]);
    }

    #[test]
    fn times_change_to_seconds_without_a_thousand_milliseconds() {
        let texts = [0.0, 0.25, 84.2, 999.4, 999.9, 1_250.0, 98_765.4].map(millis);
        assert_eq!(texts, ["0 ms", "0.25 ms", "84.2 ms", "999 ms", "1.00 s", "1.25 s", "98.8 s"]);
    }

    #[test]
    fn rounded_parts_add_up() {
        assert_eq!(dollars(rest_of(0.000_28, 0.000_14)), "$0.0002");
        assert_eq!((dollars(0.000_28), dollars(0.000_14)), ("$0.0003".into(), "$0.0001".into()));
    }

    #[test]
    fn moments_keep_the_digits_they_have() {
        let texts = [Some(50.0), Some(12.5), Some(3.000_4), None].map(moment);
        assert_eq!(texts, ["50.0 s", "12.5 s", "3.0 s", "never"]);
    }

    #[test]
    fn a_figure_is_written_by_its_unit() {
        let cases = [
            (Unit::Ratio, 0.054_4, "5.44 %"),
            (Unit::Milliseconds, 1_250.0, "1.25 s"),
            (Unit::Milliseconds, 0.001, "<0.01 ms"),
            (Unit::Dollars, 0.014_71, "$0.0147"),
            (Unit::Dollars, 0.000_01, "<$0.0001"),
            (Unit::Dollars, 0.0, "$0"),
            (Unit::Seconds, 34.94, "34.9 s"),
            (Unit::Seconds, 7.312, "7.31 s"),
            (Unit::Count, 10.0, "10"),
            (Unit::Count, 9.75, "9.75"),
            (Unit::Count, 634_512.4, "634,512"),
            (Unit::Count, 0.000_1, "<0.01"),
            (Unit::Count, 0.0, "0"),
        ];
        for (unit, value, text) in cases {
            assert_eq!(figure(unit, value), text, "{unit:?} {value}");
        }
    }

    #[test]
    fn a_difference_has_a_sign_unless_there_is_none() {
        let texts = [0.05, -0.05, 0.0].map(|value| difference(Unit::Ratio, value));
        assert_eq!(texts, ["+5.00 %", "-5.00 %", "0 %"]);
    }

    #[test]
    fn what_is_no_number_is_a_dash() {
        let texts = [mean(f64::NAN), share(f64::NAN), millis(f64::INFINITY), seconds(f64::NAN)];
        assert_eq!(texts, ["–", "–", "–", "–"]);
    }
}
