//! The grants of everybody, packed: by principal, and within a principal by resource.

use super::Grant;
use super::base::Terms;
use super::image::Shapes;
use super::table::Table;
use crate::ids::{BundleId, ConditionId, ResourceId, Time};
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

/// Numbers that are looked at together: the head of a principal and up to 15 grants, one or two lines of the processor's
/// cache. Fetching these is what a question takes longest for.
const WIDTH: usize = 16;

/// The grants of a principal stand behind a head:
///
/// | bits of the head | what |
/// |---|---|
/// | 31 | set: this is a head; grants never have it |
/// | 30 | whether the principal is in groups |
/// | 0-29 | how many grants follow |
///
/// A grant is one number as long as that has room: its resource in the upper bits, what it gives in the lower ones.
#[derive(Clone, Copy, Debug)]
pub struct GrantTable {
    numbers: Table<u32>,
    /// By principal: the place of the head. Rising.
    starts: Table<u32>,
    /// How many lower bits of a grant say what is given; none of them where that stands in `apart`.
    bits: u32,
    apart: Table<u16>,
    /// Grants with terms, by their place, and their terms.
    terms_of: Table<u32>,
    terms_until: Table<u64>,
    terms_if: Table<u16>,
}

const HEAD: u32 = 1 << 31;
const IN_GROUPS: u32 = 1 << 30;

impl GrantTable {
    /// Lays out the grants: of each principal a list, and whether there are groups above.
    pub fn write(
        words: &mut Vec<u32>,
        grants: &[Vec<Grant>],
        in_groups: &dyn Fn(usize) -> bool,
        resources: usize,
    ) -> Self {
        let bits = fitting(grants.iter().fold(1, |bits, list| bits.max(width(list))), resources);
        let mut writer = Writer { bits, ..Writer::default() };
        for (principal, list) in grants.iter().enumerate() {
            writer.principal(list, in_groups(principal));
        }
        writer.written(words)
    }

    /// The table once more, with what has changed in it, and without what was granted on resources that are gone.
    pub fn rewritten(
        &self,
        old: &[u32],
        words: &mut Vec<u32>,
        sources: &[Source],
        in_groups: &dyn Fn(usize) -> bool,
        gone: &[bool],
    ) -> Self {
        let wider = |bits: u32, source: &Source| match source {
            Source::List(grants) => bits.max(width(grants)),
            Source::Kept(_) => bits,
        };
        let bits = fitting(sources.iter().fold(self.bits, wider), gone.len());
        // Once what is given stands apart, it stays there.
        let bits = if self.bits == 0 { 0 } else { bits };
        let same = bits == self.bits;
        let any_gone = gone.contains(&true);
        let mut writer = Writer { bits, ..Writer::default() };
        for (principal, source) in sources.iter().enumerate() {
            match source {
                Source::List(grants) => writer.principal(grants, in_groups(principal)),
                Source::Kept(start) => {
                    let Some(run) = self.at(old, *start) else { continue };
                    let on_gone = |number: usize| {
                        let on = self.number(old, run.place(number)) >> self.bits;
                        gone.get(on as usize).is_none_or(|gone| *gone)
                    };
                    if same && !(any_gone && (0..run.len()).any(on_gone)) {
                        writer.copied(&run, in_groups(principal));
                    } else {
                        let mut grants = run.all();
                        grants.retain(|grant| !gone[grant.on.index()]);
                        writer.principal(&grants, in_groups(principal));
                    }
                }
            }
        }
        writer.written(words)
    }

    /// The table once more, with other grants of some principals, who are named by their places, rising; all between them is
    /// copied as it stands. `None` where these grants are wider than the table.
    pub fn regranted(
        &self,
        old: &[u32],
        words: &mut Vec<u32>,
        changed: &[(u32, Arc<[Grant]>)],
    ) -> Option<Self> {
        if self.bits == 0 || changed.iter().any(|(_, grants)| width(grants) > self.bits) {
            return None;
        }
        let more: usize = changed.iter().map(|(_, grants)| grants.len()).sum();
        let numbers = Vec::with_capacity(self.numbers.len() + more);
        let mut writer = Writer { bits: self.bits, numbers, ..Writer::default() };
        let mut from = 0;
        for (start, grants) in changed {
            let run = self.at(old, *start)?;
            writer.between(self, old, from..run.start as usize);
            writer.principal(grants, run.in_groups());
            from = run.place(run.len());
        }
        writer.between(self, old, from..self.numbers.len() - WIDTH);
        Some(writer.written(words))
    }

