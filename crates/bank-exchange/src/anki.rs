//! Notes of Anki as text: lines `#name:value`, then a note a line.
//!
//! The columns are found by name. Ours are read back whole; those of the note type
//! *`AllInOne` (kprim, mc, sc)*, which many decks of multiple choice use, are known too.

/// Why a package is rejected.
pub(crate) const NOT_READ: &str = "Anki packages cannot be imported: export the notes as text in \
 Anki";

mod notes;
mod package;
mod read;
mod write;

pub(crate) use self::package::write_package;
pub(crate) use self::read::{is_anki, read};
pub(crate) use self::write::write;
