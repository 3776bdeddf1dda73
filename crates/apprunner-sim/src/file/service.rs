//! `[service]`, in a file and in `set` tables: what differs from the defaults.

use super::limits::Limiter;
use super::size;
use crate::model::service::{
    AutoDeployments, InstanceSize, Protocol, Service, ServicePatch, StartMode,
};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults, Origin, Place};
use spanned_toml::quantity;

/// Changes to a service, with the places that a rule over several fields points
/// at.
pub(super) struct ServiceEdit {
    /// The changes.
    pub(super) patch: ServicePatch,
    sizes: Place,
    instance: Place,
}

impl ServiceEdit {
    /// No changes, written at `place`.
    pub(super) fn none(place: &Place) -> Self {
        let patch = ServicePatch::default();
        Self { patch, sizes: place.clone(), instance: place.clone() }
    }
}

/// What the table at `cursor` changes.
pub(super) fn read(
    mut cursor: Cursor<'_>,
    limiter: &mut Limiter,
    faults: &mut Faults,
) -> ServiceEdit {
    let mut edit = ServiceEdit::none(cursor.place());
    let start = [("running", StartMode::Running), ("create", StartMode::Create)];
    let patch = &mut edit.patch;
    patch.start = cursor.field("start").and_then(|field| field.choice(&start, faults));
    patch.port = cursor.field("port").and_then(|field| port(field, faults));
    patch.auto_deployments = cursor
        .field("auto_deployments")
        .and_then(|field| field.flag(faults))
        .map(|on| if on { AutoDeployments::On } else { AutoDeployments::Off });
    if let Some(table) = cursor.table("instance", faults) {
        instance(table, &mut edit, faults);
    }
    if let Some(table) = cursor.table("auto_scaling", faults) {
        auto_scaling(table, &mut edit, limiter, faults);
    }
    if let Some(table) = cursor.table("health_check", faults) {
        health_check(table, &mut edit.patch, limiter, faults);
    }
    cursor.finish(faults);
    edit
}

/// A TCP port.
pub(super) fn port(field: Field<'_>, faults: &mut Faults) -> Option<u16> {
    quantity::integer(field, &(1..=u16::MAX), faults)
}

/// `[service.instance]`.
fn instance(mut cursor: Cursor<'_>, edit: &mut ServiceEdit, faults: &mut Faults) {
    let cpu = cursor.field("cpu");
    let memory = cursor.field("memory");
    edit.instance = blamed(&[cpu, memory], cursor.place());
    cursor.finish(faults);
    edit.patch.cpu_millis = cpu.and_then(|field| size::cpu(field, faults));
    edit.patch.memory_mb = memory.and_then(|field| size::memory(field, faults));
}

/// `[service.auto_scaling]`.
fn auto_scaling(
    mut cursor: Cursor<'_>,
    edit: &mut ServiceEdit,
    limiter: &mut Limiter,
    faults: &mut Faults,
) {
    let limits = &limiter.rules.limits;
    let min = cursor.field("min_size");
    let max = cursor.field("max_size");
    let concurrency = cursor.field("max_concurrency");
    edit.sizes = blamed(&[max, min], cursor.place());
    cursor.finish(faults);
    let mut count = |field: Option<Field<'_>>, bounds| {
        field.and_then(|field| limiter.count(field, bounds, faults))
    };
    edit.patch.min_size = count(min, &limits.min_size.value);
    edit.patch.max_size = count(max, &limits.max_size.value);
    edit.patch.max_concurrency = count(concurrency, &limits.max_concurrency.value);
}

/// `[service.health_check]`.
fn health_check(
    mut cursor: Cursor<'_>,
    patch: &mut ServicePatch,
    limiter: &mut Limiter,
    faults: &mut Faults,
) {
    let limits = &limiter.rules.limits;
    let protocols = [("TCP", Protocol::Tcp), ("HTTP", Protocol::Http)];
    patch.protocol = cursor.field("protocol").and_then(|field| field.choice(&protocols, faults));
    patch.path = cursor.field("path").and_then(|field| url_path(field, faults));
    let mut time = |field: Option<Field<'_>>| {
        field.and_then(|field| limiter.seconds(field, &limits.check_time_s.value, faults))
    };
    patch.interval = time(cursor.field("interval"));
    patch.timeout = time(cursor.field("timeout"));
    let mut threshold = |field: Option<Field<'_>>| {
        field.and_then(|field| limiter.count(field, &limits.threshold.value, faults))
    };
    patch.healthy_threshold = threshold(cursor.field("healthy_threshold"));
    patch.unhealthy_threshold = threshold(cursor.field("unhealthy_threshold"));
    cursor.finish(faults);
}

/// The path of a URL.
pub(super) fn url_path(field: Field<'_>, faults: &mut Faults) -> Option<String> {
    let path = field.text(faults)?;
    if path.starts_with('/') {
        return Some(path.to_owned());
    }
    let message = format!("`{}` does not begin with `/`", field.name);
    let fault = Fault::new(&field.node.place, message).expected("a path such as \"/health\"");
    faults.push(fault);
    None
}

/// Which of several fields a rule over all of them points at: what was typed as
/// a setting, else the first that is there, else the table.
fn blamed(fields: &[Option<Field<'_>>], table: &Place) -> Place {
    let there = || fields.iter().flatten().map(|field| &field.node.place);
    let typed = there().find(|place| place.origin != Origin::File);
    typed.or_else(|| there().next()).unwrap_or(table).clone()
}

/// Applies `edit` to `service` and sees that the result is one that the edition
/// allows: what is not is adapted, in the edit too, or reported.
pub(super) fn settle(
    edit: &mut ServiceEdit,
    service: &mut Service,
    limiter: &mut Limiter,
    faults: &mut Faults,
) {
    edit.patch.apply(service);
    settle_sizes(edit, service, limiter, faults);
    settle_instance(edit, service, limiter, faults);
}

/// Sees that `min_size` is not over `max_size`.
fn settle_sizes(
    edit: &mut ServiceEdit,
    service: &mut Service,
    limiter: &mut Limiter,
    faults: &mut Faults,
) {
    let scaling = &mut service.auto_scaling;
    let (min, max) = (scaling.min_size, scaling.max_size);
    if min <= max {
        return;
    }
    if limiter.adapts(&edit.sizes) {
        limiter.tell("min_size", min, max, &format!("max_size is {max}"));
        edit.patch.min_size = Some(max);
    } else {
        let fault = Fault::new(&edit.sizes, format!("`min_size` {min} is over `max_size` {max}"));
        faults.push(fault.expected("`min_size` at most `max_size`"));
    }
    scaling.min_size = max;
}

/// Sees that CPU and memory are a pair that the edition has.
fn settle_instance(
    edit: &mut ServiceEdit,
    service: &mut Service,
    limiter: &mut Limiter,
    faults: &mut Faults,
) {
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
        let reason = format!("{} has no such pair", limiter.author());
        limiter.tell("instance", wanted, nearest, &reason);
        edit.patch.cpu_millis = Some(nearest.cpu_millis);
        edit.patch.memory_mb = Some(nearest.memory_mb);
    } else {
        let pairs: Vec<String> = pairs.iter().map(ToString::to_string).collect();
        let message = format!("{} has no instance of {wanted}", limiter.author());
        let fault = Fault::new(&edit.instance, message).expected("a pair of CPU and memory");
        faults.push(fault.help(format!("the pairs are {}", pairs.join(", "))));
    }
    service.instance = nearest;
}
