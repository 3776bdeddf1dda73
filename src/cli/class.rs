//! `class`: what a whole class answered.

mod feedback;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, Subcommand};

use super::context::{Context, ExitStatus};
use super::handed_in::{HandedIn, TakenSheet};
use super::input;
use super::output::{Force, Outputs};
use crate::report::class::GradedForm;
use crate::report::{self, Format};
use quizbank::class::{self, Examinee};
use quizbank::model::paper::{AnswerSheet, GivenAnswers};

/// Grade a class and analyze its questions
#[derive(Debug, Args)]
pub(super) struct Class {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Grade(Grade),
}

/// Print the grade book of a class and an analysis of the questions
///
/// The report shows difficulty, discrimination, distractors and reliability, the questions to check
/// first, and the mistakes that were made. With fewer than 20 candidates, it counts answers but
/// does not evaluate the questions. CSV contains only the grade book.
///
/// The columns of a CSV file with answers are `name` or `id`, `version` if there are several versions
/// or forms, and `1`, `2` and so on for the questions, or `answers` for all answers in sequence, such as
/// `dab(ac)-b`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart class grade --key key.json ada.json ben.json
  coldstart class grade receipts/
  coldstart class grade --key key.json class.csv --feedback feedback
  coldstart class grade --key forms/key-1.json --key forms/key-2.json class.csv
  coldstart class grade --key key.json sheets/*.json --format csv > grades.csv")]
struct Grade {
    /// The answer key of the paper; receipts need none. May be repeated, for forms without a common
    /// question: the grade book is one, the analysis of the questions comes for each form
    #[arg(long, value_name = "KEY")]
    key: Vec<PathBuf>,
    /// Answer sheets from `coldstart exam sheet`, receipts from `coldstart exam receipt`, a CSV
    /// file of the class with a row for each candidate, and folders of these files
    #[arg(value_name = "SHEET|RECEIPT|CSV|FOLDER", required = true)]
    sheets: Vec<PathBuf>,
    /// Write a feedback page for each candidate to this folder
    #[arg(long, value_name = "FOLDER")]
    feedback: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

impl Class {
    /// Does what the subcommand says.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let Command::Grade(command) = self.command;
        command.run(context)
    }
}

impl Grade {
    fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let handed_in = HandedIn::read(&self.key, &self.sheets)?;
        handed_in.remark_pending(terminal);
        let HandedIn { keys, sheets, .. } = handed_in;
        one_each(&sheets)?;
        let answers: Vec<Cow<'_, GivenAnswers>> =
            sheets.iter().map(|it| it.sheet.in_key_order()).collect();
        let graded = |(form, key)| {
            let own = sheets.iter().zip(&answers).filter(|(taken, _)| taken.form == form);
            let own = own.map(|(taken, answers)| Examinee { name: &taken.sheet.name, answers });
            let sitters: Vec<Examinee<'_>> = own.collect();
            (!sitters.is_empty()).then(|| GradedForm { key, class: class::report(key, &sitters) })
        };
        let forms: Vec<GradedForm<'_>> = keys.iter().enumerate().filter_map(graded).collect();
        let ledger = input::builtin_facts()?;
        let course = input::course_around(&ledger, &input::builtin_questions(&ledger)?)?;
        if let Some(folder) = &self.feedback {
            let inputs = self.key.iter().chain(sheets.iter().map(|taken| &taken.path));
            let outputs = Outputs::new(context, self.force, inputs.map(PathBuf::as_path));
            feedback::write(folder, &keys, &sheets, &course, outputs)?;
        }
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| report::class::write(out, &forms, &course, format, page))?;
        Ok(ExitStatus::Done)
    }
}

/// Sees that nobody is graded twice.
fn one_each(sheets: &[TakenSheet]) -> anyhow::Result<()> {
    let mut homes: BTreeMap<&str, &Path> = BTreeMap::new();
    for TakenSheet { path, sheet: AnswerSheet { name, .. }, .. } in sheets {
        if let Some(home) = homes.insert(name, path) {
            let (home, file) = (home.display(), path.display());
            bail!(
                "`{name}` has two answer sheets, `{home}` and `{file}`; grade one of them, or use \
                 different names"
            );
        }
    }
    Ok(())
}
