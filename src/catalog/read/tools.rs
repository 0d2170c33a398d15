//! Ladders, tools, their columns and their actions: the names of the matrix.

use super::{Reader, bounded, few, identifier, named, title};
use crate::catalog::names::{level, unknown};
use crate::catalog::{Action, Extra, Ladder, Levels, Title, Tool};
use crate::data::Cursor;
use crate::error::{Code, Result};
use crate::ids::{ActionId, ExtraId, Level, ToolId};
use crate::limits;

const TOOL_KEYS: [&str; 9] =
    ["title", "on", "ladder", "borrows", "granulars", "privileges", "conditions", "implies", "actions"];

impl Reader {
    pub(super) fn ladders(&mut self, root: &Cursor<'_>) -> Result<()> {
        few(root, "ladders")?;
        root.each("ladders", &mut |name, entry| {
            named(entry, name)?;
            bounded(entry, entry.len(), limits::LEVELS, "levels")?;
            let levels = Self::ladder_levels(entry)?;
            self.frame().ladders.push(Ladder { name: name.to_owned(), levels });
            self.catalog.names.ladders.enter(name);
            Ok(())
        })
    }

    pub(super) fn ladder_levels(entry: &Cursor<'_>) -> Result<Vec<(String, Title)>> {
        let mut levels: Vec<(String, Title)> = Vec::new();
        for item in entry.items()? {
            item.only(&["level", "title"])?;
            let name = identifier(&item.need("level")?)?;
            if levels.iter().any(|(known, _)| known == name) {
                return Err(
                    item.error(Code::DuplicateName, format!("level `{name}` stands twice on this ladder"))
                );
            }
            levels.push((name.to_owned(), title(&item)?));
        }
        if levels.is_empty() {
            return Err(
                entry.error(Code::BadValue, "a ladder has at least one level: the one that everybody has")
            );
        }
        Ok(levels)
    }

    /// Enters tools, their columns and their actions; cells come when all names are known.
    pub(super) fn tools(&mut self, root: &Cursor<'_>) -> Result<()> {
        let tools = root.need("tools")?;
        few(root, "tools")?;
        for (name, entry) in tools.entries()? {
            named(&entry, name)?;
            entry.only(&TOOL_KEYS)?;
            self.catalog.names.tools.enter(name);
        }
        for (name, entry) in tools.entries()? {
            let on = self.catalog.type_by_name(&entry.need("on")?)?;
            let levels = self.own_ladder(&entry)?;
            let tool = Tool {
                name: name.to_owned(),
                title: title(&entry)?,
                on,
                levels,
                extras: Vec::new(),
                actions: Vec::new(),
                implies: Vec::new(),
            };
            self.frame().tools.push(tool);
        }
        self.each_tool(root, &mut |reader, tool, entry| {
            reader.borrowed_ladder(tool, entry)?;
            reader.extras(tool, entry)?;
            reader.actions(tool, entry)
        })?;
        self.columns_fit(&tools)?;
        self.items_of_types(root)
    }

    fn columns_fit(&self, tools: &Cursor<'_>) -> Result<()> {
        let own = |tool: &Tool| match tool.levels {
            Levels::Own(ladder) => self.catalog.ladder(ladder).levels.len(),
            _ => 0,
        };
        let levels: usize = self.catalog.tools.iter().map(own).sum();
        bounded(
            tools,
            levels + self.catalog.extras.len(),
            limits::COLUMNS,
            "levels, granulars and privileges",
        )
    }

    pub(super) fn own_ladder(&self, entry: &Cursor<'_>) -> Result<Levels> {
        let Some(ladder) = entry.get("ladder") else {
            return Ok(Levels::None);
        };
        self.catalog.names.ladders.find(&ladder, "ladder", ladder.text()?).map(Levels::Own)
    }

    pub(super) fn borrowed_ladder(&mut self, tool: ToolId, entry: &Cursor<'_>) -> Result<()> {
        let Some(borrows) = entry.get("borrows") else {
            return Ok(());
        };
        let own = self.catalog.tools[tool.index()].levels;
        let levels = match (borrows.text()?, own) {
            ("item", Levels::Own(ladder)) => Levels::OfItem(ladder),
            ("item", _) => return Err(borrows.error(Code::MissingKey, "a tool that takes the level of the item's tool names in `ladder` the one its cells are keyed by")),
            (_, Levels::Own(_)) => return Err(borrows.error(Code::BadValue, "a tool has a `ladder` of its own or `borrows` one, not both")),
            (name, _) => {
                let source = self.catalog.names.tools.find(&borrows, "tool", name)?;
                match self.catalog.tools[source.index()].levels {
                    Levels::Own(ladder) => Levels::Of(source, ladder),
                    _ => return Err(borrows.error(Code::BadValue, format!("tool `{name}` has no ladder of its own to lend"))),
                }
            }
        };
        self.frame().tools[tool.index()].levels = levels;
        Ok(())
    }

