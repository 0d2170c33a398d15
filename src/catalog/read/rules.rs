//! Conditions, roles, cells and ceilings: what refers to names, read when all are known.

use super::{Reader, bounded, few, named, title};
use crate::catalog::names::{Known, unknown};
use crate::catalog::{Assigning, Catalog, Ceiling, Cell, Condition, Row, Rule, Subject};
use crate::condition::{Expr, Flaw, Space, check};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::{ActionId, ToolId};
use crate::limits;

impl Reader {
    pub(super) fn role_names(&mut self, root: &Cursor<'_>) -> Result<()> {
        few(root, "roles")?;
        root.each("roles", &mut |name, entry| {
            named(entry, name)?;
            self.catalog.names.roles.enter(name);
            Ok(())
        })
    }

    pub(super) fn conditions(&mut self, root: &Cursor<'_>) -> Result<()> {
        self.conditions_of("", root)?;
        root.each("tools", &mut |tool, entry| self.conditions_of(&format!("{tool}."), entry))
    }

    fn conditions_of(&mut self, prefix: &str, whole: &Cursor<'_>) -> Result<()> {
        whole.each("conditions", &mut |name, entry| {
            named(entry, name)?;
            entry.only(&["title", "when", "todo"])?;
            bounded(entry, self.catalog.conditions.len() + 1, limits::CATALOG_ENTRIES, "conditions")?;
            let rule = match (entry.get("when"), entry.get("todo")) {
                (Some(when), None) => Rule::When(when.text()?.to_owned(), self.expression(&when)?),
                (None, Some(todo)) => Rule::Todo(todo.text()?.to_owned()),
                _ => {
                    return Err(entry.error(Code::MissingKey, "a condition has either `when` or `todo`"));
                }
            };
            let name = format!("{prefix}{name}");
            self.catalog.names.conditions.enter(&name);
            self.frame().conditions.push(Condition { name, title: title(entry)?, rule });
            Ok(())
        })
    }

    pub(super) fn expression(&self, here: &Cursor<'_>) -> Result<Expr> {
        let catalog = &self.catalog;
        let known = Known {
            names: &catalog.names,
            attributes: &catalog.attributes,
            tools: &catalog.tools,
            ladders: &catalog.ladders,
        };
        check(here.text()?, &known).map_err(|flaw| {
            let (code, fault) = match flaw {
                Flaw::Syntax(fault) => (Code::BadCondition, fault),
                Flaw::Meaning(fault) => (Code::ConditionType, fault),
            };
            here.error(code, format!("{} (character {} of the condition)", fault.message, fault.at))
        })
    }

    pub(super) fn roles(&mut self, root: &Cursor<'_>) -> Result<()> {
        root.each("roles", &mut |name, entry| {
            let role = self.catalog.read_role(name, entry)?;
            self.catalog.roles.push(role);
            Ok(())
        })
    }

    pub(super) fn implications(&mut self, root: &Cursor<'_>) -> Result<()> {
        self.each_tool(root, &mut |reader, tool, entry| {
            let Some(implies) = entry.get("implies") else { return Ok(()) };
            for (name, list) in implies.entries()? {
                let level = reader.level_named(tool, &list, name)?;
                let roles = list.all(&|item| reader.catalog.role_named(item))?;
                reader.frame().tools[tool.index()].implies.push((level, roles));
            }
            Ok(())
        })
    }

    pub(super) fn cells(&mut self, root: &Cursor<'_>) -> Result<()> {
        self.each_tool(root, &mut |reader, tool, entry| {
            entry.each("actions", &mut |_, action| {
                let row = reader.row(tool, action)?;
                reader.catalog.rows.push(row);
                Ok(())
            })
        })
    }

    pub(super) fn row(&self, tool: ToolId, action: &Cursor<'_>) -> Result<Row> {
        let ladder = self.catalog.tools[tool.index()].levels.ladder();
        let count = ladder.map_or(0, |ladder| self.catalog.ladder(ladder).levels.len());
        let mut row = Row { levels: vec![Cell::No; count], ..Row::default() };
        action.each("cells", &mut |column, cell| {
            let value = self.catalog.read_cell(tool, cell)?;
            self.catalog.set_cell(&mut row, tool, column, value, cell)
        })?;
        Ok(row)
    }

