//! Forms: which questions stand on one, in what order, with what numbers.
//!
//! A form is a function of the bank, the blueprint, the seed and
//! [`ALGORITHM`]; nothing else comes in. Any two forms of a blueprint have the same
//! count of questions in every domain, scored and unscored, the same count with
//! several keys and the same mix of difficulties in both parts, and as many words
//! to read within a few percent. Only questions on whose key course and AWS agree
//! are selected, and rivals are kept apart: members of a family, and enemies.

mod pool;
mod printing;
mod search;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rand::seq::SliceRandom;

use self::pool::{Candidate, Cell, candidates};
pub use self::pool::{FormProfile, FormTargets, are_rivals, targets, words};
use self::search::{Pick, balance, fill};
use super::present::{self, PresentedQuestion, Unfit};
use super::select::{UnknownTopic, topics};
use super::{hash, random};
use crate::model::blueprint::{Blueprint, Pass, Scope, largest_remainder};
use crate::model::paper::{
    AnswerKey, Correctness, FormIdentity, KeyedOption, KeyedQuestion, Scoring, Series,
};
use crate::model::question::{OptionRole, Question};

/// The version of the way a form is selected; another way gets another number.
pub const ALGORITHM: u32 = 1;

/// Draws that are tried before a form fails.
const DRAWS: usize = 60;

/// A form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What it was selected from.
    pub identity: FormIdentity,
    /// Its questions in order.
    pub entries: Vec<FormQuestion>,
}

/// A question on a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormQuestion {
    /// The question as it is shown; attempts share it.
    pub item: Arc<PresentedQuestion>,
    /// Whether it counts.
    pub counts: Scoring,
}

/// What a form is wanted of.
#[derive(Clone, Copy, Debug)]
pub struct FormRequest<'a> {
    /// The bank.
    pub bank: &'a [Question],
    /// The shape.
    pub blueprint: &'a Blueprint,
    /// The topic, for a blueprint that is on one.
    pub topic: Option<&'a str>,
    /// Where everything is selected from.
    pub seed: u64,
}

/// Why there is no such form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// The blueprint is on a topic, and none was named.
    #[error("`{0}` covers one topic; name the topic")]
    TopicMissing(String),
    /// A topic was named for a blueprint over domains.
    #[error("`{0}` covers all topics; leave the topic out")]
    TopicNotWanted(String),
    /// The bank has no such topic.
    #[error(transparent)]
    UnknownTopic(#[from] UnknownTopic),
    /// Too few questions.
    #[error(
        "{place} has {there} questions for `{blueprint}`, which needs {wanted}: practice exams use \
         only questions on which the course and AWS agree, and only one of a family"
    )]
    TooFew {
        /// Where: a domain or a topic.
        place: String,
        /// The name of the blueprint.
        blueprint: String,
        /// How many can be had.
        there: usize,
        /// How many are needed.
        wanted: usize,
    },
    /// Too few questions for several forms without a common one.
    #[error(
        "the bank has questions for {there} equivalent {} of `{blueprint}` without a common \
         question, not for {wanted}; ask for fewer forms, or for a shorter blueprint",
        if *there == 1 { "form" } else { "forms" }
    )]
    TooFewForms {
        /// The name of the blueprint.
        blueprint: String,
        /// How many can be had.
        there: usize,
        /// How many were asked for.
        wanted: usize,
    },
    /// No draw came out equal to the others.
    #[error("no form of `{0}` with the required difficulty was found")]
    Unequal(String),
    /// A question cannot be shown.
    #[error(transparent)]
    Unfit(#[from] Unfit),
}

/// The form that `wanted` names.
///
/// # Errors
///
/// [`FormError`] where the bank cannot fill it.
pub fn assemble(wanted: &FormRequest<'_>) -> Result<Form, FormError> {
    let plan = Plan::of(wanted)?;
    let picks = plan.draw("", &BTreeSet::new())?;
    plan.form(&picks, None)
}

/// Whether there is a form that `wanted` names, and why not.
///
/// # Errors
///
/// [`FormError`] with what is missing.
pub fn check(wanted: &FormRequest<'_>) -> Result<(), FormError> {
    Plan::of(wanted)?.draw("", &BTreeSet::new()).map(|_| ())
}

