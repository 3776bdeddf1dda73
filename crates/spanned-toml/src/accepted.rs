//! What a reader takes for the value of a setting: the reader notes it as it reads, so a
//! form that offers settings knows no more and no less than the reader itself.

use super::tree::basic_string;

/// What a reader takes for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// One of these.
    OneOf(Vec<Choice>),
    /// Anything that these words describe.
    Described(String),
}

/// A value that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value as a file writes it.
    pub value: String,
    /// The value for people.
    pub words: String,
}

impl Accepted {
    /// Describes strings, one of which is chosen.
    pub fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let choice = |text: &str| Choice { value: basic_string(text), words: text.to_owned() };
        Self::OneOf(texts.into_iter().map(choice).collect())
    }

    /// Describes `true` and `false`.
    pub(crate) fn flags() -> Self {
        let choice = |text: &str| Choice { value: text.to_owned(), words: text.to_owned() };
        Self::OneOf(["true", "false"].map(choice).to_vec())
    }
}
