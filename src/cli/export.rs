//! `export`: a changed scenario as a file that gives the same run, its service as a definition
//! for AWS, or a bank of questions in the format of another tool.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::bank_format;
use super::candidates;
use super::changes::{Changes, TimedActions};
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use super::output::{self, Force, Kind, Outputs};
use crate::report::aws_cli;
use crate::report::safe::in_a_line;
use crate::store::clock;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::file::to_toml;
use bank_exchange::format::BankFormat;
use quizbank::model::question::Question;
use quizbank::select::{self, UnknownTopic};
use service_exchange::ServiceTarget;
use spanned_toml::faults::counted;
use spanned_toml::word::Word;

/// Write a changed scenario as a file, or its service as a definition for AWS
///
/// The file contains every change, adapted to the limits of the edition, and begins with the
/// equivalent AWS CLI commands as comments. In the live view, `x` saves the run on the screen.
///
/// With `--to`, the command writes the service of the scenario as a definition for AWS: AWS CLI
/// input, a CloudFormation template or a Terraform configuration.
///
/// With `--bank`, it writes questions in the format of another tool. Standard error lists what that
/// format cannot represent. docs/exchange.md describes each format.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart export campaign-surge --set service.auto_scaling.max_size=20
  coldstart export health-302 --rules aws --at \"3m update service.health_check.path=/health\" \\
    --output my-302.toml
  coldstart export campaign-surge --to cloudformation --output template.yaml
  coldstart export --bank --to csv --output bank.csv
  coldstart export --bank scaling iam --to gift --output quiz.gift")]
pub(super) struct Export {
    /// A built-in scenario, or the path of a scenario file
    #[arg(value_name = "SCENARIO", required_unless_present = "bank",
        add = candidates::scenarios())]
    scenario: Option<String>,
    /// Write questions instead: those of these topics or files, or the whole built-in bank
    #[arg(long, value_name = "TOPIC", num_args = 0.., add = candidates::topics(), requires = "to",
        conflicts_with_all = ["scenario", "Changes", "TimedActions"])]
    bank: Option<Vec<String>>,
    /// The format of the questions or of the service definition
    #[arg(long, value_name = "FORMAT", value_parser = target_parser())]
    to: Option<Target>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    actions: TimedActions,
}

/// What is written in place of a scenario.
#[derive(Clone, Copy, Debug)]
enum Target {
    Bank(BankFormat),
    Service(ServiceTarget),
}

impl Target {
    fn all() -> impl Iterator<Item = Self> {
        ServiceTarget::all().map(Self::Service).chain(BankFormat::all().map(Self::Bank))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Bank(format) => format.word(),
            Self::Service(target) => target.word(),
        }
    }
}

fn target_parser() -> impl TypedValueParser<Value = Target> {
    PossibleValuesParser::new(Target::all().map(Target::name))
        .try_map(|name| Target::all().find(|target| target.name() == name).ok_or("unknown format"))
}

