//! A world as the engine reads it: JSON, with the conditions in CEL.

use super::{Ask, Assigning, Ceiling, Cell, Footnote, Grant, Ladder, OF_CONTEXT, OF_RESOURCES, OF_SUBJECTS};
use super::{Role, Rule, Sharing, Term, Tool, Value, What, Whose, World, defaults};

/// Every text of these worlds is plain ASCII, for which Rust and JSON quote alike.
pub fn quoted(text: &str) -> String {
    format!("{text:?}")
}

pub fn object(entries: impl IntoIterator<Item = (String, String)>) -> String {
    let entries: Vec<String> =
        entries.into_iter().map(|(key, value)| format!("{}: {value}", quoted(&key))).collect();
    if entries.is_empty() { "{}".into() } else { format!("{{ {} }}", entries.join(", ")) }
}

/// The same with a line for each entry.
fn lines(entries: impl IntoIterator<Item = (String, String)>) -> String {
    let entries: Vec<String> =
        entries.into_iter().map(|(key, value)| format!("    {}: {value}", quoted(&key))).collect();
    if entries.is_empty() { "{}".into() } else { format!("{{\n{} }}", entries.join(",\n")) }
}

fn list<'n>(names: impl IntoIterator<Item = &'n String>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| quoted(name)).collect();
    format!("[{}]", names.join(", "))
}

pub fn key(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// An attribute or setting.
pub fn value(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) | Value::Time(value) => value.to_string(),
        Value::Span(value) => quoted(&format!("{}s", value / 1000)),
        Value::Text(name) | Value::User(name) | Value::Group(name) | Value::Place(name) => quoted(name),
        Value::Level(_, level) => quoted(level),
        Value::List(items) => format!("[{}]", items.iter().map(self::value).collect::<Vec<_>>().join(", ")),
    }
}

pub fn values(all: &[(String, Value)]) -> String {
    object(all.iter().map(|(name, of)| (name.clone(), value(of))))
}

/// The question as `Written` reads it.
pub fn question(ask: &Ask) -> String {
    let now = ask.now.map(|now| key("now", now.to_string()));
    let given = [key("resource", values(&ask.item)), key("subject", values(&ask.person))];
    let context = ask.context.iter().map(|(name, of)| (name.clone(), value(of)));
    object([
        key("subject", quoted(&ask.subject)),
        key("action", quoted(&ask.action)),
        key("resource", quoted(&ask.resource)),
        key("context", object(now.into_iter().chain(given).chain(context))),
    ])
}

pub fn catalog(world: &World) -> String {
    let kinds = world.kinds.iter().map(|kind| {
        let declared = OF_RESOURCES.iter().filter(|(name, _)| kind.attributes.contains(name));
        let tool = kind.tool.iter().map(|tool| key("tool", quoted(tool)));
        let rest = [key("within", list(&kind.within)), key("attributes", types(declared))];
        (kind.name.clone(), object(rest.into_iter().chain(tool)))
    });
    let settings = defaults().map(|(name, kind, default)| {
        key(name, object([key("type", quoted(kind)), key("default", value(&default))]))
    });
    let ladders = world.ladders.iter().map(|(name, levels)| {
        let levels: Vec<String> = levels.iter().map(|level| object([key("level", quoted(level))])).collect();
        (name.clone(), format!("[{}]", levels.join(", ")))
    });
    let tools = world.tools.iter().map(|tool| (tool.name.clone(), self::tool(world, tool)));
    let roles = world.roles.iter().map(|role| (role.name.clone(), self::role(role)));
    let ceilings = world.ceilings.iter().map(|ceiling| (ceiling.name.clone(), self::ceiling(ceiling)));
    let changes = world.changes.iter().map(|(kind, action)| key(kind, quoted(action)));
    let sharing = world.sharing.iter().map(|rules| (rules.container.clone(), self::sharing(rules)));
    let assigning = world.assigning.iter().map(|bounds| key("assigning", self::assigning(bounds)));
    let parts = [
        key("permatrix", "1"),
        key("name", "\"law\""),
        key("types", object(kinds)),
        key("subject", types(OF_SUBJECTS.iter())),
        key("context", types(OF_CONTEXT.iter())),
        key("settings", object(settings)),
        key("ladders", lines(ladders)),
        key("conditions", lines(footnotes(world, None))),
        key("tools", lines(tools)),
        key("roles", lines(roles)),
        key("ceilings", lines(ceilings)),
        key("changes", object(changes)),
        key("sharing", lines(sharing)),
    ];
    lines(parts.into_iter().chain(assigning))
}

