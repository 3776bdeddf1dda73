//! What a check has found, until it is reported: each finding at its place, or at
//! none when it is about the bank as a whole.

use std::ops::Range;

use crate::report::findings::FindingRow;
use spanned_toml::diagnostic::{Diagnostic, Diagnostics, Severity, Source};

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Report {
    files: Vec<File>,
    whole: Vec<Diagnostic>,
}

/// The findings of one file, each with the question that it is about.
#[derive(Debug)]
struct File {
    source: Source,
    found: Vec<(Option<String>, Diagnostic)>,
}

/// Something that fails the check, at `span`.
pub(super) fn error(message: String, span: Range<usize>) -> Diagnostic {
    let (severity, expected) = (Severity::Error, String::new());
    Diagnostic { severity, rule: None, message, span, expected, help: None }
}

impl File {
    /// The findings in order of place.
    fn sorted(&self) -> impl Iterator<Item = &(Option<String>, Diagnostic)> {
        let mut found: Vec<_> = self.found.iter().collect();
        found.sort_by_key(|(_, found)| found.span.start);
        found.into_iter()
    }
}

impl Report {
    /// Takes what is wrong with the text of a file.
    pub(super) fn take(&mut self, faults: Diagnostics) {
        let Diagnostics { source, faults } = faults;
        if faults.is_empty() {
            return;
        }
        let about = |fault: Diagnostic| (question_at(&source.text, fault.span.start), fault);
        let found: Vec<_> = faults.into_iter().map(about).collect();
        self.file(&source).found.extend(found);
    }

    /// Takes what is wrong in `source`, with the question called `question` if there
    /// is one.
    pub(super) fn put(&mut self, source: &Source, question: Option<String>, found: Diagnostic) {
        self.file(source).found.push((question, found));
    }

    /// Takes what is wrong with the bank as a whole.
    pub(super) fn put_whole(&mut self, found: Diagnostic) {
        self.whole.push(found);
    }

    /// How many findings there are of this severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        let placed = self.files.iter().flat_map(|file| &file.found).map(|(_, found)| found);
        placed.chain(&self.whole).filter(|found| found.severity == severity).count()
    }

    /// The findings file by file, in order of place.
    pub(super) fn by_file(&self) -> impl Iterator<Item = Diagnostics> {
        // One at a time: all of them would be all texts once more.
        self.files.iter().map(|file| {
            let faults = file.sorted().map(|(_, found)| found.clone()).collect();
            Diagnostics { source: file.source.clone(), faults }
        })
    }

    /// The findings about the bank as a whole.
    pub(super) fn whole(&self) -> &[Diagnostic] {
        &self.whole
    }

    /// Every finding as a row of its own.
    pub(super) fn rows(&self) -> Vec<FindingRow<'_>> {
        let placed = self.files.iter().flat_map(|file| {
            let row = |(question, found)| FindingRow::new(Some(&file.source), question, found);
            file.sorted().map(|(question, found)| (question.as_deref(), found)).map(row)
        });
        placed.chain(self.whole.iter().map(|found| FindingRow::new(None, None, found))).collect()
    }

    fn file(&mut self, source: &Source) -> &mut File {
        // Mostly the last one.
        let known = self.files.iter().rposition(|file| file.source.name == source.name);
        let index = known.unwrap_or_else(|| {
            self.files.push(File { source: source.clone(), found: Vec::new() });
            self.files.len() - 1
        });
        &mut self.files[index]
    }
}

/// The id of the question that byte `offset` is in, as far as the text tells: a
/// question with a fault may not have been read.
fn question_at(text: &str, offset: usize) -> Option<String> {
    const TABLE: &str = "[[question]]";
    let start = text.get(..offset + TABLE.len()).unwrap_or(text).rfind(TABLE)?;
    let rest = text.get(start + TABLE.len()..)?;
    let own = rest.split(TABLE).next()?;
    let id = own.lines().find_map(|line| line.trim().strip_prefix("id = \""))?;
    Some(id.split('"').next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_belongs_to_the_question_that_it_stands_in() {
        let text =
            "topic = \"x\"\n[[question]]\nid = \"one\"\n[[question]]\nrev = 1\nid = \"two\"\n";
        let at = |needle: &str| question_at(text, text.find(needle).unwrap());
        assert_eq!(at("topic"), None);
        assert_eq!(at("one").as_deref(), Some("one"));
        assert_eq!(at("rev").as_deref(), Some("two"));
        assert_eq!(question_at(text, usize::MAX - 20).as_deref(), Some("two"));
        assert_eq!(question_at("[[question]]", 0), None);
    }
}
