//! Several papers at once, for a class that sits close together: forms that share no
//! question, each with its key, or versions of one form with one key for all.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use clap::builder::{RangedU64ValueParser, TypedValueParser};

use crate::cli::output::{self, Kind, Outputs};
use crate::cli::terminal::Terminal;
use crate::report::paper;
use crate::report::table::Page;
use quizbank::form::{self, FormError, FormRequest};
use quizbank::model::paper::{AnswerKey, FormIdentity, MAX_VERSIONS, Paper};

/// How many papers, and where to.
#[derive(Debug, Args)]
pub(super) struct Series {
    /// Create this number of forms that share no question and are equal in length, domains and difficulty
    #[arg(
        long,
        value_name = "N",
        group = "several",
        requires = "into",
        conflicts_with_all = ["key", "format"],
        value_parser = number()
    )]
    forms: Option<usize>,
    /// Print this number of versions of one form: the same questions, in another order, and their options
    /// too. One key grades all of them
    #[arg(
        long,
        value_name = "N",
        group = "several",
        requires = "into",
        conflicts_with_all = ["key", "format"],
        value_parser = number()
    )]
    versions: Option<usize>,
    /// Write them to this folder: paper-1.txt, paper-1.json and so on, with key-1.json for each form,
    /// or key.json for all versions
    #[arg(long, value_name = "FOLDER", requires = "several")]
    into: Option<PathBuf>,
}

fn number() -> impl TypedValueParser<Value = usize> {
    RangedU64ValueParser::<usize>::new().range(1..=MAX_VERSIONS as u64)
}

/// Papers and keys that belong together.
pub(super) struct Printed {
    identity: FormIdentity,
    papers: Vec<Paper>,
    /// By the name of its file.
    keys: Vec<(String, AnswerKey)>,
}

impl Series {
    /// Draws what was asked for and says where to; `None` where one form is enough.
    ///
    /// # Errors
    ///
    /// [`FormError`] where the bank cannot fill it.
    pub(super) fn draw(
        &self,
        request: &FormRequest<'_>,
    ) -> Result<Option<(&Path, Vec<Printed>)>, FormError> {
        let Some(folder) = self.into.as_deref() else { return Ok(None) };
        let blueprint = request.blueprint;
        if let Some(count) = self.versions {
            let form = form::assemble(request)?;
            let (papers, key) = form.versions(blueprint, count);
            let keys = vec![("key.json".to_owned(), key)];
            return Ok(Some((folder, vec![Printed { identity: form.identity, papers, keys }])));
        }
        let forms = form::disjoint(request, self.forms.unwrap_or(1))?;
        let printed = (1..).zip(forms).map(|(number, form)| Printed {
            papers: vec![form.paper(blueprint)],
            keys: vec![(format!("key-{number}.json"), form.key(blueprint))],
            identity: form.identity,
        });
        Ok(Some((folder, printed.collect())))
    }
}

/// Writes papers and keys, and names the files.
pub(super) fn write(
    folder: &Path,
    series: &[Printed],
    mut outputs: Outputs,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let count = series.iter().map(|printed| printed.papers.len()).sum::<usize>();
    let paths =
        |number: usize| ["txt", "json"].map(|end| folder.join(format!("paper-{number}.{end}")));
    for number in 1..=count {
        for (kind, path) in [Kind::PAPER, Kind::PAPER_JSON].into_iter().zip(paths(number)) {
            outputs.claim("--into", kind, &path)?;
        }
    }
    for (name, _) in series.iter().flat_map(|printed| &printed.keys) {
        outputs.claim("--into", Kind::KEY, &folder.join(name))?;
    }
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    let mut number = 0;
    for Printed { identity, papers, keys } in series {
        let mut files = Vec::new();
        for printed in papers {
            number += 1;
            let [text, json] = paths(number);
            output::write_file(Kind::PAPER, &text, |out| {
                paper::write_paper(out, printed, Page::PIPE)
            })?;
            output::write_file(Kind::PAPER_JSON, &json, |out| {
                paper::write_paper_json(out, printed)
            })?;
            files.extend([text, json]);
        }
        for (name, key) in keys {
            let path = folder.join(name);
            output::write_file(Kind::KEY, &path, |out| paper::write_key_json(out, key))?;
            files.push(path);
        }
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        terminal.print(|out| writeln!(out, "{identity}: {}", files.join(", ")))?;
    }
    Ok(())
}
