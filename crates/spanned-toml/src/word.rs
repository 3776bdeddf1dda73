//! Enums whose values are words in files.

/// An enum whose values are words in files, read by
/// [`Field::word`](crate::field::Field::word) and written by [`Word::word`].
///
/// ```
/// use spanned_toml::word::Word;
///
/// #[derive(Clone, Copy, PartialEq)]
/// enum Protocol {
///     Tcp,
///     Http,
/// }
///
/// impl Word for Protocol {
///     const WORDS: &'static [(&'static str, Self)] = &[("TCP", Self::Tcp), ("HTTP", Self::Http)];
/// }
///
/// assert_eq!(Protocol::Http.word(), "HTTP");
/// assert!(Protocol::of_word("TCP") == Some(Protocol::Tcp));
/// ```
pub trait Word: Copy + PartialEq + 'static {
    /// Every value with its word; at least one. The first stands in for a bad one.
    const WORDS: &'static [(&'static str, Self)];

    /// Words of earlier versions that are read still, with a note.
    const FORMER: &'static [(&'static str, Self)] = &[];

    /// Returns every value, in the order of the words.
    fn all() -> impl Iterator<Item = Self> {
        Self::WORDS.iter().map(|&(_, value)| value)
    }

    /// Returns the value that `text` is the word for.
    fn of_word(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(word, _)| *word == text).map(|&(_, value)| value)
    }

    /// Returns the word for the value.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }
}
