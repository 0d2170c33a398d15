//! Snapshots and deltas as bytes: what was written is read, and whatever was damaged or altered is refused or harmless. The
//! layout here is that of docs/FORMAT.md, written down once more: who changes the one must change the other.

mod altered;
mod nameless;

use permatrix::{Data, Engine, Question};

/// Words of the header.
const DIGEST: usize = 2;
const REVISION: usize = 4;
const TREES: usize = 8;

/// The digest as docs/FORMAT.md describes it.
fn digest(words: &[u32]) -> u64 {
    let mix = |state: u64, word: u64| (state ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let whole = words.len() / 8 * 8;
    let mut lanes = [1, 2, 3, 4];
    for (index, pair) in words[..whole].chunks(2).enumerate() {
        lanes[index % 4] = mix(lanes[index % 4], u64::from(pair[0]) + (u64::from(pair[1]) << 32));
    }
    let rest = words[whole..].iter().fold(words.len() as u64, |state, word| mix(state, u64::from(*word)));
    let all = lanes.into_iter().fold(rest, mix);
    mix(all, all >> 32)
}

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small", "title": "Small",
    "types": { "company": {}, "project": { "within": ["company"] },
        "rfi": { "within": ["project"], "attributes": { "creator": "user", "tags": ["string"], "due": "timestamp" } } },
    "subject": { "company": "string" },
    "settings": { "open": { "type": "bool", "default": false }, "wait": { "type": "duration", "default": "5m" } },
    "ladders": { "general": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }] },
    "conditions": { "own": { "when": "resource.creator == subject" }, "open": { "when": "settings.open" } },
    "tools": { "rfi": { "on": "project", "ladder": "general", "granulars": { "close": {} }, "actions": {
        "view": { "cells": { "reader": "yes", "editor": "yes" } },
        "edit": { "cells": { "reader": "if own", "editor": "yes", "foreman": "if open" } } } } },
    "roles": { "foreman": { "on": "project", "levels": { "rfi": "reader" }, "granulars": ["rfi.close"] } } }"#;
const FACTS: &str = r#"{ "permatrix": 1, "catalog": "small",
    "users": { "user:anna": { "title": "Anna", "attributes": { "company": "a" } }, "user:ben": {}, "user:oskar": {} },
    "groups": { "group:crew": { "title": { "en": "Crew", "de": "Trupp" }, "members": ["user:ben"] } },
    "resources": { "company:a": { "title": "A" }, "project:7": { "parent": "company:a" },
        "project:8": { "parent": "company:a" },
        "rfi:1": { "parent": "project:7", "attributes": { "creator": "user:ben", "tags": ["x", "y"], "due": 12 } } },
    "settings": { "wait": "1h" },
    "grants": [{ "to": "user:anna", "role": "foreman", "on": "company:a" },
        { "to": "user:anna", "role": "foreman", "on": "company:a", "until": 99 },
        { "to": "group:crew", "column": "rfi.reader", "on": "project:7", "if": "own" },
        { "to": "user:oskar", "column": "rfi.editor", "on": "project:8", "until": 99 }] }"#;

/// Something of every kind, in the facts and in changes.
fn engine() -> Engine {
    let mut engine = Engine::from_json(CATALOG, FACTS).unwrap();
    let changes = r#"[
        { "kind": "create_user", "user": "user:zoe", "title": "Zoe", "attributes": { "company": "x" } },
        { "kind": "create_group", "group": "group:new", "members": ["user:zoe", "user:anna"] },
        { "kind": "create_resource", "resource": "project:new", "parent": "company:a" },
        { "kind": "grant", "to": "group:new", "role": "foreman", "on": "project:new", "until": "2030-01-01T00:00:00Z" },
        { "kind": "grant", "to": "everyone", "column": "rfi.reader", "on": "project:new" },
        { "kind": "delete_user", "user": "user:oskar" },
        { "kind": "delete_resource", "resource": "project:8" },
        { "kind": "set_setting", "setting": "open", "value": true },
        { "kind": "set_cell", "action": "rfi.edit", "column": "reader", "value": "yes" },
        { "kind": "set_role", "role": "own", "on": "project", "levels": { "rfi": "editor" } }
    ]"#;
    engine.apply(&Data::from_json(changes).unwrap(), "system", None).unwrap();
    engine
}

