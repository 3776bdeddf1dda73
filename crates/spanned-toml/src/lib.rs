//! Reads TOML and JSON with the place of every key and value, and reports all
//! faults of a file at once.
//!
//! A text becomes a [`document`]: a [`tree`] whose every key and value knows its place.
//! A [`cursor`] walks it, each [`field`] gives its value with the type that a reader
//! wants, and what nobody asked for is a fault too. Reading goes on after a fault, with
//! a stand-in for the bad value, so that a reader is one expression; the document
//! hands its result out only where nothing was wrong, and [`diagnostic`]s otherwise.
//! Nothing here opens a file.
//!
//! ```
//! use spanned_toml::diagnostic::Source;
//! use spanned_toml::document;
//! use spanned_toml::faults::Syntax;
//!
//! struct Service {
//!     name: String,
//!     max_size: u32,
//! }
//!
//! let read = |text: &str| {
//!     let source = Source { name: "service.toml".to_owned(), text: text.to_owned() };
//!     document::read(source, Syntax::Toml, "the file", |file| Service {
//!         name: file.required("name", "\"shop\"").words(),
//!         max_size: file.optional("max_size", |field| field.integer(1..=25)).unwrap_or(25),
//!     })
//! };
//!
//! let service = read("format_version = 1\nname = \"shop\"\nmax_size = 3")?;
//! assert_eq!((service.name.as_str(), service.max_size), ("shop", 3));
//!
//! let bad = read("format_version = 1\nmax_sise = 30").err().unwrap();
//! let messages: Vec<&str> = bad.errors().map(|fault| fault.message.as_str()).collect();
//! assert_eq!(messages, ["the file has no `name`", "unknown field `max_sise` in the file"]);
//! # Ok::<(), spanned_toml::diagnostic::Diagnostics>(())
//! ```

#![warn(clippy::missing_errors_doc)]

pub mod bound;
pub mod cursor;
pub mod diagnostic;
pub mod document;
pub mod duration;
pub mod faults;
pub mod field;
pub mod invisible;
pub mod json;
pub mod path;
pub mod schema;
pub mod setting;
pub mod shape;
pub mod source;
mod trace;
pub mod tree;
pub mod word;
