//! The engine: a catalog and facts, compiled together, asked and changed.

use crate::catalog::{Catalog, Problem};
use crate::change::{self, By, Mail, Telling};
use crate::condition::{Column, Truth};
use crate::data::{Cursor, Data, locate};
use crate::decide::{Decider, Decision, Policy, Question};
use crate::error::{Code, Error, Result, no_names, not_in_slice};
use crate::facts::{Facts, Handle};
use crate::grid::{Grid, Scope, grids, unknown};
use crate::ids::{ActionId, BundleId, ResourceId, Time};
use crate::members::{Member, members};
use crate::snapshot::{self, Delta, LeftOut, Log, Mark};
use crate::tree::damaged;
use std::sync::Arc;

/// Answers questions about one tenant. Clones share everything that has not changed.
///
/// ```
/// use permatrix::{Engine, Question};
///
/// let catalog = r#"{ "permatrix": 1, "name": "small",
///     "types": { "project": {} },
///     "ladders": { "general": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }] },
///     "tools": { "plan": { "on": "project", "ladder": "general", "actions": {
///         "view": { "cells": { "reader": "yes", "editor": "yes" } },
///         "edit": { "cells": { "editor": "yes" } } } } } }"#;
/// let facts = r#"{ "permatrix": 1, "catalog": "small",
///     "users": { "user:anna": {} }, "resources": { "project:7": {} },
///     "grants": [{ "to": "user:anna", "column": "plan.reader", "on": "project:7" }] }"#;
///
/// let engine = Engine::from_json(catalog, facts)?;
/// assert!(engine.decide(&Question::new("user:anna", "plan.view", "project:7")).allowed());
/// assert!(!engine.decide(&Question::new("user:anna", "plan.edit", "project:7")).allowed());
/// # Ok::<(), permatrix::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    policy: Arc<Policy>,
    facts: Facts,
    mark: Mark,
    log: Log,
}

impl Engine {
    /// Reads catalog and facts from JSON text. The path of an error begins with `catalog` or `facts`.
    pub fn from_json(catalog: &str, facts: &str) -> Result<Self> {
        let catalog = Catalog::from_json(catalog).map_err(|error| error.within("catalog"))?;
        let policy = Policy::of(catalog);
        let facts = Facts::from_json(facts, &policy.catalog, &policy.bundles);
        Ok(Self::of(policy, facts.map_err(|error| error.within("facts"))?))
    }

    /// Takes a checked catalog and reads facts for it.
    pub fn new(catalog: Catalog, facts: &Data) -> Result<Self> {
        let policy = Policy::of(catalog);
        let facts = Facts::from_data(facts, &policy.catalog, &policy.bundles)?;
        Ok(Self::of(policy, facts))
    }

    /// Reads one JSON document: `{ "catalog": …, "facts": … }`.
    pub fn from_document(text: &str) -> Result<Self> {
        let document = Data::from_json(text)?;
        Self::from_parts(&document).map_err(|error| locate(error, text))
    }

    fn from_parts(document: &Data) -> Result<Self> {
        let root = Cursor::root(document);
        root.only(&["catalog", "facts"])?;
        let (catalog, facts) = (root.need("catalog")?, root.need("facts")?);
        let catalog = Catalog::from_data(catalog.data()).map_err(|error| error.within("catalog"))?;
        Self::new(catalog, facts.data()).map_err(|error| error.within("facts"))
    }

    fn of(policy: Policy, facts: Facts) -> Self {
        let mark = snapshot::beginning(&policy, &facts);
        Self { policy: Arc::new(policy), facts, mark, log: Log::default() }
    }

