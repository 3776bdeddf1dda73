//! `--until`: how well a figure is to be known, as `latency_ms.p99 ±5 %`.

use std::str::FromStr;

use anyhow::{anyhow, bail};

use super::repeat;
use apprunner_sim::model::metric::Metric;
use apprunner_sim::sim::experiment::precision::HalfWidth;

/// A figure and half the width that its interval may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Until {
    pub(super) metric: Metric,
    pub(super) half_width: HalfWidth,
}

impl FromStr for Until {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let signs = ["±", "+-", "+/-"];
        let (metric, width) = (signs.into_iter())
            .find_map(|sign| text.split_once(sign))
            .ok_or_else(|| anyhow!("name a metric and a width, such as `latency_ms.p99 ±5 %`"))?;
        let width = width.trim();
        let (number, is_share) = match width.strip_suffix('%') {
            Some(number) => (number.trim_end(), true),
            None => (width, false),
        };
        let value = number.parse().ok().filter(|value: &f64| value.is_finite() && *value > 0.0);
        let Some(value) = value else {
            bail!("`{width}` is no width; for example `5 %`, or `20` in the unit of the metric");
        };
        let half_width =
            if is_share { HalfWidth::Relative(value / 100.0) } else { HalfWidth::Absolute(value) };
        Ok(Self { metric: repeat::metric(metric.trim())?, half_width })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_a_share_or_in_the_unit_of_the_metric() {
        for text in [
            "latency_ms.p99 ±5 %",
            "latency_ms.p99 ±5%",
            "latency_ms.p99+-5%",
            "latency_ms.p99 +/- 5 %",
        ] {
            let until: Until = text.parse().unwrap();
            let five = Until { metric: Metric::LatencyP99, half_width: HalfWidth::Relative(0.05) };
            assert_eq!(until, five, "{text}");
        }
        let until: Until = "requests.failed_ratio ±0.01".parse().unwrap();
        assert_eq!(until.half_width, HalfWidth::Absolute(0.01));
        for text in [
            "",
            "latency_ms.p99",
            "±5 %",
            "latency_ms.p9 ±5 %",
            "latency_ms.p99 ±0 %",
            "latency_ms.p99 ±-5",
            "latency_ms.p99 ±nan",
            "latency_ms.p99 ±five",
        ] {
            assert!(text.parse::<Until>().is_err(), "{text}");
        }
    }
}
