//! `exam sheet`: what somebody answered, as a file that can be graded.

use std::io;
use std::path::PathBuf;

use clap::Args;

use crate::cli::context::{Context, ExitStatus};
use crate::cli::input;
use crate::cli::input::BadFiles;
use crate::cli::terminal::print_json;
use crate::report::{paper as report, safe};
use quizbank::file::form;
use quizbank::model::paper::HandedInSheet;
use spanned_toml::diagnostic::Source;
use spanned_toml::faults::counted;

/// Record someone's answers to a printed exam as an answer sheet
///
/// An answer is the number of a question and the letters chosen, such as `1:b 2:ac`, in any order.
/// A question without an answer, or with `-`, counts as not answered. Without ANSWERS, the command
/// reads them from standard input, on any number of lines.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart exam sheet paper.json --name Ada 1:b 2:ac 3:d > ada.json
  coldstart exam sheet paper.json --name Ben < ben.txt > ben.json")]
pub(super) struct Sheet {
    /// The paper, as `coldstart exam paper --format json` prints it
    #[arg(value_name = "PAPER")]
    paper: PathBuf,
    /// The name of the candidate
    #[arg(long, value_name = "NAME", value_parser = safe::person_name)]
    name: String,
    /// The answers, such as `1:b 2:ac`
    #[arg(value_name = "ANSWERS")]
    answers: Vec<String>,
}

impl Sheet {
    /// Reads paper and answers, prints the answer sheet.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let paper = form::read_paper(input::file(&self.paper)?).map_err(BadFiles::from)?;
        let typed = if self.answers.is_empty() {
            input::read("standard input", io::stdin().lock())?
        } else {
            Source { name: "ANSWERS".to_owned(), text: self.answers.join(" ") }
        };
        let answers = form::read_answers(typed, &paper).map_err(BadFiles::from)?;
        let count = paper.questions.len();
        let sheet = HandedInSheet { form: paper.form, name: self.name, answers };
        print_json(|out| report::write_sheet_json(out, &sheet))?;
        let left_out = count - sheet.answers.len();
        if left_out > 0 {
            context
                .terminal
                .say(&format!("{left_out} of {} not answered", counted(count, "question")));
        }
        Ok(ExitStatus::Done)
    }
}
