//! The first start, what is left open, and the exam's day, from one start to the next.

use crate::support::folder::Folder;
use crate::support::program::STUDY;
use crate::support::terminal::Session;

#[test]
fn who_starts_for_the_first_time_answers_watches_and_is_never_asked_again() {
    let mut session = Session::start(&[]);
    session.wait_for("Start here");
    session.press("\r");
    session.wait_for("1 of 1");
    session.press("1\r");
    session.wait_for("Enter: watch");
    session.press("\r");
    session.wait_for("serving · desired");
    session.press("q");
    session.wait_for("1 of 1");
    session.press("\r");
    session.wait_for("That is how it works");
    session.press("\r");
    session.wait_for("Course · What App Runner is");
    session.press("q");
    session.wait_for("Continue");
    session.press("q");
    assert_eq!(session.finish(), 0);
    let folder = session.folder;
    let mut again = Session::with(folder, &[], &[]);
    again.wait_for("Continue");
    assert!(!again.screen().contents().contains("Start here"));
    again.press("q");
    assert_eq!(again.finish(), 0);
}

#[test]
fn a_session_that_is_left_is_the_next_step_and_no_answer_of_it_is_lost() {
    let mut session = Session::menu(&[]);
    session.wait_for("0 due · ");
    // Down from the next step to Study.
    session.press("j\r");
    session.wait_for("1 of 20");
    // Any question of the bank may come first.
    session.answer();
    session.press("q");
    session.wait_for("1 of 20 questions answered");
    session.press("q");
    session.wait_for("Finish your session: 19 questions");
    session.press("q");
    assert_eq!(session.finish(), 0);
    let folder = session.folder;
    let reported = folder.run(&["stats"]).printed();
    assert!(reported.contains("Next: Finish your session: 19 questions"), "{reported}");
    let mut again = Session::with(folder, &[], &[]);
    again.wait_for("Finish your session: 19 questions");
    again.press("\r");
    again.wait_for("1 of 19");
    again.press("\u{3}");
    assert_eq!(again.finish(), 130);
}

#[test]
fn questions_that_want_one_option_or_two_are_answered_as_they_come() {
    let mut session = Session::start(&["quiz", STUDY]);
    for place in ["1 of 2", "2 of 2"] {
        session.wait_for(place);
        session.answer();
        session.press("\r");
    }
    session.wait_for("2 questions answered");
    session.press("\u{3}");
    assert_eq!(session.finish(), 130);
}

#[test]
fn the_exam_date_is_set_on_the_menu_and_counted_down_in_lines_too() {
    let mut session = Session::menu(&[]);
    session.wait_for("no exam date set");
    session.press("d2020-01-01\r");
    session.wait_for("is in the past");
    session.press("\u{15}9999-12-31\r");
    session.wait_for("on Fri 9999-12-31");
    session.press("q");
    assert_eq!(session.finish(), 0);
    let folder = session.folder;
    assert!(folder.run(&["stats"]).printed().contains("on Fri 9999-12-31"));
    let report = folder.run(&["config", "exam-date", "none"]).printed();
    assert!(report.contains("no exam date"), "{report}");
    assert!(!folder.run(&["stats"]).printed().contains("9999-12-31"));
}

#[test]
fn the_first_start_can_be_skipped() {
    let mut session = Session::with(Folder::new(), &[], &[]);
    session.wait_for("Start here");
    session.press("q");
    session.wait_for("Continue");
    session.press("q");
    assert_eq!(session.finish(), 0);
}
