//! The logs that scenarios replay: opened beside the scenario, read once, and kept as arrivals
//! in a temporary file, so that a replay of any length needs no more memory than a short one.

use std::collections::HashMap;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use flate2::read::MultiGzDecoder;
use tempfile::SpooledTempFile;

use super::input;
use super::terminal::Terminal;
use crate::report::safe::in_a_line;
use apprunner_sim::model::replay::{
    ArrivalSource, OpenTrace, RecordedArrival, RecordedArrivals, TraceFile, Traces,
};
use apprunner_sim::model::time::SimDuration;
use traffic_exchange::log::LogLoss;
use traffic_exchange::replay::{TraceReader, TraceReport};

/// How much of a log is read at a time, in bytes.
const PIECE: usize = 1 << 18;
/// Arrivals of up to this many bytes stay in memory.
const IN_MEMORY: usize = 1 << 20;
/// How a file that gzip has compressed begins.
const GZIP: [u8; 2] = [0x1F, 0x8B];
/// Bytes of an arrival: its time and its latency in µs.
const RECORD: usize = 16;

/// Opens logs, each once.
#[derive(Debug)]
struct TraceFiles {
    terminal: Terminal,
    opened: Mutex<HashMap<(PathBuf, TraceFile), RecordedArrivals>>,
}

/// What opens the logs that scenarios replay, and says on `terminal` what of them is lost.
pub(super) fn traces(terminal: Terminal) -> Traces {
    Traces::new(Arc::new(TraceFiles { terminal, opened: Mutex::default() }))
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
        let (spool, report) = spool(&path, trace).map_err(|error| format!("{error:#}"))?;
        // What other streams take of the same log has the same losses.
        if !opened.keys().any(|(known, it)| *known == path && it.format == trace.format) {
            tell(self.terminal, &trace.file, &report.losses);
        }
        let arrivals = RecordedArrivals::new(Arc::new(spool));
        opened.insert(key, arrivals.clone());
        Ok(arrivals)
    }
}

/// Says what of the log called `name` is lost.
pub(super) fn tell(terminal: Terminal, name: &str, losses: &[LogLoss]) {
    for loss in losses {
        terminal.say(&in_a_line(&format!("{name}:{loss}")));
    }
}

/// Hands the contents of the log at `path` to `take` in pieces, unpacked where gzip has
/// compressed them.
pub(super) fn pieces(
    path: &Path,
    mut take: impl FnMut(&[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut file = BufReader::with_capacity(PIECE, input::open(path)?);
    let complaint = || format!("cannot read `{}`", path.display());
    let is_gzip = io::BufRead::fill_buf(&mut file).with_context(complaint)?.starts_with(&GZIP);
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

/// The arrivals of a log, one after the other.
#[derive(Debug)]
struct Spool {
    file: Mutex<SpooledTempFile>,
    count: u64,
    span: SimDuration,
}

/// Reads the log at `path` as `trace` wants it.
fn spool(path: &Path, trace: &TraceFile) -> anyhow::Result<(Spool, TraceReport)> {
    let mut out = BufWriter::with_capacity(PIECE, SpooledTempFile::new(IN_MEMORY));
    let mut written = Ok(());
    let mut put = |arrival: RecordedArrival| {
        if written.is_ok() {
            written = out.write_all(&bytes(arrival));
        }
    };
    let mut reader = TraceReader::new(trace);
    pieces(path, |piece| Ok(reader.push(piece, &mut put)?))?;
    let report = reader.finish(&mut put)?;
    let file = written.and_then(|()| out.into_inner().map_err(io::IntoInnerError::into_error));
    let file = file.context("the temporary file for its arrivals cannot be written")?;
    let spool = Spool { file: Mutex::new(file), count: report.arrivals, span: report.span };
    Ok((spool, report))
}

fn bytes(arrival: RecordedArrival) -> [u8; RECORD] {
    let both = [arrival.at, arrival.latency].map(|it| u128::from(it.as_micros()));
    (both[0] << 64 | both[1]).to_be_bytes()
}

fn arrival(bytes: [u8; RECORD]) -> RecordedArrival {
    let both = u128::from_be_bytes(bytes);
    let [at, latency] = [both >> 64, both & u128::from(u64::MAX)]
        .map(|it| SimDuration::from_micros(u64::try_from(it).unwrap_or(u64::MAX)));
    RecordedArrival { at, latency }
}

impl ArrivalSource for Spool {
    fn count(&self) -> u64 {
        self.count
    }

    fn span(&self) -> SimDuration {
        self.span
    }

    fn read(&self, first: u64, space: &mut [RecordedArrival]) -> usize {
        let left = usize::try_from(self.count.saturating_sub(first)).unwrap_or(usize::MAX);
        let wanted = left.min(space.len());
        let mut buffer = vec![0; wanted * RECORD];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let read = file
            .seek(SeekFrom::Start(first * RECORD as u64))
            .and_then(|_| file.read_exact(&mut buffer));
        // The file has no name, so that nobody else can shorten it.
        if read.is_err() {
            return 0;
        }
        for (place, record) in space.iter_mut().zip(buffer.as_chunks().0) {
            *place = arrival(*record);
        }
        wanted
    }
}
