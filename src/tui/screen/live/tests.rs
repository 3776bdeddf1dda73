use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::instance_sign::InstanceSign;
use super::mark::Mark;
use super::picture::{Notice, Pane, Selection};
use super::sample::{Sample, surge};
use super::{layout, timeline};
use crate::tui::theme::{Symbols, Theme, Tier};
use apprunner_sim::sim::id::InstanceId;

/// ✖ and × mean the same of an instance and of the instant at which it happens.
#[test]
fn no_sign_of_an_instance_marks_an_event_of_another_kind() {
    let marks = Mark::ALL.iter().filter(|it| !matches!(it, Mark::Lost | Mark::FailedCheck));
    let marks: Vec<&str> = marks.map(|it| it.sign()).collect();
    let shared = InstanceSign::ALL.iter().find(|it| marks.contains(&it.sign()));
    assert_eq!(shared, None);
}

const PLAIN: Theme = Theme::new(Tier::None, Symbols::Unicode);

fn drawn(sample: &Sample, width: u16, height: u16) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| layout::draw(frame, frame.area(), &sample.picture(), PLAIN)).unwrap();
    terminal
}

#[test]
fn a_run_fits_the_smallest_common_screen() {
    insta::assert_snapshot!(drawn(&surge(), 80, 22).backend());
}

#[test]
fn a_wide_screen_has_the_log_beside() {
    insta::assert_snapshot!(drawn(&surge(), 120, 38).backend());
}

#[test]
fn a_tall_screen_has_the_log_below() {
    insta::assert_snapshot!(drawn(&surge(), 80, 48).backend());
}

#[test]
fn a_narrow_screen_keeps_the_instances() {
    insta::assert_snapshot!(drawn(&surge(), 44, 14).backend());
}

#[test]
fn the_start_says_what_to_look_for() {
    let sample = Sample { notice: Some(Notice::Intro), ..surge() };
    insta::assert_snapshot!(drawn(&sample, 80, 22).backend());
}

#[test]
fn an_instance_is_explained_in_a_sentence() {
    let selection = Selection::Instance(InstanceId(2));
    let sample = Sample { pane: Pane::Instances, selection, ..surge() };
    insta::assert_snapshot!(drawn(&sample, 80, 22).backend());
}

#[test]
fn an_event_is_explained_with_its_numbers() {
    let sample = Sample { selection: Selection::Event(7), ..surge() };
    let screen = drawn(&sample, 120, 38).backend().to_string();
    assert!(screen.contains("desired ceil(819/100) = 9"), "{screen}");
}

#[test]
fn events_that_are_not_kept_are_counted() {
    let mut sample = Sample { events_dropped: 12, ..surge() };
    let said = "later ones not kept";
    let before_the_last = drawn(&sample, 120, 38).backend().to_string();
    assert!(!before_the_last.contains(said), "{before_the_last}");
    sample.events.pop();
    let screen = drawn(&sample, 120, 38).backend().to_string();
    assert!(screen.contains("Events  8, 12 later ones not kept"), "{screen}");
}

#[test]
fn nothing_is_drawn_after_the_playhead() {
    let screen = drawn(&surge(), 120, 38).backend().to_string();
    assert!(!screen.contains("instance.unhealthy"), "{screen}");
}

#[test]
fn the_selection_is_seen_without_color() {
    let selection = Selection::Instance(InstanceId(1));
    let sample = Sample { pane: Pane::Instances, selection, ..surge() };
    let terminal = drawn(&sample, 80, 22);
    let buffer = terminal.backend().buffer();
    let row: Vec<_> = buffer.content.iter().filter(|c| c.symbol() == "▸").collect();
    assert_eq!(row.len(), 1);
    assert!(row.iter().all(|cell| cell.modifier.contains(Modifier::REVERSED)));
}

#[test]
fn no_size_is_too_small_to_draw() {
    for (width, height) in [(0, 0), (1, 1), (3, 2), (20, 5), (200, 3), (3, 50)] {
        drawn(&surge(), width, height);
    }
}

#[test]
fn the_playhead_stands_out_on_the_timeline() {
    let mut terminal = Terminal::new(TestBackend::new(80, 2)).unwrap();
    let area = Rect::new(0, 0, 80, 2);
    terminal.draw(|frame| timeline::draw(frame, area, &surge().picture(), PLAIN)).unwrap();
    let buffer = terminal.backend().buffer();
    let reversed = buffer.content.iter().filter(|c| c.modifier.contains(Modifier::REVERSED));
    assert_eq!(reversed.count(), 1);
}

#[test]
fn the_header_tells_where_the_run_stands() {
    let sample = surge();
    let picture = sample.picture();
    let of = |changes, width| {
        let title = super::header::title(&picture, changes, PLAIN);
        super::header::header(&picture, &title, width, PLAIN)
    };
    let header = of(0, 120);
    assert_eq!(header.left.to_string(), " Campaign surge to the instance ceiling · seed 42");
    assert_eq!(
        header.right.to_string(),
        "  course rules  RUNNING  02:31.0 / 15:00  ┃ 10×  $0.0147 "
    );
    // The title is whole before anything else is.
    for width in [60, 80, 100] {
        let header = of(2, width);
        let title = header.left.to_string();
        assert!(title.contains("Campaign surge to the instance ceiling"), "{width}: {title}");
        assert!(header.left.width() + header.right.width() <= width.into(), "{width}");
        assert_eq!(title.contains("· 2 changes"), width > 60, "{width}: {title}");
        assert!(header.right.to_string().contains("02:31.0"), "{width}");
    }
    // A lack of cells for both is shared.
    assert_eq!(of(0, 40).right.to_string(), "  02:31.0  ┃ 10× ");
}
