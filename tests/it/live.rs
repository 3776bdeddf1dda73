//! A run on the screen: what is played is what the simulator recorded.

mod room;

use std::time::Duration;

use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::Request;
use apprunner_sim::model::intervention::{Intervention, TimedAction};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::{Event, EventKind};
use apprunner_sim::sim::operation::ServiceStatus;
use apprunner_sim::sim::player::{self, Player};
use apprunner_sim::sim::reason::Reason;
use apprunner_sim::sim::view::InstanceState;
use coldstart::app::builtin;
use coldstart::report::reason::ClockedSentence;
use coldstart::tui::message::{Destination, Effect, Msg};
use coldstart::tui::{Content, LiveView, Open};
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;
use quizbank::prediction::Prediction;
use ratatui::crossterm::event::KeyCode::{
    Backspace, Char, Down, End, Enter, Esc, Home, Left, Right, Tab, Up,
};
use ratatui::layout::Position;
use spanned_toml::diagnostic::Source;
use spanned_toml::setting::Setting;

use crate::support::builtin::{BANK, LEDGER, source};
use crate::support::driver::{Driver, nothing};
use crate::support::keys::{ctrl, press, seek};
use crate::support::screen::{ODD_SIZES, PLAIN};

const SECOND: Msg = Msg::Tick(Duration::from_secs(1));

const RISE: &str = r#"
format_version = 1
title = "A rise"
summary = "Traffic rises for twenty seconds."
duration = "60s"
seed = 7
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", 20], ["20s", 400]]
[[stop]]
at = "25s"
say = "How many instances do you expect?"
pause = true
"#;

fn draft() -> Draft {
    Draft::read(source("rise.toml", RISE), Request::default()).unwrap()
}

/// A bank and its facts, and nothing around them.
fn content(questions: Vec<Question>, ledger: Ledger) -> Content {
    Content { questions: questions.into(), ledger: ledger.into(), ..nothing() }
}

/// The application on `draft`, which is not simulated yet.
fn opened(draft: Draft, content: Content) -> Driver {
    Driver::opened(Open::Scenario(Box::new(draft), LiveView::Usual), content, PLAIN)
}

/// A built-in scenario, wholly simulated, with the bank behind its stops.
fn builtin_with_questions(name: &str) -> Driver {
    let draft = builtin::draft(name, Vec::new()).unwrap().unwrap();
    simulated(opened(draft, content(BANK.clone(), LEDGER.clone())))
}

fn simulated(mut driver: Driver) -> Driver {
    driver.simulate();
    driver
}

/// The run, wholly simulated.
fn filled() -> Driver {
    simulated(opened(draft(), nothing()))
}

#[test]
fn a_run_begins_with_its_symptom() {
    let driver = filled();
    driver.assert_shows("What happens");
    driver.assert_shows("00:00.0 / 01:00");
}

#[test]
fn playing_moves_the_clock_at_its_speed() {
    let mut driver = filled();
    driver.send(&[press(Char(' ')), SECOND]);
    driver.assert_shows("00:10.0 / 01:00");
    driver.send(&[press(Char(' ')), SECOND]);
    driver.assert_shows("00:10.0 / 01:00");
}

#[test]
fn a_beat_stops_the_playing_and_speaks() {
    let mut driver = filled();
    driver.send(&[press(Char(' ')), SECOND, SECOND, SECOND, SECOND]);
    driver.assert_shows("00:25.0 / 01:00");
    driver.assert_shows("How many instances do you expect?");
}

#[test]
fn the_end_shows_the_result() {
    let mut driver = filled();
    driver.send(&[press(End)]);
    driver.assert_shows("01:00.0 / 01:00");
    driver.assert_shows("Result");
}

#[test]
fn a_run_that_is_not_simulated_yet_asks_for_it() {
    let mut driver = opened(draft(), nothing());
    assert!(driver.app.moves());
    assert_eq!(driver.asked(&[SECOND]), [Effect::Simulate]);
    driver.simulate();
    assert_eq!(driver.asked(&[SECOND]), []);
    assert!(!driver.app.moves());
}

