//! The day, for blueprints that are valid until one: the learner's, as for
//! everything that is kept.

use crate::store::clock;

/// Today at the learner's place, as an ISO date.
pub(super) fn today() -> String {
    clock::now().day.to_string()
}
