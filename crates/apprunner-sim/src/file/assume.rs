//! `[assume]`: overrides of parameters that nobody has published.

use super::distribution::read as law;
use super::duration::{read as time, some_time};
use super::limits::Limiter;
use super::size::STATUSES;
use crate::model::assume::{AssumedValue, Assumptions, QueueLimit, VcpuQuota, assumptions};
use crate::model::rules::{Edition, Param};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::quoted;
use spanned_toml::field::Field;
use spanned_toml::shape::Shape;
use spanned_toml::tree::Value;
use spanned_toml::word::Word;

/// The least utilization that an autoscaler may plan for: with none it would want
/// infinitely many instances.
const LEAST_UTILIZATION: f64 = 0.01;

/// How often an hour an instance may be lost at most: once a minute.
const MOST_AN_HOUR: f64 = 60.0;

/// Declares the reader of the table.
macro_rules! reader {
    ($($(#[doc = $meaning:literal])+ $name:ident: $type:ty = $reader:ident, $range:expr;)+) => {
        /// Puts into `assume` what the table at `cursor` overrides. What a file assumes of
        /// the platform that it names does not hold on another one; that is reported.
        pub(super) fn read(
            cursor: &mut Cursor<'_>,
            assume: &mut Assumptions,
            limiter: &mut Limiter<'_>,
        ) {
            $({
                let place = cursor.peek(stringify!($name)).map(Field::place);
                let value = cursor.optional(stringify!($name), $reader);
                if let (Some(place), Some(value)) = (place, value) {
                    if let Some(platform) = limiter.former_platform()
                        && limiter.adapts(place)
                        && is_of_platform(stringify!($name), &platform.rules().assume.$name)
                        && is_of_platform(stringify!($name), &limiter.rules.assume.$name)
                    {
                        forget(stringify!($name), value, assume.$name, platform, limiter);
                    } else {
                        assume.$name = value;
                    }
                }
            })+
        }
    };
}
assumptions!(reader);

/// What a file may assume that is no matter of the platform.
const OF_ANY_PLATFORM: [&str; 3] = ["turnaround", "lost_per_hour", "region"];

/// Whether the parameter `name` says how a platform behaves that has such a thing.
fn is_of_platform<T>(name: &str, param: &Param<T>) -> bool {
    !OF_ANY_PLATFORM.contains(&name) && !param.is_only_express()
}

/// Reports that `value` was assumed of another `platform`, so that `own` takes its place.
fn forget<T: AssumedValue>(
    name: &str,
    value: T,
    own: T,
    platform: Edition,
    limiter: &mut Limiter<'_>,
) {
    if value != own {
        let whose = if platform == Edition::Express { "Express Mode" } else { "App Runner" };
        let reason = format!("it was assumed of {whose}");
        limiter.report(&format!("assume.{name}"), value.words(), own.words(), &reason);
    }
}

/// Reads a share of what is planned for.
fn share(field: Field<'_>) -> f64 {
    field.number(LEAST_UTILIZATION..=1.0)
}

/// Reads a correlation that is not negative.
fn correlation(field: Field<'_>) -> f64 {
    field.number(0.0..=1.0)
}

/// Reads a share of the traffic.
fn part(field: Field<'_>) -> f64 {
    field.number(0.001..=1.0)
}

/// Reads the size of a response in kB, up to a gigabyte.
fn kilobytes(field: Field<'_>) -> f64 {
    field.number(0.0..=1e6)
}

/// The most vCPUs that an idle instance may use.
const MOST_IDLE_VCPUS: f64 = 16.0;

/// Reads a number of vCPUs.
fn vcpus(field: Field<'_>) -> f64 {
    field.number(0.0..=MOST_IDLE_VCPUS)
}

/// Reads how often an hour something happens.
fn rate(field: Field<'_>) -> f64 {
    field.number(0.0..=MOST_AN_HOUR)
}

/// Reads a status.
fn status(field: Field<'_>) -> u16 {
    field.integer(STATUSES)
}

/// Reads one of the words of a type.
fn word<T: Word>(field: Field<'_>) -> T {
    field.word()
}

/// Reads the lowest and the highest of a range of statuses.
fn statuses(field: Field<'_>) -> (u16, u16) {
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

/// Reads a quota of vCPUs, or "unlimited".
fn vcpu_quota(field: Field<'_>) -> VcpuQuota {
    let words = [("unlimited", VcpuQuota::Unlimited)];
    number_or_word(field, 1, VcpuQuota::Vcpus, words, "no quota")
}

/// Reads a number of requests, or a word for one.
fn queue_limit(field: Field<'_>) -> QueueLimit {
    let words = [
        ("unlimited", QueueLimit::Unlimited),
        ("capacity", QueueLimit::Capacity),
        ("concurrency", QueueLimit::Concurrency),
    ];
    number_or_word(field, 0, QueueLimit::Requests, words, "not a queue limit")
}

/// Reads a number from `least`, or one of `words`; another word is `wrong`. The value of the
/// first word stands in for a bad one.
fn number_or_word<T: AssumedValue, const N: usize>(
    field: Field<'_>,
    least: u32,
    number: fn(u32) -> T,
    words: [(&'static str, T); N],
    wrong: &str,
) -> T {
    const { assert!(N > 0, "there is something to choose from") };
    let known = || words.iter().map(|&(word, _)| word);
    field.expects(|| {
        let number = Shape::Integer(least.into(), u32::MAX.into());
        Shape::AnyOf(vec![number, Shape::OneOf(known().collect())])
    });
    match field.value() {
        Some(Value::Integer(_)) => return number(field.integer(least..=u32::MAX)),
        Some(Value::Text(text)) => {
            if let Some(&(_, value)) = words.iter().find(|(word, _)| word == text) {
                return value;
            }
            let fault = field.fault(format!("{} is {wrong}", quoted(text)));
            fault.expected(T::KIND).suggest(text, known()).report();
        }
        _ => field.refuse(T::KIND).report(),
    }
    words[0].1
}
