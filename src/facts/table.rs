//! Tables of numbers, one behind the other in a run of 32-bit words: read in place, one bounds check an entry.

use std::marker::PhantomData;
use std::ops::Range;

/// A table of `u16`, `u32` or `u64`. What lies outside reads as all ones, the value that stands for "none".
#[derive(Clone, Copy, Debug)]
pub struct Table<T> {
    /// The word it begins at.
    at: usize,
    /// Entries.
    len: usize,
    kind: PhantomData<T>,
}

impl<T> Table<T> {
    /// The number of entries.
    #[inline(always)]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// The word it begins at.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Says where it is, from a place on, and how many entries it has.
    pub fn shape(&self, from: usize, shape: &mut Vec<u32>) {
        shape.extend_from_slice(&[(self.at - from) as u32, self.len as u32]);
    }
}

/// Entries of a table, as many of them as fill whole words.
pub trait Entry {
    /// How many fill how many words.
    const FILL: [usize; 2];
}

impl Entry for u16 {
    const FILL: [usize; 2] = [2, 1];
}

impl Entry for u32 {
    const FILL: [usize; 2] = [1, 1];
}

impl Entry for u64 {
    const FILL: [usize; 2] = [1, 2];
}

impl<T: Entry> Table<T> {
    /// A table of this shape, if it is within the words.
    pub fn shaped([at, len]: [u32; 2], from: usize, words: &[u32]) -> Option<Self> {
        let (at, len) = (from.checked_add(at as usize)?, len as usize);
        let [entries, fill] = T::FILL;
        let end = at.checked_add(len.div_ceil(entries).checked_mul(fill)?)?;
        (end <= words.len()).then_some(Self { at, len, kind: PhantomData })
    }

    /// Puts the table, as it stands in other words, at the end of these.
    pub fn copied(&self, old: &[u32], words: &mut Vec<u32>) -> Self {
        let [entries, fill] = T::FILL;
        Self { at: copied(old, self.at, self.len.div_ceil(entries) * fill, words), ..*self }
    }
}

/// One for all kinds of tables.
#[inline(never)]
fn copied(old: &[u32], at: usize, count: usize, words: &mut Vec<u32>) -> usize {
    let end = words.len();
    words.extend_from_slice(old.get(at..at + count).unwrap_or_default());
    end
}

impl Table<u32> {
    /// Puts a table at the end of the words.
    pub fn write(words: &mut Vec<u32>, numbers: &[u32]) -> Self {
        let at = words.len();
        words.extend_from_slice(numbers);
        Self { at, len: numbers.len(), kind: PhantomData }
    }

    /// The entry at `index`.
    #[inline(always)]
    pub fn get(&self, words: &[u32], index: usize) -> u32 {
        words.get(self.at + index).copied().unwrap_or(u32::MAX)
    }

    /// Entries from `index` on, read at once; `None` where they are not all there.
    #[inline(always)]
    pub fn chunk<'w, const N: usize>(&self, words: &'w [u32], index: usize) -> Option<&'w [u32; N]> {
        if index >= self.len {
            return None;
        }
        words.get(self.at + index..).and_then(<[u32]>::first_chunk)
    }

    /// A part of the entries.
    pub fn slice<'w>(&self, words: &'w [u32], part: Range<usize>) -> Option<&'w [u32]> {
        words.get(self.at + part.start..self.at + part.end)
    }

    /// How many numbers are less than this one, if they rise.
    pub fn before(&self, words: &[u32], number: u32) -> usize {
        let all = words.get(self.at..self.at + self.len).unwrap_or_default();
        all.partition_point(|known| *known < number)
    }

    /// Where a number stands, if the numbers rise.
    #[inline]
    pub fn find(&self, words: &[u32], wanted: u32) -> Option<usize> {
        words.get(self.at..self.at + self.len)?.binary_search(&wanted).ok()
    }

    /// Entry `index` and the one after it: where a part begins and ends in the table that this one points into.
    #[inline]
    pub fn part(&self, words: &[u32], index: usize) -> Range<usize> {
        self.chunk(words, index).map_or(0..0, |[start, end]| *start as usize..*end as usize)
    }
}

impl Table<u16> {
    /// Puts a table at the end of the words, two entries a word, the first in the lower half.
    pub fn write(words: &mut Vec<u32>, numbers: &[u16]) -> Self {
        let at = words.len();
        for pair in numbers.chunks(2) {
            words.push(u32::from(pair[0]) | u32::from(pair.get(1).copied().unwrap_or_default()) << 16);
        }
        Self { at, len: numbers.len(), kind: PhantomData }
    }

    /// The entry at `index`.
    #[inline(always)]
    pub fn get(&self, words: &[u32], index: usize) -> u16 {
        let word = words.get(self.at + index / 2).copied().unwrap_or(u32::MAX);
        (word >> (16 * (index % 2))) as u16
    }
}

impl Table<u64> {
    /// Puts a table at the end of the words, the lower half of an entry first.
    pub fn write(words: &mut Vec<u32>, numbers: &[u64]) -> Self {
        let at = words.len();
        for number in numbers {
            words.extend_from_slice(&[*number as u32, (number >> 32) as u32]);
        }
        Self { at, len: numbers.len(), kind: PhantomData }
    }

    /// The entry at `index`.
    #[inline(always)]
    pub fn get(&self, words: &[u32], index: usize) -> u64 {
        let word = |place: usize| u64::from(words.get(place).copied().unwrap_or(u32::MAX));
        let place = self.at + index * 2;
        word(place) | word(place + 1) << 32
    }
}
