//! The bill: vCPU and memory over time, at the rates of its Region.
//!
//! Both editions charge the same two rates for different hours: `chapter` while
//! an instance exists, `aws` memory while it is provisioned and vCPU while it is
//! active, at least a minute each time. Amounts are kept as integers of
//! resource × microseconds and become money, at the prices of the edition's
//! rules, only when asked.

use crate::model::assume::Region;
use crate::model::money::MicroDollars;
use crate::model::rules::{BillingStyle, Rules};
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
}

impl Meter {
    /// An empty bill under `rules` in `region`.
    pub(super) fn new(rules: &Rules, region: Region) -> Self {
        let prices = rules.prices(region);
        Self {
            style: rules.behaviour.billing.value,
            vcpu_hour: prices.vcpu_hour.value,
            gb_hour: prices.gb_hour.value,
            least_active: prices.least_active.value,
            updated: SimTime::ZERO,
            burn: Burn::default(),
            vcpu: 0,
            memory: 0,
        }
    }

    /// From `now` on the bill runs up by `burn`.
    pub(super) fn change(&mut self, now: SimTime, burn: Burn) {
        let passed = u128::from(now.since(self.updated).as_micros());
        self.vcpu += passed * u128::from(self.burn.cpu_millis);
        self.memory += passed * u128::from(self.burn.memory_mb);
        self.updated = now;
        self.burn = burn;
    }

    /// Whether an instance is billed in full from its start to its end.
    pub(super) fn bills_whole_life(&self) -> bool {
        self.style == BillingStyle::WhileExists
    }

    /// Charges what an activation of `length` falls short of the least.
    pub(super) fn end_activation(&mut self, cpu_millis: u32, length: SimDuration) {
        let rest = self.least_active - length;
        self.vcpu += u128::from(cpu_millis) * u128::from(rest.as_micros());
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

    /// The bill at `now`.
    pub(super) fn total(&self, now: SimTime) -> MicroDollars {
        MicroDollars(self.vcpu(now).0 + self.memory(now).0)
    }
}

/// What `amount` costs at `price`, to the nearest micro-dollar.
fn dollars(amount: u128, price: MicroDollars, per_unit: u128) -> MicroDollars {
    let amount = amount * u128::from(price.0);
    let divisor = per_unit * MICROS_PER_HOUR;
    MicroDollars(u64::try_from((amount + divisor / 2) / divisor).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rules::Edition;

    /// A month of 730 h with 1 vCPU and 2 GB: the figures of AWS's own examples.
    #[test]
    fn a_month_costs_what_the_pricing_page_says() {
        let month = SimTime::from_secs(730 * 3_600);
        let bill = |region, cpu_millis, memory_mb| {
            let mut meter = Meter::new(Edition::Aws.rules(), region);
            meter.change(SimTime::ZERO, Burn { cpu_millis, memory_mb });
            meter.total(month)
        };
        let virginia = Region::UsEast1;
        assert_eq!(bill(virginia, 0, 2_048), MicroDollars(10_220_000));
        assert_eq!(bill(virginia, 1_000, 2_048), MicroDollars(56_940_000));
        assert_eq!(bill(virginia, 0, 4_096), MicroDollars(20_440_000));
        // 730 h of 2 GB at 0.009.
        assert_eq!(bill(Region::ApNortheast1, 0, 2_048), MicroDollars(13_140_000));
    }
}
