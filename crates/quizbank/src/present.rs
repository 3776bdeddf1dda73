//! A question as one learner sees it: options in the order shown, numbers sampled
//! and filled in.

use rand::seq::SliceRandom;

use super::random;
use super::template::{self, Draws, TemplateError};
use crate::model::question::{Choice, Kind, Order, Question, QuestionId};

/// A question as it is shown in one attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct PresentedQuestion {
    /// The question itself, its texts not filled in.
    pub question: Question,
    /// What numbers and order were sampled from.
    pub seed: u64,
    /// The numbers in its texts.
    pub draws: Draws,
    /// The stem, filled in.
    pub stem: String,
    /// The options in the order shown.
    pub options: Vec<PresentedOption>,
}

/// An option as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentedOption {
    /// Its position in the file, counted from 0: what a record keeps.
    pub position: usize,
    /// What it says, filled in.
    pub text: String,
    /// Why it is right or wrong, filled in.
    pub why: String,
    /// Whether it is a key.
    pub is_key: bool,
}

/// A question whose texts cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("question `{id}`: {reason}")]
pub struct Unfit {
    /// Which question.
    pub id: QuestionId,
    /// What is wrong with it.
    pub reason: TemplateError,
}

impl PresentedQuestion {
    /// How many options are to be picked.
    pub fn wanted(&self) -> usize {
        match self.question.kind {
            Kind::Choice => 1,
            Kind::Multiple => self.question.keys().count(),
        }
    }

    /// Indices of the keys in the order shown.
    pub fn keys(&self) -> impl Iterator<Item = usize> + '_ {
        let keyed = |(index, option): (usize, &PresentedOption)| option.is_key.then_some(index);
        self.options.iter().enumerate().filter_map(keyed)
    }
}

/// `question` as shown under `seed`.
///
/// # Errors
///
/// [`Unfit`] where a text cannot be filled in with the numbers sampled.
pub fn present(question: &Question, seed: u64) -> Result<PresentedQuestion, Unfit> {
    filled(question, seed, template::draw(question, seed))
}

/// `question` with the numbers of `draws`, its options in the order of `seed`.
///
/// # Errors
///
/// [`Unfit`] where a text cannot be filled in with them.
pub fn filled(question: &Question, seed: u64, draws: Draws) -> Result<PresentedQuestion, Unfit> {
    let mut order: Vec<usize> = (0..question.options.len()).collect();
    if question.order == Order::Shuffled {
        order.shuffle(&mut random::stream(seed, &format!("options/{}", question.id)));
    }
    ordered(question, seed, draws, &order)
}

/// `question` with the numbers of `draws`, its options in the `order` of these positions.
pub(super) fn ordered(
    question: &Question,
    seed: u64,
    draws: Draws,
    order: &[usize],
) -> Result<PresentedQuestion, Unfit> {
    let fill = |text: &str| {
        template::fill(text, &draws).map_err(|reason| Unfit { id: question.id.clone(), reason })
    };
    let there = order.iter().filter_map(|&at| Some((at, question.options.get(at)?)));
    let shown = |(position, option): (usize, &Choice)| {
        let (text, why) = (fill(&option.text)?, fill(&option.why)?);
        Ok(PresentedOption { position, text, why, is_key: option.is_key() })
    };
    let options = there.map(shown).collect::<Result<_, Unfit>>()?;
    let stem = fill(&question.stem)?;
    Ok(PresentedQuestion { question: question.clone(), seed, draws, stem, options })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::template::Draw;
    use crate::sample;

    #[test]
    fn options_in_fixed_order_stay_and_others_move_with_the_seed() {
        let positions = |question: &Question, seed| -> Vec<usize> {
            present(question, seed).unwrap().options.iter().map(|o| o.position).collect()
        };
        let mut question = sample::choice("a", "scaling");
        assert!((0..20).any(|seed| positions(&question, seed) != [0, 1, 2, 3]));
        assert_eq!(positions(&question, 7), positions(&question, 7));
        question.order = Order::Fixed;
        assert!((0..20).all(|seed| positions(&question, seed) == [0, 1, 2, 3]));
    }

    #[test]
    fn drawn_numbers_are_the_same_in_stem_option_and_reason() {
        let mut question = sample::choice("a", "health-check");
        question.draw = vec![Draw { name: "i".to_owned(), values: vec![5, 10, 15] }];
        question.stem = "Every {i} seconds?".to_owned();
        question.options[0].text = "{i*5} seconds".to_owned();
        question.options[0].why = "five times {i}".to_owned();
        question.order = Order::Fixed;
        let item = present(&question, 3).unwrap();
        let drawn = item.draws["i"];
        assert_eq!(item.stem, format!("Every {drawn} seconds?"));
        assert_eq!(item.options[0].text, format!("{} seconds", drawn * 5));
        assert_eq!(item.options[0].why, format!("five times {drawn}"));
    }

    #[test]
    fn a_text_that_cannot_be_filled_in_names_its_question() {
        let mut question = sample::choice("odd", "health-check");
        question.draw = vec![Draw { name: "i".to_owned(), values: vec![5] }];
        question.stem = "{i/2}?".to_owned();
        assert_eq!(
            present(&question, 1).unwrap_err().to_string(),
            "question `odd`: 5 / 2 in `i/2` is not a whole number"
        );
    }
}
