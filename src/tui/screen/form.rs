//! A form: settings in groups under their labels, narrowed by a filter, each with what its
//! reader takes, picked where there are few values and typed otherwise.
//!
//! ```text
//!  list ─ Enter ─▶ picker or line ─ Enter ─▶ the screen that shows the form
//!    └─ / ─▶ filter
//! ```

mod about;
mod takes;
mod view;
mod words;

use ratatui::layout::Position;

use self::about::Section;
use self::takes::{Choice, Takes};
use self::words::SIZE;
pub(in crate::tui) use self::words::{
    change_in_words, meaning, named, refusal, setting_in_words, value_in_words, with_labels,
};
use super::filter::{Filter, Typing};
use crate::tui::format;
use crate::tui::keys::{self, CHOOSE, Keymap, Move, Names, Row as KeyRow};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::List;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::to_toml;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::service::InstanceSize;
use apprunner_sim::model::time::SimTime;
use spanned_toml::path;
use spanned_toml::setting::Setting;

/// A form whose rows are of kinds `K`.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Form<K> {
    rows: Vec<Row<K>>,
    list: List,
    filter: Filter,
    entry: Entry,
    /// The place among the values to pick from.
    picker: List,
    trouble: Option<String>,
    /// What is said about the chosen row, or which labels there are where none is listed.
    said: Scroll,
}

/// What is being put in.
#[derive(Clone, Debug)]
enum Entry {
    Nothing,
    Typing(Field),
    Picking,
}

/// A row of a form.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Row<K> {
    pub(in crate::tui) kind: K,
    pub(in crate::tui) group: String,
    pub(in crate::tui) label: String,
    /// Its path in a scenario file; empty where it has none.
    pub(in crate::tui) path: String,
    /// What stands there now, as a file writes it; `None` where nothing is put in.
    pub(in crate::tui) value: Option<String>,
    /// What stood there at first, where that is known.
    pub(in crate::tui) first: Option<String>,
    /// What the scenario itself sets it to later, and when.
    pub(in crate::tui) later: Option<(SimTime, String)>,
    /// What its reader takes.
    pub(in crate::tui) takes: Option<Takes>,
    pub(in crate::tui) about: String,
    /// More of it, for screens that have room.
    pub(in crate::tui) sections: Vec<Section>,
}

/// What somebody has led to in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Outcome {
    Nothing,
    /// The chosen row is to have this value.
    Put(String),
    Close,
}

/// What the keys of a form mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Move(Move),
    /// What is said of the chosen row.
    Scroll(Move),
    Accept,
    /// Back from the value to the list.
    Leave,
    /// Type a filter, keep it, clear it.
    Filter,
    Keep,
    Clear,
    Close,
}

/// As [`keys::MOVE`] but for the keys that scroll what is said.
const LISTED: Names<Move> = &[
    ("↑", Move::Up),
    ("↓", Move::Down),
    ("k", Move::Up),
    ("j", Move::Down),
    ("PgUp", Move::PageUp),
    ("PgDn", Move::PageDown),
    ("Home", Move::First),
    ("End", Move::Last),
    ("g", Move::First),
    ("G", Move::Last),
];

const READ: KeyRow<Command> = keys::row(
    &[("PgDn", Command::Scroll(Move::PageDown)), ("PgUp", Command::Scroll(Move::PageUp))],
    "scroll text",
    "scroll the explanation down, up",
);

const LIST: &[KeyRow<Command>] = &[
    keys::moves(LISTED, Command::Move, "choose", "choose a setting"),
    keys::row(&[("Enter", Command::Accept)], "change", "change the value or run it"),
    keys::row(&[("/", Command::Filter)], "filter", "filter the list"),
    keys::row(
        &[("ctrl-d", Command::Scroll(Move::PageDown)), ("ctrl-u", Command::Scroll(Move::PageUp))],
        "scroll text",
        "scroll the explanation down, up",
    ),
];

