//! From names to ids; also the vocabulary that conditions are checked against.

use super::{Attribute, Ladder, Levels, Tool};
use crate::condition::{Column, Space, Type, Vocabulary};
use crate::cut::cut;
use crate::data::Cursor;
use crate::error::{Code, Error, Result, did_you_mean};
use crate::ids::{ActionId, AttributeId, ConditionId, ExtraId, LadderId, Level, RoleId, ToolId, TypeId};
use std::marker::PhantomData;

/// Names and what they stand for. One table for all kinds of ids: a map for each kind would stand in the module once for
/// each.
#[derive(Clone, Debug)]
pub struct Named<Id> {
    table: Table,
    kind: PhantomData<Id>,
}

impl<Id> Default for Named<Id> {
    fn default() -> Self {
        Self { table: Table::default(), kind: PhantomData }
    }
}

impl<Id: From<u16>> Named<Id> {
    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<Id> {
        self.table.get(name).map(Id::from)
    }

    /// What a name stands for that something must bear.
    pub fn find(&self, here: &Cursor<'_>, kind: &str, name: &str) -> Result<Id> {
        self.table.find(here, kind, name).map(Id::from)
    }

    /// Enters a name for the next thing of this kind.
    pub fn enter(&mut self, name: &str) {
        self.insert(name, self.table.0.len());
    }

    /// Enters a name for the thing with this number.
    pub fn insert(&mut self, name: &str, number: usize) {
        self.table.insert(name, number as u16);
    }

    /// All names, sorted.
    pub fn keys(&self) -> Names<'_> {
        self.table.0.iter().map(first)
    }
}

/// Names of a table.
pub type Names<'n> = std::iter::Map<std::slice::Iter<'n, (String, u16)>, fn(&(String, u16)) -> &str>;

fn first(entry: &(String, u16)) -> &str {
    &entry.0
}

/// Names, sorted, and their numbers.
#[derive(Clone, Debug, Default)]
struct Table(Vec<(String, u16)>);

impl Table {
    fn place(&self, name: &str) -> std::result::Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    fn get(&self, name: &str) -> Option<u16> {
        self.place(name).ok().map(|place| self.0[place].1)
    }

    fn find(&self, here: &Cursor<'_>, kind: &str, name: &str) -> Result<u16> {
        self.get(name).ok_or_else(|| unknown(here, kind, name, self.0.iter().map(first)))
    }

    fn insert(&mut self, name: &str, number: u16) {
        match self.place(name) {
            Ok(place) => self.0[place].1 = number,
            Err(place) => self.0.insert(place, (name.to_owned(), number)),
        }
    }
}

/// An error for a name that nothing bears, with the nearest that something does.
pub fn unknown<'n>(
    here: &Cursor<'_>,
    kind: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Error {
    nothing_bears(here, kind, name, &did_you_mean(name, known))
}

fn nothing_bears(here: &Cursor<'_>, kind: &str, name: &str, near: &str) -> Error {
    here.error(Code::UnknownName, format!("unknown {kind} `{name}`{near}"))
}

/// Every name of a catalog.
#[derive(Clone, Debug, Default)]
pub struct Vocabularies {
    pub types: Named<TypeId>,
    pub ladders: Named<LadderId>,
    pub tools: Named<ToolId>,
    /// `tool.name` of granulars and privileges.
    pub extras: Named<ExtraId>,
    pub actions: Named<ActionId>,
    pub roles: Named<RoleId>,
    pub conditions: Named<ConditionId>,
    /// By space: of subjects, resources, the context, settings.
    pub attributes: [Named<AttributeId>; 4],
}

impl Vocabularies {
    /// `tool.level`, `tool.granular`, `tool.privilege` or a role.
    pub fn column(&self, tools: &[Tool], ladders: &[Ladder], name: &str) -> Option<Column> {
        let Some((tool, own)) = cut(name, b'.') else {
            return self.roles.get(name).map(Column::Role);
        };
        if let Some(extra) = self.extras.get(name) {
            return Some(Column::Extra(extra));
        }
        let tool = self.tools.get(tool)?;
        let Levels::Own(ladder) = tools[tool.index()].levels else {
            return None;
        };
        level(&ladders[ladder.index()], own).map(|level| Column::Level(tool, level))
    }

    /// All that `column` knows by tool and dot, for suggestions.
    pub fn columns(&self, tools: &[Tool], ladders: &[Ladder]) -> Vec<String> {
        let mut columns: Vec<String> = self.extras.keys().map(str::to_owned).collect();
        for tool in tools {
            if let Levels::Own(ladder) = tool.levels {
                let levels = ladders[ladder.index()].levels.iter();
                columns.extend(levels.map(|(level, _)| format!("{}.{level}", tool.name)));
            }
        }
        columns
    }

    /// The attribute of a space.
    pub fn attribute(&self, space: Space, name: &str) -> Option<AttributeId> {
        self.attributes[space as usize].get(name)
    }
}

/// A level by its name.
pub fn level(ladder: &Ladder, name: &str) -> Option<Level> {
    ladder.levels.iter().position(|(level, _)| level == name).map(|place| Level(place as u8))
}

/// What is known when conditions are checked: all names, no cells yet.
pub struct Known<'a> {
    pub names: &'a Vocabularies,
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
        let tool = self.names.tools.get(name)?;
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
        self.names.actions.get(name)
    }

    fn names(&self, kind: &str) -> Vec<String> {
        match kind {
            "tool with levels" => {
                let levelled = self.tools.iter().filter(|tool| tool.levels.ladder().is_some());
                levelled.map(|tool| tool.name.clone()).collect()
            }
            "action" => self.names.actions.keys().map(str::to_owned).collect(),
            _ => {
                let mut columns = self.names.columns(self.tools, self.ladders);
                columns.extend(self.names.roles.keys().map(str::to_owned));
                columns
            }
        }
    }
}
