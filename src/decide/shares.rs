//! Shares: which grants are some, and where they belong (S13, S18, S19).

use super::Policy;
use crate::catalog::Sharing;
use crate::condition::Column;
use crate::facts::{Facts, Grant};
use crate::ids::ResourceId;

impl Policy {
    /// Whether a grant is a share under these rules: of one of their roles, on one of their items.
    pub(crate) fn is_share(&self, facts: &Facts, rules: &Sharing, grant: &Grant) -> bool {
        let role =
            matches!(self.bundles.column(grant.bundle), Column::Role(role) if rules.roles.contains(&role));
        role && rules.items.contains(&facts.type_of(grant.on))
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
