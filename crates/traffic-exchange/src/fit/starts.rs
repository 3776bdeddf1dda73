//! How long starts took, by what an application logs: `Started ShopApplication in 4.321 seconds`,
//! `ready in 850 ms`, `listening after 2.1s`, or a bare time on a line.

use super::time::TimeSample;
use crate::log::latency_of_text;

/// Words of a line that reports a start.
const WORDS: [&str; 5] = ["start", "ready", "listen", "boot", "up in"];

/// Returns the times of the starts that `text` reports.
pub fn of_text(text: &str) -> TimeSample {
    let mut sample = TimeSample::default();
    for line in text.lines() {
        let lower = line.trim().to_ascii_lowercase();
        let micros = if WORDS.iter().any(|word| lower.contains(word)) {
            [" in ", " after ", " took "].iter().find_map(|word| {
                let (_, rest) = lower.split_once(word)?;
                time(rest)
            })
        } else {
            time(&lower).filter(|_| lower.len() < 20)
        };
        if let Some(micros) = micros {
            sample.add(micros);
        }
    }
    sample
}

/// The µs of the number and the unit that `text` begins with.
fn time(text: &str) -> Option<u64> {
    let end = text.find(|it: char| !(it.is_ascii_digit() || it == '.')).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let unit: String = rest.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    let unit = match unit.as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "ms" | "msec" | "milliseconds" | "millis" => "ms",
        _ => return None,
    };
    latency_of_text(&format!("{number}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_are_found_in_what_applications_log() {
        let text = "2026-03-01 INFO Started ShopApplication in 4.000 seconds (process running for 5)\n\
            GET / 200 in 12 ms\n\
            ready in 2000 ms\n\
            Server listening after 3s\n\
            3 s\n\
            Starting worker\n";
        let sample = of_text(text);
        assert_eq!(sample.count(), 4);
        assert!((sample.mean_ms().unwrap() - 3_000.0).abs() < 1e-6);
    }
}
