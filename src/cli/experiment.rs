//! The runs of an experiment, made on this machine.

use super::grid::Grid;
use super::progress::Progress;
use super::run_pool::RunPool;
use crate::app::experiment::Experiment;
use apprunner_sim::sim::experiment::{RunId, RunTable};
use apprunner_sim::sim::repetition::Repetition;

/// What makes the runs of an experiment.
pub(super) struct Laboratory<'a> {
    pub(super) pool: &'a RunPool,
    pub(super) grid: &'a Grid,
    pub(super) experiment: &'a Experiment,
}

impl Laboratory<'_> {
    /// Makes runs until the procedure wants no more or ctrl-c ends it.
    pub(super) fn finish(&self) -> anyhow::Result<RunTable> {
        let mut runs = RunTable::new(self.grid.points.len());
        let procedure = &self.experiment.procedure;
        let progress = Progress::of(procedure.expected(&runs), "runs");
        loop {
            let batch = procedure.next(&runs);
            progress.expect(procedure.expected(&runs).max(runs.total() + batch.len()));
            if batch.is_empty() || self.pool.is_interrupted() {
                return Ok(runs);
            }
            for (id, run) in self.make(&batch, &progress)? {
                runs.add(id, run);
            }
        }
    }

    /// Makes the runs `batch`, in order; those that ctrl-c has ended are missing.
    fn make(
        &self,
        batch: &[RunId],
        progress: &Progress,
    ) -> anyhow::Result<Vec<(RunId, Repetition)>> {
        let metrics = &self.experiment.metrics;
        let kept = self.pool.run_beside(
            progress,
            batch.len(),
            |index| self.grid.scenario(batch[index]),
            |summary| Repetition::of(summary, metrics),
        )?;
        let done = batch.iter().zip(kept).filter_map(|(id, run)| Some((*id, run?)));
        Ok(done.collect())
    }
}
