//! What learners hand in for a grade: answer sheets, tables of a class's answers, and receipts of
//! attempts that were taken in the program.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, anyhow, bail};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::attempt::Content;
use super::input::{self, BadFiles};
use super::terminal::Terminal;
use crate::store::{AttemptLog, receipt};
use quizbank::attempt::{AttemptHead, ExamAttempt};
use quizbank::exam_source::SelectedForm;
use quizbank::file::form;
use quizbank::model::paper::{AnswerKey, AnswerSheet};
use spanned_toml::diagnostic::{Diagnostics, Severity, Source};

/// The endings of files that are taken from a folder.
const ENDINGS: [&str; 3] = ["json", "jsonl", "csv"];

/// How many files are read side by side, before what they hold is taken. Our choice: the records of
/// 256 receipts are a few megabytes.
const AT_ONCE: usize = 256;

/// Answer sheets of one form or of several equal ones, and their keys.
pub(super) struct HandedIn {
    pub(super) keys: Vec<AnswerKey>,
    pub(super) sheets: Vec<TakenSheet>,
    /// The receipts of attempts that were not submitted.
    pending: Vec<PathBuf>,
}

/// An answer sheet.
pub(super) struct TakenSheet {
    /// The file that it comes from.
    pub(super) path: PathBuf,
    /// Which of the keys it belongs to.
    pub(super) form: usize,
    pub(super) sheet: AnswerSheet,
}

impl HandedIn {
    /// Reads the files at `paths`, and those of folders among them. Without the files of
    /// keys, the form is that of the first receipt, selected again.
    ///
    /// # Errors
    ///
    /// The faults of every bad file.
    pub(super) fn read(keys: &[PathBuf], paths: &[PathBuf]) -> anyhow::Result<Self> {
        let read = |path: &PathBuf| -> anyhow::Result<AnswerKey> {
            Ok(form::read_key(input::file(path)?).map_err(BadFiles::from)?)
        };
        let mut keys = keys.iter().map(read).collect::<anyhow::Result<Vec<AnswerKey>>>()?;
        let (mut sheets, mut papers, mut bad) = (Vec::new(), Vec::new(), Vec::<Diagnostics>::new());
        let mut pending = Vec::new();
        let receipts = Receipts::default();
        for paths in input::files_of(paths, &ENDINGS)?.chunks(AT_ONCE) {
            let read = |path: &PathBuf| Handed::read(path, &receipts);
            let files: Vec<anyhow::Result<Handed>> = paths.par_iter().map(read).collect();
            for (path, handed) in paths.iter().zip(files) {
                match handed.map_err(anyhow::Error::downcast) {
                    Ok(Handed::Attempt(attempt)) => {
                        let taken = attempt.and_then(|attempt| {
                            if attempt.points().is_none() {
                                pending.push(path.clone());
                            }
                            sheet(path, &attempt, &mut keys)
                        });
                        let (form, sheet) =
                            taken.with_context(|| format!("cannot grade `{}`", path.display()))?;
                        sheets.push(TakenSheet { path: path.clone(), form, sheet });
                    }
                    Ok(Handed::Paper(source)) => papers.push((path.clone(), source)),
                    Err(Ok(BadFiles(files))) => bad.extend(files),
                    Err(Err(error)) => return Err(error),
                }
            }
        }
        if keys.is_empty() {
            bail!("answer sheets need the answer key of their paper: `--key KEY`");
        }
        for (path, source) in papers {
            let read = if is_table(&path, &source) {
                form::read_class(source, &keys)
            } else {
                form::read_sheet(source, &keys).map(|sheet| vec![sheet])
            };
            match read {
                Ok(read) => sheets.extend(read.into_iter().map(|(form, sheet)| {
                    let path = path.clone();
                    TakenSheet { path, form, sheet }
                })),
                Err(faults) => bad.push(faults),
            }
        }
        if bad.is_empty() { Ok(Self { keys, sheets, pending }) } else { Err(BadFiles(bad).into()) }
    }

    /// Says which attempts were not submitted: their learners can still change answers.
    pub(super) fn remark_pending(&self, terminal: Terminal) {
        for path in &self.pending {
            let message = format!(
                "`{}` is the receipt of an attempt that was not submitted; it is graded as it stands",
                path.display()
            );
            terminal.remark(Severity::Warning, None, &message);
        }
    }
}

/// What a file holds.
enum Handed {
    /// The attempt of a receipt, unless that has a fault.
    Attempt(anyhow::Result<Box<ExamAttempt>>),
    /// An answer sheet, or a table of many.
    Paper(Source),
}

impl Handed {
    fn read(path: &Path, receipts: &Receipts) -> anyhow::Result<Self> {
        let source = input::file(path)?;
        if is_receipt(&source) {
            return Ok(Self::Attempt(receipts.replay(&source.text).map(Box::new)));
        }
        Ok(Self::Paper(source))
    }
}

/// Whether a file holds the answers of a class in rows, by its ending or its first letter.
fn is_table(path: &Path, source: &Source) -> bool {
    let named = |ending| path.extension().is_some_and(|it| it.eq_ignore_ascii_case(ending));
    named("csv") || named("tsv") || !(named("json") || source.text.trim_start().starts_with('{'))
}

fn is_receipt(source: &Source) -> bool {
    let first = source.text.lines().next().unwrap_or_default();
    first.contains(receipt::KIND)
}

/// The answers of an attempt, as far as they were given in time, and the key that they belong to. Without
/// a name they go by that of their file.
fn sheet(
    path: &Path,
    attempt: &ExamAttempt,
    keys: &mut Vec<AnswerKey>,
) -> anyhow::Result<(usize, AnswerSheet)> {
    if keys.is_empty() {
        keys.push(attempt.key().clone());
    }
    let head = attempt.head();
    let is_of = |key: &AnswerKey| head.identity.difference(&key.identity).is_none();
    let Some(form) = keys.iter().position(is_of) else {
        let difference = match &keys[..] {
            [key] => head.identity.difference(&key.identity),
            _ => None,
        };
        let difference = difference.as_deref().unwrap_or("none of the keys belongs to it");
        return Err(anyhow!("the attempt belongs to another exam: {difference}"));
    };
    let stem = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let name = head.candidate.clone().unwrap_or_else(stem);
    Ok((form, AnswerSheet { name, version: None, answers: attempt.answers_in_time() }))
}

/// Receipts, whose forms are selected from what the program is built with: each once, however many
/// receipts of it are read side by side.
#[derive(Default)]
struct Receipts(Mutex<Selected>);

#[derive(Default)]
struct Selected {
    content: Option<Content>,
    forms: Vec<Arc<SelectedForm>>,
}

impl Receipts {
    /// The attempt of a receipt.
    fn replay(&self, text: &str) -> anyhow::Result<ExamAttempt> {
        let AttemptLog { head, records, .. } = receipt::read(text)?;
        Ok(self.form(&head)?.replay(head, records)?)
    }

    fn form(&self, head: &AttemptHead) -> anyhow::Result<Arc<SelectedForm>> {
        let mut selected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(form) = selected.forms.iter().find(|form| form.is_of(head)) {
            return Ok(Arc::clone(form));
        }
        let content = match &mut selected.content {
            Some(content) => content,
            none => none.insert(Content::read()?),
        };
        let form = Arc::new(content.exam_source().select(head)?);
        selected.forms.push(Arc::clone(&form));
        Ok(form)
    }
}
