//! What an instructor hands out and takes in: a paper to print, and papers, keys
//! and answer sheets as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::pretty;
use super::table::{Page, write_hanging};
use quizbank::model::paper::{AnswerKey, HandedInSheet, NamedForm, Paper, letter};
use spanned_toml::faults::counted;

/// Writes a paper to print. It tells neither the seed nor an id: with the program, either
/// would lead to the key.
pub fn write_paper(out: &mut dyn Write, paper: &Paper, page: Page) -> io::Result<()> {
    let count = paper.questions.len();
    writeln!(out, "{}", page.ink.strong(&paper.title))?;
    writeln!(out, "{}", head(paper).join(" · "))?;
    if let Some(short) = shortened(paper) {
        write_hanging(out, "", &short, page)?;
    }
    writeln!(out, "\nName: ______________________________\n")?;
    write_hanging(out, "", RULES, page)?;
    for (number, asked) in (1..).zip(&paper.questions) {
        writeln!(out, "\n{}", page.ink.strong(&format!("Question {number} of {count}")))?;
        write_hanging(out, "", &asked.stem, page)?;
        if let Some(exhibit) = &asked.exhibit {
            write!(out, "\n{exhibit}")?;
        }
        writeln!(out)?;
        for (index, option) in asked.options.iter().enumerate() {
            let mark = format!("{}. ", letter(index).unwrap_or('?'));
            write_hanging(out, &mark, &option.text, page)?;
        }
    }
    Ok(())
}

/// How answers are given and graded.
pub(super) const RULES: &str = "Choose the number of letters that the question asks for. An answer \
 scores only if all letters are right. A wrong answer costs no points, so answer every question.";

/// What stands under the title: which form it is, how long it is, and its code.
pub(super) fn head(paper: &Paper) -> Vec<String> {
    let (form, code) = match &paper.form {
        NamedForm::Printed(form) => (form.title(), Some(format!("form {}", form.code))),
        NamedForm::Drawn(identity) => (identity.blueprint.clone(), None),
    };
    let count = counted(paper.questions.len(), "question");
    [form, count, counted(paper.minutes, "minute")].into_iter().chain(code).collect()
}

/// What is said of a form that is shorter than a whole one.
pub(super) fn shortened(paper: &Paper) -> Option<String> {
    let whole = paper.whole?;
    Some(format!(
        "This practice exam is shorter than the blueprint, which has {whole} questions: the bank \
         has no more questions on which the course and AWS agree."
    ))
}

/// What every file of a form begins with.
#[derive(Serialize)]
struct FormFile<'a, T> {
    format_version: u32,
    kind: &'static str,
    #[serde(flatten)]
    content: &'a T,
}

impl<'a, T: Serialize> FormFile<'a, T> {
    fn write(out: &mut dyn Write, kind: &'static str, content: &'a T) -> io::Result<()> {
        pretty(out, &Self { format_version: 1, kind, content })
    }
}

/// Writes a paper for programs.
pub fn write_paper_json(out: &mut dyn Write, paper: &Paper) -> io::Result<()> {
    FormFile::write(out, "paper", paper)
}

/// Writes a key for programs.
pub fn write_key_json(out: &mut dyn Write, key: &AnswerKey) -> io::Result<()> {
    FormFile::write(out, "key", key)
}

/// Writes an answer sheet.
pub fn write_sheet_json(out: &mut dyn Write, sheet: &HandedInSheet) -> io::Result<()> {
    FormFile::write(out, "sheet", sheet)
}
