//! The menu of a learner, and the first start.

use quizbank::model::calendar::Day;

use super::look::CONTENT;
use super::progress::past;
use super::*;
use crate::support::builtin::BLUEPRINTS;

/// The menu of a learner with some answers, with an exam after the switch of the guides.
fn learner(theme: Theme) -> Driver {
    let both = ["both"; 8];
    let questions = [questions("scaling", 4, &both), questions("pricing", 2, &both)].concat();
    let content =
        Content { questions: questions.into(), blueprints: BLUEPRINTS.clone().into(), ..content() };
    let mut driver = Driver::new(content, theme);
    driver.past = past();
    driver.past.attempts.remove(0);
    driver.app.stands(Some(driver.past.clone()));
    driver
}

fn first_start(theme: Theme) -> Driver {
    let mut driver = Driver::new(content(), theme);
    driver.app.welcome("2026-11-23".parse::<Day>().unwrap());
    driver.settle();
    driver
}

const ALL: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 36), (200, 60)];

#[test]
fn the_menu_of_a_learner_is_as_it_was() {
    for (width, height) in ALL {
        let driver = learner(PLAIN);
        insta::assert_snapshot!(format!("menu-{width}x{height}"), driver.text((width, height)));
        let first = first_start(PLAIN);
        insta::assert_snapshot!(format!("welcome-{width}x{height}"), first.text((width, height)));
    }
}

#[test]
fn no_size_breaks_menu_and_first_start_and_ascii_is_ascii() {
    for size in ODD_SIZES {
        assert_ascii(&learner(ASCII).draw(size));
        assert_ascii(&first_start(ASCII).draw(size));
    }
}

#[test]
fn arrows_move_in_the_menu_where_the_words_below_it_are_whole() {
    let (small, large) = ((40, 12), (200, 60));
    let mut driver = learner(PLAIN);
    assert!(has_arrows(&driver, small));
    driver.key(Tab);
    assert!(!has_arrows(&driver, small) && has_arrows(&driver, large));
    driver.key(Down).key(Enter);
    let everything = Effect::Study(coldstart::tui::message::StudyRequest::Everything);
    assert!(driver.effects.contains(&everything), "{:?}", driver.effects);
}

#[test]
fn the_next_step_is_said_whole_at_every_size_and_enter_does_it() {
    let mut driver = learner(PLAIN);
    for size in ALL {
        assert!(driver.text(size).contains("Next: Review"), "{}", driver.text(size));
    }
    driver.send(&[press(Enter)]);
    assert!(matches!(driver.effects.last(), Some(Effect::Study(_))), "{:?}", driver.effects);
}

