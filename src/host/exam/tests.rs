//! Exam rooms by their rows: what a clock, a closing and a readmission do, at times that a test
//! chooses.

use super::attempt::HostedAttempt;
use super::clock::{self, Sign};
use super::setup::{ExamSetup, ScoreRelease};
use super::state::{AttemptStage, ExamState};
use crate::host::event::{RoomActivity, RoomEvent, RoomJoin, RoomOpened};
use crate::host::room::{HostedRoom, RoomState};
use crate::host::token::RoomToken;
use crate::store::room_log::RoomRow;
use quizbank::attempt::{ActionKind, AttemptHead, ExamAction, SatPaper};
use quizbank::model::calendar::{Millis, Moment};
use quizbank::sample;

const MINUTE: i64 = 60_000;

/// A room, and the rows of its log so far.
struct Class {
    rows: Vec<RoomRow>,
    room: HostedRoom,
}

/// An exam of two questions in ten minutes.
fn setup() -> ExamSetup {
    let (form, blueprint) = sample::form(&["one", "two"].map(|id| sample::choice(id, "scaling")));
    ExamSetup {
        identity: form.identity.clone(),
        paper: SatPaper::of_form(&form, &form.key(&blueprint)),
        limit: blueprint.limit(),
        rules: Vec::new(),
        versions: 1,
        opens: None,
        closes: Some(Moment(60 * MINUTE)),
        release: ScoreRelease::Closed,
        roster: Vec::new(),
    }
}

impl Class {
    fn opened(setup: ExamSetup) -> Self {
        let activity = RoomActivity::Exam(setup);
        let opened = RoomOpened { title: "Small".to_owned(), activity };
        let first = row(1, 0, &RoomEvent::Opened(Box::new(opened)));
        let room =
            HostedRoom::of("K7QM4TXP".parse().unwrap(), std::slice::from_ref(&first), &[]).unwrap();
        Self { rows: vec![first], room }
    }

    /// A room in which Ada began at the minute 1.
    fn begun() -> Self {
        let mut class = Self::opened(setup());
        class.join("ada", 0);
        class.begin(1, MINUTE);
        class
    }

    fn happen(&mut self, at: i64, event: &RoomEvent) {
        let seq = i64::try_from(self.rows.len()).unwrap() + 1;
        let row = row(seq, at, event);
        self.room.apply(std::slice::from_ref(&row));
        self.rows.push(row);
    }

    fn join(&mut self, name: &str, admission: u32) -> RoomToken {
        let token = RoomToken::random().unwrap();
        let (claim, name) = (name.to_owned(), name.to_owned());
        let join = RoomJoin { claim, name, admission, token: token.hash() };
        self.happen(0, &RoomEvent::Joined(join));
        token
    }

    fn begin(&mut self, member: usize, at: i64) {
        let (version, begun) = (1, Moment(at));
        let (head, step) = self.look(|_, exam| {
            let (id, limit) = ("abcd0123".to_owned(), exam.setup.limit);
            let identity = exam.setup.identity.clone();
            let head = AttemptHead { id, identity, candidate: None, limit, begun };
            (head.clone(), exam.fresh(version, head).unwrap().1)
        });
        self.happen(at, &RoomEvent::Begun { member, version, head, step });
    }

    fn act(&mut self, at: i64, sign: Sign, act: &ExamAction) {
        let event = self.attempt(|hosted| {
            let step = hosted.attempt.act(act, clock::reading(hosted, Moment(at), sign)).unwrap();
            RoomEvent::Step { member: 1, admission: hosted.admission, step }
        });
        self.happen(at, &event);
    }

    fn pick(&mut self, at: i64, question: usize, place: usize) {
        let act = ExamAction::on(ActionKind::Pick, question).with([place]);
        self.act(at, Sign::Step, &act);
    }

    fn look<T>(&self, look: impl FnOnce(&RoomState, &ExamState) -> T) -> T {
        self.room.look(|state| look(state, state.exam().unwrap()))
    }

    fn attempt<T>(&self, look: impl FnOnce(&HostedAttempt) -> T) -> T {
        self.look(|_, exam| look(exam.attempt(1).unwrap()))
    }

    fn used(&self) -> u64 {
        self.attempt(|hosted| hosted.attempt.used().0 / 1_000)
    }

    fn standing(&self, member: usize, at: i64) -> AttemptStage {
        self.look(|state, exam| exam.standing(member, state.closed, Moment(at)))
    }

    fn due(&self, at: i64) -> Vec<RoomEvent> {
        self.look(|state, exam| exam.due(state.closed, Moment(at)))
    }
}

fn row(seq: i64, at: i64, event: &RoomEvent) -> RoomRow {
    RoomRow { seq, room: "K7QM4TXP".to_owned(), at: Moment(at), json: event.json() }
}

fn plain(kind: ActionKind) -> ExamAction {
    ExamAction::plain(kind)
}

#[test]
fn a_silence_counts_in_full_before_an_answer_and_a_minute_before_a_return() {
    let mut class = Class::begun();
    class.act(MINUTE + 20_000, Sign::Step, &plain(ActionKind::Tick));
    assert_eq!(class.used(), 20);
    // Four minutes without a sign, then an answer: the page was open.
    class.pick(5 * MINUTE + 20_000, 1, 2);
    assert_eq!(class.used(), 260);
    assert_eq!(class.standing(1, 6 * MINUTE + 20_000), AttemptStage::Running);
    assert_eq!(class.standing(1, 6 * MINUTE + 20_001), AttemptStage::Paused);
    class.act(30 * MINUTE, Sign::Return, &plain(ActionKind::Resume));
    assert_eq!(class.used(), 320);
    // An answer after a night counts as ten minutes.
    class.pick(50 * MINUTE, 1, 1);
    assert_eq!(class.used(), 920);
}

