//! On what somebody can do anything at all, whatever a question may say besides: what a slice must have.

use super::Decider;
use super::chain::Chain;
use super::judge::Judge;
use super::matrix::part_of;
use super::question::{Asked, Open, Target, Told};
use crate::catalog::{Cell, Levels};
use crate::condition::{Reference, Trace, Truth};
use crate::facts::Principal;
use crate::ids::{ActionId, GroupId, ResourceId, TypeId, UserId};

/// One user's reach.
pub(crate) struct Reach<'e> {
    decider: Decider<'e>,
    user: UserId,
    /// He, his groups, everyone, anyone.
    pub principals: Vec<Principal>,
    /// By resource: whether something is granted there to him, his groups, or everybody.
    granted: Vec<bool>,
}

impl<'e> Reach<'e> {
    /// The reach of a user who is in these groups.
    pub fn of(decider: Decider<'e>, user: UserId, groups: &[GroupId]) -> Self {
        let mut principals = vec![Principal::User(user)];
        for group in groups {
            principals.push(Principal::Group(*group));
        }
        principals.extend([Principal::Everyone, Principal::Anyone]);
        let mut granted = Vec::new();
        for principal in &principals {
            for grant in decider.facts.grants_to(*principal) {
                mark(&mut granted, grant.on);
            }
        }
        Self { decider, user, principals, granted }
    }

    /// Whether something is granted to the user on the resource itself.
    pub fn is_granted(&self, on: ResourceId) -> bool {
        is_marked(&self.granted, on)
    }

    /// False only where every question of this user is certainly denied: about the resource, and about what may lie in it that
    /// the facts do not have.
    pub fn has(&self, resource: ResourceId) -> bool {
        let catalog = self.decider.catalog();
        let chain = Chain::from(self.decider.facts, resource);
        let kind = self.decider.facts.type_of(resource);
        // Of what the facts do not have nearly everything is open: there, what has a part in the row may give it.
        let holds_more = catalog.types().iter().any(|inner| inner.within.contains(&kind));
        let bits = self.bits(chain.ids());
        for action in (0..catalog.actions().len()).map(ActionId::at) {
            let has_part = part_of(&bits, action) != 0;
            if !has_part && !self.may_by_item(action, chain.ids()) {
                continue;
            }
            let on = catalog.tool_of(action).on;
            let here = self.is_within(chain.ids(), on);
            let may = if holds_more {
                here || catalog.is_within(on, kind)
            } else {
                here && self.ask(action, resource) != Truth::No
            };
            if may {
                return true;
            }
        }
        false
    }

    /// S2: whether one of these is of a type.
    fn is_within(&self, chain: &[ResourceId], kind: TypeId) -> bool {
        chain.iter().any(|on| self.decider.facts.type_of(*on) == kind)
    }

    /// The rows in which everybody, or what is granted to the user on one of these, has a part.
    fn bits(&self, chain: &[ResourceId]) -> Vec<u64> {
        let matrix = &self.decider.policy.matrix;
        let mut bits = matrix.row(None).to_vec();
        for on in chain {
            if !self.is_granted(*on) {
                continue;
            }
            for principal in &self.principals {
                self.decider.facts.each_grant(*principal, *on, &mut |bundle, _| {
                    bits.iter_mut().zip(matrix.row(Some(bundle))).for_each(|(all, more)| *all |= more);
                });
            }
        }
        bits
    }

    /// Bits say nothing of a row whose level is that of the item's tool. Whether one may give something: one that was granted on
    /// one of these, or the first of some ladder.
    fn may_by_item(&self, action: ActionId, chain: &[ResourceId]) -> bool {
        let catalog = self.decider.catalog();
        let Levels::OfItem(own) = catalog.tool_of(action).levels else { return false };
        let granted = chain.iter().any(|on| self.is_granted(*on));
        for ((name, _), cell) in catalog.ladder(own).levels.iter().zip(&catalog.row(action).levels) {
            let first = |levels: &[(String, _)]| levels.first().is_some_and(|(level, _)| level == name);
            if *cell != Cell::No && (granted || catalog.ladders.iter().any(|ladder| first(&ladder.levels))) {
                return true;
            }
        }
        false
    }

    /// The answer while everything is open that a question could say.
    fn ask(&self, action: ActionId, resource: ResourceId) -> Truth {
        let (target, given) = (Target::of(resource), Told::default());
        let subject = Reference::User(self.user);
        let asked = Asked { subject, action, target, now: None, given, open: Open::All };
        let judge = Judge { decider: self.decider, asked: &asked };
        judge.answer(action, subject, Reference::Resource(resource), &mut Trace::default()).0
    }
}

/// Marks a resource.
pub(crate) fn mark(marked: &mut Vec<bool>, resource: ResourceId) {
    while marked.len() <= resource.index() {
        marked.push(false);
    }
    marked[resource.index()] = true;
}

/// Whether a resource is marked.
pub(crate) fn is_marked(marked: &[bool], resource: ResourceId) -> bool {
    marked.get(resource.index()).copied().unwrap_or_default()
}