/// Assembles `count` forms of one blueprint that share no question and are equally long.
///
/// # Errors
///
/// [`FormError`] where the bank cannot fill them all.
pub fn disjoint(wanted: &FormRequest<'_>, count: usize) -> Result<Vec<Form>, FormError> {
    let plan = Plan::of(wanted)?;
    let (mut most, mut failure) = (0, FormError::Unequal(wanted.blueprint.name.clone()));
    for attempt in 0..DRAWS {
        let (series, error) = plan.series(attempt, count);
        let Some(error) = error else {
            let numbered = (1..).zip(&series);
            let form = |(number, picks): (usize, &Vec<Pick>)| {
                plan.form(picks, Some(Series { number, of: count }))
            };
            return numbered.map(form).collect();
        };
        most = most.max(series.len());
        failure = error;
    }
    // Without a single form the reason is that of a form alone.
    if most == 0 {
        return Err(failure);
    }
    let blueprint = wanted.blueprint.name.clone();
    Err(FormError::TooFewForms { blueprint, there: most, wanted: count })
}

/// What every draw for one request has in common.
struct Plan<'a> {
    wanted: &'a FormRequest<'a>,
    pool: Vec<Candidate<'a>>,
    cells: Vec<Cell>,
    targets: Option<FormTargets>,
}

impl<'a> Plan<'a> {
    fn of(wanted: &'a FormRequest<'a>) -> Result<Self, FormError> {
        let FormRequest { bank, blueprint, topic, .. } = *wanted;
        let name = || blueprint.name.clone();
        let (pool, cells) = match (&blueprint.scope, topic) {
            (Scope::Domains(_), Some(_)) => return Err(FormError::TopicNotWanted(name())),
            (Scope::Topic { .. }, None) => return Err(FormError::TopicMissing(name())),
            (Scope::Domains(_), None) => {
                let cells: Vec<Cell> = blueprint.shares().into_iter().map(Cell::from).collect();
                let domain = |question: &Question| {
                    cells.iter().map(|cell| cell.id).find(|id| *id == question.domain)
                };
                (candidates(bank, domain), cells)
            }
            (Scope::Topic { .. }, Some(topic)) => {
                let known = topics(bank);
                if !known.iter().any(|one| one == topic) {
                    return Err(UnknownTopic { topic: topic.to_owned(), known }.into());
                }
                let all = |question: &Question| (question.topic == topic).then_some(0);
                let (scored, unscored) = (blueprint.scored, blueprint.unscored());
                (candidates(bank, all), vec![Cell { id: 0, scored, unscored }])
            }
        };
        Ok(Self { wanted, pool, cells, targets: targets(bank, blueprint) })
    }

    /// One after the other, each from what the ones before have left; where there
    /// are fewer than `count`, the reason stands beside them.
    fn series(&self, attempt: usize, count: usize) -> (Vec<Vec<Pick>>, Option<FormError>) {
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut series: Vec<Vec<Pick>> = Vec::new();
        for place in 0..count {
            let picks = match self.draw(&format!("/{attempt}/{place}"), &taken) {
                Ok(picks) => picks,
                Err(error) => return (series, Some(error)),
            };
            // A form on a topic takes what is left, be it too little for an equal one.
            if series.first().is_some_and(|first| first.len() != picks.len()) {
                return (series, Some(FormError::Unequal(self.wanted.blueprint.name.clone())));
            }
            taken.extend(picks.iter().map(|pick| pick.index));
            series.push(picks);
        }
        (series, None)
    }

    /// The first draw that fills every cell and meets the targets.
    fn draw(&self, concern: &str, taken: &BTreeSet<usize>) -> Result<Vec<Pick>, FormError> {
        let name = &self.wanted.blueprint.name;
        let mut failure = FormError::Unequal(name.clone());
        let mut longest: Vec<Pick> = Vec::new();
        for draw in 0..DRAWS {
            let concern = format!("form/{name}{concern}/{draw}");
            let mut generator = random::stream(self.wanted.seed, &concern);
            match fill(&self.pool, taken, &self.cells, &mut generator) {
                Ok(mut picks) => match &self.targets {
                    Some(targets) => {
                        if balance(&self.pool, taken, targets, &mut picks, &mut generator) {
                            return Ok(picks);
                        }
                    }
                    None => return Ok(picks),
                },
                Err(short) => {
                    if short.picks.len() > longest.len() {
                        longest.clone_from(&short.picks);
                    }
                    failure = self.too_few(short.cell, short.drawn);
                }
            }
        }
        self.shorter(longest).ok_or(failure)
    }

