//! The frame of a page on an experiment: what was studied, what came out in a sentence, and the
//! sections that show it.

use maud::{Markup, html};

use super::document;
use crate::report::estimate;
use crate::report::number;
use crate::report::sweep::{SweepRow, shown};
use apprunner_sim::file::vary::Vary;
use apprunner_sim::model::metric::Metric;

/// The path of a setting as a head: a browser may break it after its dots and underscores.
fn path_head(path: &str) -> Markup {
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

/// The figures of `rows` as numbers, in the section `id` called `title`. A row also has its standing where there are
/// `standings`.
pub(super) fn results(
    [id, title]: [&str; 2],
    vary: &[Vary],
    metrics: &[Metric],
    rows: &[&SweepRow],
    standings: &[&str],
) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h3 id=(id) { (title) }
            div.wide tabindex="0" role="region" aria-label=(title) {
                table.numbers {
                    thead {
                        tr {
                            @for vary in vary { th scope="col" { (path_head(&vary.path)) } }
                            @if !standings.is_empty() { th scope="col" { "standing" } }
                            th scope="col" { "runs" }
                            @for metric in metrics { th scope="col" { (metric.label()) } }
                            th scope="col" { "goals met" }
                        }
                    }
                    tbody {
                        @for (index, row) in rows.iter().enumerate() {
                            tr {
                                @for setting in &row.set { th scope="row" { (shown(setting)) } }
                                @if let Some(standing) = standings.get(index) { td { (standing) } }
                                td { (number::count(row.reps)) }
                                @for (metric, figure) in metrics.iter().zip(&row.estimates) {
                                    td { (estimate::lines(metric.unit(), figure, row.reps).join(" ")) }
                                }
                                td { @if let Some(passed) = row.passed { (passed) " of " (row.reps) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
