//! What goes out, as plain data: decisions, grids and lists in the shapes that the JavaScript package describes (its
//! `types.ts`), ready for whatever writes data.

use crate::catalog::{
    Catalog, Cell, Condition, Levels, Problem, Role, Rule, Setting, Severity, Stored, Title, Tool,
};
use crate::change::{Mail, Refused};
use crate::condition::{Column, Truth};
use crate::data::{Data, Entry};
use crate::decide::{Decision, Path, Standing};
use crate::engine::{Asking, Engine};
use crate::error::{Error, Result};
use crate::facts::{Grant, Principal};
use crate::grid::{Grid, GridColumn, GridRow, Kind, Scope};
use crate::ids::{ActionId, GroupId, ResourceId, Time, UserId};
use crate::members::Member;

/// Lists of [`facts`] end here: they are for pickers, not for exports.
const LISTED: usize = 10_000;

/// An object on its way.
#[derive(Default)]
struct Object(Vec<Entry<'static>>);

impl Object {
    fn with(mut self, key: &'static str, value: Data<'static>) -> Self {
        self.0.push((key.into(), value));
        self
    }

    fn text(self, key: &'static str, text: &str) -> Self {
        self.with(key, Data::text(text))
    }

    /// An entry that is left out when there is nothing to say.
    fn maybe(self, key: &'static str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(key, text),
            None => self,
        }
    }

    fn maybe_number(self, key: &'static str, number: Option<f64>) -> Self {
        match number {
            Some(number) => self.with(key, Data::Number(number)),
            None => self,
        }
    }

    fn done(self) -> Data<'static> {
        Data::Map(self.0)
    }
}

fn object() -> Object {
    Object::default()
}

fn list<T>(things: impl IntoIterator<Item = T>, shape: impl Fn(T) -> Data<'static>) -> Data<'static> {
    let mut list = Vec::new();
    for thing in things {
        list.push(shape(thing));
    }
    Data::List(list)
}

fn texts(texts: &[String]) -> Data<'static> {
    list(texts, |text| Data::text(text))
}

fn titles(title: &Title) -> Data<'static> {
    Data::from(title)
}

fn titles_of(title: Option<&Title>) -> Data<'static> {
    title.map_or(Data::Map(Vec::new()), titles)
}

#[allow(clippy::cast_precision_loss)] // milliseconds stay far below 2^53
fn milliseconds(time: Time) -> f64 {
    time.0 as f64
}

/// A number of runs of changes.
#[allow(clippy::cast_precision_loss)] // it stays far below 2^53
fn revision(engine: &Engine) -> Data<'static> {
    Data::Number(engine.revision() as f64)
}

/// S15 as a word.
#[must_use]
pub const fn answer(answer: Truth) -> &'static str {
    match answer {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "depends",
    }
}

/// An error: code, message, and where. The message is without the place: the package words it, for it knows what its caller
/// calls the thing.
#[must_use]
pub fn failure(error: &Error) -> Data<'static> {
    failed(error).done()
}

/// The same with the denial, where the matrix refused a change.
#[must_use]
pub fn refused(refused: &Refused, engine: &Engine) -> Data<'static> {
    match &refused.decision {
        Some(denial) => failed(&refused.error).with("decision", decision(denial, engine)).done(),
        None => failure(&refused.error),
    }
}

fn failed(error: &Error) -> Object {
    let position = error.position();
    let at = object().text("path", error.path());
    let at = at.maybe_number("line", position.map(|(line, _)| f64::from(line)));
    let at = at.maybe_number("column", position.map(|(_, column)| f64::from(column)));
    object().text("code", error.code().as_str()).text("message", error.message()).with("at", at.done())
}

