//! Reading a catalog: first every name is entered, then everything that refers to names is checked.

use super::names::{Known, Names, level};
use super::{
    Action, Attribute, Catalog, Ceiling, Cell, Condition, Extra, Ladder, Levels, ResourceType, Role, Row,
    Rule, Setting, Title, Tool, stored,
};
use crate::condition::{Column, Expr, Scalar, Space, Type, check};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result, did_you_mean};
use crate::ids::{ActionId, AttributeId, ConditionId, ExtraId, LadderId, Level, RoleId, ToolId, TypeId};
use crate::limits;

const KEYS: [&str; 13] = [
    "permatrix",
    "name",
    "title",
    "types",
    "subject",
    "context",
    "settings",
    "ladders",
    "conditions",
    "tools",
    "roles",
    "ceilings",
    "changes",
];
const TOOL_KEYS: [&str; 9] =
    ["title", "on", "ladder", "borrows", "granulars", "privileges", "conditions", "implies", "actions"];

/// Reads and checks a whole catalog.
pub fn catalog(root: Cursor<'_>) -> Result<Catalog> {
    root.only(&KEYS)?;
    let place = root.place();
    version(&root)?;
    let mut reader = Reader::new(identifier(&root.need(&place, "name")?)?.to_owned(), title(&root)?);
    reader.types(&root)?;
    reader.attributes(&root)?;
    reader.settings(&root)?;
    reader.ladders(&root)?;
    reader.tools(&root)?;
    reader.role_names(&root)?;
    reader.conditions(&root)?;
    reader.roles(&root)?;
    reader.implications(&root)?;
    reader.cells(&root)?;
    reader.ceilings(&root)?;
    reader.changes(&root)?;
    super::lint::no_cycles(&reader.catalog, &root)?;
    Ok(reader.catalog)
}

/// The format version of a document.
pub(crate) fn version(root: &Cursor<'_>) -> Result<()> {
    let place = root.place();
    let version = root.need(&place, "permatrix")?;
    match version.data() {
        Data::Number(1.0) => Ok(()),
        _ => Err(version.error(Code::BadVersion, "this program reads version 1: `\"permatrix\": 1`")),
    }
}

/// A title: a text, or texts by language.
pub(crate) fn title(of: &Cursor<'_>) -> Result<Title> {
    let place = of.place();
    let Some(title) = of.get(&place, "title") else {
        return Ok(Title::default());
    };
    if let Data::Text(text) = title.data() {
        return Ok(Title(vec![(String::new(), text.clone())]));
    }
    let place = title.place();
    let texts =
        title.entries(&place)?.map(|(language, text)| Ok((language.to_owned(), text.text()?.to_owned())));
    texts.collect::<Result<Vec<_>>>().map(Title)
}

fn well_formed(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && name.len() <= limits::NAME_BYTES
}

fn identifier<'a>(here: &Cursor<'a>) -> Result<&'a str> {
    let name = here.text()?;
    named(here, name).map(|()| name)
}

fn named(here: &Cursor<'_>, name: &str) -> Result<()> {
    if well_formed(name) {
        return Ok(());
    }
    let message = format!(
        "`{name}` is not a name: lower case letters, digits and `_`, a letter first, at most {} of them",
        limits::NAME_BYTES
    );
    Err(here.error(Code::BadName, message))
}

fn unknown<'n>(
    here: &Cursor<'_>,
    kind: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> crate::Error {
    here.error(Code::UnknownName, format!("unknown {kind} `{name}`{}", did_you_mean(name, known)))
}

fn bounded(here: &Cursor<'_>, count: usize, most: usize, what: &str) -> Result<()> {
    if count <= most {
        return Ok(());
    }
    Err(here.error(Code::Limit, format!("more than {most} {what}")))
}

struct Reader {
    catalog: Catalog,
}

impl Reader {
    fn new(name: String, title: Title) -> Self {
        let catalog = Catalog {
            name,
            title,
            types: Vec::new(),
            attributes: Vec::new(),
            settings: Vec::new(),
            ladders: Vec::new(),
            tools: Vec::new(),
            extras: Vec::new(),
            actions: Vec::new(),
            rows: Vec::new(),
            conditions: Vec::new(),
            roles: Vec::new(),
            ceilings: Vec::new(),
            changes: Vec::new(),
            names: Names::default(),
        };
        Self { catalog }
    }

