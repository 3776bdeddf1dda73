//! What the fuzz targets and `tests/it/fuzz.rs` share.

pub mod readers;
