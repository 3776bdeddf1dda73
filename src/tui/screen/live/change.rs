//! The list of what can be changed: what can be made to happen at the playhead,
//! and every setting, from there on or throughout.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::tui::keys::{self, Keymap, MOVE, Move, Row as KeyRow};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{format, text};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::timed_action;
use apprunner_sim::file::to_toml;
use apprunner_sim::model::intervention::{Intervention, TimedAction};
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::view::View;
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// The list, and what is being typed into it.
#[derive(Clone, Debug)]
pub(super) struct Change {
    at: SimTime,
    /// Where the run ends.
    end: SimTime,
    rows: Vec<Row>,
    list: List,
    when: When,
    typed: Option<Field>,
    trouble: Option<String>,
    /// What else there is to know, when a lab offers the settings.
    offer: Option<Offer>,
}

/// What a lab offers, and how much of it.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    /// The settings with the values of the file.
    pub(super) firsts: Vec<Setting>,
    /// How much of the budget is used, in words.
    pub(super) used: String,
}

/// Since when a setting is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    FromHere,
    Throughout,
}

/// One thing to change.
#[derive(Clone, Debug)]
struct Row {
    kind: Kind,
    name: String,
    /// What stands there now, as it would be typed.
    value: String,
    about: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Made to happen, with words of its own.
    TimedAction,
    /// A setting of service or application: from here on, or throughout.
    Setting,
    /// What the run assumes: throughout.
    Assumption,
    /// Any `PATH=VALUE`.
    Any,
    Fix,
    Reset,
}

/// What somebody wants.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    Nothing,
    Close,
    Make(Intervention),
    /// The settings that make the goals hold.
    Fix,
    /// No change at all.
    Reset,
}

/// What the keys of the list mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Move(Move),
    Accept,
    /// From the playhead on, or throughout.
    When,
    StopTyping,
    Close,
}

const LIST: &[KeyRow<Command>] = &[
    keys::moves(MOVE, Command::Move, "choose", "choose what to change"),
    keys::row(&[("Enter", Command::Accept)], 1, "change", "type another value; run it"),
    keys::row(
        &[("Tab", Command::When), ("shift-Tab", Command::When)],
        1,
        "since when",
        "from the playhead on, or throughout the run",
    ),
    keys::row(&[("i", Command::Close)], 1, "close", "leave all as it is"),
];

const TYPING: &[KeyRow<Command>] = &[
    keys::row(&[("Enter", Command::Accept)], 1, "go on", "take what is typed"),
    keys::row(&[("Esc", Command::StopTyping)], 1, "back", "back to the list"),
    keys::row(
        &[("Tab", Command::When), ("shift-Tab", Command::When)],
        1,
        "",
        "from the playhead on, or throughout",
    ),
];

/// CPU and memory come in pairs, so they are changed as one.
const SIZE: &str = "service.instance.";
/// Microseconds in what the clock shows.
const TENTH: u64 = 100_000;
/// Cells that a value keeps beside its name.
const VALUE: usize = 12;

/// What can be made to happen, what is typed for it at first, and what it is.
const HAPPENINGS: [(&str, &str, &str); 7] = [
    ("crash", "1", "number of ready instances that exit"),
    ("hang", "1", "number of ready instances that stop responding"),
    ("surge", "2 1m", "factor for the traffic, and for how long"),
    ("deploy", "v2", "StartDeployment; add PATH=VALUE for what is different in it"),
    ("push", "v2", "a new image or commit; deploys when that is automatic"),
    ("pause", "", "PauseService"),
    ("resume", "", "ResumeService"),
];

impl Change {
    /// What can be changed in the run of `draft`, which stands as `view` shows.
    pub(super) fn new(draft: &Draft, view: &View) -> Self {
        // The moment that the clock shows.
        let at = SimTime::from_micros(view.at.as_micros() / TENTH * TENTH);
        let row = |kind, name: &str, value: &str, about| Row {
            kind,
            name: name.to_owned(),
            value: value.to_owned(),
            about,
        };
        let mut rows: Vec<Row> = HAPPENINGS
            .iter()
            .map(|(name, value, about)| row(Kind::TimedAction, name, value, about))
            .collect();
        let app = to_toml::of_application(&view.app);
        let service = to_toml::of_service(&view.service);
        let alone = |it: &&Setting| it.path != "service.start" && !it.path.starts_with(SIZE);
        let size = to_toml::instance(view.service.instance);
        let settings = app.iter().chain([&size]).chain(service.iter().filter(alone));
        rows.extend(
            settings.map(|it| row(Kind::Setting, &it.path, it.value.trim_matches('"'), "")),
        );
        let assume = &draft.scenario().assume;
        let sheet = draft.scenario().edition.rules().assume.sheet(assume);
        rows.extend(to_toml::of_assumptions(assume).iter().zip(sheet).map(|(it, about)| {
            row(Kind::Assumption, &it.path, it.value.trim_matches('"'), about.meaning)
        }));
        rows.push(row(Kind::Any, "any other setting", "", "PATH=VALUE, throughout"));
        if !draft.scenario().fix.is_empty() {
            rows.push(row(Kind::Fix, "the fix", "", "what the scenario's author would set"));
        }
        if !draft.interventions().is_empty() {
            rows.push(row(Kind::Reset, "no change", "", "the scenario as its file has it"));
        }
        let end = SimTime::ZERO + draft.scenario().duration;
        let is_inside = at > SimTime::ZERO && at < end;
        let when = if is_inside { When::FromHere } else { When::Throughout };
        let list = List::default();
        Self { at, end, rows, list, when, typed: None, trouble: None, offer: None }
    }

