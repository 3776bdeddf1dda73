//! What a course may name, and the reading of such a name.

use crate::model::fact::Ledger;
use crate::model::question::Question;
use spanned_toml::faults::quoted;
use spanned_toml::field::Field;

/// What a course may name.
#[derive(Clone, Copy, Debug)]
pub struct CourseReferences<'a> {
    /// The facts.
    pub ledger: &'a Ledger,
    /// The bank.
    pub questions: &'a [Question],
    /// The names of the scenarios.
    pub scenarios: &'a [&'a str],
}

/// Reads a name that must be among `known`.
pub(super) fn name<'n>(
    field: Field<'_>,
    kind: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) -> String {
    let name = field.faults().sound(|| field.words());
    if let Some(name) = name.as_deref().filter(|name| !known.clone().any(|one| one == *name)) {
        let fault = field.fault(format!("there is no {kind} {}", quoted(name)));
        fault.expected(format!("the name of a {kind}")).suggest(name, known).report();
    }
    name.unwrap_or_default()
}
