//! S13, S18, S19: what is a share, whom it makes a guest, and who is in the list of a resource.

use super::{Reference, kind_of};
use crate::world::{Grant, Ladder, Place, Sharing, What, World};

/// Somebody in the list of a resource (S19).
#[derive(Clone, Debug)]
pub struct Listed {
    pub who: String,
    pub grants: Vec<Grant>,
    pub shares: Vec<Grant>,
}

/// S18: the container out of which an item is shared is the nearest one that has rules for it.
pub fn s18_container<'w>(world: &'w World, item: &str) -> Option<(&'w Place, &'w Sharing)> {
    let mut at = world.place(item)?;
    while let Some(above) = at.parent.as_ref().and_then(|parent| world.place(parent)) {
        let rules = world.sharing.iter().find(|rules| rules.container == kind_of(&above.name));
        if let Some(rules) = rules.filter(|rules| rules.items.iter().any(|kind| kind == kind_of(item))) {
            return Some((above, rules));
        }
        at = above;
    }
    None
}

/// S18: a grant of one of the roles on one of the items is a share, and of this container.
pub fn s18_shared_from<'w>(world: &'w World, grant: &Grant) -> Option<(&'w Place, &'w Sharing)> {
    let What::Role(role) = &grant.what else { return None };
    s18_container(world, &grant.on).filter(|(_, rules)| rules.roles.contains(role))
}

/// Whether a resource lies in another, at whatever depth.
pub fn lies_in(world: &World, inner: &str, outer: &str) -> bool {
    let parent = world.place(inner).and_then(|place| place.parent.as_ref());
    parent.is_some_and(|parent| parent == outer || lies_in(world, parent, outer))
}

impl Reference<'_> {
    /// S13: whoever holds a share beneath a container has the guest's role on the container itself, with the end and the
    /// condition of the share. What anyone has makes no guests.
    pub(super) fn s13_as_guest(&self, subject: &str, resource: &str) -> Vec<Grant> {
        let rules = self.world.sharing.iter().find(|rules| rules.container == kind_of(resource));
        let Some(guest) = rules.and_then(|rules| rules.guest.clone()) else { return Vec::new() };
        let held =
            self.world.grants.iter().filter(|grant| grant.to != "anyone" && self.s3_is(subject, &grant.to));
        let shares = held.filter(|grant| s18_shared_from(self.world, grant).is_some());
        let beneath = shares.filter(|share| lies_in(self.world, &share.on, resource));
        let as_guest = |share: &Grant| Grant {
            what: What::Role(guest.clone()),
            on: resource.to_owned(),
            ..share.clone()
        };
        beneath.map(as_guest).collect()
    }
}

/// S19: who holds something on the resource itself, or on the container of an item that can be shared; and who has a share of
/// it or of what lies in it. The highest role first, equals by name.
pub fn s19_members(world: &World, resource: &str) -> Vec<Listed> {
    let container = s18_container(world, resource).map(|(place, _)| place.name.as_str());
    let users = world.users.iter().map(|user| user.name.clone());
    let groups = world.groups.iter().map(|group| group.name.clone());
    let all = users.chain(groups).chain(["everyone", "anyone"].map(str::to_owned));
    let mut list: Vec<Listed> = all.map(|who| listed(world, who, resource, container)).collect();
    list.retain(|one| !one.grants.is_empty() || !one.shares.is_empty());
    let highest = |one: &Listed| one.grants.iter().chain(&one.shares).map(|held| s19_rank(world, held)).min();
    list.sort_by_key(|one| (highest(one), one.who.clone()));
    list
}

fn listed(world: &World, who: String, resource: &str, container: Option<&str>) -> Listed {
    let held = world.grants.iter().filter(|grant| grant.to == who);
    let (shares, others): (Vec<&Grant>, Vec<&Grant>) =
        held.partition(|grant| s18_shared_from(world, grant).is_some());
    let on = |grant: &&Grant| grant.on == resource || Some(grant.on.as_str()) == container;
    let within = |share: &&Grant| share.on == resource || lies_in(world, &share.on, resource);
    let grants = others.into_iter().filter(on).cloned().collect();
    let shares = shares.into_iter().filter(within).cloned().collect();
    Listed { who, grants, shares }
}

/// Roles in the order of the catalog, then levels from the top, then what is given besides. The higher, the less.
pub fn s19_rank(world: &World, grant: &Grant) -> (u8, usize) {
    let column = match &grant.what {
        What::Role(name) => {
            return (0, world.roles.iter().position(|role| role.name == *name).unwrap_or_default());
        }
        What::Column(column) => column,
    };
    let (tool, own) = column.split_once('.').unwrap_or_default();
    let tool = world.tool(tool).expect("a tool");
    let levels = if let Ladder::Own(_) = tool.ladder { world.levels(tool) } else { Vec::new() };
    if let Some(height) = levels.iter().position(|level| level == own) {
        return (1, usize::MAX - height);
    }
    let extras = world.tools.iter().flat_map(|tool| {
        let granulars = tool.granulars.iter().map(|granular| &granular.name);
        granulars.chain(&tool.privileges).map(|own| format!("{}.{own}", tool.name))
    });
    (2, extras.into_iter().position(|extra| extra == *column).unwrap_or_default())
}
