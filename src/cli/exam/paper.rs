//! `exam paper`: a form without its key, and its key.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::series::{self, Series};
use crate::cli::candidates;
use crate::cli::context::{Context, ExitStatus};
use crate::cli::input;
use crate::cli::output::{self, Force, Kind, Outputs};
use crate::cli::own_content::OwnContent;
use crate::cli::terminal::Terminal;
use crate::report::handout::{self, KeyPage};
use crate::report::paper;
use quizbank::form::{self, Form, FormRequest};
use quizbank::model::blueprint::Blueprint;
use quizbank::model::fact::Ledger;
use quizbank::model::paper::MAX_SEED;

/// Print a practice exam without its answer key, and write the key to a file
///
/// The same bank, blueprint, topic and seed give the same exam. The default blueprint is the first
/// that is valid today. Recording and grading answer sheets needs only the paper and the key, not
/// the bank.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart exam paper
  coldstart exam paper --blueprint dva-c03 --seed 7 --key key.json > paper.txt
  coldstart exam paper --format html --key key.json --key-page key.html > paper.html
  coldstart exam paper --blueprint topic-test --topic scaling --format json
  coldstart exam paper --versions 4 --into papers    four versions of one form
  coldstart exam paper --forms 3 --into forms        three forms that share no question
  coldstart exam paper --bank my-questions --blueprints my-blueprints.toml --blueprint mine")]
pub(super) struct Paper {
    /// The blueprint of the exam; `coldstart list blueprints` lists them
    #[arg(long, value_name = "NAME", add = candidates::blueprints())]
    blueprint: Option<String>,
    /// The topic, for a blueprint that covers one topic
    #[arg(long, value_name = "TOPIC", add = candidates::topics())]
    topic: Option<String>,
    /// Select questions, order and numbers by this seed; by default, a new seed each time. The key
    /// records the seed, the paper does not show it. Anyone who guesses the seed can create the key
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(0..=MAX_SEED))]
    seed: Option<u64>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write the answer key to FILE as JSON; it names the exam that it belongs to
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Write the key with its reasons to FILE, as an HTML page for the instructor
    #[arg(long, value_name = "FILE")]
    key_page: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    series: Series,
    #[command(flatten)]
    content: OwnContent,
}

/// How a paper is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// To print
    Text,
    /// For `coldstart exam sheet`
    Json,
    /// A page for the printer, with an answer sheet
    Html,
}

impl Paper {
    /// Draws the form, writes its key, prints it.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let blueprints = self.content.read_blueprints()?;
        let blueprint = input::blueprint(&blueprints, self.blueprint.as_deref(), None)?;
        let ledger = input::builtin_facts()?;
        let bank = self.content.read_bank(&ledger)?;
        let seed = self.seed.unwrap_or_else(input::secret_seed);
        let request = FormRequest { bank: &bank, blueprint, topic: self.topic.as_deref(), seed };
        let inputs = self.content.files()?;
        let outputs = Outputs::new(context, self.force, inputs.iter().map(PathBuf::as_path));
        if let Some((folder, papers)) = self.series.draw(&request).map_err(input::no_form)? {
            series::write(folder, &papers, &ledger, outputs, context.terminal)?;
        } else {
            let form = form::assemble(&request).map_err(input::no_form)?;
            self.print(&form, blueprint, &ledger, outputs, context.terminal)?;
        }
        if self.seed.is_none() {
            let name = &blueprint.name;
            context.terminal.say(&format!(
                "seed {seed}: `--blueprint {name} --seed {seed}` selects the same questions again"
            ));
        }
        Ok(ExitStatus::Done)
    }

    fn print(
        &self,
        form: &Form,
        blueprint: &Blueprint,
        ledger: &Ledger,
        mut outputs: Outputs,
        terminal: Terminal,
    ) -> anyhow::Result<()> {
        let key = form.key(blueprint);
        let outs =
            [("--key", Kind::KEY, &self.key), ("--key-page", Kind::KEY_PAGE, &self.key_page)];
        for (option, kind, path) in outs {
            path.iter().try_for_each(|path| outputs.claim(option, kind, path))?;
        }
        if let Some(path) = &self.key {
            output::write_file(Kind::KEY, path, |out| paper::write_key_json(out, &key))?;
        }
        if let Some(path) = &self.key_page {
            let page = KeyPage { form, key: &key, ledger };
            output::write_file(Kind::KEY_PAGE, path, |out| handout::write_key(out, page))?;
        }
        let printed = form.paper(blueprint);
        terminal.print(|out| match self.format {
            Format::Text => paper::write_paper(out, &printed, terminal.page()),
            Format::Json => paper::write_paper_json(out, &printed),
            Format::Html => handout::write_paper(out, &printed),
        })?;
        Ok(())
    }
}
