//! What goes out: each thing that is reported is one small file.

pub mod diagnostics;
