//! What a label means: in `get-metric-data` the metric and its statistic are nothing but words
//! of the label, or of the id.

use apprunner_sim::model::goal::CloudWatchMetric;
use spanned_toml::word::Word;

use super::Statistic;

/// Returns the metric that `label` names, in any case and with anything around it.
pub(super) fn metric(label: &str) -> Option<CloudWatchMetric> {
    let lower = label.to_ascii_lowercase();
    let is_named = |it: &CloudWatchMetric| lower.contains(&it.word().to_ascii_lowercase());
    CloudWatchMetric::all().find(is_named)
}

/// Returns the statistic among the words of `label`; where none is named, the one that the
/// metric is usually asked for.
pub(super) fn statistic(label: &str, metric: CloudWatchMetric) -> Result<Statistic, String> {
    let words = || label.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '.'));
    if let Some(found) = words().find_map(named) {
        return Ok(found);
    }
    let unread = ["maximum", "max", "minimum", "min", "samplecount"];
    if let Some(word) = words().find(|it| unread.iter().any(|one| it.eq_ignore_ascii_case(one))) {
        return Err(word.to_owned());
    }
    Ok(named(metric.statistic()).unwrap_or(Statistic::Average))
}

/// Returns the statistic called `name`: `Sum`, `Average` or a percentile such as `p99.9`.
pub(super) fn named(name: &str) -> Option<Statistic> {
    match name.to_ascii_lowercase().as_str() {
        "sum" => Some(Statistic::Sum),
        "average" | "avg" | "mean" => Some(Statistic::Average),
        other => permille(other.strip_prefix('p')?).map(Statistic::Permille),
    }
}

/// Reads a percentile in tenths: `99`, `99.9`.
fn permille(text: &str) -> Option<u16> {
    let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if tenth.len() != 1 || whole.is_empty() || whole.len() > 2 || !digits(whole) || !digits(tenth) {
        return None;
    }
    let permille = whole.parse::<u16>().ok()? * 10 + tenth.parse::<u16>().ok()?;
    (1..1_000).contains(&permille).then_some(permille)
}
