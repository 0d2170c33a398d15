//! Who and where: users, groups, resources, attributes, settings and grants.
//!
//! One representation: compiled tables ([`base`]), read in place, with changes laid on top. A clone shares the tables and
//! copies the changes only.

mod attributes;
mod base;
mod build;
mod check;
mod compact;
mod edit;
mod grant_table;
mod grants;
mod hashed;
mod held;
mod image;
mod layout;
mod names;
mod slice;
mod table;
mod things;

pub use base::Terms;
pub(crate) use edit::New;
pub(crate) use grant_table::Packed;
pub(crate) use grants::Lookup;
pub(crate) use image::{Beside, SHAPE};
pub(crate) use layout::append;
pub(crate) use names::checked as checked_name;
pub use names::{fault as id_fault, split as split_name};
pub(crate) use names::{looks, looks_like, normal as normal_name};
pub(crate) use slice::Part;
pub(crate) use things::Kept;

use crate::catalog::{Bundles, Catalog, Stored, Title};
use crate::data::{Cursor, Data, locate};
use crate::error::Result;
use crate::ids::{AttributeId, BundleId, GroupId, ResourceId, TypeId, UserId};
use base::{Base, GONE, bit_of};
use std::sync::Arc;
use things::Things;

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
    pub users: TitleTable,
    pub groups: TitleTable,
    pub resources: TitleTable,
}

/// Titles by number, for those that have one.
pub(crate) type TitleTable = Vec<(usize, Title)>;

fn title<'f>(things: &'f Things, titles: &'f TitleTable, number: usize) -> Option<&'f Title> {
    if let Some(thing) = things.get(number) {
        return Some(&thing.title);
    }
    titles.binary_search_by_key(&number, |(number, _)| *number).ok().map(|place| &titles[place].1)
}

/// What there is in facts.
#[derive(Clone, Copy)]
enum Kind {
    Users,
    Groups,
    Resources,
}

/// The facts of one tenant.
#[derive(Clone, Debug)]
pub struct Facts {
    base: Base,
    titles: Arc<Titles>,
    settings: Arc<Vec<(AttributeId, Stored)>>,
    /// Whether `everyone` or `anyone` may have grants; mostly they have none, and then nobody looks.
    public: bool,
    /// How often changes have been laid out.
    epoch: u32,
    /// What handles are masked with, so that those of another time stand for nobody.
    key: u32,
    /// The types of which the tables have resources, a bit each.
    types: u64,
    /// Principals whose grants or groups have changed, by where they stand, with all their grants, by resource.
    changed: Vec<(u32, Arc<[Grant]>)>,
    new_users: Things,
    new_groups: Things,
    new_resources: Things,
    /// Of a slice: the types of which some resources were left out.
    slice: Option<Arc<Vec<TypeId>>>,
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

    /// Facts that are all in tables.
    fn laid_out(
        base: Base,
        titles: Titles,
        settings: Arc<Vec<(AttributeId, Stored)>>,
        public: bool,
        epoch: u32,
    ) -> Self {
        let key = base.key(epoch).unwrap_or_default();
        let types = base.types_there();
        Self {
            base,
            titles: Arc::new(titles),
            settings,
            public,
            epoch,
            key,
            types,
            changed: Vec::new(),
            new_users: Things::default(),
            new_groups: Things::default(),
            new_resources: Things::default(),
            slice: None,
        }
    }

    /// Whether these are the facts of one user: then what is not in them may well be in the whole.
    #[inline(always)]
    pub(crate) const fn is_slice(&self) -> bool {
        self.slice.is_some()
    }

    /// Whether there may be resources of a type: items mostly are in no facts, but in questions.
    #[inline]
    pub(crate) fn may_have(&self, kind: TypeId) -> bool {
        !self.new_resources.are_none() || self.types & bit_of(kind) != 0
    }

    /// Of a slice, whether resources of a type were left out.
    #[inline]
    pub(crate) fn lacks(&self, kind: TypeId) -> bool {
        self.left_out().contains(&kind)
    }

    /// Of a slice, the types of which some resources were left out.
    #[inline]
    pub(crate) fn left_out(&self) -> &[TypeId] {
        self.slice.as_deref().map_or(&[], Vec::as_slice)
    }

    /// All titles; changes must be laid out.
    pub(crate) fn titles(&self) -> &Titles {
        &self.titles
    }