/// All answers of everybody everywhere, a letter each.
fn answers(engine: &Engine) -> Vec<u8> {
    let facts = engine.facts();
    let mut answers = Vec::new();
    for user in facts.users() {
        for resource in facts.resources() {
            let names = (facts.user_name(user), facts.resource_name(resource));
            let question = |action| engine.decide(&Question::new(names.0, action, names.1));
            let asked = ["rfi.edit", "rfi.view"].map(|action| question(action).allowed());
            answers.extend(asked.map(u8::from));
        }
    }
    answers
}

fn fixed(mut words: Vec<u32>) -> Vec<u32> {
    let digest = digest(&words[REVISION..]);
    (words[DIGEST], words[DIGEST + 1]) = (digest as u32, (digest >> 32) as u32);
    words
}

#[test]
fn what_is_opened_is_what_was_written() {
    let engine = engine();
    let again = Engine::from_snapshot(engine.snapshot()).unwrap();
    assert_eq!(answers(&again), answers(&engine));
    assert_eq!(again.snapshot(), engine.snapshot());
    assert_eq!(again.facts().bytes(), engine.snapshot().len() * 4, "it stays where it was opened");
}

#[test]
fn every_damaged_word_is_noticed() {
    damage_is_noticed(&engine().snapshot(), 7, 97);
}

/// One bit of every so many words is another, or the words end after every so many.
fn damage_is_noticed(words: &[u32], every: usize, ends: usize) {
    for place in (0..words.len()).step_by(every) {
        let mut damaged = words.to_vec();
        damaged[place] ^= 1 << (place % 32);
        assert!(Engine::from_snapshot(damaged).is_err(), "word {place}");
    }
    for end in (0..words.len()).step_by(ends) {
        assert!(Engine::from_snapshot(words[..end].to_vec()).is_err(), "cut off at {end}");
    }
}

/// Who sets a cell back and forth for years has a snapshot of the same size in the end. Of a role the first edit is kept,
/// since what comes after may name it, and the last, which says what it is.
#[test]
fn an_edit_takes_the_place_of_the_one_before() {
    let edited = |edits: &[&str]| {
        let mut engine = Engine::from_json(CATALOG, FACTS).unwrap();
        let change = |edit: &&str| match edit.split_once(' ') {
            Some((column, value)) => format!(
                r#"{{ "kind": "set_cell", "action": "rfi.edit", "column": "{column}", "value": "{value}" }}"#
            ),
            None => format!(
                r#"{{ "kind": "set_role", "role": "own", "on": "project", "levels": {{ "rfi": "{edit}" }} }}"#
            ),
        };
        let changes: Vec<String> = edits.iter().map(change).collect();
        engine
            .apply(&Data::from_json(&format!("[{}]", changes.join(", "))).unwrap(), "system", None)
            .unwrap();
        let words = engine.snapshot();
        assert_eq!(Engine::from_snapshot(words.clone()).unwrap().snapshot(), words, "{edits:?}");
        words[TREES..].to_vec()
    };
    assert_eq!(edited(&["reader yes", "editor no", "reader no"]), edited(&["editor no", "reader no"]));
    assert_eq!(edited(&["reader", "own yes", "editor", "reader"]), edited(&["reader", "own yes", "reader"]));
    assert_eq!(edited(&["reader", "editor", "none"]), edited(&["reader", "none"]));
}

/// Whoever alters words and puts the digest right gets an error, or an engine that answers: never a panic, and never one
/// that does not end.
#[test]
fn tables_that_were_tampered_with_are_refused_or_harmless() {
    tampering_is_harmless(&engine().snapshot(), &|engine, place, _| {
        if place % 5 == 0 {
            drop(answers(engine));
        }
    });
}

