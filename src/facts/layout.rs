//! Laying the facts out: table after table, in one run.

use super::Grant;
use super::base::{Base, NONE, NameTable};
use super::build::{Attributes, Builder, Names};
use super::grant_table::GrantTable;
use super::table::Table;
use super::things::Kept;
use crate::catalog::Stored;
use crate::condition::{Scalar, Type};
use crate::ids::TypeId;
use std::ops::Range;
use std::sync::Arc;

/// All tables of the facts.
pub(super) fn layout(
    builder: &Builder<'_>,
    types: &[TypeId],
    parents: &[u32],
    up: &[Vec<u32>],
    attributes: &[Attributes],
    grants: &[Vec<Grant>],
) -> Base {
    let mut words = Vec::new();
    let mut values = Values { texts: Vec::new(), lists: Vec::new() };
    let users = name_table(&mut words, &mut values.texts, &builder.users);
    let groups = name_table(&mut words, &mut values.texts, &builder.groups);
    let resources = name_table(&mut words, &mut values.texts, &builder.resources);
    let packed: Vec<Vec<(u16, u64)>> = attributes
        .iter()
        .map(|list| list.iter().map(|(id, value)| (id.0, values.pack(builder, value))).collect())
        .collect();
    let placed = parents.iter().zip(types).flat_map(|(parent, kind)| [*parent, u32::from(kind.0)]);
    let in_groups = |principal: usize| up.get(principal).is_some_and(|groups| !groups.is_empty());
    let base = Base {
        users,
        groups,
        resources,
        places: Table::<u32>::write(&mut words, placed),
        up_parts: parts(&mut words, up.iter().map(Vec::len)),
        up: Table::<u32>::write(&mut words, up.iter().flatten().copied()),
        grants: GrantTable::write(&mut words, grants, &in_groups, types.len()),
        attribute_parts: parts(&mut words, packed.iter().map(Vec::len)),
        attribute_ids: Table::<u16>::write(&mut words, packed.iter().flatten().map(|(id, _)| *id)),
        attribute_values: Table::<u64>::write(&mut words, packed.iter().flatten().map(|(_, value)| *value)),
        list_items: Table::<u64>::write(&mut words, values.lists.iter().copied()),
        first_group: 0,
        run: Arc::default(),
        texts: 0..0,
    };
    let first_group = base.grants.start(&words, base.users.len());
    let texts = append(&mut words, &values.texts);
    words.shrink_to_fit();
    Base { first_group, run: Arc::new(words), texts, ..base }
}

/// Puts bytes behind the words, and says where they are, in bytes.
pub(super) fn append(words: &mut Vec<u32>, bytes: &[u8]) -> Range<usize> {
    let start = words.len() * 4;
    let mut whole = bytes.chunks_exact(4);
    words.extend(whole.by_ref().map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])));
    let mut last = [0; 4];
    last[..whole.remainder().len()].copy_from_slice(whole.remainder());
    if !whole.remainder().is_empty() {
        words.push(u32::from_le_bytes(last));
    }
    start..start + bytes.len()
}

/// Where each part begins, and where the last one ends.
pub(super) fn parts(words: &mut Vec<u32>, lengths: impl Iterator<Item = usize>) -> Table<u32> {
    let mut end = 0;
    let ends = lengths.map(|length| {
        end += length as u32;
        end
    });
    Table::<u32>::write(words, std::iter::once(0).chain(ends))
}

fn name_table(words: &mut Vec<u32>, texts: &mut Vec<u8>, names: &Names) -> NameTable {
    let start = texts.len();
    names.list.iter().for_each(|name| texts.extend_from_slice(name.as_bytes()));
    let offsets = parts(words, names.list.iter().map(String::len));
    let order = Table::<u32>::write(words, names.order.iter().copied());
    NameTable { start, offsets, order }
}

/// Values on their way to eight bytes each.
pub(super) struct Values {
    pub texts: Vec<u8>,
    pub lists: Vec<u64>,
}

impl Values {
    /// A value as it was read.
    fn pack(&mut self, builder: &Builder<'_>, value: &Stored) -> u64 {
        match value {
            Stored::Bool(value) => u64::from(*value),
            Stored::Int(value) | Stored::Time(value) | Stored::Span(value) => value.cast_unsigned(),
            Stored::Double(value) => value.to_bits(),
            // References were checked when they were read.
            Stored::Name(kind, name) => builder.referred(*kind, name).map_or(u64::from(NONE), |id| id as u64),
            Stored::Text(text) => self.text(text),
            Stored::List(items) => {
                let items: Vec<u64> = items.iter().map(|item| self.pack(builder, item)).collect();
                self.list(&items)
            }
        }
    }

    /// A value as changes left it.
    pub fn keep(&mut self, value: &Kept) -> u64 {
        match value {
            Kept::Plain(raw) => *raw,
            Kept::Text(text) => self.text(text),
            Kept::List(items) => {
                let items: Vec<u64> = items.iter().map(|item| self.keep(item)).collect();
                self.list(&items)
            }
        }
    }

    /// A value from other tables.
    pub fn copy(&mut self, base: &Base, raw: u64, kind: Type) -> u64 {
        match kind {
            Type::One(Scalar::Text) => self.text(base.text_at(raw)),
            Type::List(kind) => {
                let (first, len) = ((raw >> 32) as usize, (raw & u64::from(u32::MAX)) as usize);
                let items =
                    (first..first + len).map(|place| self.copy(base, base.raw_item(place), Type::One(kind)));
                let items: Vec<u64> = items.collect();
                self.list(&items)
            }
            _ => raw,
        }
    }

    fn text(&mut self, text: &str) -> u64 {
        let start = self.texts.len() as u64;
        self.texts.extend_from_slice(text.as_bytes());
        start << 32 | text.len() as u64
    }

    fn list(&mut self, items: &[u64]) -> u64 {
        let start = self.lists.len() as u64;
        self.lists.extend(items);
        start << 32 | items.len() as u64
    }
}
