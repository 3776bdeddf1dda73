//! Many runs side by side: as many at a time as there are jobs, begun in order,
//! until they are done or ctrl-c asks to stop.

use std::num::NonZero;
use std::thread;

use anyhow::Context;
use rayon::ThreadPoolBuilder;
use rayon::iter::{ParallelBridge, ParallelIterator};

use super::interrupt::Interrupt;
use super::progress::Progress;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::Summary;

/// Engine events between two looks for ctrl-c: some hundredths of a second.
const SLICE: u64 = 1 << 18;

/// Workers that simulate runs.
#[derive(Debug)]
pub(super) struct RunPool {
    jobs: usize,
    interrupt: Interrupt,
}

impl RunPool {
    /// A pool of `jobs`; of as many as there are cores where that is `None`.
    pub(super) fn new(jobs: Option<u16>, interrupt: Interrupt) -> Self {
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        Self { jobs: jobs.map_or_else(cores, usize::from), interrupt }
    }

    /// Whether ctrl-c has asked it to stop.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupt.is_set()
    }

    /// Runs `count` scenarios and keeps of each what `keep` makes of its figures.
    /// The results stand in order, whichever thread made them; a run that ctrl-c has ended
    /// has none.
    pub(super) fn run<T: Send>(
        &self,
        count: usize,
        scenario: impl Fn(usize) -> Scenario + Sync,
        keep: impl Fn(&Summary) -> T + Sync,
    ) -> anyhow::Result<Vec<Option<T>>> {
        self.run_beside(&Progress::of(count, "runs"), count, scenario, keep)
    }

    /// The same as a part of what `progress` shows.
    pub(super) fn run_beside<T: Send>(
        &self,
        progress: &Progress,
        count: usize,
        scenario: impl Fn(usize) -> Scenario + Sync,
        keep: impl Fn(&Summary) -> T + Sync,
    ) -> anyhow::Result<Vec<Option<T>>> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(self.jobs.min(count).max(1))
            .build()
            .with_context(|| format!("cannot start {} jobs", self.jobs))?;
        let one = |index: usize| {
            let kept = keep(&self.finish(|| scenario(index))?);
            progress.advance();
            Some((index, kept))
        };
        let mut done: Vec<(usize, T)> =
            pool.install(|| (0..count).par_bridge().filter_map(one).collect());
        done.sort_by_key(|(index, _)| *index);
        let mut done = done.into_iter().peekable();
        let result = |index| done.next_if(|(at, _)| *at == index).map(|(_, kept)| kept);
        Ok((0..count).map(result).collect())
    }

    /// The figures of a run, unless ctrl-c comes before its end.
    fn finish(&self, scenario: impl Fn() -> Scenario) -> Option<Summary> {
        if self.is_interrupted() {
            return None;
        }
        let mut player = Player::figures(scenario());
        while !player.fill(SLICE) {
            if self.is_interrupted() {
                return None;
            }
        }
        player.summary().cloned()
    }
}
