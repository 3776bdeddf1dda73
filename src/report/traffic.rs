//! A stream of traffic in words: how its requests arise, and what their clients do.

use spanned_toml::faults::counted;

use super::clock::clock_s;
use super::number::grouped;
use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::replay::{Replay, ReplayLatency};
use apprunner_sim::model::time::SimTime;
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
            let points = profile.points.get(..MOST_POINTS).unwrap_or(&profile.points);
            let more = profile.points.len() - points.len();
            let more = if more > 0 { format!(", and {more} more points") } else { String::new() };
            format!("{law}, {}{more}", rates(points))
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

/// The rates between `points`, each where it changes: the last one stays.
fn rates(points: &[(SimTime, f64)]) -> String {
    let Some(&(start, first)) = points.first() else { return String::new() };
    let mut said = vec![format!("{} per second", grouped(first))];
    if start > SimTime::ZERO {
        said.push(format!(" from {}", clock_s(start)));
    }
    if points.iter().all(|(_, rate)| is_same(*rate, first)) {
        return said.concat();
    }
    let mut has_turned = false;
    let after = points.iter().skip(2).map(Some).chain([None]);
    for ((&(before, last), &(at, rate)), next) in
        points.iter().zip(points.iter().skip(1)).zip(after)
    {
        let (time, turns) = (clock_s(at), !is_same(rate, last));
        said.push(match next {
            _ if turns && at == before => format!(", then {} from {time}", grouped(rate)),
            _ if turns => format!(", {} by {time}", grouped(rate)),
            // Where it jumps, the time of the next rate is that of the end of this one.
            Some(&(then, to)) if then > at && !is_same(to, rate) => {
                format!("{} until {time}", if has_turned { " and" } else { "" })
            }
            Some(_) | None => continue,
        });
        has_turned = turns;
    }
    said.concat()
}

fn is_same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_said_when_it_changes() {
        let said = |points: &[(u64, f64)]| {
            let at = |&(seconds, rate)| (SimTime::from_secs(seconds), rate);
            rates(&points.iter().map(at).collect::<Vec<_>>())
        };
        assert_eq!(said(&[(0, 0.1), (300, 0.1)]), "0.10 per second");
        let surge = [(0, 20.0), (120, 20.0), (150, 1_200.0), (360, 1_200.0), (390, 0.0)];
        let words = "20 per second until 02:00, 1,200 by 02:30 and until 06:00, 0 by 06:30";
        assert_eq!(said(&surge), words);
        let step = [(0, 20.0), (60, 20.0), (60, 280.0), (90, 280.0)];
        assert_eq!(said(&step), "20 per second, then 280 from 01:00");
    }
}
