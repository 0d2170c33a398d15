//! Questions by numbers, as the boundary writes them: the same answers as in words, or none; whatever else stands on the sheet is
//! harmless.

#![allow(clippy::cast_precision_loss)] // numbers of things are small here

use permatrix::{Data, Decision, Engine, Given, Question, Space, Time, Truth, decide::Written};

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small",
    "types": { "company": {}, "project": { "within": ["company"] },
        "note": { "within": ["project"], "attributes": { "author": "user", "readers": ["user"], "home": "project", "open": "bool",
            "size": "int", "sent": "timestamp", "state": "string", "crew": "group" } } },
    "subject": { "badge": "string" }, "context": { "office": "bool" },
    "ladders": { "steps": [{ "level": "none" }, { "level": "reader" }] },
    "conditions": {
        "own": { "when": "resource.author == subject" }, "listed": { "when": "subject in resource.readers" },
        "there": { "when": "level(\"notes\", resource.home) == \"reader\"" }, "open": { "when": "resource.open" },
        "large": { "when": "resource.size > 3" }, "late": { "when": "now - resource.sent > duration(\"5m\")" },
        "draft": { "when": "resource.state == \"draft\"" }, "crew": { "when": "in_group(subject, resource.crew)" },
        "badge": { "when": "subject.badge == \"x\"" }, "office": { "when": "context.office" } },
    "tools": { "notes": { "on": "project", "ladder": "steps", "actions": {
        "see": { "cells": { "reader": "yes" } }, "own": { "cells": { "reader": "if own" } },
        "listed": { "cells": { "reader": "if listed" } }, "there": { "cells": { "reader": "if there" } },
        "open": { "cells": { "reader": "if open" } }, "large": { "cells": { "reader": "if large" } },
        "late": { "cells": { "reader": "if late" } }, "draft": { "cells": { "reader": "if draft" } },
        "crew": { "cells": { "reader": "if crew" } }, "badge": { "cells": { "reader": "if badge" } },
        "office": { "cells": { "reader": "if office" } } } } } }"#;
const FACTS: &str = r#"{ "permatrix": 1, "catalog": "small",
    "users": { "user:anna": {}, "user:ben": {} }, "groups": { "group:crew": { "members": ["user:anna"] } },
    "resources": { "company:a": {}, "project:7": { "parent": "company:a" }, "project:8": { "parent": "company:a" } },
    "grants": [{ "to": "user:anna", "column": "notes.reader", "on": "project:7" },
        { "to": "group:crew", "column": "notes.reader", "on": "company:a", "until": 99 }] }"#;

/// Attributes that a question brings along: of what, name, value in words, and as numbers.
type Told = (Space, &'static str, &'static str, Vec<f64>);

fn text(text: &str) -> Vec<f64> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(text.len().next_multiple_of(8), 0);
    let eight = |bytes: &[u8]| f64::from_ne_bytes(bytes.try_into().unwrap());
    [text.len() as f64].into_iter().chain(bytes.chunks(8).map(eight)).collect()
}

