//! `run --sensitivity`: which assumption decides each goal of a scenario.

use super::context::ExitStatus;
use super::input::BadFiles;
use super::interrupt::Interrupt;
use super::run_outputs::RunOutputs;
use super::run_pool::RunPool;
use super::terminal::Terminal;
use crate::app::screening::Screening;
use crate::report::{self, Format, html};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::scenario::Scenario;

/// Runs every point of the screening of `draft` and prints what they say together.
pub(super) fn run(
    draft: &Draft,
    outputs: &RunOutputs,
    format: Format,
    terminal: Terminal,
) -> anyhow::Result<ExitStatus> {
    let screening = Screening::new(draft)?;
    let recorder = outputs.open()?;
    let scenarios = (0..screening.runs())
        .map(|run| Ok(screening.scenario(run).map_err(BadFiles::from)?))
        .collect::<anyhow::Result<Vec<Scenario>>>()?;
    let pool = RunPool::new(None, Interrupt::listen()?);
    let kept =
        pool.run(scenarios.len(), |run| scenarios[run].clone(), |summary| summary.goals.clone())?;
    let Some(runs) = kept.into_iter().collect::<Option<Vec<_>>>() else {
        terminal.say("interrupted: not all assumptions were tested");
        return Ok(ExitStatus::Interrupted);
    };
    let found = screening.found(&runs);
    recorder.finish_page(|out| html::sensitivity::write(out, &found))?;
    if !outputs.replace_figures() {
        let page = terminal.page();
        terminal.print(|out| report::sensitivity::write(out, &found, format, page))?;
    }
    Ok(ExitStatus::Done)
}
