//! The facts as two runs, numbers and texts, read in place. A table is a range of one of them.

use super::Grant;
use super::grant_table::GrantTable;
use super::hashed::hash;
use super::table::Table;
use crate::condition::{Found, List, Reference, Scalar, Source, Type, Value};
use crate::ids::{AttributeId, ConditionId, GroupId, ResourceId, Time, TypeId, UserId};
use std::ops::Range;
use std::sync::Arc;

/// "None" in a column of ids.
pub const NONE: u32 = u32::MAX;
/// The type of a resource that is gone: no tool is on it.
pub const GONE: TypeId = TypeId(u16::MAX);

/// The bit of a type among 64, which some types share.
pub fn bit_of(kind: TypeId) -> u64 {
    1 << (kind.0 % 64)
}

/// Names by id, and ids by name.
#[derive(Clone, Copy, Debug)]
pub struct NameTable {
    /// Where the first name begins, or the first hash.
    pub(super) start: usize,
    count: usize,
    /// Where each name begins; none where there are hashes in the place of names.
    pub(super) offsets: Table<u32>,
    /// Ids in the order of their names. Of hashes it has those who are gone, too, before all others.
    pub(super) order: Table<u32>,
}

impl NameTable {
    pub fn new(start: usize, offsets: Table<u32>, order: Table<u32>) -> Self {
        let count = if offsets.len() == 0 { order.len() } else { offsets.len() - 1 };
        Self { start, count, offsets, order }
    }

    /// How many ids there are, gone ones included.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no letters but those of ASCII in all the names, which stand side by side.
    pub fn are_ascii(&self, base: &Base) -> bool {
        let end = self.start + self.offsets.part(base.words(), self.len().saturating_sub(1)).end;
        base.texts().get(self.start..end).unwrap_or_default().is_ascii()
    }

    /// The table, as it stands in other words, at the end of these; the texts stay where they are among the texts.
    pub fn copied(&self, old: &[u32], words: &mut Vec<u32>) -> Self {
        let (offsets, order) = (self.offsets.copied(old, words), self.order.copied(old, words));
        Self { offsets, order, ..*self }
    }

    /// Whether somebody has this id; the names of those who are gone are empty.
    #[inline]
    pub fn has(&self, base: &Base, id: usize) -> bool {
        if self.is_hashed() {
            !self.hash(base, id).is_empty()
        } else {
            !self.offsets.part(base.words(), id).is_empty()
        }
    }

    /// The ids in order.
    pub fn in_order<'b>(&'b self, base: &'b Base) -> impl Iterator<Item = u32> + 'b {
        (0..self.order.len()).map(|place| self.order.get(base.words(), place))
    }

