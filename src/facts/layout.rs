//! Laying the facts out as bytes: table after table, in one run.

use super::Grant;
use super::base::{Base, HAS_TERMS, NONE, NameTable, Table, Terms};
use super::build::{Attributes, Builder, Names};
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
    let mut bytes = Vec::new();
    let mut values = Values { builder, texts: Vec::new(), lists: Vec::new() };
    let packed: Vec<Vec<(u16, u64)>> = attributes
        .iter()
        .map(|list| list.iter().map(|(id, value)| (id.0, values.pack(value))).collect())
        .collect();
    let users = name_table(&mut bytes, &builder.users);
    let groups = name_table(&mut bytes, &builder.groups);
    let resources = name_table(&mut bytes, &builder.resources);
    let terms: Vec<(u32, Terms)> = grants
        .iter()
        .flatten()
        .zip(0_u32..)
        .filter(|(grant, _)| grant.terms != Terms::default())
        .map(|(grant, index)| (index, grant.terms))
        .collect();
    let base = Base {
        users,
        groups,
        resources,
        types: Table::write(&mut bytes, types.iter().map(|kind| kind.0.to_le_bytes())),
        parents: Table::write(&mut bytes, parents.iter().map(|parent| parent.to_le_bytes())),
        up_parts: parts(&mut bytes, up.iter().map(Vec::len)),
        up: Table::write(&mut bytes, up.iter().flatten().map(|group| group.to_le_bytes())),
        grant_parts: parts(&mut bytes, grants.iter().map(Vec::len)),
        grant_resource: Table::write(
            &mut bytes,
            grants.iter().flatten().map(|grant| grant.on.0.to_le_bytes()),
        ),
        grant_bundle: Table::write(
            &mut bytes,
            grants.iter().flatten().map(|grant| marked(grant).to_le_bytes()),
        ),
        terms_of: Table::write(&mut bytes, terms.iter().map(|(grant, _)| grant.to_le_bytes())),
        terms_until: Table::write(
            &mut bytes,
            terms.iter().map(|(_, terms)| terms.until.map_or(i64::MAX, |time| time.0).to_le_bytes()),
        ),
        terms_if: Table::write(
            &mut bytes,
            terms.iter().map(|(_, terms)| terms.condition.map_or(u16::MAX, |id| id.0).to_le_bytes()),
        ),
        attribute_parts: parts(&mut bytes, packed.iter().map(Vec::len)),
        attribute_ids: Table::write(&mut bytes, packed.iter().flatten().map(|(id, _)| id.to_le_bytes())),
        attribute_values: Table::write(
            &mut bytes,
            packed.iter().flatten().map(|(_, value)| value.to_le_bytes()),
        ),
        list_items: Table::write(&mut bytes, values.lists.iter().map(|item| item.to_le_bytes())),
        texts: bytes.len()..bytes.len() + values.texts.len(),
        bytes: Arc::from([]),
    };
    bytes.extend_from_slice(&values.texts);
    Base { bytes: bytes.into(), ..base }
}

fn marked(grant: &Grant) -> u16 {
    grant.bundle.0 | if grant.terms == Terms::default() { 0 } else { HAS_TERMS }
}

/// Where each part begins, and where the last one ends.
fn parts(bytes: &mut Vec<u8>, lengths: impl Iterator<Item = usize>) -> Table<4> {
    let mut end = 0_u32;
    let ends = lengths.map(|length| {
        end += length as u32;
        end.to_le_bytes()
    });
    Table::write(bytes, std::iter::once(0_u32.to_le_bytes()).chain(ends))
}

fn name_table(bytes: &mut Vec<u8>, names: &Names) -> NameTable {
    let start = bytes.len();
    names.list.iter().for_each(|name| bytes.extend_from_slice(name.as_bytes()));
    let text = start..bytes.len();
    let offsets = parts(bytes, names.list.iter().map(String::len));
    let order = Table::write(bytes, names.order.iter().map(|id| id.to_le_bytes()));
    NameTable { text, offsets, order }
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
