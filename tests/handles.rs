//! What the compiled matrix says by itself, by handles: a yes or a no where nothing else can come in between, and otherwise
//! nothing. That what it says is right is for the laws; that it says anything is for this.

use permatrix::facts::Handle;
use permatrix::{ActionId, Data, Engine, Question, ResourceId, Time};
use std::fmt::Write;

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small",
    "types": { "company": {}, "project": { "within": ["company"] },
        "note": { "within": ["project"], "tool": "plan" } },
    "subject": { "suspended": "bool" }, "context": { "office": "bool" },
    "ladders": { "steps": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }, { "level": "owner" }] },
    "conditions": { "office": { "when": "context.office" } },
    "tools": {
        "many": { "on": "project", "borrows": "plan", "actions": { MANY } },
        "plan": { "on": "project", "ladder": "steps",
            "granulars": { "sign": {}, "pen": { "levels": ["reader", "editor", "owner"] },
                "auto": { "levels": ["reader", "editor", "owner"], "always": ["reader", "editor", "owner"] } },
            "privileges": { "audit": {} },
            "actions": {
                "view": { "cells": { "reader": "yes", "editor": "yes", "owner": "yes" } },
                "edit": { "cells": { "editor": "yes" } },
                "own": { "cells": { "owner": "yes" } },
                "sign": { "cells": { "sign": "yes" } },
                "draw": { "cells": { "pen": "yes" } },
                "draw_if": { "cells": { "pen": "if office" } },
                "follow": { "cells": { "auto": "yes" } },
                "follow_if": { "cells": { "auto": "if office" } },
                "audit": { "cells": { "audit": "yes" } },
                "audit_if": { "cells": { "audit": "if office" } },
                "lead": { "cells": { "boss": "yes" } },
                "lead_if": { "cells": { "boss": "if office" } },
                "idle": { "cells": { "none": "yes" } },
                "deny": { "cells": { "reader": "yes", "editor": "never" } },
                "cut": { "cells": { "reader": "yes", "editor": "yes", "owner": "yes" } },
                "cut_if": { "cells": { "reader": "yes", "editor": "yes", "owner": "yes" } } } },
        "talk": { "on": "project", "borrows": "plan",
            "actions": { "send": { "cells": { "editor": "yes", "owner": "yes" } } } },
        "item": { "on": "project", "borrows": "item", "ladder": "steps",
            "actions": { "see": { "cells": { "reader": "yes", "editor": "yes", "owner": "yes" } } } },
        "hall": { "on": "company", "privileges": { "key": {} }, "actions": { "enter": { "cells": { "key": "yes" } } } } },
    "roles": { "boss": { "on": "project", "levels": { "plan": "reader" } },
        "drawer": { "on": "project", "levels": { "plan": "reader" }, "granulars": ["plan.pen", "plan.sign"] } },
    "ceilings": {
        "suspended": { "when": "has(subject.suspended) && subject.suspended", "except": ["plan.cut"] },
        "office": { "when": "context.office", "except": ["plan.cut_if"] } } }"#;

