//! Parts of a catalog that are read both from its file and from changes to one in use: cells and roles.

use super::names::{level, unknown};
use super::read::{bounded, identifier, title};
use super::{Catalog, Cell, Levels, Role, Row};
use crate::condition::{Column, Space};
use crate::cut::cut;
use crate::data::Cursor;
use crate::error::{Code, Result, did_you_mean, listed};
use crate::ids::{AttributeId, ConditionId, ExtraId, RoleId, ToolId, TypeId};
use crate::limits;
use crate::order::set;

/// Parts that edits of a catalog in use need as well.
impl Catalog {
    /// The kinds of changes that need an action which the catalog names.
    pub(crate) const KINDS_OF_CHANGE: [&'static str; 21] = [
        "grant",
        "revoke",
        "set_cell",
        "set_role",
        "create_user",
        "delete_user",
        "create_group",
        "delete_group",
        "add_member",
        "remove_member",
        "create_resource",
        "delete_resource",
        "move_resource",
        "set_attributes",
        "set_setting",
        "share",
        "unshare",
        "duplicate_resource",
        "invite_user",
        "suspend_user",
        "reinstate_user",
    ];

    /// The type of a resource of this name.
    pub(crate) fn type_of_name(&self, here: &Cursor<'_>, name: &str) -> Result<TypeId> {
        self.named_type(here, cut(name, b':').map_or("", |(kind, _)| kind))
    }

    /// The type of this name.
    pub(crate) fn named_type(&self, here: &Cursor<'_>, name: &str) -> Result<TypeId> {
        self.names.types.find(here, "resource type", name)
    }

    /// Whether a resource of a type can lie in one of another, or in none.
    pub(crate) fn lies_in(
        &self,
        here: &Cursor<'_>,
        name: &str,
        kind: TypeId,
        parent: Option<TypeId>,
    ) -> Result<()> {
        let kind = &self.types[kind.index()];
        if parent.map_or(kind.within.is_empty(), |parent| kind.within.contains(&parent)) {
            return Ok(());
        }
        let places = listed(kind.within.iter().map(|id| self.types[id.index()].name.as_str()), " or ");
        let wanted = if places.is_empty() { "has no parent" } else { "lies in " };
        Err(here
            .error(Code::BadValue, format!("`{name}` cannot lie here: a `{}` {wanted}{places}", kind.name)))
    }

    pub(crate) fn role_named(&self, here: &Cursor<'_>) -> Result<RoleId> {
        self.names.roles.find(here, "role", here.text()?)
    }

    pub(crate) fn type_by_name(&self, here: &Cursor<'_>) -> Result<TypeId> {
        self.named_type(here, here.text()?)
    }

    pub(crate) fn condition_named(
        &self,
        tool: Option<ToolId>,
        here: &Cursor<'_>,
        name: &str,
    ) -> Result<ConditionId> {
        let own = tool.map(|tool| format!("{}.{name}", self.tools[tool.index()].name));
        let found =
            own.and_then(|own| self.names.conditions.get(&own)).or_else(|| self.names.conditions.get(name));
        found.ok_or_else(|| {
            let prefix = tool.map(|tool| format!("{}.", self.tools[tool.index()].name)).unwrap_or_default();
            let known =
                self.names.conditions.keys().map(|known| known.strip_prefix(&*prefix).unwrap_or(known));
            unknown(here, "condition", name, known)
        })
    }

    pub(crate) fn read_cell(&self, tool: ToolId, here: &Cursor<'_>) -> Result<Cell> {
        let text = here.text()?;
        match text {
            "no" => Ok(Cell::No),
            "yes" => Ok(Cell::Yes),
            "never" => Ok(Cell::Never),
            _ => match text.strip_prefix("if ") {
                Some(name) => self.condition_named(Some(tool), here, name.trim()).map(Cell::If),
                None => Err(here.error(
                    Code::BadValue,
                    format!("`{text}` is not a cell; it can be `yes`, `no`, `never` or `if` and a condition"),
                )),
            },
        }
    }

    pub(crate) fn set_cell(
        &self,
        row: &mut Row,
        tool: ToolId,
        column: &str,
        cell: Cell,
        here: &Cursor<'_>,
    ) -> Result<()> {
        let owner = &self.tools[tool.index()];
        let ladder = owner.levels.ladder().map(|ladder| self.ladder(ladder));
        if let Some(level) = ladder.and_then(|ladder| level(ladder, column)) {
            row.levels[level.0 as usize] = cell;
        } else if let Some(extra) = self.names.extras.get(&format!("{}.{column}", owner.name)) {
            row.set_extra(extra, cell);
        } else if let Some(role) = self.role(column) {
            row.set_role(role, cell);
        } else {
            let levels =
                ladder.into_iter().flat_map(|ladder| ladder.levels.iter().map(|(name, _)| name.as_str()));
            let extras = owner.extras.iter().map(|extra| self.extra(*extra).name.as_str());
            let known = levels.chain(extras).chain(self.names.roles.keys());
            return Err(unknown(here, &format!("column of `{}`", owner.name), column, known));
        }
        Ok(())
    }

