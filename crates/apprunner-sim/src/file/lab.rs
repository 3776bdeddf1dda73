//! `[lab]`: a symptom, a budget of changes, and what may be changed. What does not
//! fit the file's own fix is a fault here; whether the fix helps, a run must say.

use std::collections::BTreeSet;

use super::to_toml;
use crate::model::application::Application;
use crate::model::goal::Goal;
use crate::model::lab::Lab;
use crate::model::rules::Edition;
use crate::model::scenario::Scenario;
use crate::model::service::{InstanceSize, Service};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::{counted, quoted};
use spanned_toml::field::Field;
use spanned_toml::setting::Setting;
use spanned_toml::tree::Value;

/// The halves of the size of an instance.
const CPU: &str = "service.instance.cpu";
const MEMORY: &str = "service.instance.memory";
/// More changes than this are no repair.
const MOST: usize = 20;

/// What `lab` offers to change, with the values that `scenario` has.
pub fn offered(lab: &Lab, scenario: &Scenario) -> Vec<Setting> {
    let known = known(to_toml::changeable(&scenario.service), &scenario.app);
    let value = |path: &String| known.iter().find(|setting| setting.path == *path).cloned();
    lab.settings.iter().filter_map(value).collect()
}

/// The pairs of CPU and memory that `scenario` can have with the `settings` that a lab offers: a half
/// that it does not offer stays as it is.
pub fn sizes(
    settings: &[String],
    scenario: &Scenario,
) -> impl Iterator<Item = &'static InstanceSize> + use<> {
    let now = scenario.service.instance;
    let offers = |half: &str| settings.iter().any(|path| path == half);
    let (cpu, memory) = (offers(CPU), offers(MEMORY));
    let all = scenario.edition.rules().limits.sizes.value.iter();
    all.filter(move |size| {
        (cpu || size.cpu_millis == now.cpu_millis) && (memory || size.memory_mb == now.memory_mb)
    })
}

/// What of it differs from `own`, the scenario as its file has it. A setting that is
/// set back is no change.
pub fn changes(lab: &Lab, own: &Scenario, scenario: &Scenario) -> Vec<Setting> {
    let own = offered(lab, own);
    offered(lab, scenario).into_iter().filter(|setting| !own.contains(setting)).collect()
}

/// Every setting that a lab can offer.
fn known(service: Vec<Setting>, app: &Application) -> Vec<Setting> {
    let service = service.into_iter().filter(|setting| setting.path != "service.start");
    service.chain(to_toml::of_application(app)).collect()
}

/// The paths of every setting that a lab can offer. Those of Express Mode are known under each
/// edition, because the file is read under others than its own too.
fn paths(service: &Service, app: &Application) -> BTreeSet<String> {
    let express = Edition::Express.rules().service();
    let [own, express] = [service, &express].map(|it| known(to_toml::of_service(it), app));
    let settings = own.into_iter().chain(express);
    settings.map(|setting| setting.path).collect()
}

/// The rest of the file, which the lab must fit.
pub(super) struct Rest<'a> {
    pub(super) service: &'a Service,
    pub(super) app: &'a Application,
    pub(super) fix: &'a [Setting],
    pub(super) goals: &'a [Goal],
}

/// Reads the lab at `cursor`.
pub(super) fn read(cursor: &mut Cursor<'_>, rest: &Rest<'_>) -> Lab {
    if rest.fix.is_empty() {
        let fault = cursor.fault("a lab without a solution");
        fault.expected("a `[fix]` in the file").help("its settings are the solution").report();
    }
    if rest.goals.is_empty() {
        let fault = cursor.fault("a lab without a goal");
        fault
            .expected("a `[[goal]]` in the file")
            .help("the lab is solved when its goals are met")
            .report();
    }
    Lab {
        symptom: trimmed(cursor.required("symptom", "\"every third visitor gets 503\"")),
        budget: affordable(cursor.required("budget", "2"), rest),
        settings: changeable(
            cursor.required("settings", "[\"service.auto_scaling.min_size\"]"),
            rest,
        ),
        hints: several(cursor.required("hints", "[\"look at the checks\"]")),
        why: trimmed(cursor.required("why", "\"Redirects fail the check.\"")),
    }
}

/// Reads a text without the blanks around it.
fn trimmed(field: Field<'_>) -> String {
    field.words().trim().to_owned()
}

/// Reads a budget that the solution keeps to.
fn affordable(field: Field<'_>, rest: &Rest<'_>) -> usize {
    let needed = rest.fix.len();
    let Some(budget) = field.faults().sound(|| field.integer(1..=MOST)) else { return 0 };
    if needed > budget {
        let message =
            format!("the fix makes {}, but the budget is {budget}", counted(needed, "change"));
        field.fault(message).expected("a budget that the fix of the file meets").report();
    }
    budget
}

/// Reads settings that can be changed, those of the solution among them.
fn changeable(field: Field<'_>, rest: &Rest<'_>) -> Vec<String> {
    let known = paths(rest.service, rest.app);
    let paths = || known.iter().map(String::as_str);
    let mut taken = BTreeSet::new();
    let mut settings = Vec::new();
    let Some(items) = field.faults().sound(|| field.items()) else { return settings };
    for item in items {
        let unique = field.faults().sound(|| item.unique("setting", &mut taken));
        let Some(path) = unique else { continue };
        if !paths().any(|it| it == path) {
            let fault =
                item.fault(format!("{} is not a setting that a lab can offer", quoted(&path)));
            fault.expected("a setting of service or routes").suggest(&path, paths()).report();
        }
        settings.push(path);
    }
    for change in rest.fix.iter().filter(|change| !settings.contains(&change.path)) {
        let message = format!("the fix changes {}, which is not listed", quoted(&change.path));
        field.fault(message).expected("every setting of the fix").report();
    }
    settings
}

/// Reads at least one text, each with something in it.
fn several(field: Field<'_>) -> Vec<String> {
    if matches!(field.value(), Some(Value::Array(items)) if items.is_empty()) {
        let fault = field.fault(format!("`{}` is empty", field.name()));
        fault.expected("at least one").report();
    }
    field.list(trimmed)
}