    /// The numbers from which the table can be made again, in the order of [`GrantTable::shaped`].
    pub fn shape(&self, from: usize, shape: &mut Vec<u32>) {
        shape.push(self.bits);
        self.numbers.shape(from, shape);
        self.starts.shape(from, shape);
        self.terms_of.shape(from, shape);
        self.apart.shape(from, shape);
        self.terms_if.shape(from, shape);
        self.terms_until.shape(from, shape);
    }

    /// A table from these numbers.
    pub fn shaped(shapes: &mut Shapes<'_>) -> Option<Self> {
        let bits = shapes.number()? as u32;
        let (numbers, starts, terms_of) = (shapes.table()?, shapes.table()?, shapes.table()?);
        let table = Self {
            numbers,
            starts,
            bits,
            terms_of,
            apart: shapes.table()?,
            terms_if: shapes.table()?,
            terms_until: shapes.table()?,
        };
        (bits <= u16::BITS).then_some(table)
    }

    /// Whether the table is as [`GrantTable::write`] makes it: of so many principals, resources and bundles, with such
    /// conditions, and the principals in groups as they say.
    pub fn sound(
        &self,
        words: &[u32],
        [principals, resources, bundles]: [usize; 3],
        condition: &dyn Fn(ConditionId) -> bool,
        in_groups: &dyn Fn(usize) -> bool,
    ) -> bool {
        let rows = [self.terms_of.len(), self.terms_until.len(), self.terms_if.len()];
        let Some(end) = self.numbers.len().checked_sub(WIDTH) else { return false };
        let (mut place, mut terms) = (0, 0);
        let good = |principal: usize| {
            let Some(run) = self.at(words, place as u32) else { return false };
            let grants = self.numbers.slice(words, run.place(0)..run.place(run.len()).min(end));
            let grants = grants.filter(|grants| grants.len() == run.len()).unwrap_or(&[u32::MAX]);
            let mut before = 0;
            let sound = grants.iter().zip(run.place(0)..).all(|(number, at)| {
                let given = self.given(words, at, *number);
                let (on, bundle) = (number >> self.bits, given.bundle().0);
                // One number: there may be millions of grants. The same may be given twice, on other terms.
                let key = u64::from(on) << u16::BITS | u64::from(bundle);
                let rises = before <= key;
                before = key;
                if given.has_terms() {
                    let known = self.terms_of.get(words, terms) as usize == at;
                    let on = self.terms_at(words, terms).condition;
                    terms += 1;
                    if !known || !on.is_none_or(condition) {
                        return false;
                    }
                }
                rises && number & HEAD == 0 && on < resources as u32 && usize::from(bundle) < bundles
            });
            let starts = self.starts.get(words, principal) as usize == place;
            place = run.place(run.len());
            sound && starts && run.in_groups() == in_groups(principal)
        };
        self.starts.len() == principals
            && rows == [self.terms_of.len(); 3]
            && (0..principals).all(good)
            && place == end
            && terms == self.terms_of.len()
    }

    /// Where the grants of a principal stand.
    pub fn start(&self, words: &[u32], principal: usize) -> u32 {
        self.starts.get(words, principal)
    }

    /// Whose grants stand there.
    #[inline]
    pub fn principal(&self, words: &[u32], start: u32) -> Option<usize> {
        self.starts.find(words, start)
    }

    /// The first place behind all grants.
    pub fn end(&self) -> u32 {
        self.numbers.len() as u32
    }

    /// The grants that stand at a place; `None` if nobody's do.
    #[inline(always)]
    pub fn at<'b>(&'b self, words: &'b [u32], start: u32) -> Option<Run<'b>> {
        let near = self.numbers.chunk(words, start as usize)?;
        (near[0] & HEAD != 0).then_some(Run { table: self, words, start, near })
    }

    fn number(&self, words: &[u32], place: usize) -> u32 {
        self.numbers.get(words, place)
    }

    /// What the grant at this place gives.
    #[inline(always)]
    fn given(&self, words: &[u32], place: usize, number: u32) -> Packed {
        Packed(match self.bits {
            0 => self.apart.get(words, place),
            bits => (number & !(u32::MAX << bits)) as u16,
        })
    }

    fn terms(&self, words: &[u32], place: usize, given: Packed) -> Terms {
        if !given.has_terms() {
            return Terms::default();
        }
        // Terms that cannot be found are terms that have ended.
        let ended = Terms { until: Some(Time(i64::MIN)), condition: None };
        self.terms_of.find(words, place as u32).map_or(ended, |number| self.terms_at(words, number))
    }

