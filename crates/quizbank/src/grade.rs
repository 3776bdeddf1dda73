//! The score of answers to a form.
//!
//! A question is right when all of its keys and nothing else were picked; one
//! without an answer is wrong, and nothing is taken off for a wrong one. The
//! score of r right ones out of n that count is a straight line between the
//! published ends, 100 and 1000, rounded half up to a whole number. How AWS
//! scales is not published.

use std::collections::BTreeMap;

use serde::Serialize;

use super::beta;
use crate::model::blueprint::Pass;
use crate::model::paper::{AnswerKey, GivenAnswers, KeyedQuestion, Picks, Scoring};

/// The least score.
const LEAST: u32 = 100;
/// From the least score to the most.
const RANGE: u32 = 900;
/// With fewer questions that count, nothing is said of passing.
pub const FEWEST_TO_JUDGE: usize = 20;
/// Of a domain with fewer questions it is said that they are few.
pub const FEW: usize = 10;

/// Right ones out of some.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SectionScore {
    /// How many were right.
    pub right: usize,
    /// How many there are.
    pub questions: usize,
    /// How many were answered.
    pub answered: usize,
}

impl SectionScore {
    fn count(&mut self, outcome: ItemOutcome) {
        self.questions += 1;
        self.answered += usize::from(outcome != ItemOutcome::Blank);
        self.right += usize::from(outcome == ItemOutcome::Right);
    }

    /// Whether there are too few to say much.
    pub fn is_few(self) -> bool {
        self.questions < FEW
    }
}

/// How a question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemOutcome {
    /// All of its keys and nothing else.
    Right,
    /// Anything else.
    Wrong,
    /// Not at all, which is no better.
    Blank,
}

impl ItemOutcome {
    /// The outcome of these picks.
    pub fn of(question: &KeyedQuestion, picks: Picks) -> Self {
        match picks {
            picks if picks.is_empty() => Self::Blank,
            picks if picks == question.right() => Self::Right,
            _ => Self::Wrong,
        }
    }
}

/// Whether a score passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExamResult {
    /// It does.
    Passed,
    /// It does not.
    Missed,
    /// There are too few questions to judge.
    #[serde(rename = "too few to judge")]
    TooFew,
}

/// The grade of one set of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamGrade {
    /// The questions that count.
    pub scored: SectionScore,
    /// The questions that do not.
    pub unscored: SectionScore,
    /// Those that count, by domain.
    pub domains: BTreeMap<u8, SectionScore>,
    /// How each question was answered, in the order of the paper.
    pub outcomes: Vec<ItemOutcome>,
    /// The score, and what passes.
    pub score: ExamScore,
}

/// A score with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExamScore {
    /// Points, or percent, as [`Pass`] counts.
    pub points: u32,
    /// What passes.
    pub pass: Pass,
    /// One standard error of the points, from the binomial law; none where every
    /// answer was right or every one wrong, of which that law says nothing.
    pub standard_error: Option<f64>,
    /// The chance that the true share of right answers is at or above the cut, when
    /// every share was as likely before.
    pub chance: f64,
    /// Whether it passes.
    pub verdict: ExamResult,
}

/// The grade of `answers` under `key`.
pub fn grade(key: &AnswerKey, answers: &GivenAnswers) -> ExamGrade {
    let (mut scored, mut unscored) = (SectionScore::default(), SectionScore::default());
    let mut domains: BTreeMap<u8, SectionScore> = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(key.questions.len());
    for (number, question) in (1..).zip(&key.questions) {
        let outcome = ItemOutcome::of(question, answers.get(number));
        outcomes.push(outcome);
        match question.counts {
            Scoring::Unscored => unscored.count(outcome),
            Scoring::Scored => {
                scored.count(outcome);
                domains.entry(question.domain).or_default().count(outcome);
            }
        }
    }
    let score = ExamScore::of(scored.right, scored.questions, key.pass);
    ExamGrade { scored, unscored, domains, outcomes, score }
}

/// The scaled score of `right` out of `questions`: 100 + (1800 r + n) div (2 n).
pub fn scaled(right: usize, questions: usize) -> u32 {
    LEAST + share(right, questions, RANGE)
}

/// `right` out of `questions` as a part of `whole`, rounded half up.
fn share(right: usize, questions: usize, whole: u32) -> u32 {
    let (right, questions, whole) = (right as u64, questions as u64, u64::from(whole));
    let share = (2 * whole * right + questions).checked_div(2 * questions);
    share.and_then(|share| u32::try_from(share).ok()).unwrap_or_default()
}

impl ExamScore {
    /// The score of `right` out of `questions`.
    pub fn of(right: usize, questions: usize, pass: Pass) -> Self {
        let (points, range, cut) = match pass {
            Pass::Scaled(mark) => {
                let cut = f64::from(mark.saturating_sub(LEAST)) / f64::from(RANGE);
                (scaled(right, questions), RANGE, cut)
            }
            Pass::Percent(percent) => {
                (share(right, questions, 100), 100, f64::from(percent) / 100.0)
            }
        };
        let passes = match pass {
            Pass::Scaled(mark) => points >= mark,
            // Rounding must not lift anybody over a mark in percent.
            Pass::Percent(percent) => right * 100 >= questions * percent as usize,
        };
        let verdict = match passes {
            _ if questions < FEWEST_TO_JUDGE => ExamResult::TooFew,
            true => ExamResult::Passed,
            false => ExamResult::Missed,
        };
        let standard_error = standard_error(right, questions).map(|it| it * f64::from(range));
        Self { points, pass, standard_error, chance: chance(right, questions, cut), verdict }
    }
}

