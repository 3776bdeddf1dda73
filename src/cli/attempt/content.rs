//! What forms are selected from.

use crate::cli::input;
use quizbank::exam_source::ExamSource;
use quizbank::model::blueprint::Blueprint;
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;

/// What forms are selected from, read and checked.
pub(in crate::cli) struct Content {
    pub(super) ledger: Ledger,
    bank: Vec<Question>,
    pub(super) blueprints: Vec<Blueprint>,
}

impl Content {
    /// Reads what the program is built with.
    pub(in crate::cli) fn read() -> anyhow::Result<Self> {
        let ledger = input::builtin_facts()?;
        let bank = input::builtin_questions(&ledger)?;
        Ok(Self { ledger, bank, blueprints: input::builtin_blueprints()? })
    }

    /// What an exam is selected from.
    pub(in crate::cli) fn exam_source(&self) -> ExamSource<'_> {
        ExamSource { bank: &self.bank, blueprints: &self.blueprints }
    }
}
