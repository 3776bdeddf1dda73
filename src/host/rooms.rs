//! The rooms of a database: each is read when somebody asks for it and follows its log from then on.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::sync::{Mutex, watch};
use tokio::time::sleep;

use super::error::HostError;
use super::event::{self, RoomEvent, RoomOpened};
use super::guard::PublicOrigin;
use super::limiter::RateLimiter;
use super::live_runs::LiveRuns;
use super::room::HostedRoom;
use super::token::{RoomCode, RoomToken};
use crate::store::clock;
use crate::store::room_log::{Appended, NewRoomRow, RoomLog, RoomLogError};
use quizbank::model::calendar::Moment;
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;

/// How long a room waits in which nothing is due: a day is as good as no end.
const NEVER: Duration = Duration::from_hours(24);
/// How long a room waits before it looks at its log again after a failure. Our choice.
const RETRY: Duration = Duration::from_secs(1);
/// Wrong guesses that an address, or a room, may make at once, and how soon another one. Our choice:
/// at this rate somebody who knows no code needs thousands of years to find one.
const GUESSES: (u32, Duration) = (20, Duration::from_secs(3));

/// What explains questions.
#[derive(Debug)]
pub struct HostContent {
    /// The facts that questions rest on.
    pub ledger: Ledger,
    /// The questions.
    pub bank: Vec<Question>,
    /// What is to be read on.
    pub course: Course,
}

/// A database of rooms, as one host serves it. Clones share it.
#[derive(Clone, Debug)]
pub struct RoomHost(Arc<Hosted>);

#[derive(Debug)]
struct Hosted {
    log: RoomLog,
    content: HostContent,
    origin: PublicOrigin,
    rooms: Mutex<BTreeMap<RoomCode, Arc<HostedRoom>>>,
    guesses: RateLimiter<GuessedBy>,
    runs: LiveRuns,
    /// Why the log cannot be written or read now.
    trouble: watch::Sender<Option<String>>,
}

/// Whose guesses are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GuessedBy {
    /// Those that come from an address: room codes and secrets. [`GuessedBy::address`] makes it.
    Address(IpAddr),
    /// Those in a room, wherever they come from: ids of its roster.
    Room(RoomCode),
}

impl GuessedBy {
    /// Those that come from `address`. A client with one address of IPv6 has the 2^64 that share its
    /// first half, so they count as one.
    pub fn address(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
        })
    }
}

impl RoomHost {
    /// Returns a host of the rooms in `log`.
    pub fn new(log: RoomLog, content: HostContent, origin: PublicOrigin) -> Self {
        let (rooms, guesses) = (Mutex::default(), RateLimiter::new(GUESSES.0, GUESSES.1));
        let (runs, trouble) = (LiveRuns::default(), watch::Sender::new(None));
        Self(Arc::new(Hosted { log, content, origin, rooms, guesses, runs, trouble }))
    }

    /// What explains questions.
    pub fn content(&self) -> &HostContent {
        &self.0.content
    }

    /// The runs whose live view is on this host.
    pub(super) fn runs(&self) -> &LiveRuns {
        &self.0.runs
    }

    /// Why the log cannot be written or read, for those who look after the host; `None` where it can.
    pub fn trouble(&self) -> watch::Receiver<Option<String>> {
        self.0.trouble.subscribe()
    }

    fn is_in_trouble(&self, now: Option<String>) {
        self.0.trouble.send_if_modified(|trouble| {
            let is_new = *trouble != now;
            *trouble = now;
            is_new
        });
    }

    /// Where pages come from.
    pub fn origin(&self) -> &PublicOrigin {
        &self.0.origin
    }

    /// Opens a room.
    ///
    /// # Errors
    ///
    /// [`HostError`] where it is not on disk.
    pub async fn open(&self, opened: RoomOpened) -> Result<Arc<HostedRoom>, HostError> {
        let event = RoomEvent::Opened(Box::new(opened));
        loop {
            let code = RoomCode::random()?;
            let appended = self.write(&code, &event).await?;
            // A code that is taken is another room's.
            if let Appended::Added(_) = appended {
                return self.room(&code).await?.ok_or(HostError::Unknown);
            }
        }
    }

    /// Makes a secret for the instructor of `room`. Those that other hosts gave hold too.
    ///
    /// # Errors
    ///
    /// [`HostError`] where it is not on disk.
    pub async fn secret(&self, room: &HostedRoom) -> Result<RoomToken, HostError> {
        let token = RoomToken::random()?;
        self.append(room, &RoomEvent::Hosted { secret: token.hash() }).await?;
        Ok(token)
    }

    /// The room with this code; `None` where there is none.
    ///
    /// # Errors
    ///
    /// [`HostError`] where the log cannot be read.
    pub async fn room(&self, code: &RoomCode) -> Result<Option<Arc<HostedRoom>>, HostError> {
        if let Some(room) = self.loaded(code).await {
            return Ok(Some(room));
        }
        let rows = self.0.log.after(code.as_str(), 0).await?;
        let Some(room) = HostedRoom::of(code.clone(), &rows, &self.0.content.bank) else {
            return Ok(None);
        };
        let mut rooms = self.0.rooms.lock().await;
        // Another request may have been faster.
        if let Some(room) = rooms.get(code) {
            return Ok(Some(Arc::clone(room)));
        }
        let room = Arc::new(room);
        rooms.insert(code.clone(), Arc::clone(&room));
        tokio::spawn(self.clone().follow(Arc::clone(&room)));
        Ok(Some(room))
    }

