//! What has added up by the end of a warm-up.

use super::billing::Meter;
use super::census::{InstanceCounts, InstanceTime};
use super::processor::BackgroundWork;
use crate::model::time::SimTime;

/// What had added up where the warm-up ended; nothing in a run without one.
#[derive(Clone, Debug, Default)]
pub(super) struct WarmUp {
    pub(super) at: SimTime,
    pub(super) counts: InstanceCounts,
    pub(super) time: InstanceTime,
    pub(super) held_us: u128,
    pub(super) background: BackgroundWork,
    pub(super) bill: Option<Meter>,
}
