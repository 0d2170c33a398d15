//! The grants of everybody, packed: by principal, and within a principal by resource.

use super::Grant;
use super::base::Terms;
use super::table::Table;
use crate::ids::{BundleId, ConditionId, ResourceId, Time};
use std::cmp::Ordering;
use std::sync::Arc;

/// Numbers in a line.
const WIDTH: usize = 16;

/// A line of the processor's cache. What decides a question about most people lies in one of them: fetching it is what a
/// question takes longest for.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([u32; WIDTH]);

/// The grants of a principal stand behind a head, in one line where they fit into one:
///
/// | bits of the head | what |
/// |---|---|
/// | 31 | set: this is a head; grants never have it |
/// | 30 | whether the principal is in groups |
/// | 0-29 | how many grants follow |
///
/// A grant is one number as long as that has room: its resource in the upper bits, what it gives in the lower ones.
#[derive(Clone, Debug)]
pub struct GrantTable {
    lines: Arc<[Line]>,
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
        let most = grants.iter().flatten().map(|grant| Packed::of(grant).0).max().unwrap_or_default();
        let bits = (u16::BITS - most.leading_zeros()).max(1);
        let bits = if resources <= (HEAD >> bits) as usize { bits } else { 0 };
        let mut writer = Writer { bits, ..Writer::default() };
        for (principal, list) in grants.iter().enumerate() {
            writer.principal(list, in_groups(principal));
        }
        let Writer { numbers, starts, apart, terms, .. } = writer;
        let until = |terms: &Terms| terms.until.map_or(i64::MAX, |time| time.0).cast_unsigned();
        let condition = |terms: &Terms| terms.condition.map_or(u16::MAX, |id| id.0);
        Self {
            lines: numbers.chunks(WIDTH).map(line).collect(),
            starts: Table::<u32>::write(words, starts.into_iter()),
            bits,
            apart: Table::<u16>::write(words, apart.into_iter()),
            terms_of: Table::<u32>::write(words, terms.iter().map(|(place, _)| *place)),
            terms_until: Table::<u64>::write(words, terms.iter().map(|(_, terms)| until(terms))),
            terms_if: Table::<u16>::write(words, terms.iter().map(|(_, terms)| condition(terms))),
        }
    }

    /// Where the grants of a principal stand.
    pub fn start(&self, words: &[u32], principal: usize) -> u32 {
        self.starts.get(words, principal)
    }

    /// Whose grants stand there.
    pub fn principal(&self, words: &[u32], start: u32) -> usize {
        self.starts.find(words, start).unwrap_or(self.starts.len())
    }

    /// The grants that stand at a place; `None` if nobody's do.
    #[inline(always)]
    pub fn at(&self, start: u32) -> Option<Run<'_>> {
        let first = self.lines.get(start as usize / WIDTH)?;
        let head = first.0[start as usize % WIDTH];
        (head & HEAD != 0).then_some(Run { table: self, start, head, first })
    }

    /// Bytes of the lines.
    pub fn size(&self) -> usize {
        self.lines.len() * size_of::<Line>()
    }

    fn number(&self, place: usize) -> u32 {
        self.lines.get(place / WIDTH).map_or(0, |line| line.0[place % WIDTH])
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

fn line(numbers: &[u32]) -> Line {
    let mut line = Line([0; WIDTH]);
    line.0[..numbers.len()].copy_from_slice(numbers);
    line
}

/// The table while it is laid out.
#[derive(Default)]
struct Writer {
    bits: u32,
    numbers: Vec<u32>,
    starts: Vec<u32>,
    apart: Vec<u16>,
    terms: Vec<(u32, Terms)>,
}

impl Writer {
    fn principal(&mut self, grants: &[Grant], in_groups: bool) {
        let left = WIDTH - self.numbers.len() % WIDTH;
        if left <= grants.len() {
            self.numbers.resize(self.numbers.len() + left % WIDTH, 0);
        }
        self.starts.push(self.numbers.len() as u32);
        self.numbers.push(HEAD | grants.len() as u32 | if in_groups { IN_GROUPS } else { 0 });
        for grant in grants {
            self.grant(grant);
        }
    }

    fn grant(&mut self, grant: &Grant) {
        let given = Packed::of(grant);
        if given.has_terms() {
            self.terms.push((self.numbers.len() as u32, grant.terms));
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

/// The grants of one principal, by resource.
#[derive(Clone, Copy)]
pub struct Run<'b> {
    table: &'b GrantTable,
    start: u32,
    head: u32,
    first: &'b Line,
}

impl Run<'_> {
    /// Whether the principal is in groups.
    #[inline(always)]
    pub const fn in_groups(&self) -> bool {
        self.head & IN_GROUPS != 0
    }

    #[inline(always)]
    const fn len(&self) -> usize {
        (self.head & !(HEAD | IN_GROUPS)) as usize
    }

    /// The place of a grant by its number.
    #[inline(always)]
    const fn place(&self, number: usize) -> usize {
        self.start as usize + 1 + number
    }

    /// Whether they all lie in one line, so that [`Run::on`] has them.
    #[inline(always)]
    pub const fn is_near(&self) -> bool {
        self.within() + self.len() <= WIDTH
    }

    /// Where in its line the first grant is.
    #[inline(always)]
    const fn within(&self) -> usize {
        self.start as usize % WIDTH + 1
    }

    /// Calls `each` for what is given on a resource, if all lie in one line; also when there is nothing, once: whether there
    /// is something is then not a branch, which would be guessed wrong every other time.
    #[inline(always)]
    pub fn on(&self, words: &[u32], on: ResourceId, mut each: impl FnMut(Option<Packed>)) {
        let ours = (1_u32 << (self.within() + self.len())).wrapping_sub(1 << self.within());
        let mut found = matches(self.first, self.table.bits, on) & ours;
        loop {
            let within = found.trailing_zeros() as usize % WIDTH;
            let place = self.start as usize / WIDTH * WIDTH + within;
            each((found != 0).then_some(self.table.given(words, place, self.first.0[within])));
            found &= found.wrapping_sub(1);
            if found == 0 {
                return;
            }
        }
    }

    fn each_place(&self, on: ResourceId, each: &mut dyn FnMut(usize)) {
        let resource = |number: usize| self.table.number(self.place(number)) >> self.table.bits;
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
    pub fn each_on(&self, words: &[u32], on: ResourceId, each: &mut dyn FnMut(BundleId, Terms)) {
        self.each_place(on, &mut |place| {
            let grant = self.grant(words, place);
            each(grant.bundle, grant.terms);
        });
    }

    fn grant(&self, words: &[u32], place: usize) -> Grant {
        let number = self.table.number(place);
        let given = self.table.given(words, place, number);
        let terms = self.table.terms(words, place, given);
        Grant { on: ResourceId(number >> self.table.bits), bundle: given.bundle(), terms }
    }

    /// All of them.
    pub fn all(&self, words: &[u32]) -> Vec<Grant> {
        (0..self.len()).map(|number| self.grant(words, self.place(number))).collect()
    }
}

/// Which numbers of a line are grants on a resource, a bit each.
#[inline(always)]
#[cfg(not(target_feature = "simd128"))]
fn matches(line: &Line, bits: u32, on: ResourceId) -> u32 {
    let mut found = 0;
    for (place, number) in line.0.iter().enumerate() {
        found |= u32::from(number >> (bits & 31) == on.0) << place;
    }
    found
}

/// The same four numbers at a time: 16 instructions instead of 64.
#[inline(always)]
#[cfg(target_feature = "simd128")]
fn matches(line: &Line, bits: u32, on: ResourceId) -> u32 {
    use std::arch::wasm32::{i32x4_bitmask, i32x4_eq, u32x4, u32x4_shr, u32x4_splat};
    let n = &line.0;
    let equal = |four: usize| {
        let numbers = u32x4(n[four], n[four + 1], n[four + 2], n[four + 3]);
        u32::from(i32x4_bitmask(i32x4_eq(u32x4_shr(numbers, bits), u32x4_splat(on.0)))) << four
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
            let run = table.at(start).expect("every principal has a place");
            assert_eq!(table.principal(&words, start), principal);
            assert_eq!(run.in_groups(), principal % 3 == 0);
            assert_eq!(&run.all(&words), list);
            for on in (0..RESOURCES as u32 + 2).map(ResourceId) {
                compare(&run, &words, on, list);
            }
        }
    }

    fn compare(run: &Run<'_>, words: &[u32], on: ResourceId, list: &[Grant]) {
        let here = list.iter().filter(|grant| grant.on == on);
        let wanted: Vec<_> = here.map(|grant| (grant.bundle, grant.terms)).collect();
        let mut found = Vec::new();
        run.each_on(words, on, &mut |bundle, terms| found.push((bundle, terms)));
        assert_eq!(found, wanted);
        if run.is_near() {
            let mut near = Vec::new();
            run.on(words, on, |given| near.extend(given.map(|given| (given.bundle(), given.has_terms()))));
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

    #[test]
    fn a_place_where_nobodys_grants_begin_is_no_handle() {
        let grants = grants(&mut Chance(11));
        let mut words = Vec::new();
        let table = GrantTable::write(&mut words, &grants, &|_| false, RESOURCES as usize);
        let starts: Vec<u32> = (0..grants.len()).map(|principal| table.start(&words, principal)).collect();
        let end = (table.lines.len() * WIDTH) as u32;
        for place in (0..end + 3).chain([u32::MAX]) {
            assert_eq!(table.at(place).is_some(), starts.contains(&place), "{place}");
        }
    }
}
