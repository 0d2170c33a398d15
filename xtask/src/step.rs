//! One line per step: what is being done, then how long it took.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Result;

const WIDTH: usize = 46;

/// Does `work`, saying so.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    timed(name, work).0
}

/// Does `work`, saying so; also tells how long it took.
pub fn timed<T>(name: &str, work: impl FnOnce() -> Result<T>) -> (Result<T>, Duration) {
    print!("  {name:WIDTH$} ");
    flush();
    let start = Instant::now();
    let outcome = work();
    let took = start.elapsed();
    let result = if outcome.is_ok() { "ok" } else { "FAILED" };
    println!("{result:6} {:>7.1} s", took.as_secs_f64());
    (outcome, took)
}

/// A heading over the steps that follow.
pub fn heading(text: &str) {
    println!("{text}");
}

/// A remark under the step before.
pub fn note(text: &str) {
    println!("    {text}");
}

fn flush() {
    // A terminal that went away is no reason to stop.
    let _ = std::io::stdout().flush();
}
