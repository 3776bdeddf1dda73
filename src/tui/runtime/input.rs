//! What the loop waits for: the terminal's input, signals, the end of patience.
//!
//! The terminal is watched here and not by crossterm alone, because a terminal that is gone reads
//! as input forever, and a signal must end a wait.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::AsFd;
use rustix::io::{Errno, ioctl_fionread};
use rustix::termios::{QueueSelector, tcflush};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level};

/// Signals that end the program, and those that take the terminal away for a while.
const SIGNALS: [i32; 6] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT];
/// How long the terminal may still report the mouse once it was asked not to. Our choice.
const SETTLES_AFTER: Duration = Duration::from_millis(40);
/// How long crossterm may look for an event that is there; it looks not at all for no time.
const AT_ONCE: Duration = Duration::from_millis(1);

/// What a wait has ended with.
#[derive(Debug)]
pub(super) enum Woken {
    /// The terminal sent something.
    By(Event),
    /// A signal came.
    Signal(i32),
    /// The terminal is gone.
    Lost,
    /// Nothing came in time.
    Nothing,
}

/// The input of this process.
#[derive(Debug)]
pub(super) struct Input {
    /// The signal that came last, until it is taken.
    signal: Arc<AtomicUsize>,
    /// Readable once a signal came.
    pipe: UnixStream,
    /// Whether crossterm may hold events that it has read already.
    holds: bool,
}

impl Input {
    /// Listens for signals from now on.
    pub(super) fn listen() -> io::Result<Self> {
        let signal = Arc::new(AtomicUsize::new(0));
        let (pipe, sender) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        for number in SIGNALS {
            let value = usize::try_from(number).unwrap_or_default();
            flag::register_usize(number, Arc::clone(&signal), value)?;
            low_level::pipe::register(number, sender.try_clone()?)?;
        }
        // What it means is read from crossterm; here it only ends a wait.
        low_level::pipe::register(SIGWINCH, sender)?;
        Ok(Self { signal, pipe, holds: true })
    }

    /// Waits for the next thing to happen, no longer than `patience`.
    pub(super) fn wait(&mut self, patience: Duration) -> io::Result<Woken> {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(signal) = self.take_signal() {
                return Ok(Woken::Signal(signal));
            }
            if self.holds {
                if event::poll(AT_ONCE)? {
                    return Ok(Woken::By(event::read()?));
                }
                self.holds = false;
            }
            match self.look(deadline)? {
                Seen::Input | Seen::Signal => self.holds = true,
                Seen::Gone => return Ok(Woken::Lost),
                Seen::Nothing => return Ok(Woken::Nothing),
            }
        }
    }

    /// Whether more is there already, so that a frame can wait.
    pub(super) fn has_more(&mut self) -> io::Result<bool> {
        Ok(self.holds && event::poll(AT_ONCE)?)
    }

    /// Whether the terminal is gone, or says that it is about to be.
    pub(super) fn is_gone(&mut self) -> bool {
        matches!(self.wait(Duration::ZERO), Ok(Woken::Lost | Woken::Signal(SIGHUP)))
    }

    fn take_signal(&mut self) -> Option<i32> {
        let signal = self.signal.swap(0, Ordering::SeqCst);
        let mut bytes = [0; 64];
        while matches!(io::Read::read(&mut self.pipe, &mut bytes), Ok(1..)) {}
        i32::try_from(signal).ok().filter(|signal| *signal != 0)
    }

    fn look(&self, deadline: Instant) -> io::Result<Seen> {
        let stdin = io::stdin();
        let mut watched =
            [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
        let left = Timespec::try_from(deadline.saturating_duration_since(Instant::now())).ok();
        match poll(&mut watched, left.as_ref()) {
            Ok(0) => return Ok(Seen::Nothing),
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Seen::Signal),
            Err(error) => return Err(error.into()),
        }
        let [terminal, pipe] = watched.map(|watched| watched.revents());
        if !pipe.is_empty() {
            return Ok(Seen::Signal);
        }
        let is_broken = terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        // What reads as the end is readable, and has nothing to read.
        let is_at_end = || !matches!(ioctl_fionread(stdin.as_fd()), Ok(1..));
        let is_gone = is_broken || (terminal.contains(PollFlags::IN) && is_at_end());
        Ok(if is_gone { Seen::Gone } else { Seen::Input })
    }
}

/// What was seen of input and signals.
enum Seen {
    Input,
    Signal,
    Gone,
    Nothing,
}

/// Throws away what the terminal still sends, so that the shell does not read it.
pub(super) fn drain() {
    std::thread::sleep(SETTLES_AFTER);
    // A terminal that is gone has nothing to throw away.
    let _ = tcflush(io::stdin(), QueueSelector::IFlush);
}

/// Stops the process as the terminal's own key does, until it is continued.
pub(super) fn stop() {
    // Where that is not allowed, the program goes on at once.
    let _ = low_level::emulate_default_handler(SIGTSTP);
}
