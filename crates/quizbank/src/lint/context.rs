//! What a bank is held to besides its own text.

use super::borrowed::Borrowed;
use crate::model::blueprint::Blueprint;
use crate::model::fact::Ledger;
use crate::model::question::Question;
use spanned_toml::diagnostic::Severity;

/// Smaller banks are not judged as a whole: a file of five questions cannot hold
/// shares and bands.
pub const WHOLE_BANK: usize = 40;

/// Where a bank comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankOrigin {
    /// It is this program's own.
    BuiltIn,
    /// A learner's or a teacher's.
    Own,
}

impl BankOrigin {
    /// How serious a finding is that is binding for the program's own bank alone.
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::BuiltIn => Severity::Error,
            Self::Own => Severity::Warning,
        }
    }
}

/// What a bank is held to besides its own text.
#[derive(Clone, Copy, Debug)]
pub struct LintContext<'a> {
    /// The facts that questions rest on.
    pub ledger: &'a Ledger,
    /// Where the bank comes from.
    pub origin: BankOrigin,
    /// Shapes of forms that the bank must fill.
    pub blueprints: &'a [Blueprint],
    /// Scenarios that proofs must use.
    pub scenarios: &'a [&'a str],
    /// The bank as it was, where somebody has it: keys and options that changed since got a
    /// new revision.
    pub earlier: &'a [Question],
    /// Texts that no question may repeat.
    pub borrowed: &'a Borrowed,
}
