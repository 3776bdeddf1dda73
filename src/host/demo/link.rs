//! The link between a live view and its room: steps go into the log in their order, numbers
//! return, and the pictures of the run go to the page for the hall.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

use super::presenter::Presenter;
use crate::app::demo::DemoEvent;
use crate::host::error::HostError;
use crate::host::event::RoomEvent;
use crate::host::room::HostedRoom;
use crate::host::rooms::RoomHost;
use crate::host::token::nonce;
use crate::tui::room::{Invitation, RoomLink, RoomNews, RoomStanding};

/// The shortest time between two counts of the votes for the live view. Our choice.
const PAUSE: Duration = Duration::from_millis(50);
/// How long a step waits that could not be written. Our choice.
const RETRY: Duration = Duration::from_secs(1);

/// What the live view says once another one has its room.
const TAKEN: &str = "another live view continues this room, so nothing from here reaches it";

/// Links a live view to `room`, which `presenter` has, on the threads of `runtime`.
pub fn link(
    host: RoomHost,
    room: Arc<HostedRoom>,
    presenter: Presenter,
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
    runtime.spawn(stay(host.clone(), Arc::clone(&room), presenter.clone(), trouble.clone()));
    runtime.spawn(write(host.clone(), Arc::clone(&room), presenter, written, trouble));
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

/// Keeps the room for the live view, and says so where another one has taken it.
async fn stay(
    host: RoomHost,
    room: Arc<HostedRoom>,
    presenter: Presenter,
    trouble: watch::Sender<Option<String>>,
) {
    presenter.stay(&host, &room).await;
    trouble.send_replace(Some(TAKEN.to_owned()));
}

/// Writes the steps of the live view, each before the next one, for as long as it has the room. One that cannot be written is
/// written a second later, and the live view says so meanwhile. It keeps its key: where the log has
/// it although nobody could say so, it is not written twice.
async fn write(
    host: RoomHost,
    room: Arc<HostedRoom>,
    presenter: Presenter,
    mut steps: mpsc::UnboundedReceiver<DemoEvent>,
    trouble: watch::Sender<Option<String>>,
) {
    while let Some(step) = steps.recv().await.filter(|_| presenter.has(&room)) {
        let mut event = None;
        while let Err(error) = append(&host, &room, &step, &mut event).await {
            trouble.send_replace(Some(error.to_string()));
            sleep(RETRY).await;
        }
        trouble.send_if_modified(|trouble| trouble.take().is_some());
    }
}

/// Writes `step` as the same `event` each time.
async fn append(
    host: &RoomHost,
    room: &HostedRoom,
    step: &DemoEvent,
    event: &mut Option<RoomEvent>,
) -> Result<(), HostError> {
    let event = if let Some(event) = event {
        event
    } else {
        let key = format!("demo/{}", nonce()?);
        event.insert(RoomEvent::Demo { key, event: step.clone() })
    };
    host.append(room, event).await.map(|_| ())
}
