//! The one rule. Whatever else there is — search, explanations, grids, the gate — asks here, and nothing repeats it.
//!
//! [`Decider::can`] first looks at the compiled matrix ([`Matrix`]): what is certain from the bundles held, or impossible
//! with them, needs no more. The rest is judged by [`judge`](judge), row by row and cell by cell.

mod answer;
mod bulk;
mod chain;
mod few;
mod judge;
mod matrix;
mod policy;
mod question;
mod reach;
mod read;
mod shares;
mod sheet;
mod world;

use chain::Chain;
pub use matrix::Matrix;
use matrix::{Plan, View};
pub(crate) use policy::Policy;
pub use question::{Given, Question, Viewer};
pub(crate) use reach::{Reach, is_marked, mark};
pub use read::Written;

use crate::catalog::{Bundles, Catalog};
use crate::condition::Truth;
use crate::facts::{Facts, Handle, Principal};
use crate::ids::{ActionId, BundleId, ResourceId, Time, TypeId, UserId};

/// Why a decision is what it is, as a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// Something gives it, nothing takes it away.
    Granted,
    /// No grant gives it.
    NoGrant,
    /// A column takes it away.
    Never,
    /// A ceiling cuts it.
    Ceiling,
    /// A footnote says no.
    Condition,
    /// Something must be known that is not.
    Missing,
    /// The subject is not known, and `anyone` may not.
    UnknownSubject,
    /// There is no such action.
    UnknownAction,
    /// There is no such resource.
    UnknownResource,
    /// It depends on what a slice does not know: on somebody else, or on what its subject can do nothing on.
    NotInSlice,
    /// The action's tool does not apply to this resource (S2).
    NotHere,
    /// The question takes more work than the limits allow.
    Limit,
}

impl Reason {
    /// The code as text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::NoGrant => "no_grant",
            Self::Never => "never",
            Self::Ceiling => "ceiling",
            Self::Condition => "condition",
            Self::Missing => "missing",
            Self::UnknownSubject => "unknown_subject",
            Self::UnknownAction => "unknown_action",
            Self::UnknownResource => "unknown_resource",
            Self::NotInSlice => "not_in_slice",
            Self::NotHere => "not_here",
            Self::Limit => "limit",
        }
    }
}

/// How a column stands for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Active,
    /// It was given, but does not count: a lower level, a granular at a level it does not name (S6), a grant whose terms
    /// are not certain.
    Idle,
    /// It was not given.
    Off,
}

/// One way by which an action is given or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Whose grant it is; `None` for what every known user has without one.
    pub to: Option<Principal>,
    /// Where the grant is placed.
    pub on: Option<ResourceId>,
    /// What was granted; by what it implies (S8) or lends (S10), or as a share (S13), it makes the column active.
    pub bundle: Option<BundleId>,
    /// The column that counts.
    pub column: String,
    /// The footnote on the cell.
    pub condition: Option<String>,
    /// When the grant ends.
    pub until: Option<Time>,
}

/// A decision: data, never an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Yes, no, or unknown, which is a denial.
    pub answer: Truth,
    /// Why.
    pub reason: Reason,
    /// What would have to be known: `resource.creator`, `now`, …
    pub missing: Vec<String>,
    /// The next moment at which the answer could be another though no fact changes (S14).
    pub valid_until: Option<Time>,
    /// What gives the action, or would: a footnote says no (`Condition`), something is not known (`Missing`), a ceiling cuts
    /// it (`Ceiling`). When a column takes it away (`Never`), that.
    pub paths: Vec<Path>,
    /// The ceilings that cut what is given: their condition is yes, or not known (S11).
    pub ceilings: Vec<String>,
    /// Of a denial: what the subject can make a request of, and on what (S21).
    pub requestable: Option<(TypeId, ResourceId)>,
}

impl Decision {
    /// Whether the action is allowed.
    #[must_use]
    pub fn allowed(&self) -> bool {
        self.answer == Truth::Yes
    }

