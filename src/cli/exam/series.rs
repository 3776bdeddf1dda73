//! Several forms at once, for a class that sits close together: each with its
//! paper, to print and for `exam sheet`, and its key, in one folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::cli::output::{self, Kind, Outputs};
use crate::cli::terminal::Terminal;
use crate::report::paper;
use crate::report::table::Page;
use quizbank::form::Form;
use quizbank::model::blueprint::Blueprint;

/// The most forms at once.
const MOST: u64 = 99;

/// How many forms, and where to.
#[derive(Debug, Args)]
pub(super) struct Series {
    /// Create this number of forms that share no question and are equal in length, domains and difficulty
    #[arg(
        long,
        value_name = "N",
        requires = "into",
        conflicts_with_all = ["key", "format"],
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=MOST)
    )]
    pub(super) forms: Option<usize>,
    /// Write them to this folder: paper-1.txt, paper-1.json, key-1.json and so on
    #[arg(long, value_name = "FOLDER", requires = "forms")]
    pub(super) into: Option<PathBuf>,
}

/// Writes paper and key of every form, and names the files.
pub(super) fn write(
    folder: &Path,
    forms: &[Form],
    blueprint: &Blueprint,
    mut outputs: Outputs,
    terminal: Terminal,
) -> anyhow::Result<()> {
    for number in 1..=forms.len() {
        let kinds = [Kind::PAPER, Kind::PAPER_JSON, Kind::KEY];
        for (kind, path) in kinds.into_iter().zip(places(folder, number)) {
            outputs.claim("--into", kind, &path)?;
        }
    }
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    for (number, form) in (1..).zip(forms) {
        let (printed, key) = (form.paper(blueprint), form.key(blueprint));
        let files @ [text, json, answers] = &places(folder, number);
        output::write_file(Kind::PAPER, text, |out| paper::write_paper(out, &printed, Page::PIPE))?;
        output::write_file(Kind::PAPER_JSON, json, |out| paper::write_paper_json(out, &printed))?;
        output::write_file(Kind::KEY, answers, |out| paper::write_key_json(out, &key))?;
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        terminal.print(|out| writeln!(out, "{}: {}", form.identity, files.join(", ")))?;
    }
    Ok(())
}

/// The files of the form of this number: its paper twice, and its key.
fn places(folder: &Path, number: usize) -> [PathBuf; 3] {
    [("paper", "txt"), ("paper", "json"), ("key", "json")]
        .map(|(name, end)| folder.join(format!("{name}-{number}.{end}")))
}
