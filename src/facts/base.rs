//! The facts as two runs, numbers and texts, read in place. A table is a range of one of them.

use super::table::Table;
use super::{Grant, GrantTerms};
use crate::condition::{Found, List, Reference, Scalar, Source, Type, Value};
use crate::ids::{AttributeId, BundleId, ConditionId, GroupId, ResourceId, Time, TypeId, UserId};
use std::ops::Range;
use std::sync::Arc;

/// "None" in a column of ids.
pub const NONE: u32 = u32::MAX;

/// Names by id, and ids by name.
#[derive(Clone, Debug)]
pub struct NameTable {
    /// Where the first name begins.
    pub(super) start: usize,
    pub(super) offsets: Table<u32>,
    /// Ids in the order of their names.
    pub(super) order: Table<u32>,
}

impl NameTable {
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// The name of an id.
    pub fn name<'b>(&self, base: &'b Base, id: usize) -> &'b str {
        let part = self.offsets.part(&base.words, id);
        base.text(self.start + part.start..self.start + part.end)
    }

    /// The id of a name.
    pub fn find(&self, base: &Base, name: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let id = self.order.get(&base.words, middle) as usize;
            match self.name(base, id).cmp(name) {
                std::cmp::Ordering::Equal => return Some(id),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// When and on what terms a grant counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The moment it ends.
    pub until: Option<Time>,
    /// The condition under which it counts.
    pub condition: Option<ConditionId>,
}

/// The compiled facts.
#[derive(Clone, Debug)]
pub struct Base {
    /// All numbers.
    pub(super) words: Arc<[u32]>,
    /// All names and texts.
    pub(super) texts: Arc<[u8]>,
    pub(super) users: NameTable,
    pub(super) groups: NameTable,
    pub(super) resources: NameTable,
    pub(super) types: Table<u16>,
    pub(super) parents: Table<u32>,
    /// Users, then groups → the groups they are directly in.
    pub(super) up_parts: Table<u32>,
    pub(super) up: Table<u32>,
    /// Users, then groups, then everyone and anyone → grants, by resource.
    pub(super) grant_parts: Table<u32>,
    pub(super) grant_resource: Table<u32>,
    /// The bundle; the top bit says that the grant has terms.
    pub(super) grant_bundle: Table<u16>,
    /// Grants with terms, by number, and their terms.
    pub(super) terms_of: Table<u32>,
    pub(super) terms_until: Table<u64>,
    pub(super) terms_if: Table<u16>,
    /// Users, then resources → attributes, by id.
    pub(super) attribute_parts: Table<u32>,
    pub(super) attribute_ids: Table<u16>,
    pub(super) attribute_values: Table<u64>,
    pub(super) list_items: Table<u64>,
}

/// The grants to one principal: a part of the grant tables, sorted by resource.
#[derive(Clone, Copy)]
pub struct Run<'b> {
    base: &'b Base,
    first: usize,
    resources: &'b [u32],
}

impl<'b> Run<'b> {
    /// Calls `each` for the grants that are placed on `on`.
    #[inline]
    pub fn on(&self, on: ResourceId, each: &mut impl FnMut(BundleId, GrantTerms<'b>)) {
        // A short run is counted through: that needs no branches, and 16 numbers are one cache line.
        let first = if self.resources.len() <= 16 {
            self.resources.iter().map(|resource| u32::from(*resource < on.0)).sum::<u32>() as usize
        } else {
            self.resources.partition_point(|resource| *resource < on.0)
        };
        let mut place = first;
        while self.resources.get(place) == Some(&on.0) {
            let (bundle, terms) = self.base.grant(self.first + place);
            each(bundle, terms);
            place += 1;
        }
    }

    /// All of them.
    pub fn all(self) -> impl Iterator<Item = Grant> + 'b {
        let resources = self.resources.iter().map(|resource| ResourceId(*resource));
        (self.first..).zip(resources).map(move |(place, on)| {
            let (bundle, terms) = self.base.grant(place);
            Grant { on, bundle, terms: terms.get() }
        })
    }
}

/// The bit of a bundle number that says "look up the terms".
pub const HAS_TERMS: u16 = 1 << 15;

impl Base {
    /// The type of a resource.
    pub fn type_of(&self, resource: ResourceId) -> TypeId {
        TypeId(self.types.get(&self.words, resource.index()))
    }

