//! `import`: a bank of another tool as a question file, or a definition of a service or measured
//! traffic as a scenario.

mod service;
mod traffic;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::context::{Context, ExitStatus};
use super::input;
use super::output::{self, Force, Kind, Outputs};
use super::words::words;
use bank_exchange::bank_toml;
use bank_exchange::format::BankFormat;
use bank_exchange::item::BankItem;
use bank_exchange::loss::{Loss, LossKind};
use bank_exchange::{BankFile, ImportedBank, MAX_BYTES};
use spanned_toml::faults::counted;
use spanned_toml::word::Word;

/// Import questions from another tool, or a service definition as a scenario
///
/// The command detects the format from the contents. Standard error lists what could not be
/// imported, each with its line. The rest becomes a question file, in which `FILL IN` marks what
/// the format does not contain. docs/exchange.md describes each format.
///
/// `import service` reads the definition of a service of App Runner, `import traffic` an access log
/// or metrics of CloudWatch.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  coldstart import quiz.gift --topic scaling --output my-questions.toml
  coldstart import moodle-export.xml --output my-bank/
  coldstart import questions.txt --from aiken
  coldstart import service template.yaml --output my-service.toml
  coldstart import traffic access.log --output measured.toml"
)]
pub(super) struct Import {
    #[command(subcommand)]
    what: Option<What>,
    /// The files to import; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The format, if it cannot be detected from the contents
    #[arg(long, value_name = "FORMAT", value_parser = words(BankFormat::readable().map(|it| (it.word(), it))))]
    from: Option<BankFormat>,
    /// The topic of the questions; by default, the topic of their file
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Write to this file instead of standard output; a folder gets a file for each topic
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

/// What is imported instead of questions.
#[derive(Debug, Subcommand)]
enum What {
    Service(service::ImportService),
    Traffic(traffic::ImportTraffic),
}

/// Everything that was read.
#[derive(Debug, Default)]
struct Gathered {
    items: Vec<BankItem>,
    /// The topic of them all, where there is one.
    topic: Option<String>,
    losses: Vec<Loss>,
    origins: Vec<String>,
}

impl Import {
    /// Imports what was named.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        match self.what {
            Some(What::Service(service)) => service.run(context),
            Some(What::Traffic(traffic)) => traffic.run(context),
            None => self.questions(context),
        }
    }

    fn questions(self, context: &Context) -> anyhow::Result<ExitStatus> {
        if let Some(topic) = self.topic.as_ref().filter(|it| bank_toml::topic_name(it) != **it) {
            bail!("`{topic}` is not a valid topic: use lowercase letters, digits and hyphens");
        }
        let mut gathered = Gathered { topic: self.topic.clone(), ..Gathered::default() };
        for path in &self.files {
            self.gather(path, &mut gathered)?;
        }
        let whole_questions = gathered.losses.iter().filter(|it| it.kind.is_whole_question());
        let left_out = whole_questions.count();
        let read = gathered.items.len();
        context.terminal.say_each("", &gathered.losses);
        if read == 0 {
            bail!("no question could be imported");
        }
        let mut topics: BTreeMap<String, Vec<BankItem>> = BTreeMap::new();
        for item in gathered.items {
            topics.entry(item.topic.clone().unwrap_or_default()).or_default().push(item);
        }
        self.write(&topics, &gathered.origins.join(", "), context)?;
        context.terminal.say(&format!(
            "{} imported, {left_out} skipped; search for `{}`",
            counted(read, "question"),
            bank_toml::MARK
        ));
        Ok(ExitStatus::Done)
    }

    /// Reads the file at `path`.
    fn gather(&self, path: &Path, gathered: &mut Gathered) -> anyhow::Result<()> {
        let name = path.display().to_string();
        let bytes = bytes(path)?;
        let file = BankFile { name: &name, bytes: &bytes };
        let is_service =
            || bank_exchange::text(&bytes).is_ok_and(|text| service_exchange::is_definition(&text));
        if self.from.is_none() && is_service() {
            bail!(
                "`{name}` is a service definition, not a question bank; use `coldstart import \
                 service {name}`"
            );
        }
        let read = bank_exchange::import(file, self.from);
        let ImportedBank { format, mut items, losses } =
            read.with_context(|| format!("cannot import `{name}`"))?;
        gathered.losses.extend(losses);
        let renamed = bank_toml::name_items(gathered.items.iter_mut().chain(&mut items));
        let moved = self.assign_topics(&mut gathered.topic, &mut items);
        for loss in renamed.into_iter().chain(moved) {
            gathered.losses.push(Loss { place: name.clone(), ..loss });
        }
        gathered.origins.push(format!("{name} ({format})"));
        gathered.items.append(&mut items);
        Ok(())
    }

    /// Gives each of `items` its topic: `only`, which the first question sets where one file
    /// takes all, or its own. Returns the categories that went.
    fn assign_topics(&self, only: &mut Option<String>, items: &mut [BankItem]) -> Vec<Loss> {
        let mut lost = Vec::new();
        let mut known = BTreeSet::new();
        for item in items {
            let given = item.topic.take();
            let own = bank_toml::topic_name(given.as_deref().unwrap_or_default());
            if only.is_none() && !self.has_folder() {
                *only = Some(own.clone());
            }
            let topic = only.clone().unwrap_or_else(|| own.clone());
            let is_lost = own != topic;
            item.topic = Some(topic);
            if let Some(category) = given.filter(|given| is_lost && known.insert(given.clone())) {
                let kind = LossKind::Category(category);
                lost.push(Loss { place: String::new(), line: item.line, kind });
            }
        }
        lost
    }

    fn has_folder(&self) -> bool {
        self.output.as_ref().is_some_and(|path| {
            path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', '\\'])
        })
    }

    fn write(
        &self,
        topics: &BTreeMap<String, Vec<BankItem>>,
        origin: &str,
        context: &Context,
    ) -> anyhow::Result<()> {
        let inputs = self.files.iter().map(PathBuf::as_path);
        let mut outputs = Outputs::new(context, self.force, inputs);
        let mut files = Vec::new();
        for (topic, items) in topics {
            let text = bank_toml::write(items, topic, origin);
            let path = self.output.as_ref().map(|path| {
                if self.has_folder() { path.join(format!("{topic}.toml")) } else { path.clone() }
            });
            if let Some(path) = &path {
                outputs.claim("--output", Kind::QUESTIONS, path)?;
            }
            files.push((path, text));
        }
        if let Some(folder) = self.output.as_ref().filter(|_| self.has_folder()) {
            output::create_folder(folder)?;
        }
        for (path, text) in files {
            match path {
                None => context.terminal.print(|out| out.write_all(text.as_bytes()))?,
                Some(path) => output::write_file(Kind::QUESTIONS, &path, |out| {
                    out.write_all(text.as_bytes())
                })?,
            }
        }
        Ok(())
    }
}

/// What the file at `path`, or standard input, holds, up to just past the limit.
fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file: Box<dyn Read> =
        if output::is_dash(path) { Box::new(io::stdin()) } else { Box::new(input::open(path)?) };
    let read = file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(bytes)
}
