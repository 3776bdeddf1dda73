//! Measured traffic of a service: access logs and CloudWatch metrics.
//!
//! Pure: bytes come in, records, profiles, estimates and losses go out; there is no file,
//! clock or screen. A log is pushed in pieces of any size and never held as a whole, so that
//! memory does not grow with it. Parsers of JSON and CSV are libraries; what the parts of a
//! line mean, and what is said of a part that has no place, is decided here.
//!
//! ```text
//! bytes ─ log::reader ─ access_log · alb · cloudfront · json_lines · csv ─▶ LogRecord + LogLoss
//! LogRecord ─ sequence ─ replay ─▶ arrivals in order of time
//! JSON ─ metrics ─▶ Metrics + MetricLoss ─▶ requests per second over time
//! ```

pub mod fit;
pub mod log;
pub mod metrics;
pub mod replay;
pub mod sequence;
pub mod spool;
