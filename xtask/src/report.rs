//! What came of the tests: gathered as they run, shown as one table at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::step::timed;

/// What one step did, in a few words: "41 passed".
pub type Outcome = Result<String>;

#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
}

struct Row {
    part: &'static str,
    name: String,
    verdict: Verdict,
    took: Duration,
}

enum Verdict {
    Passed(String),
    Failed,
    Skipped(&'static str),
}

impl Report {
    /// Runs one step. A failure is shown at once and does not stop the others.
    pub fn step(&mut self, part: &'static str, name: &str, work: impl FnOnce() -> Outcome) {
        let (outcome, took) = timed(name, work);
        self.note(part, name, outcome, took);
    }

    /// The same for work that has steps of its own to show.
    pub fn steps(&mut self, part: &'static str, name: &str, work: impl FnOnce() -> Result<()>) {
        let start = Instant::now();
        let outcome = work().map(|()| String::new());
        self.note(part, name, outcome, start.elapsed());
    }

    fn note(&mut self, part: &'static str, name: &str, outcome: Outcome, took: Duration) {
        let verdict = match outcome {
            Ok(remark) => Verdict::Passed(remark),
            Err(problem) => {
                println!("\n{problem:#}\n");
                Verdict::Failed
            }
        };
        let name = name.to_owned();
        self.rows.push(Row { part, name, verdict, took });
    }

    /// Notes what was not run, and why.
    pub fn skip(&mut self, part: &'static str, name: &str, why: &'static str) {
        let (name, took) = (name.to_owned(), Duration::ZERO);
        self.rows.push(Row { part, name, verdict: Verdict::Skipped(why), took });
    }

    /// The table; an error when anything failed.
    pub fn finish(self) -> Result<()> {
        println!("\n  part      step                                     result       time");
        for row in &self.rows {
            let Row { part, name, verdict, took } = row;
            let (word, remark) = verdict.words();
            println!("  {part:9} {name:40} {word:8} {:>6.1} s  {remark}", took.as_secs_f64());
        }
        let total: Duration = self.rows.iter().map(|row| row.took).sum();
        let failed = self.rows.iter().filter(|row| matches!(row.verdict, Verdict::Failed)).count();
        println!("\n  {} steps, {failed} failed, {:.0} s", self.rows.len(), total.as_secs_f64());
        if failed > 0 {
            bail!("{failed} of {} steps failed", self.rows.len());
        }
        Ok(())
    }
}

impl Verdict {
    fn words(&self) -> (&str, &str) {
        match self {
            Self::Passed(remark) => ("ok", remark),
            Self::Failed => ("FAILED", ""),
            Self::Skipped(why) => ("skipped", why),
        }
    }
}
