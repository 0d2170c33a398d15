//! The grants of everybody, packed: by principal, and within a principal by resource.

use super::Grant;
use super::base::Terms;
use super::table::Table;
use crate::ids::{BundleId, ConditionId, ResourceId, Time};
use std::cmp::Ordering;
use std::ops::Range;

/// A grant is one number as long as that has room: its resource in the upper bits, what it gives in the lower ones. So ten
/// grants of a person are one line of the processor's cache, and a million of them 4 MB.
#[derive(Clone, Debug)]
pub struct GrantTable {
    numbers: Table<u32>,
    /// How many lower bits say what is given; none of them where that stands in `apart`.
    bits: u32,
    apart: Table<u16>,
    /// Grants with terms, by their place, and their terms.
    terms_of: Table<u32>,
    terms_until: Table<u64>,
    terms_if: Table<u16>,
}

/// Runs of up to this many grants are counted through all at once, without a branch; longer ones are halved first. As many
/// words follow after the table.
pub const COUNTED: usize = 16;

impl GrantTable {
    /// Puts the grants at the end of the words.
    pub fn write(words: &mut Vec<u32>, grants: &[Vec<Grant>], resources: usize) -> Self {
        let all = || grants.iter().flatten();
        let given = |grant: &Grant| Packed::of(grant).0;
        let most = all().map(given).max().unwrap_or_default();
        let bits = (u16::BITS - most.leading_zeros()).max(1);
        let room = resources <= 1 << (u32::BITS - bits);
        let bits = if room { bits } else { 0 };
        let number =
            |grant: &Grant| if room { grant.on.0 << bits | u32::from(given(grant)) } else { grant.on.0 };
        let apart = all().take_while(|_| !room).map(given);
        let terms: Vec<(u32, Terms)> = (0..).zip(all().map(|grant| grant.terms)).collect();
        let with_terms = || terms.iter().filter(|(_, terms)| *terms != Terms::default());
        let until = |terms: &Terms| terms.until.map_or(i64::MAX, |time| time.0).cast_unsigned();
        let condition = |terms: &Terms| terms.condition.map_or(u16::MAX, |id| id.0);
        Self {
            numbers: Table::<u32>::write(words, all().map(number)),
            bits,
            apart: Table::<u16>::write(words, apart),
            terms_of: Table::<u32>::write(words, with_terms().map(|(place, _)| *place)),
            terms_until: Table::<u64>::write(words, with_terms().map(|(_, terms)| until(terms))),
            terms_if: Table::<u16>::write(words, with_terms().map(|(_, terms)| condition(terms))),
        }
    }

    /// What the grant at this place gives.
    #[inline(always)]
    fn given(&self, words: &[u32], place: usize, number: u32) -> Packed {
        Packed(match self.bits {
            0 => self.apart.get(words, place),
            bits => (number & !(u32::MAX << bits)) as u16,
        })
    }

    /// The grants at these places, which are those of one principal.
    #[inline(always)]
    pub fn run<'b>(&'b self, words: &'b [u32], places: Range<usize>) -> Run<'b> {
        let at = self.numbers.at() + places.start;
        Run { table: self, words, first: places.start, at, numbers: self.numbers.slice(words, places) }
    }

    /// The terms of a grant that has some.
    pub fn terms(&self, words: &[u32], grant: usize) -> Terms {
        let (mut low, mut high) = (0, self.terms_of.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match (self.terms_of.get(words, middle) as usize).cmp(&grant) {
                Ordering::Equal => return self.terms_at(words, middle),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        // Terms that cannot be found are terms that have ended.
        Terms { until: Some(Time(i64::MIN)), condition: None }
    }

    fn terms_at(&self, words: &[u32], place: usize) -> Terms {
        let until = self.terms_until.get(words, place).cast_signed();
        let condition = self.terms_if.get(words, place);
        Terms {
            until: (until != i64::MAX).then_some(Time(until)),
            condition: (condition != u16::MAX).then_some(ConditionId(condition)),
        }
    }
}

/// The grants of one principal, by resource.
#[derive(Clone, Copy)]
pub struct Run<'b> {
    table: &'b GrantTable,
    words: &'b [u32],
    /// The place of the first one in the table, and among the words.
    first: usize,
    at: usize,
    numbers: &'b [u32],
}

/// What a grant gives, as the table keeps it.
#[derive(Clone, Copy)]
pub struct Packed(u16);

impl Packed {
    fn of(grant: &Grant) -> Self {
        Self(grant.bundle.0 << 1 | u16::from(grant.terms != Terms::default()))
    }

