//! A room as it is now: a fold over the rows of its log, and nothing that is not in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock};

use tokio::sync::{Mutex, watch};
use tokio::time::Instant;

use super::demo::state::DemoState;
use super::event::{RoomActivity, RoomEvent, RoomJoin, RoomOpened};
use super::exam::state::ExamState;
use super::token::{RoomCode, RoomToken, TokenHash};
use crate::store::room_log::{RoomLog, RoomRow};
use quizbank::model::calendar::Moment;
use quizbank::model::question::Question;

/// A room that this host serves.
#[derive(Debug)]
pub struct HostedRoom {
    code: RoomCode,
    state: RwLock<RoomState>,
    applied: watch::Sender<i64>,
    /// When the last look for rows of other hosts began.
    looked: Mutex<Instant>,
}

/// What the rows of a room add up to.
#[derive(Debug)]
pub struct RoomState {
    /// When it was opened.
    pub opened_at: Moment,
    /// What people call it.
    pub title: String,
    /// What is kept of the secrets of its instructor.
    secrets: BTreeSet<TokenHash>,
    members: Vec<RoomMember>,
    by_claim: BTreeMap<String, usize>,
    by_token: BTreeMap<TokenHash, usize>,
    /// When it was closed.
    pub closed: Option<Moment>,
    /// What is done in it.
    pub activity: ActivityState,
}

/// What is done in a room, as it stands.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a room has one")]
pub enum ActivityState {
    /// A practice exam is taken.
    Exam(ExamState),
    /// A run is watched, with questions at its stops.
    Demo(DemoState),
}

/// Somebody who joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomMember {
    /// The number in the order of joining, counted from 1.
    pub number: usize,
    /// The name that others see.
    pub name: String,
    /// What only this person in the room has.
    pub claim: String,
    /// How often the instructor let them in again.
    pub admission: u32,
    /// What is kept of the token; `None` until they join again.
    token: Option<TokenHash>,
}

impl HostedRoom {
    /// Returns the room that `rows` add up to; `None` where they are no room. `bank` fills in what
    /// a kept paper does not hold.
    pub fn of(code: RoomCode, rows: &[RoomRow], bank: &[Question]) -> Option<Self> {
        let (first, rest) = rows.split_first()?;
        let Some(RoomEvent::Opened(opened)) = RoomEvent::of(&first.json) else { return None };
        let state = RoomState::new(first.at, *opened, bank)?;
        let (state, applied) = (RwLock::new(state), watch::Sender::new(first.seq));
        let room = Self { code, state, applied, looked: Mutex::new(Instant::now()) };
        room.apply(rest);
        Some(room)
    }

    /// Its code.
    pub fn code(&self) -> &RoomCode {
        &self.code
    }

    /// Returns what `look` sees in the room.
    pub fn look<T>(&self, look: impl FnOnce(&RoomState) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The number of the last row that is in the state.
    pub fn applied(&self) -> i64 {
        *self.applied.borrow()
    }

    /// The same, and each that follows.
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.applied.subscribe()
    }

    /// Waits until the row `seq` is in the state.
    pub async fn reaches(&self, seq: i64) {
        // The sender is in this room, so that waiting cannot fail while anybody waits.
        let _ = self.changes().wait_for(|applied| *applied >= seq).await;
    }

    /// Takes in what other hosts may have written to `log` before now. Those who come while somebody looks
    /// share the next look, so that the work does not grow with the number of requests.
    pub(super) async fn catch_up(&self, log: &RoomLog) {
        let asked = Instant::now();
        let mut looked = self.looked.lock().await;
        if *looked <= asked {
            let begun = Instant::now();
            self.apply(&log.missed(self.code.as_str(), self.applied()).await);
            // Only now: one who leaves in between has not looked.
            *looked = begun;
        }
    }

    /// Takes rows in, in their order.
    pub fn apply(&self, rows: &[RoomRow]) {
        let Some(last) = rows.last() else { return };
        // Somebody else may bring the same rows: the number changes with the state.
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let applied = self.applied();
        for row in rows.iter().filter(|row| row.seq > applied) {
            if let Some(event) = RoomEvent::of(&row.json) {
                state.take(event, row.at);
            }
        }
        self.applied.send_if_modified(|applied| {
            let is_later = last.seq > *applied;
            *applied = last.seq.max(*applied);
            is_later
        });
    }
}

