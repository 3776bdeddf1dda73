//! `[service.express]`: the same service under ECS Express Mode. What it says is checked
//! in every edition and holds in that of Express Mode.

use super::limits::Limiter;
use super::size;
use super::url_path::url_path;
use crate::model::express::{Exposure, ExpressPatch, MOST_SERVICES};
use crate::model::rules::Edition;
use crate::model::service::{Protocol, ServicePatch};
use spanned_toml::cursor::Cursor;
use spanned_toml::field::Field;

/// The highest target of requests per task and minute (express-service-work).
const HIGHEST_TARGET: u32 = 65_536;

/// The most zones of a Region.
const MOST_ZONES: u32 = 6;

/// Reads what the table at `cursor` changes. Under Express Mode its sizes, numbers of
/// tasks and health check take the place of App Runner's in `patch`.
pub(super) fn read(cursor: &mut Cursor<'_>, patch: &mut ServicePatch, limiter: &mut Limiter<'_>) {
    let limits = &Edition::Express.rules().limits;
    let cpu = cursor.optional("cpu", size::cpu);
    let memory = cursor.optional("memory", size::memory);
    let mut count = |name, bounds| cursor.optional(name, |field| limiter.count(field, bounds));
    let min_tasks = count("min_tasks", &limits.min_size.value);
    let max_tasks = count("max_tasks", &limits.max_size.value);
    let mut checked = None;
    let mut times = [None; 2];
    let mut thresholds = [None; 2];
    cursor.table("health_check", |table| {
        checked = table.optional("path", url_path);
        times = [("interval", &limits.check_interval_s), ("timeout", &limits.check_timeout_s)].map(
            |(name, limit)| table.optional(name, |field| limiter.seconds(field, &limit.value)),
        );
        let bounds = &limits.threshold.value;
        thresholds = ["healthy_threshold", "unhealthy_threshold"]
            .map(|name| table.optional(name, |field| limiter.count(field, bounds)));
    });
    let express = ExpressPatch {
        metric: cursor.optional("metric", Field::word),
        target: cursor.optional("target", |field| field.integer(1..=HIGHEST_TARGET)),
        zones: cursor.optional("zones", |field| field.integer(2..=MOST_ZONES)),
        alb_shared_by: cursor.optional("alb_shared_by", |field| field.integer(1..=MOST_SERVICES)),
        exposure: cursor
            .optional("public", Field::flag)
            .map(|yes| if yes { Exposure::Public } else { Exposure::Private }),
    };
    if limiter.rules.edition == Edition::Express {
        let [interval, timeout] = times;
        let [healthy_threshold, unhealthy_threshold] = thresholds;
        patch.express = express;
        patch.cpu_millis = cpu.or(patch.cpu_millis);
        patch.memory_mb = memory.or(patch.memory_mb);
        patch.min_size = min_tasks.or(patch.min_size);
        patch.max_size = max_tasks.or(patch.max_size);
        patch.path = checked.or(patch.path.take());
        patch.interval = interval.or(patch.interval);
        patch.timeout = timeout.or(patch.timeout);
        patch.healthy_threshold = healthy_threshold.or(patch.healthy_threshold);
        patch.unhealthy_threshold = unhealthy_threshold.or(patch.unhealthy_threshold);
    }
}

/// Reads the maximum concurrency, which Express Mode does not have.
pub(super) fn no_concurrency(field: Field<'_>, limiter: &mut Limiter<'_>) -> u32 {
    let none = *limiter.rules.limits.max_concurrency.value.start();
    let value: u32 = field.integer(1..=none);
    let reason = "Express Mode has no per-task limit";
    if value != none {
        limiter.replace(field, value, "none", reason, "no `max_concurrency`");
    }
    none
}

/// Reads the protocol of a health check, which is HTTP under Express Mode.
pub(super) fn http_only(field: Field<'_>, limiter: &mut Limiter<'_>) -> Protocol {
    let protocol: Protocol = field.word();
    let reason = "Express Mode checks over HTTP";
    if protocol == Protocol::Tcp {
        limiter.replace(field, protocol, Protocol::Http, reason, "\"HTTP\"");
    }
    Protocol::Http
}

/// Reads the flag of automatic deployment, which Express Mode does not have.
pub(super) fn no_auto_deployments(field: Field<'_>, limiter: &mut Limiter<'_>) -> bool {
    let on = field.flag();
    let reason = "Express Mode has no automatic deployments";
    if on {
        limiter.replace(field, on, false, reason, "false; deploy from a pipeline");
    }
    false
}
