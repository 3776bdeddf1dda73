//! What only scenarios know: the words for CPU and memory, and the bounds of
//! traffic.

use std::ops::RangeInclusive;

use spanned_toml::cursor::Field;
use spanned_toml::faults::{Fault, Faults, quoted};
use spanned_toml::tree::Value;

/// The highest rate of a stream, in requests per second.
pub(super) const MAX_RATE: f64 = 1e6;

/// The most users of a closed loop.
pub(super) const MAX_USERS: u32 = 1_000_000;

/// Statuses that HTTP knows.
pub(super) const STATUSES: RangeInclusive<u16> = 100..=599;

/// The largest memory that a file may name: a terabyte.
const MAX_MEMORY_MB: f64 = 1_048_576.0;

/// Memory in MB: "2 GB", "512 MB", or a bare "2048" as the API takes it.
pub(super) fn memory(field: Field<'_>, faults: &mut Faults) -> Option<u32> {
    let expected = "memory such as \"2 GB\" or \"512 MB\"";
    let scale = |unit: &str| match unit.to_ascii_lowercase().as_str() {
        "gb" => Some(1_024.0),
        "mb" | "" => Some(1.0),
        _ => None,
    };
    let megabytes = scaled(field, scale, expected, faults)?;
    if megabytes > MAX_MEMORY_MB || megabytes.fract() != 0.0 {
        let message = format!("{} is no size for `{}`", quoted(text_of(field)), field.name);
        let fault = Fault::new(&field.node.place, message);
        faults.push(fault.expected("whole megabytes, at most 1048576"));
        return None;
    }
    Some(rounded(megabytes))
}

/// Thousandths of a vCPU: "1 vCPU", "0.25 vCPU", or CPU units such as "1024" as
/// the API takes them.
pub(super) fn cpu(field: Field<'_>, faults: &mut Faults) -> Option<u32> {
    let expected = "CPU such as \"1 vCPU\" or \"1024\"";
    let scale = |unit: &str| match unit.to_ascii_lowercase().as_str() {
        "vcpu" => Some(1_000.0),
        "" => Some(1_000.0 / 1_024.0),
        _ => None,
    };
    let millis = scaled(field, scale, expected, faults)?;
    if !(1.0..=1e6).contains(&millis) {
        let message = format!("{} is no size for `{}`", quoted(text_of(field)), field.name);
        faults.push(Fault::new(&field.node.place, message).expected(expected));
        return None;
    }
    Some(rounded(millis))
}

/// A number with a unit, times what the unit stands for.
fn scaled(
    field: Field<'_>,
    scale: impl Fn(&str) -> Option<f64>,
    expected: &str,
    faults: &mut Faults,
) -> Option<f64> {
    if !matches!(field.node.value, Value::Text(_) | Value::Integer(_)) {
        return field.refuse(expected, faults);
    }
    let text = text_of(field);
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let value = number.parse::<f64>().ok().zip(scale(unit.trim()));
    if value.is_none() {
        let message = format!("{} is no size for `{}`", quoted(&text), field.name);
        faults.push(Fault::new(&field.node.place, message).expected(expected));
    }
    value.map(|(number, factor)| number * factor)
}

/// What stands in the file, without quotes.
fn text_of(field: Field<'_>) -> String {
    match &field.node.value {
        Value::Text(text) => text.trim().to_owned(),
        _ => field.node.to_string(),
    }
}

/// The nearest whole number of a small positive one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers have checked that it lies between 0 and 1048576"
)]
fn rounded(value: f64) -> u32 {
    value.round() as u32
}
