//! Medians of many runs: each sample is a batch of at least two milliseconds of this thread's time on the processor, so that waiting for
//! it does not count. The two sides of a ratio are sampled in turn, so that what else the machine does falls on both.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

const SAMPLES: usize = 31;

/// One kind of work, with its name.
pub struct Work<'a> {
    name: String,
    run: Box<dyn FnMut() + 'a>,
}

/// Names a kind of work.
pub fn work<'a, T>(name: &str, mut run: impl FnMut() -> T + 'a) -> Work<'a> {
    Work { name: name.to_owned(), run: Box::new(move || drop(black_box(run()))) }
}

/// Times all kinds of work in turns, prints a line for each, and gives their medians in microseconds.
pub fn beside(title: &str, mut works: Vec<Work>) -> Vec<f64> {
    println!("{title}");
    let batches: Vec<u32> = works.iter_mut().map(|work| batch(&mut work.run)).collect();
    let mut samples = vec![Vec::with_capacity(SAMPLES); works.len()];
    for _ in 0..SAMPLES {
        for ((work, batch), samples) in works.iter_mut().zip(&batches).zip(&mut samples) {
            samples.push(time(&mut work.run, *batch).as_secs_f64() * 1e6 / f64::from(*batch));
        }
    }
    let medians: Vec<f64> = samples.iter_mut().map(|samples| middle(samples)).collect();
    for (work, median) in works.iter().zip(&medians) {
        println!("  {:<72} {median:>12.3} us   x{:<9.3}", work.name, median / medians[0]);
    }
    println!();
    medians
}

fn middle(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

fn batch(run: &mut dyn FnMut()) -> u32 {
    let mut batch = 1u32;
    while time(run, batch) < Duration::from_millis(2) && batch < 1 << 24 {
        batch *= 2;
    }
    batch
}

fn time(run: &mut dyn FnMut(), batch: u32) -> Duration {
    let start = on_processor();
    for _ in 0..batch {
        run();
    }
    on_processor() - start
}

fn on_processor() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}
