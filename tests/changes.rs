//! Changes that are refused, each with its place and its words; what requests there are; and what mails say.

use permatrix::{Data, Engine, Time};

const CATALOG: &str = r#"{ "permatrix": 1, "name": "asking",
    "types": { "room": {}, "chair": { "within": ["room"] }, "wish": { "within": ["room"], "attributes": {
            "role": "string", "who": "user", "team": "group", "chair": "chair", "others": ["user"], "days": "int", "size": "double", "urgent": "bool" } } },
    "subject": { "phone": "string" },
    "users": { "required": ["phone"] },
    "tools": { "rooms": { "on": "room", "actions": {
        "ask": { "cells": { "visitor": "yes" } },
        "answer": { "cells": { "keeper": "yes" } },
        "enter": { "cells": { "guest": "yes" } } } } },
    "roles": { "visitor": { "on": "room" }, "guest": { "on": "room" }, "keeper": { "on": "room" } },
    "changes": { "create_resource": "rooms.answer" },
    "requests": { "wish": { "ask": "rooms.ask", "approve": "rooms.answer", "lasts": "1s", "yields": [
        { "kind": "create_resource", "resource": "chair:{request}", "parent": "{on}" },
        { "kind": "grant", "to": "{requester}", "role": "{role}", "on": "{on}" }],
        "mails": { "requested": "request", "denied": "request_denied" } } } }"#;
const FACTS: &str = r#"{ "permatrix": 1, "catalog": "asking",
    "users": { "user:vi": {}, "user:kim": {}, "user:jo": {} },
    "groups": { "group:crew": {} },
    "resources": { "room:1": {}, "chair:1": { "parent": "room:1" } },
    "grants": [{ "to": "user:vi", "role": "visitor", "on": "room:1" }, { "to": "user:kim", "role": "keeper", "on": "room:1" }] }"#;

fn engine() -> Engine {
    Engine::from_json(CATALOG, FACTS).unwrap_or_else(|error| panic!("{error}"))
}

/// Makes changes; what is said of those that are refused.
fn change(engine: &mut Engine, changes: &str, actor: &str, now: i64) -> String {
    let changes = Data::from_json(changes).unwrap_or_else(|error| panic!("{error}: {changes}"));
    match engine.apply(&changes, actor, Some(Time(now))) {
        Ok(_) => "made".to_owned(),
        Err(refused) => {
            let error = refused.error;
            format!("{}: {}: {}", error.code().as_str(), error.path(), error.message())
        }
    }
}

/// Vi asks for something.
fn asked(engine: &mut Engine, wish: &str) {
    let asked = format!(
        r#"[{{ "kind": "request", "request": "{wish}", "on": "room:1", "attributes": {{ "role": "guest" }} }}]"#
    );
    assert_eq!(change(engine, &asked, "user:vi", 0), "made");
}