    fn types(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let types = root.need(&place, "types")?;
        bounded(&types, types.len(), limits::CATALOG_ENTRIES, "resource types")?;
        let place = types.place();
        for (index, (name, entry)) in types.entries(&place)?.enumerate() {
            named(&entry, name)?;
            if ["user", "group"].contains(&name) {
                return Err(entry.error(
                    Code::BadName,
                    format!("`{name}` is the type of subjects and cannot be a resource type"),
                ));
            }
            entry.only(&["title", "within", "attributes", "tool"])?;
            self.catalog.names.types.insert(name.to_owned(), TypeId::at(index));
        }
        for (name, entry) in types.entries(&place)? {
            let within = self.within(&entry)?;
            let kind = ResourceType {
                name: name.to_owned(),
                title: title(&entry)?,
                within,
                attributes: Vec::new(),
                tool: None,
            };
            self.catalog.types.push(kind);
        }
        self.no_circle_of_types(&types)
    }

    fn within(&self, entry: &Cursor<'_>) -> Result<Vec<TypeId>> {
        let place = entry.place();
        let Some(list) = entry.get(&place, "within") else {
            return Ok(Vec::new());
        };
        let place = list.place();
        list.items(&place)?.map(|item| self.type_named(&item)).collect()
    }

    fn type_named(&self, here: &Cursor<'_>) -> Result<TypeId> {
        let name = here.text()?;
        let types = &self.catalog.names.types;
        types
            .get(name)
            .copied()
            .ok_or_else(|| unknown(here, "resource type", name, types.keys().map(String::as_str)))
    }

    /// A type may lie within itself; a longer circle has no top.
    fn no_circle_of_types(&self, types: &Cursor<'_>) -> Result<()> {
        let count = self.catalog.types.len();
        let mut settled = vec![false; count];
        for _ in 0..count {
            for index in 0..count {
                let within = &self.catalog.types[index].within;
                settled[index] |= within.iter().all(|above| above.index() == index || settled[above.index()]);
            }
        }
        match settled.iter().position(|done| !done) {
            None => Ok(()),
            Some(index) => {
                let name = &self.catalog.types[index].name;
                Err(types.error(Code::Cycle, format!("type `{name}` would lie within itself through others")))
            }
        }
    }

    fn attributes(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        for (space, key) in [(Space::Subject, "subject"), (Space::Context, "context")] {
            let Some(entries) = root.get(&place, key) else {
                continue;
            };
            let place = entries.place();
            for (name, entry) in entries.entries(&place)? {
                self.attribute(space, name, &entry)?;
            }
        }
        let types = root.need(&place, "types")?;
        let place = types.place();
        for (index, (_, kind)) in types.entries(&place)?.enumerate() {
            let place = kind.place();
            let Some(entries) = kind.get(&place, "attributes") else {
                continue;
            };
            let place = entries.place();
            for (name, entry) in entries.entries(&place)? {
                let id = self.attribute(Space::Resource, name, &entry)?;
                self.catalog.types[index].attributes.push(id);
            }
        }
        Ok(())
    }

    fn attribute(&mut self, space: Space, name: &str, entry: &Cursor<'_>) -> Result<AttributeId> {
        named(entry, name)?;
        let kind = self.kind(entry)?;
        if let Some(known) = self.catalog.names.attribute(space, name) {
            if self.catalog.attributes[known.index()].kind == kind {
                return Ok(known);
            }
            let message = format!(
                "attribute `{name}` is of another type elsewhere in this catalog; one name has one type"
            );
            return Err(entry.error(Code::DuplicateName, message));
        }
        bounded(entry, self.catalog.attributes.len() + 1, limits::CATALOG_ENTRIES, "attributes")?;
        let id = AttributeId::at(self.catalog.attributes.len());
        self.catalog.attributes.push(Attribute { space, name: name.to_owned(), kind });
        self.catalog.names.attributes.insert((space, name.to_owned()), id);
        Ok(id)
    }

