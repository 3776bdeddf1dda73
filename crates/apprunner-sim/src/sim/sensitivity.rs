//! Which assumed parameter decides a goal: elementary effects after Morris.
//!
//! From random points of the parameters' ranges, one parameter at a time takes another
//! value, half its range away, and the change of each goal's figure is noted. M. D.
//! Morris, *Factorial Sampling Plans for Preliminary Computational Experiments*,
//! Technometrics 33 (1991); the mean of absolute effects is Campolongo's (2007).
//! Every run of a path has one seed, so a difference comes from the parameter alone.

use serde::Serialize;

use super::random::mix;
use super::summary::GoalResult;
use crate::model::metric::Metric;

/// A point of the parameters' ranges: the number of a level for each.
type Levels = Vec<usize>;

/// The runs of a screening of some parameters, each of which has as many values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreeningPlan {
    parameters: Vec<&'static str>,
    paths: Vec<Path>,
}

/// A walk on which every parameter changes once.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Path {
    /// One more than there are parameters.
    points: Vec<Levels>,
    /// Which parameter changes behind each point but the last.
    order: Vec<usize>,
}

impl ScreeningPlan {
    /// A plan of `paths` walks over `levels` values, an even number, of each of
    /// `parameters`; the same for the same `seed`.
    pub fn new(parameters: Vec<&'static str>, levels: usize, paths: usize, seed: u64) -> Self {
        let count = parameters.len();
        let mut state = seed;
        let mut below = |bound: usize| {
            state = mix(state);
            usize::try_from(state % bound.max(1) as u64).unwrap_or_default()
        };
        let walk = |_| {
            let mut point: Levels = (0..count).map(|_| below(levels)).collect();
            let mut order: Vec<usize> = (0..count).collect();
            for last in (1..count).rev() {
                order.swap(last, below(last + 1));
            }
            let mut points = vec![point.clone()];
            for &changed in &order {
                point[changed] = (point[changed] + levels / 2) % levels;
                points.push(point.clone());
            }
            Path { points, order }
        };
        Self { paths: (0..paths).map(walk).collect(), parameters }
    }

    /// The parameters, in the order of each point's levels.
    pub fn parameters(&self) -> &[&'static str] {
        &self.parameters
    }

    /// The points to run, in order, each with the number of its walk.
    pub fn points(&self) -> impl Iterator<Item = (usize, &Levels)> {
        self.paths
            .iter()
            .enumerate()
            .flat_map(|(number, path)| path.points.iter().map(move |point| (number, point)))
    }

    /// What the runs of [`Self::points`], in their order, say about each goal.
    pub fn effects(&self, runs: &[Vec<GoalResult>]) -> Vec<GoalSensitivity> {
        let Some(first) = runs.first() else { return Vec::new() };
        first.iter().enumerate().map(|(index, goal)| self.of_goal(index, goal, runs)).collect()
    }

    fn of_goal(
        &self,
        index: usize,
        goal: &GoalResult,
        runs: &[Vec<GoalResult>],
    ) -> GoalSensitivity {
        let results: Vec<&GoalResult> = runs.iter().filter_map(|run| run.get(index)).collect();
        let mut changes = vec![Changes::default(); self.parameters.len()];
        let walks = results.chunks_exact(self.parameters.len() + 1);
        for (path, walk) in self.paths.iter().zip(walks) {
            for (pair, &parameter) in walk.windows(2).zip(&path.order) {
                if let [before, after] = pair {
                    changes[parameter].note(before, after);
                }
            }
        }
        let mut effects: Vec<ElementaryEffect> =
            changes.iter().zip(&self.parameters).map(|(it, name)| it.effect(name)).collect();
        effects.sort_by(|one, other| {
            (other.flips.cmp(&one.flips)).then(other.mean_absolute.total_cmp(&one.mean_absolute))
        });
        GoalSensitivity {
            name: goal.name.clone(),
            metric: goal.metric,
            met: results.iter().filter(|result| result.passed).count(),
            runs: results.len(),
            effects,
        }
    }
}

