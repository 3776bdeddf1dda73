//! The link between a live view and its room: steps go into the log in their order, numbers
//! return, and the pictures of the run go to the page for the hall.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;
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
    let counted = (host.clone(), Arc::clone(&room), presenter.clone());
    runtime.spawn(count(counted, Arc::clone(&standing)));
    let (steps, written) = mpsc::unbounded_channel();
    if room.look(|state| state.demo().is_some_and(|demo| demo.room.current().is_some())) {
        // What an earlier live view left open. The receiver is here, so that sending cannot fail.
        let _ = steps.send(DemoEvent::Closed);
    }
    let (staying, stayed_in) = (presenter.clone(), (host.clone(), Arc::clone(&room)));
    runtime.spawn(async move { staying.stay(&stayed_in.0, &stayed_in.1).await });
    runtime.spawn(write(host.clone(), Arc::clone(&room), presenter, written));
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

/// Keeps the numbers of the room up to date, and says why it does not work.
async fn count(
    (host, room, presenter): (RoomHost, Arc<HostedRoom>, Presenter),
    standing: Arc<Mutex<RoomStanding>>,
) {
    let (mut changes, mut trouble) = (room.changes(), host.trouble());
    loop {
        let reason = trouble.borrow_and_update().clone();
        let reason = if presenter.has(&room) { reason } else { Some(TAKEN.to_owned()) };
        let now = RoomStanding { trouble: reason, ..standing_of(&room) };
        *standing.lock().unwrap_or_else(PoisonError::into_inner) = now;
        sleep(PAUSE).await;
        tokio::select! {
            next = changes.changed() => if next.is_err() { return },
            next = trouble.changed() => if next.is_err() { return },
        }
    }
}

/// Writes the steps of the live view, each before the next one, for as long as it has the room. One
/// that cannot be written is written a second later. It keeps its key: where the log has it although
/// nobody could say so, it is not written twice.
async fn write(
    host: RoomHost,
    room: Arc<HostedRoom>,
    presenter: Presenter,
    mut steps: mpsc::UnboundedReceiver<DemoEvent>,
) {
    while let Some(step) = steps.recv().await.filter(|_| presenter.has(&room)) {
        let mut event = None;
        while append(&host, &room, &step, &mut event).await.is_err() {
            sleep(RETRY).await;
        }
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
