//! A CSV of our own: a row a question, with every field that its file has. What has no
//! simple text is written as in a question file, in TOML.

mod array;
mod columns;
mod fields;
mod formula;
mod proof;
mod read;
mod write;

pub(crate) use self::read::{header, is_table, line_of, read, rejected};
pub(crate) use self::write::{finished, write};