#[test]
fn a_replay_opens_at_its_instant_with_its_words_and_its_changes() {
    let changes = [Setting { path: "seed".to_owned(), value: "8".to_owned() }];
    let mut driver = Driver::new(nothing(), PLAIN).at(Destination::Replay {
        scenario: "health-503".to_owned(),
        changes: changes.to_vec(),
        at: SimTime::from_secs(50),
        banner: "you predicted 75 s; the run gave 50 s".to_owned(),
    });
    driver.simulate();
    driver.assert_shows("00:50.0  ┃");
    driver.assert_shows("you predicted 75 s; the run gave 50 s");
    assert_eq!(driver.app.live().unwrap().scenario().seed, 8);
    driver.send(&[press(Char('e'))]);
    driver.simulate();
    driver.assert_shows(" AWS rules  00:");
}

#[test]
fn the_next_edition_goes_on_at_the_same_instant_and_round() {
    let mut driver = filled();
    driver.send(&seek(30)).send(&[press(Char('e'))]);
    driver.assert_shows(" course rules  RUNNING ");
    driver.simulate();
    driver.assert_shows(" AWS rules  RUNNING ");
    driver.assert_shows("00:30.0 / 01:00");
    driver.send(&[press(Char('e'))]);
    driver.simulate();
    driver.assert_shows(" Express Mode rules  ");
    // The first one is there already: nothing has to be run again.
    driver.send(&[press(Char('e'))]);
    assert!(!driver.app.moves());
    driver.assert_shows(" course rules  RUNNING ");
}

#[test]
fn a_change_runs_on_from_the_playhead_beside_the_run_before() {
    let mut driver = filled();
    driver.send(&seek(30));
    let before = driver.text((80, 24));
    driver.change("service.auto_scaling.max_size", "1");
    driver.simulate();
    driver.assert_shows("UpdateService, Auto scaling · Maximum instances = 1 at 30s");
    driver.assert_shows("A rise · 1 change ");
    driver.assert_shows("00:30.0 / 01:00");
    driver.assert_shows("⠂ before:");
    driver.send(&seek(20)).send(&[press(Char('c'))]);
    for part in ["Before: course rules", "difference", "rejected", "│ cost "] {
        driver.assert_shows(part);
    }
    driver.send(&[press(Esc)]).send(&seek(-20)).send(&[press(Char('u'))]).send(&seek(0));
    assert_eq!(
        driver.text((80, 24)).lines().take(12).collect::<Vec<_>>(),
        before.lines().take(12).collect::<Vec<_>>()
    );
    driver.send(&[press(Char('U'))]);
    driver.assert_shows("A rise · 1 change ");
    assert!(!driver.app.moves());
}

#[test]
fn a_changed_run_is_not_left_without_asking() {
    let is_left = |driver: &mut Driver| driver.asked(&[press(Esc)]).contains(&Effect::Close);
    assert!(is_left(&mut filled()));
    let mut driver = filled();
    driver.change("service.auto_scaling.max_size", "1").simulate();
    assert!(!is_left(&mut driver));
    driver.assert_shows("The changes of this run are not saved.");
    assert!(is_left(&mut driver));
    // What is undone or saved is not lost.
    let mut driver = filled();
    driver.change("service.auto_scaling.max_size", "1").simulate().send(&[press(Char('u'))]);
    assert!(is_left(&mut driver));
    let mut driver = filled();
    driver.change("service.auto_scaling.max_size", "1").simulate();
    driver.app.exported(Ok("rise-changed.toml".to_owned()));
    assert!(is_left(&mut driver));
}

#[test]
fn a_run_whose_first_ones_are_forgotten_is_not_left_without_asking() {
    let mut driver = filled();
    for most in 1..=9 {
        driver.send(&seek(2));
        driver.change("service.auto_scaling.max_size", &most.to_string()).simulate();
    }
    // The oldest run that is kept has two changes.
    driver.send(&vec![press(Char('u')); 7]).assert_shows(" · 2 changes ");
    assert!(!driver.asked(&[press(Esc)]).contains(&Effect::Close));
    driver.assert_shows("The changes of this run are not saved.");
}

