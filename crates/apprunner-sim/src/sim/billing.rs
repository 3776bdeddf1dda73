//! The bill: vCPU and memory over time, at the rates of its Region.
//!
//! App Runner charges the same two rates for different hours: `chapter` while
//! an instance exists, `aws` memory while it is provisioned and vCPU while it is
//! active, at least a minute each time. `express` charges Fargate's rates while a task
//! exists, at least a minute, and what stands in front of the tasks. Amounts are kept as integers of
//! resource × microseconds and become money, at the prices of the edition's
//! rules, only when asked.

use super::front::{self, Front};
use super::summary::FrontCost;
use crate::model::money::MicroDollars;
use crate::model::rules::{BillingStyle, Rules};
use crate::model::scenario::Scenario;
use crate::model::service::InstanceSize;
use crate::model::time::{SimDuration, SimTime};

const MICROS_PER_HOUR: u128 = 3_600_000_000;
const MILLIS_PER_VCPU: u128 = 1_000;
const MB_PER_GB: u128 = 1_024;

/// What runs up the bill at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Burn {
    /// Thousandths of a vCPU.
    pub(super) cpu_millis: u64,
    /// MB of memory.
    pub(super) memory_mb: u64,
    /// Instances.
    pub(super) instances: u64,
}

/// The bill of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meter {
    style: BillingStyle,
    vcpu_hour: MicroDollars,
    gb_hour: MicroDollars,
    /// The least that an activation is charged for.
    least_active: SimDuration,
    updated: SimTime,
    burn: Burn,
    /// Thousandths of a vCPU × µs.
    vcpu: u128,
    /// MB × µs.
    memory: u128,
    /// Instances × µs.
    instances: u128,
    front: Option<Front>,
    /// Requests that came to the front.
    requests: u64,
}

impl Meter {
    /// An empty bill under `rules` for `scenario`.
    pub(super) fn new(rules: &Rules, scenario: &Scenario) -> Self {
        let assume = &scenario.assume;
        let prices = rules.prices.within(assume.region);
        let front = prices.front.as_ref().zip(scenario.service.express);
        let front = front.map(|(prices, it)| Front::new(prices, it, assume.response_kb));
        Self {
            style: rules.behaviour.billing.value,
            vcpu_hour: prices.vcpu_hour.value,
            gb_hour: prices.gb_hour.value,
            least_active: prices.least_active.value,
            updated: SimTime::ZERO,
            burn: Burn::default(),
            vcpu: 0,
            memory: 0,
            instances: 0,
            front,
            requests: 0,
        }
    }

    /// From `now` on the bill runs up by `burn`.
    pub(super) fn change(&mut self, now: SimTime, burn: Burn) {
        let passed = u128::from(now.since(self.updated).as_micros());
        self.vcpu += passed * u128::from(self.burn.cpu_millis);
        self.memory += passed * u128::from(self.burn.memory_mb);
        self.instances += passed * u128::from(self.burn.instances);
        self.updated = now;
        self.burn = burn;
    }

    /// Whether an instance is billed in full from its start to its end.
    pub(super) fn bills_whole_life(&self) -> bool {
        self.style != BillingStyle::ProvisionedAndActive
    }

    /// Charges what an activation of `length` falls short of the least.
    pub(super) fn end_activation(&mut self, size: InstanceSize, length: SimDuration) {
        let rest = u128::from((self.least_active - length).as_micros());
        self.vcpu += u128::from(size.cpu_millis) * rest;
        if self.style == BillingStyle::Fargate {
            self.memory += u128::from(size.memory_mb) * rest;
        }
    }

    /// The vCPU part of the bill at `now`.
    pub(super) fn vcpu(&self, now: SimTime) -> MicroDollars {
        let mut meter = *self;
        meter.change(now, self.burn);
        dollars(meter.vcpu, self.vcpu_hour, MILLIS_PER_VCPU)
    }

    /// The memory part of the bill at `now`.
    pub(super) fn memory(&self, now: SimTime) -> MicroDollars {
        let mut meter = *self;
        meter.change(now, self.burn);
        dollars(meter.memory, self.gb_hour, MB_PER_GB)
    }

    /// A request came to the front.
    pub(super) fn count_request(&mut self) {
        self.requests += 1;
    }

    /// The parts of the bill at `now` for what stands in front of the instances.
    fn front_parts(&self, now: SimTime) -> Option<[MicroDollars; 3]> {
        let mut meter = *self;
        meter.change(now, self.burn);
        self.front.map(|front| front.cost(now, self.requests, meter.instances))
    }

    /// As [`Self::front_parts`], in dollars.
    pub(super) fn front(&self, now: SimTime) -> Option<FrontCost> {
        self.front_parts(now).map(front::in_dollars)
    }

    /// The bill at `now`.
    pub(super) fn total(&self, now: SimTime) -> MicroDollars {
        let front = self.front_parts(now).map_or(0, |parts| parts.iter().map(|it| it.0).sum());
        MicroDollars(self.vcpu(now).0 + self.memory(now).0 + front)
    }
}

