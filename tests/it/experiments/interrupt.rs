//! Ctrl-C in a real terminal: what is finished is printed.

use crate::support::program::CALM;
use crate::support::terminal::Session;

/// Runs the program with `arguments`, presses ctrl-c once `sign` is shown, and gives
/// all that it wrote.
fn interrupted(arguments: &[&str], sign: &str) -> String {
    let mut session = Session::start(arguments);
    session.wait_for(sign);
    session.press("\u{3}");
    let code = session.end();
    let text = String::from_utf8_lossy(&session.bytes).into_owned();
    assert_eq!(code, 130, "{text}");
    text
}

#[test]
fn a_sweep_prints_the_rows_that_are_finished() {
    let vary = "duration=20s,9000h";
    let text =
        interrupted(&["sweep", CALM, "--vary", vary, "--reps", "2", "--jobs", "1"], "2 of 4 runs");
    assert!(text.contains("interrupted: 1 of 2 settings are finished"), "{text}");
    let rows = text.lines().filter(|line| line.starts_with(" 20s") || line.starts_with(" 9000h"));
    assert_eq!(rows.count(), 1, "{text}");
}

#[test]
fn a_search_prints_the_best_so_far() {
    let over = "duration=20s,30s,9000h";
    let text = interrupted(&["tune", CALM, "--over", over, "--reps", "2", "--jobs", "1"], "4 of ");
    assert!(text.contains("interrupted: the search is not finished"), "{text}");
    assert!(text.contains(" Not decided: some settings would need more runs"), "{text}");
    assert!(text.lines().any(|line| line.starts_with(" 20s ")), "{text}");
}

#[test]
fn a_comparison_without_a_finished_pair_prints_none() {
    let options = ["--with-set", "duration=9000h", "--jobs", "1"];
    let text = interrupted(&[&["compare", CALM], &options[..]].concat(), "0 of 40");
    assert!(text.contains("interrupted: 0 of 20 pairs are finished"), "{text}");
    assert!(!text.contains("figure"), "{text}");
}
