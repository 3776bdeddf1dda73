//! A run on the screen: what is played is what the simulator recorded.

use std::time::Duration;

use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::Request;
use apprunner_sim::model::intervention::{Happening, Intervention};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::Event;
use apprunner_sim::sim::operation::ServiceStatus;
use apprunner_sim::sim::player::{self, Player};
use apprunner_sim::sim::view::InstanceState;
use coldstart::app::builtin;
use coldstart::tui::app::App;
use coldstart::tui::message::{Destination, Effect, Msg};
use coldstart::tui::theme::{Symbols, Theme, Tier};
use coldstart::tui::{Content, LiveView, Open};
use quizbank::file::facts;
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;
use quizbank::score::Tally;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode::{
    Backspace, Char, Down, End, Enter, Esc, Home, Left, Right, Tab,
};
use ratatui::layout::Position;
use spanned_toml::diagnostic::Source;
use spanned_toml::setting::Setting;

use crate::support::keys::{ctrl, press, seek};

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
[[beat]]
at = "25s"
say = "How many instances do you expect?"
pause = true
"#;

fn draft() -> Draft {
    let source = Source { name: "rise.toml".to_owned(), text: RISE.to_owned() };
    Draft::read(source, Request::default()).unwrap()
}

/// A bank and its facts, and nothing around them.
fn content(questions: Vec<Question>, ledger: Ledger) -> Content {
    Content {
        scenarios: Vec::new().into(),
        questions: questions.into(),
        ledger: ledger.into(),
        course: Course::default().into(),
        blueprints: Vec::new().into(),
    }
}

fn app(open: Open) -> App {
    let content = content(Vec::new(), Ledger::default());
    App::new(open, content, Theme { tier: Tier::None, symbols: Symbols::Unicode })
}

/// A built-in scenario, wholly simulated, with the bank behind its stops.
fn builtin_with_questions(name: &str) -> App {
    let facts = Source { name: "facts".to_owned(), text: builtin::facts().to_owned() };
    let ledger = facts::read(facts).unwrap();
    let questions = builtin::read_bank(&ledger).unwrap();
    let content = content(questions, ledger);
    let draft = builtin::draft(name, Vec::new()).unwrap().unwrap();
    let theme = Theme { tier: Tier::None, symbols: Symbols::Unicode };
    let mut app = App::new(Open::Scenario(Box::new(draft), LiveView::Usual), content, theme);
    fill(&mut app);
    app
}

/// The run, wholly simulated.
fn filled() -> App {
    let mut app = app(Open::Scenario(Box::new(draft()), LiveView::Usual));
    fill(&mut app);
    app
}

fn fill(app: &mut App) {
    while !app.simulate(10_000) {}
}

fn send(app: &mut App, messages: &[Msg]) -> Vec<Effect> {
    messages.iter().flat_map(|message| app.update(message)).collect()
}

fn draw(app: &App, width: u16, height: u16) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| app.draw(frame)).unwrap();
    terminal
}

fn text(app: &App, width: u16, height: u16) -> String {
    draw(app, width, height).backend().to_string()
}

fn assert_shows(app: &App, part: &str) {
    let screen = text(app, 80, 24);
    assert!(screen.contains(part), "no {part} on:\n{screen}");
}

#[test]
fn a_run_begins_with_what_to_look_for() {
    let app = filled();
    assert_shows(&app, "What to look for");
    assert_shows(&app, "00:00.0 / 01:00");
}

#[test]
fn playing_moves_the_clock_at_its_speed() {
    let mut app = filled();
    send(&mut app, &[press(Char(' ')), SECOND]);
    assert_shows(&app, "00:10.0 / 01:00");
    send(&mut app, &[press(Char(' ')), SECOND]);
    assert_shows(&app, "00:10.0 / 01:00");
}

#[test]
fn a_beat_stops_the_playing_and_speaks() {
    let mut app = filled();
    send(&mut app, &[press(Char(' ')), SECOND, SECOND, SECOND, SECOND]);
    assert_shows(&app, "00:25.0 / 01:00");
    assert_shows(&app, "How many instances do you expect?");
}