/// A run under the rules of Express Mode, whose tasks take any number of requests.
fn without_limit() -> Driver {
    let request = Request { edition: Some(Edition::Express), ..Request::default() };
    simulated(opened(Draft::read(source("rise.toml", RISE), request).unwrap(), nothing()))
}

#[test]
fn no_limit_is_nowhere_a_number() {
    let mut driver = without_limit();
    let large = (200, 60);
    driver.send(&seek(30)).send(&[press(Tab), press(Tab), press(End)]).send(&seek(-30));
    // The charts one after another, then the settings.
    driver.send(&vec![press(Down); 4]);
    let demand = driver.text(large);
    assert!(demand.contains("an instance has no limit of"), "{demand}");
    assert!(!demand.contains("4294967295"), "{demand}");
    driver.send(&[press(Esc), press(Char('i')), press(Char('/'))]).typed("concurrency");
    let form = driver.text(large);
    assert!(!form.contains("4294967295"), "{form}");
    // Nor among the limits of all editions, where one has it.
    let mut driver = filled();
    driver.send(&[press(Char('i'))]).choose("service.auto_scaling.max_concurrency");
    let form = driver.text(large);
    assert!(form.contains("1 to 200 requests at the same time"), "{form}");
    assert!(!form.contains("4294967295"), "{form}");
}

/// 1 vCPU and 2 GB at the prices of Fargate, and the public address of the task.
#[test]
fn an_instance_costs_what_the_meter_bills() {
    let mut driver = without_limit();
    driver.send(&[press(Tab), press(Down)]).send(&seek(30)).send(&[press(Down)]);
    driver.assert_shows("costs $0.0544 per hour");
}

#[test]
fn a_bar_that_is_not_drawn_is_not_taken_hold_of() {
    let draft = builtin::draft("campaign-surge", Vec::new()).unwrap().unwrap();
    let mut driver = simulated(opened(draft, nothing()));
    driver.send(&seek(300));
    let size = (120, 30);
    let screen = driver.text(size);
    let lines: Vec<&str> = screen.lines().collect();
    let bar = lines.iter().rposition(|line| line.trim_matches('"').ends_with('█'));
    let row = bar.unwrap_or_else(|| panic!("no bar on:\n{screen}"));
    driver.send(&[press(Char('P'))]);
    let before = driver.text(size);
    driver.click(119, row);
    assert_eq!(driver.text(size), before);
}

#[test]
fn no_difference_is_shown_before_both_runs_are_complete() {
    let mut driver = filled();
    driver.send(&[press(Char('e'))]);
    driver.app.simulate(1);
    driver.send(&[press(Char('c'))]);
    driver.assert_shows("when both runs are simulated");
    driver.simulate().assert_shows("Difference  so far, at 00:00.0");
}

#[test]
fn cpu_and_memory_are_changed_as_the_pair_that_they_are() {
    let mut driver = filled();
    driver.send(&seek(30));
    driver.send(&[press(Char('i'))]).choose("service.instance").send(&[press(Enter)]);
    driver.choose("2 vCPU / 4 GB").send(&[press(Enter)]);
    driver.simulate();
    driver.send(&[press(End)]);
    driver.assert_shows("2 vCPU / 4 GB");
    assert!(driver.app.live().unwrap().draft().text().contains("memory = \"4 GB\""));
}

#[test]
fn a_change_that_cannot_be_is_refused_where_it_is_typed() {
    let mut driver = filled();
    driver.send(&seek(30));
    driver.change("service.auto_scaling.max_size", "0");
    driver.assert_shows("Maximum instances is 0");
    driver.send(&[press(Esc), press(Esc), press(Esc)]);
    driver.assert_shows("A rise · seed");
    driver.change("Traffic surges", "1");
    driver.assert_shows("not a factor from 2");
    driver.send(&[press(Esc), press(Esc), press(Char('u'))]);
    driver.assert_shows("there is no change to undo");
}

