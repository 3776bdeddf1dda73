//! Seeded generators, one for each concern, so that drawing a number more in
//! one place moves nothing in another.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;

/// The generator of `concern` under `seed`; the same pair gives the same numbers everywhere.
pub(super) fn stream(seed: u64, concern: &str) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed ^ fnv1a(concern))
}

/// FNV-1a: std's hasher promises no fixed values, and these decide what a seed means.
pub(super) fn fnv1a(text: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    text.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::*;

    #[test]
    fn a_concern_has_its_own_numbers_and_keeps_them() {
        let first = |seed, concern| stream(seed, concern).next_u64();
        assert_eq!(first(1, "order"), first(1, "order"));
        assert_ne!(first(1, "order"), first(1, "draw"));
        assert_ne!(first(1, "order"), first(2, "order"));
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
