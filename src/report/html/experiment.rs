//! The frame of a page on an experiment: what was studied, what came out in a sentence, and the
//! sections that show it.

use maud::{Markup, html};

use super::document;

/// The path of a setting as a head: a browser may break it after its dots and underscores.
pub(super) fn path_head(path: &str) -> Markup {
    html! {
        code {
            @for (index, part) in path.split_inclusive(['.', '_']).enumerate() {
                @if index > 0 { wbr; }
                (part)
            }
        }
    }
}

/// What an experiment was about.
pub(super) struct ExperimentHead<'a> {
    /// What the page is called.
    pub(super) title: String,
    /// The scenario's name.
    pub(super) scenario: &'a str,
    /// What stands beside it.
    pub(super) facts: Vec<String>,
    /// What came out, where it can be said before the sections.
    pub(super) lead: Markup,
}

impl ExperimentHead<'_> {
    /// The whole page with `sections`.
    pub(super) fn page(&self, sections: &Markup) -> Markup {
        let content = html! {
            main {
                article {
                    header {
                        h2 { (self.title) }
                        p.facts {
                            span { code { (self.scenario) } }
                            @for fact in &self.facts { span { (fact) } }
                        }
                        (self.lead)
                    }
                    (sections)
                }
            }
        };
        document(&self.title, &content)
    }
}
