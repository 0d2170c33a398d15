//! Footnotes and ceilings: what is not known yet, what is not used, what always says the same.

use super::{Lint, kinds, outcome};
use crate::catalog::{Cell, Rule};

impl Lint<'_> {
    pub(super) fn footnotes(&mut self) {
        let (uses, says) = (self.uses(), self.says.clone());
        for ((condition, uses), says) in self.catalog.conditions.iter().zip(uses).zip(says) {
            let name = &*condition.name;
            let path = match name.split_once('.') {
                Some((tool, own)) => kinds::filled("tools.{0}.conditions.{1}", &[tool, own]),
                None => kinds::filled("conditions.{0}", &[name]),
            };
            let kind = match &condition.rule {
                _ if uses == 0 => kinds::UNUSED,
                Rule::Todo(todo) => {
                    let cells = if uses == 1 { "1 cell denies" } else { &(uses.to_string() + " cells deny") };
                    self.report(kinds::TODO, &[&path, name, todo, cells]);
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

    /// How many cells have each footnote.
    fn uses(&self) -> Vec<usize> {
        let mut uses = vec![0; self.catalog.conditions.len()];
        let mut count = |cell: Cell| {
            if let Cell::If(condition) = cell
                && let Some(count) = uses.get_mut(condition.index())
            {
                *count += 1;
            }
        };
        self.catalog.rows.iter().for_each(|row| row.cells().for_each(&mut count));
        self.catalog.sharing.iter().for_each(|rules| rules.to.into_iter().for_each(&mut count));
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