/// One standard error of the share of right answers: √(p (1 − p) / n).
fn standard_error(right: usize, questions: usize) -> Option<f64> {
    if right == 0 || right >= questions {
        return None;
    }
    let (right, all) = (right as f64, questions as f64);
    let share = right / all;
    Some(libm::sqrt(share * (1.0 - share) / all))
}

/// How much of Beta(1 + r, 1 + n − r) lies above `cut`.
fn chance(right: usize, questions: usize, cut: f64) -> f64 {
    let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX - 1) + 1;
    1.0 - beta::regularised(cut, whole(right), whole(questions.saturating_sub(right)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::paper::{Correctness, FormIdentity, KeyedOption};
    use crate::model::question::QuestionId;

    const PASS: Pass = Pass::Scaled(720);

    #[test]
    fn scores_lie_on_a_line_between_the_published_ends() {
        let scores = [0, 25, 34, 35, 50].map(|right| scaled(right, 50));
        assert_eq!(scores, [100, 550, 712, 730, 1000]);
        assert_eq!([0, 1, 8].map(|right| scaled(right, 16)), [100, 156, 550]);
        assert_eq!(scaled(0, 0), 100);
    }

    #[test]
    fn a_score_passes_from_the_mark_on_and_a_short_form_never() {
        let verdict = |right, questions| ExamScore::of(right, questions, PASS).verdict;
        assert_eq!(verdict(35, 50), ExamResult::Passed);
        assert_eq!(verdict(34, 50), ExamResult::Missed);
        assert_eq!(verdict(12, 12), ExamResult::TooFew);
        assert_eq!(verdict(19, 19), ExamResult::TooFew);
        assert_eq!(verdict(20, 20), ExamResult::Passed);
        let topic_test =
            |right, questions| ExamScore::of(right, questions, Pass::Percent(60)).verdict;
        assert_eq!(
            (topic_test(12, 20), topic_test(11, 20)),
            (ExamResult::Passed, ExamResult::Missed)
        );
        // 17 of 29 is 58.6 %, 18 is 62.1 %.
        assert_eq!(
            (topic_test(17, 29), topic_test(18, 29)),
            (ExamResult::Missed, ExamResult::Passed)
        );
    }

    #[test]
    fn the_error_and_the_chance_are_those_computed_elsewhere() {
        // Python: 900 * sqrt(.7 * .3 / 50), and the integral of the beta density by
        // Simpson's rule.
        let score = ExamScore::of(35, 50, PASS);
        assert!((score.standard_error.unwrap() - 58.326_666_3).abs() < 1e-6);
        for (right, chance) in [
            (25, 0.002_428_881_378),
            (34, 0.416_939_731_219),
            (35, 0.536_520_807_779),
            (40, 0.951_893_158_759),
            (50, 0.999_999_994_433),
        ] {
            let found = ExamScore::of(right, 50, PASS).chance;
            assert!((found - chance).abs() < 1e-9, "{right}: {found}, not {chance}");
        }
        assert_eq!(ExamScore::of(50, 50, PASS).standard_error, None);
        assert_eq!(ExamScore::of(0, 50, PASS).standard_error, None);
    }

    fn keyed(number: usize, domain: u8, counts: Scoring, right: &[usize]) -> KeyedQuestion {
        let marked = |place| KeyedOption {
            place,
            correctness: if right.contains(&place) {
                Correctness::Right
            } else {
                Correctness::Wrong(None)
            },
        };
        KeyedQuestion {
            id: QuestionId(format!("q-{number}")),
            rev: 1,
            topic: "scaling".to_owned(),
            domain,
            counts,
            options: [3, 1, 4, 2, 5].map(marked).into(),
        }
    }

    #[test]
    fn several_keys_are_all_or_nothing_and_a_blank_is_wrong() {
        let key = AnswerKey {
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
            pass: PASS,
            domains: BTreeMap::new(),
            questions: vec![
                keyed(1, 1, Scoring::Scored, &[2]),
                keyed(2, 1, Scoring::Scored, &[1, 4]),
                keyed(3, 2, Scoring::Scored, &[1, 4]),
                keyed(4, 2, Scoring::Unscored, &[3]),
                keyed(5, 2, Scoring::Scored, &[3]),
            ],
        };
        let answers: [(usize, &[usize]); 4] = [(1, &[2]), (2, &[1, 4]), (3, &[1]), (4, &[3])];
        let picks = |places: &[usize]| places.iter().copied().collect();
        let answers = answers.map(|(number, places)| (number, picks(places))).into_iter().collect();
        let grade = grade(&key, &answers);
        let (right, wrong, blank) = (ItemOutcome::Right, ItemOutcome::Wrong, ItemOutcome::Blank);
        assert_eq!(grade.outcomes, [right, right, wrong, right, blank]);
        assert_eq!(grade.scored, SectionScore { right: 2, questions: 4, answered: 3 });
        assert_eq!(grade.unscored, SectionScore { right: 1, questions: 1, answered: 1 });
        assert_eq!(grade.domains[&2], SectionScore { right: 0, questions: 2, answered: 1 });
        assert!(grade.domains[&2].is_few());
        assert_eq!((grade.score.points, grade.score.verdict), (550, ExamResult::TooFew));
    }
}
