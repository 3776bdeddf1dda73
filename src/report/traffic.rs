//! A stream of traffic in words: how its requests arise, and what their clients do.

use spanned_toml::faults::counted;

use super::clock::clock_s;
use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::replay::{Replay, ReplayLatency};
use apprunner_sim::model::traffic::{Arrivals, Load, Stream};

/// More points of a profile than this are counted, not listed.
const MOST_POINTS: usize = 24;

/// `stream` without its route.
pub fn words(stream: &Stream) -> String {
    let timeout = match &stream.client_timeout {
        Some(Distribution::Fixed(limit)) => format!("Clients time out after {limit}."),
        Some(law) => format!("The client timeout is sampled for each request: {law}."),
        None => "Clients have no timeout.".to_owned(),
    };
    let retry = stream.retry.as_ref().map(|retry| {
        let statuses: Vec<String> = retry.on.iter().map(u16::to_string).collect();
        format!(
            " They retry on {}, {} attempts in total, the first retry after {}.",
            statuses.join(", "),
            retry.attempts,
            retry.backoff
        )
    });
    format!("{}. {timeout}{}", load(&stream.load), retry.unwrap_or_default())
}

fn load(load: &Load) -> String {
    match load {
        Load::Open { arrivals, profile } => {
            let law = match arrivals {
                Arrivals::Poisson => "requests at random (Poisson)",
                Arrivals::Even => "evenly spaced requests",
            };
            let point = |(at, rate): &(_, f64)| format!("{rate} per second at {}", clock_s(*at));
            let points: Vec<String> = profile.points.iter().take(MOST_POINTS).map(point).collect();
            let more = profile.points.len() - points.len();
            let more = if more > 0 { format!(", and {more} more points") } else { String::new() };
            format!("{law}, {}{more}", points.join(", "))
        }
        Load::Replay(replay) => replayed(replay),
        Load::Closed { users, think, from, until } => {
            let pause = think.as_ref();
            let pause =
                pause.map_or("without a pause".to_owned(), |it| format!("with a pause of {it}"));
            format!(
                "{}, each with one request at a time, from {} to {}, {pause}",
                counted(users, "user"),
                clock_s(*from),
                clock_s(*until)
            )
        }
    }
}

fn replayed(Replay { trace, speed, repeat, arrivals }: &Replay) -> String {
    let all = format!("{} requests as recorded in {}", arrivals.count(), trace.file);
    let of = (!trace.routes.is_empty()).then(|| format!(" for {}", trace.routes.join(", ")));
    let is_faster = (*speed - 1.0).abs() > f64::EPSILON;
    let faster = is_faster.then(|| format!(", {speed} times as fast"));
    let repeated = (*repeat > 1).then(|| format!(", {repeat} times in all"));
    let is_of_log = trace.latency == ReplayLatency::Log;
    let latency = is_of_log.then(|| ", with the latencies of the log".to_owned());
    [Some(all), of, faster, repeated, latency].into_iter().flatten().collect()
}
