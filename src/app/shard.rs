//! A part of an experiment's runs as JSON lines, and several parts put together.
//!
//! The first line says of which experiment and which part; each other line is a run. Figures
//! keep every digit, so what is put together is what one machine would have.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use super::experiment::Experiment;
use apprunner_sim::sim::experiment::{Procedure, RunId, RunTable};
use apprunner_sim::sim::repetition::Repetition;

/// The version of the lines.
const FORMAT_VERSION: u32 = 1;
/// What the first line says that it is.
const KIND: &str = "coldstart-shard";

/// Which part of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Shard {
    /// From 1 to `of`.
    pub shard: usize,
    /// At least 1.
    pub of: usize,
}

impl Shard {
    /// Those of `batch` that are its own. Where the number of runs of a setting follows from its
    /// own figures, a setting belongs to one shard; otherwise runs are dealt in turn.
    pub fn share(self, procedure: &Procedure, batch: Vec<RunId>) -> Vec<RunId> {
        let is_own = |(index, id): &(usize, RunId)| {
            let number = if is_own(procedure) { id.point } else { *index };
            number % self.of == self.shard - 1
        };
        batch.into_iter().enumerate().filter(is_own).map(|(_, id)| id).collect()
    }
}

#[derive(Deserialize, Serialize)]
struct Header {
    format_version: u32,
    kind: String,
    #[serde(flatten)]
    shard: Shard,
    experiment: Experiment,
}

#[derive(Deserialize, Serialize)]
struct RunLine {
    #[serde(flatten)]
    id: RunId,
    #[serde(flatten)]
    run: Repetition,
}

/// Writes the runs of one shard.
pub fn write(
    out: &mut dyn Write,
    experiment: &Experiment,
    shard: Shard,
    runs: Vec<(RunId, Repetition)>,
) -> io::Result<()> {
    let experiment = experiment.clone();
    let header =
        Header { format_version: FORMAT_VERSION, kind: KIND.to_owned(), shard, experiment };
    writeln!(out, "{}", serde_json::to_string(&header)?)?;
    for (id, run) in runs {
        writeln!(out, "{}", serde_json::to_string(&RunLine { id, run })?)?;
    }
    Ok(())
}

/// Why shards cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// A file could not be read.
    #[error("cannot read a line: {0}")]
    Read(#[from] io::Error),
    /// A line has another form; the line's number, from 1.
    #[error("line {0} is not of a shard: {1}")]
    Line(usize, serde_json::Error),
    /// The first line is no header of a shard that this version reads.
    #[error("it is not a shard of `sweep` or `tune` that this version reads")]
    Header,
    /// Other versions made the files, the first one first.
    #[error("coldstart {1} made it, and coldstart {0} the first file; use one version for all")]
    Version(String, String),
    /// It belongs to something else.
    #[error(
        "it is of another experiment than the first file; the scenario, the logs that it replays \
         and the options have to be the same"
    )]
    Other,
    /// A run belongs to no setting of the experiment, or has other figures.
    #[error("run {} of setting {} is not one of its experiment", .0.repetition + 1, .0.point + 1)]
    Foreign(RunId),
    /// A run of the file is not what it is elsewhere.
    #[error("run {} of setting {} differs from that of another file", .0.repetition + 1, .0.point + 1)]
    Differs(RunId),
}

/// The runs of several shards of one experiment.
#[derive(Debug, Default)]
pub struct Shards {
    experiment: Option<Experiment>,
    runs: BTreeMap<RunId, Repetition>,
}

