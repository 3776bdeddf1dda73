//! JSON for programs: what is written keeps its values and holds nothing that a
//! terminal would act on.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::safe::{Filter, Reader};
use spanned_toml::setting::{self, Setting};

/// Settings as an object: each path with its value.
pub(super) fn object(settings: &[Setting]) -> Value {
    settings.iter().map(|it| (it.path.clone(), setting::to_json(it))).collect()
}

/// Writes `value` with its fields one a line.
pub(super) fn pretty(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Filter::new(out, Reader::JSON).write_all(&text)
}
