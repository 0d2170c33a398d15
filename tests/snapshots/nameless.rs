//! Snapshots without names: what stands in the place of these, what is refused, and whatever is damaged or altered.

use super::{CATALOG, FACTS, REVISION, answers, damage_is_noticed, engine, tampering_is_harmless};
use hmac_sha256::HMAC;
use permatrix::decide::Written;
use permatrix::{Code, Data, Engine, GroupId, LeftOut, Question, UserId, shape};

/// Words of the header and the shape (docs/FORMAT.md).
const CHAIN: usize = 6;
const NAMES: [usize; 3] = [11, 16, 21];
const TEXTS: usize = 53;
const TABLES: usize = 55;

const SECRET: [u8; 16] = *b"drawn at random.";
pub const BOTH: LeftOut = LeftOut { titles: true, names: Some(SECRET) };

/// Something of every kind, and some of it gone.
pub fn words() -> Vec<u32> {
    engine().snapshot_without(BOTH).unwrap()
}

fn bytes(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn has(words: &[u32], text: &str) -> bool {
    bytes(words).windows(text.len()).any(|part| part == text.as_bytes())
}

/// All answers of everybody everywhere, a letter each, by the names that another engine tells.
pub fn answers_of(opened: &Engine, whole: &Engine) -> Vec<u8> {
    let facts = whole.facts();
    let mut answers = Vec::new();
    for user in facts.users() {
        for resource in facts.resources() {
            for action in ["rfi.edit", "rfi.view"] {
                let (subject, on) = (facts.user_name(user), facts.resource_name(resource));
                answers.push(u8::from(opened.decide(&Question::new(subject, action, on)).allowed()));
            }
        }
    }
    answers
}

/// The entries by id, and the ids in order, as docs/FORMAT.md describes them.
fn table(words: &[u32], table: usize) -> (Vec<[u8; 12]>, Vec<u32>) {
    let [start, offsets, order] = [table, table + 2, table + 4].map(|place| words[place] as usize);
    assert_eq!(offsets, 0, "no offsets");
    let begin = TABLES * 4 + words[TEXTS] as usize + start;
    let bytes = bytes(words);
    let hash = |id: usize| bytes[begin + 12 * id..][..12].try_into().unwrap();
    let at = TABLES + words[table + 3] as usize;
    ((0..order).map(hash).collect(), words[at..at + order].to_vec())
}

#[test]
fn hashes_stand_in_the_place_of_names_as_the_format_says() {
    let (words, whole) = (words(), engine());
    let facts = whole.facts();
    let texts = TABLES * 4 + words[TEXTS] as usize;
    assert_eq!(bytes(&words)[texts..texts + 16], SECRET);
    let names = [
        vec!["user:anna", "user:ben", "", "user:zoe"],
        vec!["group:crew", "group:new"],
        vec!["company:a", "project:7", "", "rfi:1", "project:new"],
    ];
    assert_eq!(facts.users().map(UserId::index).collect::<Vec<_>>(), [0, 1, 3], "oskar is gone");
    for (place, names) in NAMES.into_iter().zip(names) {
        let (hashes, order) = table(&words, place);
        let expected = |name: &&str| match *name {
            "" => [0; 12],
            name => HMAC::mac(name, SECRET)[..12].try_into().unwrap(),
        };
        assert_eq!(hashes, names.iter().map(expected).collect::<Vec<[u8; 12]>>());
        let mut sorted: Vec<u32> = (0..names.len() as u32).collect();
        sorted.sort_by_key(|id| hashes[*id as usize]);
        assert_eq!(order, sorted);
    }
    assert_eq!(words[CHAIN..CHAIN + 2], [0, 0], "no delta leads on");
    assert_eq!(words[REVISION], 1);
}

/// The key of RFC 4231, case 2; with its text, the HMAC of this test is that of the standard.
#[test]
fn the_hash_is_that_of_the_standard() {
    let facts = r#"{ "permatrix": 1, "catalog": "small", "users": { "user:anna": {} } }"#;
    let engine = Engine::from_json(CATALOG, facts).unwrap();
    let mut secret = [0; 16];
    secret[..4].copy_from_slice(b"Jefe"); // a key is filled up with zeros
    let words = engine.snapshot_without(LeftOut { titles: false, names: Some(secret) }).unwrap();
    let (hashes, _) = table(&words, NAMES[0]);
    assert_eq!(hashes[0], HMAC::mac("user:anna", b"Jefe")[..12]);
    let known = HMAC::mac("what do ya want for nothing?", b"Jefe");
    assert_eq!(known[..4], [0x5b, 0xdc, 0xc1, 0x46]);
}

#[test]
fn what_is_opened_answers_as_the_whole_by_the_same_names() {
    let whole = engine();
    let opened = Engine::from_snapshot(words()).unwrap();
    assert_eq!(answers_of(&opened, &whole), answers(&whole));
    assert_eq!(opened.revision(), 1);
    for (name, known) in
        [("user:anna", true), ("user:ANNA", true), ("USER:anna", false), ("user:oskar", false)]
    {
        assert_eq!(opened.facts().user(name).is_some(), known, "{name}");
        assert_eq!(opened.facts().user(name), whole.facts().user(name), "{name}");
    }
    for nothing in ["", "user:", "user:anna ", "group:crew", "project:8", "\0\0\0\0\0\0\0\0\0\0\0\0"] {
        assert_eq!(opened.facts().user(nothing), None, "{nothing:?}");
        assert_eq!(opened.facts().resource(nothing), None, "{nothing:?}");
    }
    // Behind the last one stand hashes of others.
    assert!(opened.facts().has_user(UserId::at(3)) && !opened.facts().has_user(UserId::at(4)));
    assert!(opened.facts().has_group(GroupId::at(1)) && !opened.facts().has_group(GroupId::at(2)));
    assert_eq!(opened.facts().group("group:new"), whole.facts().group("group:new"));
}

#[test]
fn neither_names_nor_titles_are_in_the_bytes() {
    let whole = engine().snapshot();
    let names =
        ["user:anna", "user:ben", "user:zoe", "group:crew", "company:a", "project:7", "project:new", "rfi:1"];
    let titles = ["Anna", "Zoe", "Crew", "Trupp"];
    for part in names.iter().chain(&titles) {
        assert!(has(&whole, part), "{part}");
        assert!(!has(&words(), part), "{part}");
        assert!(
            !has(&words(), part.split_once(':').map_or(part, |(_, id)| if id.len() > 2 { id } else { part })),
            "{part}"
        );
    }
    let only = |titles, names| engine().snapshot_without(LeftOut { titles, names }).unwrap();
    let [no_titles, no_names] = [only(true, None), only(false, Some(SECRET))];
    assert!(names.iter().all(|name| has(&no_titles, name) && !has(&no_names, name)));
    assert!(titles.iter().all(|title| !has(&no_titles, title) && has(&no_names, title)));
    assert_eq!(only(false, None), whole, "nothing is left out");
    assert!(has(&words(), "Small"), "the catalog stays as it is");
}

/// Deltas lead on from a snapshot without titles, for nothing hangs on these.
#[test]
fn without_titles_a_replica_goes_on() {
    let mut whole = Engine::from_json(CATALOG, FACTS).unwrap();
    let left_out = LeftOut { titles: true, names: None };
    let mut replica = Engine::from_snapshot(whole.snapshot_without(left_out).unwrap()).unwrap();
    let change = r#"[{ "kind": "set_setting", "setting": "open", "value": true }]"#;
    whole.apply(&Data::from_json(change).unwrap(), "system", None).unwrap();
    assert_eq!(replica.apply_delta(&whole.delta(0).unwrap()).unwrap(), 1);
    assert_eq!(answers(&replica), answers(&whole));
    assert_eq!(replica.snapshot(), whole.snapshot_without(left_out).unwrap());
}

#[test]
fn with_another_secret_no_hash_is_the_same() {
    let other = LeftOut { names: Some(*b"another secret.."), ..BOTH };
    let other = engine().snapshot_without(other).unwrap();
    for place in NAMES {
        let [one, other] = [words(), other.clone()].map(|words| table(&words, place).0);
        assert!(one.iter().all(|hash| *hash == [0; 12] || !other.contains(hash)));
    }
    let once_more = Engine::from_snapshot(words()).unwrap();
    assert_eq!(once_more.snapshot(), words());
    let other = LeftOut { names: Some(*b"another secret.."), titles: false };
    assert_eq!(once_more.snapshot_without(other).unwrap(), words(), "what is hashed stays as it is");
}

/// Also where only grants have changed, which are written without a look at the names.
#[test]
fn changed_grants_are_written_with_hashes_too() {
    let mut whole = Engine::from_json(CATALOG, FACTS).unwrap();
    let grant = r#"[{ "kind": "grant", "to": "user:ben", "column": "rfi.editor", "on": "project:8" }]"#;
    whole.apply(&Data::from_json(grant).unwrap(), "system", None).unwrap();
    let words = whole.snapshot_without(BOTH).unwrap();
    assert!(!has(&words, "user:ben"));
    assert_eq!(answers_of(&Engine::from_snapshot(words).unwrap(), &whole), answers(&whole));
}

#[test]
fn what_needs_names_is_refused_and_nothing_changes() {
    let mut part = Engine::from_snapshot(words()).unwrap();
    let delta = engine().delta(0).unwrap();
    let change = r#"[{ "kind": "delete_user", "user": "user:anna" }]"#;
    let code = |error: permatrix::Error| error.code();
    let question = Question::new("user:anna", "rfi.edit", "project:7");
    assert_eq!(part.slice("user:anna").map_err(code), Err(Code::NoNames));
    assert_eq!(part.slice("user:nobody").map_err(code), Err(Code::NoNames));
    assert_eq!(part.members("project:7").map_err(code), Err(Code::NoNames));
    assert_eq!(part.members("project:none").map_err(code), Err(Code::NoNames));
    assert_eq!(part.requests(None, None).map_err(code), Err(Code::NoNames));
    assert_eq!(part.attempt(&question).map_err(code), Err(Code::NoNames));
    assert_eq!(part.delta(0).map_err(code), Err(Code::NoNames));
    assert_eq!(shape::facts(&part).map_err(code), Err(Code::NoNames));
    for changes in [change, "[]"] {
        let refused = part.apply(&Data::from_json(changes).unwrap(), "system", None);
        assert_eq!(refused.map_err(|refused| refused.error.code()), Err(Code::NoNames));
    }
    for delta in [&delta[..], &[]] {
        assert_eq!(part.apply_delta(delta).map_err(|refused| refused.error.code()), Err(Code::NoNames));
    }
    assert_eq!(part.snapshot(), words());
    assert!(part.decide(&question).allowed());
    assert!(shape::facts(&engine()).is_ok());
}

/// A slice says that it is one first.
#[test]
fn a_slice_without_names_is_a_slice() {
    let whole = engine();
    let slice = Engine::from_snapshot(whole.slice("user:anna").unwrap()).unwrap();
    let words = slice.snapshot_without(BOTH).unwrap();
    assert!(!has(&words, "user:anna") && !has(&words, "Anna"));
    let part = Engine::from_snapshot(words.clone()).unwrap();
    assert_eq!(part.snapshot(), words);
    for subject in ["user:anna", "user:ben", "anyone"] {
        let question = Question::new(subject, "rfi.edit", "project:7");
        assert_eq!(part.decide(&question), slice.decide(&question), "{subject}");
    }
    assert_eq!(part.members("project:7").map_err(|error| error.code()), Err(Code::NotInSlice));
    assert_eq!(shape::facts(&part).map_err(|error| error.code()), Err(Code::NoNames));
}

/// References by name in the catalog and in settings, and those that questions bring along, are those of the facts.
#[test]
fn references_by_name_are_understood() {
    let catalog = r#"{ "permatrix": 1, "name": "named", "context": { "with": "user" },
        "types": { "shelf": {}, "note": { "within": ["shelf"], "attributes": { "author": "user", "near": "note" } } },
        "settings": { "chief": { "type": "user", "default": "user:cem" }, "board": { "type": ["user"], "default": [] } },
        "conditions": { "chief": { "when": "subject == settings.chief" }, "board": { "when": "subject in settings.board" },
            "crew": { "when": "in_group(subject, \"group:crew\")" }, "own": { "when": "resource.author == subject" },
            "with": { "when": "resource.author == context.with" }, "first": { "when": "resource.near == \"note:1\"" } },
        "ladders": { "one": [{ "level": "none" }] },
        "tools": { "notes": { "on": "note", "ladder": "one", "actions": { "chief": { "cells": { "none": "if chief" } },
            "board": { "cells": { "none": "if board" } }, "crew": { "cells": { "none": "if crew" } }, "own": { "cells": { "none": "if own" } },
            "with": { "cells": { "none": "if with" } }, "first": { "cells": { "none": "if first" } } } } } }"#;
    let facts = r#"{ "permatrix": 1, "catalog": "named", "users": { "user:ann": {}, "user:ben": {}, "user:cem": {} },
        "groups": { "group:crew": { "members": ["user:cem"] } },
        "resources": { "shelf:1": {}, "note:1": { "parent": "shelf:1", "attributes": { "author": "user:ann" } },
            "note:2": { "parent": "shelf:1", "attributes": { "author": "user:ben", "near": "note:1" } } },
        "settings": { "board": ["user:ann", "user:BEN"] } }"#;
    let whole = Engine::from_json(catalog, facts).unwrap_or_else(|error| panic!("{error}"));
    let part = Engine::from_snapshot(whole.snapshot_without(BOTH).unwrap()).unwrap();
    let mut allowed = Vec::new();
    for action in ["chief", "board", "crew", "own", "with", "first"] {
        for subject in ["user:ann", "user:Ben", "user:cem", "user:dora"] {
            for resource in
                ["note:1", "note:2", "shelf:1/note:2", "shelf:1/note:3", "note:1/note:2", "note:3"]
            {
                let given = r#""with": "user:ANN", "resource": { "author": "user:cem", "near": "note:1" }"#;
                for context in ["", given] {
                    let asked = format!(
                        r#"{{ "subject": "{subject}", "action": "notes.{action}", "resource": "{resource}", "context": {{ {context} }} }}"#
                    );
                    let written = Written::read(&Data::from_json(&asked).unwrap(), whole.catalog()).unwrap();
                    let decision = whole.decide(&written.question());
                    assert_eq!(part.decide(&written.question()), decision, "{asked}");
                    allowed.push(decision.allowed());
                }
            }
        }
    }
    let yes = allowed.iter().filter(|allowed| **allowed).count();
    assert!(yes > 30 && yes * 2 < allowed.len(), "{yes} of {} are allowed", allowed.len());
}

#[test]
fn every_damaged_word_is_noticed() {
    damage_is_noticed(&words(), 1, 29);
}

/// As with names: an error, or an engine that answers, and is written again.
#[test]
fn tables_that_were_tampered_with_are_refused_or_harmless() {
    let whole = engine();
    tampering_is_harmless(&words(), &|engine, place, value| {
        if place % 5 == 0 {
            drop(answers_of(engine, &whole));
        }
        assert!(Engine::from_snapshot(engine.snapshot()).is_ok(), "word {place}, {value}");
    });
}

/// A question in data, as the package asks it, tells no name either.
#[test]
fn decisions_tell_no_names() {
    let part = Engine::from_snapshot(words()).unwrap();
    let asked = r#"{ "subject": "user:anna", "action": "rfi.view", "resource": "project:7" }"#;
    let written = Written::read(&Data::from_json(asked).unwrap(), part.catalog()).unwrap();
    let told = format!("{:?}", shape::decision(&part.decide(&written.question()), &part));
    assert!(told.contains("foreman"), "{told}");
    assert!(!told.contains("\"to\"") && !told.contains("\"on\"") && !told.contains("company"), "{told}");
}
