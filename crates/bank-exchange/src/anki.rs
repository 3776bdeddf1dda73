//! Notes of Anki as text: lines `#name:value`, then a note a line.
//!
//! The columns are found by name. Ours are read back whole; those of the note type
//! *`AllInOne` (kprim, mc, sc)*, which many decks of multiple choice use, are known too.

mod notes;
mod read;
mod write;

pub(crate) use self::notes::{DECK, FIELDS, NOTE_TYPE, fields, guid};
pub(crate) use self::read::{is_anki, read};
pub(crate) use self::write::write;