fn sharing(rules: &Sharing) -> String {
    let to = rules.to.iter().map(|(whom, cell)| key(whom, quoted(&self::cell(cell))));
    let to = (!rules.to.is_empty()).then(|| key("to", object(to)));
    let guest = rules.guest.iter().map(|role| key("guest", quoted(role)));
    let limits = rules.limits.iter().map(|(counted, most)| key(counted, most.to_string()));
    let rest =
        [key("items", list(&rules.items)), key("roles", list(&rules.roles)), key("limits", object(limits))];
    object(rest.into_iter().chain(to).chain(guest))
}

fn assigning(bounds: &Assigning) -> String {
    let any = bounds.any.iter().map(|action| key("any", quoted(action)));
    object([key("own_reach", bounds.own_reach.to_string())].into_iter().chain(any))
}

fn types<'t>(attributes: impl Iterator<Item = &'t (&'static str, &'static str)>) -> String {
    object(attributes.map(|(name, kind)| key(name, *kind)))
}

fn footnotes(world: &World, tool: Option<&str>) -> impl Iterator<Item = (String, String)> {
    let own = world.footnotes.iter().filter(move |footnote| footnote.tool.as_deref() == tool);
    own.map(|Footnote { name, rule: when, .. }| {
        let body = match when {
            Some(when) => key("when", quoted(&rule(when))),
            None => key("todo", "\"not known\""),
        };
        (name.clone(), object([body]))
    })
}

fn tool(world: &World, tool: &Tool) -> String {
    let ladder = match &tool.ladder {
        Ladder::None => Vec::new(),
        Ladder::Own(ladder) => vec![key("ladder", quoted(ladder))],
        Ladder::Of(lender) => vec![key("borrows", quoted(lender))],
        Ladder::Item(ladder) => vec![key("borrows", "\"item\""), key("ladder", quoted(ladder))],
    };
    let granulars = tool.granulars.iter().map(|granular| {
        let levels = granular.levels.iter().map(|levels| key("levels", list(levels)));
        let always = (!granular.always.is_empty()).then(|| key("always", list(&granular.always)));
        (granular.name.clone(), object(levels.chain(always)))
    });
    let actions = tool.actions.iter().map(|action| {
        let cells = action.cells.iter().map(|(column, cell)| (column.clone(), quoted(&self::cell(cell))));
        (action.name.clone(), object([key("cells", object(cells))]))
    });
    let parts = [
        key("granulars", object(granulars)),
        key("privileges", object(tool.privileges.iter().map(|name| key(name, "{}")))),
        key("conditions", object(footnotes(world, Some(&tool.name)))),
        key("implies", object(tool.implies.iter().map(|(level, roles)| key(level, list(roles))))),
        key("actions", object(actions)),
    ];
    let there = parts.into_iter().filter(|(_, value)| value != "{}");
    object([key("on", quoted(&tool.on))].into_iter().chain(ladder).chain(there))
}

pub fn cell(cell: &Cell) -> String {
    match cell {
        Cell::No => "no".into(),
        Cell::Yes => "yes".into(),
        Cell::Never => "never".into(),
        Cell::If(condition) => format!("if {condition}"),
    }
}

fn role(role: &Role) -> String {
    object([
        key("on", quoted(&role.on)),
        key("exclusive", role.exclusive.to_string()),
        key("levels", object(role.levels.iter().map(|(tool, level)| key(tool, quoted(level))))),
        key("granulars", list(&role.granulars)),
        key("assigns", list(&role.assigns)),
    ])
}

fn ceiling(ceiling: &Ceiling) -> String {
    let how = if ceiling.only { "only" } else { "except" };
    object([key("when", quoted(&rule(&ceiling.when))), key(how, list(&ceiling.patterns))])
}

pub fn facts(world: &World) -> String {
    let users = world.users.iter().map(|user| key(&user.name, object([attributes(&user.attributes)])));
    let groups =
        world.groups.iter().map(|group| key(&group.name, object([key("members", list(&group.members))])));
    let places = world.places.iter().map(|place| {
        let parent = place.parent.iter().map(|parent| key("parent", quoted(parent)));
        key(&place.name, object(parent.chain([attributes(&place.attributes)])))
    });
    let settings = world.settings.iter().map(|(name, of)| (name.clone(), value(of)));
    let grants: Vec<String> =
        world.grants.iter().map(|grant| format!("    {}", object(self::grant(grant)))).collect();
    lines([
        key("permatrix", "1"),
        key("catalog", "\"law\""),
        key("users", lines(users)),
        key("groups", lines(groups)),
        key("resources", lines(places)),
        key("settings", object(settings)),
        key("grants", format!("[\n{} ]", grants.join(",\n"))),
    ])
}

