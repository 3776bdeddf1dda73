//! How the results of a class are distributed: who passed, how many had which share right, and
//! how each domain went.

use std::collections::BTreeMap;

use crate::grade::{ExamGrade, ExamResult};

/// How many bins a histogram has: each is a tenth of the questions that count.
pub const BINS: usize = 10;

/// How the results of a class are distributed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreDistribution {
    /// How many passed.
    pub passed: usize,
    /// How many did not.
    pub missed: usize,
    /// Of how many nothing is said, because too few questions count.
    pub unjudged: usize,
    /// How many had each tenth of the questions that count right; who had all of them right is in the last.
    pub bins: [usize; BINS],
    /// The domains of those questions, by number.
    pub domains: BTreeMap<u8, DomainMean>,
}

/// How a domain went.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DomainMean {
    /// How many of its questions count.
    pub questions: usize,
    /// The mean of right answers to them.
    pub mean: f64,
}

impl ScoreDistribution {
    /// Returns the distribution of `grades`, which are of one form or of equal ones.
    pub fn of<'g>(grades: impl ExactSizeIterator<Item = &'g ExamGrade>) -> Self {
        let mut found = Self::default();
        let sitters = grades.len() as f64;
        for grade in grades {
            match grade.score.verdict {
                ExamResult::Passed => found.passed += 1,
                ExamResult::Missed => found.missed += 1,
                ExamResult::TooFew => found.unjudged += 1,
            }
            let bin = (grade.scored.right * BINS).checked_div(grade.scored.questions);
            if let Some(bin) = found.bins.get_mut(bin.unwrap_or_default().min(BINS - 1)) {
                *bin += 1;
            }
            for (number, part) in &grade.domains {
                let domain = found.domains.entry(*number).or_default();
                domain.questions = part.questions;
                domain.mean += part.right as f64 / sitters;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::{ExamScore, SectionScore};
    use crate::model::blueprint::Pass;

    fn grade(right: usize, questions: usize) -> ExamGrade {
        let scored = SectionScore { right, questions, answered: questions };
        ExamGrade {
            scored,
            unscored: SectionScore::default(),
            domains: [(1, scored)].into(),
            outcomes: Vec::new(),
            score: ExamScore::of(right, questions, Pass::Scaled(720)),
        }
    }

    #[test]
    fn everybody_is_in_one_bin_and_has_one_result() {
        let grades = [0, 2, 3, 24, 25].map(|right| grade(right, 25));
        let found = ScoreDistribution::of(grades.iter());
        assert_eq!(found.bins, [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
        assert_eq!((found.passed, found.missed, found.unjudged), (2, 3, 0));
        let mean = found.domains[&1].mean;
        assert!((mean - 54.0 / 5.0).abs() < 1e-12, "{mean}");
        let few = ScoreDistribution::of([grade(3, 4)].iter());
        assert_eq!((few.unjudged, few.bins[7]), (1, 1));
        assert_eq!(ScoreDistribution::of([].iter()), ScoreDistribution::default());
    }
}
