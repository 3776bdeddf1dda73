use super::*;
use crate::app::builtin;
use quizbank::model::question::Question;

struct Content {
    bank: Vec<Question>,
    blueprints: Vec<Blueprint>,
}

impl Content {
    fn read() -> Self {
        let bank = builtin::read_bank(&builtin::read_facts().unwrap()).unwrap();
        Self { bank, blueprints: builtin::read_blueprints().unwrap() }
    }

    fn exam_source(&self) -> ExamSource<'_> {
        ExamSource { bank: &self.bank, blueprints: &self.blueprints }
    }

    /// An attempt at its start, its clock, and the moment that was.
    fn begun(&self, store: Option<&mut Store>) -> (ExamClock, ExamAttempt, ClockTimes) {
        let time = ClockTimes::now();
        let blueprint = self.exam_source().blueprint("dva-c02").unwrap();
        let form = self.exam_source().form(blueprint, None, 3).unwrap();
        let (exam_clock, attempt) = ExamClock::begin(store, form, blueprint, None, time).unwrap();
        (exam_clock, attempt, time)
    }
}

/// So many seconds later.
fn later(time: ClockTimes, seconds: u64) -> ClockTimes {
    let milliseconds = i64::try_from(seconds * 1_000).unwrap();
    ClockTimes {
        steady: time.steady + Duration::from_secs(seconds),
        wall: Moment(time.wall.0 + milliseconds),
    }
}

#[test]
fn notices_come_at_their_minute_and_once_each() {
    let content = Content::read();
    let (mut exam_clock, attempt, start) = content.begun(None);
    let at = |seconds| later(start, seconds).steady;
    let wait = |exam_clock: &ExamClock, seconds| exam_clock.until_notice(&attempt, at(seconds));
    assert_eq!(wait(&exam_clock, 0), Some(Duration::from_mins(100)));
    assert_eq!(exam_clock.notice(&attempt, at(5_999)), None);
    assert_eq!(exam_clock.notice(&attempt, at(6_000)), Some(Notice::Left(30)));
    assert_eq!(exam_clock.notice(&attempt, at(6_001)), None);
    assert_eq!(wait(&exam_clock, 6_001), Some(Duration::from_secs(25 * 60 - 1)));
    assert_eq!(exam_clock.notice(&attempt, at(7_500)), Some(Notice::Left(5)));
    assert_eq!(exam_clock.notice(&attempt, at(7_800)), Some(Notice::Over));
    assert_eq!(wait(&exam_clock, 7_800), None);
}

#[test]
fn silence_is_written_down_every_ten_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let content = Content::read();
    let (mut exam_clock, mut attempt, start) = content.begun(Some(&mut store));
    for second in 1..=25 {
        exam_clock.heartbeat(&mut attempt, Some(&mut store), later(start, second));
    }
    let records = store.attempt(&attempt.head().id).unwrap().unwrap().records;
    let reported: Vec<_> = records.iter().map(|record| (record.kind, record.used.0)).collect();
    assert_eq!(
        reported,
        [(ActionKind::Begin, 0), (ActionKind::Tick, 10_000), (ActionKind::Tick, 20_000)]
    );
    assert_eq!(exam_clock.until_heartbeat(later(start, 25).steady), Duration::from_secs(5));
}

#[test]
fn a_step_comes_true_only_once_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let content = Content::read();
    let (mut exam_clock, mut attempt, start) = content.begun(Some(&mut store));
    let mut other =
        open_attempt(&store, content.exam_source(), None).expect("the attempt that was just begun");
    let mut window = Store::open(folder.path()).unwrap();
    ExamClock::resume(&mut window, &mut other, later(start, 1)).unwrap();
    let flag = ExamAction::on(ActionKind::Flag, 1);
    let fault =
        exam_clock.keep(&mut attempt, Some(&mut store), &flag, later(start, 2)).unwrap_err();
    assert!(fault.to_string().contains("is open in another window"), "{fault}");
    assert!(attempt.flagged().is_empty());
    let none = ExamAction::on(ActionKind::Pick, 1);
    let fault = exam_clock.keep(&mut attempt, None, &none, later(start, 3)).unwrap_err();
    assert!(matches!(fault, StepError::Refused(Refusal::WrongCount { .. })));
}

#[test]
fn time_that_nobody_sat_there_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let content = Content::read();
    let (mut exam_clock, mut attempt, start) = content.begun(Some(&mut store));
    let leave = ExamAction::plain(ActionKind::Leave);
    exam_clock.keep(&mut attempt, Some(&mut store), &leave, later(start, 60)).unwrap();
    let mut again = open_attempt(&store, content.exam_source(), None).unwrap();
    let back = later(start, 86_400);
    let exam_clock = ExamClock::resume(&mut store, &mut again, back).unwrap();
    assert_eq!(exam_clock.used(back.steady), Millis(60_000));
    assert_eq!(exam_clock.used(later(back, 5).steady), Millis(65_000));
    assert_eq!(again.gaps().len(), 1);
}

