//! Changes that name only what they change.

/// Replaces `slot` when there is a new value.
pub(crate) fn put<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}
