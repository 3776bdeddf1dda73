//! A class that sat one form: its grades, and what the answers say about the
//! questions.
//!
//! A question that counts is compared with the score without it, one on trial
//! with the whole score; scores are of the questions that count. A blank is wrong.
//! Below [`FEWEST`] sitters nothing is said of discrimination, distractors and
//! reliability: chance would speak.

mod distribution;

use std::collections::BTreeMap;

use serde::Serialize;

pub use self::distribution::{BINS, DomainMean, ScoreDistribution};
use super::grade::{self, ExamGrade, ItemOutcome};
use super::items::{self, CLEAR, Groups};
use crate::model::paper::{AnswerKey, Correctness, GivenAnswers, KeyedQuestion, Scoring};
use crate::model::question::QuestionId;

/// Number of candidates that statistics of questions need.
pub const FEWEST: usize = 20;
/// A distractor that fewer than this share of sitters pick does no work.
const IDLE: f64 = 0.05;

/// Somebody's answers.
#[derive(Clone, Copy, Debug)]
pub struct Examinee<'a> {
    /// Who.
    pub name: &'a str,
    /// What they picked.
    pub answers: &'a GivenAnswers,
}

/// What is said of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassReport {
    /// The grades in the order of names.
    pub book: Vec<(String, ExamGrade)>,
    /// The class as a whole.
    pub whole: ClassSummary,
    /// How its results are distributed.
    pub distribution: ScoreDistribution,
    /// The questions in the order of the paper.
    pub items: Vec<ItemStatistics>,
    /// Numbers of the questions to look at first, the worst first.
    pub recheck: Vec<usize>,
    /// The mistakes that were made, the most frequent first.
    pub mistakes: Vec<MistakeCount>,
}

/// The class as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassSummary {
    /// How many sat the form.
    pub sitters: usize,
    /// How many questions count.
    pub scored: usize,
    /// The mean of right answers.
    pub mean: f64,
    /// The standard deviation of right answers, over these sitters.
    pub deviation: f64,
    /// KR-20; none below [`FEWEST`] sitters or where it does not exist.
    pub reliability: Option<f64>,
    /// The standard error of measurement, in right answers.
    pub measurement: Option<f64>,
}

impl ClassSummary {
    /// Whether there are enough sitters to judge questions.
    pub fn is_judged(&self) -> bool {
        self.sitters >= FEWEST
    }
}

/// What the answers say about one question.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemStatistics {
    /// Its number on the paper, counted from 1.
    pub number: usize,
    /// Its id.
    pub id: QuestionId,
    /// Whether it counts.
    pub counts: Scoring,
    /// How many had it right.
    pub right: usize,
    /// How many left it out.
    pub blank: usize,
    /// The share that had it right: its difficulty, p.
    pub difficulty: f64,
    /// The corrected point-biserial; none below [`FEWEST`] sitters, or where
    /// everybody did the same.
    pub biserial: Option<f64>,
    /// One standard error of the point-biserial.
    pub biserial_error: Option<f64>,
    /// The upper-lower index over 27 %; none below [`FEWEST`] sitters.
    pub index: Option<f64>,
    /// One standard error of the index.
    pub index_error: Option<f64>,
    /// Its options in the order of the paper.
    pub options: Vec<OptionStatistics>,
}

/// How often an option was picked.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionStatistics {
    /// Its place in the file, counted from 1.
    pub place: usize,
    /// Whether it is right.
    pub is_right: bool,
    /// How many picked it.
    pub count: usize,
    /// What it does; none for what is right, and below [`FEWEST`] sitters.
    pub function: Option<DistractorFunction>,
}

/// What a distractor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DistractorFunction {
    /// Drawing those who know less.
    Works,
    /// Nothing: under 5 % pick it.
    Idle,
    /// Drawing those who know more, more often than chance explains.
    Misleads,
    /// What it does cannot be distinguished from chance.
    Unclear,
}

/// A mistake that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MistakeCount {
    /// Its id.
    pub misconception: String,
    /// How often it was picked.
    pub picks: usize,
    /// How often it could have been: options with it, times sitters.
    pub chances: usize,
    /// By how many sitters.
    pub sitters: usize,
}

