//! Words of the command line that stand for values.

use std::fmt::Debug;

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Reads one of `words` as its value.
pub(super) fn words<T: Copy + Debug + Send + Sync + 'static>(
    words: impl IntoIterator<Item = (&'static str, T)>,
) -> impl TypedValueParser<Value = T> {
    let words: Vec<_> = words.into_iter().collect();
    let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    PossibleValuesParser::new(names).try_map(move |name| {
        let found = words.iter().find(|(word, _)| *word == name);
        found.map(|(_, value)| *value).ok_or("unknown word")
    })
}
