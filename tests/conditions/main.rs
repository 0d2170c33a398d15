//! Footnotes one by one: what is refused, in which words, and what the others say. What a condition means in a matrix is
//! for tests/cases.

mod answered;
mod refused;
mod times;

use answered::{SAID, TURNING};
use permatrix::decide::Written;
use permatrix::{Code, Data, Engine, Error};
use refused::{UNFIT, UNREADABLE};
use times::{DURATIONS, MOMENTS};

const FACTS: &str = r#"{ "permatrix": 1, "catalog": "small",
    "users": { "user:anna": { "attributes": { "age": 40 } }, "user:ben": {} },
    "groups": { "group:crew": { "members": ["user:anna"] } },
    "resources": { "item:1": { "attributes": { "creator": "user:ben", "count": -3, "ratio": 0.5, "name": "b", "due": 1000,
        "wait": "5s", "done": true, "team": "group:crew", "tags": ["x", "y"], "sizes": [1, 2] } } },
    "grants": [{ "to": "anyone", "column": "tool.all", "on": "item:1" },
        { "to": "user:anna", "column": "steps.high", "on": "item:1" }] }"#;

/// A catalog with one footnote.
fn engine(when: &str) -> Result<Engine, Error> {
    let catalog = r#"{ "permatrix": 1, "name": "small",
        "types": { "item": { "attributes": { "creator": "user", "count": "int", "ratio": "double", "name": "string",
            "due": "timestamp", "wait": "duration", "done": "bool", "team": "group", "near": "resource",
            "tags": ["string"], "sizes": ["int"], "owners": ["user"], "open": "bool" } } },
        "subject": { "age": "int", "marks": ["string"] },
        "context": { "office": "bool", "rooms": ["string"], "pace": "double" },
        "settings": { "limit": { "type": "int", "default": 3 } },
        "ladders": { "low": [{ "level": "none" }, { "level": "low" }, { "level": "high" }] },
        "conditions": { "it": { "when": WHEN } },
        "tools": {
            "steps": { "on": "item", "ladder": "low", "actions": { "climb": { "cells": { "high": "yes" } } } },
            "tool": { "on": "item", "privileges": { "all": {} }, "actions": { "ask": { "cells": { "all": "if it" } } } } } }"#;
    Engine::from_json(&catalog.replace("WHEN", &format!("{when:?}")), FACTS)
}

/// The code and the words of a refusal.
fn refusal(when: &str) -> String {
    match engine(when) {
        Ok(_) => "fits".to_owned(),
        Err(error) => {
            let kind = if error.code() == Code::BadCondition { "" } else { "type: " };
            assert_eq!(error.path(), "catalog.conditions.it.when", "{when}");
            format!("{kind}{}", error.message())
        }
    }
}

