//! A class predicts at the stops of a run: the live view in a terminal, a page for the hall, students
//! on phones and desks, one of them without scripts.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::Person;
use super::wire::Wire;
use crate::host::demo::Lesson;
use crate::support::chromium::Chromium;

/// Enters the code of the room and a name.
fn join(student: &Person, host: &str, lesson: &Lesson, name: &str) {
    student.tab.go(&format!("http://{host}/"));
    student.tab.wait_for("Room code");
    student.tab.write(&lesson.code);
    student.tab.press("Enter");
    student.tab.wait_for("Your name");
    student.tab.write(name);
    student.tab.press("Enter");
    student.tab.wait_for("You are in");
    student.stay();
}

/// Votes for the option at `place`.
fn vote(student: &Person, place: usize, button: &str) {
    student.pick(place);
    student.stay();
    student.tab.choose(button);
    student.tab.wait_until("window.stayed === undefined");
    student.tab.wait_for("Your vote is saved.");
    student.stay();
}

#[test]
fn a_class_predicts_by_keyboard() {
    let Some(browser) = Chromium::shared() else { return };
    let mut lesson = Lesson::open();
    let [hall, ada, ben] =
        [(1_280, "light"), (360, "dark"), (1_280, "dark")].map(|look| Person::new(&browser, look));
    let cem = Person::without_scripts(&browser, (360, "light"));
    hall.tab.go(&lesson.url(&lesson.path(&format!("/screen?secret={}", lesson.secret))));
    hall.tab.wait_for("0 joined");
    assert_eq!(hall.tab.value("location.search"), Some("".into()));
    hall.stay();
    // Ada's connection will break.
    let wire = Wire::to(&lesson.authority);
    ada.tab.go(&format!("http://{}/", wire.address));
    ada.tab.wait_for("Room code");
    ada.examine("home");
    ada.tab.go(&lesson.url(&lesson.path("")));
    ada.tab.wait_for("Your name");
    ada.examine("demo-door");
    join(&ada, &wire.address, &lesson, "Ada");
    ada.examine("demo-waiting");
    join(&ben, &lesson.authority, &lesson, "Ben");
    join(&cem, &lesson.authority, &lesson, "");
    hall.tab.wait_for("3 joined");
    hall.examine("hall-waiting");

    lesson.ask();
    ada.tab.wait_for("Question 1: predict what happens");
    assert!(ada.has_stayed());
    ada.examine("demo-vote");
    vote(&ada, 0, "Vote");
    ada.examine("demo-voted");
    vote(&ben, 1, "Vote");
    vote(&ben, 2, "Change my vote");
    cem.tab.wait_for("Question 1: predict what happens");
    vote(&cem, 0, "Vote");
    hall.tab.wait_for("3 of 3 voted");
    hall.tab.wait_for("67 % · 2");
    hall.examine("hall-vote");
    lesson.session.wait_for("3 of 3 voted");

    wire.cut();
    ada.tab.wait_for("No connection.");
    lesson.session.press("\r");
    lesson.session.wait_for("Locked: ");
    ben.tab.wait_for("Watch the run");
    wire.mend();
    ada.tab.wait_for("Watch the run");
    assert!(ada.has_stayed() && ben.has_stayed());
    assert!(!ada.tab.text().contains("No connection."));
    ada.examine("demo-watching");
    lesson.session.press("G");
    lesson.session.wait_for("What did you see?");
    ada.tab.wait_for("Question 1: what did you see?");
    ada.examine("demo-seen");
    for student in [&ada, &ben, &cem] {
        student.tab.wait_for("Question 1: what did you see?");
        vote(student, 1, "Vote");
    }
    hall.tab.wait_for("3 of 3 voted");
    lesson.session.wait_for("3 of 3 voted");
    lesson.session.press("\r");
    for student in [&ada, &ben, &cem] {
        student.tab.wait_for("Question 1: outcome");
    }
    assert!(ada.has_stayed());
    ada.examine("demo-outcome");
    hall.tab.wait_for("The outcome");
    hall.examine("hall-outcome");
    lesson.session.press("\r");
    ada.tab.wait_for("The next question appears here.");
    hall.tab.wait_until("document.querySelector('.question') === null");
    hall.examine("hall-run");
    assert!(hall.has_stayed());

    let mut lesson = interrupted(lesson, &[&ada, &ben, &hall]);
    // Without scripts somebody has to open the page again.
    cem.tab.go(&lesson.url(&lesson.path("")));
    cem.tab.wait_for("The next question appears here.");
    lesson.session.press("q");
    for student in [&ada, &ben, &cem] {
        student.tab.wait_for("The lesson is over");
    }
    ada.examine("demo-over");
    for person in [&hall, &ada, &ben, &cem] {
        person.is_content();
    }
}

/// The host dies, a proxy says so for a while, and the room continues: pages find back by themselves.
fn interrupted(mut lesson: Lesson, people: &[&Person]) -> Lesson {
    lesson.kill();
    let proxy = TcpListener::bind(&lesson.authority).unwrap();
    for mut visitor in proxy.incoming().take(4).map_while(Result::ok) {
        let _ = visitor.read(&mut [0; 4_096]);
        let _ = visitor.write_all(
            b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
    }
    for person in people {
        person.tab.wait_for("No connection.");
    }
    drop(proxy);
    let lesson = lesson.resumed();
    for person in people {
        person.tab.wait_until("!document.body.innerText.includes('No connection.')");
        assert!(person.has_stayed());
    }
    lesson
}
