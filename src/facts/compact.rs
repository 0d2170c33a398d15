//! Laying changes out in the tables: what many changes made becomes one base again. Every id stays what it is; who is gone
//! leaves a hole.

use super::base::{Base, GONE, NONE, NameTable};
use super::grant_table::{GrantTable, Source};
use super::layout::{Values, append, parts};
use super::table::Table;
use super::things::{Thing, Things};
use super::{Facts, Principal, TitleTable, Titles};
use crate::catalog::Catalog;
use crate::ids::{AttributeId, GroupId, ResourceId, UserId};
use std::sync::Arc;

/// So many changed things are laid out together: few enough for a copy of the overlay to take some microseconds, many enough
/// for the tables not to be written all the time.
const MOST_CHANGED: usize = 2_048;

impl Facts {
    /// Whether so much has changed that it should be laid out.
    pub(crate) fn is_worn(&self) -> bool {
        let things = [&self.new_users, &self.new_groups, &self.new_resources];
        self.changed.len() + things.iter().map(|things| things.len()).sum::<usize>() > MOST_CHANGED
    }

    /// The same facts without an overlay. Handles are of another time afterwards: they stand for nobody. `None` when there
    /// have been so many times that a handle could come to stand for somebody again.
    pub(crate) fn compacted(&self, catalog: &Catalog) -> Option<Self> {
        let epoch = self.epoch + 1;
        Some(self.laid_out_anew(catalog, epoch)).filter(|facts| facts.base.key(epoch).is_some())
    }

    /// Whether there is no overlay.
    pub(crate) fn is_laid_out(&self) -> bool {
        self.changed.is_empty()
            && self.new_users.are_none()
            && self.new_groups.are_none()
            && self.new_resources.are_none()
    }

    /// The same facts without an overlay, at a time.
    pub(crate) fn laid_out_anew(&self, catalog: &Catalog, epoch: u32) -> Self {
        let mut words = Vec::with_capacity(self.base.words().len() * 9 / 8);
        let mut values = Values { texts: Vec::new(), lists: Vec::new() };
        let users = self.names(&mut words, &mut values.texts, Kind::Users);
        let groups = self.names(&mut words, &mut values.texts, Kind::Groups);
        let resources = self.names(&mut words, &mut values.texts, Kind::Resources);
        let places =
            Table::<u32>::write(&mut words, (0..self.resource_count()).flat_map(|id| self.placed(id)));
        let up = self.all_up();
        let attributes = self.all_attributes(&mut values, catalog);
        let base = Base {
            users,
            groups,
            resources,
            places,
            up_parts: parts(&mut words, up.iter().map(Vec::len)),
            up: Table::<u32>::write(&mut words, up.iter().flatten().copied()),
            grants: self.all_grants(&mut words, &up),
            attribute_parts: parts(&mut words, attributes.iter().map(Vec::len)),
            attribute_ids: Table::<u16>::write(&mut words, attributes.iter().flatten().map(|(id, _)| id.0)),
            attribute_values: Table::<u64>::write(
                &mut words,
                attributes.iter().flatten().map(|(_, raw)| *raw),
            ),
            list_items: Table::<u64>::write(&mut words, values.lists.iter().copied()),
            first_group: 0,
            run: Arc::default(),
            texts: 0..0,
        };
        let first_group = base.grants.start(&words, base.users.len());
        let texts = append(&mut words, &values.texts);
        let base = Base { first_group, run: Arc::new(words), texts, ..base };
        Self::laid_out(base, self.all_titles(), Arc::clone(&self.settings), self.public, epoch)
    }

    /// Names by id, and the ids of those who are there in the order of their names: the old order with the new ones put in.
    fn names(&self, words: &mut Vec<u32>, texts: &mut Vec<u8>, kind: Kind) -> NameTable {
        let (table, things, count) = match kind {
            Kind::Users => (&self.base.users, &self.new_users, self.user_count()),
            Kind::Groups => (&self.base.groups, &self.new_groups, self.group_count()),
            Kind::Resources => (&self.base.resources, &self.new_resources, self.resource_count()),
        };
        let there: Vec<bool> = (0..count).map(|id| self.is_there(kind, id)).collect();
        let name = |id: usize| match things.get(id) {
            _ if !there[id] => "",
            Some(thing) => &thing.name,
            None => table.name(&self.base, id),
        };
        let start = texts.len();
        (0..count).for_each(|id| texts.extend_from_slice(name(id).as_bytes()));
        let offsets = parts(words, (0..count).map(|id| name(id).len()));
        let mut order = Vec::with_capacity(count);
        let mut new = things.in_order().filter(|id| there[*id as usize]).peekable();
        for id in table.in_order(&self.base).filter(|id| there[*id as usize]) {
            while let Some(before) = new.next_if(|new| name(*new as usize) < name(id as usize)) {
                order.push(before);
            }
            order.push(id);
        }
        order.extend(new);
        NameTable { start, offsets, order: Table::<u32>::write(words, order.into_iter()) }
    }

