//! Arrays in TOML.

/// An array in TOML of values in TOML.
pub(super) fn array(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}
