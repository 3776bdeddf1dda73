//! Holds values to the limits of an edition.
//!
//! A file is held strictly to the edition that it names. Read for another one,
//! a value of the file that is illegal there becomes the nearest legal value,
//! and that is reported; what somebody just typed as `--set` is never bent.

use std::fmt;
use std::ops::RangeInclusive;

use super::duration;
use crate::model::rules::{Edition, Rules};
use crate::model::time::{MICROS_PER_SECOND, SimDuration};
use spanned_toml::faults::{Faults, Origin, SourcePlace};
use spanned_toml::field::Field;
use spanned_toml::shape::Shape;

/// What happens to a value beyond the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is a fault.
    Strict,
    /// The nearest legal value takes its place.
    Adapting,
}

/// The limits of one reading.
pub(super) struct Limiter<'f> {
    /// The edition's rules.
    pub(super) rules: &'static Rules,
    mode: Mode,
    /// The edition that the file names.
    own: Edition,
    moment: String,
    adapted: Vec<String>,
    /// The collector of faults.
    pub(super) faults: &'f Faults,
}

impl<'f> Limiter<'f> {
    /// Holds values of a file that names the edition `own` to the rules of `running`.
    pub(super) fn new(own: Edition, running: Edition, faults: &'f Faults) -> Self {
        let mode = if running == own { Mode::Strict } else { Mode::Adapting };
        let (moment, adapted) = (String::new(), Vec::new());
        Self { rules: running.rules(), mode, own, moment, adapted, faults }
    }

    /// Whose platform the file describes where that is another one than it runs on: App
    /// Runner's, or that of Express Mode.
    pub(super) fn former_platform(&self) -> Option<Edition> {
        let is_express = |edition| edition == Edition::Express;
        (is_express(self.own) != is_express(self.rules.edition)).then_some(self.own)
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
    pub(super) fn adapts(&self, place: &SourcePlace) -> bool {
        self.mode == Mode::Adapting && place.origin == Origin::File
    }

    /// Reports that `name` was changed.
    pub(super) fn report(
        &mut self,
        name: &str,
        from: impl fmt::Display,
        to: impl fmt::Display,
        reason: &str,
    ) {
        self.adapted.push(format!("{name} {from} → {to}, {reason}{}", self.moment));
    }

    /// Reports that the value of `field`, which is `from`, becomes `to` for a `reason`; that
    /// is a fault unless the value is adapted.
    pub(super) fn replace(
        &mut self,
        field: Field<'_>,
        from: impl fmt::Display,
        to: impl fmt::Display,
        reason: &str,
        expected: &str,
    ) {
        if self.adapts(field.place()) {
            self.report(field.name(), from, to, reason);
        } else {
            let message = format!("`{}` is {from}, {reason}", field.name());
            field.fault(message).expected(expected).report();
        }
    }

    /// Who sets the limits, for messages.
    pub(super) fn author(&self) -> &'static str {
        match self.rules.edition {
            Edition::Chapter => "the chapter",
            Edition::Aws => "AWS",
            Edition::Express => "Express Mode",
        }
    }

    /// Reads a count within `bounds`.
    pub(super) fn count(&mut self, field: Field<'_>, bounds: &RangeInclusive<u32>) -> u32 {
        let bounds = i64::from(*bounds.start())..=i64::from(*bounds.end());
        field.expects(|| Shape::Integer(*bounds.start(), *bounds.end()));
        let Some(value) = self.faults.sound(|| field.whole()) else { return 0 };
        let legal = self.within(field, value, bounds, |value| value.to_string());
        u32::try_from(legal).unwrap_or_default()
    }

    /// Reads a time in whole seconds within `bounds`.
    pub(super) fn seconds(
        &mut self,
        field: Field<'_>,
        bounds: &RangeInclusive<u64>,
    ) -> SimDuration {
        let Some(time) = self.faults.sound(|| duration::read(field)) else {
            return SimDuration::ZERO;
        };
        if !time.as_micros().is_multiple_of(MICROS_PER_SECOND) {
            let fault = field.fault(format!("`{}` is {time}, not whole seconds", field.name()));
            fault.expected("whole seconds").report();
            return time;
        }
        let micros = |seconds: &u64| seconds * MICROS_PER_SECOND;
        let bounds = micros(bounds.start())..=micros(bounds.end());
        let words = |micros: u64| SimDuration::from_micros(micros).to_string();
        SimDuration::from_micros(self.within(field, time.as_micros(), bounds, words))
    }

    /// Returns `value` when it is legal, else the nearest legal value; that is a fault
    /// unless the value is adapted.
    fn within<T: Copy + PartialOrd>(
        &mut self,
        field: Field<'_>,
        value: T,
        bounds: RangeInclusive<T>,
        words: impl Fn(T) -> String,
    ) -> T {
        let (low, high) = bounds.into_inner();
        let (legal, verb) = if value < low {
            (low, "requires at least")
        } else if value > high {
            (high, "allows at most")
        } else {
            return value;
        };
        let reason = format!("{} {verb} {}", self.author(), words(legal));
        let expected = format!("{} to {}", words(low), words(high));
        self.replace(field, words(value), words(legal), &reason, &expected);
        legal
    }
}
