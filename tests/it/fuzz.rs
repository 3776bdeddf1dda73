//! The readers of text from elsewhere under inputs near valid ones: nothing panics, and
//! nothing takes long. A moment of it runs with the other tests, half a minute in CI:
//!
//! ```text
//! FUZZ_SECONDS=600 FUZZ_SEED=7 cargo test --test it fuzz -- --nocapture
//! ```
//!
//! The valid inputs are left in `target/tmp/fuzz/`, a folder a reader, for cargo-fuzz to begin with.

#[path = "../../fuzz/src/mutate.rs"]
mod mutate;
#[path = "../../fuzz/src/readers.rs"]
mod readers;

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::{Seek, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use self::mutate::{Dice, mutated};
use self::readers::{BETWEEN, READERS, feed};
use crate::support::folder::Folder;

/// No input may take longer, with a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);
/// Larger seeds would be all that is fed.
const LARGEST: usize = 24_000;
/// How long a reader is fed before it is the turn of the next.
const TURN: Duration = Duration::from_millis(30);

type Seeds = BTreeMap<&'static str, Vec<Vec<u8>>>;

fn variable<T: FromStr>(name: &str, otherwise: T) -> T {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The files of `folder` whose text holds `mark`.
fn files(folder: &str, mark: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = paths.iter().filter(|path| path.is_file()).map(|path| fs::read(path).unwrap());
    read.filter(|bytes| bytes.len() <= LARGEST && String::from_utf8_lossy(bytes).contains(mark))
        .collect()
}

/// A question or two of each file of the bank, as files of their own.
fn banks() -> Vec<Vec<u8>> {
    let mut banks = Vec::new();
    for path in ["questions", "tests/plain", "tests/lint/rules", "tests/formats/valid"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        for entry in fs::read_dir(root).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
            let mut parts = text.split("[[question]]");
            let head = parts.next().unwrap_or_default().to_owned();
            let some = parts.take(2).map(|part| format!("{head}[[question]]{part}").into_bytes());
            banks.extend(some);
        }
    }
    banks
}

/// Lines as they are typed, each an input of its own.
fn lines(text: &str) -> Vec<Vec<u8>> {
    text.lines().map(|line| line.as_bytes().to_vec()).collect()
}

const SETTINGS: &str = r#"service.auto_scaling.max_size=20
app.routes."/".latency={ lognormal = { median = "80ms", p99 = "400ms" } }
traffic.0.profile=[["0s", 1], ["1m", 9]]
service.instance.cpu=2 vCPU
service.health_check={ protocol = "HTTP", path = "/" }
assume.queue_limit="capacity"
duration=3m"#;
const ROSTER: &str = "id,name,group,extra\n1,\"Ada, L.\",red,25\n2,Ben,,0\n\n3,Cy,blue,400\n";
const ACTIONS: &str = "10s crash 1
1m30s surge 2 1m
5s deploy v2 app.routes./.status=503
7s push v3
20s update service.auto_scaling.max_size=20
20s set app.routes./.latency={ fixed = \"2s\" }
30s pause
1m resume
40s hang 1";
const AXES: &str = r#"service.auto_scaling.min_size=1,2,4
app.start={ fixed = "1s" },{ uniform = { min = "1s", max = "2s" } }
traffic.0.profile=[["0s", 1]],[["0s", 2]]
service.instance.memory="2 GB","4 GB""#;
const LENGTHS: &str = "250ms\n1m30s\n2h\n1m 30s\n10us\n365d\n1.5s\n0s\n-5s";
const TEXTS: &str =
    "{a}\n{interval*a} seconds\n{(a+interval)/2}\n{{a}}\n{a-interval*(a+1)}\n{most}";

/// What the program itself writes: papers, keys, sheets, receipts, exports.
fn written(seeds: &mut Seeds) {
    let folder = Folder::new();
    let data = ["--plain", "--seed", "1"];
    folder
        .say(&["quiz", "--plain", "--seed", "1"], "1\nsure\nnext\n2\nclear\n1\nnext\n")
        .assert_code(0);
    let exam = [&["exam", "--blueprint", "dva-c02-16"], &data[..]].concat();
    folder.say(&exam, "1\nnext\nflag\n2\ngo 5\nstrike 1\nsubmit\nyes\n").assert_code(0);
    let receipt = folder.run(&["exam", "receipt"]).printed();
    let export = folder.run(&["data", "export"]).printed();
    let drawn = ["exam", "paper", "--blueprint", "dva-c02-16", "--seed", "3", "--format", "json"];
    let paper = folder.run(&[&drawn[..], &["--key", "key.json"]].concat()).printed();
    folder.write("paper.json", &paper);
    let sheet = ["exam", "sheet", "paper.json", "--name", "Ada", "1:b 2:a 3:c"];
    let sheet = folder.run(&sheet).printed();
    let key = folder.read("key.json");
    let both = format!("{key}{BETWEEN}{sheet}");
    for (name, text) in
        [("paper", paper), ("key", key), ("sheet", both), ("receipt", receipt), ("import", export)]
    {
        seeds.entry(name).or_default().push(text.into_bytes());
    }
}

/// Valid inputs, and some that are nearly so, of each reader.
fn seeds() -> Seeds {
    let mut seeds = Seeds::new();
    let scenarios = ["scenarios", "tests/formats/valid", "tests/formats/invalid", "tests/cli"];
    seeds.insert("scenario", scenarios.iter().flat_map(|it| files(it, "[")).collect());
    seeds.insert("bank", banks());
    let blueprints = ["questions", "tests/formats/invalid"];
    let blueprints = blueprints.iter().flat_map(|it| files(it, "[[blueprint]]"));
    seeds.insert("blueprint", blueprints.collect());
    seeds.insert("set", lines(SETTINGS));
    seeds.insert("at", lines(ACTIONS));
    seeds.insert("vary", lines(AXES));
    seeds.insert("duration", lines(LENGTHS));
    seeds.insert("template", lines(TEXTS));
    let folders = ["apprunner", "apprunner-yaml", "cloudformation", "express", "terraform"];
    let services = folders.iter().flat_map(|it| files(&format!("tests/services/{it}"), ""));
    seeds.insert("service", services.collect());
    let of = |root: &str, folders: &[&str]| {
        folders.iter().flat_map(|it| files(&format!("{root}/{it}"), "")).collect()
    };
    let banks = ["aiken", "anki", "csv", "gift", "moodle-xml", "qti", "udemy"];
    seeds.insert("other-bank", of("tests/exchange", &banks));
    let logs = ["alb", "cloudfront", "combined", "common", "csv", "json"];
    seeds.insert("log", of("tests/traffic", &logs));
    let rosters = ["id,name\n1,Ada\n2,Ben\n", "name;id;extra;group\nAda;s-1;25;red\n", ROSTER];
    seeds.insert("roster", rosters.map(|text| text.as_bytes().to_vec()).to_vec());
    seeds.insert("metrics", of("tests/traffic", &["cloudwatch"]));
    written(&mut seeds);
    seeds
}

/// Leaves the seeds where cargo-fuzz can take them.
fn leave(seeds: &Seeds) {
    for (name, inputs) in seeds {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz").join(name);
        fs::create_dir_all(&folder).unwrap();
        for (number, input) in inputs.iter().enumerate() {
            fs::write(folder.join(number.to_string()), input).unwrap();
        }
    }
}

/// Where the input at hand is written down, so that one that fails is there for whoever
/// repairs it, also where it takes the process down.
struct Feeder {
    name: &'static str,
    path: PathBuf,
    file: File,
}

impl Feeder {
    fn new(name: &'static str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}"));
        let file = File::create(&path).unwrap();
        Self { name, path, file }
    }

    /// Whether the reader takes `input`.
    fn feed(&mut self, input: &[u8]) -> bool {
        // Emptied first, it would wait for the disk each time.
        self.file.rewind().unwrap();
        self.file.write_all(input).unwrap();
        self.file.set_len(input.len() as u64).unwrap();
        let begun = Instant::now();
        let fed = panic::catch_unwind(AssertUnwindSafe(|| feed(self.name, input)));
        let (took, path) = (begun.elapsed(), self.path.display());
        assert!(fed.is_ok() && took < LONGEST, "{}: {took:?} for {path}: {fed:?}", self.name);
        fed.unwrap_or_default()
    }
}

#[test]
fn no_input_near_a_valid_one_brings_a_reader_down() {
    let (seconds, seed) = (variable("FUZZ_SECONDS", 2_u64), variable("FUZZ_SEED", 1_u64));
    let seeds = seeds();
    leave(&seeds);
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut feeders = READERS.map(|(name, _)| Feeder::new(name));
    for feeder in &mut feeders {
        let name = feeder.name;
        let taken = seeds[name].iter().filter(|input| feeder.feed(input)).count();
        assert!(taken > 0, "no seed of {name} is taken: it would be fuzzed at its door only");
    }
    let mut dice = Dice::new(seed);
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        for feeder in &mut feeders {
            let name = feeder.name;
            let begun = Instant::now();
            while begun.elapsed() < TURN {
                let taken = feeder.feed(&mutated(&mut dice, &seeds[name]));
                let count = counts.entry(name).or_default();
                count[0] += 1;
                count[1] += usize::from(taken);
            }
        }
    }
    let fed: usize = counts.values().map(|[fed, _]| fed).sum();
    println!("{fed} inputs, seed {seed}; fed and taken: {counts:?}");
}
