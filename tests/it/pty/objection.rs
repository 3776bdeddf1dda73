//! A learner says that a key is wrong: it is in a file, whole, and nothing is sent.

use std::fs;
use std::path::PathBuf;

use crate::support::folder::Folder;
use crate::support::program::STUDY;
use crate::support::terminal::Session;

const QUIZ: [&str; 5] = ["quiz", "--plain", "--seed", "7", STUDY];

/// The reports in `folder`, by name.
fn reports(folder: &Folder) -> Vec<(String, String)> {
    let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "txt")).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn in_lines_a_report_has_question_revision_choice_and_words_and_an_address() {
    let folder = Folder::new();
    let said = folder.say(&QUIZ, "1\n! option 2 is also correct\n! again\n!\nquit\n").printed();
    let reports = reports(&folder);
    let [(second, _), (name, report)] = reports.as_slice() else { panic!("{reports:?}") };
    assert!(said.contains(&format!("saved: `{name}`; nothing is sent")), "{said}");
    assert!(said.contains("/issues/new?title=Key%20of%20plain-"), "{said}");
    assert!(said.contains("describe what is wrong"), "{said}");
    assert!(second.ends_with("-2.txt"), "{second}");
    let mut lines = report.lines();
    let id = lines.next().unwrap().strip_prefix("Question: ").unwrap();
    assert_eq!(*name, format!("report-{id}.txt"));
    assert_eq!(lines.next(), Some("Revision: 1"));
    assert!(lines.next().unwrap().starts_with("Chosen: "));
    assert_eq!(lines.collect::<Vec<_>>(), ["", "option 2 is also correct"]);
}

#[test]
fn on_the_screen_the_words_are_typed_and_pasted_and_esc_says_nothing() {
    let folder = Folder::new();
    let mut session = Session::inside(folder, &["quiz", "--seed", "7", STUDY]);
    session.wait_for("1 of 2");
    session.press("1\r");
    session.wait_for("saved");
    session.press("!");
    session.wait_for("What is wrong with the key?");
    session.press("no\x1b");
    session.wait_until("question", |screen| !screen.contents().contains("What is wrong"));
    assert_eq!(reports(&session.folder), []);
    session.press("!q ");
    session.press("\x1b[200~and r are words\x1b[201~\r");
    session.wait_for("saved: `report-");
    session.wait_for("nothing is sent");
    let reports = reports(&session.folder);
    assert!(reports.len() == 1 && reports[0].1.ends_with("\nq and r are words\n"), "{reports:?}");
    session.press("\u{3}");
    assert_eq!(session.finish(), 130);
}
