//! What a service costs, by Region.

use super::param::{Param, assumed, documented, observed};
use crate::model::assume::Region;
use crate::model::money::MicroDollars;
use crate::model::time::SimDuration;

/// What it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// A vCPU for an hour.
    pub vcpu_hour: Param<MicroDollars>,
    /// A GB of memory for an hour.
    pub gb_hour: Param<MicroDollars>,
    /// The least that an activation is charged for, where activations are.
    pub least_active: Param<SimDuration>,
    /// What stands in front of the instances, where it is billed.
    pub front: Option<FrontPrices>,
}

/// What a load balancer and public addresses cost.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontPrices {
    /// A load balancer for an hour.
    pub alb_hour: Param<MicroDollars>,
    /// A capacity unit of it (LCU) for an hour.
    pub lcu_hour: Param<MicroDollars>,
    /// A public IPv4 address for an hour.
    pub address_hour: Param<MicroDollars>,
}

impl Prices {
    /// Prices of `region`; these are those of us-east-1.
    #[must_use]
    pub fn within(&self, region: Region) -> Self {
        match region {
            Region::UsEast1 => self.clone(),
            Region::ApNortheast1 if self.front.is_some() => Self {
                vcpu_hour: elsewhere(self.vcpu_hour.value),
                gb_hour: elsewhere(self.gb_hour.value),
                ..self.clone()
            },
            Region::ApNortheast1 => Self {
                vcpu_hour: observed(
                    MicroDollars(81_000),
                    "several public repositories quote it from aws.amazon.com/apprunner/pricing",
                ),
                gb_hour: documented(MicroDollars(9_000), "aws.amazon.com/apprunner/pricing"),
                ..self.clone()
            },
        }
    }
}

/// A price of us-east-1 for a Region whose own is not known.
const fn elsewhere(price: MicroDollars) -> Param<MicroDollars> {
    assumed(price, "the price list of this Region is not at hand: us-east-1's")
}
