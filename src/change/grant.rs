//! Giving and taking roles and columns.

use super::Draft;
use crate::data::Cursor;
use crate::decide::Policy;
use crate::error::{Code, Result};
use crate::facts::{Facts, Grant, Lookup, Principal};
use crate::ids::{GroupId, ResourceId, UserId};

/// S18-S20 come with sharing rules; here a grant is placed as it stands. An exclusive role replaces the others on the
/// same resource, and the same role or column again replaces its terms.
pub fn grant(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    let Draft { policy, facts } = draft;
    change.only(&["kind", "to", "role", "column", "on", "until", "if"])?;
    let (principal, grant) = read(policy, facts, change)?;
    let mut grants = facts.grants_to(principal);
    let replaced = |other: &Grant| other.bundle == grant.bundle || rivals(policy, other, &grant);
    grants.retain(|other| other.on != grant.on || !replaced(other));
    let place = grants.partition_point(|other| (other.on, other.bundle) < (grant.on, grant.bundle));
    grants.insert(place, grant);
    facts.set_grants(principal, grants);
    Ok(())
}

/// Takes a grant away.
///
/// Fails with `not_there` when there is no such grant.
pub fn revoke(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    let Draft { policy, facts } = draft;
    change.only(&["kind", "to", "role", "column", "on"])?;
    let (principal, grant) = read(policy, facts, change)?;
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

fn read(policy: &Policy, facts: &Facts, change: &Cursor<'_>) -> Result<(Principal, Grant)> {
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
