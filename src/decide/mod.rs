//! The one rule. Whatever else there is — search, explanations, grids, the gate — asks here, and nothing repeats it.
//!
//! [`Decider::can`] first looks at the compiled matrix ([`Matrix`]): what is certain from the bundles held, or impossible
//! with them, needs no more. The rest is judged by [`judge`](judge), row by row and cell by cell.

mod answer;
mod judge;
mod matrix;
mod policy;
mod question;
mod read;
mod world;

pub use matrix::Matrix;
pub(crate) use policy::Policy;
pub use question::{Given, Question, Viewer};
pub use read::Written;

use crate::catalog::{Bundles, Catalog};
use crate::condition::{Reference, Truth};
use crate::facts::{Facts, Principal};
use crate::ids::{ActionId, BundleId, ResourceId, Time, UserId};
use crate::limits;

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
            Self::NotHere => "not_here",
            Self::Limit => "limit",
        }
    }
}

/// One way by which an action is given or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Whose grant it is; `None` for what every known user has without one.
    pub to: Option<Principal>,
    /// Where the grant is placed.
    pub on: Option<ResourceId>,
    /// What was granted.
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
    /// What gives the action when it is allowed; what takes it away when something does.
    pub paths: Vec<Path>,
}

impl Decision {
    /// Whether the action is allowed.
    #[must_use]
    pub fn allowed(&self) -> bool {
        self.answer == Truth::Yes
    }

    pub(crate) const fn denied(reason: Reason) -> Self {
        Self { answer: Truth::No, reason, missing: Vec::new(), valid_until: None, paths: Vec::new() }
    }
}

/// Catalog, compiled matrix and facts, asked together.
#[derive(Clone, Copy)]
pub struct Decider<'e> {
    pub(crate) catalog: &'e Catalog,
    pub(crate) bundles: &'e Bundles,
    pub(crate) matrix: &'e Matrix,
    pub(crate) facts: &'e Facts,
}

/// The resource asked about and all it lies in, nearest first.
#[derive(Clone, Copy)]
pub(crate) struct Chain {
    ids: [ResourceId; limits::RESOURCE_DEPTH + 1],
    len: usize,
}

impl Chain {
    pub fn from(facts: &Facts, resource: ResourceId) -> Self {
        let mut chain = Self { ids: [resource; limits::RESOURCE_DEPTH + 1], len: 1 };
        let mut at = resource;
        while let Some(parent) = facts.parent(at) {
            if chain.len == chain.ids.len() {
                break;
            }
            chain.ids[chain.len] = parent;
            chain.len += 1;
            at = parent;
        }
        chain
    }

    pub fn ids(&self) -> &[ResourceId] {
        &self.ids[..self.len]
    }
}

impl Decider<'_> {
    /// May this known user perform this action on this known resource? `None` when the answer depends on more than who
    /// holds what: time, footnotes, ceilings. Then [`Decider::decide`] has it.
    #[must_use]
    pub fn can(&self, user: UserId, action: ActionId, resource: ResourceId) -> Option<bool> {
        if user.index() >= self.facts.users() || resource.index() >= self.facts.resources() {
            return Some(false);
        }
        let mut view = self.matrix.view(action)?;
        if !self.facts.is_in_no_group(user) {
            for group in self.facts.groups_of(user)? {
                self.look(Principal::Group(group), resource, &mut view);
            }
        }
        self.look(Principal::User(user), resource, &mut view);
        self.look(Principal::Everyone, resource, &mut view);
        self.look(Principal::Anyone, resource, &mut view);
        // A tool's rows apply to its own type and beneath (S2), whatever is held.
        let answer = view.answer()? && self.applies(action, resource);
        if answer && self.matrix.may_be_cut(action) {
            self.uncut_for(user, action, resource)
        } else {
            Some(answer)
        }
    }

    /// S11 for what the bundles give for certain; `None` when that depends on more than the facts.
    fn uncut_for(&self, user: UserId, action: ActionId, resource: ResourceId) -> Option<bool> {
        let given = Given::default();
        let target = question::Target { known: resource, parts: Vec::new() };
        let asked = question::Asked {
            subject: Reference::User(user),
            action,
            target,
            now: None,
            given: &given,
            open: false,
        };
        match self.uncut(&asked) {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Unknown => None,
        }
    }

    fn look(&self, principal: Principal, resource: ResourceId, view: &mut matrix::View<'_>) {
        let mut at = Some(resource);
        while let Some(on) = at {
            self.facts.grants_on(principal, on, &mut |bundle, terms| {
                view.take(bundle, terms.none());
            });
            at = self.facts.parent(on);
        }
    }

    fn applies(&self, action: ActionId, resource: ResourceId) -> bool {
        let on = self.catalog.tool_of(action).on;
        let mut at = Some(resource);
        while let Some(resource) = at {
            if self.facts.type_of(resource) == on {
                return true;
            }
            at = self.facts.parent(resource);
        }
        false
    }
}
