//! Shares: which grants are some, and where they belong (S13, S18, S19).

use super::Policy;
use crate::catalog::Sharing;
use crate::condition::Column;
use crate::facts::{Facts, Grant};
use crate::ids::ResourceId;

impl Policy {
    /// The container that a grant shares an item out of; `None` for one that is no share: that gives one of the roles that
    /// the item's container has for it.
    pub(crate) fn shared_from(&self, facts: &Facts, grant: &Grant) -> Option<ResourceId> {
        let Column::Role(role) = self.bundles.column(grant.bundle) else { return None };
        let (container, rules) = self.container(facts, grant.on)?;
        rules.roles.contains(&role).then_some(container)
    }

    /// Whether a grant is a share.
    pub(crate) fn is_share(&self, facts: &Facts, grant: &Grant) -> bool {
        self.shared_from(facts, grant).is_some()
    }

    /// The container out of which an item is shared, and its rules: the nearest one that has some for it.
    pub(crate) fn container(&self, facts: &Facts, item: ResourceId) -> Option<(ResourceId, &Sharing)> {
        let kind = facts.type_of(item);
        let rules = |at: ResourceId| self.catalog.sharing_of(facts.type_of(at));
        let above = std::iter::successors(facts.parent(item), |at| facts.parent(*at));
        let mut with_rules = above.filter_map(|at| rules(at).map(|rules| (at, rules)));
        with_rules.find(|(_, rules)| rules.items.contains(&kind))
    }
}