/// A decision. Without names it does not say to whom and on what something was granted, nor what can be asked for.
#[must_use]
pub fn decision(decision: &Decision, engine: &Engine) -> Data<'static> {
    let until = decision.valid_until.map_or(Data::Null, |time| Data::Number(milliseconds(time)));
    let requestable = decision.requestable.filter(|_| engine.facts().has_names()).map(|(kind, on)| {
        let kind = &engine.catalog().types()[kind.index()].name;
        object().text("type", kind).text("on", engine.facts().resource_name(on)).done()
    });
    let shaped = object()
        .with("allowed", Data::Bool(decision.allowed()))
        .text("code", decision.reason.as_str())
        .with("missing", texts(&decision.missing))
        .with("validUntil", until)
        .with("revision", revision(engine))
        .with("paths", list(&decision.paths, |one| path(one, engine)))
        .with("ceilings", texts(&decision.ceilings));
    match requestable {
        Some(requestable) => shaped.with("requestable", requestable).done(),
        None => shaped.done(),
    }
}

fn path(path: &Path, engine: &Engine) -> Data<'static> {
    let granted = path.bundle.map(|bundle| engine.granted(bundle));
    let name = granted.map(|column| engine.catalog().column_name(column));
    let is_role = matches!(granted, Some(Column::Role(_)));
    let other = name.as_deref().filter(|name| !is_role && *name != path.column);
    let facts = Some(engine.facts()).filter(|facts| facts.has_names());
    object()
        .maybe("to", facts.map(|facts| path.to.map_or("everyone", |to| facts.principal_name(to))))
        .maybe("on", facts.and_then(|facts| Some(facts.resource_name(path.on?))))
        .maybe("role", name.as_deref().filter(|_| is_role))
        .maybe("granted", other)
        .text("column", &path.column)
        .maybe_number("until", path.until.map(milliseconds))
        .maybe("condition", path.condition.as_deref())
        .done()
}

/// Actions with their answers, by answer.
#[must_use]
pub fn what_can(all: &[(ActionId, Truth)], catalog: &Catalog) -> Data<'static> {
    let named = |wanted: Truth| {
        let those = all.iter().filter(|(_, answer)| *answer == wanted);
        list(those, |(id, _)| Data::text(&catalog.actions()[id.index()].name))
    };
    object().with("yes", named(Truth::Yes)).with("depends", named(Truth::Unknown)).done()
}

/// What [`Engine::apply`] comes to.
#[must_use]
pub fn applied(outbox: &[Mail], engine: &Engine) -> Data<'static> {
    object().with("revision", revision(engine)).with("outbox", list(outbox, mail)).done()
}

/// What [`Engine::attempt`] comes to.
#[must_use]
pub fn attempted(decided: &Decision, outbox: &[Mail], engine: &Engine) -> Data<'static> {
    object().with("decision", decision(decided, engine)).with("outbox", list(outbox, mail)).done()
}

fn mail(mail: &Mail) -> Data<'static> {
    object()
        .text("template", &mail.template)
        .with("language", mail.language.clone().map_or(Data::Null, |text| Data::Text(text.into())))
        .with("to", Data::List(mail.to.clone()))
        .with("fields", mail.fields.clone())
        .done()
}

/// Requests in a state, or in any, from `from` on and `count` at the most, and how many there are in all (S21).
#[must_use]
#[allow(clippy::cast_precision_loss)] // far below 2^53
pub fn requests(all: &[Asking], from: usize, count: usize, engine: &Engine) -> Data<'static> {
    let page = all.get(from..).unwrap_or_default();
    let shown = list(&page[..count.min(page.len())], |asking| {
        let on = engine.facts().parent(asking.request).map(|on| engine.facts().resource_name(on));
        let Data::Map(told) = engine.told(asking.request) else { return Data::Null };
        Object(told).text("state", asking.state).maybe("on", on).done()
    });
    object().with("requests", shown).with("total", Data::Number(all.len() as f64)).done()
}

/// What is worth a look in the catalog.
#[must_use]
pub fn problems(problems: &[Problem]) -> Data<'static> {
    list(problems, |problem| {
        let severity = match problem.severity {
            Severity::Todo => "todo",
            Severity::Warning => "warning",
        };
        let object = object().text("code", problem.code).text("severity", severity);
        object.text("message", &problem.message).text("path", &problem.path).done()
    })
}

