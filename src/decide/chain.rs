//! A resource and all it lies in.

use super::few::Few;
use crate::facts::Facts;
use crate::ids::ResourceId;

/// The chain of a resource in the facts, nearest first. Few lie deeper than eight.
pub(super) struct Chain(Few<ResourceId, 8>);

impl Chain {
    /// Its length is bounded when facts are read.
    #[inline]
    pub fn from(facts: &Facts, resource: ResourceId) -> Self {
        let mut chain = Few::none(resource);
        let mut at = Some(resource);
        while let Some(on) = at {
            chain.push(on);
            at = facts.parent(on);
        }
        Self(chain)
    }

    /// Its resources.
    #[inline]
    pub fn ids(&self) -> &[ResourceId] {
        self.0.as_slice()
    }
}