    pub(crate) const fn denied(reason: Reason) -> Self {
        Self {
            answer: Truth::No,
            reason,
            missing: Vec::new(),
            valid_until: None,
            paths: Vec::new(),
            ceilings: Vec::new(),
            requestable: None,
        }
    }
}

/// Catalog, compiled matrix and facts, asked together. Two references, so that it is passed on in registers.
#[derive(Clone, Copy)]
pub struct Decider<'e> {
    policy: &'e Policy,
    pub(crate) facts: &'e Facts,
}

impl<'e> Decider<'e> {
    pub(crate) fn catalog(self) -> &'e Catalog {
        &self.policy.catalog
    }

    fn bundles(self) -> &'e Bundles {
        &self.policy.bundles
    }

    /// May this known user perform this action on this known resource? `None` when the answer depends on more than who
    /// holds what: time, footnotes, ceilings. Then [`Decider::decide`] has it.
    #[must_use]
    #[inline(always)]
    pub fn can(self, subject: Handle, action: ActionId, resource: ResourceId) -> Option<bool> {
        let Some(plan) = self.policy.matrix.plan(action) else { return Some(false) };
        if plan.hard {
            return None;
        }
        let Some(held) = self.facts.all_of(subject) else {
            return self.can_by_all(subject, action, resource, plan);
        };
        let mut view = self.policy.matrix.view(action);
        let mut here = false;
        let mut at = Some(resource);
        while let Some(on) = at {
            held.on(on, |given| view.take(given));
            let Some((parent, kind)) = self.facts.place(on) else { return Some(false) };
            // S2: a tool's rows apply to its own type and beneath, whatever is held.
            here |= kind == plan.on;
            at = parent;
        }
        if here { self.unless_cut(view.answer(), plan, (subject, action, resource)) } else { Some(false) }
    }

    /// The same for a user who holds something by more than grants of his own. `cold` keeps it out of the other.
    #[cold]
    #[inline]
    fn can_by_all(self, subject: Handle, action: ActionId, resource: ResourceId, plan: Plan) -> Option<bool> {
        let Some(user) = self.facts.user_of(subject) else { return Some(false) };
        let chain = Chain::from(self.facts, resource);
        // S2: a tool's rows apply to its own type and beneath, whatever is held.
        if !chain.ids().iter().any(|on| self.facts.type_of(*on) == plan.on) {
            return Some(false);
        }
        let view = self.look_at_all(user, &chain, self.policy.matrix.view(action));
        self.unless_cut(view.and_then(View::answer), plan, (subject, action, resource))
    }

    /// Looks at the bits of what a user holds on some resources; `None` where nothing can be said of him.
    #[inline(always)]
    fn look<'m>(self, user: UserId, chain: &Chain, mut view: View<'m>) -> Option<View<'m>> {
        let Some(held) = self.facts.all_of(self.facts.handle(user)) else {
            return self.look_at_all(user, chain, view);
        };
        for on in chain.ids() {
            held.on(*on, |given| view.take(given));
        }
        Some(view)
    }

    /// The same where he holds something as a group, or as one of all.
    #[inline]
    fn look_at_all<'m>(self, user: UserId, chain: &Chain, mut view: View<'m>) -> Option<View<'m>> {
        view.take(None);
        self.facts.each_holder_for(Some(user), &mut |_, held| {
            held.each_given(chain.ids(), &mut |given| view.take(Some(given)));
        })?;
        Some(view)
    }

    /// S11: what is given, where no ceiling speaks of the action.
    #[inline(always)]
    fn unless_cut(
        self,
        given: Option<bool>,
        plan: Plan,
        (subject, action, resource): (Handle, ActionId, ResourceId),
    ) -> Option<bool> {
        match given {
            Some(true) if plan.may_be_cut => self.uncut_for(subject, action, resource),
            answer => answer,
        }
    }

    /// S11 for what the bundles give for certain; `None` when that depends on more than the facts.
    #[inline(never)]
    fn uncut_for(self, subject: Handle, action: ActionId, resource: ResourceId) -> Option<bool> {
        let user = self.facts.user_of(subject)?;
        let asked = question::Asked::by_handles(user, action, resource, None);
        match self.uncut(&asked) {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        }
    }
}
