//! Reads scenario files into the types of `model`, and writes what was changed
//! back.
//!
//! Small readers, one a noun, walk the tree of a file. Every fault of a file is
//! collected before it is rejected. Nothing here opens a file: texts come from
//! the caller.

mod app;
mod assume;
mod default_route;
mod distribution;
pub mod draft;
pub mod duration;
mod express;
mod goals;
pub mod lab;
mod limits;
pub mod over;
mod replay;
pub mod scenario;
mod scenario_file;
mod service;
mod size;
mod story;
pub mod timed_action;
mod timeline;
pub mod to_toml;
mod traffic;
mod url_path;
pub mod vary;
