//! Sharing an item with somebody (S18), and what becomes of shares when items go elsewhere (S19).

use super::{By, Draft, grant};
use crate::catalog::{Cell, Sharing};
use crate::condition::Truth;
use crate::data::Cursor;
use crate::error::{Code, Error, Result, listed};
use crate::facts::{Grant, Principal};
use crate::ids::{ResourceId, Time};

/// Gives a role on an item, within the rules of the container it lies in.
///
/// Fails with `not_shareable` where the rules do not provide for it, and with `quota_per_item`, `quota_per_principal` or
/// `quota_per_container` where there are as many shares as there can be.
pub fn share(draft: &mut Draft, change: &Cursor<'_>, by: &By<'_>) -> Result<()> {
    change.only(&["kind", "to", "role", "on", "until", "if"])?;
    let (to, new) = grant::read(draft, change)?;
    let Draft { policy, facts, .. } = &*draft;
    let name = facts.resource_name(new.on);
    let Some((container, rules)) = policy.container(facts, new.on) else {
        return Err(change
            .error(Code::NotShareable, format!("`{name}` lies in nothing that it could be shared from")));
    };
    if !policy.is_share(facts, &new) {
        let role = policy.catalog.column_name(policy.bundles.column(new.bundle));
        let names = rules.roles.iter().map(|role| policy.catalog.roles()[role.index()].name.as_str());
        let possible = listed(&mut { names }, ", ");
        let message = format!("`{name}` cannot be shared as `{role}`; it can as {possible}");
        return Err(change.error(Code::NotShareable, message));
    }
    with_whom(draft, change, rules, (to, new.on), by)?;
    let replaced = grant::replaced(draft, to, &new);
    if let Some(other) = replaced.iter().find(|other| !policy.is_share(facts, other)) {
        let (to, held) = (facts.principal_name(to), policy.bundles.column(other.bundle));
        let held = policy.catalog.column_name(held);
        let message = format!("`{to}` has `{held}` on `{name}`, which a share cannot take the place of");
        return Err(change.error(Code::NotShareable, message));
    }
    // What takes the place of another share is not one more, unless that one has ended.
    if !replaced.iter().any(|other| lasts(other, by.now)) {
        Counts::of(draft, (container, to, new.on), by.now).admit(draft, change, rules)?;
    }
    grant::place(draft, to, new);
    Ok(())
}

/// Takes a share back.
///
/// Fails with `not_there` when there is none: what was granted is for `revoke`.
pub fn unshare(draft: &mut Draft, change: &Cursor<'_>) -> Result<()> {
    change.only(&["kind", "to", "role", "on"])?;
    let (_, share) = grant::read(draft, change)?;
    if !draft.policy.is_share(&draft.facts, &share) {
        let on = draft.facts.resource_name(share.on);
        return Err(change.error(Code::NotThere, format!("`{on}` is not shared with this role")));
    }
    grant::take(draft, change)
}

/// Whether a grant has not ended, as far as is known.
fn lasts(grant: &Grant, now: Option<Time>) -> bool {
    !matches!((grant.terms.until, now), (Some(until), Some(now)) if until <= now)
}

/// Whether the rules let an item be shared with such a principal, now.
fn with_whom(
    draft: &Draft,
    change: &Cursor<'_>,
    rules: &Sharing,
    (to, on): (Principal, ResourceId),
    by: &By<'_>,
) -> Result<()> {
    let (cell, whom) = match to {
        Principal::User(_) => (rules.to[0], "users"),
        Principal::Group(_) => (rules.to[1], "groups"),
        Principal::Everyone => (rules.to[2], "everyone"),
        Principal::Anyone => (Cell::No, "anyone"),
    };
    let decider = draft.policy.decider(&draft.facts);
    let yes = match cell {
        Cell::Yes => true,
        Cell::If(condition) => decider.says(condition, by.actor, on, by.now) == Truth::Yes,
        Cell::No | Cell::Never => false,
    };
    if yes {
        return Ok(());
    }
    let name = draft.facts.resource_name(on);
    Err(change.error(Code::NotShareable, format!("`{name}` cannot be shared with {whom}")))
}

/// How many shares there are: of the item, of the principal, in the container.
struct Counts([usize; 3]);

impl Counts {
    /// Those that have ended are none any more.
    fn of(
        draft: &Draft,
        (container, to, on): (ResourceId, Principal, ResourceId),
        now: Option<Time>,
    ) -> Self {
        let Draft { policy, facts, .. } = draft;
        let mut counts = [0; 3];
        for principal in facts.principals() {
            for grant in facts.grants_to(principal).iter().filter(|grant| lasts(grant, now)) {
                let Some(from) = policy.shared_from(facts, grant) else { continue };
                counts[0] += usize::from(grant.on == on);
                counts[1] += usize::from(principal == to);
                counts[2] += usize::from(from == container);
            }
        }
        Self(counts)
    }

    fn admit(&self, draft: &Draft, change: &Cursor<'_>, rules: &Sharing) -> Result<()> {
        let reached = |counted: usize| rules.limits[counted].filter(|most| self.0[counted] >= *most);
        let container = &draft.policy.catalog.types()[rules.container.index()].name;
        let full = |code: Code, what: &str, most: usize| {
            let way_out =
                format!("share it with a group, or make who needs it a member of the `{container}`");
            Err::<(), Error>(
                change.error(code, format!("{what} {most} shares, as many as there can be: {way_out}")),
            )
        };
        match (reached(0), reached(1), reached(2)) {
            (Some(most), _, _) => full(Code::QuotaPerItem, "it has", most),
            (_, Some(most), _) => full(Code::QuotaPerPrincipal, "this user or group has", most),
            (_, _, Some(most)) => full(Code::QuotaPerContainer, &format!("the `{container}` has"), most),
            _ => Ok(()),
        }
    }
}

/// The shares of what is at or beneath a resource: whose they are, and out of which container.
pub fn shares_in(draft: &Draft, resource: ResourceId) -> Vec<(Principal, Grant, ResourceId)> {
    let Draft { policy, facts, .. } = draft;
    let mut items: Vec<ResourceId> = Vec::new();
    for at in facts.resources() {
        let inside = at == resource || facts.lies_in(at, resource);
        if inside && policy.container(facts, at).is_some() {
            items.push(at);
        }
    }
    let mut shares = Vec::new();
    // Most of what is moved cannot be shared, and grants are many.
    for to in facts.principals().filter(|_| !items.is_empty()) {
        for grant in facts.grants_to(to) {
            let from = if items.contains(&grant.on) { policy.shared_from(facts, &grant) } else { None };
            shares.extend(from.map(|from| (to, grant, from)));
        }
    }
    shares
}

/// S19: the shares of items that are not in the container any more that they were shared from end.
pub fn end_shares(draft: &mut Draft, before: Vec<(Principal, Grant, ResourceId)>) {
    for (to, share, from) in before {
        if !draft.facts.lies_in(share.on, from) {
            let mut grants = draft.facts.grants_to(to);
            grants.retain(|grant| *grant != share);
            draft.facts.set_grants(to, grants);
        }
    }
}
