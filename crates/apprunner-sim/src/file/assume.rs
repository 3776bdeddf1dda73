//! `[assume]`: overrides of parameters that nobody has published.

use super::distribution;
use super::duration::{self, Zero};
use super::size::STATUSES;
use crate::model::assume::{AssumePatch, QueueLimit};
use crate::model::time::SimDuration;
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults, quoted};
use spanned_toml::quantity;
use spanned_toml::tree::Value;

/// What the table at `cursor` overrides.
pub(super) fn read(mut cursor: Cursor<'_>, faults: &mut Faults) -> AssumePatch {
    let mut time = |name: &'static str, zero: Zero, faults: &mut Faults| -> Option<SimDuration> {
        cursor.field(name).and_then(|field| duration::read(field, zero, faults))
    };
    let mut patch = AssumePatch {
        start_limit: time("start_limit", Zero::Refused, faults),
        idle_after: time("idle_after", Zero::Allowed, faults),
        wake: time("wake", Zero::Allowed, faults),
        scale_period: time("scale_period", Zero::Refused, faults),
        scale_in_after: time("scale_in_after", Zero::Refused, faults),
        request_limit: time("request_limit", Zero::Refused, faults),
        turnaround: time("turnaround", Zero::Refused, faults),
        ..AssumePatch::default()
    };
    patch.provision = cursor.field("provision").and_then(|field| distribution::read(field, faults));
    patch.target_utilization =
        cursor.field("target_utilization").and_then(|field| share(field, faults));
    patch.healthy_status = cursor.field("healthy_status").and_then(|field| span(field, faults));
    patch.overload_status = cursor
        .field("overload_status")
        .and_then(|field| quantity::integer(field, &STATUSES, faults));
    patch.queue_limit = cursor.field("queue_limit").and_then(|field| queue_limit(field, faults));
    cursor.finish(faults);
    patch
}

/// A share above nothing: an autoscaler that plans for empty instances would
/// want infinitely many.
fn share(field: Field<'_>, faults: &mut Faults) -> Option<f64> {
    quantity::number(field, &(0.01..=1.0), faults)
}

/// The lowest and the highest of a range of statuses.
fn span(field: Field<'_>, faults: &mut Faults) -> Option<(u16, u16)> {
    let [low, high] = field.items(faults)? else {
        return field.refuse("an array of two statuses, such as [200, 299]", faults);
    };
    let low = quantity::integer(field.of(low), &STATUSES, faults);
    let high = quantity::integer(field.of(high), &STATUSES, faults);
    let (low, high) = (low?, high?);
    if low > high {
        let message = format!("`{}` goes from {low} down to {high}", field.name);
        faults.push(Fault::new(&field.node.place, message).expected("the lower status first"));
        return None;
    }
    Some((low, high))
}

const QUEUE_LIMIT: &str = "a number, \"unlimited\", \"capacity\" or \"concurrency\"";

/// A number, `"unlimited"`, `"capacity"` or `"concurrency"`.
fn queue_limit(field: Field<'_>, faults: &mut Faults) -> Option<QueueLimit> {
    match &field.node.value {
        Value::Integer(_) => {
            quantity::integer(field, &(0..=u32::MAX), faults).map(QueueLimit::Requests)
        }
        Value::Text(text) => match text.as_str() {
            "unlimited" => Some(QueueLimit::Unlimited),
            "capacity" => Some(QueueLimit::Capacity),
            "concurrency" => Some(QueueLimit::Concurrency),
            other => {
                let message = format!("{} is no queue limit", quoted(other));
                let fault = Fault::new(&field.node.place, message).expected(QUEUE_LIMIT);
                faults.push(fault.suggest(other, ["unlimited", "capacity", "concurrency"]));
                None
            }
        },
        _ => field.refuse(QUEUE_LIMIT, faults),
    }
}