    fn terms_at(&self, words: &[u32], number: usize) -> Terms {
        let until = self.terms_until.get(words, number).cast_signed();
        let condition = self.terms_if.get(words, number);
        Terms {
            until: (until != i64::MAX).then_some(Time(until)),
            condition: (condition != u16::MAX).then_some(ConditionId(condition)),
        }
    }
}

/// Where the grants of a principal come from when a table is written again.
pub enum Source {
    /// From the place where they stand.
    Kept(u32),
    /// From changes.
    List(Vec<Grant>),
}

/// How many bits say what is given.
fn width(grants: &[Grant]) -> u32 {
    let all = grants.iter().fold(1, |all, grant| all | Packed::of(grant).0);
    u16::BITS - all.leading_zeros()
}

/// So many bits, if they and the resource fit into 31; otherwise none.
const fn fitting(bits: u32, resources: usize) -> u32 {
    if resources <= (HEAD >> bits) as usize { bits } else { 0 }
}

/// The table while it is laid out.
#[derive(Default)]
struct Writer {
    bits: u32,
    numbers: Vec<u32>,
    starts: Vec<u32>,
    apart: Vec<u16>,
    terms_of: Vec<u32>,
    terms_until: Vec<u64>,
    terms_if: Vec<u16>,
}

impl Writer {
    fn head(&mut self, count: usize, in_groups: bool) {
        self.starts.push(self.numbers.len() as u32);
        self.numbers.push(HEAD | count as u32 | if in_groups { IN_GROUPS } else { 0 });
    }

    fn principal(&mut self, grants: &[Grant], in_groups: bool) {
        self.head(grants.len(), in_groups);
        for grant in grants {
            self.grant(grant);
        }
    }

    /// Those of a principal as they stand in another table of the same width.
    fn copied(&mut self, run: &Run<'_>, in_groups: bool) {
        let Run { table, words, .. } = *run;
        self.head(run.len(), in_groups);
        let (from, to) = (run.place(0), run.place(run.len()));
        let begin = self.numbers.len();
        if let Some(numbers) = table.numbers.slice(words, from..to) {
            self.numbers.extend_from_slice(numbers);
        }
        if table.bits == 0 {
            self.apart.resize(begin, 0);
            for place in from..to {
                self.apart.push(table.apart.get(words, place));
            }
        }
        self.terms_between(table, words, from..to, begin);
    }

    /// Those of all the principals between two places, as they stand in another table of the same width.
    fn between(&mut self, table: &GrantTable, words: &[u32], part: Range<usize>) {
        let begin = self.numbers.len();
        self.numbers.extend_from_slice(table.numbers.slice(words, part.clone()).unwrap_or_default());
        let starts = table.starts.slice(words, self.starts.len()..table.starts.len()).unwrap_or_default();
        for start in starts.iter().take_while(|start| part.contains(&(**start as usize))) {
            self.starts.push((*start as usize - part.start + begin) as u32);
        }
        self.terms_between(table, words, part, begin);
    }

    /// The terms of grants between two places, which now begin at another one.
    fn terms_between(&mut self, table: &GrantTable, words: &[u32], part: Range<usize>, begin: usize) {
        let first = table.terms_of.before(words, part.start as u32);
        for number in first..table.terms_of.before(words, part.end as u32) {
            let place = begin + table.terms_of.get(words, number) as usize - part.start;
            self.terms(place, &table.terms_at(words, number));
        }
    }

    fn terms(&mut self, place: usize, terms: &Terms) {
        self.terms_of.push(place as u32);
        self.terms_until.push(terms.until.map_or(i64::MAX, |time| time.0).cast_unsigned());
        self.terms_if.push(terms.condition.map_or(u16::MAX, |id| id.0));
    }

    fn written(mut self, words: &mut Vec<u32>) -> GrantTable {
        // So that the last principal, too, can be looked at in full width.
        self.numbers.resize(self.numbers.len() + WIDTH, 0);
        GrantTable {
            numbers: Table::<u32>::write(words, &self.numbers),
            starts: Table::<u32>::write(words, &self.starts),
            bits: self.bits,
            apart: Table::<u16>::write(words, &self.apart),
            terms_of: Table::<u32>::write(words, &self.terms_of),
            terms_until: Table::<u64>::write(words, &self.terms_until),
            terms_if: Table::<u16>::write(words, &self.terms_if),
        }
    }

