//! `data`: moves what a learner did, out and in.

use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::context::{Context, ExitStatus};
use super::input;
use super::output::{self, Force, Kind, Outputs};
use super::terminal::{OutputError, print_json};
use crate::store::Store;
use crate::store::transfer::{self, ExportError, ImportError};
use quizbank::answer::{Answer, NewAnswer, QuestionRev, Response};
use quizbank::model::question::Question;
use spanned_toml::faults::counted;

/// Export and import your data: answers, exams, topic tests and exam date
///
/// An export is JSON lines; docs/formats.md describes the format. An import adds the complete
/// records that are not stored yet, so importing twice changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart data path
  coldstart data export > progress.jsonl
  coldstart data import progress.jsonl")]
pub(super) struct Data {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print all data as JSON lines
    Export {
        /// Write to FILE instead of standard output
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        force: Force,
    },
    /// Import an export
    Import {
        /// The file; `-` is standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Print the path of the data
    Path,
}

impl Data {
    /// Does what is asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        match self.action {
            Action::Export { output, force } => return export(output.as_deref(), force, context),
            Action::Import { file } => return import(&file, context),
            Action::Path => print_path(&Store::path_in(&context.place.folder()?), context)?,
        }
        Ok(ExitStatus::Done)
    }
}

/// Prints a path: to a program byte for byte, to people as it may be shown.
fn print_path(path: &Path, context: &Context) -> anyhow::Result<()> {
    #[cfg(unix)]
    if !io::stdout().is_terminal() {
        use std::os::unix::ffi::OsStrExt;
        let mut out = io::stdout().lock();
        let written =
            out.write_all(path.as_os_str().as_bytes()).and_then(|()| out.write_all(b"\n"));
        return Ok(written.and_then(|()| out.flush()).map_err(OutputError::from)?);
    }
    Ok(context.terminal.print(|out| writeln!(out, "{}", path.display()))?)
}

fn export(output: Option<&Path>, force: Force, context: &Context) -> anyhow::Result<ExitStatus> {
    let store = context.place.open_existing()?;
    let mut exported = Ok(Vec::new());
    let write = |out: &mut dyn Write| match &store {
        None => transfer::write_header(out),
        Some(store) => match store.export(out) {
            Err(ExportError::Output(error)) => Err(error),
            Err(ExportError::Store(error)) => {
                exported = Err(error);
                Ok(())
            }
            Ok(left_out) => {
                exported = Ok(left_out);
                Ok(())
            }
        },
    };
    match output {
        None => print_json(write)?,
        Some(path) => {
            Outputs::new(context, force, []).claim("--output", Kind::DATA, path)?;
            output::write_file(Kind::DATA, path, write)?;
        }
    }
    Ok(report_left_out("not exported", &exported?, context))
}

/// Reports what is skipped because it is damaged.
pub(super) fn report_left_out(what: &str, faults: &[String], context: &Context) -> ExitStatus {
    context.terminal.say_each(&format!("note: {what}: "), faults);
    if faults.is_empty() { ExitStatus::Done } else { ExitStatus::Negative }
}

fn import(file: &Path, context: &Context) -> anyhow::Result<ExitStatus> {
    let lines: Box<dyn BufRead> = if output::is_dash(file) {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(input::open(file)?))
    };
    let bank = input::builtin_questions(&input::builtin_facts()?)?;
    let imported = match context.place.open_or_make()?.import(lines, &|it| fits(it, &bank)) {
        Err(ImportError::Faults(faults)) => {
            report_left_out("not imported", &faults, context);
            bail!("nothing was imported: `{}` has no complete line", file.display());
        }
        done => done.with_context(|| format!("cannot import `{}`", file.display()))?,
    };
    let terminal = context.terminal;
    for attempt in &imported.parted {
        terminal.say(&format!(
            "note: the stored attempt {attempt} differs from the imported one; the stored attempt \
             is kept"
        ));
    }
    let (added, known) = (imported.added, imported.known);
    terminal.print(|out| writeln!(out, "{added} added, {known} already stored"))?;
    Ok(report_left_out("not imported", &imported.faults, context))
}

/// Whether `answer` is one that its question takes, where the bank has it at that revision.
fn fits(answer: &Answer, bank: &[Question]) -> Result<(), String> {
    let NewAnswer { question: asked, response, .. } = &answer.draft;
    let question = bank.iter().find(|question| QuestionRev::of(question) == *asked);
    let (Some(question), Response::Chosen { positions, outcome }) = (question, response) else {
        return Ok(());
    };
    let options = question.options.len();
    if positions.iter().any(|&position| position >= options) {
        return Err(format!("`{}` has {}", asked.id, counted(options, "option")));
    }
    let wanted = question.keys().count();
    if positions.len() != wanted {
        return Err(format!("`options` has {} of {wanted} answers", positions.len()));
    }
    let is_right = question.keys().eq(positions.iter().copied());
    if is_right != (*outcome == quizbank::answer::Outcome::Right) {
        return Err(format!("`right` is {} for these `options`", !is_right));
    }
    Ok(())
}
