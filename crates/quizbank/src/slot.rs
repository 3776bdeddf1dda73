//! A question that is put to a learner, in study and in an exam: what is picked, struck
//! out and flagged, and why something cannot be done with it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::answer::{Confidence, Outcome, Recall};
use super::present::PresentedQuestion;

/// Whether a question is marked for another look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flag {
    /// It is.
    Raised,
    /// It is not.
    #[default]
    Down,
}

impl Flag {
    /// The other one.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Raised => Self::Down,
            Self::Down => Self::Raised,
        }
    }
}

/// A question as it is put to a learner, and how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    pub(crate) item: Arc<PresentedQuestion>,
    pub(crate) picked: Vec<usize>,
    pub(crate) struck: BTreeSet<usize>,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) flag: Flag,
    pub(crate) answered: bool,
    /// What the learner said of an answer given without options.
    pub(crate) recall: Option<Recall>,
}

impl Slot {
    /// A question of which nothing is picked yet.
    pub(crate) fn new(item: impl Into<Arc<PresentedQuestion>>) -> Self {
        Self {
            item: item.into(),
            picked: Vec::new(),
            struck: BTreeSet::new(),
            confidence: None,
            flag: Flag::Down,
            answered: false,
            recall: None,
        }
    }

    /// A question that was answered elsewhere, with these options (indices, ascending).
    pub fn answered(item: impl Into<Arc<PresentedQuestion>>, picked: Vec<usize>) -> Self {
        Self { picked, answered: true, ..Self::new(item) }
    }

    /// The question as it is shown.
    pub fn item(&self) -> &PresentedQuestion {
        &self.item
    }

    /// Indices of the picked options, ascending.
    pub fn picked(&self) -> &[usize] {
        &self.picked
    }

    /// What the picked options say.
    pub fn said(&self) -> Vec<&str> {
        let options = self.item.options.iter().enumerate();
        let picked = options.filter(|(index, _)| self.picked.contains(index));
        picked.map(|(_, option)| option.text.as_str()).collect()
    }

    /// Whether the option at this index is struck out.
    pub fn is_struck(&self, option: usize) -> bool {
        self.struck.contains(&option)
    }

    /// How sure the learner said to be.
    pub fn confidence(&self) -> Option<Confidence> {
        self.confidence
    }

    /// Whether it is marked for another look.
    pub fn flag(&self) -> Flag {
        self.flag
    }

    /// What the learner said of an answer given without options.
    pub fn recall(&self) -> Option<Recall> {
        self.recall
    }

    /// Positions in the file of the options that were picked and are wrong.
    pub fn mistakes(&self) -> impl Iterator<Item = usize> + '_ {
        let options = self.picked.iter().filter_map(|&picked| self.item.options.get(picked));
        options.filter(|option| self.answered && !option.is_key).map(|option| option.position)
    }

    /// How it was answered, or `None` while it was not. By the learner's own
    /// mark only what was all known is right.
    pub fn outcome(&self) -> Option<Outcome> {
        let right = match self.recall {
            Some(recall) => recall == Recall::Knew,
            None => self.item.keys().eq(self.picked.iter().copied()),
        };
        self.answered.then_some(if right { Outcome::Right } else { Outcome::Wrong })
    }

    /// Places in the file, counted from 1, of the options at these indices, in their order.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoSuchOption`] at the first index past the last option.
    pub fn places(&self, options: &[usize]) -> Result<Vec<usize>, Refusal> {
        let place = |&option: &usize| {
            self.has_option(option)?;
            Ok(self.item.options.get(option).map_or(0, |shown| shown.position + 1))
        };
        options.iter().map(place).collect()
    }

    /// Indices, ascending, of the options at these places in the file, counted from 1.
    pub fn shown(&self, places: &[usize]) -> Vec<usize> {
        let shown = self.item.options.iter().enumerate();
        let named = shown.filter(|(_, option)| places.contains(&(option.position + 1)));
        named.map(|(index, _)| index).collect()
    }

    /// Rejects an index past the last option.
    pub(crate) fn has_option(&self, option: usize) -> Result<(), Refusal> {
        let count = self.item.options.len();
        let refusal = Refusal::NoSuchOption { option: option.saturating_add(1), count };
        if option < count { Ok(()) } else { Err(refusal) }
    }

    /// Rejects an answer with a number of options that the question does not ask for.
    pub(crate) fn is_complete(&self, picked: usize) -> Result<(), Refusal> {
        let wanted = self.item.wanted();
        if picked == wanted { Ok(()) } else { Err(Refusal::WrongCount { picked, wanted }) }
    }
}

/// Why something cannot be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No option of that number.
    #[error("there is no option `{option}`, only 1 to {count}")]
    NoSuchOption {
        /// What was asked for, counted from 1.
        option: usize,
        /// How many there are.
        count: usize,
    },
    /// No question of that number.
    #[error("there is no question `{question}`, only 1 to {count}")]
    NoSuchQuestion {
        /// What was asked for, counted from 1.
        question: usize,
        /// How many there are.
        count: usize,
    },
    /// Too few or too many options are picked.
    #[error("{picked} chosen, {wanted} required")]
    WrongCount {
        /// How many are picked.
        picked: usize,
        /// How many keys there are.
        wanted: usize,
    },
    /// The answer has been shown already.
    #[error("this question is answered; undo the answer first")]
    Answered,
    /// What was answered in a topic test stays.
    #[error("the first answer counts in a topic test")]
    Final,
    /// The last question is here.
    #[error("this is the last question")]
    AtLast,
    /// The first question is here.
    #[error("this is the first question")]
    AtFirst,
    /// The exam was submitted.
    #[error("this attempt is submitted and cannot change")]
    Over,
    /// An exam begins once, and first of all.
    #[error("the attempt has already begun")]
    OutOfOrder,
}
