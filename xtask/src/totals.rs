//! How many tests passed and failed, read from what their runners print.

use std::fmt;
use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub passed: u32,
    pub failed: u32,
}

impl Totals {
    /// Reads a line of a runner; most lines say nothing of totals.
    pub fn read(line: &str) -> Self {
        let line = line.trim();
        let summary = line.starts_with("test result: ")
            || line.starts_with("Summary [")
            || is_playwright(line);
        if !summary {
            return Self::default();
        }
        let count = |what: &str| {
            let before =
                line.split_once(what).and_then(|(before, _)| before.split_whitespace().next_back());
            before.and_then(|number| number.parse().ok()).unwrap_or(0)
        };
        Self { passed: count(" passed"), failed: count(" failed") + count(" timed out") }
    }
}

/// Playwright gives each total a line of its own: `12 passed (3.4s)`, `1 failed`.
fn is_playwright(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|number| number.parse::<u32>().is_ok())
        && words.next().is_some_and(|what| matches!(what, "passed" | "failed"))
        && words.next().is_none_or(|time| time.starts_with('('))
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_of_every_runner() {
        for (line, passed, failed) in [
            ("test result: ok. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out", 12, 3),
            (
                "     Summary [   0.123s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 4 skipped",
                10,
                2,
            ),
            ("     Summary [   0.123s] 1 test run: 1 passed, 4 skipped", 1, 0),
            ("  34 passed (1.2m)", 34, 0),
            ("  2 failed", 0, 2),
            ("  2 failed seats are told", 0, 0),
            ("12 associations", 0, 0),
        ] {
            assert_eq!(Totals::read(line), Totals { passed, failed }, "{line}");
        }
    }
}
