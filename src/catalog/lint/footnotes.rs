//! Footnotes and ceilings: what is not known yet, what is not used, what always says the same.

use super::{Lint, kinds, outcome};
use crate::catalog::{Cell, Rule};
use crate::cut::cut;
use crate::ids::ConditionId;

/// Places that a message names; how many more there are is counted.
const NAMED: usize = 5;

/// Where a footnote is used.
#[derive(Default)]
struct Uses {
    cells: usize,
    /// Actions, and `sharing`.
    places: usize,
    /// The first of them.
    named: String,
}

impl Uses {
    fn add(&mut self, cells: usize, place: &str) {
        if cells == 0 {
            return;
        }
        self.cells += cells;
        self.places += 1;
        if self.places <= NAMED {
            let comma = if self.places == 1 { "" } else { ", " };
            self.named += comma;
            self.named += place;
        }
    }
}

impl Lint<'_> {
    pub(super) fn footnotes(&mut self) {
        for (index, condition) in self.catalog.conditions.iter().enumerate() {
            let uses = self.uses(Cell::If(ConditionId::at(index)));
            let says = self.says(ConditionId::at(index));
            let name = &*condition.name;
            let path = match cut(name, b'.') {
                Some((tool, own)) => kinds::filled("tools.{0}.conditions.{1}", &[tool, own]),
                None => kinds::filled("conditions.{0}", &[name]),
            };
            let kind = match &condition.rule {
                _ if uses.cells == 0 => kinds::UNUSED,
                Rule::Todo(todo) => {
                    let many = uses.cells.to_string() + " cells deny";
                    let cells = if uses.cells == 1 { "1 cell denies" } else { &many };
                    self.report(kinds::TODO, &[&path, name, todo, cells, &uses.named]);
                    continue;
                }
                Rule::When(..) if !says.yes => kinds::NEVER_TRUE,
                Rule::When(..) if says.no => continue,
                Rule::When(..) if says.unknown => kinds::NEVER_FALSE,
                Rule::When(..) => kinds::ALWAYS_TRUE,
            };
            self.report(kind, &[&path, name]);
        }
    }

    fn uses(&self, wanted: Cell) -> Uses {
        let mut uses = Uses::default();
        for (action, row) in self.catalog.actions.iter().zip(&self.catalog.rows) {
            let mut cells = 0;
            row.cells().for_each(|cell| cells += usize::from(cell == wanted));
            uses.add(cells, &kinds::filled("`{0}`", &[&action.name]));
        }
        for rules in &self.catalog.sharing {
            let mut cells = 0;
            rules.to.iter().for_each(|cell| cells += usize::from(*cell == wanted));
            uses.add(cells, "sharing");
        }
        if uses.places > NAMED {
            uses.named += &kinds::filled(" and {0} more", &[&(uses.places - NAMED).to_string()]);
        }
        uses
    }

    /// S11
    pub(super) fn ceilings(&mut self) {
        for ceiling in &self.catalog.ceilings {
            let says = outcome::of(self.catalog, &ceiling.when);
            let kind = if ceiling.cuts.iter().all(|bits| *bits == 0) {
                kinds::CUTS_NOTHING
            } else if !says.no {
                self.always.push(ceiling);
                kinds::ALWAYS_CUTS
            } else if !says.yes && !says.unknown {
                kinds::NEVER_CUTS
            } else {
                continue;
            };
            self.report(kind, &[&ceiling.name]);
        }
    }
}
