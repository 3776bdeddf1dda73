//! The frame of every page: one file that needs nothing else, and that a browser holds to it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The colors and the type of every page.
pub(in crate::report) const STYLE: &str = include_str!("style.css");

/// The page asks nobody for anything, and a browser holds it to that.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// A page.
pub(in crate::report) struct Document<'a> {
    /// What it is called.
    pub(in crate::report) title: &'a str,
    /// Rules for its own elements.
    pub(in crate::report) style: &'a str,
    pub(in crate::report) content: &'a Markup,
    /// What stands at its end.
    pub(in crate::report) footer: Markup,
}

impl Document<'_> {
    /// The whole page.
    pub(in crate::report) fn markup(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="generator" content={ "coldstart " (env!("CARGO_PKG_VERSION")) };
                    title { (self.title) " · coldstart" }
                    link rel="icon" href="data:,";
                    style { (PreEscaped(STYLE)) (PreEscaped(self.style)) }
                }
                body {
                    header.masthead {
                        p { "coldstart" }
                        h1 { (self.title) }
                    }
                    (self.content)
                    footer { p { (self.footer) } }
                }
            }
        }
    }
}