/// The grids of a scope.
pub fn matrix(engine: &Engine, scope: &Scope<'_>) -> Result<Data<'static>> {
    engine.matrix(scope).map(|all| grids(&all, engine.catalog()))
}

fn grids(grids: &[Grid], catalog: &Catalog) -> Data<'static> {
    list(grids, |grid| {
        let tool = &catalog.tools()[grid.tool.index()];
        object()
            .text("tool", &tool.name)
            .with("title", titles(&tool.title))
            .text("on", &catalog.types()[tool.on.index()].name)
            .with("columns", list(&grid.columns, column))
            .with("rows", list(&grid.rows, |one| row(one, catalog)))
            .with("footnotes", list(&grid.footnotes, |id| footnote(&catalog.conditions()[id.index()])))
            .done()
    })
}

fn column(column: &GridColumn) -> Data<'static> {
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
    let mut object = object().text("column", &column.name).text("kind", kind);
    object = object.with("title", titles(&column.title));
    if column.kind == Kind::Granular {
        object = object.with("levels", texts(&column.levels));
    }
    object.maybe("state", state).done()
}

fn row(row: &GridRow, catalog: &Catalog) -> Data<'static> {
    let action = &catalog.actions()[row.action.index()];
    object()
        .text("action", &action.name)
        .with("title", titles(&action.title))
        .with("cells", list(&row.cells, |one| cell(*one, catalog)))
        .maybe("answer", row.answer.map(answer))
        .done()
}

fn cell(cell: Cell, catalog: &Catalog) -> Data<'static> {
    match cell {
        Cell::No => object().text("value", "no").done(),
        Cell::Yes => object().text("value", "yes").done(),
        Cell::Never => object().text("value", "never").done(),
        Cell::If(id) => {
            object().text("value", "if").text("condition", &catalog.conditions()[id.index()].name).done()
        }
    }
}

fn footnote(condition: &Condition) -> Data<'static> {
    let (when, todo) = match &condition.rule {
        Rule::When(text, _) => (Some(text.as_str()), None),
        Rule::Todo(text) => (None, Some(text.as_str())),
    };
    let object = object().text("condition", &condition.name).with("title", titles(&condition.title));
    object.maybe("when", when).maybe("todo", todo).done()
}

/// Names and titles of a catalog.
#[must_use]
pub fn catalog(catalog: &Catalog) -> Data<'static> {
    object()
        .text("name", catalog.name())
        .with("title", titles(catalog.title()))
        .with("types", list(catalog.types(), |kind| Data::text(&kind.name)))
        .with(
            "typeTitles",
            list(catalog.types(), |kind| {
                object().text("type", &kind.name).with("title", titles(&kind.title)).done()
            }),
        )
        .with("tools", list(catalog.tools(), |one| tool(one, catalog)))
        .with("roles", list(catalog.roles(), |one| role(one, catalog)))
        .with("settings", list(catalog.settings(), |one| setting(one, catalog)))
        .with("conditions", list(catalog.conditions(), footnote))
        .with("languages", texts(&catalog.languages()))
        .done()
}

#[allow(clippy::cast_precision_loss)] // a few thousand actions at the most
fn tool(tool: &Tool, catalog: &Catalog) -> Data<'static> {
    let levels = match tool.levels {
        Levels::Own(ladder) => catalog.ladder(ladder).levels.as_slice(),
        _ => &[],
    };
    let object = object()
        .text("tool", &tool.name)
        .with("title", titles(&tool.title))
        .text("on", &catalog.types()[tool.on.index()].name)
        .with("actions", Data::Number(tool.actions.len() as f64))
        .with("levels", list(levels, |(level, _)| Data::text(level)));
    match tool.levels {
        Levels::Of(lender, _) => object.text("levelsOf", &catalog.tools()[lender.index()].name).done(),
        Levels::OfItem(_) => object.with("levelsOfItem", Data::Bool(true)).done(),
        Levels::None | Levels::Own(_) => object.done(),
    }
}

fn setting(setting: &Setting, catalog: &Catalog) -> Data<'static> {
    let values = match setting.default {
        Stored::Bool(_) => texts(&["true".to_owned(), "false".to_owned()]),
        _ => texts(&setting.values),
    };
    let object = object().text("setting", &catalog.attribute(setting.attribute).name);
    object.with("title", titles(&setting.title)).with("values", values).done()
}

