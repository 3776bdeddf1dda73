//! The score of a lab's solution. The rule is ours, like every score here: 100
//! for doing what the author did without a hint, less for more changes, for hints
//! and for a dearer service. Whether it is solved at all, the goals say.

use apprunner_sim::model::money::MicroDollars;

/// The whole score.
pub const WHOLE: u32 = 100;
/// What a change more than the author needed takes off.
pub const PER_CHANGE: u32 = 20;
/// What a hint takes off.
pub const PER_HINT: u32 = 10;
/// The most that the cost takes off, a point for each whole per cent above the author's.
pub const MOST_FOR_COST: u32 = 30;
/// Who has solved it has at least this.
pub const LEAST: u32 = 10;

/// The rule in words, for screens and pages.
pub const RULE: &str = "100, less 20 for each change more than the author made, 10 for each hint, and 1 \
                        for each per cent that it costs more, 30 at the most; never under 10. The \
                        rule is ours.";

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
    /// For cost above the author's.
    pub for_cost: u32,
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
    /// assert_eq!(Score::of(effort, par).total(), 100 - 20 - 10 - 5);
    /// ```
    pub fn of(effort: Effort, par: Par) -> Self {
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        let more = effort.changes.saturating_sub(par.changes);
        let dearer = effort.cost.0.saturating_sub(par.cost.0);
        let percent = (dearer.saturating_mul(100)).checked_div(par.cost.0);
        let percent = percent.unwrap_or(if dearer > 0 { u64::MAX } else { 0 });
        Self {
            for_changes: count(more).saturating_mul(PER_CHANGE),
            for_hints: count(effort.hints).saturating_mul(PER_HINT),
            for_cost: u32::try_from(percent).unwrap_or(u32::MAX).min(MOST_FOR_COST),
        }
    }

    /// What is left of the whole.
    pub fn total(self) -> u32 {
        let off = self.for_changes.saturating_add(self.for_hints).saturating_add(self.for_cost);
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
    fn changes_hints_and_cost_take_off_what_the_rule_says() {
        assert_eq!(total(3, 0, 1_000), 80);
        assert_eq!(total(2, 2, 1_000), 80);
        assert_eq!(total(2, 0, 1_010), 99);
        assert_eq!(total(2, 0, 9_000), 70);
    }

    #[test]
    fn who_has_solved_it_never_leaves_with_nothing() {
        assert_eq!(total(9, 9, 90_000), LEAST);
        let free = Par { changes: 1, cost: MicroDollars(0) };
        let effort = Effort { changes: 1, hints: 0, cost: MicroDollars(1) };
        assert_eq!(Score::of(effort, free).total(), 70);
        assert_eq!(total(usize::MAX, usize::MAX, u64::MAX), LEAST);
    }

    #[test]
    fn the_rule_in_words_has_the_numbers_of_the_rule() {
        for number in [WHOLE, PER_CHANGE, PER_HINT, MOST_FOR_COST, LEAST] {
            assert!(RULE.contains(&number.to_string()), "{number}");
        }
    }
}