#[test]
fn the_form_says_at_once_what_the_edition_takes() {
    let mut driver = filled();
    driver.send(&seek(30)).send(&[press(Char('i'))]);
    driver.choose("service.auto_scaling.max_size");
    driver.assert_shows("1 to 200 instances");
    driver.send(&[press(Enter), ctrl('u')]).typed("abc");
    driver.assert_shows("Maximum instances must be a whole number");
    driver.send(&[ctrl('u')]).typed("7");
    assert!(!driver.text((80, 24)).contains("Maximum instances must"));
    driver.send(&[press(Enter)]).simulate().send(&[press(Char('i'))]);
    driver.choose("service.auto_scaling.max_size").assert_shows("7 ");
    driver.assert_shows("● was ");
}

#[test]
fn the_form_is_narrowed_by_words_and_picked_from_with_the_mouse() {
    let mut driver = filled();
    driver.send(&seek(30)).send(&[press(Char('i')), press(Char('/'))]).typed("protocol");
    let screen = driver.text((80, 24));
    assert!(screen.contains("Protocol") && !screen.contains("Maximum instances"), "{screen}");
    driver.send(&[press(Enter), press(Enter)]);
    assert_eq!(driver.app.place(), "Picking a value");
    let place = |driver: &Driver, words: &str| {
        let screen = driver.text((80, 24));
        screen.lines().position(|line| line.contains(words)).unwrap()
    };
    let row = place(&driver, "TCP");
    driver.click(10, row);
    assert_ne!(driver.app.place(), "Picking a value");
    driver.simulate();
    assert!(driver.app.live().unwrap().draft().is_changed());
}

#[test]
fn the_form_is_whole_at_every_size() {
    let mut driver = filled();
    driver.send(&seek(30)).send(&[press(Char('i'))]);
    driver.choose("service.health_check.unhealthy_threshold");
    for size in [(80, 24), (120, 36), (200, 60)] {
        let screen = driver.text(size);
        for part in [
            "Unhealthy threshold",
            "service.health_check",
            "1 to 20 checks in a row",
            "UpdateService",
        ] {
            assert!(screen.contains(part), "{part} at {size:?}:\n{screen}");
        }
    }
    for size in ODD_SIZES {
        driver.draw(size);
    }
}

#[test]
fn what_was_on_the_screen_is_saved_as_a_file_that_gives_it() {
    let mut driver = filled();
    driver.send(&seek(12)).send(&[press(Char('e'))]);
    driver.simulate();
    driver.change("Instances crash", "1");
    driver.simulate();
    driver.send(&seek(4));
    driver.change("Traffic surges", "3 10s");
    driver.simulate();
    let saved = match driver.asked(&[press(Char('x'))]).as_slice() {
        [Effect::Export { name, text }] => {
            Source { name: format!("{name}.toml"), text: text.clone() }
        }
        other => panic!("{other:?}"),
    };
    driver.app.exported(Err("permission denied".to_owned()));
    driver.assert_shows("Not saved");
    driver.assert_shows("The file was not saved: permission denied; start coldstart in a folder");
    driver.app.exported(Ok("rise-changed.toml".to_owned()));
    driver.assert_shows("coldstart run ./rise-changed.toml");
    let file = Draft::read(saved, Request::default()).unwrap();
    let (shown, saved) = (driver.app.live().unwrap().scenario().clone(), file.scenario().clone());
    assert_eq!(log(&shown), log(&saved));
    assert_eq!(format!("{:?}", player::run(shown)), format!("{:?}", player::run(saved)));
}

/// Predicts the option at `place` with the cursor, watches, and says to have seen it.
fn predicted(place: usize) -> (Driver, Prediction) {
    let mut driver = builtin_with_questions("health-302");
    driver.send(&[press(Char('b')), press(Char('b'))]);
    assert_eq!(driver.app.place(), "A prediction");
    driver.assert_shows("before the run goes on");
    // Nobody has said anything: the option under the cursor is meant.
    driver.send(&vec![press(Down); place]).send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "A run");
    driver.assert_shows("Locked: ");
    let mut stops = 0;
    while driver.app.place() == "A run" {
        if !driver.app.moves() {
            driver.send(&[press(Char(' '))]);
        }
        driver.send(&[SECOND]);
        stops += 1;
        assert!(stops < 100, "{}", driver.text((80, 24)));
    }
    driver.assert_shows("What did you see?");
    let kept = driver.asked(&[
        press(Char(char::from_digit(u32::try_from(place).unwrap() + 1, 10).unwrap())),
        press(Enter),
    ]);
    let [Effect::Predicted(prediction)] = kept.as_slice() else { panic!("{kept:?}") };
    (driver, (**prediction).clone())
}

