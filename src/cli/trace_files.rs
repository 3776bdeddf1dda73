//! The logs that scenarios replay: opened beside the scenario, read once, and kept as arrivals
//! in a temporary file, so that a replay of any length needs no more memory than a short one.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, bail};
use flate2::read::MultiGzDecoder;
use tempfile::SpooledTempFile;

use super::context::Context;
use super::input;
use super::terminal::Terminal;
use apprunner_sim::model::replay::{OpenTrace, RecordedArrivals, TraceFile, Traces};
use traffic_exchange::log::LogLoss;
use traffic_exchange::replay::{TraceReader, TraceReport};
use traffic_exchange::spool::{ReadFailure, SpoolWriter};

/// How much of a log is read at a time, in bytes.
const PIECE: usize = 1 << 18;
/// Arrivals of up to this many bytes stay in memory.
const IN_MEMORY: usize = 1 << 20;
/// How a file that gzip has compressed begins.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// Opens logs, each once.
#[derive(Debug)]
struct TraceFiles {
    terminal: Terminal,
    failure: ReadFailure,
    opened: Mutex<HashMap<(PathBuf, TraceFile), RecordedArrivals>>,
}

/// What opens the logs that scenarios replay, and says on the terminal of `context` what of them is
/// lost.
pub(super) fn traces(context: &Context) -> Traces {
    let (terminal, failure) = (context.terminal, context.replay.clone());
    Traces::new(Arc::new(TraceFiles { terminal, failure, opened: Mutex::default() }))
}

/// Fails where a log could not be replayed to its end.
pub(super) fn check(failure: &ReadFailure) -> anyhow::Result<()> {
    failure.get().map_or(Ok(()), |error| {
        bail!("the results are wrong: the arrivals of a log cannot be read back from their temporary file: {error}")
    })
}

impl OpenTrace for TraceFiles {
    fn open(&self, scenario: &str, trace: &TraceFile) -> Result<RecordedArrivals, String> {
        let folder = Path::new(scenario).parent().unwrap_or(Path::new(""));
        let path = folder.join(&trace.file);
        let key = (path.clone(), trace.clone());
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(arrivals) = opened.get(&key) {
            return Ok(arrivals.clone());
        }
        let (arrivals, report) = self.spool(&path, trace).map_err(|error| format!("{error:#}"))?;
        // What other streams take of the same log has the same losses.
        if !opened.keys().any(|(known, it)| *known == path && it.format == trace.format) {
            print_losses(self.terminal, &trace.file, &report.losses);
        }
        opened.insert(key, arrivals.clone());
        Ok(arrivals)
    }
}

impl TraceFiles {
    /// Reads the log at `path` as `trace` wants it.
    fn spool(
        &self,
        path: &Path,
        trace: &TraceFile,
    ) -> anyhow::Result<(RecordedArrivals, TraceReport)> {
        let mut spool = SpoolWriter::new(SpooledTempFile::new(IN_MEMORY));
        let mut reader = TraceReader::new(trace);
        pieces(path, |piece| Ok(reader.push(piece, &mut |arrival| spool.put(arrival))?))?;
        let report = reader.finish(&mut |arrival| spool.put(arrival))?;
        let spool = spool
            .finish(&self.failure)
            .context("the temporary file for its arrivals cannot be written")?;
        Ok((RecordedArrivals::new(Arc::new(spool)), report))
    }
}

/// Says what of the log called `name` is lost.
pub(super) fn print_losses(terminal: Terminal, name: &str, losses: &[LogLoss]) {
    terminal.say_each(&format!("{name}:"), losses);
}

/// Hands the contents of the log at `path` to `take` in pieces, unpacked where gzip has
/// compressed them.
pub(super) fn pieces(
    path: &Path,
    mut take: impl FnMut(&[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut file = BufReader::with_capacity(PIECE, input::open(path)?);
    let complaint = || format!("cannot read `{}`", path.display());
    let is_gzip = file.fill_buf().with_context(complaint)?.starts_with(&GZIP);
    let mut contents: Box<dyn Read> =
        if is_gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut piece = vec![0; PIECE];
    loop {
        match contents.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) => take(piece.get(..length).unwrap_or_default())?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error).with_context(complaint),
        }
    }
}
