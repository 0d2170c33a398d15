//! What a decision rests on, and how columns stand for somebody: the grants that give an action or stand in its way.

use permatrix::decide::Standing;
use permatrix::grid::{Grid, Scope};
use permatrix::{Decision, Engine, Question, Time};

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small",
    "types": { "company": {}, "project": { "within": ["company"] }, "note": { "within": ["project"], "tool": "plan" } },
    "subject": { "suspended": "bool" },
    "context": { "office": "bool" },
    "ladders": { "steps": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }] },
    "conditions": { "known": { "when": "subject == \"user:ann\"" }, "other": { "when": "subject != \"user:ann\"" },
        "office": { "when": "context.office" } },
    "tools": {
        "plan": { "on": "project", "ladder": "steps",
            "granulars": { "pen": { "levels": ["reader"] }, "auto": { "always": ["reader"], "levels": ["reader"] },
                "mute": { "levels": ["reader", "editor"] } },
            "privileges": { "audit": {} },
            "actions": {
                "view": { "cells": { "reader": "yes", "editor": "yes" } },
                "edit": { "cells": { "editor": "yes", "pen": "if known" } },
                "follow": { "cells": { "auto": "yes" } },
                "audit": { "cells": { "audit": "if known", "reader": "if other" } },
                "lead": { "cells": { "boss": "yes", "audit": "yes" } },
                "shout": { "cells": { "reader": "yes", "editor": "yes", "mute": "never" } },
                "visit": { "cells": { "audit": "if office", "boss": "if known" } },
                "seal": { "cells": { "audit": "if known" } },
                "start": { "cells": { "none": "yes" } } } },
        "talk": { "on": "project", "borrows": "plan", "actions": { "send": { "cells": { "reader": "yes" } } } },
        "hall": { "on": "company", "actions": { "enter": { "cells": { "chief": "yes" } } } } },
    "roles": { "boss": { "on": "project", "levels": { "plan": "reader" } }, "chief": { "on": "company" } },
    "ceilings": { "suspended": { "when": "has(subject.suspended) && subject.suspended", "except": ["plan.lead"] } } }"#;
const FACTS: &str = r#"{ "permatrix": 1, "catalog": "small",
    "users": { "user:ann": {}, "user:ben": {}, "user:cem": { "attributes": { "suspended": true } }, "user:dea": {},
        "user:eva": {} },
    "groups": { "group:crew": { "members": ["user:ann"] } },
    "resources": { "company:a": {}, "project:7": { "parent": "company:a" }, "project:8": { "parent": "company:a" } },
    "grants": [
        { "to": "user:ann", "column": "plan.reader", "on": "company:a" },
        { "to": "group:crew", "role": "boss", "on": "project:7", "until": 99 },
        { "to": "everyone", "column": "plan.pen", "on": "project:7", "if": "known" },
        { "to": "user:ann", "column": "plan.audit", "on": "project:7" },
        { "to": "user:ben", "column": "plan.editor", "on": "project:7" },
        { "to": "user:ben", "column": "plan.mute", "on": "project:7" },
        { "to": "user:ben", "column": "plan.pen", "on": "project:7" },
        { "to": "user:cem", "role": "boss", "on": "project:7" },
        { "to": "user:eva", "role": "boss", "on": "project:7" },
        { "to": "user:eva", "column": "plan.audit", "on": "company:a" }] }"#;

fn engine() -> Engine {
    Engine::from_json(CATALOG, FACTS).unwrap_or_else(|error| panic!("{error}"))
}

/// What a decision rests on, a line each.
fn rests_on(engine: &Engine, decision: &Decision) -> Vec<String> {
    let facts = engine.facts();
    let paths = decision.paths.iter().map(|path| {
        let to = path.to.map_or("nobody", |to| facts.principal_name(to));
        let on = path.on.map_or("nowhere", |on| facts.resource_name(on));
        let what = path
            .bundle
            .map_or("nothing".to_owned(), |bundle| engine.catalog().column_name(engine.granted(bundle)));
        let condition = path.condition.as_deref().map_or(String::new(), |name| format!(" if {name}"));
        let until = path.until.map_or(String::new(), |until| format!(" until {}", until.0));
        format!("{to}: {what} on {on}, {}{condition}{until}", path.column)
    });
    paths.collect()
}

/// By whom, for which action, with which code, and what that rests on.
const DECIDED: [(&str, &str, &str, &[&str]); 19] = [
    ("ann", "plan.view", "granted", &["user:ann: plan.reader on company:a, plan.reader", BY_CREW]),
    ("ann", "plan.edit", "granted", &["everyone: plan.pen on project:7, plan.pen if known"]),
    ("ann", "plan.follow", "granted", &["nobody: nothing on nowhere, plan.auto"]),
    ("ann", "plan.audit", "granted", &["user:ann: plan.audit on project:7, plan.audit if known"]),
    (
        "ann",
        "plan.lead",
        "granted",
        &["user:ann: plan.audit on project:7, plan.audit", "group:crew: boss on project:7, boss until 99"],
    ),
    ("ann", "plan.start", "no_grant", &[]),
    (
        "ann",
        "talk.send",
        "granted",
        &[
            "user:ann: plan.reader on company:a, talk.reader",
            "group:crew: boss on project:7, talk.reader until 99",
        ],
    ),
    ("ben", "plan.edit", "granted", &["user:ben: plan.editor on project:7, plan.editor"]),
    ("ben", "plan.follow", "no_grant", &[]),
    ("ben", "plan.shout", "never", &["user:ben: plan.mute on project:7, plan.mute"]),
    ("ben", "talk.send", "no_grant", &[]),
    ("cem", "plan.view", "granted", &["user:cem: boss on project:7, plan.reader"]),
    ("cem", "plan.audit", "granted", &["user:cem: boss on project:7, plan.reader if other"]),
    ("cem", "plan.lead", "ceiling", &["user:cem: boss on project:7, boss"]),
    ("dea", "plan.view", "no_grant", &[]),
    ("dea", "plan.edit", "no_grant", &[]),
    ("eva", "plan.visit", "missing", &["user:eva: plan.audit on company:a, plan.audit if office"]),
    ("eva", "plan.seal", "condition", &["user:eva: plan.audit on company:a, plan.audit if known"]),
    ("dea", "plan.start", "granted", &["nobody: nothing on nowhere, plan.none"]),
];
const BY_CREW: &str = "group:crew: boss on project:7, plan.reader until 99";

