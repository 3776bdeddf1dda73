//! What a reader takes, for people who fill a form in: values to pick from, or a description.

use std::ops::RangeInclusive;

use super::words::value_in_words;
use apprunner_sim::model::rules::Limits;
use apprunner_sim::model::service::AutoScaling;
use spanned_toml::shape::Shape;
use spanned_toml::tree::basic_string;

/// A limit from here on is none.
const UNLIMITED: u64 = 1_000_000;

/// What a reader takes for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Takes {
    /// One of these.
    OneOf(Vec<Choice>),
    /// Anything that these words describe.
    Described(String),
}

/// A value that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Choice {
    /// The value as a file writes it.
    pub(in crate::tui) value: String,
    /// The value for people.
    pub(in crate::tui) words: String,
}

impl Takes {
    /// The limits of an edition for the setting at `path`, with their unit; `None` where it has
    /// none for it.
    pub(super) fn within(path: &str, limits: &Limits) -> Option<Self> {
        let from_to = |low: u64, high: u64, unit: &str| match high {
            UNLIMITED.. => format!("at least {low}, {unit}"),
            _ => format!("{low} to {high} {unit}"),
        };
        let count = |range: &RangeInclusive<u32>, unit| {
            from_to((*range.start()).into(), (*range.end()).into(), unit)
        };
        let seconds = |range: &RangeInclusive<u64>| {
            from_to(*range.start(), *range.end(), "seconds, such as 5s")
        };
        let words = match path {
            "service.auto_scaling.min_size" => count(&limits.min_size.value, "instances"),
            "service.auto_scaling.max_size" => count(&limits.max_size.value, "instances"),
            "service.auto_scaling.max_concurrency"
                if *limits.max_concurrency.value.start() < AutoScaling::NO_LIMIT =>
            {
                count(&limits.max_concurrency.value, "requests at the same time")
            }
            "service.health_check.interval" => seconds(&limits.check_interval_s.value),
            "service.health_check.timeout" => seconds(&limits.check_timeout_s.value),
            "service.health_check.healthy_threshold"
            | "service.health_check.unhealthy_threshold" => {
                count(&limits.threshold.value, "checks in a row")
            }
            _ => return None,
        };
        Some(Self::Described(words))
    }

    /// What `shape` takes for the setting at `path`; `None` where that is best shown by the fault
    /// of a wrong value.
    pub(super) fn of(path: &str, shape: &Shape) -> Option<Self> {
        let choice = |value: String| Choice { words: value_in_words(path, &value), value };
        match shape {
            Shape::Flag => {
                Some(Self::OneOf(["true", "false"].map(|it| choice(it.to_owned())).to_vec()))
            }
            Shape::OneOf(words) => {
                Some(Self::OneOf(words.iter().map(|it| choice(basic_string(it))).collect()))
            }
            other => described(other).map(Self::Described),
        }
    }
}

fn described(shape: &Shape) -> Option<String> {
    match shape {
        Shape::Integer(i64::MIN, i64::MAX) => Some("a whole number".to_owned()),
        Shape::Integer(low, high) => Some(format!("a whole number from {low} to {high}")),
        Shape::Number(low, high) if low.is_finite() && high.is_finite() => {
            Some(format!("a number from {low} to {high}"))
        }
        Shape::Number(..) => Some("a number".to_owned()),
        Shape::OneOf(words) => Some(words.join(", ")),
        Shape::AnyOf(shapes) => {
            let words: Vec<String> = shapes.iter().filter_map(described).collect();
            Some(words.join(", or ")).filter(|words| !words.is_empty())
        }
        Shape::Definition("duration") => Some("a duration such as 250ms, 10s or 1m30s".to_owned()),
        Shape::Definition("distribution") => {
            let kinds = "{ fixed = \"80ms\" }, or exponential with mean, uniform with min and max, \
                         lognormal with median and p99";
            Some(kinds.to_owned())
        }
        Shape::Any | Shape::Text | Shape::Flag | Shape::Pattern(_) | Shape::Definition(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::model::rules::Edition;

    #[test]
    fn limits_have_a_unit() {
        let limits = &Edition::Aws.rules().limits;
        let words = |path: &str| match Takes::within(path, limits) {
            Some(Takes::Described(words)) => words,
            other => format!("{other:?}"),
        };
        assert_eq!(words("service.auto_scaling.max_size"), "1 to 1000 instances");
        assert_eq!(
            words("service.auto_scaling.max_concurrency"),
            "1 to 200 requests at the same time"
        );
        assert_eq!(words("service.health_check.interval"), "1 to 20 seconds, such as 5s");
        assert_eq!(words("service.health_check.healthy_threshold"), "1 to 20 checks in a row");
        assert_eq!(words("service.port"), "None");
        let unlimited = &Edition::Express.rules().limits;
        assert_eq!(Takes::within("service.auto_scaling.max_concurrency", unlimited), None);
    }
}
