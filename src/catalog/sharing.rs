//! Sharing: what can be shared out of a container, as what, with whom, and how often (S13, S18).

use super::{Catalog, Cell};
use crate::ids::{RoleId, TypeId};

/// The rules of one type of container.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// The type of the container.
    pub container: TypeId,
    /// The types of what lies in it and can be shared.
    pub items: Vec<TypeId>,
    /// The roles that a share can give: a grant of one of these on an item is a share.
    pub roles: Vec<RoleId>,
    /// Whether with users, groups, everyone: a cell each, never `Never`.
    pub to: [Cell; 3],
    /// The role that whoever holds a share beneath has on the container itself (S13).
    pub guest: Option<RoleId>,
    /// The most shares of one item, of one principal, in one container.
    pub limits: [Option<usize>; 3],
}

/// With whom something is shared, in the order of [`Sharing::to`].
pub const SHARED_WITH: [&str; 3] = ["user", "group", "everyone"];

/// What a limit counts by, in the order of [`Sharing::limits`].
pub const COUNTED_BY: [&str; 3] = ["item", "principal", "container"];

impl Catalog {
    /// All sharing rules.
    #[must_use]
    pub fn sharing(&self) -> &[Sharing] {
        &self.sharing
    }

    /// The rules for what is shared out of a container.
    #[must_use]
    pub fn sharing_of(&self, container: TypeId) -> Option<&Sharing> {
        self.sharing.iter().find(|rules| rules.container == container)
    }
}
