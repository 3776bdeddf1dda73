//! The form of what can be changed: what can be made to happen at the playhead, and every
//! setting, from there on or throughout. What is typed is read at once as the file would be.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Clear;

use crate::tui::content::Content;
use crate::tui::format;
use crate::tui::keys::{self, Keymap, Row as KeyRow};
use crate::tui::screen::form::{self, Form, Outcome, Row};
use crate::tui::theme::Theme;
use crate::tui::widget::field::Field;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scrollable;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::lab;
use apprunner_sim::file::timed_action;
use apprunner_sim::file::to_toml;
use apprunner_sim::model::intervention::{Intervention, TimedAction};
use apprunner_sim::model::lab::Lab;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::view::View;
use spanned_toml::diagnostic::Diagnostics;
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// The form, and the run that it changes.
#[derive(Clone, Debug)]
pub(super) struct Change {
    at: SimTime,
    /// Where the run ends.
    end: SimTime,
    draft: Draft,
    form: Form<Kind>,
    when: When,
    /// How much of a lab's budget is used, in words, when a lab offers the settings.
    used: Option<String>,
}

/// Since when a setting is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    FromHere,
    Throughout,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Made to happen, by this name and with words of its own.
    TimedAction(&'static str),
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

/// What the keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Form(form::Command),
    /// From the playhead on, or throughout.
    When,
}

const WHEN: &[KeyRow<Command>] =
    &[keys::turns(|_| Command::When, "when", "from the playhead on, or for the whole run")];

const CLOSE: &[KeyRow<Command>] =
    &[keys::row(&[("i", Command::Form(form::Command::Close))], "close", "close without a change")];

/// CPU and memory come in pairs, so they are changed as one.
const SIZE: &str = "service.instance.";
/// From this size on the form stands beside the run, so wide.
const BESIDE: (u16, u16) = (180, 44);
const FORM: u16 = 90;
/// Microseconds in what the clock shows.
const TENTH: u64 = 100_000;
/// The group of what is no single setting.
const WHOLE: &str = "The whole run";

/// What can be made to happen: its name, what it is called, what is typed for it at first, and
/// what it is.
const TIMED_ACTIONS: [(&str, &str, Option<&str>, &str); 7] = [
    ("crash", "Instances crash", Some("1"), "number of ready instances that exit"),
    ("hang", "Instances hang", Some("1"), "number of ready instances that stop responding"),
    ("surge", "Traffic surges", Some("2 1m"), "factor of the traffic, and duration"),
    (
        "deploy",
        "Deploy",
        Some("v2"),
        "StartDeployment; add PATH=VALUE for settings that differ in the version, such as \
         app.routes./.status=302",
    ),
    ("push", "Push", Some("v2"), "a new image or commit; automatic deployments deploy it"),
    ("pause", "Pause", None, "PauseService"),
    ("resume", "Resume", None, "ResumeService"),
];

impl Change {
    /// What can be changed in the run of `draft`, which stands as `view` shows.
    pub(super) fn new(draft: &Draft, view: &View) -> Self {
        // The moment that the clock shows.
        let at = SimTime::from_micros(view.at.as_micros() / TENTH * TENTH);
        let end = SimTime::ZERO + draft.scenario().duration;
        let group = format!("Events at {}", format::clock(at));
        let row = |(name, label, value, about): (_, _, Option<&str>, _)| Row {
            value: value.map(str::to_owned),
            ..Row::plain(Kind::TimedAction(name), &group, label, about)
        };
        let mut rows: Vec<Row<Kind>> = TIMED_ACTIONS.into_iter().map(row).collect();
        let alone = |it: &Setting| it.path != "service.start" && !it.path.starts_with(SIZE);
        let settings = to_toml::of_application(&view.app)
            .into_iter()
            .chain([to_toml::instance(view.service.instance)])
            .chain(to_toml::changeable(&view.service).into_iter().filter(alone));
        rows.extend(settings.map(|it| Row::setting(Kind::Setting, it)));
        let assume = &draft.scenario().assume;
        let sheet = draft.scenario().edition.rules().assume.sheet(assume);
        let assumed = to_toml::of_assumptions(assume).into_iter().zip(sheet);
        rows.extend(assumed.filter(|(_, parameter)| parameter.is_used()).map(|(it, parameter)| {
            Row { about: form::meaning(parameter.meaning), ..Row::setting(Kind::Assumption, it) }
        }));
        let about = "PATH=VALUE as in a scenario file, for the whole run, such as \
                     service.auto_scaling.max_size=5";
        let any = Row::plain(Kind::Any, WHOLE, "Any other setting", about);
        rows.push(Row { value: Some(String::new()), ..any });
        if !draft.scenario().fix.is_empty() {
            let about = "the settings of the author's fix";
            rows.push(Row::plain(Kind::Fix, WHOLE, "The fix", about));
        }
        if !draft.interventions().is_empty() {
            let about = "the unchanged scenario";
            rows.push(Row::plain(Kind::Reset, WHOLE, "No change", about));
        }
        let is_inside = at > SimTime::ZERO && at < end;
        let when = if is_inside { When::FromHere } else { When::Throughout };
        let firsts = draft.untouched().map(|it| every_setting(&it)).unwrap_or_default();
        let form = Form::new(described(rows, draft, &firsts));
        Self { at, end, draft: draft.clone(), form, when, used: None }
    }

