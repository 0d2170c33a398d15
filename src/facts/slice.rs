//! The facts of one user alone: himself, his groups and some resources, with new numbers. Whoever and whatever else these refer
//! to is a number that nothing bears, one for each, so that it can still be told whether two references are the same.

use super::grant_table::GrantTable;
use super::layout::Layout;
use super::things::{Kept, Thing};
use super::{Facts, Grant, Principal, Titles};
use crate::catalog::{Catalog, Stored, Title};
use crate::condition::{Scalar, Type};
use crate::ids::{AttributeId, GroupId, ResourceId, TypeId, UserId};
use crate::order::order;
use std::sync::Arc;

/// The numbers of those that are not in the slice, from here on: beyond all that facts have room for.
pub(super) const ELSEWHERE: u32 = 1 << 31;

/// What is in a slice.
pub(crate) struct Part {
    /// Whose it is.
    pub user: UserId,
    /// All his groups.
    pub groups: Vec<GroupId>,
    /// The resources that are in it, rising, each with what it lies in.
    pub resources: Vec<ResourceId>,
    /// The types of which some are not.
    pub left_out: Vec<TypeId>,
}

impl Facts {
    /// A part of the facts, as facts of their own.
    pub(crate) fn sliced(&self, part: Part, catalog: &Catalog) -> Self {
        let mut part = Slicing { facts: self, catalog, part, others: Default::default() };
        let things = part.things();
        let settings = part.settings();
        let (mut layout, titles) = (Layout::new(0), titles(&things));
        let names = things.each_ref().map(|things| {
            let name = |id: usize| &*things[id].name;
            let order = order(things.len(), &|one, other| name(one).cmp(name(other)));
            layout.names(things.len(), &name, &order)
        });
        let [users, groups, resources] = &things;
        for thing in resources {
            layout.places.extend_from_slice(&part.place(thing));
        }
        for thing in users.iter().chain(groups) {
            let above = thing.groups.iter().filter_map(|group| part.group(*group));
            above.for_each(|group| layout.up.push(group));
            layout.groups_end();
        }
        for thing in users.iter().chain(resources) {
            for (id, value) in &thing.attributes {
                let raw = layout.values.keep(value);
                layout.attribute(*id, raw);
            }
            layout.attributes_end();
        }
        let grants = part.grants();
        let count = resources.len();
        let base =
            layout.base(names, &|words, in_groups| GrantTable::write(words, &grants, in_groups, count));
        let public = grants.iter().rev().take(2).any(|list| !list.is_empty());
        let facts = Self::laid_out(base, titles, Arc::new(settings), public, 0);
        Self { slice: Some(part.part.left_out.into()), ..facts }
    }
}

/// Titles of users, groups, resources.
fn titles(things: &[Vec<Thing>; 3]) -> Titles {
    let [users, groups, resources] = things.each_ref().map(|things| {
        let mut titles = Vec::new();
        for (number, thing) in things.iter().enumerate() {
            if thing.title != Title::default() {
                titles.push((number, thing.title.clone()));
            }
        }
        titles
    });
    Titles { users, groups, resources }
}

/// A part while it is taken out.
struct Slicing<'f> {
    facts: &'f Facts,
    catalog: &'f Catalog,
    part: Part,
    /// Users, groups and resources that are not in it, by their numbers in the whole, each with the one it has here. These come
    /// in the order in which they are met: they say nothing of who it is.
    others: [Vec<(u32, u32)>; 3],
}

