//! Labs on the screen, worked at with keys.

use coldstart::tui::Content;
use coldstart::tui::message::{Destination, Effect};
use coldstart::tui::theme::Theme;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::support::builtin::labs;
use crate::support::driver::{Driver, nothing};
use crate::support::keys::ctrl;
use crate::support::screen::{ASCII, ODD_SIZES, PLAIN, SIZES, assert_ascii};

fn on_menu(theme: Theme) -> Driver {
    Driver::new(Content { scenarios: labs().into(), ..nothing() }, theme)
}

/// From the menu into the lab called `name`.
fn at(name: &str) -> Driver {
    let place = labs().iter().position(|lab| lab.name == name).unwrap();
    let mut driver = on_menu(PLAIN);
    driver.choose("Labs").key(KeyCode::Enter);
    for _ in 0..place {
        driver.key(KeyCode::Down);
    }
    driver.key(KeyCode::Enter).settle();
    driver
}

/// Changes a setting with keys and waits until the run stands.
fn change<'a>(driver: &'a mut Driver, name: &str, value: &str) -> &'a mut Driver {
    driver.key(KeyCode::Char('i')).choose(name).key(KeyCode::Enter);
    driver.press(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
    for letter in value.chars() {
        driver.key(KeyCode::Char(letter));
    }
    driver.key(KeyCode::Enter);
    if driver.app.place() == "A prediction at a lab" {
        driver.key(KeyCode::Enter);
    }
    driver.settle()
}

/// What was solved, and for how much.
fn solved(driver: &Driver) -> Vec<(&str, u32)> {
    let solved = driver.effects.iter().filter_map(|effect| match effect {
        Effect::LabSolved { lab, score, .. } => Some((lab.as_str(), score.total())),
        _ => None,
    });
    solved.collect()
}

#[test]
fn a_lab_is_solved_with_keys_on_a_small_screen() {
    let mut driver = at("lab-redirect");
    driver.assert_shows(" 0 of 2 changes · ");
    insta::assert_snapshot!("lab-begun", driver.text((80, 24)));
    change(&mut driver, "service.health_check.unhealthy_threshold", "20");
    driver.assert_shows("Not solved yet");
    driver.assert_shows("1 of 2 changes");
    driver.key(KeyCode::Char('u')).assert_shows("0 of 2 changes");
    driver.key(KeyCode::Char('H')).assert_shows("Hint 1 of 3");
    change(&mut driver, "service.health_check.path", "/health");
    assert_eq!(solved(&driver), [("lab-redirect", 90)]);
    insta::assert_snapshot!("lab-solved", driver.text((80, 24)));
    driver.key(KeyCode::Enter).assert_shows("✓ met    the blocked instance becomes");
    driver.key(KeyCode::Char('q')).assert_shows("1 of 16 solved");
    driver.assert_shows("✓  90");
}