impl Shards {
    /// Takes in a file of `lines`.
    ///
    /// # Errors
    ///
    /// Why its runs do not go together with those that are there.
    pub fn take(&mut self, lines: impl BufRead) -> Result<(), ShardError> {
        let mut lines = lines.lines();
        let first = lines.next().ok_or(ShardError::Header)??;
        let header: Header = serde_json::from_str(&first).map_err(|_| ShardError::Header)?;
        let Header { format_version, kind, shard, experiment } = header;
        let is_shard = kind == KIND && (1..=shard.of).contains(&shard.shard);
        if !is_shard || format_version != FORMAT_VERSION || !experiment.is_sound() {
            return Err(ShardError::Header);
        }
        let first = self.experiment.get_or_insert_with(|| experiment.clone());
        if first.version != experiment.version {
            return Err(ShardError::Version(first.version.clone(), experiment.version));
        }
        if *first != experiment {
            return Err(ShardError::Other);
        }
        for (index, line) in lines.enumerate() {
            let line = line?;
            let RunLine { id, run } =
                serde_json::from_str(&line).map_err(|why| ShardError::Line(index + 2, why))?;
            if id.point >= experiment.points() || run.figures.len() != experiment.metrics.len() {
                return Err(ShardError::Foreign(id));
            }
            if self.runs.insert(id, run.clone()).is_some_and(|other| other != run) {
                return Err(ShardError::Differs(id));
            }
        }
        Ok(())
    }

    /// What was studied; `None` before the first file.
    pub fn experiment(&self) -> Option<&Experiment> {
        self.experiment.as_ref()
    }

    /// The runs as far as the procedure chooses them. What it chooses in one go for a setting,
    /// or for all where one depends on the others, is taken whole or not at all.
    pub fn gathered(&self) -> Gathered {
        let mut gathered = Gathered { runs: RunTable::new(0), missing: 0, lone: None };
        let Some(Experiment { procedure, .. }) = &self.experiment else { return gathered };
        gathered.runs = RunTable::new(self.experiment.as_ref().map_or(0, Experiment::points));
        loop {
            let batch = procedure.next(&gathered.runs);
            let parts = batch.chunk_by(|one, other| !is_own(procedure) || one.point == other.point);
            let absent =
                |part: &[RunId]| part.iter().filter(|id| !self.runs.contains_key(id)).count();
            gathered.missing = parts.clone().map(absent).sum();
            let whole: Vec<RunId> =
                parts.filter(|part| absent(part) == 0).flatten().copied().collect();
            if whole.is_empty() {
                break;
            }
            for (id, run) in whole.into_iter().filter_map(|id| Some((id, self.runs.get(&id)?))) {
                gathered.runs.add(id, run.clone());
            }
        }
        let is_lone = |id: &&RunId| id.repetition >= gathered.runs.count(id.point);
        gathered.lone = self.runs.keys().find(is_lone).copied();
        gathered
    }
}

/// Whether the number of runs of a setting follows from its own figures under `procedure`.
fn is_own(procedure: &Procedure) -> bool {
    matches!(procedure, Procedure::Until(_))
}

/// The runs of shards, put together.
#[derive(Debug)]
pub struct Gathered {
    /// Those that the procedure chooses, as far as all are there.
    pub runs: RunTable,
    /// Number of runs that it chooses next and that are in none of the files.
    pub missing: usize,
    /// A run that is in a file and not among `runs`: others that go with it are missing, or
    /// the procedure does not choose it.
    pub lone: Option<RunId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::file::vary::Vary;
    use apprunner_sim::model::metric::Metric;
    use apprunner_sim::sim::experiment::precision::{HalfWidth, UntilPrecise};

    fn id(point: usize, repetition: u32) -> RunId {
        RunId { point, repetition }
    }

    #[test]
    fn every_run_belongs_to_one_shard() {
        let batch: Vec<RunId> =
            (0..3).flat_map(|point| (0..4).map(move |it| id(point, it))).collect();
        let shares = (1..=5)
            .flat_map(|shard| Shard { shard, of: 5 }.share(&Procedure::Fixed(4), batch.clone()));
        let mut shares: Vec<RunId> = shares.collect();
        shares.sort_unstable();
        assert_eq!(shares, batch);
    }

    fn experiment(procedure: Procedure) -> Experiment {
        Experiment {
            version: "1".to_owned(),
            scenario: "surge".to_owned(),
            run: vec!["surge".to_owned()],
            rules: "chapter".to_owned(),
            seed: 1,
            window: None,
            vary: vec![Vary { path: "a".to_owned(), values: vec!["1".to_owned(), "2".to_owned()] }],
            metrics: vec![Metric::CostTotal],
            adapted: vec![Vec::new(); 2],
            procedure,
            digest: String::new(),
        }
    }

