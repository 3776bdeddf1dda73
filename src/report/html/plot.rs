//! What all pictures with a scale have in common: the labels beside them, their lines, and what they
//! show in words, for those who do not see it.

use maud::{Markup, html};

use super::HEIGHT;
use super::axis::{self, Scale};
use super::path::{Path, WIDTH};

/// Words about a picture, with the id under which the picture names them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caption<'a> {
    pub(super) id: &'a str,
    pub(super) text: &'a str,
}

/// The picture `content` with its `scale` at the left and `below` it what it is over.
pub(super) fn plot(
    scale: Scale,
    [title, description]: [Caption<'_>; 2],
    content: &Markup,
    below: &Markup,
) -> Markup {
    html! {
        div.plot {
            div.scale aria-hidden="true" {
                @for (share, label) in scale.lines() {
                    span style=(axis::percent("bottom", share)) { (label) }
                }
            }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" role="img"
                aria-labelledby={ (title.id) " " (description.id) } {
                title id=(title.id) { (title.text) }
                desc id=(description.id) { (description.text) }
                (content)
            }
            (below)
        }
    }
}

/// The lines of `scale` across a picture.
pub(super) fn grid(scale: Scale) -> Path {
    let mut path = Path::default();
    for (share, _) in scale.lines() {
        path.push('M', [0.0, HEIGHT * (1.0 - share)]);
        path.push('H', [WIDTH]);
    }
    path
}
