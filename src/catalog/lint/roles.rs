//! Roles that cannot be columns, that do not reach what they name, that equal one another.

use super::{Lint, kinds};
use crate::catalog::names::level;
use crate::catalog::{Cell, Levels, Role, Row, Tool};
use crate::condition::Column;
use crate::ids::{Level, RoleId, ToolId};
use crate::order::insert;

impl Lint<'_> {
    pub(super) fn roles(&mut self) {
        for (index, role) in self.catalog.roles.iter().enumerate() {
            self.hidden(role);
            self.beyond(role);
            self.idle(role);
            if let Some(other) = (0..index).find(|other| self.are_equal(index, *other)) {
                self.report(kinds::EQUAL, &[&role.name, &self.catalog.roles[other].name]);
            }
        }
    }

    /// Whether two roles are the same in all that is said of them.
    fn are_equal(&self, one: usize, other: usize) -> bool {
        let catalog = self.catalog;
        let (a, b) = (&catalog.roles[one], &catalog.roles[other]);
        let (one, other) = (RoleId::at(one), RoleId::at(other));
        (a.on, a.exclusive) == (b.on, b.exclusive)
            && (a.levels == b.levels && a.every == b.every)
            && (a.extras == b.extras && a.assigns == b.assigns)
            && catalog.sharing.iter().all(|rules| rules.roles.contains(&one) == rules.roles.contains(&other))
            && catalog.rows.iter().all(|row| cell(row, one) == cell(row, other))
            && !self.is_asked(Column::Role(one))
            && !self.is_asked(Column::Role(other))
    }

    /// S6: a granular that the role's own level leaves idle, and every level above it.
    fn idle(&mut self, role: &Role) {
        for id in &role.extras {
            let extra = self.catalog.extra(*id);
            let (Some(level), Some(at)) = (self.given(role, extra.tool), extra.active_at) else { continue };
            if at >> level.0 == 0 {
                let column = self.catalog.column_name(Column::Extra(*id));
                let level = self.catalog.level_name(extra.tool, level);
                self.report(kinds::IDLE_IN_ROLE, &[&role.name, &column, level]);
            }
        }
    }

    /// The level that a role itself gives in a tool.
    fn given(&self, role: &Role, tool: ToolId) -> Option<Level> {
        let own = role.levels.iter().find(|(named, _)| *named == tool).map(|(_, level)| *level);
        own.or_else(|| {
            let Tool { levels: Levels::Own(ladder), on, .. } = &self.catalog.tools[tool.index()] else {
                return None;
            };
            let reaches = self.catalog.is_within(*on, role.on);
            level(self.catalog.ladder(*ladder), role.every.as_deref().filter(|_| reaches)?)
        })
    }

    /// S2: a role reaches down from where it is given. No error: what it names of a tool further up counts there all the same,
    /// where that tool's actions are asked, a footnote asks for the level, or the role is given further up.
    fn beyond(&mut self, role: &Role) {
        let catalog = self.catalog;
        let mut tools = Vec::new();
        role.levels.iter().for_each(|(tool, _)| insert(&mut tools, *tool));
        role.extras.iter().for_each(|extra| insert(&mut tools, catalog.extra(*extra).tool));
        for Tool { name, on, .. } in tools.iter().map(|tool| &catalog.tools[tool.index()]) {
            if !catalog.is_within(*on, role.on) {
                self.report(kinds::BEYOND, &[&role.name, name, self.type_of(*on), self.type_of(role.on)]);
            }
        }
    }

    /// In a tool that has a column of the same name, a role cannot be a column.
    fn hidden(&mut self, Role { name, .. }: &Role) {
        for tool in &self.catalog.tools {
            let level = tool.levels.ladder().and_then(|ladder| level(self.catalog.ladder(ladder), name));
            if level.is_some() || tool.extras.iter().any(|extra| self.catalog.extra(*extra).name == *name) {
                return self.report(kinds::HIDDEN, &[name, &tool.name]);
            }
        }
    }
}

fn cell(row: &Row, role: RoleId) -> Option<Cell> {
    row.roles.iter().find(|(column, _)| *column == role).map(|(_, cell)| *cell)
}
