//! What every shipped scenario does, as digests of its figures and its events in
//! each edition under five seeds: a change of the code that is to leave the
//! simulator alone leaves this file alone.
//!
//! `DIGESTS=update cargo test digests` writes it anew; the commit says why.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, thread};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::support::folder::Folder;

const GOLDEN: &str = "tests/digests/golden.txt";
const EDITIONS: [&str; 3] = ["aws", "chapter", "express"];

#[test]
fn every_scenario_runs_as_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rows = thread::scope(|scope| {
        let edition = |edition| scope.spawn(move || digests(root, edition));
        let running = EDITIONS.map(edition);
        running.map(|thread| thread.join().unwrap()).concat()
    });
    if env::var_os("DIGESTS").is_some_and(|wish| wish == "update") {
        fs::write(root.join(GOLDEN), rows).unwrap();
        return;
    }
    let golden = fs::read_to_string(root.join(GOLDEN)).unwrap();
    let changed: Vec<&str> = rows.lines().filter(|row| !golden.contains(row)).collect();
    assert!(changed.is_empty(), "these runs changed:\n{}", changed.join("\n"));
    assert_eq!(golden.lines().count(), rows.lines().count(), "a scenario went or came");
}

/// A row for each scenario and seed under `edition`.
fn digests(root: &Path, edition: &str) -> String {
    let mut scenarios: Vec<String> = (fs::read_dir(root.join("scenarios")).unwrap())
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    scenarios.sort();
    let folder = Folder::new();
    let mut rows = String::new();
    for name in &scenarios {
        for seed in ["1", "2", "3", "4", "5"] {
            let _ = fs::remove_file(folder.file("events.jsonl"));
            let run = ["run", name, "--rules", edition, "--seed", seed, "--format", "json"];
            let run = folder.run(&[&run[..], &["--events", "events.jsonl"]].concat());
            assert!(run.code < Some(2), "{name}: {run:?}");
            let events = folder.read("events.jsonl");
            let (figures, events) = (digest(&run.stdout), digest(&events));
            writeln!(rows, "{name} {edition} {seed} {figures} {events}").unwrap();
        }
    }
    rows
}

/// The first half of the SHA-256 of `text` in hexadecimal: enough to tell runs apart.
fn digest(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text)[..16])
}
