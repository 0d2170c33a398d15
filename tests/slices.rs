//! What one user may know, case by case: what is in a slice, what is not, and what is denied because of that. The laws are in
//! `tests/sliced/`.

use permatrix::change::By;
use permatrix::decide::Written;
use permatrix::{Code, Data, Engine, Question, Reason, Time, Truth};

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small",
    "types": { "company": {}, "project": { "within": ["company"] },
        "note": { "within": ["project"], "attributes": { "creator": "user", "keeper": "user", "people": ["user"],
            "crew": "group", "of": "resource", "text": "string", "open": "bool" } },
        "wish": { "within": ["project"] } },
    "subject": { "firm": "string", "boss": "user", "badge": "int" }, "context": { "with": "user", "at": "resource" },
    "settings": { "owner": { "type": "user", "default": "user:zed" }, "wardens": { "type": ["user"], "default": [] } },
    "users": { "invitation": { "template": "come", "lasts": "72h" } },
    "conditions": {
        "own": { "when": "resource.creator == subject" },
        "not_own": { "when": "resource.creator != subject" },
        "kept_by_creator": { "when": "resource.creator == resource.keeper" },
        "with": { "when": "resource.creator == context.with" },
        "without": { "when": "!(resource.creator == context.with)" },
        "listed": { "when": "subject in resource.people" },
        "with_listed": { "when": "context.with in resource.people" },
        "their_firm": { "when": "resource.creator.firm == subject.firm" },
        "unsuspended": { "when": "!(resource.creator.state == \"suspended\")" },
        "their_place": { "when": "!member(resource.creator, resource)" },
        "their_level": { "when": "!(level(\"notes\", resource, resource.creator) >= \"editor\")" },
        "they_can": { "when": "!can(\"notes.view\", resource, resource.creator)" },
        "their_group": { "when": "!in_group(resource.creator, \"group:crew\")" },
        "in_crew": { "when": "in_group(subject, resource.crew)" },
        "owned": { "when": "resource.creator == settings.owner" },
        "warden": { "when": "subject in settings.wardens" },
        "two_wardens": { "when": "settings.wardens.all(w, w == settings.owner)" },
        "elsewhere": { "when": "resource.of.open" },
        "badged": { "when": "has(subject.badge) && subject.badge == 7" },
        "their_boss": { "when": "subject.boss == resource.creator" } },
    "ladders": { "general": [{ "level": "none" }, { "level": "reader" }, { "level": "editor" }] },
    "tools": { "notes": { "on": "project", "ladder": "general", "granulars": { "barred": { "levels": ["reader", "editor"] } }, "actions": {
        "view": { "cells": { "reader": "yes", "editor": "yes" } }, "wave": { "cells": { "reader": "if badged" } },
        "mine": { "cells": { "none": "if own" } }, CELLS
        "ask": { "cells": { "reader": "yes" } }, "answer": { "cells": { "editor": "yes" } },
        "bar": { "cells": { "reader": "yes", "barred": "if own" } } } } },
    "roles": { "reading": { "on": "project", "levels": { "notes": "reader" } } },
    "requests": { "wish": { "for": ["notes.answer"], "ask": "notes.ask", "approve": "notes.answer", "lasts": "48h",
        "yields": [{ "kind": "grant", "to": "{requester}", "role": "reading", "on": "{on}" }] } } }"#;

/// The footnotes that a reader is asked about, each an action of its own.
const FOOTNOTES: [&str; 18] = [
    "own",
    "not_own",
    "kept_by_creator",
    "with",
    "without",
    "listed",
    "with_listed",
    "their_firm",
    "unsuspended",
    "their_place",
    "their_level",
    "they_can",
    "their_group",
    "in_crew",
    "owned",
    "warden",
    "two_wardens",
    "their_boss",
];

