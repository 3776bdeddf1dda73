//! Which assumption decides each goal, as a page of ranked bars.

use std::io::{self, Write};

use maud::{Markup, html};

use super::experiment::ExperimentHead;
use crate::app::screening::{ScreenedParameter, Sensitivity};
use crate::report::sensitivity::{EffectRow, method, rows, verdict};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::sim::sensitivity::GoalSensitivity;

/// The width of the longest bar, in units of its own picture.
const BAR: f64 = 100.0;

/// Writes the page of `found`.
pub fn write(out: &mut dyn Write, found: &Sensitivity) -> io::Result<()> {
    writeln!(out, "{}", page(found).into_string())
}

fn page(found: &Sensitivity) -> Markup {
    let head = ExperimentHead {
        title: format!("What the goals of {} depend on", found.scenario),
        scenario: &found.scenario,
        facts: vec![
            Edition::label_of(found.rules).to_owned(),
            format!("seeds from {}", found.seed),
            method(found),
        ],
        lead: html! {
            p.lead {
                "Nobody has published these values of the real service, so a run uses assumptions. \
                 If a goal depends on an assumption, measure it on your own service."
            }
        },
    };
    head.page(&html! {
        @for goal in &found.goals { (section(goal, found.walks)) }
        (values(&found.parameters))
    })
}

fn section(goal: &GoalSensitivity, walks: usize) -> Markup {
    let rows: Vec<EffectRow> = rows(goal, walks).collect();
    html! {
        section {
            h3 { (goal.name) }
            p { code { (goal.metric) } ": " (verdict(goal, |parameter| format!("`{parameter}`"))) "." }
            @if !rows.is_empty() {
                div.wide tabindex="0" role="region" aria-label=(goal.name) {
                    table.effects {
                        thead {
                            tr {
                                @for head in ["assumption", "mean change of the metric", "", "goal"] {
                                    th scope="col" { (head) }
                                }
                            }
                        }
                        tbody { @for row in &rows { (effect(row)) } }
                    }
                }
            }
        }
    }
}

fn effect(row: &EffectRow) -> Markup {
    let width = format!("{:.1}", (row.share * BAR).max(1.0));
    html! {
        tr {
            th scope="row" { code { (row.parameter) } }
            td {
                svg.bar viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
                    rect.solid width=(width) height="8" {}
                }
            }
            td { (row.change) }
            td { @if let Some(decides) = &row.decides { (decides) } }
        }
    }
}

/// The values that were tried.
fn values(parameters: &[ScreenedParameter]) -> Markup {
    html! {
        section {
            h3 { "Values tested" }
            div.wide tabindex="0" role="region" aria-label="Values tested" {
                table {
                    thead { tr { th scope="col" { "assumption" } th scope="col" { "values" } } }
                    tbody {
                        @for one in parameters {
                            tr {
                                th scope="row" { code { (one.parameter) } }
                                td { (distinct(&one.values).join(", ")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Each of `values` once, in their order.
fn distinct(values: &[String]) -> Vec<&str> {
    values.chunk_by(PartialEq::eq).filter_map(|same| same.first()).map(String::as_str).collect()
}
