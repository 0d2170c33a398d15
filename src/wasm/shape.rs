//! The shapes of what goes out to JavaScript, and of the small options that come in.

use crate::catalog::{
    Catalog, Cell, Condition, Levels, Problem, ResourceType, Rule, Severity, Stored, Title, Tool,
};
use crate::condition::{Column, Truth};
use crate::data::{Cursor, Data};
use crate::decide::{Decision, Path, Standing, Viewer};
use crate::engine::Engine;
use crate::error::{Code, Error, Result, did_you_mean};
use crate::facts::{Grant, Principal};
use crate::grid::{Grid, GridColumn, GridRow, Kind};
use crate::ids::{GroupId, ResourceId, Time, ToolId, UserId};
use crate::order::insert;
use serde::Serialize;
use std::collections::BTreeMap;

/// Lists in [`FactsInfo`] end here: they are for pickers, not for exports.
const LISTED: usize = 10_000;

type Titles = BTreeMap<String, String>;

fn titles(title: &Title) -> Titles {
    title.0.iter().cloned().collect()
}

/// S15 as a word.
pub const fn answer(answer: Truth) -> &'static str {
    match answer {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "depends",
    }
}

#[derive(Serialize)]
pub struct Failure {
    pub code: &'static str,
    pub message: String,
    pub at: At,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionShape>,
}

