//! A class takes an exam: without scripts, with a host that dies, on several versions, to the end of
//! the time.

use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::room::{BLUEPRINT, Room};
use crate::support::builtin;
use crate::support::folder::Folder;

#[test]
fn a_class_takes_an_exam_without_scripts() {
    let room = Room::open(&["--versions", "2"]);
    let form = builtin::form(BLUEPRINT);
    let second = form.version(2).0;
    let mut ada = room.joined("Ada");
    let start = ada.open("/exam").text();
    assert!(start.contains("From AWS:") && start.contains("From coldstart:"), "{start}");
    assert!(start.contains("Your time: 32:00"), "{start}");
    ada.post("/begin", &[]);
    // Ada has the form itself and is right about everything.
    for (number, entry) in (1..).zip(&form.entries) {
        let page = ada.question(number);
        assert!(page.text().contains(&format!("Question {number} of 16")), "{}", page.text());
        let keys: Vec<usize> = entry.item.keys().collect();
        let next = if number < 16 { format!("/question/{}", number + 1) } else { "/review".into() };
        let answer = ada.answer(number, &keys, "next").has_status(303);
        assert_eq!(answer.header("location"), Some(room.path(&next).as_str()));
        let page = ada.question(number);
        assert_eq!(page.checked(), keys);
        assert!(page.text().contains("Answer saved"), "{}", page.text());
    }
    // Ben has the second version: he answers, flags, clears, jumps and leaves the rest out.
    let mut ben = room.started("Ben");
    let keys: Vec<usize> = second.entries[0].item.keys().collect();
    let jump = ben.answer(1, &keys, "go-9").has_status(303);
    assert_eq!(jump.header("location"), Some(room.path("/question/9").as_str()));
    ben.answer(9, &[], "flag").has_status(303);
    let keys: Vec<usize> = second.entries[1].item.keys().collect();
    ben.answer(2, &keys, "save").has_status(303);
    ben.answer(2, &[], "clear").has_status(303);
    let review = ben.open("/review").text();
    assert!(review.contains("Not answered: 2 3 4"), "{review}");
    assert!(review.contains("Flagged: 9 (1 of 16)"), "{review}");
    ada.post("/submit", &[]).has_status(303);
    let submitted = ada.open("/score").text();
    assert!(submitted.contains("is submitted"), "{submitted}");
    assert!(!submitted.contains("Score 1000"), "{submitted}");
    room.close();
    let score = ada.score();
    assert!(score.contains("Score 1000 of 1000"), "{score}");
    assert!(score.contains("12 of 12 scored questions right"), "{score}");
    assert!(
        score.contains(&form.entries[0].item.options[0].why.replace('`', " ")[..20]),
        "{score}"
    );
    // Who had not submitted is graded too.
    let right = usize::from(second.entries[0].counts == quizbank::model::paper::Scoring::Scored);
    let score = ben.score();
    assert!(score.contains(&format!("{right} of 12 scored questions right")), "{score}");
    grade_book(&room, right);
}

/// The grade book and the item analysis count both versions as one form.
fn grade_book(room: &Room, right: usize) {
    let csv = room.results("csv");
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let right_at = rows[0].iter().position(|name| *name == "right").unwrap();
    assert_eq!((rows[1][0], rows[1][right_at]), ("Ada", "12"));
    assert_eq!((rows[2][0], rows[2][right_at]), ("Ben", right.to_string().as_str()));
    let report: Value = serde_json::from_str(&room.results("json")).unwrap();
    assert_eq!(report["sitters"], 2);
    let items = report["items"].as_array().unwrap();
    let picked = |item: &Value| item["right"].as_u64().unwrap();
    // Ada had each right, Ben one more.
    assert_eq!(items.iter().map(picked).sum::<u64>(), 17);
    assert!(room.results("table").contains("2 candidates"));
    let list = room.folder.run(&["host", "list"]).printed();
    assert!(list.contains(&format!("{}-{}", &room.code[..4], &room.code[4..])), "{list}");
}

