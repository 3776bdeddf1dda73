//! `class`: what a whole class answered.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::context::{Context, ExitStatus};
use super::input;
use super::input::BadFiles;
use crate::report::{self, Format};
use quizbank::class::{self, Examinee};
use quizbank::file::form;
use quizbank::model::paper::{AnswerKey, AnswerSheet};
use spanned_toml::diagnostic::Diagnostics;

/// Grade a class and see what its answers say about the questions
#[derive(Debug, Args)]
pub(super) struct Class {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Grade(Grade),
}

/// Print the grade book of a class, and a report on the questions
///
/// Difficulty, discrimination, distractors and reliability as instructors know them, the questions
/// to check first, and the mistakes that were made. With fewer than 20 sitters questions are
/// counted and not judged. CSV is the grade book alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart class grade --key key.json ada.json ben.json
  coldstart class grade --key key.json sheets/*.json --format csv > grades.csv")]
struct Grade {
    /// The key that was written with the paper
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// The sheets, as `coldstart exam sheet` printed them
    #[arg(value_name = "SHEET", required = true)]
    sheets: Vec<PathBuf>,
    /// How to print it
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
        let key = form::read_key(input::file(&self.key)?).map_err(BadFiles::from)?;
        let sheets = self.read(&key)?;
        let sitters: Vec<Examinee<'_>> = sheets
            .iter()
            .map(|sheet| Examinee { name: &sheet.name, answers: &sheet.answers })
            .collect();
        let class = class::report(&key, &sitters);
        let ledger = input::builtin_facts()?;
        let course = input::course_around(&ledger, &input::builtin_questions(&ledger)?)?;
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| report::class::write(out, &key, &class, &course, format, page))?;
        Ok(ExitStatus::Done)
    }

    /// The sheets; the faults of all bad ones are told.
    fn read(&self, key: &AnswerKey) -> anyhow::Result<Vec<AnswerSheet>> {
        let (mut sheets, mut bad): (Vec<AnswerSheet>, Vec<Diagnostics>) = (Vec::new(), Vec::new());
        let mut homes: BTreeMap<String, String> = BTreeMap::new();
        for path in &self.sheets {
            let read = input::file(path)
                .and_then(|source| Ok(form::read_sheet(source, key).map_err(BadFiles::from)?));
            match read.map_err(anyhow::Error::downcast) {
                Ok(sheet) => {
                    let file = path.display().to_string();
                    if let Some(home) = homes.insert(sheet.name.clone(), file.clone()) {
                        let name = &sheet.name;
                        bail!(
                            "`{name}` is on two sheets, `{home}` and `{file}`; grade one of them, or \
                             give them different names"
                        );
                    }
                    sheets.push(sheet);
                }
                Err(Ok(BadFiles(files))) => bad.extend(files),
                Err(Err(error)) => return Err(error),
            }
        }
        if bad.is_empty() { Ok(sheets) } else { Err(BadFiles(bad).into()) }
    }
}
