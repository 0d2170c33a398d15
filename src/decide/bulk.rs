//! Many decisions at once: rows of bits, one for each subject, from whole rows of the matrix.

use super::judge::Judge;
use super::matrix::{ACTIONS, CERTAIN, POSSIBLE};
use super::question::Asked;
use super::{Decider, Given};
use crate::condition::{Reference, Trace, Truth};
use crate::facts::{Handle, Packed, Principal};
use crate::ids::{ActionId, ResourceId, Time};

/// The lower bit of every pair.
const LOWER: u64 = 0x5555_5555_5555_5555;

/// What is the same for all subjects of one call.
struct Call<'c> {
    decider: Decider<'c>,
    resource: ResourceId,
    /// The resource and all it lies in.
    chain: Vec<ResourceId>,
    now: Option<Time>,
    /// A bit each: the actions that apply here (S2), and those that bits cannot decide.
    here: Vec<u64>,
    hard: Vec<u64>,
}

impl<'e> Decider<'e> {
    /// Whether each of the subjects can perform each action of the catalog on a resource: a row of bits for each subject, 64
    /// actions to a word, the first in the lowest bit. The same answers as [`Decider::can_at`]; handles of nobody have no bit.
    #[must_use]
    pub fn decide_all(self, subjects: &[Handle], resource: ResourceId, now: Option<Time>) -> Vec<u64> {
        let call = self.call(resource, now);
        let width = call.here.len();
        let mut rows = vec![0; subjects.len() * width];
        let mut pairs = vec![0; 2 * width];
        for (subject, row) in subjects.iter().zip(rows.chunks_exact_mut(width.max(1))) {
            call.row(*subject, &mut pairs, row);
        }
        rows
    }

    fn call(self, resource: ResourceId, now: Option<Time>) -> Call<'e> {
        let chain: Vec<ResourceId> = if self.facts.has_resource(resource) {
            std::iter::successors(Some(resource), |at| self.facts.parent(*at)).collect()
        } else {
            Vec::new()
        };
        let types: Vec<_> = chain.iter().map(|on| self.facts.type_of(*on)).collect();
        let actions = self.catalog().actions().len();
        let (mut here, mut hard) = (vec![0; actions.div_ceil(64)], vec![0; actions.div_ceil(64)]);
        for action in (0..actions).map(ActionId::at) {
            let Some(plan) = self.policy.matrix.plan(action) else { continue };
            let bit = 1 << (action.index() % 64);
            here[action.index() / 64] |= if types.contains(&plan.on) { bit } else { 0 };
            hard[action.index() / 64] |= if plan.hard { bit } else { 0 };
        }
        Call { decider: self, resource, chain, now, here, hard }
    }
}

impl Call<'_> {
    fn row(&self, subject: Handle, pairs: &mut [u64], row: &mut [u64]) {
        pairs.fill(0);
        if !self.gather(subject, pairs) {
            return;
        }
        let cut = self.cut(subject);
        for (word, bits) in row.iter_mut().enumerate() {
            let pair = [pairs[2 * word], pairs[2 * word + 1]];
            let certain = halved(pair.map(|pair| pair & pair >> 1 & LOWER));
            let possible = halved(pair.map(|pair| pair >> 1 & LOWER));
            let (here, hard) =
                (self.here[word] & !cut.get(word).copied().unwrap_or_default(), self.hard[word]);
            *bits = certain & here & !hard;
            let mut unclear = here & (possible & !certain | hard);
            while unclear != 0 {
                let action = ActionId::at(word * 64 + unclear.trailing_zeros() as usize);
                let can = self.decider.can_at(subject, action, self.resource, self.now);
                *bits |= if can { unclear & unclear.wrapping_neg() } else { 0 };
                unclear &= unclear - 1;
            }
        }
    }

    /// The rows of the matrix of all that the subject holds here; false when there is no such user, or nothing can be said of him.
    fn gather(&self, subject: Handle, pairs: &mut [u64]) -> bool {
        let Decider { policy, facts } = self.decider;
        let mut take = |bundle, always| {
            let mask = if always { u64::MAX } else { POSSIBLE * LOWER };
            let row = policy.matrix.row(bundle);
            pairs.iter_mut().zip(row).for_each(|(pair, bits)| *pair |= bits & mask);
        };
        if let Some(held) = facts.all_of(subject) {
            take(None, true);
            for on in &self.chain {
                held.on(*on, |given| {
                    if let Some(given) = given {
                        take(Some(Packed::bundle(given)), !given.has_terms());
                    }
                });
            }
            return true;
        }
        let Some(user) = facts.user_of(subject) else { return false };
        // In too many groups, nothing is allowed.
        let Some(groups) = facts.groups_of(user) else { return false };
        take(None, true);
        let all = [Principal::User(user), Principal::Everyone, Principal::Anyone];
        for principal in groups.into_iter().map(Principal::Group).chain(all) {
            let held = facts.holding(principal);
            for on in &self.chain {
                held.each_given(*on, &mut |given| take(Some(given.bundle()), !given.has_terms()));
            }
        }
        true
    }

    /// S11: the actions that ceilings cut for a subject, a bit each; each ceiling is asked once.
    fn cut(&self, subject: Handle) -> Vec<u64> {
        let mut cut = Vec::new();
        let Some(user) = self.decider.facts.user_of(subject) else { return cut };
        let given = Given::default();
        let asked = Asked::by_handles(user, ActionId::at(0), self.resource, self.now, &given);
        let judge = Judge { decider: self.decider, asked: &asked };
        for (_, ceiling) in self.decider.catalog().ceilings() {
            let says = judge.ceiling(
                ceiling,
                asked.subject,
                Reference::Resource(self.resource),
                &mut Trace::default(),
            );
            if says != Truth::No {
                cut.resize(self.here.len(), 0);
                cut.iter_mut().zip(&ceiling.cuts).for_each(|(cut, bits)| *cut |= bits);
            }
        }
        cut
    }
}

/// The lower bits of 64 pairs, side by side.
fn halved(pairs: [u64; 2]) -> u64 {
    let [low, high] = pairs.map(|mut bits| {
        bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
        bits = (bits | bits >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
        bits = (bits | bits >> 4) & 0x00ff_00ff_00ff_00ff;
        bits = (bits | bits >> 8) & 0x0000_ffff_0000_ffff;
        (bits | bits >> 16) & 0xffff_ffff
    });
    low | high << 32
}

const _: () = assert!(ACTIONS == 32 && CERTAIN == 0b11, "two words of the matrix are one of answers");
