//! Hosts that are killed under load, in SQLite and in PostgreSQL, one host and two: what a page called
//! saved is there, once, the clocks go on where they were, and the scores are those of the answers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use quizbank::form::Form;
use quizbank::model::paper::Scoring;
use serde_json::Value;

use super::browser::{Answer, Browser};
use super::room::{BLUEPRINT, EXAM, Room};
use crate::support::builtin;
use crate::support::folder::Folder;
use crate::support::postgres::Postgres;
use crate::support::program::kills;

const STUDENTS: usize = 4;

/// Where the rooms of a test are.
enum Rooms {
    DataFolder,
    Postgres(String),
}

impl Rooms {
    fn options<'o>(&'o self, first: &[&'o str]) -> Vec<&'o str> {
        let database = match self {
            Self::DataFolder => vec![],
            Self::Postgres(url) => vec!["--database", url],
        };
        [first, &database].concat()
    }

    fn open(&self) -> Room {
        Room::host(Folder::new(), &self.options(&EXAM))
    }

    /// The room on a host that starts now, in the folder of the one that was killed.
    fn resumed(&self, mut room: Room) -> Room {
        room.kill();
        let folder = std::mem::replace(&mut room.folder, Folder::new());
        Room::host(folder, &self.options(&["--resume", &room.code]))
    }

    fn results(&self, room: &Room) -> Value {
        let first = ["host", "results", &room.code, "--format", "json"];
        serde_json::from_str(&room.folder.run(&self.options(&first)).printed()).unwrap()
    }
}

/// A student who answers one question after the other, and remembers what was called saved.
struct Worker {
    name: String,
    browser: Browser,
    room: String,
    form: Arc<Form>,
    saved: BTreeMap<usize, Vec<usize>>,
    /// An answer of which nobody said whether it is saved.
    unsure: Option<(usize, Vec<usize>)>,
    dice: u64,
    acknowledged: usize,
}

impl Worker {
    fn joined(room: &Room, number: usize, form: &Arc<Form>) -> Self {
        let name = format!("Student {number}");
        let student = room.started(&name);
        Self {
            name,
            browser: student.browser,
            room: room.path(""),
            form: Arc::clone(form),
            saved: BTreeMap::new(),
            unsure: None,
            dice: number as u64 + 1,
            acknowledged: 0,
        }
    }

    /// A number below `below`.
    fn roll(&mut self, below: usize) -> usize {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.dice >> 33).unwrap() % below
    }

    /// The page of a question, compared with what was called saved; `None` where no host answers.
    fn look(&mut self, number: usize) -> Option<Answer> {
        let path = format!("{}/question/{number}", self.room);
        let mut page = self.browser.get(&path);
        if page.status == 303 {
            // The clock stood still.
            self.browser.post(&format!("{}/resume", self.room), &[]);
            page = self.browser.get(&path);
        }
        if matches!(page.status, 0 | 503) {
            return None;
        }
        let page = page.has_status(200);
        let shown = page.checked();
        let (name, saved) = (&self.name, self.saved.get(&number).cloned().unwrap_or_default());
        // A database may still be at work on what a host sent before it was killed.
        match self.unsure.take_if(|unsure| *unsure == (number, shown.clone())) {
            Some(_) => {
                self.saved.insert(number, shown);
            }
            None => assert_eq!(shown, saved, "question {number} of {name}"),
        }
        Some(page)
    }

