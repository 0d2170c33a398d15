//! The facts of one user alone: himself, his groups and some resources, with new numbers. Whoever and whatever else these refer
//! to is a number that nothing bears, one for each, so that it can still be told whether two references are the same.

use super::base::{GONE, NONE, NameTable};
use super::grant_table::GrantTable;
use super::layout::Layout;
use super::names::split;
use super::things::{Kept, Thing};
use super::{Facts, Grant, Principal, TitleTable, Titles};
use crate::catalog::{Catalog, Stored, Title};
use crate::condition::{Scalar, Type};
use crate::ids::{AttributeId, GroupId, ResourceId, TypeId, UserId};
use crate::order::order;
use std::sync::Arc;

/// The numbers of those that are not in the slice, from here on: beyond all that facts have room for.
pub(super) const ELSEWHERE: u32 = 1 << 31;

/// What is in a slice.
pub(crate) struct Part {
    /// The user whose it is, all his groups, everyone, anyone.
    pub principals: Vec<Principal>,
    /// The resources that are in it, rising, each with what it lies in.
    pub resources: Vec<ResourceId>,
    /// The types of which some are not.
    pub left_out: Vec<TypeId>,
}

impl Facts {
    /// A part of the facts, as facts of their own.
    pub(crate) fn sliced(&self, part: Part, catalog: &Catalog) -> Self {
        let settings = Arc::new(self.settings_of(&part));
        let mut slicing =
            Slicing { facts: self, catalog, part, others: Vec::new(), layout: Layout::new(0, &[]) };
        let things = slicing.things();
        let (members, resources) = things.split_at(things.len() - slicing.part.resources.len());
        let (user, groups) = members.split_at(1);
        let titles = Titles { users: titles(user), groups: titles(groups), resources: titles(resources) };
        let names = [slicing.names(user), slicing.names(groups), slicing.names(resources)];
        slicing.places(resources);
        slicing.groups(members);
        slicing.attributes(user);
        slicing.attributes(resources);
        let grants = slicing.grants();
        let Slicing { layout, part, .. } = slicing;
        let count = resources.len();
        let base =
            layout.base(names, &|words, in_groups| GrantTable::write(words, &grants, in_groups, count));
        let public = grants.iter().rev().take(2).any(|list| !list.is_empty());
        let mut facts = Self::laid_out(base, titles, settings, public, 0);
        facts.slice = Some(Arc::new(part.left_out));
        facts
    }

    /// The user himself, without the hash of a token: that there is one may matter to a footnote, which one never does.
    fn subject(&self, user: UserId, catalog: &Catalog) -> Thing {
        let mut thing = self.user_thing(user, catalog);
        for (id, value) in &mut thing.attributes {
            if catalog.people().is_some_and(|people| people.kept.invitation == *id) {
                *value = Kept::Text("".into());
            }
        }
        thing
    }

    /// The settings, without names of who or what is not in the slice.
    fn settings_of(&self, part: &Part) -> Vec<(AttributeId, Stored)> {
        let mut settings = self.settings().to_vec();
        for (_, value) in &mut settings {
            self.without_names(value, part);
        }
        settings
    }

    fn without_names(&self, value: &mut Stored, part: &Part) {
        match value {
            Stored::List(items) => {
                for item in items {
                    self.without_names(item, part);
                }
            }
            Stored::Name(kind, name) => {
                let known = match kind {
                    Scalar::User | Scalar::Group => {
                        self.principal(name).is_some_and(|one| part.principals.contains(&one))
                    }
                    _ => self.resource(name).is_some_and(|on| part.resources.binary_search(&on).is_ok()),
                };
                if let (false, Some((kind, _))) = (known, split(name)) {
                    let mut nameless = String::from(kind);
                    nameless.push(':');
                    *name = nameless.into();
                }
            }
            _ => {}
        }
    }
}

fn titles(things: &[Thing]) -> TitleTable {
    let mut titles = Vec::new();
    for (number, thing) in things.iter().enumerate() {
        if thing.title != Title::default() {
            titles.push((number, thing.title.clone()));
        }
    }
    titles
}

/// A part while it is taken out.
struct Slicing<'f> {
    facts: &'f Facts,
    catalog: &'f Catalog,
    part: Part,
    /// Users, groups and resources that are not in it, by what they are and their numbers in the whole, each with the one it has
    /// here. These come in the order in which they are met: they say nothing of who it is.
    others: Vec<((u8, u32), u32)>,
    layout: Layout,
}

