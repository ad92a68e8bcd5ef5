//! Medians of many runs: each sample is a batch of at least two milliseconds of this thread's time on the processor, so that waiting for
//! it does not count. The sides of a ratio are sampled in turn and compared turn by turn, so that what else the machine does falls on both.

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

/// What was measured: microseconds by kind of work, turn by turn.
pub struct Measured(Vec<Vec<f64>>);

impl Measured {
    /// The median of a kind of work, in microseconds.
    pub fn median(&self, work: usize) -> f64 {
        middle(self.0[work].clone())
    }

    /// The median of how many times as long one kind of work took as another in the same turn.
    pub fn ratio(&self, work: usize, to: usize) -> f64 {
        middle(self.0[work].iter().zip(&self.0[to]).map(|(work, to)| work / to).collect())
    }
}

/// Times all kinds of work in turns and prints a line for each.
pub fn beside(title: &str, mut works: Vec<Work>) -> Measured {
    println!("{title}");
    if let Ok(only) = std::env::var("BENCH_ONLY") {
        works.iter_mut().filter(|work| format!("{title}: {}", work.name).contains(&only)).for_each(repeat);
        return Measured(vec![vec![f64::NAN]; works.len()]);
    }
    let batches: Vec<u32> = works.iter_mut().map(|work| batch(&mut work.run)).collect();
    let mut samples = vec![Vec::with_capacity(SAMPLES); works.len()];
    for _ in 0..SAMPLES {
        for ((work, batch), samples) in works.iter_mut().zip(&batches).zip(&mut samples) {
            samples.push(time(&mut work.run, *batch).as_secs_f64() * 1e6 / f64::from(*batch));
        }
    }
    let measured = Measured(samples);
    for (at, work) in works.iter().enumerate() {
        println!("  {:<72} {:>12.3} us   x{:<9.3}", work.name, measured.median(at), measured.ratio(at, 0));
    }
    println!();
    measured
}

/// For a profiler, which wants to see one kind of work and nothing else (`BENCH_ONLY="part of its title and name"`).
fn repeat(work: &mut Work) {
    let start = on_processor();
    while on_processor() - start < Duration::from_secs(4) {
        (work.run)();
    }
}

fn middle(mut samples: Vec<f64>) -> f64 {
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
