//! What is allowed, but probably not meant; and circles of `can`, which are not allowed.

use super::{Catalog, Cell, Levels, Role, Rule, Tool};
use crate::condition::Expr;
use crate::data::Cursor;
use crate::error::{Code, Result, listed};
use crate::ids::{ActionId, ConditionId, TypeId};
use crate::order::insert;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something is not known yet.
    Todo,
    /// Something is probably not meant.
    Warning,
}

/// Something worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable code.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub message: String,
    /// Where it is.
    pub path: String,
}

/// S9: an action must not ask itself, through however many others.
pub fn no_cycles(catalog: &Catalog, root: &Cursor<'_>) -> Result<()> {
    let asks: Vec<Vec<ActionId>> = catalog.rows.iter().map(|row| asked(catalog, row.cells())).collect();
    let mut settled = vec![false; asks.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for (index, asked) in asks.iter().enumerate() {
            if !settled[index] && asked.iter().all(|action| settled[action.index()]) {
                settled[index] = true;
                changed = true;
            }
        }
    }
    let Some(start) = settled.iter().position(|done| !done) else {
        return Ok(());
    };
    let way = circle(&asks, &settled, start);
    let names = listed(&mut way.iter().map(|index| catalog.actions[*index].name.as_str()), " → ");
    Err(root.error(Code::Cycle, format!("these actions ask `can` in a circle: {names}")))
}

fn asked(catalog: &Catalog, cells: impl Iterator<Item = Cell>) -> Vec<ActionId> {
    let conditions =
        cells.filter_map(|cell| if let Cell::If(condition) = cell { Some(condition) } else { None });
    conditions.flat_map(|condition| when(catalog, condition).map(Expr::asks).unwrap_or_default()).collect()
}

fn when(catalog: &Catalog, condition: ConditionId) -> Option<&Expr> {
    match &catalog.condition(condition).rule {
        Rule::When(_, expr) => Some(expr),
        Rule::Todo(_) => None,
    }
}

/// From an action that never settles one comes to a circle by always following one that never settles either.
fn circle(asks: &[Vec<ActionId>], settled: &[bool], start: usize) -> Vec<usize> {
    let mut way = vec![start];
    loop {
        let last = way[way.len() - 1];
        let next =
            asks[last].iter().map(|action| action.index()).find(|action| !settled[*action]).unwrap_or(start);
        if let Some(place) = way.iter().position(|seen| *seen == next) {
            let mut circle = way.split_off(place);
            circle.push(next);
            return circle;
        }
        way.push(next);
    }
}

/// All problems, in the order of the catalog.
pub fn lint(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, condition) in catalog.conditions.iter().enumerate() {
        condition_problems(catalog, ConditionId::at(index), &condition.name, &mut problems);
    }
    for (index, action) in catalog.actions.iter().enumerate() {
        let path = format!("tools.{}", action.name.replacen('.', ".actions.", 1));
        let row = &catalog.rows[index];
        let warn = |code, message| Problem { code, severity: Severity::Warning, message, path: path.clone() };
        if row.cells().all(|cell| cell == Cell::Never) {
            problems.push(warn("nobody", format!("nobody can do `{}`: no column gives it", action.name)));
        }
        if let Levels::Own(_) = catalog.tool_of(ActionId::at(index)).levels
            && let Some(level) = step_down(&row.levels)
        {
            let name = catalog.level_name(action.tool, crate::ids::Level(level as u8));
            problems.push(warn(
                "step_down",
                format!("level `{name}` lacks `{}`, which the level below it has", action.name),
            ));
        }
    }
    for role in &catalog.roles {
        problems.extend(hidden_role(catalog, &role.name));
        out_of_reach(catalog, role, &mut problems);
    }
    problems
}

/// S2: a role reaches down from where it is given. No error: what it names of a tool further up counts there all the same,
/// where that tool's actions are asked, a footnote asks for the level, or the role is given further up.
fn out_of_reach(catalog: &Catalog, role: &Role, problems: &mut Vec<Problem>) {
    let mut tools = Vec::new();
    role.levels.iter().for_each(|(tool, _)| insert(&mut tools, *tool));
    role.extras.iter().for_each(|extra| insert(&mut tools, catalog.extra(*extra).tool));
    let type_name = |id: TypeId| &catalog.types[id.index()].name;
    for Tool { name, on, .. } in tools.iter().map(|tool| &catalog.tools[tool.index()]) {
        if !catalog.is_within(*on, role.on) {
            let (code, severity, path) = ("out_of_reach", Severity::Warning, format!("roles.{}", role.name));
            let message = format!(
                "role `{}` names `{name}`, a tool of a `{}`, which it does not reach when it is given on a `{}`",
                role.name,
                type_name(*on),
                type_name(role.on)
            );
            problems.push(Problem { code, severity, message, path });
        }
    }
}

/// In a tool that has a column of the same name, a role cannot be a column.
fn hidden_role(catalog: &Catalog, name: &str) -> Option<Problem> {
    let has = |tool: &Tool| {
        let level = tool.levels.ladder().and_then(|ladder| super::names::level(catalog.ladder(ladder), name));
        level.is_some() || tool.extras.iter().any(|extra| catalog.extra(*extra).name == name)
    };
    let tool = catalog.tools.iter().find(|tool| has(tool))?;
    let message =
        format!("role `{name}` cannot be a column of `{}`, which has another column of that name", tool.name);
    Some(Problem { code: "hidden_role", severity: Severity::Warning, message, path: format!("roles.{name}") })
}

fn step_down(levels: &[Cell]) -> Option<usize> {
    (1..levels.len())
        .find(|level| levels[*level] == Cell::No && matches!(levels[level - 1], Cell::Yes | Cell::If(_)))
}

fn condition_problems(catalog: &Catalog, id: ConditionId, name: &str, problems: &mut Vec<Problem>) {
    let path = match name.split_once('.') {
        Some((tool, own)) => format!("tools.{tool}.conditions.{own}"),
        None => format!("conditions.{name}"),
    };
    let cells = catalog.rows.iter().flat_map(super::Row::cells);
    let cells = cells.chain(catalog.sharing.iter().flat_map(|rules| rules.to));
    let uses = cells.filter(|cell| *cell == Cell::If(id)).count();
    match &catalog.condition(id).rule {
        Rule::Todo(todo) if uses > 0 => {
            let message =
                format!("footnote `{name}` is not known yet: {todo} ({uses} cells deny because of it)");
            problems.push(Problem { code: "todo", severity: Severity::Todo, message, path });
        }
        _ if uses == 0 => {
            let message = format!("no cell uses the footnote `{name}`");
            problems.push(Problem { code: "unused", severity: Severity::Warning, message, path });
        }
        _ => {}
    }
}
