//! `[question.proof]`: the run that settles a question.
//!
//! Where the question draws numbers, a probe's number and the replay's instant
//! may be texts. They are filled in here for every combination, so that a fault
//! is told at its place and not when somebody draws it.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::draw::holds;
use super::options::{Keys, wrong_option};
use crate::model::question::{Claim, Proof, WrongProbe};
use crate::model::template::{self, Drawn, Draws};
use spanned_toml::bound::{self, Figures};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::duration::{self, Zero};
use spanned_toml::faults::{Fault, Faults};
use spanned_toml::quantity;
use spanned_toml::setting;
use spanned_toml::tree::{Node, Value};

/// A text longer than this is no number and no time.
const LONGEST: usize = 200;

/// The proof at `cursor`, of a question with these keys that draws these `cases`.
pub(super) fn read(
    mut cursor: Cursor<'_>,
    keys: &Keys,
    cases: &[Draws],
    figures: &Figures,
    faults: &mut Faults,
) -> Option<Proof> {
    let scenario = cursor.required("scenario", "scenario = \"health-503\"", faults);
    let set = cursor.field("set");
    let probe = cursor.required("probe", "probe = { metric = …, equals = … }", faults);
    let wrong_tables = cursor.tables("wrong", faults);
    let replay_at = cursor.field("replay_at");
    cursor.finish(faults);
    let scenario = scenario.and_then(|field| field.words(faults));
    let set = set.map(|field| setting::list(field, faults)).unwrap_or_default();
    let probe = probe.map(|field| probes(field, cases, figures, faults));
    let wrong = |table| wrong_probe(table, keys, cases, figures, faults);
    let wrong = wrong_tables.into_iter().filter_map(wrong).collect();
    let replay_at =
        replay_at.map_or(Some(Duration::ZERO.into()), |field| instant(field, cases, faults));
    Some(Proof { scenario: scenario?.to_owned(), set, probe: probe?, wrong, replay_at: replay_at? })
}

/// One table, or an array of tables that must all hold.
fn probes(field: Field<'_>, cases: &[Draws], figures: &Figures, faults: &mut Faults) -> Vec<Claim> {
    let Value::Array(items) = &field.node.value else {
        return one(field, cases, figures, faults).into_iter().collect();
    };
    if items.is_empty() {
        let fault = Fault::new(&field.node.place, "the proof probes nothing");
        faults.push(fault.expected("at least one probe"));
    }
    let probe = |node: &Node| one(field.of(node), cases, figures, faults);
    items.iter().filter_map(probe).collect()
}

/// One probe.
fn one(field: Field<'_>, cases: &[Draws], figures: &Figures, faults: &mut Faults) -> Option<Claim> {
    let mut cursor = field.cursor(faults)?;
    let number =
        |field: Field<'_>, bounds: &_, faults: &mut _| number(field, bounds, cases, faults);
    let probe = bound::read(&mut cursor, figures, number, faults);
    cursor.finish(faults);
    let (metric, bound) = probe?;
    Some(Claim { metric, bound })
}

/// What would be true if a distractor were.
fn wrong_probe(
    mut cursor: Cursor<'_>,
    keys: &Keys,
    cases: &[Draws],
    figures: &Figures,
    faults: &mut Faults,
) -> Option<WrongProbe> {
    let option = cursor.required("option", "option = 4", faults);
    let probe = cursor.required("probe", "probe = { metric = …, equals = … }", faults);
    cursor.finish(faults);
    let option = option.and_then(|field| wrong_option(field, keys, faults));
    let probe = probe.and_then(|field| one(field, cases, figures, faults));
    Some(WrongProbe { option: option?, probe: probe? })
}

/// A number within `bounds`, or a text that is one under each of `cases`.
fn number(
    field: Field<'_>,
    bounds: &RangeInclusive<f64>,
    cases: &[Draws],
    faults: &mut Faults,
) -> Option<Drawn<f64>> {
    let Some(text) = drawn_text(field, cases) else {
        return quantity::number(field, bounds, faults).map(Drawn::Fixed);
    };
    let drawn = Drawn::Text(text.to_owned());
    let refusal = |draws: &Draws| match drawn.number(draws) {
        Ok(value) if bounds.contains(&value) => None,
        Ok(value) => Some(format!("{value} is under {}", bounds.start())),
        Err(error) => Some(error.to_string()),
    };
    holds(field.name, field.node, cases, refusal, "a number once the draws are filled in", faults)?;
    Some(drawn)
}

/// An instant, or a text that is one under each of `cases`.
fn instant(field: Field<'_>, cases: &[Draws], faults: &mut Faults) -> Option<Drawn<Duration>> {
    let Some(text) = drawn_text(field, cases).filter(|text| text.contains('{')) else {
        return duration::read(field, Zero::Allowed, faults).map(Drawn::Fixed);
    };
    let refusal = |draws: &Draws| match template::fill(text, draws) {
        Ok(filled) => duration::of_text(&filled).err(),
        Err(error) => Some(error.to_string()),
    };
    holds(
        field.name,
        field.node,
        cases,
        refusal,
        "a duration once the draws are filled in",
        faults,
    )?;
    Some(Drawn::Text(text.to_owned()))
}

/// The text of a field that a question with these `cases` may fill in.
fn drawn_text<'t>(field: Field<'t>, cases: &[Draws]) -> Option<&'t str> {
    match &field.node.value {
        Value::Text(text) if !cases.is_empty() && text.len() <= LONGEST => Some(text),
        _ => None,
    }
}
