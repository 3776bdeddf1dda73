//! `check`: reads every file and reports every fault, holds every question to the
//! rules of the craft, every proof run again.

mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::ops::Range;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use self::report::Report;
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles, Content};
use super::progress::Progress;
use super::terminal::{Terminal, print_json};
use super::trace_files;
use crate::app::builtin;
use crate::app::proof::fix::{self, FixFailure};
use crate::app::proof::lab::{self, LabFailure};
use crate::app::proof::story;
use crate::app::proof::verify;
use crate::report::findings;
use apprunner_sim::file::scenario;
use apprunner_sim::file::scenario::Request;
use apprunner_sim::model::replay::Traces;
use apprunner_sim::model::scenario::Scenario;
use quizbank::file::bank;
use quizbank::file::bank::Reading;
use quizbank::file::blueprint;
use quizbank::file::facts;
use quizbank::lint::borrowed::Borrowed;
use quizbank::lint::{self, BankOrigin};
use quizbank::model::fact::Ledger;
use quizbank::model::part::QuestionPart;
use quizbank::model::question::{Question, QuestionId};
use spanned_toml::diagnostic::{Diagnostic, Diagnostics, Severity, Source};
use spanned_toml::faults::{counted, nearest};

/// The rule of proofs.
const PROOF: &str = "Q18";

/// Check scenarios, questions and facts, and run every proof
///
/// Without a path, the command checks the built-in content. Questions must follow the rules of
/// docs/linting.md. If a question has a proof, the proof runs under several seeds: the key must be
/// true and every distractor false. The goals of a scenario must be met, or must be met with its
/// fix and missed without it. A lab must also be solvable under several seeds, and not by choosing
/// the largest sizes alone. The exit code is 1 when there are errors; warnings do not affect it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart check
  coldstart check my-lab.toml my-questions.toml
  coldstart check my-course/ --against chapter.txt
  coldstart check my-questions.toml --earlier last-year.toml
  coldstart check my-questions.toml --format json")]
pub(super) struct Check {
    /// Your own files, or folders of files; the type is detected from the contents
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A text that no question may repeat, such as the course chapter; may be repeated
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
    /// An earlier copy of the questions, a file or a folder: reports each question whose key or
    /// order of options changed without a new revision
    #[arg(long, value_name = "PATH", requires = "paths")]
    earlier: Option<PathBuf>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: each finding under its line, on standard error
    Text,
    /// For programs: one array on standard output
    Json,
}

/// What was read and what was wrong with it.
#[derive(Debug, Default)]
struct Tally {
    scenarios: usize,
    questions: usize,
    facts: usize,
    runs: usize,
    report: Report,
    /// The questions that stops of scenarios ask, by id, each with its file.
    asked: Vec<(Source, String)>,
}

