//! Money in whole micro-dollars, as AWS bills in us-east-1.

use std::fmt;

/// A millionth of a US dollar, counted in whole ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MicroDollars(pub u64);

impl MicroDollars {
    /// The amount in dollars, for reports.
    pub fn as_usd(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// Writes an amount with four decimals, as a live counter shows it: `$0.0147`.
impl fmt::Display for MicroDollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${:.4}", self.as_usd())
    }
}
