//! Holds values to the limits of an edition.
//!
//! A file is held strictly to the edition that it names. Read for another one,
//! a value of the file that is illegal there becomes the nearest legal value,
//! and that is told; what somebody just typed as `--set` is never bent.

use std::fmt;
use std::ops::RangeInclusive;

use super::duration::{self, Zero};
use crate::model::rules::{Edition, Rules};
use crate::model::time::{MICROS_PER_SECOND, SimDuration};
use spanned_toml::cursor::Field;
use spanned_toml::faults::{Fault, Faults, Origin, Place};
use spanned_toml::quantity;

/// What becomes of a value beyond the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is a fault.
    Strict,
    /// The nearest legal value takes its place.
    Adapting,
}

/// The limits of one reading.
pub(super) struct Limiter {
    /// The edition's rules.
    pub(super) rules: &'static Rules,
    mode: Mode,
    moment: String,
    adapted: Vec<String>,
}

impl Limiter {
    /// Holds values to the rules of `edition`.
    pub(super) fn new(edition: Edition, mode: Mode) -> Self {
        Self { rules: edition.rules(), mode, moment: String::new(), adapted: Vec::new() }
    }

    /// Names the event that the next adaptations belong to; empty for the
    /// start of the run.
    pub(super) fn set_moment(&mut self, moment: String) {
        self.moment = moment;
    }

    /// What was adapted so far.
    pub(super) fn into_adapted(self) -> Vec<String> {
        self.adapted
    }

    /// Whether a value at `place` may be replaced.
    pub(super) fn adapts(&self, place: &Place) -> bool {
        self.mode == Mode::Adapting && place.origin == Origin::File
    }

    /// Tells that `name` was changed.
    pub(super) fn tell(
        &mut self,
        name: &str,
        from: impl fmt::Display,
        to: impl fmt::Display,
        reason: &str,
    ) {
        self.adapted.push(format!("{name} {from} → {to}, {reason}{}", self.moment));
    }

    /// Who sets the limits, for messages.
    pub(super) fn author(&self) -> &'static str {
        match self.rules.edition {
            Edition::Chapter => "the chapter",
            Edition::Aws => "AWS",
        }
    }

    /// A count within `bounds`.
    pub(super) fn count(
        &mut self,
        field: Field<'_>,
        bounds: &RangeInclusive<u32>,
        faults: &mut Faults,
    ) -> Option<u32> {
        let value = quantity::whole(field, faults)?;
        let (low, high) = (i64::from(*bounds.start()), i64::from(*bounds.end()));
        let legal = self.within(field, value, low..=high, |value| value.to_string(), faults)?;
        u32::try_from(legal).ok()
    }

    /// A time in whole seconds within `bounds`.
    pub(super) fn seconds(
        &mut self,
        field: Field<'_>,
        bounds: &RangeInclusive<u64>,
        faults: &mut Faults,
    ) -> Option<SimDuration> {
        let time = duration::read(field, Zero::Allowed, faults)?;
        if !time.as_micros().is_multiple_of(MICROS_PER_SECOND) {
            let message = format!("`{}` is {time}, not whole seconds", field.name);
            faults.push(Fault::new(&field.node.place, message).expected("whole seconds"));
            return None;
        }
        let micros = |seconds: u64| seconds * MICROS_PER_SECOND;
        let bounds = micros(*bounds.start())..=micros(*bounds.end());
        let words = |micros: u64| SimDuration::from_micros(micros).to_string();
        self.within(field, time.as_micros(), bounds, words, faults).map(SimDuration::from_micros)
    }

    /// `value` when it is legal, else the nearest legal value or a fault.
    fn within<T: Copy + PartialOrd>(
        &mut self,
        field: Field<'_>,
        value: T,
        bounds: RangeInclusive<T>,
        words: impl Fn(T) -> String,
        faults: &mut Faults,
    ) -> Option<T> {
        let (low, high) = (*bounds.start(), *bounds.end());
        let (legal, verb) = if value < low {
            (low, "requires at least")
        } else if value > high {
            (high, "allows at most")
        } else {
            return Some(value);
        };
        let reason = format!("{} {verb} {}", self.author(), words(legal));
        if self.adapts(&field.node.place) {
            self.tell(field.name, words(value), words(legal), &reason);
            return Some(legal);
        }
        let message = format!("`{}` is {}, {reason}", field.name, words(value));
        let fault = Fault::new(&field.node.place, message);
        faults.push(fault.expected(format!("{} to {}", words(low), words(high))));
        None
    }
}
