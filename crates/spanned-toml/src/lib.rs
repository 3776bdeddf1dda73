//! Reads TOML and JSON with the place of every key and value, and reports all
//! faults of a file at once.
//!
//! A text is parsed into a [`tree`] whose every key and value knows its place; a
//! [`cursor`] walks it, hands out fields with the type that a reader wants, and
//! reports what nobody asked for. Faults are collected and become
//! [`diagnostic`]s. Nothing here opens a file.

pub mod bound;
pub mod cursor;
pub mod diagnostic;
pub mod duration;
pub mod faults;
pub mod invisible;
pub mod json;
pub mod path;
pub mod quantity;
pub mod setting;
pub mod source;
pub mod tree;