#[test]
fn a_prediction_is_locked_watched_and_judged_by_the_run() {
    let mut came_true = 0;
    for place in 0..4 {
        let (mut driver, prediction) = predicted(place);
        let judged = prediction.seen.judged(&prediction.right);
        assert_eq!(judged.answered, 1);
        assert_eq!(prediction.predicted.judged(&prediction.right), judged);
        driver.assert_shows("Results of predictions");
        let seen = format!("observed right {} of 1 ({} %)", judged.right, 100 * judged.right);
        let screen = driver.text((120, 40));
        assert!(screen.contains(&seen), "no {seen} on:\n{screen}");
        driver.send(&[press(Enter), press(Char('p'))]);
        assert_eq!(driver.app.place(), "A prediction");
        came_true += judged.right;
    }
    assert_eq!(came_true, 1);
}

#[test]
fn a_stop_where_a_prediction_is_settled_is_still_heard() {
    let mut driver = builtin_with_questions("exec-format-error");
    driver.send(&[press(Char('b')), press(Char('1')), press(Enter)]);
    for _ in 0..40 {
        if driver.app.place() == "A run" {
            driver.send(&[SECOND]);
        }
    }
    // The question's own run proves it, so nobody is asked what was seen in this one.
    driver.assert_shows("Results of predictions");
    driver.send(&[press(Enter)]);
    driver.assert_shows("¶ Stop 2 of ");
}

#[test]
fn what_the_command_line_changed_is_taken_back_one_by_one() {
    let crash = |seconds| Intervention::At(SimTime::from_secs(seconds), TimedAction::Crash(1));
    let draft = draft().with(crash(10)).unwrap().with(crash(20)).unwrap();
    let mut driver = simulated(opened(draft, nothing()));
    for changes in ["A rise · 1 change ", "A rise · seed"] {
        driver.send(&[press(Char('u'))]);
        driver.simulate();
        driver.assert_shows(changes);
    }
    driver.send(&[press(Char('U')), press(Char('U'))]);
    driver.assert_shows("A rise · 2 changes ");
}

#[test]
fn a_run_that_is_over_is_changed_throughout_or_not_at_all() {
    let mut driver = filled();
    driver.send(&[press(End)]);
    driver.change("Instances crash", "1");
    driver.assert_shows("the playhead is at the end of the run");
    driver.send(&[press(Esc), press(Esc), press(Char('x'))]);
    driver.assert_shows("nothing to save");
}

#[test]
fn the_votes_of_a_class_are_counted() {
    let mut driver = builtin_with_questions("health-302");
    driver.send(&[press(Char('b')), press(Char('b')), press(Tab)]);
    assert_eq!(driver.app.place(), "A class's prediction");
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "A class's prediction");
    driver.assert_shows("no votes yet: enter the number of votes for each option");
    let votes =
        [press(Char('1')), press(Char('2')), press(Down), press(Right), press(Right), press(Left)];
    driver.send(&votes);
    driver.assert_shows("13 votes");
    // A look at what one learner would see takes nobody's vote away.
    driver.send(&[press(Tab), press(Down), press(Tab), press(Up)]);
    driver.assert_shows("13 votes");
    driver.send(&[press(Char('9')), press(Backspace), press(Enter)]);
    driver.assert_shows("Locked: 12 × ");
    // Whoever leaves the report out is not asked again.
    driver.send(&[press(End)]);
    driver.assert_shows("What did you see?");
    let kept = driver.asked(&[press(Esc)]);
    let [Effect::Predicted(prediction)] = kept.as_slice() else { panic!("{kept:?}") };
    assert_eq!((prediction.predicted.cast(), prediction.seen.cast()), (13, 0));
}

