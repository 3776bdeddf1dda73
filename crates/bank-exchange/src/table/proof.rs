//! A proof as one value of TOML.

use std::time::Duration;

use quizbank::model::question::{Claim, Proof, WrongProbe};
use quizbank::model::template::Drawn;
use spanned_toml::bound::Bound;
use spanned_toml::setting::Setting;
use spanned_toml::tree::basic_string;

use super::fields::array;

/// Returns `proof` as an inline table.
pub(super) fn to_toml(proof: &Proof) -> String {
    let mut entries = vec![format!("scenario = {}", basic_string(&proof.scenario))];
    if !proof.set.is_empty() {
        let setting =
            |Setting { path, value }: &Setting| format!("{} = {value}", basic_string(path));
        entries
            .push(format!("set = {}", table(&proof.set.iter().map(setting).collect::<Vec<_>>())));
    }
    entries.push(format!("probe = {}", array(proof.probe.iter().map(claim))));
    if !proof.wrong.is_empty() {
        let wrong = |WrongProbe { option, probe }: &WrongProbe| {
            table(&[format!("option = {option}"), format!("probe = {}", claim(probe))])
        };
        entries.push(format!("wrong = {}", array(proof.wrong.iter().map(wrong))));
    }
    entries.push(format!("replay_at = {}", instant(&proof.replay_at)));
    table(&entries)
}

fn table(entries: &[String]) -> String {
    format!("{{ {} }}", entries.join(", "))
}

fn claim(Claim { metric, bound }: &Claim) -> String {
    let mut entries = vec![format!("metric = {}", basic_string(metric))];
    match bound {
        Bound::AtMost(most) => entries.push(format!("at_most = {}", number(most))),
        Bound::AtLeast(least) => entries.push(format!("at_least = {}", number(least))),
        Bound::Equals { value, within } => {
            entries.push(format!("equals = {}", number(value)));
            if *within != Drawn::Fixed(0.0) {
                entries.push(format!("within = {}", number(within)));
            }
        }
    }
    table(&entries)
}

fn number(number: &Drawn<f64>) -> String {
    match number {
        Drawn::Fixed(number) => format!("{number:?}"),
        Drawn::Text(text) => basic_string(text),
    }
}

fn instant(instant: &Drawn<Duration>) -> String {
    match instant {
        Drawn::Fixed(duration) => basic_string(&format!("{}us", duration.as_micros())),
        Drawn::Text(text) => basic_string(text),
    }
}
