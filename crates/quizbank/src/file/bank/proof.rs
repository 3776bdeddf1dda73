//! `[question.proof]`: the run that settles a question.
//!
//! Where the question draws numbers, a probe's number and the replay's instant
//! may be texts. They are filled in here for every combination, so that a fault
//! is reported at its place and not when somebody draws it.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::draw;
use super::options::{Keys, wrong_option};
use crate::model::question::{Claim, Proof, WrongProbe};
use crate::model::template::{self, Drawn, Draws};
use spanned_toml::bound::{self, Figures};
use spanned_toml::cursor::Cursor;
use spanned_toml::duration::{self, Zero};
use spanned_toml::field::Field;
use spanned_toml::setting;
use spanned_toml::shape::Shape;
use spanned_toml::tree::Value;

/// How a probe is written.
const PROBE: &str = "{ metric = …, equals = … }";

/// A text longer than this is no number and no time.
const LONGEST: usize = 200;

/// Reads the proof at `cursor`, of a question with these keys that draws these `cases`.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    keys: &Keys,
    cases: &[Draws],
    figures: &Figures,
) -> Proof {
    Proof {
        scenario: cursor.required("scenario", "\"health-503\"").words(),
        set: cursor.optional("set", |field| setting::table(field).1).unwrap_or_default(),
        probe: probes(cursor.required("probe", PROBE), cases, figures),
        wrong: cursor.tables("wrong", |wrong| WrongProbe {
            option: wrong_option(wrong.required("option", "4"), keys),
            probe: probe(wrong.required("probe", PROBE), cases, figures),
        }),
        replay_at: cursor
            .optional("replay_at", |field| instant(field, cases))
            .unwrap_or_else(|| Duration::ZERO.into()),
    }
}

/// Reads one table, or an array of tables that must all hold.
fn probes(field: Field<'_>, cases: &[Draws], figures: &Figures) -> Vec<Claim> {
    match field.value() {
        Some(Value::Array(items)) => {
            if items.is_empty() {
                field.fault("the proof probes nothing").expected("at least one probe").report();
            }
            field.list(|item| probe(item, cases, figures))
        }
        _ => vec![probe(field, cases, figures)],
    }
}

/// Reads one probe.
fn probe(field: Field<'_>, cases: &[Draws], figures: &Figures) -> Claim {
    field.is_a("probe");
    let number = |field: Field<'_>, bounds| number(field, bounds, cases);
    let (metric, bound) = field.table(|table| bound::read(table, figures, number));
    Claim { metric, bound }
}

/// Reads a number within `bounds`, or a text that is one under each of `cases`.
fn number(field: Field<'_>, bounds: RangeInclusive<f64>, cases: &[Draws]) -> Drawn<f64> {
    let Some(text) = drawn_text(field, cases) else {
        let (low, high) = (*bounds.start(), *bounds.end());
        let number = field.number(bounds);
        // Another question may draw it.
        field.expects(|| Shape::AnyOf(vec![Shape::Number(low, high), Shape::Text]));
        return Drawn::Fixed(number);
    };
    let drawn = Drawn::Text(text.to_owned());
    let refusal = |draws: &Draws| match drawn.number(draws) {
        Ok(value) if bounds.contains(&value) => None,
        Ok(value) => Some(format!("{value} is under {}", bounds.start())),
        Err(error) => Some(error.to_string()),
    };
    draw::check(field, cases, refusal, "a number after the sampled numbers are filled in");
    drawn
}

/// Reads an instant, or a text that is one under each of `cases`.
fn instant(field: Field<'_>, cases: &[Draws]) -> Drawn<Duration> {
    let Some(text) = drawn_text(field, cases).filter(|text| text.contains('{')) else {
        return Drawn::Fixed(duration::read(field, Zero::Allowed));
    };
    let refusal = |draws: &Draws| match template::fill(text, draws) {
        Ok(filled) => duration::of_text(&filled).err(),
        Err(error) => Some(error.to_string()),
    };
    draw::check(field, cases, refusal, "a duration after the sampled numbers are filled in");
    Drawn::Text(text.to_owned())
}

/// The text of a field that a question with these `cases` may fill in.
fn drawn_text<'t>(field: Field<'t>, cases: &[Draws]) -> Option<&'t str> {
    match field.value() {
        Some(Value::Text(text)) if !cases.is_empty() && text.len() <= LONGEST => {
            field.expects(|| Shape::Text);
            Some(text)
        }
        _ => None,
    }
}
