//! Medians of many runs: each sample is a batch of at least two milliseconds.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The median time of one call, in microseconds.
pub fn median<T>(mut work: impl FnMut() -> T) -> f64 {
    let mut batch = 1u32;
    while time(&mut work, batch) < Duration::from_millis(2) && batch < 1 << 24 {
        batch *= 2;
    }
    let mut samples: Vec<f64> = (0..41).map(|_| time(&mut work, batch).as_secs_f64() * 1e6 / f64::from(batch)).collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn time<T>(work: &mut impl FnMut() -> T, batch: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..batch {
        black_box(work());
    }
    start.elapsed()
}
