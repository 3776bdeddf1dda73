//! `[service]`, in a file and in `set` tables: what differs from the defaults.

use std::ops::RangeInclusive;

use super::limits::Limiter;
use super::url_path::url_path;
use super::{express, size};
use crate::model::application::{Answers, Application};
use crate::model::rules::{Admission, Param};
use crate::model::service::{AutoDeployments, InstanceSize, Service, ServicePatch, StartMode};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::{Origin, SourcePlace};
use spanned_toml::field::Field;
use spanned_toml::word::Word;

impl Word for StartMode {
    const WORDS: &'static [(&'static str, Self)] =
        &[("running", Self::Running), ("create", Self::Create)];
}

/// Changes to a service, with the places that a rule over several fields points
/// at.
pub(super) struct ServiceEdit {
    /// The changes.
    pub(super) patch: ServicePatch,
    sizes: SourcePlace,
    /// What the fields of the least and the most instances are called there.
    size_names: [&'static str; 2],
    instance: SourcePlace,
}

impl ServiceEdit {
    /// No changes, written at `place`.
    pub(super) fn none(place: &SourcePlace) -> Self {
        let patch = ServicePatch::default();
        let size_names = ["min_size", "max_size"];
        Self { patch, sizes: place.clone(), size_names, instance: place.clone() }
    }
}

/// Reads what the table at `cursor` changes.
pub(super) fn read(cursor: &mut Cursor<'_>, limiter: &mut Limiter<'_>) -> ServiceEdit {
    let mut edit = ServiceEdit::none(cursor.place());
    let limits = &limiter.rules.limits;
    let patch = &mut edit.patch;
    patch.start = cursor.optional("start", Field::word);
    patch.port = cursor.optional("port", port);
    let has_tasks = limiter.rules.behaviour.admission.value == Admission::Unlimited;
    let deploys = cursor.optional("auto_deployments", |field| {
        if has_tasks { express::no_auto_deployments(field, limiter) } else { field.flag() }
    });
    patch.auto_deployments =
        deploys.map(|on| if on { AutoDeployments::On } else { AutoDeployments::Off });
    cursor.table("instance", |table| {
        edit.instance = blamed(table, ["cpu", "memory"]);
        patch.cpu_millis = table.optional("cpu", size::cpu);
        patch.memory_mb = table.optional("memory", size::memory);
    });
    cursor.table("auto_scaling", |table| {
        edit.sizes = blamed(table, ["max_size", "min_size"]);
        let mut count = |name, bounds| table.optional(name, |field| limiter.count(field, bounds));
        patch.min_size = count("min_size", &limits.min_size.value);
        patch.max_size = count("max_size", &limits.max_size.value);
        patch.max_concurrency = if has_tasks {
            table.optional("max_concurrency", |field| express::no_concurrency(field, limiter))
        } else {
            count("max_concurrency", &limits.max_concurrency.value)
        };
    });
    cursor.table("health_check", |table| {
        patch.protocol = table.optional("protocol", |field| {
            if has_tasks { express::http_only(field, limiter) } else { field.word() }
        });
        patch.path = table.optional("path", url_path);
        let mut time = |name, bounds: &Param<RangeInclusive<u64>>| {
            table.optional(name, |field| limiter.seconds(field, &bounds.value))
        };
        patch.interval = time("interval", &limits.check_interval_s);
        patch.timeout = time("timeout", &limits.check_timeout_s);
        let bounds = &limits.threshold.value;
        let mut threshold = |name| table.optional(name, |field| limiter.count(field, bounds));
        patch.healthy_threshold = threshold("healthy_threshold");
        patch.unhealthy_threshold = threshold("unhealthy_threshold");
    });
    cursor.table("express", |table| {
        if has_tasks {
            let has = |name| table.peek(name).is_some();
            let (has_sizes, has_instance) =
                (has("min_tasks") || has("max_tasks"), has("cpu") || has("memory"));
            if has_sizes {
                edit.sizes = blamed(table, ["max_tasks", "min_tasks"]);
                edit.size_names = ["min_tasks", "max_tasks"];
            }
            if has_instance {
                edit.instance = blamed(table, ["cpu", "memory"]);
            }
        }
        express::read(table, patch, limiter);
    });
    edit
}

/// Reads a TCP port.
pub(super) fn port(field: Field<'_>) -> u16 {
    field.integer(1..=u16::MAX)
}

/// Which of several fields a rule over all of them points at: what was typed as
/// a setting, else the first that is there, else the table.
fn blamed<const N: usize>(table: &mut Cursor<'_>, names: [&'static str; N]) -> SourcePlace {
    let there = names.map(|name| table.field(name).map(Field::place));
    let there = || there.iter().flatten().copied();
    let typed = there().find(|place| place.origin != Origin::File);
    typed.or_else(|| there().next()).unwrap_or(table.place()).clone()
}

