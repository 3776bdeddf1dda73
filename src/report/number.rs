//! Figures as people read them: rounded to what the eye takes in, always with a
//! unit. Programs get the exact ones from JSON and CSV instead.

/// Stands where there is no figure.
const NONE: &str = "–";

/// A count with its thousands apart: `1,234,567`.
pub(super) fn count(value: impl Into<u64>) -> String {
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

/// A mean of counts: `3.25`.
pub(super) fn mean(value: f64) -> String {
    if value.is_finite() { significant(value) } else { NONE.to_owned() }
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
pub(super) fn millis(value: f64) -> String {
    match value {
        _ if !value.is_finite() => NONE.to_owned(),
        0.0 => "0 ms".to_owned(),
        _ if value < 999.5 => format!("{} ms", significant(value)),
        _ => seconds(value / 1_000.0),
    }
}

/// A length in seconds: `7.31 s`.
pub(super) fn seconds(value: f64) -> String {
    match value {
        _ if !value.is_finite() => NONE.to_owned(),
        0.0 => "0 s".to_owned(),
        _ => format!("{} s", significant(value)),
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

/// The figure with the dotted `path` of a summary, with its unit; never a zero
/// for what is not.
pub(super) fn figure(path: &str, value: f64) -> String {
    let is_seconds =
        path.ends_with("_s") || path.starts_with("first.") || path.starts_with("last.");
    let (least, text) = match path {
        _ if path.ends_with("_ratio") => return share(value),
        _ if path.starts_with("cost_usd.") && value == 0.0 => return "$0".to_owned(),
        _ if path.starts_with("cost_usd.") => (0.000_1, dollars(value)),
        _ if path.starts_with("latency_ms.") || path.starts_with("wait_ms.") => {
            (0.01, millis(value))
        }
        _ if is_seconds => (0.01, seconds(value)),
        _ => (0.01, grouped(value)),
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
pub(super) fn difference(path: &str, value: f64) -> String {
    let sign = match value {
        _ if value > 0.0 => "+",
        _ if value < 0.0 => "-",
        _ => "",
    };
    format!("{sign}{}", figure(path, value.abs()))
}

/// A mean of counts: whole where it is, the thousands of a large one apart.
fn grouped(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative and below 2^53"
    )]
    let whole = |value: f64| count(value.round() as u64);
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_figure_is_written_by_the_unit_of_its_path() {
        let cases = [
            ("requests.failed_ratio", 0.054_4, "5.44 %"),
            ("latency_ms.p99", 1_250.0, "1.25 s"),
            ("latency_ms.p99", 0.001, "<0.01 ms"),
            ("cost_usd.total", 0.014_71, "$0.0147"),
            ("cost_usd.total", 0.000_01, "<$0.0001"),
            ("cost_usd.total", 0.0, "$0"),
            ("first.refused", 34.94, "34.9 s"),
            ("cold_starts.mean_s", 7.312, "7.31 s"),
            ("instances.peak", 10.0, "10"),
            ("instances.peak", 9.75, "9.75"),
            ("requests.offered", 634_512.4, "634,512"),
            ("instances.peak", 0.000_1, "<0.01"),
            ("events", 0.0, "0"),
        ];
        for (path, value, text) in cases {
            assert_eq!(figure(path, value), text, "{path} {value}");
        }
    }

    #[test]
    fn a_difference_has_a_sign_unless_there_is_none() {
        let texts = [0.05, -0.05, 0.0].map(|value| difference("requests.failed_ratio", value));
        assert_eq!(texts, ["+5.00 %", "-5.00 %", "0 %"]);
    }

    #[test]
    fn what_is_no_number_is_a_dash() {
        let texts = [mean(f64::NAN), share(f64::NAN), millis(f64::INFINITY), seconds(f64::NAN)];
        assert_eq!(texts, ["–", "–", "–", "–"]);
    }
}
