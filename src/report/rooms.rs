//! The rooms that were hosted.

use std::io::{self, Write};

use super::table::{Column, Page, write_list};

/// A room in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomListing {
    /// Its code.
    pub code: String,
    /// When it was opened, in words.
    pub opened: String,
    /// What people call it.
    pub title: String,
    /// How many joined.
    pub students: usize,
    /// When it was closed, in words.
    pub closed: Option<String>,
}

/// Writes the rooms for people.
pub fn write(out: &mut dyn Write, rooms: Vec<RoomListing>, page: Page) -> io::Result<()> {
    if rooms.is_empty() {
        return writeln!(
            out,
            "There are no rooms. `coldstart host exam` opens one for an exam, `coldstart host demo` \
             one for a demo."
        );
    }
    let columns = [
        Column::Name("code"),
        Column::Name("opened"),
        Column::Name("closed"),
        Column::Figure("students"),
        Column::Words("title"),
    ];
    let rows = rooms.into_iter().map(|room| {
        let closed = room.closed.unwrap_or_else(|| "–".to_owned());
        vec![room.code, room.opened, closed, room.students.to_string(), room.title]
    });
    write_list(out, page, &columns, rows)
}
