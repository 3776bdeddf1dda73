//! The runs whose live view is on this host, for the pages that show them.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::token::RoomCode;
use crate::report::projection::RunPicture;
use crate::tui::room::Invitation;

/// The runs whose live view is on this host, by their rooms.
#[derive(Debug, Default)]
pub struct LiveRuns(RwLock<BTreeMap<RoomCode, LiveRun>>);

/// A run as a hall sees it.
#[derive(Clone, Debug)]
pub(in crate::host) struct LiveRun {
    /// How people join.
    pub(in crate::host) invitation: Invitation,
    /// The last picture of it, once there is one.
    pub(in crate::host) picture: Option<Arc<RunPicture>>,
    /// The number of that picture, counted from 1.
    pub(in crate::host) number: u64,
}

impl LiveRuns {
    /// The run of a room; `None` where its live view is not on this host.
    pub(in crate::host) fn of(&self, code: &RoomCode) -> Option<LiveRun> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(code).cloned()
    }

    pub(in crate::host) fn begin(&self, code: RoomCode, invitation: Invitation) {
        let run = LiveRun { invitation, picture: None, number: 0 };
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(code, run);
    }

    pub(in crate::host) fn show(&self, code: &RoomCode, picture: RunPicture) {
        let mut runs = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(run) = runs.get_mut(code) {
            (run.picture, run.number) = (Some(Arc::new(picture)), run.number + 1);
        }
    }
}
