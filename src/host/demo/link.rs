//! The link between a live view and its room: steps go into the log in their order, numbers
//! return, and the pictures of the run go to the page for the hall.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use crate::app::demo::DemoEvent;
use crate::host::error::HostError;
use crate::host::event::RoomEvent;
use crate::host::room::HostedRoom;
use crate::host::rooms::RoomHost;
use crate::host::token::{RoomCode, nonce};
use crate::report::projection::RunPicture;
use crate::tui::room::{Invitation, RoomLink, RoomNews, RoomStanding};

/// The shortest time between two counts of the votes for the live view. Our choice.
const PAUSE: Duration = Duration::from_millis(50);
/// How long a step waits that could not be written. Our choice.
const RETRY: Duration = Duration::from_secs(1);

/// The runs whose live view is on this host, by their rooms.
#[derive(Debug, Default)]
pub struct LiveRuns(RwLock<BTreeMap<RoomCode, LiveRun>>);

/// A run as a hall sees it.
#[derive(Clone, Debug)]
pub(super) struct LiveRun {
    /// How people join.
    pub(super) invitation: Invitation,
    /// The last picture of it, once there is one.
    pub(super) picture: Option<Arc<RunPicture>>,
    /// The number of that picture, counted from 1.
    pub(super) number: u64,
}

impl LiveRuns {
    /// The run of a room; `None` where its live view is not on this host.
    pub(super) fn of(&self, code: &RoomCode) -> Option<LiveRun> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(code).cloned()
    }

    fn begin(&self, code: RoomCode, invitation: Invitation) {
        let run = LiveRun { invitation, picture: None, number: 0 };
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(code, run);
    }

    fn show(&self, code: &RoomCode, picture: RunPicture) {
        let mut runs = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(run) = runs.get_mut(code) {
            (run.picture, run.number) = (Some(Arc::new(picture)), run.number + 1);
        }
    }
}

/// Links a live view to `room`, on the threads of `runtime`.
pub fn link(
    host: RoomHost,
    room: Arc<HostedRoom>,
    invitation: Invitation,
    runtime: &Handle,
) -> RoomLink {
    host.runs().begin(room.code().clone(), invitation.clone());
    let standing = Arc::new(Mutex::new(standing_of(&room)));
    let trouble = watch::Sender::new(None);
    runtime.spawn(count(Arc::clone(&room), Arc::clone(&standing), trouble.subscribe()));
    let (steps, written) = mpsc::unbounded_channel();
    if room.look(|state| state.demo().is_some_and(|demo| demo.room.current().is_some())) {
        // What an earlier live view left open. The receiver is here, so that sending cannot fail.
        let _ = steps.send(DemoEvent::Closed);
    }
    runtime.spawn(write(host.clone(), Arc::clone(&room), written, trouble));
    RoomLink::new(invitation, standing, move |news| match news {
        RoomNews::Step(step) => {
            // Nobody is left to write for once the host stops.
            let _ = steps.send(step);
        }
        RoomNews::Picture(picture) => host.runs().show(room.code(), *picture),
    })
}

fn standing_of(room: &HostedRoom) -> RoomStanding {
    room.look(|state| {
        let joined = state.members().len();
        state.demo().map_or_else(RoomStanding::default, |demo| RoomStanding::of(&demo.room, joined))
    })
}

/// Keeps the numbers of the room up to date.
async fn count(
    room: Arc<HostedRoom>,
    standing: Arc<Mutex<RoomStanding>>,
    mut trouble: watch::Receiver<Option<String>>,
) {
    let mut changes = room.changes();
    loop {
        let now =
            RoomStanding { trouble: trouble.borrow_and_update().clone(), ..standing_of(&room) };
        *standing.lock().unwrap_or_else(PoisonError::into_inner) = now;
        sleep(PAUSE).await;
        tokio::select! {
            next = changes.changed() => if next.is_err() { return },
            next = trouble.changed() => if next.is_err() { return },
        }
    }
}

/// Writes the steps of the live view, each before the next one. One that cannot be written is
/// written a second later, and the live view says so meanwhile.
async fn write(
    host: RoomHost,
    room: Arc<HostedRoom>,
    mut steps: mpsc::UnboundedReceiver<DemoEvent>,
    trouble: watch::Sender<Option<String>>,
) {
    while let Some(step) = steps.recv().await {
        while let Err(error) = append(&host, &room, &step).await {
            trouble.send_replace(Some(error.to_string()));
            sleep(RETRY).await;
        }
        trouble.send_if_modified(|trouble| trouble.take().is_some());
    }
}

async fn append(host: &RoomHost, room: &HostedRoom, step: &DemoEvent) -> Result<(), HostError> {
    let event = RoomEvent::Demo { key: format!("demo/{}", nonce()?), event: step.clone() };
    host.append(room, &event).await.map(|_| ())
}
