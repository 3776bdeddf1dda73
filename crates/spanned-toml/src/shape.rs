//! What a reader takes for a value.

use serde_json::{Value as Json, json};

/// What a reader takes for a value that is no table.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Anything; what it has to be, another place decides.
    Any,
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number from the first to the second.
    Integer(i64, i64),
    /// A number from the first to the second, which may be infinite.
    Number(f64, f64),
    /// A string that a regular expression of ECMA-262 finds something in.
    Pattern(String),
    /// One of these strings.
    OneOf(Vec<&'static str>),
    /// Any of these.
    AnyOf(Vec<Self>),
    /// What all values of one reader have in common, by its name.
    Definition(&'static str),
}

impl Shape {
    /// Returns a text with something in it.
    pub(crate) fn words() -> Self {
        Self::pattern(r"\S")
    }

    /// Returns a text that the regular expression `pattern` matches.
    pub fn pattern(pattern: impl Into<String>) -> Self {
        Self::Pattern(pattern.into())
    }

    /// Takes `other` in, if both are one shape or ranges of whole numbers, which become one
    /// range. Returns whether it did.
    pub(crate) fn takes_in(&mut self, other: &Self) -> bool {
        if let (Self::Integer(low, high), Self::Integer(other_low, other_high)) =
            (&mut *self, other)
        {
            (*low, *high) = ((*low).min(*other_low), (*high).max(*other_high));
            return true;
        }
        self == other
    }

    /// How much it says: of what several readers take the same value for, the most precise
    /// counts.
    pub(crate) fn precision(&self) -> u8 {
        match self {
            Self::Any | Self::Text | Self::Integer(i64::MIN, i64::MAX) => 0,
            Self::Pattern(pattern) if pattern == r"\S" => 1,
            _ => 2,
        }
    }

    pub(crate) fn to_json(&self) -> Json {
        match self {
            Self::Any => json!({}),
            Self::Text => json!({ "type": "string" }),
            Self::Flag => json!({ "type": "boolean" }),
            Self::Integer(low, high) => {
                bounded("integer", *low, *high, |bound| *bound != i64::MIN && *bound != i64::MAX)
            }
            Self::Number(low, high) => bounded("number", *low, *high, |bound| bound.is_finite()),
            Self::Pattern(pattern) => json!({ "type": "string", "pattern": pattern }),
            Self::OneOf(words) => json!({ "enum": words }),
            Self::Definition(name) => json!({ "$ref": format!("#/$defs/{name}") }),
            Self::AnyOf(shapes) => {
                json!({ "anyOf": shapes.iter().map(Self::to_json).collect::<Vec<_>>() })
            }
        }
    }
}

/// A type of numbers with the bounds that are some.
fn bounded<N: Into<Json> + Copy>(
    name: &str,
    low: N,
    high: N,
    is_bound: impl Fn(&N) -> bool,
) -> Json {
    let mut schema = json!({ "type": name });
    for (key, bound) in [("minimum", low), ("maximum", high)] {
        if let (true, Json::Object(fields)) = (is_bound(&bound), &mut schema) {
            fields.insert(key.to_owned(), bound.into());
        }
    }
    schema
}