#[test]
fn the_end_shows_the_result() {
    let mut app = filled();
    send(&mut app, &[press(End)]);
    assert_shows(&app, "01:00.0 / 01:00");
    assert_shows(&app, "Result");
}

#[test]
fn a_run_that_is_not_simulated_yet_asks_for_it() {
    let mut app = app(Open::Scenario(Box::new(draft()), LiveView::Usual));
    assert!(app.moves());
    assert_eq!(send(&mut app, &[SECOND]), [Effect::Simulate]);
    fill(&mut app);
    assert_eq!(send(&mut app, &[SECOND]), []);
    assert!(!app.moves());
}

#[test]
fn a_replay_opens_at_its_instant_with_its_words_and_its_changes() {
    let changes = [Setting { path: "seed".to_owned(), value: "8".to_owned() }];
    let mut app = app(Open::Home);
    app.open(Destination::Replay {
        scenario: "health-503".to_owned(),
        changes: changes.to_vec(),
        at: SimTime::from_secs(50),
        banner: "you said 75 s; it was 50 s".to_owned(),
    });
    fill(&mut app);
    assert_shows(&app, "00:50.0 / ");
    assert_shows(&app, "you said 75 s; it was 50 s");
    assert_eq!(app.live().unwrap().scenario().seed, 8);
    send(&mut app, &[press(Char('e'))]);
    fill(&mut app);
    assert_shows(&app, "health-503 · aws · seed 8");
}

#[test]
fn the_other_edition_goes_on_at_the_same_instant_and_back() {
    let mut app = filled();
    send(&mut app, &[seek(30), vec![press(Char('e'))]].concat());
    assert_shows(&app, "rise · chapter");
    fill(&mut app);
    assert_shows(&app, "rise · aws · seed 7");
    assert_shows(&app, "00:30.0 / 01:00");
    // The other one is there already: nothing has to be run again.
    send(&mut app, &[press(Char('e'))]);
    assert!(!app.moves());
    assert_shows(&app, "rise · chapter · seed 7");
}

/// Chooses the row called `name` in the list of changes and types `value` for it.
fn change(app: &mut App, name: &str, value: &str) {
    send(app, &[press(Char('i'))]);
    for _ in 0..60 {
        let chosen = text(app, 200, 60);
        if chosen.lines().any(|line| line.contains(&format!("▸ {name} "))) {
            send(app, &[press(Enter), ctrl('u')]);
            value.chars().for_each(|letter| drop(send(app, &[press(Char(letter))])));
            send(app, &[press(Enter)]);
            return;
        }
        send(app, &[press(Down)]);
    }
    panic!("no {name} in:\n{}", text(app, 200, 60));
}

#[test]
fn a_change_runs_on_from_the_playhead_beside_the_run_before() {
    let mut app = filled();
    send(&mut app, &seek(30));
    let before = text(&app, 80, 24);
    change(&mut app, "service.auto_scaling.max_size", "1");
    fill(&mut app);
    assert_shows(&app, "UpdateService service.auto_scaling.max_size = 1 at 30s");
    assert_shows(&app, "rise +1 · chapter");
    assert_shows(&app, "00:30.0 / 01:00");
    assert_shows(&app, "╌ before:");
    send(&mut app, &[seek(20), vec![press(Char('c'))]].concat());
    for part in ["left", "difference", "refused", "cost, USD"] {
        assert_shows(&app, part);
    }
    send(&mut app, &[vec![press(Esc)], seek(-20), vec![press(Char('u'))], seek(0)].concat());
    assert_eq!(
        text(&app, 80, 24).lines().take(12).collect::<Vec<_>>(),
        before.lines().take(12).collect::<Vec<_>>()
    );
    send(&mut app, &[press(Char('U'))]);
    assert_shows(&app, "rise +1 · chapter");
    assert!(!app.moves());
}

