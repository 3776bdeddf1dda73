//! The paper and key that were sat, as an attempt keeps them: whatever happens to the
//! bank, its questions are read, graded and explained as they stood.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::form::{Form, FormQuestion};
use crate::model::blueprint::Pass;
use crate::model::paper::{AnswerKey, FormIdentity, Scoring};
use crate::model::question::Question;
use crate::present::{PresentedQuestion, Unfit, ordered};
use crate::template::Draws;

/// A form with its key.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SatPaper {
    /// What people call it.
    pub title: String,
    /// What passes.
    pub pass: Pass,
    /// The names of the domains by number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub domains: BTreeMap<u8, String>,
    /// Its questions in order.
    pub questions: Vec<SatQuestion>,
}

/// A question as it stood in the bank, and what was sampled of it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SatQuestion {
    /// The question, its texts not filled in.
    pub question: Question,
    /// Whether it counts.
    pub counts: Scoring,
    /// What numbers and order were sampled from.
    pub seed: u64,
    /// The numbers in its texts.
    #[serde(default, skip_serializing_if = "Draws::is_empty")]
    pub draws: Draws,
    /// Positions of the options in the file, counted from 0, in the order shown.
    pub order: Vec<usize>,
}

impl SatPaper {
    /// Returns what is kept of `form`, which `key` settles.
    pub fn of_form(form: &Form, key: &AnswerKey) -> Self {
        Self::of(form.entries.iter().map(|entry| (&*entry.item, entry.counts)), key)
    }

    /// Returns what is kept of a form's `questions`, which `key` settles.
    pub(super) fn of<'a>(
        questions: impl Iterator<Item = (&'a PresentedQuestion, Scoring)>,
        key: &AnswerKey,
    ) -> Self {
        let question = |(item, counts): (&PresentedQuestion, Scoring)| SatQuestion {
            question: item.question.clone(),
            counts,
            seed: item.seed,
            draws: item.draws.clone(),
            order: item.options.iter().map(|option| option.position).collect(),
        };
        Self {
            title: key.title.clone(),
            pass: key.pass,
            domains: key.domains.clone(),
            questions: questions.map(question).collect(),
        }
    }

    /// Returns the form and its key. From a question of `bank` at the same revision
    /// comes what is not kept: the run that proves it, and what its authors noted.
    ///
    /// # Errors
    ///
    /// [`Unfit`] where texts and numbers do not belong together: the paper was damaged.
    pub fn restore(
        self,
        identity: &FormIdentity,
        bank: &[Question],
    ) -> Result<(Form, AnswerKey), Unfit> {
        let entries = self.questions.into_iter().map(|sat| sat.restore(bank));
        let entries = entries.collect::<Result<_, _>>()?;
        let form = Form { identity: identity.clone(), entries };
        let key = form.key_called(self.title, self.pass, self.domains);
        Ok((form, key))
    }
}

impl SatQuestion {
    fn restore(self, bank: &[Question]) -> Result<FormQuestion, Unfit> {
        let Self { mut question, counts, seed, draws, order } = self;
        let today = bank.iter().find(|one| one.id == question.id && one.rev == question.rev);
        if let Some(Question { proof, waive, review, key_changed, .. }) = today.cloned() {
            question = Question { proof, waive, review, key_changed, ..question };
        }
        let item: PresentedQuestion = ordered(&question, seed, draws, &order)?;
        Ok(FormQuestion { item: item.into(), counts })
    }
}
