//! What facts say, however it came to be; and facts that do not fit, each with its place and its words.

use permatrix::catalog::Title;
use permatrix::facts::Principal;
use permatrix::{Data, Engine, Question, ResourceId};

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small",
    "types": { "company": {}, "project": { "within": ["company"] },
        "note": { "within": ["project"], "tool": "plan",
            "attributes": { "creator": "user", "team": "group", "near": "project", "readers": ["user"], "word": "string" } } },
    "subject": { "boss": "user" },
    "settings": { "open": { "type": "bool", "default": false }, "mode": { "type": "string", "values": ["a", "b"], "default": "a" } },
    "ladders": { "steps": [{ "level": "none" }, { "level": "reader" }] },
    "conditions": { "reads": { "when": "subject in resource.readers" }, "hears": { "when": "resource.word in [\"über\", \"unter\"]" } },
    "tools": { "plan": { "on": "project", "ladder": "steps", "actions": { "view": { "cells": { "reader": "yes" } },
        "read": { "cells": { "reader": "if reads" } }, "hear": { "cells": { "reader": "if hears" } } } } },
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

const REFUSED: [(&str, &str, &str); 33] = [
    (
        "users",
        r#"{ "user:Ann": {}, "user:ben": {}, "user:aNN": {} }"#,
        "duplicate_name: users.user:aNN: `user:ann` stands there twice: ids of users are one in capitals and in small letters",
    ),
    (
        "users",
        r#"{ "user:ann": {}, "user:Zoe": {}, "user:zoe": {} }"#,
        "duplicate_name: users.user:zoe: `user:zoe` stands there twice: ids of users are one in capitals and in small letters",
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
        r#"{ "user:a\u0007b": {} }"#,
        "bad_id: users.user:a\u{7}b: the id of `user:a·b` is not possible: it holds a control character",
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
        "groups",
        r#"{ "group:a": { "members": ["group:b", "group:c"] }, "group:b": { "members": ["group:a"] }, "group:c": {} }"#,
        "cycle: groups.group:b: group `group:b` would contain itself through `group:a`",
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
        r#"[{ "to": "user:ann", "column": "lead", "on": "project:7" }]"#,
        "unknown_name: grants[0].column: unknown column `lead`: write tool, dot, level, granular or privilege",
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

/// A world in which somebody has a title and somebody none, groups lie in groups, and everybody may have grants.
const WORLD: &str = r#"{ "permatrix": 1, "catalog": "small",
    "users": { "user:zoe": {}, "user:ann": { "title": "Ann" }, "user:cem": { "title": "Cem" } },
    "groups": { "group:crew": { "title": { "en": "Crew", "de": "Trupp" }, "members": ["user:cem", "user:ann"] },
        "group:all": { "title": "All", "members": ["group:crew", "user:zoe"] }, "group:none": { "title": "None" } },
    "resources": { "project:7": { "title": "Seven", "parent": "company:a" }, "company:a": {},
        "note:1": { "title": "One", "parent": "project:7", "attributes": { "word": "über", "readers": ["user:cem"] } },
        "note:2": { "parent": "project:7", "attributes": { "word": "unter", "readers": ["user:ann", "user:zoe"] } },
        "note:4": { "parent": "project:7", "attributes": { "word": "unter", "readers": ["user:zoe"] } } },
    "grants": [{ "to": "everyone", "column": "plan.reader", "on": "project:7" }, { "to": "user:ann", "role": "lead", "on": "project:7", "until": 99 },
        { "to": "group:crew", "column": "plan.reader", "on": "company:a" }, { "to": "user:cem", "role": "aide", "on": "project:7" }, { "to": "user:zoe", "column": "plan.reader", "on": "note:1" }] }"#;

const SAID: [&str; 13] = [
    "user:zoe, plan.reader on note:1",
    "user:ann :Ann, lead on project:7 until 99",
    "user:cem :Cem, aide on project:7",
    "group:crew en:Crew de:Trupp <user:ann <user:cem, plan.reader on company:a",
    "group:all :All <user:zoe <group:crew",
    "group:none :None",
    "everyone, plan.reader on project:7",
    "anyone",
    "project:7 :Seven >company:a",
    "company:a >",
    "note:1 :One >project:7 .user:cem !",
    "note:2 >project:7 .user:zoe .user:ann !",
    "note:4 >project:7 .user:zoe !",
];

/// What becomes of it: of every kind something comes, goes, and is altered.
const AFTER: &str = r#"[
    { "kind": "delete_user", "user": "user:cem" }, { "kind": "create_user", "user": "user:ben", "title": "Ben" },
    { "kind": "set_attributes", "of": "user:ann", "attributes": { "boss": "user:ben" } },
    { "kind": "delete_group", "group": "group:none" }, { "kind": "create_group", "group": "group:new", "title": "New", "members": ["user:ben", "group:all"] }, { "kind": "create_group", "group": "group:two", "members": ["user:zoe"] },
    { "kind": "add_member", "group": "group:crew", "member": "user:zoe" }, { "kind": "remove_member", "group": "group:all", "member": "user:zoe" },
    { "kind": "create_resource", "resource": "company:b", "title": "B" }, { "kind": "move_resource", "resource": "project:7", "parent": "company:b" },
    { "kind": "delete_resource", "resource": "note:1" }, { "kind": "create_resource", "resource": "note:3", "title": "Three", "parent": "project:7", "attributes": { "word": "über", "readers": ["user:zoe", "user:ben"] } },
    { "kind": "set_attributes", "of": "note:4", "attributes": { "near": "project:7" } },
    { "kind": "create_user", "user": "user:cem" }, { "kind": "grant", "to": "user:cem", "column": "plan.reader", "on": "note:2" },
    { "kind": "revoke", "to": "group:crew", "column": "plan.reader", "on": "company:a" },
    { "kind": "grant", "to": "group:new", "role": "aide", "on": "company:b" }, { "kind": "grant", "to": "anyone", "column": "plan.reader", "on": "company:b" }]"#;