fn role(role: &Role, catalog: &Catalog) -> Data<'static> {
    let mut levels = object().maybe("*", role.every.as_deref());
    for (tool, level) in &role.levels {
        let name = catalog.tools()[tool.index()].name.clone();
        levels.0.push((name.into(), Data::text(catalog.level_name(*tool, *level))));
    }
    object()
        .text("role", &role.name)
        .with("title", titles(&role.title))
        .text("on", &catalog.types()[role.on.index()].name)
        .with("exclusive", Data::Bool(role.exclusive))
        .with("levels", levels.done())
        .with(
            "granulars",
            list(&role.extras, |extra| Data::text(&catalog.column_name(Column::Extra(*extra)))),
        )
        .done()
}

/// Names and titles of the facts, and the grants.
///
/// Fails with `no_names` where names were left out.
pub fn facts(engine: &Engine) -> Result<Data<'static>> {
    engine.named()?;
    let facts = engine.facts();
    let mut grants = Vec::new();
    for to in facts.principals() {
        grants.extend(facts.grants_to(to).iter().map(|one| grant(to, one, engine)));
        if grants.len() >= LISTED {
            grants.truncate(LISTED);
            break;
        }
    }
    let shaped = object()
        .with("users", list(facts.users().take(LISTED), |one| user(one, engine)))
        .with("groups", list(facts.groups().take(LISTED), |one| group(one, engine)))
        .with("resources", list(facts.resources().take(LISTED), |one| resource(one, engine)))
        .with("grants", Data::List(grants));
    Ok(shaped.done())
}

fn user(user: UserId, engine: &Engine) -> Data<'static> {
    let facts = engine.facts();
    object().text("id", facts.user_name(user)).with("title", titles_of(facts.user_title(user))).done()
}

fn group(group: GroupId, engine: &Engine) -> Data<'static> {
    let facts = engine.facts();
    let members = facts.members_of(group).into_iter().take(LISTED);
    object()
        .text("id", facts.group_name(group))
        .with("title", titles_of(facts.group_title(group)))
        .with("members", list(members, |one| Data::text(facts.principal_name(one))))
        .done()
}

fn resource(resource: ResourceId, engine: &Engine) -> Data<'static> {
    let facts = engine.facts();
    let parent = facts.parent(resource).map(|parent| facts.resource_name(parent).to_owned());
    object()
        .text("id", facts.resource_name(resource))
        .with("title", titles_of(facts.resource_title(resource)))
        .with("parent", parent.map_or(Data::Null, |text| Data::Text(text.into())))
        .done()
}

/// The members of a resource, from `from` on and `count` at the most, and how many there are in all.
#[must_use]
#[allow(clippy::cast_precision_loss)] // far below 2^53
pub fn members(all: &[Member], from: usize, count: usize, engine: &Engine) -> Data<'static> {
    let page = all.get(from..).unwrap_or_default();
    let page = &page[..count.min(page.len())];
    let shown = list(page, |member| {
        let title = match member.who {
            Principal::User(user) => engine.facts().user_title(user),
            Principal::Group(group) => engine.facts().group_title(group),
            Principal::Everyone | Principal::Anyone => None,
        };
        object()
            .text("principal", engine.facts().principal_name(member.who))
            .with("title", titles_of(title))
            .with("member", Data::Bool(!member.grants.is_empty()))
            .with("grants", list(&member.grants, |one| grant(member.who, one, engine)))
            .with("shares", list(&member.shares, |one| grant(member.who, one, engine)))
            .done()
    });
    object().with("members", shown).with("total", Data::Number(all.len() as f64)).done()
}

fn grant(to: Principal, grant: &Grant, engine: &Engine) -> Data<'static> {
    let column = engine.granted(grant.bundle);
    let kind = if matches!(column, Column::Role(_)) { "role" } else { "column" };
    let condition = grant.terms.condition.map(|id| engine.catalog().conditions()[id.index()].name.as_str());
    object()
        .text("to", engine.facts().principal_name(to))
        .text(kind, &engine.catalog().column_name(column))
        .text("on", engine.facts().resource_name(grant.on))
        .maybe_number("until", grant.terms.until.map(milliseconds))
        .maybe("if", condition)
        .done()
}
