//! What only scenarios know: the words for CPU and memory, and the bounds of
//! traffic.

use std::ops::RangeInclusive;

use spanned_toml::faults::quoted;
use spanned_toml::field::Field;
use spanned_toml::shape::Shape;
use spanned_toml::tree::Value;

/// The highest rate of a stream, in requests per second.
pub(super) const MAX_RATE: f64 = 1e6;

/// The most users of a closed loop.
pub(super) const MAX_USERS: u32 = 1_000_000;

/// Statuses that HTTP knows.
pub(super) const STATUSES: RangeInclusive<u16> = 100..=599;

/// The largest memory that a file may name: a terabyte.
const MAX_MEMORY_MB: f64 = 1_048_576.0;

/// The most thousandths of a vCPU that a file may name.
const MAX_CPU_MILLIS: f64 = 1e6;

/// Units of CPU with the thousandths of a vCPU in each; a bare number is CPU units.
const CPU_UNITS: [(&str, f64); 2] = [("vcpu", 1_000.0), ("", 1_000.0 / 1_024.0)];

/// Reads memory in MB: "2 GB", "512 MB", or a bare "2048" as the API takes it.
pub(super) fn memory(field: Field<'_>) -> u32 {
    let units = [("gb", 1_024.0), ("mb", 1.0), ("", 1.0)];
    let is_size = |megabytes: f64| megabytes <= MAX_MEMORY_MB && megabytes.fract() == 0.0;
    let bad = "whole megabytes, at most 1048576";
    scaled(field, &units, "memory such as \"2 GB\" or \"512 MB\"", is_size, bad)
}

/// Reads thousandths of a vCPU: "1 vCPU", "0.25 vCPU", or CPU units such as "1024" as
/// the API takes them.
pub(super) fn cpu(field: Field<'_>) -> u32 {
    let is_size = |millis: f64| (1.0..=MAX_CPU_MILLIS).contains(&millis);
    let expected = "CPU such as \"1 vCPU\" or \"1024\"";
    scaled(field, &CPU_UNITS, expected, is_size, expected)
}

/// As [`cpu`], or none: "0 vCPU".
pub(super) fn cpu_or_none(field: Field<'_>) -> u32 {
    let is_size = |millis: f64| (0.0..=MAX_CPU_MILLIS).contains(&millis);
    let expected = "CPU such as \"0.05 vCPU\", or \"0 vCPU\"";
    scaled(field, &CPU_UNITS, expected, is_size, expected)
}

/// Reads a number with one of `units`, times what that stands for; what is no
/// `expected`, or not `is_size` and hence `bad`, is a fault.
fn scaled(
    field: Field<'_>,
    units: &[(&str, f64)],
    expected: &str,
    is_size: impl Fn(f64) -> bool,
    bad: &str,
) -> u32 {
    field.expects(|| shape(units));
    let text = match field.value() {
        Some(Value::Text(text)) => text.trim().to_owned(),
        Some(number @ Value::Integer(_)) => number.to_string(),
        _ => {
            field.refuse(expected).report();
            return 0;
        }
    };
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let unit = unit.trim().to_ascii_lowercase();
    let factor = units.iter().find_map(|&(name, factor)| (name == unit).then_some(factor));
    let value = number.parse::<f64>().ok().zip(factor).map(|(number, factor)| number * factor);
    if let Some(value) = value.filter(|&value| is_size(value)) {
        return rounded(value);
    }
    let fault = field.fault(format!("{} is not a size for `{}`", quoted(&text), field.name()));
    fault.expected(if value.is_some() { bad } else { expected }).report();
    0
}

/// A bare number, or a text with one of `units`, in letters of any case.
fn shape(units: &[(&str, f64)]) -> Shape {
    let either = |letter: char| format!("[{letter}{}]", letter.to_ascii_uppercase());
    let unit = |(unit, _): &(&str, f64)| unit.chars().map(either).collect::<String>();
    let units: Vec<String> = units.iter().map(unit).collect();
    let text = Shape::pattern(format!(r"^\s*[0-9.]+\s*(?:{})\s*$", units.join("|")));
    Shape::AnyOf(vec![text, Shape::Integer(0, i64::MAX)])
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
