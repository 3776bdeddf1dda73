//! The score of a lab's solution, and what is remembered of a lab. The rule is ours, like
//! every score here: 100 for doing what the author did without a hint, less for more changes
//! and for hints. Whether it is solved at all, the goals say, the one on cost among them: a
//! goal that is met takes nothing off.

use serde::{Deserialize, Serialize};

use apprunner_sim::model::money::MicroDollars;

/// The whole score.
pub const WHOLE: u32 = 100;
/// What a change more than the author needed takes off.
pub const PER_CHANGE: u32 = 20;
/// What a hint takes off.
pub const PER_HINT: u32 = 10;
/// Who has solved it has at least this.
pub const LEAST: u32 = 10;

/// The rule in words, for screens and pages.
pub const RULE: &str = "All goals met score 100, less 20 for each change more than the author made and 10 for \
                        each hint, whenever it was shown; never under 10. Once the solution is shown there \
                        is no score. Attempts are counted and cost nothing. The rule is ours.";

/// Something that a learner did at a lab and that is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LabAct {
    /// A run with changes was judged.
    Attempt,
    /// The hint of this number was shown, counted from 1.
    Hint(usize),
    /// The author's solution was shown.
    Solution,
}

impl LabAct {
    /// What tells it from others at the same moment.
    pub fn name(self) -> String {
        match self {
            Self::Attempt => "attempt".to_owned(),
            Self::Hint(number) => format!("hint-{number}"),
            Self::Solution => "solution".to_owned(),
        }
    }
}

/// What is remembered of a lab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LabRecord {
    /// The best score, where it was solved.
    pub best: Option<u32>,
    /// Runs with changes that were judged.
    pub attempts: usize,
    /// Hints that were shown.
    pub hints: usize,
    /// Whether the author's solution was shown, as it is once the lab is solved.
    pub solution_shown: bool,
}

impl LabRecord {
    /// Takes in what was done.
    pub fn take(&mut self, act: LabAct) {
        match act {
            LabAct::Attempt => self.attempts += 1,
            LabAct::Hint(number) => self.hints = self.hints.max(number),
            LabAct::Solution => self.solution_shown = true,
        }
    }

    /// Takes in that it was solved with this score.
    pub fn solve(&mut self, score: u32) {
        self.best = Some(self.best.map_or(score, |best| best.max(score)));
        self.solution_shown = true;
    }
}

/// How a lab was solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Settings that differ from the file.
    pub changes: usize,
    /// Hints that were asked for.
    pub hints: usize,
    /// What the fixed run costs.
    pub cost: MicroDollars,
}

/// How its author solves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Par {
    /// Settings that the fix changes.
    pub changes: usize,
    /// What the fixed run costs.
    pub cost: MicroDollars,
}

/// A score with what was taken off for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// For changes beyond the author's.
    pub for_changes: u32,
    /// For hints.
    pub for_hints: u32,
}

impl Score {
    /// The score of a lab that was solved by `effort`.
    ///
    /// ```
    /// use apprunner_sim::model::money::MicroDollars;
    /// use coldstart::app::lab_score::{Effort, Par, Score};
    ///
    /// let effort = Effort { changes: 2, hints: 1, cost: MicroDollars(10_500) };
    /// let par = Par { changes: 1, cost: MicroDollars(10_000) };
    /// assert_eq!(Score::of(effort, par).total(), 100 - 20 - 10);
    /// ```
    pub fn of(effort: Effort, par: Par) -> Self {
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        let more = effort.changes.saturating_sub(par.changes);
        Self {
            for_changes: count(more).saturating_mul(PER_CHANGE),
            for_hints: count(effort.hints).saturating_mul(PER_HINT),
        }
    }

    /// What is left of the whole.
    pub fn total(self) -> u32 {
        let off = self.for_changes.saturating_add(self.for_hints);
        WHOLE.saturating_sub(off).max(LEAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAR: Par = Par { changes: 2, cost: MicroDollars(1_000) };

    fn total(changes: usize, hints: usize, cost: u64) -> u32 {
        Score::of(Effort { changes, hints, cost: MicroDollars(cost) }, PAR).total()
    }

    #[test]
    fn the_authors_way_or_a_better_one_has_the_whole_score() {
        assert_eq!(total(2, 0, 1_000), 100);
        assert_eq!(total(1, 0, 500), 100);
        assert_eq!(total(2, 0, 1_009), 100);
    }

    #[test]
    fn changes_and_hints_take_off_what_the_rule_says_and_cost_nothing() {
        assert_eq!(total(3, 0, 1_000), 80);
        assert_eq!(total(2, 2, 1_000), 80);
        assert_eq!(total(2, 0, 9_000), 100);
    }

    #[test]
    fn who_has_solved_it_never_leaves_with_nothing() {
        assert_eq!(total(9, 9, 90_000), LEAST);
        assert_eq!(total(usize::MAX, usize::MAX, u64::MAX), LEAST);
    }

    #[test]
    fn hints_attempts_and_the_solution_are_remembered() {
        let mut record = LabRecord::default();
        for act in [LabAct::Attempt, LabAct::Hint(2), LabAct::Hint(1), LabAct::Attempt] {
            record.take(act);
        }
        assert_eq!(record, LabRecord { attempts: 2, hints: 2, ..LabRecord::default() });
        record.solve(80);
        record.solve(60);
        assert_eq!((record.best, record.solution_shown), (Some(80), true));
    }

    #[test]
    fn the_rule_in_words_has_the_numbers_of_the_rule() {
        for number in [WHOLE, PER_CHANGE, PER_HINT, LEAST] {
            assert!(RULE.contains(&number.to_string()), "{number}");
        }
    }
}
