//! A demo room: the live view in a terminal, students in browsers, one log.

use std::thread;
use std::time::{Duration, Instant};

use super::browser::{Answer, Browser};
use super::room::Room;
use crate::support::folder::Folder;
use crate::support::postgres::Postgres;
use crate::support::terminal::Session;

/// How long a browser waits for a step of the room.
const SOON: Duration = Duration::from_secs(20);
/// How long nothing must come.
const WHILE: Duration = Duration::from_millis(600);

/// A live view with its room.
pub struct Lesson {
    pub session: Session,
    pub authority: String,
    /// The code as addresses have it.
    pub code: String,
    pub secret: String,
}

impl Lesson {
    /// A lesson with the live view open.
    pub fn open() -> Self {
        Self::with(&[])
    }

    fn with(more: &[&str]) -> Self {
        let first = ["host", "demo", "health-302", "--listen", "127.0.0.1:0"];
        Self::of(Session::start(&[&first, more].concat()))
    }

    fn of(mut session: Session) -> Self {
        session.wait_for("Press Enter for the live view");
        let text = session.screen().contents();
        let after = |mark: &str| {
            let rest = text.split_once(mark).unwrap_or_else(|| panic!("no {mark} in:\n{text}")).1;
            rest.split([' ', '\n', '/', ')']).next().unwrap().to_owned()
        };
        let (authority, code) = (after("address     http://"), after("/room/"));
        let secret = after("/screen?secret=");
        session.press("\r");
        session.wait_for("Join at ");
        Self { session, authority, code, secret }
    }

    pub fn path(&self, page: &str) -> String {
        format!("/room/{}{page}", self.code)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.authority)
    }

    /// Kills the host as a power cut would.
    pub fn kill(&mut self) {
        self.session.child.kill().unwrap();
        self.session.child.wait().unwrap();
    }

    /// The same room at the same address, after its host was killed.
    pub fn resumed(mut self) -> Self {
        let folder = std::mem::replace(&mut self.session.folder, Folder::new());
        let arguments =
            ["host", "demo", "health-302", "--listen", &self.authority, "--resume", &self.code];
        Self::of(Session::with(folder, &arguments, &[]))
    }

    fn browser(&self) -> Browser {
        Browser::new(&self.authority)
    }

    /// A student who joined under this name.
    fn student(&self, name: &str) -> Student {
        let mut browser = self.browser();
        browser.post(&self.path("/join"), &[("name", name)]).has_status(303);
        let page = browser.get(&self.path(""));
        assert!(page.body.contains("data-follow"), "{page:?}");
        Student { browser, path: self.path("") }
    }

    /// Goes to the first stop that asks.
    pub fn ask(&mut self) {
        self.session.press("b");
        self.session.wait_for("Stop 1 of");
        self.session.press("b");
        self.session.wait_for("Predict ");
    }

    /// Locks the votes, and has the run settle what was predicted.
    fn settle(&mut self) {
        self.session.press("\r");
        self.session.wait_for("Locked: ");
        self.session.press("G");
        self.session.wait_for("What did you see?");
    }
}

struct Student {
    browser: Browser,
    path: String,
}

impl Student {
    fn page(&mut self) -> String {
        let page = self.browser.get(&self.path.clone());
        assert_eq!(page.status, 200);
        page.body
    }

