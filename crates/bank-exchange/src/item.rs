//! A question between formats: what most of them hold.

use std::collections::BTreeMap;

use quizbank::model::question::{Choice, Exhibit, Order, Question};
use quizbank::model::template::{self, Draws};
use spanned_toml::invisible::is_invisible;

use super::loss::{LossKind, Losses};

/// How many options a question may have.
pub const OPTIONS: std::ops::RangeInclusive<usize> = 2..=6;

/// The position of the option that a letter names, counted from 0.
pub(crate) fn lettered(word: &str) -> Option<usize> {
    match *word.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => {
            Some(usize::from(letter.to_ascii_uppercase() - b'A'))
        }
        _ => None,
    }
}

/// A question as other tools know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankItem {
    /// The file within a package that it is in.
    pub part: Option<String>,
    /// The line of its file that it begins on, counted from 1.
    pub line: usize,
    /// What identifies it.
    pub id: Option<String>,
    /// The folder it is in.
    pub topic: Option<String>,
    /// The question itself.
    pub stem: String,
    /// What the stem refers to.
    pub exhibit: Option<Exhibit>,
    /// The options in file order.
    pub options: Vec<ItemOption>,
    /// Whether its options may change places.
    pub order: Option<Order>,
    /// What is said of the question as a whole; part of the key's reason once it is settled.
    pub explanation: String,
    /// Further fields of our own format: their names, and their values in TOML.
    pub fields: BTreeMap<&'static str, String>,
}

/// An option of a [`BankItem`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemOption {
    /// What it says.
    pub text: String,
    /// Why it is right or wrong; empty where nobody says.
    pub why: String,
    /// Whether it is right.
    pub is_key: bool,
    /// The id of the mistake behind a wrong one.
    pub misconception: Option<String>,
}

impl BankItem {
    /// Makes an item of `question`, with its sampled numbers fixed at the first combination.
    pub(crate) fn of(question: &Question, losses: &mut Losses) -> Self {
        let draws = template::combinations(&question.draw, 1).into_iter().next();
        let draws = draws.unwrap_or_default();
        if !draws.is_empty() {
            losses.add_to(&question.id.0, LossKind::Draws(template::in_words(&draws)));
        }
        let option = |choice: &Choice| ItemOption {
            text: filled(&choice.text, &draws),
            why: filled(&choice.why, &draws),
            is_key: choice.is_key(),
            misconception: choice.role.misconception().map(str::to_owned),
        };
        Self {
            id: Some(question.id.0.clone()),
            topic: Some(question.topic.clone()),
            stem: filled(&question.stem, &draws),
            exhibit: question.exhibit.clone(),
            options: question.options.iter().map(option).collect(),
            order: Some(question.order),
            ..Self::default()
        }
    }

    /// Cleans what was read and moves what has no place of its own; rejects what is no
    /// question.
    pub(crate) fn settle(&mut self, losses: &mut Losses) -> Result<(), LossKind> {
        self.clean(losses);
        if self.stem.is_empty() {
            return Err(LossKind::Malformed("it has no text".to_owned()));
        }
        if self.options.iter().any(|option| option.text.is_empty()) {
            return Err(LossKind::Malformed("an option has no text".to_owned()));
        }
        if !OPTIONS.contains(&self.options.len()) {
            return Err(LossKind::OptionCount(self.options.len()));
        }
        let explanation = std::mem::take(&mut self.explanation);
        let key = self.options.iter_mut().find(|option| option.is_key).ok_or(LossKind::NoKey)?;
        if !explanation.is_empty() && key.why != explanation {
            losses.add(self.line, LossKind::Explanation);
            if !key.why.is_empty() {
                key.why.push(' ');
            }
            key.why.push_str(&explanation);
        }
        Ok(())
    }

    fn clean(&mut self, losses: &mut Losses) {
        let line = self.line;
        let mut drop_invisible = |text: &mut String| {
            if text.contains(is_invisible) {
                text.retain(|letter| !is_invisible(letter));
                losses.add(line, LossKind::Invisible);
            }
        };
        if let Some(exhibit) = &mut self.exhibit {
            drop_invisible(&mut exhibit.text);
        }
        self.exhibit.take_if(|exhibit| exhibit.text.trim().is_empty());
        let mut clean = |text: &mut String| {
            drop_invisible(text);
            *text = text.trim().to_owned();
        };
        clean(&mut self.stem);
        clean(&mut self.explanation);
        for option in &mut self.options {
            clean(&mut option.text);
            clean(&mut option.why);
        }
    }

    /// Returns how many options are right.
    pub fn key_count(&self) -> usize {
        self.options.iter().filter(|option| option.is_key).count()
    }

    /// Returns the numbers of the keys, counted from 1.
    pub(crate) fn key_numbers(&self, separator: &str) -> String {
        let keyed = (1..).zip(&self.options).filter(|(_, option)| option.is_key);
        keyed.map(|(number, _)| usize::to_string(&number)).collect::<Vec<_>>().join(separator)
    }

    /// Returns the stem with the exhibit as plain text below it.
    pub(crate) fn plain_stem(&self) -> String {
        match &self.exhibit {
            Some(exhibit) => format!("{}\n\n{}", self.stem, exhibit.text),
            None => self.stem.clone(),
        }
    }
}

impl ItemOption {
    /// Returns its share of the points in percent where `keys` options are right, to the
    /// five digits that Moodle knows. Of several keys each counts its part, and a wrong
    /// option takes all away: the nearest to all or nothing.
    pub(crate) fn share(&self, keys: usize) -> String {
        match (self.is_key, keys) {
            (true, 0 | 1) => "100".to_owned(),
            (false, 0 | 1) => "0".to_owned(),
            (false, _) => "-100".to_owned(),
            (true, keys) => {
                let share = format!("{:.5}", 100.0 / keys as f64);
                share.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
        }
    }
}

/// `text` with its numbers; a bank that was read fills in whatever is sampled.
fn filled(text: &str, draws: &Draws) -> String {
    template::fill(text, draws).unwrap_or_else(|_| text.to_owned())
}