impl Slicing<'_> {
    /// Users, groups and resources, their attributes with the numbers that they have here.
    fn things(&mut self) -> [Vec<Thing>; 3] {
        let mut user = self.facts.user_thing(self.part.user, self.catalog);
        if let Some(people) = self.catalog.people() {
            // The hash of a token: that there is one may matter to a footnote, which one never does.
            let hash = user.attributes.iter_mut().find(|(id, _)| *id == people.kept.invitation);
            hash.into_iter().for_each(|(_, value)| *value = Kept::Text("".into()));
        }
        let groups = self.part.groups.iter().map(|group| self.facts.group_thing(*group)).collect();
        let resources = self.part.resources.iter();
        let resources =
            resources.map(|resource| self.facts.resource_thing(*resource, self.catalog)).collect();
        let mut things = [vec![user], groups, resources];
        for thing in things.iter_mut().flatten() {
            for (id, value) in &mut thing.attributes {
                let (Type::One(kind) | Type::List(kind)) = self.catalog.attribute(*id).kind else { continue };
                self.renumber(value, kind);
            }
        }
        things
    }

    fn renumber(&mut self, value: &mut Kept, kind: Scalar) {
        match (value, kind) {
            (Kept::List(items), kind) => items.iter_mut().for_each(|item| self.renumber(item, kind)),
            (Kept::Plain(raw), Scalar::User | Scalar::Group | Scalar::Resource(_)) => {
                *raw = self.number(*raw as u32, kind).into();
            }
            _ => {}
        }
    }

    /// The number here of a user, group or resource of the whole.
    fn number(&mut self, whole: u32, kind: Scalar) -> u32 {
        let (known, others) = match kind {
            Scalar::User => ((whole == self.part.user.0).then_some(0), 0),
            Scalar::Group => (self.group(GroupId(whole)), 1),
            _ => (self.resource(ResourceId(whole)), 2),
        };
        known.unwrap_or_else(|| {
            let others = &mut self.others[others];
            let next = (whole, ELSEWHERE + others.len() as u32);
            match others.binary_search_by_key(&whole, |(whole, _)| *whole) {
                Ok(place) => others[place].1,
                Err(place) => {
                    others.insert(place, next);
                    next.1
                }
            }
        })
    }

    fn group(&self, group: GroupId) -> Option<u32> {
        self.part.groups.iter().position(|known| *known == group).map(|place| place as u32)
    }

    fn resource(&self, resource: ResourceId) -> Option<u32> {
        self.part.resources.binary_search(&resource).ok().map(|place| place as u32)
    }

    /// What a resource lies in, and its type.
    fn place(&self, thing: &Thing) -> [u32; 2] {
        let (parent, kind) = thing.place.unwrap_or((None, super::base::GONE));
        let parent = parent.and_then(|parent| self.resource(parent));
        [parent.unwrap_or(super::base::NONE), kind.0.into()]
    }

    /// The grants to him, his groups, everyone and anyone on what is here.
    fn grants(&self) -> Vec<Vec<Grant>> {
        let groups = self.part.groups.iter().map(|group| Principal::Group(*group));
        let principals = [Principal::User(self.part.user)].into_iter().chain(groups);
        let mut grants = Vec::with_capacity(self.part.groups.len() + 3);
        for principal in principals.chain([Principal::Everyone, Principal::Anyone]) {
            let mut list = Vec::new();
            for grant in self.facts.grants_to(principal) {
                let on = self.resource(grant.on);
                list.extend(on.map(|on| Grant { on: ResourceId(on), ..grant }));
            }
            grants.push(list);
        }
        grants
    }

    /// The settings, without names of who or what is not here.
    fn settings(&self) -> Vec<(AttributeId, Stored)> {
        let mut settings = self.facts.settings().to_vec();
        settings.iter_mut().for_each(|(_, value)| self.without_names(value));
        settings
    }

    fn without_names(&self, value: &mut Stored) {
        match value {
            Stored::List(items) => items.iter_mut().for_each(|item| self.without_names(item)),
            Stored::Name(kind, name) => {
                let known = match kind {
                    Scalar::User => self.facts.user(name) == Some(self.part.user),
                    Scalar::Group => self.facts.group(name).and_then(|group| self.group(group)).is_some(),
                    _ => self.facts.resource(name).and_then(|resource| self.resource(resource)).is_some(),
                };
                let kind = name.find(':').map_or(0, |colon| colon + 1);
                if !known {
                    *name = name[..kind].into();
                }
            }
            _ => {}
        }
    }
}
