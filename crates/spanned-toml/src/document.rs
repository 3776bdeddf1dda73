//! A file that is being read: its text, its tree and what is wrong with it.

use super::cursor::Cursor;
use super::diagnostic::{Diagnostics, Source};
use super::faults::{Faults, Syntax};
use super::tree::Node;
use super::{json, tree};

/// A file that is being read.
#[derive(Debug)]
pub struct Document {
    source: Source,
    root: Option<Node>,
    faults: Faults,
}

impl Document {
    /// Parses `source`. What is wrong with its syntax or its `format_version` is among
    /// the faults.
    pub fn parse(source: Source, format: Syntax) -> Self {
        let faults = Faults::new(format);
        let root = match format {
            Syntax::Toml => tree::document(&source.text, &faults),
            Syntax::Json => json::document(&source.text, &faults),
        };
        Self { source, root, faults }
    }

    /// Parses `source`, TOML, and notes what readers ask of it, for a
    /// [`Schema`](crate::schema::Schema).
    pub fn traced(source: Source) -> Self {
        let faults = Faults::traced(Syntax::Toml);
        let root = tree::document(&source.text, &faults);
        Self { source, root, faults }
    }

    /// Its name and text.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The tree; `None` where the text is none, or it was dropped.
    pub fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    /// The collector of its faults.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Returns its name and text, and the collector of its faults, without the tree.
    pub fn into_parts(self) -> (Source, Faults) {
        (self.source, self.faults)
    }

    /// Drops the tree, once it was read; text and faults stay.
    pub fn drop_tree(&mut self) {
        self.root = None;
    }

    /// Reads the fields of the file, which messages call `name`. `None` where the text
    /// is no tree.
    pub fn read<T>(&self, name: &str, read: impl FnOnce(&mut Cursor<'_>) -> T) -> Option<T> {
        let mut cursor = Cursor::new(self.root()?, name, &self.faults);
        cursor.field("format_version");
        let value = read(&mut cursor);
        cursor.finish();
        Some(value)
    }

    /// Returns `value` when nothing was wrong.
    ///
    /// # Errors
    ///
    /// Every fault of the file.
    pub fn check<T>(self, value: Option<T>) -> Result<T, Diagnostics> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.into_diagnostics()),
        }
    }

    /// Returns what is wrong with the file.
    pub fn into_diagnostics(self) -> Diagnostics {
        self.faults.into_diagnostics(self.source, Vec::new())
    }
}

/// Reads the file in `source`, which messages call `name`.
///
/// # Errors
///
/// Every fault of the file.
pub fn read<T>(
    source: Source,
    format: Syntax,
    name: &str,
    read: impl FnOnce(&mut Cursor<'_>) -> T,
) -> Result<T, Diagnostics> {
    let document = Document::parse(source, format);
    let value = document.read(name, read);
    document.check(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parsers take some hundred bytes for each part, so a large text of nothing but
    /// parts is rejected before it is parsed.
    #[test]
    fn a_text_with_too_many_parts_is_refused_in_either_format() {
        let garbage = "a\n".repeat(7_500_000);
        let list = format!("[{}1]", "1,".repeat(7_500_000));
        for (text, format) in [(garbage, Syntax::Toml), (list, Syntax::Json)] {
            let source = Source { name: "file".to_owned(), text };
            let reported = read(source, format, "the file", |_| ()).unwrap_err();
            let messages: Vec<&str> = reported.errors().map(|it| it.message.as_str()).collect();
            assert_eq!(messages, ["the file has too many elements for its size"]);
        }
    }
}