    /// What a lab offers to change, with the values of now.
    pub(super) fn of_lab(offered: Vec<Setting>, offer: Offer) -> Self {
        let setting = |it: Setting| Row {
            kind: Kind::Setting,
            value: it.value.trim_matches('"').to_owned(),
            name: it.path,
            about: "",
        };
        let more = |kind, name: &str, about| Row {
            kind,
            name: name.to_owned(),
            value: String::new(),
            about,
        };
        let mut rows: Vec<Row> = offered.into_iter().map(setting).collect();
        rows.push(more(Kind::Reset, "no change", "the lab as it was at first"));
        rows.push(more(Kind::Fix, "the solution", "show the author's solution; no score then"));
        Self {
            at: SimTime::ZERO,
            end: SimTime::NEVER,
            rows,
            list: List::default(),
            when: When::Throughout,
            typed: None,
            trouble: None,
            offer: Some(offer),
        }
    }

    /// The keys that hold.
    pub(super) fn keys(&self) -> Keymap<Command> {
        let keymap = match (&self.typed, &self.offer) {
            (Some(_), _) => Keymap::new("While typing a value", TYPING),
            (None, Some(_)) => Keymap::new("Changing a lab", LIST).back(Command::Close),
            (None, None) => Keymap::new("Changing a run", LIST).back(Command::Close),
        };
        keymap.without(|command| matches!(command, Command::When) && !self.has_choice_of_when())
    }

    /// Whether the chosen row can hold from the playhead on or throughout.
    fn has_choice_of_when(&self) -> bool {
        self.offer.is_none() && self.chosen().is_some_and(|row| row.kind == Kind::Setting)
    }