    /// What `lab` offers to change in `draft`, at first the scenario `own`; so much of its budget
    /// is `used`.
    pub(super) fn of_lab(draft: &Draft, lab: &Lab, own: &Scenario, used: String) -> Self {
        let offered = lab::offered(lab, draft.scenario());
        let size_at = offered.iter().position(|it| it.path.starts_with(SIZE));
        let others = offered.into_iter().filter(|it| !it.path.starts_with(SIZE));
        let mut rows: Vec<Row<Kind>> = others.map(|it| Row::setting(Kind::Setting, it)).collect();
        let size = draft.scenario().service.instance;
        if let Some(at) = size_at {
            let sizes = lab::sizes(&lab.settings, draft.scenario());
            rows.insert(at.min(rows.len()), Row::size(Kind::Setting, size, sizes));
        }
        let mut firsts = lab::offered(lab, own);
        firsts.push(to_toml::instance(own.service.instance));
        let (reset, fix) = ("the unchanged lab", "show the author's solution; no score after that");
        rows.push(Row::plain(Kind::Reset, WHOLE, "No change", reset));
        rows.push(Row::plain(Kind::Fix, WHOLE, "The solution", fix));
        Self {
            at: SimTime::ZERO,
            end: SimTime::NEVER,
            draft: draft.clone(),
            form: Form::new(described(rows, draft, &firsts)),
            when: When::Throughout,
            used: Some(used),
        }
    }

    /// Takes in what `content` says of the settings.
    pub(super) fn explain(&mut self, content: &Content) {
        self.form.explain(self.draft.scenario(), content);
    }

    /// The keys that hold.
    pub(super) fn keys(&self) -> Keymap<Command> {
        let place = if self.used.is_some() { "Changing a lab" } else { "Changing a run" };
        let keymap = self.form.keys(place).map(Command::Form);
        let keymap = if self.has_choice_of_when() { keymap.and(WHEN) } else { keymap };
        if self.form.is_listing() { keymap.and(CLOSE) } else { keymap }
    }

    /// Whether the chosen row can hold from the playhead on or throughout.
    fn has_choice_of_when(&self) -> bool {
        let chosen = self.form.chosen().map(|row| row.kind);
        self.used.is_none() && chosen == Some(Kind::Setting) && !self.form.is_filtering()
    }

