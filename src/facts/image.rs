//! Facts as they stand in a snapshot: the tables as they are, and a list of where each of them is.

use super::base::{Base, NameTable};
use super::grant_table::GrantTable;
use super::table::{Entry, Table};
use super::{Facts, Titles, check};
use crate::catalog::{Bundles, Catalog, Stored};
use crate::error::Result;
use crate::ids::{AttributeId, TypeId};
use crate::tree::damaged;
use std::sync::Arc;

/// Numbers in the list of where everything is.
pub(crate) const SHAPE: usize = 44;

/// Reads the list, a table after the other.
pub struct Shapes<'r> {
    left: std::slice::Iter<'r, u32>,
    from: usize,
    words: &'r [u32],
}

impl Shapes<'_> {
    /// The next number.
    pub fn number(&mut self) -> Option<usize> {
        self.left.next().map(|number| *number as usize)
    }

    /// The next table.
    pub fn table<T: Entry>(&mut self) -> Option<Table<T>> {
        let shape = [self.number()? as u32, self.number()? as u32];
        Table::shaped(shape, self.from, self.words)
    }

    fn names(&mut self) -> Option<NameTable> {
        Some(NameTable::new(self.number()?, self.table()?, self.table()?))
    }

    fn base(&mut self) -> Option<Base> {
        let mut base = Base {
            users: self.names()?,
            groups: self.names()?,
            resources: self.names()?,
            places: self.table()?,
            up_parts: self.table()?,
            up: self.table()?,
            grants: GrantTable::shaped(self)?,
            attribute_parts: self.table()?,
            attribute_ids: self.table()?,
            attribute_values: self.table()?,
            list_items: self.table()?,
            run: Arc::default(),
            first_group: 0,
            texts: 0..0,
        };
        let start = (self.from * 4).checked_add(self.number()?)?;
        base.texts = start..start.checked_add(self.number()?)?;
        base.first_group = base.grants.start(self.words, base.users.len());
        // Written again, places are counted from the first table.
        let good = base.begin() == self.from && base.texts.end <= self.words.len() * 4;
        (good && self.left.len() == 0).then_some(base)
    }
}

/// What is said of facts besides the tables.
pub(crate) struct Beside {
    pub titles: Titles,
    pub settings: Vec<(AttributeId, Stored)>,
    /// Of a slice: the types of which some resources were left out.
    pub slice: Option<Arc<Vec<TypeId>>>,
}

impl Facts {
    /// The words of the tables, and where each of them is among these; all changes must be laid out.
    pub(crate) fn image(&self) -> (&[u32], Vec<u32>) {
        let base = &self.base;
        let from = base.begin();
        let mut shape = Vec::with_capacity(SHAPE);
        for names in [&base.users, &base.groups, &base.resources] {
            shape.push(names.start as u32);
            names.offsets.shape(from, &mut shape);
            names.order.shape(from, &mut shape);
        }
        base.places.shape(from, &mut shape);
        base.up_parts.shape(from, &mut shape);
        base.up.shape(from, &mut shape);
        base.grants.shape(from, &mut shape);
        base.attribute_parts.shape(from, &mut shape);
        base.attribute_ids.shape(from, &mut shape);
        base.attribute_values.shape(from, &mut shape);
        base.list_items.shape(from, &mut shape);
        shape.extend_from_slice(&[(base.texts.start - from * 4) as u32, base.texts.len() as u32]);
        let end = base.texts.end.div_ceil(4);
        (&base.words()[from..end], shape)
    }

    /// Facts whose tables stand in a run, from a word on: nothing is copied, everything is checked.
    ///
    /// Fails with `damaged`.
    pub(crate) fn from_image(
        run: Arc<Vec<u32>>,
        from: usize,
        shape: &[u32],
        beside: Beside,
        (catalog, bundles): (&Catalog, &Bundles),
    ) -> Result<Self> {
        let base = Shapes { left: shape.iter(), from, words: &run }.base();
        let base = base.map(|base| Base { run, ..base }).ok_or_else(damaged)?;
        let public = check::sound(&base, catalog, bundles, beside.slice.is_some()).ok_or_else(damaged)?;
        let mut facts = Self::laid_out(base, beside.titles, Arc::new(beside.settings), public, 0);
        facts.slice = beside.slice;
        Ok(facts)
    }
}
