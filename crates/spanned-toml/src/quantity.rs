//! Numbers with bounds.

use std::fmt;
use std::ops::RangeInclusive;

use super::cursor::Field;
use super::faults::{Fault, Faults};
use super::tree::Value;

/// Bounds that leave out no finite number.
pub const ANY: RangeInclusive<f64> = f64::NEG_INFINITY..=f64::INFINITY;

/// A whole number within `bounds`.
pub fn integer<T>(field: Field<'_>, bounds: &RangeInclusive<T>, faults: &mut Faults) -> Option<T>
where
    T: TryFrom<i64> + PartialOrd + fmt::Display,
{
    let value = whole(field, faults)?;
    match T::try_from(value) {
        Ok(number) if bounds.contains(&number) => Some(number),
        _ => {
            let (low, high) = (bounds.start(), bounds.end());
            let message = format!("`{}` is {value}, outside {low} to {high}", field.name);
            let expected = format!("a whole number from {low} to {high}");
            faults.push(Fault::new(&field.node.place, message).expected(expected));
            None
        }
    }
}

/// A whole number of any size.
pub fn whole(field: Field<'_>, faults: &mut Faults) -> Option<i64> {
    match field.node.value {
        Value::Integer(value) => Some(value),
        _ => field.refuse("a whole number", faults),
    }
}

/// A number that is finite and within `bounds`.
pub fn number(field: Field<'_>, bounds: &RangeInclusive<f64>, faults: &mut Faults) -> Option<f64> {
    let value = match field.node.value {
        Value::Integer(value) => value as f64,
        Value::Float(value) => value,
        _ => return field.refuse("a number", faults),
    };
    let (low, high) = (*bounds.start(), *bounds.end());
    if bounds.contains(&value) && value.is_finite() {
        return Some(value);
    }
    let (message, expected) = if !value.is_finite() {
        (format!("`{}` is {value}, not a finite number", field.name), "a finite number".to_owned())
    } else if low.is_finite() && high.is_finite() {
        let message = format!("`{}` is {value}, outside {low} to {high}", field.name);
        (message, format!("a number from {low} to {high}"))
    } else {
        (format!("`{}` is {value}, under {low}", field.name), format!("at least {low}"))
    };
    faults.push(Fault::new(&field.node.place, message).expected(expected));
    None
}

/// Any finite number.
pub fn finite(field: Field<'_>, faults: &mut Faults) -> Option<f64> {
    number(field, &ANY, faults)
}
