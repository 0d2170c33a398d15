//! A snapshot that comes piece by piece, put together where it stays: it is never there twice.

use super::at;
use crate::data::Data;
use crate::error::{Code, Error, Result};
use crate::tree::damaged;

/// Room is made for at most so many times what has come: a short file that announces a long one takes no memory for it. What has
/// come is moved each time, and its old places stay empty: all together the 31st part of the whole.
const AHEAD: usize = 32;

/// The pieces of a snapshot that have come so far.
///
/// ```
/// use permatrix::{Arriving, Engine};
///
/// fn read(mut source: impl std::io::Read) -> permatrix::Result<Engine> {
///     let mut arriving = Arriving::default();
///     let mut piece = [0; 4096];
///     while let Ok(count @ 1..) = source.read(&mut piece) {
///         arriving.room(count)?.copy_from_slice(&piece[..count]);
///     }
///     Engine::from_snapshot(arriving.whole()?)
/// }
/// assert!(read(&b"PMTX"[..]).is_err());
/// ```
#[derive(Debug, Default)]
pub struct Arriving {
    words: Vec<u32>,
    bytes: usize,
}

impl Arriving {
    /// Room for the next bytes, to be filled.
    ///
    /// Fails with `limit` where there is no memory for them, and on what is too long for a snapshot.
    pub fn room(&mut self, count: usize) -> Result<&mut [u8]> {
        let (from, to) = (self.bytes, self.bytes.saturating_add(count));
        Data::fits(to)?;
        let words = to.div_ceil(4);
        if words > self.words.capacity() {
            let wanted = step(self.announced(), words);
            let full = |_| Error::new(Code::Limit, "", format!("no memory for {} bytes", wanted * 4));
            self.words.try_reserve_exact(wanted - self.words.len()).map_err(full)?;
        }
        self.words.resize(words, 0);
        self.bytes = to;
        Ok(&mut bytemuck::cast_slice_mut(&mut self.words)[from..to])
    }

    /// How many words the header says there are: up to the end of the texts, and then the trees.
    fn announced(&self) -> usize {
        let Some([header @ .., texts_at, texts]) = self.words.get(..at::END) else { return 0 };
        let whole = |bytes: u64| bytes.div_ceil(4);
        let tables = whole(u64::from(*texts_at) + u64::from(*texts));
        let trees = header[at::TREES..at::SHAPE].iter().map(|bytes| whole(u64::from(*bytes)));
        usize::try_from(at::END as u64 + tables + trees.sum::<u64>()).unwrap_or(usize::MAX)
    }

    /// The words, when all have come.
    ///
    /// Fails with `damaged` when the last of them is not whole.
    pub fn whole(self) -> Result<Vec<u32>> {
        if self.bytes.is_multiple_of(4) { Ok(self.words) } else { Err(damaged()) }
    }
}

/// The whole, or the first part of it, each [`AHEAD`] times smaller than the one before, that has room for so many words. Where
/// more has come than was announced, twice that: not a little more with each piece.
fn step(announced: usize, words: usize) -> usize {
    if words > announced {
        return words.saturating_mul(2);
    }
    let mut step = announced;
    while step / AHEAD >= words {
        step /= AHEAD;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn room_is_made_for_at_most_32_times_what_has_come_and_at_last_for_the_whole() {
        let whole = 20_395_303;
        for words in [1, 55, 1_024, 16_384, 600_000, 700_000, whole - 1, whole] {
            let room = step(whole, words);
            assert!(words <= room && room / 33 < words && room <= whole, "{words}: {room}");
        }
        assert_eq!(step(whole, 700_000), whole);
        assert_eq!([step(0, 3), step(7, 8)], [6, 16]);
    }
}
