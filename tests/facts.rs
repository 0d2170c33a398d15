//! Facts that do not fit, each with its place and its words.

use permatrix::Engine;

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small",
    "types": { "company": {}, "project": { "within": ["company"] },
        "note": { "within": ["project"], "attributes": { "creator": "user", "team": "group", "near": "project", "readers": ["user"] } } },
    "subject": { "boss": "user" },
    "settings": { "open": { "type": "bool", "default": false }, "mode": { "type": "string", "values": ["a", "b"], "default": "a" } },
    "ladders": { "steps": [{ "level": "none" }, { "level": "reader" }] },
    "tools": { "plan": { "on": "project", "ladder": "steps", "actions": { "view": { "cells": { "reader": "yes" } } } } },
    "roles": { "lead": { "on": "project", "exclusive": true, "levels": { "plan": "reader" } },
        "aide": { "on": "project", "exclusive": true, "levels": { "plan": "reader" } } } }"#;

/// What is said of facts with these in the place of what is usually there.
fn refusal(key: &str, value: &str) -> String {
    let usual = [
        ("users", r#"{ "user:ann": {}, "user:ben": {} }"#),
        ("groups", r#"{ "group:crew": { "members": ["user:ann"] } }"#),
        ("resources", r#"{ "company:a": {}, "project:7": { "parent": "company:a" } }"#),
        ("settings", "{}"),
        ("grants", "[]"),
    ];
    let entries =
        usual.map(|(known, usual)| format!("{known:?}: {}", if known == key { value } else { usual }));
    let facts = format!("{{ \"permatrix\": 1, \"catalog\": \"small\", {} }}", entries.join(", "));
    match Engine::from_json(CATALOG, &facts) {
        Ok(_) => "fits".to_owned(),
        Err(error) => {
            assert!(error.position().is_some(), "{value}");
            format!("{}: {}: {}", error.code().as_str(), error.path().replace("facts.", ""), error.message())
        }
    }
}

const REFUSED: [(&str, &str, &str); 29] = [
    (
        "users",
        r#"{ "user:Ann": {}, "user:ben": {}, "user:aNN": {} }"#,
        "duplicate_name: users.user:aNN: `user:ann` stands there twice: ids of users are one in capitals and in small letters",
    ),
    ("users", r#"{ "user:Ann": {}, "user:ben": {} }"#, "fits"),
    ("users", r#"{ "user:ann": { "attributes": { "boss": "user:ANN" } } }"#, "fits"),
    (
        "users",
        r#"{ "user:ann": { "attributes": { "boss": "user:cem" } } }"#,
        "unknown_name: users.user:ann.attributes.boss: unknown user `user:cem`, did you mean `user:ann`?",
    ),
    (
        "users",
        r#"{ "user:ann": {}, "group:ben": {} }"#,
        "bad_name: users.group:ben: `group:ben` stands among the users: write `user:…`",
    ),
    (
        "groups",
        r#"{ "group:crew": { "members": ["user:bem"] } }"#,
        "unknown_name: groups.group:crew.members[0]: unknown user `user:bem`, did you mean `user:ben`?",
    ),
    (
        "groups",
        r#"{ "group:crew": { "members": ["group:crev"] } }"#,
        "unknown_name: groups.group:crew.members[0]: unknown group `group:crev`, did you mean `group:crew`?",
    ),
    (
        "groups",
        r#"{ "group:a": { "members": ["group:b"] }, "group:b": { "members": ["group:a"] } }"#,
        "cycle: groups.group:a: group `group:a` would contain itself through `group:b`",
    ),
    (
        "groups",
        r#"{ "group:a": { "members": ["group:b", "user:ann"] }, "group:b": {}, "group:c": { "members": ["group:c"] } }"#,
        "cycle: groups.group:c: group `group:c` would contain itself through `group:c`",
    ),
    (
        "resources",
        r#"{ "project:7": {} }"#,
        "bad_value: resources.project:7: `project:7` cannot lie here: a `project` lies in `company`",
    ),
    (
        "resources",
        r#"{ "company:a": {}, "company:b": { "parent": "company:a" } }"#,
        "bad_value: resources.company:b: `company:b` cannot lie here: a `company` has no parent",
    ),
    (
        "resources",
        r#"{ "company:a": {}, "project:7": { "parent": "company:b" } }"#,
        "unknown_name: resources.project:7.parent: unknown resource `company:b`, did you mean `company:a`?",
    ),
    (
        "resources",
        r#"{ "company:a": {}, "project:7": { "parent": "company:a" }, "project:8": { "parent": "project:7" } }"#,
        "bad_value: resources.project:8: `project:8` cannot lie here: a `project` lies in `company`",
    ),
    (
        "resources",
        r#"{ "compani:a": {} }"#,
        "unknown_name: resources.compani:a: unknown resource type `compani`, did you mean `company`?",
    ),
    (
        "resources",
        NOTE_CREATOR,
        "unknown_name: resources.note:1.attributes.creator: unknown user `user:cem`, did you mean `user:ben`?",
    ),
    (
        "resources",
        NOTE_TEAM,
        "unknown_name: resources.note:1.attributes.team: unknown group `group:screw`, did you mean `group:crew`?",
    ),
    (
        "resources",
        NOTE_NEAR,
        "unknown_name: resources.note:1.attributes.near: unknown resource `project:8`, did you mean `project:7`?",
    ),
    (
        "resources",
        NOTE_READERS,
        "unknown_name: resources.note:1.attributes.readers: unknown user `user:cem`, did you mean `user:ben`?",
    ),
    ("resources", NOTE_GOOD, "fits"),
    ("settings", r#"{ "open": true, "mode": "b" }"#, "fits"),
    (
        "settings",
        r#"{ "mode": "c" }"#,
        "bad_value: settings.mode: `c` is not a value of this setting; it can be `a`, `b`",
    ),
    (
        "settings",
        r#"{ "opem": true }"#,
        "unknown_name: settings.opem: there is no setting `opem`, did you mean `open`?",
    ),
    ("settings", r#"{ "open": "true" }"#, "bad_type: settings.open: expected true or false, found a text"),
    (
        "grants",
        r#"[{ "to": "user:ann", "role": "lead", "on": "project:7" }, { "to": "user:ann", "role": "aide", "on": "project:7" }]"#,
        "bad_value: grants: `lead` and `aide` exclude each other, and somebody has both on `project:7`",
    ),
    (
        "grants",
        r#"[{ "to": "user:ann", "role": "lead", "on": "project:7" }, { "to": "user:ben", "role": "aide", "on": "project:7" }]"#,
        "fits",
    ),
    (
        "grants",
        r#"[{ "to": "user:ann", "role": "lead", "on": "project:7" }, { "to": "user:ann", "role": "aide", "on": "company:a" }]"#,
        "fits",
    ),
    (
        "grants",
        r#"[{ "to": "user:nobody", "role": "lead", "on": "project:7" }]"#,
        "unknown_name: grants[0].to: unknown principal `user:nobody`",
    ),
    (
        "grants",
        r#"[{ "to": "user:ann", "role": "lead", "on": "project:9" }]"#,
        "unknown_name: grants[0].on: unknown resource `project:9`",
    ),
    (
        "grants",
        r#"[{ "to": "user:ann", "role": "lead", "column": "plan.reader", "on": "project:7" }]"#,
        "missing_key: grants[0]: a grant gives either a `role` or a `column`",
    ),
];

const NOTE_CREATOR: &str = r#"{ "company:a": {}, "project:7": { "parent": "company:a" }, "note:1": { "parent": "project:7", "attributes": { "creator": "user:cem" } } }"#;
const NOTE_TEAM: &str = r#"{ "company:a": {}, "project:7": { "parent": "company:a" }, "note:1": { "parent": "project:7", "attributes": { "team": "group:screw" } } }"#;
const NOTE_NEAR: &str = r#"{ "company:a": {}, "project:7": { "parent": "company:a" }, "note:1": { "parent": "project:7", "attributes": { "near": "project:8" } } }"#;
const NOTE_READERS: &str = r#"{ "company:a": {}, "project:7": { "parent": "company:a" }, "note:1": { "parent": "project:7", "attributes": { "readers": ["user:ann", "user:cem"] } } }"#;
const NOTE_GOOD: &str = r#"{ "company:a": {}, "project:7": { "parent": "company:a" }, "note:1": { "parent": "project:7", "attributes": { "creator": "user:ann", "team": "group:crew", "near": "project:7", "readers": ["user:BEN"] } } }"#;

#[test]
fn what_does_not_fit_is_refused_in_words() {
    for (key, value, expected) in REFUSED {
        assert_eq!(refusal(key, value), expected, "{value}");
    }
}
