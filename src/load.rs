//! Reads TOML into the types of `model`: scenarios, questions, facts, the
//! course around them and the shapes of forms.
//!
//! A file is parsed into a tree whose every key and value knows its place; small
//! readers, one a noun, walk it with a cursor that reports what nobody asked
//! for. Every fault of a file is collected before it is refused. Nothing here
//! opens a file: texts come from the caller or are embedded in the binary.

mod app;
mod assume;
pub mod bank;
pub mod blueprint;
pub mod builtin;
pub mod course;
mod cursor;
mod distribution;
pub mod draft;
pub(crate) mod duration;
pub mod facts;
mod faults;
pub mod form;
mod goals;
pub mod happening;
mod json;
pub mod lab;
mod limits;
mod path;
mod quantity;
pub mod scenario;
mod service;
pub mod setting;
pub mod source;
mod timeline;
mod traffic;
mod tree;
pub mod vary;
pub mod written;
