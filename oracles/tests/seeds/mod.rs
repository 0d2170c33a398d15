//! One attempt for each number, on all cores; the numbers are the same in every run.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread;

/// How often something came up.
pub type Counts = BTreeMap<String, u64>;

pub fn count(counts: &mut Counts, what: impl Into<String>) {
    *counts.entry(what.into()).or_default() += 1;
}

/// Tries as many numbers as the environment says, and fails with what the first thread to fail has to say.
pub fn each(many: u64, attempt: impl Fn(u64, &mut Counts) -> Result<(), String> + Sync) -> Counts {
    let first = number("PERMATRIX_ORACLE_FIRST", 0);
    let end = first + number("PERMATRIX_ORACLE_WORLDS", many);
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let share = |own: u64| {
        let mut counts = Counts::new();
        let mut mine = (first..end).filter(|seed| seed % threads == own);
        mine.try_for_each(|seed| attempt(seed, &mut counts)).map(|()| counts)
    };
    let shares: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|own| scope.spawn(move || share(own))).collect();
        running.into_iter().map(|thread| thread.join().expect("no attempt panics")).collect()
    });
    let mut all = Counts::new();
    for share in shares {
        for (what, count) in share.unwrap_or_else(|shown| panic!("{shown}")) {
            *all.entry(what).or_default() += count;
        }
    }
    all
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// All of these came up often enough for the test to mean something. One may try fewer worlds by hand.
pub fn came_up(counts: &Counts, all: &[&str]) {
    let total: u64 = counts.values().sum();
    println!("{total} questions: {counts:?}");
    for what in all {
        let count = counts.get(*what).copied().unwrap_or_default();
        assert!(count >= total / 200, "{what} comes up {count} times in {total}: {counts:?}");
    }
}