#[test]
fn the_exam_date_decides_which_guide_the_screens_go_by() {
    let mut driver = learner(PLAIN);
    let shown = driver.text((120, 36));
    assert!(shown.contains("DVA-C03 in 27 days, on Sun 2026-12-20"), "{shown}");
    driver.send(&[press(Char('d'))]);
    driver.press(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
    driver.typed("2026-11-30").send(&[press(Enter)]);
    let shown = driver.text((120, 36));
    assert!(shown.contains("DVA-C02 in 7 days, on Mon 2026-11-30"), "{shown}");
    assert!(shown.contains("those of DVA-C02"), "{shown}");
    driver.app.study(coldstart::tui::message::StudyRequest::Everything, 3);
    assert!(driver.text((120, 36)).contains("DVA-C02 "), "{}", driver.text((120, 36)));
}

#[test]
fn what_there_is_to_study_stands_beside_study_alone() {
    let mut driver = learner(PLAIN);
    let row = |driver: &Driver, name: &str| {
        let screen = driver.text((80, 24));
        screen.lines().find(|line| line.contains(name)).unwrap().to_owned()
    };
    let next = row(&driver, "Continue");
    assert!(next.contains("Review") && row(&driver, " Study ").contains("due"), "{next}");
    driver.app.stands(None);
    assert_eq!(row(&driver, "Continue"), next);
    assert!(row(&driver, " Study ").contains("16 questions"), "{}", row(&driver, " Study "));
}

#[test]
fn labs_that_are_gone_are_not_counted_as_solved() {
    let mut driver = Driver::new(CONTENT.clone(), PLAIN);
    driver.app.stands(Some(past()));
    driver.solve("lab-redirect", 90);
    driver.solve("lab-of-an-earlier-version", 90);
    let count = CONTENT.labs().count();
    let screen = driver.text((200, 60));
    assert!(screen.contains(&format!("1 of {count} solved")), "{screen}");
}

#[test]
fn a_day_that_is_none_stays_in_its_line() {
    let mut driver = learner(PLAIN);
    driver.send(&[press(Char('d'))]);
    driver.press(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
    driver.typed("soon").send(&[press(Enter)]);
    driver.assert_shows("soon is not a date");
    driver.send(&[press(Esc)]);
    driver.assert_shows("2026-12-20");
    assert_eq!(driver.app.place(), "Home");
}

#[test]
fn a_wide_first_start_shows_what_each_choice_leads_to_and_how_no_run_ends() {
    let mut driver = Driver::new(CONTENT.clone(), PLAIN);
    driver.app.welcome("2026-11-28".parse::<Day>().unwrap());
    driver.settle();
    let leads_to = [
        ["2 serving", "service status: RUNNING"],
        ["until 2026-11-30", "Testing and Deployment"],
        ["Where the course and AWS differ", "Anyone can choose App Runner"],
        ["All steps of the course", "Practice exams"],
    ];
    let told = ["instance unhealthy #", "health failed", "0 serving", "no request is served"];
    for parts in leads_to {
        for size in [(120, 36), (200, 60)] {
            let shown = driver.text(size);
            let at =
                |part: &str| shown.find(part).unwrap_or_else(|| panic!("no {part} on:\n{shown}"));
            // Whoever has read the choices needs nothing of it.
            assert!(parts.iter().all(|part| at("skip this") < at(part)), "{shown}");
            assert!(!told.iter().any(|part| shown.contains(part)), "{shown}");
        }
        driver.send(&[press(Down)]);
    }
}

/// The words of `lines` of a screen.
fn words_of<'a>(lines: impl Iterator<Item = &'a str>) -> usize {
    let words = lines.flat_map(str::split_whitespace);
    words.filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// From an empty folder to an understood run: what has to be pressed and read whatever was
/// answered, with the most words that people read in a minute.
#[test]
fn the_first_run_is_understood_within_a_minute() {
    const A_MINUTE: usize = 240;
    let answers = [
        "while users receive redirects",
        "after five redirects in a row",
        "when the new version starts",
        "follows the redirects",
    ];
    for answer in answers {
        let words = words_until_understood(answer);
        assert!(words <= A_MINUTE, "{words} words after: {answer}");
    }
}

/// The words that are read until the first run is understood, by somebody who picks the option
/// that contains `answer`.
fn words_until_understood(answer: &str) -> usize {
    let mut driver = Driver::new(CONTENT.clone(), PLAIN);
    driver.app.welcome("2026-11-28".parse::<Day>().unwrap());
    let read = |driver: &Driver, until: &str| {
        let screen = driver.text((80, 24));
        assert!(screen.contains(until), "no {until} on:\n{screen}");
        words_of(screen.lines().skip(1).take_while(|line| !line.contains(until)))
    };
    let mut words = read(&driver, "Exam date");
    driver.send(&[press(Enter)]);
    words += read(&driver, "Enter answer");
    let asked = driver.text((80, 24));
    let option = asked.lines().find(|line| line.contains(answer));
    let number = option.and_then(|line| line.chars().find(char::is_ascii_digit)).unwrap();
    driver.send(&[press(Char(number)), press(Enter)]);
    words += read(&driver, "The question");
    driver.send(&[press(Enter)]);
    let shown = driver.text((80, 24));
    let said = |screen: &str| words_of(screen.lines().skip(15).take(3));
    assert!(shown.contains("What happens to") && !shown.contains("left, and"), "{shown}");
    words += said(&shown);
    driver.settle();
    driver.assert_shows("both instances left, and no request is served");
    words + said(&driver.text((80, 24)))
}