#[derive(Serialize)]
pub struct At {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

/// The message without the place: the package words it, for it knows what its caller calls the thing.
pub fn failure(error: &Error) -> Failure {
    let position = error.position();
    let at = At {
        path: error.path().to_owned(),
        line: position.map(|(line, _)| line),
        // A reader that fails at the beginning of a line has read 0 columns of it.
        column: position.map(|(_, column)| column.max(1)),
    };
    Failure { code: error.code().as_str(), message: error.message().to_owned(), at, decision: None }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionShape {
    allowed: bool,
    code: &'static str,
    missing: Vec<String>,
    valid_until: Option<f64>,
    revision: f64,
    paths: Vec<PathShape>,
}

#[derive(Serialize)]
struct PathShape {
    to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    column: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
}

pub fn decision(decision: &Decision, engine: &Engine) -> DecisionShape {
    DecisionShape {
        allowed: decision.allowed(),
        code: decision.reason.as_str(),
        missing: decision.missing.clone(),
        valid_until: decision.valid_until.map(milliseconds),
        revision: engine.revision() as f64,
        paths: decision.paths.iter().map(|one| path(one, engine)).collect(),
    }
}

fn path(path: &Path, engine: &Engine) -> PathShape {
    let bundles = engine.decider().bundles;
    let role =
        path.bundle.map(|bundle| bundles.column(bundle)).filter(|column| matches!(column, Column::Role(_)));
    PathShape {
        to: path.to.map_or("everyone", |to| engine.facts().principal_name(to)).to_owned(),
        on: path.on.map(|on| engine.facts().resource_name(on).to_owned()),
        role: role.map(|column| engine.catalog().column_name(column)),
        column: path.column.clone(),
        until: path.until.map(milliseconds),
        condition: path.condition.clone(),
    }
}

fn milliseconds(time: Time) -> f64 {
    time.0 as f64
}

#[derive(Serialize)]
pub struct WhatCan {
    pub yes: Vec<String>,
    pub depends: Vec<String>,
}

#[derive(Serialize)]
pub struct Applied {
    pub revision: f64,
}

#[derive(Serialize)]
pub struct ProblemShape {
    code: &'static str,
    severity: &'static str,
    message: String,
    path: String,
}

pub fn problem(problem: &Problem) -> ProblemShape {
    let severity = match problem.severity {
        Severity::Todo => "todo",
        Severity::Warning => "warning",
    };
    ProblemShape {
        code: problem.code,
        severity,
        message: problem.message.clone(),
        path: problem.path.clone(),
    }
}

#[derive(Serialize)]
pub struct GridShape {
    tool: String,
    title: Titles,
    on: String,
    columns: Vec<ColumnShape>,
    rows: Vec<RowShape>,
    footnotes: Vec<FootnoteShape>,
}

#[derive(Serialize)]
struct ColumnShape {
    column: String,
    kind: &'static str,
    title: Titles,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
}

#[derive(Serialize)]
struct RowShape {
    action: String,
    title: Titles,
    cells: Vec<CellShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'static str>,
}

#[derive(Serialize)]
struct CellShape {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
}

#[derive(Serialize)]
struct FootnoteShape {
    condition: String,
    title: Titles,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    todo: Option<String>,
}

pub fn grid(grid: &Grid, engine: &Engine) -> GridShape {
    let catalog = engine.catalog();
    let tool = &catalog.tools()[grid.tool.index()];
    GridShape {
        tool: tool.name.clone(),
        title: titles(&tool.title),
        on: catalog.types()[tool.on.index()].name.clone(),
        columns: grid.columns.iter().map(column).collect(),
        rows: grid.rows.iter().map(|one| row(one, catalog)).collect(),
        footnotes: grid.footnotes.iter().map(|id| footnote(catalog.condition(*id))).collect(),
    }
}

fn column(column: &GridColumn) -> ColumnShape {
    let kind = match column.kind {
        Kind::Level => "level",
        Kind::Granular => "granular",
        Kind::Privilege => "privilege",
        Kind::Role => "role",
    };
    let state = column.standing.map(|standing| match standing {
        Standing::Active => "active",
        Standing::Idle => "idle",
        Standing::Off => "off",
    });
    let levels = (column.kind == Kind::Granular).then(|| column.levels.clone());
    ColumnShape { column: column.name.clone(), kind, title: titles(&column.title), levels, state }
}

fn row(row: &GridRow, catalog: &Catalog) -> RowShape {
    let action = &catalog.actions()[row.action.index()];
    let cells = row.cells.iter().map(|one| cell(*one, catalog)).collect();
    RowShape {
        action: action.name.clone(),
        title: titles(&action.title),
        cells,
        answer: row.answer.map(answer),
    }
}

fn cell(cell: Cell, catalog: &Catalog) -> CellShape {
    let plain = |value| CellShape { value, condition: None };
    match cell {
        Cell::No => plain("no"),
        Cell::Yes => plain("yes"),
        Cell::Never => plain("never"),
        Cell::If(id) => CellShape { value: "if", condition: Some(catalog.condition(id).name.clone()) },
    }
}

fn footnote(condition: &Condition) -> FootnoteShape {
    let (when, todo) = match &condition.rule {
        Rule::When(text, _) => (Some(text.clone()), None),
        Rule::Todo(text) => (None, Some(text.clone())),
    };
    FootnoteShape { condition: condition.name.clone(), title: titles(&condition.title), when, todo }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogInfo {
    name: String,
    title: Titles,
    types: Vec<String>,
    type_titles: Vec<TypeInfo>,
    tools: Vec<ToolInfo>,
    roles: Vec<RoleInfo>,
    settings: Vec<SettingInfo>,
    conditions: Vec<FootnoteShape>,
    languages: Vec<String>,
}

#[derive(Serialize)]
struct TypeInfo {
    r#type: String,
    title: Titles,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToolInfo {
    tool: String,
    title: Titles,
    on: String,
    actions: usize,
    /// The levels that can be granted, lowest first.
    levels: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels_of_item: Option<bool>,
}

#[derive(Serialize)]
struct RoleInfo {
    role: String,
    title: Titles,
    on: String,
    exclusive: bool,
    levels: Titles,
    granulars: Vec<String>,
}

#[derive(Serialize)]
struct SettingInfo {
    setting: String,
    title: Titles,
    values: Vec<String>,
}

pub fn catalog(catalog: &Catalog) -> CatalogInfo {
    let setting = |setting: &crate::catalog::Setting| SettingInfo {
        setting: catalog.attribute(setting.attribute).name.clone(),
        title: titles(&setting.title),
        values: values(setting),
    };
    CatalogInfo {
        name: catalog.name().to_owned(),
        title: titles(catalog.title()),
        types: catalog.types().iter().map(|kind| kind.name.clone()).collect(),
        type_titles: catalog.types().iter().map(type_info).collect(),
        tools: catalog.tools().iter().map(|one| tool(one, catalog)).collect(),
        roles: catalog.roles().iter().map(|one| role(one, catalog)).collect(),
        settings: catalog.settings().iter().map(setting).collect(),
        conditions: catalog.conditions().iter().map(footnote).collect(),
        languages: languages(catalog),
    }
}

fn type_info(kind: &ResourceType) -> TypeInfo {
    TypeInfo { r#type: kind.name.clone(), title: titles(&kind.title) }
}

fn tool(tool: &Tool, catalog: &Catalog) -> ToolInfo {
    let name = |tool: ToolId| catalog.tools()[tool.index()].name.clone();
    let mut info = ToolInfo {
        tool: tool.name.clone(),
        title: titles(&tool.title),
        on: catalog.types()[tool.on.index()].name.clone(),
        actions: tool.actions.len(),
        levels: Vec::new(),
        levels_of: None,
        levels_of_item: None,
    };
    match tool.levels {
        Levels::None => {}
        Levels::Own(ladder) => {
            info.levels = catalog.ladder(ladder).levels.iter().map(|(level, _)| level.clone()).collect();
        }
        Levels::Of(lender, _) => info.levels_of = Some(name(lender)),
        Levels::OfItem(_) => info.levels_of_item = Some(true),
    }
    info
}

fn values(setting: &crate::catalog::Setting) -> Vec<String> {
    match setting.default {
        Stored::Bool(_) => vec!["true".to_owned(), "false".to_owned()],
        _ => setting.values.clone(),
    }
}

fn role(role: &crate::catalog::Role, catalog: &Catalog) -> RoleInfo {
    let named = role.levels.iter().map(|(tool, level)| {
        (catalog.tools()[tool.index()].name.clone(), catalog.level_name(*tool, *level).to_owned())
    });
    let every = role.every.iter().map(|level| ("*".to_owned(), level.clone()));
    RoleInfo {
        role: role.name.clone(),
        title: titles(&role.title),
        on: catalog.types()[role.on.index()].name.clone(),
        exclusive: role.exclusive,
        levels: every.chain(named).collect(),
        granulars: role.extras.iter().map(|extra| catalog.column_name(Column::Extra(*extra))).collect(),
    }
}

fn languages(catalog: &Catalog) -> Vec<String> {
    let tools = catalog.tools().iter().flat_map(|tool| tool.title.0.iter());
    let mut languages = Vec::new();
    for (language, _) in catalog.title().0.iter().chain(tools) {
        insert(&mut languages, language.clone());
    }
    languages.retain(|language| !language.is_empty());
    languages
}

#[derive(Serialize)]
pub struct FactsInfo {
    users: Vec<Named>,
    groups: Vec<GroupInfo>,
    resources: Vec<ResourceInfo>,
    grants: Vec<GrantInfo>,
}

#[derive(Serialize)]
struct Named {
    id: String,
    title: Titles,
}

#[derive(Serialize)]
struct GroupInfo {
    id: String,
    title: Titles,
    members: Vec<String>,
}

#[derive(Serialize)]
struct ResourceInfo {
    id: String,
    title: Titles,
    parent: Option<String>,
}

#[derive(Serialize)]
struct GrantInfo {
    to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<f64>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
}

pub fn facts(engine: &Engine) -> FactsInfo {
    let facts = engine.facts();
    let title = |title: Option<&Title>| title.map(titles).unwrap_or_default();
    let users = (0..facts.users().min(LISTED)).map(UserId::at);
    let groups = (0..facts.groups().min(LISTED)).map(GroupId::at);
    let resources = (0..facts.resources().min(LISTED)).map(ResourceId::at);
    let grants =
        facts.principals().flat_map(|to| facts.grants_to(to).into_iter().map(move |grant| (to, grant)));
    FactsInfo {
        users: users
            .map(|user| Named { id: facts.user_name(user).to_owned(), title: title(facts.user_title(user)) })
            .collect(),
        groups: groups.map(|group| group_info(group, engine)).collect(),
        resources: resources.map(|resource| resource_info(resource, engine)).collect(),
        grants: grants.take(LISTED).map(|(to, grant)| grant_info(to, &grant, engine)).collect(),
    }
}

fn group_info(group: GroupId, engine: &Engine) -> GroupInfo {
    let facts = engine.facts();
    let members = facts.members_of(group).into_iter().take(LISTED).map(str::to_owned).collect();
    GroupInfo {
        id: facts.group_name(group).to_owned(),
        title: facts.group_title(group).map(titles).unwrap_or_default(),
        members,
    }
}

fn resource_info(resource: ResourceId, engine: &Engine) -> ResourceInfo {
    let facts = engine.facts();
    ResourceInfo {
        id: facts.resource_name(resource).to_owned(),
        title: facts.resource_title(resource).map(titles).unwrap_or_default(),
        parent: facts.parent(resource).map(|parent| facts.resource_name(parent).to_owned()),
    }
}

fn grant_info(to: Principal, grant: &Grant, engine: &Engine) -> GrantInfo {
    let column = engine.decider().bundles.column(grant.bundle);
    let name = engine.catalog().column_name(column);
    let is_role = matches!(column, Column::Role(_));
    GrantInfo {
        to: engine.facts().principal_name(to).to_owned(),
        role: is_role.then(|| name.clone()),
        column: (!is_role).then_some(name),
        on: engine.facts().resource_name(grant.on).to_owned(),
        until: grant.terms.until.map(milliseconds),
        condition: grant.terms.condition.map(|id| engine.catalog().condition(id).name.clone()),
    }
}

/// Which grids are wanted.
pub struct Wanted {
    tool: Option<String>,
    subject: Option<String>,
    resource: Option<String>,
    now: Option<Time>,
}

impl Wanted {
    pub fn read(what: &Data) -> Result<Self> {
        let root = Cursor::root(what);
        root.only(&["tool", "subject", "resource", "now"])?;
        let place = root.place();
        let text = |key: &'static str| {
            root.get(&place, key).map(|value| value.text().map(str::to_owned)).transpose()
        };
        Ok(Self {
            tool: text("tool")?,
            subject: text("subject")?,
            resource: text("resource")?,
            now: now(&root)?,
        })
    }

    pub fn viewer(&self) -> Option<Viewer<'_>> {
        let (Some(subject), Some(resource)) = (&self.subject, &self.resource) else {
            return None;
        };
        Some(Viewer { subject, resource, now: self.now })
    }

    /// The tools whose grids are wanted: the one named, or all that apply to the resource (S2).
    pub fn tools(&self, engine: &Engine) -> Result<Vec<ToolId>> {
        let catalog = engine.catalog();
        if let Some(name) = &self.tool {
            let near = || did_you_mean(name, catalog.tools().iter().map(|tool| tool.name.as_str()));
            let unknown =
                || Error::new(Code::UnknownName, "tool", format!("unknown tool `{name}`{}", near()));
            return Ok(vec![catalog.tool(name).ok_or_else(unknown)?]);
        }
        let Some(resource) = &self.resource else {
            return Err(Error::new(Code::MissingKey, "", "name a `tool` or a `resource`"));
        };
        let tools = engine.tools_on(resource);
        tools.ok_or_else(|| {
            Error::new(Code::UnknownName, "resource", format!("unknown resource `{resource}`"))
        })
    }
}

fn now(root: &Cursor<'_>) -> Result<Option<Time>> {
    let place = root.place();
    root.get(&place, "now").map(|value| crate::catalog::read_time(&value).map(Time)).transpose()
}

/// Who applies changes, and when.
pub fn author(options: &Data) -> Result<(String, Option<Time>)> {
    let root = Cursor::root(options);
    root.only(&["actor", "now"])?;
    let place = root.place();
    Ok((root.need(&place, "actor")?.text()?.to_owned(), now(&root)?))
}
