use std::collections::BTreeMap;

use super::*;
use crate::sample;

/// Three questions that count, the last with two keys, in ten minutes.
fn begun() -> ExamAttempt {
    let questions = [
        sample::choice("one", "scaling"),
        sample::choice("two", "scaling"),
        sample::multiple("three", "scaling"),
    ];
    let (form, blueprint) = sample::form(&questions);
    let head = AttemptHead {
        id: "s".to_owned(),
        identity: form.identity.clone(),
        candidate: None,
        limit: Millis(600_000),
        begun: Moment(1_000_000),
    };
    ExamAttempt::new(head, form.clone(), form.key(&blueprint))
}

/// Does the acts, each at so many seconds by both clocks.
fn run(attempt: &mut ExamAttempt, acts: &[(u64, ExamAction)]) -> Vec<AttemptRecord> {
    acts.iter().map(|(second, act)| step(attempt, act, at(*second, 0))).collect()
}

fn step(attempt: &mut ExamAttempt, act: &ExamAction, now: ClockReading) -> AttemptRecord {
    let record = attempt.act(act, now).unwrap();
    attempt.take(&record).unwrap();
    record
}

fn at(used: u64, away: i64) -> ClockReading {
    let wall = 1_000_000 + i64::try_from(used * 1_000).unwrap() + away * 1_000;
    ClockReading { used: Millis(used * 1_000), wall: Moment(wall) }
}

fn begin() -> (u64, ExamAction) {
    (0, ExamAction::plain(ActionKind::Begin))
}

fn pick(number: usize, places: &[usize]) -> ExamAction {
    ExamAction::on(ActionKind::Pick, number).with(places.iter().copied())
}

#[test]
fn an_act_takes_effect_only_when_its_record_is_taken() {
    let mut attempt = begun();
    run(&mut attempt, &[begin()]);
    let before = attempt.clone();
    let record = attempt.act(&pick(1, &[2]), at(5, 0)).unwrap();
    assert_eq!(attempt, before);
    attempt.take(&record).unwrap();
    let slot = attempt.slot(1).unwrap();
    assert_eq!(slot.places(slot.picked()), Ok(vec![2]));
}

#[test]
fn a_journal_read_again_gives_the_same_attempt() {
    let mut attempt = begun();
    let records = run(
        &mut attempt,
        &[
            begin(),
            (3, pick(1, &[2])),
            (4, ExamAction::on(ActionKind::Flag, 1)),
            (5, ExamAction::on(ActionKind::Go, 3)),
            (9, ExamAction::on(ActionKind::Strike, 3).with([2])),
            (12, pick(3, &[4, 1])),
            (20, ExamAction::plain(ActionKind::Submit)),
        ],
    );
    assert_eq!(begun().replay(records).unwrap(), attempt);
    let points = attempt.points().unwrap();
    assert_eq!((points.right, points.scored, points.points), (2, 3, 700));
}

#[test]
fn flags_strikes_and_answers_are_taken_back() {
    let mut attempt = begun();
    run(
        &mut attempt,
        &[
            begin(),
            (1, ExamAction::on(ActionKind::Flag, 2)),
            (2, ExamAction::on(ActionKind::Strike, 2).with([1])),
            (3, pick(2, &[3])),
        ],
    );
    assert_eq!((attempt.flagged(), attempt.unanswered()), (vec![2], vec![1, 3]));
    let first = attempt.slot(2).unwrap().shown(&[1])[0];
    assert!(attempt.slot(2).unwrap().is_struck(first));
    run(
        &mut attempt,
        &[
            (4, ExamAction::on(ActionKind::Unflag, 2)),
            (5, ExamAction::on(ActionKind::Restore, 2).with([1])),
            (6, ExamAction::on(ActionKind::Clear, 2)),
        ],
    );
    assert_eq!((attempt.flagged(), attempt.unanswered()), (vec![], vec![1, 2, 3]));
    assert!(!attempt.slot(2).unwrap().is_struck(first));
}

#[test]
fn an_answer_that_becomes_another_one_is_a_change_and_a_repeated_one_is_not() {
    let mut attempt = begun();
    run(&mut attempt, &[begin(), (1, pick(1, &[3])), (2, pick(1, &[3]))]);
    assert!(attempt.changed().is_empty());
    run(&mut attempt, &[(3, ExamAction::on(ActionKind::Clear, 1)), (4, pick(1, &[2]))]);
    assert_eq!(attempt.changed(), [1]);
}

#[test]
fn what_comes_after_the_time_is_kept_and_does_not_count() {
    let mut attempt = begun();
    run(&mut attempt, &[begin(), (599, pick(1, &[3])), (600, pick(2, &[2]))]);
    assert!(!attempt.is_over());
    run(&mut attempt, &[(601, pick(1, &[2]))]);
    assert!(attempt.is_over());
    assert_eq!(attempt.late(), [1]);
    assert_eq!((attempt.grade().scored.right, attempt.grade_with_late().scored.right), (1, 2));
}