    /// The room with this code, with every row that another host may have written; `None` where
    /// nobody has asked this host for it yet.
    async fn loaded(&self, code: &RoomCode) -> Option<Arc<HostedRoom>> {
        let room = self.0.rooms.lock().await.get(code).cloned()?;
        // The page before may have come from another host.
        room.catch_up(&self.0.log).await;
        Some(room)
    }

    /// The room that somebody at `address` names. Wrong names are counted and limited, except for
    /// those who `belongs` says are in the room: they do not guess, and a whole class may have one
    /// address.
    ///
    /// # Errors
    ///
    /// [`HostError`] where there is none, or after too many wrong ones.
    pub async fn room_named(
        &self,
        code: &str,
        address: IpAddr,
        belongs: impl Fn(&HostedRoom) -> bool,
    ) -> Result<Arc<HostedRoom>, HostError> {
        let by = GuessedBy::address(address);
        let code = code.parse().ok();
        if let Err(error) = self.may_guess(&by) {
            let room = match &code {
                Some(code) => self.loaded(code).await,
                None => None,
            };
            return room.filter(|room| belongs(room)).ok_or(error);
        }
        let room = match &code {
            Some(code) => self.room(code).await?,
            None => None,
        };
        self.guess(by, || room.ok_or(HostError::Unknown))
    }

    /// Does `check`, unless there were too many wrong guesses before, and counts a wrong one.
    ///
    /// # Errors
    ///
    /// That of `check`, or [`HostError::Guesses`] after too many.
    pub fn guess<T>(
        &self,
        by: GuessedBy,
        check: impl FnOnce() -> Result<T, HostError>,
    ) -> Result<T, HostError> {
        self.may_guess(&by)?;
        check().inspect_err(|_| self.0.guesses.count(by, Instant::now()))
    }

    fn may_guess(&self, by: &GuessedBy) -> Result<(), HostError> {
        match self.0.guesses.wait(by, Instant::now()) {
            Some(wait) => Err(HostError::Guesses(wait.as_secs().max(1))),
            None => Ok(()),
        }
    }

    /// Appends an event to the log of `room`; it is on disk and in the room's state when this
    /// returns.
    ///
    /// # Errors
    ///
    /// [`HostError`] where it is not on disk.
    pub async fn append(
        &self,
        room: &HostedRoom,
        event: &RoomEvent,
    ) -> Result<Appended, HostError> {
        let appended = self.write(room.code(), event).await?;
        room.reaches(appended.seq()).await;
        Ok(appended)
    }

    async fn write(&self, code: &RoomCode, event: &RoomEvent) -> Result<Appended, HostError> {
        let (room, at) = (code.as_str().to_owned(), now());
        let row = NewRoomRow { room, at, key: event.key(), json: event.json() };
        let appended = self.0.log.append(row).await;
        if let Err(error) = &appended {
            self.is_in_trouble(Some(error.to_string()));
        }
        Ok(appended?)
    }

    /// Takes in what anybody has written to the log of `room`.
    ///
    /// # Errors
    ///
    /// [`HostError`] where the log cannot be read.
    pub(super) async fn read_on(&self, room: &HostedRoom) -> Result<(), HostError> {
        room.apply(&self.0.log.after(room.code().as_str(), room.applied()).await?);
        Ok(())
    }

    /// The codes of all rooms of the database, the first one first.
    ///
    /// # Errors
    ///
    /// [`HostError`] where the log cannot be read.
    pub async fn codes(&self) -> Result<Vec<RoomCode>, HostError> {
        let rows = self.0.log.with_key(event::OPENED).await?;
        Ok(rows.into_iter().filter_map(|row| row.room.parse().ok()).collect())
    }

    /// Takes in what is appended to the log of `room`, from this host or another, and does what is due.
    async fn follow(self, room: Arc<HostedRoom>) {
        let mut changes = self.0.log.changes();
        loop {
            changes.mark_unchanged();
            match self.0.log.after(room.code().as_str(), room.applied()).await {
                Ok(rows) => {
                    room.apply(&rows);
                    self.is_in_trouble(None);
                }
                Err(RoomLogError::Closed) => return,
                // There may be rows that no later change announces.
                Err(error) => {
                    self.is_in_trouble(Some(error.to_string()));
                    sleep(RETRY).await;
                    continue;
                }
            }
            let due = self.due(&room).await;
            tokio::select! {
                more = changes.changed() => if more.is_err() { return },
                () = sleep(due) => {}
            }
        }
    }

    /// Has the host do what nobody has to ask for, and returns when to look again.
    async fn due(&self, room: &HostedRoom) -> Duration {
        let now = now();
        let (events, next) = room.look(|state| {
            let Some(exam) = state.exam() else { return (Vec::new(), NEVER) };
            (exam.due(state.closed, now), exam.next_due(state.closed, now))
        });
        let writes = events.iter().map(|event| self.write(room.code(), event));
        let failed = join_all(writes).await.iter().any(Result::is_err);
        // What cannot be written now is due again.
        if failed { RETRY } else { next }
    }
}

/// The moment by the clock of the host.
pub(super) fn now() -> Moment {
    clock::now().at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_owner_count_as_one() {
        let by = |address: &str| GuessedBy::address(address.parse().unwrap());
        assert_eq!(by("2001:db8:1:2::1"), by("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(by("2001:db8:1:2::1"), by("2001:db8:1:3::1"));
        assert_eq!(by("::ffff:192.0.2.1"), by("192.0.2.1"));
        assert_ne!(by("::ffff:192.0.2.1"), by("::ffff:192.0.2.2"));
    }
}