const SAID_AFTER: [&str; 16] = [
    "user:zoe",
    "user:ann :Ann, lead on project:7 until 99",
    "user:ben :Ben",
    "user:cem, plan.reader on note:2",
    "group:crew en:Crew de:Trupp <user:zoe <user:ann",
    "group:all :All <group:crew",
    "group:new :New <user:ben <group:all, aide on company:b",
    "group:two <user:zoe",
    "everyone, plan.reader on project:7",
    "anyone, plan.reader on company:b",
    "project:7 :Seven >company:b",
    "company:a >",
    "note:2 >project:7 .user:zoe .user:ann !",
    "note:4 >project:7 .user:zoe !",
    "company:b :B >",
    "note:3 :Three >project:7 .user:zoe .user:ben !",
];

/// All that is said of everybody and everything, a line each: `<` who is in a group, `>` what something lies in, `.` who reads
/// a note, `!` whether it can be heard. Whoever has a name is found by it.
fn told(engine: &Engine) -> Vec<String> {
    let facts = engine.facts();
    let principals = facts.principals().map(|principal| {
        assert_eq!(facts.principal(facts.principal_name(principal)), Some(principal));
        told_of(engine, principal)
    });
    let resources = facts.resources().map(|resource| {
        assert_eq!(facts.resource(facts.resource_name(resource)), Some(resource));
        told_on(engine, resource)
    });
    principals.chain(resources).collect()
}

fn titled(name: &str, title: Option<&Title>) -> Vec<String> {
    let texts =
        title.into_iter().flat_map(|title| &title.0).map(|(language, text)| format!("{language}:{text}"));
    [name.to_owned()].into_iter().chain(texts).collect()
}

