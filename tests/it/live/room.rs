//! A run before a room: what the live view asks goes to the room's log, and what the room votes
//! comes back in its numbers.

use coldstart::app::demo::{AskedQuestion, DemoEvent, DemoRoom, Phase, RoundStage, Voter};
use coldstart::tui::message::Effect;
use coldstart::tui::room::{Invitation, RoomStanding};
use quizbank::prediction::Votes;
use ratatui::crossterm::event::KeyCode::{Char, End, Enter, Esc, Tab, Up};

use super::builtin_with_questions;
use crate::support::driver::Driver;
use crate::support::keys::press;
use crate::support::screen::ODD_SIZES;

/// The live view and the room that follows it, with its log played by hand.
struct Class {
    driver: Driver,
    room: DemoRoom,
    people: usize,
    /// How many effects of the driver the room has had.
    heard: usize,
}

impl Class {
    /// A class of so many at the first question of a run.
    fn asked(people: usize) -> Self {
        let mut driver = builtin_with_questions("health-302");
        driver.app.invite(Invitation {
            address: "http://192.168.1.20:8080".to_owned(),
            code: "K7M4QP".to_owned(),
            link: "http://192.168.1.20:8080/K7M4QP".to_owned(),
        });
        let mut class = Self { driver, room: DemoRoom::default(), people, heard: 0 };
        class.press(Char('b')).press(Char('b'));
        assert_eq!(class.driver.app.place(), "A room's prediction");
        class
    }

    fn happens(&mut self, event: DemoEvent) {
        self.room.apply(event).unwrap();
        self.look();
    }

    /// What the room was sent and has not applied yet.
    fn take_news(&mut self) -> Vec<DemoEvent> {
        let sent = self.driver.effects[self.heard..].iter();
        let news = sent.filter_map(|effect| match effect {
            Effect::Room(event) => Some(event.clone()),
            _ => None,
        });
        let news = news.collect();
        self.heard = self.driver.effects.len();
        news
    }

    /// Has the room apply what it was sent, and the live view look at it.
    fn look(&mut self) {
        for event in self.take_news() {
            self.room.apply(event).unwrap();
        }
        let effects = self.driver.app.attend_room(RoomStanding::of(&self.room, self.people));
        let asks = effects.iter().any(|effect| matches!(effect, Effect::Room(_)));
        self.driver.effects.extend(effects);
        if asks {
            self.look();
        }
    }

    fn press(&mut self, key: ratatui::crossterm::event::KeyCode) -> &mut Self {
        self.driver.send(&[press(key)]);
        self.look();
        self
    }

    fn vote(&mut self, number: usize, phase: Phase, option: usize) {
        let round = self.room.current().unwrap();
        let pick = round.question.options[option].position;
        let round = round.number;
        self.happens(DemoEvent::Voted { voter: Voter(number), round, phase, picks: vec![pick] });
    }

    /// Has the live view look at the room, which cannot write what it was sent.
    fn fail(&mut self) {
        let trouble = Some("the database is not reachable".to_owned());
        let standing = RoomStanding { trouble, ..RoomStanding::of(&self.room, self.people) };
        assert_eq!(self.driver.app.attend_room(standing), []);
    }

    fn stage(&self) -> RoundStage {
        self.room.rounds().last().unwrap().stage
    }

    /// Has the run settle what was predicted.
    fn settle(&mut self) {
        self.press(End);
        assert_eq!(self.stage(), RoundStage::Reporting);
        self.driver.assert_shows("What did you see?");
    }
}

#[test]
fn the_line_below_the_header_says_how_to_join_and_how_many_did() {
    let class = Class::asked(23);
    class.driver.assert_shows("Join at http://192.168.1.20:8080 · code K7M4QP · 23 joined");
    let small = class.driver.text((40, 12));
    assert!(small.contains(" http://192.168.1.20:8080 · K7M4QP · 23"), "{small}");
    for size in ODD_SIZES {
        class.driver.draw(size);
    }
}

