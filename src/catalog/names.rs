//! From names to ids; also the vocabulary that conditions are checked against.

use super::{Attribute, Ladder, Levels, Tool};
use crate::condition::{Column, Space, Type, Vocabulary};
use crate::ids::{ActionId, AttributeId, ConditionId, ExtraId, LadderId, Level, RoleId, ToolId, TypeId};
use std::collections::BTreeMap;

/// Every name of a catalog.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub types: BTreeMap<String, TypeId>,
    pub ladders: BTreeMap<String, LadderId>,
    pub tools: BTreeMap<String, ToolId>,
    /// `tool.name` of granulars and privileges.
    pub extras: BTreeMap<String, ExtraId>,
    pub actions: BTreeMap<String, ActionId>,
    pub roles: BTreeMap<String, RoleId>,
    pub conditions: BTreeMap<String, ConditionId>,
    pub attributes: BTreeMap<(Space, String), AttributeId>,
}

impl Names {
    /// `tool.level`, `tool.granular`, `tool.privilege` or a role.
    pub fn column(&self, tools: &[Tool], ladders: &[Ladder], name: &str) -> Option<Column> {
        let Some((tool, own)) = name.split_once('.') else {
            return self.roles.get(name).map(|role| Column::Role(*role));
        };
        if let Some(extra) = self.extras.get(name) {
            return Some(Column::Extra(*extra));
        }
        let tool = *self.tools.get(tool)?;
        let Levels::Own(ladder) = tools[tool.index()].levels else {
            return None;
        };
        level(&ladders[ladder.index()], own).map(|level| Column::Level(tool, level))
    }

    /// The attribute of a space.
    pub fn attribute(&self, space: Space, name: &str) -> Option<AttributeId> {
        self.attributes.get(&(space, name.to_owned())).copied()
    }
}

/// A level by its name.
pub fn level(ladder: &Ladder, name: &str) -> Option<Level> {
    ladder.levels.iter().position(|(level, _)| level == name).map(|place| Level(place as u8))
}

/// What is known when conditions are checked: all names, no cells yet.
pub struct Known<'a> {
    pub names: &'a Names,
    pub attributes: &'a [Attribute],
    pub tools: &'a [Tool],
    pub ladders: &'a [Ladder],
}

impl Vocabulary for Known<'_> {
    fn attribute(&self, space: Space, name: &str) -> Option<(AttributeId, Type)> {
        self.names.attribute(space, name).map(|id| (id, self.attributes[id.index()].kind))
    }

    fn attributes(&self, space: Space) -> Vec<&str> {
        self.attributes
            .iter()
            .filter(|attribute| attribute.space == space)
            .map(|attribute| attribute.name.as_str())
            .collect()
    }

    fn tool(&self, name: &str) -> Option<ToolId> {
        let tool = *self.names.tools.get(name)?;
        self.tools[tool.index()].levels.ladder().map(|_| tool)
    }

    fn level(&self, tool: ToolId, name: &str) -> Option<Level> {
        let ladder = self.tools[tool.index()].levels.ladder()?;
        level(&self.ladders[ladder.index()], name)
    }

    fn column(&self, name: &str) -> Option<Column> {
        self.names.column(self.tools, self.ladders, name)
    }

    fn action(&self, name: &str) -> Option<ActionId> {
        self.names.actions.get(name).copied()
    }

    fn names(&self, kind: &str) -> Vec<&str> {
        match kind {
            "tool" => self.names.tools.keys().map(String::as_str).collect(),
            "action" => self.names.actions.keys().map(String::as_str).collect(),
            _ => self.names.extras.keys().chain(self.names.roles.keys()).map(String::as_str).collect(),
        }
    }
}
