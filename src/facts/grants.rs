//! Reading one grant: who gets what, where, on which terms; while facts are built, and when they change.

use super::base::Terms;
use super::names::split;
use super::{Grant, Principal};
use crate::catalog::{Bundles, Catalog, read_time};
use crate::condition::Column;
use crate::data::Cursor;
use crate::error::{Code, Result, did_you_mean};
use crate::ids::{BundleId, ConditionId, GroupId, ResourceId, Time, ToolId, TypeId, UserId};

/// Where names of grants are looked up: while facts are built, and later when they change.
pub(crate) struct Lookup<'l> {
    pub catalog: &'l Catalog,
    pub bundles: &'l Bundles,
    pub user: &'l dyn Fn(&str) -> Option<usize>,
    pub group: &'l dyn Fn(&str) -> Option<usize>,
    pub resource: &'l dyn Fn(&str) -> Option<(ResourceId, TypeId)>,
}

impl Lookup<'_> {
    /// Reads one grant.
    pub fn grant(&self, entry: &Cursor<'_>) -> Result<(Principal, Grant)> {
        entry.only(&["to", "role", "column", "on", "until", "if"])?;
        self.terms_and_target(entry)
    }

    pub fn terms_and_target(&self, entry: &Cursor<'_>) -> Result<(Principal, Grant)> {
        let principal = self.principal(&entry.need("to")?)?;
        let target = entry.need("on")?;
        let name = target.text()?;
        let (on, kind) = (self.resource)(name)
            .ok_or_else(|| target.error(Code::UnknownName, format!("unknown resource `{name}`")))?;
        let bundle = self.bundle(entry, kind)?;
        let until = entry.get("until").map(|until| read_time(&until).map(Time)).transpose()?;
        let condition = entry.get("if").map(|name| self.condition(&name)).transpose()?;
        Ok((principal, Grant { on, bundle, terms: Terms { until, condition } }))
    }

    fn principal(&self, here: &Cursor<'_>) -> Result<Principal> {
        let name = here.text()?;
        match name {
            "everyone" => return Ok(Principal::Everyone),
            "anyone" => return Ok(Principal::Anyone),
            _ => {}
        }
        let found = match split(name) {
            Some(("group", _)) => (self.group)(name).map(|id| Principal::Group(GroupId::at(id))),
            Some(("user", _)) => (self.user)(name).map(|id| Principal::User(UserId::at(id))),
            _ => {
                return Err(here.error(
                    Code::BadName,
                    format!("`{name}` is no principal: write `user:…`, `group:…`, `everyone` or `anyone`"),
                ));
            }
        };
        found.ok_or_else(|| here.error(Code::UnknownName, format!("unknown principal `{name}`")))
    }

    fn bundle(&self, entry: &Cursor<'_>, on: TypeId) -> Result<BundleId> {
        let (what, column) = match (entry.get("role"), entry.get("column")) {
            (Some(role), None) => (role, Column::Role(self.catalog.role_named(&role)?)),
            (None, Some(column)) => (column, self.column(&column)?),
            _ => {
                return Err(entry.error(Code::MissingKey, "a grant gives either a `role` or a `column`"));
            }
        };
        self.placed(&what, column, on)?;
        Ok(self.bundles.id(column))
    }

    fn column(&self, here: &Cursor<'_>) -> Result<Column> {
        let name = here.text()?;
        match self.catalog.column(name) {
            Some(column) if !matches!(column, Column::Role(_)) => Ok(column),
            _ => {
                let near = did_you_mean(name, self.catalog.columns_of_tools().iter().map(String::as_str));
                Err(here.error(
                    Code::UnknownName,
                    format!("unknown column `{name}`: write tool, dot, level, granular or privilege{near}"),
                ))
            }
        }
    }

    /// A role is given on its type or above (app-wide), a column wherever its tool can be reached.
    fn placed(&self, here: &Cursor<'_>, column: Column, on: TypeId) -> Result<()> {
        let tool_on = |tool: ToolId| self.catalog.tools()[tool.index()].on;
        let home = match column {
            Column::Role(role) => self.catalog.roles()[role.index()].on,
            Column::Level(tool, _) => tool_on(tool),
            Column::Extra(extra) => tool_on(self.catalog.extra(extra).tool),
        };
        if self.catalog.is_within(home, on) || self.catalog.is_within(on, home) {
            return Ok(());
        }
        let (home, on) = (&self.catalog.types()[home.index()].name, &self.catalog.types()[on.index()].name);
        Err(here.error(
            Code::BadValue,
            format!(
                "`{}` belongs to a `{home}` and has no effect on a `{on}`",
                self.catalog.column_name(column)
            ),
        ))
    }

    fn condition(&self, here: &Cursor<'_>) -> Result<ConditionId> {
        let name = here.text()?;
        let id = self.catalog.condition_named(None, here, name)?;
        if self.catalog.condition(id).suits_grants() {
            return Ok(id);
        }
        let message = format!(
            "condition `{name}` asks about levels, columns, members or actions; the condition of a grant can read attributes and groups only"
        );
        Err(here.error(Code::BadValue, message))
    }
}