const FACTS: &str = r#"{ "permatrix": 1, "catalog": "small",
    "users": { "user:zed": { "title": "Zacharias", "attributes": { "firm": "z" } },
        "user:anna": { "title": "Anna", "attributes": { "firm": "a", "boss": "user:ben" } },
        "user:ben": { "title": "Benedict", "attributes": { "firm": "a" } }, "user:cleo": { "title": "Cleopatra" } },
    "groups": { "group:crew": { "title": "The crew", "members": ["user:anna", "user:ben"] }, "group:all": { "members": ["group:crew"] },
        "group:secret": { "title": "Hidden ones", "members": ["user:cleo"] } },
    "resources": { "company:acme": { "title": "Acme" }, "project:7": { "parent": "company:acme", "title": "Seven" },
        "project:8": { "parent": "company:acme", "title": "Eight", "attributes": {} },
        "note:1": { "parent": "project:7", "attributes": { "creator": "user:ben", "keeper": "user:ben", "people": ["user:cleo", "user:anna"], "crew": "group:secret", "of": "note:8" } },
        "note:2": { "parent": "project:7", "attributes": { "creator": "user:cleo", "keeper": "user:ben", "people": ["user:ben"], "crew": "group:crew" } },
        "note:8": { "parent": "project:8", "title": "Quiet", "attributes": { "creator": "user:cleo", "text": "whispered", "open": true } } },
    "settings": { "owner": "user:cleo", "wardens": ["user:anna", "user:cleo"] },
    "grants": [{ "to": "group:all", "column": "notes.reader", "on": "project:7" },
        { "to": "user:ben", "column": "notes.editor", "on": "company:acme" },
        { "to": "group:secret", "column": "notes.reader", "on": "project:8" }] }"#;

fn engine() -> Engine {
    engine_with(FACTS)
}

