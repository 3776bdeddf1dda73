//! Scenario files: from the tree of a file, the settings asked for and an
//! edition to a [`Scenario`] with every default filled in.
//!
//! A file is first read as it stands, under the edition that it names. Only
//! then come the settings and another edition, so a fault of the file is never
//! blamed on what somebody typed.

use std::collections::BTreeSet;

use super::limits::Limiter;
use super::scenario_file::ScenarioFile;
use super::service::ServiceEdit;
use super::story::Editions;
use super::traffic::PlacedStream;
use super::{app, assume, default_route, duration, goals, lab, service, story, timeline, traffic};
use crate::model::action::ScheduledAction;
use crate::model::application::Application;
use crate::model::replay::Traces;
use crate::model::rules::Edition;
use crate::model::scenario::{Scenario, StoryChart};
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::Stream;
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostic, Diagnostics, Source};
use spanned_toml::document::Document;
use spanned_toml::faults::{Faults, Syntax, quoted};
use spanned_toml::field::Field;
use spanned_toml::path;
use spanned_toml::schema::Schema;
use spanned_toml::setting;
use spanned_toml::setting::Setting;
use spanned_toml::shape::Shape;
use spanned_toml::tree::{Node, Value};
use spanned_toml::word::Word;

impl Word for StoryChart {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("rejected", Self::Rejected),
        ("latency", Self::Latency),
        ("instances", Self::Instances),
        ("waiting", Self::Waiting),
    ];
}

/// The seed of a file that names none.
const DEFAULT_SEED: u64 = 1;
/// The largest seed that TOML can write.
const MAX_SEED: u64 = i64::MAX.unsigned_abs();

/// How a scenario is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The edition to run under; `None` is the file's own.
    pub edition: Option<Edition>,
    /// The seed to run with; `None` is the file's own.
    pub seed: Option<u64>,
    /// What to change in the file, in this order.
    pub set: Vec<Setting>,
    /// What opens the logs that the traffic replays.
    pub traces: Traces,
}

/// Reads the scenario in `source`, with what `request` asks for.
///
/// # Errors
///
/// Every fault of the file, or of the first setting that has any.
pub fn read(source: Source, request: &Request) -> Result<Scenario, Diagnostics> {
    read_with_notes(source, request).map(|(scenario, _)| scenario)
}

/// As [`read`], with notes on names of earlier versions that the file uses.
///
/// # Errors
///
/// Every fault of the file, or of the first setting that has any.
pub fn read_with_notes(
    source: Source,
    request: &Request,
) -> Result<(Scenario, Vec<Diagnostic>), Diagnostics> {
    attempt(&source, request).map_err(|faults| {
        let settings = request.set.iter().map(setting::source).collect();
        faults.into_diagnostics(source, settings)
    })
}

/// As [`read`], but with the faults of every setting that has any.
///
/// # Errors
///
/// Every fault of the file, or of each setting that has any.
pub fn read_all_faults(source: &Source, request: &Request) -> Result<Scenario, Vec<Diagnostics>> {
    attempt(source, request).map(|(scenario, _)| scenario).map_err(|faults| {
        let settings = request.set.iter().map(setting::source).collect();
        faults.into_all(source.clone(), settings)
    })
}

/// Adds to `schema` what the reading of the scenario in `source` shows, under the limits of
/// every edition.
///
/// # Errors
///
/// Every fault of the file.
pub fn learn(source: &Source, schema: &mut Schema) -> Result<(), Diagnostics> {
    for edition in Edition::ALL {
        let document = Document::traced(source.clone());
        let file = ScenarioFile::unopened(&source.name);
        let read = document.root().map(|root| whole(root, file, Some(edition), document.faults()));
        if read.is_none() || !document.faults().is_empty() {
            return Err(document.into_diagnostics());
        }
        schema.learn(&document);
    }
    Ok(())
}

