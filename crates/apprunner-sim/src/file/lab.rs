//! `[lab]`: a symptom, a budget of changes, and what may be changed. What does not
//! fit the file's own fix is a fault here; whether the fix helps, a run must say.

use std::collections::BTreeSet;

use super::written;
use crate::model::application::Application;
use crate::model::goal::Goal;
use crate::model::lab::Lab;
use crate::model::scenario::Scenario;
use crate::model::service::Service;
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults, quoted};
use spanned_toml::quantity;
use spanned_toml::setting::Setting;

/// More changes than this are no repair.
const MOST: u32 = 20;

/// What `lab` offers to change, with the values that `scenario` has.
pub fn offered(lab: &Lab, scenario: &Scenario) -> Vec<Setting> {
    let known = known(&scenario.service, &scenario.app);
    let value = |path: &String| known.iter().find(|setting| setting.path == *path).cloned();
    lab.settings.iter().filter_map(value).collect()
}

/// What of it differs from `own`, the scenario as its file has it. A setting that is
/// set back is no change.
pub fn changes(lab: &Lab, own: &Scenario, scenario: &Scenario) -> Vec<Setting> {
    let own = offered(lab, own);
    offered(lab, scenario).into_iter().filter(|setting| !own.contains(setting)).collect()
}

/// Every setting that a lab can offer.
fn known(service: &Service, app: &Application) -> Vec<Setting> {
    let service = written::of_service(service).into_iter();
    let service = service.filter(|setting| setting.path != "service.start");
    service.chain(written::of_application(app)).collect()
}

/// The rest of the file, which the lab must fit.
pub(super) struct Rest<'a> {
    pub(super) service: &'a Service,
    pub(super) app: &'a Application,
    pub(super) fix: &'a [Setting],
    pub(super) goals: &'a [Goal],
}

/// The lab at `cursor`.
pub(super) fn read(mut cursor: Cursor<'_>, rest: &Rest<'_>, faults: &mut Faults) -> Option<Lab> {
    let place = cursor.place().clone();
    let symptom = cursor.required("symptom", "symptom = \"every third visitor gets 503\"", faults);
    let budget = cursor.required("budget", "budget = 2", faults);
    let may = "settings = [\"service.auto_scaling.min_size\"]";
    let settings = cursor.required("settings", may, faults);
    let hints = cursor.required("hints", "hints = [\"look at the checks\"]", faults);
    let why = cursor.required("why", "why = \"Redirects fail the check.\"", faults);
    cursor.finish(faults);
    if rest.fix.is_empty() {
        let fault = Fault::new(&place, "a lab without a solution");
        faults.push(fault.expected("a `[fix]` in the file").help("its settings solve the lab"));
    }
    if rest.goals.is_empty() {
        let fault = Fault::new(&place, "a lab without a goal");
        faults.push(fault.expected("a `[[goal]]` in the file").help("goals say when it is solved"));
    }
    let words = |field: Option<Field<'_>>, faults: &mut Faults| {
        Some(field?.words(faults)?.trim().to_owned())
    };
    let symptom = words(symptom, faults);
    let budget = budget.and_then(|field| affordable(field, rest, faults));
    let settings = settings.and_then(|field| changeable(field, rest, faults));
    let hints = hints.and_then(|field| several(field, faults));
    let why = words(why, faults);
    let (budget, settings) = (budget?, settings?);
    Some(Lab { symptom: symptom?, budget, settings, hints: hints?, why: why? })
}

/// A budget that the solution keeps to.
fn affordable(field: Field<'_>, rest: &Rest<'_>, faults: &mut Faults) -> Option<usize> {
    let budget: u32 = quantity::integer(field, &(1..=MOST), faults)?;
    let (budget, needed) = (budget as usize, rest.fix.len());
    if needed > budget {
        let message = format!("the fix makes {needed} changes, the budget is {budget}");
        let fault = Fault::new(&field.node.place, message);
        faults.push(fault.expected("a budget that the file's own fix keeps to"));
    }
    Some(budget)
}

/// Settings that can be changed, those of the solution among them.
fn changeable(field: Field<'_>, rest: &Rest<'_>, faults: &mut Faults) -> Option<Vec<String>> {
    let known = known(rest.service, rest.app);
    let mut taken = BTreeSet::new();
    let mut settings = Vec::new();
    for node in field.items(faults)? {
        let Some(path) = field.of(node).unique("setting", &mut taken, faults) else { continue };
        let paths = || known.iter().map(|setting| setting.path.as_str());
        if !paths().any(|it| it == path) {
            let message = format!("{} is no setting that a lab can offer", quoted(&path));
            let fault = Fault::new(&node.place, message).expected("a setting of service or routes");
            faults.push(fault.suggest(&path, paths()));
        }
        settings.push(path);
    }
    for change in rest.fix.iter().filter(|change| !settings.contains(&change.path)) {
        let message = format!("the fix changes {}, which is not among them", quoted(&change.path));
        let fault = Fault::new(&field.node.place, message);
        faults.push(fault.expected("every setting of the file's own fix"));
    }
    Some(settings)
}

/// At least one text, each with something in it.
fn several(field: Field<'_>, faults: &mut Faults) -> Option<Vec<String>> {
    let items = field.items(faults)?;
    if items.is_empty() {
        let fault = Fault::new(&field.node.place, format!("`{}` is empty", field.name));
        faults.push(fault.expected("at least one"));
    }
    let text = |node| Some(field.of(node).words(faults)?.trim().to_owned());
    items.iter().map(text).collect()
}
