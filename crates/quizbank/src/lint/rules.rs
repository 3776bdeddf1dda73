//! The rules by name. What they mean is in `docs/linting.md`, which a test
//! compares with this table.

/// What a broken rule does to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleLevel {
    /// It fails.
    Error,
    /// It goes on; a reviewer may waive the finding.
    Warning,
    /// The worse cases fail it.
    Either,
}

/// Every rule that a finding may name, in order.
pub const RULES: [(&str, RuleLevel); 40] = [
    ("Q01", RuleLevel::Either),
    ("Q02", RuleLevel::Either),
    ("Q03", RuleLevel::Error),
    ("Q04", RuleLevel::Either),
    ("Q05", RuleLevel::Either),
    ("Q06", RuleLevel::Error),
    ("Q07", RuleLevel::Either),
    ("Q08", RuleLevel::Error),
    ("Q09", RuleLevel::Warning),
    ("Q10", RuleLevel::Warning),
    ("Q11", RuleLevel::Warning),
    ("Q12", RuleLevel::Warning),
    ("Q13", RuleLevel::Warning),
    ("Q14", RuleLevel::Either),
    ("Q15", RuleLevel::Error),
    ("Q16", RuleLevel::Warning),
    ("Q17", RuleLevel::Error),
    ("Q18", RuleLevel::Error),
    ("Q19", RuleLevel::Error),
    ("Q20", RuleLevel::Either),
    ("Q21", RuleLevel::Warning),
    ("Q22", RuleLevel::Warning),
    ("Q23", RuleLevel::Warning),
    ("Q24", RuleLevel::Warning),
    ("Q25", RuleLevel::Error),
    ("Q26", RuleLevel::Warning),
    ("B01", RuleLevel::Error),
    ("B02", RuleLevel::Error),
    ("B03", RuleLevel::Either),
    ("B04", RuleLevel::Error),
    ("B05", RuleLevel::Either),
    ("B06", RuleLevel::Warning),
    ("B07", RuleLevel::Warning),
    ("B08", RuleLevel::Warning),
    ("B09", RuleLevel::Warning),
    ("B10", RuleLevel::Warning),
    ("B11", RuleLevel::Error),
    ("B12", RuleLevel::Either),
    ("B13", RuleLevel::Either),
    ("B14", RuleLevel::Either),
];

/// The level of the rule called `name`.
pub(super) fn level(name: &str) -> Option<RuleLevel> {
    RULES.iter().find(|(known, _)| *known == name).map(|(_, level)| *level)
}
