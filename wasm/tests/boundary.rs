//! The boundary in the module itself, in Node and in a browser: handles, plain data out, coded failures.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs)]

use permatrix::tree;
use permatrix_wasm::Core;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Data that needs nothing of what it was read from.
type Data = permatrix::Data<'static>;

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small",
    "types": { "project": {}, "note": { "within": ["project"], "attributes": { "author": "user" } } },
    "conditions": { "own": { "when": "resource.author == subject" } },
    "ladders": { "general": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }] },
    "tools": { "notes": { "on": "project", "ladder": "general", "actions": {
        "view": { "cells": { "reader": "yes", "editor": "yes" } },
        "edit": { "cells": { "reader": "if own", "editor": "yes" } } } } } }"#;
const FACTS: &str = r#"{ "permatrix": 1, "catalog": "small",
    "users": { "user:anna": {}, "user:ben": {} }, "resources": { "project:7": {} },
    "grants": [{ "to": "user:anna", "column": "notes.reader", "on": "project:7" },
               { "to": "user:ben", "column": "notes.editor", "on": "project:7", "until": 2000 }] }"#;

fn core() -> Core {
    Core::from(&bytes(CATALOG), &bytes(FACTS)).expect("catalog and facts are read")
}

fn bytes(text: &str) -> js_sys::Uint8Array {
    js_sys::Uint8Array::from(text.as_bytes())
}

fn subject(core: &Core, name: &str) -> u32 {
    core.number(0, name)
}

fn action(core: &Core, name: &str) -> u32 {
    core.number(1, name)
}

fn resource(core: &Core, name: &str) -> u32 {
    core.number(2, name)
}

/// Calls in words, which are given as JSON.
fn call(core: &mut Core, words: &str) -> Result<Data, Data> {
    let words = tree::bytes(&permatrix::Data::from_json(words).expect("JSON"));
    core.call(&words).map(|answer| data(&answer)).map_err(failure)
}

fn data(bytes: &[u8]) -> Data {
    tree::read(bytes).expect("plain data").owned()
}

/// What was thrown.
fn failure(thrown: JsValue) -> Data {
    data(&js_sys::Uint8Array::from(thrown).to_vec())
}

fn field(data: &Data, key: &str) -> Data {
    let Data::Map(entries) = data else { panic!("an object") };
    entries.iter().find(|(name, _)| name == key).expect("the key").1.clone()
}

#[wasm_bindgen_test]
fn handles_answer_yes_no_and_ask_me_more() {
    let core = core();
    let (anna, ben, project) =
        (subject(&core, "user:anna"), subject(&core, "user:ben"), resource(&core, "project:7"));
    assert_eq!(core.can(anna, action(&core, "notes.view"), project), 1);
    assert_eq!(core.can(anna, action(&core, "notes.edit"), project), 2);
    assert_eq!(core.can(ben, action(&core, "notes.view"), project), 2);
    assert!(core.can_at(ben, action(&core, "notes.view"), project, 1999.0));
    assert!(!core.can_at(ben, action(&core, "notes.view"), project, 2000.0));
    assert_eq!(subject(&core, "user:nobody"), u32::MAX);
    for beyond in [1, 1 << 15, 1 << 16, 1 << 30, 1 << 31] {
        assert_eq!(core.can(anna, action(&core, "notes.view"), project + beyond), 0);
        assert_eq!(core.can(anna, action(&core, "notes.view") + beyond.max(2), project), 0);
        assert_eq!(core.can(anna + beyond, action(&core, "notes.view"), project), 0);
    }
    assert_eq!(
        core.can(u32::MAX, 0, project) + core.can(anna, u32::MAX, project) + core.can(anna, 0, u32::MAX),
        0
    );
}

