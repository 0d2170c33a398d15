//! What changes do to facts. Whoever calls has checked names, types and limits; nothing here can fail.

use super::things::{Kept, Thing};
use super::{Facts, Principal};
use crate::catalog::{Catalog, Stored, Title};
use crate::condition::{Scalar, Type};
use crate::ids::{AttributeId, GroupId, ResourceId, TypeId, UserId};
use std::sync::Arc;

/// What a new user, group or resource is.
pub(crate) struct New<'n> {
    pub name: &'n str,
    pub title: Title,
    pub attributes: Vec<(AttributeId, Kept)>,
}

impl New<'_> {
    fn thing(self) -> Thing {
        Thing { name: self.name.into(), title: self.title, attributes: self.attributes, ..Thing::default() }
    }
}

impl Facts {
    /// A value as facts keep it; `None` if it refers to something that is not there.
    pub(crate) fn keep(&self, value: &Stored) -> Option<Kept> {
        Some(match value {
            Stored::Bool(value) => Kept::Plain(u64::from(*value)),
            Stored::Int(value) | Stored::Time(value) | Stored::Span(value) => {
                Kept::Plain(value.cast_unsigned())
            }
            Stored::Double(value) => Kept::Plain(value.to_bits()),
            Stored::Text(text) => Kept::Text(text.clone()),
            Stored::Name(kind, name) => Kept::Plain(u64::from(self.number_of(*kind, name)?)),
            Stored::Thing(_, number) => Kept::Plain(u64::from(*number)),
            Stored::List(items) => {
                let mut kept = Vec::with_capacity(items.len());
                for item in items {
                    kept.push(self.keep(item)?);
                }
                Kept::List(kept.into())
            }
        })
    }

    fn number_of(&self, kind: Scalar, name: &str) -> Option<u32> {
        match kind {
            Scalar::User => self.user(name).map(|id| id.0),
            Scalar::Group => self.group(name).map(|id| id.0),
            _ => self.resource(name).map(|id| id.0),
        }
    }

    pub(super) fn user_thing(&self, user: UserId, catalog: &Catalog) -> Thing {
        if let Some(thing) = self.new_users.get(user.index()) {
            return thing.clone();
        }
        Thing {
            name: self.user_name(user).into(),
            title: self.user_title(user).cloned().unwrap_or_default(),
            attributes: self.base.attributes(user.index(), &|id| catalog.attribute(id).kind),
            groups: self.groups_above(Principal::User(user)),
            ..Thing::default()
        }
    }

    pub(super) fn group_thing(&self, group: GroupId) -> Thing {
        if let Some(thing) = self.new_groups.get(group.index()) {
            return thing.clone();
        }
        Thing {
            name: self.group_name(group).into(),
            title: self.group_title(group).cloned().unwrap_or_default(),
            groups: self.groups_above(Principal::Group(group)),
            ..Thing::default()
        }
    }

    pub(super) fn resource_thing(&self, resource: ResourceId, catalog: &Catalog) -> Thing {
        if let Some(thing) = self.new_resources.get(resource.index()) {
            return thing.clone();
        }
        let kept = self.base.users.len() + resource.index();
        Thing {
            name: self.resource_name(resource).into(),
            title: self.resource_title(resource).cloned().unwrap_or_default(),
            attributes: self.base.attributes(kept, &|id| catalog.attribute(id).kind),
            place: self.place(resource),
            ..Thing::default()
        }
    }

    /// Creates a user, who holds nothing yet, whoever bore the name before (S17).
    pub(crate) fn add_user(&mut self, new: New<'_>) -> UserId {
        let user = UserId::at(self.new_users.add(self.base.users.len(), new.thing()));
        self.set_grants(Principal::User(user), Vec::new());
        user
    }

    /// Deletes a user and all that was granted to it (S17).
    pub(crate) fn remove_user(&mut self, user: UserId) {
        self.new_users.set(user.index(), Thing { gone: true, ..Thing::default() });
        self.set_grants(Principal::User(user), Vec::new());
    }

    /// Creates a group, empty.
    pub(crate) fn add_group(&mut self, new: New<'_>) -> GroupId {
        let group = GroupId::at(self.new_groups.add(self.base.groups.len(), new.thing()));
        self.set_grants(Principal::Group(group), Vec::new());
        group
    }

    /// Deletes a group: nobody is in it any more.
    pub(crate) fn remove_group(&mut self, group: GroupId) {
        self.new_groups.set(group.index(), Thing { gone: true, ..Thing::default() });
        self.set_grants(Principal::Group(group), Vec::new());
    }

