//! One attempt for each number; the numbers are the same in every run.

use crate::world::make::Dice;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{fs, process, thread};

/// A hundred times what the slowest takes; whatever has not ended by then counts as never ending.
const LONGEST: Duration = Duration::from_secs(20);

/// What one attempt throws with, what it has thrown, and what came of all of them.
pub struct Attempt<'c> {
    pub dice: Dice,
    /// Shown when it fails.
    pub input: String,
    counts: &'c mut BTreeMap<String, u64>,
}

impl Attempt<'_> {
    pub fn count(&mut self, what: impl Into<String>) {
        *self.counts.entry(what.into()).or_default() += 1;
    }
}

/// Makes as many attempts as the environment says, and fails with the first that does. Each of `often` must come up in one of
/// a hundred: damage that is always refused in the same way would try nothing.
pub fn attempts(
    name: &str,
    many: u64,
    often: &[&str],
    attempt: impl Fn(&mut Attempt<'_>) -> Result<(), String>,
) {
    let (first, many) = (number("PERMATRIX_FUZZ_FIRST", 0), number("PERMATRIX_FUZZ_ATTEMPTS", many));
    let mut counts = BTreeMap::new();
    let begun = watched(name);
    for number in first..first + many {
        *begun.lock().expect("nobody panics with it") = (number, Instant::now());
        // Who runs out of stack dies without a word.
        fs::write(file(name, "last"), again(name, number)).expect("the number can be kept");
        let mut one = Attempt { dice: Dice::new(number), input: String::new(), counts: &mut counts };
        let ended = catch_unwind(AssertUnwindSafe(|| attempt(&mut one)));
        let failure = ended.unwrap_or_else(|_| Err("it panics, as said above".to_owned())).err();
        if let Some(failure) = failure {
            fail(name, number, &one.input, &failure);
        }
    }
    println!("{name}: {many} attempts, {counts:?}");
    for what in often {
        let count = counts.get(*what).copied().unwrap_or_default();
        assert!(count >= many / 100, "{what} comes up {count} times in {many}: {counts:?}");
    }
}

fn fail(name: &str, number: u64, input: &str, failure: &str) -> ! {
    let file = file(name, &number.to_string());
    fs::write(&file, input).expect("the input can be kept");
    panic!("attempt {number} ({}): {failure}\nthe input is in {file}", again(name, number));
}

fn file(name: &str, what: &str) -> String {
    format!("{}/{name}-{what}.txt", env!("CARGO_TARGET_TMPDIR"))
}

fn again(name: &str, number: u64) -> String {
    format!(
        "PERMATRIX_FUZZ_FIRST={number} PERMATRIX_FUZZ_ATTEMPTS=1 cargo test --profile fuzz -p permatrix-fuzz {name}"
    )
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Ends everything when an attempt does not end. It cannot be told to stop, and whoever waits for it waits forever.
fn watched(name: &str) -> Arc<Mutex<(u64, Instant)>> {
    let begun = Arc::new(Mutex::new((0, Instant::now())));
    let (watched, name) = (Arc::downgrade(&begun), name.to_owned());
    thread::spawn(move || {
        while let Some(begun) = watched.upgrade() {
            let (number, since) = *begun.lock().expect("nobody panics with it");
            if since.elapsed() > LONGEST {
                eprintln!("attempt {number} ({}) does not end", again(&name, number));
                process::abort();
            }
            drop(begun);
            thread::sleep(Duration::from_millis(250));
        }
    });
    begun
}
