//! Cells and rows: the matrix itself.

use crate::ids::{ConditionId, ExtraId, RoleId};

/// What a column gives for an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    No,
    /// The action.
    Yes,
    /// The action, when the footnote says yes.
    If(ConditionId),
    /// Takes the action away, whatever else gives it.
    Never,
}

/// One action's cells: a cell for each level, and for the granulars, privileges and roles that have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// By level, lowest first; empty where the tool has no levels.
    pub levels: Vec<Cell>,
    /// Granulars and privileges with a cell that is not empty, by id.
    pub extras: Vec<(ExtraId, Cell)>,
    /// Roles with a cell that is not empty, by id.
    pub roles: Vec<(RoleId, Cell)>,
}

impl Row {
    /// All cells that are not empty.
    pub fn cells(&self) -> impl Iterator<Item = Cell> {
        let mut cells = self.levels.clone();
        for (_, cell) in &self.extras {
            cells.push(*cell);
        }
        for (_, cell) in &self.roles {
            cells.push(*cell);
        }
        cells.retain(|cell| *cell != Cell::No);
        cells.into_iter()
    }

    /// Whether some column takes the action away.
    #[must_use]
    pub fn takes(&self) -> bool {
        self.cells().any(|cell| cell == Cell::Never)
    }

    pub(crate) fn set_extra(&mut self, extra: ExtraId, cell: Cell) {
        set(&mut self.extras, extra, cell);
    }

    pub(crate) fn set_role(&mut self, role: RoleId, cell: Cell) {
        set(&mut self.roles, role, cell);
    }
}

fn set<T: Copy + Ord>(cells: &mut Vec<(T, Cell)>, column: T, cell: Cell) {
    cells.retain(|(known, _)| *known != column);
    if cell != Cell::No {
        let place = cells.partition_point(|(known, _)| *known < column);
        cells.insert(place, (column, cell));
    }
}
