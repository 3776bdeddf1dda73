//! `[[event]]`: what happens at a moment.

use super::limits::Limiter;
use super::service::{self, ServiceEdit};
use super::{app, duration};
use crate::model::action::{Action, Patch, ScheduledAction, Version};
use crate::model::service::Service;
use crate::model::time::{SimDuration, SimTime};
use spanned_toml::cursor::Cursor;
use spanned_toml::field::Field;
use spanned_toml::setting;

/// What an event may be.
const KINDS: [&str; 9] =
    ["crash", "hang", "set", "deploy", "push", "update", "stuck", "pause", "resume"];

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

/// Reads the events of the scenario at `cursor`, in order of time. `service` is the one
/// at time 0; it must stay legal after every event.
pub(super) fn events(
    cursor: &mut Cursor<'_>,
    end: SimTime,
    service: &Service,
    limiter: &mut Limiter<'_>,
) -> Vec<ScheduledAction> {
    let mut drafts = cursor.tables("event", |table| event(table, end, limiter));
    drafts.sort_by_key(|draft| draft.at);
    let mut service = service.clone();
    let settled = drafts.into_iter().map(|Draft { at, mut action, edit }| {
        if let (Some(mut edit), Some(patch)) = (edit, action.patch_mut()) {
            limiter.set_moment(moment(at));
            service::settle(&mut edit, &mut service, limiter);
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

/// Reads one event.
fn event(cursor: &mut Cursor<'_>, end: SimTime, limiter: &mut Limiter<'_>) -> Draft {
    let at = moment_of(cursor, end);
    limiter.set_moment(moment(at));
    let (action, edit) = action(cursor.exactly_one(KINDS), limiter);
    Draft { at, action, edit }
}

/// Reads the field `at`, within the run.
pub(super) fn moment_of(cursor: &mut Cursor<'_>, end: SimTime) -> SimTime {
    let field = cursor.required("at", "\"5m\"");
    let at = duration::instant(field);
    if at > end {
        let from_start = |time: SimTime| -> SimDuration { time.since(SimTime::ZERO) };
        let message = format!("{} is at {}, after the end", cursor.name(), from_start(at));
        let expected = format!("at most {}, the `duration`", from_start(end));
        field.fault(message).expected(expected).report();
    }
    at
}

/// Reads what an event does, and its changes to the service.
fn action(kind: Field<'_>, limiter: &mut Limiter<'_>) -> (Action, Option<ServiceEdit>) {
    match kind.name() {
        "crash" => (Action::Crash { instances: instances(kind) }, None),
        "hang" => (Action::Hang { instances: instances(kind) }, None),
        "set" => {
            let (patch, edit) = changes(kind, Reach::Everything, limiter);
            (Action::Set(patch), Some(edit))
        }
        "deploy" => {
            let (version, edit) = version(kind, limiter);
            (Action::Deploy(version), Some(edit))
        }
        "push" => {
            let (version, edit) = version(kind, limiter);
            (Action::Push(version), Some(edit))
        }
        "update" => kind.table(|update| {
            let set = update.required("set", "{ \"service.port\" = 80 }");
            let (patch, edit) = changes(set, Reach::Service, limiter);
            (Action::Update(patch), Some(edit))
        }),
        "stuck" => (Action::Stuck(duration::some_time(kind)), None),
        "pause" => kind.table(|_| (Action::Pause, None)),
        _ => kind.table(|_| (Action::Resume, None)),
    }
}

/// Reads `crash = { instances = 1 }`.
fn instances(kind: Field<'_>) -> u32 {
    kind.table(|table| table.required("instances", "1").integer(1..=MAX_INSTANCES))
}

/// Reads `deploy = { version = "v2", set = { … } }`.
fn version(kind: Field<'_>, limiter: &mut Limiter<'_>) -> (Version, ServiceEdit) {
    kind.table(|table| {
        let name = table.required("version", "\"v2\"").words();
        let set = table.field("set");
        let changed = set.map(|field| changes(field, Reach::Everything, limiter));
        let (patch, edit) =
            changed.unwrap_or_else(|| (Patch::default(), ServiceEdit::none(kind.place())));
        (Version { name, patch }, edit)
    })
}

/// Reads a `set` table: dotted paths with values, read as a file would be.
fn changes(field: Field<'_>, reach: Reach, limiter: &mut Limiter<'_>) -> (Patch, ServiceEdit) {
    let (root, settings) = setting::table(field);
    let mut patch = Patch { settings, ..Patch::default() };
    let mut edit = ServiceEdit::none(field.place());
    let mut cursor = Cursor::new(&root, "`set`", limiter.faults);
    if let Some(table) = cursor.field("service") {
        edit = table.table(|service| service_changes(service, limiter));
    }
    match cursor.field("app") {
        Some(app) if reach == Reach::Service => {
            let message = "`update` changes the service, not the application";
            let fault = app.faults().at(app.key(), message);
            let fault = fault.expected("a path that begins with `service.`");
            fault.help("an application changes with `deploy`, `push` or `set`").report();
        }
        Some(app) => patch.app = app.table(app::read),
        None => {}
    }
    cursor.finish();
    (patch, edit)
}

/// Reads what a `set` table changes at the service.
fn service_changes(table: &mut Cursor<'_>, limiter: &mut Limiter<'_>) -> ServiceEdit {
    if let Some(start) = table.field("start") {
        let fault =
            start.faults().at(start.key(), "`service.start` applies only at the start of a run");
        fault.expected("a setting that can change during the run").report();
    }
    service::read(table, limiter)
}
