//! `[[traffic]]`: streams of requests, open (a profile) or closed (users).

use super::scenario_file::ScenarioFile;
use super::size::{MAX_RATE, MAX_USERS, STATUSES};
use super::{distribution, duration, replay};
use crate::model::assume::Assumptions;
use crate::model::distribution::Distribution;
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::{Arrivals, Connection, Load, Network, Profile, Retry, Stream};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::{SourcePlace, counted};
use spanned_toml::field::Field;
use spanned_toml::tree::Value;
use spanned_toml::word::Word;

/// The most requests that users without a pause may send in a run: some minutes of
/// simulating.
const MAX_UNPAUSED: u128 = 10_000_000_000;
/// The least time in µs from a response to the next request of a user, by default.
const TURNAROUND_US: u128 = 1_000;
/// The most tries of one request.
const MAX_ATTEMPTS: u32 = 1_000;

impl Word for Arrivals {
    const WORDS: &'static [(&'static str, Self)] =
        &[("poisson", Self::Poisson), ("even", Self::Even)];
}

/// A stream and the place of its route's name.
pub(super) struct PlacedStream {
    /// The stream.
    pub(super) stream: Stream,
    /// Where it names its route.
    pub(super) route: SourcePlace,
}

/// Reads the stream at `cursor`, in a run that lasts until `end` and assumes `assume`.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    end: SimTime,
    file: ScenarioFile<'_>,
    assume: &Assumptions,
) -> PlacedStream {
    let route = cursor.required("route", "\"/\"");
    let network = network(cursor, assume);
    let stream = Stream {
        route: route.text().to_owned(),
        load: load(cursor, end, file),
        client_timeout: cursor.optional("client_timeout", |field| patience(field, &network)),
        retry: cursor.table("retry", retry),
        network,
    };
    PlacedStream { stream, route: route.place().clone() }
}

/// Reads a duration, or a distribution of them.
fn pause(field: Field<'_>) -> Distribution {
    match field.value() {
        Some(Value::Table(_)) => distribution::read(field),
        _ => Distribution::Fixed(duration::read(field)),
    }
}

/// Reads what lies between the clients of a stream and App Runner.
fn network(cursor: &mut Cursor<'_>, assume: &Assumptions) -> Network {
    let mut time = |name, default| cursor.optional(name, duration::read).unwrap_or(default);
    Network {
        round_trip: time("round_trip", assume.round_trip),
        tls_handshake: time("tls_handshake", assume.tls_handshake),
        keep_alive: time("keep_alive", assume.keep_alive),
    }
}

/// Reads how long clients wait, beyond `network`.
fn patience(field: Field<'_>, network: &Network) -> Distribution {
    let law = field.faults().sound(|| some_times(field));
    let overhead = network.overhead(Connection::New);
    if let Some(law) = law.filter(|law| !overhead.is_zero() && law.typical() <= overhead) {
        let message = format!("the client times out after {law}, before any response");
        let expected = format!("more than {overhead}, `round_trip` and `tls_handshake` together");
        field.fault(message).expected(expected).report();
    }
    law.unwrap_or(Distribution::ZERO)
}

/// Reads a duration that is some time, or a distribution of such.
fn some_times(field: Field<'_>) -> Distribution {
    match field.value() {
        Some(Value::Table(_)) => {
            let law = field.faults().sound(|| distribution::read(field));
            if law.is_some_and(|law| law.typical().is_zero()) {
                let message = format!("`{}` must be more than 0", field.name());
                field.fault(message).expected("a distribution of positive times").report();
            }
            law.unwrap_or(Distribution::ZERO)
        }
        _ => Distribution::Fixed(duration::some_time(field)),
    }
}

/// Fields that belong to one way in which requests arise.
const OPEN: [&str; 1] = ["arrivals"];
const CLOSED: [&str; 3] = ["think", "from", "until"];

