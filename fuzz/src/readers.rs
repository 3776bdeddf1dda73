//! What fuzzing feeds: one function for each reader of text from elsewhere. Each says
//! whether the input was taken. None may panic, and none may take longer than its input
//! warrants, whatever the bytes.
//!
//! The targets of cargo-fuzz call these functions, and so does `tests/it/fuzz.rs`, which
//! feeds them for a bounded time on stable Rust.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex};

use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::file::{duration as instant, timed_action, vary};
use apprunner_sim::model::replay::{LogFormat, RecordedArrival, ReplayLatency, TraceFile};
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::player::Player;
use bank_exchange::{BankFile, bank_toml};
use coldstart::app::builtin;
use coldstart::host::exam::roster as rosters;
use coldstart::report::diagnostics::{self, Style};
use coldstart::store::{Store, receipt as receipts};
use quizbank::file::{bank as questions, blueprint as blueprints, form};
use quizbank::grade;
use quizbank::present::present;
use quizbank::template::{self, Draws};
use service_exchange::{ImportRequest, ServiceFile};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::document::Document;
use spanned_toml::faults::Syntax;
use spanned_toml::setting::Setting;
use spanned_toml::word::Word;
use spanned_toml::{duration as lengths, setting, source};
use tempfile::TempDir;
use traffic_exchange::replay::TraceReader;

/// A reader: whether it takes the input.
pub type Reader = fn(&[u8]) -> bool;

/// Every reader by the name of its target.
pub const READERS: [(&str, Reader); 18] = [
    ("scenario", scenario),
    ("bank", bank),
    ("blueprint", blueprint),
    ("paper", paper),
    ("key", key),
    ("sheet", sheet),
    ("receipt", receipt),
    ("import", import),
    ("set", set),
    ("at", at),
    ("vary", vary_axis),
    ("duration", duration),
    ("template", fill),
    ("service", service),
    ("other-bank", other_bank),
    ("log", log),
    ("metrics", metrics),
    ("roster", roster),
];

/// Feeds `input` to the reader called `name`.
///
/// # Panics
///
/// Where the reader does, and where there is none of that name.
pub fn feed(name: &str, input: &[u8]) -> bool {
    let reader = READERS.iter().find(|(other, _)| *other == name);
    reader.map(|(_, read)| read(input)).expect("a reader of that name")
}

/// What stands between a key and a sheet in the input of `sheet`.
pub const BETWEEN: &str = "\n---\n";

/// Events of a run that is read: enough for every part of the engine to have begun.
const EVENTS: u64 = 2_000;

/// A run that settings and events are put into.
const CALM: &str = r#"
format_version = 1
title = "Calm"
duration = "2m"
[app.routes."/"]
latency = { fixed = "50ms" }
[[traffic]]
route = "/"
profile = [["0s", 5], ["2m", 5]]
"#;

/// Whether something was read; what is wrong with it is shown to nobody.
fn shown<T>(read: Result<T, Diagnostics>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(faults) => {
            assert!(!faults.faults.is_empty(), "a refusal without a reason");
            let text = diagnostics::render(&faults, Style::Plain);
            assert!(!text.is_empty(), "a refusal that says nothing");
            None
        }
    }
}

fn file(bytes: &[u8]) -> Option<Source> {
    shown(source::from_bytes("input", bytes.to_vec()))
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// A scenario file: what is read can be run, and what is saved of it reads the same.
fn scenario(bytes: &[u8]) -> bool {
    let draft = file(bytes).and_then(|source| shown(Draft::read(source, Request::default())));
    draft.is_some_and(|draft| {
        let again = Source { name: "input".to_owned(), text: draft.text().to_owned() };
        let again = scenario::read(again, &Request::default());
        assert_eq!(again.as_ref(), Ok(draft.scenario()), "it saves as another scenario");
        Player::figures(draft.scenario().clone()).fill(EVENTS);
        true
    })
}

/// A definition of a service: what is read is a scenario.
fn service(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else { return false };
    let files = [ServiceFile { name: "input", text }];
    let imported = service_exchange::import(&files, &ImportRequest::default());
    imported.is_ok_and(|service| {
        let source = Source { name: "input".to_owned(), text: service.text };
        assert!(shown(scenario::read(source, &Request::default())).is_some(), "no scenario");
        true
    })
}

/// A bank of another tool: what is read is a file that its author can fill in.
fn other_bank(bytes: &[u8]) -> bool {
    let imported = bank_exchange::import(BankFile { name: "input", bytes }, None);
    imported.is_ok_and(|mut bank| {
        bank_toml::name_items(&mut bank.items);
        let text = bank_toml::write(&bank.items, "topic", "input");
        let source = Source { name: "input".to_owned(), text };
        assert!(Document::parse(source.clone(), Syntax::Toml).root().is_some(), "no TOML");
        shown(questions::read(source, builtin::known(None)));
        !bank.items.is_empty()
    })
}

/// An access log, in the format that it shows and in every other one: arrivals are in order.
fn log(bytes: &[u8]) -> bool {
    let formats = LogFormat::WORDS.iter().map(|(_, format)| Some(*format));
    let mut taken = false;
    for format in formats.chain([None]) {
        let (routes, latency) = (vec!["/*".to_owned()], ReplayLatency::Route);
        let trace = TraceFile { file: String::new(), format, routes, latency };
        let (mut reader, mut latest) = (TraceReader::new(&trace), SimDuration::ZERO);
        let mut take = |arrival: RecordedArrival| {
            assert!(arrival.at >= latest, "time goes back");
            latest = arrival.at;
        };
        let read = bytes.chunks(61).try_for_each(|piece| reader.push(piece, &mut take));
        taken |= read.and_then(|()| reader.finish(&mut take)).is_ok();
    }
    taken
}

/// Metrics of CloudWatch: a profile is one that a scenario may have.
fn metrics(bytes: &[u8]) -> bool {
    traffic_exchange::metrics::read("input", bytes).is_ok_and(|metrics| {
        let points = metrics.profile().map(|it| it.profile.points).unwrap_or_default();
        assert!(points.is_sorted_by_key(|(at, _)| *at), "time goes back");
        assert!(points.iter().all(|(_, rate)| (0.0..=1e6).contains(rate)), "a rate that is none");
        true
    })
}

/// A bank of questions: what is read can be asked.
fn bank(bytes: &[u8]) -> bool {
    let read = file(bytes).and_then(|it| shown(questions::read(it, builtin::known(None))));
    let read = read.unwrap_or_default();
    for question in &read {
        // Numbers that do not fit are a finding of the linter.
        let _ = present(question, 7);
    }
    !read.is_empty()
}

/// A file of blueprints.
fn blueprint(bytes: &[u8]) -> bool {
    file(bytes).and_then(|source| shown(blueprints::read(source))).is_some()
}

/// A roster of a class: everybody has an id of their own.
fn roster(bytes: &[u8]) -> bool {
    let Some(entries) = file(bytes).and_then(|source| shown(rosters::read(source))) else {
        return false;
    };
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), entries.len(), "an id is there twice");
    !entries.is_empty()
}

