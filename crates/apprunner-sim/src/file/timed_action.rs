//! What somebody makes happen, in a few typed words: `crash 1`, `surge 2 1m`,
//! `deploy v2 app.routes./health.status=302`.

use super::duration;
use crate::model::intervention::{Intervention, TimedAction};
use crate::model::time::{SimDuration, SimTime};
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// What can happen, with an example of each.
pub const EXAMPLES: [(&str, &str); 9] = [
    ("crash", "crash 1"),
    ("hang", "hang 1"),
    ("surge", "surge 2 1m"),
    ("deploy", "deploy v2 app.routes./health.status=302"),
    ("push", "push v2"),
    ("update", "update service.auto_scaling.max_size=20"),
    ("set", "set app.routes./health.status=503"),
    ("pause", "pause"),
    ("resume", "resume"),
];

/// How long a surge lasts whose length nobody says. Assumed.
const SURGE: SimDuration = SimDuration::from_secs(60);
/// More than this many times the traffic is a slip of the finger.
const MOST: u32 = 1_000;

/// Reads a moment and what happens then, as in `5m crash 1`.
///
/// # Errors
///
/// What is not understood, with an example.
pub fn at_moment(text: &str) -> Result<Intervention, String> {
    let text = text.trim();
    let is_moment = |at: &usize| duration::instant_of(&text[..*at]).is_ok();
    let blanks = || text.match_indices(char::is_whitespace).map(|(at, _)| at);
    // A moment may hold blanks, as in `1m 30s`.
    let end = blanks()
        .rfind(is_moment)
        .or_else(|| blanks().next())
        .ok_or_else(|| format!("`{text}` has no event; for example `5m crash 1`"))?;
    let (moment, words) = text.split_at(end);
    Ok(Intervention::At(duration::instant_of(moment)?, read(words.trim_start())?))
}

/// Reads what happens.
///
/// ```
/// use apprunner_sim::file::timed_action;
/// use apprunner_sim::model::intervention::TimedAction;
///
/// assert_eq!(timed_action::read("crash 2"), Ok(TimedAction::Crash(2)));
/// assert!(timed_action::read("crash two").is_err());
/// ```
///
/// # Errors
///
/// What is not understood, with an example.
pub fn read(text: &str) -> Result<TimedAction, String> {
    let mut words = text.split_whitespace();
    let kind = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    match (kind, rest.as_slice()) {
        ("crash", count) => Ok(TimedAction::Crash(instances(count)?)),
        ("hang", count) => Ok(TimedAction::Hang(instances(count)?)),
        ("surge", words) => surge(words),
        ("deploy", [version, set @ ..]) => {
            Ok(TimedAction::Deploy((*version).to_owned(), settings(set)?))
        }
        ("push", [version]) => Ok(TimedAction::Push((*version).to_owned())),
        ("update", [_, ..]) => Ok(TimedAction::Update(rest_setting(text, kind)?)),
        ("set", [_, ..]) => Ok(TimedAction::Set(rest_setting(text, kind)?)),
        ("pause", []) => Ok(TimedAction::Pause),
        ("resume", []) => Ok(TimedAction::Resume),
        _ => {
            let example = EXAMPLES.iter().find(|(name, _)| *name == kind);
            let known = || EXAMPLES.map(|(name, _)| name).join(", ");
            Err(match example {
                Some((_, example)) => format!("`{text}` is not an event; for example `{example}`"),
                None => format!("`{kind}` is not an event; events are: {}", known()),
            })
        }
    }
}

fn instances(words: &[&str]) -> Result<u32, String> {
    match words {
        [] => Ok(1),
        [count] => count.parse().map_err(|_| format!("`{count}` is not a number of instances")),
        _ => Err(format!("`{}` is not a number of instances", words.join(" "))),
    }
}

