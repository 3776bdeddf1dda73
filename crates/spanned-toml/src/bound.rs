//! A condition on a figure, as goals and proofs write it: `{ metric = "…",
//! at_most = 5 }`.

use std::fmt;
use std::ops::RangeInclusive;

use crate::cursor::Cursor;
use crate::faults::quoted;
use crate::field::Field;
use crate::shape::Shape;

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
    /// A regular expression of ECMA-262 for the names that have a number in them.
    pub numbered: &'static str,
    /// Names of earlier versions that are read still, each with the name of today.
    pub former: &'static [(&'static str, &'static str)],
}

impl Figures {
    /// Any name is one.
    pub const ANY: Self = Self { is_known: |_| true, names: &[], numbered: "", former: &[] };
}

/// Reads the condition at `cursor`, whose other fields are the caller's: the name of a
/// figure, and what it must be. `number` reads the numbers.
pub fn read<'t, N: From<f64>>(
    cursor: &mut Cursor<'t>,
    figures: &Figures,
    number: impl Fn(Field<'t>, RangeInclusive<f64>) -> N,
) -> (String, Bound<N>) {
    let metric = name_of(cursor.required("metric", "\"requests.failed_ratio\""), figures);
    let bound = cursor.exactly_one(["at_most", "at_least", "equals"]);
    let value = number(bound, f64::NEG_INFINITY..=f64::INFINITY);
    let within = cursor.field("within").map(|field| {
        if bound.value().is_some() && bound.name() != "equals" {
            let message = format!("`within` with `{}`", bound.name());
            let fault = cursor.faults().at(field.key(), message);
            fault.expected("`within` only with `equals`").report();
        }
        number(field, 0.0..=f64::INFINITY)
    });
    let bound = match bound.name() {
        "at_most" => Bound::AtMost(value),
        "at_least" => Bound::AtLeast(value),
        _ => Bound::Equals { value, within: within.unwrap_or_else(|| N::from(0.0)) },
    };
    (metric, bound)
}

/// Reads the name of a known figure.
fn name_of(field: Field<'_>, figures: &Figures) -> String {
    field.is_a("metric");
    if !figures.names.is_empty() {
        let names = Shape::OneOf(figures.names.to_vec());
        field.expects(|| Shape::AnyOf(vec![names, Shape::pattern(figures.numbered)]));
    }
    let Some(text) = field.faults().sound(|| field.text()) else { return String::new() };
    if let Some((former, name)) = figures.former.iter().find(|(former, _)| *former == text) {
        let message = format!("`{former}` is the former name of `{name}`");
        field.faults().note(field.place(), message, format!("write `{name}`"));
        return (*name).to_owned();
    }
    if !(figures.is_known)(text) {
        let fault = field.fault(format!("the summary has no metric {}", quoted(text)));
        let fault = fault.expected("a path such as \"requests.failed_ratio\"");
        fault.suggest(text, figures.names.iter().copied()).report();
    }
    text.to_owned()
}
