//! `glossary`: the words of the field.

use clap::Args;

use super::context::{Context, ExitStatus};
use super::input;
use crate::report::learn;
use quizbank::model::course::Term;

/// Look up terms
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart glossary
  coldstart glossary concurrency")]
pub(super) struct Glossary {
    /// Words that a term or its meaning must contain, in uppercase or lowercase
    #[arg(value_name = "WORD")]
    words: Vec<String>,
}

impl Glossary {
    /// Prints the terms that were asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let ledger = input::builtin_facts()?;
        let course = input::course_around(&ledger, &input::builtin_questions(&ledger)?)?;
        let words: Vec<String> = self.words.iter().map(|word| word.to_lowercase()).collect();
        let wanted = |term: &&Term| {
            let text = format!("{}\n{}", term.name, term.meaning).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let found: Vec<&Term> = course.terms.iter().filter(wanted).collect();
        if found.is_empty() {
            terminal.say("no term contains all of these words");
            return Ok(ExitStatus::Negative);
        }
        terminal.print(|out| learn::write_terms(out, &found, terminal.page()))?;
        Ok(ExitStatus::Done)
    }
}