impl Check {
    /// Checks what was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let ledger = input::builtin_facts()?;
        let mut borrowed = Borrowed::of_ledger(&ledger);
        for path in &self.against {
            let source = input::file(path)?;
            borrowed.add(&format!("`{}`", source.name), &source.text);
        }
        // A lab is its own exercise and settles no question. Faults are reported elsewhere.
        let read = input::builtin_scenarios().unwrap_or_default();
        let scenarios = read.iter().filter(|scenario| scenario.lab.is_none());
        let scenarios: Vec<&str> = scenarios.map(|scenario| scenario.name.as_str()).collect();
        let origin = self.origin();
        let blueprints = input::builtin_blueprints()?;
        // The exam's forms and the scenarios are this program's own concern.
        let (blueprints, scenarios): (&[_], &[_]) = match origin {
            BankOrigin::BuiltIn => (&blueprints, &scenarios),
            BankOrigin::Own => (&[], &[]),
        };
        let earlier = match &self.earlier {
            Some(path) => input::bank(std::slice::from_ref(path), &ledger)?,
            None => Vec::new(),
        };
        let (borrowed, earlier) = (&borrowed, &earlier[..]);
        let held_to =
            lint::LintContext { ledger: &ledger, origin, blueprints, scenarios, earlier, borrowed };
        let traces = trace_files::traces(context);
        let mut tally = Tally::default();
        let mut question_files = Vec::new();
        for (content, source) in self.sources(&mut tally)? {
            match content {
                Content::Questions => question_files.push(source),
                Content::Scenario => {
                    question_files.extend(tally.read_scenario(source, &ledger, &traces));
                }
                Content::Facts => tally.read_facts(source),
                Content::Blueprints => tally.read_blueprints(source),
            }
        }
        tally.read_questions(question_files, &held_to);
        tally.print(self.format, terminal)?;
        let failed = tally.report.count(Severity::Error) > 0;
        Ok(if failed { ExitStatus::Negative } else { ExitStatus::Done })
    }

    fn origin(&self) -> BankOrigin {
        if self.paths.is_empty() { BankOrigin::BuiltIn } else { BankOrigin::Own }
    }

    /// What is to be checked: the files that were named, or all that is built in.
    fn sources(&self, tally: &mut Tally) -> anyhow::Result<Vec<(Content, Source)>> {
        if self.paths.is_empty() {
            return Ok(input::builtin_content());
        }
        let mut sources = Vec::new();
        for path in input::files_of(&self.paths, &["toml"])? {
            match input::file(&path) {
                Ok(source) => sources.push((Content::of(&source), source)),
                Err(error) => {
                    let BadFiles(files) = error.downcast()?;
                    for faults in files {
                        tally.report.take(faults);
                    }
                }
            }
        }
        Ok(sources)
    }
}

impl Tally {
    /// Gives the file back where it asks questions of its own.
    fn read_scenario(
        &mut self,
        source: Source,
        ledger: &Ledger,
        traces: &Traces,
    ) -> Option<Source> {
        let request = Request { traces: traces.clone(), ..Request::default() };
        let read = scenario::read_with_notes(source.clone(), &request);
        let (scenario, notes) = match read {
            Ok(read) => read,
            Err(faults) => {
                self.report.take(faults);
                return None;
            }
        };
        self.verify_scenario(&source, &scenario, notes, ledger);
        source.text.contains(input::QUESTION).then_some(source)
    }

    fn verify_scenario(
        &mut self,
        source: &Source,
        scenario: &Scenario,
        notes: Vec<Diagnostic>,
        ledger: &Ledger,
    ) {
        self.report.take(Diagnostics { source: source.clone(), faults: notes });
        self.scenarios += 1;
        for id in scenario.teaches.iter().filter(|id| ledger.get(id).is_none()) {
            let message = format!("`teaches` names an unknown fact `{id}`");
            self.report.put(source, None, report::error(message, place_of(source, id)));
        }
        let ids = scenario.story.stops.iter().filter_map(|stop| stop.question.clone());
        self.asked.extend(ids.map(|id| (source.clone(), id)));
        self.verify_story(source, scenario);
        match fix::verify(source, scenario) {
            Ok(runs) => {
                self.runs += runs;
                self.verify_lab(source, scenario);
            }
            Err(failure) => {
                let span = match &failure {
                    FixFailure::Useless(goal) | FixFailure::Missed(goal) => {
                        place_of(source, &goal.name)
                    }
                    FixFailure::Needless | FixFailure::Unfit(_) => place_of(source, "[fix]"),
                };
                self.report.put(source, None, report::error(failure.to_string(), span));
            }
        }
    }

    /// Holds the figures in the texts of a scenario to its runs under both editions.
    fn verify_story(&mut self, source: &Source, scenario: &Scenario) {
        match story::verify(source, scenario) {
            Ok(runs) => self.runs += runs,
            Err(failures) => {
                for failure in failures {
                    let place = place_of(source, &format!("{{{}}}", failure.metric));
                    self.report.put(source, None, report::error(failure.to_string(), place));
                }
            }
        }
    }

