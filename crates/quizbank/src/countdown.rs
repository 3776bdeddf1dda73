//! The exam that a learner prepares for: which of the two guides holds, and how far away
//! the day is. The days come from blueprints and from the learner; no clock is asked here.

use crate::model::blueprint::Blueprint;
use crate::model::calendar::Day;
use crate::model::question::Task;

/// An exam of AWS, by its code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExamCode {
    /// DVA-C02.
    #[default]
    DvaC02,
    /// DVA-C03, which replaces it.
    DvaC03,
}

/// The exam that a learner prepares for, on the day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExamCountdown {
    /// The exam whose guide holds.
    pub code: ExamCode,
    /// The day of the learner's exam, if one is set.
    pub date: Option<Day>,
    /// The day it is.
    pub today: Day,
    /// The first day of DVA-C03, where the blueprints say one.
    pub switch: Option<Day>,
}

impl ExamCode {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DvaC02 => "DVA-C02",
            Self::DvaC03 => "DVA-C03",
        }
    }

    /// The name of the blueprint of its full form.
    pub const fn blueprint(self) -> &'static str {
        match self {
            Self::DvaC02 => "dva-c02",
            Self::DvaC03 => "dva-c03",
        }
    }

    /// The number in its guide of the skill that a question belongs to.
    pub fn skill(self, task: &Task) -> &str {
        match self {
            Self::DvaC02 => &task.c02,
            Self::DvaC03 => &task.c03,
        }
    }
}

impl ExamCountdown {
    /// The exam that `blueprints` hold on the day of the learner's exam; without a `date`,
    /// or once it is past, the one that is held `today`.
    pub fn of(blueprints: &[Blueprint], today: Day, date: Option<Day>) -> Self {
        let switch = blueprints.iter().find(|one| one.is_called(ExamCode::DvaC03.blueprint()));
        let switch = switch.and_then(|one| one.valid.from.as_deref()?.parse::<Day>().ok());
        let decides = date.filter(|date| *date >= today).unwrap_or(today);
        let is_replaced = switch.is_some_and(|switch| switch <= decides);
        let code = if is_replaced { ExamCode::DvaC03 } else { ExamCode::DvaC02 };
        Self { code, date, today, switch }
    }

    /// The full form of the exam among `blueprints`.
    pub fn blueprint<'b>(&self, blueprints: &'b [Blueprint]) -> Option<&'b Blueprint> {
        blueprints.iter().find(|one| one.is_called(self.code.blueprint()))
    }

    /// Days until the exam, 0 on its day; `None` where no day is set or it is past.
    pub fn days_left(&self) -> Option<u32> {
        self.date.filter(|date| *date >= self.today).map(|date| date.since(self.today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::blueprint::{Pass, Scope, Valid};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn blueprints() -> Vec<Blueprint> {
        let valid = |from: Option<&str>, until: Option<&str>| Valid {
            from: from.map(str::to_owned),
            until: until.map(str::to_owned),
        };
        let held = [
            ("dva-c02", valid(None, Some("2026-11-30"))),
            ("dva-c03", valid(Some("2026-12-01"), None)),
        ];
        held.map(|(name, valid)| Blueprint {
            name: name.to_owned(),
            title: String::new(),
            valid,
            questions: 65,
            scored: 50,
            minutes: 130,
            pass: Pass::Scaled(720),
            scope: Scope::Domains(Vec::new()),
        })
        .into()
    }

    fn code(today: &str, date: Option<&str>) -> ExamCode {
        ExamCountdown::of(&blueprints(), day(today), date.map(day)).code
    }

    #[test]
    fn the_day_of_the_exam_decides_which_guide_holds() {
        assert_eq!(code("2026-11-30", None), ExamCode::DvaC02);
        assert_eq!(code("2026-12-01", None), ExamCode::DvaC03);
        assert_eq!(code("2026-11-28", Some("2026-11-30")), ExamCode::DvaC02);
        assert_eq!(code("2026-11-28", Some("2026-12-01")), ExamCode::DvaC03);
        // An exam that is over decides nothing.
        assert_eq!(code("2026-12-05", Some("2026-11-20")), ExamCode::DvaC03);
        assert_eq!(ExamCountdown::of(&[], day("2027-01-01"), None).code, ExamCode::DvaC02);
    }

    #[test]
    fn days_are_counted_down_to_the_day_itself() {
        let left = |date: Option<&str>| {
            ExamCountdown::of(&blueprints(), day("2026-11-28"), date.map(day)).days_left()
        };
        assert_eq!(left(Some("2026-12-20")), Some(22));
        assert_eq!(left(Some("2026-11-28")), Some(0));
        assert_eq!((left(Some("2026-11-27")), left(None)), (None, None));
    }

    #[test]
    fn the_skills_and_the_form_are_those_of_the_guide() {
        let task = Task { c02: "4.2.8".to_owned(), c03: "4.2.5".to_owned() };
        let countdown = ExamCountdown::of(&blueprints(), day("2026-12-01"), None);
        assert_eq!(countdown.code.skill(&task), "4.2.5");
        assert_eq!(countdown.blueprint(&blueprints()).unwrap().name, "dva-c03");
        assert_eq!(ExamCode::DvaC02.skill(&task), "4.2.8");
    }
}
