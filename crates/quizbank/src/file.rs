//! Reads questions, facts, the course around them, the shapes of forms, papers,
//! keys and answer sheets.
//!
//! Nothing here opens a file: texts come from the caller.

pub mod bank;
pub mod blueprint;
pub mod course;
mod exhibit;
pub mod facts;
pub mod form;
mod text;