    fn grant(&mut self, grant: &Grant) {
        let given = Packed::of(grant);
        if given.has_terms() {
            self.terms(self.numbers.len(), &grant.terms);
        }
        if self.bits == 0 {
            self.apart.resize(self.numbers.len(), 0);
            self.apart.push(given.0);
            self.numbers.push(grant.on.0);
        } else {
            self.numbers.push(grant.on.0 << self.bits | u32::from(given.0));
        }
    }
}

/// What a grant gives, as the table keeps it: the bundle, and in the lowest bit whether there are terms to look up.
#[derive(Clone, Copy)]
pub struct Packed(u16);

impl Packed {
    pub fn of(grant: &Grant) -> Self {
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

/// The grants of one principal, by resource.
#[derive(Clone, Copy)]
pub struct Run<'b> {
    table: &'b GrantTable,
    words: &'b [u32],
    start: u32,
    near: &'b [u32; WIDTH],
}

impl Run<'_> {
    /// Whether the principal is in groups.
    #[inline(always)]
    pub const fn in_groups(&self) -> bool {
        self.near[0] & IN_GROUPS != 0
    }

    /// How many there are.
    #[inline(always)]
    pub const fn len(&self) -> usize {
        (self.near[0] & !(HEAD | IN_GROUPS)) as usize
    }

    /// The place of a grant by its number.
    #[inline(always)]
    const fn place(&self, number: usize) -> usize {
        self.start as usize + 1 + number
    }

    /// Whether they are few, so that [`Run::on`] has them.
    #[inline(always)]
    pub const fn are_near(&self) -> bool {
        self.len() < WIDTH
    }

    /// Calls `each` for what is given on a resource, if they are few; also when there is nothing, once: whether there is
    /// something is then not a branch, which would be guessed wrong every other time.
    #[inline(always)]
    pub fn on(&self, on: ResourceId, mut each: impl FnMut(Option<Packed>)) {
        let mut found = self.near_on(on);
        loop {
            each((found != 0).then_some(self.near_given(found)));
            found &= found.wrapping_sub(1);
            if found == 0 {
                return;
            }
        }
    }

    /// The grants on a resource among the near ones, a bit each.
    #[inline(always)]
    fn near_on(&self, on: ResourceId) -> u32 {
        let ours = (2_u32 << self.len()).wrapping_sub(2);
        matches(self.near, self.table.bits, on) & ours
    }

    /// What the first of these gives.
    #[inline(always)]
    fn near_given(&self, found: u32) -> Packed {
        let behind = found.trailing_zeros() as usize % WIDTH;
        self.table.given(self.words, self.start as usize + behind, self.near[behind])
    }

    fn each_place(&self, on: ResourceId, each: &mut dyn FnMut(usize)) {
        if self.are_near() {
            let mut found = self.near_on(on);
            while found != 0 {
                each(self.start as usize + found.trailing_zeros() as usize);
                found &= found - 1;
            }
            return;
        }
        let resource = |number: usize| self.table.number(self.words, self.place(number)) >> self.table.bits;
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match resource(middle).cmp(&on.0) {
                Ordering::Less => low = middle + 1,
                _ => high = middle,
            }
        }
        while low < self.len() && resource(low) == on.0 {
            each(self.place(low));
            low += 1;
        }
    }

    /// Calls `each` for the grants on a resource, with their terms.
    pub fn each_on(&self, on: ResourceId, each: &mut dyn FnMut(BundleId, Terms)) {
        self.each_place(on, &mut |place| {
            let grant = self.grant(place);
            each(grant.bundle, grant.terms);
        });
    }

    /// Calls `each` for what is given on any of these resources, each of which is there once.
    #[inline]
    pub fn each_given(&self, chain: &[ResourceId], each: &mut dyn FnMut(Packed)) {
        if !self.are_near() {
            return chain.iter().for_each(|on| self.each_far(*on, each));
        }
        for (behind, number) in self.near.iter().enumerate().skip(1).take(self.len()) {
            if chain.contains(&ResourceId(number >> (self.table.bits & 31))) {
                each(self.table.given(self.words, self.start as usize + behind, *number));
            }
        }
    }

    fn each_far(&self, on: ResourceId, each: &mut dyn FnMut(Packed)) {
        self.each_place(on, &mut |place| {
            each(self.table.given(self.words, place, self.table.number(self.words, place)));
        });
    }

    fn grant(&self, place: usize) -> Grant {
        let number = self.table.number(self.words, place);
        let given = self.table.given(self.words, place, number);
        let terms = self.table.terms(self.words, place, given);
        Grant { on: ResourceId(number >> self.table.bits), bundle: given.bundle(), terms }
    }

    /// All of them.
    pub fn all(&self) -> Vec<Grant> {
        (0..self.len()).map(|number| self.grant(self.place(number))).collect()
    }
}

