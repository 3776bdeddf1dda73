//! The parameters that nobody has published, as values of one run.
//!
//! `assumptions!` is the one table of them: name, type, reader and plausible range.
//! From it come the values of a run, the defaults of an edition (with provenance and
//! source, in [`super::rules`]), the reader of `[assume]`, what is written back as
//! TOML and the rows of the parameter sheet.

use super::distribution::Distribution;
use super::time::SimDuration;
use spanned_toml::word::Word;

/// Hands the table of the assumed parameters to the macro `$use`. Each row has what it
/// means, `name: Type = reader` (a reader of `[assume]`'s own), and in which range its
/// true value plausibly lies.
macro_rules! assumptions {
    ($use:ident) => {
        $use! {
            /// Placing an instance and pulling its image.
            provision: Distribution = law, Times(0.5, 2.0);
            /// How alike that is for instances that start together: 0 not at all, 1 the same.
            provision_correlation: f64 = correlation, OneOf(&["0.0", "0.4", "0.8"]);
            /// Pulling a MB of the image (express).
            pull_per_mb: SimDuration = time, Times(0.5, 2.0);
            /// From the moment a task listens until its target is first checked (express).
            registration: Distribution = law, Times(0.2, 3.0);
            /// Before the first retry of a task that never ran; twice as long each further time (express).
            start_retry: SimDuration = some_time, Times(0.2, 6.0);
            /// The longest wait before such a retry (express).
            start_retry_limit: SimDuration = some_time, Times(0.2, 1.0);
            /// An instance that is not ready after this long has failed to start.
            start_limit: SimDuration = some_time, Times(0.5, 2.0);
            /// When a new instance is first checked after it listens.
            first_check: FirstCheck = word, OneOf(&["\"at_once\"", "\"after_interval\""]);
            /// Scale-in looks at the highest demand of this long.
            idle_after: SimDuration = time, Times(0.5, 5.0);
            /// vCPUs that an idle instance can use (aws).
            idle_cpu: f64 = vcpus, Times(0.5, 5.0);
            /// Waking an idle instance (aws).
            wake: SimDuration = time, Times(0.1, 20.0);
            /// From one look of the autoscaler to the next (aws).
            scale_period: SimDuration = some_time, Times(0.2, 6.0);
            /// A surplus idle instance is removed after this long, then one each time (aws).
            scale_in_after: SimDuration = some_time, Times(0.2, 3.0);
            /// The share of MaxConcurrency that the autoscaler plans for.
            target_utilization: f64 = share, Times(0.7, 1.0);
            /// From the end of a minute until target tracking acts on it (express).
            publish_delay: SimDuration = time, Times(0.3, 1.2);
            /// After a scale-out, one that is not larger waits this long (express).
            scale_out_cooldown: SimDuration = time, Times(0.2, 2.0);
            /// After a scale-in, the next one waits this long (express).
            scale_in_cooldown: SimDuration = time, Times(0.2, 2.0);
            /// How many tasks one scale-in removes (express).
            scale_in_step: ScaleInStep = word, OneOf(&["\"whole-gap\"", "\"one\""]);
            /// A request is cut this long after it arrived.
            request_limit: SimDuration = some_time, Times(0.25, 1.0);
            /// A closed-loop user's next request leaves at least this long after the last ended.
            turnaround: SimDuration = some_time, Times(0.1, 10.0);
            /// From a client to App Runner and back; streams may have their own.
            round_trip: SimDuration = time, Chosen;
            /// Opening a connection, TCP and TLS together, before the first request on it.
            tls_handshake: SimDuration = time, Chosen;
            /// How long a client keeps a connection open that it does not use.
            keep_alive: SimDuration = time, Chosen;
            /// The lowest and highest status that pass an HTTP check.
            healthy_status: (u16, u16) = statuses, OneOf(&["[200, 200]", "[200, 399]"]);
            /// The status of a rejection when every instance is at its concurrency limit.
            overload_status: u16 = status, OneOf(&["429", "503"]);
            /// The status while the service is paused or not created.
            paused_status: u16 = status, OneOf(&["503", "404"]);
            /// The status when no instance is ready and none is about to be.
            not_ready_status: u16 = status, OneOf(&["503", "404"]);
            /// The status when the instance ended that held the request.
            lost_status: u16 = status, OneOf(&["502", "503"]);
            /// The status when the request limit has passed.
            cut_status: u16 = status, OneOf(&["504", "502"]);
            /// From `CreateService` until its first instances start.
            create_prepare: SimDuration = time, OneOf(&["\"0s\"", "\"1m\"", "\"3m\""]);
            /// From a new service's last healthy instance until it is RUNNING.
            create_route: SimDuration = time, OneOf(&["\"0s\"", "\"1m\"", "\"3m\""]);
            /// From the failure of a creation until `CREATE_FAILED`.
            create_cleanup: SimDuration = time, OneOf(&["\"0s\"", "\"3m\"", "\"5m\""]);
            /// From the start of a deployment until its first new instance starts.
            deploy_prepare: SimDuration = time, OneOf(&["\"0s\"", "\"45s\"", "\"2m\""]);
            /// From a deployment's last healthy instance until traffic has moved.
            deploy_route: SimDuration = time, OneOf(&["\"0s\"", "\"65s\"", "\"2m\""]);
            /// From the failure of a second set until it is rolled back (aws).
            rollback: SimDuration = time, OneOf(&["\"0s\"", "\"10m\"", "\"15m\"", "\"35m\""]);
            /// From `ResumeService` until its first instances start.
            resume_prepare: SimDuration = time, OneOf(&["\"0s\"", "\"30s\""]);
            /// The share of the traffic that a canary gets (express).
            canary_share: f64 = part, Times(0.5, 2.0);
            /// How long a canary has that share (express).
            canary_bake: SimDuration = time, Times(0.5, 2.0);
            /// How long the new version has all traffic before the old tasks go (express).
            final_bake: SimDuration = time, Times(0.5, 2.0);
            /// How long a task without requests stays when it is deregistered (express).
            drain_wait: SimDuration = time, OneOf(&["\"10s\"", "\"3m\"", "\"5m\""]);
            /// How long a deregistered task may finish its requests (express).
            deregistration_delay: SimDuration = some_time, Times(0.2, 2.0);
            /// When the process of an instance that goes receives SIGTERM.
            stop_signal: StopSignal = word, OneOf(&["\"drained\"", "\"at_once\""]);
            /// From SIGTERM to SIGKILL.
            stop_grace: SimDuration = time, Times(0.3, 4.0);
            /// Size of a response in kB, which decides the capacity units (express).
            response_kb: f64 = kilobytes, Times(0.2, 5.0);
            /// Which active instance takes a request.
            balancing: Balancing = word, OneOf(&["\"fewest\"", "\"random\"", "\"round-robin\""]);
            /// How often an instance is lost without a cause, per hour that it is there.
            lost_per_hour: f64 = rate, OneOf(&["0.0", "0.1", "1.25"]);
            /// The Region, whose prices hold.
            region: Region = word, Chosen;
            /// vCPUs that the tasks of the account may have at a time in the Region (express).
            vcpu_quota: VcpuQuota = vcpu_quota, Chosen;
            /// How many requests may wait.
            queue_limit: QueueLimit = queue_limit,
                OneOf(&["0", "\"capacity\"", "\"concurrency\"", "\"unlimited\""]);
        }
    };
}
pub(crate) use assumptions;