/// Every event of a run.
fn log(scenario: &Scenario) -> Vec<Event> {
    let mut streaming = Player::streaming(scenario.clone());
    let mut log = Vec::new();
    while !streaming.fill(10_000) {
        log.append(&mut streaming.drain_events());
    }
    log.append(&mut streaming.drain_events());
    // The end of refusals is known a second later than it is dated.
    log.sort_by_key(|event| event.at);
    log
}

#[test]
fn an_event_is_selected_explained_and_left() {
    let mut driver = filled();
    driver.send(&[press(Char('n'))]);
    driver.assert_shows("Why");
    assert_eq!(driver.asked(&[press(Esc)]), []);
    assert_eq!(driver.asked(&[press(Esc)]), [Effect::Close]);
}

#[test]
fn a_click_selects_an_instance_or_an_event() {
    let mut driver = filled();
    driver.send(&seek(25));
    let screen = driver.text((120, 40));
    let place = |part: &str| {
        let row = screen.lines().position(|line| line.contains(part)).unwrap();
        let line = screen.lines().nth(row).unwrap();
        let column = line[..line.find(part).unwrap()].chars().count() - 1;
        Position { x: u16::try_from(column).unwrap(), y: u16::try_from(row).unwrap() }
    };
    driver.send(&[Msg::Click(place(" 1 ● ready"))]);
    assert!(driver.text((120, 40)).contains("Instance 1 (version v1"));
    driver.send(&[Msg::Click(place("stop "))]);
    assert!(driver.text((120, 40)).contains("00:25.0 stop: stop "));
    let before = driver.text((120, 40));
    driver.send(&[Msg::Click(Position { x: 0, y: 0 })]);
    assert_eq!(driver.text((120, 40)), before);
}

#[test]
fn the_same_instant_looks_the_same_however_it_was_reached() {
    let mut played = filled();
    played.send(&[press(Char(' ')), SECOND, SECOND, press(Char(' '))]);
    let mut sought = filled();
    sought.send(&[press(End), press(Home)]).send(&seek(20));
    assert_eq!(played.text((120, 40)), sought.text((120, 40)));
}

/// Every built-in scenario under both editions, and changed in the middle.
fn variants() -> impl Iterator<Item = Draft> {
    builtin::scenarios().iter().flat_map(|(name, _)| {
        let own = builtin::draft(name, Vec::new()).unwrap().unwrap();
        let scenario = own.scenario();
        let middle = SimTime::from_micros(scenario.duration.as_micros() / 2);
        let other = own.under(scenario.edition.next()).unwrap();
        let changed = other.with(Intervention::At(middle, TimedAction::Crash(1))).unwrap();
        [own, changed]
    })
}

/// The end of `scenario` in so many parts, the two ends included.
fn instants(scenario: &Scenario, parts: u64) -> impl Iterator<Item = SimTime> {
    let length = scenario.duration.as_micros();
    (0..=parts).map(move |part| SimTime::from_micros(length * part / parts))
}

/// Where the playhead goes for `at`, from the start of the run.
fn seek_to(driver: &mut Driver, at: SimTime) {
    let seconds = i32::try_from(at.as_micros() / 1_000_000).unwrap();
    driver.send(&[press(End), press(Home)]).send(&seek(seconds));
}

/// Whole seconds, as the keys reach them.
fn whole(at: SimTime) -> SimTime {
    SimTime::from_secs(at.as_micros() / 1_000_000)
}

