//! What is allowed, but probably not meant; and circles of `can`, which are not allowed.
//!
//! A problem is certain: where it cannot be told, as the facts decide or it would take too long, there is none.

mod circle;
mod columns;
mod footnotes;
mod kinds;
mod outcome;
mod roles;
mod rows;
mod sharing;

pub use circle::no_cycles;

use super::{Catalog, Ceiling, Cell, Rule};
use crate::condition::{Column, Expr};
use crate::cut::cut;
use crate::ids::{ActionId, ConditionId, TypeId};
use kinds::filled;
use outcome::Outcome;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something is not known yet.
    Todo,
    /// Something is probably not meant.
    Warning,
}

/// Something worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable code.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub message: String,
    /// Where it is.
    pub path: String,
}

/// All problems: footnotes, ceilings, columns, actions, roles, changes, sharing.
pub fn lint(catalog: &Catalog) -> Vec<Problem> {
    let mut says = Vec::new();
    for condition in &catalog.conditions {
        says.push(match &condition.rule {
            Rule::When(_, expr) => outcome::of(catalog, expr),
            Rule::Todo(_) => Outcome { unknown: true, ..Outcome::default() },
        });
    }
    let mut lint = Lint { catalog, says, always: Vec::new(), nobody: Vec::new(), problems: Vec::new() };
    lint.footnotes();
    lint.ceilings();
    lint.columns();
    lint.rows();
    lint.roles();
    lint.changes();
    lint.sharing();
    lint.problems
}

/// A catalog that is looked at, and what was found.
struct Lint<'c> {
    catalog: &'c Catalog,
    /// What each footnote can say.
    says: Vec<Outcome>,
    /// The ceilings that always cut, once they have been looked at.
    always: Vec<&'c Ceiling>,
    /// The actions that nobody can do, once the rows have been looked at.
    nobody: Vec<bool>,
    problems: Vec<Problem>,
}

impl<'c> Lint<'c> {
    fn report(&mut self, kind: &'static str, names: &[&str]) {
        let (code, rest) = cut(kind, b' ').unwrap_or_default();
        let (path, message) = cut(rest, b' ').unwrap_or_default();
        let severity = if code == "todo" { Severity::Todo } else { Severity::Warning };
        self.problems.push(Problem {
            code,
            severity,
            message: filled(message, names),
            path: filled(path, names),
        });
    }

    fn action(&self, id: ActionId) -> &'c str {
        self.catalog.actions.get(id.index()).map_or("", |action| &action.name)
    }

    fn type_of(&self, id: TypeId) -> &'c str {
        self.catalog.types.get(id.index()).map_or("", |kind| &kind.name)
    }

    fn says(&self, id: ConditionId) -> Outcome {
        self.says.get(id.index()).copied().unwrap_or_default()
    }

    /// Whether a cell can give.
    fn gives(&self, cell: Cell) -> bool {
        match cell {
            Cell::Yes => true,
            Cell::If(condition) => self.says(condition).yes,
            Cell::No | Cell::Never => false,
        }
    }

    /// Whether a cell may give once its footnote is known.
    fn is_todo(&self, cell: Cell) -> bool {
        matches!(cell, Cell::If(id) if matches!(self.catalog.condition(id).rule, Rule::Todo(_)))
    }

    /// Whether some condition asks if a column is held.
    fn is_asked(&self, column: Column) -> bool {
        let mut asked = false;
        let mut look = |expr: &Expr| {
            expr.walk(&mut |part| {
                asked |= matches!(part, Expr::Holds { column: held, .. } if *held == column);
            });
        };
        for condition in &self.catalog.conditions {
            if let Rule::When(_, expr) = &condition.rule {
                look(expr);
            }
        }
        self.catalog.ceilings.iter().for_each(|ceiling| look(&ceiling.when));
        asked
    }
}
