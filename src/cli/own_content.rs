//! What an exam is selected from: the built-in questions and blueprints, or those of an instructor.

use std::path::PathBuf;

use clap::Args;

use super::input::{self, BadFiles};
use crate::report::notice::{Authors, MadeBy};
use quizbank::file::blueprint;
use quizbank::model::blueprint::Blueprint;
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;

/// Questions and blueprints in place of the built-in ones.
#[derive(Debug, Args)]
pub(super) struct OwnContent {
    /// Select from your own questions: a file, or a folder of files; may be repeated
    #[arg(long, value_name = "PATH")]
    bank: Vec<PathBuf>,
    /// Use the blueprints of this file instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    blueprints: Option<PathBuf>,
}

impl OwnContent {
    /// The blueprints to choose from.
    pub(super) fn read_blueprints(&self) -> anyhow::Result<Vec<Blueprint>> {
        match &self.blueprints {
            None => input::builtin_blueprints(),
            Some(path) => Ok(blueprint::read(input::file(path)?).map_err(BadFiles::from)?),
        }
    }

    /// The questions to select from.
    pub(super) fn read_bank(&self, ledger: &Ledger) -> anyhow::Result<Vec<Question>> {
        input::bank(&self.bank, ledger)
    }

    /// The files that are read.
    pub(super) fn files(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut files = input::files_of(&self.bank, &["toml"])?;
        files.extend(self.blueprints.clone());
        Ok(files)
    }

    /// Who made what an exam consists of.
    pub(super) fn authors(&self) -> Authors {
        let by = |is_own| if is_own { MadeBy::Instructor } else { MadeBy::Coldstart };
        Authors { questions: by(!self.bank.is_empty()), format: by(self.blueprints.is_some()) }
    }
}
