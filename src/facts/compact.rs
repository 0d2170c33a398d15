//! Laying changes out in the tables: what many changes made becomes one base again. Every id stays what it is; who is gone
//! leaves a hole.

use super::base::{Base, GONE, NONE, NameTable};
use super::grant_table::{GrantTable, Source};
use super::layout::{Layout, append};
use super::things::Things;
use super::{Facts, Kind, TitleTable, Titles};
use crate::catalog::Catalog;
use crate::ids::ResourceId;
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
        Some(self.laid_out_anew(catalog, epoch, &[]).0).filter(|facts| facts.base.key(epoch).is_some())
    }

    /// Whether there is no overlay.
    pub(crate) fn is_laid_out(&self) -> bool {
        self.changed.is_empty()
            && self.new_users.are_none()
            && self.new_groups.are_none()
            && self.new_resources.are_none()
    }

    /// The same facts without an overlay, at a time. With a secret, there are hashes in the place of names; `false` where it makes the
    /// same of two.
    pub(crate) fn laid_out_anew(&self, catalog: &Catalog, epoch: u32, secret: &[u8]) -> (Self, bool) {
        let settings = Arc::clone(&self.settings);
        if secret.is_empty()
            && let Some(base) = self.regranted()
        {
            let titles = Arc::clone(&self.titles);
            let facts = Self::laid_out(base, Titles::default(), settings, self.public, epoch);
            return (Self { titles, ..facts }, true);
        }
        let mut layout = Layout::new(self.base.words().len() * 9 / 8, secret);
        let names = [Kind::Users, Kind::Groups, Kind::Resources].map(|kind| self.names(&mut layout, kind));
        for id in 0..self.resource_count() {
            layout.places.extend_from_slice(&self.placed(id));
        }
        for number in 0..self.user_count() + self.group_count() {
            let mut groups = self.groups_above(self.principal_at(number));
            groups.retain(|group| self.has_group(*group));
            for group in groups {
                layout.up.push(group.0);
            }
            layout.groups_end();
        }
        self.attributes(&mut layout, Kind::Users, catalog);
        self.attributes(&mut layout, Kind::Resources, catalog);
        let differ = layout.differ;
        let base = layout.base(names, &|words, in_groups| self.all_grants(words, in_groups));
        let mut facts = Self::laid_out(base, self.all_titles(), settings, self.public, epoch);
        facts.slice.clone_from(&self.slice);
        (facts, differ)
    }

    /// The tables with other grants, where nothing else has changed: copied as they stand, which takes a fifth of the time. In the
    /// order in which [`Layout::base`] writes them, so that nobody can tell.
    fn regranted(&self) -> Option<Base> {
        let things = [&self.new_users, &self.new_groups, &self.new_resources];
        if !things.iter().all(|things| things.are_none()) {
            return None;
        }
        let Base { users, groups, resources, texts, .. } = &self.base;
        let old = self.base.words();
        let mut words = Vec::with_capacity(old.len() * 9 / 8);
        let names = [users, groups, resources].map(|names| names.copied(old, &mut words));
        let [users, groups, resources] = names;
        let mut base = Base {
            users,
            groups,
            resources,
            places: self.base.places.copied(old, &mut words),
            up_parts: self.base.up_parts.copied(old, &mut words),
            up: self.base.up.copied(old, &mut words),
            grants: self.base.grants.regranted(old, &mut words, &self.changed)?,
            attribute_parts: self.base.attribute_parts.copied(old, &mut words),
            attribute_ids: self.base.attribute_ids.copied(old, &mut words),
            attribute_values: self.base.attribute_values.copied(old, &mut words),
            list_items: self.base.list_items.copied(old, &mut words),
            first_group: 0,
            run: Arc::default(),
            texts: words.len() * 4..words.len() * 4 + texts.len(),
        };
        append(&mut words, self.base.texts());
        words.shrink_to_fit();
        base.first_group = base.grants.start(&words, base.users.len());
        base.run = Arc::new(words);
        Some(base)
    }

    fn of_kind(&self, kind: Kind) -> (&NameTable, &Things) {
        match kind {
            Kind::Users => (&self.base.users, &self.new_users),
            Kind::Groups => (&self.base.groups, &self.new_groups),
            Kind::Resources => (&self.base.resources, &self.new_resources),
        }
    }

    /// Names by id, and the ids of those who are there in the order of their names: the old order with the new ones put in.
    fn names(&self, layout: &mut Layout, kind: Kind) -> NameTable {
        let (table, things) = self.of_kind(kind);
        let count = self.count(kind);
        let there: Vec<bool> = (0..count).map(|id| self.is_there(kind, id)).collect();
        let mut order = Vec::with_capacity(count);
        let mut new = things.in_order();
        for id in table.in_order(&self.base) {
            while let Some(((name, before), left)) = new.split_first()
                && **name < *table.name(&self.base, id as usize)
            {
                order.push(*before);
                new = left;
            }
            order.push(id);
        }
        for (_, id) in new {
            order.push(*id);
        }
        order.retain(|id| there[*id as usize]);
        let name = |id: usize| match things.get(id) {
            _ if !there[id] => "",
            Some(thing) => &thing.name,
            None => table.name(&self.base, id),
        };
        layout.names(count, &name, &order)
    }

    /// What a resource lies in, and its type.
    fn placed(&self, id: usize) -> [u32; 2] {
        match self.place(ResourceId::at(id)).filter(|_| self.has_resource(ResourceId::at(id))) {
            Some((parent, kind)) => [parent.map_or(NONE, |parent| parent.0), u32::from(kind.0)],
            None => [NONE, u32::from(GONE.0)],
        }
    }

    fn all_grants(&self, words: &mut Vec<u32>, in_groups: &dyn Fn(usize) -> bool) -> GrantTable {
        let principals = self.user_count() + self.group_count() + 2;
        let mut sources = Vec::with_capacity(principals);
        for principal in (0..principals).map(|number| self.principal_at(number)) {
            let start = self.start(principal);
            sources.push(match self.change(start) {
                Ok(_) => Source::List(self.grants_to(principal)),
                Err(_) => Source::Kept(start),
            });
        }
        let gone: Vec<bool> =
            (0..self.resource_count()).map(|id| !self.has_resource(ResourceId::at(id))).collect();
        self.base.grants.rewritten(self.base.words(), words, &sources, in_groups, &gone)
    }

    /// The attributes of all users or resources.
    fn attributes(&self, layout: &mut Layout, kind: Kind, catalog: &Catalog) {
        let (_, things) = self.of_kind(kind);
        let first = if matches!(kind, Kind::Users) { 0 } else { self.base.users.len() };
        for number in 0..self.count(kind) {
            match things.get(number) {
                _ if !self.is_there(kind, number) => {}
                Some(thing) => {
                    for (id, kept) in &thing.attributes {
                        let raw = layout.values.keep(kept);
                        layout.attribute(*id, raw);
                    }
                }
                None => {
                    for (id, raw) in self.base.raw_attributes(first + number) {
                        let raw = layout.values.copy(&self.base, raw, catalog.attribute(id).kind);
                        layout.attribute(id, raw);
                    }
                }
            }
            layout.attributes_end();
        }
    }

    fn all_titles(&self) -> Titles {
        Titles {
            users: self.kept_titles(Kind::Users, &self.titles.users),
            groups: self.kept_titles(Kind::Groups, &self.titles.groups),
            resources: self.kept_titles(Kind::Resources, &self.titles.resources),
        }
    }

    /// The titles of those who are there: what was deleted is not kept in a title.
    fn kept_titles(&self, kind: Kind, old: &TitleTable) -> TitleTable {
        let (_, things) = self.of_kind(kind);
        let mut titles = old.clone();
        titles.retain(|(id, _)| things.get(*id).is_none());
        for (id, thing) in things.all() {
            if !thing.title.0.is_empty() {
                titles.push((id, thing.title.clone()));
            }
        }
        titles.retain(|(id, _)| self.is_there(kind, *id));
        crate::order::sort(&mut titles, &|one, other| one.0.cmp(&other.0));
        titles
    }
}