    pub(super) fn ceilings(&mut self, root: &Cursor<'_>) -> Result<()> {
        root.each("ceilings", &mut |name, entry| {
            named(entry, name)?;
            entry.only(&["title", "when", "except", "only"])?;
            let text = entry.need("when")?;
            let when = self.expression(&text)?;
            if !when.asks().is_empty() {
                return Err(text.error(
                    Code::Cycle,
                    "a ceiling cannot ask `can`: the answer would depend on the ceiling",
                ));
            }
            let cuts = match (entry.get("except"), entry.get("only")) {
                (Some(list), None) => self.patterns(&list, false)?,
                (None, Some(list)) => self.patterns(&list, true)?,
                _ => {
                    return Err(entry.error(
                        Code::MissingKey,
                        "a ceiling has either `except` (what it cuts) or `only` (what it leaves)",
                    ));
                }
            };
            let text = text.text()?.to_owned();
            self.frame().ceilings.push(Ceiling { name: name.to_owned(), when, text, cuts });
            Ok(())
        })
    }

    pub(super) fn patterns(&self, list: &Cursor<'_>, others: bool) -> Result<Vec<u64>> {
        let actions = &self.catalog.actions;
        let mut bits = vec![0_u64; actions.len().div_ceil(64)];
        let mut listed = vec![false; actions.len()];
        for item in list.items()? {
            let pattern = item.text()?;
            let mut met = false;
            for (index, action) in actions.iter().enumerate() {
                let prefix =
                    pattern.strip_suffix('*').filter(|prefix| prefix.is_empty() || prefix.ends_with('.'));
                let fits = prefix.map_or(action.name == pattern, |prefix| action.name.starts_with(prefix));
                met |= fits;
                listed[index] |= fits;
            }
            if !met {
                return Err(unknown(&item, "action or pattern", pattern, self.catalog.names.actions.keys()));
            }
        }
        for (index, listed) in listed.iter().enumerate() {
            bits[index / 64] |= u64::from(*listed != others) << (index % 64);
        }
        Ok(bits)
    }

    pub(super) fn changes(&mut self, root: &Cursor<'_>) -> Result<()> {
        root.each("changes", &mut |kind, entry| {
            known_change(entry, kind)?;
            self.change(kind, entry)
        })
    }

    /// One action for all, or one for each type of resource, or each setting, that the change is about.
    fn change(&mut self, kind: &str, entry: &Cursor<'_>) -> Result<()> {
        if !matches!(entry.data(), Data::Map(_)) {
            let action = self.action_named(entry)?;
            self.frame().changes.push((kind.to_owned(), None, action));
            return Ok(());
        }
        for (name, entry) in entry.entries()? {
            let of = if kind == "set_setting" {
                self.catalog.attribute_named(Space::Settings, None, &entry, name).map(Subject::Setting)
            } else {
                self.catalog.named_type(&entry, name).map(Subject::Type)
            }?;
            let action = self.action_named(&entry)?;
            self.frame().changes.push((kind.to_owned(), Some(of), action));
        }
        Ok(())
    }

    pub(super) fn action_named(&self, here: &Cursor<'_>) -> Result<ActionId> {
        self.catalog.names.actions.find(here, "action", here.text()?)
    }

    /// S20
    pub(super) fn assigning(&mut self, root: &Cursor<'_>) -> Result<()> {
        let Some(entry) = root.get("assigning") else { return Ok(()) };
        entry.only(&["any", "own_reach"])?;
        let any = entry.get("any").map(|action| self.action_named(&action)).transpose()?;
        let own_reach = entry.get("own_reach").map_or(Ok(false), |value| value.bool())?;
        self.frame().assigning = Some(Assigning { any, own_reach });
        Ok(())
    }
}

/// Checks that changes of this kind are there.
pub(super) fn known_change(here: &Cursor<'_>, kind: &str) -> Result<()> {
    if Catalog::KINDS_OF_CHANGE.contains(&kind) {
        return Ok(());
    }
    Err(unknown(here, "kind of change", kind, Catalog::KINDS_OF_CHANGE))
}