/// The paper of an exam.
fn paper(bytes: &[u8]) -> bool {
    file(bytes).and_then(|source| shown(form::read_paper(source))).is_some()
}

/// The key of an exam.
fn key(bytes: &[u8]) -> bool {
    file(bytes).and_then(|source| shown(form::read_key(source))).is_some()
}

/// A key, [`BETWEEN`], and a sheet of its exam: what is read is graded.
fn sheet(bytes: &[u8]) -> bool {
    let parts = text(bytes).and_then(|text| text.split_once(BETWEEN));
    parts.is_some_and(|(key, sheet)| {
        let key = file(key.as_bytes()).and_then(|source| shown(form::read_key(source)));
        key.is_some_and(|key| {
            let sheet = file(sheet.as_bytes())
                .and_then(|it| shown(form::read_sheet(it, std::slice::from_ref(&key))));
            sheet.is_some_and(|(_, sheet)| {
                grade::grade(&key, &sheet.answers);
                true
            })
        })
    })
}

/// The receipt of an attempt.
fn receipt(bytes: &[u8]) -> bool {
    text(bytes).is_some_and(|text| receipts::read(text).is_ok())
}

/// An export: what is whole is taken in.
fn import(bytes: &[u8]) -> bool {
    static KEPT: LazyLock<Mutex<Option<(TempDir, Store)>>> = LazyLock::new(|| {
        let folder = TempDir::new().ok();
        Mutex::new(
            folder.and_then(|it| Some((Store::open(it.path()).ok()?, it)).map(|(s, f)| (f, s))),
        )
    });
    let mut kept = KEPT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    kept.as_mut().is_some_and(|(_, store)| store.import(bytes, &|_| Ok(())).is_ok())
}

fn calm(set: Vec<Setting>) -> Option<Draft> {
    let source = Source { name: "calm".to_owned(), text: CALM.to_owned() };
    shown(Draft::read(source, Request { set, ..Request::default() }))
}

/// A `--set`, tried on a run.
fn set(bytes: &[u8]) -> bool {
    let setting = text(bytes).and_then(|text| shown(setting::parse(text)));
    setting.is_some_and(|setting| calm(vec![setting]).is_some())
}

/// An `--at`, tried on a run.
fn at(bytes: &[u8]) -> bool {
    let action = text(bytes).and_then(|text| timed_action::at_moment(text).ok());
    action.is_some_and(|action| {
        let draft = calm(Vec::new()).and_then(|draft| shown(draft.with(action)));
        draft.is_some_and(|draft| {
            Player::figures(draft.scenario().clone()).fill(EVENTS);
            true
        })
    })
}

/// A `--vary`.
fn vary_axis(bytes: &[u8]) -> bool {
    let varied = text(bytes).and_then(|text| shown(vary::parse(text)));
    varied.is_some_and(|varied| {
        let varied = [varied];
        let last = vary::grid_size(&varied).saturating_sub(1);
        !vary::grid_point(&varied, last).is_empty()
    })
}

/// A length of time, and a moment.
fn duration(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else { return false };
    let (length, moment) = (lengths::of_text(text), instant::instant_of(text));
    length.is_ok() || moment.is_ok()
}

/// A text with drawn numbers.
fn fill(bytes: &[u8]) -> bool {
    let numbers =
        [("a", 3), ("interval", 10), ("zero", 0), ("most", i64::MAX), ("least", i64::MIN)];
    let draws: Draws = numbers.map(|(name, value)| (name.to_owned(), value)).into();
    text(bytes).is_some_and(|text| template::fill(text, &draws).is_ok())
}
