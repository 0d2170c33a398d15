//! The construction catalog, cell by cell: what the grid says is what is decided, for a person who holds just that
//! column. The grid is read from the file itself, not through the crate.

mod questions;

use permatrix::{Decision, Engine, Question, Reason};
use serde_json::{Map, Value, json};

const CATALOG: &str = include_str!("../../catalogs/construction/catalog.json");
const FACTS: &str = include_str!("../../catalogs/construction/facts.json");

/// What the columns somebody holds say together.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Expected {
    Yes,
    No,
    Footnote,
}

fn catalog() -> Value {
    serde_json::from_str(CATALOG).expect("the catalog is JSON")
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn levels_of<'c>(catalog: &'c Value, tool: &Value) -> Vec<&'c str> {
    let lender = tool["borrows"].as_str().filter(|lender| *lender != "item");
    let ladder = lender.map_or(&tool["ladder"], |lender| &catalog["tools"][lender]["ladder"]);
    let levels = ladder.as_str().and_then(|ladder| catalog["ladders"][ladder].as_array());
    levels
        .map(|levels| levels.iter().filter_map(|level| level["level"].as_str()).collect())
        .unwrap_or_default()
}

/// The tool whose level a person is given so that it counts for `name`.
fn source<'t>(name: &'t str, tool: &'t Value) -> &'t str {
    match tool["borrows"].as_str() {
        None => name,
        Some("item") => "rfi",
        Some(lender) => lender,
    }
}

fn place(tool: &Value) -> &'static str {
    match (tool["borrows"].as_str(), tool["on"].as_str()) {
        (Some("item"), _) => "project:p/rfi:new",
        (_, Some("company")) => "company:c",
        _ => "project:p",
    }
}

fn home(catalog: &Value, tool: &str) -> &'static str {
    if catalog["tools"][tool]["on"] == "company" { "company:c" } else { "project:p" }
}

struct Person {
    name: String,
    tool: String,
    /// The level he has for the tool.
    level: Option<String>,
    /// The granulars, privileges and roles he has.
    others: Vec<String>,
}

/// One person for each column; a granular comes with each level that it names, because alone it is idle.
fn people(catalog: &Value) -> (Vec<Person>, Value) {
    let mut people = Vec::new();
    let mut grants = Vec::new();
    for (tool_name, tool) in object(&catalog["tools"]) {
        let ladder = levels_of(catalog, &tool);
        let lender = source(&tool_name, &tool).to_owned();
        let mut add = |level: Option<&str>, extra: Option<&str>| {
            let name = format!("user:{}", people.len());
            if let Some(level) = level {
                grants.push(json!({ "to": name, "column": format!("{lender}.{level}"), "on": home(catalog, &lender) }));
            }
            if let Some(extra) = extra {
                grants.push(json!({ "to": name, "column": format!("{tool_name}.{extra}"), "on": home(catalog, &tool_name) }));
            }
            let others = extra.map(str::to_owned).into_iter().collect();
            people.push(Person { name, tool: tool_name.clone(), level: level.map(str::to_owned), others });
        };
        for level in &ladder {
            add(Some(level), None);
        }
        for (granular, definition) in object(&tool["granulars"]) {
            for level in active_levels(&ladder, &definition) {
                add(Some(level), Some(&granular));
            }
        }
        for privilege in object(&tool["privileges"]).keys() {
            add(None, Some(privilege));
        }
    }
    (people, Value::Array(grants))
}

fn active_levels<'l>(ladder: &[&'l str], granular: &Value) -> Vec<&'l str> {
    let Some(named) = granular["levels"].as_array() else { return ladder[1..ladder.len() - 1].to_vec() };
    ladder.iter().copied().filter(|level| named.iter().any(|name| name == level)).collect()
}

fn engine(people: &[Person], grants: &Value) -> Engine {
    let users: Map<String, Value> = people.iter().map(|person| (person.name.clone(), json!({}))).collect();
    let facts = json!({
        "permatrix": 1, "catalog": "construction", "users": users,
        "resources": { "company:c": {}, "project:p": { "parent": "company:c" } },
        "grants": grants,
    });
    Engine::from_json(CATALOG, &facts.to_string()).expect("catalog and facts are read")
}

/// What the person's own columns say: never beats everything, yes beats footnotes.
fn expected(catalog: &Value, person: &Person, cells: &Value) -> Expected {
    let tool = &catalog["tools"][&person.tool];
    let mut columns: Vec<String> = person.others.clone();
    let level =
        person.level.clone().or_else(|| levels_of(catalog, tool).first().map(|level| (*level).to_owned()));
    if let Some(level) = &level {
        let always = object(&tool["granulars"]).into_iter().filter(|(_, granular)| {
            granular["always"]
                .as_array()
                .is_some_and(|levels| levels.iter().any(|name| name == level.as_str()))
        });
        columns.extend(always.map(|(name, _)| name));
        columns.push(level.clone());
        columns.extend(implied_roles(catalog, source(&person.tool, tool), level));
    }
    let says: Vec<&str> = columns.iter().filter_map(|column| cells[column].as_str()).collect();
    match () {
        () if says.contains(&"never") => Expected::No,
        () if says.contains(&"yes") => Expected::Yes,
        () if says.iter().any(|cell| cell.starts_with("if ")) => Expected::Footnote,
        () => Expected::No,
    }
}

