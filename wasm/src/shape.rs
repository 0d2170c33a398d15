//! The shapes of what goes out to JavaScript, and of the small options that come in.

use permatrix::catalog::{
    Catalog, Cell, Levels, Problem, Role, Rule, Setting, Severity, Stored, Title, Tool,
};
use permatrix::decide::{Path, Standing};
use permatrix::facts::{Grant, Principal};
use permatrix::grid::{Grid, GridColumn, GridRow, Kind};
use permatrix::{
    Column, ConditionId, Decision, Engine, Error, GroupId, ResourceId, Time, Truth, TypeId, UserId,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Lists in [`FactsInfo`] end here: they are for pickers, not for exports.
const LISTED: usize = 10_000;

/// Texts by a key: titles by language, levels by tool.
#[derive(Default)]
struct Texts(Vec<(String, String)>);

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, text) in &self.0 {
            map.serialize_entry(key, text)?;
        }
        map.end()
    }
}

fn titles(title: &Title) -> Texts {
    Texts(title.0.clone())
}

/// S15 as a word.
pub const fn answer(answer: Truth) -> &'static str {
    match answer {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "depends",
    }
}

#[derive(serde::Serialize)]
pub struct Failure {
    pub code: &'static str,
    pub message: String,
    pub at: At,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionShape>,
}

#[derive(serde::Serialize)]
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

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionShape {
    allowed: bool,
    code: &'static str,
    missing: Vec<String>,
    valid_until: Option<f64>,
    revision: f64,
    paths: Vec<PathShape>,
}

#[derive(serde::Serialize)]
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
    let granted = path.bundle.map(|bundle| engine.granted(bundle));
    let role = granted.filter(|column| matches!(column, Column::Role(_)));
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

#[derive(serde::Serialize)]
pub struct WhatCan {
    pub yes: Vec<String>,
    pub depends: Vec<String>,
}

#[derive(serde::Serialize)]
pub struct Applied {
    pub revision: f64,
}

#[derive(serde::Serialize)]
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

#[derive(serde::Serialize)]
pub struct GridShape {
    tool: String,
    title: Texts,
    on: String,
    columns: Vec<ColumnShape>,
    rows: Vec<RowShape>,
    footnotes: Vec<FootnoteShape>,
}

#[derive(serde::Serialize)]
struct ColumnShape {
    column: String,
    kind: &'static str,
    title: Texts,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
}

#[derive(serde::Serialize)]
struct RowShape {
    action: String,
    title: Texts,
    cells: Vec<CellShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'static str>,
}

#[derive(serde::Serialize)]
struct CellShape {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
}

#[derive(serde::Serialize)]
struct FootnoteShape {
    condition: String,
    title: Texts,
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
        footnotes: grid.footnotes.iter().map(|id| footnote(*id, catalog)).collect(),
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
        Cell::If(id) => {
            CellShape { value: "if", condition: Some(catalog.conditions()[id.index()].name.clone()) }
        }
    }
}

fn footnote(id: ConditionId, catalog: &Catalog) -> FootnoteShape {
    let condition = &catalog.conditions()[id.index()];
    let (when, todo) = match &condition.rule {
        Rule::When(text, _) => (Some(text.clone()), None),
        Rule::Todo(text) => (None, Some(text.clone())),
    };
    FootnoteShape { condition: condition.name.clone(), title: titles(&condition.title), when, todo }
}

#[derive(serde::Serialize)]
pub struct CatalogInfo {
    name: String,
    title: Texts,
    types: Vec<String>,
    tools: Vec<ToolInfo>,
    roles: Vec<RoleInfo>,
    settings: Vec<SettingInfo>,
    languages: Vec<String>,
}

#[derive(serde::Serialize)]
struct ToolInfo {
    tool: String,
    title: Texts,
    on: String,
    actions: usize,
    /// The levels that can be granted, lowest first.
    levels: Vec<String>,
}

#[derive(serde::Serialize)]
struct RoleInfo {
    role: String,
    title: Texts,
    on: String,
    exclusive: bool,
    levels: Texts,
    granulars: Vec<String>,
}

#[derive(serde::Serialize)]
struct SettingInfo {
    setting: String,
    title: Texts,
    values: Vec<String>,
}

pub fn catalog(catalog: &Catalog) -> CatalogInfo {
    let type_name = |id: TypeId| catalog.types()[id.index()].name.clone();
    let tool = |tool: &Tool| ToolInfo {
        tool: tool.name.clone(),
        title: titles(&tool.title),
        on: type_name(tool.on),
        actions: tool.actions.len(),
        levels: own_levels(tool, catalog),
    };
    let setting = |setting: &Setting| SettingInfo {
        setting: catalog.attribute(setting.attribute).name.clone(),
        title: titles(&setting.title),
        values: values(setting),
    };
    CatalogInfo {
        name: catalog.name().to_owned(),
        title: titles(catalog.title()),
        types: catalog.types().iter().map(|kind| kind.name.clone()).collect(),
        tools: catalog.tools().iter().map(tool).collect(),
        roles: catalog.roles().iter().map(|one| role(one, catalog)).collect(),
        settings: catalog.settings().iter().map(setting).collect(),
        languages: catalog.languages(),
    }
}

fn own_levels(tool: &Tool, catalog: &Catalog) -> Vec<String> {
    match tool.levels {
        Levels::Own(ladder) => catalog.ladder(ladder).levels.iter().map(|(name, _)| name.clone()).collect(),
        _ => Vec::new(),
    }
}

fn values(setting: &Setting) -> Vec<String> {
    match setting.default {
        Stored::Bool(_) => vec!["true".to_owned(), "false".to_owned()],
        _ => setting.values.clone(),
    }
}

fn role(role: &Role, catalog: &Catalog) -> RoleInfo {
    let named = role.levels.iter().map(|(tool, level)| {
        (catalog.tools()[tool.index()].name.clone(), catalog.level_name(*tool, *level).to_owned())
    });
    let every = role.every.iter().map(|level| ("*".to_owned(), level.clone()));
    RoleInfo {
        role: role.name.clone(),
        title: titles(&role.title),
        on: catalog.types()[role.on.index()].name.clone(),
        exclusive: role.exclusive,
        levels: Texts(every.chain(named).collect()),
        granulars: role.extras.iter().map(|extra| catalog.column_name(Column::Extra(*extra))).collect(),
    }
}

#[derive(serde::Serialize)]
pub struct FactsInfo {
    users: Vec<Named>,
    groups: Vec<GroupInfo>,
    resources: Vec<ResourceInfo>,
    grants: Vec<GrantInfo>,
}

#[derive(serde::Serialize)]
struct Named {
    id: String,
    title: Texts,
}

#[derive(serde::Serialize)]
struct GroupInfo {
    id: String,
    title: Texts,
    members: Vec<String>,
}

#[derive(serde::Serialize)]
struct ResourceInfo {
    id: String,
    title: Texts,
    parent: Option<String>,
}

#[derive(serde::Serialize)]
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
    let column = engine.granted(grant.bundle);
    let name = engine.catalog().column_name(column);
    let is_role = matches!(column, Column::Role(_));
    GrantInfo {
        to: engine.facts().principal_name(to).to_owned(),
        role: is_role.then(|| name.clone()),
        column: (!is_role).then_some(name),
        on: engine.facts().resource_name(grant.on).to_owned(),
        until: grant.terms.until.map(milliseconds),
        condition: grant.terms.condition.map(|id| engine.catalog().conditions()[id.index()].name.clone()),
    }
}
