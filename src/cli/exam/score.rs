//! `exam score`: one sheet graded.

use std::path::PathBuf;

use clap::Args;

use crate::cli::context::{Context, ExitStatus};
use crate::cli::input;
use crate::cli::input::BadFiles;
use crate::report::{TreeFormat, score};
use quizbank::file::form;
use quizbank::grade;

/// Grade one sheet
///
/// All or nothing where several answers are asked for; a wrong one takes nothing off.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart exam score --key key.json ada.json
  coldstart exam score --key key.json ada.json --format json")]
pub(super) struct Score {
    /// The key that was written with the paper
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// The sheet, as `coldstart exam sheet` printed it
    #[arg(value_name = "SHEET")]
    sheet: PathBuf,
    /// How to print the score
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: TreeFormat,
}

impl Score {
    /// Reads key and sheet, prints the score; none is a failure.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let key = form::read_key(input::file(&self.key)?).map_err(BadFiles::from)?;
        let sheet = form::read_sheet(input::file(&self.sheet)?, &key).map_err(BadFiles::from)?;
        let grade = grade::grade(&key, &sheet.answers);
        terminal.print(|out| match self.format {
            TreeFormat::Table => {
                score::write_table(out, &sheet.name, &key, &grade, terminal.page())
            }
            TreeFormat::Json => score::write_json(out, &sheet.name, &key, &grade),
        })?;
        Ok(ExitStatus::Done)
    }
}
