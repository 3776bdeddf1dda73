//! The statistics of a test that instructors know: difficulty, discrimination and
//! reliability, over a table of who had what right.
//!
//! Variances are over the sitters themselves, divided by their number, so that
//! KR-20 with p (1 − p) is Cronbach's alpha and every sitter standing there twice
//! changes nothing.

/// The share of sitters in the upper, and in the lower group.
const GROUP: f64 = 0.27;

/// The correlation of `one` with `other` (Pearson's; of right or wrong with a score
/// it is called the point-biserial). None where either does not vary.
pub fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    let (of_one, of_other) = (mean(one)?, mean(other)?);
    let pairs = || one.iter().zip(other).map(|(one, other)| (one - of_one, other - of_other));
    let product: f64 = pairs().map(|(one, other)| one * other).sum();
    let squares = |values: &[f64]| variance(values).map(|it| it * values.len() as f64);
    let spread = libm::sqrt(squares(one)? * squares(other)?);
    (spread > 0.0).then(|| (product / spread).clamp(-1.0, 1.0))
}

/// Number of standard errors from nothing at which a question is flagged: 95 % of what chance
/// does stays within it.
pub const CLEAR: f64 = 1.96;

/// One standard error of a correlation over `count` pairs: √((1 − r²) / (n − 2)).
pub fn correlation_error(correlation: f64, count: usize) -> Option<f64> {
    let free = count.checked_sub(2).filter(|free| *free > 0)? as f64;
    Some(libm::sqrt((1.0 - correlation * correlation).max(0.0) / free))
}

/// The mean; none of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The mean square of the distance from the mean.
pub fn variance(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some(squares / values.len() as f64)
}

/// The upper and the lower group of a class by its scores: how much of each
/// sitter belongs to either. A candidate with the score at the border shares what is
/// left of the group with the others who have it, so the order of sitters is of
/// no account.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    upper: Vec<f64>,
    lower: Vec<f64>,
    size: f64,
}

impl Groups {
    /// The groups of 27 %, rounded to whole sitters, at least one each.
    pub fn of(scores: &[f64]) -> Self {
        let size = libm::round(scores.len() as f64 * GROUP).max(1.0);
        let turned: Vec<f64> = scores.iter().map(|score| -score).collect();
        Self { upper: best(scores, size), lower: best(&turned, size), size }
    }

    /// The shares of the upper and of the lower group in which `is` holds.
    fn shares(&self, is: &[bool]) -> (f64, f64) {
        let share = |group: &[f64]| {
            let members = group.iter().zip(is).filter(|(_, is)| **is);
            members.map(|(part, _)| part).sum::<f64>() / self.size
        };
        (share(&self.upper), share(&self.lower))
    }

    /// The share of the upper group less that of the lower in which `is` holds, and one
    /// standard error of it.
    pub fn difference(&self, is: &[bool]) -> (f64, f64) {
        let (upper, lower) = self.shares(is);
        let spread = |share: f64| (share * (1.0 - share) / self.size).abs();
        (upper - lower, libm::sqrt(spread(upper) + spread(lower)))
    }
}

/// How much of each belongs to the best `size` of them.
fn best(scores: &[f64], size: f64) -> Vec<f64> {
    let mut ascending = scores.to_vec();
    ascending.sort_unstable_by(f64::total_cmp);
    let part = |score: &f64| {
        let below = ascending.partition_point(|other| other.total_cmp(score).is_lt());
        let within = ascending.partition_point(|other| other.total_cmp(score).is_le());
        let (above, level) = ((scores.len() - within) as f64, (within - below) as f64);
        ((size - above) / level).clamp(0.0, 1.0)
    };
    scores.iter().map(part).collect()
}

/// The reliability of a test after Kuder and Richardson's formula 20, from the
/// rows of sitters: k / (k − 1) · (1 − Σ p (1 − p) / variance of the scores). None
/// for fewer than two questions, and where all have the same score.
pub fn kr20(rows: &[Vec<bool>]) -> Option<f64> {
    let count = rows.first()?.len();
    let scores: Vec<f64> = rows.iter().map(|row| score(row)).collect();
    let spread = variance(&scores).filter(|spread| *spread > 0.0)?;
    let within = |item: usize| {
        let right = rows.iter().filter(|row| row.get(item).copied().unwrap_or_default());
        let share = right.count() as f64 / rows.len() as f64;
        share * (1.0 - share)
    };
    let within: f64 = (0..count).map(within).sum();
    let items = count as f64;
    (count >= 2).then(|| items / (items - 1.0) * (1.0 - within / spread))
}