#[test]
fn the_screen_shows_the_state_that_a_fresh_run_has() {
    for draft in variants() {
        let scenario = draft.scenario().clone();
        let name = format!("{} by {}", scenario.name, scenario.edition);
        let mut driver = simulated(opened(draft, nothing()));
        for at in instants(&scenario, 5).map(whole) {
            seek_to(&mut driver, at);
            let mut player = Player::new(scenario.clone());
            while !player.fill(10_000) && player.extent() <= at {}
            let view = player.view_at(at);
            let screen = driver.text((200, 50));
            let status = match view.status {
                ServiceStatus::OperationInProgress => "IN PROGRESS",
                other => other.name(),
            };
            assert!(screen.contains(status), "{name} at {at}: no {status} on:\n{screen}");
            let cost = format!("  {} ", view.cost);
            assert!(screen.contains(&cost), "{name} at {at}: no {cost} on:\n{screen}");
            let serving = view.instances.iter().filter(|one| one.state.takes_requests()).count();
            let counts = format!("{serving} serving · desired {}", view.wanted);
            assert!(screen.contains(&counts), "{name} at {at}: no {counts} on:\n{screen}");
            for one in &view.instances {
                let word = one.word();
                let number = format!(" {:>2} ", one.id.to_string());
                // Beside the pane are the charts with figures of their own.
                let rows = screen.lines().skip_while(|line| !line.contains(&counts));
                let mut rows = rows.filter_map(|line| line.split("││").next());
                let row = rows.find(|line| line.contains(&number) && line.contains(word));
                let row = row.unwrap_or_else(|| panic!("{name} at {at}: no {one:?} on:\n{screen}"));
                if one.state >= InstanceState::Ready {
                    // A task of Express Mode takes any number.
                    let held = match one.slots {
                        None => format!(" {} ", one.held),
                        Some(slots) => format!("{}/{slots}", one.held),
                    };
                    assert!(row.contains(&held), "{name} at {at}: no {held} in {row}");
                }
            }
        }
    }
}

#[test]
fn the_reasons_on_the_screen_are_those_of_the_event_log() {
    for draft in variants() {
        let scenario = draft.scenario().clone();
        let name = format!("{} by {}", scenario.name, scenario.edition);
        let log = log(&scenario);
        let mut driver = simulated(opened(draft, nothing()));
        for at in instants(&scenario, 5).map(whole) {
            seek_to(&mut driver, at);
            // Nothing selected and nothing said: the log's last lines stay.
            let past = log.partition_point(|event| event.at <= at);
            let screen = driver.text((300, 50));
            let count = format!("Events  {past} ");
            assert!(screen.contains(&count), "{name} at {at}: no {count} on:\n{screen}");
            for event in &log[past.saturating_sub(5)..past] {
                let why = match &event.reason {
                    // The screen shows a setting by its label, and its value in words.
                    Reason::Set(setting) => match setting.value.as_str() {
                        "true" => "= yes".to_owned(),
                        "false" => "= no".to_owned(),
                        value => {
                            let parts = value.split(['{', '}', '"', '=']);
                            let words: Vec<_> = parts.flat_map(str::split_whitespace).collect();
                            format!("= {}", words.join(" ").trim_start_matches("fixed "))
                        }
                    },
                    reason => ClockedSentence(reason).to_string(),
                };
                let why: String = why.chars().take(60).collect();
                let what = match event.kind {
                    // A stop is what it says.
                    EventKind::Stop => String::new(),
                    kind => kind.to_string().replace(['.', '_'], " "),
                };
                let is_its = |line: &&str| line.contains(&what) && line.contains(why.as_str());
                let line = screen.lines().find(is_its);
                assert!(line.is_some(), "{name} at {at}: no {event:?} on:\n{screen}");
            }
        }
    }
}

#[test]
fn no_size_breaks_any_run_in_any_layout() {
    const SIZES: [(u16, u16); 8] =
        [(0, 0), (3, 2), (20, 5), (40, 12), (44, 14), (80, 24), (120, 36), (200, 60)];
    // Of each pair the one under the other edition, changed in the middle.
    for draft in variants().skip(1).step_by(2) {
        let mut driver = simulated(opened(draft, nothing()));
        driver.send(&seek(61)).send(&[press(Char('e'))]);
        driver.simulate();
        // Beside the run before; side by side; for a room.
        for message in [press(Char('.')), press(Char('c')), press(Char('P'))] {
            driver.send(&[message]);
            for (width, height) in SIZES {
                driver.draw((width, height));
            }
        }
        driver.send(&[press(End), press(Home), press(Char('u')), press(Char('U'))]);
        driver.draw((80, 24));
    }
}

#[test]
fn no_size_breaks_a_run() {
    let mut driver = filled();
    driver.send(&seek(30));
    for size in ODD_SIZES {
        driver.draw(size);
    }
}