    /// Puts a user or group into the groups named, and into no others.
    pub(crate) fn set_groups(&mut self, member: Principal, groups: Vec<GroupId>, catalog: &Catalog) {
        match member {
            Principal::User(user) => {
                let thing = Thing { groups, ..self.user_thing(user, catalog) };
                self.new_users.set(user.index(), thing);
            }
            Principal::Group(group) => {
                let thing = Thing { groups, ..self.group_thing(group) };
                self.new_groups.set(group.index(), thing);
            }
            Principal::Everyone | Principal::Anyone => return,
        }
        // Whoever is in groups is not answered for by his own grants alone.
        let grants = self.grants_to(member);
        self.set_grants(member, grants);
    }

    /// Creates a resource.
    pub(crate) fn add_resource(
        &mut self,
        new: New<'_>,
        parent: Option<ResourceId>,
        kind: TypeId,
    ) -> ResourceId {
        let thing = Thing { place: Some((parent, kind)), ..new.thing() };
        ResourceId::at(self.new_resources.add(self.base.resources.len(), thing))
    }

    /// Creates a resource like another: of its title and attributes.
    pub(crate) fn copy_resource(
        &mut self,
        original: ResourceId,
        name: &str,
        parent: Option<ResourceId>,
        kind: TypeId,
        catalog: &Catalog,
    ) {
        let Thing { title, attributes, .. } = self.resource_thing(original, catalog);
        self.add_resource(New { name, title, attributes }, parent, kind);
    }

    /// Deletes a resource, all that lies in it, and what was granted there.
    pub(crate) fn remove_resource(&mut self, resource: ResourceId) {
        self.new_resources.set(resource.index(), Thing { gone: true, ..Thing::default() });
    }

    /// Moves a resource, with all that lies in it.
    pub(crate) fn move_resource(&mut self, resource: ResourceId, parent: ResourceId, catalog: &Catalog) {
        let place = Some((Some(parent), self.type_of(resource)));
        let thing = Thing { place, ..self.resource_thing(resource, catalog) };
        self.new_resources.set(resource.index(), thing);
    }

    /// Sets attributes of a user; `None` takes one away.
    pub(crate) fn set_user_attributes(
        &mut self,
        user: UserId,
        values: Vec<(AttributeId, Option<Kept>)>,
        catalog: &Catalog,
    ) {
        let mut thing = self.user_thing(user, catalog);
        set_all(&mut thing.attributes, values);
        self.new_users.set(user.index(), thing);
    }

    /// Sets attributes of a resource; `None` takes one away.
    pub(crate) fn set_resource_attributes(
        &mut self,
        resource: ResourceId,
        values: Vec<(AttributeId, Option<Kept>)>,
        catalog: &Catalog,
    ) {
        let mut thing = self.resource_thing(resource, catalog);
        set_all(&mut thing.attributes, values);
        self.new_resources.set(resource.index(), thing);
    }

    /// Sets a setting.
    pub(crate) fn set_setting(&mut self, setting: AttributeId, value: Stored) {
        let settings = Arc::make_mut(&mut self.settings);
        settings.retain(|(known, _)| *known != setting);
        settings.push((setting, value));
    }
}

fn set_all(attributes: &mut Vec<(AttributeId, Kept)>, values: Vec<(AttributeId, Option<Kept>)>) {
    for (id, value) in values {
        attributes.retain(|(known, _)| *known != id);
        attributes.extend(value.map(|value| (id, value)));
    }
}

impl super::base::Base {
    /// All attributes of user or resource number `index`, as changed things keep them.
    fn attributes(&self, index: usize, kind: &dyn Fn(AttributeId) -> Type) -> Vec<(AttributeId, Kept)> {
        let mut attributes = Vec::new();
        for (id, raw) in self.raw_attributes(index) {
            attributes.push((id, self.kept(raw, kind(id))));
        }
        attributes
    }

    fn kept(&self, raw: u64, kind: Type) -> Kept {
        match kind {
            Type::One(Scalar::Text) => Kept::Text(self.text_at(raw).into()),
            Type::List(kind) => {
                let (first, len) = (raw >> 32, raw & u64::from(u32::MAX));
                let mut items = Vec::new();
                for place in first..first + len {
                    items.push(self.kept(self.raw_item(place as usize), Type::One(kind)));
                }
                Kept::List(items.into())
            }
            _ => Kept::Plain(raw),
        }
    }
}
