//! What answers add up to for the progress, question by question, as a cached fold.

use super::fold::{self, ByQuestion, OfAnswers};
use super::{Store, StoreError};
use quizbank::answer::Answer;
use quizbank::progress::{AnswerCounts, QuestionCounts};

impl OfAnswers for QuestionCounts {
    const NAME: &'static str = "counts/1";

    fn after(before: Option<Self>, answer: &Answer) -> Self {
        let mut counts = before.unwrap_or_default();
        counts.count(answer);
        counts
    }
}

impl Store {
    /// What the answers to each question add up to.
    pub fn answer_counts(&self) -> Result<AnswerCounts, StoreError> {
        let folded = fold::folded::<ByQuestion<QuestionCounts>>(&self.connection);
        Ok(folded.map_err(StoreError::at(&self.path))?.into_entries().collect())
    }
}
