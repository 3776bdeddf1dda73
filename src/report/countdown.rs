//! The exam that is prepared for, in words: how far away it is, and which guide holds. Screens
//! and lines say the same.

use quizbank::countdown::{ExamCode, ExamCountdown};
use quizbank::model::calendar::Day;
use spanned_toml::faults::counted;

/// Which exam, and in how many days.
pub fn headline(exam: &ExamCountdown) -> String {
    let name = exam.code.name();
    match (exam.date, exam.days_left()) {
        (Some(date), Some(0)) => format!("{name} today, {}", on(date)),
        (Some(date), Some(left)) => format!("{name} in {}, on {}", counted(left, "day"), on(date)),
        (Some(date), None) => format!("the exam was on {}; set the next date", on(date)),
        (None, _) => format!("{name}, no exam date set"),
    }
}

/// Which exam is held when, and what that changes; `None` where the blueprints do not say.
pub fn switch(exam: &ExamCountdown) -> Option<String> {
    let first = exam.switch?;
    let last = Day::new(first.number() - 1)?;
    let (old, new) = (ExamCode::DvaC02.name(), ExamCode::DvaC03.name());
    let held = if exam.today < first {
        format!("{old} is available until {last}, {new} from {first}.")
    } else {
        format!("{new} replaced {old} on {first}.")
    };
    let name = exam.code.name();
    Some(format!("{held} Skills, domains and practice exams shown are those of {name}."))
}

fn on(day: Day) -> String {
    format!("{} {day}", day.weekday())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;

    fn exam(today: &str, date: Option<&str>) -> ExamCountdown {
        let blueprints = builtin::read_blueprints().unwrap();
        let date = date.map(|date| date.parse().unwrap());
        ExamCountdown::of(&blueprints, today.parse().unwrap(), date)
    }

    #[test]
    fn the_days_are_said_with_the_exam_that_is_held_then() {
        let said = |today, date| headline(&exam(today, date));
        assert_eq!(said("2026-11-28", Some("2026-11-29")), "DVA-C02 in 1 day, on Sun 2026-11-29");
        assert_eq!(said("2026-11-28", Some("2026-12-20")), "DVA-C03 in 22 days, on Sun 2026-12-20");
        assert_eq!(said("2026-12-20", Some("2026-12-20")), "DVA-C03 today, Sun 2026-12-20");
        assert_eq!(said("2026-11-30", None), "DVA-C02, no exam date set");
        assert_eq!(said("2026-12-01", None), "DVA-C03, no exam date set");
        assert!(said("2026-12-21", Some("2026-12-20")).contains("was on Sun 2026-12-20"));
    }

    #[test]
    fn the_switch_is_said_before_and_after() {
        let before = switch(&exam("2026-11-30", Some("2026-12-20"))).unwrap();
        assert!(before.contains("DVA-C02 is available until 2026-11-30, DVA-C03 from 2026-12-01"));
        assert!(before.ends_with("those of DVA-C03."), "{before}");
        let after = switch(&exam("2026-12-01", None)).unwrap();
        assert!(after.starts_with("DVA-C03 replaced DVA-C02 on 2026-12-01."), "{after}");
    }
}
