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
            let number = if matches!(procedure, Procedure::Until(_)) { id.point } else { *index };
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
    /// It belongs to something else.
    #[error(
        "it is of another experiment than the first file; the scenario, the options and the \
         version have to be the same"
    )]
    Other,
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
        if header.kind != KIND || header.format_version != FORMAT_VERSION {
            return Err(ShardError::Header);
        }
        if self.experiment.get_or_insert_with(|| header.experiment.clone()) != &header.experiment {
            return Err(ShardError::Other);
        }
        for (index, line) in lines.enumerate() {
            let line = line?;
            let RunLine { id, run } =
                serde_json::from_str(&line).map_err(|why| ShardError::Line(index + 2, why))?;
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

    /// Number of runs that are wanted next and are in none of the files.
    pub fn missing(&self) -> usize {
        let next = self.experiment.as_ref().map(|it| it.procedure.next(&self.table()));
        next.into_iter().flatten().filter(|id| !self.runs.contains_key(id)).count()
    }

    /// The runs that have no gap before them.
    pub fn table(&self) -> RunTable {
        let mut table = RunTable::new(self.experiment.as_ref().map_or(0, Experiment::points));
        for (id, run) in &self.runs {
            table.add(*id, run.clone());
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
