//! What a service costs an hour at the prices of its edition: an instance with and without
//! traffic, and what stands in front of all of them. The engine's meter bills the same.

use super::express::Exposure;
use super::rules::{BillingStyle, Prices};
use super::scenario::Scenario;
use super::service::Service;

/// Hours of a month, as the price lists of AWS count them.
pub const HOURS_PER_MONTH: f64 = 730.0;

/// Prices of an hour in US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HourlyRates {
    /// An instance that handles requests, its public address included.
    pub active: f64,
    /// An instance that waits for requests.
    pub idle: f64,
    /// The service's part of the load balancer and its addresses, without capacity units;
    /// 0 under App Runner.
    pub front: f64,
}

impl HourlyRates {
    /// The rates of `service` as it is set in a run of `scenario`.
    pub fn of(scenario: &Scenario, service: &Service) -> Self {
        let rules = scenario.edition.rules();
        let Prices { vcpu_hour, gb_hour, front, .. } = rules.prices.within(scenario.assume.region);
        let size = service.instance;
        let cpu = f64::from(size.cpu_millis) / 1_000.0 * vcpu_hour.value.as_usd();
        let memory = f64::from(size.memory_mb) / 1_024.0 * gb_hour.value.as_usd();
        let idle = match rules.behaviour.billing.value {
            BillingStyle::ProvisionedAndActive => memory,
            BillingStyle::WhileExists | BillingStyle::Fargate => cpu + memory,
        };
        let Some((prices, express)) = front.zip(service.express) else {
            return Self { active: cpu + memory, idle, front: 0.0 };
        };
        let address = match express.exposure {
            Exposure::Public => prices.address_hour.value.as_usd(),
            Exposure::Private => 0.0,
        };
        let alb = prices.alb_hour.value.as_usd() + f64::from(express.zones) * address;
        Self {
            active: cpu + memory + address,
            idle: idle + address,
            front: alb / f64::from(express.alb_shared_by),
        }
    }

    /// A month of `instances` that nobody sends a request.
    pub fn idle_month(&self, instances: u32) -> f64 {
        HOURS_PER_MONTH * (self.front + f64::from(instances) * self.idle)
    }

    /// The number of instances, busy all the time, from which on these rates cost less than
    /// `other`; `None` where they never do. Capacity units are left out.
    pub fn break_even(&self, other: &Self) -> Option<f64> {
        let (saved, front) = (other.active - self.active, self.front - other.front);
        (saved > 0.0).then(|| (front / saved).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::scenario::{self, Request};
    use crate::model::rules::Edition;
    use spanned_toml::diagnostic::Source;

    fn rates(edition: Edition, shared_by: u32) -> HourlyRates {
        let text = format!(
            "format_version = 1\ntitle = \"x\"\nduration = \"1m\"\n\
             [service.express]\nalb_shared_by = {shared_by}\n"
        );
        let source = Source { name: "x.toml".to_owned(), text };
        let request = Request { edition: Some(edition), ..Request::default() };
        let scenario = scenario::read(source, &request).unwrap();
        HourlyRates::of(&scenario, &scenario.service)
    }

    fn is_near(value: f64, wanted: f64, within: f64) {
        assert!((value - wanted).abs() <= within, "{value} instead of {wanted}");
    }

    #[test]
    fn a_lone_service_breaks_even_at_1_59_busy_instances() {
        let (express, app_runner) = (rates(Edition::Express, 1), rates(Edition::Aws, 1));
        is_near(express.active, 0.054_37, 1e-9);
        is_near(express.front, 0.037_5, 1e-9);
        is_near(app_runner.active, 0.078, 1e-9);
        is_near(express.break_even(&app_runner).unwrap(), 1.59, 0.005);
        // With the 2.16 capacity units of 30 requests a second of 20 kB.
        let loaded = HourlyRates { front: express.front + 2.16 * 0.008, ..express };
        is_near(loaded.break_even(&app_runner).unwrap(), 2.32, 0.005);
        assert_eq!(app_runner.break_even(&express), None);
        is_near(express.idle_month(1), 67.07, 0.005);
        is_near(app_runner.idle_month(1), 10.22, 0.005);
    }

    /// The share of the time that one instance is active from which on it is cheaper under
    /// Express Mode: never alone, 69 % with ten services on the load balancer, 65 % with 25.
    #[test]
    fn one_instance_needs_others_on_its_load_balancer() {
        let app_runner = rates(Edition::Aws, 1);
        let share = |shared_by| {
            let express = rates(Edition::Express, shared_by);
            let spent = express.idle + express.front - app_runner.idle;
            spent / (app_runner.active - app_runner.idle)
        };
        assert!(share(1) > 1.0);
        is_near(share(10), 0.69, 0.005);
        is_near(share(25), 0.65, 0.005);
    }
}