/// What the assumed parameters do to one goal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalSensitivity {
    /// The goal.
    pub name: String,
    /// The figure that it judges.
    pub metric: Metric,
    /// In how many runs it was met.
    pub met: usize,
    /// How many runs there were.
    pub runs: usize,
    /// The parameters, those that decide it first.
    pub effects: Vec<ElementaryEffect>,
}

/// What one parameter does to one goal when it moves by half its range.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ElementaryEffect {
    /// Its name in the plan.
    pub parameter: &'static str,
    /// How often the goal was met before and missed after, or the reverse.
    pub flips: usize,
    /// Mean absolute change of the figure, in its unit; 0 where it never had a value.
    pub mean_absolute: f64,
    /// Standard deviation of the change: large where it depends on other parameters.
    pub deviation: f64,
}

#[derive(Clone, Debug, Default)]
struct Changes {
    flips: usize,
    all: Vec<f64>,
}

impl Changes {
    fn note(&mut self, before: &GoalResult, after: &GoalResult) {
        self.flips += usize::from(before.passed != after.passed);
        self.all.extend(before.value.zip(after.value).map(|(before, after)| after - before));
    }

    fn effect(&self, parameter: &'static str) -> ElementaryEffect {
        let count = self.all.len().max(1) as f64;
        let mean = self.all.iter().sum::<f64>() / count;
        let variance = self.all.iter().map(|change| (change - mean).powi(2)).sum::<f64>() / count;
        ElementaryEffect {
            parameter,
            flips: self.flips,
            mean_absolute: self.all.iter().map(|change| change.abs()).sum::<f64>() / count,
            deviation: variance.sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(value: f64) -> Vec<GoalResult> {
        vec![GoalResult {
            name: "fast".to_owned(),
            metric: Metric::LatencyP99,
            value: Some(value),
            passed: value <= 100.0,
            reason: None,
        }]
    }

    #[test]
    fn on_each_walk_each_parameter_moves_once_by_half_its_range() {
        let of = |seed| ScreeningPlan::new(vec!["a", "b", "c", "d", "e", "f", "g"], 4, 10, seed);
        let plan = of(42);
        assert_eq!(plan, of(42));
        assert_ne!(plan, of(43));
        assert_eq!(plan.points().count(), 80);
        for path in &plan.paths {
            let mut moved: Vec<usize> = Vec::new();
            for pair in path.points.windows(2) {
                let changed: Vec<usize> = (0..7).filter(|&it| pair[0][it] != pair[1][it]).collect();
                assert_eq!(changed.len(), 1);
                assert_eq!(pair[0][changed[0]].abs_diff(pair[1][changed[0]]), 2);
                moved.extend(changed);
            }
            assert_eq!(moved, path.order);
            moved.sort_unstable();
            assert_eq!(moved, (0..7).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_parameter_that_decides_stands_first() {
        // The second parameter moves the figure by 50 a level, the third by 1, the first
        // not at all.
        let plan = ScreeningPlan::new(vec!["none", "much", "little"], 4, 20, 1);
        let figure = |point: &Levels| 40.0 + 50.0 * point[1] as f64 + point[2] as f64;
        let runs: Vec<_> = plan.points().map(|(_, point)| result(figure(point))).collect();
        let [goal] = &plan.effects(&runs)[..] else { panic!() };
        let order: Vec<&str> = goal.effects.iter().map(|effect| effect.parameter).collect();
        assert_eq!(order, ["much", "little", "none"]);
        let [most, little, none] = &goal.effects[..] else { panic!() };
        assert!((most.mean_absolute - 100.0).abs() < 1e-9, "{most:?}");
        assert!((little.mean_absolute - 2.0).abs() < 1e-9, "{little:?}");
        assert_eq!((most.flips, none.flips), (20, 0));
        assert!(none.mean_absolute.abs() < 1e-12);
        assert_eq!(goal.runs, 80);
    }
}
