//! A figure against a setting: what the plot in the terminal and the page both draw.

use super::sweep::{Sweep, SweepRow, shown};
use apprunner_sim::model::metric::Metric;
use apprunner_sim::sim::statistics::Estimate;

/// A point of a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvePoint {
    /// Its place from left to right, from 0 to 1.
    pub across: f64,
    /// The value of the setting.
    pub label: String,
    /// What the runs say there; it has a mean.
    pub mean: f64,
    /// The ends of its interval; both are the mean where there is none.
    pub interval: (f64, f64),
}

/// A figure over the values of the setting that varies fastest, the others being equal.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The figure.
    pub metric: Metric,
    /// The setting from left to right.
    pub path: String,
    /// The other settings that vary, as `path=value`; empty where there are none.
    pub others: String,
    /// Those that have a figure, from left to right.
    pub points: Vec<CurvePoint>,
}

/// The curves of `sweep` for its metric number `index`: one for each combination of the
/// settings but the last. None where nothing varies.
pub fn curves(sweep: &Sweep, index: usize) -> Vec<Curve> {
    let (Some(metric), Some(last)) = (sweep.metrics.get(index), sweep.vary.last()) else {
        return Vec::new();
    };
    let places = places(&last.values);
    let groups = sweep.rows.chunk_by(|one, next| others(one) == others(next));
    let curve = |rows: &[SweepRow]| {
        let point = |row: &SweepRow| {
            let setting = row.set.last()?;
            let place = last.values.iter().position(|value| *value == setting.value)?;
            let Estimate { mean, half_width, .. } = *row.estimates.get(index)?;
            let (mean, half_width) = (mean?, half_width.unwrap_or_default());
            Some(CurvePoint {
                across: places.get(place).copied()?,
                label: shown(setting),
                mean,
                interval: (mean - half_width, mean + half_width),
            })
        };
        let mut points: Vec<CurvePoint> = rows.iter().filter_map(point).collect();
        points.sort_by(|one, other| one.across.total_cmp(&other.across));
        let others = rows.first().map(others).unwrap_or_default();
        Curve { metric: *metric, path: last.path.clone(), others, points }
    };
    groups.map(curve).filter(|curve| !curve.points.is_empty()).collect()
}

/// The settings of a row but the last.
fn others(row: &SweepRow) -> String {
    let settings = row.set.split_last().map_or(&[][..], |(_, others)| others);
    let named = settings.iter().map(|it| format!("{}={}", it.path, shown(it)));
    named.collect::<Vec<_>>().join(", ")
}

/// Where values stand from left to right: numbers by their size, others one after another.
fn places(values: &[String]) -> Vec<f64> {
    let numbers: Option<Vec<f64>> = values.iter().map(|value| value.parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.iter().all(|number| number.is_finite()));
    let places = numbers.unwrap_or_else(|| (0_u32..).map(f64::from).take(values.len()).collect());
    let low = places.iter().copied().fold(f64::INFINITY, f64::min);
    let high = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let across = |place: f64| if high > low { (place - low) / (high - low) } else { 0.5 };
    places.into_iter().map(across).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<const N: usize>(values: [&str; N]) -> Vec<String> {
        values.map(str::to_owned).to_vec()
    }

    #[test]
    fn numbers_stand_by_their_size_and_words_one_after_another() {
        assert_eq!(places(&texts(["1", "2", "5"])), [0.0, 0.25, 1.0]);
        assert_eq!(places(&texts(["\"5s\"", "\"1m\"", "\"1h\""])), [0.0, 0.5, 1.0]);
        assert_eq!(places(&texts(["7"])), [0.5]);
    }
}
