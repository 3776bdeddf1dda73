//! Several papers at once, for a class that sits close together: forms that share no
//! question, each with its key, or versions of one form with one key for all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{RangedU64ValueParser, TypedValueParser};

use crate::cli::output::{self, Kind, Outputs};
use crate::cli::terminal::Terminal;
use crate::report::handout::{self, KeyPage};
use crate::report::paper;
use crate::report::table::Page;
use quizbank::form::{self, Form, FormError, FormRequest};
use quizbank::model::fact::Ledger;
use quizbank::model::paper::{AnswerKey, MAX_VERSIONS, Paper};

/// How many papers, and where to.
#[derive(Debug, Args)]
pub(super) struct Series {
    /// Create this number of forms that share no question and have the same length, domains and
    /// difficulty
    #[arg(
        long,
        value_name = "N",
        group = "several",
        requires = "into",
        conflicts_with_all = ["key", "key_page", "format"],
        value_parser = number()
    )]
    forms: Option<usize>,
    /// Print this number of versions of one form, with the same questions and options in a
    /// different order. One key grades all versions
    #[arg(
        long,
        value_name = "N",
        group = "several",
        requires = "into",
        conflicts_with_all = ["key", "key_page", "format"],
        value_parser = number()
    )]
    versions: Option<usize>,
    /// Write the files to this folder: paper-1.txt, paper-1.json, paper-1.html and so on, with
    /// key-1.json and key-1.html for each form, or key.json and key.html for all versions
    #[arg(long, value_name = "FOLDER", requires = "several")]
    into: Option<PathBuf>,
}

fn number() -> impl TypedValueParser<Value = usize> {
    RangedU64ValueParser::<usize>::new().range(1..=MAX_VERSIONS as u64)
}

/// Papers of one form and their key.
pub(super) struct Printed {
    form: Form,
    papers: Vec<Paper>,
    key: AnswerKey,
    /// The name of the key's file, without its ending.
    stem: String,
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
            return Ok(Some((folder, vec![Printed { form, papers, key, stem: "key".to_owned() }])));
        }
        let forms = form::disjoint(request, self.forms.unwrap_or(1))?;
        let printed = (1..).zip(forms).map(|(number, form)| Printed {
            papers: vec![form.paper(blueprint)],
            key: form.key(blueprint),
            stem: format!("key-{number}"),
            form,
        });
        Ok(Some((folder, printed.collect())))
    }
}

/// Writes papers and keys, and names the files.
pub(super) fn write(
    folder: &Path,
    series: &[Printed],
    ledger: &Ledger,
    mut outputs: Outputs,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let files: Vec<(&Printed, Vec<(PathBuf, Content<'_>)>)> = files(folder, series, ledger);
    for (path, content) in files.iter().flat_map(|(_, files)| files) {
        outputs.claim("--into", content.kind(), path)?;
    }
    output::create_folder(folder)?;
    for (printed, files) in files {
        for (path, content) in &files {
            output::write_file(content.kind(), path, |out| content.write(out))?;
        }
        let names: Vec<String> = files.iter().map(|(path, _)| path.display().to_string()).collect();
        let identity = &printed.form.identity;
        terminal.print(|out| writeln!(out, "{identity}: {}", names.join(", ")))?;
    }
    Ok(())
}

/// What a file of the folder holds.
#[derive(Clone, Copy)]
enum Content<'p> {
    Text(&'p Paper),
    Page(&'p Paper),
    Json(&'p Paper),
    KeyPage(KeyPage<'p>),
    Key(&'p AnswerKey),
}

impl Content<'_> {
    const fn kind(self) -> Kind {
        match self {
            Self::Text(_) => Kind::PAPER,
            Self::Page(_) => Kind::PAPER_PAGE,
            Self::Json(_) => Kind::PAPER_JSON,
            Self::KeyPage(_) => Kind::KEY_PAGE,
            Self::Key(_) => Kind::KEY,
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Text(_) => "txt",
            Self::Page(_) | Self::KeyPage(_) => "html",
            Self::Json(_) | Self::Key(_) => "json",
        }
    }

    fn write(self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text(printed) => paper::write_paper(out, printed, Page::PIPE),
            Self::Page(printed) => handout::write_paper(out, printed),
            Self::Json(printed) => paper::write_paper_json(out, printed),
            Self::KeyPage(page) => handout::write_key(out, page),
            Self::Key(key) => paper::write_key_json(out, key),
        }
    }
}

/// Each form with its files.
fn files<'p>(
    folder: &Path,
    series: &'p [Printed],
    ledger: &'p Ledger,
) -> Vec<(&'p Printed, Vec<(PathBuf, Content<'p>)>)> {
    let file = |stem: &str, content: Content<'p>| {
        (folder.join(format!("{stem}.{}", content.ending())), content)
    };
    let mut number = 0;
    let of_form = |printed: &'p Printed| {
        let Printed { form, papers, key, stem } = printed;
        let mut files = Vec::new();
        for paper in papers {
            number += 1;
            let contents = [Content::Text(paper), Content::Json(paper), Content::Page(paper)];
            files.extend(contents.map(|content| file(&format!("paper-{number}"), content)));
        }
        let page = Content::KeyPage(KeyPage { form, key, ledger });
        files.extend([page, Content::Key(key)].map(|content| file(stem, content)));
        (printed, files)
    };
    series.iter().map(of_form).collect()
}
