//! A class takes an exam: with a roster, on phones and desks, one of them without scripts, one of
//! them with ideas of his own.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::{Value, json};

use super::Person;
use crate::host::room::{BLUEPRINT, EXAM, Room};
use crate::support::builtin;
use crate::support::chromium::Chromium;
use crate::support::folder::Folder;

const ROSTER: &str = "id,name,group,extra\n7,Ada Moreau,A,25\n8,Ben Okafor,,\n9,Cem Aydin,B,\n";

/// A room with a roster of three.
fn room() -> Room {
    let folder = Folder::new();
    folder.write("class.csv", ROSTER);
    Room::host(folder, &[&EXAM[..], &["--roster", "class.csv"]].concat())
}

fn url(room: &Room, page: &str) -> String {
    format!("http://{}{}", room.address, room.path(page))
}

/// Enters the code and the id.
fn join(student: &Person, room: &Room, id: &str) {
    student.tab.go(&format!("http://{}/", room.address));
    student.tab.wait_for("Room code");
    student.tab.write(&room.code);
    student.tab.press("Enter");
    student.tab.wait_for("Your ID");
    student.tab.write(id);
    student.tab.press("Enter");
}

/// Opens the page of the instructor.
fn supervise(instructor: &Person, room: &Room) {
    instructor.tab.go(&url(room, "/instructor"));
    instructor.tab.wait_for("Secret");
    instructor.examine("exam-instructor-door");
    instructor.tab.write(&room.secret);
    instructor.tab.press("Enter");
    instructor.tab.wait_for("Nobody has joined yet.");
    instructor.stay();
}

#[test]
fn a_class_takes_an_exam_by_keyboard() {
    let Some(browser) = Chromium::shared() else { return };
    let room = room();
    let [instructor, ada, ben] =
        [(1_280, "light"), (360, "dark"), (1_280, "dark")].map(|look| Person::new(&browser, look));
    let cem = Person::without_scripts(&browser, (360, "light"));
    supervise(&instructor, &room);

    // Ada picks, flags, jumps and reviews. What she picks is saved without another key.
    join(&ada, &room, "7");
    ada.tab.wait_for("Your time: 40:00.");
    ada.examine("exam-start");
    ada.tab.choose("Start the exam");
    ada.tab.wait_for("Question 1 of 16");
    ada.pick(1);
    ada.tab.wait_for("Answer saved");
    ada.examine("exam-question");
    ada.tab.choose("Flag");
    ada.tab.wait_for("Remove flag");
    ada.tab.choose("All questions");
    ada.tab.choose("Question 9");
    ada.tab.wait_for("Question 9 of 16");
    ada.tab.choose("Review");
    ada.tab.wait_for("Flagged: 1 (1 of 16)");
    ada.examine("exam-review");

    // Cem has no scripts.
    join(&cem, &room, "9");
    cem.tab.choose("Start the exam");
    cem.tab.wait_for("Question 1 of 16");
    cem.tab.wait_until(
        "document.querySelector('iframe').contentDocument.body.innerText.startsWith('Time left')",
    );
    cem.pick(2);
    cem.tab.choose("Save and continue");
    cem.tab.wait_for("Question 2 of 16");
    cem.tab.choose("Previous");
    cem.tab.wait_for("Answer saved");
    cem.examine("exam-question-without-scripts");
    cem.tab.choose("Review");
    cem.tab.choose("Submit the exam");
    cem.tab.wait_for("Submit the exam?");
    cem.examine("exam-submit");
    cem.tab.choose("Submit the exam");
    cem.tab.wait_for("Your attempt is submitted.");
    cem.examine("exam-submitted");

    join(&ben, &room, "8");
    ben.tab.choose("Start the exam");
    ben.pick(0);
    ben.tab.wait_for("Answer saved");
    with_the_instructor(&instructor, &ben, &room);
    close(&room, &instructor, &ada, &cem);
    for person in [&instructor, &ada, &ben, &cem] {
        person.is_content();
    }
}

/// The instructor follows the room without a new page, gives Ben time, ends his attempt, and lets him
/// in again.
fn with_the_instructor(instructor: &Person, ben: &Person, room: &Room) {
    for line in [
        "Ada Moreau · A\tworking\t1 of 16",
        "Cem Aydin · B\tsubmitted\t1 of 16",
        "Ben Okafor\tworking\t1 of 16",
    ] {
        instructor.tab.wait_for(line);
    }
    assert!(instructor.has_stayed());
    instructor.examine("exam-instructor");
    instructor.tab.tab_to("Minutes for Ben Okafor");
    instructor.tab.write("30");
    instructor.tab.press("Enter");
    instructor
        .tab
        .wait_until("/Ben Okafor[^C]*1 of 16\\s+(1:01|1:02)/.test(document.body.innerText)");
    ben.tab.choose("Save and continue");
    ben.tab.wait_for("Time left: 1:01:");
    instructor.tab.choose("End: Ben Okafor");
    instructor.tab.wait_for("Ben Okafor\tsubmitted");
    ben.tab.choose("Save and continue");
    ben.tab.wait_for("This attempt is submitted and cannot change.");
    ben.examine("not-possible");
    instructor.tab.choose("Let in again: Ben Okafor");
    instructor.tab.wait_for("Ben Okafor\tclock stopped");
    ben.tab.go(&url(room, "/exam"));
    ben.tab.wait_for("Join the room first.");
    join(ben, room, "8");
    ben.tab.wait_for("The clock is stopped.");
    ben.examine("exam-paused");
    ben.tab.choose("Continue the exam");
    ben.tab.wait_for("Question 2 of 16");
}

