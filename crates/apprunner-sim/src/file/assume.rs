//! `[assume]`: overrides of parameters that nobody has published.

use super::size::STATUSES;
use super::{distribution, duration};
use crate::model::assume::{AssumePatch, QueueLimit};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::quoted;
use spanned_toml::field::Field;
use spanned_toml::tree::Value;

/// The least utilization that an autoscaler may plan for: with none it would want
/// infinitely many instances.
const LEAST_UTILIZATION: f64 = 0.01;

/// Reads what the table at `cursor` overrides.
pub(super) fn read(cursor: &mut Cursor<'_>) -> AssumePatch {
    AssumePatch {
        provision: cursor.optional("provision", distribution::read),
        start_limit: cursor.optional("start_limit", duration::some_time),
        idle_after: cursor.optional("idle_after", duration::read),
        wake: cursor.optional("wake", duration::read),
        scale_period: cursor.optional("scale_period", duration::some_time),
        scale_in_after: cursor.optional("scale_in_after", duration::some_time),
        request_limit: cursor.optional("request_limit", duration::some_time),
        turnaround: cursor.optional("turnaround", duration::some_time),
        target_utilization: cursor
            .optional("target_utilization", |field| field.number(LEAST_UTILIZATION..=1.0)),
        healthy_status: cursor.optional("healthy_status", span),
        overload_status: cursor.optional("overload_status", |field| field.integer(STATUSES)),
        queue_limit: cursor.optional("queue_limit", queue_limit),
    }
}

/// Reads the lowest and the highest of a range of statuses.
fn span(field: Field<'_>) -> (u16, u16) {
    let items = field.items();
    let [low, high] = items.as_slice() else {
        if matches!(field.value(), Some(Value::Array(_))) {
            field.refuse("an array of two statuses, such as [200, 299]").report();
        }
        return STATUSES.into_inner();
    };
    let (low, high) = (low.integer(STATUSES), high.integer(STATUSES));
    if low > high {
        let fault = field.fault(format!("`{}` goes from {low} down to {high}", field.name()));
        fault.expected("the lower status first").report();
    }
    (low, high)
}

/// The names of queue limits.
const QUEUE_LIMITS: [&str; 3] = ["unlimited", "capacity", "concurrency"];

/// Reads a number, or one of [`QUEUE_LIMITS`].
fn queue_limit(field: Field<'_>) -> QueueLimit {
    let expected = "a number, \"unlimited\", \"capacity\" or \"concurrency\"";
    match field.value() {
        Some(Value::Integer(_)) => QueueLimit::Requests(field.integer(0..=u32::MAX)),
        Some(Value::Text(text)) => match text.as_str() {
            "unlimited" => QueueLimit::Unlimited,
            "capacity" => QueueLimit::Capacity,
            "concurrency" => QueueLimit::Concurrency,
            other => {
                let fault = field.fault(format!("{} is no queue limit", quoted(other)));
                fault.expected(expected).suggest(other, QUEUE_LIMITS).report();
                QueueLimit::Unlimited
            }
        },
        _ => {
            field.refuse(expected).report();
            QueueLimit::Unlimited
        }
    }
}
