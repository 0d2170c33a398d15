//! The grants of everybody, packed: by principal, and within a principal by resource.

use super::base::Terms;
use super::table::Table;
use super::{Grant, GrantTerms};
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

/// What a grant gives, as it is kept: the bundle, and in the lowest bit whether there are terms to look up.
fn given(grant: &Grant) -> u16 {
    grant.bundle.0 << 1 | u16::from(grant.terms != Terms::default())
}

impl GrantTable {
    /// Puts the grants at the end of the words.
    pub fn write(words: &mut Vec<u32>, grants: &[Vec<Grant>], resources: usize) -> Self {
        let all = || grants.iter().flatten();
        let most = all().map(given).max().unwrap_or_default();
        let bits = (u16::BITS - most.leading_zeros()).max(1);
        let room = resources <= 1 << (u32::BITS - bits);
        let bits = if room { bits } else { 0 };
        let number = |grant: &Grant| if room { grant.on.0 << bits | u32::from(given(grant)) } else { grant.on.0 };
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

    /// The grants at these places, which are those of one principal.
    #[inline(always)]
    pub fn run<'b>(&'b self, words: &'b [u32], places: Range<usize>) -> Run<'b> {
        Run { table: self, words, first: places.start, numbers: self.numbers.slice(words, places) }
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
    first: usize,
    numbers: &'b [u32],
}

/// Runs up to this length are counted through, without a branch that could be guessed wrong; longer ones are halved first.
const COUNTED: usize = 16;

impl<'b> Run<'b> {
    /// Calls `each` for the grants that are placed on `on`.
    #[inline(always)]
    pub fn on(&self, on: ResourceId, each: &mut impl FnMut(BundleId, GrantTerms<'b>)) {
        let mut place = self.first_on(on);
        while let Some(number) = self.numbers.get(place)
            && number >> self.table.bits == on.0
        {
            let (bundle, terms) = self.grant(place, *number);
            each(bundle, terms);
            place += 1;
        }
    }

    /// Where the grants on a resource begin.
    #[inline(always)]
    fn first_on(&self, on: ResourceId) -> usize {
        let bits = self.table.bits;
        let (mut numbers, mut first) = (self.numbers, 0);
        while numbers.len() > COUNTED {
            let (low, high) = numbers.split_at(numbers.len() / 2);
            let before = low.last().is_some_and(|number| number >> bits < on.0);
            first += if before { low.len() } else { 0 };
            numbers = if before { high } else { low };
        }
        let mut before = 0;
        for number in numbers {
            before += u32::from(number >> bits < on.0);
        }
        first + before as usize
    }

    #[inline(always)]
    fn grant(&self, place: usize, number: u32) -> (BundleId, GrantTerms<'b>) {
        let table = self.table;
        let given = match table.bits {
            0 => table.apart.get(self.words, self.first + place),
            bits => (number & !(u32::MAX << bits)) as u16,
        };
        let terms = match given & 1 {
            0 => GrantTerms::Known(Terms::default()),
            _ => GrantTerms::Kept(table, self.words, self.first + place),
        };
        (BundleId(given >> 1), terms)
    }

    /// All of them.
    pub fn all(self) -> impl Iterator<Item = Grant> + 'b {
        self.numbers.iter().enumerate().map(move |(place, number)| {
            let (bundle, terms) = self.grant(place, *number);
            Grant { on: ResourceId(number >> self.table.bits), bundle, terms: terms.get() }
        })
    }
}
