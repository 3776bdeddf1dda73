//! What a reader takes, for people who fill a form in: values to pick from, or a description.

use spanned_toml::shape::Shape;
use spanned_toml::tree::basic_string;

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
    /// What `shape` takes; `None` where that is best shown by the fault of a wrong value.
    pub(super) fn of(shape: &Shape) -> Option<Self> {
        match shape {
            Shape::Flag => {
                let choice = |word: &str| Choice { value: word.to_owned(), words: word.to_owned() };
                Some(Self::OneOf(["true", "false"].map(choice).to_vec()))
            }
            Shape::OneOf(words) => {
                let choice =
                    |word: &&str| Choice { value: basic_string(word), words: (*word).to_owned() };
                Some(Self::OneOf(words.iter().map(choice).collect()))
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
