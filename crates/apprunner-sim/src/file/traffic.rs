//! `[[traffic]]`: streams of requests, open (a profile) or closed (users).

use super::distribution;
use super::duration::{self, Zero};
use super::size::{MAX_RATE, MAX_USERS, STATUSES};
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::{Arrivals, Load, Profile, Retry, Stream};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults, Place};
use spanned_toml::quantity;
use spanned_toml::tree::{Node, Value};

/// The most requests that users without a pause may send in a run: some minutes of
/// simulating.
const MAX_UNPAUSED: u128 = 10_000_000_000;
/// The least time in µs from a response to the next request of a user, by default.
const TURNAROUND_US: u128 = 1_000;
/// The most tries of one request.
const MAX_ATTEMPTS: u32 = 1_000;

/// A stream and the place of its route's name.
pub(super) struct PlacedStream {
    /// The stream.
    pub(super) stream: Stream,
    /// Where it names its route.
    pub(super) route: Place,
}

/// The stream at `cursor`, in a run that lasts until `end`.
pub(super) fn read(
    mut cursor: Cursor<'_>,
    end: SimTime,
    faults: &mut Faults,
) -> Option<PlacedStream> {
    let route = cursor.required("route", "route = \"/\"", faults);
    let load = load(&mut cursor, end, faults);
    let client_timeout = cursor
        .field("client_timeout")
        .and_then(|field| duration::read(field, Zero::Refused, faults));
    let retry = cursor.table("retry", faults).and_then(|table| retry(table, faults));
    cursor.finish(faults);
    let route_name = route?.text(faults)?.to_owned();
    let stream = Stream { route: route_name, load: load?, client_timeout, retry };
    Some(PlacedStream { stream, route: route?.node.place.clone() })
}

/// How the requests of a stream arise.
fn load(cursor: &mut Cursor<'_>, end: SimTime, faults: &mut Faults) -> Option<Load> {
    let kind = cursor.exactly_one(&["profile", "users"], faults);
    let kinds = [("poisson", Arrivals::Poisson), ("even", Arrivals::Even)];
    let arrivals = cursor.field("arrivals");
    let closed_only = ["think", "from", "until"].map(|name| cursor.field(name));
    let kind = kind?;
    if kind.name == "profile" {
        for field in closed_only.into_iter().flatten() {
            faults.push(misplaced(field, "users"));
        }
        let arrivals = match arrivals {
            Some(field) => field.choice(&kinds, faults),
            None => Some(Arrivals::Poisson),
        };
        let profile = profile(kind, faults);
        return Some(Load::Open { arrivals: arrivals?, profile: profile? });
    }
    if let Some(field) = arrivals {
        faults.push(misplaced(field, "profile"));
    }
    closed(kind, closed_only, end, faults)
}