    /// Everything that decides.
    #[must_use]
    #[inline(always)]
    pub fn decider(&self) -> Decider<'_> {
        self.policy.decider(&self.facts)
    }

    /// May this user perform this action on this resource? By handles, without a time; `None` when the answer depends on
    /// more: then ask [`Engine::decide`].
    #[must_use]
    #[inline(always)]
    pub fn can(&self, subject: Handle, action: ActionId, resource: ResourceId) -> Option<bool> {
        self.decider().can(subject, action, resource)
    }

    /// The same with a time; whatever else the answer depends on is not known, and denies.
    #[must_use]
    #[inline]
    pub fn can_at(&self, subject: Handle, action: ActionId, resource: ResourceId, now: Option<Time>) -> bool {
        self.decider().can_at(subject, action, resource, now)
    }

    /// The bulk form: whether each subject can perform each action of the catalog on a resource, a row of bits for each; see
    /// [`Decider::decide_all`].
    #[must_use]
    #[inline(always)]
    pub fn decide_all(&self, subjects: &[Handle], resource: ResourceId, now: Option<Time>) -> Vec<u64> {
        self.decider().decide_all(subjects, resource, now)
    }

    /// Decides a question. Denials, unknown names included, are decisions (S1).
    #[must_use]
    pub fn decide(&self, question: &Question<'_>) -> Decision {
        self.decider().decide(question)
    }

    /// Whether a question is allowed, without the reasons.
    #[must_use]
    pub fn allows(&self, question: &Question<'_>) -> bool {
        self.decider().allows(question)
    }

    /// S15: yes, no, or unknown: it depends on the item's attributes.
    #[must_use]
    pub fn ask(&self, question: &Question<'_>) -> Truth {
        self.decider().ask(question)
    }

    /// What a subject can do on a resource: every action with its answer (S15), those that are no left out.
    #[must_use]
    pub fn what_can(&self, subject: &str, resource: &str, now: Option<Time>) -> Vec<(ActionId, Truth)> {
        let mut all = self.decider().ask_all(subject, resource, now);
        all.retain(|(_, answer)| *answer != Truth::No);
        all
    }

    /// The matrices to show: of the tool named, or of all that apply to the resource (S2), in the order of the catalog; with
    /// the answers for a subject on a resource if both are named.
    ///
    /// Fails with `unknown_name` for an unknown tool, subject or resource. Who is no user is called `anyone`.
    pub fn matrix(&self, scope: &Scope<'_>) -> Result<Vec<Grid>> {
        grids(&self.decider(), scope)
    }

    /// Who is a member of a resource, and with whom something in it is shared (S19): the highest role first, in the catalog's
    /// order.
    ///
    /// Fails with `unknown_name` when there is no such resource.
    pub fn members(&self, resource: &str) -> Result<Vec<Member>> {
        self.whole()?;
        let known = self.facts.resource(resource).ok_or_else(|| unknown("resource", resource, ""))?;
        Ok(members(&self.policy, &self.facts, known))
    }

    /// The requests that are in this state now, or all (S21).
    pub fn requests(&self, state: Option<&str>, now: Option<Time>) -> Result<Vec<Asking>> {
        self.whole()?;
        let telling = Telling { policy: &self.policy, facts: &self.facts };
        let mut requests = Vec::new();
        for request in self.facts.resources() {
            match telling.state(request, now) {
                Some(known) if state.is_none_or(|wanted| wanted == known) => {
                    requests.push(Asking { request, state: known });
                }
                _ => {}
            }
        }
        Ok(requests)
    }

    /// Name, title and attributes of a resource.
    pub(crate) fn told(&self, resource: ResourceId) -> Data<'static> {
        Telling { policy: &self.policy, facts: &self.facts }.thing(resource)
    }

    /// The column or role that a grant of this bundle names.
    #[must_use]
    pub fn granted(&self, bundle: BundleId) -> Column {
        self.policy.bundles.column(bundle)
    }

    /// What is allowed in the catalog but worth a look.
    #[must_use]
    pub fn lint(&self) -> Vec<Problem> {
        self.policy.catalog.lint()
    }

    /// The catalog, with the customer's edits.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.policy.catalog
    }

    /// The facts, with all changes.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The number of runs of changes so far.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.mark.revision
    }

    /// Applies a list of changes, all or none (S16). The actor is a user's full name, or `system`, the host itself.
    ///
    /// Fails with `denied` when the matrix does not let the actor make one of them; the error then says which, and
    /// [`change::Refused`] has the decision.
    pub fn apply(
        &mut self,
        changes: &Data,
        actor: &str,
        now: Option<Time>,
    ) -> std::result::Result<Applied, change::Refused> {
        self.apply_by(changes, &By::new(actor, now))
    }

    /// The same with random bytes, which invitations need for their tokens (S22).
    pub fn apply_by(&mut self, changes: &Data, by: &By<'_>) -> std::result::Result<Applied, change::Refused> {
        self.whole()?;
        let policy = Arc::clone(&self.policy);
        let draft =
            change::Draft { policy, facts: self.facts.clone(), outbox: Vec::new(), hashes: Vec::new() };
        let change::Draft { policy, facts, outbox, hashes } = change::apply(draft, changes, by)?;
        let compacted = if facts.is_worn() { facts.compacted(&policy.catalog) } else { None };
        self.facts = compacted.unwrap_or(facts);
        self.policy = policy;
        self.mark = self.log.enter(self.mark, &snapshot::run(changes, by, &hashes));
        Ok(Applied { revision: self.mark.revision, outbox })
    }

    /// Everything as bytes, four to a word in little-endian order: opened again by [`Engine::from_snapshot`] in a fraction of the
    /// time that JSON takes.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u32> {
        self.written(&[], true).0
    }

    /// A snapshot without titles, names, or both, for a gate: the engine opened from it has the same answers. Where names are left
    /// out it cannot tell any, and what needs them fails with `no_names`; docs/FORMAT.md says what stands in their place.
    ///
    /// Fails with `duplicate_name` when the secret makes the same hash of two names, once in some 2^96 pairs: another will do.
    pub fn snapshot_without(&self, left_out: LeftOut) -> Result<Vec<u32>> {
        let secret = match &left_out.names {
            Some(secret) if self.facts.has_names() => &secret[..],
            _ => &[],
        };
        let (words, differ) = self.written(secret, !left_out.titles);
        if differ {
            Ok(words)
        } else {
            Err(Error::new(Code::DuplicateName, "", "two names have the same hash: take another secret"))
        }
    }

    /// The words of a snapshot, with titles or without; and whether all names differ in it, which hashes made with a secret may not.
    fn written(&self, secret: &[u8], titles: bool) -> (Vec<u32>, bool) {
        let mut mark = self.mark;
        if !secret.is_empty() {
            mark.chain = 0; // it is made of the names, and no delta leads on
        }
        if secret.is_empty() && self.facts.is_laid_out() {
            return (snapshot::write(&self.policy, &self.facts, mark, titles), true);
        }
        let (facts, differ) = self.facts.laid_out_anew(&self.policy.catalog, 0, secret);
        (snapshot::write(&self.policy, &facts, mark, titles), differ)
    }

    /// Opens a snapshot: tables are used where they stand, after all of them have been checked.
    ///
    /// Fails with `damaged` and `bad_version`, and, when the catalog in it is not one of this program, as that would.
    pub fn from_snapshot(words: Vec<u32>) -> Result<Self> {
        let (policy, facts, mark) = snapshot::open(words)?;
        Ok(Self { policy: Arc::new(policy), facts, mark, log: Log::default() })
    }

    /// What one user may know, as bytes for [`Engine::from_snapshot`]: an engine that has all answers about him and knows of
    /// nobody else. What it cannot know for that is denied with the code `not_in_slice`. docs/FORMAT.md says what is in it.
    ///
    /// Fails with `unknown_name`, and with `limit` for who is in too many groups.
    pub fn slice(&self, subject: &str) -> Result<Vec<u32>> {
        self.whole()?;
        let user = self.facts.user(subject).ok_or_else(|| unknown("subject", subject, ""))?;
        let facts = snapshot::slice(&self.policy, &self.facts, user)?;
        let mark = Mark { revision: self.mark.revision, chain: 0 }; // it is no state that deltas lead to
        Ok(snapshot::write(&self.policy, &facts, mark, true))
    }

    /// Fails with `not_in_slice` in a slice, and with `no_names` where names were left out.
    fn whole(&self) -> Result<()> {
        if self.facts.is_slice() { Err(not_in_slice()) } else { self.named() }
    }

    /// Fails with `no_names` where names were left out.
    pub(crate) fn named(&self) -> Result<()> {
        if self.facts.has_names() { Ok(()) } else { Err(no_names()) }
    }

    /// What has changed since a revision, as bytes.
    ///
    /// Fails with `gap` when that is not kept any more: then a snapshot is needed.
    pub fn delta(&self, since: u64) -> Result<Vec<u8>> {
        self.whole()?;
        self.log.since(since, self.mark)
    }

    /// Makes the changes of a delta: all of them, or none. The engine is then in the state of the one that wrote it.
    ///
    /// Fails with `damaged`, and with `gap` when the delta does not begin where this engine is.
    pub fn apply_delta(&mut self, bytes: &[u8]) -> std::result::Result<u64, change::Refused> {
        self.whole()?;
        let delta = Delta::read(bytes, self.mark)?;
        let mut after = self.clone();
        delta.each(|changes, by| after.apply_by(changes, by).map(|_| ()))?;
        if !delta.leads_to(after.mark) {
            return Err(damaged().into());
        }
        *self = after;
        Ok(self.mark.revision)
    }

    /// Decides a question that somebody really tries to do, and tells of it, if it is denied, whom the catalog's notices name
    /// (S21). Changes nothing.
    pub fn attempt(&self, question: &Question<'_>) -> Result<(Decision, Vec<Mail>)> {
        self.whole()?;
        let decision = self.decide(question);
        let mails = change::notices(&self.policy, &self.facts, question, &decision);
        Ok((decision, mails))
    }
}

/// A request, as it stands now (S21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The request, a resource.
    pub request: ResourceId,
    /// `pending`, `approved`, `denied`, `cancelled`, or `expired`.
    pub state: &'static str,
}

/// What changes come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The number of this run of changes.
    pub revision: u64,
    /// What the host has to send.
    pub outbox: Vec<Mail>,
}
