//! A condition on a figure, as goals and proofs write it: `{ metric = "…",
//! at_most = 5 }`.

use std::fmt;
use std::ops::RangeInclusive;

use crate::cursor::{Cursor, Field};
use crate::faults::{Fault, Faults, quoted};
use crate::quantity;

/// What a figure must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound<N = f64> {
    /// Not above this.
    AtMost(N),
    /// Not below this.
    AtLeast(N),
    /// This, give or take `within`.
    Equals {
        /// The value.
        value: N,
        /// How far off is still equal; 0 when the file does not say.
        within: N,
    },
}

impl Bound {
    /// Whether `value` satisfies the bound.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
            Self::Equals { value: wanted, within } => (value - wanted).abs() <= within,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most) => write!(f, "at most {most}"),
            Self::AtLeast(least) => write!(f, "at least {least}"),
            Self::Equals { value, within } if *within == 0.0 => write!(f, "exactly {value}"),
            Self::Equals { value, within } => write!(f, "{value} ± {within}"),
        }
    }
}

/// The figures that conditions may name.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Whether a name is one.
    pub is_known: fn(&str) -> bool,
    /// Names to suggest for a misspelled one.
    pub names: &'static [&'static str],
}

/// The condition at `cursor`, whose other fields are the caller's: the name of a
/// figure, and what it must be. `number` reads the numbers.
pub fn read<N: From<f64>>(
    cursor: &mut Cursor<'_>,
    figures: &Figures,
    number: impl Fn(Field<'_>, &RangeInclusive<f64>, &mut Faults) -> Option<N>,
    faults: &mut Faults,
) -> Option<(String, Bound<N>)> {
    let metric = cursor.required("metric", "metric = \"requests.failed_ratio\"", faults);
    let bound = cursor.exactly_one(&["at_most", "at_least", "equals"], faults);
    let within = cursor.field("within");
    let metric = metric.and_then(|field| name_of(field, figures, faults));
    let bound = bound?;
    if let (Some(field), true) = (within, bound.name != "equals") {
        let fault = Fault::new(field.key, format!("`within` beside `{}`", bound.name));
        faults.push(fault.expected("`within` only beside `equals`"));
    }
    let value = number(bound, &quantity::ANY, faults);
    let within =
        within.map_or(Some(N::from(0.0)), |field| number(field, &(0.0..=f64::INFINITY), faults));
    let (value, within) = (value?, within?);
    let bound = match bound.name {
        "at_most" => Bound::AtMost(value),
        "at_least" => Bound::AtLeast(value),
        _ => Bound::Equals { value, within },
    };
    Some((metric?, bound))
}

/// The name of a known figure.
fn name_of(field: Field<'_>, figures: &Figures, faults: &mut Faults) -> Option<String> {
    let text = field.text(faults)?;
    if (figures.is_known)(text) {
        return Some(text.to_owned());
    }
    let message = format!("the summary has no figure {}", quoted(text));
    let fault =
        Fault::new(&field.node.place, message).expected("a path such as \"requests.failed_ratio\"");
    faults.push(fault.suggest(text, figures.names.iter().copied()));
    None
}
