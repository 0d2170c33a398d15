//! Who and where: users, groups, resources, attributes, settings and grants.
//!
//! One representation: compiled tables ([`base`]), read in place, with changes laid on top. A clone shares the tables and
//! copies the changes only.

mod base;
mod build;
mod grant_table;
mod grants;
mod layout;
mod names;
mod table;

pub use base::Terms;
pub(crate) use grant_table::{Packed, Run};
pub(crate) use grants::Lookup;
pub use names::{fault as id_fault, split as split_name};

use crate::catalog::{Bundles, Catalog, Stored, Title};
use crate::condition::{Found, Scalar, Type, Value};
use crate::data::{Cursor, Data, locate};
use crate::error::Result;
use crate::ids::{AttributeId, BundleId, GroupId, ResourceId, TypeId, UserId};
use crate::limits;
use base::Base;
use std::sync::Arc;

/// Whom a grant is for (S3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    /// One user.
    User(UserId),
    /// All in a group.
    Group(GroupId),
    /// All known users.
    Everyone,
    /// Also unknown ones.
    Anyone,
}

/// A grant to a known principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Where it is placed.
    pub on: ResourceId,
    /// What it gives.
    pub bundle: BundleId,
    /// When it counts.
    pub terms: Terms,
}

/// A known user for those who ask about him often: where his grants stand, so that they need not be looked for. Of one engine
/// and one revision; any number that is no handle stands for nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle(pub u32);

/// Titles, which decide nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Titles {
    users: TitleTable,
    groups: TitleTable,
    resources: TitleTable,
}

/// Titles by number, for those that have one.
pub(crate) type TitleTable = Vec<(usize, Title)>;

fn title(titles: &TitleTable, number: usize) -> Option<&Title> {
    titles.binary_search_by_key(&number, |(number, _)| *number).ok().map(|place| &titles[place].1)
}

/// The facts of one tenant.
#[derive(Clone, Debug)]
pub struct Facts {
    base: Base,
    titles: Arc<Titles>,
    settings: Arc<Vec<(AttributeId, Stored)>>,
    /// Whether `everyone` or `anyone` may have grants; mostly they have none, and then nobody looks.
    public: bool,
    /// Principals whose grants have changed, by where they stood, with all their grants, by resource.
    changed: Vec<(u32, Arc<[Grant]>)>,
}

impl Facts {
    /// Reads facts for a catalog from JSON text.
    pub fn from_json(text: &str, catalog: &Catalog, bundles: &Bundles) -> Result<Self> {
        let data = Data::from_json(text)?;
        Self::from_data(&data, catalog, bundles).map_err(|error| locate(error, text))
    }

    /// Reads facts for a catalog from plain data.
    pub fn from_data(data: &Data, catalog: &Catalog, bundles: &Bundles) -> Result<Self> {
        build::facts(Cursor::root(data), catalog, bundles)
    }

    /// How many users there are.
    #[must_use]
    pub fn users(&self) -> usize {
        self.base.users.len()
    }

