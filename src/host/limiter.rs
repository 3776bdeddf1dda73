//! How often somebody may be wrong: a bucket of guesses for each address and each room, which fills
//! again with time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Buckets that are kept before those that are full again are dropped.
const MOST: usize = 4_096;

/// Guesses by whom they come from.
#[derive(Debug)]
pub struct RateLimiter<K> {
    /// When the bucket of each will be full again.
    full_at: Mutex<HashMap<K, Instant>>,
    burst: u32,
    refill: Duration,
}

impl<K: Eq + Hash> RateLimiter<K> {
    /// Returns a limiter that allows `burst` wrong guesses at once, and another one each `refill`.
    pub fn new(burst: u32, refill: Duration) -> Self {
        Self { full_at: Mutex::default(), burst, refill }
    }

    /// How long `key` has to wait before another guess; `None` where it may guess.
    pub fn wait(&self, key: &K, now: Instant) -> Option<Duration> {
        let full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let owed = full_at.get(key)?.saturating_duration_since(now) + self.refill;
        owed.checked_sub(self.refill * self.burst).filter(|wait| !wait.is_zero())
    }

    /// Counts a wrong guess of `key`.
    pub fn count(&self, key: K, now: Instant) {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= MOST {
            full_at.retain(|_, full| *full > now);
        }
        let full = full_at.entry(key).or_insert(now);
        *full = (*full).max(now) + self.refill;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_are_allowed_until_the_bucket_is_empty_and_again_later() {
        let limiter = RateLimiter::new(3, Duration::from_secs(10));
        let start = Instant::now();
        for _ in 0..3 {
            assert_eq!(limiter.wait(&"a", start), None);
            limiter.count("a", start);
        }
        assert_eq!(limiter.wait(&"a", start), Some(Duration::from_secs(10)));
        assert_eq!(limiter.wait(&"b", start), None);
        let later = start + Duration::from_secs(10);
        assert_eq!(limiter.wait(&"a", later), None);
        limiter.count("a", later);
        assert_eq!(limiter.wait(&"a", later), Some(Duration::from_secs(10)));
    }

    #[test]
    fn buckets_that_are_full_again_are_dropped() {
        let limiter = RateLimiter::new(1, Duration::from_secs(1));
        let start = Instant::now();
        (0..MOST).for_each(|key| limiter.count(key, start));
        limiter.count(MOST, start + Duration::from_secs(2));
        assert_eq!(limiter.full_at.lock().unwrap().len(), 1);
    }
}
