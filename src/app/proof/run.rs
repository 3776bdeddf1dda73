//! A proof's run, simulated in slices, and what came out of it.

use std::fmt;

use super::ProofError;
use super::filled::Filled;
use apprunner_sim::model::action::ScheduledAction;
use apprunner_sim::model::goal::Probe;
use apprunner_sim::model::metric::{Metric, Unit};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::Event;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::Summary;
use quizbank::model::question::Question;
use quizbank::present::PresentedQuestion;
use quizbank::template;
use spanned_toml::bound::Bound;
use spanned_toml::setting::Setting;

/// A proof that is being run.
#[derive(Clone, Debug)]
pub struct ProofRun {
    player: Player,
    probe: Vec<Probe>,
    changes: Vec<Setting>,
    replay_at: SimTime,
}

impl ProofRun {
    /// The run of `question`'s proof at its start, with numbers sampled from `seed`.
    pub fn new(question: &Question, seed: u64) -> Result<Self, ProofError> {
        let filled = Filled::new(question, &template::draw(question, seed))?;
        let Filled { scenario, changes, probe, replay_at, .. } = filled;
        Ok(Self { player: Player::new(scenario), probe, changes, replay_at })
    }

    /// The run that proves a question that is asked; none where no run does.
    ///
    /// # Errors
    ///
    /// As [`Self::new`].
    pub fn of(item: &PresentedQuestion) -> Result<Option<Self>, ProofError> {
        let PresentedQuestion { question, seed, .. } = item;
        question.proof.as_ref().map(|_| Self::new(question, *seed)).transpose()
    }

    /// The scenario that is run.
    pub fn scenario(&self) -> &Scenario {
        self.player.scenario()
    }

    /// What the run changes in the scenario that the proof names.
    pub fn changes(&self) -> &[Setting] {
        &self.changes
    }

    /// The first figure that the question asks for.
    pub fn asked(&self) -> Option<Metric> {
        self.probe.first().map(|probe| probe.metric)
    }

    /// The moment that settles the question.
    pub fn replay_at(&self) -> SimTime {
        self.replay_at
    }

    /// Simulates on by at most `events` engine events. True when the end is reached.
    pub fn fill(&mut self, events: u64) -> bool {
        self.player.fill(events)
    }

    /// Simulates to the end.
    pub fn finish(&mut self) {
        while !self.fill(u64::MAX) {}
    }

    /// What came out, once the end is reached.
    pub fn outcome(&self) -> Option<ProofOutcome> {
        let summary = self.player.summary()?;
        let actions = &self.scenario().actions;
        let figures = self.probe.iter().map(|probe| Figure::of(probe, summary, actions)).collect();
        Some(ProofOutcome { figures })
    }

    /// The events from some before the moment that settles it to a few after.
    pub fn around_replay(&self) -> &[Event] {
        const BEFORE: usize = 12;
        const AFTER: usize = 3;
        let events = self.player.recording().events();
        let at = self.replay_at;
        let settled = events.partition_point(|event| event.at <= at);
        let end = settled.saturating_add(AFTER).min(events.len());
        events.get(settled.saturating_sub(BEFORE)..end).unwrap_or_default()
    }
}

/// What came out of a proof's run: a figure for each of its probes.
#[derive(Clone, Debug, PartialEq)]
pub struct ProofOutcome {
    /// The figures, in the order of the probes.
    pub figures: Vec<Figure>,
}

/// One metric of a run beside what it was held to.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Which figure.
    pub metric: Metric,
    /// What it was; `None` where it never came to be.
    pub value: Option<f64>,
    /// What it was held to.
    pub bound: Bound,
    /// What happened before it, where it is an instant of the run.
    pub cause: Option<InstantCause>,
}

/// What an instant of a run is counted from beside the start of the run.
#[derive(Clone, Debug, PartialEq)]
pub enum InstantCause {
    /// The last thing that the scenario did to the service until then.
    Action(Box<ScheduledAction>),
    /// The start of the operation that ended then, in seconds.
    OperationStart(f64),
}

impl Figure {
    /// The figure that `probe` asks for in `summary`, the results of a run with `actions`.
    pub fn of(probe: &Probe, summary: &Summary, actions: &[ScheduledAction]) -> Self {
        let value = summary.figure(probe.metric);
        let cause = value.and_then(|value| cause(probe.metric, value, summary, actions));
        Self { metric: probe.metric, value, bound: probe.bound, cause }
    }

    /// Whether it satisfies the bound; a figure that never came to be does not.
    pub fn holds(&self) -> bool {
        self.value.is_some_and(|value| self.bound.holds(value))
    }
}

/// What the instant `metric`, which is `value`, is counted from.
fn cause(
    metric: Metric,
    value: f64,
    summary: &Summary,
    actions: &[ScheduledAction],
) -> Option<InstantCause> {
    match metric {
        Metric::OperationEnded(index) => {
            let operation = summary.operations.get(usize::from(index))?;
            Some(InstantCause::OperationStart(operation.started_s))
        }
        // An operation starts with its action.
        Metric::OperationStarted(_) => None,
        metric if metric.is_instant() => {
            let before = actions.iter().take_while(|it| it.at.as_secs_f64() <= value);
            before.last().map(|it| InstantCause::Action(Box::new(it.clone())))
        }
        _ => None,
    }
}

/// Writes `first.unhealthy = 50.000 s`.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = ", self.metric)?;
        let Some(value) = self.value else { return f.write_str("never") };
        match self.metric.unit() {
            Unit::Seconds => write!(f, "{value:.3} s"),
            Unit::Milliseconds => write!(f, "{value:.1} ms"),
            Unit::Dollars => write!(f, "${value:.4}"),
            Unit::Count | Unit::Ratio if value.fract() == 0.0 => write!(f, "{value:.0}"),
            Unit::Count | Unit::Ratio => write!(f, "{value:.4}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(path: &str, value: Option<f64>) -> Figure {
        let (metric, bound) = (Metric::parse(path).unwrap(), Bound::AtLeast(1.0));
        Figure { metric, value, bound, cause: None }
    }

    #[test]
    fn a_figure_is_written_with_its_unit() {
        let cases = [
            ("first.unhealthy", Some(50.0), "first.unhealthy = 50.000 s"),
            ("first.rejected", None, "first.rejected = never"),
            ("cold_starts.max_s", Some(7.25), "cold_starts.max_s = 7.250 s"),
            ("latency_ms.p99", Some(84.26), "latency_ms.p99 = 84.3 ms"),
            ("cost_usd.total", Some(0.014_7), "cost_usd.total = $0.0147"),
            ("instances.peak", Some(6.0), "instances.peak = 6"),
            ("requests.failed_ratio", Some(0.25), "requests.failed_ratio = 0.2500"),
        ];
        for (path, value, text) in cases {
            assert_eq!(figure(path, value).to_string(), text);
        }
    }

    #[test]
    fn what_never_came_to_be_holds_no_bound() {
        assert!(!figure("first.rejected", None).holds());
        assert!(figure("instances.peak", Some(1.0)).holds());
    }
}
