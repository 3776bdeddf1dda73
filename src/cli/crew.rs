//! Many runs side by side: as many at a time as there are jobs, begun in order,
//! with a progress bar where somebody sees it, until they are done or ctrl-c asks
//! to stop.

use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::ThreadPoolBuilder;
use rayon::iter::{ParallelBridge, ParallelIterator};

use super::interrupt::Interrupt;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::Summary;

/// Engine events between two looks for ctrl-c: some hundredths of a second.
const SLICE: u64 = 1 << 18;

/// Those who do the runs.
#[derive(Debug)]
pub(super) struct Crew {
    jobs: usize,
    interrupt: Interrupt,
}

impl Crew {
    /// A crew of `jobs`; of as many as there are cores where that is `None`.
    pub(super) fn new(jobs: Option<u16>, interrupt: Interrupt) -> Self {
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        Self { jobs: jobs.map_or_else(cores, usize::from), interrupt }
    }

    /// Whether ctrl-c has asked it to stop.
    pub(super) fn was_interrupted(&self) -> bool {
        self.interrupt.came()
    }

    /// Runs `count` scenarios and keeps of each what `keep` makes of its figures.
    /// The results stand in order, whoever made them; a run that ctrl-c has ended
    /// has none.
    pub(super) fn run<T: Send>(
        &self,
        count: usize,
        scenario: impl Fn(usize) -> Scenario + Sync,
        keep: impl Fn(usize, &Summary) -> T + Sync,
    ) -> anyhow::Result<Vec<Option<T>>> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(self.jobs.min(count).max(1))
            .build()
            .with_context(|| format!("cannot start {} jobs", self.jobs))?;
        let bar = progress_bar(count);
        let one = |index: usize| {
            let summary = self.finish(|| scenario(index))?;
            let kept = keep(index, &summary);
            bar.inc(1);
            Some((index, kept))
        };
        let done: Vec<(usize, T)> =
            pool.install(|| (0..count).par_bridge().filter_map(one).collect());
        bar.finish_and_clear();
        let mut results: Vec<Option<T>> = (0..count).map(|_| None).collect();
        for (index, kept) in done {
            if let Some(place) = results.get_mut(index) {
                *place = Some(kept);
            }
        }
        Ok(results)
    }

    /// The figures of a run, unless ctrl-c comes before its end.
    fn finish(&self, scenario: impl Fn() -> Scenario) -> Option<Summary> {
        if self.interrupt.came() {
            return None;
        }
        let mut player = Player::figures(scenario());
        while !player.fill(SLICE) {
            if self.interrupt.came() {
                return None;
            }
        }
        player.summary().cloned()
    }
}

/// A bar over `count` runs on standard error, where that is a terminal.
fn progress_bar(count: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar =
        ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr_with_hz(10));
    if let Ok(style) = ProgressStyle::with_template("[{bar:40}] {pos} of {len} runs, {eta} left") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
