//! A question as the rules look at it: numbers filled in, options in file order.

use crate::model::part::QuestionPart;
use crate::model::question::{Choice, Kind, Order, Question};
use crate::model::template;
use crate::present::{self, PresentedOption};

/// Counts as a stem states them.
pub(super) const COUNTS: [(usize, &str); 2] = [(2, "(Select TWO.)"), (3, "(Select THREE.)")];

/// A question with the first of its numbers in its texts.
pub(super) struct View<'q> {
    /// As it stands in the file.
    pub(super) question: &'q Question,
    /// Its stem.
    pub(super) stem: String,
    /// Its options in file order.
    pub(super) options: Vec<PresentedOption>,
}

impl<'q> View<'q> {
    /// `question` as the rules look at it. Texts that cannot be filled in stay
    /// as they are; that is reported when a file is read.
    pub(super) fn of(question: &'q Question) -> Self {
        let draws = template::combinations(&question.draw, 1).into_iter().next();
        let fixed = Question { order: Order::Fixed, ..question.clone() };
        if let Ok(item) = present::filled(&fixed, 0, draws.unwrap_or_default()) {
            return Self { question, stem: item.stem, options: item.options };
        }
        let shown = |(position, option): (usize, &Choice)| PresentedOption {
            position,
            text: option.text.clone(),
            why: option.why.clone(),
            is_key: option.is_key(),
        };
        let options = question.options.iter().enumerate().map(shown).collect();
        Self { question, stem: question.stem.clone(), options }
    }

    /// The texts that people read, each with the part that it is.
    pub(super) fn texts(&self) -> impl Iterator<Item = (QuestionPart, &str)> {
        self.texts_from(&self.stem)
    }

    /// The same with `stem` in place of the stem.
    pub(super) fn texts_from<'v>(
        &'v self,
        stem: &'v str,
    ) -> impl Iterator<Item = (QuestionPart, &'v str)> {
        let options = self.options.iter().enumerate().flat_map(|(index, option)| {
            [
                (QuestionPart::Option(index), option.text.as_str()),
                (QuestionPart::Why(index), option.why.as_str()),
            ]
        });
        std::iter::once((QuestionPart::Stem, stem)).chain(options)
    }

    /// The stem without the count that it states.
    pub(super) fn question_text(&self) -> &str {
        let stem = self.stem.trim_end();
        let stated = COUNTS.iter().find_map(|(_, text)| stem.strip_suffix(text));
        stated.unwrap_or(stem).trim_end()
    }

    /// The last sentence of the stem, which asks.
    pub(super) fn question_sentence(&self) -> &str {
        let asked = self.question_text();
        let body = asked.trim_end_matches('?');
        let start = [". ", "? ", "! ", ": ", "; ", "\n"]
            .into_iter()
            .filter_map(|end| body.rfind(end).map(|at| at + end.len()))
            .max();
        asked.get(start.unwrap_or(0)..).unwrap_or(asked)
    }

    /// The one key of a question with one.
    pub(super) fn only_key(&self) -> Option<(usize, &PresentedOption)> {
        if self.question.kind != Kind::Choice {
            return None;
        }
        let mut keys = self.options.iter().enumerate().filter(|(_, option)| option.is_key);
        let key = keys.next()?;
        keys.next().is_none().then_some(key)
    }

    /// The wrong options.
    pub(super) fn distractors(&self) -> impl Iterator<Item = &PresentedOption> {
        self.options.iter().filter(|option| !option.is_key)
    }
}
