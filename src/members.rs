//! Who is a member of a resource, and with whom something in it is shared (S12, S19).

use crate::condition::Column;
use crate::decide::Policy;
use crate::facts::{Facts, Grant, Principal};
use crate::ids::ResourceId;
use crate::order::sort;

/// Somebody in the list of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub who: Principal,
    /// What makes a member: grants on the resource itself, or, of an item that can be shared, on its container. The highest
    /// first: in the order in which the catalog has its roles.
    pub grants: Vec<Grant>,
    /// Shares, of the resource itself or of what lies in it.
    pub shares: Vec<Grant>,
}

/// The list of a resource: the highest role first, then by name.
pub(crate) fn members(policy: &Policy, facts: &Facts, resource: ResourceId) -> Vec<Member> {
    let container = policy.container(facts, resource).map_or(resource, |(container, _)| container);
    let places = [resource, container];
    let mut members = Vec::new();
    for who in facts.principals() {
        members.extend(member(policy, facts, places, who));
    }
    let highest = |member: &Member| {
        let first = [member.grants.first(), member.shares.first()];
        first.into_iter().flatten().map(|grant| rank(policy, grant)).min()
    };
    let by_name =
        |one: &Member, other: &Member| facts.principal_name(one.who).cmp(facts.principal_name(other.who));
    sort(&mut members, &|one, other| highest(one).cmp(&highest(other)).then(by_name(one, other)));
    members
}

/// `places`: the resource, and where its members are: itself, or its container.
fn member(policy: &Policy, facts: &Facts, places: [ResourceId; 2], who: Principal) -> Option<Member> {
    let [resource, _] = places;
    let within = |grant: &Grant| grant.on == resource || facts.lies_in(grant.on, resource);
    let (mut grants, mut shares) = (Vec::new(), Vec::new());
    for grant in facts.grants_to(who) {
        match policy.is_share(facts, &grant) {
            true if within(&grant) => shares.push(grant),
            false if places.contains(&grant.on) => grants.push(grant),
            _ => {}
        }
    }
    for list in [&mut grants, &mut shares] {
        sort(list, &|one, other| rank(policy, one).cmp(&rank(policy, other)));
    }
    (!grants.is_empty() || !shares.is_empty()).then_some(Member { who, grants, shares })
}

/// The higher, the less: roles in the order of the catalog, then levels from the top, then what is given besides.
fn rank(policy: &Policy, grant: &Grant) -> (u8, u16) {
    match policy.bundles.column(grant.bundle) {
        Column::Role(role) => (0, role.0),
        Column::Level(_, level) => (1, u16::from(u8::MAX - level.0)),
        Column::Extra(extra) => (2, extra.0),
    }
}
