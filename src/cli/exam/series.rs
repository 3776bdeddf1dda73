//! Several forms at once, for a class that sits close together: each with its
//! paper, to print and for `exam sheet`, and its key, in one folder.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::cli::terminal;
use crate::report::paper;
use crate::report::table::Page;
use quizbank::form::Form;
use quizbank::model::blueprint::Blueprint;

/// The most forms at once.
const MOST: u64 = 99;

/// How many forms, and where to.
#[derive(Debug, Args)]
pub(super) struct Series {
    /// Draw so many forms that share no question and are equal in length, domains and difficulty
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
pub(super) fn write(folder: &Path, forms: &[Form], blueprint: &Blueprint) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    for (number, form) in (1..).zip(forms) {
        let (printed, key) = (form.paper(blueprint), form.key(blueprint));
        let file = |name: String, write: &dyn Fn(&mut dyn Write) -> io::Result<()>| {
            let path = folder.join(name);
            let written = to_file(&path, |out| write(out));
            written.with_context(|| format!("cannot write `{}`", path.display()))?;
            anyhow::Ok(path.display().to_string())
        };
        let files = [
            file(format!("paper-{number}.txt"), &|out| {
                paper::write_paper(out, &printed, Page::PIPE)
            })?,
            file(format!("paper-{number}.json"), &|out| paper::write_paper_json(out, &printed))?,
            file(format!("key-{number}.json"), &|out| paper::write_key_json(out, &key))?,
        ];
        terminal::print(|out| writeln!(out, "{}: {}", form.identity, files.join(", ")))?;
    }
    Ok(())
}

/// Writes a file whole, or says why not.
pub(super) fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    write(&mut out)?;
    out.flush()
}
