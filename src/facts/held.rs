//! Who holds what where: groups, handles and grants.

use super::base::Terms;
use super::grant_table::{Packed, Run};
use super::{Facts, Grant, Handle, Principal};
use crate::ids::{BundleId, GroupId, ResourceId, UserId};
use crate::limits;
use crate::order::insert;

impl Facts {
    /// The groups that a user or group is directly in, gone ones included.
    pub(crate) fn groups_above(&self, principal: Principal) -> Vec<GroupId> {
        let mut above = Vec::new();
        self.each_above(principal, &mut |group| above.push(group));
        above
    }

    /// Calls `each` for them.
    #[inline]
    fn each_above(&self, principal: Principal, each: &mut dyn FnMut(GroupId)) {
        let (thing, kept) = match principal {
            Principal::User(user) => (self.new_users.get(user.index()), user.index()),
            Principal::Group(group) => {
                (self.new_groups.get(group.index()), self.base.users.len() + group.index())
            }
            Principal::Everyone | Principal::Anyone => return,
        };
        match thing {
            Some(thing) => thing.groups.iter().for_each(|group| each(*group)),
            None => self.base.groups_above(kept).for_each(each),
        }
    }

    /// All groups a user is in, nested ones included (S3); `None` when they are more than the limits allow.
    #[inline]
    pub(crate) fn groups_of(&self, user: UserId) -> Option<Vec<GroupId>> {
        let mut groups = Vec::new();
        let mut inner = Some(Principal::User(user));
        let mut next = 0;
        while let Some(principal) = inner {
            self.each_above(principal, &mut |group| {
                if !groups.contains(&group) && self.has_group(group) {
                    groups.push(group);
                }
            });
            if groups.len() > limits::GROUPS_OF_SUBJECT {
                return None;
            }
            inner = groups.get(next).map(|group| Principal::Group(*group));
            next += 1;
        }
        Some(groups)
    }

    /// All groups that a group is in, however deep.
    pub(crate) fn layers_above(&self, group: GroupId) -> Vec<GroupId> {
        let mut all = Vec::new();
        let mut layer = vec![group];
        while !layer.is_empty() {
            layer = self.next_layer(&layer, &|inner| self.groups_above(Principal::Group(inner)));
            layer.retain(|group| !all.contains(group));
            all.extend(&layer);
        }
        all
    }

    /// How many layers of groups there are above one.
    pub(crate) fn height_above(&self, group: GroupId) -> usize {
        self.height(group, &|inner| self.groups_above(Principal::Group(inner)))
    }

    /// How many layers of groups there are in one.
    pub(crate) fn height_below(&self, group: GroupId) -> usize {
        let inside = |outer: GroupId| {
            let mut inside = Vec::new();
            for inner in self.groups() {
                if self.groups_above(Principal::Group(inner)).contains(&outer) {
                    inside.push(inner);
                }
            }
            inside
        };
        self.height(group, &inside)
    }

    fn height(&self, group: GroupId, next: &dyn Fn(GroupId) -> Vec<GroupId>) -> usize {
        let (mut layer, mut height) = (vec![group], 0);
        loop {
            layer = self.next_layer(&layer, next);
            if layer.is_empty() {
                return height;
            }
            height += 1;
        }
    }

    fn next_layer(&self, layer: &[GroupId], next: &dyn Fn(GroupId) -> Vec<GroupId>) -> Vec<GroupId> {
        let mut found = Vec::new();
        for inner in layer {
            for group in next(*inner) {
                if self.has_group(group) {
                    insert(&mut found, group);
                }
            }
        }
        found
    }

    /// The direct members of a group.
    #[must_use]
    pub fn members_of(&self, group: GroupId) -> Vec<Principal> {
        let mut members = Vec::new();
        for principal in self.principals() {
            if self.groups_above(principal).contains(&group) {
                members.push(principal);
            }
        }
        members
    }

    /// Where the grants of a principal stand, or would: those of new ones behind the table, users and groups by turns.
    #[inline]
    pub(super) fn start(&self, principal: Principal) -> u32 {
        let (users, groups) = (self.base.users.len(), self.base.groups.len());
        let new = |number: usize, turn: usize| self.base.grants.end() + (2 * number + turn) as u32;
        match principal {
            Principal::User(user) if user.index() >= users => new(user.index() - users, 0),
            Principal::User(user) => self.base.start(user.index()),
            Principal::Group(group) if group.index() >= groups => new(group.index() - groups, 1),
            Principal::Group(group) => self.base.start(users + group.index()),
            Principal::Everyone => self.base.start(users + groups),
            Principal::Anyone => self.base.start(users + groups + 1),
        }
    }

    /// The user as a handle.
    #[must_use]
    pub fn handle(&self, user: UserId) -> Handle {
        Handle(self.start(Principal::User(user)) ^ self.key)
    }

    /// The user whom a handle stands for, if it stands for one that is there.
    #[must_use]
    #[inline]
    pub fn user_of(&self, handle: Handle) -> Option<UserId> {
        let users = self.base.users.len();
        let place = handle.0 ^ self.key;
        let number = match place.checked_sub(self.base.grants.end()) {
            None => self.base.grants.principal(self.base.words(), place).filter(|number| *number < users)?,
            Some(new) if new % 2 == 0 => users + new as usize / 2,
            Some(_) => return None,
        };
        Some(UserId::at(number)).filter(|user| self.has_user(*user))
    }

