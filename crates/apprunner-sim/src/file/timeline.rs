//! `[[event]]` and `[[beat]]`: what happens at a moment, and where an
//! instructor stops.

use super::limits::Limiter;
use super::service::{self, ServiceEdit};
use super::{app, duration};
use crate::model::action::{Action, Patch, ScheduledAction, Version};
use crate::model::goal::{Pause, Stop};
use crate::model::service::Service;
use crate::model::time::{SimDuration, SimTime};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults};
use spanned_toml::quantity;
use spanned_toml::setting;

/// What an event may be.
const KINDS: [&str; 8] = ["crash", "hang", "set", "deploy", "push", "update", "pause", "resume"];

/// The most instances that fail at one time; no edition has more.
const MAX_INSTANCES: u32 = 1_000;

/// What a `set` table may change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Service and application.
    Everything,
    /// The service alone.
    Service,
}

/// An action before its patch is held against the service of its moment.
struct Draft {
    at: SimTime,
    action: Action,
    edit: Option<ServiceEdit>,
}

/// The events in `tables`, in order of time. `service` is the one at time 0;
/// it must stay legal after every event.
pub(super) fn events(
    tables: Vec<Cursor<'_>>,
    end: SimTime,
    service: &Service,
    limiter: &mut Limiter,
    faults: &mut Faults,
) -> Vec<ScheduledAction> {
    let read = |cursor| event(cursor, end, limiter, faults);
    let mut drafts: Vec<Draft> = tables.into_iter().filter_map(read).collect();
    drafts.sort_by_key(|draft| draft.at);
    let mut service = service.clone();
    let settled = drafts.into_iter().map(|Draft { at, mut action, edit }| {
        if let (Some(mut edit), Some(patch)) = (edit, patch_of(&mut action)) {
            limiter.set_moment(moment(at));
            service::settle(&mut edit, &mut service, limiter, faults);
            patch.service = edit.patch;
        }
        ScheduledAction { at, action }
    });
    let actions = settled.collect();
    limiter.set_moment(String::new());
    actions
}

/// Names an event in what is adapted.
fn moment(at: SimTime) -> String {
    format!(" (event at {})", at.since(SimTime::ZERO))
}

/// The changes that an action makes.
fn patch_of(action: &mut Action) -> Option<&mut Patch> {
    match action {
        Action::Set(patch) | Action::Update(patch) => Some(patch),
        Action::Deploy(version) | Action::Push(version) => Some(&mut version.patch),
        Action::Crash { .. } | Action::Hang { .. } | Action::Pause | Action::Resume => None,
    }
}

/// One event.
fn event(
    mut cursor: Cursor<'_>,
    end: SimTime,
    limiter: &mut Limiter,
    faults: &mut Faults,
) -> Option<Draft> {
    let at = moment_of(&mut cursor, end, faults);
    let kind = cursor.exactly_one(&KINDS, faults);
    cursor.finish(faults);
    limiter.set_moment(at.map_or_else(String::new, moment));
    let (action, edit) = action(kind?, limiter, faults)?;
    Some(Draft { at: at?, action, edit })
}

/// The field `at`, within the run.
fn moment_of(cursor: &mut Cursor<'_>, end: SimTime, faults: &mut Faults) -> Option<SimTime> {
    let field = cursor.required("at", "at = \"5m\"", faults)?;
    let at = duration::instant(field, faults)?;
    if at <= end {
        return Some(at);
    }
    let from_start = |time: SimTime| -> SimDuration { time.since(SimTime::ZERO) };
    let message = format!("{} comes at {}, after the end", cursor.name(), from_start(at));
    let fault = Fault::new(&field.node.place, message);
    faults.push(fault.expected(format!("at most {}, the `duration`", from_start(end))));
    None
}

/// What an event does, and its changes to the service.
fn action(
    kind: Field<'_>,
    limiter: &mut Limiter,
    faults: &mut Faults,
) -> Option<(Action, Option<ServiceEdit>)> {
    match kind.name {
        "crash" => Some((Action::Crash { instances: instances(kind, faults)? }, None)),
        "hang" => Some((Action::Hang { instances: instances(kind, faults)? }, None)),
        "set" => {
            let (patch, edit) = changes(kind, Reach::Everything, limiter, faults)?;
            Some((Action::Set(patch), Some(edit)))
        }
        "deploy" => {
            let (version, edit) = version(kind, limiter, faults)?;
            Some((Action::Deploy(version), Some(edit)))
        }
        "push" => {
            let (version, edit) = version(kind, limiter, faults)?;
            Some((Action::Push(version), Some(edit)))
        }
        "update" => {
            let mut cursor = kind.cursor(faults)?;
            let set = cursor.required("set", "set = { \"service.port\" = 80 }", faults);
            cursor.finish(faults);
            let (patch, edit) = changes(set?, Reach::Service, limiter, faults)?;
            Some((Action::Update(patch), Some(edit)))
        }
        "pause" => nothing_more(kind, Action::Pause, faults),
        _ => nothing_more(kind, Action::Resume, faults),
    }
}

