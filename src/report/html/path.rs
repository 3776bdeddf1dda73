//! Paths of SVG: steps, because a frame is a stretch of time and no instant.

use maud::{Markup, html};

/// The width of a picture in its own units; the page stretches it.
pub(super) const WIDTH: f64 = 1_000.0;
/// The height of a line of marks.
const LINE: f64 = 10.0;

/// Heights over stretches from left to right; `None` where there is nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    /// Where the stretch begins.
    pub(super) left: f64,
    /// Where it ends.
    pub(super) right: f64,
    /// How far from the top of the picture it is.
    pub(super) y: Option<f64>,
}

/// A path as the attribute `d` takes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Path(String);

impl Path {
    /// Adds a command and its numbers.
    pub(super) fn push<const N: usize>(&mut self, command: char, numbers: [f64; N]) {
        self.0.push(command);
        for (index, value) in numbers.into_iter().enumerate() {
            if index > 0 {
                self.0.push(' ');
            }
            self.0.push_str(&number(value));
        }
    }

    /// Its text.
    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// Steps of one height are one line.
    fn climb(&mut self, run: &[Step]) {
        for level in run.chunk_by(|one, next| one.y == next.y) {
            let (Some(first), Some(last)) = (level.first(), level.last()) else { continue };
            self.push('V', [first.y.unwrap_or(0.0)]);
            self.push('H', [last.right]);
        }
    }
}

/// The outline of what lies between the steps and `ground`.
pub(super) fn area(steps: &[Step], ground: f64) -> String {
    let mut path = Path::default();
    for run in runs(steps) {
        let Some(first) = run.first() else { continue };
        path.push('M', [first.left, ground]);
        path.climb(run);
        path.push('V', [ground]);
        path.push('Z', []);
    }
    path.into_text()
}

/// The line along the steps.
pub(super) fn line(steps: &[Step]) -> String {
    let mut path = Path::default();
    for run in runs(steps) {
        let Some(first) = run.first() else { continue };
        path.push('M', [first.left, first.y.unwrap_or(0.0)]);
        path.climb(run);
    }
    path.into_text()
}

/// Stretches of steps that follow each other without a hole.
fn runs(steps: &[Step]) -> impl Iterator<Item = &[Step]> {
    let pieces = steps.chunk_by(|one, next| one.y.is_some() == next.y.is_some());
    pieces.filter(|piece| piece.first().is_some_and(|step| step.y.is_some()))
}

/// A line of marks as a picture: one stroke for each of the `places` of `all`.
pub(super) fn strokes(places: impl Iterator<Item = usize>, all: usize) -> Markup {
    let width = WIDTH / all as f64;
    let mut strokes = Path::default();
    for place in places {
        strokes.push('M', [(place as f64 + 0.5) * width, 0.0]);
        strokes.push('V', [LINE]);
    }
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (LINE) } preserveAspectRatio="none" aria-hidden="true" {
            path.ground d={ "M0 " (LINE / 2.0) "H" (WIDTH) } {}
            path.strokes d=(strokes.into_text()) {}
        }
    }
}

/// A coordinate, no finer than a tenth.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(heights: &[Option<f64>]) -> Vec<Step> {
        let step = |(index, y): (usize, &Option<f64>)| {
            let left = index as f64 * 10.0;
            Step { left, right: left + 10.0, y: *y }
        };
        heights.iter().enumerate().map(step).collect()
    }

    #[test]
    fn an_area_goes_down_to_the_ground_at_every_hole() {
        let steps = steps(&[Some(4.0), Some(4.0), None, Some(1.25)]);
        assert_eq!(area(&steps, 9.0), "M0 9V4H20V9ZM30 9V1.2H40V9Z");
    }

    #[test]
    fn a_line_follows_the_steps() {
        let steps = steps(&[Some(4.0), Some(2.0), None]);
        assert_eq!(line(&steps), "M0 4V4H10V2H20");
    }
}