/// Declares the values of a run.
macro_rules! values {
    ($($(#[doc = $meaning:literal])+ $name:ident: $type:ty = $reader:ident, $range:expr;)+) => {
        /// The assumed parameters of a run.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Assumptions {
            $($(#[doc = $meaning])+ pub $name: $type,)+
        }
    };
}
assumptions!(values);

/// In which range the true value of a parameter plausibly lies; ours, by what was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Plausible {
    /// Factors of the value, from the first to the second, above 0.
    Times(f64, f64),
    /// One of these, as a file writes them.
    OneOf(&'static [&'static str]),
    /// Nothing about it is unknown: who runs a service knows its Region and its clients.
    Chosen,
}

/// A value of an assumed parameter.
pub trait AssumedValue: Copy + PartialEq {
    /// What a file may write, for people.
    const KIND: &'static str;

    /// The value in words.
    fn words(self) -> String;

    /// The value times a factor; the value itself where that means nothing.
    #[must_use]
    fn times(self, _factor: f64) -> Self {
        self
    }
}

impl AssumedValue for SimDuration {
    const KIND: &'static str = "a duration";

    fn words(self) -> String {
        self.to_string()
    }

    fn times(self, factor: f64) -> Self {
        self.scaled(factor)
    }
}

impl AssumedValue for Distribution {
    const KIND: &'static str = "a distribution";

    fn words(self) -> String {
        self.to_string()
    }

    fn times(self, factor: f64) -> Self {
        self.scaled(factor)
    }
}

impl AssumedValue for f64 {
    const KIND: &'static str = "a number";

    fn words(self) -> String {
        self.to_string()
    }

    fn times(self, factor: f64) -> Self {
        self * factor
    }
}

impl AssumedValue for u16 {
    const KIND: &'static str = "a status";

    fn words(self) -> String {
        self.to_string()
    }
}

impl AssumedValue for (u16, u16) {
    const KIND: &'static str = "two statuses";

    fn words(self) -> String {
        format!("{} to {}", self.0, self.1)
    }
}

/// How many requests may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueLimit {
    /// This number.
    Requests(u32),
    /// As many as come.
    Unlimited,
    /// While in service and waiting together stay under `max_concurrency × max_size`.
    Capacity,
    /// As many as the active instances hold: `max_concurrency` for each.
    Concurrency,
}