/// By whom, what, and what is said of it, after Vi has asked for something.
const REFUSED: [(&str, &str, &str); 6] = [
    (
        "user:kim",
        r#"[{ "kind": "approve_request", "request": "wish:1" }]"#,
        "denied: [0].yields[1]: the catalog names no action for changes of the kind `grant`, so only the host itself (`system`) can make them",
    ),
    (
        "user:vi",
        r#"[{ "kind": "approve_request", "request": "wish:1" }]"#,
        "denied: [0]: `user:vi` may not do this: it needs `rooms.answer` on `wish:1` (no_grant)",
    ),
    ("system", r#"[{ "kind": "approve_request", "request": "wish:1" }]"#, "made"),
    ("system", NEW_INVITED, "bad_value: [0].user: the catalog has no invitations"),
    ("system", NEW, "made"),
    (
        "system",
        r#"[{ "kind": "create_group", "group": "group:a" }, { "kind": "add_member", "group": "group:a", "member": "everyone" }]"#,
        "unknown_name: [1].member: unknown user or group `everyone`",
    ),
];
const NEW_INVITED: &str =
    r#"[{ "kind": "create_user", "user": "user:new", "attributes": { "phone": "1" }, "invite": true }]"#;
const NEW: &str =
    r#"[{ "kind": "create_user", "user": "user:new", "attributes": { "phone": "1" }, "invite": false }]"#;

#[test]
fn what_is_refused_says_where_and_why() {
    for (actor, changes, expected) in REFUSED {
        let mut engine = engine();
        asked(&mut engine, "wish:1");
        assert_eq!(change(&mut engine, changes, actor, 0), expected, "{changes}");
    }
}

/// The requests that are in a state at a time, or all; each with its state.
fn requests(engine: &Engine, state: Option<&str>, now: i64) -> String {
    let all = engine.requests(state, Some(Time(now))).unwrap();
    let line =
        all.iter().map(|asking| format!("{} {}", engine.facts().resource_name(asking.request), asking.state));
    line.collect::<Vec<_>>().join(", ")
}

/// S21: an answer stays what it is; what waits has ended from its moment on, and is kept as waiting.
#[test]
fn requests_are_listed_by_what_they_are_now() {
    let mut engine = engine();
    for wish in ["wish:1", "wish:2", "wish:3", "wish:4"] {
        asked(&mut engine, wish);
    }
    for (kind, wish, actor) in [("deny", 2, "user:kim"), ("cancel", 3, "user:vi"), ("approve", 4, "system")] {
        let answer = format!(r#"[{{ "kind": "{kind}_request", "request": "wish:{wish}" }}]"#);
        assert_eq!(change(&mut engine, &answer, actor, 0), "made");
    }
    let answered = "wish:2 denied, wish:3 cancelled, wish:4 approved";
    assert_eq!(requests(&engine, None, 999), format!("wish:1 pending, {answered}"));
    assert_eq!(requests(&engine, None, 1_000), format!("wish:1 expired, {answered}"));
    assert_eq!(requests(&engine, Some("pending"), 999), "wish:1 pending");
    assert_eq!(requests(&engine, Some("pending"), 1_000), "");
    assert_eq!(requests(&engine, Some("expired"), 1_000), "wish:1 expired");
    assert_eq!(requests(&engine, Some("denied"), 1_000), "wish:2 denied");
}

/// What the one mail of a change says of the request.
fn mailed(engine: &mut Engine, changes: &str, actor: &str) -> Data<'static> {
    let changes = Data::from_json(changes).unwrap_or_else(|error| panic!("{error}: {changes}"));
    let applied =
        engine.apply(&changes, actor, Some(Time(0))).unwrap_or_else(|refused| panic!("{}", refused.error));
    let [mail] = applied.outbox.as_slice() else { panic!("{} mails", applied.outbox.len()) };
    let entry = |data: &Data, key: &str| match data {
        Data::Map(entries) => entries.iter().find(|(known, _)| known == key).map(|(_, value)| value.owned()),
        _ => None,
    };
    entry(&mail.fields, "request")
        .and_then(|request| entry(&request, "attributes"))
        .expect("a request in the mail")
}

/// S21, S17: every kind of value; whoever is gone is named by no mail, for his name may be another's by now.
#[test]
fn a_mail_says_what_the_request_says_and_names_nobody_who_is_gone() {
    let mut engine = engine();
    let asked = r#"[{ "kind": "request", "request": "wish:1", "on": "room:1", "attributes": {
        "role": "guest", "who": "user:jo", "team": "group:crew", "chair": "chair:1", "others": ["user:vi", "user:jo"],
        "days": 3, "size": 1.5, "urgent": true } }]"#;
    let said = Data::from_json(
        r#"{ "role": "guest", "who": "user:jo", "team": "group:crew", "chair": "chair:1", "others": ["user:vi", "user:jo"],
            "days": 3, "size": 1.5, "urgent": true, "requester": "user:vi", "state": "pending", "until": 1000 }"#,
    );
    assert_eq!(mailed(&mut engine, asked, "user:vi"), said.unwrap());
    let gone = r#"[{ "kind": "delete_user", "user": "user:jo" }, { "kind": "create_user", "user": "user:jo", "attributes": { "phone": "1" } },
        { "kind": "delete_group", "group": "group:crew" }, { "kind": "delete_resource", "resource": "chair:1" }]"#;
    assert_eq!(change(&mut engine, gone, "system", 0), "made");
    let said = Data::from_json(
        r#"{ "role": "guest", "others": ["user:vi"], "days": 3, "size": 1.5, "urgent": true,
            "requester": "user:vi", "state": "denied", "until": 1000, "answered_by": "user:kim" }"#,
    );
    let denied = r#"[{ "kind": "deny_request", "request": "wish:1" }]"#;
    assert_eq!(mailed(&mut engine, denied, "user:kim"), said.unwrap());
}
