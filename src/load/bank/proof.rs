//! `[question.proof]`: the run that settles a question.

use super::options::{Keys, wrong_option};
use crate::load::cursor::{Cursor, Field};
use crate::load::faults::{Fault, Faults};
use crate::load::tree::{Node, Value};
use crate::load::{duration, goals, timeline};
use crate::model::goal::Probe;
use crate::model::question::{Proof, WrongProbe};
use crate::model::time::SimTime;

/// The proof at `cursor`, of a question with these keys.
pub(super) fn read(mut cursor: Cursor<'_>, keys: &Keys, faults: &mut Faults) -> Option<Proof> {
    let scenario = cursor.required("scenario", "scenario = \"health-503\"", faults);
    let set = cursor.field("set");
    let probe = cursor.required("probe", "probe = { metric = …, equals = … }", faults);
    let wrong = cursor.tables("wrong", faults);
    let replay_at = cursor.field("replay_at");
    cursor.finish(faults);
    let scenario = scenario.and_then(|field| field.words(faults));
    let set = set.map(|field| timeline::settings(field, faults)).unwrap_or_default();
    let probe = probe.map(|field| probes(field, faults));
    let wrong = wrong.into_iter().filter_map(|table| wrong_probe(table, keys, faults)).collect();
    let replay_at = replay_at.map_or(Some(SimTime::ZERO), |field| duration::instant(field, faults));
    Some(Proof { scenario: scenario?.to_owned(), set, probe: probe?, wrong, replay_at: replay_at? })
}

/// One table, or an array of tables that must all hold.
fn probes(field: Field<'_>, faults: &mut Faults) -> Vec<Probe> {
    let Value::Array(items) = &field.node.value else {
        return one(field, faults).into_iter().collect();
    };
    if items.is_empty() {
        let fault = Fault::new(&field.node.place, "the proof probes nothing");
        faults.push(fault.expected("at least one probe"));
    }
    let probe = |node: &Node| one(field.of(node), faults);
    items.iter().filter_map(probe).collect()
}

/// One probe.
fn one(field: Field<'_>, faults: &mut Faults) -> Option<Probe> {
    let mut cursor = field.cursor(faults)?;
    let probe = goals::probe(&mut cursor, faults);
    cursor.finish(faults);
    probe
}

/// What would be true if a distractor were.
fn wrong_probe(mut cursor: Cursor<'_>, keys: &Keys, faults: &mut Faults) -> Option<WrongProbe> {
    let option = cursor.required("option", "option = 4", faults);
    let probe = cursor.required("probe", "probe = { metric = …, equals = … }", faults);
    cursor.finish(faults);
    let option = option.and_then(|field| wrong_option(field, keys, faults));
    let probe = probe.and_then(|field| one(field, faults));
    Some(WrongProbe { option: option?, probe: probe? })
}