/// A factor and a length, in either order of habit: `2`, `×2 1m`, `2x for 1m`.
fn surge(words: &[&str]) -> Result<TimedAction, String> {
    let words: Vec<&str> = words.iter().copied().filter(|word| *word != "for").collect();
    let number = |word: &str| {
        let digits = word.trim_matches(['x', '×']);
        let factor = digits.parse().ok().filter(|factor| (2..=MOST).contains(factor));
        factor.ok_or_else(|| format!("`{word}` is not a factor from 2 to {MOST}"))
    };
    match words.as_slice() {
        [] => Ok(TimedAction::Surge(2, SURGE)),
        [factor] => Ok(TimedAction::Surge(number(factor)?, SURGE)),
        [factor, length @ ..] => {
            let length = duration::instant_of(&length.join(" "))?.since(SimTime::ZERO);
            if length.is_zero() {
                return Err("the duration of a surge must be more than 0".to_owned());
            }
            Ok(TimedAction::Surge(number(factor)?, length))
        }
    }
}

/// Several settings; a word without `=` goes on with the value before it.
fn settings(words: &[&str]) -> Result<Vec<Setting>, String> {
    let mut whole: Vec<String> = Vec::new();
    for word in words {
        match whole.last_mut().filter(|_| !word.contains('=')) {
            Some(before) => before.extend([" ", *word]),
            None => whole.push((*word).to_owned()),
        }
    }
    whole.iter().map(|text| one(text)).collect()
}

/// The one setting after `kind`; its value may hold blanks.
fn rest_setting(text: &str, kind: &str) -> Result<Setting, String> {
    one(text.trim_start().strip_prefix(kind).unwrap_or_default().trim())
}

fn one(text: &str) -> Result<Setting, String> {
    setting::parse(text).map_err(|faults| faults.in_a_line())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_understood_and_named_by_its_kind() {
        for (kind, example) in EXAMPLES {
            let read = read(example).unwrap_or_else(|error| panic!("{example}: {error}"));
            let name = format!("{read:?}").to_lowercase();
            assert!(name.starts_with(kind), "{example}: {read:?}");
        }
    }

    #[test]
    fn numbers_may_be_left_out_where_there_is_a_habit() {
        assert_eq!(read("crash"), Ok(TimedAction::Crash(1)));
        assert_eq!(read("surge"), Ok(TimedAction::Surge(2, SURGE)));
        let long = SimDuration::from_secs(150);
        assert_eq!(read("surge ×3 for 2m30s"), Ok(TimedAction::Surge(3, long)));
    }

    #[test]
    fn a_value_may_hold_blanks() {
        let path = "service.instance.cpu".to_owned();
        let setting = Setting { path, value: "\"2 vCPU\"".to_owned() };
        assert_eq!(read("update service.instance.cpu=2 vCPU"), Ok(TimedAction::Update(setting)));
    }

    #[test]
    fn a_duration_may_hold_blanks_wherever_it_stands() {
        let pairs = [
            ("1m 30s crash 1", "1m30s crash 1"),
            ("1h 1m  30s surge 2 1m 30s", "1h1m30s surge 2 1m30s"),
            ("2m deploy v2 app.idle=1m 30s app.port=80", "2m deploy v2 app.idle=1m30s app.port=80"),
            ("2m set app.idle=1m 30s", "2m set app.idle=1m30s"),
        ];
        let value = |text: &str| format!("{:?}", at_moment(text)).replace("1m 30s", "1m30s");
        for (apart, together) in pairs {
            assert!(at_moment(apart).is_ok(), "{apart}: {:?}", at_moment(apart));
            assert_eq!(value(apart), value(together));
        }
    }

    #[test]
    fn a_slip_is_told_with_the_way_out() {
        let cases = [
            ("", "is not an event"),
            ("explode 3", "crash, hang, surge"),
            ("push", "push v2"),
            ("crash many", "`many` is not a number"),
            ("surge 1", "factor from 2"),
            ("surge 2 0s", "must be more than 0"),
            ("surge 2 1m for no reason", "`m no reason`"),
            ("set app.port", "="),
        ];
        for (text, part) in cases {
            let error = read(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
        assert!(at_moment("5m").unwrap_err().contains("5m crash 1"));
        assert!(at_moment("5 crash 1").is_err());
    }
}
