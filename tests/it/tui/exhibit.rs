//! What a question refers to is shown with its lines as they are, wherever the screen has room.

use coldstart::tui::message::StudyRequest;
use quizbank::attempt::{ActionKind, ExamAction};
use quizbank::model::question::{Exhibit, Question, QuestionId};

use super::look::CONTENT;
use super::*;
use crate::support::builtin::BANK;

const WIDE: (u16, u16) = (120, 36);
const USUAL: (u16, u16) = (80, 24);

/// The lines of an exhibit that the width of a screen has room for.
fn fitting(exhibit: &Exhibit, (width, _): (u16, u16)) -> Vec<&str> {
    let lines = exhibit.text.lines().map(str::trim_end);
    lines.filter(|line| line.chars().count() <= usize::from(width) - 2).collect()
}

/// Every page of what the driver shows, from its top to its end.
pub(super) fn pages(driver: &mut Driver, size: (u16, u16)) -> String {
    let mut all = String::new();
    for _ in 0..30 {
        let page = driver.text(size);
        if all.ends_with(&page) {
            break;
        }
        all.push_str(&page);
        driver.send(&[press(KeyCode::PageDown)]);
    }
    all
}

fn assert_whole(name: &str, exhibit: &Exhibit, shown: &str, size: (u16, u16)) {
    for line in fitting(exhibit, size) {
        assert!(shown.contains(line), "{name} {size:?}: {line} in\n{shown}");
    }
}

fn exhibits() -> impl Iterator<Item = (&'static Question, &'static Exhibit)> {
    BANK.iter().filter_map(|question| Some((question, question.exhibit.as_ref()?)))
}

#[test]
fn a_question_for_study_shows_its_exhibit_unbroken() {
    let mut count = 0;
    for (question, exhibit) in exhibits() {
        let id = &question.id.0;
        let asked = || {
            let mut driver = Driver::new(CONTENT.clone(), PLAIN);
            driver.app.study(StudyRequest::Questions(vec![QuestionId(id.clone())]), 1);
            driver
        };
        for size in [USUAL, WIDE] {
            let mut driver = asked();
            assert_whole(id, exhibit, &pages(&mut driver, size), size);
            let mut driver = asked().sent(&[press(Char('1')), press(Char('2')), press(Enter)]);
            assert_whole(id, exhibit, &pages(&mut driver, size), size);
        }
        count += 1;
    }
    assert!(count > 100, "{count} exhibits");
}

#[test]
fn an_exam_shows_every_exhibit_unbroken() {
    let mut count = 0;
    for seed in [7, 8, 9] {
        let mut driver = exam::seated(PLAIN, "dva-c02", seed);
        for number in 1..=65 {
            exam::step(&mut driver, 1, &ExamAction::on(ActionKind::Go, number));
            let slot = driver.app.exam().unwrap().attempt().slot(number).unwrap();
            let question = slot.item().question.clone();
            if let Some(exhibit) = &question.exhibit {
                let id = &question.id.0;
                for size in [USUAL, WIDE] {
                    driver.text(size);
                    driver.send(&vec![press(KeyCode::PageUp); 10]);
                    assert_whole(id, exhibit, &pages(&mut driver, size), size);
                }
                // As it stands beside all questions.
                driver.send(&[press(Char('v'))]);
                assert_whole(id, exhibit, &driver.text(WIDE), WIDE);
                driver.send(&[press(Char('v'))]);
                count += 1;
            }
        }
    }
    assert!(count > 60, "{count} exhibits");
}

#[test]
fn a_look_back_at_an_exam_shows_every_exhibit_unbroken() {
    for size in [USUAL, WIDE] {
        let mut driver = exam::submitted(PLAIN, "dva-c02").sent(&[press(Enter), press(Char('a'))]);
        let attempt = driver.app.exam().unwrap().attempt();
        let questions: Vec<Question> =
            (1..=65).map(|it| attempt.slot(it).unwrap().item().question.clone()).collect();
        driver.send(&vec![press(KeyCode::Left); 65]);
        for question in questions {
            if let Some(exhibit) = &question.exhibit {
                assert_whole(&question.id.0, exhibit, &pages(&mut driver, size), size);
            }
            driver.send(&[press(KeyCode::Right)]);
        }
    }
}
