//! Runs of changes as bytes: what made one state of an engine another. They are made again elsewhere, not copied, so they are
//! as short as what was said.

use super::{Mark, append, digest};
use crate::change::{By, Refused};
use crate::data::{Cursor, Data};
use crate::error::{Code, Error, Result};
use crate::ids::Time;
use crate::limits;
use crate::tree::{self, damaged};
use std::sync::Arc;

/// The last runs of changes, as many as are kept, each with the state before it.
#[derive(Clone, Debug, Default)]
pub struct Log {
    runs: Vec<(Mark, Arc<[u8]>)>,
    bytes: usize,
}

/// A run as data: its changes, by whom, when, and the hashes of the tokens that came of it (S22): not the tokens.
pub fn run(changes: &Data, by: &By<'_>, hashes: &[String]) -> Data<'static> {
    #[allow(clippy::cast_precision_loss)] // milliseconds stay far below 2^53
    let now = by.now.map_or(Data::Null, |now| Data::Number(now.0 as f64));
    let hashes = hashes.iter().map(|hash| Data::Text(hash.clone().into())).collect();
    Data::List(vec![changes.owned(), Data::Text(by.actor.to_owned().into()), now, Data::List(hashes)])
}

impl Log {
    /// Enters a run, and gives the state after it.
    pub fn enter(&mut self, before: Mark, run: &Data) -> Mark {
        let mut bytes = Vec::new();
        tree::write(run, &mut bytes);
        let after = Mark { revision: before.revision + 1, chain: linked(before.chain, &bytes) };
        self.bytes += bytes.len();
        self.runs.push((before, bytes.into()));
        if self.bytes > limits::LOG_BYTES {
            // Half of it at once, for each time those that stay are moved.
            let half = self.runs.len() / 2;
            self.bytes -= self.runs.drain(..half).map(|(_, run)| run.len()).sum::<usize>();
        }
        after
    }

    /// What has happened since a revision, to `now`.
    ///
    /// Fails with `gap` where that is not kept any more, or has not happened yet.
    pub fn since(&self, revision: u64, now: Mark) -> Result<Vec<u8>> {
        let first = self.runs.first().map_or(now.revision, |(mark, _)| mark.revision);
        if revision < first || revision > now.revision {
            let message = format!(
                "the changes from {first} to {} are kept, not those from {revision}: take a snapshot",
                now.revision
            );
            return Err(Error::new(Code::Gap, "", message));
        }
        let skipped = (revision - first) as usize;
        let kept = &self.runs[skipped..];
        let from = kept.first().map_or(now, |(mark, _)| *mark);
        let mut runs = Vec::with_capacity(kept.len());
        for (_, run) in kept {
            runs.push(tree::read(run)?);
        }
        let mut bytes = MAGIC.to_vec();
        tree::write(
            &Data::List(vec![number(from.revision), halves(from.chain), halves(now.chain), Data::List(runs)]),
            &mut bytes,
        );
        Ok(bytes)
    }
}

/// The first bytes of a delta; the last is the version.
const MAGIC: [u8; 4] = *b"PMD\x01";

/// The chain after a run.
fn linked(chain: u64, run: &[u8]) -> u64 {
    let mut words = vec![chain as u32, (chain >> 32) as u32, run.len() as u32];
    append(&mut words, run);
    digest(&words)
}

#[allow(clippy::cast_precision_loss)] // revisions stay far below 2^53
const fn number(number: u64) -> Data<'static> {
    Data::Number(number as f64)
}

fn halves(number: u64) -> Data<'static> {
    Data::List([number & u64::from(u32::MAX), number >> 32].map(self::number).to_vec())
}

/// A delta that was read, and fits a state.
pub struct Delta<'b> {
    runs: Vec<Data<'b>>,
    to: Data<'b>,
}

impl<'b> Delta<'b> {
    /// Reads a delta for an engine in this state.
    ///
    /// Fails with `damaged`, and with `gap` when it begins elsewhere.
    pub fn read(bytes: &'b [u8], now: Mark) -> Result<Self> {
        let data = tree::read(bytes.strip_prefix(&MAGIC).ok_or_else(damaged)?)?;
        let Data::List(parts) = data else { return Err(damaged()) };
        let Ok([from, chain, to, Data::List(runs)]) = <[Data; 4]>::try_from(parts) else {
            return Err(damaged());
        };
        if from != number(now.revision) || chain != halves(now.chain) {
            let Data::Number(from) = from else { return Err(damaged()) };
            let from = from as i64; // printing another kind of number weighs 15 KB
            let message = if from.cast_unsigned() == now.revision {
                "this delta belongs to another history: take a snapshot".to_owned()
            } else {
                format!(
                    "this delta begins at {from}, and the engine is at {}: ask for what is between, or a snapshot",
                    now.revision
                )
            };
            return Err(Error::new(Code::Gap, "", message));
        }
        Ok(Self { runs, to })
    }

    /// Calls `apply` for each run.
    pub fn each(
        &self,
        mut apply: impl FnMut(&Data, &By<'_>) -> std::result::Result<(), Refused>,
    ) -> std::result::Result<(), Refused> {
        for run in &self.runs {
            let Data::List(parts) = run else { return Err(damaged().into()) };
            let [changes, Data::Text(actor), now, Data::List(hashes)] = parts.as_slice() else {
                return Err(damaged().into());
            };
            let now = match now {
                Data::Null => None,
                now => Some(Time(crate::catalog::read_time(&Cursor::root(now))?)),
            };
            apply(changes, &By::again(actor, now, hashes))?;
        }
        Ok(())
    }

    /// Whether it has led to the state it says.
    pub fn leads_to(&self, mark: Mark) -> bool {
        self.to == halves(mark.chain)
    }
}