    /// Answers any question anyhow; whether a host said that it is saved.
    fn answer(&mut self) -> bool {
        // One answer at a time may be unsure.
        let number = match &self.unsure {
            Some((number, _)) => *number,
            None => 1 + self.roll(self.form.entries.len()),
        };
        let Some(page) = self.look(number) else { return false };
        let item = &self.form.entries[number - 1].item;
        let (count, wanted) = (item.options.len(), item.wanted());
        let first = self.roll(count);
        let mut options: Vec<usize> = (0..wanted).map(|it| (first + it) % count).collect();
        options.sort_unstable();
        let seen = page.input("seen");
        let texts: Vec<String> = options.iter().map(ToString::to_string).collect();
        let mut fields = vec![("seen", seen.as_str()), ("do", "save")];
        fields.extend(texts.iter().map(|option| ("option", option.as_str())));
        let path = format!("{}/question/{number}", self.room);
        match self.browser.post(&path, &fields).status {
            303 => {
                self.saved.insert(number, options);
                self.unsure = None;
                self.acknowledged += 1;
                true
            }
            // The unsure answer has arrived after the page that this one was made on.
            409 if self.unsure.is_some() => true,
            0 | 503 => {
                self.unsure = Some((number, options));
                false
            }
            status => panic!("status {status} for {}", self.name),
        }
    }

    /// How many of the scored questions are right by what was saved.
    fn right(&self) -> usize {
        let scored = (1..).zip(&self.form.entries);
        scored
            .filter(|(number, entry)| {
                let keys: Vec<usize> = entry.item.keys().collect();
                entry.counts == Scoring::Scored && self.saved.get(number) == Some(&keys)
            })
            .count()
    }

    fn seconds_left(&mut self) -> u64 {
        let clock = self.browser.open(&format!("{}/clock", self.room));
        let (_, rest) = clock.body.split_once("data-left=\"").unwrap();
        rest.split('"').next().unwrap().parse::<u64>().unwrap() / 1_000
    }
}

fn class(room: &Room) -> Vec<Worker> {
    let form = Arc::new(builtin::form(BLUEPRINT));
    (0..STUDENTS).map(|number| Worker::joined(room, number, &form)).collect()
}

/// Each question of everybody is as it was called saved, and is graded so.
fn assert_whole(rooms: &Rooms, room: &Room, mut class: Vec<Worker>, begun: Instant) {
    for worker in &mut class {
        worker.browser.go_to(&room.address);
        for number in 1..=worker.form.entries.len() {
            worker.look(number).unwrap();
        }
        let (left, elapsed) = (worker.seconds_left(), begun.elapsed().as_secs());
        assert!(left + elapsed + 2 >= 32 * 60, "{left} s left after {elapsed} s");
        assert!(left <= 32 * 60, "{left} s left");
    }
    let report = rooms.results(room);
    let book = report["book"].as_array().unwrap();
    assert_eq!(book.len(), STUDENTS);
    for (row, worker) in book.iter().zip(&class) {
        assert_eq!(row["right"], worker.right(), "{row} of {}", worker.name);
    }
}

fn survives(rooms: &Rooms, rounds: usize) {
    let mut room = rooms.open();
    let begun = Instant::now();
    let mut class = class(&room);
    for round in 0..rounds {
        let (said, heard) = mpsc::channel();
        let working: Vec<JoinHandle<Worker>> = class
            .into_iter()
            .map(|mut worker| {
                worker.browser.go_to(&room.address);
                let said = said.clone();
                thread::spawn(move || {
                    while worker.answer() {
                        let _ = said.send(());
                    }
                    worker
                })
            })
            .collect();
        // In the midst of what follows an answer.
        for _ in 0..=round % 5 {
            heard.recv_timeout(Duration::from_mins(1)).unwrap();
        }
        thread::sleep(Duration::from_micros(round as u64 * 1_397 % 20_000));
        room = rooms.resumed(room);
        class = working.into_iter().map(|worker| worker.join().unwrap()).collect();
    }
    let acknowledged: usize = class.iter().map(|worker| worker.acknowledged).sum();
    assert!(acknowledged >= rounds, "only {acknowledged} answers");
    println!("{rounds} kills, {acknowledged} answers called saved");
    assert_whole(rooms, &room, class, begun);
}

