//! The runs of an experiment, made on this machine.

use super::context::ExitStatus;
use super::grid::Grid;
use super::progress::Progress;
use super::run_pool::RunPool;
use super::terminal::{Terminal, print_json};
use crate::app::experiment::Experiment;
use crate::app::shard::{self, Shard};
use apprunner_sim::sim::experiment::{Procedure, RunId, RunTable};
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

    /// Makes those runs of `shard` that follow `earlier` ones: all of its settings where the
    /// number of runs of a setting follows from its own figures, else one batch. `None` where
    /// ctrl-c ends it.
    pub(super) fn shard(
        &self,
        shard: Shard,
        earlier: RunTable,
    ) -> anyhow::Result<Option<Vec<(RunId, Repetition)>>> {
        let procedure = &self.experiment.procedure;
        let goes_on = matches!(procedure, Procedure::Until(_));
        let (mut runs, mut made) = (earlier, Vec::new());
        let progress = Progress::of(0, "runs");
        loop {
            let batch = shard.share(procedure, procedure.next(&runs));
            progress.expect(made.len() + batch.len());
            let done = self.make(&batch, &progress)?;
            if done.len() < batch.len() {
                return Ok(None);
            }
            let is_over = batch.is_empty() || !goes_on;
            if goes_on {
                for (id, run) in &done {
                    runs.add(*id, run.clone());
                }
            }
            made.extend(done);
            if is_over {
                return Ok(Some(made));
            }
        }
    }

    /// Prints the runs of `shard` that follow `earlier` ones as lines.
    pub(super) fn print_shard(
        &self,
        shard: Shard,
        earlier: RunTable,
        terminal: Terminal,
    ) -> anyhow::Result<ExitStatus> {
        let Some(runs) = self.shard(shard, earlier)? else {
            terminal.say("interrupted: the shard is not finished, and nothing of it is printed");
            return Ok(ExitStatus::Interrupted);
        };
        print_json(|out| shard::write(out, self.experiment, shard, runs))?;
        Ok(ExitStatus::Done)
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