    /// The line in which something is typed now.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        self.form.field()
    }

    /// Takes in that what is typed is another text, and says at once what is wrong with it.
    pub(super) fn edited(&mut self) {
        let typed = self.form.typed().filter(|typed| !typed.is_empty());
        let trouble = typed.and_then(|typed| {
            let made = self.read(typed).and_then(|it| {
                self.draft.with(it).map(|_| ()).map_err(|faults| self.refusal(&faults))
            });
            made.err()
        });
        self.form.edited(trouble);
    }

    /// Takes a click, and says what is wanted.
    pub(super) fn click(&mut self, mouse: Position) -> Wish {
        let outcome = self.form.click(mouse);
        self.wish(outcome)
    }

    /// What the mouse can move now.
    pub(super) fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        self.form.panes()
    }

    /// Says why a change cannot be made.
    pub(super) fn refuse(&mut self, trouble: String) {
        self.form.refuse(trouble);
    }

    /// Why the chosen row cannot have a value, by the `faults` of a run with it.
    pub(super) fn refusal(&self, faults: &Diagnostics) -> String {
        form::refusal(self.form.chosen().map_or("", |row| &row.path), faults)
    }

    /// Does what a key means, and says what is wanted.
    pub(super) fn act(&mut self, command: Command) -> Wish {
        match command {
            Command::Form(command) => {
                let outcome = self.form.act(command);
                self.wish(outcome)
            }
            Command::When => {
                self.when = match self.when {
                    When::FromHere => When::Throughout,
                    When::Throughout => When::FromHere,
                };
                Wish::Nothing
            }
        }
    }

    /// What is wanted where the form has led to `outcome`.
    fn wish(&mut self, outcome: Outcome) -> Wish {
        match (outcome, self.form.chosen().map(|row| row.kind)) {
            (Outcome::Close, _) => Wish::Close,
            (Outcome::Nothing, _) => Wish::Nothing,
            (Outcome::Put(_), Some(Kind::Fix)) => Wish::Fix,
            (Outcome::Put(_), Some(Kind::Reset)) => Wish::Reset,
            (Outcome::Put(value), _) => match self.read(&value) {
                Ok(intervention) => Wish::Make(intervention),
                Err(trouble) => {
                    self.refuse(trouble);
                    Wish::Nothing
                }
            },
        }
    }

    /// The change of the chosen row to what is `typed`, unless the run is over by then.
    fn read(&self, typed: &str) -> Result<Intervention, String> {
        let parsed = |text: &str| setting::parse(text).map_err(|faults| faults.in_a_line());
        let Some(row) = self.form.chosen() else { return Err("no setting is chosen".to_owned()) };
        let set = || parsed(&format!("{}={typed}", row.path));
        let made = match row.kind {
            Kind::TimedAction(name) => {
                Intervention::At(self.at, timed_action::read(&format!("{name} {typed}"))?)
            }
            Kind::Setting => self.dated(set()?),
            Kind::Assumption => Intervention::Throughout(set()?),
            Kind::Any | Kind::Fix | Kind::Reset => Intervention::Throughout(parsed(typed)?),
        };
        match made {
            Intervention::At(at, _) if at >= self.end => {
                Err("the playhead is at the end of the run; seek back, or change the whole run"
                    .to_owned())
            }
            made => Ok(made),
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

    /// The form and the run in `area`: beside each other where there is room, else the form over
    /// the lower part of the run.
    pub(super) fn places(area: Rect) -> [Rect; 2] {
        if area.width >= BESIDE.0 && area.height >= BESIDE.1 {
            return area
                .layout(&Layout::horizontal([Constraint::Length(FORM), Constraint::Fill(1)]));
        }
        let height = (area.height * 3 / 4).max(12).min(area.height);
        [Rect { y: area.bottom() - height, height, ..area }, area]
    }

    /// Draws the form in `area`.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        frame.render_widget(Clear, area);
        let title = panel::title("Change", &self.since(), theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        self.form.draw(frame, inner, &self.advice(), theme);
    }

    /// Since when the chosen row would hold.
    fn since(&self) -> String {
        let kind = self.form.chosen().map(|row| row.kind);
        match (kind, self.when) {
            (Some(Kind::Setting), When::FromHere) | (Some(Kind::TimedAction(_)), _) => {
                format!("from {} on", format::clock(self.at))
            }
            _ => "for the whole run".to_owned(),
        }
    }

    /// How the chosen setting would come to hold.
    fn advice(&self) -> String {
        let Some(row) = self.form.chosen().filter(|row| row.kind == Kind::Setting) else {
            return String::new();
        };
        if let Some(used) = &self.used {
            return format!("{used} used; the original value does not count as a change");
        }
        match self.when {
            When::FromHere if row.path.starts_with("service.") => {
                "UpdateService at the playhead; Tab: for the whole run"
            }
            When::FromHere => "immediately, without a deployment; Tab: for the whole run",
            When::Throughout => "from the start of the run; Tab: from the playhead on",
        }
        .to_owned()
    }
}

/// Every setting of the scenario of `draft`.
fn every_setting(draft: &Draft) -> Vec<Setting> {
    let scenario = draft.scenario();
    let service = to_toml::of_service(&scenario.service).into_iter();
    service
        .chain([to_toml::instance(scenario.service.instance)])
        .chain(to_toml::of_application(&scenario.app))
        .chain(to_toml::of_assumptions(&scenario.assume))
        .collect()
}

/// `rows` with what the readers of `draft` take, and what stood there at first.
fn described(mut rows: Vec<Row<Kind>>, draft: &Draft, firsts: &[Setting]) -> Vec<Row<Kind>> {
    for row in &mut rows {
        let first = firsts.iter().find(|first| first.path == row.path);
        row.first = first.map(|first| first.value.clone());
    }
    form::describe(&mut rows, draft);
    rows
}