impl RoomState {
    fn new(opened_at: Moment, opened: RoomOpened, bank: &[Question]) -> Option<Self> {
        let RoomOpened { title, activity } = opened;
        let activity = match activity {
            RoomActivity::Exam(setup) => ActivityState::Exam(ExamState::new(setup, bank)?),
            RoomActivity::Demo(setup) => ActivityState::Demo(DemoState::new(setup)),
        };
        Some(Self {
            opened_at,
            title,
            secrets: BTreeSet::new(),
            members: Vec::new(),
            by_claim: BTreeMap::new(),
            by_token: BTreeMap::new(),
            closed: None,
            activity,
        })
    }

    /// The exam that is taken; `None` in another room.
    pub fn exam(&self) -> Option<&ExamState> {
        match &self.activity {
            ActivityState::Exam(exam) => Some(exam),
            ActivityState::Demo(_) => None,
        }
    }

    /// The demo that is watched; `None` in another room.
    pub fn demo(&self) -> Option<&DemoState> {
        match &self.activity {
            ActivityState::Demo(demo) => Some(demo),
            ActivityState::Exam(_) => None,
        }
    }

    /// Everybody who joined, in that order.
    pub fn members(&self) -> &[RoomMember] {
        &self.members
    }

    /// The member of this number, counted from 1.
    pub fn member(&self, number: usize) -> Option<&RoomMember> {
        self.members.get(number.checked_sub(1)?)
    }

    /// The member who has this claim.
    pub fn claimed(&self, claim: &str) -> Option<&RoomMember> {
        self.member(*self.by_claim.get(claim)?)
    }

    /// The member whose token this is.
    pub fn member_with(&self, token: &RoomToken) -> Option<&RoomMember> {
        self.member(*self.by_token.get(&token.hash())?)
    }

    /// Whether this is a secret of the instructor.
    pub fn is_instructor(&self, secret: &RoomToken) -> bool {
        self.secrets.contains(&secret.hash())
    }

    fn take(&mut self, event: RoomEvent, at: Moment) {
        match event {
            RoomEvent::Opened(_) => {}
            RoomEvent::Hosted { secret } => {
                self.secrets.insert(secret);
            }
            RoomEvent::Joined(join) => self.join(join),
            RoomEvent::Readmitted { member, admission } => {
                let Some(index) = member.checked_sub(1) else { return };
                let Some(member) = self.members.get_mut(index) else { return };
                if let Some(token) = member.token.take() {
                    self.by_token.remove(&token);
                }
                member.admission = admission;
                if let ActivityState::Exam(exam) = &mut self.activity {
                    exam.readmit(member.number, admission);
                }
            }
            RoomEvent::Closed => self.closed = self.closed.or(Some(at)),
            event => self.act(event, at),
        }
    }

    /// Takes in what is done in the room.
    fn act(&mut self, event: RoomEvent, at: Moment) {
        match (&mut self.activity, event) {
            (ActivityState::Exam(exam), RoomEvent::Begun { member, version, head, step }) => {
                let admission =
                    self.members.get(member.wrapping_sub(1)).map_or(0, |it| it.admission);
                exam.begin(member, admission, version, head, &step);
            }
            (ActivityState::Exam(exam), RoomEvent::Step { member, admission, step }) => {
                exam.step(member, admission, &step);
            }
            (ActivityState::Exam(exam), RoomEvent::Extended { member, more, .. }) => {
                exam.extend(member, more);
            }
            (ActivityState::Demo(demo), RoomEvent::Demo { event, .. }) => {
                // What comes too late has no effect, for everybody who reads the log.
                let _ = demo.room.apply(event);
            }
            (ActivityState::Demo(demo), RoomEvent::Presented { view, sign }) => {
                demo.present(view, sign, at);
            }
            _ => {}
        }
    }

    fn join(&mut self, RoomJoin { claim, name, admission, token }: RoomJoin) {
        let next = self.members.len() + 1;
        let number = *self.by_claim.entry(claim.clone()).or_insert(next);
        if number == next {
            self.members.push(RoomMember { number, name, claim, admission, token: None });
        }
        let Some(member) = self.members.get_mut(number - 1) else { return };
        if member.admission == admission && member.token.is_none() {
            member.token = Some(token.clone());
            self.by_token.insert(token, number);
        }
    }
}