impl Export {
    /// Writes the file that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        match (&self.scenario, &self.bank, self.to) {
            (_, Some(wanted), Some(Target::Bank(format))) => self.bank(wanted, format, context)?,
            (Some(scenario), _, Some(Target::Service(target))) => {
                self.service(scenario, target, context)?;
            }
            (Some(scenario), _, None) => self.file(scenario, context)?,
            (_, Some(_), Some(Target::Service(target))) => {
                bail!(
                    "`{}` is a format of service definitions; name a scenario instead of `--bank`",
                    target.word()
                )
            }
            (Some(_), _, Some(Target::Bank(format))) => {
                bail!("`{}` is a format of questions; use it with `--bank`", format.word())
            }
            // The parser of arguments sees to it that one of them is there.
            _ => {}
        }
        Ok(ExitStatus::Done)
    }

    /// Writes the service of `scenario` for `target`, under the rules of its edition.
    fn service(
        &self,
        scenario: &str,
        target: ServiceTarget,
        context: &Context,
    ) -> anyhow::Result<()> {
        let terminal = context.terminal;
        let draft = self.actions.draft(scenario, self.changes.request(context)?)?;
        let mut source = draft.source();
        if target != ServiceTarget::Express {
            // Everything that the file does not say is written too, so that the defaults of AWS
            // do not take the place of the course's. Express Mode has defaults of its own.
            let set = to_toml::of_service(&draft.scenario().service);
            let whole = Request { set, ..Request::default() };
            source = Draft::read(source, whole).map_err(BadFiles::from)?.source();
        }
        let under = Request { edition: Some(target.edition()), ..Request::default() };
        let read = scenario::read(source, &under).map_err(BadFiles::from)?;
        for change in &read.adapted {
            terminal.say(&format!("adapted: {change}"));
        }
        let written = service_exchange::export(&read, target);
        for loss in &written.losses {
            terminal.say(&in_a_line(&loss.to_string()));
        }
        self.put(Kind::DEFINITION, &[scenario], written.text.as_bytes(), context)
    }

    fn file(&self, scenario: &str, context: &Context) -> anyhow::Result<()> {
        let terminal = context.terminal;
        let draft = self.actions.draft(scenario, self.changes.request(context)?)?;
        for change in &draft.scenario().adapted {
            terminal.say(&format!("adapted: {change}"));
        }
        let text = aws_cli::checked(&draft)?;
        self.put(Kind::SCENARIO, &[scenario], text.as_bytes(), context)
    }

    fn bank(&self, wanted: &[String], format: BankFormat, context: &Context) -> anyhow::Result<()> {
        let questions = questions(wanted)?;
        if format.is_binary() && self.output.is_none() {
            bail!("{format} is a binary format; name a file with `--output`");
        }
        let now = u64::try_from(clock::now().at.0 / 1_000).unwrap_or_default();
        let written = bank_exchange::export(&questions, format, now)?;
        bank_format::print_losses(context.terminal, &written.losses);
        let left_out = written.losses.iter().filter(|it| it.kind.is_whole_question()).count();
        let inputs: Vec<&str> = wanted.iter().map(String::as_str).collect();
        self.put(Kind::BANK, &inputs, &written.bytes, context)?;
        let count = counted(questions.len() - left_out, "question");
        context.terminal.say(&format!("{count} exported, {left_out} skipped"));
        Ok(())
    }

    /// Writes `bytes`, made of `inputs`, to where they were asked for.
    fn put(
        &self,
        kind: Kind,
        inputs: &[&str],
        bytes: &[u8],
        context: &Context,
    ) -> anyhow::Result<()> {
        match &self.output {
            None => context.terminal.print(|out| out.write_all(bytes))?,
            Some(path) => {
                let inputs = inputs.iter().map(Path::new);
                Outputs::new(context, self.force, inputs).claim("--output", kind, path)?;
                output::write_file(kind, path, |out| out.write_all(bytes))?;
            }
        }
        Ok(())
    }
}

/// The questions of `wanted`, which are topics and files; all where there are none.
fn questions(wanted: &[String]) -> anyhow::Result<Vec<Question>> {
    let ledger = input::builtin_facts()?;
    let (files, topics): (Vec<&String>, Vec<&String>) =
        wanted.iter().partition(|name| input::is_path(name));
    let mut questions = Vec::new();
    if files.is_empty() || !topics.is_empty() {
        questions = input::builtin_questions(&ledger)?;
        for topic in &topics {
            if !questions.iter().any(|question| question.topic == **topic) {
                let (topic, known) = ((*topic).clone(), select::topics(&questions));
                return Err(input::unknown_topic(&UnknownTopic { topic, known }));
            }
        }
        let is_wanted = |question: &Question| {
            topics.is_empty() || topics.iter().any(|topic| **topic == question.topic)
        };
        questions.retain(is_wanted);
    }
    if !files.is_empty() {
        let paths: Vec<PathBuf> = files.into_iter().map(PathBuf::from).collect();
        questions.extend(input::bank(&paths, &ledger)?);
    }
    Ok(questions)
}
