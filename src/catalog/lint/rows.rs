//! Actions: cells that nobody reaches, actions that nobody can do, levels that lack what a lower one has.

use super::columns::LevelBits;
use super::{Lint, kinds};
use crate::catalog::{Action, Cell, Row};
use crate::cut::cut;
use crate::ids::{ActionId, Level};

/// Whether the cells that somebody reaches give the action, or may once their footnotes are known.
#[derive(Default)]
struct Reached {
    gives: bool,
    waits: bool,
}

impl Lint<'_> {
    pub(super) fn rows(&mut self) {
        for (index, (action, row)) in self.catalog.actions.iter().zip(&self.catalog.rows).enumerate() {
            let (tool, own) = cut(&action.name, b'.').unwrap_or_default();
            let path = kinds::filled("tools.{0}.actions.{1}", &[tool, own]);
            let id = ActionId::at(index);
            let reached = self.cells(id, action, row, &path);
            self.by_nobody(id, &reached, &path);
            self.step_down(action, row, &path);
        }
    }

    fn cells(&mut self, id: ActionId, action: &Action, row: &Row, path: &str) -> Reached {
        let catalog = self.catalog;
        let tool = catalog.tool_of(id);
        let levels = self.levels(tool);
        let taken = self.taken(row);
        let mut reached = Reached::default();
        let mut look = |lint: &mut Self, column: &str, at: LevelBits, cell: Cell| {
            let kind = match cell {
                Cell::No => return,
                _ if at & levels == 0 => kinds::UNREACHABLE,
                Cell::Yes | Cell::If(_) if at & levels & !taken == 0 => kinds::TAKEN,
                _ => {
                    reached.gives |= lint.gives(cell);
                    reached.waits |= lint.is_todo(cell);
                    return;
                }
            };
            lint.report(kind, &[path, &action.name, column]);
        };
        for (level, cell) in row.levels.iter().enumerate() {
            look(self, catalog.level_name(action.tool, Level(level as u8)), 1 << level, *cell);
        }
        for (extra, cell) in &row.extras {
            let extra = catalog.extra(*extra);
            look(self, &extra.name, extra.active_at.map_or(LevelBits::MAX, LevelBits::from), *cell);
        }
        for (role, cell) in &row.roles {
            let role = &catalog.roles[role.index()];
            let at = if self.meet(role.on, tool.on) { LevelBits::MAX } else { 0 };
            look(self, &role.name, at, *cell);
        }
        reached
    }

    /// The levels at which the action is taken from whoever is there.
    fn taken(&self, row: &Row) -> LevelBits {
        let mut taken = 0;
        for (level, cell) in row.levels.iter().enumerate() {
            taken |= LevelBits::from(*cell == Cell::Never) << level;
        }
        for (extra, cell) in &row.extras {
            if *cell == Cell::Never {
                taken |= LevelBits::from(self.catalog.extra(*extra).always);
            }
        }
        taken
    }

    fn by_nobody(&mut self, action: ActionId, reached: &Reached, path: &str) {
        let cut = self.always.iter().find(|ceiling| ceiling.cuts(action)).map(|ceiling| &*ceiling.name);
        self.nobody.push(cut.is_some() || !reached.gives);
        let kind = match cut {
            Some(_) => kinds::NOBODY_CUT,
            None if reached.gives => return,
            None if reached.waits => kinds::NOBODY_YET,
            None => kinds::NOBODY,
        };
        self.report(kind, &[path, self.action(action), cut.unwrap_or_default()]);
    }

    /// S4: the first level that has less of an action than one below it.
    fn step_down(&mut self, action: &Action, row: &Row, path: &str) {
        let (mut most, mut most_at) = (0, 0);
        for (level, cell) in row.levels.iter().enumerate() {
            let mut has = worth(*cell);
            for (extra, cell) in &row.extras {
                if self.catalog.extra(*extra).always >> level & 1 == 1 {
                    has = has.max(worth(*cell));
                }
            }
            if has < most && *cell != Cell::Never {
                let kind = if has == 0 { kinds::LACKS } else { kinds::WEAKER };
                let named = |level| self.catalog.level_name(action.tool, Level(level as u8));
                let (name, below) = (named(level), named(most_at));
                return self.report(kind, &[path, &action.name, name, below]);
            }
            if has >= most {
                (most, most_at) = (has, level);
            }
        }
    }
}

/// 2 for an action, 1 for one under a footnote.
const fn worth(cell: Cell) -> u8 {
    match cell {
        Cell::Yes => 2,
        Cell::If(_) => 1,
        Cell::No | Cell::Never => 0,
    }
}