#[test]
fn cpu_and_memory_are_changed_as_the_pair_that_they_are() {
    let mut app = filled();
    send(&mut app, &seek(30));
    change(&mut app, "service.instance", "{ cpu = \"2 vCPU\", memory = \"4 GB\" }");
    fill(&mut app);
    send(&mut app, &[press(End)]);
    assert_shows(&app, "2 vCPU / 4 GB");
    assert!(app.live().unwrap().draft().text().contains("memory = \"4 GB\""));
}

#[test]
fn a_change_that_cannot_be_is_refused_where_it_is_typed() {
    let mut app = filled();
    send(&mut app, &seek(30));
    change(&mut app, "service.auto_scaling.max_size", "0");
    assert_shows(&app, "`max_size` is 0");
    send(&mut app, &[press(Esc), press(Esc)]);
    assert_shows(&app, "rise · chapter");
    change(&mut app, "surge", "1");
    assert_shows(&app, "no factor from 2");
    send(&mut app, &[press(Esc), press(Esc), press(Char('u'))]);
    assert_shows(&app, "there is no change to take back");
}

#[test]
fn what_was_on_the_screen_is_saved_as_a_file_that_gives_it() {
    let mut app = filled();
    send(&mut app, &[seek(12), vec![press(Char('e'))]].concat());
    fill(&mut app);
    change(&mut app, "crash", "1");
    fill(&mut app);
    send(&mut app, &seek(4));
    change(&mut app, "surge", "3 10s");
    fill(&mut app);
    let saved = match send(&mut app, &[press(Char('x'))]).as_slice() {
        [Effect::Export { name, text }] => {
            Source { name: format!("{name}.toml"), text: text.clone() }
        }
        other => panic!("{other:?}"),
    };
    app.exported(Ok("rise-changed.toml".to_owned()));
    assert_shows(&app, "coldstart run ./rise-changed.toml");
    let file = Draft::read(saved, Request::default()).unwrap();
    let (shown, saved) = (app.live().unwrap().scenario().clone(), file.scenario().clone());
    assert_eq!(log(&shown), log(&saved));
    assert_eq!(format!("{:?}", player::run(shown)), format!("{:?}", player::run(saved)));
}

#[test]
fn a_prediction_is_locked_watched_and_judged_by_the_run() {
    let mut app = builtin_with_questions("health-302");
    send(&mut app, &[press(Char('b')), press(Char('b'))]);
    assert_eq!(app.place(), "A prediction");
    assert_shows(&app, "before the run goes on");
    // Nobody has said anything: the option under the cursor is meant.
    send(&mut app, &[press(Down), press(Enter)]);
    assert_eq!(app.place(), "A run");
    assert_shows(&app, "Locked: ");
    let mut stops = 0;
    while app.place() == "A run" {
        if !app.moves() {
            send(&mut app, &[press(Char(' '))]);
        }
        send(&mut app, &[SECOND]);
        stops += 1;
        assert!(stops < 100, "{}", text(&app, 80, 24));
    }
    assert_shows(&app, "What did you see?");
    let kept = send(&mut app, &[press(Char('3')), press(Enter)]);
    let [Effect::Predicted(prediction)] = kept.as_slice() else { panic!("{kept:?}") };
    let tally = |right, answered| Tally { right, answered };
    assert_eq!(prediction.predicted.judged(&prediction.right), tally(0, 1));
    assert_eq!(prediction.seen.judged(&prediction.right), tally(1, 1));
    assert_shows(&app, "What came true");
    assert_shows(&app, "saw it right 1 of 1 (100 %)");
    send(&mut app, &[press(Enter), press(Char('p'))]);
    assert_eq!(app.place(), "A prediction");
}

#[test]
fn a_stop_where_a_prediction_is_settled_is_still_heard() {
    let mut app = builtin_with_questions("exec-format-error");
    send(&mut app, &[press(Char('b')), press(Char('1')), press(Enter)]);
    for _ in 0..40 {
        if app.place() == "A run" {
            send(&mut app, &[SECOND]);
        }
    }
    assert_shows(&app, "What did you see?");
    send(&mut app, &[press(Char('1')), press(Enter), press(Enter)]);
    assert_shows(&app, "● Stop 2 of ");
}