    /// What it gives.
    #[inline(always)]
    pub fn bundle(self) -> BundleId {
        BundleId(self.0 >> 1)
    }

    /// Whether it counts on terms only.
    #[inline(always)]
    pub fn has_terms(self) -> bool {
        self.0 & 1 == 1
    }
}

/// A window into this, so placed that as many entries count as are wanted.
const COUNTS: [u32; 2 * COUNTED] = {
    let mut counts = [0; 2 * COUNTED];
    let mut place = 0;
    while place < COUNTED {
        counts[place] = 1;
        place += 1;
    }
    counts
};

/// How many of the numbers that count are below; compiled to a few instructions on four numbers each.
#[inline(always)]
fn count_below(numbers: &[u32; COUNTED], ours: &[u32; COUNTED], bits: u32, on: u32) -> usize {
    let mut below = 0;
    for (number, ours) in numbers.iter().zip(ours) {
        below += u32::from(number >> (bits & 31) < on) & ours;
    }
    below as usize
}

impl<'b> Run<'b> {
    /// Calls `each` for what is given on a resource; also when there is nothing, once: whether there is something is then
    /// not a branch, which would be guessed wrong every other time.
    #[inline(always)]
    pub fn on(&self, on: ResourceId, mut each: impl FnMut(Option<Packed>)) {
        let mut place = self.first_on(on);
        loop {
            each(self.given(place, on));
            place += 1;
            if !self.is_on(place, on) {
                return;
            }
        }
    }

    /// Calls `each` for the grants on a resource, with their terms.
    pub fn each_on(&self, on: ResourceId, each: &mut dyn FnMut(BundleId, Terms)) {
        let mut place = self.first_on(on);
        while let Some(given) = self.given(place, on) {
            each(given.bundle(), self.terms(place, given));
            place += 1;
        }
    }

    /// Where the grants on a resource begin, or would.
    #[inline(always)]
    fn first_on(&self, on: ResourceId) -> usize {
        let bits = self.table.bits;
        let (mut first, mut end) = (0, self.numbers.len());
        while end - first > COUNTED {
            let middle = usize::midpoint(first, end);
            let before = self.numbers.get(middle).is_some_and(|number| number >> bits < on.0);
            (first, end) = if before { (middle, end) } else { (first, middle) };
        }
        let numbers = self.words.get(self.at + first..).and_then(<[u32]>::first_chunk);
        let ours = COUNTS.get(COUNTED - (end - first)..).and_then(<[u32]>::first_chunk);
        let (Some(numbers), Some(ours)) = (numbers, ours) else { return end };
        first + count_below(numbers, ours, bits, on.0)
    }

    #[inline(always)]
    fn is_on(&self, place: usize, on: ResourceId) -> bool {
        self.numbers.get(place).is_some_and(|number| number >> self.table.bits == on.0)
    }

    /// What the grant at this place gives, if it is one on this resource.
    #[inline(always)]
    fn given(&self, place: usize, on: ResourceId) -> Option<Packed> {
        let number = self.numbers.get(place).copied().unwrap_or_default();
        self.is_on(place, on).then_some(self.table.given(self.words, self.first + place, number))
    }

    fn terms(&self, place: usize, given: Packed) -> Terms {
        if given.has_terms() { self.table.terms(self.words, self.first + place) } else { Terms::default() }
    }

    /// All of them.
    pub fn all(self) -> impl Iterator<Item = Grant> + 'b {
        self.numbers.iter().enumerate().map(move |(place, number)| {
            let given = self.table.given(self.words, self.first + place, *number);
            let on = ResourceId(number >> self.table.bits);
            Grant { on, bundle: given.bundle(), terms: self.terms(place, given) }
        })
    }
}
