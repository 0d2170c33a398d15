//! Laying the facts out: table after table, in one run.

use super::Grant;
use super::base::{Base, NONE, NameTable};
use super::build::{Attributes, Builder};
use super::grant_table::GrantTable;
use super::hashed::{SECRET, hash};
use super::table::Table;
use super::things::Kept;
use crate::catalog::Stored;
use crate::condition::{Scalar, Type};
use crate::ids::{AttributeId, TypeId};
use std::sync::Arc;

/// All tables of facts as they were read.
pub(super) fn layout(
    builder: &Builder<'_>,
    types: &[TypeId],
    parents: &[u32],
    up: &[Vec<u32>],
    attributes: &[Attributes],
    grants: &[Vec<Grant>],
) -> Base {
    let mut layout = Layout::new(0, &[]);
    let names = [&builder.users, &builder.groups, &builder.resources];
    let names = names.map(|names| layout.names(names.list.len(), &|id| &names.list[id], &names.order));
    for (parent, kind) in parents.iter().zip(types) {
        layout.places.extend_from_slice(&[*parent, u32::from(kind.0)]);
    }
    for groups in up {
        layout.up.extend_from_slice(groups);
        layout.groups_end();
    }
    for list in attributes {
        for (id, value) in list {
            let raw = layout.values.pack(builder, value);
            layout.attribute(*id, raw);
        }
        layout.attributes_end();
    }
    layout.base(names, &|words, in_groups| GrantTable::write(words, grants, in_groups, types.len()))
}

/// The tables while they are laid out: the run with the names in it, and what comes behind.
pub(super) struct Layout {
    words: Vec<u32>,
    /// Whether hashes take the place of names; the texts then begin with the secret.
    hashed: bool,
    /// Whether all hashes so far are different ones.
    pub differ: bool,
    pub values: Values,
    /// Parent and type of each resource.
    pub places: Vec<u32>,
    /// The groups that users, then groups are directly in.
    pub up: Vec<u32>,
    up_parts: Vec<u32>,
    attribute_parts: Vec<u32>,
    attribute_ids: Vec<u16>,
    attribute_values: Vec<u64>,
}

/// Writes the grants: behind the words, of principals of whom it is known whether they are in groups.
type WriteGrants<'w> = &'w dyn Fn(&mut Vec<u32>, &dyn Fn(usize) -> bool) -> GrantTable;

impl Layout {
    /// Nothing yet, and room for so many words. With a secret, names will not be told.
    pub fn new(room: usize, secret: &[u8]) -> Self {
        Self {
            words: Vec::with_capacity(room),
            hashed: !secret.is_empty(),
            differ: true,
            values: Values { texts: secret.to_vec(), lists: Vec::new() },
            places: Vec::new(),
            up: Vec::new(),
            up_parts: vec![0],
            attribute_parts: vec![0],
            attribute_ids: Vec::new(),
            attribute_values: Vec::new(),
        }
    }

    /// Lays out names by id; `order`: the ids of those who are there, by name. Or hashes, in an order of their own.
    pub fn names<'n>(&mut self, count: usize, name: &dyn Fn(usize) -> &'n str, order: &[u32]) -> NameTable {
        let start = self.values.texts.len();
        let mut parts = Vec::with_capacity(count + 1);
        parts.push(0);
        for id in 0..count {
            let hash = if self.hashed { Some(hash(&self.values.texts[..SECRET], name(id))) } else { None };
            let bytes = hash.as_ref().map_or(name(id).as_bytes(), |hash| &hash[..]);
            self.values.texts.extend_from_slice(bytes);
            parts.push((self.values.texts.len() - start) as u32);
        }
        let hashes;
        let order = if self.hashed {
            parts.clear();
            hashes = self.order_of_hashes(start, count, name);
            &hashes
        } else {
            order
        };
        let offsets = Table::<u32>::write(&mut self.words, &parts);
        NameTable::new(start, offsets, Table::<u32>::write(&mut self.words, order))
    }

    /// The groups of one are all there: what comes is the next one's.
    pub fn groups_end(&mut self) {
        self.up_parts.push(self.up.len() as u32);
    }

    /// An attribute of the user or resource whose turn it is.
    pub fn attribute(&mut self, id: AttributeId, raw: u64) {
        self.attribute_ids.push(id.0);
        self.attribute_values.push(raw);
    }

    /// The attributes of one are all there.
    pub fn attributes_end(&mut self) {
        self.attribute_parts.push(self.attribute_ids.len() as u32);
    }

    /// Everything, once it is there.
    pub fn base(self, [users, groups, resources]: [NameTable; 3], grants: WriteGrants<'_>) -> Base {
        let Self { mut words, up_parts, .. } = self;
        let in_groups =
            |principal: usize| up_parts.get(principal + 1).is_some_and(|end| *end > up_parts[principal]);
        let base = Base {
            users,
            groups,
            resources,
            places: Table::<u32>::write(&mut words, &self.places),
            up_parts: Table::<u32>::write(&mut words, &up_parts),
            up: Table::<u32>::write(&mut words, &self.up),
            grants: grants(&mut words, &in_groups),
            attribute_parts: Table::<u32>::write(&mut words, &self.attribute_parts),
            attribute_ids: Table::<u16>::write(&mut words, &self.attribute_ids),
            attribute_values: Table::<u64>::write(&mut words, &self.attribute_values),
            list_items: Table::<u64>::write(&mut words, &self.values.lists),
            first_group: 0,
            run: Arc::default(),
            texts: 0..0,
        };
        let first_group = base.grants.start(&words, base.users.len());
        let start = words.len() * 4;
        append(&mut words, &self.values.texts);
        words.shrink_to_fit();
        Base { first_group, run: Arc::new(words), texts: start..start + self.values.texts.len(), ..base }
    }
}

/// Puts bytes behind the words.
pub(crate) fn append(words: &mut Vec<u32>, bytes: &[u8]) {
    let start = words.len();
    words.resize(start + bytes.len().div_ceil(4), 0);
    bytemuck::cast_slice_mut(&mut words[start..])[..bytes.len()].copy_from_slice(bytes);
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
            Stored::Thing(_, number) => u64::from(*number),
            Stored::Text(text) => self.text(text),
            Stored::List(items) => {
                self.list(items.len(), &|values, place| values.pack(builder, &items[place]))
            }
        }
    }

    /// A value as changes left it.
    pub fn keep(&mut self, value: &Kept) -> u64 {
        match value {
            Kept::Plain(raw) => *raw,
            Kept::Text(text) => self.text(text),
            Kept::List(items) => self.list(items.len(), &|values, place| values.keep(&items[place])),
        }
    }

    /// A value from other tables.
    pub fn copy(&mut self, base: &Base, raw: u64, kind: Type) -> u64 {
        match kind {
            Type::One(Scalar::Text) => self.text(base.text_at(raw)),
            Type::List(kind) => {
                let (first, len) = ((raw >> 32) as usize, (raw & u64::from(u32::MAX)) as usize);
                self.list(len, &|values, place| {
                    values.copy(base, base.raw_item(first + place), Type::One(kind))
                })
            }
            _ => raw,
        }
    }

    fn text(&mut self, text: &str) -> u64 {
        let start = self.texts.len() as u64;
        self.texts.extend_from_slice(text.as_bytes());
        start << 32 | text.len() as u64
    }

    fn list(&mut self, len: usize, item: &dyn Fn(&mut Self, usize) -> u64) -> u64 {
        let start = self.lists.len() as u64;
        for place in 0..len {
            let item = item(self, place);
            self.lists.push(item);
        }
        start << 32 | len as u64
    }
}
