//! What a form may be selected from, and what it must come close to so that any two
//! forms of a blueprint are equally hard.

use std::collections::BTreeSet;

use crate::model::blueprint::{Blueprint, Share, largest_remainder};
use crate::model::paper::Scoring;
use crate::model::question::{Authority, Difficulty, Kind, Question};

/// A question that may be selected.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    /// The question.
    pub(super) question: &'a Question,
    /// The cell that it belongs to: its domain, or 0 on a form about one topic.
    pub(super) cell: u8,
    /// Words of stem and options.
    pub(super) words: usize,
    /// Indices of candidates that may not stand beside it.
    pub(super) rivals: BTreeSet<usize>,
}

/// How many questions of a cell are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) id: u8,
    pub(super) scored: usize,
    pub(super) unscored: usize,
}

impl Cell {
    pub(super) fn questions(self) -> usize {
        self.scored + self.unscored
    }
}

impl From<Share> for Cell {
    fn from(share: Share) -> Self {
        Self { id: share.domain, scored: share.scored, unscored: share.unscored }
    }
}

/// What some questions come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormProfile {
    /// How many there are.
    pub questions: usize,
    /// How many have several keys.
    pub multiple: usize,
    /// How many are easy, of medium difficulty and hard.
    pub difficulty: [usize; 3],
    /// Words of their stems and options.
    pub words: usize,
}

impl FormProfile {
    pub(super) fn add(&mut self, question: &Question, words: usize) {
        self.questions += 1;
        self.multiple += usize::from(question.kind == Kind::Multiple);
        let [easy, medium, hard] = &mut self.difficulty;
        *match question.difficulty {
            Difficulty::Easy => easy,
            Difficulty::Medium => medium,
            Difficulty::Hard => hard,
        } += 1;
        self.words += words;
    }
}

/// Whether a question may be graded: course and AWS agree on its key.
pub(super) fn is_gradable(question: &Question) -> bool {
    question.authority == Authority::Both
}

/// The candidates of `bank`: gradable questions for which `cell` names one.
pub(super) fn candidates(
    bank: &[Question],
    cell: impl Fn(&Question) -> Option<u8>,
) -> Vec<Candidate<'_>> {
    let mut pool: Vec<Candidate<'_>> = bank
        .iter()
        .filter(|question| is_gradable(question))
        .filter_map(|question| {
            let (cell, words) = (cell(question)?, words(question));
            Some(Candidate { question, cell, words, rivals: BTreeSet::new() })
        })
        .collect();
    // The bank's order is that of files; a form must not depend on it.
    pool.sort_by(|one, other| one.question.id.cmp(&other.question.id));
    let rivals: Vec<BTreeSet<usize>> = pool
        .iter()
        .map(|one| {
            let others = pool.iter().enumerate();
            let rivals = others.filter(|(_, other)| are_rivals(one.question, other.question));
            rivals.map(|(index, _)| index).collect()
        })
        .collect();
    for (candidate, rivals) in pool.iter_mut().zip(rivals) {
        candidate.rivals = rivals;
    }
    pool
}

/// Whether two questions may not stand on one form: they are of one family, or
/// either calls the other its enemy.
pub fn are_rivals(one: &Question, other: &Question) -> bool {
    one.id != other.id && (one.is_enemy_of(other) || one.is_family_of(other))
}

/// Words of stem, exhibit and options; what is selected counts as a word.
pub fn words(question: &Question) -> usize {
    let count = |text: &str| text.split_whitespace().count();
    let options = question.options.iter().map(|option| count(&option.text));
    let exhibit = question.exhibit.as_ref().map_or(0, |exhibit| count(&exhibit.text));
    count(&question.stem) + exhibit + options.sum::<usize>()
}

/// What the two parts of a form of `blueprint` come to when each domain is selected
/// as the gradable bank has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormTargets {
    /// Of the questions that count.
    pub scored: FormProfile,
    /// Of the others.
    pub unscored: FormProfile,
}

impl FormTargets {
    /// The target of one part.
    pub fn of(&self, counts: Scoring) -> &FormProfile {
        match counts {
            Scoring::Scored => &self.scored,
            Scoring::Unscored => &self.unscored,
        }
    }
}

/// The targets of `blueprint` over `bank`; none when it is on one topic.
pub fn targets(bank: &[Question], blueprint: &Blueprint) -> Option<FormTargets> {
    let shares = blueprint.shares();
    if shares.is_empty() {
        return None;
    }
    let of = |count: fn(&Share) -> usize| profile(bank, &shares, count);
    Some(FormTargets { scored: of(|share| share.scored), unscored: of(|share| share.unscored) })
}

/// Thousandths are carried along, so that rounding happens once.
fn profile(bank: &[Question], shares: &[Share], count: fn(&Share) -> usize) -> FormProfile {
    const FINE: usize = 1_000;
    let mut due = FormProfile::default();
    for share in shares {
        let mut there = FormProfile::default();
        let of_domain = bank.iter().filter(|question| question.domain == share.domain);
        for question in of_domain.filter(|question| is_gradable(question)) {
            there.add(question, words(question));
        }
        let part = |some: usize| some * count(share) * FINE / there.questions.max(1);
        due.questions += count(share);
        due.multiple += part(there.multiple);
        for (due, some) in due.difficulty.iter_mut().zip(there.difficulty) {
            *due += part(some);
        }
        due.words += part(there.words);
    }
    let round = |fine: usize| (fine + FINE / 2) / FINE;
    let difficulty = largest_remainder(due.questions, &due.difficulty);
    FormProfile {
        questions: due.questions,
        multiple: round(due.multiple),
        difficulty: difficulty.try_into().unwrap_or_default(),
        words: round(due.words),
    }
}
