//! How the contents of a log show which format it has, and what the formats are called.

use apprunner_sim::model::replay::LogFormat;

use super::{access_log, alb, cloudfront, csv};

/// Returns the format that a log has which begins with `head`, as far as one shows.
pub(crate) fn of(head: &str) -> Option<LogFormat> {
    let lines = || head.lines().map(str::trim_end).filter(|line| !line.is_empty());
    if lines().take(2).any(cloudfront::is_header) {
        return Some(LogFormat::CloudFront);
    }
    // A line or two may be damaged; the header of a table is the first.
    if lines().next().is_some_and(csv::is_header) {
        return Some(LogFormat::Csv);
    }
    lines().take(LOOKED_AT).find_map(|line| {
        if line.starts_with('{') {
            Some(LogFormat::JsonLines)
        } else if alb::is_line(line) {
            Some(LogFormat::Alb)
        } else if cloudfront::is_line(line) {
            Some(LogFormat::CloudFront)
        } else {
            access_log::format_of(line)
        }
    })
}

/// The number of lines that are looked at for the format.
const LOOKED_AT: usize = 20;

/// Returns what reports call `format`.
pub fn label(format: LogFormat) -> &'static str {
    match format {
        LogFormat::Common => "Common Log Format",
        LogFormat::Combined => "Combined Log Format",
        LogFormat::Alb => "log of an Application Load Balancer",
        LogFormat::CloudFront => "CloudFront log",
        LogFormat::JsonLines => "JSON lines",
        LogFormat::Csv => "CSV",
    }
}