    /// The line in which a value is typed now.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        self.typed.as_mut()
    }

    /// Takes in that another value is typed.
    pub(super) fn edited(&mut self) {
        self.trouble = None;
    }

    /// Puts the cursor at the row under the mouse.
    pub(super) fn click(&mut self, mouse: Position) {
        if self.typed.is_none() {
            self.list.click(mouse);
        }
    }

    /// Says why a change cannot be made.
    pub(super) fn refuse(&mut self, trouble: String) {
        self.trouble = Some(trouble);
    }

    /// Does what a key means, and says what is wanted.
    pub(super) fn act(&mut self, command: Command) -> Wish {
        self.trouble = None;
        match command {
            Command::Move(to) => self.list.step(to, self.rows.len()),
            Command::Accept => return self.accept(),
            Command::When => {
                self.when = match self.when {
                    When::FromHere => When::Throughout,
                    When::Throughout => When::FromHere,
                };
            }
            Command::StopTyping => self.typed = None,
            Command::Close => return Wish::Close,
        }
        Wish::Nothing
    }

    fn chosen(&self) -> Option<&Row> {
        self.rows.get(self.list.position(self.rows.len()))
    }

    fn accept(&mut self) -> Wish {
        let Some(row) = self.chosen().cloned() else { return Wish::Nothing };
        let typed = match (&self.typed, row.kind) {
            (_, Kind::Fix) => return Wish::Fix,
            (_, Kind::Reset) => return Wish::Reset,
            (None, Kind::TimedAction) if row.value.is_empty() => String::new(),
            (None, _) => {
                self.typed = Some(Field::holding(row.value));
                return Wish::Nothing;
            }
            (Some(typed), _) => typed.text().trim().to_owned(),
        };
        match self.read(&row, &typed).and_then(|it| self.within(it)) {
            Ok(intervention) => Wish::Make(intervention),
            Err(trouble) => {
                self.refuse(trouble);
                Wish::Nothing
            }
        }
    }

    /// A change, unless the run is over by then.
    fn within(&self, intervention: Intervention) -> Result<Intervention, String> {
        match intervention {
            Intervention::At(at, _) if at >= self.end => {
                Err("the run is over here; go back in it, or change it throughout".to_owned())
            }
            other => Ok(other),
        }
    }

    /// The change that is typed.
    fn read(&self, row: &Row, typed: &str) -> Result<Intervention, String> {
        let parsed = |text: &str| setting::parse(text).map_err(|faults| faults.in_a_line());
        match row.kind {
            Kind::TimedAction => {
                let action = timed_action::read(&format!("{} {typed}", row.name))?;
                Ok(Intervention::At(self.at, action))
            }
            Kind::Setting => Ok(self.dated(parsed(&format!("{}={typed}", row.name))?)),
            Kind::Assumption => {
                Ok(Intervention::Throughout(parsed(&format!("{}={typed}", row.name))?))
            }
            Kind::Any | Kind::Fix | Kind::Reset => Ok(Intervention::Throughout(parsed(typed)?)),
        }
    }

    /// The setting from here on, by the call or at once; or throughout.
    fn dated(&self, setting: Setting) -> Intervention {
        match self.when {
            When::Throughout => Intervention::Throughout(setting),
            When::FromHere if setting.path.starts_with("service.") => {
                Intervention::At(self.at, TimedAction::Update(setting))
            }
            When::FromHere => Intervention::At(self.at, TimedAction::Set(setting)),
        }
    }

    /// Draws the list over the lower part of `area`.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let wanted = u16::try_from(self.rows.len() + 5).unwrap_or(u16::MAX);
        let height = wanted.min((area.height * 2 / 3).max(9)).min(area.height);
        let area = Rect { y: area.bottom() - height, height, ..area };
        frame.render_widget(Clear, area);
        let title = panel::title("Change", &self.since(), theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let width = usize::from(inner.width);
        let mut lines = vec![self.entry(width, theme)];
        lines.extend(match &self.trouble {
            Some(trouble) => panel::wrapped(trouble, inner.width, Role::Warn, theme),
            None => vec![self.advice(width, theme)],
        });
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let (list, below) = panel::split_top(inner, inner.height.saturating_sub(rows));
        self.draw_rows(frame, list, theme);
        panel::lines(frame, below, lines);
    }

    /// Since when the chosen row would hold.
    fn since(&self) -> String {
        let here = format!("from {} on", format::clock(self.at));
        match (self.chosen().map(|row| row.kind), self.when) {
            (Some(Kind::Setting), When::Throughout) => "throughout the run".to_owned(),
            (Some(Kind::Setting | Kind::TimedAction), _) => here,
            _ => "throughout the run".to_owned(),
        }
    }

    fn draw_rows(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let width = usize::from(area.width);
        let widest = self.rows.iter().map(|row| text::width(&row.name)).max().unwrap_or(0);
        let names = widest.min(width.saturating_sub(VALUE));
        let item = |row: &Row| {
            let name = text::pad(&tail(&row.name, names), names);
            Item::Entry(vec![(name + "  ", Role::Plain), (row.value.clone(), Role::Strong)])
        };
        let items = self.rows.iter().map(item).collect();
        self.list.draw(frame, area, items, (0, Focus::Here), theme);
    }

    fn entry(&self, width: usize, theme: Theme) -> Line<'static> {
        let (Some(typed), Some(row)) = (&self.typed, self.chosen()) else {
            return Line::default();
        };
        let label = match row.kind {
            Kind::TimedAction => format!("{} ", row.name),
            Kind::Setting | Kind::Assumption => format!("{} = ", row.name),
            Kind::Any | Kind::Fix | Kind::Reset => String::new(),
        };
        let label = tail(&label, width / 2);
        let room = width.saturating_sub(text::width(&label));
        let label = Span::styled(label, theme.style(Role::Accent));
        Line::from([vec![label], typed.spans(room, theme)].concat())
    }

    fn advice(&self, width: usize, theme: Theme) -> Line<'static> {
        if let (Some(offer), Some(Row { kind: Kind::Setting, name, .. })) =
            (&self.offer, self.chosen())
        {
            let first = offer.firsts.iter().find(|setting| setting.path == *name);
            let first = first.map_or("", |setting| setting.value.trim_matches('"'));
            let advice = format!("{} used · {first} at first, which is no change", offer.used);
            return Line::styled(text::cut(&advice, width), theme.style(Role::Muted));
        }
        let advice = match (self.chosen(), self.when) {
            (Some(Row { kind: Kind::Setting, name, .. }), When::FromHere) => {
                if name.starts_with("service.") {
                    "by UpdateService at the playhead; Tab: throughout the run instead"
                } else {
                    "at once, no deployment; Tab: throughout the run instead"
                }
            }
            (Some(Row { kind: Kind::Setting, .. }), When::Throughout) => {
                "from the start of the run; Tab: from the playhead on instead"
            }
            (row, _) => row.map_or("", |row| row.about),
        };
        Line::styled(text::cut(advice, width), theme.style(Role::Muted))
    }
}

/// The end of a name that has no room: that is where settings differ.
fn tail(name: &str, width: usize) -> String {
    match text::width(name).saturating_sub(width) {
        0 => name.to_owned(),
        hidden => format!("…{}", name.chars().skip(hidden + 1).collect::<String>()),
    }
}
