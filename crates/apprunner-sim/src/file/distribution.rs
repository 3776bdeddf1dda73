//! Distributions: `{ fixed = "80ms" }`, `{ uniform = { min = "3s", max = "6s" } }`
//! and their like. The kind is the key.

use super::duration;
use crate::model::distribution::Distribution;
use crate::model::time::SimDuration;
use spanned_toml::field::Field;
use spanned_toml::tree::Value;

/// Reads a distribution.
pub(super) fn read(field: Field<'_>) -> Distribution {
    field.is_a("distribution");
    match field.value() {
        None | Some(Value::Table(_)) => field.table(|table| {
            of_kind(table.exactly_one(["fixed", "exponential", "uniform", "lognormal"]))
        }),
        Some(other) => {
            let is_text = matches!(other, Value::Text(_));
            let example = if is_text { other.to_string() } else { "\"80ms\"".to_owned() };
            let fault = field.refuse("a distribution");
            fault.help(format!("for a fixed time write `{{ fixed = {example} }}`")).report();
            Distribution::Fixed(SimDuration::ZERO)
        }
    }
}

/// Reads the distribution whose kind is the name of the field.
fn of_kind(kind: Field<'_>) -> Distribution {
    match kind.name() {
        "exponential" => kind.table(|table| Distribution::Exponential {
            mean: duration::read(table.required("mean", "\"1s\"")),
        }),
        "uniform" => {
            let (min, max) = pair(kind, ["min", "max"], duration::read);
            Distribution::Uniform { min, max }
        }
        "lognormal" => {
            // The law has no median of zero.
            let (median, p99) = pair(kind, ["median", "p99"], duration::some_time);
            Distribution::Lognormal { median, p99 }
        }
        _ => Distribution::Fixed(duration::read(kind)),
    }
}

/// Reads two durations of which the second is never below the first.
fn pair(
    kind: Field<'_>,
    [low, high]: [&'static str; 2],
    read_low: impl Fn(Field<'_>) -> SimDuration,
) -> (SimDuration, SimDuration) {
    kind.table(|table| {
        let at_least = read_low(table.required(low, "\"80ms\""));
        let field = table.required(high, "\"400ms\"");
        let at_most = duration::read(field);
        if table.is_sound() && at_most < at_least {
            let fault = field.fault(format!("`{high}` {at_most} is under `{low}` {at_least}"));
            fault.expected(format!("at least {at_least}")).report();
        }
        (at_least, at_most)
    })
}
