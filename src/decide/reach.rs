//! On what somebody can do anything at all, whatever a question may say besides: what a slice must have.

use super::Decider;
use super::judge::Judge;
use super::matrix::ACTIONS;
use super::question::{Asked, Given, Open, Target};
use crate::catalog::{Cell, Levels};
use crate::condition::{Reference, Trace, Truth};
use crate::facts::Principal;
use crate::ids::{ActionId, GroupId, ResourceId, TypeId, UserId};

/// One user's reach.
pub(crate) struct Reach<'e> {
    decider: Decider<'e>,
    user: UserId,
    principals: Vec<Principal>,
    /// By resource: whether something is granted there to him, his groups, or everybody.
    granted: Vec<bool>,
    /// The rows whose level is that of the item's tool: bits say nothing of it.
    of_items: Vec<ActionId>,
}

impl<'e> Reach<'e> {
    /// The reach of a user who is in these groups.
    pub fn of(decider: Decider<'e>, user: UserId, groups: &[GroupId]) -> Self {
        let mut principals = vec![Principal::User(user), Principal::Everyone, Principal::Anyone];
        principals.extend(groups.iter().map(|group| Principal::Group(*group)));
        let mut granted = Vec::new();
        for principal in &principals {
            for grant in decider.facts.grants_to(*principal) {
                let place = grant.on.index();
                if place >= granted.len() {
                    granted.resize(place + 1, false);
                }
                granted[place] = true;
            }
        }
        let actions = (0..decider.catalog().actions().len()).map(ActionId::at);
        let of_items =
            |action: &ActionId| matches!(decider.catalog().tool_of(*action).levels, Levels::OfItem(_));
        Self { decider, user, principals, granted, of_items: actions.filter(of_items).collect() }
    }

    /// Whether something is granted to the user on the resource itself.
    pub fn is_granted(&self, on: ResourceId) -> bool {
        self.granted.get(on.index()).copied().unwrap_or_default()
    }

    /// False only where every question of this user is certainly denied: about the resource, and about what may lie in it that
    /// the facts do not have.
    pub fn has(&self, resource: ResourceId) -> bool {
        let facts = self.decider.facts;
        let chain: Vec<_> = std::iter::successors(Some(resource), |at| facts.parent(*at)).collect();
        let granted = chain.iter().any(|on| self.is_granted(*on));
        let kind = facts.type_of(resource);
        // Of what the facts do not have nearly everything is open: there, what has a part in the row may give it.
        let holds_more = self.decider.catalog().types().iter().any(|inner| inner.within.contains(&kind));
        let types: Vec<TypeId> = chain.iter().map(|on| facts.type_of(*on)).collect();
        let may = |action: ActionId| {
            let on = self.decider.catalog().tool_of(action).on;
            match types.contains(&on) {
                here if holds_more => here || self.decider.catalog().is_within(on, kind),
                here => here && self.ask(action, resource) != Truth::No,
            }
        };
        let bits = self.bits(&chain);
        let actions = bits.iter().enumerate().flat_map(|(word, bits)| {
            (0..ACTIONS)
                .filter(move |place| bits >> (2 * place) & 3 != 0)
                .map(move |place| word * ACTIONS + place)
        });
        actions.map(ActionId::at).any(may)
            || self.of_items.iter().any(|action| self.may_by_item(*action, granted) && may(*action))
    }

    /// The rows in which everybody, or what is granted to the user on one of these, has a part.
    fn bits(&self, chain: &[ResourceId]) -> Vec<u64> {
        let matrix = &self.decider.policy.matrix;
        let mut bits = matrix.row(None).to_vec();
        for on in chain.iter().filter(|on| self.is_granted(**on)) {
            for principal in &self.principals {
                self.decider.facts.each_grant(*principal, *on, &mut |bundle, _| {
                    bits.iter_mut().zip(matrix.row(Some(bundle))).for_each(|(all, more)| *all |= more);
                });
            }
        }
        bits
    }

    /// Whether a level of the item's tool may give something in a row: one that was granted, or the first of some ladder.
    fn may_by_item(&self, action: ActionId, granted: bool) -> bool {
        let catalog = self.decider.catalog();
        let Some(own) = catalog.tool_of(action).levels.ladder() else { return false };
        let first = |name: &str| {
            catalog.ladders.iter().any(|ladder| ladder.levels.first().is_some_and(|(level, _)| level == name))
        };
        let levels = catalog.ladder(own).levels.iter().zip(&catalog.row(action).levels);
        levels.filter(|(_, cell)| **cell != Cell::No).any(|((name, _), _)| granted || first(name))
    }

    /// The answer while everything is open that a question could say.
    fn ask(&self, action: ActionId, resource: ResourceId) -> Truth {
        let (target, given) = (Target { known: resource, parts: Vec::new() }, Given::default());
        let subject = Reference::User(self.user);
        let asked = Asked { subject, action, target, now: None, given: &given, open: Open::All };
        let judge = Judge { decider: self.decider, asked: &asked };
        judge.answer(action, subject, Reference::Resource(resource), &mut Trace::default()).0
    }
}