fn told(engine: &Engine) -> Vec<Told> {
    let facts = engine.facts();
    let user = |name| f64::from(facts.handle(facts.user(name).unwrap()).0);
    let resource = |name| facts.resource(name).unwrap().index() as f64;
    let of_kind = |kind: f64, value: Vec<f64>| [vec![kind], value].concat();
    let (anna, ben) = (user("user:anna"), user("user:ben"));
    vec![
        (Space::Resource, "author", r#""user:anna""#, vec![4.0, anna]),
        (Space::Resource, "author", r#""user:ben""#, vec![4.0, ben]),
        (Space::Resource, "author", r#""user:zoe""#, of_kind(3.0, text("user:zoe"))),
        (Space::Resource, "readers", r#"["user:ben", "user:anna"]"#, vec![6.0, 2.0, 4.0, ben, 4.0, anna]),
        (Space::Resource, "readers", "[]", vec![6.0, 0.0]),
        (Space::Resource, "home", r#""project:7""#, vec![5.0, resource("project:7")]),
        (Space::Resource, "home", r#""project:8""#, vec![5.0, resource("project:8")]),
        (Space::Resource, "open", "true", vec![1.0]),
        (Space::Resource, "open", "false", vec![0.0]),
        (Space::Resource, "size", "4", vec![2.0, 4.0]),
        (Space::Resource, "sent", "0", vec![2.0, 0.0]),
        (Space::Resource, "sent", r#""1970-01-01T00:00:00Z""#, of_kind(3.0, text("1970-01-01T00:00:00Z"))),
        (Space::Resource, "state", r#""draft""#, of_kind(3.0, text("draft"))),
        (Space::Resource, "crew", r#""group:crew""#, of_kind(3.0, text("group:crew"))),
        (Space::Subject, "badge", r#""x""#, of_kind(3.0, text("x"))),
        (Space::Context, "office", "true", vec![1.0]),
    ]
}

fn engine() -> Engine {
    Engine::from_json(CATALOG, FACTS).unwrap()
}

/// The question on a sheet: of Anna, unless another is named, about a note in a project.
fn sheet(engine: &Engine, action: &str, beneath: &str, now: f64, told: &[&Told]) -> Vec<f64> {
    let facts = engine.facts();
    let mut numbers = vec![
        f64::from(facts.handle(facts.user("user:anna").unwrap()).0),
        engine.catalog().action(action).unwrap().index() as f64,
        facts.resource("project:7").unwrap().index() as f64,
        now,
    ];
    numbers.extend(text(beneath));
    for (space, name, _, value) in told {
        let attribute = engine.decider().attribute_number(*space, name).unwrap();
        numbers.push(f64::from(attribute >> 2));
        numbers.extend(value);
    }
    numbers
}

fn in_words(engine: &Engine, action: &str, beneath: &str, now: f64, told: &[&Told]) -> Decision {
    let of = |wanted: Space| {
        let mut pairs = Vec::new();
        for (_, name, value, _) in told.iter().filter(|(space, ..)| *space == wanted) {
            pairs.push(format!(r#""{name}": {value}"#));
        }
        pairs.join(", ")
    };
    let resource = if beneath.is_empty() { "project:7".to_owned() } else { format!("project:7/{beneath}") };
    let now = if now.is_finite() { format!(r#""now": {now}, "#) } else { String::new() };
    let others =
        [of(Space::Context)].into_iter().filter(|pairs| !pairs.is_empty()).map(|pairs| format!(", {pairs}"));
    let question = format!(
        r#"{{ "subject": "user:anna", "action": "{action}", "resource": "{resource}",
            "context": {{ {now}"resource": {{ {} }}, "subject": {{ {} }}{} }} }}"#,
        of(Space::Resource),
        of(Space::Subject),
        others.collect::<String>()
    );
    let written = Written::read(&Data::from_json(&question).unwrap(), engine.catalog()).unwrap();
    engine.decide(&written.question())
}

/// Every action with every attribute, with and without a path and a time.
#[test]
fn numbers_are_answered_as_words_are() {
    let engine = engine();
    let (mut allowed, mut denied, mut later) = (0, 0, 0);
    let all = told(&engine);
    for action in engine.catalog().actions().iter().map(|action| action.name.as_str()) {
        for beneath in ["", "note:1"] {
            for now in [f64::NAN, 50.0, 600_000.0] {
                let at = |now, one| in_words(&engine, action, beneath, now, &[one]).allowed();
                for one in &all {
                    let expected = in_words(&engine, action, beneath, now, &[one]);
                    let numbers = sheet(&engine, action, beneath, now, &[one]);
                    let decider = engine.decider();
                    let what = format!("{action} {beneath} {now} {} {}", one.1, one.2);
                    assert_eq!(decider.decide_by_numbers(&numbers), Some(expected.clone()), "{what}");
                    let when = expected.missing.iter().any(|missing| missing == "now");
                    let answer = decider.can_by_numbers(&numbers).expect(&what);
                    if answer == Truth::Unknown {
                        assert!(now.is_nan() && when, "{what}");
                    } else {
                        // What is no without a time is no at any.
                        let sometime = [expected.allowed(), at(50.0, one), at(600_000.0, one)];
                        let yes = if when { sometime.contains(&true) } else { expected.allowed() };
                        assert_eq!(answer, yes.into(), "{what}");
                    }
                    match answer {
                        Truth::Yes => allowed += 1,
                        Truth::No => denied += 1,
                        Truth::Unknown => later += 1,
                    }
                }
            }
        }
    }
    assert!(allowed > 100 && denied > 500 && later > 1, "{allowed}, {denied} and {later}");
}

/// What is cut off, of another kind, or of nobody, is not answered: then the question is asked in words.
#[test]
fn what_cannot_be_read_is_not_answered() {
    let engine = engine();
    let all = told(&engine);
    let unanswered = |numbers: &[f64], what: &str| {
        assert_eq!(engine.decider().decide_by_numbers(numbers), None, "{what}");
    };
    let whole = sheet(&engine, "notes.own", "note:1", 50.0, &[&all[0], &all[3], &all[12]]);
    let ends = [6, 9, 16, whole.len()]; // where the path, and each of the attributes, is complete
    for end in 0..=whole.len() {
        let answered = engine.decider().decide_by_numbers(&whole[..end]).is_some();
        assert_eq!(answered, ends.contains(&end), "the first {end} of {}", whole.len());
    }
    let replaced = |place: usize, with: f64| {
        let mut numbers = whole.clone();
        numbers[place] = with;
        numbers
    };
    for (place, what) in
        [(0, "a subject"), (1, "an action"), (2, "a resource"), (6, "an attribute"), (8, "a user")]
    {
        for nothing in [u32::MAX.into(), 1e300, 77_777.0] {
            unanswered(&replaced(place, nothing), what);
        }
    }
    unanswered(&replaced(7, 7.0), "a kind of value that there is not");
    unanswered(&replaced(7, 5.0), "a resource for a user");
    let wrong = (
        Space::Resource,
        "home",
        "",
        vec![5.0, engine.facts().resource("company:a").unwrap().index() as f64],
    );
    unanswered(&sheet(&engine, "notes.there", "note:1", 50.0, &[&wrong]), "a company for a project");
    let list = (Space::Resource, "author", "", vec![6.0, 0.0]);
    unanswered(&sheet(&engine, "notes.own", "note:1", 50.0, &[&list]), "a list for a user");
    let one = (Space::Resource, "readers", "", all[0].3.clone());
    unanswered(&sheet(&engine, "notes.own", "note:1", 50.0, &[&one]), "a user for a list");
    unanswered(&sheet(&engine, "notes.own", "rfi:1", 50.0, &[]), "a path that is not possible");
    let setting = engine.decider().attribute_number(Space::Settings, "office");
    assert_eq!(setting, None);
}

/// Whatever stands there: no panic, and without a known subject no yes.
#[test]
fn any_numbers_are_harmless() {
    let engine = engine();
    let all = told(&engine);
    let whole = sheet(&engine, "notes.own", "note:1", 50.0, &[&all[0], &all[3], &all[12]]);
    let odd = [f64::NAN, f64::INFINITY, -1.0, 0.5, 6.0, 255.0, 1e9, 1e300, f64::MIN_POSITIVE];
    for place in 0..whole.len() {
        for number in odd {
            let mut numbers = whole.clone();
            numbers[place] = number;
            let _ = engine.decider().decide_by_numbers(&numbers);
        }
    }
}

/// Three handles and nothing else.
#[test]
fn handles_alone_are_answered() {
    let engine = engine();
    let see = |now| engine.decider().can_by_numbers(&sheet(&engine, "notes.see", "", now, &[]));
    assert_eq!((see(f64::NAN), see(50.0)), (Some(Truth::Yes), Some(Truth::Yes)));
    let given = Given::default();
    let (subject, action, resource) = ("user:anna", "notes.see", "company:a");
    let question = Question { subject, action, resource, now: Some(Time(1)), given };
    assert!(!engine.allows(&question), "a tool of projects is not of companies");
}
