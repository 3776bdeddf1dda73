//! What forms are selected from: bank and blueprints; and the form of a journal, selected
//! again so that the attempt can go on or be reviewed.

use std::sync::Arc;

use super::attempt::{AttemptHead, AttemptRecord, ExamAttempt, RecordError, SatPaper};
use super::form::{self, Form, FormError, FormRequest};
use super::hash;
use super::select::topics;
use crate::model::blueprint::Blueprint;
use crate::model::calendar::Millis;
use crate::model::paper::AnswerKey;
use crate::model::question::Question;

/// What forms are selected from.
#[derive(Clone, Copy, Debug)]
pub struct ExamSource<'a> {
    /// The questions.
    pub bank: &'a [Question],
    /// The shapes.
    pub blueprints: &'a [Blueprint],
}

/// The form of an attempt, selected again: other attempts of it need no selection of their own.
#[derive(Debug)]
pub struct SelectedForm {
    form: Form,
    key: Arc<AnswerKey>,
    limit: Millis,
}

/// Why a journal cannot be read here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttemptError {
    /// Its form was selected in another way.
    #[error("its questions were selected with algorithm {0}; this program supports algorithm \
     {ours}", ours = form::ALGORITHM)]
    Algorithm(u32),
    /// Its form was selected from another bank.
    #[error(
        "its questions come from another version of the bank; use the version of coldstart with \
         which the exam was taken"
    )]
    Bank,
    /// Its blueprint is gone.
    #[error("there is no blueprint `{0}`")]
    Blueprint(String),
    /// It had more time, or less.
    #[error("its time limit differs from its blueprint")]
    Time,
    /// Its form cannot be selected.
    #[error(transparent)]
    Form(#[from] FormError),
    /// Its records do not follow from each other.
    #[error(transparent)]
    RecordError(#[from] RecordError),
    /// There is nothing in it.
    #[error("it has no records")]
    Empty,
}

impl<'a> ExamSource<'a> {
    /// The blueprint called `name`.
    pub fn blueprint(&self, name: &str) -> Option<&'a Blueprint> {
        self.blueprints.iter().find(|one| one.is_called(name))
    }

    /// The form of `blueprint` that `seed` decides.
    ///
    /// # Errors
    ///
    /// [`FormError`] where the bank cannot fill it.
    pub fn form(
        &self,
        blueprint: &Blueprint,
        topic: Option<&str>,
        seed: u64,
    ) -> Result<Form, FormError> {
        form::assemble(&FormRequest { bank: self.bank, blueprint, topic, seed })
    }

    /// Whether the bank fills a form of `blueprint`, and why not.
    ///
    /// # Errors
    ///
    /// [`FormError`] with what is missing.
    pub fn check(&self, blueprint: &Blueprint, topic: Option<&str>) -> Result<(), FormError> {
        form::check(&FormRequest { bank: self.bank, blueprint, topic, seed: 0 })
    }

    /// The topics that a form of `blueprint` can be on; none for a blueprint over domains.
    pub fn topics(&self, blueprint: &Blueprint) -> Vec<String> {
        let fits = |topic: &String| self.check(blueprint, Some(topic)).is_ok();
        if blueprint.is_over_domains() {
            return Vec::new();
        }
        topics(self.bank).into_iter().filter(fits).collect()
    }

    /// The attempt of `head` before its first record: on the paper that was kept, or,
    /// where none was, on the form selected again.
    ///
    /// # Errors
    ///
    /// [`AttemptError`] where bank, blueprint or time limit are no longer those of the
    /// attempt.
    pub fn attempt(
        &self,
        head: AttemptHead,
        paper: Option<SatPaper>,
    ) -> Result<ExamAttempt, AttemptError> {
        let identity = &head.identity;
        if let Some(paper) = paper {
            let (form, key) = paper.restore(identity, self.bank).map_err(FormError::from)?;
            return Ok(ExamAttempt::new(head, form, key));
        }
        let SelectedForm { form, key, .. } = self.select(&head)?;
        Ok(ExamAttempt::new(head, form, key))
    }

    /// The form of the attempt of `head`, selected again.
    ///
    /// # Errors
    ///
    /// As [`Self::attempt`].
    pub fn select(&self, head: &AttemptHead) -> Result<SelectedForm, AttemptError> {
        let AttemptHead { identity, limit, .. } = head;
        if identity.algorithm != form::ALGORITHM {
            return Err(AttemptError::Algorithm(identity.algorithm));
        }
        if identity.bank != hash::of(self.bank) {
            return Err(AttemptError::Bank);
        }
        let blueprint = self.blueprint(&identity.blueprint);
        let blueprint =
            blueprint.ok_or_else(|| AttemptError::Blueprint(identity.blueprint.clone()))?;
        // The name decides which questions are selected: the one of the time is kept.
        let blueprint = &Blueprint { name: identity.blueprint.clone(), ..blueprint.clone() };
        if *limit != blueprint.limit() {
            return Err(AttemptError::Time);
        }
        let form = self.form(blueprint, identity.topic.as_deref(), identity.seed)?;
        let key = form.key(blueprint).into();
        Ok(SelectedForm { form, key, limit: *limit })
    }

    /// The attempt that records tell of.
    ///
    /// # Errors
    ///
    /// As [`Self::attempt`], and where a record does not follow or there is none.
    pub fn replay(
        &self,
        head: AttemptHead,
        paper: Option<SatPaper>,
        records: Vec<AttemptRecord>,
    ) -> Result<ExamAttempt, AttemptError> {
        replayed(self.attempt(head, paper)?, records)
    }
}

impl SelectedForm {
    /// Whether the attempt of `head` is of this form.
    pub fn is_of(&self, head: &AttemptHead) -> bool {
        (&self.form.identity, self.limit) == (&head.identity, head.limit)
    }

    /// The attempt of this form that records tell of.
    ///
    /// # Errors
    ///
    /// As [`ExamSource::replay`].
    pub fn replay(
        &self,
        head: AttemptHead,
        records: Vec<AttemptRecord>,
    ) -> Result<ExamAttempt, AttemptError> {
        replayed(ExamAttempt::new(head, self.form.clone(), Arc::clone(&self.key)), records)
    }
}

/// An attempt after its records, of which there must be any.
fn replayed(
    attempt: ExamAttempt,
    records: Vec<AttemptRecord>,
) -> Result<ExamAttempt, AttemptError> {
    let attempt = attempt.replay(records)?;
    if attempt.records() == 0 { Err(AttemptError::Empty) } else { Ok(attempt) }
}
