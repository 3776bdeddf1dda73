//! A grid of settings of a scenario, read and checked before anything runs.

use std::iter;

use anyhow::bail;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::input::{self, BadFiles};
use super::repeat::check_seeds;
use super::terminal::Terminal;
use super::window::Window;
use crate::app::experiment::{Experiment, MOST_POINTS, MOST_RUNS};
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::file::vary::{self, Vary};
use apprunner_sim::model::metric::Metric;
use apprunner_sim::model::replay::{RecordedArrival, Replay, TraceFile};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::traffic::Load;
use apprunner_sim::sim::experiment::{Procedure, RunId};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// The path of the edition, which adapts a scenario where it varies, as
/// `--rules` does.
const RULES: &str = "rules";

/// What a grid is made of.
pub(super) struct GridRequest<'a> {
    /// The scenario that was named.
    pub(super) scenario: &'a str,
    /// What is changed in every setting.
    pub(super) request: &'a Request,
    /// The part of a run that counts.
    pub(super) window: Option<Window>,
    /// The option that names what varies.
    pub(super) option: &'static str,
}

/// A scenario at every point of a grid, ready to run.
pub(super) struct Grid {
    /// The scenario without what varies.
    pub(super) base: Scenario,
    /// What varies, the last one fastest.
    pub(super) vary: Vec<Vary>,
    /// The points in order.
    pub(super) points: Vec<Scenario>,
    /// The arguments of `run` for one run of it, without what varies.
    run: Vec<String>,
    /// Differs where the scenario or a log that it replays does.
    digest: String,
}

impl Grid {
    /// Reads the scenario at every point of the grid of `vary`, or reports the faults of all.
    pub(super) fn read(asked: &GridRequest<'_>, vary: Vec<Vary>) -> anyhow::Result<Self> {
        let size = vary::grid_size(&vary);
        if size > MOST_POINTS {
            bail!("the grid has {size} configurations; at most {MOST_POINTS} are allowed");
        }
        let source = input::scenario_source(asked.scenario)?;
        let base = scenario::read(source.clone(), asked.request).map_err(BadFiles::from)?;
        let mut points = Vec::with_capacity(size);
        let mut faults: Vec<Diagnostics> = Vec::new();
        for index in 0..size {
            let set = vary::grid_point(&vary, index);
            match scenario::read_all_faults(&source, &request_at(asked.request, &set)) {
                Ok(scenario) => points.push(Window::apply(asked.window, scenario)?),
                Err(all) => {
                    for mut found in all {
                        blame(&mut found.source, asked, &set);
                        if !faults.contains(&found) {
                            faults.push(found);
                        }
                    }
                }
            }
        }
        if !faults.is_empty() {
            return Err(BadFiles(faults).into());
        }
        let digest = digest(&source, &points);
        Ok(Self { base, vary, points, run: run_arguments(asked), digest })
    }

    /// Sees that `procedure` makes no more runs than what is sensible, and that the seeds do not
    /// run out.
    fn check_runs(&self, procedure: &Procedure) -> anyhow::Result<()> {
        let runs = procedure.most_runs();
        let all = self.points.len() * runs as usize;
        if all > MOST_RUNS {
            bail!("there may be {all} runs; at most {MOST_RUNS} are allowed");
        }
        check_seeds(self.base.seed, runs)
    }

    /// The experiment that keeps `metrics` of the runs that `procedure` chooses.
    pub(super) fn experiment(
        &self,
        metrics: Vec<Metric>,
        window: Option<Window>,
        procedure: Procedure,
    ) -> anyhow::Result<Experiment> {
        self.check_runs(&procedure)?;
        Ok(Experiment {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: self.base.name.clone(),
            run: self.run.clone(),
            rules: self.base.edition.name().to_owned(),
            seed: self.base.seed,
            window: window.map(|window| window.to_string()),
            vary: self.vary.clone(),
            metrics,
            adapted: self.points.iter().map(|point| point.adapted.clone()).collect(),
            procedure,
            digest: self.digest.clone(),
        })
    }

    /// The scenario of run `id`.
    pub(super) fn scenario(&self, id: RunId) -> Scenario {
        let mut scenario = self.points[id.point].clone();
        scenario.seed += u64::from(id.repetition);
        scenario
    }