/// `pause = {}` and `resume = {}`.
fn nothing_more(
    kind: Field<'_>,
    action: Action,
    faults: &mut Faults,
) -> Option<(Action, Option<ServiceEdit>)> {
    kind.cursor(faults)?.finish(faults);
    Some((action, None))
}

/// `crash = { instances = 1 }`.
fn instances(kind: Field<'_>, faults: &mut Faults) -> Option<u32> {
    let mut cursor = kind.cursor(faults)?;
    let count = cursor.required("instances", "instances = 1", faults);
    cursor.finish(faults);
    quantity::integer(count?, &(1..=MAX_INSTANCES), faults)
}

/// `deploy = { version = "v2", set = { … } }`.
fn version(
    kind: Field<'_>,
    limiter: &mut Limiter,
    faults: &mut Faults,
) -> Option<(Version, ServiceEdit)> {
    let mut cursor = kind.cursor(faults)?;
    let name = cursor.required("version", "version = \"v2\"", faults);
    let set = cursor.field("set");
    cursor.finish(faults);
    let name = name.and_then(|field| field.words(faults));
    let (patch, edit) = match set {
        Some(field) => changes(field, Reach::Everything, limiter, faults)?,
        None => (Patch::default(), ServiceEdit::none(&kind.node.place)),
    };
    Some((Version { name: name?.to_owned(), patch }, edit))
}

/// A `set` table: dotted paths with values, read as a file would be.
fn changes(
    field: Field<'_>,
    reach: Reach,
    limiter: &mut Limiter,
    faults: &mut Faults,
) -> Option<(Patch, ServiceEdit)> {
    let (root, settings) = setting::table(field, faults)?;
    let mut patch = Patch { settings, ..Patch::default() };
    let mut edit = ServiceEdit::none(&field.node.place);
    let mut cursor = Cursor::new(&root, "`set`", faults)?;
    if let Some(table) = cursor.table("service", faults) {
        edit = service_changes(table, limiter, faults);
    }
    if let Some(app) = cursor.field("app") {
        if reach == Reach::Service {
            let fault = Fault::new(app.key, "`update` changes the service, not the application");
            let fault = fault.expected("a path that begins with `service.`");
            faults.push(fault.help("an application changes with `deploy`, `push` or `set`"));
        } else if let Some(table) = app.cursor(faults) {
            patch.app = app::read(table, faults);
        }
    }
    cursor.finish(faults);
    Some((patch, edit))
}

/// What a `set` table changes at the service.
fn service_changes(
    mut table: Cursor<'_>,
    limiter: &mut Limiter,
    faults: &mut Faults,
) -> ServiceEdit {
    if let Some(start) = table.field("start") {
        let fault = Fault::new(start.key, "`service.start` is how a run begins");
        faults.push(fault.expected("nothing that is over at time 0"));
    }
    service::read(table, limiter, faults)
}

/// The stops in `tables`, in order of time.
pub(super) fn stops(tables: Vec<Cursor<'_>>, end: SimTime, faults: &mut Faults) -> Vec<Stop> {
    let stop = |mut cursor: Cursor<'_>| {
        let at = moment_of(&mut cursor, end, faults);
        let say = cursor.required("say", "say = \"The surge arrives.\"", faults);
        let pause = cursor.field("pause").map(|field| field.flag(faults));
        let question = cursor.field("question").and_then(|field| field.words(faults));
        cursor.finish(faults);
        let say = say.and_then(|field| field.words(faults));
        let pause = if pause.flatten() == Some(true) { Pause::Yes } else { Pause::No };
        let question = question.map(str::to_owned);
        Some(Stop { at: at?, say: say?.to_owned(), pause, question })
    };
    let mut stops: Vec<Stop> = tables.into_iter().filter_map(stop).collect();
    stops.sort_by_key(|stop| stop.at);
    stops
}
