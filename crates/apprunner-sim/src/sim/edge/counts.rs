//! Counts of a run about its requests.

use crate::model::time::SimTime;
use crate::sim::view::Totals;

/// The lowest and highest status that is counted.
const STATUSES: std::ops::Range<u16> = 100..600;

/// Visitors, who are requests with their retries, by how the last attempt ended.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::sim) struct VisitorCounts {
    pub(in crate::sim) succeeded: u64,
    pub(in crate::sim) failed: u64,
    pub(in crate::sim) gave_up: u64,
}

/// Counts of a run about its requests.
#[derive(Clone, Debug)]
pub(in crate::sim) struct RequestCounts {
    pub(in crate::sim) totals: Totals,
    /// Counted where somebody retries; without that, requests are the visitors.
    visitors: Option<VisitorCounts>,
    by_status: [u64; 500],
    pub(in crate::sim) concurrency_peak: u32,
    /// Request × µs held by instances, ended requests only.
    pub(super) held_us: u128,
    /// Requests that waited until an instance was ready which was not at their arrival.
    pub(in crate::sim) delayed: u64,
    pub(in crate::sim) first_rejected: Option<SimTime>,
    pub(in crate::sim) last_rejected: Option<SimTime>,
}

impl RequestCounts {
    /// Nothing counted yet; `has_retries` where somebody retries.
    pub(super) fn new(has_retries: bool) -> Self {
        Self {
            totals: Totals::default(),
            visitors: has_retries.then(VisitorCounts::default),
            by_status: [0; 500],
            concurrency_peak: 0,
            held_us: 0,
            delayed: 0,
            first_rejected: None,
            last_rejected: None,
        }
    }

    /// Counts a response with `status`.
    pub(super) fn count_status(&mut self, status: u16) {
        // A lower status wraps to a place that no status has.
        let place = usize::from(status.wrapping_sub(STATUSES.start));
        if let Some(count) = self.by_status.get_mut(place) {
            *count += 1;
        }
        count_response(&mut self.totals, status);
    }

    /// Counts a visitor whose last attempt ended with `status`, 0 when the client timed out.
    pub(super) fn count_visitor(&mut self, status: u16) {
        let Some(visitors) = &mut self.visitors else { return };
        *match status {
            0 => &mut visitors.gave_up,
            _ if is_success(status) => &mut visitors.succeeded,
            _ => &mut visitors.failed,
        } += 1;
    }

    /// Visitors by how their last attempt ended.
    pub(in crate::sim) fn visitors(&self) -> VisitorCounts {
        let Totals { succeeded, failed, abandoned: gave_up, .. } = self.totals;
        self.visitors.unwrap_or(VisitorCounts { succeeded, failed, gave_up })
    }

    /// Counts by status, those that occurred.
    pub(in crate::sim) fn by_status(&self) -> impl Iterator<Item = (u16, u64)> + '_ {
        STATUSES.zip(self.by_status).filter(|&(_, count)| count > 0)
    }
}

/// Counts a response with `status` in `totals`.
pub(super) fn count_response(totals: &mut Totals, status: u16) {
    if is_success(status) {
        totals.succeeded += 1;
    } else {
        totals.failed += 1;
    }
}

/// Whether a client counts a response with `status` as a success.
fn is_success(status: u16) -> bool {
    (200..400).contains(&status)
}