/// What `amount` costs at `price`, to the nearest micro-dollar.
fn dollars(amount: u128, price: MicroDollars, per_unit: u128) -> MicroDollars {
    let amount = amount * u128::from(price.0);
    let divisor = per_unit * MICROS_PER_HOUR;
    MicroDollars(u64::try_from((amount + divisor / 2) / divisor).unwrap_or(u64::MAX))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "short decimals")]
mod tests {
    use super::*;
    use crate::file::scenario::{self, Request};
    use crate::model::rules::Edition;
    use spanned_toml::diagnostic::Source;

    /// A meter of the service that `text` describes.
    fn meter(edition: Edition, text: &str) -> Meter {
        let head = "format_version = 1\ntitle = \"x\"\nduration = \"1m\"\n";
        let source = Source { name: "x.toml".to_owned(), text: format!("{head}{text}") };
        let request = Request { edition: Some(edition), ..Request::default() };
        Meter::new(edition.rules(), &scenario::read(source, &request).unwrap())
    }

    /// A month of 730 h.
    const MONTH: SimTime = SimTime::from_secs(730 * 3_600);

    /// A month of 730 h with 1 vCPU and 2 GB: the figures of AWS's own examples.
    #[test]
    fn a_month_costs_what_the_pricing_page_says() {
        let bill = |region: &str, cpu_millis, memory_mb| {
            let mut meter = meter(Edition::Aws, &format!("[assume]\nregion = \"{region}\"\n"));
            meter.change(SimTime::ZERO, Burn { cpu_millis, memory_mb, instances: 1 });
            meter.total(MONTH)
        };
        let virginia = "us-east-1";
        assert_eq!(bill(virginia, 0, 2_048), MicroDollars(10_220_000));
        assert_eq!(bill(virginia, 1_000, 2_048), MicroDollars(56_940_000));
        assert_eq!(bill(virginia, 0, 4_096), MicroDollars(20_440_000));
        // 730 h of 2 GB at 0.009.
        assert_eq!(bill("ap-northeast-1", 0, 2_048), MicroDollars(13_140_000));
    }

    /// A worked month at `size`.
    struct WorkedMonth {
        name: &'static str,
        size: InstanceSize,
        /// Minutes, tasks, and of App Runner's instances those provisioned and those active.
        phases: &'static [(u64, [u64; 3])],
        requests: u64,
        shared_by: u32,
        /// Fargate, load balancer, its addresses and the tasks', capacity units, and the sum.
        express: [f64; 5],
        app_runner: f64,
    }

    const SMALL: InstanceSize = InstanceSize { cpu_millis: 250, memory_mb: 512 };
    const USUAL: InstanceSize = InstanceSize { cpu_millis: 1_000, memory_mb: 2_048 };
    const MONTH_MIN: u64 = 730 * 60;
    /// 22 days of nine hours, and of eight hours that are used a tenth of the time.
    const OFFICE_MIN: u64 = 198 * 60;
    const DEV_MIN: u64 = 176 * 60;
    const DEV: [(u64, [u64; 3]); 2] =
        [(DEV_MIN / 10, [1, 1, 1]), (DEV_MIN - DEV_MIN / 10, [1, 1, 0])];

    const WORKED_MONTHS: [WorkedMonth; 9] = [
        WorkedMonth {
            name: "1: an idle small service",
            size: SMALL,
            phases: &[(MONTH_MIN, [1, 1, 0])],
            requests: 0,
            shared_by: 1,
            express: [9.01, 16.43, 14.60, 0.0, 40.04],
            app_runner: 2.56,
        },
        WorkedMonth {
            name: "1b: the same at the default size",
            size: USUAL,
            phases: &[(MONTH_MIN, [1, 1, 0])],
            requests: 0,
            shared_by: 1,
            express: [36.04, 16.43, 14.60, 0.0, 67.07],
            app_runner: 10.22,
        },
        WorkedMonth {
            name: "2: ten services on the load balancer",
            size: SMALL,
            phases: &[(MONTH_MIN, [1, 1, 0])],
            requests: 0,
            shared_by: 10,
            express: [9.01, 1.64, 4.75, 0.0, 15.40],
            app_runner: 2.56,
        },
        WorkedMonth {
            name: "2b: twenty-five at the default size",
            size: USUAL,
            phases: &[(MONTH_MIN, [1, 1, 0])],
            requests: 0,
            shared_by: 25,
            express: [36.04, 0.66, 4.09, 0.0, 40.79],
            app_runner: 10.22,
        },
        WorkedMonth {
            name: "3: three busy tasks, 30 requests a second",
            size: USUAL,
            phases: &[(MONTH_MIN, [3, 3, 3])],
            requests: MONTH_MIN * 60 * 30,
            shared_by: 1,
            express: [108.12, 16.43, 21.90, 12.61, 159.06],
            app_runner: 170.82,
        },
        WorkedMonth {
            name: "4: four tasks in working hours, 40 requests a second",
            size: USUAL,
            phases: &[(OFFICE_MIN, [4, 4, 4]), (MONTH_MIN - OFFICE_MIN, [1, 1, 0])],
            requests: OFFICE_MIN * 60 * 40,
            shared_by: 1,
            express: [65.37, 16.43, 17.57, 4.56, 103.92],
            app_runner: 69.22,
        },
        WorkedMonth {
            name: "5: a development service that stays on",
            size: SMALL,
            phases: &[(DEV_MIN / 10, [1, 1, 1]), (MONTH_MIN - DEV_MIN / 10, [1, 1, 0])],
            requests: 0,
            shared_by: 1,
            express: [9.01, 16.43, 14.60, 0.0, 40.04],
            app_runner: 2.84,
        },
        WorkedMonth {
            name: "5b: no task, or paused, at night",
            size: SMALL,
            phases: &[DEV[0], DEV[1], (MONTH_MIN - DEV_MIN, [0, 0, 0])],
            requests: 0,
            shared_by: 1,
            express: [2.17, 16.43, 11.83, 0.0, 30.43],
            app_runner: 0.90,
        },
        WorkedMonth {
            name: "5c: deleted at night, the load balancer with it",
            size: SMALL,
            phases: &DEV,
            requests: 0,
            shared_by: 1,
            express: [2.17, 3.96, 3.52, 0.0, 9.65],
            app_runner: 0.90,
        },
    ];