#[test]
fn votes_of_a_room_fill_the_tally_and_are_locked_by_its_log() {
    let mut class = Class::asked(4);
    class.vote(0, Phase::Predicted, 0);
    class.vote(1, Phase::Predicted, 2);
    class.vote(2, Phase::Predicted, 2);
    // Changed before the lock: it counts once.
    class.vote(0, Phase::Predicted, 2);
    class.driver.assert_shows("3 of 4 voted");
    class.driver.assert_shows("100 %  3");
    class.driver.send(&[press(Enter)]);
    // Nothing is locked before the log has it: a vote before it counts.
    class.driver.assert_shows("locking");
    assert_eq!(class.stage(), RoundStage::Predicting);
    class.look();
    assert_eq!(class.stage(), RoundStage::Watching);
    assert_eq!(class.driver.app.place(), "A run");
    class.driver.assert_shows("Locked: 3 × ");
    class.settle();
    class.vote(3, Phase::Seen, 1);
    class.press(Enter);
    assert_eq!(class.stage(), RoundStage::Revealed);
    class.driver.assert_shows("Results of predictions");
    let kept = class.driver.effects.iter().find_map(|effect| match effect {
        Effect::Predicted(prediction) => Some(prediction.clone()),
        _ => None,
    });
    let round = class.room.current().unwrap();
    let kept = kept.unwrap();
    assert_eq!((kept.predicted, kept.seen), (round.predicted.all(), round.seen.all()));
    let outcome = round.outcome.as_ref().unwrap();
    assert_eq!(outcome.right, kept.right);
    assert!(outcome.settled.starts_with("This run"), "{outcome:?}");
    assert!(!outcome.words.is_empty());
    class.press(Enter);
    assert_eq!(class.stage(), RoundStage::Closed);
}

#[test]
fn hands_on_tab_are_added_to_the_votes_of_the_room() {
    let mut class = Class::asked(2);
    class.press(Enter);
    class.driver.assert_shows("no votes yet: wait for the room");
    class.vote(0, Phase::Predicted, 0);
    class.press(Tab);
    assert_eq!(class.driver.app.place(), "A class's prediction");
    class.press(Char('3')).press(Tab);
    class.driver.assert_shows("1 of 2 voted · 3 hands");
    class.driver.assert_shows("4 votes (1 + 3 by hand)");
    class.press(Enter);
    let round = class.room.current().unwrap();
    assert_eq!((round.predicted.all().cast(), round.predicted.hands().cast()), (4, 3));
    assert_eq!(round.predicted.room().cast(), 1);
    // What was seen begins without hands, and may be left out.
    class.settle();
    class.press(Esc);
    assert_eq!(class.room.current().unwrap().seen.all(), Votes::none(4));
    assert_eq!(class.stage(), RoundStage::Revealed);
}

#[test]
fn a_lock_that_is_written_late_locks_once_and_continues_the_run() {
    let mut class = Class::asked(1);
    class.vote(0, Phase::Predicted, 0);
    class.press(Tab).press(Char('3'));
    class.driver.send(&[press(Enter)]);
    class.fail();
    class.driver.assert_shows("Room: the database is not reachable");
    class.driver.assert_shows("the votes are not locked yet, retrying: the database is not");
    // The hands are on their way: others would be counted here and not in the room.
    class.driver.send(&[press(Char('4'))]);
    class.driver.assert_shows("the hands are sent and cannot be changed");
    class.driver.send(&[press(Enter)]);
    class.fail();
    class.look();
    assert_eq!(class.stage(), RoundStage::Watching);
    class.driver.assert_shows("Locked: 4 × ");
    let predicted = class.room.current().unwrap().predicted.clone();
    assert_eq!((predicted.all().cast(), predicted.hands().cast()), (4, 3));
}

#[test]
fn what_the_room_has_locked_is_taken_whoever_asked_for_it() {
    let mut class = Class::asked(1);
    class.vote(0, Phase::Predicted, 0);
    class.happens(DemoEvent::Locked { phase: Phase::Predicted, hands: Vec::new() });
    class.driver.assert_shows("Locked: 1 × ");
    class.settle();
    class.happens(DemoEvent::Locked { phase: Phase::Seen, hands: Vec::new() });
    assert_eq!(class.stage(), RoundStage::Revealed);
    class.driver.assert_shows("Results of predictions");
}

#[test]
fn a_room_that_does_not_work_does_not_hold_the_run_up() {
    let mut class = Class::asked(1);
    class.vote(0, Phase::Predicted, 0);
    class.press(Enter);
    class.settle();
    class.driver.send(&[press(Esc)]);
    class.fail();
    class.driver.send(&[press(Esc)]);
    assert_eq!(class.driver.app.place(), "A run");
    class.look();
    assert_eq!(class.stage(), RoundStage::Closed);
}