/// The facts, in which no note refers to another.
fn unreferred() -> String {
    FACTS.replace(r#""of": "note:8""#, r#""text": """#)
}

/// The facts, in which nobody but Ben has a level on project:8.
fn levelless(facts: &str) -> String {
    facts.replace("notes.reader\", \"on\": \"project:8", "notes.barred\", \"on\": \"project:8")
}

fn engine_with(facts: &str) -> Engine {
    let cells =
        FOOTNOTES.map(|name| format!(r#""{name}": {{ "cells": {{ "reader": "if {name}" }} }}, "#)).concat();
    Engine::from_json(&CATALOG.replace("CELLS", &cells), facts).unwrap()
}

fn slice(engine: &Engine, user: &str) -> Engine {
    Engine::from_snapshot(engine.slice(user).unwrap()).unwrap()
}

/// The reason for which a question is decided as it is.
fn reason(engine: &Engine, question: &str) -> &'static str {
    let written = Written::read(&Data::from_json(question).unwrap(), engine.catalog()).unwrap();
    engine.decide(&written.question()).reason.as_str()
}

fn asked(footnote: &str, note: &str, context: &str) -> String {
    format!(
        r#"{{ "subject": "user:anna", "action": "notes.{footnote}", "resource": "{note}", "context": {{ "now": 0{context} }} }}"#
    )
}

#[test]
fn footnotes_about_oneself_are_answered_and_those_about_others_denied() {
    let whole = engine();
    let part = slice(&whole, "user:anna");
    // Footnote, for note:1 and note:2: what the whole says, and the slice.
    let cases = [
        ("own", ["condition condition", "condition condition"]),
        ("not_own", ["granted granted", "granted granted"]),
        ("kept_by_creator", ["granted granted", "condition condition"]),
        ("listed", ["granted granted", "condition condition"]),
        ("their_firm", ["granted not_in_slice", "missing not_in_slice"]),
        ("unsuspended", ["granted not_in_slice", "granted not_in_slice"]),
        ("their_place", ["granted not_in_slice", "granted not_in_slice"]),
        ("their_level", ["condition not_in_slice", "granted not_in_slice"]),
        ("they_can", ["condition not_in_slice", "granted not_in_slice"]),
        ("their_group", ["condition not_in_slice", "granted not_in_slice"]),
        ("in_crew", ["condition condition", "granted granted"]),
        ("owned", ["condition not_in_slice", "granted not_in_slice"]),
        ("warden", ["granted granted", "granted granted"]),
        ("two_wardens", ["condition condition", "condition condition"]),
        ("their_boss", ["granted granted", "condition condition"]),
    ];
    for (footnote, expected) in cases {
        for (note, expected) in ["note:1", "note:2"].into_iter().zip(expected) {
            let question = asked(footnote, note, "");
            let found = format!("{} {}", reason(&whole, &question), reason(&part, &question));
            assert_eq!(found, expected, "{footnote} {note}");
        }
    }
}

/// A name that the question brings may be that of whoever has a number only; a negation makes no yes of that.
#[test]
fn names_that_questions_bring_are_neither_the_same_nor_another() {
    let whole = engine();
    let part = slice(&whole, "user:anna");
    for (footnote, with, expected) in [
        ("with", "user:ben", "granted not_in_slice"),
        ("with", "user:cleo", "condition not_in_slice"),
        ("with", "user:anna", "condition condition"),
        ("without", "user:ben", "condition not_in_slice"),
        ("without", "user:nobody", "granted not_in_slice"),
        ("without", "user:", "granted not_in_slice"),
        ("without", "user:Anna", "granted granted"),
        ("with_listed", "user:ben", "condition not_in_slice"),
        ("with_listed", "user:cleo", "granted not_in_slice"),
        ("with_listed", "user:anna", "granted granted"),
    ] {
        let question = asked(footnote, "note:1", &format!(r#", "with": "{with}""#));
        let found = format!("{} {}", reason(&whole, &question), reason(&part, &question));
        assert_eq!(found, expected, "{footnote} {with}");
    }
}

#[test]
fn what_is_in_a_slice_and_what_is_not() {
    let words = engine_with(&unreferred()).slice("user:anna").unwrap();
    let tables =
        words.len() - [8, 9, 10].map(|tree| (words[tree] as usize).div_ceil(4)).iter().sum::<usize>();
    let catalog = tables..tables + (words[8] as usize).div_ceil(4);
    let told: Vec<u8> = words
        .iter()
        .enumerate()
        .filter(|(place, _)| !catalog.contains(place))
        .flat_map(|(_, word)| word.to_le_bytes())
        .collect();
    let told = String::from_utf8_lossy(&told);
    for there in [
        "user:anna",
        "Anna",
        "group:crew",
        "group:all",
        "The crew",
        "company:acme",
        "Acme",
        "project:7",
        "note:1",
    ] {
        assert!(told.contains(there), "{there}");
    }
    for other in
        ["ben", "Benedict", "cleo", "Cleopatra", "zed", "Zacharias", "secret", "Hidden", "Quiet", "whispered"]
    {
        assert!(!told.contains(other), "{other}");
    }
}

/// What a note refers to is asked about by a footnote, so it is there; whoever can do nothing on it may see that it is.
#[test]
fn what_footnotes_look_at_is_there() {
    let catalog = CATALOG.replace("CELLS", r#""peek": { "cells": { "reader": "if elsewhere" } }, "#);
    let whole = Engine::from_json(&catalog, FACTS).unwrap();
    let part = slice(&whole, "user:anna");
    assert_eq!(reason(&part, &asked("peek", "note:1", "")), "granted");
    // Whoever looks at the item alone has no need of it.
    let without = catalog.replace(
        "\"elsewhere\": { \"when\": \"resource.of.open\" }",
        "\"elsewhere\": { \"when\": \"resource.open\" }",
    );
    let without = without.replace(
        "!can(\\\"notes.view\\\", resource, resource.creator)",
        "!can(\\\"notes.view\\\", resource)",
    );
    let part = slice(&Engine::from_json(&without, FACTS).unwrap(), "user:anna");
    assert!(part.facts().resource("note:8").is_none());
}

/// The facts come first: what is left out must not come in again by a path, with attributes that suit the asker.
#[test]
fn what_is_left_out_does_not_come_in_by_a_path() {
    let whole = engine_with(&levelless(&unreferred()));
    let part = slice(&whole, "user:cleo");
    let of_cleo = |action: &str, place: &str| {
        let given = r#""context": { "resource": { "creator": "user:cleo" } }"#;
        format!(r#"{{ "subject": "user:cleo", "action": "notes.{action}", "resource": "{place}", {given} }}"#)
    };
    assert!(part.facts().resource("note:1").is_none(), "cleo can do nothing there");
    for (place, expected) in [
        ("note:8", "granted granted"),
        ("note:1", "condition not_in_slice"),
        ("project:7/note:1", "condition not_in_slice"),
        ("project:8/note:1", "unknown_resource not_in_slice"),
        ("project:8/note:new", "granted not_in_slice"),
        ("project:8/note:8", "granted granted"),
        ("desk:1", "unknown_resource unknown_resource"),
    ] {
        let question = of_cleo("mine", place);
        assert_eq!(
            format!("{} {}", reason(&whole, &question), reason(&part, &question)),
            expected,
            "{place}"
        );
    }
}

/// A badge that only a question knows opens what is closed to the facts: so it cannot be left out.
#[test]
fn what_a_question_may_open_is_there() {
    let facts = levelless(FACTS);
    let catalog = CATALOG.replace("CELLS", "").replace(r#""none": "if own""#, r#""none": "if badged""#);
    let whole = Engine::from_json(&catalog, &facts).unwrap();
    assert_eq!(whole.what_can("user:zed", "note:8", None), Vec::new());
    let part = slice(&whole, "user:zed");
    let question = r#"{ "subject": "user:zed", "action": "notes.mine", "resource": "note:8", "context": { "subject": { "badge": 7 } } }"#;
    assert_eq!(reason(&part, question), "granted");
}

/// What lies in a resource may be known to a question only: then it is not enough that nothing can be done on the resource itself.
#[test]
fn what_may_lie_in_it_counts() {
    let catalog = r#"{ "permatrix": 1, "name": "small",
        "types": { "company": {}, "project": { "within": ["company"] }, "note": { "within": ["project"], "tool": "notes" } },
        "ladders": { "general": [{ "level": "none" }, { "level": "reader" }] },
        "tools": { "notes": { "on": "note", "ladder": "general", "actions": { "view": { "cells": VIEW } } },
            "talk": { "on": "note", "borrows": "item", "ladder": "general", "actions": { "say": { "cells": SAY } } } } }"#;
    let facts = r#"{ "permatrix": 1, "catalog": "small", "users": { "user:anna": {}, "user:ben": {} },
        "resources": { "company:acme": {}, "project:8": { "parent": "company:acme" } },
        "grants": [{ "to": "user:anna", "column": "notes.reader", "on": "company:acme" }] }"#;
    let [none, first, reader] = ["{}", r#"{ "none": "yes" }"#, r#"{ "reader": "yes" }"#];
    for (view, say, action, expected) in [
        (reader, none, "notes.view", ["granted", "no_grant"]),
        (none, reader, "talk.say", ["granted", "no_grant"]),
        (none, first, "talk.say", ["no_grant", "granted"]),
    ] {
        let whole = Engine::from_json(&catalog.replace("VIEW", view).replace("SAY", say), facts).unwrap();
        for (user, expected) in ["user:anna", "user:ben"].into_iter().zip(expected) {
            let part = slice(&whole, user);
            let question = Question::new(user, action, "project:8/note:new");
            assert_eq!(whole.decide(&question).reason.as_str(), expected, "{user} {action}");
            let found = part.decide(&question).reason;
            assert!(
                found.as_str() == expected || expected != "granted" && found == Reason::NotInSlice,
                "{user} {action}: {found:?}"
            );
            let kept = part.facts().resource("project:8").is_some();
            assert!(kept == (expected == "granted") || kept && user == "user:anna", "{user} {action}");
        }
    }
}

/// Two people of whom a setting has no name are not one.
#[test]
fn settings_without_names_say_nothing_of_who_it_is() {
    let whole =
        engine_with(&FACTS.replace(r#""wardens": ["user:anna", "user:cleo"]"#, r#""wardens": ["user:ben"]"#));
    let question = asked("two_wardens", "note:1", "");
    assert_eq!(reason(&whole, &question), "condition");
    assert_eq!(reason(&slice(&whole, "user:anna"), &question), "not_in_slice");
}

#[test]
fn requests_of_others_and_tokens_are_not_in_a_slice() {
    let mut whole = engine();
    let random = || Some([7; 32]);
    let mut make = |changes: &str, actor: &str| {
        let by = By::new(actor, Some(Time(0))).with_random(&random);
        whole
            .apply_by(&Data::from_json(changes).unwrap(), &by)
            .unwrap_or_else(|refused| panic!("{}", refused.error));
    };
    make(
        r#"[{ "kind": "create_user", "user": "user:dora" }, { "kind": "grant", "to": "user:dora", "column": "notes.reader", "on": "project:7" }]"#,
        "system",
    );
    make(r#"[{ "kind": "request", "request": "wish:a", "on": "project:7" }]"#, "user:anna");
    make(r#"[{ "kind": "request", "request": "wish:d", "on": "project:7" }]"#, "user:dora");
    let [anna, dora, ben] = ["user:anna", "user:dora", "user:ben"].map(|user| slice(&whole, user));
    let wishes = |engine: &Engine| ["wish:a", "wish:d"].map(|wish| engine.facts().resource(wish).is_some());
    assert_eq!([wishes(&anna), wishes(&dora), wishes(&ben)], [[true, false], [false, true], [false, false]]);
    let answer = Question::new("user:ben", "notes.answer", "wish:a");
    assert_eq!(whole.decide(&answer).reason, Reason::Granted);
    assert_eq!(ben.decide(&answer).reason, Reason::NotInSlice, "it is not told, also to who may approve it");
    assert_eq!(anna.decide(&Question::new("user:anna", "notes.ask", "wish:a")).reason, Reason::Granted);
    // The hash is that of FORMAT.md: 64 letters of hexadecimal digits.
    let hashes = |words: Vec<u32>| {
        let bytes: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
        bytes.windows(64).any(|part| part.iter().all(u8::is_ascii_hexdigit))
    };
    assert!(hashes(whole.snapshot()) && !hashes(whole.slice("user:dora").unwrap()));
}

#[test]
fn a_slice_refuses_what_others_are_needed_for() {
    let mut part = slice(&engine(), "user:anna");
    let question = Question::new("user:anna", "notes.view", "note:1");
    let none = Data::List(Vec::new());
    let code = |error: permatrix::Error| error.code();
    assert_eq!(part.slice("user:anna").map_err(code), Err(Code::NotInSlice));
    assert_eq!(part.members("project:7").map_err(code), Err(Code::NotInSlice));
    assert_eq!(part.requests(None, None).map_err(code), Err(Code::NotInSlice));
    assert_eq!(part.attempt(&question).map_err(code), Err(Code::NotInSlice));
    assert_eq!(part.delta(0).map_err(code), Err(Code::NotInSlice));
    assert_eq!(
        part.apply(&none, "system", None).map_err(|refused| refused.error.code()),
        Err(Code::NotInSlice)
    );
    assert_eq!(part.apply_delta(&[]).map_err(|refused| refused.error.code()), Err(Code::NotInSlice));
    assert!(part.decide(&question).allowed());
    assert_eq!(part.ask(&Question::new("user:ben", "notes.view", "note:1")), Truth::No);
    assert_eq!(engine().slice("user:nobody").map_err(code), Err(Code::UnknownName));
    assert_eq!(engine().slice("anyone").map_err(code), Err(Code::UnknownName));
}

/// S3: who is in too many groups is allowed nothing, and a slice without them would not know that.
#[test]
fn who_is_in_too_many_groups_has_no_slice() {
    let groups: Vec<String> =
        (0..1_025).map(|group| format!(r#""group:g{group}": {{ "members": ["user:anna"] }}"#)).collect();
    let facts = FACTS.replace("\"groups\": {", &format!("\"groups\": {{ {},", groups.join(", ")));
    let engine = Engine::from_json(&CATALOG.replace("CELLS", ""), &facts).unwrap();
    assert_eq!(engine.slice("user:anna").map_err(|error| error.code()), Err(Code::Limit));
}
