//! The matrix as people see it: columns, rows, cells and footnotes, and, for somebody on a resource, the answers.

use crate::catalog::{Cell, Title};
use crate::condition::{Column, Truth};
use crate::data::Data;
use crate::decide::{Decider, Given, Question, Reason, Standing, Viewer};
use crate::error::{Code, Error, Result, did_you_mean, not_in_slice};
use crate::ids::{ActionId, ConditionId, Level, RoleId, Time, ToolId};
use crate::order::insert;

/// The kind of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A level of the ladder.
    Level,
    /// Active at the levels it names.
    Granular,
    /// Given to a person.
    Privilege,
    /// A role with cells of its own.
    Role,
}

/// A column of a grid.
#[derive(Clone, Debug)]
pub struct GridColumn {
    /// What it is.
    pub column: Column,
    /// Its name, as cells are keyed.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: Title,
    /// For a granular, the levels at which it is active.
    pub levels: Vec<String>,
    /// How it stands for the subject.
    pub standing: Option<Standing>,
}

/// A row of a grid.
#[derive(Clone, Debug)]
pub struct GridRow {
    /// The action.
    pub action: ActionId,
    /// A cell for each column.
    pub cells: Vec<Cell>,
    /// The subject's answer (S15).
    pub answer: Option<Truth>,
}

/// The matrix of one tool.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The tool.
    pub tool: ToolId,
    /// Its columns.
    pub columns: Vec<GridColumn>,
    /// Its rows.
    pub rows: Vec<GridRow>,
    /// The footnotes that its cells use, in the order they come up.
    pub footnotes: Vec<ConditionId>,
}

/// Which grids are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'s> {
    /// The name of a tool.
    pub tool: Option<&'s str>,
    /// The full name of a user, whose answers are wanted too.
    pub subject: Option<&'s str>,
    /// The full name of a resource.
    pub resource: Option<&'s str>,
    /// The time.
    pub now: Option<Time>,
}

impl<'s> Scope<'s> {
    /// Reads `{ tool, subject, resource }`, each a name or left out.
    #[must_use]
    pub fn read(scope: &'s Data, now: Option<Time>) -> Self {
        let mut read = Self { now, ..Self::default() };
        if let Data::Map(entries) = scope {
            for (key, value) in entries {
                let Data::Text(name) = value else { continue };
                match &**key {
                    "tool" => read.tool = Some(name),
                    "subject" => read.subject = Some(name),
                    "resource" => read.resource = Some(name),
                    _ => {}
                }
            }
        }
        read
    }
}

/// The grids of a scope.
pub(crate) fn grids(decider: &Decider<'_>, scope: &Scope<'_>) -> Result<Vec<Grid>> {
    if let Some(name) = scope.subject.filter(|name| !decider.is_somebody(name)) {
        return Err(if decider.facts.is_slice() { not_in_slice() } else { unknown("subject", name, "") });
    }
    if let Some(name) = scope.resource {
        match decider.place(name) {
            Ok(()) => {}
            Err(Reason::NotInSlice) => return Err(not_in_slice()),
            Err(_) => return Err(unknown("resource", name, "")),
        }
    }
    let viewer = match (scope.subject, scope.resource) {
        (Some(subject), Some(resource)) => Some(Viewer { subject, resource, now: scope.now }),
        _ => None,
    };
    let tools = match (scope.tool, scope.resource) {
        (Some(name), _) => vec![tool_named(decider, name)?],
        (None, Some(resource)) => {
            decider.tools_on(resource).ok_or_else(|| unknown("resource", resource, ""))?
        }
        (None, None) => return Err(Error::new(Code::MissingKey, "", "name a `tool` or a `resource`")),
    };
    Ok(tools.into_iter().map(|tool| grid(decider, tool, viewer)).collect())
}

fn tool_named(decider: &Decider<'_>, name: &str) -> Result<ToolId> {
    let names = decider.catalog().tools().iter().map(|tool| tool.name.as_str());
    decider.catalog().tool(name).ok_or_else(|| unknown("tool", name, &did_you_mean(name, names)))
}

