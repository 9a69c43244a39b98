//! How long things took.

use std::fmt;
use std::time::Duration;

/// Milliseconds.
pub struct Times {
    pub p50: f64,
    pub p99: f64,
}

impl Times {
    pub fn of(times: &mut [Duration]) -> Self {
        times.sort();
        let last = times.len().saturating_sub(1);
        let at = |share: usize| times.get(last * share / 100).map_or(0.0, Duration::as_secs_f64);
        Self { p50: at(50) * 1000.0, p99: at(99) * 1000.0 }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p50 {:.2} ms, p99 {:.2} ms", self.p50, self.p99)
    }
}
