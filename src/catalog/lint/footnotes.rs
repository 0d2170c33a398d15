//! Footnotes and ceilings: what is not known yet, what is not used, what always says the same.

use super::{Lint, kinds, outcome};
use crate::catalog::{Cell, Rule};
use crate::ids::ConditionId;

/// Actions that a message names; how many more there are is counted.
const NAMED: usize = 5;

impl Lint<'_> {
    pub(super) fn footnotes(&mut self) {
        for (index, condition) in self.catalog.conditions.iter().enumerate() {
            let name = &*condition.name;
            let path = match name.split_once('.') {
                Some((tool, own)) => kinds::filled("tools.{0}.conditions.{1}", &[tool, own]),
                None => kinds::filled("conditions.{0}", &[name]),
            };
            let (uses, places) = self.uses(Cell::If(ConditionId::at(index)));
            let says = self.says[index];
            let kind = match &condition.rule {
                _ if uses == 0 => kinds::UNUSED,
                Rule::Todo(todo) => {
                    let cells = if uses == 1 { "1 cell denies" } else { &(uses.to_string() + " cells deny") };
                    self.report(kinds::TODO, &[&path, name, todo, cells, &places]);
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

    /// How many cells have a footnote, and where they are: the actions, or `sharing`.
    fn uses(&self, cell: Cell) -> (usize, String) {
        let (mut uses, mut places, mut all) = (0, 0, String::new());
        let mut count = |here: usize, place: &str| {
            if here > 0 {
                if places < NAMED {
                    all += if places == 0 { "`" } else { ", `" };
                    all += place;
                    all += "`";
                }
                places += 1;
                uses += here;
            }
        };
        for (action, row) in self.catalog.actions.iter().zip(&self.catalog.rows) {
            count(row.cells().filter(|one| *one == cell).count(), &action.name);
        }
        for rules in &self.catalog.sharing {
            count(rules.to.iter().filter(|one| **one == cell).count(), "sharing");
        }
        if places > NAMED {
            all += &kinds::filled(" and {0} more", &[&(places - NAMED).to_string()]);
        }
        (uses, all)
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
