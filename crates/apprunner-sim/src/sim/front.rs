//! The bill of what stands in front of the tasks of Express Mode: the load balancer with
//! its capacity units, and public addresses.
//!
//! Hours are charged pro rata; ELB charges a started hour in full, which matters only when
//! a load balancer is deleted. The load balancer is shared in equal parts.

use super::summary::FrontCost;
use crate::model::express::{Exposure, ExpressSettings};
use crate::model::money::MicroDollars;
use crate::model::rules::FrontPrices;
use crate::model::time::SimTime;

const MICROS_PER_HOUR: u128 = 3_600_000_000;
/// Bytes of an hour that make a capacity unit.
const BYTES_PER_UNIT: u128 = 1_000_000_000;
/// New connections of an hour that make one: 25 a second.
const CONNECTIONS_PER_UNIT: u128 = 25 * 3_600;

/// The bill of a front.
#[derive(Clone, Copy, Debug)]
pub(super) struct Front {
    alb_hour: MicroDollars,
    lcu_hour: MicroDollars,
    address_hour: MicroDollars,
    shared_by: u128,
    alb_addresses: u128,
    has_task_addresses: bool,
    bytes_per_request: u64,
}

impl Front {
    /// The front of a service with `settings`, whose responses have `response_kb`.
    pub(super) fn new(prices: &FrontPrices, settings: ExpressSettings, response_kb: f64) -> Self {
        let is_public = settings.exposure == Exposure::Public;
        Self {
            alb_hour: prices.alb_hour.value,
            lcu_hour: prices.lcu_hour.value,
            address_hour: prices.address_hour.value,
            shared_by: u128::from(settings.alb_shared_by.max(1)),
            alb_addresses: if is_public { u128::from(settings.zones) } else { 0 },
            has_task_addresses: is_public,
            bytes_per_request: bytes(response_kb),
        }
    }

    /// What it costs until `now`, with `requests` so far and tasks over `task_us`
    /// (tasks × µs).
    pub(super) fn cost(&self, now: SimTime, requests: u64, task_us: u128) -> [MicroDollars; 3] {
        let passed = u128::from(now.as_micros());
        let hours = |price: MicroDollars, us: u128, parts: u128| {
            rounded(u128::from(price.0) * us, MICROS_PER_HOUR * parts)
        };
        let alb = hours(self.alb_hour, passed, self.shared_by);
        let task_us = if self.has_task_addresses { task_us } else { 0 };
        let addresses = hours(self.address_hour, passed * self.alb_addresses, self.shared_by).0
            + hours(self.address_hour, task_us, 1).0;
        let requests = u128::from(requests);
        let price = u128::from(self.lcu_hour.0);
        let bytes = rounded(price * requests * u128::from(self.bytes_per_request), BYTES_PER_UNIT);
        let connections = rounded(price * requests, CONNECTIONS_PER_UNIT);
        [alb, bytes.max(connections), MicroDollars(addresses)]
    }
}

/// The parts of a front's bill in dollars.
pub(super) fn in_dollars([load_balancer, lcu, ipv4]: [MicroDollars; 3]) -> FrontCost {
    FrontCost { load_balancer: load_balancer.as_usd(), lcu: lcu.as_usd(), ipv4: ipv4.as_usd() }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to a gigabyte, checked by the reader"
)]
fn bytes(kilobytes: f64) -> u64 {
    (kilobytes * 1_000.0) as u64
}

fn rounded(amount: u128, divisor: u128) -> MicroDollars {
    MicroDollars(u64::try_from((amount + divisor / 2) / divisor).unwrap_or(u64::MAX))
}
