//! A resource and all it lies in.

use crate::facts::Facts;
use crate::ids::ResourceId;

/// The resource asked about and all it lies in, nearest first. Few lie deeper than eight: these need no allocation.
pub(super) struct Chain {
    near: [ResourceId; 8],
    len: usize,
    /// The whole chain, where it is longer.
    long: Vec<ResourceId>,
}

impl Chain {
    /// The chain of a resource in the facts. Its length is bounded when facts are read.
    #[inline]
    pub fn from(facts: &Facts, resource: ResourceId) -> Self {
        let mut chain = Self { near: [resource; 8], len: 1, long: Vec::new() };
        let mut at = resource;
        while let Some(parent) = facts.parent(at) {
            chain.push(parent);
            at = parent;
        }
        chain
    }

    fn push(&mut self, resource: ResourceId) {
        if self.len < self.near.len() {
            self.near[self.len] = resource;
        } else {
            if self.long.is_empty() {
                self.long.extend(self.near);
            }
            self.long.push(resource);
        }
        self.len += 1;
    }

    /// Its resources.
    pub fn ids(&self) -> &[ResourceId] {
        if self.long.is_empty() { &self.near[..self.len] } else { &self.long }
    }
}
