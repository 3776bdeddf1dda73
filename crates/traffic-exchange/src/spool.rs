//! Arrivals that are kept where there is more room than in memory: written one after the other
//! into anything that is read, written and sought like a file.

use std::fmt;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use apprunner_sim::model::replay::{ArrivalSource, RecordedArrival};
use apprunner_sim::model::time::SimDuration;

/// Bytes of an arrival: its time and its latency in µs, eight each.
const RECORD: usize = 16;
/// Bytes that are written together.
const BUFFER: usize = 1 << 18;

/// Arrivals as they are written.
#[derive(Debug)]
pub struct SpoolWriter<F: Write> {
    out: BufWriter<F>,
    written: io::Result<()>,
    count: u64,
    span: SimDuration,
}

impl<F: Read + Write + Seek> SpoolWriter<F> {
    /// Writes into `file`, from its start on.
    pub fn new(file: F) -> Self {
        let out = BufWriter::with_capacity(BUFFER, file);
        Self { out, written: Ok(()), count: 0, span: SimDuration::ZERO }
    }

    /// Adds an arrival, which is not before the last one.
    pub fn put(&mut self, arrival: RecordedArrival) {
        if self.written.is_ok() {
            self.written = self.out.write_all(&bytes(arrival));
        }
        self.count += 1;
        self.span = arrival.at;
    }

    /// Returns the arrivals, to be read; what keeps them from it later is noted in `failure`.
    ///
    /// # Errors
    ///
    /// Why they could not be written.
    pub fn finish(self, failure: &ReadFailure) -> io::Result<Spool<F>> {
        self.written?;
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let failure = failure.clone();
        Ok(Spool { file: Mutex::new(file), count: self.count, span: self.span, failure })
    }
}

/// Why arrivals could not be read back, if ever that happens: a run cannot stop for it, so who
/// ran it looks here afterward. Clones share what is noted.
#[derive(Clone, Debug, Default)]
pub struct ReadFailure(Arc<OnceLock<io::Error>>);

impl ReadFailure {
    /// Returns the first error that was noted.
    pub fn get(&self) -> Option<&io::Error> {
        self.0.get()
    }
}

/// Arrivals of a log, one after the other.
#[derive(Debug)]
pub struct Spool<F> {
    file: Mutex<F>,
    count: u64,
    span: SimDuration,
    failure: ReadFailure,
}

impl<F: Read + Seek + Send + fmt::Debug> ArrivalSource for Spool<F> {
    fn count(&self) -> u64 {
        self.count
    }

    fn span(&self) -> SimDuration {
        self.span
    }

    /// What cannot be read has ended, and is noted.
    fn read(&self, first: u64, space: &mut [RecordedArrival]) -> usize {
        let left = usize::try_from(self.count.saturating_sub(first)).unwrap_or(usize::MAX);
        let wanted = left.min(space.len());
        let mut buffer = vec![0; wanted * RECORD];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let at = SeekFrom::Start(first.saturating_mul(RECORD as u64));
        if let Err(error) = file.seek(at).and_then(|_| file.read_exact(&mut buffer)) {
            // The first error is the cause of the others.
            let _ = self.failure.0.set(error);
            return 0;
        }
        for (place, record) in space.iter_mut().zip(buffer.as_chunks().0) {
            *place = arrival(*record);
        }
        wanted
    }
}

fn bytes(arrival: RecordedArrival) -> [u8; RECORD] {
    let [at, latency] = [arrival.at, arrival.latency].map(|it| u128::from(it.as_micros()));
    (at << 64 | latency).to_be_bytes()
}

fn arrival(bytes: [u8; RECORD]) -> RecordedArrival {
    let both = u128::from_be_bytes(bytes);
    let [at, latency] = [both >> 64, both & u128::from(u64::MAX)]
        .map(|it| SimDuration::from_micros(u64::try_from(it).unwrap_or(u64::MAX)));
    RecordedArrival { at, latency }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn arrivals_come_back_from_any_number_on() {
        let arrival = |number: u64| {
            let [at, latency] = [number * 1_000, number].map(SimDuration::from_micros);
            RecordedArrival { at, latency }
        };
        let mut writer = SpoolWriter::new(Cursor::new(Vec::new()));
        (0..100).for_each(|number| writer.put(arrival(number)));
        let failure = ReadFailure::default();
        let spool = writer.finish(&failure).unwrap();
        assert_eq!((spool.count(), spool.span()), (100, SimDuration::from_micros(99_000)));
        let mut space = [RecordedArrival::default(); 8];
        for first in [0, 92, 96, 100, u64::MAX] {
            let wanted: Vec<_> = (first..100).take(8).map(arrival).collect();
            let count = spool.read(first, &mut space);
            assert_eq!(space[..count], wanted, "{first}");
        }
        assert!(failure.get().is_none());
    }

    /// A file that takes all and gives nothing back.
    #[derive(Debug)]
    struct Lost;

    impl Read for Lost {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }

    impl Write for Lost {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Lost {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }

    #[test]
    fn arrivals_that_do_not_come_back_are_noted() {
        let mut writer = SpoolWriter::new(Lost);
        writer.put(RecordedArrival::default());
        let failure = ReadFailure::default();
        let spool = writer.finish(&failure).unwrap();
        assert_eq!(spool.read(0, &mut [RecordedArrival::default()]), 0);
        assert_eq!(failure.get().unwrap().to_string(), "the disk is gone");
    }
}
