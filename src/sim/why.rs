//! Why something happened: the rule that triggered it, with its numbers.
//!
//! The engine records figures; the sentence is made when somebody reads it.

use std::fmt;

/// The reason of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// In words already.
    Text(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
        }
    }
}