    /// How many groups there are.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.base.groups.len()
    }

    /// How many resources there are.
    #[must_use]
    pub fn resources(&self) -> usize {
        self.base.resources.len()
    }

    /// Bytes of the compiled facts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.base.size()
    }

    /// The user of a full name such as `user:anna`.
    #[must_use]
    pub fn user(&self, name: &str) -> Option<UserId> {
        self.base.users.find(&self.base, name).map(UserId::at)
    }

    /// The group of a full name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<GroupId> {
        self.base.groups.find(&self.base, name).map(GroupId::at)
    }

    /// The resource of a full name.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<ResourceId> {
        self.base.resources.find(&self.base, name).map(ResourceId::at)
    }

    /// The full name of a user.
    #[must_use]
    pub fn user_name(&self, user: UserId) -> &str {
        self.base.users.name(&self.base, user.index())
    }

    /// The full name of a group.
    #[must_use]
    pub fn group_name(&self, group: GroupId) -> &str {
        self.base.groups.name(&self.base, group.index())
    }

    /// The full name of a resource.
    #[must_use]
    pub fn resource_name(&self, resource: ResourceId) -> &str {
        self.base.resources.name(&self.base, resource.index())
    }

    /// A principal as grants name it.
    #[must_use]
    pub fn principal_name(&self, principal: Principal) -> &str {
        match principal {
            Principal::User(user) => self.user_name(user),
            Principal::Group(group) => self.group_name(group),
            Principal::Everyone => "everyone",
            Principal::Anyone => "anyone",
        }
    }

    /// The principal of that name.
    #[must_use]
    pub fn principal(&self, name: &str) -> Option<Principal> {
        match name {
            "everyone" => Some(Principal::Everyone),
            "anyone" => Some(Principal::Anyone),
            _ => self.user(name).map(Principal::User).or_else(|| self.group(name).map(Principal::Group)),
        }
    }

    /// The type of a resource.
    #[must_use]
    pub fn type_of(&self, resource: ResourceId) -> TypeId {
        self.base.place(resource).1
    }

    /// What a resource lies in.
    #[must_use]
    pub fn parent(&self, resource: ResourceId) -> Option<ResourceId> {
        self.base.place(resource).0
    }

    /// Both at once.
    #[inline(always)]
    pub(crate) fn place(&self, resource: ResourceId) -> (Option<ResourceId>, TypeId) {
        self.base.place(resource)
    }

    /// All groups a user is in, nested ones included (S3); `None` when they are more than the limits allow.
    pub(crate) fn groups_of(&self, user: UserId) -> Option<Vec<GroupId>> {
        let mut groups: Vec<GroupId> = self.base.groups_above(user.index()).collect();
        let mut next = 0;
        while let Some(group) = groups.get(next).copied() {
            next += 1;
            for above in self.base.groups_above(self.users() + group.index()) {
                if !groups.contains(&above) {
                    groups.push(above);
                }
            }
            if groups.len() > limits::GROUPS_OF_SUBJECT {
                return None;
            }
        }
        Some(groups)
    }

    /// The direct members of a group, for lists.
    #[must_use]
    pub fn members_of(&self, group: GroupId) -> Vec<&str> {
        let users = (0..self.users()).map(|user| (user, Principal::User(UserId::at(user))));
        let groups =
            (0..self.groups()).map(|group| (self.users() + group, Principal::Group(GroupId::at(group))));
        let inside = users
            .chain(groups)
            .filter(|(index, _)| self.base.groups_above(*index).any(|above| above == group));
        inside.map(|(_, principal)| self.principal_name(principal)).collect()
    }

    /// Whether a user is in no group at all: the common case, decided without a list.
    #[inline]
    pub(crate) fn is_in_no_group(&self, user: UserId) -> bool {
        self.base.groups_above(user.index()).next().is_none()
    }

    fn index(&self, principal: Principal) -> usize {
        match principal {
            Principal::User(user) => user.index(),
            Principal::Group(group) => self.users() + group.index(),
            Principal::Everyone => self.users() + self.groups(),
            Principal::Anyone => self.users() + self.groups() + 1,
        }
    }

    /// The user as a handle.
    #[must_use]
    pub fn handle(&self, user: UserId) -> Handle {
        Handle(self.base.start(user.index()))
    }

    /// The user whom a handle stands for, if it stands for one.
    #[must_use]
    pub fn user_of(&self, handle: Handle) -> Option<UserId> {
        let principal = self.base.grants.principal(&self.base.words, handle.0);
        (principal < self.users()).then_some(UserId::at(principal))
    }

    /// What the user whom a handle stands for was granted, as it was compiled.
    #[inline(always)]
    pub(crate) fn held(&self, handle: Handle) -> Option<Run<'_>> {
        self.base.grants.at(&self.base.words, handle.0).filter(|_| handle.0 < self.base.first_group)
    }

    /// Whether that is all the user can hold, and little: nobody changed it, he is in no group, and nothing is granted to
    /// everybody.
    #[inline(always)]
    pub(crate) fn is_all(&self, handle: Handle, held: &Run<'_>) -> bool {
        let changed = || !self.changed.is_empty() && self.change(handle.0).is_ok();
        held.are_near() && !held.in_groups() && !self.public && !changed()
    }

    /// Calls `each` for the grants to a principal that are placed on `on`.
    pub(crate) fn each_grant(&self, to: Principal, on: ResourceId, each: &mut dyn FnMut(BundleId, Terms)) {
        let principal = self.index(to);
        if let Some(grants) = self.changed(principal) {
            let first = grants.partition_point(|grant| grant.on < on);
            let here = grants[first..].iter().take_while(|grant| grant.on == on);
            here.for_each(|grant| each(grant.bundle, grant.terms));
        } else {
            self.base.each_grant(principal, on, each);
        }
    }

    /// The grants of a principal, if changes made them.
    fn changed(&self, principal: usize) -> Option<&[Grant]> {
        self.change(self.base.start(principal)).ok().map(|place| &*self.changed[place].1)
    }

    /// Where the changed grants of a principal are, or belong.
    fn change(&self, start: u32) -> std::result::Result<usize, usize> {
        self.changed.binary_search_by_key(&start, |(start, _)| *start)
    }

    /// All grants to a principal, by resource.
    #[must_use]
    pub fn grants_to(&self, principal: Principal) -> Vec<Grant> {
        let principal = self.index(principal);
        match self.changed(principal) {
            Some(grants) => grants.to_vec(),
            None => self.base.all_grants(principal),
        }
    }

    /// Replaces all grants to a principal; they are sorted by resource.
    pub(crate) fn set_grants(&mut self, principal: Principal, grants: Vec<Grant>) {
        self.public |= matches!(principal, Principal::Everyone | Principal::Anyone);
        let (start, grants) = (self.base.start(self.index(principal)), grants.into());
        match self.change(start) {
            Ok(place) => self.changed[place].1 = grants,
            Err(place) => self.changed.insert(place, (start, grants)),
        }
    }

    /// Every principal there is: users, groups, everyone, anyone.
    pub fn principals(&self) -> impl Iterator<Item = Principal> + use<> {
        let users = (0..self.users()).map(|user| Principal::User(UserId::at(user)));
        let groups = (0..self.groups()).map(|group| Principal::Group(GroupId::at(group)));
        users.chain(groups).chain([Principal::Everyone, Principal::Anyone])
    }

    pub(crate) fn user_attribute(&self, user: UserId, attribute: AttributeId, kind: Type) -> Found<'_> {
        self.base.attribute(user.index(), attribute, kind)
    }

    pub(crate) fn resource_attribute(
        &self,
        resource: ResourceId,
        attribute: AttributeId,
        kind: Type,
    ) -> Found<'_> {
        self.base.attribute(self.users() + resource.index(), attribute, kind)
    }

    pub(crate) fn element(&self, first: u32, index: usize, kind: Scalar) -> Option<Value<'_>> {
        self.base.element(first, index, kind)
    }

    pub(crate) fn setting(&self, attribute: AttributeId) -> Option<&Stored> {
        self.settings.iter().find(|(known, _)| *known == attribute).map(|(_, value)| value)
    }

    /// The title of a user.
    #[must_use]
    pub fn user_title(&self, user: UserId) -> Option<&Title> {
        title(&self.titles.users, user.index())
    }

    /// The title of a group.
    #[must_use]
    pub fn group_title(&self, group: GroupId) -> Option<&Title> {
        title(&self.titles.groups, group.index())
    }

    /// The title of a resource.
    #[must_use]
    pub fn resource_title(&self, resource: ResourceId) -> Option<&Title> {
        title(&self.titles.resources, resource.index())
    }
}