/// How many a row has right.
pub fn score(row: &[bool]) -> f64 {
    row.iter().filter(|right| **right).count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten students and ten items: the worked example of Karl L. Wuensch, "The
    /// Kuder-Richardson 20", <https://core.ecu.edu/wuenschk/StatHelp/KR20.txt>.
    const WUENSCH: [&str; 10] = [
        "1111110110",
        "1011011101",
        "1111011001",
        "0010001000",
        "0000010010",
        "1110111111",
        "1101110111",
        "1111111101",
        "0101111101",
        "1101101110",
    ];

    fn rows(table: &[&str]) -> Vec<Vec<bool>> {
        table.iter().map(|row| row.chars().map(|cell| cell == '1').collect()).collect()
    }

    fn column(rows: &[Vec<bool>], item: usize) -> Vec<f64> {
        rows.iter().map(|row| f64::from(u8::from(row[item]))).collect()
    }

    #[track_caller]
    fn near(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|it| (it - expected).abs() < 5e-7), "{found:?}, not {expected}");
    }

    #[test]
    fn the_published_example_comes_out() {
        let rows = rows(&WUENSCH);
        let scores: Vec<f64> = rows.iter().map(|row| score(row)).collect();
        assert_eq!(scores, [8.0, 7.0, 7.0, 2.0, 2.0, 9.0, 8.0, 9.0, 7.0, 7.0]);
        near(variance(&scores), 5.84);
        let shares: Vec<f64> = (0..10).map(|item| mean(&column(&rows, item)).unwrap()).collect();
        assert_eq!(shares, [0.7, 0.7, 0.6, 0.7, 0.6, 0.8, 0.7, 0.7, 0.5, 0.6]);
        // 10/9 (1 − 2.18 / 5.84), with the figures of the page.
        near(kr20(&rows), 0.696_347);
        let twice: Vec<Vec<bool>> = rows.iter().chain(&rows).cloned().collect();
        near(kr20(&twice), 0.696_347);
    }

    #[test]
    fn its_discrimination_is_that_computed_by_another_program() {
        // Python, statistics.correlation of the item with the score without it, and the
        // groups of 27 % with shared borders.
        let rows = rows(&WUENSCH);
        let scores: Vec<f64> = rows.iter().map(|row| score(row)).collect();
        let groups = Groups::of(&scores);
        for (item, (biserial, index)) in [
            (0.705_889, 0.750_000),
            (0.705_889, 0.750_000),
            (0.000_000, 0.333_333),
            (0.473_589, 0.333_333),
            (0.583_874, 0.833_333),
            (0.286_147, 0.416_667),
            (-0.027_445, 0.000_000),
            (0.705_889, 0.750_000),
            (-0.123_613, 0.250_000),
            (0.475_867, 0.583_333),
        ]
        .into_iter()
        .enumerate()
        {
            let answers = column(&rows, item);
            let rest: Vec<f64> =
                scores.iter().zip(&answers).map(|(score, answer)| score - answer).collect();
            near(correlation(&answers, &rest), biserial);
            let right: Vec<bool> = rows.iter().map(|row| row[item]).collect();
            let (upper, lower) = groups.shares(&right);
            near(Some(upper - lower), index);
        }
    }

    #[test]
    fn hand_made_cases() {
        near(correlation(&[1.0, 1.0, 0.0, 0.0], &[3.0, 3.0, 1.0, 1.0]), 1.0);
        near(correlation(&[1.0, 0.0, 1.0, 0.0], &[1.0, 2.0, 1.0, 2.0]), -1.0);
        // Means 1/2 and 2, products (½)(1) + (−½)(−1), spreads 1 and 2.
        near(correlation(&[1.0, 1.0, 0.0, 0.0], &[3.0, 2.0, 2.0, 1.0]), 0.5_f64.sqrt());
        assert_eq!(correlation(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(correlation(&[], &[]), None);
        // Two items that always agree: p (1 − p) = 1/4 each, variance 1.
        near(kr20(&rows(&["11", "00"])), 1.0);
        // Two items that never agree leave no spread.
        assert_eq!(kr20(&rows(&["10", "01"])), None);
        assert_eq!(kr20(&rows(&["1", "0"])), None);
        assert_eq!(kr20(&[]), None);
    }

    #[test]
    fn whoever_is_level_at_the_border_shares_the_place() {
        // Ten sitters: groups of three. One has 9; the four with 8 share two places.
        let scores = [9.0, 8.0, 8.0, 8.0, 8.0, 5.0, 4.0, 3.0, 2.0, 1.0];
        let groups = Groups::of(&scores);
        assert_eq!(groups.upper, [1.0, 0.5, 0.5, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(groups.lower[7..], [1.0, 1.0, 1.0]);
        let right = [true, true, true, false, false, true, false, false, false, true];
        let (upper, lower) = groups.shares(&right);
        near(Some(upper), 2.0 / 3.0);
        near(Some(lower), 1.0 / 3.0);
    }
}