/// What `sitters` say about the form of `key`.
pub fn report(key: &AnswerKey, sitters: &[Examinee<'_>]) -> ClassReport {
    let mut sitters = sitters.to_vec();
    sitters.sort_by(|one, other| one.name.cmp(other.name));
    let grades: Vec<ExamGrade> =
        sitters.iter().map(|sitter| grade::grade(key, sitter.answers)).collect();
    let scores: Vec<f64> = grades.iter().map(|grade| grade.scored.right as f64).collect();
    let whole = whole(key, &grades, &scores);
    let groups = Groups::of(&scores);
    let items: Vec<ItemStatistics> = (key.questions.iter().enumerate())
        .map(|(index, question)| {
            let table = Table { sitters: &sitters, grades: &grades, scores: &scores };
            table.item(index, question, whole.is_judged().then_some(&groups))
        })
        .collect();
    let recheck = recheck(&items);
    let mistakes = mistakes(key, &sitters);
    let names = sitters.iter().map(|sitter| sitter.name.to_owned());
    let distribution = ScoreDistribution::of(grades.iter());
    let book = names.zip(grades).collect();
    ClassReport { book, whole, distribution, items, recheck, mistakes }
}

/// Whether `outcome` is right.
fn is_right(outcome: Option<&ItemOutcome>) -> bool {
    outcome == Some(&ItemOutcome::Right)
}

fn whole(key: &AnswerKey, grades: &[ExamGrade], scores: &[f64]) -> ClassSummary {
    let row = |grade: &ExamGrade| -> Vec<bool> {
        let outcomes = key.questions.iter().zip(&grade.outcomes);
        let that_count = outcomes.filter(|(question, _)| question.counts == Scoring::Scored);
        that_count.map(|(_, outcome)| is_right(Some(outcome))).collect()
    };
    let rows: Vec<Vec<bool>> = grades.iter().map(row).collect();
    let deviation = libm::sqrt(items::variance(scores).unwrap_or_default());
    let reliability = items::kr20(&rows).filter(|_| grades.len() >= FEWEST);
    ClassSummary {
        sitters: grades.len(),
        scored: key.questions.iter().filter(|it| it.counts == Scoring::Scored).count(),
        mean: items::mean(scores).unwrap_or_default(),
        deviation,
        reliability,
        measurement: reliability.map(|it| deviation * libm::sqrt((1.0 - it).max(0.0))),
    }
}

/// Who answered what.
struct Table<'a> {
    sitters: &'a [Examinee<'a>],
    grades: &'a [ExamGrade],
    scores: &'a [f64],
}

impl Table<'_> {
    /// What the answers say about the question at `index`; without groups, only
    /// counts.
    fn item(
        &self,
        index: usize,
        question: &KeyedQuestion,
        groups: Option<&Groups>,
    ) -> ItemStatistics {
        let outcomes = self.grades.iter().map(|grade| grade.outcomes.get(index));
        let right: Vec<bool> = outcomes.map(is_right).collect();
        let as_number = |is: &bool| f64::from(u8::from(*is));
        let answers: Vec<f64> = right.iter().map(as_number).collect();
        let own = if question.counts == Scoring::Scored { 1.0 } else { 0.0 };
        let rest = self.scores.iter().zip(&answers).map(|(score, answer)| score - own * answer);
        let rest: Vec<f64> = rest.collect();
        let count = right.iter().filter(|right| **right).count();
        let biserial = groups.and_then(|_| items::correlation(&answers, &rest));
        let difference = groups.map(|groups| groups.difference(&right));
        let blank = |grade: &&ExamGrade| grade.outcomes.get(index) == Some(&ItemOutcome::Blank);
        ItemStatistics {
            number: index + 1,
            id: question.id.clone(),
            counts: question.counts,
            right: count,
            blank: self.grades.iter().filter(blank).count(),
            difficulty: count as f64 / self.sitters.len().max(1) as f64,
            biserial,
            biserial_error: biserial
                .and_then(|it| items::correlation_error(it, self.sitters.len())),
            index: difference.map(|(index, _)| index),
            index_error: difference.map(|(_, error)| error),
            options: (question.options.iter())
                .map(|option| self.option(index, option.place, &option.correctness, groups))
                .collect(),
        }
    }

    fn option(
        &self,
        index: usize,
        place: usize,
        correctness: &Correctness,
        groups: Option<&Groups>,
    ) -> OptionStatistics {
        let picked = |sitter: &Examinee<'_>| sitter.answers.get(index + 1).contains(place);
        let picked: Vec<bool> = self.sitters.iter().map(picked).collect();
        let count = picked.iter().filter(|picked| **picked).count();
        let is_right = *correctness == Correctness::Right;
        let function = groups.filter(|_| !is_right).map(|groups| {
            let (difference, error) = groups.difference(&picked);
            match difference {
                _ if (count as f64) < IDLE * picked.len() as f64 => DistractorFunction::Idle,
                _ if difference < 0.0 => DistractorFunction::Works,
                _ if difference > CLEAR * error => DistractorFunction::Misleads,
                _ => DistractorFunction::Unclear,
            }
        });
        OptionStatistics { place, is_right, count, function }
    }
}

