//! `check`: every file read with every fault told, every proof run again.

use std::path::PathBuf;

use clap::Args;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::Outcome;
use super::input::{self, BadFiles, Content};
use super::terminal::{self, Terminal};
use crate::load::scenario::Request;
use crate::load::{bank, facts, scenario};
use crate::model::diagnostic::{Diagnostics, Source};
use crate::model::fact::Ledger;
use crate::model::question::Question;
use crate::proof::{fix, verify};
use crate::quiz::lint;

/// Check scenarios, questions and facts, and run every proof again
///
/// Without a path it checks what is built in. A question whose key a run can prove is run, with its
/// own seed and with others: the key must be true and every distractor false. A scenario's goals
/// must hold, or hold with its fix and not without. Ends with 1 when something is wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart check
  coldstart check my-lab.toml my-questions.toml")]
pub(super) struct Check {
    /// Files of your own; what they hold is seen from their contents
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// What was read and what was wrong with it.
#[derive(Debug, Default)]
struct Tally {
    scenarios: usize,
    questions: usize,
    facts: usize,
    runs: usize,
    errors: usize,
    warnings: usize,
}

impl Check {
    /// Checks what was asked for.
    pub(super) fn run(self, terminal: Terminal) -> anyhow::Result<Outcome> {
        let ledger = input::builtin_facts()?;
        let mut tally = Tally::default();
        let mut question_files = Vec::new();
        for (content, source) in self.sources(terminal, &mut tally)? {
            match content {
                Content::Questions => question_files.push(source),
                Content::Scenario => tally.read_scenario(terminal, &source, &ledger),
                Content::Facts => tally.read_facts(terminal, source),
            }
        }
        tally.read_questions(terminal, question_files, &ledger);
        terminal::print(|out| writeln!(out, "{}", tally.in_words()))?;
        Ok(if tally.errors > 0 { Outcome::Negative } else { Outcome::Done })
    }

    /// What is to be checked: the files that were named, or all that is built in.
    fn sources(
        &self,
        terminal: Terminal,
        tally: &mut Tally,
    ) -> anyhow::Result<Vec<(Content, Source)>> {
        if self.paths.is_empty() {
            return Ok(input::builtin_content());
        }
        let mut sources = Vec::new();
        for path in &self.paths {
            match input::file(path) {
                Ok(source) => sources.push((Content::of(&source), source)),
                Err(error) => {
                    let BadFiles(files) = error.downcast()?;
                    tally.show(terminal, &files);
                }
            }
        }
        Ok(sources)
    }
}

impl Tally {
    fn read_scenario(&mut self, terminal: Terminal, source: &Source, ledger: &Ledger) {
        let scenario = match scenario::read(source.clone(), &Request::default()) {
            Ok(scenario) => scenario,
            Err(faults) => return self.show(terminal, &[faults]),
        };
        self.scenarios += 1;
        for id in scenario.teaches.iter().filter(|id| ledger.get(id).is_none()) {
            self.accuse(
                terminal,
                &format!("scenario `{}` teaches an unknown fact `{id}`", scenario.name),
            );
        }
        match fix::verify(source, &scenario) {
            Ok(runs) => self.runs += runs,
            Err(failure) => {
                self.accuse(terminal, &format!("scenario `{}`: {failure}", scenario.name));
            }
        }
    }

    fn read_facts(&mut self, terminal: Terminal, source: Source) {
        match facts::read(source) {
            Ok(ledger) => self.facts += ledger.facts.len(),
            Err(faults) => self.show(terminal, &[faults]),
        }
    }

    /// Question files are read together, because their ids must differ.
    fn read_questions(&mut self, terminal: Terminal, files: Vec<Source>, ledger: &Ledger) {
        match bank::read_all(files, Some(ledger)) {
            Ok(questions) => {
                self.questions += questions.len();
                self.lint(terminal, &questions, ledger);
                self.prove(terminal, &questions);
            }
            Err(files) => self.show(terminal, &files),
        }
    }

    fn lint(&mut self, terminal: Terminal, questions: &[Question], ledger: &Ledger) {
        for finding in lint::lint(questions, ledger) {
            self.errors += 1;
            let place =
                finding.question.map_or("the bank".to_owned(), |id| format!("question `{id}`"));
            terminal.accuse(&format!("{place}: {}: {}", finding.rule, finding.message));
        }
    }

    /// Runs every proof, as many at a time as there are cores; what is wrong is
    /// told in the order of the files.
    fn prove(&mut self, terminal: Terminal, questions: &[Question]) {
        let proven: Vec<&Question> = questions.iter().filter(|one| one.proof.is_some()).collect();
        let verdicts: Vec<_> = proven
            .par_iter()
            .map(|question| verify::verify(question, 1..=verify::DRAWN_SEEDS))
            .collect();
        for (question, verdict) in proven.into_iter().zip(verdicts) {
            match verdict {
                Ok(verified) => self.runs += verified.runs,
                Err(failures) => {
                    for failure in failures {
                        self.accuse(terminal, &format!("question `{}`: {failure}", question.id));
                    }
                }
            }
        }
    }

    fn accuse(&mut self, terminal: Terminal, text: &str) {
        self.errors += 1;
        terminal.accuse(text);
    }

    fn show(&mut self, terminal: Terminal, files: &[Diagnostics]) {
        for faults in files {
            let errors = faults.errors().count();
            self.errors += errors;
            self.warnings += faults.faults.len() - errors;
            terminal.show_faults(faults);
        }
    }

    fn in_words(&self) -> String {
        let read = [
            several(self.scenarios, "scenario"),
            several(self.questions, "question"),
            several(self.facts, "fact"),
            several(self.runs, "proving run"),
        ];
        let wrong = [several(self.errors, "error"), several(self.warnings, "warning")];
        format!("{}: {}", read.join(", "), wrong.join(", "))
    }
}

fn several(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