#[test]
fn what_is_predicted_of_a_change_is_held_against_its_run() {
    let mut driver = at("lab-redirect");
    driver.key(KeyCode::Char('i')).choose("service.health_check.unhealthy_threshold");
    driver.key(KeyCode::Enter).press(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
    driver.typed("20").key(KeyCode::Enter).assert_shows("○ not predicted");
    // Nothing runs before it is said what is expected.
    driver.settle().assert_shows("0 of 2 changes");
    driver.key(KeyCode::Char(' ')).assert_shows("✓ met");
    driver.key(KeyCode::Down).key(KeyCode::Char(' ')).key(KeyCode::Char(' '));
    driver.assert_shows("✗ missed");
    driver.key(KeyCode::Enter).settle().assert_shows("1 of 2 changes");
    driver.assert_shows("Your prediction was right for ");
}

#[test]
fn a_prediction_is_of_its_own_run_alone() {
    let mut driver = at("lab-redirect");
    change(&mut driver, "service.health_check.interval", "6s");
    driver.change("service.health_check.unhealthy_threshold", "20");
    // Predicted, and dropped before its run arrives: the earlier run is judged next.
    driver.key(KeyCode::Char(' ')).key(KeyCode::Enter);
    driver.key(KeyCode::Char('u')).key(KeyCode::Char('u')).settle();
    let screen = driver.text((200, 60));
    assert!(screen.contains("0 of 2 changes") && screen.contains("Not solved yet"), "{screen}");
    assert!(!screen.contains("Your prediction"), "{screen}");
}

#[test]
fn goals_of_a_prediction_are_in_sight_on_a_small_screen_and_take_the_mouse() {
    let small = (40, 12);
    let labs = labs();
    let lab = labs.iter().find(|lab| lab.name == "lab-redirect").unwrap();
    let mut driver = at(&lab.name);
    driver.change("service.health_check.unhealthy_threshold", "20");
    let starts: Vec<String> =
        lab.goals.iter().map(|goal| goal.name.chars().take(12).collect()).collect();
    assert_eq!(starts.len(), 3);
    let place = |driver: &Driver, size, part: &str| {
        let screen = driver.text(size);
        let found = screen.lines().enumerate().find_map(|(row, line)| {
            let line = line.trim_matches('"');
            line.find(part).map(|at| (line[..at].chars().count(), row))
        });
        found.unwrap_or_else(|| panic!("no {part} on:\n{screen}"))
    };
    for start in &starts {
        place(&driver, small, &format!("▸ {start}"));
        driver.key(KeyCode::Down);
    }
    // Up from the first goal is the question itself.
    assert!(!driver.text(small).contains("which goals"));
    for _ in 0..8 {
        driver.key(KeyCode::Up).draw(small);
    }
    place(&driver, small, "which goals");
    let (column, row) = place(&driver, (80, 24), &starts[1]);
    driver.click(column, row);
    place(&driver, (80, 24), &format!("▸ {}", starts[1]));
    driver.assert_shows("○ not predicted");
    driver.click(column, row);
    driver.assert_shows("✓ met");
}

#[test]
fn a_change_that_is_not_run_is_not_made() {
    let mut driver = at("lab-redirect");
    driver.key(KeyCode::Char('i')).choose("service.health_check.unhealthy_threshold");
    driver.key(KeyCode::Enter).press(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
    driver.typed("20").key(KeyCode::Enter).key(KeyCode::Esc).settle();
    driver.assert_shows("0 of 2 changes");
}

#[test]
fn the_budget_holds_and_what_is_set_back_is_given_back() {
    let mut driver = at("lab-redirect");
    change(&mut driver, "service.health_check.interval", "6s");
    change(&mut driver, "service.health_check.timeout", "3s").assert_shows("2 of 2 changes");
    change(&mut driver, "service.health_check.path", "/health").assert_shows("at most 2 changes");
    driver.key(KeyCode::Esc).key(KeyCode::Esc).key(KeyCode::Esc);
    change(&mut driver, "service.health_check.interval", "5s").assert_shows("1 of 2 changes");
    change(&mut driver, "service.health_check.path", "/health").assert_shows("✓ Solved");
    assert_eq!(solved(&driver), [("lab-redirect", 80)]);
}

#[test]
fn who_gives_up_sees_the_solution_and_has_no_score() {
    let mut driver = at("lab-port");
    driver.key(KeyCode::Char('i')).choose("The solution").key(KeyCode::Enter).settle();
    driver.assert_shows("service.port = 3000");
    insta::assert_snapshot!("lab-given-up", driver.text((80, 24)));
    driver.key(KeyCode::Enter).assert_shows("there is no score");
    assert_eq!(solved(&driver), []);
}

#[test]
fn what_is_tried_after_the_solution_has_no_score() {
    let mut driver = at("lab-port");
    change(&mut driver, "service.port", "3000").key(KeyCode::Enter);
    change(&mut driver, "service.health_check.path", "/").key(KeyCode::Enter);
    assert_eq!(solved(&driver), [("lab-port", 100)]);
}

#[test]
fn a_lab_keeps_to_its_edition() {
    let mut driver = at("lab-port");
    let edition = Event::Key(KeyEvent::new(KeyCode::Char('e'), KeyModifiers::NONE));
    assert_eq!(driver.app.message(&edition), None);
    driver.key(KeyCode::Char('c')).assert_shows("there is no earlier run yet");
    driver.key(KeyCode::Char('L')).assert_shows("Symptom");
}

#[test]
fn every_lab_fits_a_small_screen_with_its_goals() {
    for lab in labs() {
        let driver = at(&lab.name);
        for goal in &lab.goals {
            let start: String = goal.name.chars().take(24).collect();
            driver.assert_shows(&start);
        }
    }
}

#[test]
fn the_list_is_as_it_was() {
    let mut driver = on_menu(PLAIN);
    driver.choose("Labs").key(KeyCode::Enter);
    driver.solve("lab-blind", 85);
    insta::assert_snapshot!("labs-80x24", driver.text((80, 24)));
    insta::assert_snapshot!("labs-120x40", driver.text((120, 40)));
}

#[test]
fn no_size_and_no_lack_of_signs_breaks_a_lab() {
    let mut driver = at("lab-port");
    change(&mut driver, "service.port", "3000");
    for size in ODD_SIZES {
        driver.draw(size);
    }
    let mut plain = on_menu(ASCII).at(Destination::Lab("lab-port".to_owned()));
    plain.settle().key(KeyCode::Char('i')).key(KeyCode::Enter).send(&[ctrl('u')]);
    plain.typed("3000").key(KeyCode::Enter).key(KeyCode::Enter).settle().assert_shows("Solved");
    assert_ascii(&plain.draw(SIZES[0]));
}

#[test]
fn hints_attempts_and_the_solution_are_remembered_when_it_is_left() {
    let mut driver = at("lab-redirect");
    driver.key(KeyCode::Char('H')).assert_shows("Hint 1 of 3");
    change(&mut driver, "service.health_check.unhealthy_threshold", "20");
    driver.key(KeyCode::Char('q')).assert_shows("tried");
    assert!(driver.text((200, 60)).contains("All goals met score 100"));
    driver.key(KeyCode::Enter).settle();
    driver.assert_shows("So far: 1 attempt · 1 hint of 3 shown");
    // The next hint is the second one, and both count.
    driver.key(KeyCode::Char('H')).assert_shows("Hint 2 of 3");
    driver.key(KeyCode::Char('i')).choose("The solution").key(KeyCode::Enter).settle();
    driver.key(KeyCode::Enter).key(KeyCode::Char('q')).assert_shows("shown");
    driver.key(KeyCode::Enter).settle();
    change(&mut driver, "service.health_check.path", "/health");
    assert_eq!(solved(&driver), []);
}

#[test]
fn cpu_and_memory_of_a_lab_change_as_one_of_the_pairs_that_it_offers() {
    // `lab-small` offers both halves, `lab-memory` only the CPU.
    for (lab, offered, not) in
        [("lab-small", "0.5 vCPU / 1 GB", "9 GB"), ("lab-memory", "vCPU", "0.5 GB")]
    {
        let mut driver = at(lab);
        driver.key(KeyCode::Char('i')).choose("service.instance").key(KeyCode::Enter);
        assert_eq!(driver.app.place(), "Picking a value", "{lab}");
        let screen = driver.text((120, 36));
        assert!(screen.contains("CPU and memory") && screen.contains(offered), "{screen}");
        assert!(!screen.contains(not) && !screen.contains("service.instance.cpu"), "{screen}");
    }
    let mut driver = at("lab-small");
    driver.assert_shows("0 of 3 changes");
    driver.key(KeyCode::Char('i')).choose("service.instance").key(KeyCode::Enter);
    for _ in 0..12 {
        if driver.text((120, 36)).contains("▸ 0.5 vCPU / 1 GB") {
            break;
        }
        driver.key(KeyCode::Down);
    }
    driver.key(KeyCode::Enter).key(KeyCode::Enter).settle();
    driver.assert_shows("2 of 3 changes");
}
