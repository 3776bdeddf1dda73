//! What only Express Mode assumes, as the other editions have it: unused.

use super::{AssumedDefaults, AssumedParameter, Param, Provenance, express};
use crate::model::distribution::Distribution;
use crate::model::time::SimDuration;

/// The source of a parameter in an edition that has no use for it, because only Express
/// Mode does.
const ONLY_EXPRESS: &str = "unused: only Express Mode has it";

impl AssumedParameter {
    /// Whether the edition knows of it at all.
    pub fn is_known(&self) -> bool {
        self.default.source != ONLY_EXPRESS
    }
}

impl<T> Param<T> {
    /// Whether the edition has no such parameter, because only Express Mode has it.
    pub(crate) fn is_only_express(&self) -> bool {
        self.source == ONLY_EXPRESS
    }
}

/// What only Express Mode assumes, for the other editions.
pub(super) fn express_only() -> AssumedDefaults {
    fn unused<T>(param: Param<T>) -> Param<T> {
        Param { provenance: Provenance::Assumed, source: ONLY_EXPRESS, ..param }
    }
    let express = express::assume();
    AssumedDefaults {
        // Part of `provision` and of `first_check` there.
        pull_per_mb: Param { value: SimDuration::ZERO, ..unused(express.pull_per_mb) },
        registration: Param { value: Distribution::ZERO, ..unused(express.registration) },
        start_retry: unused(express.start_retry),
        start_retry_limit: unused(express.start_retry_limit),
        publish_delay: unused(express.publish_delay),
        scale_out_cooldown: unused(express.scale_out_cooldown),
        scale_in_cooldown: unused(express.scale_in_cooldown),
        scale_in_step: unused(express.scale_in_step),
        canary_share: unused(express.canary_share),
        canary_bake: unused(express.canary_bake),
        final_bake: unused(express.final_bake),
        drain_wait: unused(express.drain_wait),
        deregistration_delay: unused(express.deregistration_delay),
        response_kb: unused(express.response_kb),
        vcpu_quota: unused(express.vcpu_quota),
        ..express
    }
}