/// Each word is put to other values, one after the other; `opens` is handed what opens none the less, with the word and its value.
fn tampering_is_harmless(words: &[u32], opens: &dyn Fn(&Engine, usize, u32)) {
    let mut refused = 0;
    for place in TREES..words.len() {
        for value in
            [0, 1, words[place] ^ 1, words[place] ^ 0x8000_0000, words[place].wrapping_add(7), u32::MAX]
        {
            let mut altered = words.to_vec();
            altered[place] = value;
            match Engine::from_snapshot(fixed(altered)) {
                Err(_) => refused += 1,
                Ok(engine) => opens(&engine, place, value),
            }
        }
    }
    assert!(refused > words.len() * 2, "{refused} of {}", words.len() * 6);
}

/// A golden file: it was written by the first program of its version, and must open for ever.
#[test]
fn snapshots_and_deltas_of_old_open_for_ever() {
    let file =
        |name: &str| std::fs::read(format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let words = |bytes: &[u8]| -> Vec<u32> {
        bytes.chunks(4).map(|four| u32::from_le_bytes(four.try_into().unwrap())).collect()
    };
    let mut engine = Engine::from_snapshot(words(&file("begin-1.pmtx"))).unwrap();
    engine.apply_delta(&file("changes-1.pmd")).unwrap();
    assert_eq!(answers(&engine), answers(&self::engine()));
    let end = Engine::from_snapshot(words(&file("end-1.pmtx"))).unwrap();
    assert_eq!(answers(&end), answers(&engine));
    let nameless = Engine::from_snapshot(words(&file("nameless-1.pmtx"))).unwrap();
    assert_eq!(nameless::answers_of(&nameless, &engine), answers(&engine));
}

/// `cargo test --test snapshots -- --ignored` writes them, for a new version of the format; those of old versions stay.
#[test]
#[ignore = "writes files"]
fn write_golden_files() {
    let file = |name: &str| format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = |words: Vec<u32>| -> Vec<u8> { words.into_iter().flat_map(u32::to_le_bytes).collect() };
    let begin = Engine::from_json(CATALOG, FACTS).unwrap();
    std::fs::write(file("begin-1.pmtx"), bytes(begin.snapshot())).unwrap();
    std::fs::write(file("changes-1.pmd"), engine().delta(0).unwrap()).unwrap();
    std::fs::write(file("end-1.pmtx"), bytes(engine().snapshot())).unwrap();
}

#[test]
#[ignore = "writes a file"]
fn write_golden_file_without_names() {
    let bytes: Vec<u8> = nameless::words().into_iter().flat_map(u32::to_le_bytes).collect();
    std::fs::write(format!("{}/tests/golden/nameless-1.pmtx", env!("CARGO_MANIFEST_DIR")), bytes).unwrap();
}

/// Facts of many people, with a grant for every one who is odd.
fn crowd(granted: impl Fn(usize) -> bool) -> String {
    let users: Vec<String> = (0..3_000).map(|user| format!(r#""user:p{user}": {{}}"#)).collect();
    let grant = |user: usize| {
        format!(r#"{{ "to": "user:p{user}", "column": "rfi.editor", "on": "project:{}" }}"#, user % 7)
    };
    let grants: Vec<String> = (0..3_000).filter(|user| granted(*user)).map(grant).collect();
    let projects: Vec<String> =
        (0..7).map(|project| format!(r#""project:{project}": {{ "parent": "company:a" }}"#)).collect();
    format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ {} }}, "resources": {{ "company:a": {{}}, {} }}, "grants": [{}] }}"#,
        users.join(", "),
        projects.join(", "),
        grants.join(", ")
    )
}

/// So many changes that they are laid out in tables on the way: the answers are those of facts that were read, and handles of
/// before stand for nobody.
#[test]
fn many_changes_are_laid_out_and_nothing_else_changes() {
    let mut engine = Engine::from_json(CATALOG, &crowd(|user| user % 2 == 1)).unwrap();
    // His grants stand at the beginning, before and after.
    let before = engine.facts().handle(engine.facts().user("user:p0").unwrap());
    for first in (0..3_000).step_by(500) {
        let change = |user: usize| {
            let kind = if user % 2 == 1 { "revoke" } else { "grant" };
            format!(
                r#"{{ "kind": "{kind}", "to": "user:p{user}", "column": "rfi.editor", "on": "project:{}" }}"#,
                user % 7
            )
        };
        let changes: Vec<String> = (first..first + 500).map(change).collect();
        let changes = format!("[{}]", changes.join(", "));
        engine.apply(&Data::from_json(&changes).unwrap(), "system", None).unwrap();
    }
    let read = Engine::from_json(CATALOG, &crowd(|user| user % 2 == 0)).unwrap();
    assert_eq!(answers(&engine), answers(&read));
    let after = engine.facts().handle(engine.facts().user("user:p0").unwrap());
    assert_ne!(before, after, "nothing was laid out");
    let (edit, project) =
        (engine.catalog().action("rfi.edit").unwrap(), engine.facts().resource("project:0").unwrap());
    assert_eq!(engine.facts().user_of(before), None);
    assert_eq!(engine.can(before, edit, project), Some(false));
    assert_eq!(engine.can(after, edit, project), Some(true));
}

/// Whoever deletes something wants it gone. What lies in something that is deleted was not touched itself.
#[test]
fn what_was_deleted_is_in_no_snapshot() {
    let catalog = r#"{ "permatrix": 1, "name": "small", "types": { "shelf": {}, "file": { "within": ["shelf"], "attributes": { "note": "string" } } },
        "subject": { "note": "string" }, "tools": {} }"#;
    let said = |whose: &str| {
        format!(r#""title": "title of {whose}", "attributes": {{ "note": "note of {whose}" }}"#)
    };
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ "user:ann": {{ {} }}, "user:ben": {{ {} }} }},
            "groups": {{ "group:crew": {{ "title": "title of crew" }} }},
            "resources": {{ "shelf:1": {{ "title": "title of shelf" }}, "file:1": {{ "parent": "shelf:1", {} }} }} }}"#,
        said("ann"),
        said("ben"),
        said("file")
    );
    let mut engine = Engine::from_json(catalog, &facts).unwrap_or_else(|error| panic!("{error}"));
    let has = |engine: &Engine, text: &str| {
        let bytes: Vec<u8> = engine.snapshot().iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    };
    let gone = ["user:ben", "group:crew", "shelf:1", "file:1", "of ben", "of crew", "of shelf", "of file"];
    assert!(gone.iter().all(|text| has(&engine, text)));
    let changes = r#"[{ "kind": "delete_user", "user": "user:ben" }, { "kind": "delete_group", "group": "group:crew" },
        { "kind": "delete_resource", "resource": "shelf:1" }]"#;
    engine.apply(&Data::from_json(changes).unwrap(), "system", None).unwrap();
    for text in gone {
        assert!(!has(&engine, text), "{text}");
    }
    assert!(has(&engine, "title of ann") && has(&engine, "note of ann"));
}