fn attributes(all: &[(String, Value)]) -> (String, String) {
    key("attributes", values(all))
}

/// The keys of a grant; a change has one more.
pub fn grant(grant: &Grant) -> Vec<(String, String)> {
    let until = grant.until.map(|until| key("until", until.to_string()));
    let condition = grant.condition.as_ref().map(|name| key("if", quoted(name)));
    what(grant).into_iter().chain(until).chain(condition).collect()
}

/// The keys that say which grant it is.
fn what(grant: &Grant) -> Vec<(String, String)> {
    let what = match &grant.what {
        What::Role(role) => key("role", quoted(role)),
        What::Column(column) => key("column", quoted(column)),
    };
    vec![key("to", quoted(&grant.to)), what, key("on", quoted(&grant.on))]
}

/// A change of this kind, `grant` or `share`.
pub fn giving(kind: &str, given: &Grant) -> String {
    object([key("kind", quoted(kind))].into_iter().chain(grant(given)))
}

/// A change of this kind, `revoke` or `unshare`.
pub fn taking(kind: &str, taken: &Grant) -> String {
    object([key("kind", quoted(kind))].into_iter().chain(what(taken)))
}

pub fn setting_cell(action: &str, column: &str, to: &Cell) -> String {
    object([
        key("kind", "\"set_cell\""),
        key("action", quoted(action)),
        key("column", quoted(column)),
        key("value", quoted(&cell(to))),
    ])
}

/// A condition in CEL.
pub fn rule(of: &Rule) -> String {
    match of {
        Rule::Is(of) => term(of),
        Rule::Not(of) => format!("!({})", rule(of)),
        Rule::And(a, b) => format!("({} && {})", rule(a), rule(b)),
        Rule::Or(a, b) => format!("({} || {})", rule(a), rule(b)),
        Rule::Choose(a, b, c) => format!("({} ? {} : {})", rule(a), rule(b), rule(c)),
        Rule::Compare(sign, a, b) => format!("{} {sign} {}", term(a), term(b)),
        Rule::In(a, b) => format!("{} in {}", term(a), term(b)),
        Rule::Exists(list, of) => format!("{}.exists(x, {})", term(list), rule(of)),
        Rule::All(list, of) => format!("{}.all(x, {})", term(list), rule(of)),
        Rule::Has(of) => format!("has({})", term(of)),
        Rule::Holds(column, of) => format!("holds({})", whose(column, of)),
        Rule::Can(action, of) => format!("can({})", whose(action, of)),
        Rule::Member(subject, resource) => format!("member({}, {})", term(subject), term(resource)),
        Rule::InGroup(subject, group) => format!("in_group({}, {})", term(subject), term(group)),
    }
}

fn whose(name: &str, of: &Whose) -> String {
    let name = quoted(name);
    match (&*of.resource, &*of.subject) {
        (Term::Resource, Term::Subject) => name,
        (resource, Term::Subject) => format!("{name}, {}", term(resource)),
        (resource, subject) => format!("{name}, {}, {}", term(resource), term(subject)),
    }
}

fn term(of: &Term) -> String {
    match of {
        Term::Subject => "subject".into(),
        Term::Resource => "resource".into(),
        Term::Now => "now".into(),
        Term::Constant(Value::Time(at)) => format!("timestamp(\"{}\")", moment(*at)),
        Term::Constant(Value::Span(span)) => format!("duration(\"{}s\")", span / 1000),
        Term::Constant(constant) => value(constant),
        Term::Attribute(of, name) => format!("{}.{name}", term(of)),
        Term::Context(name) => format!("context.{name}"),
        Term::Setting(name) => format!("settings.{name}"),
        Term::Element => "x".into(),
        Term::List(items) => format!("[{}]", items.iter().map(term).collect::<Vec<_>>().join(", ")),
        Term::Plus(a, b) => format!("({} + {})", term(a), term(b)),
        Term::Minus(a, b) => format!("({} - {})", term(a), term(b)),
        Term::Level(tool, of) => format!("level({})", whose(tool, of)),
    }
}

/// Every moment written in a condition lies in one hour.
fn moment(at: i64) -> String {
    let since = (at - super::make::BASE) / 1000;
    format!("2026-01-01T00:{:02}:{:02}Z", since / 60, since % 60)
}
