//! Distributions: `{ fixed = "80ms" }`, `{ uniform = { min = "3s", max = "6s" } }`
//! and their like. The kind is the key.

use super::duration::{self, Zero};
use crate::model::distribution::Distribution;
use crate::model::time::SimDuration;
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults};
use spanned_toml::tree::Value;

/// The kinds, as keys.
const KINDS: [&str; 4] = ["fixed", "exponential", "uniform", "lognormal"];

/// The distribution that `field` holds.
pub(super) fn read(field: Field<'_>, faults: &mut Faults) -> Option<Distribution> {
    if !matches!(field.node.value, Value::Table(_)) {
        let message = format!("`{}` is {}, not a distribution", field.name, field.node.kind());
        let fault = Fault::new(&field.node.place, message).expected("a distribution");
        let known = matches!(field.node.value, Value::Text(_));
        let example = if known { field.node.to_string() } else { "\"80ms\"".to_owned() };
        faults.push(fault.help(format!("for a fixed time write `{{ fixed = {example} }}`")));
        return None;
    }
    let mut cursor = field.cursor(faults)?;
    let kind = cursor.exactly_one(&KINDS, faults);
    cursor.finish(faults);
    let kind = kind?;
    match kind.name {
        "fixed" => duration::read(kind, Zero::Allowed, faults).map(Distribution::Fixed),
        "exponential" => exponential(kind.cursor(faults)?, faults),
        "uniform" => {
            let (min, max) = pair(kind.cursor(faults)?, ["min", "max"], faults)?;
            Some(Distribution::Uniform { min, max })
        }
        _ => {
            let (median, p99) = pair(kind.cursor(faults)?, ["median", "p99"], faults)?;
            Some(Distribution::Lognormal { median, p99 })
        }
    }
}

/// `{ mean = … }`.
fn exponential(mut cursor: Cursor<'_>, faults: &mut Faults) -> Option<Distribution> {
    let mean = cursor.required("mean", "mean = \"1s\"", faults);
    cursor.finish(faults);
    let mean = duration::read(mean?, Zero::Allowed, faults)?;
    Some(Distribution::Exponential { mean })
}

/// Two durations of which the second is never below the first.
fn pair(
    mut cursor: Cursor<'_>,
    [low, high]: [&'static str; 2],
    faults: &mut Faults,
) -> Option<(SimDuration, SimDuration)> {
    let low_field = cursor.required(low, &format!("{low} = \"80ms\""), faults);
    let high_field = cursor.required(high, &format!("{high} = \"400ms\""), faults);
    cursor.finish(faults);
    // A log-normal law has no median of zero.
    let zero = if low == "median" { Zero::Refused } else { Zero::Allowed };
    let low_value = low_field.and_then(|field| duration::read(field, zero, faults));
    let high_field = high_field?;
    let high_value = duration::read(high_field, Zero::Allowed, faults)?;
    let low_value = low_value?;
    if high_value < low_value {
        let message = format!("`{high}` {high_value} is under `{low}` {low_value}");
        let fault = Fault::new(&high_field.node.place, message);
        faults.push(fault.expected(format!("at least {low_value}")));
        return None;
    }
    Some((low_value, high_value))
}