/// The answer to somebody, at a time: yes, no, or what is missing; and the moment until which it holds.
fn said(when: &str, subject: &str, context: &str) -> String {
    let engine = engine(when).unwrap_or_else(|error| panic!("{when}: {error}"));
    let question = format!(
        r#"{{ "subject": "{subject}", "action": "tool.ask", "resource": "item:1", "context": {context} }}"#
    );
    let written = Written::read(&Data::from_json(&question).unwrap(), engine.catalog()).unwrap();
    let decision = engine.decide(&written.question());
    let answer = match decision.reason.as_str() {
        "granted" => "yes".to_owned(),
        "condition" | "unknown_subject" => "no".to_owned(),
        _ => format!("missing {}", decision.missing.join(", ")),
    };
    decision.valid_until.map_or(answer.clone(), |until| format!("{answer} until {}", until.0))
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    for &(when, expected) in UNFIT {
        assert_eq!(refusal(when), expected, "{when}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    for &(when, expected) in UNREADABLE {
        assert_eq!(refusal(when), expected, "{when}");
    }
}

/// What makes a condition of a size, the most that fits, and what is said of one more.
type Bound<'b> = (&'b dyn Fn(usize) -> String, usize, &'b str);

/// Each bound as it is the most that fits, and one more.
#[test]
fn bounds_are_where_they_are_said_to_be() {
    let text = |length: usize| format!("\"{}\" == resource.name", "x".repeat(length - 19));
    let brackets = |depth: usize| format!("{}true{}", "(".repeat(depth - 1), ")".repeat(depth - 1));
    let not = |depth: usize| format!("{}true", "!".repeat(depth - 1));
    let row = |parts: usize| vec!["true"; parts + 1].join("&&");
    let links = |links: usize| format!("has(resource{})", ".near".repeat(links));
    let bounds: [Bound<'_>; 5] = [
        (&text, 4096, "longer than 4096 bytes (character 1 of the condition)"),
        (&brackets, 32, "nested deeper than 32 levels (character 33 of the condition)"),
        (&not, 32, "nested deeper than 32 levels (character 33 of the condition)"),
        (&row, 256, "more than 256 parts in a row (character 1543 of the condition)"),
        (&links, 16, "more than 16 links in one chain (character 94 of the condition)"),
    ];
    for (make, most, expected) in bounds {
        assert_eq!(refusal(&make(most)), "fits", "{most}");
        assert_eq!(refusal(&make(most + 1)), expected);
    }
    // What stands side by side is not nested.
    assert_eq!(refusal(&vec!["!(true ? true : !true)"; 40].join("||")), "fits");
}

#[test]
fn what_fits_says_yes_no_or_what_is_missing() {
    for &(when, expected) in SAID {
        assert_eq!(said(when, "user:anna", "{}"), expected, "{when}");
    }
}

#[test]
fn lists_come_with_the_question_too() {
    let told = r#"{ "subject": { "marks": ["m", "n"] }, "rooms": ["r", "n"], "resource": { "owners": ["user:ben", "user:anna"] } }"#;
    let asked = [
        ("\"m\" in subject.marks && !(\"r\" in subject.marks)", "yes"),
        ("\"r\" in context.rooms && !(\"m\" in context.rooms)", "yes"),
        ("subject in resource.owners && !(\"user:cem\" in resource.owners)", "yes"),
        ("resource.owners.all(x, x == subject)", "no"),
    ];
    for (when, expected) in asked {
        assert_eq!(said(when, "user:anna", told), expected, "{when}");
    }
}

/// Questions inside one another are counted, those beside one another are not.
#[test]
fn questions_side_by_side_are_no_deeper_than_one() {
    let many = vec!["can(\"steps.climb\")"; 40].join(" && ");
    assert_eq!(said(&many, "user:anna", "{}"), "yes");
}

#[test]
fn what_moves_with_the_time_turns_at_a_moment() {
    for &(when, expected) in TURNING {
        let at = |now: u32| said(when, "user:anna", &format!("{{ \"now\": {now} }}"));
        let found = [at(999), at(1000), at(1001), at(6000), at(6001)].join("; ");
        assert_eq!(found, expected, "{when}");
    }
}

/// Read as the moment at which a comparison with it turns.
#[test]
fn moments_are_read_to_the_millisecond_or_not_at_all() {
    for &(text, expected) in MOMENTS {
        let when = format!("now < timestamp(\"{text}\")");
        assert_eq!(turning(&when), expected, "{text}");
    }
}

/// Behind the moment 1000.
#[test]
fn durations_are_read_to_the_millisecond_or_not_at_all() {
    for &(text, expected) in DURATIONS {
        let when = format!("now < resource.due + duration(\"{text}\")");
        assert_eq!(turning(&when), expected, "{text}");
    }
}

/// What is said at the moment 0, or why it cannot be read.
fn turning(when: &str) -> String {
    if engine(when).is_err() {
        return refusal(when).split("; ").next().unwrap_or_default().to_owned();
    }
    said(when, "user:anna", "{ \"now\": 0 }")
}