/// What the readers take for each of `settings` in the scenario in `source`, in their order;
/// `None` for one that no reader asks for. Each has its present value.
pub fn shapes(source: &Source, settings: &[Setting]) -> Vec<Option<Shape>> {
    let document = Document::traced(source.clone());
    let faults = document.faults();
    let Some(mut root) = document.root().cloned() else { return vec![None; settings.len()] };
    for (index, wanted) in settings.iter().enumerate() {
        default_route::keep(&mut root, &wanted.path, &setting::place(wanted, index));
        setting::apply(wanted, index, &mut root, faults);
    }
    whole(&root, ScenarioFile::unopened(""), None, faults);
    let shape = |wanted: &Setting| faults.shape_of(&path::find(&root, &wanted.path)?.value);
    settings.iter().map(shape).collect()
}

fn attempt(source: &Source, request: &Request) -> Result<(Scenario, Vec<Diagnostic>), Faults> {
    let document = Document::parse(source.clone(), Syntax::Toml);
    let root = document.root();
    let read = root.and_then(|root| requested(root, &source.name, request, document.faults()));
    let (_, faults) = document.into_parts();
    match read.filter(|_| faults.is_empty()) {
        Some(scenario) => Ok((scenario, faults.notes())),
        None => Err(faults),
    }
}

/// Reads the file as it stands, then as it is asked for.
fn requested(root: &Node, path: &str, request: &Request, faults: &Faults) -> Option<Scenario> {
    let file = ScenarioFile::opened(path, &request.traces);
    let own = faults.sound(|| whole(root, file, None, faults))?;
    if !own.fix.is_empty() {
        fixed(root, file, faults);
    }
    let mut scenario = if request.set.is_empty() && request.edition.is_none() {
        own
    } else {
        let mut changed = root.clone();
        for (index, wanted) in request.set.iter().enumerate() {
            default_route::keep(&mut changed, &wanted.path, &setting::place(wanted, index));
            setting::apply(wanted, index, &mut changed, faults);
        }
        if !faults.is_empty() {
            return None;
        }
        whole(&changed, file, request.edition, faults)
    };
    scenario.seed = request.seed.unwrap_or(scenario.seed);
    Some(scenario)
}

/// Sees that the file's own fix gives a scenario that reads.
fn fixed(root: &Node, file: ScenarioFile<'_>, faults: &Faults) {
    let mut changed = root.clone();
    let fix = Cursor::new(root, "the scenario", faults).table("fix", |fix| {
        let set = fix.field("set");
        set.map(|set| set.table(|set| set.entries().collect::<Vec<_>>())).unwrap_or_default()
    });
    for change in fix.into_iter().flatten() {
        default_route::keep(&mut changed, change.name(), change.key());
        if let Some(node) = change.node() {
            setting::put(&mut changed, change.name(), change.key(), node, faults);
        }
    }
    whole(&changed, file, None, faults);
}

/// Reads the scenario that the tree describes, under its own edition or another.
fn whole(
    root: &Node,
    file: ScenarioFile<'_>,
    edition: Option<Edition>,
    faults: &Faults,
) -> Scenario {
    let mut cursor = Cursor::new(root, "the scenario", faults);
    let cursor = &mut cursor;
    // The version was looked at before; questions are for readers of questions.
    cursor.field("format_version");
    cursor.leave("question");
    let title = cursor.required("title", "\"A surge\"").words();
    let own = cursor.optional("rules", Field::word);
    let own = own.unwrap_or(Edition::Chapter);
    let running = edition.unwrap_or(own);
    let mut limiter = Limiter::new(own, running, faults);
    let lasts = cursor.required("duration", "\"15m\"");
    let duration = faults.sound(|| duration::some_time(lasts)).filter(|_| lasts.value().is_some());
    let end = SimTime::ZERO + duration.unwrap_or(SimDuration::MAX);

    let mut service = limiter.rules.service();
    let edit = cursor.table("service", |table| service::read(table, &mut limiter));
    let mut edit = edit.unwrap_or_else(|| ServiceEdit::none(cursor.place()));
    service::settle(&mut edit, &mut service, &mut limiter);
    let app = application(cursor, &limiter);
    service::settle_target(&edit, &mut service, &app, &mut limiter);
    let mut assume = limiter.rules.assume.values();
    cursor.table("assume", |table| assume::read(table, &mut assume, &mut limiter));
    let streams = cursor.tables("traffic", |table| traffic::read(table, end, file, &assume));
    let actions = timeline::events(cursor, end, &service, &mut limiter);
    let traffic = routed(streams, &app, &actions, faults);
    let fix = cursor.table("fix", fix).unwrap_or_default();
    let goals = goals::read(cursor);
    let rest = lab::Rest { service: &service, app: &app, fix: &fix, goals: &goals };
    let measured_from = cursor.table("measure", |table| measured_from(table, end));
    let lab = cursor.table("lab", |table| lab::read(table, &rest));
    let scenario = Scenario {
        name: file.name.to_owned(),
        title,
        edition: running,
        duration: duration.unwrap_or_default(),
        measured_from: measured_from.unwrap_or(SimTime::ZERO),
        seed: cursor.optional("seed", seed).unwrap_or(DEFAULT_SEED),
        chart: cursor.optional("chart", Field::word).unwrap_or_default(),
        teaches: cursor.optional("teaches", Field::texts).unwrap_or_default(),
        alarms: goals::alarms(cursor),
        story: story::read(cursor, end, Editions { own, running }),
        service,
        app,
        assume,
        traffic,
        actions,
        fix,
        lab,
        goals,
        traces: file.traces.clone(),
        adapted: limiter.into_adapted(),
    };
    cursor.finish();
    scenario
}