#[test]
fn what_a_page_called_saved_survives_a_killed_host() {
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    let form = builtin::form(BLUEPRINT);
    let keys: Vec<usize> = form.entries[2].item.keys().collect();
    ada.answer(3, &keys, "flag").has_status(303);
    let (left, cookie) = (ada.seconds_left(), ada.browser.cookie("coldstart-member").to_owned());
    drop(ada);
    let room = room.killed_and_resumed();
    // The same browser goes on where it was.
    let mut ada = super::room::Student { room: &room, browser: room.browser() };
    ada.browser.set_cookie("coldstart-member", &cookie);
    let page = ada.question(3);
    assert_eq!(page.checked(), keys);
    assert!(page.text().contains("Flagged"), "{}", page.text());
    let after = ada.seconds_left();
    assert!(after <= left && left - after < 60, "{left} s before, {after} s after");
    // The secret that the new host printed opens the instructor's page.
    let page = room.instructor().get("/instructor").has_status(200).text();
    assert!(page.contains("Ada working 1 of 16"), "{page}");
}

#[test]
fn a_student_who_leaves_stops_the_clock_and_resumes() {
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    ada.post("/leave", &[]).has_status(303);
    let before = ada.seconds_left();
    let page = ada.open("/exam").text();
    assert!(page.contains("The clock is stopped"), "{page}");
    assert_eq!(ada.get("/question/1").header("location"), Some(room.path("/exam").as_str()));
    // An old page cannot start it by accident.
    let old = ada.post("/question/1", &[("seen", "0"), ("option", "0"), ("do", "save")]);
    assert_eq!(old.header("location"), Some(room.path("/exam").as_str()));
    thread::sleep(Duration::from_millis(1_500));
    assert_eq!(ada.seconds_left(), before);
    ada.post("/resume", &[]).has_status(303);
    assert!(ada.question(1).checked().is_empty());
}

#[test]
fn a_roster_admits_its_students_with_their_time() {
    let folder = Folder::new();
    folder.write("class.csv", "id,name,group,extra\n7,Ada Moreau,A,25\n8,Ben Okafor,,\n");
    let options = [&super::room::EXAM[..], &["--roster", "class.csv"]].concat();
    let room = Room::host(folder, &options);
    let mut browser = room.browser();
    let stranger = browser.post(&room.path("/join"), &[("name", "9")]).has_status(422);
    assert!(stranger.text().contains("not on the class list"), "{}", stranger.text());
    let mut ada = room.joined("7");
    let start = ada.open("/exam").text();
    assert!(start.contains("Ada Moreau") && start.contains("Your time: 40:00"), "{start}");
    let second = browser.post(&room.path("/join"), &[("name", "7")]).has_status(422);
    assert!(second.text().contains("is in the room"), "{}", second.text());
    ada.post("/begin", &[]);
    assert!(room.results("csv").contains("Ada Moreau (7)"));
    let page = room.instructor().get("/instructor").text();
    assert!(page.contains("Ada Moreau · A working 0 of 16 40:00"), "{page}");
}

#[test]
fn a_room_opens_and_closes_by_the_clock() {
    let soon = |seconds| {
        let at = jiff::ZonedDateTime::now() + jiff::SignedDuration::from_secs(seconds);
        at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
    };
    let room = Room::open(&["--opens", &soon(3_600)]);
    let mut early = room.joined("Ada");
    assert!(early.open("/exam").text().contains("has not started"));
    early.post("/begin", &[]);
    assert!(early.open("/exam").text().contains("has not started"));
    let closes = soon(6);
    let room = Room::open(&["--closes", &closes]);
    let mut ada = room.started("Ada");
    ada.answer(1, &[0], "save");
    assert!(ada.score().contains("of 12 scored questions right"));
    ada.post("/question/1", &[("seen", "0"), ("option", "1"), ("do", "save")]).has_status(409);
    let late = room.browser().post(&room.path("/join"), &[("name", "Ben")]).has_status(422);
    assert!(late.text().contains("is closed"), "{}", late.text());
}

#[test]
fn an_incomplete_answer_is_rejected_and_kept_for_correction() {
    let room = Room::open(&[]);
    let form = builtin::form(BLUEPRINT);
    let several = form.entries.iter().position(|entry| entry.item.wanted() > 1).unwrap() + 1;
    let mut ada = room.started("Ada");
    let rejected = ada.answer(several, &[1], "next").has_status(422);
    assert!(rejected.text().contains("1 chosen, 2 required."), "{}", rejected.text());
    assert_eq!(rejected.checked(), [1]);
    assert!(ada.question(several).checked().is_empty());
    for fields in [&[("seen", "0"), ("option", "99"), ("do", "save")][..], &[("do", "save")]] {
        let answer = ada.post("/question/1", fields);
        assert!((400..500).contains(&answer.status), "{fields:?}: {}", answer.status);
    }
    assert_eq!(ada.get("/question/17").status, 404);
    assert_eq!(ada.get("/question/0").status, 404);
}