    fn kind(&self, entry: &Cursor<'_>) -> Result<Type> {
        if !matches!(entry.data(), Data::List(_)) {
            return self.scalar(entry).map(Type::One);
        }
        let place = entry.place();
        let items: Vec<Cursor<'_>> = entry.items(&place)?.collect();
        match items.as_slice() {
            [one] => self.scalar(one).map(Type::List),
            _ => {
                Err(entry
                    .error(Code::BadValue, "a list type names the type of its elements once: `[\"user\"]`"))
            }
        }
    }

    fn scalar(&self, here: &Cursor<'_>) -> Result<Scalar> {
        const KINDS: [(&str, Scalar); 9] = [
            ("bool", Scalar::Bool),
            ("int", Scalar::Int),
            ("double", Scalar::Double),
            ("string", Scalar::Text),
            ("timestamp", Scalar::Time),
            ("duration", Scalar::Span),
            ("user", Scalar::User),
            ("group", Scalar::Group),
            ("resource", Scalar::Resource(None)),
        ];
        let name = here.text()?;
        if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == name) {
            return Ok(*kind);
        }
        let types = &self.catalog.names.types;
        let known = KINDS.iter().map(|(known, _)| *known).chain(types.keys().map(String::as_str));
        types
            .get(name)
            .map(|id| Scalar::Resource(Some(*id)))
            .ok_or_else(|| unknown(here, "attribute type", name, known))
    }

    fn settings(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let Some(settings) = root.get(&place, "settings") else {
            return Ok(());
        };
        let place = settings.place();
        for (name, entry) in settings.entries(&place)? {
            entry.only(&["title", "type", "values", "default"])?;
            let place = entry.place();
            let attribute = self.attribute(Space::Settings, name, &entry.need(&place, "type")?)?;
            let values = match entry.get(&place, "values") {
                None => Vec::new(),
                Some(list) => {
                    let place = list.place();
                    list.items(&place)?.map(|item| item.text().map(str::to_owned)).collect::<Result<_>>()?
                }
            };
            let default = entry.need(&place, "default")?;
            let value = stored(self.catalog.attributes[attribute.index()].kind, &default)?;
            let setting = Setting { attribute, title: title(&entry)?, values, default: value };
            setting.admits(&setting.default, &default)?;
            self.catalog.settings.push(setting);
        }
        Ok(())
    }

    fn ladders(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let Some(ladders) = root.get(&place, "ladders") else {
            return Ok(());
        };
        bounded(&ladders, ladders.len(), limits::CATALOG_ENTRIES, "ladders")?;
        let place = ladders.place();
        for (index, (name, entry)) in ladders.entries(&place)?.enumerate() {
            named(&entry, name)?;
            bounded(&entry, entry.len(), limits::LEVELS, "levels")?;
            let levels = Self::ladder_levels(&entry)?;
            self.catalog.ladders.push(Ladder { name: name.to_owned(), levels });
            self.catalog.names.ladders.insert(name.to_owned(), LadderId::at(index));
        }
        Ok(())
    }

    fn ladder_levels(entry: &Cursor<'_>) -> Result<Vec<(String, Title)>> {
        let place = entry.place();
        let mut levels: Vec<(String, Title)> = Vec::new();
        for item in entry.items(&place)? {
            item.only(&["level", "title"])?;
            let place = item.place();
            let name = identifier(&item.need(&place, "level")?)?;
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
    fn tools(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let tools = root.need(&place, "tools")?;
        bounded(&tools, tools.len(), limits::CATALOG_ENTRIES, "tools")?;
        let place = tools.place();
        for (index, (name, entry)) in tools.entries(&place)?.enumerate() {
            named(&entry, name)?;
            entry.only(&TOOL_KEYS)?;
            self.catalog.names.tools.insert(name.to_owned(), ToolId::at(index));
        }
        for (name, entry) in tools.entries(&place)? {
            let place = entry.place();
            let on = self.type_named(&entry.need(&place, "on")?)?;
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
            self.catalog.tools.push(tool);
        }
        for (index, (_, entry)) in tools.entries(&place)?.enumerate() {
            self.borrowed_ladder(ToolId::at(index), &entry)?;
            self.extras(ToolId::at(index), &entry)?;
            self.actions(ToolId::at(index), &entry)?;
        }
        self.items_of_types(root)
    }

    fn own_ladder(&self, entry: &Cursor<'_>) -> Result<Levels> {
        let place = entry.place();
        let Some(ladder) = entry.get(&place, "ladder") else {
            return Ok(Levels::None);
        };
        let name = ladder.text()?;
        let ladders = &self.catalog.names.ladders;
        let id = ladders
            .get(name)
            .copied()
            .ok_or_else(|| unknown(&ladder, "ladder", name, ladders.keys().map(String::as_str)))?;
        Ok(Levels::Own(id))
    }

    fn borrowed_ladder(&mut self, tool: ToolId, entry: &Cursor<'_>) -> Result<()> {
        let place = entry.place();
        let Some(borrows) = entry.get(&place, "borrows") else {
            return Ok(());
        };
        let own = self.catalog.tools[tool.index()].levels;
        let levels = match (borrows.text()?, own) {
            ("item", Levels::Own(ladder)) => Levels::OfItem(ladder),
            ("item", _) => return Err(borrows.error(Code::MissingKey, "a tool that takes the level of the item's tool names in `ladder` the one its cells are keyed by")),
            (_, Levels::Own(_)) => return Err(borrows.error(Code::BadValue, "a tool has a `ladder` of its own or `borrows` one, not both")),
            (name, _) => {
                let tools = &self.catalog.names.tools;
                let source = *tools.get(name).ok_or_else(|| unknown(&borrows, "tool", name, tools.keys().map(String::as_str)))?;
                match self.catalog.tools[source.index()].levels {
                    Levels::Own(ladder) => Levels::Of(source, ladder),
                    _ => return Err(borrows.error(Code::BadValue, format!("tool `{name}` has no ladder of its own to lend"))),
                }
            }
        };
        self.catalog.tools[tool.index()].levels = levels;
        Ok(())
    }

    fn extras(&mut self, tool: ToolId, entry: &Cursor<'_>) -> Result<()> {
        let place = entry.place();
        if let Some(granulars) = entry.get(&place, "granulars") {
            let place = granulars.place();
            for (name, granular) in granulars.entries(&place)? {
                granular.only(&["title", "levels", "always"])?;
                let between = self.between(tool, &granular)?;
                let active_at = self.levels_named(tool, &granular, "levels")?.unwrap_or(between);
                let always = self.levels_named(tool, &granular, "always")?.unwrap_or(0);
                self.extra(tool, name, &granular, Some(active_at | always), always)?;
            }
        }
        if let Some(privileges) = entry.get(&place, "privileges") {
            let place = privileges.place();
            for (name, privilege) in privileges.entries(&place)? {
                privilege.only(&["title"])?;
                self.extra(tool, name, &privilege, None, 0)?;
            }
        }
        Ok(())
    }

    /// S6: all levels between the lowest and the highest.
    fn between(&self, tool: ToolId, here: &Cursor<'_>) -> Result<u32> {
        let Some(ladder) = self.catalog.tools[tool.index()].levels.ladder() else {
            return Err(here.error(
                Code::BadValue,
                "a granular needs levels, and this tool has none; a privilege does not",
            ));
        };
        let count = self.catalog.ladder(ladder).levels.len();
        Ok((1..count.saturating_sub(1)).map(|level| 1 << level).sum())
    }

    fn levels_named(&self, tool: ToolId, granular: &Cursor<'_>, key: &str) -> Result<Option<u32>> {
        let place = granular.place();
        let Some(list) = granular.get(&place, key) else {
            return Ok(None);
        };
        let place = list.place();
        let bits = list
            .items(&place)?
            .map(|item| self.level_named(tool, &item, item.text()?).map(|level| 1 << level.0));
        bits.sum::<Result<u32>>().map(Some)
    }

    fn level_named(&self, tool: ToolId, here: &Cursor<'_>, name: &str) -> Result<Level> {
        let tool = &self.catalog.tools[tool.index()];
        let Some(ladder) = tool.levels.ladder() else {
            return Err(here.error(Code::BadValue, format!("tool `{}` has no levels", tool.name)));
        };
        let ladder = self.catalog.ladder(ladder);
        let known = ladder.levels.iter().map(|(level, _)| level.as_str());
        level(ladder, name).ok_or_else(|| unknown(here, &format!("level of `{}`", tool.name), name, known))
    }

    fn extra(
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
        if taken || self.catalog.names.extras.contains_key(&full) {
            return Err(entry
                .error(Code::DuplicateName, format!("tool `{}` has another column `{name}`", owner.name)));
        }
        bounded(entry, self.catalog.extras.len() + 1, limits::CATALOG_ENTRIES, "granulars and privileges")?;
        let id = ExtraId::at(self.catalog.extras.len());
        self.catalog.extras.push(Extra {
            tool,
            name: name.to_owned(),
            title: title(entry)?,
            active_at,
            always,
        });
        self.catalog.names.extras.insert(full, id);
        self.catalog.tools[tool.index()].extras.push(id);
        Ok(())
    }

    fn actions(&mut self, tool: ToolId, entry: &Cursor<'_>) -> Result<()> {
        let place = entry.place();
        let Some(actions) = entry.get(&place, "actions") else {
            return Ok(());
        };
        let place = actions.place();
        for (name, action) in actions.entries(&place)? {
            named(&action, name)?;
            action.only(&["title", "cells"])?;
            bounded(&action, self.catalog.actions.len() + 1, limits::ACTIONS, "actions")?;
            let id = ActionId::at(self.catalog.actions.len());
            let full = format!("{}.{name}", self.catalog.tools[tool.index()].name);
            self.catalog.names.actions.insert(full.clone(), id);
            self.catalog.actions.push(Action { tool, name: full, title: title(&action)? });
            self.catalog.tools[tool.index()].actions.push(id);
        }
        Ok(())
    }

    fn items_of_types(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let types = root.need(&place, "types")?;
        let place = types.place();
        for (index, (_, entry)) in types.entries(&place)?.enumerate() {
            let place = entry.place();
            let Some(tool) = entry.get(&place, "tool") else {
                continue;
            };
            self.catalog.types[index].tool = Some(self.tool_named(&tool, tool.text()?)?);
        }
        Ok(())
    }

    fn tool_named(&self, here: &Cursor<'_>, name: &str) -> Result<ToolId> {
        let tools = &self.catalog.names.tools;
        tools.get(name).copied().ok_or_else(|| unknown(here, "tool", name, tools.keys().map(String::as_str)))
    }

    fn role_names(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let Some(roles) = root.get(&place, "roles") else {
            return Ok(());
        };
        bounded(&roles, roles.len(), limits::CATALOG_ENTRIES, "roles")?;
        let place = roles.place();
        for (index, (name, entry)) in roles.entries(&place)?.enumerate() {
            named(&entry, name)?;
            self.catalog.names.roles.insert(name.to_owned(), RoleId::at(index));
        }
        Ok(())
    }

    fn conditions(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        if let Some(conditions) = root.get(&place, "conditions") {
            self.condition_list("", &conditions)?;
        }
        let tools = root.need(&place, "tools")?;
        let place = tools.place();
        for (tool, entry) in tools.entries(&place)? {
            let place = entry.place();
            if let Some(conditions) = entry.get(&place, "conditions") {
                self.condition_list(&format!("{tool}."), &conditions)?;
            }
        }
        Ok(())
    }

    fn condition_list(&mut self, prefix: &str, list: &Cursor<'_>) -> Result<()> {
        let place = list.place();
        for (name, entry) in list.entries(&place)? {
            named(&entry, name)?;
            entry.only(&["title", "when", "todo"])?;
            bounded(&entry, self.catalog.conditions.len() + 1, limits::CATALOG_ENTRIES, "conditions")?;
            let place = entry.place();
            let rule = match (entry.get(&place, "when"), entry.get(&place, "todo")) {
                (Some(when), None) => Rule::When(when.text()?.to_owned(), self.expression(&when)?),
                (None, Some(todo)) => Rule::Todo(todo.text()?.to_owned()),
                _ => {
                    return Err(entry.error(Code::MissingKey, "a condition has either `when` or `todo`"));
                }
            };
            let id = ConditionId::at(self.catalog.conditions.len());
            let name = format!("{prefix}{name}");
            self.catalog.names.conditions.insert(name.clone(), id);
            self.catalog.conditions.push(Condition { name, title: title(&entry)?, rule });
        }
        Ok(())
    }

    fn expression(&self, here: &Cursor<'_>) -> Result<Expr> {
        let catalog = &self.catalog;
        let known = Known {
            names: &catalog.names,
            attributes: &catalog.attributes,
            tools: &catalog.tools,
            ladders: &catalog.ladders,
        };
        check(here.text()?, &known).map_err(|(at, message)| {
            let code =
                if message.starts_with("expected an operator") || message.starts_with("expected a value") {
                    Code::BadCondition
                } else {
                    Code::ConditionType
                };
            here.error(code, format!("{message} (character {at} of the condition)"))
        })
    }

    fn roles(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let Some(roles) = root.get(&place, "roles") else {
            return Ok(());
        };
        let place = roles.place();
        for (name, entry) in roles.entries(&place)? {
            let role = self.catalog.read_role(name, &entry)?;
            self.catalog.roles.push(role);
        }
        Ok(())
    }

    fn implications(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let tools = root.need(&place, "tools")?;
        let place = tools.place();
        for (index, (_, entry)) in tools.entries(&place)?.enumerate() {
            let place = entry.place();
            let Some(implies) = entry.get(&place, "implies") else {
                continue;
            };
            let place = implies.place();
            for (name, list) in implies.entries(&place)? {
                let level = self.level_named(ToolId::at(index), &list, name)?;
                let place = list.place();
                let roles: Result<Vec<RoleId>> =
                    list.items(&place)?.map(|item| self.catalog.role_named(&item)).collect();
                self.catalog.tools[index].implies.push((level, roles?));
            }
        }
        Ok(())
    }

    fn cells(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let tools = root.need(&place, "tools")?;
        let place = tools.place();
        for (index, (_, entry)) in tools.entries(&place)?.enumerate() {
            let place = entry.place();
            let Some(actions) = entry.get(&place, "actions") else {
                continue;
            };
            let place = actions.place();
            for (_, action) in actions.entries(&place)? {
                let row = self.row(ToolId::at(index), &action)?;
                self.catalog.rows.push(row);
            }
        }
        Ok(())
    }

    fn row(&self, tool: ToolId, action: &Cursor<'_>) -> Result<Row> {
        let ladder = self.catalog.tools[tool.index()].levels.ladder();
        let count = ladder.map_or(0, |ladder| self.catalog.ladder(ladder).levels.len());
        let mut row = Row { levels: vec![Cell::No; count], ..Row::default() };
        let place = action.place();
        let Some(cells) = action.get(&place, "cells") else {
            return Ok(row);
        };
        let place = cells.place();
        for (column, cell) in cells.entries(&place)? {
            let value = self.catalog.read_cell(tool, &cell)?;
            self.catalog.set_cell(&mut row, tool, column, value, &cell)?;
        }
        Ok(row)
    }

    fn ceilings(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let Some(ceilings) = root.get(&place, "ceilings") else {
            return Ok(());
        };
        let place = ceilings.place();
        for (name, entry) in ceilings.entries(&place)? {
            named(&entry, name)?;
            entry.only(&["title", "when", "except", "only"])?;
            let place = entry.place();
            let text = entry.need(&place, "when")?;
            let when = self.expression(&text)?;
            if !when.asks().is_empty() {
                return Err(text.error(
                    Code::Cycle,
                    "a ceiling cannot ask `can`: the answer would depend on the ceiling",
                ));
            }
            let cuts = match (entry.get(&place, "except"), entry.get(&place, "only")) {
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
            self.catalog.ceilings.push(Ceiling { name: name.to_owned(), when, text, cuts });
        }
        Ok(())
    }

    fn patterns(&self, list: &Cursor<'_>, others: bool) -> Result<Vec<u64>> {
        let actions = &self.catalog.actions;
        let mut bits = vec![0_u64; actions.len().div_ceil(64)];
        let mut listed = vec![false; actions.len()];
        let place = list.place();
        for item in list.items(&place)? {
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
                return Err(unknown(
                    &item,
                    "action or pattern",
                    pattern,
                    self.catalog.names.actions.keys().map(String::as_str),
                ));
            }
        }
        for (index, listed) in listed.iter().enumerate() {
            bits[index / 64] |= u64::from(*listed != others) << (index % 64);
        }
        Ok(bits)
    }

    fn changes(&mut self, root: &Cursor<'_>) -> Result<()> {
        let place = root.place();
        let Some(changes) = root.get(&place, "changes") else {
            return Ok(());
        };
        let place = changes.place();
        for (kind, entry) in changes.entries(&place)? {
            if !Catalog::KINDS_OF_CHANGE.contains(&kind) {
                return Err(unknown(&entry, "kind of change", kind, Catalog::KINDS_OF_CHANGE));
            }
            let name = entry.text()?;
            let known = self.catalog.names.actions.keys().map(String::as_str);
            let action = self.catalog.action(name).ok_or_else(|| unknown(&entry, "action", name, known))?;
            self.catalog.changes.push((kind.to_owned(), action));
        }
        Ok(())
    }
}

/// Parts that edits of a catalog in use need as well.
impl Catalog {
    /// The kinds of changes there are.
    pub(crate) const KINDS_OF_CHANGE: [&'static str; 4] = ["grant", "revoke", "set_cell", "set_role"];

    pub(crate) fn role_named(&self, here: &Cursor<'_>) -> Result<RoleId> {
        let name = here.text()?;
        self.role(name)
            .ok_or_else(|| unknown(here, "role", name, self.names.roles.keys().map(String::as_str)))
    }

    pub(crate) fn type_by_name(&self, here: &Cursor<'_>) -> Result<TypeId> {
        let name = here.text()?;
        let types = &self.names.types;
        types
            .get(name)
            .copied()
            .ok_or_else(|| unknown(here, "resource type", name, types.keys().map(String::as_str)))
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
        found.copied().ok_or_else(|| {
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
            row.set_extra(*extra, cell);
        } else if let Some(role) = self.role(column) {
            row.set_role(role, cell);
        } else {
            let levels =
                ladder.into_iter().flat_map(|ladder| ladder.levels.iter().map(|(name, _)| name.as_str()));
            let extras = owner.extras.iter().map(|extra| self.extra(*extra).name.as_str());
            let known = levels.chain(extras).chain(self.names.roles.keys().map(String::as_str));
            return Err(unknown(here, &format!("column of `{}`", owner.name), column, known));
        }
        Ok(())
    }

    pub(crate) fn read_role(&self, name: &str, entry: &Cursor<'_>) -> Result<Role> {
        entry.only(&["title", "on", "exclusive", "levels", "granulars"])?;
        self.role_body(name, entry)
    }

    /// A role as a change brings it: its name is one of the keys.
    pub(crate) fn read_changed_role(&self, name: &Cursor<'_>, change: &Cursor<'_>) -> Result<Role> {
        change.only(&["kind", "role", "title", "on", "exclusive", "levels", "granulars"])?;
        bounded(change, self.roles.len() + 1, limits::CATALOG_ENTRIES, "roles")?;
        self.role_body(identifier(name)?, change)
    }

    pub(crate) fn check_cycles(&self, here: &Cursor<'_>) -> Result<()> {
        super::lint::no_cycles(self, here)
    }

    fn role_body(&self, name: &str, entry: &Cursor<'_>) -> Result<Role> {
        let place = entry.place();
        let on = self.type_by_name(&entry.need(&place, "on")?)?;
        let exclusive = entry.get(&place, "exclusive").map_or(Ok(false), |value| value.bool())?;
        let mut role = Role {
            name: name.to_owned(),
            title: title(entry)?,
            on,
            exclusive,
            every: None,
            levels: Vec::new(),
            extras: Vec::new(),
        };
        if let Some(levels) = entry.get(&place, "levels") {
            let place = levels.place();
            for (tool, level) in levels.entries(&place)? {
                self.role_level(&mut role, tool, &level)?;
            }
        }
        if let Some(granulars) = entry.get(&place, "granulars") {
            let place = granulars.place();
            for item in granulars.items(&place)? {
                role.extras.push(self.role_granular(&item)?);
            }
        }
        role.extras.sort_unstable();
        role.extras.dedup();
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
        let tools = &self.names.tools;
        let id =
            *tools.get(tool).ok_or_else(|| unknown(here, "tool", tool, tools.keys().map(String::as_str)))?;
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
            _ => Err(unknown(here, "granular", name, self.names.extras.keys().map(String::as_str))),
        }
    }
}
