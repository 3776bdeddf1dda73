//! Scenario files: from the tree of a file, the settings asked for and an
//! edition to a [`Scenario`] with every default filled in.
//!
//! A file is first read as it stands, under the edition that it names. Only
//! then come the settings and another edition, so a fault of the file is never
//! blamed on what somebody typed.

use std::collections::BTreeSet;

use super::default_route;
use super::duration::{self, Zero};
use super::limits::{Limiter, Mode};
use super::service::ServiceEdit;
use super::traffic::PlacedStream;
use super::{app, assume, goals, lab, service, timeline, traffic};
use crate::model::action::{Action, ScheduledAction};
use crate::model::application::Application;
use crate::model::rules::Edition;
use crate::model::scenario::Scenario;
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::Stream;
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Fault, Faults, Place, quoted};
use spanned_toml::quantity;
use spanned_toml::setting;
use spanned_toml::setting::Setting;
use spanned_toml::tree::{self, Node};

/// The seed of a file that names none.
const DEFAULT_SEED: u64 = 1;

/// How a scenario is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The edition to run under; `None` is the file's own.
    pub edition: Option<Edition>,
    /// The seed to run with; `None` is the file's own.
    pub seed: Option<u64>,
    /// What to change in the file, in this order.
    pub set: Vec<Setting>,
}

/// The scenario in `source`, with what `request` asks for.
pub fn read(source: Source, request: &Request) -> Result<Scenario, Diagnostics> {
    attempt(&source, request).map_err(|faults| {
        let settings = request.set.iter().map(setting::source).collect();
        faults.into_diagnostics(source, settings)
    })
}

/// As [`read`], but with the faults of every setting that has any.
pub fn read_all_faults(source: &Source, request: &Request) -> Result<Scenario, Vec<Diagnostics>> {
    attempt(source, request).map_err(|faults| {
        let settings = request.set.iter().map(setting::source).collect();
        faults.into_all(source.clone(), settings)
    })
}

fn attempt(source: &Source, request: &Request) -> Result<Scenario, Faults> {
    let mut faults = Faults::default();
    let root = tree::document(&source.text, &mut faults);
    let read = root.and_then(|root| requested(&root, stem(&source.name), request, &mut faults));
    read.filter(|_| faults.is_empty()).ok_or(faults)
}

/// What a file is called on the command line: its name without folder and
/// `.toml`.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.strip_suffix(".toml").unwrap_or(file)
}

/// Reads the file as it stands, then as it is asked for.
fn requested(root: &Node, name: &str, request: &Request, faults: &mut Faults) -> Option<Scenario> {
    let own = whole(root, name, None, faults).filter(|_| faults.is_empty())?;
    if !own.fix.is_empty() {
        fixed(root, name, faults)?;
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
        whole(&changed, name, request.edition, faults)?
    };
    scenario.seed = request.seed.unwrap_or(scenario.seed);
    Some(scenario)
}

/// Sees that the file's own fix gives a scenario that reads.
fn fixed(root: &Node, name: &str, faults: &mut Faults) -> Option<Scenario> {
    let mut cursor = Cursor::new(root, "the scenario", faults)?;
    let mut fix = cursor.table("fix", faults)?;
    let set = fix.field("set")?.cursor(faults)?;
    let mut changed = root.clone();
    for change in set.entries() {
        default_route::keep(&mut changed, change.name, change.key);
        setting::put(&mut changed, change.name, change.key, change.node.clone(), faults);
    }
    whole(&changed, name, None, faults)
}