    /// Reports once what an edition has changed, however many points it did so in.
    pub(super) fn report_adaptations(&self, terminal: Terminal) {
        let mut changes: Vec<&String> = Vec::new();
        for change in self.points.iter().flat_map(|point| &point.adapted) {
            if !changes.contains(&change) {
                changes.push(change);
            }
        }
        terminal.say_each("adapted: ", changes);
    }
}

/// What each of `texts` lets vary, as `read` reads it for `option`, or the faults of all.
pub(super) fn varied(
    texts: &[String],
    option: &str,
    request: &Request,
    read: impl Fn(&str) -> Result<Vec<Vary>, Diagnostics>,
) -> anyhow::Result<Vec<Vary>> {
    let mut varied = Vec::with_capacity(texts.len());
    let mut faults = Vec::new();
    for text in texts {
        match read(text) {
            Ok(found) => {
                for vary in found {
                    add_varied(&mut varied, vary, request, option)?;
                }
            }
            Err(found) => faults.push(found),
        }
    }
    if faults.is_empty() { Ok(varied) } else { Err(BadFiles(faults).into()) }
}

/// Adds what one option lets vary, or says why `request` does not allow it.
fn add_varied(
    varied: &mut Vec<Vary>,
    vary: Vary,
    request: &Request,
    option: &str,
) -> anyhow::Result<()> {
    if vary.path == "seed" {
        bail!("every row runs under the same seeds; set them with `--seed` and `--reps`");
    }
    if vary.path == RULES && request.edition.is_some() {
        bail!("`{option} rules` already sets the rules; leave `--rules` out");
    }
    if varied.iter().any(|other| other.path == vary.path) {
        bail!("`{}` is in two `{option}` options; list all its values in one", vary.path);
    }
    varied.push(vary);
    Ok(())
}

/// `request` with the settings of a point.
fn request_at(request: &Request, point: &[Setting]) -> Request {
    let mut request = request.clone();
    for setting in point {
        let edition = match setting::to_json(setting).as_str() {
            Some(name) if setting.path == RULES => Edition::parse(name),
            _ => None,
        };
        match edition {
            Some(edition) => request.edition = Some(edition),
            None => request.set.push(setting.clone()),
        }
    }
    request
}

/// Names the option where the fault is in one of its values.
fn blame(source: &mut Source, asked: &GridRequest<'_>, point: &[Setting]) {
    let is_in = |settings: &[Setting]| {
        settings.iter().any(|it| format!("{}={}", it.path, it.value) == source.text)
    };
    if is_in(point) && !is_in(&asked.request.set) {
        source.name = format!("{} {}", asked.option, source.text);
    }
}

/// The arguments of `run` for a run of the scenario with what is changed in it.
fn run_arguments(asked: &GridRequest<'_>) -> Vec<String> {
    let Request { edition, seed, set, .. } = asked.request;
    let named = [
        ("--rules", edition.map(|edition| edition.name().to_owned())),
        ("--seed", seed.map(|seed| seed.to_string())),
        ("--window", asked.window.map(|window| window.to_string())),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let set = set.iter().map(|it| ("--set", format!("{}={}", it.path, it.value)));
    let options = named.chain(set).flat_map(|(name, value)| [name.to_owned(), value]);
    iter::once(asked.scenario.to_owned()).chain(options).collect()
}

/// A digest of the file and of the logs that its traffic replays, in hexadecimal digits.
fn digest(source: &Source, points: &[Scenario]) -> String {
    let mut hash = Sha256::new();
    hash.update((source.text.len() as u64).to_le_bytes());
    hash.update(&source.text);
    let mut known: Vec<&TraceFile> = Vec::new();
    for stream in points.iter().flat_map(|point| &point.traffic) {
        let Load::Replay(Replay { trace, arrivals, .. }) = &stream.load else { continue };
        if known.contains(&trace) {
            continue;
        }
        known.push(trace);
        hash.update(arrivals.count().to_le_bytes());
        let (mut space, mut first) = ([RecordedArrival::default(); 512], 0);
        loop {
            let read = arrivals.read(first, &mut space);
            for arrival in space.iter().take(read) {
                hash.update(arrival.at.as_micros().to_le_bytes());
                hash.update(arrival.latency.as_micros().to_le_bytes());
            }
            first += read as u64;
            if read < space.len() {
                break;
            }
        }
    }
    HEXLOWER.encode(&hash.finalize())
}
