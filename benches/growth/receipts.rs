//! A class that took one practice exam of 65 questions in the program: a receipt for each learner,
//! all of them in one folder. Everybody looks at each question once and answers it within ten
//! seconds, so that a receipt has 131 records.

use std::fs::{self, File};
use std::io::BufWriter;
use std::sync::Arc;

use coldstart::app::builtin;
use coldstart::store::{AttemptLog, receipt};
use quizbank::attempt::{
    ActionKind, AttemptHead, AttemptRecord, ClockReading, ExamAction, ExamAttempt,
};
use quizbank::exam_source::ExamSource;
use quizbank::form::Form;
use quizbank::model::calendar::{Millis, Moment};
use quizbank::model::paper::AnswerKey;

use super::class::EXAM;
use super::dice::{self, Dice};
use super::measure::{self, Result, Table};

/// From one record to the next.
const STEP_MS: u64 = 8_000;
/// When the exam began: 2026-11-28 in the morning.
const BEGUN_MS: i64 = 1_795_852_800_000;

pub(crate) fn measure(count: usize, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let receipts = folder.path().join("receipts");
    fs::create_dir(&receipts)?;
    let (exam, mut dice) = (Exam::drawn()?, Dice::new(3));
    for number in 0..count {
        let log = exam.taken(number, &mut dice)?;
        let file = File::create(receipts.join(format!("learner-{number:06}.jsonl")))?;
        receipt::write(&mut BufWriter::new(file), &log)?;
    }
    let receipts = receipts.to_str().ok_or("the folder has no name")?;
    let grade = ["class", "grade", receipts, "--format", "csv"];
    table.row("class grade, receipts", count, measure::run(&grade, folder.path())?);
    Ok(())
}

/// What everybody takes.
struct Exam {
    form: Form,
    key: Arc<AnswerKey>,
    limit: Millis,
}

impl Exam {
    fn drawn() -> Result<Self> {
        let blueprints = builtin::read_blueprints().map_err(|faults| format!("{faults:?}"))?;
        let bank = dice::built_in()?;
        let source = ExamSource { bank: &bank, blueprints: &blueprints };
        let blueprint = source.blueprint(EXAM).ok_or("there is no such exam")?;
        let form = source.form(blueprint, None, 5)?;
        let (key, limit) = (form.key(blueprint).into(), blueprint.limit());
        Ok(Self { form, key, limit })
    }

    /// The attempt of a learner, who is right in some questions and not in others.
    fn taken(&self, number: usize, dice: &mut Dice) -> Result<AttemptLog> {
        let head = AttemptHead {
            id: format!("{number:08x}"),
            identity: self.form.identity.clone(),
            candidate: Some(format!("learner-{number:06}")),
            limit: self.limit,
            begun: Moment(BEGUN_MS),
        };
        let begun = ExamAttempt::begin(head.clone(), self.form.clone(), Arc::clone(&self.key));
        let (mut attempt, first) = begun?;
        attempt.take(&first)?;
        let mut records = vec![first];
        let skill = 30 + dice.below(65);
        for question in 1..=attempt.count() {
            if question > 1 {
                records.push(step(&mut attempt, &ExamAction::on(ActionKind::Go, question))?);
            }
            let slot = attempt.slot(question).ok_or("there is no such question")?;
            let wanted = slot.item().wanted();
            let options: Vec<usize> = if dice.is_in(skill) {
                slot.item().keys().collect()
            } else {
                let first = dice.below(slot.item().options.len() + 1 - wanted);
                (first..first + wanted).collect()
            };
            let pick = ExamAction::on(ActionKind::Pick, question).with(slot.places(&options)?);
            records.push(step(&mut attempt, &pick)?);
        }
        records.push(step(&mut attempt, &ExamAction::plain(ActionKind::Submit))?);
        Ok(AttemptLog { head, paper: None, records })
    }
}

/// Lets `action` come true, a while after what was before.
fn step(attempt: &mut ExamAttempt, action: &ExamAction) -> Result<AttemptRecord> {
    let used = attempt.records() * STEP_MS;
    let wall = Moment(BEGUN_MS + i64::try_from(used)?);
    let record = attempt.act(action, ClockReading { used: Millis(used), wall })?;
    attempt.take(&record)?;
    Ok(record)
}