#[test]
fn kills_of_a_host_under_load_lose_nothing_in_sqlite() {
    survives(&Rooms::DataFolder, kills(5));
}

#[test]
fn kills_of_a_host_under_load_lose_nothing_in_postgres() {
    let Some(server) = Postgres::start() else { return };
    survives(&Rooms::Postgres(server.url()), kills(5));
}

#[test]
fn two_hosts_count_every_answer_once_also_when_one_is_killed() {
    let Some(server) = Postgres::start() else { return };
    let rooms = Rooms::Postgres(server.url());
    let one = rooms.open();
    let mut two = Room::host(Folder::new(), &rooms.options(&["--resume", &one.code]));
    let begun = Instant::now();
    let mut class = class(&one);
    for _ in 0..kills(3) {
        let is_over = Arc::new(AtomicBool::new(false));
        let addresses = [one.address.clone(), two.address.clone()];
        let working: Vec<JoinHandle<Worker>> = class
            .into_iter()
            .map(|mut worker| {
                let (is_over, addresses) = (Arc::clone(&is_over), addresses.clone());
                thread::spawn(move || {
                    let mut at = 0;
                    // Each page from any host, as behind a balancer; from the other one where one
                    // does not answer.
                    while !is_over.load(Ordering::Relaxed) {
                        worker.browser.go_to(&addresses[at]);
                        let is_saved = worker.answer();
                        at = if is_saved { worker.roll(2) } else { 1 - at };
                    }
                    worker
                })
            })
            .collect();
        thread::sleep(Duration::from_millis(300));
        two.kill();
        thread::sleep(Duration::from_millis(300));
        is_over.store(true, Ordering::Relaxed);
        class = working.into_iter().map(|worker| worker.join().unwrap()).collect();
        two = rooms.resumed(two);
    }
    let rows = |kind: &str| {
        let count = format!("SELECT count(*) FROM coldstart.room_events WHERE {kind}");
        server.query(&count).parse::<usize>().unwrap()
    };
    assert_eq!(rows("key LIKE 'joined/%'"), STUDENTS);
    let picked: usize = class.iter().map(|worker| worker.acknowledged).sum();
    assert!(rows("json LIKE '%\"pick\"%'") <= picked + kills(3) * STUDENTS);
    // Either host has everything.
    let seen = |room: &Room| rooms.results(room)["book"].clone();
    assert_eq!(seen(&one), seen(&two));
    assert_whole(&rooms, &two, class, begun);
}

#[test]
fn a_page_says_not_saved_while_the_database_is_away() {
    let Some(mut server) = Postgres::start() else { return };
    let rooms = Rooms::Postgres(server.url());
    let room = rooms.open();
    let mut worker = class(&room).remove(0);
    assert!(worker.answer());
    let mut entries = worker.form.entries.iter();
    let number = 1 + entries.position(|entry| entry.item.wanted() == 1).unwrap();
    let page = worker.look(number).unwrap();
    let (seen, other) = (page.input("seen"), if page.checked() == [0] { "1" } else { "0" });
    server.kill();
    let fields = [("seen", seen.as_str()), ("do", "save"), ("option", other)];
    let path = room.path(&format!("/question/{number}"));
    let refused = worker.browser.post(&path, &fields).has_status(503).text();
    assert!(refused.contains("saved nothing"), "{refused}");
    // Why, and where the database is, only the terminal of the host says.
    for secret in ["ss?w0rd", "teacher", "127.0.0.1", "cannot be reached", "PostgreSQL"] {
        assert!(!refused.contains(secret), "{refused}");
    }
    room.wait_for("Nothing is saved now: the database `127.0.0.1:");
    server.restart();
    let deadline = Instant::now() + Duration::from_secs(30);
    while !worker.answer() {
        assert!(Instant::now() < deadline);
    }
    room.wait_for("Everything is saved again.");
    for number in 1..=worker.form.entries.len() {
        worker.look(number).unwrap();
    }
}