/// Questions that those who know more get wrong more often than chance explains, the
/// worst first.
fn recheck(items: &[ItemStatistics]) -> Vec<usize> {
    let negative = |item: &ItemStatistics| {
        let error = item.biserial_error.unwrap_or_default();
        Some((item.biserial.filter(|it| *it < -CLEAR * error)?, item.number))
    };
    let mut found: Vec<(f64, usize)> = items.iter().filter_map(negative).collect();
    found.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    found.into_iter().map(|(_, number)| number).collect()
}

/// Every mistake that was made, by how often.
fn mistakes(key: &AnswerKey, sitters: &[Examinee<'_>]) -> Vec<MistakeCount> {
    let mut found: BTreeMap<&str, MistakeCount> = BTreeMap::new();
    for question in &key.questions {
        for option in &question.options {
            let Some(id) = question.misconception(option.place) else { continue };
            let mistake = found.entry(id).or_insert_with(|| MistakeCount {
                misconception: id.to_owned(),
                picks: 0,
                chances: 0,
                sitters: 0,
            });
            mistake.chances += sitters.len();
        }
    }
    for sitter in sitters {
        let mut own: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, question) in (1..).zip(&key.questions) {
            let places = sitter.answers.get(number).places();
            for id in places.filter_map(|place| question.misconception(place)) {
                *own.entry(id).or_default() += 1;
            }
        }
        for (id, picks) in own {
            if let Some(mistake) = found.get_mut(id) {
                mistake.picks += picks;
                mistake.sitters += 1;
            }
        }
    }
    let mut made: Vec<MistakeCount> = found.into_values().filter(|it| it.picks > 0).collect();
    made.sort_by(|one, other| other.picks.cmp(&one.picks).then(other.sitters.cmp(&one.sitters)));
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::blueprint::Pass;
    use crate::model::paper::{FormIdentity, KeyedOption};

    /// Three questions that count and one on trial; the first option is right.
    fn key() -> AnswerKey {
        let option = |place: usize| KeyedOption {
            place,
            correctness: match place {
                1 => Correctness::Right,
                _ => Correctness::Wrong(Some(format!("mistake-{place}"))),
            },
        };
        let question = |number: usize| KeyedQuestion {
            id: QuestionId(format!("q-{number}")),
            rev: 1,
            topic: "scaling".to_owned(),
            domain: 1,
            counts: if number == 4 { Scoring::Unscored } else { Scoring::Scored },
            options: (1..=4).map(option).collect(),
        };
        AnswerKey {
            identity: FormIdentity {
                blueprint: "short".to_owned(),
                topic: None,
                seed: 1,
                algorithm: 1,
                bank: String::new(),
                series: None,
            },
            code: None,
            versions: Vec::new(),
            title: String::new(),
            pass: Pass::Scaled(720),
            domains: BTreeMap::new(),
            questions: (1..=4).map(question).collect(),
        }
    }

    /// Picks by question as digits, 0 for a blank.
    fn answers(picks: &str) -> GivenAnswers {
        let picked = picks.chars().map(|digit| digit.to_digit(10).unwrap() as usize);
        (1..)
            .zip(picked)
            .filter(|(_, place)| *place > 0)
            .map(|(at, place)| (at, [place].into_iter().collect()))
            .collect()
    }

    fn of(class: &[&str]) -> ClassReport {
        let answers: Vec<GivenAnswers> = class.iter().map(|picks| answers(picks)).collect();
        let names: Vec<String> = (0..class.len()).map(|at| format!("sitter {at:02}")).collect();
        let sitters: Vec<Examinee<'_>> =
            names.iter().zip(&answers).map(|(name, answers)| Examinee { name, answers }).collect();
        report(&key(), &sitters)
    }

    /// Twenty sitters: ten have all that counts right and the trial wrong, ten have
    /// only the first right and, of the others, what is on trial.
    fn twenty() -> ClassReport {
        let mut class = vec!["1112"; 10];
        class.extend(["1331"; 10]);
        of(&class)
    }

    #[test]
    fn a_class_by_hand() {
        let class = twenty();
        assert_eq!(class.book.len(), 20);
        assert_eq!((class.whole.mean, class.whole.deviation), (2.0, 1.0));
        // 3/2 (1 − (0 + 1/4 + 1/4) / 1) = 3/4, and √(1 − 3/4) of a deviation of 1.
        assert_eq!(class.whole.reliability, Some(0.75));
        assert_eq!(class.whole.measurement, Some(0.5));
        let [first, second, _, trial] = class.items.as_slice() else { panic!("four items") };
        assert_eq!((first.difficulty, first.biserial, first.index), (1.0, None, Some(0.0)));
        assert_eq!((second.difficulty, second.index), (0.5, Some(1.0)));
        assert!(second.biserial.is_some_and(|it| (it - 1.0).abs() < 1e-12));
        assert!(trial.biserial.is_some_and(|it| (it + 1.0).abs() < 1e-12));
        assert_eq!(class.recheck, [4]);
    }

    #[test]
    fn distractors_work_idle_or_mislead() {
        let class = twenty();
        let functions = |item: usize| -> Vec<Option<DistractorFunction>> {
            class.items[item].options.iter().map(|option| option.function).collect()
        };
        let (works, idle) = (Some(DistractorFunction::Works), Some(DistractorFunction::Idle));
        assert_eq!(functions(1), [None, idle, works, idle]);
        assert_eq!(functions(3), [None, Some(DistractorFunction::Misleads), idle, idle]);
        assert_eq!(class.items[1].options[2].count, 10);
    }

    #[test]
    fn noise_is_no_flag_and_has_its_error() {
        // Two of ten with the best scores and one with the worst miss the trial question.
        let mut class = vec!["1111"; 8];
        class.extend(["1112", "1112", "2221", "2222", "2221"]);
        class.extend(["1221"; 7]);
        let class = of(&class);
        let trial = &class.items[3];
        let (correlation, error) = (trial.biserial.unwrap(), trial.biserial_error.unwrap());
        assert!(correlation.abs() < CLEAR * error, "{correlation} ± {error}");
        assert!(!class.recheck.contains(&4), "{:?}", class.recheck);
        assert_eq!(Some(error), items::correlation_error(correlation, 20));
        assert_eq!(items::correlation_error(0.0, 38), Some(1.0 / 6.0));
    }

    #[test]
    fn mistakes_are_ranked_by_how_often_they_were_made() {
        let class = of(&["2233", "1330", "1111"]);
        let reported: Vec<(&str, usize, usize, usize)> = class
            .mistakes
            .iter()
            .map(|one| (one.misconception.as_str(), one.picks, one.chances, one.sitters))
            .collect();
        assert_eq!(reported, [("mistake-3", 4, 12, 2), ("mistake-2", 2, 12, 1)]);
    }

    #[test]
    fn few_sitters_are_counted_and_not_judged() {
        let class = of(&["1111", "1222", "2000"]);
        assert!(!class.whole.is_judged());
        assert_eq!(class.whole.reliability, None);
        assert_eq!(class.items[0].right, 2);
        assert_eq!(class.items[1].blank, 1);
        assert!(class.items.iter().all(|item| item.biserial.is_none() && item.index.is_none()));
        assert!(class.recheck.is_empty());
        let nobody = of(&[]);
        assert_eq!((nobody.whole.sitters, nobody.whole.mean), (0, 0.0));
    }
}