#[test]
fn what_the_command_line_changed_is_taken_back_one_by_one() {
    let crash = |seconds| Intervention::At(SimTime::from_secs(seconds), Happening::Crash(1));
    let draft = draft().with(crash(10)).unwrap().with(crash(20)).unwrap();
    let mut app = app(Open::Scenario(Box::new(draft), LiveView::Usual));
    fill(&mut app);
    for changes in ["rise +1 ·", "rise · chapter"] {
        send(&mut app, &[press(Char('u'))]);
        fill(&mut app);
        assert_shows(&app, changes);
    }
    send(&mut app, &[press(Char('U')), press(Char('U'))]);
    assert_shows(&app, "rise +2 ·");
}

#[test]
fn a_run_that_is_over_is_changed_throughout_or_not_at_all() {
    let mut app = filled();
    send(&mut app, &[press(End)]);
    change(&mut app, "crash", "1");
    assert_shows(&app, "the run is over here");
    send(&mut app, &[press(Esc), press(Esc), press(Char('x'))]);
    assert_shows(&app, "nothing is changed");
}

#[test]
fn the_votes_of_a_class_are_counted() {
    let mut app = builtin_with_questions("health-302");
    send(&mut app, &[press(Char('b')), press(Char('b')), press(Tab)]);
    assert_eq!(app.place(), "A class's prediction");
    send(&mut app, &[press(Enter)]);
    assert_eq!(app.place(), "A class's prediction");
    let votes =
        [press(Char('1')), press(Char('2')), press(Down), press(Right), press(Right), press(Left)];
    send(&mut app, &votes);
    assert_shows(&app, "13 votes");
    send(&mut app, &[press(Char('9')), press(Backspace), press(Enter)]);
    assert_shows(&app, "Locked: 12 × ");
    // Whoever leaves the report out is not asked again.
    send(&mut app, &[press(End)]);
    assert_shows(&app, "What did you see?");
    let kept = send(&mut app, &[press(Esc)]);
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
    let mut app = filled();
    send(&mut app, &[press(Char('n'))]);
    assert_shows(&app, "Why");
    assert_eq!(send(&mut app, &[press(Esc)]), []);
    assert_eq!(send(&mut app, &[press(Esc)]), [Effect::Close]);
}

#[test]
fn a_click_selects_an_instance_or_an_event() {
    let mut app = filled();
    send(&mut app, &seek(25));
    let screen = text(&app, 120, 40);
    let place = |part: &str| {
        let row = screen.lines().position(|line| line.contains(part)).unwrap();
        let line = screen.lines().nth(row).unwrap();
        let column = line[..line.find(part).unwrap()].chars().count() - 1;
        Position { x: u16::try_from(column).unwrap(), y: u16::try_from(row).unwrap() }
    };
    send(&mut app, &[Msg::Click(place(" 1 ● ready"))]);
    assert!(text(&app, 120, 40).contains("Instance 1 (version v1"));
    send(&mut app, &[Msg::Click(place("beat      "))]);
    assert!(text(&app, 120, 40).contains("00:25.0 beat: How many"));
    let before = text(&app, 120, 40);
    send(&mut app, &[Msg::Click(Position { x: 0, y: 0 })]);
    assert_eq!(text(&app, 120, 40), before);
}

#[test]
fn the_same_instant_looks_the_same_however_it_was_reached() {
    let mut played = filled();
    send(&mut played, &[press(Char(' ')), SECOND, SECOND, press(Char(' '))]);
    let mut sought = filled();
    send(&mut sought, &[vec![press(End), press(Home)], seek(20)].concat());
    assert_eq!(text(&played, 120, 40), text(&sought, 120, 40));
}

