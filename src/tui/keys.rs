//! The one table of keys: what a key means, where, and how it is called. It
//! feeds dispatch, footer and help, so the three cannot disagree.

mod exam;
mod run;
mod table;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::message::Msg;

pub use table::TABLE;

/// Where keys are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On every screen where nothing is being typed.
    Everywhere,
    /// The menu.
    Home,
    /// The list of scenarios.
    Scenarios,
    /// The list of labs.
    Labs,
    /// A run.
    Live,
    /// A run that is to be mended.
    Lab,
    /// The list of what can be changed in it.
    Offer,
    /// What came of it.
    Mended,
    /// The list of what can be changed in a run.
    Change,
    /// A prediction by one learner.
    Predicting,
    /// A prediction by a class, its votes counted.
    Tallying,
    /// What came true of it.
    Outcome,
    /// A run as CloudWatch shows it.
    Metrics,
    /// The parameters of a run.
    Parameters,
    /// The ledger of facts.
    Facts,
    /// The path of the course.
    Course,
    /// A topic of it.
    Topic,
    /// The words of the field.
    Glossary,
    /// A comparison.
    Comparison,
    /// How the learner gets on.
    Progress,
    /// A question that is thought about, its options hidden.
    Thinking,
    /// Its answer, which the learner marks.
    Marking,
    /// A question that waits for its answer.
    Question,
    /// A question that is answered.
    Explanation,
    /// The values of a question's scenario.
    WhatIf,
    /// The line in which a value is typed.
    Entering,
    /// What came of a changed value.
    Told,
    /// The end of a sitting.
    Score,
    /// The list of exams.
    Exams,
    /// What to know before an exam.
    Start,
    /// A question of an exam.
    Exam,
    /// The line in which the number of a question is typed.
    Jumping,
    /// All questions of an exam.
    Review,
    /// The question whether an exam is to end.
    Submitting,
    /// The question whether an exam is to be left.
    Leaving,
    /// The score of an exam.
    Result,
    /// A question of an exam that is over.
    LookBack,
    /// The line in which a filter is typed.
    Typing,
    /// The help.
    Help,
}

impl Place {
    /// What the help calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Home => "Home",
            Self::Scenarios => "Scenarios",
            Self::Labs => "Labs",
            Self::Live => "A run",
            Self::Lab => "A lab",
            Self::Offer => "Changing a lab",
            Self::Mended => "A lab, solved or given up",
            Self::Change => "Changing a run",
            Self::Predicting => "A prediction",
            Self::Tallying => "A class's prediction",
            Self::Outcome => "What came true",
            Self::Metrics => "A run as CloudWatch shows it",
            Self::Parameters => "The parameters of a run",
            Self::Facts => "Facts",
            Self::Course => "The course",
            Self::Topic => "A topic",
            Self::Glossary => "The glossary",
            Self::Comparison => "A comparison",
            Self::Progress => "Progress",
            Self::Thinking => "A question without options",
            Self::Marking => "Its answer",
            Self::Question => "A question",
            Self::Explanation => "A question, answered",
            Self::WhatIf => "What if",
            Self::Entering => "While typing a value",
            Self::Told => "What came of it",
            Self::Score => "The score",
            Self::Exams => "Practice exams",
            Self::Start => "Before an exam",
            Self::Exam => "A question of an exam",
            Self::Jumping => "While typing a number",
            Self::Review => "All questions of an exam",
            Self::Submitting => "Before an exam ends",
            Self::Leaving => "Before an exam is left",
            Self::Result => "The score of an exam",
            Self::LookBack => "A question, looked back on",
            Self::Typing => "While typing a filter",
            Self::Help => "Help",
        }
    }
}

/// A key with what is held down beside it; shift counts for keys without a letter only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// What is held down.
    pub held: KeyModifiers,
}

impl Key {
    /// The key that the terminal reported. A letter's case already tells shift.
    pub fn of(event: KeyEvent) -> Self {
        let held = match event.code {
            KeyCode::Char(_) | KeyCode::BackTab => event.modifiers - KeyModifiers::SHIFT,
            _ => event.modifiers,
        };
        Self { code: event.code, held }
    }

    /// What it is called in the footer and the help.
    pub fn name(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "space".to_owned(),
            KeyCode::Char(letter) => letter.to_string(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::Right => "→".to_owned(),
            KeyCode::PageUp => "PgUp".to_owned(),
            KeyCode::PageDown => "PgDn".to_owned(),
            KeyCode::BackTab => "shift-Tab".to_owned(),
            other => other.to_string(),
        };
        if self.held.contains(KeyModifiers::CONTROL) {
            format!("ctrl-{name}")
        } else if self.held.contains(KeyModifiers::SHIFT) {
            format!("shift-{name}")
        } else {
            name
        }
    }
}