    fn is_there(&self, kind: Kind, id: usize) -> bool {
        match kind {
            Kind::Users => self.has_user(UserId::at(id)),
            Kind::Groups => self.has_group(GroupId::at(id)),
            Kind::Resources => self.has_resource(ResourceId::at(id)),
        }
    }

    /// What a resource lies in, and its type.
    fn placed(&self, id: usize) -> [u32; 2] {
        match self.place(ResourceId::at(id)).filter(|_| self.has_resource(ResourceId::at(id))) {
            Some((parent, kind)) => [parent.map_or(NONE, |parent| parent.0), u32::from(kind.0)],
            None => [NONE, u32::from(GONE.0)],
        }
    }

    /// The groups that users and groups are directly in.
    fn all_up(&self) -> Vec<Vec<u32>> {
        let users = (0..self.user_count()).map(|id| Principal::User(UserId::at(id)));
        let groups = (0..self.group_count()).map(|id| Principal::Group(GroupId::at(id)));
        let above = |principal: Principal| {
            let groups = self.groups_above(principal).into_iter();
            groups.filter(|group| self.has_group(*group)).map(|group| group.0).collect()
        };
        users.chain(groups).map(above).collect()
    }

    fn all_grants(&self, words: &mut Vec<u32>, up: &[Vec<u32>]) -> GrantTable {
        let users = (0..self.user_count()).map(|id| Principal::User(UserId::at(id)));
        let groups = (0..self.group_count()).map(|id| Principal::Group(GroupId::at(id)));
        let all = users.chain(groups).chain([Principal::Everyone, Principal::Anyone]);
        let old = self.base.grants.end();
        let source = |principal: Principal| {
            let start = self.start(principal);
            match self.change(start) {
                Ok(_) => Source::List(self.grants_to(principal)),
                Err(_) if start >= old => Source::List(Vec::new()),
                Err(_) => Source::Kept(start),
            }
        };
        let gone: Vec<bool> =
            (0..self.resource_count()).map(|id| !self.has_resource(ResourceId::at(id))).collect();
        let table = &self.base.grants;
        table.rewritten(
            self.base.words(),
            words,
            &mut all.map(source),
            &|id| !up.get(id).is_none_or(Vec::is_empty),
            &gone,
        )
    }

    /// Attributes of users, then of resources.
    fn all_attributes(&self, values: &mut Values, catalog: &Catalog) -> Vec<Vec<(AttributeId, u64)>> {
        let mut packed = |index: usize, thing: Option<&Thing>, there: bool| match thing {
            _ if !there => Vec::new(),
            Some(thing) => thing.attributes.iter().map(|(id, kept)| (*id, values.keep(kept))).collect(),
            None => {
                let raw = self.base.raw_attributes(index).into_iter();
                raw.map(|(id, raw)| (id, values.copy(&self.base, raw, catalog.attribute(id).kind))).collect()
            }
        };
        let old_users = self.base.users.len();
        let mut all = Vec::with_capacity(self.user_count() + self.resource_count());
        for id in 0..self.user_count() {
            all.push(packed(id, self.new_users.get(id), self.is_there(Kind::Users, id)));
        }
        for id in 0..self.resource_count() {
            all.push(packed(old_users + id, self.new_resources.get(id), self.is_there(Kind::Resources, id)));
        }
        all
    }

    fn all_titles(&self) -> Titles {
        Titles {
            users: titles(&self.titles.users, &self.new_users),
            groups: titles(&self.titles.groups, &self.new_groups),
            resources: titles(&self.titles.resources, &self.new_resources),
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Users,
    Groups,
    Resources,
}

fn titles(old: &TitleTable, things: &Things) -> TitleTable {
    let kept = old.iter().filter(|(id, _)| things.get(*id).is_none()).cloned();
    let changed = things.all().filter(|(_, thing)| !thing.gone && !thing.title.0.is_empty());
    let mut titles: TitleTable = kept.chain(changed.map(|(id, thing)| (id, thing.title.clone()))).collect();
    crate::order::sort(&mut titles, &|one, other| one.0.cmp(&other.0));
    titles
}