/// The error for a name that nothing bears.
pub(crate) fn unknown(kind: &str, name: &str, near: &str) -> Error {
    Error::new(Code::UnknownName, kind, format!("unknown {kind} `{name}`{near}"))
}

fn grid(decider: &Decider<'_>, tool: ToolId, viewer: Option<Viewer<'_>>) -> Grid {
    let columns = columns(decider, tool, viewer);
    let actions = &decider.catalog().tools()[tool.index()].actions;
    let rows: Vec<GridRow> = actions.iter().map(|action| row(decider, *action, &columns, viewer)).collect();
    let mut footnotes = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        if let Cell::If(id) = cell
            && !footnotes.contains(id)
        {
            footnotes.push(*id);
        }
    }
    Grid { tool, columns, rows, footnotes }
}

fn columns(decider: &Decider<'_>, id: ToolId, viewer: Option<Viewer<'_>>) -> Vec<GridColumn> {
    let catalog = decider.catalog();
    let tool = &catalog.tools()[id.index()];
    let mut columns = Vec::new();
    let mut add = |column: Column, kind: Kind, name: &str, title: &Title, levels: Vec<String>| {
        let standing = viewer.map(|viewer| decider.standing(column, viewer));
        columns.push(GridColumn {
            column,
            name: name.to_owned(),
            kind,
            title: title.clone(),
            levels,
            standing,
        });
    };
    if let Some(ladder) = tool.levels.ladder() {
        for (level, (name, title)) in catalog.ladder(ladder).levels.iter().enumerate() {
            add(Column::Level(id, Level(level as u8)), Kind::Level, name, title, Vec::new());
        }
    }
    for extra in &tool.extras {
        let definition = catalog.extra(*extra);
        let kind = if definition.active_at.is_some() { Kind::Granular } else { Kind::Privilege };
        let bits = definition.active_at.unwrap_or(0);
        let mut levels = Vec::new();
        for level in (0..32).filter(|level| bits >> level & 1 == 1) {
            levels.push(catalog.level_name(id, Level(level)).to_owned());
        }
        add(Column::Extra(*extra), kind, &definition.name, &definition.title, levels);
    }
    for role in roles_with_cells(decider, id) {
        let definition = &catalog.roles()[role.index()];
        add(Column::Role(role), Kind::Role, &definition.name, &definition.title, Vec::new());
    }
    columns
}

fn roles_with_cells(decider: &Decider<'_>, tool: ToolId) -> Vec<RoleId> {
    let actions = &decider.catalog().tools()[tool.index()].actions;
    let mut roles = Vec::new();
    for (role, _) in actions.iter().flat_map(|action| &decider.catalog().row(*action).roles) {
        insert(&mut roles, *role);
    }
    roles
}

fn row(
    decider: &Decider<'_>,
    action: ActionId,
    columns: &[GridColumn],
    viewer: Option<Viewer<'_>>,
) -> GridRow {
    let row = decider.catalog().row(action);
    let cell = |column: &GridColumn| match column.column {
        Column::Level(_, level) => row.levels.get(level.0 as usize).copied().unwrap_or_default(),
        Column::Extra(extra) => find(&row.extras, extra),
        Column::Role(role) => find(&row.roles, role),
    };
    let answer = viewer.map(|viewer| {
        let action = &decider.catalog().actions()[action.index()].name;
        decider.ask(&Question {
            subject: viewer.subject,
            action,
            resource: viewer.resource,
            now: viewer.now,
            given: Given::default(),
        })
    });
    GridRow { action, cells: columns.iter().map(cell).collect(), answer }
}

fn find<T: Copy + Ord>(cells: &[(T, Cell)], column: T) -> Cell {
    cells.binary_search_by_key(&column, |(known, _)| *known).map_or(Cell::No, |place| cells[place].1)
}
