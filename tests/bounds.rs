//! The bounds of facts, changes and questions: the most that fits, and one more, which is refused with `limit`. Those of
//! footnotes are in tests/conditions.

use permatrix::decide::Written;
use permatrix::{Catalog, Data, Engine, Question};

const FOLDERS: &str = r#"{ "permatrix": 1, "name": "small", "types": { "folder": {}, "leaf": { "within": ["folder", "leaf"] } },
    "settings": { "open": { "type": "bool", "default": false } },
    "tools": { "files": { "on": "folder", "privileges": { "pass": {} }, "actions": { "read": { "cells": { "pass": "yes" } } } } } }"#;

/// A folder, and so many leaves beneath, each in the one before.
fn nested(depth: usize) -> Result<Engine, String> {
    let leaf = |at: usize| if at == 0 { "folder:0".to_owned() } else { format!("leaf:{at}") };
    let mut all = vec![r#""folder:0": {}"#.to_owned()];
    all.extend((1..=depth).map(|at| format!(r#""{}": {{ "parent": "{}" }}"#, leaf(at), leaf(at - 1))));
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ "user:ann": {{}} }}, "resources": {{ {} }},
            "grants": [{{ "to": "user:ann", "column": "files.pass", "on": "folder:0" }}] }}"#,
        all.join(", ")
    );
    Engine::from_json(FOLDERS, &facts).map_err(|error| error.code().as_str().to_owned())
}

/// So many groups, each in the one before, with Ann in the last.
fn grouped(depth: usize) -> Result<Engine, String> {
    let groups: Vec<String> = (0..depth)
        .map(|at| {
            let member = if at + 1 == depth { "user:ann".to_owned() } else { format!("group:{}", at + 1) };
            format!(r#""group:{at}": {{ "members": ["{member}"] }}"#)
        })
        .collect();
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ "user:ann": {{}} }}, "groups": {{ {} }}, "resources": {{ "folder:0": {{}} }},
            "grants": [{{ "to": "group:0", "column": "files.pass", "on": "folder:0" }}] }}"#,
        groups.join(", ")
    );
    Engine::from_json(FOLDERS, &facts).map_err(|error| error.code().as_str().to_owned())
}

/// Makes changes as the host; the code of a refusal.
fn change(engine: &mut Engine, changes: &str) -> Result<(), String> {
    let changes = Data::from_json(changes).unwrap_or_else(|error| panic!("{error}"));
    engine
        .apply(&changes, "system", None)
        .map(|_| ())
        .map_err(|refused| refused.error.code().as_str().to_owned())
}

fn limit<T>() -> Result<T, String> {
    Err("limit".to_owned())
}

