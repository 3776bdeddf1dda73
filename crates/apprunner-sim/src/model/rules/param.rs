//! A value with its origin: nothing in an edition stands without one.

use std::fmt;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// The course chapter says so.
    Chapter,
    /// An AWS page or the API model says so.
    Documented,
    /// A user, a load test or an issue reported it.
    Observed,
    /// Nobody published it; our choice.
    Assumed,
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chapter => "chapter",
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
        })
    }
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Param<T> {
    /// The value.
    pub value: T,
    /// What type of source stands behind it.
    pub provenance: Provenance,
    /// The source itself: a fact's id, a page, or the reason of our choice.
    pub source: &'static str,
}

/// What the course chapter says.
pub(super) const fn chapter<T>(value: T, source: &'static str) -> Param<T> {
    Param { value, provenance: Provenance::Chapter, source }
}

/// What an AWS page says.
pub(super) const fn documented<T>(value: T, source: &'static str) -> Param<T> {
    Param { value, provenance: Provenance::Documented, source }
}

/// What somebody measured.
pub(super) const fn observed<T>(value: T, source: &'static str) -> Param<T> {
    Param { value, provenance: Provenance::Observed, source }
}

/// What we chose.
pub(super) const fn assumed<T>(value: T, source: &'static str) -> Param<T> {
    Param { value, provenance: Provenance::Assumed, source }
}