#[test]
fn a_round_that_a_room_is_behind_with_is_not_taken_for_the_next_one() {
    let mut class = Class::asked(1);
    class.vote(0, Phase::Predicted, 0);
    class.press(Esc);
    // The room has heard of neither when the second is asked.
    class.driver.send(&[press(Char('p')), press(Esc), press(Char('p'))]);
    let mut late = class.take_news().into_iter();
    class.happens(late.next().unwrap());
    assert_eq!(class.room.current().unwrap().number, 2);
    class.happens(DemoEvent::Locked { phase: Phase::Predicted, hands: vec![1] });
    assert_eq!(class.driver.app.place(), "A room's prediction");
    late.for_each(|event| class.happens(event));
    class.driver.assert_shows("0 of 1 voted");
    assert_eq!(class.room.current().unwrap().number, 3);
}

#[test]
fn a_question_that_is_put_away_or_asked_again_is_another_round() {
    let mut class = Class::asked(1);
    class.vote(0, Phase::Predicted, 0);
    class.press(Esc);
    assert_eq!(class.room.current(), None);
    class.press(Char('p'));
    assert_eq!(class.room.current().unwrap().number, 2);
    class.driver.assert_shows("0 of 1 voted");
    class.press(Char('q')).press(Char('R'));
    assert_eq!(class.room.current(), None);
}

#[test]
fn nothing_of_a_key_reaches_the_room_before_the_outcome() {
    let mut class = Class::asked(1);
    class.vote(0, Phase::Predicted, 0);
    class.press(Enter);
    class.settle();
    class.vote(0, Phase::Seen, 0);
    class.press(Enter);
    let item = class.room.current().unwrap();
    let reasons: Vec<&str> =
        item.outcome.as_ref().unwrap().reasons.iter().map(|it| it.1.as_str()).collect();
    assert!(!reasons.is_empty());
    let before = class.driver.effects.iter().filter_map(|effect| match effect {
        Effect::Room(DemoEvent::Revealed { .. }) | Effect::Predicted(_) => None,
        Effect::Room(event) => Some(serde_json::to_string(event).unwrap()),
        _ => None,
    });
    let before: Vec<String> = before.collect();
    assert!(before.len() > 3);
    for text in before {
        assert!(reasons.iter().all(|why| !text.contains(why)), "{text}");
        assert!(!text.contains("right") && !text.contains("key"), "{text}");
    }
}

#[test]
fn the_code_fills_the_screen_until_a_key_and_the_question_waits_below() {
    let mut class = Class::asked(5);
    class.press(Char('Q'));
    let screen = class.driver.text((80, 24));
    assert!(screen.contains("▀") && !screen.contains("Predict"), "{screen}");
    class.driver.assert_shows("code K7M4QP · 5 joined");
    // A screen that is too small for it says what to open.
    let small = class.driver.text((60, 14));
    assert!(small.contains("too small for the QR code") && small.contains("K7M4QP"), "{small}");
    class.press(Char('Q'));
    class.driver.assert_shows("0 of 5 voted");
    class.press(Up);
    assert_eq!(class.driver.app.place(), "A room's prediction");
}

#[test]
fn a_question_names_each_option_as_the_live_view_shows_it() {
    let class = Class::asked(1);
    let AskedQuestion { stem, options, wanted, .. } = &class.room.current().unwrap().question;
    let screen = class.driver.text((200, 60));
    assert!(screen.contains(stem.split_whitespace().next().unwrap()));
    let mut rest = screen.as_str();
    for option in options {
        let start = &option.text[..20];
        rest = rest.split_once(start).unwrap_or_else(|| panic!("no {start} in:\n{rest}")).1;
    }
    assert_eq!(*wanted, 1);
}

#[test]
fn a_hall_gets_the_run_at_the_playhead() {
    let mut class = Class::asked(1);
    let picture = class.driver.app.projection().unwrap();
    assert!(picture.at < picture.end);
    let page = coldstart::report::html::mirror(&picture).into_string();
    assert!(page.contains(&picture.title) && page.contains("<svg"), "{page}");
    class.press(Esc).press(End);
    let later = class.driver.app.projection().unwrap();
    assert_eq!(later.at, later.end);
    assert_ne!(later.columns, picture.columns);
}