/// At every depth what is granted above reaches down, by names and by handles.
#[test]
fn resources_lie_thirty_two_deep_and_no_deeper() {
    for depth in 0..=32 {
        let engine = nested(depth).unwrap_or_else(|code| panic!("{depth}: {code}"));
        let facts = engine.facts();
        for place in facts.resources() {
            let name = facts.resource_name(place);
            assert!(
                engine.decide(&Question::new("user:ann", "files.read", name)).allowed(),
                "{name} of {depth}"
            );
            let user = facts.user("user:ann").map(|user| facts.handle(user)).expect("a user");
            let action = engine.catalog().action("files.read").expect("an action");
            assert_eq!(engine.can(user, action, place), Some(true), "{name} of {depth}");
            assert!(engine.can_at(user, action, place, None), "{name} of {depth}");
        }
    }
    assert_eq!(nested(33).map(|_| ()), limit());
    let more = r#"[{ "kind": "create_resource", "resource": "leaf:new", "parent": "leaf:31" }]"#;
    assert_eq!(change(&mut nested(32).unwrap(), more), Ok(()));
    let more = r#"[{ "kind": "create_resource", "resource": "leaf:new", "parent": "leaf:32" }]"#;
    assert_eq!(change(&mut nested(32).unwrap(), more), limit());
    // What is moved takes what lies in it along.
    let moved = |layers: usize, to: usize| {
        let mut changes = vec![r#"{ "kind": "create_resource", "resource": "folder:b" }"#.to_owned()];
        changes
            .push(r#"{ "kind": "create_resource", "resource": "leaf:b0", "parent": "folder:b" }"#.to_owned());
        for layer in 1..=layers {
            changes.push(format!(
                r#"{{ "kind": "create_resource", "resource": "leaf:b{layer}", "parent": "leaf:b{}" }}"#,
                layer - 1
            ));
        }
        changes
            .push(format!(r#"{{ "kind": "move_resource", "resource": "leaf:b0", "parent": "leaf:{to}" }}"#));
        change(&mut nested(to).unwrap(), &format!("[{}]", changes.join(", ")))
    };
    for layers in 0..=3 {
        assert_eq!(moved(layers, 31 - layers), Ok(()), "{layers}");
        assert_eq!(moved(layers, 32 - layers), limit(), "{layers}");
    }
}

#[test]
fn groups_lie_in_groups_thirty_two_deep_and_no_deeper() {
    for depth in 1..=33 {
        let engine = grouped(depth).unwrap_or_else(|code| panic!("{depth}: {code}"));
        assert!(engine.decide(&Question::new("user:ann", "files.read", "folder:0")).allowed(), "{depth}");
    }
    assert_eq!(grouped(34).map(|_| ()), limit());
    let joined = |above: usize, below: usize| {
        let mut engine = grouped(above).unwrap();
        let mut inner = vec![r#"{ "kind": "create_group", "group": "group:inner0" }"#.to_owned()];
        for at in 1..below {
            inner.push(format!(r#"{{ "kind": "create_group", "group": "group:inner{at}" }}"#));
            inner.push(format!(
                r#"{{ "kind": "add_member", "group": "group:inner{}", "member": "group:inner{at}" }}"#,
                at - 1
            ));
        }
        inner.push(format!(
            r#"{{ "kind": "add_member", "group": "group:{}", "member": "group:inner0" }}"#,
            above - 1
        ));
        change(&mut engine, &format!("[{}]", inner.join(", ")))
    };
    for (above, below) in [(32, 1), (1, 32), (16, 17), (30, 3)] {
        assert_eq!(joined(above, below), Ok(()), "{above} and {below}");
        assert_eq!(joined(above, below + 1), limit(), "{above} and {below}");
    }
}

/// What a message says of a longer one is cut off.
#[test]
fn an_id_has_two_hundred_and_fifty_six_bytes_and_no_more() {
    let named = |bytes: usize| {
        let id = "a".repeat(bytes);
        let change = format!(r#"[{{ "kind": "create_user", "user": "user:{id}" }}]"#);
        let mut engine = nested(0).unwrap();
        engine
            .apply(&Data::from_json(&change).unwrap(), "system", None)
            .map(|_| ())
            .map_err(|refused| refused.error.message().to_owned())
    };
    assert_eq!(named(256), Ok(()));
    let shown = format!("user:{}…", "a".repeat(75));
    assert_eq!(named(257), Err(format!("the id of `{shown}` is not possible: it is longer than 256 bytes")));
}

/// Ann in so many groups, of which the last may read.
fn in_groups(many: usize) -> bool {
    let groups: Vec<String> =
        (0..many).map(|at| format!(r#""group:{at}": {{ "members": ["user:ann"] }}"#)).collect();
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ "user:ann": {{}} }}, "groups": {{ {} }}, "resources": {{ "folder:0": {{}} }},
            "grants": [{{ "to": "group:{}", "column": "files.pass", "on": "folder:0" }}] }}"#,
        groups.join(", "),
        many - 1
    );
    let engine = Engine::from_json(FOLDERS, &facts).unwrap_or_else(|error| panic!("{error}"));
    engine.decide(&Question::new("user:ann", "files.read", "folder:0")).allowed()
}

#[test]
fn somebody_is_in_a_thousand_and_twenty_four_groups_and_no_more() {
    assert!(in_groups(1_024));
    assert!(!in_groups(1_025));
}

/// Two groups in each of two groups, and so on: there are 4,096 ways up, but 26 groups.
#[test]
fn a_group_counts_once_in_however_many_ways_it_is_reached() {
    let member = |layer: usize| match layer {
        12 => r#""user:ann""#.to_owned(),
        _ => format!(r#""group:{0}a", "group:{0}b""#, layer + 1),
    };
    let layer = |at: usize| {
        ["a", "b"].map(|side| format!(r#""group:{at}{side}": {{ "members": [{}] }}"#, member(at))).join(", ")
    };
    let groups: Vec<String> = (0..=12).map(layer).collect();
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ "user:ann": {{}} }}, "groups": {{ {} }}, "resources": {{ "folder:0": {{}} }},
            "grants": [{{ "to": "group:0a", "column": "files.pass", "on": "folder:0" }}] }}"#,
        groups.join(", ")
    );
    let engine = Engine::from_json(FOLDERS, &facts).unwrap_or_else(|error| panic!("{error}"));
    assert!(engine.decide(&Question::new("user:ann", "files.read", "folder:0")).allowed());
}

#[test]
fn a_list_has_ten_thousand_changes_and_no_more() {
    let list = |many: usize| {
        let one = r#"{ "kind": "set_setting", "setting": "open", "value": true }"#;
        format!("[{}]", vec![one; many].join(","))
    };
    assert_eq!(change(&mut nested(0).unwrap(), &list(10_000)), Ok(()));
    assert_eq!(change(&mut nested(0).unwrap(), &list(10_001)), limit());
}

#[test]
fn a_question_tells_two_hundred_and_fifty_six_attributes_and_no_more() {
    let attributes: Vec<String> = (0..257).map(|at| format!(r#""a{at}": "bool""#)).collect();
    let catalog = format!(
        r#"{{ "permatrix": 1, "name": "small", "types": {{ "item": {{ "attributes": {{ {} }} }} }}, "tools": {{}} }}"#,
        attributes.join(",")
    );
    let catalog = Catalog::from_json(&catalog).unwrap_or_else(|error| panic!("{error}"));
    let asked = |many: usize| {
        let told: Vec<String> = (0..many).map(|at| format!(r#""a{at}": true"#)).collect();
        let question = format!(
            r#"{{ "subject": "user:a", "action": "a.b", "resource": "item:1", "context": {{ "resource": {{ {} }} }} }}"#,
            told.join(",")
        );
        let question = Data::from_json(&question).unwrap_or_else(|error| panic!("{error}"));
        Written::read(&question, &catalog).map(|_| ()).map_err(|error| error.code().as_str().to_owned())
    };
    assert_eq!(asked(256), Ok(()));
    assert_eq!(asked(257), limit());
}

/// One role after the other asks the same footnote, which looks at 1,024 elements: what is too much by names is so by handles.
#[test]
fn a_question_takes_so_much_work_and_no_more() {
    for (roles, allowed) in [(20, true), (100, false)] {
        let names: Vec<String> = (0..roles).map(|at| format!("r{at}")).collect();
        let all = |item: &dyn Fn(&str) -> String| {
            names.iter().map(|name| item(name)).collect::<Vec<_>>().join(", ")
        };
        let catalog = format!(
            r#"{{ "permatrix": 1, "name": "small", "types": {{ "folder": {{ "attributes": {{ "tags": ["string"] }} }} }},
                "conditions": {{ "odd": {{ "when": "resource.tags.all(tag, tag != \"even\" || tag == \"\")" }} }},
                "roles": {{ {} }},
                "tools": {{ "files": {{ "on": "folder", "actions": {{ "read": {{ "cells": {{ {} }} }} }} }} }} }}"#,
            all(&|name| format!(r#""{name}": {{ "on": "folder" }}"#)),
            all(&|name| format!(r#""{name}": "if odd""#)),
        );
        let tags: Vec<String> = (0..1024).map(|at| format!(r#""t{at}""#)).collect();
        let facts = format!(
            r#"{{ "permatrix": 1, "catalog": "small", "users": {{ "user:ann": {{}} }},
                "resources": {{ "folder:0": {{ "attributes": {{ "tags": [{}] }} }} }}, "grants": [{}] }}"#,
            tags.join(", "),
            all(&|name| format!(r#"{{ "to": "user:ann", "role": "{name}", "on": "folder:0" }}"#)),
        );
        let engine = Engine::from_json(&catalog, &facts).unwrap_or_else(|error| panic!("{error}"));
        let decision = engine.decide(&Question::new("user:ann", "files.read", "folder:0"));
        assert_eq!(decision.reason.as_str(), if allowed { "granted" } else { "limit" });
        let facts = engine.facts();
        let user = facts.handle(facts.user("user:ann").unwrap());
        let (action, folder) =
            (engine.catalog().action("files.read").unwrap(), facts.resource("folder:0").unwrap());
        assert_eq!(engine.can_at(user, action, folder, None), allowed, "{roles} roles");
    }
}