/// Reads from when the figures of a run that lasts until `end` count.
fn measured_from(table: &mut Cursor<'_>, end: SimTime) -> SimTime {
    let field = table.required("from", "\"2m\"");
    let from = duration::instant(field);
    if from >= end {
        let fault = field.fault("nothing is measured: the run is over by then");
        fault.expected(format!("less than {}, the `duration`", end.since(SimTime::ZERO))).report();
    }
    from
}

/// Reads a seed; one that TOML cannot write as a number is a text of digits.
fn seed(field: Field<'_>) -> u64 {
    field.expects(|| Shape::AnyOf(vec![Shape::Integer(0, i64::MAX), Shape::pattern("^[0-9]+$")]));
    match field.value() {
        Some(Value::Text(digits)) => digits.parse().unwrap_or_else(|_| {
            let fault = field.refuse("a whole number");
            fault.help(format!("a seed of {MAX_SEED} or more is a string of digits")).report();
            DEFAULT_SEED
        }),
        _ => field.integer(0..=MAX_SEED),
    }
}

/// Reads the application at time 0. A file that names routes has only those.
fn application(cursor: &mut Cursor<'_>, limiter: &Limiter<'_>) -> Application {
    let mut app = limiter.rules.application();
    if let Some(former) = limiter.former_platform() {
        // It is the same application: it listens where it did.
        app.port = former.rules().defaults.port.value;
    }
    cursor.table("app", |table| {
        if table.field("routes").is_some() {
            app.routes.clear();
        }
        app::read(table).apply(&mut app);
    });
    app
}

/// Returns the streams. Each must ask for a route that the application has at some
/// time of the run.
fn routed(
    streams: Vec<PlacedStream>,
    app: &Application,
    actions: &[ScheduledAction],
    faults: &Faults,
) -> Vec<Stream> {
    let later = actions.iter().filter_map(|it| it.action.patch()).map(|it| &it.app.routes);
    let mut known: BTreeSet<&str> = app.routes.keys().map(String::as_str).collect();
    known.extend(later.flat_map(|routes| routes.keys().map(String::as_str)));
    for PlacedStream { stream, route } in &streams {
        if !faults.is_full() && !known.contains(stream.route.as_str()) {
            let message = format!("the application has no route {}", quoted(&stream.route));
            let fault = faults.at(route, message).expected("a route of `[app.routes]`");
            fault.suggest(&stream.route, known.iter().copied()).report();
        }
    }
    streams.into_iter().map(|placed| placed.stream).collect()
}

/// Reads `[fix]`: settings that make the goals hold.
fn fix(table: &mut Cursor<'_>) -> Vec<Setting> {
    setting::table(table.required("set", "{ \"seed\" = 2 }")).1
}
