use super::super::asked::AskedOption;
use super::*;
use proptest::prelude::*;
use quizbank::prediction::Votes;

/// A question whose options are shown in another order than that of the file.
fn question(wanted: usize) -> AskedQuestion {
    let option = |position| AskedOption { position, text: format!("option {position}") };
    AskedQuestion {
        question: "q".to_owned(),
        rev: 1,
        stop_us: 60_000_000,
        stem: "What happens?".to_owned(),
        exhibit: None,
        options: [2, 0, 3, 1].map(option).to_vec(),
        wanted,
    }
}

fn voter(number: usize) -> Voter {
    Voter(number)
}

/// A room in which a question is open.
fn asked(wanted: usize) -> DemoRoom {
    let mut room = DemoRoom::default();
    room.apply(DemoEvent::Asked { question: Box::new(question(wanted)) }).unwrap();
    room
}

fn vote(number: usize, round: RoundNumber, phase: Phase, picks: &[usize]) -> DemoEvent {
    DemoEvent::Voted { voter: voter(number), round, phase, picks: picks.to_vec() }
}

fn predict(number: usize, pick: usize) -> DemoEvent {
    vote(number, 1, Phase::Predicted, &[pick])
}

fn lock(phase: Phase) -> DemoEvent {
    DemoEvent::Locked { phase, hands: Vec::new() }
}

fn revealed(right: usize) -> DemoEvent {
    let outcome = StopOutcome { right: vec![right], ..StopOutcome::default() };
    DemoEvent::Revealed { outcome: Box::new(outcome) }
}

fn stage(room: &DemoRoom) -> RoundStage {
    room.rounds().last().unwrap().stage
}

#[test]
fn the_last_ballot_before_the_lock_counts_once() {
    let mut room = asked(1);
    for event in [predict(0, 1), predict(1, 1), predict(0, 2), predict(0, 3)] {
        room.apply(event).unwrap();
    }
    room.apply(lock(Phase::Predicted)).unwrap();
    assert_eq!(room.apply(predict(0, 1)), Err(VoteRefusal::Locked));
    assert_eq!(room.apply(predict(2, 1)), Err(VoteRefusal::Locked));
    let round = room.current().unwrap();
    assert_eq!((round.predicted.voters(), round.predicted.room()), (2, &Votes(vec![0, 1, 0, 1])));
    assert_eq!(round.predicted.of(voter(0)), Some([3].as_slice()));
    assert_eq!(round.predicted.of(voter(2)), None);
}

#[test]
fn a_changed_vote_after_the_lock_does_not_pass_for_the_one_before() {
    let mut room = asked(1);
    let given = |room: &DemoRoom| room.round(1).unwrap().predicted.given(voter(0));
    assert_eq!(given(&room), 0);
    for vote in [predict(0, 1), predict(0, 1), lock(Phase::Predicted)] {
        room.apply(vote).unwrap();
    }
    assert_eq!(room.apply(predict(0, 2)), Err(VoteRefusal::Locked));
    assert_eq!(given(&room), 2);
    assert_eq!(room.round(1).unwrap().predicted.of(voter(0)), Some([1].as_slice()));
}

#[test]
fn a_round_goes_its_way_and_both_votes_stay_apart() {
    let mut room = asked(1);
    room.apply(predict(0, 0)).unwrap();
    room.apply(lock(Phase::Predicted)).unwrap();
    assert_eq!(stage(&room), RoundStage::Watching);
    room.apply(DemoEvent::SeenAsked).unwrap();
    room.apply(vote(1, 1, Phase::Seen, &[2])).unwrap();
    room.apply(lock(Phase::Seen)).unwrap();
    assert_eq!(stage(&room), RoundStage::Reported);
    room.apply(revealed(2)).unwrap();
    let round = room.current().unwrap();
    assert_eq!(round.predicted.all(), Votes(vec![1, 0, 0, 0]));
    assert_eq!(round.seen.all(), Votes(vec![0, 0, 1, 0]));
    assert_eq!(round.outcome.as_ref().unwrap().right, [2]);
    room.apply(DemoEvent::Closed).unwrap();
    assert_eq!(room.current(), None);
    assert_eq!(room.rounds().len(), 1);
}

