//! Moodle XML: `<quiz>` with a `<question>` for each question and each category.

mod read;
mod write;

pub(crate) use self::read::{is_moodle, read};
pub(crate) use self::write::write;