/// The scenario that the tree describes, under its own edition or another.
fn whole(
    root: &Node,
    name: &str,
    edition: Option<Edition>,
    faults: &mut Faults,
) -> Option<Scenario> {
    let mut cursor = Cursor::new(root, "the scenario", faults)?;
    let head = head(&mut cursor, faults);
    let end = SimTime::ZERO + head.duration.unwrap_or(SimDuration::MAX);
    let running = edition.unwrap_or(head.edition);
    let mode = if running == head.edition { Mode::Strict } else { Mode::Adapting };
    let mut limiter = Limiter::new(running, mode);

    let mut service = limiter.rules.service();
    let mut edit = match cursor.table("service", faults) {
        Some(table) => service::read(table, &mut limiter, faults),
        None => ServiceEdit::none(cursor.place()),
    };
    service::settle(&mut edit, &mut service, &mut limiter, faults);
    let app = application(&mut cursor, &limiter, faults);
    let mut assume = limiter.rules.assumptions();
    if let Some(table) = cursor.table("assume", faults) {
        assume::read(table, faults).apply(&mut assume);
    }

    let streams = cursor.tables("traffic", faults).into_iter();
    let streams: Vec<PlacedStream> =
        streams.filter_map(|table| traffic::read(table, end, faults)).collect();
    let events = cursor.tables("event", faults);
    let actions = timeline::events(events, end, &service, &mut limiter, faults);
    let traffic = routed(streams, &app, &actions, faults);
    let alarms = goals::alarms(cursor.tables("alarm", faults), faults);
    let fix = cursor.table("fix", faults).map(|table| fix(table, faults)).unwrap_or_default();
    let goals = goals::read(cursor.tables("goal", faults), faults);
    let rest = lab::Rest { service: &service, app: &app, fix: &fix, goals: &goals };
    let lab = cursor.table("lab", faults).and_then(|table| lab::read(table, &rest, faults));
    let stops = timeline::stops(cursor.tables("beat", faults), end, faults);
    cursor.finish(faults);
    Some(Scenario {
        name: name.to_owned(),
        title: head.title?,
        summary: head.summary,
        edition: running,
        duration: head.duration?,
        seed: head.seed,
        teaches: head.teaches,
        service,
        app,
        assume,
        traffic,
        actions,
        alarms,
        fix,
        lab,
        goals,
        stops,
        adapted: limiter.into_adapted(),
    })
}

/// The plain fields at the top of a file.
struct Head {
    title: Option<String>,
    summary: String,
    edition: Edition,
    duration: Option<SimDuration>,
    seed: u64,
    teaches: Vec<String>,
}

/// Reads the plain fields.
fn head(cursor: &mut Cursor<'_>, faults: &mut Faults) -> Head {
    cursor.field("format_version");
    let title = cursor.required("title", "title = \"A surge\"", faults);
    let summary = cursor.field("summary").and_then(|field| field.text(faults));
    let editions = Edition::ALL.map(|edition| (edition.name(), edition));
    let edition = cursor.field("rules").and_then(|field| field.choice(&editions, faults));
    let duration = cursor.required("duration", "duration = \"15m\"", faults);
    let seeds = 0..=i64::MAX.unsigned_abs();
    let seed = cursor.field("seed").and_then(|field| quantity::integer(field, &seeds, faults));
    let teaches = cursor.field("teaches").and_then(|field| field.texts(faults));
    Head {
        title: title.and_then(|field| field.words(faults)).map(str::to_owned),
        summary: summary.unwrap_or_default().trim().to_owned(),
        edition: edition.unwrap_or(Edition::Chapter),
        duration: duration.and_then(|field| duration::read(field, Zero::Refused, faults)),
        seed: seed.unwrap_or(DEFAULT_SEED),
        teaches: teaches.unwrap_or_default(),
    }
}

/// The application at time 0. A file that names routes has only those.
fn application(cursor: &mut Cursor<'_>, limiter: &Limiter, faults: &mut Faults) -> Application {
    let mut app = limiter.rules.application();
    if let Some(mut table) = cursor.table("app", faults) {
        if table.field("routes").is_some() {
            app.routes.clear();
        }
        app::read(table, faults).apply(&mut app);
    }
    app
}

/// The streams, when each asks for a route that the application has at some
/// time of the run.
fn routed(
    streams: Vec<PlacedStream>,
    app: &Application,
    actions: &[ScheduledAction],
    faults: &mut Faults,
) -> Vec<Stream> {
    let later = actions.iter().filter_map(|scheduled| match &scheduled.action {
        Action::Set(patch) => Some(&patch.app.routes),
        Action::Deploy(version) | Action::Push(version) => Some(&version.patch.app.routes),
        _ => None,
    });
    let mut known: BTreeSet<&str> = app.routes.keys().map(String::as_str).collect();
    known.extend(later.flat_map(|routes| routes.keys().map(String::as_str)));
    for PlacedStream { stream, route } in &streams {
        if !faults.is_full() && !known.contains(stream.route.as_str()) {
            faults.push(unknown_route(&stream.route, route, &known));
        }
    }
    streams.into_iter().map(|placed| placed.stream).collect()
}

/// Traffic for a route that the application lacks.
fn unknown_route(route: &str, place: &Place, known: &BTreeSet<&str>) -> Fault {
    let message = format!("the application has no route {}", quoted(route));
    Fault::new(place, message)
        .expected("a route of `[app.routes]`")
        .suggest(route, known.iter().copied())
}

/// `[fix]`: settings that make the goals hold.
fn fix(mut table: Cursor<'_>, faults: &mut Faults) -> Vec<Setting> {
    let set: Option<Field<'_>> = table.required("set", "set = { \"seed\" = 2 }", faults);
    table.finish(faults);
    set.map(|field| setting::list(field, faults)).unwrap_or_default()
}
