//! How sure answers felt beside how often they were right.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::report::stats;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::panel;
use crate::tui::widget::scroll::Scroll;
use quizbank::answer::Confidence;
use quizbank::progress::LearnerProgress;
use quizbank::score::Tally;

/// With fewer answers than this two shares are not compared; assumed.
const FEW: usize = 5;
/// The cells of the words and of the figures.
const WORDS: usize = 10;
const FIGURES: usize = 18;

/// The rows of the pane with its frame, in `width` cells.
pub(super) fn height(counted: &LearnerProgress, width: u16) -> u16 {
    panel::height_of(&lines(counted, width.saturating_sub(4), Theme::PLAIN)) + 2
}

pub(super) fn draw(
    frame: &mut Frame,
    area: Rect,
    counted: &LearnerProgress,
    scroll: &Scroll,
    theme: Theme,
) {
    scroll.draw(frame, area, lines(counted, area.width, theme), theme);
}

fn lines(counted: &LearnerProgress, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let tally = |said: Option<Confidence>| {
        let found = counted.calibration.iter().find(|(known, _)| *known == said);
        found.map(|(_, tally)| *tally).unwrap_or_default()
    };
    let said = Confidence::ALL.map(|said| (stats::sure(Some(said)), tally(Some(said))));
    let unsaid = Some((stats::sure(None), tally(None))).filter(|(_, tally)| tally.answered > 0);
    let bar = usize::from(width).saturating_sub(WORDS + FIGURES);
    let mut lines: Vec<Line<'static>> =
        said.into_iter().chain(unsaid).map(|(word, tally)| row(word, tally, bar, theme)).collect();
    let words = in_words(tally(Some(Confidence::Sure)), tally(Some(Confidence::Unsure)));
    lines.extend(panel::wrapped(&words, width, Role::Muted, theme));
    lines
}

fn row(word: &str, tally: Tally, bar: usize, theme: Theme) -> Line<'static> {
    let Tally { right, answered } = tally;
    let word = Span::raw(format!("{word:<WORDS$}"));
    if answered == 0 {
        return Line::from(vec![word, Span::styled("no answer yet", theme.style(Role::Muted))]);
    }
    let figures = format!("{:>6} of {answered:<8}", stats::right(tally));
    let bar = Gauge { part: right, whole: answered, cells: bar }.spans(Role::Good, theme);
    [word].into_iter().chain(bar).chain([Span::raw(figures)]).collect()
}

/// What the figures say of the learner's judgment.
fn in_words(sure: Tally, unsure: Tally) -> String {
    if sure.answered == 0 && unsure.answered == 0 {
        return "Rate your confidence when you answer. This pane shows how well it matches your \
         results."
            .to_owned();
    }
    let wrong = format!("Sure but wrong: {} of {}.", sure.answered - sure.right, sure.answered);
    if sure.answered < FEW || unsure.answered < FEW {
        return wrong;
    }
    // Shares compared without rounding.
    let is_better = sure.right * unsure.answered > unsure.right * sure.answered;
    let judged = if is_better {
        "You are right more often when you are sure."
    } else {
        "You are not right more often when you are sure."
    };
    format!("{wrong} {judged}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn tally(right: usize, answered: usize) -> Tally {
        Tally { right, answered }
    }

    #[test]
    fn judgement_is_told_only_of_enough_answers() {
        assert!(in_words(tally(0, 0), tally(0, 0)).starts_with("Rate your confidence"));
        assert_eq!(in_words(tally(3, 4), tally(1, 9)), "Sure but wrong: 1 of 4.");
        assert!(in_words(tally(9, 10), tally(4, 8)).ends_with("more often when you are sure."));
        assert!(in_words(tally(5, 10), tally(4, 8)).contains("not right more often"));
    }
}