    pub(crate) fn read_role(&self, name: &str, entry: &Cursor<'_>) -> Result<Role> {
        entry.only(&["title", "on", "exclusive", "levels", "granulars", "assigns"])?;
        self.role_body(name, entry)
    }

    /// A role as a change brings it: its name is one of the keys.
    pub(crate) fn read_changed_role(&self, name: &Cursor<'_>, change: &Cursor<'_>) -> Result<Role> {
        change.only(&["kind", "role", "title", "on", "exclusive", "levels", "granulars", "assigns"])?;
        bounded(change, self.roles.len() + 1, limits::CATALOG_ENTRIES, "roles")?;
        self.role_body(identifier(name)?, change)
    }

    pub(crate) fn check_cycles(&self, here: &Cursor<'_>) -> Result<()> {
        super::lint::no_cycles(self, here)
    }

    fn role_body(&self, name: &str, entry: &Cursor<'_>) -> Result<Role> {
        let on = self.type_by_name(&entry.need("on")?)?;
        let exclusive = entry.get("exclusive").map_or(Ok(false), |value| value.bool())?;
        let mut role = Role {
            name: name.to_owned(),
            title: title(entry)?,
            on,
            exclusive,
            every: None,
            levels: Vec::new(),
            extras: Vec::new(),
            assigns: Vec::new(),
        };
        entry.each("levels", &mut |tool, level| self.role_level(&mut role, tool, level))?;
        role.extras = set(entry.list("granulars", &|item| self.role_granular(item))?);
        role.assigns = set(entry.list("assigns", &|item| self.role_named(item))?);
        Ok(role)
    }

    fn role_level(&self, role: &mut Role, tool: &str, here: &Cursor<'_>) -> Result<()> {
        let name = here.text()?;
        if tool == "*" {
            role.every = Some(name.to_owned());
            let known =
                self.ladders.iter().flat_map(|ladder| ladder.levels.iter().map(|(level, _)| level.as_str()));
            let some = self.ladders.iter().any(|ladder| level(ladder, name).is_some());
            return if some { Ok(()) } else { Err(unknown(here, "level", name, known)) };
        }
        let id = self.names.tools.find(here, "tool", tool)?;
        let Levels::Own(ladder) = self.tools[id.index()].levels else {
            return Err(here.error(Code::BadValue, format!("tool `{tool}` has no levels of its own to give")));
        };
        let ladder = self.ladder(ladder);
        let known = ladder.levels.iter().map(|(level, _)| level.as_str());
        let level =
            level(ladder, name).ok_or_else(|| unknown(here, &format!("level of `{tool}`"), name, known))?;
        role.levels.push((id, level));
        Ok(())
    }

    fn role_granular(&self, here: &Cursor<'_>) -> Result<ExtraId> {
        let name = here.text()?;
        match self.column(name) {
            Some(Column::Extra(extra)) if self.extra(extra).active_at.is_some() => Ok(extra),
            Some(Column::Extra(_)) => Err(here.error(
                Code::BadValue,
                format!("`{name}` is a privilege: it is given to a person, not through a role"),
            )),
            Some(Column::Level(..)) => Err(here.error(
                Code::BadValue,
                format!("`{name}` is a level: it is written in `levels`, by its tool"),
            )),
            _ => {
                let known = self.columns_of_tools();
                Err(unknown(here, "granular", name, known.iter().map(String::as_str)))
            }
        }
    }

    /// An attribute of a space, or of a resource type.
    pub(crate) fn attribute_named(
        &self,
        space: Space,
        of: Option<TypeId>,
        here: &Cursor<'_>,
        name: &str,
    ) -> Result<AttributeId> {
        let found = self.names.attribute(space, name);
        let declared =
            |id: &AttributeId| of.is_none_or(|kind| self.types()[kind.index()].attributes.contains(id));
        found.filter(declared).ok_or_else(|| {
            let listed = |id: usize| {
                of.is_none_or(|kind| self.types()[kind.index()].attributes.contains(&AttributeId::at(id)))
            };
            let known = self
                .attributes
                .iter()
                .enumerate()
                .filter(|(id, attribute)| attribute.space == space && listed(*id));
            let near = did_you_mean(name, known.map(|(_, attribute)| attribute.name.as_str()));
            let whose = match (space, of) {
                (_, Some(kind)) => {
                    format!("a `{}` has no attribute", self.types()[kind.index()].name)
                }
                (Space::Settings, _) => "there is no setting".to_owned(),
                (Space::Context, _) => "the context has no attribute".to_owned(),
                (Space::Resource, None) => "no resource type has an attribute".to_owned(),
                _ => "users have no attribute".to_owned(),
            };
            here.error(Code::UnknownName, format!("{whose} `{name}`{near}"))
        })
    }
}