impl Slicing<'_> {
    /// The user, his groups and the resources.
    fn things(&self) -> Vec<Thing> {
        let mut things = Vec::new();
        for principal in &self.part.principals {
            match principal {
                Principal::User(user) => things.push(self.facts.subject(*user, self.catalog)),
                Principal::Group(group) => things.push(self.facts.group_thing(*group)),
                Principal::Everyone | Principal::Anyone => {}
            }
        }
        for resource in &self.part.resources {
            things.push(self.facts.resource_thing(*resource, self.catalog));
        }
        things
    }

    fn names(&mut self, things: &[Thing]) -> NameTable {
        let name = |id: usize| &*things[id].name;
        let order = order(things.len(), &|one, other| name(one).cmp(name(other)));
        self.layout.names(things.len(), &name, &order)
    }

    /// What resources lie in, and their types.
    fn places(&mut self, resources: &[Thing]) {
        for thing in resources {
            let (parent, kind) = thing.place.unwrap_or((None, GONE));
            let parent = parent.and_then(|parent| self.resource(parent)).unwrap_or(NONE);
            self.layout.places.extend_from_slice(&[parent, kind.0.into()]);
        }
    }

    /// The groups that users or groups are directly in.
    fn groups(&mut self, members: &[Thing]) {
        for thing in members {
            for group in &thing.groups {
                if let Some(place) = self.principal(Principal::Group(*group)) {
                    self.layout.up.push(place - 1);
                }
            }
            self.layout.groups_end();
        }
    }

    fn attributes(&mut self, things: &[Thing]) {
        for thing in things {
            for (id, value) in &thing.attributes {
                let value = match self.catalog.attribute(*id).kind {
                    Type::One(kind) | Type::List(kind) => self.renumbered(value, kind),
                    Type::EmptyList | Type::Level(_) => continue,
                };
                let raw = self.layout.values.keep(&value);
                self.layout.attribute(*id, raw);
            }
            self.layout.attributes_end();
        }
    }

    /// A value with the numbers that things have here.
    fn renumbered(&mut self, value: &Kept, kind: Scalar) -> Kept {
        match (value, kind) {
            (Kept::List(items), kind) => {
                let mut renumbered = Vec::with_capacity(items.len());
                for item in items {
                    renumbered.push(self.renumbered(item, kind));
                }
                Kept::List(renumbered.into())
            }
            (Kept::Plain(raw), Scalar::User | Scalar::Group | Scalar::Resource(_)) => {
                Kept::Plain(self.number(*raw as u32, kind).into())
            }
            _ => value.clone(),
        }
    }

    /// The number here of a user, group or resource of the whole.
    fn number(&mut self, whole: u32, kind: Scalar) -> u32 {
        let (kind, known) = match kind {
            Scalar::User => (0, self.principal(Principal::User(UserId(whole)))),
            Scalar::Group => (1, self.principal(Principal::Group(GroupId(whole))).map(|place| place - 1)),
            _ => (2, self.resource(ResourceId(whole))),
        };
        if let Some(known) = known {
            return known;
        }
        let next = ELSEWHERE + self.others.len() as u32;
        match self.others.binary_search_by_key(&(kind, whole), |(other, _)| *other) {
            Ok(place) => self.others[place].1,
            Err(place) => {
                self.others.insert(place, ((kind, whole), next));
                next
            }
        }
    }

    /// The place of the user, 0, or of a group, from 1 on.
    fn principal(&self, principal: Principal) -> Option<u32> {
        self.part.principals.iter().position(|known| *known == principal).map(|place| place as u32)
    }

    fn resource(&self, resource: ResourceId) -> Option<u32> {
        self.part.resources.binary_search(&resource).ok().map(|place| place as u32)
    }

    /// The grants to him, his groups, everyone and anyone on what is here.
    fn grants(&self) -> Vec<Vec<Grant>> {
        let mut grants = Vec::with_capacity(self.part.principals.len());
        for principal in &self.part.principals {
            let mut list = Vec::new();
            for grant in self.facts.grants_to(*principal) {
                if let Some(on) = self.resource(grant.on) {
                    list.push(Grant { on: ResourceId(on), ..grant });
                }
            }
            grants.push(list);
        }
        grants
    }
}
