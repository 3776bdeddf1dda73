//! What a check has found, for programs: one array of flat objects.

use std::io::{self, Write};

use serde::Serialize;

use spanned_toml::diagnostic::{Diagnostic, Severity, Source};

/// One finding with what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'a> {
    /// The file; `None` when it is about a bank as a whole.
    pub source: Option<&'a Source>,
    /// The id of the question.
    pub question: Option<&'a str>,
    /// What is wrong.
    pub found: &'a Diagnostic,
}

/// One finding as it is written.
#[derive(Serialize)]
struct Row<'a> {
    rule: Option<&'a str>,
    level: &'static str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<usize>,
    question: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(finding: &Finding<'a>) -> Self {
        let Finding { source, question, found } = *finding;
        let help = Some(found.expected.as_str()).filter(|expected| !expected.is_empty());
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
            help: found.help.as_deref().or(help),
        }
    }
}

/// Every finding as a JSON array, in the order given.
pub fn json(findings: &[Finding<'_>], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row<'_>> = findings.iter().map(Row::of).collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    writeln!(out)
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
        json(&[Finding { source: None, question: None, found: &found }], &mut out).unwrap();
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
