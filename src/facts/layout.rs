//! Laying the facts out: table after table, in one run.

use super::Grant;
use super::base::{Base, NONE, NameTable};
use super::build::{Attributes, Builder, Names};
use super::grant_table::GrantTable;
use super::table::Table;
use crate::catalog::Stored;
use crate::ids::TypeId;
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
    let mut values = Values { builder, texts: Vec::new(), lists: Vec::new() };
    let users = name_table(&mut words, &mut values.texts, &builder.users);
    let groups = name_table(&mut words, &mut values.texts, &builder.groups);
    let resources = name_table(&mut words, &mut values.texts, &builder.resources);
    let packed: Vec<Vec<(u16, u64)>> = attributes
        .iter()
        .map(|list| list.iter().map(|(id, value)| (id.0, values.pack(value))).collect())
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
        words: Arc::from([]),
        texts: values.texts.into(),
    };
    let first_group = base.grants.start(&words, base.users.len());
    Base { first_group, words: words.into(), ..base }
}

/// Where each part begins, and where the last one ends.
fn parts(words: &mut Vec<u32>, lengths: impl Iterator<Item = usize>) -> Table<u32> {
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
struct Values<'b, 'c> {
    builder: &'b Builder<'c>,
    texts: Vec<u8>,
    lists: Vec<u64>,
}

impl Values<'_, '_> {
    fn pack(&mut self, value: &Stored) -> u64 {
        match value {
            Stored::Bool(value) => u64::from(*value),
            Stored::Int(value) | Stored::Time(value) | Stored::Span(value) => value.cast_unsigned(),
            Stored::Double(value) => value.to_bits(),
            // References were checked when they were read.
            Stored::Name(kind, name) => {
                self.builder.referred(*kind, name).map_or(u64::from(NONE), |id| id as u64)
            }
            Stored::Text(text) => {
                let start = self.texts.len() as u64;
                self.texts.extend_from_slice(text.as_bytes());
                start << 32 | text.len() as u64
            }
            Stored::List(items) => {
                let items: Vec<u64> = items.iter().map(|item| self.pack(item)).collect();
                let start = self.lists.len() as u64;
                self.lists.extend(&items);
                start << 32 | items.len() as u64
            }
        }
    }
}
