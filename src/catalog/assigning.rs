//! How far somebody can give what he may give (S20).

use crate::ids::ActionId;

/// The bounds on grants. Without them, who may make a grant may give whatever there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assigning {
    /// Who may perform this action on the resource gives and takes anything there.
    pub any: Option<ActionId>,
    /// Whether nobody else gives more than he has himself.
    pub own_reach: bool,
}