    #[test]
    fn nine_worked_months_cost_what_the_facts_say_to_the_cent() {
        for month in &WORKED_MONTHS {
            let bill = |edition: Edition, burn: fn(InstanceSize, [u64; 3]) -> Burn| {
                let text = format!("[service.express]\nalb_shared_by = {}\n", month.shared_by);
                let mut meter = meter(edition, &text);
                meter.requests = month.requests;
                let mut minutes = 0;
                for (length, counts) in month.phases {
                    meter.change(SimTime::from_secs(minutes * 60), burn(month.size, *counts));
                    minutes += length;
                }
                (meter, SimTime::from_secs(minutes * 60))
            };
            let tasks = |size: InstanceSize, [tasks, ..]: [u64; 3]| Burn {
                cpu_millis: u64::from(size.cpu_millis) * tasks,
                memory_mb: u64::from(size.memory_mb) * tasks,
                instances: tasks,
            };
            let instances = |size: InstanceSize, [_, provisioned, active]: [u64; 3]| Burn {
                cpu_millis: u64::from(size.cpu_millis) * active,
                memory_mb: u64::from(size.memory_mb) * provisioned,
                instances: provisioned,
            };
            let (express, end) = bill(Edition::Express, tasks);
            let front = express.front(end).unwrap();
            let fargate = express.vcpu(end).as_usd() + express.memory(end).as_usd();
            let total = express.total(end).as_usd();
            let parts = [fargate, front.load_balancer, front.ipv4, front.lcu, total];
            for (part, wanted) in parts.into_iter().zip(month.express) {
                assert!((part - wanted).abs() <= 0.005_001, "{}: {parts:?}", month.name);
            }
            let (app_runner, end) = bill(Edition::Aws, instances);
            let total = app_runner.total(end).as_usd();
            assert!((total - month.app_runner).abs() <= 0.005_001, "{}: {total}", month.name);
        }
    }

    /// 30 requests a second of 20 kB are 2.16 GB an hour, hence 2.16 capacity units.
    #[test]
    fn capacity_units_follow_the_larger_of_bytes_and_connections() {
        let lcu = |response_kb: f64, requests: u64| {
            let text = format!("[assume]\nresponse_kb = {response_kb:?}\n");
            let mut meter = meter(Edition::Express, &text);
            (0..requests).for_each(|_| meter.count_request());
            meter.front(SimTime::from_secs(3_600)).unwrap().lcu
        };
        assert_eq!(lcu(20.0, 108_000), 0.017_28);
        assert_eq!(lcu(0.0, 90_000), 0.008);
    }

    #[test]
    fn a_private_service_pays_for_no_address() {
        let mut meter = meter(Edition::Express, "[service.express]\npublic = false\n");
        meter.change(SimTime::ZERO, Burn { cpu_millis: 1_000, memory_mb: 2_048, instances: 1 });
        assert_eq!(meter.front(MONTH).unwrap().ipv4, 0.0);
    }

    #[test]
    fn a_task_of_a_second_costs_a_minute() {
        let size = InstanceSize { cpu_millis: 1_000, memory_mb: 1_024 };
        let mut meter = meter(Edition::Express, "");
        meter.end_activation(size, SimDuration::from_secs(1));
        let now = SimTime::ZERO;
        // 59 s of 0.04048 and of 0.004445 an hour.
        assert_eq!((meter.vcpu(now), meter.memory(now)), (MicroDollars(663), MicroDollars(73)));
    }
}