fn told_of(engine: &Engine, principal: Principal) -> String {
    let facts = engine.facts();
    let (title, members) = match principal {
        Principal::User(user) => (facts.user_title(user), Vec::new()),
        Principal::Group(group) => (facts.group_title(group), facts.members_of(group)),
        Principal::Everyone | Principal::Anyone => (None, Vec::new()),
    };
    let mut line = titled(facts.principal_name(principal), title);
    line.extend(members.into_iter().map(|member| format!("<{}", facts.principal_name(member))));
    let grants = facts.grants_to(principal).into_iter().map(|grant| {
        let given = engine.catalog().column_name(engine.granted(grant.bundle));
        let until = grant.terms.until.map_or(String::new(), |until| format!(" until {}", until.0));
        format!("{given} on {}{until}", facts.resource_name(grant.on))
    });
    [line.join(" ")].into_iter().chain(grants).collect::<Vec<_>>().join(", ")
}

fn told_on(engine: &Engine, resource: ResourceId) -> String {
    let facts = engine.facts();
    let name = facts.resource_name(resource);
    let may = |user: &str, action: &str| engine.decide(&Question::new(user, action, name)).allowed();
    let mut line = titled(name, facts.resource_title(resource));
    line.push(format!(">{}", facts.parent(resource).map_or("", |parent| facts.resource_name(parent))));
    let readers = facts.users().map(|user| facts.user_name(user)).filter(|user| may(user, "plan.read"));
    line.extend(readers.map(|user| format!(".{user}")));
    line.extend(may("user:zoe", "plan.hear").then(|| "!".to_owned()));
    line.join(" ")
}

fn apply(engine: &mut Engine, changes: &str) {
    let changes = Data::from_json(changes).unwrap_or_else(|error| panic!("{error}"));
    engine.apply(&changes, "system", None).unwrap_or_else(|refused| panic!("{}", refused.error));
}

/// Changes lie on top of the tables until they are laid out in them, after some thousands or for a snapshot. Nobody can tell,
/// and no number is given again.
#[test]
fn changed_and_laid_out_facts_say_the_same() {
    let mut engine = Engine::from_json(CATALOG, WORLD).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(told(&engine), SAID);
    let facts = engine.facts();
    let gone = (
        facts.user("user:cem").unwrap(),
        facts.group("group:none").unwrap(),
        facts.resource("note:1").unwrap(),
    );
    let stays = (facts.user("user:zoe"), facts.group("group:all"), facts.resource("note:2"));
    apply(&mut engine, AFTER);
    let after = told(&engine);
    assert_eq!(after, SAID_AFTER);
    let opened = Engine::from_snapshot(engine.snapshot()).unwrap_or_else(|error| panic!("{error}"));
    let many: Vec<String> = (0..2_100)
        .map(|at| format!(r#"{{ "kind": "create_group", "group": "group:{at}" }}, {{ "kind": "delete_group", "group": "group:{at}" }}"#))
        .collect();
    apply(&mut engine, &format!("[{}]", many.join(", ")));
    for engine in [opened, engine] {
        assert_eq!(told(&engine), after);
        let facts = engine.facts();
        assert!(!facts.has_user(gone.0) && !facts.has_group(gone.1) && !facts.has_resource(gone.2));
        assert_eq!((facts.user("user:zoe"), facts.group("group:all"), facts.resource("note:2")), stays);
    }
}

/// What is laid out is copied as a whole: that is done when two thousand things have changed, not for each of them.
#[test]
fn changes_are_laid_out_when_there_are_two_thousand() {
    let mut engine = Engine::from_json(CATALOG, WORLD).unwrap_or_else(|error| panic!("{error}"));
    let bytes = engine.facts().bytes();
    let company = |at: usize| format!(r#"{{ "kind": "create_resource", "resource": "company:{at}" }}"#);
    let user = |at: usize| format!(r#"{{ "kind": "create_user", "user": "user:{at}" }}"#);
    // A user counts twice: as such, and because his grants may be others.
    let changes: Vec<String> = (0..2_026).map(company).chain((0..10).map(user)).collect();
    apply(&mut engine, &format!("[{}]", changes.join(", ")));
    apply(&mut engine, r#"[{ "kind": "create_group", "group": "group:1" }]"#);
    assert_eq!(engine.facts().bytes(), bytes);
    apply(&mut engine, &format!("[{}]", company(2_026)));
    assert!(engine.facts().bytes() > bytes);
}
