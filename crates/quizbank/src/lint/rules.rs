//! The rules by name. What they mean is in `docs/linting.md`, which a test
//! compares with this table.

/// What a broken rule does to a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It fails.
    Error,
    /// It goes on; a reviewer may waive the finding.
    Warning,
    /// The worse cases fail it.
    Either,
}

/// Every rule that a finding may name, in order.
pub const RULES: [(&str, Level); 39] = [
    ("Q01", Level::Error),
    ("Q02", Level::Error),
    ("Q03", Level::Error),
    ("Q04", Level::Either),
    ("Q05", Level::Error),
    ("Q06", Level::Error),
    ("Q07", Level::Either),
    ("Q08", Level::Error),
    ("Q09", Level::Warning),
    ("Q10", Level::Warning),
    ("Q11", Level::Warning),
    ("Q12", Level::Warning),
    ("Q13", Level::Warning),
    ("Q14", Level::Either),
    ("Q15", Level::Error),
    ("Q16", Level::Warning),
    ("Q17", Level::Error),
    ("Q18", Level::Error),
    ("Q19", Level::Error),
    ("Q20", Level::Either),
    ("Q21", Level::Warning),
    ("Q22", Level::Warning),
    ("Q23", Level::Warning),
    ("Q24", Level::Warning),
    ("Q25", Level::Error),
    ("B01", Level::Error),
    ("B02", Level::Error),
    ("B03", Level::Either),
    ("B04", Level::Error),
    ("B05", Level::Either),
    ("B06", Level::Warning),
    ("B07", Level::Warning),
    ("B08", Level::Warning),
    ("B09", Level::Warning),
    ("B10", Level::Warning),
    ("B11", Level::Error),
    ("B12", Level::Either),
    ("B13", Level::Either),
    ("B14", Level::Either),
];

/// The level of the rule called `name`.
pub(super) fn level(name: &str) -> Option<Level> {
    RULES.iter().find(|(known, _)| *known == name).map(|(_, level)| *level)
}
