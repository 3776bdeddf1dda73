//! A paper: a form without its key.

use super::{MOST, MOST_OPTIONS, file, named_form, questions};
use crate::file::exhibit;
use crate::file::text::visible;
use crate::model::paper::{Paper, PrintedOption, PrintedQuestion};
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};

/// The longest attempt in minutes: a day.
const LONGEST: u32 = 1_440;

/// Reads the paper in `source`.
///
/// # Errors
///
/// Every fault of the file.
pub fn read(source: Source) -> Result<Paper, Diagnostics> {
    file(source, "paper", |cursor| {
        Some(Paper {
            form: named_form(cursor).0,
            title: visible(cursor.required("title", "\"A short form\"")),
            minutes: cursor.required("minutes", "1").integer(1..=LONGEST),
            whole: cursor.optional("whole", |field| field.integer(1..=MOST)),
            questions: questions(cursor, asked),
        })
    })
}

/// Reads one of `questions`. Older papers name its id and the places of its options.
fn asked(cursor: &mut Cursor<'_>) -> PrintedQuestion {
    cursor.field("id");
    PrintedQuestion {
        select: cursor.required("select", "1").integer(1..=MOST_OPTIONS),
        stem: visible(cursor.required("stem", "\"A service …\"")),
        exhibit: cursor.table("exhibit", exhibit::read),
        options: cursor.required_tables("options", "", |option| {
            option.field("letter");
            option.field("place");
            PrintedOption { text: visible(option.required("text", "\"50 seconds\"")) }
        }),
    }
}