#[test]
fn settings_that_cannot_be_are_rejected_before_a_room_is_opened() {
    let folder = Folder::new();
    folder.write("class.csv", "id\n7\n");
    for (options, expected) in [
        (&["--closes", "2020-01-01T10:00"][..], "cannot close before"),
        (&["--closes", "noon"], "is not a time"),
        (&["--versions", "100"], "at most 99 versions"),
        (&["--roster", "class.csv"], "a column is missing"),
        (&["--blueprint", "dva-c09"], "there is no blueprint"),
        (&["--resume", "K7QM-4TXP"], "there is no room `K7QM-4TXP`"),
        (&["--resume", "K7QM"], "8 letters and digits"),
        (&["--url", "class.example"], "is not an address"),
        (&["--tls-cert", "cert.pem"], "--tls-key"),
        (&["--tls-cert", "class.csv", "--tls-key", "class.csv"], "cannot use the certificate"),
        (&["--listen", "192.0.2.1:1"], "cannot listen on `192.0.2.1:1`"),
    ] {
        let fixed = ["host", "exam", "--listen", "127.0.0.1:0"];
        let fixed = if options[0] == "--listen" { &fixed[..2] } else { &fixed };
        let message = folder.run(&[fixed, options].concat()).fails();
        assert!(message.contains(expected), "{options:?}: {message}");
    }
    let message = folder.run(&["host", "results", "K7QM-4TXP"]).fails();
    assert!(message.contains("there is no room"), "{message}");
}

#[test]
fn an_address_in_small_letters_leads_to_the_same_room() {
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    for typed in [room.code.to_lowercase(), format!("{}-{}", &room.code[..4], &room.code[4..])] {
        let page = ada.browser.get(&format!("/room/{typed}/question/2?a=b")).has_status(307);
        assert_eq!(page.header("location"), Some(&*room.path("/question/2?a=b")));
        // A form is sent again as it is, to where the cookie is.
        let seen = ada.question(1).input("seen");
        let form = [("seen", seen.as_str()), ("option", "0"), ("do", "save")];
        ada.browser.post(&format!("/room/{typed}/question/1"), &form).has_status(307);
    }
    room.browser().get("/room/k7qm4txq").has_status(307);
    room.browser().get("/room/K7QM4TXQ").has_status(404);
}

const OWN_BLUEPRINT: &str = r#"
format_version = 1

[[blueprint]]
name = "mine"
title = "Scaling, in our own words"
scope = "topic"
questions = 7
scored = 7
minutes = 9
pass_percent = 70
"#;

#[test]
fn a_room_takes_questions_of_its_instructor() {
    let folder = Folder::new();
    folder.write("mine.toml", OWN_BLUEPRINT);
    let bank = concat!(env!("CARGO_MANIFEST_DIR"), "/questions/scaling.toml");
    let bank = std::fs::read_to_string(bank).unwrap();
    // Questions that nobody else has, without those of other files that they name.
    let lines = bank.lines().filter(|line| !line.starts_with("enemies = "));
    let bank = lines.map(|line| line.replace("id = \"scaling-", "id = \"own-")).collect::<Vec<_>>();
    folder.write("bank.toml", bank.join("\n"));
    let options = ["--bank", "bank.toml", "--blueprints", "mine.toml", "--blueprint", "mine"];
    let room = Room::host(folder, &[&options[..], &["--topic", "scaling"]].concat());
    let mut ada = room.joined("Ada");
    let start = ada.open("/exam").text();
    for part in ["7 questions in 9 minutes", "70 % right", "Nothing of this exam is from AWS."] {
        assert!(start.contains(part), "{start}");
    }
    ada.post("/begin", &[]).has_status(303);
    assert!(ada.question(7).text().contains("Question 7 of 7"));
    // The room has them, whatever becomes of the files.
    let mut browser = ada.browser.clone();
    let room = room.killed_and_resumed();
    browser.go_to(&room.address);
    let mut ada = super::room::Student { room: &room, browser };
    ada.post("/resume", &[]).has_status(303);
    assert!(ada.question(7).text().contains("Question 7 of 7"));
    room.close();
    assert!(ada.score().contains("Right answer"));
    assert!(room.results("csv").contains("Ada"));
}
