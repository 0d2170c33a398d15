//! Measuring, and tables of text.
#![allow(clippy::cast_sign_loss)] // times are not below zero

use std::fmt::Display;
use std::hint::black_box;
use std::time::Instant;

use permatrix::{Engine, Given, Question};

use crate::world;

/// A table: its title, and what measures and prints it.
pub type Table = (&'static str, fn(&str));

/// Rounds; as many before them only warm up.
const ROUNDS: usize = 200;
const WARM_UP: usize = 20;
/// Nanoseconds that a round fills: so short that what else the machine does falls on single rounds, which the median leaves
/// out.
const ROUND: f64 = 2e5;

/// The median time of one of several questions, in nanoseconds, asked in turns.
pub fn nanoseconds<Q>(questions: &[Q], mut ask: impl FnMut(&Q)) -> f64 {
    let mut at = questions.iter().cycle();
    let mut round = |count: u32| {
        let start = Instant::now();
        at.by_ref().take(count as usize).for_each(&mut ask);
        start.elapsed().as_secs_f64() * 1e9 / f64::from(count)
    };
    let cost = (0..WARM_UP).map(|_| round(50)).fold(f64::MAX, f64::min);
    let count = (ROUND / cost).max(1.0) as u32;
    let mut times: Vec<f64> = (0..WARM_UP + ROUNDS).map(|_| round(count)).skip(WARM_UP).collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// `can` by handles, and `decide` by names; questions that bits do not answer are left to the rule, as the package does.
pub fn both(engine: &Engine, questions: &[(String, String, String)]) -> [f64; 2] {
    let asked: Vec<world::Asked> =
        questions.iter().map(|(user, action, on)| world::asked(engine, user, action, on)).collect();
    let can = nanoseconds(&asked, |&(subject, action, resource)| {
        let answer = engine.can(subject, action, resource);
        black_box(answer.unwrap_or_else(|| engine.can_at(subject, action, resource, None)));
    });
    let decide = nanoseconds(questions, |(subject, action, resource)| {
        let given = Given::default();
        black_box(engine.decide(&Question { subject, action, resource, now: None, given }));
    });
    [can, decide]
}

/// The same question of one person, and that it is answered as it should.
pub fn one(engine: &Engine, resource: &str, allowed: bool) -> [f64; 2] {
    let question = ("user:anna".to_owned(), "plan.view".to_owned(), resource.to_owned());
    let is = engine.decide(&Question::new(&question.0, &question.1, &question.2)).allowed();
    assert_eq!(is, allowed, "{resource}");
    both(engine, &[question])
}

/// Prints the head of a table.
pub fn head(title: &str, bound: &str, columns: &[&str]) {
    println!("\n{title}; {bound}");
    cells("", columns.iter().map(|column| (*column).to_owned()));
}

/// Prints a line: what was changed, and times in nanoseconds.
pub fn times(name: impl Display, times: &[f64]) {
    cells(name, times.iter().map(|time| readable(*time)));
}

/// Prints a line of anything.
pub fn cells(name: impl Display, cells: impl IntoIterator<Item = String>) {
    let cells: Vec<String> = cells.into_iter().map(|cell| format!("{cell:>16}")).collect();
    println!("  {name:>14}{}", cells.concat());
}

/// A time in nanoseconds, with its unit.
pub fn readable(time: f64) -> String {
    match time {
        time if time < 1e3 => format!("{time:.0} ns"),
        time if time < 1e6 => format!("{:.2} µs", time / 1e3),
        time => format!("{:.1} ms", time / 1e6),
    }
}