const PICKING: &[KeyRow<Command>] = &[
    keys::moves(CHOOSE, Command::Move, "choose", "choose a value"),
    keys::row(&[("Enter", Command::Accept)], "go on", "use the chosen value"),
    READ,
];

const TYPING: &[KeyRow<Command>] = &[
    keys::row(&[("Enter", Command::Accept)], "apply", "use the typed value"),
    keys::row(&[("Esc", Command::Leave)], "back", "back to the list"),
    READ,
];

const FILTERING: &[KeyRow<Command>] = &[
    keys::row(&[("Enter", Command::Keep)], "apply filter", "apply the filter"),
    keys::row(&[("Esc", Command::Clear)], "clear", "clear the filter"),
    keys::moves(&[("↑", Move::Up), ("↓", Move::Down)], Command::Move, "choose", "choose"),
    READ,
];

impl<K> Row<K> {
    /// The row of a setting under its label.
    pub(in crate::tui) fn setting(kind: K, setting: Setting) -> Self {
        let Setting { path, value } = setting;
        let (group, label) = named(&path);
        Self { path, value: Some(value), ..Self::plain(kind, &group, &label, "") }
    }

    /// A row that is no setting.
    pub(in crate::tui) fn plain(kind: K, group: &str, label: &str, about: &str) -> Self {
        let [group, label, about] = [group, label, about].map(str::to_owned);
        let (path, value, first, takes) = (String::new(), None, None, None);
        let (later, sections) = (None, Vec::new());
        Self { kind, group, label, path, value, first, later, takes, about, sections }
    }

    /// The row of CPU and memory, which change as one of `pairs`; `size` is what stands there.
    pub(in crate::tui) fn size<'a>(
        kind: K,
        size: InstanceSize,
        pairs: impl IntoIterator<Item = &'a InstanceSize>,
    ) -> Self {
        Self { takes: Some(sizes(pairs)), ..Self::setting(kind, to_toml::instance(size)) }
    }

    /// The setting that stands there now.
    fn standing(&self) -> Option<Setting> {
        let path = self.path.clone();
        let value = self.value.clone().filter(|_| !path.is_empty())?;
        Some(Setting { path, value })
    }

    fn choices(&self) -> &[Choice] {
        match &self.takes {
            Some(Takes::OneOf(choices)) => choices,
            Some(Takes::Described(_)) | None => &[],
        }
    }

    /// `value` for people: as it would be picked, or typed.
    fn words(&self, value: &str) -> String {
        let choice = self.choices().iter().find(|choice| choice.value == value);
        choice.map_or_else(|| value_in_words(&self.path, value), |choice| choice.words.clone())
    }

    /// The value that stands there now for people, and the one that the scenario sets later.
    fn shown(&self, value: &str) -> String {
        let now = self.words(value);
        match &self.later {
            Some((at, later)) => {
                format!("{now}, from {} {}", format::clock_s(*at), self.words(later))
            }
            None => now,
        }
    }

    fn is_changed(&self) -> bool {
        self.first.is_some() && self.first != self.value
    }
}

impl<K> Form<K> {
    /// A form of `rows`.
    pub(in crate::tui) fn new(rows: Vec<Row<K>>) -> Self {
        let (list, filter, picker) = (List::default(), Filter::default(), List::default());
        let (entry, said) = (Entry::Nothing, Scroll::top());
        Self { rows, list, filter, entry, picker, trouble: None, said }
    }

    /// The keys that hold, at what the help calls `place`.
    pub(in crate::tui) fn keys(&self, place: &'static str) -> Keymap<Command> {
        let keymap = match &self.entry {
            Entry::Typing(_) => Keymap::new("While typing a value", TYPING),
            Entry::Picking => Keymap::new("Picking a value", PICKING).back(Command::Leave),
            Entry::Nothing if self.is_filtering() => {
                Keymap::new("While typing a filter", FILTERING)
            }
            Entry::Nothing => Keymap::new(place, LIST).back(Command::Close),
        };
        let is_idle = match self.entry {
            // What was rejected is rejected again.
            Entry::Typing(_) => self.trouble.is_some(),
            Entry::Picking | Entry::Nothing => self.chosen().is_none(),
        };
        let leads = |it| matches!(it, Command::Move(_) | Command::Accept);
        let keymap = keymap.scrolling(&self.said, |it| matches!(it, Command::Scroll(_)));
        keymap.out_of_footer(|it| is_idle && leads(it))
    }