/// Whether everybody has grants is known without a look at them; a snapshot is looked through for it once.
#[test]
fn what_everybody_may_is_found_in_a_snapshot() {
    for publics in [vec![], vec!["everyone"], vec!["anyone"], vec!["everyone", "anyone"]] {
        let grant = |to: &&str| format!(r#"{{ "to": "{to}", "column": "rfi.reader", "on": "company:a" }}"#);
        let grants: Vec<String> = publics.iter().map(grant).collect();
        let facts = format!(
            r#"{{ "permatrix": 1, "catalog": "small", "users": {{ "user:ann": {{}}, "user:ben": {{}}, "user:cem": {{}} }},
                "resources": {{ "company:a": {{}}, "project:1": {{ "parent": "company:a" }} }}, "grants": [{}] }}"#,
            grants.join(", ")
        );
        let engine = Engine::from_json(CATALOG, &facts).unwrap_or_else(|error| panic!("{error}"));
        let opened = Engine::from_snapshot(engine.snapshot()).unwrap_or_else(|error| panic!("{error}"));
        for engine in [engine, opened] {
            let ann = engine.facts().handle(engine.facts().user("user:ann").unwrap());
            let (view, project) =
                (engine.catalog().action("rfi.view").unwrap(), engine.facts().resource("project:1").unwrap());
            assert_eq!(engine.can(ann, view, project), Some(!publics.is_empty()), "{publics:?}");
        }
    }
}
