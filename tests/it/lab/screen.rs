//! Labs on the screen, worked at with keys.

use std::time::Duration;

use coldstart::tui::app::App;
use coldstart::tui::message::{Destination, Effect, Msg};
use coldstart::tui::theme::{Symbols, Theme, Tier};
use coldstart::tui::{Content, Open};
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::labs;

/// The application with the loop's part played by hand.
struct Driver {
    app: App,
    solved: Vec<(String, u32)>,
}

impl Driver {
    fn new(symbols: Symbols) -> Self {
        let content = Content {
            scenarios: labs().into(),
            questions: Vec::new().into(),
            ledger: Ledger::default().into(),
            course: Course::default().into(),
            blueprints: Vec::new().into(),
        };
        let app = App::new(Open::Home, content, Theme { tier: Tier::None, symbols });
        Self { app, solved: Vec::new() }
    }

    /// From the menu into the lab called `name`.
    fn at(name: &str) -> Self {
        let mut driver = Self::new(Symbols::Unicode);
        let place = labs().iter().position(|lab| lab.name == name).unwrap();
        driver.choose("Labs").key(KeyCode::Enter);
        for _ in 0..place {
            driver.key(KeyCode::Down);
        }
        driver.key(KeyCode::Enter);
        driver
    }

    fn key(&mut self, code: KeyCode) -> &mut Self {
        self.press(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn press(&mut self, key: KeyEvent) -> &mut Self {
        if let Some(message) = self.app.message(&Event::Key(key)) {
            self.tell(message);
        }
        while self.app.moves() {
            while !self.app.simulate(10_000) {}
            self.tell(Msg::Tick(Duration::from_millis(33)));
        }
        self
    }

    fn tell(&mut self, message: Msg) {
        for effect in self.app.update(&message) {
            match effect {
                Effect::Open(destination) => self.app.open(destination),
                Effect::Close => drop(self.app.close()),
                Effect::Mended { lab, score, .. } => {
                    self.app.mended(lab.clone(), score.total());
                    self.solved.push((lab, score.total()));
                }
                _ => {}
            }
        }
    }

    fn typed(&mut self, text: &str) -> &mut Self {
        self.press(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
        for letter in text.chars() {
            self.key(KeyCode::Char(letter));
        }
        self.key(KeyCode::Enter)
    }

    /// Moves the cursor onto the row that begins with `name`.
    fn choose(&mut self, name: &str) -> &mut Self {
        for _ in 0..30 {
            if self.text(80, 24).contains(&format!("▸ {name}")) {
                return self;
            }
            self.key(KeyCode::Down);
        }
        panic!("no {name} on:\n{}", self.text(80, 24));
    }

    fn change(&mut self, name: &str, value: &str) -> &mut Self {
        self.key(KeyCode::Char('i')).choose(name).key(KeyCode::Enter).typed(value)
    }

    fn draw(&self, width: u16, height: u16) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        terminal
    }

    fn text(&self, width: u16, height: u16) -> String {
        self.draw(width, height).backend().to_string()
    }

    fn assert_shows(&self, part: &str) {
        let screen = self.text(80, 24);
        assert!(screen.contains(part), "no {part} on:\n{screen}");
    }
}

#[test]
fn a_lab_is_solved_with_keys_on_a_small_screen() {
    let mut driver = Driver::at("lab-redirect");
    driver.assert_shows("lab-redirect · 0 of 2 changes");
    insta::assert_snapshot!("lab-begun", driver.text(80, 24));
    driver.change("service.health_check.unhealthy_threshold", "20");
    driver.assert_shows("Not solved yet");
    driver.assert_shows("1 of 2 changes");
    driver.key(KeyCode::Char('u')).assert_shows("0 of 2 changes");
    driver.key(KeyCode::Char('H')).assert_shows("Hint 1 of 3");
    driver.change("service.health_check.path", "/health");
    assert_eq!(driver.solved, [("lab-redirect".to_owned(), 90)]);
    insta::assert_snapshot!("lab-solved", driver.text(80, 24));
    driver.key(KeyCode::Enter).assert_shows("✓ met    the hung instance is found");
    driver.key(KeyCode::Char('q')).assert_shows("1 of 14 solved");
    driver.assert_shows("✓  90");
}

#[test]
fn the_budget_holds_and_what_is_set_back_is_given_back() {
    let mut driver = Driver::at("lab-redirect");
    driver.change("service.health_check.interval", "6s");
    driver.change("service.health_check.timeout", "3s").assert_shows("2 of 2 changes");
    driver.change("service.health_check.path", "/health").assert_shows("2 changes at the most");
    driver.key(KeyCode::Esc).key(KeyCode::Esc);
    driver.change("service.health_check.interval", "5s").assert_shows("1 of 2 changes");
    driver.change("service.health_check.path", "/health").assert_shows("✓ Solved");
    assert_eq!(driver.solved, [("lab-redirect".to_owned(), 80)]);
}

#[test]
fn who_gives_up_sees_the_solution_and_has_no_score() {
    let mut driver = Driver::at("lab-port");
    driver.key(KeyCode::Char('i')).choose("the solution").key(KeyCode::Enter);
    driver.assert_shows("service.port = 3000");
    insta::assert_snapshot!("lab-given-up", driver.text(80, 24));
    driver.key(KeyCode::Enter).assert_shows("there is no score");
    assert_eq!(driver.solved, []);
}

#[test]
fn what_is_tried_after_the_solution_has_no_score() {
    let mut driver = Driver::at("lab-port");
    driver.change("service.port", "3000").key(KeyCode::Enter);
    driver.change("service.health_check.path", "/").key(KeyCode::Enter);
    assert_eq!(driver.solved, [("lab-port".to_owned(), 100)]);
}

#[test]
fn a_lab_keeps_to_its_edition() {
    let mut driver = Driver::at("lab-port");
    driver.key(KeyCode::Char('e'));
    driver.key(KeyCode::Char('c')).assert_shows("there is no run before this one yet");
    driver.key(KeyCode::Char('L')).assert_shows("Symptom");
}

#[test]
fn every_lab_fits_a_small_screen_with_its_goals() {
    for lab in labs() {
        let driver = Driver::at(&lab.name);
        for goal in &lab.goals {
            let start: String = goal.name.chars().take(24).collect();
            driver.assert_shows(&start);
        }
    }
}

#[test]
fn the_list_is_as_it_was() {
    let mut driver = Driver::new(Symbols::Unicode);
    driver.choose("Labs").key(KeyCode::Enter);
    driver.app.mended("lab-blind".to_owned(), 85);
    insta::assert_snapshot!("labs-80x24", driver.text(80, 24));
    insta::assert_snapshot!("labs-120x40", driver.text(120, 40));
}

#[test]
fn no_size_and_no_lack_of_signs_breaks_a_lab() {
    let mut driver = Driver::at("lab-port");
    driver.change("service.port", "3000");
    for (width, height) in [(0, 0), (1, 1), (3, 2), (20, 5), (40, 12), (41, 90), (300, 12)] {
        driver.draw(width, height);
    }
    let mut plain = Driver::new(Symbols::Ascii);
    plain.app.open(Destination::Lab("lab-port".to_owned()));
    plain.key(KeyCode::Char('i')).key(KeyCode::Enter).typed("3000");
    let screen = plain.text(80, 24);
    assert!(screen.contains("Solved"), "{screen}");
    let cells = &plain.draw(80, 24).backend().buffer().clone().content;
    assert!(cells.iter().all(|cell| cell.symbol().is_ascii()), "{screen}");
}