/// Whom there is, and what he holds on the company or the project.
const PEOPLE: [(&str, &str); 12] = [
    ("nobody", ""),
    ("reader", r#""column": "plan.reader", "on": "project:7""#),
    ("editor", r#""column": "plan.editor", "on": "company:a""#),
    ("owner", r#""column": "plan.owner", "on": "project:7""#),
    ("pen", r#""column": "plan.pen", "on": "project:7""#),
    ("sign", r#""column": "plan.sign", "on": "project:7""#),
    ("drawer", r#""role": "drawer", "on": "project:7""#),
    ("audit", r#""column": "plan.audit", "on": "company:a""#),
    ("boss", r#""role": "boss", "on": "project:7""#),
    ("late", r#""column": "plan.reader", "on": "project:7", "until": 99"#),
    ("away", r#""column": "plan.reader", "on": "project:8""#),
    ("suspended", r#""column": "plan.reader", "on": "project:7""#),
];

/// On `project:7`: yes, no, or that it depends on more.
const SAID: &str = "
             nobody    reader    editor    owner     pen       sign      drawer    audit     boss      late      away      suspended
view         no        yes       yes       yes       no        no        yes       no        yes       ?         no        yes
edit         no        no        ?         no        no        no        no        no        no        no        no        no
own          no        no        no        yes       no        no        no        no        no        no        no        no
sign         no        no        no        no        no        ?         ?         no        no        no        no        no
draw         no        no        no        no        ?         no        yes       no        no        no        no        no
draw_if      no        no        no        no        ?         no        ?         no        no        no        no        no
follow       no        yes       yes       yes       no        no        yes       no        yes       ?         no        yes
follow_if    no        ?         ?         ?         no        no        ?         no        ?         ?         no        ?
audit        no        no        no        no        no        no        no        yes       no        no        no        no
audit_if     no        no        no        no        no        no        no        ?         no        no        no        no
lead         no        no        no        no        no        no        no        no        yes       no        no        no
lead_if      no        no        no        no        no        no        no        no        ?         no        no        no
idle         ?         ?         ?         ?         ?         ?         ?         ?         ?         ?         ?         ?
deny         ?         ?         ?         ?         ?         ?         ?         ?         ?         ?         ?         ?
cut          no        yes       yes       yes       no        no        yes       no        yes       ?         no        no
cut_if       no        ?         ?         ?         no        no        ?         no        ?         ?         no        ?
talk.send    no        no        yes       yes       no        no        no        no        no        no        no        no
item.see     ?         ?         ?         ?         ?         ?         ?         ?         ?         ?         ?         ?
hall.enter   no        no        no        no        no        no        no        no        no        no        no        no
";

/// Everybody holds what he holds by himself, or, `through` a group, by that alone.
fn engine(through: bool) -> Engine {
    let (mut users, mut groups, mut grants) = (Vec::new(), Vec::new(), Vec::new());
    for (name, holds) in PEOPLE {
        users.push(match name {
            "suspended" => r#""user:suspended": { "attributes": { "suspended": true } }"#.to_owned(),
            _ => format!(r#""user:{name}": {{}}"#),
        });
        groups.push(format!(r#""group:{name}": {{ "members": ["user:{name}"] }}"#));
        if !holds.is_empty() {
            let to = if through { "group" } else { "user" };
            grants.push(format!(r#"{{ "to": "{to}:{name}", {holds} }}"#));
        }
    }
    // More actions than fit into a word, of every kind.
    let cells = [
        r#""reader": "yes""#,
        r#""editor": "if office""#,
        r#""owner": "yes", "boss": "yes""#,
        r#""boss": "yes", "reader": "never""#,
        r#""editor": "yes""#,
    ];
    let many: Vec<String> =
        (0..75).map(|at| format!(r#""a{at}": {{ "cells": {{ {} }} }}"#, cells[at % 5])).collect();
    let catalog = CATALOG.replace("MANY", &many.join(", "));
    let groups = if through { groups.join(",") } else { String::new() };
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ {} }}, "groups": {{ {groups} }},
            "resources": {{ "company:a": {{}}, "project:7": {{ "parent": "company:a" }}, "project:8": {{ "parent": "company:a" }},
                "note:1": {{ "parent": "project:7" }} }},
            "grants": [{}] }}"#,
        users.join(","),
        grants.join(",")
    );
    Engine::from_json(&catalog, &facts).unwrap_or_else(|error| panic!("{error}"))
}

fn handles(engine: &Engine, user: &str, action: &str) -> (Handle, ActionId) {
    let full = if action.contains('.') { action.to_owned() } else { format!("plan.{action}") };
    let user = engine.facts().user(&format!("user:{user}")).expect("a user");
    (engine.facts().handle(user), engine.catalog().action(&full).expect("an action"))
}

/// The table as the engine fills it in.
fn said(engine: &Engine) -> String {
    let project = engine.facts().resource("project:7").expect("a project");
    let mut table = format!("\n{:13}", "");
    let row = |table: &mut String, cells: [&str; 12]| {
        let cells = cells.map(|cell| format!("{cell:10}")).concat();
        writeln!(table, "{}", cells.trim_end()).expect("a text takes everything");
    };
    row(&mut table, PEOPLE.map(|(name, _)| name));
    for action in SAID.lines().skip(2).filter_map(|line| line.split_whitespace().next()) {
        write!(table, "{action:13}").expect("a text takes everything");
        let cells = PEOPLE.map(|(name, _)| {
            let (user, action) = handles(engine, name, action);
            match engine.can(user, action, project) {
                Some(true) => "yes",
                Some(false) => "no",
                None => "?",
            }
        });
        row(&mut table, cells);
    }
    table
}

#[test]
fn what_is_clear_from_the_matrix_is_said_at_once() {
    for through in [false, true] {
        let found = said(&engine(through));
        assert_eq!(found, SAID, "through groups: {through}\n{found}");
    }
}

#[test]
fn what_is_clear_is_so_and_the_rest_is_decided_with_the_time() {
    for engine in [engine(false), engine(true)] {
        let project = engine.facts().resource("project:7").expect("a project");
        for (name, _) in PEOPLE {
            for action in engine.catalog().actions() {
                let (user, id) = handles(&engine, name, &action.name);
                for now in [None, Some(Time(98)), Some(Time(99))] {
                    let subject = format!("user:{name}");
                    let question = Question { now, ..Question::new(&subject, &action.name, "project:7") };
                    let decided = engine.decide(&question).allowed();
                    let place = format!("{name} {} at {now:?}", action.name);
                    assert_eq!(engine.can_at(user, id, project, now), decided, "{place}");
                    assert!(engine.can(user, id, project).is_none_or(|said| said == decided), "{place}");
                }
            }
        }
    }
}

/// The bulk form: a row of bits for each, in the order asked, also for the same one twice.
#[test]
fn rows_of_bits_say_what_each_is_told() {
    for engine in [engine(false), engine(true)] {
        let facts = engine.facts();
        let mut subjects: Vec<Handle> = facts.users().map(|user| facts.handle(user)).collect();
        subjects.extend([Handle(u32::MAX), subjects[1]]);
        let actions = engine.catalog().actions().len();
        for resource in facts.resources().chain([ResourceId::at(9_999)]) {
            for now in [None, Some(Time(98)), Some(Time(99))] {
                let bits = engine.decide_all(&subjects, resource, now);
                let width = actions.div_ceil(64);
                assert_eq!(bits.len(), subjects.len() * width);
                for (row, subject) in bits.chunks(width).zip(&subjects) {
                    for action in 0..64 * width {
                        let bit = row[action / 64] >> (action % 64) & 1 == 1;
                        let told = engine.can_at(*subject, ActionId::at(action), resource, now);
                        assert_eq!(bit, told, "{subject:?} {action} {resource:?} {now:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn numbers_that_stand_for_nothing_are_denied() {
    let engine = engine(false);
    let project = engine.facts().resource("project:7").expect("a project");
    let (reader, view) = handles(&engine, "reader", "view");
    let none = (Handle(u32::MAX), ActionId::at(9_999), ResourceId::at(9_999));
    for (user, action, resource) in
        [(none.0, view, project), (reader, none.1, project), (reader, view, none.2)]
    {
        assert_eq!(engine.can(user, action, resource), Some(false));
        assert!(!engine.can_at(user, action, resource, None));
    }
}

/// So many people, each of whom may open a folder of his own.
fn crowd(people: usize) -> Engine {
    let catalog = r#"{ "permatrix": 1, "name": "small", "types": { "folder": {} },
        "tools": { "files": { "on": "folder", "privileges": { "pass": {} }, "actions": { "read": { "cells": { "pass": "yes" } } } } } }"#;
    let each = |line: &dyn Fn(usize) -> String| (0..people).map(line).collect::<Vec<_>>().join(", ");
    let users = each(&|at| format!(r#""user:{at}": {{}}"#));
    let grant = |at| format!(r#"{{ "to": "user:{at}", "column": "files.pass", "on": "folder:0" }}"#);
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ {users} }}, "resources": {{ "folder:0": {{}} }}, "grants": [{}] }}"#,
        each(&grant)
    );
    Engine::from_json(catalog, &facts).unwrap_or_else(|error| panic!("{error}"))
}

/// Changes are laid out in the tables from time to time. A handle of before stands for nobody from then on: neither for whose
/// it was, nor for who stands at his place now, nor for who has come since.
#[test]
fn a_handle_of_another_time_stands_for_nobody() {
    for (people, new) in [(3, 40), (30_000, 0)] {
        let mut engine = crowd(people);
        let handles = |engine: &Engine| -> Vec<Handle> {
            engine.facts().users().map(|user| engine.facts().handle(user)).collect()
        };
        let mut apply = |changes: Vec<String>| {
            let changes: Data<'_> = format!("[{}]", changes.join(", ")).parse().unwrap();
            engine.apply(&changes, "system", None).unwrap_or_else(|refused| panic!("{}", refused.error));
            handles(&engine)
        };
        let user = |at: usize| format!(r#"{{ "kind": "create_user", "user": "user:new{at}" }}"#);
        let folder = |at: usize| format!(r#"{{ "kind": "create_resource", "resource": "folder:new{at}" }}"#);
        let before = apply((0..new).map(user).collect());
        let laid_out = apply((0..2_100).map(folder).collect());
        let after = apply((new..new * 4).map(user).collect());
        assert_eq!((before.len(), after.len()), (people + new, people + new * 4));
        assert!(after.starts_with(&laid_out));
        for handle in before {
            assert_eq!(engine.facts().user_of(handle), None, "{handle:?} of {people}");
        }
        for (user, handle) in engine.facts().users().zip(after) {
            assert_eq!(engine.facts().user_of(handle), Some(user));
        }
    }
}

/// Grants of groups stand among those of users, and new ones behind them. A number is the handle of one user, or of nobody.
#[test]
fn no_other_number_stands_for_anybody() {
    let catalog = r#"{ "permatrix": 1, "name": "small", "types": { "folder": {} },
        "tools": { "files": { "on": "folder", "privileges": { "pass": {} }, "actions": { "read": { "cells": { "pass": "yes" } } } } } }"#;
    let facts = r#"{ "permatrix": 1, "catalog": "small", "users": { "user:ann": {}, "user:ben": {} },
        "groups": { "group:a": {}, "group:b": {} }, "resources": { "folder:0": {} },
        "grants": [{ "to": "user:ben", "column": "files.pass", "on": "folder:0" }, { "to": "group:a", "column": "files.pass", "on": "folder:0" },
            { "to": "group:b", "column": "files.pass", "on": "folder:0" }] }"#;
    let mut engine = Engine::from_json(catalog, facts).unwrap_or_else(|error| panic!("{error}"));
    let (read, folder) =
        (engine.catalog().action("files.read").unwrap(), engine.facts().resource("folder:0").unwrap());
    let changes = r#"[{ "kind": "create_user", "user": "user:cem" }, { "kind": "create_group", "group": "group:c" },
        { "kind": "grant", "to": "group:c", "column": "files.pass", "on": "folder:0" }, { "kind": "create_user", "user": "user:dan" }]"#;
    for _ in 0..2 {
        let facts = engine.facts();
        let stands: Vec<_> = (0..200).filter_map(|number| facts.user_of(Handle(number))).collect();
        assert_eq!(stands, facts.users().collect::<Vec<_>>());
        for handle in (0..200).map(Handle) {
            let ben = facts.user_of(handle).is_some_and(|user| facts.user_name(user) == "user:ben");
            assert_eq!(engine.can(handle, read, folder), Some(ben), "{handle:?}");
            assert_eq!(engine.can_at(handle, read, folder, None), ben, "{handle:?}");
        }
        let changes = Data::from_json(changes).unwrap();
        let _ = engine.apply(&changes, "system", None);
    }
}