#[test]
fn a_decision_names_all_that_gives_or_takes() {
    let engine = engine();
    for (user, action, code, expected) in DECIDED {
        let subject = format!("user:{user}");
        let question =
            Question { now: Some(Time(98)), ..Question::new(&subject, action, "project:7/note:1") };
        let decision = engine.decide(&question);
        assert_eq!(decision.reason.as_str(), code, "{user} {action}");
        assert_eq!(rests_on(&engine, &decision), expected, "{user} {action}");
    }
}

/// For whom, where, which tool, and what acts (+), is held without acting (~), or is not held (-).
const STANDING: [(&str, &str, &str, &str); 8] = [
    ("ann", "project:7", "plan", "-none +reader -editor +pen +auto -mute +audit +boss"),
    ("ann", "project:7", "talk", "-none +reader -editor"),
    ("ann", "project:7", "hall", "-chief"),
    ("ann", "project:8", "plan", "-none +reader -editor -pen +auto -mute -audit -boss"),
    ("ben", "project:7", "plan", "-none -reader +editor ~pen -auto +mute -audit -boss"),
    ("ben", "project:7", "talk", "-none -reader +editor"),
    ("dea", "project:7", "plan", "+none -reader -editor -pen -auto -mute -audit -boss"),
    ("ann", "company:a", "hall", "-chief"),
];

#[test]
fn columns_act_are_idle_or_are_not_held() {
    let engine = engine();
    for (user, resource, tool, expected) in STANDING {
        let subject = format!("user:{user}");
        let now = Some(Time(98));
        let scope = Scope { subject: Some(&subject), resource: Some(resource), now, ..Scope::default() };
        let grids = engine.matrix(&scope).unwrap_or_else(|error| panic!("{error}"));
        let named = |grid: &&Grid| engine.catalog().tools()[grid.tool.index()].name == tool;
        let grid = grids.iter().find(named).unwrap_or_else(|| panic!("no grid of {tool}"));
        let columns = grid.columns.iter().map(|column| match column.standing {
            Some(Standing::Active) => format!("+{}", column.name),
            Some(Standing::Idle) => format!("~{}", column.name),
            Some(Standing::Off) => format!("-{}", column.name),
            None => column.name.clone(),
        });
        assert_eq!(columns.collect::<Vec<_>>().join(" "), expected, "{user} {resource} {tool}");
    }
}

/// S2: the tools of the resource and of all it lies in, in the order of the catalog.
#[test]
fn a_resource_shows_the_tools_that_apply_to_it() {
    let engine = engine();
    let shown =
        [("company:a", "hall"), ("project:7", "plan talk hall"), ("project:7/note:1", "plan talk hall")];
    for (resource, expected) in shown {
        let scope = Scope { resource: Some(resource), ..Scope::default() };
        let grids = engine.matrix(&scope).unwrap_or_else(|error| panic!("{error}"));
        let tools = grids.iter().map(|grid| engine.catalog().tools()[grid.tool.index()].name.as_str());
        assert_eq!(tools.collect::<Vec<_>>().join(" "), expected, "{resource}");
    }
}

/// Whoever asks about names that stand for nothing has mistyped one: a grid that says no everywhere would not tell.
#[test]
fn a_grid_for_nobody_or_nothing_is_an_error() {
    let engine = engine();
    let said = |subject: Option<&str>, resource: Option<&str>, tool: Option<&str>| {
        let scope = Scope { subject, resource, tool, now: None };
        engine
            .matrix(&scope)
            .err()
            .map(|error| format!("{}: {error}", error.code().as_str()))
            .unwrap_or_default()
    };
    let (ann, nobody, project) = (Some("user:ann"), Some("user:nobody"), Some("project:7"));
    let unknown = |what: &str, place: &str| format!("unknown_name: unknown {what} (at {place})");
    for tool in [None, Some("plan")] {
        assert_eq!(said(nobody, project, tool), unknown("subject `user:nobody`", "subject"));
        assert_eq!(said(ann, Some("project:9"), tool), unknown("resource `project:9`", "resource"));
        assert_eq!(said(ann, Some("project:7/note:9"), tool), "");
        assert_eq!(said(Some("anyone"), project, tool), "");
    }
    assert_eq!(said(ann, project, Some("plam")), unknown("tool `plam`, did you mean `plan`?", "tool"));
    assert_eq!(said(ann, None, None), "missing_key: name a `tool` or a `resource`");
}