/// Which of these numbers are grants on a resource, a bit each.
#[inline(always)]
#[cfg(not(target_feature = "simd128"))]
fn matches(numbers: &[u32; WIDTH], bits: u32, on: ResourceId) -> u32 {
    let mut found = 0;
    for (place, number) in numbers.iter().enumerate() {
        found |= u32::from(number >> (bits & 31) == on.0) << place;
    }
    found
}

#[cfg(target_feature = "simd128")]
use matches_by_fours as matches;

/// The same four numbers at a time: 16 instructions instead of 64.
#[inline(always)]
#[cfg(target_feature = "simd128")]
fn matches_by_fours(numbers: &[u32; WIDTH], bits: u32, on: ResourceId) -> u32 {
    use std::arch::wasm32::{i32x4_bitmask, i32x4_eq, u32x4, u32x4_shr, u32x4_splat};
    let n = numbers;
    let equal = |four: usize| {
        let four_of_them = u32x4(n[four], n[four + 1], n[four + 2], n[four + 3]);
        u32::from(i32x4_bitmask(i32x4_eq(u32x4_shr(four_of_them, bits), u32x4_splat(on.0)))) << four
    };
    equal(0) | equal(4) | equal(8) | equal(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same in every run.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % end
        }
    }

    const RESOURCES: u64 = 40;

    /// Principals with none, few, and more grants than a line has room for; some with terms, some on one resource twice.
    fn grants(chance: &mut Chance) -> Vec<Vec<Grant>> {
        let principal = |number: u64| {
            let count = [0, 1, 3, 9, 15, 16, 40][(number % 7) as usize];
            let mut list: Vec<Grant> = (0..count).map(|_| grant(chance)).collect();
            list.sort_by_key(|grant| (grant.on, grant.bundle));
            list.dedup_by_key(|grant| (grant.on, grant.bundle));
            list
        };
        (0..70).map(principal).collect()
    }

    fn grant(chance: &mut Chance) -> Grant {
        let until = (chance.below(4) == 0).then(|| Time(chance.below(1000).cast_signed()));
        let condition = (chance.below(9) == 0).then(|| ConditionId(chance.below(5) as u16));
        let (on, bundle) = (ResourceId(chance.below(RESOURCES) as u32), BundleId(chance.below(300) as u16));
        Grant { on, bundle, terms: Terms { until, condition } }
    }

    fn check(resources: usize, narrow: bool) {
        let grants = grants(&mut Chance(7));
        let mut words = Vec::new();
        let table = GrantTable::write(&mut words, &grants, &|principal| principal % 3 == 0, resources);
        assert_eq!(table.bits != 0, narrow);
        for (principal, list) in grants.iter().enumerate() {
            let start = table.start(&words, principal);
            let run = table.at(&words, start).expect("every principal has a place");
            assert_eq!(table.principal(&words, start), Some(principal));
            assert_eq!(run.in_groups(), principal % 3 == 0);
            assert_eq!(&run.all(), list);
            for on in (0..RESOURCES as u32 + 2).map(ResourceId) {
                compare(&run, on, list);
            }
        }
    }

    fn compare(run: &Run<'_>, on: ResourceId, list: &[Grant]) {
        let here = list.iter().filter(|grant| grant.on == on);
        let wanted: Vec<_> = here.map(|grant| (grant.bundle, grant.terms)).collect();
        let mut found = Vec::new();
        run.each_on(on, &mut |bundle, terms| found.push((bundle, terms)));
        assert_eq!(found, wanted);
        if run.are_near() {
            let mut near = Vec::new();
            run.on(on, |given| near.extend(given.map(|given| (given.bundle(), given.has_terms()))));
            let has_terms = |terms: &Terms| *terms != Terms::default();
            let wanted: Vec<_> = wanted.iter().map(|(bundle, terms)| (*bundle, has_terms(terms))).collect();
            assert_eq!(near, wanted);
        }
    }

    #[test]
    fn all_that_was_granted_is_found_again_and_nothing_else() {
        check(RESOURCES as usize, true);
    }

    #[test]
    fn also_where_resources_are_too_many_for_one_number() {
        check(50_000_000, false);
    }

    /// Written again with what has changed, the table says what one would that was written at once: of a third of the
    /// principals everything is another, and one resource in so many is gone.
    fn check_again(resources: usize, wider: u16, gone_ones: usize) {
        let before = grants(&mut Chance(7));
        let mut changes = grants(&mut Chance(8));
        changes.iter_mut().flatten().for_each(|grant| grant.bundle.0 += wider);
        let mut gone = vec![false; resources];
        (0..gone_ones).for_each(|number| gone[number * 7] = true);
        let (mut old, mut words) = (Vec::new(), Vec::new());
        let table = GrantTable::write(&mut old, &before, &|principal| principal % 3 == 0, resources);
        let sources: Vec<Source> = (0..before.len())
            .map(|principal| match principal % 3 {
                0 => Source::List(changes[principal].clone()),
                _ => Source::Kept(table.start(&old, principal)),
            })
            .collect();
        let again = table.rewritten(&old, &mut words, &sources, &|principal| principal % 2 == 0, &gone);
        for (principal, source) in sources.iter().enumerate() {
            let run = again.at(&words, again.start(&words, principal)).expect("every principal has a place");
            assert_eq!(run.in_groups(), principal % 2 == 0);
            let kept = before[principal].iter().filter(|grant| !gone[grant.on.index()]);
            let wanted = match source {
                Source::List(grants) => grants.clone(),
                Source::Kept(_) => kept.copied().collect(),
            };
            assert_eq!(run.all(), wanted, "{principal} of {resources}");
            for on in (0..RESOURCES as u32 + 2).map(ResourceId) {
                compare(&run, on, &wanted);
            }
        }
    }

    #[test]
    fn what_is_written_again_is_what_was_there_and_what_has_changed() {
        for gone in [0, 1, 3] {
            for wider in [0, 1_000] {
                check_again(RESOURCES as usize, wider, gone);
                check_again(50_000_000, wider, gone);
            }
        }
    }

    #[test]
    fn what_is_copied_between_changes_is_what_would_be_written_anew() {
        let chance = &mut Chance(13);
        let (old, resources) = (grants(chance), RESOURCES as usize);
        let in_groups = |principal: usize| principal.is_multiple_of(3);
        let mut words = vec![7; 5];
        let table = GrantTable::write(&mut words, &old, &in_groups, resources);
        for every in [1, 2, 5, 70, 100] {
            let mut sources = Vec::new();
            let mut changed: Vec<(u32, Arc<[Grant]>)> = Vec::new();
            for principal in 0..old.len() {
                let start = table.start(&words, principal);
                if principal % every != every - 1 {
                    sources.push(Source::Kept(start));
                    continue;
                }
                let mut list = old[chance.below(70) as usize].clone();
                list.truncate(chance.below(20) as usize);
                sources.push(Source::List(list.clone()));
                changed.push((start, list.into()));
            }
            let (mut anew, mut copied) = (Vec::new(), Vec::new());
            let gone = vec![false; resources];
            let wanted = table.rewritten(&words, &mut anew, &sources, &in_groups, &gone);
            let found = table.regranted(&words, &mut copied, &changed).expect("no wider than before");
            assert!(copied == anew, "one in {every} changed"); // both are a thousand numbers
            let [mut one, mut other] = [Vec::new(), Vec::new()];
            found.shape(0, &mut one);
            wanted.shape(0, &mut other);
            assert_eq!(one, other);
        }
    }

    #[test]
    fn a_grant_takes_less_than_five_bytes() {
        let grant =
            |on: u32| Grant { on: ResourceId(on), bundle: BundleId(on as u16), terms: Terms::default() };
        let grants: Vec<Vec<Grant>> = vec![(0..10).map(grant).collect(); 10_000];
        let mut words = Vec::new();
        GrantTable::write(&mut words, &grants, &|_| false, 2_000);
        assert!(words.len() * 4 < 100_000 * 5, "{} bytes", words.len() * 4);
    }

    #[test]
    fn a_place_where_nobodys_grants_begin_is_no_handle() {
        let grants = grants(&mut Chance(11));
        let mut words = Vec::new();
        let table = GrantTable::write(&mut words, &grants, &|_| false, RESOURCES as usize);
        let starts: Vec<u32> = (0..grants.len()).map(|principal| table.start(&words, principal)).collect();
        let end = table.numbers.len() as u32;
        for place in (0..end + 3).chain([u32::MAX]) {
            assert_eq!(table.at(&words, place).is_some(), starts.contains(&place), "{place}");
        }
    }
}