#[test]
fn hands_are_counted_beside_the_room() {
    let mut room = asked(1);
    room.apply(predict(0, 1)).unwrap();
    let hands = vec![0, 4, 1, 0, 99];
    room.apply(DemoEvent::Locked { phase: Phase::Predicted, hands }).unwrap();
    let ballots = &room.current().unwrap().predicted;
    assert_eq!(ballots.hands(), &Votes(vec![0, 4, 1, 0]));
    assert_eq!(ballots.all(), Votes(vec![0, 5, 1, 0]));
    assert_eq!(ballots.voters(), 1);
}

#[test]
fn a_ballot_is_as_many_different_options_as_are_asked_for() {
    let mut room = asked(2);
    for picks in [&[1][..], &[1, 1], &[1, 4], &[0, 1, 2], &[]] {
        let vote = vote(0, 1, Phase::Predicted, picks);
        assert_eq!(room.apply(vote), Err(VoteRefusal::NotAnAnswer), "{picks:?}");
    }
    room.apply(vote(0, 1, Phase::Predicted, &[3, 0])).unwrap();
    assert_eq!(room.current().unwrap().predicted.room(), &Votes(vec![1, 0, 0, 1]));
}

#[test]
fn a_ballot_for_another_round_does_not_count() {
    let mut room = asked(1);
    room.apply(DemoEvent::Asked { question: Box::new(question(1)) }).unwrap();
    assert_eq!(room.apply(predict(0, 1)), Err(VoteRefusal::Locked));
    assert_eq!(room.apply(vote(0, 2, Phase::Seen, &[1])), Err(VoteRefusal::Locked));
    room.apply(vote(0, 2, Phase::Predicted, &[1])).unwrap();
    assert_eq!(room.rounds()[0].stage, RoundStage::Closed);
}

#[test]
fn steps_out_of_turn_leave_the_room_as_it_was() {
    let mut room = asked(1);
    let before = room.clone();
    for event in [lock(Phase::Seen), DemoEvent::SeenAsked, revealed(1)] {
        assert_eq!(room.apply(event.clone()), Err(VoteRefusal::OutOfTurn), "{event:?}");
    }
    assert_eq!(room, before);
    assert_eq!(DemoRoom::default().apply(lock(Phase::Predicted)), Err(VoteRefusal::OutOfTurn));
}

#[test]
fn an_event_comes_back_from_its_line() {
    let outcome = StopOutcome { reasons: vec![(2, "why".to_owned())], ..StopOutcome::default() };
    let events = [
        DemoEvent::Asked { question: Box::new(question(1)) },
        vote(1, 1, Phase::Seen, &[2]),
        DemoEvent::Locked { phase: Phase::Predicted, hands: vec![1, 0] },
        DemoEvent::SeenAsked,
        DemoEvent::Revealed { outcome: Box::new(outcome) },
        DemoEvent::Closed,
    ];
    for event in events {
        let line = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<DemoEvent>(&line).unwrap(), event, "{line}");
    }
}

proptest! {
    #[test]
    fn the_tally_is_the_sum_of_the_ballots(votes in prop::collection::vec((0..8_usize, 0..5_usize), 0..60)) {
        let mut room = asked(1);
        for (number, pick) in votes {
            let _ = room.apply(predict(number, pick));
        }
        let ballots = &room.current().unwrap().predicted;
        let mut sums = Votes::none(4);
        let given: Vec<usize> = (0..8).filter_map(|it| ballots.of(voter(it))).flatten().copied().collect();
        for pick in &given {
            sums.set(*pick, sums.of(*pick) + 1);
        }
        prop_assert_eq!(ballots.room(), &sums);
        prop_assert_eq!(ballots.voters(), given.len());
    }
}
