//! The parameters that nobody has published, as values of one run.
//!
//! Each edition has a default for every one of them, with its provenance, in
//! [`super::rules`]; a scenario may override any under `[assume]`.

use super::distribution::Distribution;
use super::service::put;
use super::time::SimDuration;

/// The assumed parameters of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// Placing an instance and pulling its image.
    pub provision: Distribution,
    /// An instance that is not ready after this long has failed to start.
    pub start_limit: SimDuration,
    /// Scale-in looks at the highest demand of this long.
    pub idle_after: SimDuration,
    /// Waking an idle instance (aws).
    pub wake: SimDuration,
    /// From one look of the autoscaler to the next (aws).
    pub scale_period: SimDuration,
    /// A surplus idle instance is removed after this long, then one each time (aws).
    pub scale_in_after: SimDuration,
    /// The share of an instance's slots that the autoscaler plans for.
    pub target_utilization: f64,
    /// A request is cut this long after it arrived.
    pub request_limit: SimDuration,
    /// A closed-loop user's next request leaves at least this long after the last ended.
    pub turnaround: SimDuration,
    /// The lowest and highest status that pass an HTTP check.
    pub healthy_status: (u16, u16),
    /// The status of a refusal when all slots are taken.
    pub overload_status: u16,
    /// How many requests may wait for a slot.
    pub queue_limit: QueueLimit,
}

/// How many requests may wait for a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueLimit {
    /// So many.
    Requests(u32),
    /// As many as come.
    Unlimited,
    /// While in service and waiting together stay under `max_concurrency × max_size`.
    Capacity,
    /// As many as the active instances hold: `max_concurrency` for each.
    Concurrency,
}

/// Overrides of assumed parameters; what is `None` stays as it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssumePatch {
    /// See [`Assumptions::provision`].
    pub provision: Option<Distribution>,
    /// See [`Assumptions::start_limit`].
    pub start_limit: Option<SimDuration>,
    /// See [`Assumptions::idle_after`].
    pub idle_after: Option<SimDuration>,
    /// See [`Assumptions::wake`].
    pub wake: Option<SimDuration>,
    /// See [`Assumptions::scale_period`].
    pub scale_period: Option<SimDuration>,
    /// See [`Assumptions::scale_in_after`].
    pub scale_in_after: Option<SimDuration>,
    /// See [`Assumptions::target_utilization`].
    pub target_utilization: Option<f64>,
    /// See [`Assumptions::request_limit`].
    pub request_limit: Option<SimDuration>,
    /// See [`Assumptions::turnaround`].
    pub turnaround: Option<SimDuration>,
    /// See [`Assumptions::healthy_status`].
    pub healthy_status: Option<(u16, u16)>,
    /// See [`Assumptions::overload_status`].
    pub overload_status: Option<u16>,
    /// See [`Assumptions::queue_limit`].
    pub queue_limit: Option<QueueLimit>,
}

impl AssumePatch {
    /// Puts what this patch names into `assume`.
    pub fn apply(&self, assume: &mut Assumptions) {
        put(&mut assume.provision, self.provision);
        put(&mut assume.start_limit, self.start_limit);
        put(&mut assume.idle_after, self.idle_after);
        put(&mut assume.wake, self.wake);
        put(&mut assume.scale_period, self.scale_period);
        put(&mut assume.scale_in_after, self.scale_in_after);
        put(&mut assume.target_utilization, self.target_utilization);
        put(&mut assume.request_limit, self.request_limit);
        put(&mut assume.turnaround, self.turnaround);
        put(&mut assume.healthy_status, self.healthy_status);
        put(&mut assume.overload_status, self.overload_status);
        put(&mut assume.queue_limit, self.queue_limit);
    }
}