    pub(super) fn extras(&mut self, tool: ToolId, entry: &Cursor<'_>) -> Result<()> {
        entry.each("granulars", &mut |name, granular| {
            granular.only(&["title", "levels", "always"])?;
            let between = self.between(tool, granular)?;
            let active_at = self.levels_named(tool, granular, "levels")?.unwrap_or(between);
            let always = self.levels_named(tool, granular, "always")?.unwrap_or(0);
            self.extra(tool, name, granular, Some(active_at | always), always)
        })?;
        entry.each("privileges", &mut |name, privilege| {
            privilege.only(&["title"])?;
            self.extra(tool, name, privilege, None, 0)
        })
    }

    /// S6: all levels between the lowest and the highest.
    pub(super) fn between(&self, tool: ToolId, here: &Cursor<'_>) -> Result<u32> {
        let Some(ladder) = self.catalog.tools[tool.index()].levels.ladder() else {
            return Err(here.error(
                Code::BadValue,
                "a granular needs levels, and this tool has none; a privilege does not",
            ));
        };
        let count = self.catalog.ladder(ladder).levels.len();
        Ok((1..count.saturating_sub(1)).map(|level| 1 << level).sum())
    }

    pub(super) fn levels_named(&self, tool: ToolId, granular: &Cursor<'_>, key: &str) -> Result<Option<u32>> {
        let Some(list) = granular.get(key) else {
            return Ok(None);
        };
        let mut bits = 0;
        for item in list.items()? {
            bits |= 1 << self.level_named(tool, &item, item.text()?)?.0;
        }
        Ok(Some(bits))
    }

    pub(super) fn level_named(&self, tool: ToolId, here: &Cursor<'_>, name: &str) -> Result<Level> {
        let tool = &self.catalog.tools[tool.index()];
        let Some(ladder) = tool.levels.ladder() else {
            return Err(here.error(Code::BadValue, format!("tool `{}` has no levels", tool.name)));
        };
        let ladder = self.catalog.ladder(ladder);
        let known = ladder.levels.iter().map(|(level, _)| level.as_str());
        level(ladder, name).ok_or_else(|| unknown(here, &format!("level of `{}`", tool.name), name, known))
    }

    pub(super) fn extra(
        &mut self,
        tool: ToolId,
        name: &str,
        entry: &Cursor<'_>,
        active_at: Option<u32>,
        always: u32,
    ) -> Result<()> {
        named(entry, name)?;
        let owner = &self.catalog.tools[tool.index()];
        let taken =
            owner.levels.ladder().is_some_and(|ladder| level(self.catalog.ladder(ladder), name).is_some());
        let full = format!("{}.{name}", owner.name);
        if taken || self.catalog.names.extras.get(&full).is_some() {
            return Err(entry
                .error(Code::DuplicateName, format!("tool `{}` has another column `{name}`", owner.name)));
        }
        bounded(entry, self.catalog.extras.len() + 1, limits::CATALOG_ENTRIES, "granulars and privileges")?;
        let id = ExtraId::at(self.catalog.extras.len());
        self.frame().extras.push(Extra {
            tool,
            name: name.to_owned(),
            title: title(entry)?,
            active_at,
            always,
        });
        self.catalog.names.extras.enter(&full);
        self.frame().tools[tool.index()].extras.push(id);
        Ok(())
    }

    pub(super) fn actions(&mut self, tool: ToolId, entry: &Cursor<'_>) -> Result<()> {
        entry.each("actions", &mut |name, action| {
            named(action, name)?;
            action.only(&["title", "cells"])?;
            bounded(action, self.catalog.actions.len() + 1, limits::ACTIONS, "actions")?;
            let id = ActionId::at(self.catalog.actions.len());
            let full = format!("{}.{name}", self.catalog.tools[tool.index()].name);
            self.catalog.names.actions.enter(&full);
            self.frame().actions.push(Action { tool, name: full, title: title(action)? });
            self.frame().tools[tool.index()].actions.push(id);
            Ok(())
        })
    }

    pub(super) fn items_of_types(&mut self, root: &Cursor<'_>) -> Result<()> {
        let mut index = 0;
        root.each("types", &mut |_, entry| {
            if let Some(tool) = entry.get("tool") {
                let tool = self.catalog.names.tools.find(&tool, "tool", tool.text()?)?;
                self.frame().types[index].tool = Some(tool);
            }
            index += 1;
            Ok(())
        })
    }
}
