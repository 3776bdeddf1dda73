//! GIFT, the text format of Moodle: `::id::question {=right#why ~wrong#why}`.
//!
//! Blank lines part questions. `~`, `=`, `#`, `{`, `}` and `:` belong to the format
//! unless a backslash precedes them.

mod answer;
mod block;
mod escape;
mod read;
mod write;

pub(crate) use self::read::{is_gift, read};
pub(crate) use self::write::write;
