//! Granulars and privileges that do nothing; and where columns can be held.

use super::{Lint, kinds};
use crate::catalog::names::level;
use crate::catalog::{Levels, Tool};
use crate::condition::Column;
use crate::ids::{ExtraId, TypeId};

/// Levels as bits. The top one is for who is at no level.
pub(super) type LevelBits = u64;

impl Lint<'_> {
    pub(super) fn columns(&mut self) {
        for (index, extra) in self.catalog.extras.iter().enumerate() {
            let (id, tool) = (ExtraId::at(index), &self.catalog.tools[extra.tool.index()]);
            let is_used = self.catalog.rows.iter().any(|row| row.extras.iter().any(|(used, _)| *used == id));
            let kind = if !is_used && !self.is_asked(Column::Extra(id)) {
                kinds::UNUSED_COLUMN
            } else if extra.active_at.is_some_and(|at| LevelBits::from(at) & self.levels(tool) == 0) {
                kinds::IDLE
            } else {
                continue;
            };
            let [one, all] = if extra.active_at.is_some() {
                ["granular", "granulars"]
            } else {
                ["privilege", "privileges"]
            };
            self.report(kind, &[&tool.name, &extra.name, one, all]);
        }
    }

    /// The levels that somebody can be at in a tool: all, or, where they are those of the item's tool, the ones that such
    /// tools have (S10).
    pub(super) fn levels(&self, tool: &Tool) -> LevelBits {
        let Levels::OfItem(own) = tool.levels else { return LevelBits::MAX };
        let mut levels = 1 << 63;
        for item in self.catalog.types.iter().filter_map(|kind| kind.tool) {
            let Some(ladder) = self.catalog.tools[item.index()].levels.ladder() else { continue };
            for (name, _) in &self.catalog.ladder(ladder).levels {
                levels |= level(self.catalog.ladder(own), name).map_or(0, |level| 1 << level.0);
            }
        }
        levels
    }

    /// Whether one of two types can lie in the other.
    pub(super) fn is_near(&self, one: TypeId, other: TypeId) -> bool {
        self.catalog.is_within(one, other) || self.catalog.is_within(other, one)
    }

    /// Whether what is given on one type can count for a tool on the other: there is a type near both (S2).
    pub(super) fn meet(&self, one: TypeId, other: TypeId) -> bool {
        let mut types = (0..self.catalog.types.len()).map(TypeId::at);
        types.any(|between| self.is_near(one, between) && self.is_near(between, other))
    }
}
