//! Many decisions at once: rows of bits, one for each subject, from whole rows of the matrix.

use super::Decider;
use super::judge::Judge;
use super::matrix::{ACTIONS, CERTAIN, LOWER, POSSIBLE};
use super::question::Asked;
use crate::condition::{Reference, Trace, Truth};
use crate::facts::{Handle, Packed};
use crate::ids::{ActionId, ResourceId, Time, UserId};

/// What is the same for all subjects of one call.
struct Call<'c> {
    decider: Decider<'c>,
    resource: ResourceId,
    /// The resource and all it lies in.
    chain: Vec<ResourceId>,
    now: Option<Time>,
    /// A bit each: the actions that apply here (S2), and those that bits cannot decide.
    here: Vec<u64>,
    hard: &'c [u64],
    has_ceilings: bool,
}

impl<'e> Decider<'e> {
    /// Whether each of the subjects can perform each action of the catalog on a resource: a row of bits for each subject, 64
    /// actions to a word, the first in the lowest bit. The same answers as [`Decider::can_at`]; handles of nobody have no bit.
    #[must_use]
    #[inline(always)]
    pub fn decide_all(self, subjects: &[Handle], resource: ResourceId, now: Option<Time>) -> Vec<u64> {
        let call = self.call(resource, now);
        let width = call.here.len();
        let mut rows = vec![0; subjects.len() * width];
        let mut held = vec![0; 2 * width];
        for (subject, row) in subjects.iter().zip(rows.chunks_exact_mut(width.max(1))) {
            call.row(*subject, &mut held, row);
        }
        rows
    }

    fn call(self, resource: ResourceId, now: Option<Time>) -> Call<'e> {
        let (matrix, facts) = (&self.policy.matrix, self.facts);
        let mut here = vec![0; matrix.hard().len()];
        let mut chain = Vec::new();
        let mut at = Some(resource).filter(|resource| facts.has_resource(*resource));
        while let Some(on) = at {
            here.iter_mut().zip(matrix.on(facts.type_of(on))).for_each(|(here, bits)| *here |= bits);
            chain.push(on);
            at = facts.parent(on);
        }
        let has_ceilings = self.catalog().ceilings().next().is_some();
        Call { decider: self, resource, chain, now, here, hard: matrix.hard(), has_ceilings }
    }
}

impl Call<'_> {
    /// `held`: room for a row of the matrix.
    #[inline(always)]
    fn row(&self, subject: Handle, held: &mut [u64], row: &mut [u64]) {
        if !self.gather(subject, held) {
            return;
        }
        let mut unclear = 0;
        let masks = self.here.iter().zip(self.hard);
        for ((answers, pair), (here, hard)) in row.iter_mut().zip(held.chunks_exact(2)).zip(masks) {
            let [certain, open] = told([pair[0], pair[1]], *here, *hard);
            *answers = certain;
            unclear |= open;
        }
        if unclear != 0 || self.has_ceilings {
            self.judged(subject, held, row);
        }
    }

    /// The row once more, with ceilings and with what the rule itself has to say.
    #[inline(never)]
    fn judged(&self, subject: Handle, held: &[u64], row: &mut [u64]) {
        let Some(user) = self.decider.facts.user_of(subject) else { return row.fill(0) };
        let cut = self.cut(user);
        for (word, answers) in row.iter_mut().enumerate() {
            let uncut = !cut.get(word).copied().unwrap_or_default();
            let pair = [held[2 * word], held[2 * word + 1]];
            let [certain, mut unclear] =
                told(pair, self.here[word], self.hard[word]).map(|bits| bits & uncut);
            *answers = certain;
            while unclear != 0 {
                let action = ActionId::at(word * 64 + unclear.trailing_zeros() as usize);
                let can = self.decider.rules_that(user, action, self.resource, self.now);
                *answers |= if can { unclear & unclear.wrapping_neg() } else { 0 };
                unclear &= unclear - 1;
            }
        }
    }

    /// The rows of the matrix of all that the subject holds here; false when there is no such user, or nothing can be said of him.
    #[inline(always)]
    fn gather(&self, subject: Handle, held: &mut [u64]) -> bool {
        let Decider { policy, facts } = self.decider;
        let Some(own) = facts.all_of(subject) else { return self.gather_all(subject, held) };
        take(held, policy.matrix.row(None), true, |_, bits| bits);
        for on in &self.chain {
            own.on(*on, |given| {
                if let Some(given) = given {
                    let row = policy.matrix.row(Some(Packed::bundle(given)));
                    take(held, row, !given.has_terms(), |held, bits| held | bits);
                }
            });
        }
        true
    }

    /// The same for who holds something by more than grants of his own.
    #[inline(never)]
    fn gather_all(&self, subject: Handle, held: &mut [u64]) -> bool {
        let Decider { policy, facts } = self.decider;
        let Some(user) = facts.user_of(subject) else { return false };
        take(held, policy.matrix.row(None), true, |_, bits| bits);
        let all = facts.each_holder(Some(user), &mut |_, given| {
            given.each_given(&self.chain, &mut |given| {
                let row = policy.matrix.row(Some(given.bundle()));
                take(held, row, !given.has_terms(), |held, bits| held | bits);
            });
        });
        all.is_some() // in too many groups, nothing is allowed
    }

    /// S11: the actions that ceilings cut for a subject, a bit each; each ceiling is asked once.
    fn cut(&self, user: UserId) -> Vec<u64> {
        let mut cut = Vec::new();
        let asked = Asked::by_handles(user, ActionId::at(0), self.resource, self.now);
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

/// Of 64 actions: those that are certain, and those of which more must be asked.
#[inline(always)]
const fn told([low, high]: [u64; 2], here: u64, hard: u64) -> [u64; 2] {
    let (certain, possible) = (low & LOWER | high << ACTIONS, low >> ACTIONS | high & !LOWER);
    [certain & here & !hard, here & (possible & !certain | hard)]
}

/// Puts a row of the matrix to what is held; `always`: its grant has no terms.
#[inline(always)]
fn take(held: &mut [u64], row: &[u64], always: bool, put: impl Fn(u64, u64) -> u64) {
    let mask = if always { u64::MAX } else { !LOWER };
    held.iter_mut().zip(row).for_each(|(held, bits)| *held = put(*held, bits & mask));
}

const _: () = assert!(ACTIONS == 32 && CERTAIN == POSSIBLE | 1, "two words of the matrix are one of answers");