/// One line of the table: keys that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Where it holds.
    pub place: Place,
    /// Each key and what it means.
    pub keys: &'static [(Key, Msg)],
    /// How many of the keys are named; the rest are twins for the fingers.
    pub named: usize,
    /// The word in the footer; empty keeps it out.
    pub hint: &'static str,
    /// The sentence in the help.
    pub help: &'static str,
}

impl Row {
    /// The named keys: `←→`, `n/N`, `space`.
    pub fn names(&self) -> String {
        let names: Vec<String> =
            self.keys.iter().take(self.named).map(|(key, _)| key.name()).collect();
        let short = names.iter().all(|name| name.chars().count() == 1);
        let arrows = short && names.iter().all(|name| !name.is_ascii());
        names.join(if arrows {
            ""
        } else if short {
            " "
        } else {
            ", "
        })
    }
}

/// The rows that hold at `place`, its own first.
pub fn rows(place: Place) -> impl Iterator<Item = &'static Row> {
    let own =
        TABLE.iter().chain(run::TABLE).chain(exam::TABLE).filter(move |row| row.place == place);
    let borrowed = run::TABLE.iter().filter(move |row| place == Place::Lab && is_for_labs(row));
    let general = TABLE.iter().filter(move |row| {
        row.place == Place::Everywhere
            && !matches!(
                place,
                Place::Typing | Place::Entering | Place::Jumping | Place::Everywhere
            )
    });
    own.chain(borrowed).chain(general)
}

/// Whether a row of a run holds in a lab too, which has changes of its own and one
/// edition.
fn is_for_labs(row: &Row) -> bool {
    let differs = |(_, message): &(Key, Msg)| matches!(message, Msg::Change | Msg::OtherEdition);
    row.place == Place::Live && !row.keys.iter().any(differs)
}

/// What `key` means at `place`, if anything.
pub fn message(place: Place, key: Key) -> Option<Msg> {
    let bound = rows(place)
        .flat_map(|row| row.keys)
        .find_map(|&(bound, message)| (bound == key).then_some(message));
    match (bound, place, key.code) {
        (None, Place::Typing | Place::Entering | Place::Jumping, KeyCode::Char(letter))
            if key.held.is_empty() =>
        {
            Some(Msg::Type(letter))
        }
        _ => bound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: [Place; 28] = [
        Place::Exams,
        Place::Start,
        Place::Exam,
        Place::Jumping,
        Place::Review,
        Place::Submitting,
        Place::Leaving,
        Place::Result,
        Place::LookBack,
        Place::Home,
        Place::Scenarios,
        Place::Labs,
        Place::Live,
        Place::Lab,
        Place::Offer,
        Place::Mended,
        Place::Change,
        Place::Predicting,
        Place::Tallying,
        Place::Outcome,
        Place::Entering,
        Place::Facts,
        Place::Progress,
        Place::Question,
        Place::Explanation,
        Place::Score,
        Place::Typing,
        Place::Help,
    ];

    #[test]
    fn every_key_of_the_table_reaches_its_message() {
        for place in PLACES {
            for row in rows(place).filter(|row| row.place == place) {
                for &(key, expected) in row.keys {
                    assert_eq!(message(place, key), Some(expected), "{} at {place:?}", key.name());
                }
            }
        }
        for row in TABLE.iter().filter(|row| row.place == Place::Everywhere) {
            for &(key, expected) in row.keys {
                assert_eq!(message(Place::Home, key), Some(expected), "{}", key.name());
            }
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for place in PLACES.into_iter().chain([Place::Everywhere]) {
            let mut seen: Vec<Key> = Vec::new();
            for row in rows(place).filter(|row| row.place == place) {
                for (key, _) in row.keys {
                    assert!(!seen.contains(key), "{} twice at {place:?}", key.name());
                    seen.push(*key);
                }
            }
        }
    }

    #[test]
    fn ctrl_c_leaves_from_anywhere() {
        let key = Key { code: KeyCode::Char('c'), held: KeyModifiers::CONTROL };
        for place in PLACES {
            assert_eq!(message(place, key), Some(Msg::Interrupt), "{place:?}");
        }
    }

    #[test]
    fn letters_are_typed_into_a_filter() {
        let q = Key::of(KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE));
        assert_eq!(message(Place::Typing, q), Some(Msg::Type('q')));
        let shifted = Key::of(KeyEvent::new(KeyCode::Char('Q'), KeyModifiers::SHIFT));
        assert_eq!(message(Place::Typing, shifted), Some(Msg::Type('Q')));
    }

    #[test]
    fn shift_counts_for_arrows_and_not_for_letters() {
        let last = Key::of(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT));
        assert_eq!(message(Place::Live, last), Some(Msg::Last));
        let far = Key::of(KeyEvent::new(KeyCode::Right, KeyModifiers::SHIFT));
        assert_eq!(message(Place::Live, far), Some(Msg::Seek(60)));
    }
}