/// A closed loop of users.
fn closed(
    users: Field<'_>,
    [think, from, until]: [Option<Field<'_>>; 3],
    end: SimTime,
    faults: &mut Faults,
) -> Option<Load> {
    let place = users.node.place.clone();
    let users = quantity::integer(users, &(1..=MAX_USERS), faults);
    let think = think.map(|field| distribution::read(field, faults));
    let begin = from.map_or(Some(SimTime::ZERO), |field| duration::instant(field, faults));
    let stop = until.map_or(Some(end), |field| duration::instant(field, faults));
    let (begin, stop) = (begin?, stop?);
    if let (true, Some(field)) = (begin >= stop, until.or(from)) {
        let message =
            format!("the users stop at {} and begin at {}", in_words(stop), in_words(begin));
        let fault = Fault::new(&field.node.place, message);
        faults.push(fault.expected("`from` before `until`"));
        return None;
    }
    let think = match think {
        Some(read) => Some(read?),
        None => None,
    };
    let users = users?;
    let pauses = think.is_some_and(|think| !think.typical().is_zero());
    let most = u128::from(users) * u128::from(stop.since(begin).as_micros()) / TURNAROUND_US;
    if !pauses && most > MAX_UNPAUSED {
        let message = format!("{users} users who never pause may send {most} requests");
        let fault = Fault::new(&place, message);
        faults.push(fault.expected("`think`, such as think = { fixed = \"1s\" }, or fewer users"));
        return None;
    }
    Some(Load::Closed { users, think, from: begin, until: stop })
}

/// A field of the other kind of stream.
fn misplaced(field: Field<'_>, needed: &str) -> Fault {
    let message = format!("`{}` belongs to a stream with `{needed}`", field.name);
    Fault::new(field.key, message).expected(format!("only beside `{needed}`"))
}

/// `profile = [["0s", 20], ["2m", 900]]`.
fn profile(field: Field<'_>, faults: &mut Faults) -> Option<Profile> {
    let items = field.items(faults)?;
    if items.is_empty() {
        let fault = Fault::new(&field.node.place, "the profile has no points");
        faults.push(fault.expected("points such as [\"0s\", 20]"));
        return None;
    }
    let mut points = Vec::with_capacity(items.len());
    let mut latest = SimTime::ZERO;
    for item in items {
        let Some((at, rate)) = point(field.of(item), faults) else { continue };
        if at < latest {
            let message =
                format!("the profile goes back from {} to {}", in_words(latest), in_words(at));
            faults.push(Fault::new(&item.place, message).expected("times that never go back"));
        }
        latest = latest.max(at);
        points.push((at, rate));
    }
    (points.len() == items.len()).then_some(Profile { points })
}

/// An instant as the file would write it.
fn in_words(at: SimTime) -> SimDuration {
    at.since(SimTime::ZERO)
}

/// One `["2m", 900]`.
fn point(field: Field<'_>, faults: &mut Faults) -> Option<(SimTime, f64)> {
    let Value::Array(pair) = &field.node.value else {
        return field.refuse("a point such as [\"0s\", 20]", faults);
    };
    let [at, rate] = pair.as_slice() else {
        let message = format!("a point has {} values, not two", pair.len());
        let fault = Fault::new(&field.node.place, message);
        faults.push(fault.expected("a time and a rate, such as [\"0s\", 20]"));
        return None;
    };
    let named = |name, node| Field { name, key: field.key, node };
    let at = duration::instant(named("time", at), faults);
    let rate = quantity::number(named("rate", rate), &(0.0..=MAX_RATE), faults);
    at.zip(rate)
}

/// `retry = { on = [429], attempts = 3, backoff = "1s" }`.
fn retry(mut cursor: Cursor<'_>, faults: &mut Faults) -> Option<Retry> {
    let on = cursor.required("on", "on = [429, 503]", faults);
    let attempts = cursor.required("attempts", "attempts = 3", faults);
    let backoff = cursor.required("backoff", "backoff = \"1s\"", faults);
    cursor.finish(faults);
    let on = on.and_then(|field| statuses(field, faults));
    let attempts = attempts.and_then(|field| quantity::integer(field, &(1..=MAX_ATTEMPTS), faults));
    let backoff: Option<SimDuration> =
        backoff.and_then(|field| duration::read(field, Zero::Allowed, faults));
    Some(Retry { on: on?, attempts: attempts?, backoff: backoff? })
}

/// The statuses that are worth another try.
fn statuses(field: Field<'_>, faults: &mut Faults) -> Option<Vec<u16>> {
    let items = field.items(faults)?;
    if items.is_empty() {
        let fault = Fault::new(&field.node.place, "`on` names no status");
        faults.push(fault.expected("statuses such as [429, 503]"));
        return None;
    }
    let status = |item: &Node| quantity::integer(field.of(item), &STATUSES, faults);
    let read: Vec<u16> = items.iter().filter_map(status).collect();
    (read.len() == items.len()).then_some(read)
}
