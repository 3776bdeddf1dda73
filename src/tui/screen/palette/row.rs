//! A row of the palette: what somebody looks for is marked in it, and what has it besides the
//! name stands beside the name.

use super::found::{Candidate, Marks};
use crate::tui::text;
use crate::tui::theme::Role;

/// Cells of what type of thing it is.
const KIND: usize = 10;
/// Cells between a name and what stands beside it.
const GAP: usize = 2;
/// Letters before the first that matches, in a text of which only a part is shown.
const BEFORE: usize = 16;

/// The texts of `candidate` in at most `room` cells.
pub(super) fn cells(candidate: &Candidate, marks: &Marks, room: usize) -> Vec<(String, Role)> {
    let mut cells = marked(&text::pad(candidate.kind, KIND), &marks.kind, Role::Accent);
    let room = room.saturating_sub(KIND);
    let title = candidate.title.as_str();
    let mut beside = marks.beside.clone();
    // A name keeps half of the row where it needs it.
    let least = if beside.is_empty() { room } else { room / 2 };
    if !are_seen(&marks.title, &text::cut(title, least)) {
        beside.insert(0, (title.to_owned(), marks.title.clone()));
    }
    let wanted: usize = beside.iter().map(|(text, _)| GAP + text::width(text)).sum();
    let title = text::cut(title, room.saturating_sub(wanted).max(room / 2));
    let mut left = room.saturating_sub(text::width(&title));
    cells.extend(marked(&title, &marks.title, Role::Plain));
    let shares = (1..=beside.len()).rev();
    for ((text, letters), share) in beside.into_iter().zip(shares) {
        let (text, letters) = excerpt(&text, &letters, (left / share).saturating_sub(GAP));
        left = left.saturating_sub(GAP + text::width(&text));
        cells.push((" ".repeat(GAP), Role::Muted));
        cells.extend(marked(&text, &letters, Role::Muted));
    }
    cells
}

/// Whether none of these `letters` is cut off the end of `shown`.
fn are_seen(letters: &[usize], shown: &str) -> bool {
    let count = shown.chars().count() - usize::from(shown.ends_with('…'));
    letters.iter().all(|letter| *letter < count)
}

/// The parts of `text` around `letters` in at most `room` cells, with the places of the letters
/// in them.
fn excerpt(text: &str, letters: &[usize], room: usize) -> (String, Vec<usize>) {
    if are_seen(letters, &text::cut(text, room)) {
        return (text::cut(text, room), letters.to_vec());
    }
    let mut letters = letters.to_vec();
    letters.sort_unstable();
    let parts: Vec<&[usize]> = letters.chunk_by(|one, next| next - one <= BEFORE).collect();
    let room = room.saturating_sub(parts.len() - 1) / parts.len().max(1);
    let (mut shown, mut places) = (String::new(), Vec::new());
    for part in parts {
        if !shown.is_empty() {
            shown.push(' ');
        }
        let (text, letters) = around(text, part, room);
        let before = shown.chars().count();
        places.extend(letters.into_iter().map(|letter| before + letter));
        shown.push_str(&text);
    }
    (shown, places)
}

/// The part of `text` around `letters`, which are near each other, in at most `room` cells.
fn around(text: &str, letters: &[usize], room: usize) -> (String, Vec<usize>) {
    let first = letters.first().copied().unwrap_or_default();
    let from = first.saturating_sub(BEFORE.min(room / 3));
    if from == 0 {
        return (text::cut(text, room), letters.to_vec());
    }
    // It begins with a word.
    let mut before = text.chars().skip(from).take(first - from);
    let from = before.position(|letter| letter == ' ').map_or(from, |blank| from + blank + 1);
    let rest: String = text.chars().skip(from).collect();
    let moved = letters.iter().map(|letter| letter + 1 - from);
    (text::cut(&format!("…{rest}"), room), moved.collect())
}

/// `text` in `role`, its `letters` apart.
fn marked(text: &str, letters: &[usize], role: Role) -> Vec<(String, Role)> {
    let mut cells: Vec<(String, Role)> = Vec::new();
    for (place, letter) in text.chars().enumerate() {
        let role = if letters.contains(&place) { Role::Match } else { role };
        match cells.last_mut() {
            Some((text, known)) if *known == role => text.push(letter),
            _ => cells.push((letter.to_string(), role)),
        }
    }
    cells
}