    fn run(figures: usize) -> Repetition {
        Repetition { figures: vec![Some(1.0); figures], goals: Vec::new() }
    }

    /// A file of `experiment` with `runs`.
    fn lines(experiment: &Experiment, runs: Vec<(RunId, Repetition)>) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out, experiment, Shard { shard: 1, of: 1 }, runs).unwrap();
        out
    }

    /// A limit of memory or a panic is what these would run into.
    #[test]
    fn an_experiment_that_nobody_can_have_asked_for_is_no_shard() {
        let sound = experiment(Procedure::Fixed(3));
        assert!(Shards::default().take(&lines(&sound, Vec::new())[..]).is_ok());
        let value = || vec!["1".to_owned(); 1 << 11];
        let huge = (0..8).map(|at| Vary { path: at.to_string(), values: value() }).collect();
        let until =
            UntilPrecise { figure: 1, half_width: HalfWidth::Relative(0.1), least: 2, most: 9 };
        let unsound = [
            Experiment { vary: huge, ..sound.clone() },
            Experiment { adapted: Vec::new(), ..sound.clone() },
            Experiment { procedure: Procedure::Fixed(u32::MAX), ..sound.clone() },
            Experiment { procedure: Procedure::Fixed(0), ..sound.clone() },
            Experiment { procedure: Procedure::Until(until), ..sound },
        ];
        for experiment in unsound {
            let taken = Shards::default().take(&lines(&experiment, Vec::new())[..]);
            assert!(matches!(taken, Err(ShardError::Header)), "{experiment:?}: {taken:?}");
        }
    }

    #[test]
    fn another_version_and_runs_of_no_setting_are_named() {
        let one = experiment(Procedure::Fixed(1));
        let mut shards = Shards::default();
        shards.take(&lines(&one, Vec::new())[..]).unwrap();
        let other = Experiment { version: "2".to_owned(), ..one.clone() };
        let error = shards.take(&lines(&other, Vec::new())[..]).unwrap_err().to_string();
        assert!(error.contains("coldstart 2 made it, and coldstart 1 the first file"), "{error}");
        for (id, figures) in [(id(2, 0), 1), (id(0, 0), 0), (id(0, 0), 2)] {
            let error = shards.take(&lines(&one, vec![(id, run(figures))])[..]).unwrap_err();
            assert!(matches!(error, ShardError::Foreign(it) if it == id), "{error}");
        }
    }

    #[test]
    fn a_part_of_what_goes_together_is_not_taken_and_what_nobody_chose_is_found() {
        let gathered = |procedure, ids: &[RunId]| {
            let experiment = experiment(procedure);
            let mut shards = Shards::default();
            let runs = ids.iter().map(|id| (*id, run(1))).collect();
            shards.take(&lines(&experiment, runs)[..]).unwrap();
            let gathered = shards.gathered();
            (gathered.runs.total(), gathered.missing, gathered.lone)
        };
        let fixed = Procedure::Fixed(1);
        assert_eq!(gathered(fixed.clone(), &[]), (0, 2, None));
        assert_eq!(gathered(fixed.clone(), &[id(1, 0)]), (0, 1, Some(id(1, 0))));
        assert_eq!(gathered(fixed.clone(), &[id(0, 0), id(1, 0)]), (2, 0, None));
        assert_eq!(gathered(fixed, &[id(0, 0), id(0, 1), id(1, 0)]), (2, 0, Some(id(0, 1))));
        // Equal figures are known after the first sample.
        let until =
            UntilPrecise { figure: 0, half_width: HalfWidth::Relative(0.1), least: 2, most: 9 };
        let until = Procedure::Until(until);
        let runs = [id(0, 0), id(1, 0), id(1, 1)];
        assert_eq!(gathered(until, &runs), (2, 1, Some(id(0, 0))));
    }

    #[test]
    fn what_is_no_shard_is_named() {
        for (text, message) in
            [("", "not a shard"), ("{}", "not a shard"), ("a,b\n1,2\n", "not a shard")]
        {
            let error = Shards::default().take(text.as_bytes()).unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
        }
    }
}
