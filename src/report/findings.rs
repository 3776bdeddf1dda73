//! What a check has found, for programs: one array of flat objects.

use std::io::{self, Write};

use serde::Serialize;

use super::json::pretty;
use spanned_toml::diagnostic::{Diagnostic, Severity, Source};

/// One finding with what it is about, as it is written.
#[derive(Debug, Serialize)]
pub struct FindingRow<'a> {
    rule: Option<&'a str>,
    level: &'static str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<usize>,
    question: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> FindingRow<'a> {
    /// The row of `found` in a file, or of a bank as a whole without one, about the
    /// question of that id.
    pub fn new(
        source: Option<&'a Source>,
        question: Option<&'a str>,
        found: &'a Diagnostic,
    ) -> Self {
        let expected = Some(found.expected.as_str()).filter(|expected| !expected.is_empty());
        Self {
            rule: found.rule,
            level: match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            file: source.map(|source| source.name.as_str()),
            line: source.map(|source| source.line_of(found.span.start)),
            column: source.map(|source| source.column_of(found.span.start)),
            question,
            message: &found.message,
            help: found.help.as_deref().or(expected),
        }
    }
}

/// Writes every finding as a JSON array, in the order given.
pub fn json(findings: &[FindingRow<'_>], out: &mut dyn Write) -> io::Result<()> {
    pretty(out, &findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_without_a_file_has_no_place() {
        let found = Diagnostic {
            severity: Severity::Warning,
            rule: Some("B09"),
            message: "long".to_owned(),
            span: 0..0,
            expected: String::new(),
            help: None,
        };
        let mut out = Vec::new();
        json(&[FindingRow::new(None, None, &found)], &mut out).unwrap();
        let rows: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(rows[0]["rule"], "B09");
        assert_eq!(rows[0]["level"], "warning");
        assert!(rows[0]["line"].is_null());
    }

    #[test]
    fn lines_and_columns_are_counted_from_one_and_in_letters() {
        let source = Source { name: "a.toml".to_owned(), text: "é = 1\nö = é".to_owned() };
        assert_eq!((source.line_of(7), source.column_of(7)), (2, 1));
        assert_eq!((source.line_of(12), source.column_of(12)), (2, 5));
    }
}