    /// The line in which something is typed now.
    pub(in crate::tui) fn field(&mut self) -> Option<&mut Field> {
        match &mut self.entry {
            Entry::Typing(field) => Some(field),
            Entry::Picking => None,
            Entry::Nothing => self.filter.field(),
        }
    }

    /// Whether the keys go to the list.
    pub(in crate::tui) fn is_listing(&self) -> bool {
        matches!(self.entry, Entry::Nothing) && !self.is_filtering()
    }

    /// Whether a filter is typed.
    pub(in crate::tui) fn is_filtering(&self) -> bool {
        matches!(self.entry, Entry::Nothing) && self.filter.typing == Typing::Yes
    }

    /// The value that is typed now, as far as it is.
    pub(in crate::tui) fn typed(&self) -> Option<&str> {
        match &self.entry {
            Entry::Typing(field) => Some(field.text().trim()),
            Entry::Picking | Entry::Nothing => None,
        }
    }

    /// Takes in that what is typed is another text, of which `trouble` says what is wrong.
    pub(in crate::tui) fn edited(&mut self, trouble: Option<String>) {
        self.trouble = trouble;
        if self.is_filtering() {
            self.list.set(0);
        }
    }

    /// Says why a value cannot be put in.
    pub(in crate::tui) fn refuse(&mut self, trouble: String) {
        self.trouble = Some(trouble);
    }

    /// The rows that the filter leaves.
    fn listed(&self) -> Vec<usize> {
        let is_listed =
            |row: &Row<K>| self.filter.matches(&[&row.group, &row.label, &row.path, &row.about]);
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| is_listed(row)).map(|(place, _)| place).collect()
    }

    fn listed_rows(&self) -> Vec<&Row<K>> {
        self.listed().into_iter().filter_map(|place| self.rows.get(place)).collect()
    }

    /// The chosen row.
    pub(in crate::tui) fn chosen(&self) -> Option<&Row<K>> {
        let listed = self.listed_rows();
        listed.get(self.list.position(listed.len())).copied()
    }

    /// Shows `value` in the chosen row, or without one what stood there at first.
    pub(in crate::tui) fn try_out(&mut self, value: Option<String>) {
        let listed = self.listed();
        let chosen = listed.get(self.list.position(listed.len())).copied();
        if let Some(row) = chosen.and_then(|place| self.rows.get_mut(place)) {
            row.value = value.or_else(|| row.first.clone());
        }
    }

    /// Back to the list, with nothing put in.
    pub(in crate::tui) fn leave(&mut self) {
        self.entry = Entry::Nothing;
        self.trouble = None;
    }

    /// Does what a key means.
    pub(in crate::tui) fn act(&mut self, command: Command) -> Outcome {
        if !matches!(command, Command::Scroll(_)) {
            self.said = Scroll::top();
        }
        if !matches!(command, Command::Accept | Command::Scroll(_)) {
            self.trouble = None;
        }
        match command {
            Command::Scroll(to) => self.said.step(to),
            Command::Move(to) => self.step(to),
            Command::Accept => return self.accept(),
            Command::Leave => self.leave(),
            Command::Filter => self.filter.typing = Typing::Yes,
            Command::Keep => self.filter.typing = Typing::No,
            Command::Clear => self.clear(),
            // A filter that was kept is what lies on top: the way back clears it first.
            Command::Close if self.filter.clear() => self.list.set(0),
            Command::Close => return Outcome::Close,
        }
        Outcome::Nothing
    }

    fn clear(&mut self) {
        self.filter.clear();
        self.list.set(0);
    }

    fn step(&mut self, to: Move) {
        if matches!(self.entry, Entry::Picking) {
            let choices = self.chosen().map_or(0, |row| row.choices().len());
            self.picker.step(to, choices);
        } else {
            self.list.step(to, self.listed().len());
        }
    }

    fn accept(&mut self) -> Outcome {
        let Some(row) = self.chosen() else { return Outcome::Nothing };
        match (&self.entry, &row.value) {
            (Entry::Typing(field), _) => Outcome::Put(field.text().trim().to_owned()),
            (Entry::Picking, _) => {
                let choices = row.choices();
                let picked = choices.get(self.picker.position(choices.len()));
                picked.map_or(Outcome::Nothing, |choice| Outcome::Put(choice.value.clone()))
            }
            (Entry::Nothing, None) => Outcome::Put(String::new()),
            (Entry::Nothing, Some(value)) => {
                let choices = row.choices();
                let at = choices.iter().position(|choice| choice.value == *value);
                self.entry = match choices {
                    [] => Entry::Typing(Field::holding(value.trim_matches('"'))),
                    _ => Entry::Picking,
                };
                self.picker.set(at.unwrap_or_default());
                self.trouble = None;
                Outcome::Nothing
            }
        }
    }

    /// Takes a click: on a row that is chosen already, or on a value, it is Enter.
    pub(in crate::tui) fn click(&mut self, mouse: Position) -> Outcome {
        let before = self.list.position(self.listed().len());
        match self.entry {
            Entry::Picking if self.picker.click(mouse) => self.accept(),
            Entry::Nothing if self.list.click(mouse) => {
                let is_same = self.list.position(self.listed().len()) == before;
                if is_same { self.accept() } else { Outcome::Nothing }
            }
            Entry::Nothing | Entry::Picking | Entry::Typing(_) => Outcome::Nothing,
        }
    }

    /// What the mouse can move now.
    pub(in crate::tui) fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        match self.entry {
            Entry::Picking => vec![&mut self.picker, &mut self.said],
            Entry::Nothing => vec![&mut self.list, &mut self.said],
            Entry::Typing(_) => vec![&mut self.said],
        }
    }
}