/// The instructor closes the room; everybody sees the score and the explanations.
fn close(room: &Room, instructor: &Person, ada: &Person, cem: &Person) {
    instructor.tab.choose("Close the exam");
    instructor.tab.wait_for("Close the exam for everyone?");
    instructor.examine("exam-close");
    instructor.tab.choose("Close the exam");
    instructor.tab.wait_for("The exam is closed");
    instructor.tab.wait_for("Ada Moreau · A\tsubmitted, sees the score\t1 of 16");
    instructor.tab.wait_for(&format!(
        "{}-{} prints the grade book",
        &room.code[..4],
        &room.code[4..]
    ));
    instructor.examine("exam-instructor-closed");
    let why = &builtin::form(BLUEPRINT).entries[0].item.options[0].why;
    let begin = why.split('`').next().unwrap();
    for student in [ada, cem] {
        student.tab.go(&url(room, "/exam"));
        student.tab.wait_for("scored questions right.");
        student.tab.wait_for(begin);
    }
    ada.examine("exam-score");
    // Tables that are wider than a phone can be reached, too.
    ada.tab.press("Tab");
    ada.tab.press("Tab");
    assert_eq!(ada.tab.value("document.activeElement.ariaLabel"), Some("Questions".into()));
}

/// Has a page send a form with these fields to `page`; gives the status of the answer.
fn sent(person: &Person, address: &str, fields: &str) -> Value {
    let request = json!({
        "method": "POST", "body": fields, "credentials": "include", "redirect": "manual",
        "headers": { "Content-Type": "application/x-www-form-urlencoded" },
    });
    let address = json!(address);
    person.tab.value(&format!("fetch({address}, {request}).then((it) => it.type === 'opaqueredirect' ? 303 : it.status)"))
        .unwrap()
}

/// A site of somebody else on this machine: browsers send it the cookies of the host.
fn other_site(page: String) -> String {
    let site = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", site.local_addr().unwrap());
    thread::spawn(move || {
        // A browser may open connections that it does not use.
        for mut visitor in site.incoming().take(8).map_while(Result::ok) {
            let length = page.len();
            let _ = visitor.read(&mut [0; 4_096]);
            let _ = write!(
                visitor,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{page}"
            );
        }
    });
    address
}

#[test]
fn a_student_who_tampers_gets_nothing() {
    let Some(browser) = Chromium::shared() else { return };
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    ada.answer(1, &[0], "save").has_status(303);
    let eve = Person::new(&browser, (1_280, "light"));
    eve.tab.go(&url(&room, ""));
    eve.tab.wait_for("Your name");
    eve.tab.write("Eve");
    eve.tab.press("Enter");
    eve.tab.choose("Start the exam");
    eve.pick(1);
    eve.tab.wait_for("Answer saved");
    assert_eq!(eve.tab.value("document.cookie"), Some("".into()));
    // A post that is replayed, and one that was made up.
    let question = room.path("/question/1");
    let seen = eve.tab.value("document.getElementById('seen').value").unwrap();
    let old = format!("seen={}&option=1&do=save", seen.as_str().unwrap());
    eve.pick(2);
    eve.tab.wait_until(&format!("document.getElementById('seen').value !== {seen}"));
    assert_eq!(sent(&eve, &question, &old), 409);
    assert_eq!(sent(&eve, &question, "seen=0&option=0&do=save"), 409);
    // What the instructor does, with the token of a student or with none.
    for form in [
        "do=close",
        "do=extend&minutes=60&nonce=x",
        "do=end&member=1",
        "do=readmit&member=1&admission=0",
    ] {
        assert_eq!(sent(&eve, &room.path("/instructor"), form), 403);
    }
    // Another origin, by a script and by a form: cookies are sent, and nothing changes.
    let target = url(&room, "/question/1");
    let fields = "<input name=seen value=0><input name=option value=0><input name=do value=save>";
    let page = format!("<form method=post action={target}>{fields}<button>A prize</button></form>");
    eve.tab.go(&other_site(page));
    eve.tab.wait_until("document.querySelector('button') !== null");
    let blind = "{ method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams('seen=0&option=0&do=save') }";
    eve.tab.value(&format!("fetch({}, {blind})", json!(target)));
    assert!(eve.tab.value(&format!("fetch({}).then((it) => it.text())", json!(target))).is_none());
    eve.tab.press("Tab");
    eve.tab.press("Tab");
    eve.tab.press("Tab");
    eve.tab.press("Tab");
    eve.tab.press("Enter");
    eve.tab.wait_for("does not come from a page of this host");
    eve.tab.go(&target);
    eve.tab.wait_until("document.querySelector('input[name=option][value=\"2\"]').checked");
    // After the end, nothing can be changed.
    eve.tab.choose("Review");
    eve.tab.choose("Submit the exam");
    eve.tab.wait_for("Submit the exam?");
    eve.tab.choose("Submit the exam");
    eve.tab.wait_for("Your attempt is submitted.");
    assert_eq!(sent(&eve, &question, &old), 409);
    // Neither text nor source of a page has told a reason.
    let form = builtin::form(BLUEPRINT);
    let pages =
        ["/exam", "/question/1", "/review", "/score", "/instructor"].map(|page| room.path(page));
    let source = eve.tab.value(&format!(
        "Promise.all({}.map((page) => fetch(page).then((it) => it.text()))).then((all) => all.join())",
        json!(pages)
    ));
    let source = source.unwrap().as_str().unwrap().to_owned();
    assert!(source.contains("Your attempt is submitted."));
    for option in form.entries.iter().flat_map(|entry| &entry.item.options) {
        assert!(
            !source.contains(option.why.split(['`', '"', '&']).next().unwrap())
                || option.why.len() < 20
        );
    }
    assert_eq!(ada.question(1).checked(), [0]);
}