impl AssumedValue for QueueLimit {
    const KIND: &'static str = "a number, \"unlimited\", \"capacity\" or \"concurrency\"";

    fn words(self) -> String {
        match self {
            Self::Requests(requests) => requests.to_string(),
            Self::Unlimited => "unlimited".to_owned(),
            Self::Capacity => "capacity".to_owned(),
            Self::Concurrency => "concurrency".to_owned(),
        }
    }
}

/// The account's quota of Fargate On-Demand vCPUs in a Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VcpuQuota {
    /// This number of vCPUs.
    Vcpus(u32),
    /// More than the service ever needs.
    Unlimited,
}

impl AssumedValue for VcpuQuota {
    const KIND: &'static str = "a number or \"unlimited\"";

    fn words(self) -> String {
        match self {
            Self::Vcpus(vcpus) => vcpus.to_string(),
            Self::Unlimited => "unlimited".to_owned(),
        }
    }
}

/// When a new instance is first checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstCheck {
    /// As soon as it listens.
    AtOnce,
    /// One interval after it listens.
    AfterInterval,
}

impl Word for FirstCheck {
    const WORDS: &'static [(&'static str, Self)] =
        &[("at_once", Self::AtOnce), ("after_interval", Self::AfterInterval)];
}

impl AssumedValue for FirstCheck {
    const KIND: &'static str = "\"at_once\" or \"after_interval\"";

    fn words(self) -> String {
        match self {
            Self::AtOnce => "as soon as it listens",
            Self::AfterInterval => "one interval after it listens",
        }
        .to_owned()
    }
}

/// Which active instance takes a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Balancing {
    /// The one that holds fewest, ties to the lowest id.
    #[default]
    Fewest,
    /// Any of those below their concurrency limit, all equally likely.
    Random,
    /// The next below its concurrency limit, in order of their ids.
    RoundRobin,
}

impl Word for Balancing {
    const WORDS: &'static [(&'static str, Self)] =
        &[("fewest", Self::Fewest), ("random", Self::Random), ("round-robin", Self::RoundRobin)];
}

impl AssumedValue for Balancing {
    const KIND: &'static str = "\"fewest\", \"random\" or \"round-robin\"";

    fn words(self) -> String {
        self.word().to_owned()
    }
}

/// When the process of an instance that goes receives SIGTERM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopSignal {
    /// When the instance has drained: it holds no request.
    Drained,
    /// As soon as the instance takes no new requests.
    AtOnce,
}

impl Word for StopSignal {
    const WORDS: &'static [(&'static str, Self)] =
        &[("drained", Self::Drained), ("at_once", Self::AtOnce)];
}

impl AssumedValue for StopSignal {
    const KIND: &'static str = "\"drained\" or \"at_once\"";

    fn words(self) -> String {
        match self {
            Self::Drained => "when it has drained",
            Self::AtOnce => "as it begins to drain",
        }
        .to_owned()
    }
}

/// How many tasks one scale-in of target tracking removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScaleInStep {
    /// All that the metric does not need.
    WholeGap,
    /// One.
    One,
}

impl Word for ScaleInStep {
    const WORDS: &'static [(&'static str, Self)] =
        &[("whole-gap", Self::WholeGap), ("one", Self::One)];
}

impl AssumedValue for ScaleInStep {
    const KIND: &'static str = "\"whole-gap\" or \"one\"";

    fn words(self) -> String {
        self.word().to_owned()
    }
}

/// A Region whose prices are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// N. Virginia.
    UsEast1,
    /// Tokyo.
    ApNortheast1,
}

impl Word for Region {
    const WORDS: &'static [(&'static str, Self)] =
        &[("us-east-1", Self::UsEast1), ("ap-northeast-1", Self::ApNortheast1)];
}

impl AssumedValue for Region {
    const KIND: &'static str = "\"us-east-1\" or \"ap-northeast-1\"";

    fn words(self) -> String {
        self.word().to_owned()
    }
}