    fn verify_lab(&mut self, source: &Source, scenario: &Scenario) {
        match lab::verify(source, scenario) {
            Ok(runs) => self.runs += runs,
            Err(failure) => {
                let span = match &failure {
                    LabFailure::Unsolved { goal, .. } => place_of(source, &goal.name),
                    LabFailure::Idle(path) => place_of(source, path),
                    _ => place_of(source, "[lab]"),
                };
                self.report.put(source, None, report::error(failure.to_string(), span));
            }
        }
    }

    fn read_facts(&mut self, source: Source) {
        match facts::read(source) {
            Ok(ledger) => self.facts += ledger.facts.len(),
            Err(faults) => self.report.take(faults),
        }
    }

    fn read_blueprints(&mut self, source: Source) {
        if let Err(faults) = blueprint::read(source) {
            self.report.take(faults);
        }
    }

    /// Question files are read together, because their ids must differ. What
    /// reads well is looked at even where something else does not.
    fn read_questions(&mut self, files: Vec<Source>, context: &lint::LintContext<'_>) {
        let mut reading = bank::read_placed(files, builtin::known(Some(context.ledger)));
        for found in mem::take(&mut reading.bad).into_iter().chain(mem::take(&mut reading.notes)) {
            self.report.take(found);
        }
        self.questions += reading.questions.len();
        if context.origin == BankOrigin::Own {
            self.compare_ids(&reading, context.ledger);
        }
        self.find_asked(&reading, context.ledger);
        self.lint(&reading, context);
        self.prove(&reading);
    }