/// Reads how the requests of a stream arise.
fn load(cursor: &mut Cursor<'_>, end: SimTime, file: ScenarioFile<'_>) -> Load {
    let kind = cursor.exactly_one(["profile", "users", "trace"]);
    let [arrivals] = OPEN.map(|name| cursor.field(name));
    let closed_loop = CLOSED.map(|name| cursor.field(name));
    let replayed = replay::FIELDS.map(|name| cursor.field(name));
    for (owner, fields) in
        [("profile", &[arrivals][..]), ("users", &closed_loop), ("trace", &replayed)]
    {
        let is_misplaced = kind.name() != owner && kind.value().is_some();
        for field in fields.iter().copied().flatten().filter(|_| is_misplaced) {
            let message = format!("`{}` belongs to a stream with `{owner}`", field.name());
            let fault = field.faults().at(field.key(), message);
            fault.expected(format!("only beside `{owner}`")).report();
        }
    }
    match kind.name() {
        "users" => closed(kind, closed_loop, end),
        "trace" => Load::Replay(replay::read(kind, replayed, file)),
        _ => {
            let arrivals = arrivals.map_or(Arrivals::Poisson, Field::word);
            Load::Open { arrivals, profile: profile(kind) }
        }
    }
}

/// Reads a closed loop of users.
fn closed(
    users_field: Field<'_>,
    [think, from, until]: [Option<Field<'_>>; 3],
    end: SimTime,
) -> Load {
    let faults = users_field.faults();
    let users = faults.sound(|| users_field.integer(1..=MAX_USERS));
    let think = think.map(distribution::read);
    let times = faults.sound(|| {
        (from.map_or(SimTime::ZERO, duration::instant), until.map_or(end, duration::instant))
    });
    let (begin, stop) = times.unwrap_or((SimTime::ZERO, end));
    if let Some(field) = until.or(from).filter(|_| begin >= stop) {
        let (begin, stop) = (in_words(begin), in_words(stop));
        let fault = field.fault(format!("the users stop at {stop}, before they start at {begin}"));
        fault.expected("`from` before `until`").report();
    }
    let users = users.unwrap_or(1);
    let pauses = think.is_some_and(|think| !think.typical().is_zero());
    let most = u128::from(users) * u128::from(stop.since(begin).as_micros()) / TURNAROUND_US;
    if !pauses && most > MAX_UNPAUSED {
        let message =
            format!("{} without a pause can send {most} requests", counted(users, "user"));
        let fault = users_field.fault(message);
        fault
            .expected("add `think`, such as think = { fixed = \"1s\" }, or use fewer users")
            .report();
    }
    Load::Closed { users, think, from: begin, until: stop }
}

/// Reads `profile = [["0s", 20], ["2m", 900]]`.
fn profile(field: Field<'_>) -> Profile {
    let items = field.items();
    if items.is_empty() && matches!(field.value(), Some(Value::Array(_))) {
        let fault = field.fault("the profile has no points");
        fault.expected("points such as [\"0s\", 20]").report();
    }
    let mut latest = SimTime::ZERO;
    let mut points = Vec::with_capacity(items.len());
    for item in items {
        let Some((at, rate)) = field.faults().sound(|| point(item)) else { continue };
        if at < latest {
            let (latest, at) = (in_words(latest), in_words(at));
            let fault = item.fault(format!("the profile goes back from {latest} to {at}"));
            fault.expected("times in ascending order").report();
        }
        latest = latest.max(at);
        points.push((at, rate));
    }
    Profile { points }
}

/// An instant as the file would write it.
fn in_words(at: SimTime) -> SimDuration {
    at.since(SimTime::ZERO)
}

/// Reads one `["2m", 900]`.
fn point(field: Field<'_>) -> (SimTime, f64) {
    let Some(Value::Array(_)) = field.value() else {
        field.refuse("a point such as [\"0s\", 20]").report();
        return (SimTime::ZERO, 0.0);
    };
    let pair = field.items();
    let [at, rate] = pair.as_slice() else {
        let fault = field.fault(format!("a point has {}, not two", counted(pair.len(), "value")));
        fault.expected("a time and a rate, such as [\"0s\", 20]").report();
        return (SimTime::ZERO, 0.0);
    };
    (duration::instant(at.called("time")), rate.called("rate").number(0.0..=MAX_RATE))
}

/// Reads `retry = { on = [429], attempts = 3, backoff = "1s" }`.
fn retry(cursor: &mut Cursor<'_>) -> Retry {
    Retry {
        on: statuses(cursor.required("on", "[429, 503]")),
        attempts: cursor.required("attempts", "3").integer(1..=MAX_ATTEMPTS),
        backoff: pause(cursor.required("backoff", "\"1s\"")),
    }
}

/// Reads the statuses that are retried.
fn statuses(field: Field<'_>) -> Vec<u16> {
    if matches!(field.value(), Some(Value::Array(items)) if items.is_empty()) {
        let fault = field.fault("`on` has no status");
        fault.expected("statuses such as [429, 503]").report();
    }
    field.list(|item| item.integer(STATUSES))
}
