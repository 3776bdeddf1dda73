//! `class`: what a whole class answered.

mod feedback;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, Subcommand};

use super::context::{Context, ExitStatus};
use super::handed_in::HandedIn;
use super::input;
use super::output::{Force, Outputs};
use crate::report::{self, Format};
use quizbank::class::{self, Examinee};
use quizbank::model::paper::{AnswerSheet, Answers};

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
/// The columns of a CSV file with answers are `name` or `id`, `version` if the key has versions,
/// and `1`, `2` and so on for the questions, or `answers` for all answers in sequence, such as
/// `dab(ac)-b`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart class grade --key key.json ada.json ben.json
  coldstart class grade receipts/
  coldstart class grade --key key.json class.csv --feedback feedback
  coldstart class grade --key key.json sheets/*.json --format csv > grades.csv")]
struct Grade {
    /// The answer key of the paper; receipts need none
    #[arg(long, value_name = "KEY")]
    key: Option<PathBuf>,
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
        let HandedIn { key, sheets } = HandedIn::read(self.key.as_deref(), &self.sheets)?;
        one_each(&sheets)?;
        let answers: Vec<Answers> = sheets.iter().map(|(_, sheet)| sheet.in_key_order()).collect();
        let sitters: Vec<Examinee<'_>> = sheets
            .iter()
            .zip(&answers)
            .map(|((_, sheet), answers)| Examinee { name: &sheet.name, answers })
            .collect();
        let class = class::report(&key, &sitters);
        let ledger = input::builtin_facts()?;
        let course = input::course_around(&ledger, &input::builtin_questions(&ledger)?)?;
        if let Some(folder) = &self.feedback {
            let inputs = self.key.iter().chain(sheets.iter().map(|(path, _)| path));
            let outputs = Outputs::new(context, self.force, inputs.map(PathBuf::as_path));
            feedback::write(folder, &key, &sheets, &course, outputs)?;
        }
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| report::class::write(out, &key, &class, &course, format, page))?;
        Ok(ExitStatus::Done)
    }
}

/// Sees that nobody is graded twice.
fn one_each(sheets: &[(PathBuf, AnswerSheet)]) -> anyhow::Result<()> {
    let mut homes: BTreeMap<&str, &Path> = BTreeMap::new();
    for (path, AnswerSheet { name, .. }) in sheets {
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
