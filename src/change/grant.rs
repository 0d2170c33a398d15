//! Giving and taking roles and columns.

use super::assign::bounded;
use super::{By, Draft};
use crate::data::Cursor;
use crate::decide::Policy;
use crate::error::{Code, Result};
use crate::facts::{Grant, Lookup, Principal};
use crate::ids::{GroupId, ResourceId, UserId};

/// Gives a role or column on a resource.
///
/// Fails with `not_shareable` for what is a share by the catalog's rules (S18): these are counted.
pub fn grant(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    change.only(&["kind", "to", "role", "column", "on", "until", "if"])?;
    let (principal, new) = read(draft, change)?;
    let Draft { policy, facts, .. } = &*draft;
    if policy.is_share(facts, &new) {
        let message = format!(
            "`{}` is shared with this role, not granted: the change is of the kind `share`",
            facts.resource_name(new.on)
        );
        return Err(change.error(Code::NotShareable, message));
    }
    bounded(draft, change, &new, by)?;
    // An exclusive role takes others away, and taking is bounded like giving (S20).
    for other in replaced(draft, principal, &new) {
        bounded(draft, change, &other, by)?;
    }
    place(draft, principal, new);
    Ok(())
}

/// Takes a grant away.
///
/// Fails with `not_there` when there is no such grant.
pub fn revoke(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    change.only(&["kind", "to", "role", "column", "on"])?;
    bounded(draft, change, &read(draft, change)?.1, by)?;
    take(draft, change)
}

/// The grants that one takes the place of: an exclusive role replaces the others on the same resource, and the same role or
/// column again replaces its terms.
pub(super) fn replaced(draft: &Draft, to: Principal, new: &Grant) -> Vec<Grant> {
    let Draft { policy, facts, .. } = draft;
    let mut grants = facts.grants_to(to);
    grants.retain(|old| old.on == new.on && (old.bundle == new.bundle || rivals(policy, old, new)));
    grants
}

/// Places a grant, instead of those that it replaces.
pub(super) fn place(draft: &mut Draft, principal: Principal, grant: Grant) {
    let replaced = replaced(draft, principal, &grant);
    let Draft { facts, .. } = draft;
    let mut grants = facts.grants_to(principal);
    grants.retain(|other| !replaced.contains(other));
    let place = grants.partition_point(|other| (other.on, other.bundle) < (grant.on, grant.bundle));
    grants.insert(place, grant);
    facts.set_grants(principal, grants);
}

pub(super) fn take(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    let (principal, grant) = read(draft, change)?;
    let Draft { policy, facts, .. } = draft;
    let mut grants = facts.grants_to(principal);
    let before = grants.len();
    grants.retain(|other| other.on != grant.on || other.bundle != grant.bundle);
    if grants.len() == before {
        let (to, on) = (facts.principal_name(principal), facts.resource_name(grant.on));
        let what = policy.catalog.column_name(policy.bundles.column(grant.bundle));
        return Err(change.error(Code::NotThere, format!("`{to}` has no grant of `{what}` on `{on}`")));
    }
    facts.set_grants(principal, grants);
    Ok(())
}

pub(super) fn read(draft: &Draft, change: &Cursor<'_>) -> Result<(Principal, Grant)> {
    let Draft { policy, facts, .. } = draft;
    let lookup = Lookup {
        catalog: &policy.catalog,
        bundles: &policy.bundles,
        user: &|name| facts.user(name).map(UserId::index),
        group: &|name| facts.group(name).map(GroupId::index),
        resource: &|name| facts.resource(name).map(|id: ResourceId| (id, facts.type_of(id))),
    };
    lookup.terms_and_target(change)
}

/// Exclusive roles on one type replace each other.
fn rivals(policy: &Policy, one: &Grant, other: &Grant) -> bool {
    let home = |grant: &Grant| policy.catalog.exclusive_role(policy.bundles.column(grant.bundle));
    matches!((home(one), home(other)), (Some(one), Some(other)) if one.on == other.on)
}
