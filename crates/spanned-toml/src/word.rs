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
/// ```
pub trait Word: Copy + PartialEq + 'static {
    /// Every value with its word; at least one. The first stands in for a bad one.
    const WORDS: &'static [(&'static str, Self)];

    /// Words of earlier versions that are read still, with a note.
    const FORMER: &'static [(&'static str, Self)] = &[];

    /// Returns the word for the value.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }
}