    /// The name of an id; none where there are hashes.
    pub fn name<'b>(&self, base: &'b Base, id: usize) -> &'b str {
        let part = self.offsets.part(base.words(), id);
        base.text(self.start + part.start..self.start + part.end)
    }

    /// The same as bytes, which are in the order of the texts; or the hash.
    fn bytes<'b>(&self, base: &'b Base, id: usize) -> &'b [u8] {
        if self.is_hashed() {
            return self.hash(base, id);
        }
        let part = self.offsets.part(base.words(), id);
        base.texts().get(self.start + part.start..self.start + part.end).unwrap_or_default()
    }

    /// The id of a name.
    pub fn find(&self, base: &Base, name: &str) -> Option<usize> {
        let hash = if self.is_hashed() { Some(hash(base.secret(), name)) } else { None };
        let wanted = hash.as_ref().map_or(name.as_bytes(), |hash| &hash[..]);
        let (mut low, mut high) = (0, self.order.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let id = self.order.get(base.words(), middle) as usize;
            match self.bytes(base, id).cmp(wanted) {
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

/// Places for new users and groups, before they are laid out in tables.
const ROOM: u32 = (1 << 17) - 1;

/// The compiled facts.
#[derive(Clone, Debug)]
pub struct Base {
    /// All numbers and, behind them, all names and texts. A vector in an `Arc`, for to make a slice of it would be to copy it.
    pub(super) run: Arc<Vec<u32>>,
    /// The bytes of the run that are names and texts.
    pub(super) texts: Range<usize>,
    pub(super) users: NameTable,
    pub(super) groups: NameTable,
    pub(super) resources: NameTable,
    /// Resources → what they lie in, and their types.
    pub(super) places: Table<u32>,
    /// Users, then groups → the groups they are directly in.
    pub(super) up_parts: Table<u32>,
    pub(super) up: Table<u32>,
    /// Users, then groups, then everyone and anyone → grants.
    pub(super) grants: GrantTable,
    /// Where the grants of users end, and those of others begin.
    pub(super) first_group: u32,
    /// Users, then resources → attributes, by id.
    pub(super) attribute_parts: Table<u32>,
    pub(super) attribute_ids: Table<u16>,
    pub(super) attribute_values: Table<u64>,
    pub(super) list_items: Table<u64>,
}

impl Base {
    /// The run in which the tables are.
    #[inline(always)]
    pub fn words(&self) -> &[u32] {
        &self.run
    }

    /// What a resource lies in, and its type.
    #[inline(always)]
    pub fn place(&self, resource: ResourceId) -> Option<(Option<ResourceId>, TypeId)> {
        if resource.index() >= self.resources.len() {
            return None;
        }
        let [parent, kind] = self.places.chunk(self.words(), resource.index() * 2)?;
        Some(((*parent != NONE).then_some(ResourceId(*parent)), TypeId(*kind as u16)))
    }

    /// The types of which there are resources, a bit each.
    pub fn types_there(&self) -> u64 {
        let mut there = 0;
        for id in 0..self.resources.len() {
            there |= self.place(ResourceId::at(id)).map_or(0, |(_, kind)| bit_of(kind));
        }
        there
    }

    /// The groups that user or group number `index` is directly in.
    #[inline]
    pub fn groups_above(&self, index: usize) -> impl Iterator<Item = GroupId> + '_ {
        self.up_parts.part(self.words(), index).map(|place| GroupId(self.up.get(self.words(), place)))
    }

    /// The mask of handles at a time: the time, above all places that there are or that new users could get. `None` when so
    /// many times do not fit into a handle.
    pub fn key(&self, epoch: u32) -> Option<u32> {
        let bits = u32::BITS - (self.grants.end().saturating_mul(2) | ROOM).leading_zeros();
        epoch.checked_shl(bits).filter(|key| key >> bits == epoch)
    }

    /// Where the grants of a principal stand.
    #[inline]
    pub fn start(&self, principal: usize) -> u32 {
        self.grants.start(self.words(), principal)
    }

    /// All grants that stand at a place, by resource.
    pub fn all_grants(&self, start: u32) -> Vec<Grant> {
        self.grants.at(self.words(), start).map_or_else(Vec::new, |run| run.all())
    }

    /// An attribute of user or resource number `index` (resources come after the users).
    pub fn attribute(&self, index: usize, attribute: AttributeId, kind: Type) -> Found<'_> {
        let part = self.attribute_parts.part(self.words(), index);
        for place in part {
            if self.attribute_ids.get(self.words(), place) == attribute.0 {
                return Found::Value(self.value(self.attribute_values.get(self.words(), place), kind));
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

    /// A single value from its eight bytes.
    pub fn scalar(&self, raw: u64, kind: Scalar) -> Value<'_> {
        match kind {
            Scalar::Bool => Value::Bool(raw == 1),
            Scalar::Int => Value::Int(raw.cast_signed()),
            Scalar::Double => Value::Double(f64::from_bits(raw)),
            Scalar::Time => Value::Time(raw.cast_signed()),
            Scalar::Span => Value::Span(raw.cast_signed()),
            Scalar::User => Value::Reference(Reference::User(UserId(raw as u32))),
            Scalar::Group => Value::Reference(Reference::Group(GroupId(raw as u32))),
            Scalar::Resource(_) => Value::Reference(Reference::Resource(ResourceId(raw as u32))),
            Scalar::Text => Value::Text(self.text_at(raw)),
        }
    }

    /// The attributes of user or resource number `index`, eight bytes each.
    pub fn raw_attributes(&self, index: usize) -> Vec<(AttributeId, u64)> {
        let part = self.attribute_parts.part(self.words(), index);
        let mut raw = Vec::with_capacity(part.len());
        for place in part {
            let id = AttributeId(self.attribute_ids.get(self.words(), place));
            raw.push((id, self.attribute_values.get(self.words(), place)));
        }
        raw
    }

    /// An element of a list, eight bytes.
    pub fn raw_item(&self, place: usize) -> u64 {
        self.list_items.get(self.words(), place)
    }

    /// The text that eight bytes point at.
    pub fn text_at(&self, raw: u64) -> &str {
        self.whole_text(raw).unwrap_or_default()
    }

    /// The same, if there is one.
    pub fn whole_text(&self, raw: u64) -> Option<&str> {
        let start = (raw >> 32) as usize;
        self.whole(start..start + (raw & u64::from(u32::MAX)) as usize)
    }

    /// The name of an id, if it is one.
    pub fn whole_name(&self, names: &NameTable, id: usize) -> Option<&str> {
        let part = names.offsets.part(self.words(), id);
        self.whole(names.start + part.start..names.start + part.end)
    }

    /// The word that the tables begin at.
    pub fn begin(&self) -> usize {
        self.users.offsets.at() // they are written first
    }

    /// A part of the texts.
    fn text(&self, part: Range<usize>) -> &str {
        self.whole(part).unwrap_or_default()
    }

    fn whole(&self, part: Range<usize>) -> Option<&str> {
        self.texts().get(part).and_then(|text| std::str::from_utf8(text).ok())
    }

    /// All names and texts.
    pub fn texts(&self) -> &[u8] {
        bytemuck::cast_slice::<u32, u8>(&self.run).get(self.texts.clone()).unwrap_or_default()
    }

    /// Bytes that the facts take up.
    pub fn size(&self) -> usize {
        self.run.len() * 4
    }

    /// An element of a list that is kept in the facts.
    pub fn element(&self, first: u32, index: usize, kind: Scalar) -> Value<'_> {
        self.scalar(self.raw_item(first as usize + index), kind)
    }
}