    /// Settings that are other than the catalog says.
    pub(crate) fn settings(&self) -> &[(AttributeId, Stored)] {
        &self.settings
    }

    /// Bytes of the compiled facts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.base.size()
    }

    /// All users.
    pub fn users(&self) -> impl Iterator<Item = UserId> + '_ {
        self.all(Kind::Users).map(UserId::at)
    }

    /// All groups.
    pub fn groups(&self) -> impl Iterator<Item = GroupId> + '_ {
        self.all(Kind::Groups).map(GroupId::at)
    }

    /// All resources.
    pub fn resources(&self) -> impl Iterator<Item = ResourceId> + '_ {
        self.all(Kind::Resources).map(ResourceId::at)
    }

    /// The numbers of all of a kind.
    fn all(&self, kind: Kind) -> impl Iterator<Item = usize> + '_ {
        let mut next = 0;
        std::iter::from_fn(move || self.next(kind, &mut next))
    }

    /// The next one of a kind that is there, from a number on.
    #[inline(never)] // once in the module, not once in each of many loops
    fn next(&self, kind: Kind, next: &mut usize) -> Option<usize> {
        while *next < self.count(kind) {
            *next += 1;
            if self.is_there(kind, *next - 1) {
                return Some(*next - 1);
            }
        }
        None
    }

    fn is_there(&self, kind: Kind, number: usize) -> bool {
        match kind {
            Kind::Users => self.has_user(UserId::at(number)),
            Kind::Groups => self.has_group(GroupId::at(number)),
            Kind::Resources => self.has_resource(ResourceId::at(number)),
        }
    }

    fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Users => self.user_count(),
            Kind::Groups => self.group_count(),
            Kind::Resources => self.resource_count(),
        }
    }

    /// The numbers of users, gone ones included, end here.
    fn user_count(&self) -> usize {
        self.base.users.len() + self.new_users.new_ones()
    }

    fn group_count(&self) -> usize {
        self.base.groups.len() + self.new_groups.new_ones()
    }

    #[inline(always)]
    fn resource_count(&self) -> usize {
        self.base.resources.len() + self.new_resources.new_ones()
    }

    /// Whether there is such a user, and it was not deleted (S17).
    #[must_use]
    #[inline]
    pub fn has_user(&self, user: UserId) -> bool {
        match self.new_users.get(user.index()) {
            Some(user) => !user.gone,
            None => self.base.users.has(&self.base, user.index()),
        }
    }

    /// Whether there is such a group.
    #[must_use]
    #[inline]
    pub fn has_group(&self, group: GroupId) -> bool {
        match self.new_groups.get(group.index()) {
            Some(group) => !group.gone,
            None => self.base.groups.has(&self.base, group.index()),
        }
    }

    /// Whether there is such a resource. What lies in one that was deleted is deleted with it.
    #[must_use]
    pub fn has_resource(&self, resource: ResourceId) -> bool {
        let mut at = Some(resource);
        while let Some(resource) = at {
            match self.place(resource) {
                Some((parent, kind)) if kind != GONE => at = parent,
                _ => return false,
            }
        }
        true
    }

    /// The user of a full name such as `user:anna`, written in capitals or not (S17).
    #[must_use]
    pub fn user(&self, name: &str) -> Option<UserId> {
        let name = &*normal_name(name);
        let found = self.new_users.find(name).or_else(|| self.base.users.find(&self.base, name));
        found.map(UserId::at).filter(|user| self.has_user(*user))
    }

    /// A user whose name looks like this one but is another (S17).
    #[must_use]
    pub fn look_alike(&self, name: &str) -> Option<UserId> {
        let wanted = looks(&normal_name(name));
        let alike = |user: &UserId| looks_like(self.user_name(*user), &wanted);
        if self.base.users.are_ascii(&self.base) {
            // These look like nobody but themselves.
            let new = (self.base.users.len()..self.user_count()).map(UserId::at);
            return self.user(&wanted).or_else(|| new.filter(|user| self.has_user(*user)).find(alike));
        }
        self.users().find(alike)
    }

    /// The group of a full name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<GroupId> {
        let found = self.new_groups.find(name).or_else(|| self.base.groups.find(&self.base, name));
        found.map(GroupId::at).filter(|group| self.has_group(*group))
    }

    /// The resource of a full name.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<ResourceId> {
        let found = self.new_resources.find(name).or_else(|| self.base.resources.find(&self.base, name));
        found.map(ResourceId::at).filter(|resource| self.has_resource(*resource))
    }

    /// The full name of a user. Empty, as all names, where they were left out of the snapshot that this is from.
    #[must_use]
    pub fn user_name(&self, user: UserId) -> &str {
        match self.new_users.get(user.index()) {
            Some(user) => &user.name,
            None => self.base.users.name(&self.base, user.index()),
        }
    }

    /// The full name of a group.
    #[must_use]
    pub fn group_name(&self, group: GroupId) -> &str {
        match self.new_groups.get(group.index()) {
            Some(group) => &group.name,
            None => self.base.groups.name(&self.base, group.index()),
        }
    }

    /// The full name of a resource.
    #[must_use]
    pub fn resource_name(&self, resource: ResourceId) -> &str {
        match self.new_resources.get(resource.index()) {
            Some(resource) => &resource.name,
            None => self.base.resources.name(&self.base, resource.index()),
        }
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

    /// Every principal there is: users, groups, everyone, anyone.
    pub fn principals(&self) -> impl Iterator<Item = Principal> + '_ {
        let mut next = 0;
        std::iter::from_fn(move || self.next_principal(&mut next))
    }

    #[inline(never)]
    fn next_principal(&self, next: &mut usize) -> Option<Principal> {
        while *next < self.user_count() + self.group_count() + 2 {
            let principal = self.principal_at(*next);
            *next += 1;
            match principal {
                Principal::User(user) if !self.has_user(user) => {}
                Principal::Group(group) if !self.has_group(group) => {}
                there => return Some(there),
            }
        }
        None
    }

    /// The principals in the order of the tables: users, groups, everyone, anyone; gone ones included.
    fn principal_at(&self, number: usize) -> Principal {
        let (users, groups) = (self.user_count(), self.group_count());
        match number {
            _ if number < users => Principal::User(UserId::at(number)),
            _ if number < users + groups => Principal::Group(GroupId::at(number - users)),
            _ if number == users + groups => Principal::Everyone,
            _ => Principal::Anyone,
        }
    }

    /// What a resource lies in, and its type; `None` when it was deleted, or never was.
    #[inline(always)]
    pub(crate) fn place(&self, resource: ResourceId) -> Option<(Option<ResourceId>, TypeId)> {
        if self.new_resources.are_none() { self.base.place(resource) } else { self.new_place(resource) }
    }

    #[inline(never)]
    fn new_place(&self, resource: ResourceId) -> Option<(Option<ResourceId>, TypeId)> {
        match self.new_resources.get(resource.index()) {
            Some(thing) => thing.place.filter(|_| !thing.gone),
            None => self.base.place(resource),
        }
    }

    /// The type of a resource; what is not there is of none.
    #[must_use]
    pub fn type_of(&self, resource: ResourceId) -> TypeId {
        self.place(resource).map_or(GONE, |(_, kind)| kind)
    }

    /// What a resource lies in.
    #[must_use]
    #[inline]
    pub fn parent(&self, resource: ResourceId) -> Option<ResourceId> {
        self.place(resource)?.0
    }

    /// Whether a resource lies in another, at whatever depth.
    pub(crate) fn lies_in(&self, resource: ResourceId, outer: ResourceId) -> bool {
        std::iter::successors(self.parent(resource), |at| self.parent(*at)).any(|at| at == outer)
    }

    /// How many resources a resource lies in.
    pub(crate) fn depth_of(&self, resource: ResourceId) -> usize {
        std::iter::successors(Some(resource), |at| self.parent(*at)).count() - 1
    }

    /// How many layers of resources lie in a resource.
    pub(crate) fn height_of(&self, resource: ResourceId) -> usize {
        let above = |inner: ResourceId| {
            std::iter::successors(Some(inner), |at| self.parent(*at)).position(|at| at == resource)
        };
        self.resources().filter_map(above).max().unwrap_or_default()
    }

    /// The title of a user.
    #[must_use]
    pub fn user_title(&self, user: UserId) -> Option<&Title> {
        title(&self.new_users, &self.titles.users, user.index())
    }

    /// The title of a group.
    #[must_use]
    pub fn group_title(&self, group: GroupId) -> Option<&Title> {
        title(&self.new_groups, &self.titles.groups, group.index())
    }

    /// The title of a resource.
    #[must_use]
    pub fn resource_title(&self, resource: ResourceId) -> Option<&Title> {
        title(&self.new_resources, &self.titles.resources, resource.index())
    }
}