#[test]
fn what_is_submitted_is_looked_back_on_and_what_is_open_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let content = Content::read();
    let exam_source = content.exam_source();
    let none = submitted_attempt(&store, exam_source, None).unwrap_err();
    assert!(matches!(none, NoAttempt::NoneSubmitted));
    let (mut exam_clock, mut attempt, start) = content.begun(Some(&mut store));
    let id = attempt.head().id.clone();
    assert!(matches!(submitted_attempt(&store, exam_source, Some(&id)), Err(NoAttempt::Open(_))));
    let submit = ExamAction::plain(ActionKind::Submit);
    exam_clock.keep(&mut attempt, Some(&mut store), &submit, later(start, 9)).unwrap();
    assert_eq!(submitted_attempt(&store, exam_source, None).unwrap(), attempt);
    assert!(matches!(open_attempt(&store, exam_source, Some(&id)), Err(NoAttempt::Submitted(_))));
    assert!(matches!(open_attempt(&store, exam_source, Some("none")), Err(NoAttempt::Unknown(_))));
}

/// A bank in which a word of the first question of `attempt`, and of one that is not on
/// it, was changed.
fn edited(content: &Content, attempt: &ExamAttempt) -> Vec<Question> {
    let on_form = &attempt.slot(1).unwrap().item().question.id;
    let is_sat = |question: &Question| {
        (1..=attempt.count()).any(|it| attempt.slot(it).unwrap().item().question.id == question.id)
    };
    let mut bank = content.bank.clone();
    let other = bank.iter().position(|question| !is_sat(question)).unwrap();
    for question in &mut bank {
        if question.id == *on_form {
            question.stem += " Really?";
            question.options.reverse();
        }
    }
    bank[other].stem += " Honestly?";
    bank
}

#[test]
fn no_edit_of_the_bank_makes_an_attempt_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let content = Content::read();
    let (mut exam, mut attempt, start) = content.begun(Some(&mut store));
    let wanted = attempt.slot(1).unwrap().item().wanted();
    let pick = ExamAction::on(ActionKind::Pick, 1).with(1..=wanted);
    exam.keep(&mut attempt, Some(&mut store), &pick, later(start, 5)).unwrap();
    let bank = edited(&content, &attempt);
    let source = ExamSource { bank: &bank, blueprints: &[] };

    let mut again = open_attempt(&store, source, None).unwrap();
    assert_eq!(again.slot(1).unwrap().item().stem, attempt.slot(1).unwrap().item().stem);
    let mut exam = ExamClock::resume(&mut store, &mut again, later(start, 60)).unwrap();
    let submit = ExamAction::plain(ActionKind::Submit);
    exam.keep(&mut again, Some(&mut store), &submit, later(start, 70)).unwrap();
    let reviewed = submitted_attempt(&store, source, None).unwrap();
    assert_eq!(reviewed.points(), again.points());
    let explained = reviewed.answered(1).unwrap();
    assert!(explained.item().options.iter().all(|option| !option.why.is_empty()));
}

#[test]
fn an_attempt_that_was_kept_without_its_paper_gets_it_while_it_can_be_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path()).unwrap();
    let content = Content::read();
    let (_, older, _) = content.begun(Some(&mut store));
    let (_, attempt, start) = content.begun(Some(&mut store));
    let id = attempt.head().id.clone();
    store.forget_paper(&id);
    let bank = edited(&content, &attempt);
    let source = ExamSource { bank: &bank, blueprints: &content.blueprints };
    let lost = open_attempt(&store, source, Some(&id)).unwrap_err();
    assert!(matches!(lost, NoAttempt::Unreadable(_, AttemptError::Bank)), "{lost}");
    // One that cannot be read does not hide an older one that can.
    assert_eq!(open_attempt(&store, source, None).unwrap().head().id, older.head().id);

    open_attempt(&store, content.exam_source(), Some(&id)).unwrap();
    let mut closed = open_attempt(&store, source, Some(&id)).unwrap();
    let mut exam = ExamClock::resume(&mut store, &mut closed, later(start, 9)).unwrap();
    let submit = ExamAction::plain(ActionKind::Submit);
    exam.keep(&mut closed, Some(&mut store), &submit, later(start, 10)).unwrap();
    assert!(submitted_attempt(&store, source, Some(&id)).is_ok());
}