    /// What a user was granted, as it was compiled, where that is all he can hold, and little: nobody changed it, he is in no
    /// group, and nothing is granted to everybody.
    #[inline(always)]
    pub(crate) fn all_of(&self, handle: Handle) -> Option<Run<'_>> {
        let place = handle.0 ^ self.key;
        let run = self.base.grants.at(self.base.words(), place)?;
        let of_user = place < self.base.first_group;
        let changed = || !self.changed.is_empty() && self.change(place).is_ok();
        (of_user && run.are_near() && !run.in_groups() && !self.public && !changed()).then_some(run)
    }

    /// Calls `each` for all that somebody holds something as, and what that is: himself, his groups, and who stands for everybody;
    /// for nobody known, who stands for anyone. `None` when he is in more groups than the limits allow.
    pub(crate) fn each_holder(
        &self,
        user: Option<UserId>,
        each: &mut dyn FnMut(Principal, Holding<'_>),
    ) -> Option<()> {
        self.each_holder_for(user, each)
    }

    /// The same, once for each that calls it, and compiled as they are.
    #[inline(never)]
    pub(crate) fn each_holder_for<E: FnMut(Principal, Holding<'_>) + ?Sized>(
        &self,
        user: Option<UserId>,
        each: &mut E,
    ) -> Option<()> {
        let mut hold = |to| each(to, self.holding(to));
        let mut groups = Some(Vec::new());
        if let Some(user) = user {
            hold(Principal::User(user));
            if self.all_of(self.handle(user)).is_some() {
                return Some(());
            }
            groups = self.groups_of(user);
        }
        for group in groups.iter().flatten() {
            hold(Principal::Group(*group));
        }
        for all in self.public() {
            if user.is_some() || *all == Principal::Anyone {
                hold(*all);
            }
        }
        groups.map(drop)
    }

    /// Who stands for everybody, where something is granted to them.
    #[inline]
    pub(crate) fn public(&self) -> &'static [Principal] {
        if self.public { &[Principal::Everyone, Principal::Anyone] } else { &[] }
    }

    /// What was granted to a principal, to be looked at for one resource after the other.
    #[inline]
    pub(crate) fn holding(&self, to: Principal) -> Holding<'_> {
        let start = self.start(to);
        if !self.changed.is_empty()
            && let Ok(place) = self.change(start)
        {
            return Holding::Changed(&self.changed[place].1);
        }
        self.base.grants.at(self.base.words(), start).map_or(Holding::Changed(&[]), Holding::Laid)
    }

    /// Calls `each` for the grants to a principal that are placed on `on`.
    pub(crate) fn each_grant(&self, to: Principal, on: ResourceId, each: &mut dyn FnMut(BundleId, Terms)) {
        self.holding(to).each_on(on, each);
    }

    /// All grants to a principal, by resource; those on resources that are gone are left out.
    #[must_use]
    pub fn grants_to(&self, principal: Principal) -> Vec<Grant> {
        let start = self.start(principal);
        let mut grants = match self.change(start) {
            Ok(place) => self.changed[place].1.to_vec(),
            Err(_) => self.base.all_grants(start),
        };
        if !self.new_resources.are_none() {
            grants.retain(|grant| self.has_resource(grant.on));
        }
        grants
    }

    /// Where the changed grants of a principal are, or belong.
    pub(super) fn change(&self, start: u32) -> Result<usize, usize> {
        self.changed.binary_search_by_key(&start, |(start, _)| *start)
    }

    /// Replaces all grants to a principal; they are sorted by resource.
    pub(crate) fn set_grants(&mut self, principal: Principal, grants: Vec<Grant>) {
        self.public |= matches!(principal, Principal::Everyone | Principal::Anyone);
        let (start, grants) = (self.start(principal), grants.into());
        match self.change(start) {
            Ok(place) => self.changed[place].1 = grants,
            Err(place) => self.changed.insert(place, (start, grants)),
        }
    }
}

/// What a principal was granted.
#[derive(Clone, Copy)]
pub(crate) enum Holding<'f> {
    /// As it was compiled.
    Laid(Run<'f>),
    /// As changes left it.
    Changed(&'f [Grant]),
}

impl Holding<'_> {
    /// Calls `each` for the grants on a resource, with their terms.
    pub fn each_on(self, on: ResourceId, each: &mut dyn FnMut(BundleId, Terms)) {
        match self {
            Self::Laid(run) => run.each_on(on, each),
            Self::Changed(grants) => changed_on(grants, on).for_each(|grant| each(grant.bundle, grant.terms)),
        }
    }

    /// Calls `each` for the grants on any of these resources, without looking up their terms.
    #[inline]
    pub fn each_given(self, chain: &[ResourceId], each: &mut dyn FnMut(Packed)) {
        match self {
            Self::Laid(run) => run.each_given(chain, each),
            Self::Changed(grants) => {
                for on in chain {
                    changed_on(grants, *on).for_each(|grant| each(Packed::of(grant)));
                }
            }
        }
    }
}

fn changed_on(grants: &[Grant], on: ResourceId) -> impl Iterator<Item = &Grant> {
    let first = grants.partition_point(|grant| grant.on < on);
    grants[first..].iter().take_while(move |grant| grant.on == on)
}