#[test]
fn nothing_counts_after_a_student_has_left() {
    let mut class = Class::begun();
    class.act(MINUTE + 30_000, Sign::Step, &plain(ActionKind::Leave));
    assert_eq!(class.standing(1, MINUTE + 31_000), AttemptStage::Paused);
    class.act(2 * MINUTE, Sign::Return, &plain(ActionKind::Resume));
    assert_eq!(class.used(), 30);
    assert_eq!(class.standing(1, 2 * MINUTE), AttemptStage::Running);
    assert_eq!(class.attempt(|hosted| hosted.attempt.gaps().len()), 1);
}

#[test]
fn late_answers_are_kept_and_not_scored() {
    let mut class = Class::begun();
    class.pick(2 * MINUTE, 1, 2);
    class.pick(11 * MINUTE + 1, 2, 2);
    let (right, late) =
        class.attempt(|hosted| (hosted.attempt.grade().scored.right, hosted.attempt.late()));
    assert_eq!((right, late), (1, vec![2]));
    // Time that is granted afterward holds from then on.
    let (member, more) = (None, Millis(5 * 60_000));
    class.happen(12 * MINUTE, &RoomEvent::Extended { member, more, nonce: "a".to_owned() });
    class.pick(12 * MINUTE, 2, 2);
    assert_eq!(class.attempt(|hosted| hosted.attempt.grade().scored.right), 2);
    // It holds for those who begin later too.
    class.join("ben", 0);
    class.begin(2, 13 * MINUTE);
    assert_eq!(class.look(|_, exam| exam.attempt(2).unwrap().attempt.limit().0), 15 * 60_000);
}

#[test]
fn a_room_closes_in_time_and_submits_what_is_open() {
    let mut class = Class::begun();
    class.pick(2 * MINUTE, 1, 2);
    class.join("ben", 0);
    assert_eq!(class.due(59 * MINUTE), []);
    assert_eq!(class.due(60 * MINUTE), [RoomEvent::Closed]);
    // The pages know it before the row is written.
    assert_eq!(class.standing(1, 60 * MINUTE), AttemptStage::Submitted);
    assert_eq!(class.standing(2, 60 * MINUTE), AttemptStage::Missed);
    class.happen(60 * MINUTE, &RoomEvent::Closed);
    let events = class.due(60 * MINUTE);
    let [RoomEvent::Step { member: 1, step, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(step.kind, ActionKind::Submit);
    class.happen(60 * MINUTE, &events[0]);
    assert_eq!(class.due(60 * MINUTE), []);
    assert_eq!(class.standing(1, 60 * MINUTE), AttemptStage::Scored);
}

#[test]
fn a_score_is_released_as_the_room_was_opened() {
    for (release, standing) in [
        (ScoreRelease::Closed, AttemptStage::Submitted),
        (ScoreRelease::Submitted, AttemptStage::Scored),
    ] {
        let mut class = Class::opened(ExamSetup { release, ..setup() });
        class.join("ada", 0);
        class.begin(1, MINUTE);
        class.act(2 * MINUTE, Sign::Step, &plain(ActionKind::Submit));
        assert_eq!(class.standing(1, 3 * MINUTE), standing);
    }
}

#[test]
fn a_readmission_undoes_a_submission_and_puts_other_devices_out() {
    let mut class = Class::opened(setup());
    let first = class.join("ada", 0);
    class.begin(1, MINUTE);
    class.pick(2 * MINUTE, 1, 2);
    class.act(3 * MINUTE, Sign::Step, &plain(ActionKind::Submit));
    class.happen(4 * MINUTE, &RoomEvent::Readmitted { member: 1, admission: 1 });
    assert!(class.look(|state, _| state.member_with(&first).is_none()));
    assert_eq!(class.standing(1, 4 * MINUTE), AttemptStage::Paused);
    // Who joined before the readmission is not let in by it.
    let old = class.join("ada", 0);
    assert!(class.look(|state, _| state.member_with(&old).is_none()));
    let second = class.join("ada", 1);
    assert_eq!(class.look(|state, _| state.member_with(&second).unwrap().number), 1);
    class.act(5 * MINUTE, Sign::Return, &plain(ActionKind::Resume));
    assert_eq!(class.used(), 60);
    class.pick(6 * MINUTE, 2, 2);
    assert_eq!(class.attempt(|hosted| hosted.attempt.grade().scored.right), 2);
}

#[test]
fn a_room_is_the_same_from_its_rows_at_once_and_one_by_one() {
    let mut class = Class::begun();
    class.pick(2 * MINUTE, 1, 2);
    class.act(3 * MINUTE, Sign::Step, &plain(ActionKind::Submit));
    // A step that does not follow, and a row of a later version, change nothing.
    let stray = class.rows.last().unwrap().json.replace("\"sequence\":3", "\"sequence\":9");
    let seq = i64::try_from(class.rows.len()).unwrap() + 1;
    for (more, json) in
        [stray, "{\"teleported\":{}}".to_owned(), "{".to_owned()].into_iter().enumerate()
    {
        let seq = seq + i64::try_from(more).unwrap();
        class.rows.push(RoomRow { seq, room: String::new(), at: Moment(0), json });
    }
    class.room.apply(&class.rows[3..]);
    let again = HostedRoom::of("K7QM4TXP".parse().unwrap(), &class.rows, &[]).unwrap();
    assert_eq!(format!("{:?}", again.look(|state| format!("{state:?}"))), {
        format!("{:?}", class.room.look(|state| format!("{state:?}")))
    });
    assert_eq!(again.applied(), class.room.applied());
}
