//! `export`: a changed scenario as a file that gives the same run, its service as a definition
//! for AWS, or a bank of questions in the format of another tool.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::candidates;
use super::changes::{Changes, TimedActions};
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use super::output::{Kind, TextOutput};
use super::words::words;
use crate::report::aws_cli;
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
    #[arg(long, value_name = "FORMAT", value_parser = words(Target::all().map(|it| (it.name(), it))))]
    to: Option<Target>,
    #[command(flatten)]
    output: TextOutput,
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
        terminal.say_each("adapted: ", &read.adapted);
        let written = service_exchange::export(&read, target);
        terminal.say_each("", &written.losses);
        let inputs = [Path::new(scenario)];
        self.output.write(context, Kind::DEFINITION, inputs, written.text.as_bytes())
    }

    fn file(&self, scenario: &str, context: &Context) -> anyhow::Result<()> {
        let draft = self.actions.draft(scenario, self.changes.request(context)?)?;
        context.terminal.say_each("adapted: ", &draft.scenario().adapted);
        let text = aws_cli::checked(&draft)?;
        self.output.write(context, Kind::SCENARIO, [Path::new(scenario)], text.as_bytes())
    }

    fn bank(&self, wanted: &[String], format: BankFormat, context: &Context) -> anyhow::Result<()> {
        let questions = questions(wanted)?;
        if format.is_binary() && self.output.path().is_none() {
            bail!("{format} is a binary format; name a file with `--output`");
        }
        let now = u64::try_from(clock::now().at.0 / 1_000).unwrap_or_default();
        let written = bank_exchange::export(&questions, format, now)?;
        context.terminal.say_each("", &written.losses);
        let left_out = written.losses.iter().filter(|it| it.kind.is_whole_question()).count();
        self.output.write(context, Kind::BANK, wanted.iter().map(Path::new), &written.bytes)?;
        let count = counted(questions.len() - left_out, "question");
        context.terminal.say(&format!("{count} exported, {left_out} skipped"));
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