    /// What a resource lies in.
    pub fn parent(&self, resource: ResourceId) -> Option<ResourceId> {
        let parent = self.parents.get(&self.words, resource.index());
        (parent != NONE).then_some(ResourceId(parent))
    }

    /// The groups that user or group number `index` is directly in.
    pub fn groups_above(&self, index: usize) -> impl Iterator<Item = GroupId> + '_ {
        self.up_parts.part(&self.words, index).map(|place| GroupId(self.up.get(&self.words, place)))
    }

    /// The grants to a principal.
    #[inline]
    pub fn grants(&self, principal: usize) -> Run<'_> {
        let entries = self.grant_parts.part(&self.words, principal);
        Run { base: self, first: entries.start, resources: self.grant_resource.slice(&self.words, entries) }
    }

    /// What a grant gives, and where its terms are.
    #[inline]
    fn grant(&self, grant: usize) -> (BundleId, GrantTerms<'_>) {
        let bundle = self.grant_bundle.get(&self.words, grant);
        let has_terms = bundle & HAS_TERMS != 0;
        let terms =
            if has_terms { GrantTerms::Kept(self, grant) } else { GrantTerms::Known(Terms::default()) };
        (BundleId(bundle & !HAS_TERMS), terms)
    }

    /// The terms of a grant that has some.
    pub fn terms(&self, grant: usize) -> Terms {
        let (mut low, mut high) = (0, self.terms_of.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match (self.terms_of.get(&self.words, middle) as usize).cmp(&grant) {
                std::cmp::Ordering::Equal => return self.terms_at(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        // Terms that cannot be found are terms that have ended.
        Terms { until: Some(Time(i64::MIN)), condition: None }
    }

    fn terms_at(&self, place: usize) -> Terms {
        let until = self.terms_until.get(&self.words, place).cast_signed();
        let condition = self.terms_if.get(&self.words, place);
        Terms {
            until: (until != i64::MAX).then_some(Time(until)),
            condition: (condition != u16::MAX).then_some(ConditionId(condition)),
        }
    }

    /// An attribute of user or resource number `index` (resources come after the users).
    pub fn attribute(&self, index: usize, attribute: AttributeId, kind: Type) -> Found<'_> {
        let part = self.attribute_parts.part(&self.words, index);
        for place in part {
            if self.attribute_ids.get(&self.words, place) == attribute.0 {
                return Found::Value(self.value(self.attribute_values.get(&self.words, place), kind));
            }
        }
        Found::Absent
    }

    /// A value from its eight bytes; what they mean depends on the kind.
    fn value(&self, raw: u64, kind: Type) -> Value<'_> {
        match kind {
            Type::One(kind) => self.scalar(raw, kind),
            Type::List(kind) => Value::List(List::Kept {
                source: Source::Facts((raw >> 32) as u32),
                len: (raw & u64::from(u32::MAX)) as usize,
                kind,
            }),
            Type::EmptyList | Type::Level(_) => Value::List(List::Written(&[])),
        }
    }

    fn scalar(&self, raw: u64, kind: Scalar) -> Value<'_> {
        match kind {
            Scalar::Bool => Value::Bool(raw == 1),
            Scalar::Int => Value::Int(raw.cast_signed()),
            Scalar::Double => Value::Double(f64::from_bits(raw)),
            Scalar::Time => Value::Time(raw.cast_signed()),
            Scalar::Span => Value::Span(raw.cast_signed()),
            Scalar::User => Value::Reference(Reference::User(UserId(raw as u32))),
            Scalar::Group => Value::Reference(Reference::Group(GroupId(raw as u32))),
            Scalar::Resource(_) => Value::Reference(Reference::Resource(ResourceId(raw as u32))),
            Scalar::Text => {
                let start = (raw >> 32) as usize;
                Value::Text(self.text(start..start + (raw & u64::from(u32::MAX)) as usize))
            }
        }
    }

    /// A part of the texts.
    fn text(&self, part: Range<usize>) -> &str {
        self.texts.get(part).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    /// Bytes that the facts take up.
    pub fn size(&self) -> usize {
        self.words.len() * 4 + self.texts.len()
    }

    /// An element of a list that is kept in the facts.
    pub fn element(&self, first: u32, index: usize, kind: Scalar) -> Option<Value<'_>> {
        let place = (first as usize).checked_add(index).filter(|place| *place < self.list_items.len())?;
        Some(self.scalar(self.list_items.get(&self.words, place), kind))
    }
}