#[wasm_bindgen_test]
fn questions_come_as_bytes_and_decisions_go_out_as_such() {
    let mut core = core();
    let question = r#"{ "subject": "user:anna", "action": { "name": "notes.edit" },
        "resource": { "type": "note", "id": "1", "parent": "project:7" }, "context": { "resource": { "author": "user:anna" } } }"#;
    assert_eq!(call(&mut core, &format!(r#"["can", {question}]"#)), Ok(Data::Bool(true)));
    assert_eq!(call(&mut core, &format!(r#"["ask", {question}]"#)), Ok(Data::text("yes")));
    let decision = call(&mut core, &format!(r#"["decide", {question}]"#));
    let expected = Data::from_json(
        r#"{"allowed":true,"code":"granted","missing":[],"validUntil":null,"revision":0,"paths":[{"to":"user:anna","on":"project:7","column":"notes.reader","condition":"own"}],"ceilings":[]}"#,
    );
    assert_eq!(decision, Ok(expected.expect("JSON")));
}

#[wasm_bindgen_test]
fn what_is_no_call_has_no_answer() {
    let mut core = core();
    for words in ["null", "[]", "[1]", r#"["members"]"#, r#"["nothing", {}, {}]"#, r#"["apply"]"#] {
        assert_eq!(call(&mut core, words), Ok(Data::Null), "{words}");
    }
    assert_eq!(
        field(&call(&mut core, r#"["can", 7]"#).expect_err("no question"), "code"),
        Data::text("bad_type")
    );
    assert_eq!(field(&failure(core.call(&[9]).expect_err("no data")), "code"), Data::text("damaged"));
}

#[wasm_bindgen_test]
fn failures_have_a_code_and_a_place() {
    let Err(error) =
        Core::from(&bytes(&CATALOG.replace("reader\": \"if own", "raeder\": \"if own")), &bytes(FACTS))
    else {
        panic!("a catalog with a level that is not there was read")
    };
    let error = failure(error);
    let path = "catalog.tools.notes.actions.edit.cells.raeder";
    assert_eq!(field(&error, "code"), Data::text("unknown_name"));
    assert_eq!(field(&field(&error, "at"), "path"), Data::text(path));
    assert_eq!(field(&field(&error, "at"), "line"), Data::Number(7.0));
}

#[wasm_bindgen_test]
fn a_refused_change_changes_nothing() {
    let mut core = core();
    let changes = r#"[{ "kind": "grant", "to": "user:ben", "column": "notes.reader", "on": "project:7" }]"#;
    let apply = |actor: &str| format!(r#"["apply", {changes}, "{actor}", null]"#);
    let error = call(&mut core, &apply("user:anna")).expect_err("anna may not");
    assert_eq!(field(&error, "code"), Data::text("denied"));
    assert!(core.revision() < 1.0);
    call(&mut core, &apply("system")).expect("the host may");
    assert!(core.revision() >= 1.0);
    assert_eq!(
        core.can(subject(&core, "user:ben"), action(&core, "notes.view"), resource(&core, "project:7")),
        1
    );
}

/// Grants are compared four at a time where there are few, and looked for where there are many: by the same answers.
#[wasm_bindgen_test]
fn few_and_many_grants_are_all_found() {
    let projects: Vec<String> = (0..40).map(|number| format!(r#""project:{number}": {{}}"#)).collect();
    let users = [0, 1, 2, 3, 4, 14, 15, 16, 17, 40];
    let names: Vec<String> = users.iter().map(|count| format!(r#""user:with{count}": {{}}"#)).collect();
    let grants: Vec<String> = users
        .iter()
        .flat_map(|count| (0..*count).map(move |number| (count, number)))
        .map(|(count, number)| {
            format!(r#"{{ "to": "user:with{count}", "column": "notes.reader", "on": "project:{number}" }}"#)
        })
        .collect();
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ {} }}, "resources": {{ {} }}, "grants": [ {} ] }}"#,
        names.join(", "),
        projects.join(", "),
        grants.join(", ")
    );
    let core = Core::from(&bytes(CATALOG), &bytes(&facts)).expect("catalog and facts are read");
    let view = action(&core, "notes.view");
    for count in users {
        let user = subject(&core, &format!("user:with{count}"));
        for number in 0..40 {
            let answer = core.can(user, view, resource(&core, &format!("project:{number}")));
            assert_eq!(answer, u32::from(number < count), "{count} grants, project {number}");
        }
    }
}