    /// A stop asks a question that is built in, or in one of the files that are read.
    fn find_asked(&mut self, reading: &Reading, ledger: &Ledger) {
        let asked = mem::take(&mut self.asked);
        let mut known: BTreeSet<&str> = ids(&reading.questions).collect();
        if asked.iter().all(|(_, id)| known.contains(id.as_str())) {
            return;
        }
        let built_in = input::builtin_questions(ledger).unwrap_or_default();
        known.extend(ids(&built_in));
        for (source, id) in asked.iter().filter(|(_, id)| !known.contains(id.as_str())) {
            let message = format!("a stop asks an unknown question `{id}`");
            let help = match nearest(id, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "add it to the file as a `[[question]]`, or check the scenario together with \
                     its question file"
                        .to_owned()
                }
            };
            let found = report::error(message, place_of(source, id));
            self.report.put(source, None, Diagnostic { help: Some(help), ..found });
        }
    }

    /// Answers are kept by the id of their question: another question under an id of the
    /// built-in bank would share them.
    fn compare_ids(&mut self, reading: &Reading, ledger: &Ledger) {
        let Ok(built_in) = input::builtin_questions(ledger) else { return };
        let built_in: BTreeMap<&QuestionId, &Question> =
            built_in.iter().map(|question| (&question.id, question)).collect();
        for (index, question) in reading.questions.iter().enumerate() {
            let twin = built_in.get(&question.id);
            if twin.is_some_and(|twin| twin.stem != question.stem) {
                let message = format!("a built-in question is also called `{}`", question.id);
                let found = Diagnostic {
                    severity: Severity::Warning,
                    help: Some(
                        "give it another id; answers to both would be counted as one question"
                            .to_owned(),
                    ),
                    ..report::error(message, 0..0)
                };
                self.put(reading, index, QuestionPart::Id, found);
            }
        }
    }

    fn lint(&mut self, reading: &Reading, context: &lint::LintContext<'_>) {
        for finding in lint::lint(&reading.questions, context) {
            let lint::LintFinding { rule, severity, question, part, message, help } = finding;
            let found =
                Diagnostic { severity, rule: Some(rule), help, ..report::error(message, 0..0) };
            match question {
                Some(index) => self.put(reading, index, part, found),
                None => self.report.put_whole(found),
            }
        }
    }

    /// Runs every proof, as many at a time as there are cores.
    fn prove(&mut self, reading: &Reading) {
        let proven = reading.questions.iter().enumerate().filter(|(_, one)| one.proof.is_some());
        let proven: Vec<_> = proven.collect();
        let progress = Progress::of(proven.len(), "proofs");
        let verdicts: Vec<_> = proven
            .par_iter()
            .map(|(index, question)| {
                let verdict = verify::verify(question, 1..=verify::DRAWN_SEEDS);
                progress.advance();
                (*index, verdict)
            })
            .collect();
        drop(progress);
        for (index, verdict) in verdicts {
            match verdict {
                Ok(runs) => self.runs += runs,
                Err(failures) => self.put_failures(reading, index, &failures),
            }
        }
    }

    /// Reports each thing that runs say against a question once, with the first of
    /// them.
    fn put_failures(&mut self, reading: &Reading, index: usize, failures: &[verify::Failure]) {
        let mut kinds: Vec<(QuestionPart, usize)> = Vec::new();
        for failure in failures {
            match kinds.iter_mut().find(|(part, _)| *part == part_of(failure)) {
                Some((_, count)) => *count += 1,
                None => kinds.push((part_of(failure), 1)),
            }
        }
        for (part, count) in kinds {
            let Some(first) = failures.iter().find(|failure| part_of(failure) == part) else {
                continue;
            };
            let help = (count > 1).then(|| format!("the first of {}", counted(count, "case")));
            let found = report::error(first.to_string(), 0..0);
            self.put(reading, index, part, Diagnostic { rule: Some(PROOF), help, ..found });
        }
    }

    /// Takes what is wrong with a part of a question.
    fn put(&mut self, reading: &Reading, index: usize, part: QuestionPart, found: Diagnostic) {
        let question = reading.questions.get(index).map(|question| question.id.to_string());
        let place = reading.places.get(index).map(|places| (places.file, places.of(part)));
        match place.and_then(|(file, span)| Some((reading.sources.get(file)?, span))) {
            Some((source, span)) => {
                self.report.put(source, question, Diagnostic { span, ..found });
            }
            None => self.report.put_whole(found),
        }
    }

    /// Reports everything, and in words how much it was.
    fn print(&self, format: Format, terminal: Terminal) -> anyhow::Result<()> {
        match format {
            Format::Json => {
                print_json(|out| findings::json(&self.report.rows(), out))?;
                terminal.say(&self.in_words());
            }
            Format::Text => {
                for faults in self.report.by_file() {
                    terminal.show_faults(&faults);
                }
                for found in self.report.whole() {
                    terminal.remark(found.severity, found.rule, &found.message);
                }
                terminal.print(|out| writeln!(out, "{}", self.in_words()))?;
            }
        }
        Ok(())
    }

    fn in_words(&self) -> String {
        let read = [
            counted(self.scenarios, "scenario"),
            counted(self.questions, "question"),
            counted(self.facts, "fact"),
            counted(self.runs, "proving run"),
        ];
        let found = [
            counted(self.report.count(Severity::Error), "error"),
            counted(self.report.count(Severity::Warning), "warning"),
        ];
        format!("{}: {}", read.join(", "), found.join(", "))
    }
}

/// The ids of questions.
fn ids(bank: &[Question]) -> impl Iterator<Item = &str> {
    bank.iter().map(|question| question.id.0.as_str())
}

/// What a failed proof is about.
fn part_of(failure: &verify::Failure) -> QuestionPart {
    match failure {
        verify::Failure::DistractorTrue { option, .. } => {
            QuestionPart::Option(option.saturating_sub(1))
        }
        _ => QuestionPart::Proof,
    }
}

/// Where `name` stands in `source`, or its beginning.
fn place_of(source: &Source, name: &str) -> Range<usize> {
    source.text.find(name).map_or(0..0, |at| at..at + name.len())
}
