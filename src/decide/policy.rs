//! A catalog with what is worked out from it once.

use super::{Decider, Matrix};
use crate::catalog::{Bundles, Catalog};
use crate::facts::Facts;

/// A catalog and what is worked out from it.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub catalog: Catalog,
    pub bundles: Bundles,
    pub matrix: Matrix,
}

impl Policy {
    pub fn of(catalog: Catalog) -> Self {
        let bundles = Bundles::of(&catalog);
        let matrix = Matrix::of(&catalog, &bundles);
        Self { catalog, bundles, matrix }
    }

    /// The policy over facts: everything that decides.
    #[inline(always)]
    pub fn decider<'e>(&'e self, facts: &'e Facts) -> Decider<'e> {
        Decider { policy: self, facts }
    }
}