#[test]
fn time_goes_to_the_question_at_hand_and_gaps_are_noted() {
    let mut attempt = begun();
    run(&mut attempt, &[begin(), (10, ExamAction::on(ActionKind::Go, 2))]);
    step(&mut attempt, &ExamAction::plain(ActionKind::Resume), at(10, 3_600));
    step(&mut attempt, &pick(2, &[2]), at(14, 3_600));
    let spent: Vec<u64> = attempt.slots().map(|(_, slot)| slot.spent().0).collect();
    assert_eq!(spent, [10_000, 4_000, 0]);
    assert_eq!(attempt.gaps(), [Gap { sequence: 3, length: 3_600_000 }]);
    assert_eq!(attempt.used(), Millis(14_000));
}

#[test]
fn a_clock_that_goes_back_gives_no_time_back() {
    let mut attempt = begun();
    run(&mut attempt, &[begin(), (10, pick(1, &[2]))]);
    let record = attempt.act(&pick(2, &[2]), at(4, 0)).unwrap();
    assert_eq!(record.used, Millis(10_000));
}

#[test]
fn what_cannot_be_done_is_refused() {
    let mut attempt = begun();
    let rejected =
        |attempt: &ExamAttempt, act| attempt.act(&act, at(1, 0)).unwrap_err().to_string();
    assert_eq!(rejected(&attempt, pick(1, &[1])), "the attempt has already begun");
    run(&mut attempt, &[begin()]);
    assert_eq!(
        rejected(&attempt, ExamAction::plain(ActionKind::Begin)),
        "the attempt has already begun"
    );
    assert_eq!(rejected(&attempt, pick(4, &[1])), "there is no question `4`, only 1 to 3");
    assert_eq!(rejected(&attempt, pick(1, &[9])), "there is no option `9`, only 1 to 4");
    assert_eq!(rejected(&attempt, pick(3, &[1])), "1 chosen, 2 required");
    run(&mut attempt, &[(2, ExamAction::plain(ActionKind::Submit))]);
    assert!(rejected(&attempt, pick(1, &[1])).starts_with("this attempt is submitted"));
}

#[test]
fn damage_of_every_kind_is_found() {
    let mut attempt = begun();
    let records = run(
        &mut attempt,
        &[
            begin(),
            (3, pick(1, &[2])),
            (9, pick(2, &[1])),
            (20, ExamAction::plain(ActionKind::Submit)),
        ],
    );
    let broken = |change: &dyn Fn(&mut Vec<AttemptRecord>)| {
        let mut changed = records.clone();
        change(&mut changed);
        begun().replay(changed).unwrap_err()
    };
    assert_eq!(broken(&|it| it[2].places = vec![2]), RecordError::Link(3));
    assert_eq!(broken(&|it| it[1].wall.0 += 1), RecordError::Link(2));
    let missing = RecordError::Sequence { expected: 3, found: 4 };
    assert_eq!(broken(&|it| drop(it.remove(2))), missing);
    // Whoever forges the hashes too still has to keep to the rules.
    let forged = |change: &dyn Fn(&mut Vec<AttemptRecord>)| {
        broken(&|it| {
            change(it);
            let mut link = begun().link().to_owned();
            for record in it {
                record.link = record.link_after(&link);
                link.clone_from(&record.link);
            }
        })
    };
    assert_eq!(forged(&|it| it[2].used = Millis(0)), RecordError::Time(3));
    assert_eq!(forged(&|it| it[2].question = Some(1)), RecordError::Form(3));
    assert_eq!(forged(&|it| it[2].question = None), RecordError::Form(3));
    assert_eq!(forged(&|it| it[2].places = vec![2]), RecordError::Points(4));
    assert!(matches!(forged(&|it| it[2].places = vec![7]), RecordError::Refused(3, _)));
}

#[test]
fn a_journal_of_another_head_does_not_follow() {
    let mut attempt = begun();
    let records = run(&mut attempt, &[begin()]);
    let mut other = begun();
    other.head.limit = Millis(900_000);
    other.link = other.head.link();
    assert_eq!(other.replay(records).unwrap_err(), RecordError::Link(1));
}

#[test]
fn the_key_is_that_of_the_form() {
    assert_eq!(begun().key().domains, BTreeMap::new());
    assert_eq!(begun().key().questions.len(), 3);
}

#[test]
fn time_that_is_granted_holds_from_then_on() {
    let mut attempt = begun();
    run(&mut attempt, &[begin(), (601, pick(1, &[2]))]);
    attempt.grant(Millis(60_000));
    assert_eq!((attempt.limit(), attempt.is_over()), (Millis(660_000), false));
    run(&mut attempt, &[(660, pick(2, &[2]))]);
    assert_eq!(attempt.late(), [1]);
}

#[test]
fn a_question_knows_the_last_record_that_did_something_to_it() {
    let mut attempt = begun();
    let go = ExamAction::on(ActionKind::Go, 1);
    run(&mut attempt, &[begin(), (1, pick(1, &[2])), (2, pick(2, &[2])), (3, go)]);
    let touched: Vec<u64> = attempt.slots().map(|(_, slot)| slot.touched()).collect();
    assert_eq!(touched, [2, 3, 0]);
}