    /// A shorter form on a topic that has fewer questions, where the blueprint
    /// takes that; as many of its questions count as on a whole one.
    fn shorter(&self, mut picks: Vec<Pick>) -> Option<Vec<Pick>> {
        let Scope::Topic { fewest } = self.wanted.blueprint.scope else { return None };
        if picks.len() < fewest {
            return None;
        }
        let blueprint = self.wanted.blueprint;
        let parts = largest_remainder(picks.len(), &[blueprint.scored, blueprint.unscored()]);
        let scored = parts.first().copied().unwrap_or_default();
        for (index, pick) in picks.iter_mut().enumerate() {
            pick.counts = if index < scored { Scoring::Scored } else { Scoring::Unscored };
        }
        Some(picks)
    }

    fn too_few(&self, cell: Cell, there: usize) -> FormError {
        let (place, wanted) = match (&self.wanted.blueprint.scope, self.wanted.topic) {
            (Scope::Topic { fewest }, Some(topic)) => (format!("the topic `{topic}`"), *fewest),
            _ => (format!("domain {}", cell.id), cell.questions()),
        };
        FormError::TooFew { place, blueprint: self.wanted.blueprint.name.clone(), there, wanted }
    }

    /// The form of these picks, its order selected too.
    fn form(&self, picks: &[Pick], series: Option<Series>) -> Result<Form, FormError> {
        let seed = self.wanted.seed;
        let mut order: Vec<Pick> = picks.to_vec();
        order.sort_by_key(|pick| pick.index);
        let name = &self.wanted.blueprint.name;
        order.shuffle(&mut random::stream(seed, &format!("order/{name}")));
        let entry = |pick: &Pick| {
            let question = self.pool.get(pick.index)?.question;
            let item = present::present(question, seed);
            Some(item.map(|item| FormQuestion { item: item.into(), counts: pick.counts }))
        };
        let entries =
            order.iter().filter_map(entry).collect::<Result<Vec<FormQuestion>, Unfit>>()?;
        let identity = FormIdentity {
            blueprint: name.clone(),
            topic: self.wanted.topic.map(str::to_owned),
            seed,
            algorithm: ALGORITHM,
            bank: hash::of(self.wanted.bank),
            series,
        };
        Ok(Form { identity, entries })
    }
}

impl Form {
    /// What the questions of one part come to.
    pub fn profile(&self, counts: Scoring) -> FormProfile {
        let mut profile = FormProfile::default();
        for entry in self.entries.iter().filter(|entry| entry.counts == counts) {
            let question = &entry.item.question;
            profile.add(question, words(question));
        }
        profile
    }

    /// What settles the answers.
    pub fn key(&self, blueprint: &Blueprint) -> AnswerKey {
        let domains = blueprint.domains().iter();
        let domains = domains.map(|domain| (domain.number, domain.name.clone())).collect();
        self.key_called(blueprint.title.clone(), blueprint.pass, domains)
    }

    /// The same for a form whose blueprint is known by its title, pass mark and domains.
    pub(super) fn key_called(
        &self,
        title: String,
        pass: Pass,
        domains: BTreeMap<u8, String>,
    ) -> AnswerKey {
        let identity = self.identity.clone();
        AnswerKey {
            identity,
            code: Some(hash::paper(&self.questions())),
            title,
            pass,
            domains,
            questions: self.entries.iter().map(keyed).collect(),
            versions: Vec::new(),
        }
    }
}

fn keyed(entry: &FormQuestion) -> KeyedQuestion {
    let question = &entry.item.question;
    let marked = |shown: &present::PresentedOption| KeyedOption {
        place: shown.position + 1,
        correctness: match question.options.get(shown.position).map(|option| &option.role) {
            Some(OptionRole::Key) => Correctness::Right,
            role => {
                let misconception = role.and_then(OptionRole::misconception);
                Correctness::Wrong(misconception.map(str::to_owned))
            }
        },
    };
    KeyedQuestion {
        id: question.id.clone(),
        rev: question.rev,
        topic: question.topic.clone(),
        domain: question.domain,
        counts: entry.counts,
        options: entry.item.options.iter().map(marked).collect(),
    }
}

#[cfg(test)]
mod tests;