/// Every built-in scenario under both editions, and changed in the middle.
fn variants() -> impl Iterator<Item = Draft> {
    builtin::scenarios().iter().flat_map(|(name, _)| {
        let own = builtin::draft(name, Vec::new()).unwrap().unwrap();
        let scenario = own.scenario();
        let middle = SimTime::from_micros(scenario.duration.as_micros() / 2);
        let other = own.under(scenario.edition.other()).unwrap();
        let changed = other.with(Intervention::At(middle, Happening::Crash(1))).unwrap();
        [own, changed]
    })
}

/// The end of `scenario` in so many parts, the two ends included.
fn instants(scenario: &Scenario, parts: u64) -> impl Iterator<Item = SimTime> {
    let length = scenario.duration.as_micros();
    (0..=parts).map(move |part| SimTime::from_micros(length * part / parts))
}

/// Where the playhead goes for `at`, from the start of the run.
fn seek_to(app: &mut App, at: SimTime) {
    let seconds = i32::try_from(at.as_micros() / 1_000_000).unwrap();
    send(app, &[vec![press(End), press(Home)], seek(seconds)].concat());
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
        let mut app = app(Open::Scenario(Box::new(draft), LiveView::Usual));
        fill(&mut app);
        for at in instants(&scenario, 5).map(whole) {
            seek_to(&mut app, at);
            let mut player = Player::new(scenario.clone());
            while !player.fill(10_000) && player.extent() <= at {}
            let view = player.view_at(at);
            let screen = text(&app, 200, 50);
            let status = match view.status {
                ServiceStatus::OperationInProgress => "IN PROGRESS",
                other => other.name(),
            };
            assert!(screen.contains(status), "{name} at {at}: no {status} on:\n{screen}");
            let cost = format!("  {} ", view.cost);
            assert!(screen.contains(&cost), "{name} at {at}: no {cost} on:\n{screen}");
            let serving = view.instances.iter().filter(|one| one.state.takes_requests()).count();
            let counts = format!("{serving} serving · wanted {}", view.wanted);
            assert!(screen.contains(&counts), "{name} at {at}: no {counts} on:\n{screen}");
            for one in &view.instances {
                let word = if one.hung { "hung" } else { one.state.name() };
                let number = format!(" {:>2} ", one.id.to_string());
                let mut rows = screen.lines().filter(|line| !line.contains("Instances"));
                let row = rows.find(|line| line.contains(&number) && line.contains(word));
                let row = row.unwrap_or_else(|| panic!("{name} at {at}: no {one:?} on:\n{screen}"));
                if one.state >= InstanceState::Ready {
                    let held = format!("{}/{}", one.held, one.slots);
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
        let mut app = app(Open::Scenario(Box::new(draft), LiveView::Usual));
        fill(&mut app);
        for at in instants(&scenario, 5).map(whole) {
            seek_to(&mut app, at);
            // Nothing selected and nothing said: the log's last lines stay.
            let past = log.partition_point(|event| event.at <= at);
            let screen = text(&app, 300, 50);
            let count = format!("Events  {past} ");
            assert!(screen.contains(&count), "{name} at {at}: no {count} on:\n{screen}");
            for event in &log[past.saturating_sub(5)..past] {
                let why: String = event.why.to_string().chars().take(60).collect();
                let line = screen
                    .lines()
                    .find(|line| line.contains(event.kind.name()) && line.contains(why.as_str()));
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
        let mut app = app(Open::Scenario(Box::new(draft), LiveView::Usual));
        fill(&mut app);
        send(&mut app, &[seek(61), vec![press(Char('e'))]].concat());
        fill(&mut app);
        // Beside the run before; side by side; for a room.
        for message in [press(Char('.')), press(Char('c')), press(Char('P'))] {
            send(&mut app, &[message]);
            for (width, height) in SIZES {
                draw(&app, width, height);
            }
        }
        send(&mut app, &[press(End), press(Home), press(Char('u')), press(Char('U'))]);
        draw(&app, 80, 24);
    }
}

#[test]
fn no_size_breaks_a_run() {
    let mut app = filled();
    send(&mut app, &seek(30));
    for (width, height) in [(0, 0), (1, 1), (3, 2), (20, 5), (40, 12), (41, 90), (300, 12)] {
        draw(&app, width, height);
    }
}
