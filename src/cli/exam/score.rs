//! `exam score`: one answer sheet graded.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use crate::cli::context::{Context, ExitStatus};
use crate::cli::handed_in::{HandedIn, TakenSheet};
use crate::report::{TreeFormat, score};
use quizbank::grade;

/// Grade one answer sheet or receipt
///
/// A question with several correct answers scores only if all of them are chosen. A wrong answer
/// costs no points.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart exam score --key key.json ada.json
  coldstart exam score --key key.json ada.json --format json")]
pub(super) struct Score {
    /// The answer key of the paper; a receipt needs none
    #[arg(long, value_name = "KEY")]
    key: Option<PathBuf>,
    /// The answer sheet, as `coldstart exam sheet` prints it, or the receipt of an attempt
    #[arg(value_name = "SHEET|RECEIPT")]
    sheet: PathBuf,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: TreeFormat,
}

impl Score {
    /// Reads key and answer sheet, prints the score; none is a failure.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let handed_in = HandedIn::read(self.key.as_slice(), &[self.sheet])?;
        handed_in.remark_pending(terminal);
        let HandedIn { keys, sheets, .. } = handed_in;
        let ([key], [TakenSheet { sheet, .. }]) = (&keys[..], &sheets[..]) else {
            bail!("`exam score` grades one file; `class grade` grades several")
        };
        let arranged = sheet.version.as_ref().map(|version| key.arranged(version));
        let key = arranged.as_ref().unwrap_or(key);
        let grade = grade::grade(key, &sheet.answers);
        terminal.print(|out| match self.format {
            TreeFormat::Table => score::write_table(out, &sheet.name, key, &grade, terminal.page()),
            TreeFormat::Json => score::write_json(out, &sheet.name, key, &grade),
        })?;
        Ok(ExitStatus::Done)
    }
}
