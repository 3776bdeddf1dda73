//! A question of a stop as pages show it: to vote on, to wait for, with its outcome.

use maud::{Markup, html};

use crate::app::demo::{AskedOption, AskedQuestion, Ballots, Phase, Round, StopOutcome, Voter};
use crate::report::handout::words;
use crate::report::html::bar;
use crate::report::number;
use quizbank::prediction::Votes;

/// The stem, and the text that it refers to.
pub(super) fn stem(question: &AskedQuestion) -> Markup {
    html! {
        h2.stem { (words(&question.stem)) }
        @if let Some(exhibit) = &question.exhibit {
            figure.exhibit {
                figcaption { "Exhibit (" (exhibit.kind) ")" }
                pre tabindex="0" { (exhibit.text) }
            }
        }
    }
}

/// The stem as text.
pub(super) fn stem_text(question: &AskedQuestion) -> Markup {
    words(&question.stem)
}

/// The form in which a student votes, with the picks that are saved already. It names options by
/// their place on the page: that in the file of the question may give a key away. It says how many
/// votes of the student it has seen, so that one that is sent twice or was made before counts once.
pub(super) fn form(round: &Round, phase: Phase, voter: Voter, action: &str) -> Markup {
    let (question, is_one) = (&round.question, round.question.wanted == 1);
    let (picked, seen) = (round.ballots(phase).of(voter), round.ballots(phase).given(voter));
    let label = if picked.is_some() { "Change my vote" } else { "Vote" };
    let rule = if is_one { "Pick one.".to_owned() } else { format!("Pick {}.", question.wanted) };
    html! {
        form method="post" action=(action) {
            input type="hidden" name="round" value=(round.number);
            input type="hidden" name="phase" value=(phase.name());
            input type="hidden" name="seen" value=(seen);
            fieldset {
                legend { (rule) }
                @for (index, option) in question.options.iter().enumerate() {
                    @let is_picked = picked.is_some_and(|picks| picks.contains(&option.position));
                    label.choice {
                        input type=(if is_one { "radio" } else { "checkbox" }) name="pick"
                            value=(index) checked[is_picked] required[is_one];
                        span { strong { (index + 1) } " " (words(&option.text)) }
                    }
                }
            }
            div.actions { button.main type="submit" { (label) } }
        }
    }
}

/// The picks of a voter in words.
pub(super) fn picks(question: &AskedQuestion, picks: &[usize]) -> Markup {
    let picked = question.options.iter().enumerate();
    let picked = picked.filter(|(_, option)| picks.contains(&option.position));
    html! {
        ul.picks {
            @for (index, option) in picked {
                li { strong { (index + 1) } " " (words(&option.text)) }
            }
        }
    }
}

/// Every option with the votes of one phase, as they come.
pub(super) fn tally(round: &Round, phase: Phase) -> Markup {
    let ballots = round.ballots(phase);
    let votes = ballots.all();
    html! {
        ol.tally {
            @for (index, option) in round.question.options.iter().enumerate() {
                li {
                    p { strong { (index + 1) } " " (words(&option.text)) }
                    (share(ballots, &votes, (&round.question, index), ""))
                }
            }
        }
    }
}

/// Every option with both votes and what came true; `voter` marks what one student said.
pub(super) fn outcome(round: &Round, outcome: &StopOutcome, voter: Option<Voter>) -> Markup {
    let sums = [Phase::Predicted, Phase::Seen].map(|phase| (phase, round.ballots(phase).all()));
    html! {
        ol.tally.outcome {
            @for (index, option) in round.question.options.iter().enumerate() {
                @let came_true = outcome.right.contains(&option.position);
                li class=[came_true.then_some("right")] {
                    p {
                        @if came_true { span.sign { "✓" } span.hidden { "Happened: " } }
                        strong { (index + 1) } " " (words(&option.text))
                    }
                    @for (phase, votes) in sums.iter().filter(|(_, votes)| votes.cast() > 0) {
                        @let is_own = is_own(round, *phase, option, voter);
                        (share(round.ballots(*phase), votes, (&round.question, index), label(*phase, is_own)))
                    }
                    @if let Some((_, why)) = outcome.reasons.iter().find(|(it, _)| *it == option.position) {
                        p.why { (words(why)) }
                    }
                }
            }
        }
        p.settled { (outcome.settled) }
        @if outcome.right.is_empty() {
            p.settled { "The run went another way than each of these options." }
        }
        @if !outcome.words.is_empty() {
            div.said { @for part in outcome.words.lines() { p { (words(part)) } } }
        }
    }
}

/// The share of the option at `index` in the votes of a phase.
fn share(
    ballots: &Ballots,
    votes: &Votes,
    (question, index): (&AskedQuestion, usize),
    label: &str,
) -> Markup {
    let counts: Vec<u32> = question.options.iter().map(|it| votes.of(it.position)).collect();
    let count = counts.get(index).copied().unwrap_or_default();
    let hands = u64::from(ballots.hands().cast()).div_ceil(question.wanted.max(1) as u64);
    let people = (ballots.voters() as u64).saturating_add(hands);
    let percent = number::percents(&counts, people).get(index).copied().unwrap_or_default();
    html! {
        p.share {
            @if !label.is_empty() { span.label { (label) } }
            (bar(percent))
            span.figures { (percent) " % · " (count) }
        }
    }
}

fn is_own(round: &Round, phase: Phase, option: &AskedOption, voter: Option<Voter>) -> bool {
    let picks = voter.and_then(|voter| round.ballots(phase).of(voter));
    picks.is_some_and(|picks| picks.contains(&option.position))
}

fn label(phase: Phase, is_own: bool) -> &'static str {
    match (phase, is_own) {
        (Phase::Predicted, true) => "predicted, also by you",
        (Phase::Predicted, false) => "predicted",
        (Phase::Seen, true) => "seen, also by you",
        (Phase::Seen, false) => "seen",
    }
}