fn implied_roles(catalog: &Value, tool: &str, level: &str) -> Vec<String> {
    let mut roles = Vec::new();
    let mut levels = vec![(tool.to_owned(), level.to_owned())];
    while let Some((tool, level)) = levels.pop() {
        for role in catalog["tools"][&tool]["implies"][&level].as_array().into_iter().flatten() {
            let role = role.as_str().expect("a role's name").to_owned();
            if !roles.contains(&role) {
                // Of what an implied role gives, only the level of the project's directory implies more here.
                if catalog["roles"][&role]["levels"]["*"] == "admin" && tool != "directory" {
                    levels.push(("directory".to_owned(), "admin".to_owned()));
                }
                roles.push(role);
            }
        }
    }
    roles
}

/// Whether a decision is what the grid says.
fn agrees(expected: Expected, decision: &Decision) -> bool {
    match expected {
        Expected::Yes => decision.allowed(),
        Expected::No => !decision.allowed() && matches!(decision.reason, Reason::NoGrant | Reason::Never),
        // A footnote decides: it is named on the way, or it is the reason of the denial.
        Expected::Footnote if decision.allowed() => {
            decision.paths.iter().all(|path| path.condition.is_some())
        }
        Expected::Footnote => matches!(decision.reason, Reason::Condition | Reason::Missing),
    }
}

#[test]
fn every_cell_of_the_construction_grid_is_what_is_decided() {
    let catalog = catalog();
    let (people, grants) = people(&catalog);
    let engine = engine(&people, &grants);
    let mut cells = 0;
    let mut wrong = Vec::new();
    for person in &people {
        let tool = &catalog["tools"][&person.tool];
        for (action, row) in object(&tool["actions"]) {
            let full = format!("{}.{action}", person.tool);
            let decision = engine.decide(&Question::new(&person.name, &full, place(tool)));
            let expected = expected(&catalog, person, &row["cells"]);
            cells += 1;
            if !agrees(expected, &decision) {
                wrong.push(format!(
                    "{full} at {:?} with {:?}: the grid says {expected:?}, decided {decision:?}",
                    person.level, person.others
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {cells} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    assert!(cells > 5_000, "{cells} cells are too few: something was left out");
}

#[test]
fn the_catalog_has_the_size_it_promises() {
    let catalog = catalog();
    let tools = object(&catalog["tools"]);
    let actions: usize = tools.values().map(|tool| object(&tool["actions"]).len()).sum();
    assert!(tools.len() >= 40 && actions >= 500, "{} tools, {actions} actions", tools.len());
    let on = |kind: &str| tools.values().filter(|tool| tool["on"] == kind).count();
    assert!(on("company") >= 5 && on("project") >= 30);
    for (name, tool) in &tools {
        let titled = |value: &Value| value["title"]["en"].is_string() && value["title"]["de"].is_string();
        assert!(titled(tool), "tool {name} has no title in both languages");
        for (column, definition) in
            object(&tool["granulars"]).iter().chain(object(&tool["privileges"]).iter())
        {
            assert!(titled(definition), "{name}.{column} has no title in both languages");
        }
    }
}

#[test]
fn a_suspended_person_can_do_nothing() {
    let engine = Engine::from_json(CATALOG, FACTS).expect("catalog and facts are read");
    let facts: Value = serde_json::from_str(FACTS).expect("the facts are JSON");
    let suspended: Vec<String> = object(&facts["users"])
        .into_iter()
        .filter(|(_, user)| user["attributes"]["state"] == "suspended")
        .map(|(name, _)| name)
        .collect();
    assert!(!suspended.is_empty(), "the company has no suspended person");
    for name in suspended {
        for resource in object(&facts["resources"]).keys() {
            assert_eq!(engine.what_can(&name, resource, None), vec![], "{name} on {resource}");
        }
    }
}

#[test]
fn footnotes_that_are_not_known_yet_are_listed() {
    let engine = Engine::from_json(CATALOG, FACTS).expect("catalog and facts are read");
    let todos = engine.lint().into_iter().filter(|problem| problem.code == "todo").count();
    let written =
        object(&catalog()["conditions"]).values().filter(|condition| condition["todo"].is_string()).count();
    assert!(todos >= written && todos > 0, "{todos} listed, {written} in the catalog's own list");
}

/// Who may do what in the company that comes with the catalog.
#[test]
fn the_company_works_as_its_people_expect() {
    let engine = Engine::from_json(CATALOG, FACTS).expect("catalog and facts are read");
    let asked = questions::all_are_answered(&engine, include_str!("company.txt"));
    assert!(asked > 100, "only {asked} questions");
}