    /// The page once it holds `part`.
    #[track_caller]
    fn wait_for(&mut self, part: &str) -> String {
        let deadline = Instant::now() + SOON;
        loop {
            let page = self.page();
            if page.contains(part) {
                return page;
            }
            assert!(Instant::now() < deadline, "no {part} in {page}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Votes for the option at this place, counted from 0.
    fn vote(&mut self, place: usize) -> Answer {
        let page = self.wait_for("name=\"seen\"");
        let fields = fields(&page, place);
        self.post(&fields)
    }

    fn post(&mut self, fields: &[(String, String)]) -> Answer {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let saved = self.browser.post(&format!("{}/vote", self.path), &fields).has_status(303);
        let next = saved.header("location").unwrap().to_owned();
        self.browser.get(&next)
    }
}

/// The fields of the form of a page, with the option at `place` picked.
fn fields(page: &str, place: usize) -> Vec<(String, String)> {
    let value = |name: &str| {
        let rest = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
        rest.split('"').next().unwrap().to_owned()
    };
    let mut fields: Vec<(String, String)> =
        ["round", "phase", "seen"].map(|name| (name.to_owned(), value(name))).to_vec();
    fields.push(("pick".to_owned(), place.to_string()));
    fields
}

const SAVED: &str = "Your vote is saved";
const LATE: &str = "came after the votes were locked";

#[test]
fn a_class_joins_votes_and_sees_the_outcome_with_the_live_view() {
    let mut lesson = Lesson::open();
    let mut class: Vec<Student> = ["Ada", "Ben", ""].map(|name| lesson.student(name)).into();
    lesson.session.wait_for("3 joined");
    assert!(class[0].page().contains("You are in"));
    lesson.ask();
    for (student, place) in class.iter_mut().zip([0, 0, 1]) {
        assert!(student.vote(place).body.contains(SAVED));
    }
    // A changed vote counts once.
    assert!(class[1].vote(2).body.contains(SAVED));
    lesson.session.wait_for("3 of 3 voted");
    lesson.session.wait_for("33 %  1");
    let late = fields(&class[0].page(), 3);
    lesson.settle();
    // A form that was open when the votes were locked changes nothing.
    assert!(class[0].post(&late).body.contains(LATE));
    let page = class[0].wait_for("what did you see?");
    assert!(!page.contains("\" checked"), "{page}");
    class[0].vote(1);
    class[2].vote(1);
    lesson.session.wait_for("2 of 3 voted");
    lesson.session.press("\r");
    lesson.session.wait_for("Results of predictions");
    let outcome = class[1].wait_for(": outcome");
    for part in ["predicted, also by you", "Happened: ", "This run: ", "class=\"said\""] {
        assert!(outcome.contains(part), "no {part} in {outcome}");
    }
    lesson.session.press("\r");
    class[1].wait_for("The next question appears here");
    lesson.session.press("q");
    assert_eq!(lesson.session.finish(), 0);
    let code = &lesson.code;
    let results = lesson.session.folder.run(&["host", "results", code, "--format", "json"]).json();
    let options = results["questions"][0]["options"].as_array().unwrap();
    let votes = |name: &str| -> Vec<u64> {
        options.iter().map(|option| option[name].as_u64().unwrap()).collect()
    };
    assert_eq!((votes("predicted"), votes("seen")), (vec![1, 1, 1, 0], vec![0, 2, 0, 0]));
    assert_eq!(results["students"], 3);
}

#[test]
fn two_hosts_of_one_room_count_every_vote_once_also_when_one_is_killed() {
    let Some(server) = Postgres::start() else { return };
    let url = server.url();
    let mut lesson = Lesson::with(&["--database", &url]);
    let announced = String::from_utf8_lossy(&lesson.session.bytes).into_owned();
    let (_, database) = url.split_once('@').unwrap();
    assert!(announced.contains(&format!("database    {database}")), "{announced}");
    let other = Room::serving(&url);
    let mut class: Vec<Student> = (0..6).map(|it| lesson.student(&it.to_string())).collect();
    for student in class.iter_mut().step_by(2) {
        student.browser.go_to(&other.address);
    }
    lesson.ask();
    for (place, student) in class.iter_mut().enumerate() {
        assert!(student.vote(place % 2).body.contains(SAVED));
    }
    // The votes of the other host are in the live view without anybody asking this one.
    lesson.session.wait_for("6 of 6 voted");
    lesson.session.wait_for("50 %  3");
    // One form at both hosts is one vote, and an old form does not bring a vote back on either.
    let form = fields(&class[0].page(), 2);
    assert!(class[0].post(&form).body.contains(SAVED));
    class[0].browser.go_to(&lesson.authority);
    assert!(class[0].post(&form).body.contains(SAVED));
    assert!(class[0].vote(3).body.contains(SAVED));
    class[0].browser.go_to(&other.address);
    assert!(class[0].post(&form).body.contains("out of date"));
    // The host with the live view dies: the vote is still open on the other one.
    lesson.session.child.kill().unwrap();
    lesson.session.child.wait().unwrap();
    for student in &mut class {
        student.browser.go_to(&other.address);
        assert!(student.vote(1).body.contains(SAVED));
    }
    let options = ["host", "results", &lesson.code, "--format", "json", "--database", &url];
    let results = other.folder.run(&options).json();
    let votes = results["questions"][0]["options"].as_array().unwrap().iter();
    let votes: Vec<u64> = votes.map(|option| option["predicted"].as_u64().unwrap()).collect();
    assert_eq!((votes.iter().sum::<u64>(), votes.contains(&6)), (6, true), "{votes:?}");
    assert_eq!(results["students"], 6);
}

#[test]
fn nothing_of_a_key_is_in_a_page_before_the_outcome() {
    let mut lesson = Lesson::open();
    let mut student = lesson.student("Ada");
    let mut before = vec![student.page()];
    lesson.ask();
    before.push(student.wait_for("name=\"seen\""));
    // Options are named by their places on the page, not by those in the file.
    let places: Vec<&str> = before[1].split("name=\"pick\" value=\"").skip(1).collect();
    let places: Vec<&str> = places.iter().map(|it| it.split('"').next().unwrap()).collect();
    assert_eq!(places, ["0", "1", "2", "3"]);
    student.vote(0);
    lesson.session.wait_for("1 of 1 voted");
    lesson.settle();
    before.push(student.wait_for("what did you see?"));
    student.vote(0);
    before.push(student.page());
    lesson.session.wait_for("1 of 1 voted");
    lesson.session.press("\r");
    let outcome = student.wait_for(": outcome");
    let why = outcome.split_once("class=\"why\">").unwrap().1.split('<').next().unwrap();
    let settled = outcome.split_once("class=\"settled\">").unwrap().1.split('<').next().unwrap();
    for page in &before {
        for part in [why, settled, "health-check-redirect-outage", "Happened", "class=\"right\""] {
            assert!(!page.contains(part), "{part} in {page}");
        }
    }
}

#[test]
fn a_browser_that_comes_back_is_where_it_was() {
    let mut lesson = Lesson::open();
    let mut student = lesson.student("Ada");
    let steps = lesson.path("/steps?seen=0");
    let mut events = student.browser.follow(&steps, None);
    // It shows the step that the room is at, so that nothing comes.
    assert_eq!(events.next(WHILE), None);
    lesson.ask();
    let mut events = student.browser.follow(&steps, None);
    assert_eq!(events.next(SOON).as_deref(), Some("1-predicting"));
    student.vote(2);
    // The same browser, opened again with its cookie, has its vote.
    let mut again = Student { browser: student.browser.clone(), path: student.path.clone() };
    let page = again.page();
    assert!(page.contains(SAVED) && page.contains("value=\"2\" checked"), "{page}");
    // A vote of somebody else is no step, and the last event is not sent twice.
    lesson.student("Ben").vote(1);
    let mut events = student.browser.follow(&steps, Some("1-predicting"));
    assert_eq!(events.next(WHILE), None);
    lesson.session.wait_for("2 of 2 voted");
    lesson.session.press("\r");
    let mut events = student.browser.follow(&steps, Some("1-predicting"));
    assert_eq!(events.next(SOON).as_deref(), Some("1-watching"));
    assert!(again.wait_for("You predicted:").contains("http-equiv=\"refresh\""));
}

#[test]
fn names_and_forms_cannot_inject() {
    let mut lesson = Lesson::open();
    let mut student = lesson.student("<script>alert(1)</script>");
    assert!(student.page().contains("&lt;script&gt;"));
    let mut browser = lesson.browser();
    let join = lesson.path("/join");
    browser.post(&join, &[("name", "a\u{1b}[31mb")]).has_status(422);
    lesson.ask();
    let page = student.wait_for("name=\"seen\"");
    // Another origin, a stranger, a place that is no option.
    let mut form = fields(&page, 0);
    let pairs: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let vote = lesson.path("/vote");
    let evil = [("Origin", "http://evil.example")];
    student.browser.post_from(&vote, &evil, &pairs).has_status(403);
    assert_eq!(browser.post(&vote, &pairs).status, 403);
    form[3].1 = "7".to_owned();
    assert!(student.post(&form).body.contains("pick as many options as asked"));
    // The page for the hall needs the secret.
    assert_eq!(student.browser.get(&lesson.path("/screen")).status, 403);
    assert_eq!(browser.get(&lesson.path("/screen?secret=00")).status, 403);
    lesson.session.wait_for("0 of 1 voted");
    // An exam's pages are none of a demo's.
    assert_eq!(student.browser.get(&lesson.path("/exam")).status, 404);
}

#[test]
fn a_replayed_vote_does_not_bring_an_old_one_back() {
    let mut lesson = Lesson::open();
    let mut student = lesson.student("");
    lesson.ask();
    let first = fields(&student.wait_for("name=\"seen\""), 0);
    student.post(&first);
    student.vote(3);
    let page = student.post(&first).body;
    assert!(
        page.contains("value=\"3\" checked") && !page.contains("value=\"0\" checked"),
        "{page}"
    );
}

#[test]
fn the_page_for_a_hall_shows_the_run_and_the_votes() {
    let mut lesson = Lesson::open();
    let mut student = lesson.student("Ada");
    let mut hall = lesson.browser();
    let entered = hall.open(&lesson.path(&format!("/screen?secret={}", lesson.secret)));
    assert_eq!(entered.status, 200);
    assert!(!entered.body.contains(&lesson.secret), "{}", entered.body);
    assert!(entered.header("content-security-policy").unwrap().contains("script-src 'self';"));
    let mut events = hall.follow(&lesson.path("/screen/events"), None);
    assert!(events.next(SOON).is_some());
    lesson.ask();
    student.vote(0);
    let deadline = Instant::now() + SOON;
    let page = loop {
        assert!(events.next(SOON).is_some());
        let page = hall.get(&lesson.path("/screen")).body;
        if page.contains("<strong>1</strong> of 1 voted") && page.contains("01:00") {
            break page;
        }
        assert!(Instant::now() < deadline, "{page}");
    };
    assert_eq!(page.matches("<figure class=\"chart\">").count(), 4);
    assert!(page.contains("class=\"qr\"") && page.contains("100 % · 1"), "{page}");
}

#[test]
fn a_room_continues_after_its_terminal_was_lost() {
    let mut lesson = Lesson::open();
    let mut student = lesson.student("Ada");
    lesson.ask();
    student.vote(1);
    lesson.kill();
    let mut lesson = lesson.resumed();
    lesson.session.wait_for("1 joined");
    // The question that was open is put away; the student is still in.
    student.wait_for("You are in");
    lesson.ask();
    assert!(student.vote(2).body.contains(SAVED));
    lesson.session.wait_for("1 of 1 voted");
}

#[test]
fn a_second_live_view_does_not_take_the_room_of_one_that_is_open() {
    let Some(server) = Postgres::start() else { return };
    let url = server.url();
    let mut lesson = Lesson::with(&["--database", &url]);
    let mut student = lesson.student("Ada");
    lesson.ask();
    let second = ["host", "demo", "health-302", "--listen", "127.0.0.1:0", "--database", &url];
    let mut second = Session::start(&[&second[..], &["--resume", &lesson.code]].concat());
    second.wait_for("another live view shows room");
    assert_ne!(second.finish(), 0);
    // The question is still open, and the first live view counts.
    assert!(student.vote(1).body.contains(SAVED));
    lesson.session.wait_for("1 of 1 voted");
    lesson.settle();
}

#[test]
fn the_live_view_alone_says_that_the_database_is_away() {
    let Some(mut server) = Postgres::start() else { return };
    let mut lesson = Lesson::with(&["--database", &server.url()]);
    let mut student = lesson.student("Ada");
    lesson.session.wait_for("1 joined");
    server.kill();
    lesson.session.wait_for("Room: the database");
    assert!(!student.page().contains("database"));
    server.restart();
    lesson.session.wait_for("1 joined");
    lesson.ask();
    assert!(student.vote(1).body.contains(SAVED));
}