/// Notes in `rows` what the events of `scenario` set their settings to.
pub(in crate::tui) fn note_events<K>(rows: &mut [Row<K>], scenario: &Scenario) {
    for scheduled in scenario.actions.iter().rev() {
        for setting in scheduled.action.patch().iter().flat_map(|patch| &patch.settings) {
            let names = path::parse(&setting.path);
            for row in rows.iter_mut().filter(|row| path::parse(&row.path) == names) {
                row.later = Some((scheduled.at, setting.value.clone()));
            }
        }
    }
}

/// Notes in `rows` what the readers of `draft` take for their values.
pub(in crate::tui) fn describe<K>(rows: &mut [Row<K>], draft: &Draft) {
    let standing: Vec<Option<Setting>> = rows.iter().map(Row::standing).collect();
    let settings: Vec<Setting> = standing.iter().flatten().cloned().collect();
    let mut shapes = draft.shapes(&settings).into_iter();
    for (row, standing) in rows.iter_mut().zip(standing) {
        let shape = standing.and_then(|_| shapes.next().flatten());
        let limits = &draft.scenario().edition.rules().limits;
        row.takes = match row.path.as_str() {
            SIZE if row.takes.is_some() => continue,
            SIZE => Some(sizes(limits.sizes.value)),
            path => Takes::within(path, limits)
                .or_else(|| shape.as_ref().and_then(|it| Takes::of(path, it))),
        };
    }
}

/// `pairs` of CPU and memory, to pick from.
fn sizes<'a>(pairs: impl IntoIterator<Item = &'a InstanceSize>) -> Takes {
    let choice = |size: &InstanceSize| {
        let (value, words) = (to_toml::instance(*size).value, size.to_string());
        Choice { value, words }
    };
    Takes::OneOf(pairs.into_iter().map(choice).collect())
}
