//! What the instructor sees and does.

use super::room::{BLUEPRINT, Room};
use crate::support::builtin;

#[test]
fn the_instructor_adds_time_once_a_form() {
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    let mut ben = room.joined("Ben");
    let mut instructor = room.instructor();
    let nonce = instructor.get("/instructor").input("nonce");
    let all = [("do", "extend"), ("minutes", "5"), ("nonce", nonce.as_str())];
    instructor.post("/instructor", &all).has_status(303);
    instructor.post("/instructor", &all).has_status(303);
    let minutes = |seconds: u64| seconds.div_ceil(60);
    assert_eq!(minutes(ada.seconds_left()), 37);
    // Who starts later has the same time.
    ben.post("/begin", &[]);
    assert_eq!(minutes(ben.seconds_left()), 37);
    let nonce = instructor.get("/instructor").input("nonce");
    let one = [("do", "extend"), ("minutes", "3"), ("member", "2"), ("nonce", nonce.as_str())];
    instructor.post("/instructor", &one).has_status(303);
    assert_eq!((minutes(ada.seconds_left()), minutes(ben.seconds_left())), (37, 40));
    for wrong in ["0", "601", "-5", "x", ""] {
        let form = [("do", "extend"), ("minutes", wrong), ("nonce", "a")];
        instructor.post("/instructor", &form).has_status(422);
    }
}

#[test]
fn the_instructor_ends_an_attempt_and_lets_its_student_in_again() {
    let room = Room::open(&[]);
    let form = builtin::form(BLUEPRINT);
    let keys: Vec<usize> = form.entries[0].item.keys().collect();
    let mut ada = room.started("Ada");
    ada.answer(1, &keys, "next").has_status(303);
    let mut instructor = room.instructor();
    let page = instructor.get("/instructor").text();
    assert!(page.contains("Ada working 1 of 16"), "{page}");
    instructor.post("/instructor", &[("do", "end"), ("member", "1")]).has_status(303);
    assert!(ada.open("/exam").text().contains("is submitted"));
    let readmit = [("do", "readmit"), ("member", "1"), ("admission", "0")];
    instructor.post("/instructor", &readmit).has_status(303);
    // The old device is out; a form that is sent twice does not put the new one out.
    ada.get("/exam").has_status(403);
    let mut again = room.joined("ada");
    instructor.post("/instructor", &readmit).has_status(303);
    let page = again.open("/exam").text();
    assert!(page.contains("The clock is stopped"), "{page}");
    again.post("/resume", &[]).has_status(303);
    assert_eq!(again.question(1).checked(), keys);
    again.answer(2, &[], "flag").has_status(303);
    again.post("/submit", &[]).has_status(303);
    let page = instructor.get("/instructor").text();
    assert!(page.contains("Ada submitted 1 of 16"), "{page}");
    assert!(page.contains("1 student in the room"), "{page}");
}