/// Applies `edit` to `service` and sees that the result is one that the edition
/// allows: what is not is adapted, in the edit too, or reported.
pub(super) fn settle(edit: &mut ServiceEdit, service: &mut Service, limiter: &mut Limiter<'_>) {
    edit.patch.apply(service);
    settle_sizes(edit, service, limiter);
    settle_instance(edit, service, limiter);
}

/// Sees that port and path of the health check are ones that `app` has, where the file is
/// of the other platform and leaves them to the defaults: the other's port is another one,
/// and its check may have been TCP.
pub(super) fn settle_target(
    edit: &ServiceEdit,
    service: &mut Service,
    app: &Application,
    limiter: &mut Limiter<'_>,
) {
    if let Some(former) = limiter.former_platform()
        && edit.patch.port.is_none()
        && app.port == former.rules().defaults.port.value
        && limiter.adapts(&edit.sizes)
    {
        limiter.report("port", service.port, app.port, "the application listens there");
        service.port = app.port;
    }
    let check = &mut service.health_check;
    let is_open = edit.patch.path.is_none() && service.express.is_some();
    if !is_open || !limiter.adapts(&edit.sizes) || app.routes.contains_key(&check.path) {
        return;
    }
    let answers =
        app.routes.iter().find(|(_, route)| route.status == 200 && route.answers == Answers::Yes);
    if let Some((path, _)) = answers {
        let reason =
            format!("the application has no route {} for the HTTP health check", check.path);
        limiter.report("health_check.path", &check.path, path, &reason);
        check.path.clone_from(path);
    }
}

/// Sees that `min_size` is not over `max_size`.
fn settle_sizes(edit: &mut ServiceEdit, service: &mut Service, limiter: &mut Limiter<'_>) {
    let scaling = &mut service.auto_scaling;
    let (min, max) = (scaling.min_size, scaling.max_size);
    let [min_name, max_name] = edit.size_names;
    if min <= max {
        return;
    }
    if limiter.adapts(&edit.sizes) {
        limiter.report(min_name, min, max, &format!("{max_name} is {max}"));
        edit.patch.min_size = Some(max);
    } else {
        let message = format!("`{min_name}` {min} is over `{max_name}` {max}");
        let fault = limiter.faults.at(&edit.sizes, message);
        fault.expected(format!("`{min_name}` at most `{max_name}`")).report();
    }
    scaling.min_size = max;
}

/// Sees that CPU and memory are a pair that the edition has.
fn settle_instance(edit: &mut ServiceEdit, service: &mut Service, limiter: &mut Limiter<'_>) {
    let (wanted, pairs) = (service.instance, limiter.rules.limits.sizes.value);
    if pairs.contains(&wanted) {
        return;
    }
    let distance = |pair: &&InstanceSize| {
        let memory = pair.memory_mb.abs_diff(wanted.memory_mb);
        (pair.cpu_millis.abs_diff(wanted.cpu_millis), memory)
    };
    let Some(&nearest) = pairs.iter().min_by_key(distance) else { return };
    if limiter.adapts(&edit.instance) {
        let reason = format!("{} does not support this pair", limiter.author());
        limiter.report("instance", wanted, nearest, &reason);
        edit.patch.cpu_millis = Some(nearest.cpu_millis);
        edit.patch.memory_mb = Some(nearest.memory_mb);
    } else {
        let pairs: Vec<String> = pairs.iter().map(ToString::to_string).collect();
        let message = format!("{} does not support {wanted}", limiter.author());
        let fault = limiter.faults.at(&edit.instance, message).expected("a pair of CPU and memory");
        fault.help(format!("the pairs are {}", pairs.join(", "))).report();
    }
    service.instance = nearest;
}
