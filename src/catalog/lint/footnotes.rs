//! Footnotes and ceilings: what is not known yet, what is not used, what always says the same.

use super::{Lint, kinds, outcome};
use crate::catalog::{Cell, Rule};

/// Places that a message names; how many more there are is counted.
const NAMED: usize = 5;

/// Where a footnote is used.
#[derive(Clone, Default)]
struct Uses {
    cells: usize,
    /// Actions, and `sharing`.
    places: Vec<String>,
}

impl Uses {
    fn add(&mut self, place: String) {
        self.cells += 1;
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
    }

    fn named(&self) -> String {
        let mut named = String::new();
        for (number, place) in self.places.iter().enumerate() {
            if number == NAMED {
                let more = (self.places.len() - NAMED).to_string();
                return named + &kinds::filled(" and {0} more", &[&more]);
            }
            named += if number == 0 { "" } else { ", " };
            named += place;
        }
        named
    }
}

impl Lint<'_> {
    pub(super) fn footnotes(&mut self) {
        let uses = self.uses();
        for (index, condition) in self.catalog.conditions.iter().enumerate() {
            let (uses, says) = (&uses[index], self.says[index]);
            let name = &*condition.name;
            let path = match name.split_once('.') {
                Some((tool, own)) => kinds::filled("tools.{0}.conditions.{1}", &[tool, own]),
                None => kinds::filled("conditions.{0}", &[name]),
            };
            let kind = match &condition.rule {
                _ if uses.cells == 0 => kinds::UNUSED,
                Rule::Todo(todo) => {
                    let many = uses.cells.to_string() + " cells deny";
                    let cells = if uses.cells == 1 { "1 cell denies" } else { &many };
                    self.report(kinds::TODO, &[&path, name, todo, cells, &uses.named()]);
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

    /// Where each footnote is used.
    fn uses(&self) -> Vec<Uses> {
        let mut all = vec![Uses::default(); self.catalog.conditions.len()];
        let mut look = |cell: Cell, place: &str| {
            if let Cell::If(condition) = cell
                && let Some(uses) = all.get_mut(condition.index())
            {
                uses.add(place.to_owned());
            }
        };
        for (action, row) in self.catalog.actions.iter().zip(&self.catalog.rows) {
            let name = kinds::filled("`{0}`", &[&action.name]);
            row.cells().for_each(|cell| look(cell, &name));
        }
        self.catalog.sharing.iter().for_each(|rules| rules.to.iter().for_each(|cell| look(*cell, "sharing")));
        all
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
