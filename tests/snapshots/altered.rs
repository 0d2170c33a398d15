//! Snapshots that somebody altered on purpose, and whose digest he put right: a number that says what facts cannot say is
//! refused. One that got through would be read as somebody else's grants, or be searched for ever.

use super::fixed;
use Lie::{Entry, Length, Shape, Text};
use permatrix::{Data, Engine, LeftOut};

/// The words of the shape (docs/FORMAT.md) that say where a table begins; the next one says how long it is.
const USER_OFFSETS: usize = 12;
const USER_ORDER: usize = 14;
const GROUP_OFFSETS: usize = 17;
const RESOURCE_OFFSETS: usize = 22;
const RESOURCE_ORDER: usize = 24;
const PLACES: usize = 26;
const UP_PARTS: usize = 28;
const UP: usize = 30;
const WIDTH: usize = 32;
const GRANTS: usize = 33;
const STARTS: usize = 35;
const TERMS_OF: usize = 37;
const TERMS_IF: usize = 41;
const TERMS_UNTIL: usize = 43;
const APART: usize = 39;
const ATTRIBUTE_PARTS: usize = 45;
const ATTRIBUTE_IDS: usize = 47;
const VALUES: usize = 49;
const ITEMS: usize = 51;
const TEXTS: usize = 53;
/// The word at which the tables begin.
const TABLES: usize = 55;

/// What is altered.
#[derive(Clone, Copy)]
enum Lie {
    /// A word of a table.
    Entry(usize, usize, u32),
    /// How many entries a table has.
    Length(usize, u32),
    /// A word of the shape.
    Shape(usize, u32),
    /// A word of the texts.
    Text(usize, u32),
}

/// The same words with lies in them; none: they open.
fn told(words: &[u32], lies: &[Lie]) -> String {
    let mut words = words.to_vec();
    for lie in lies {
        match *lie {
            Entry(table, place, value) => {
                let begin = TABLES + words[table] as usize;
                words[begin + place] = value;
            }
            Length(table, length) => words[table + 1] = length,
            Shape(word, value) => words[word] = value,
            Text(place, value) => {
                let begin = TABLES + words[TEXTS] as usize / 4;
                words[begin + place] = value;
            }
        }
    }
    match Engine::from_snapshot(fixed(words)) {
        Ok(_) => "opens".to_owned(),
        Err(error) => error.code().as_str().to_owned(),
    }
}

const CATALOG: &str = r#"{ "permatrix": 1, "name": "small",
    "types": { "company": {}, "project": { "within": ["company"] }, "note": { "within": ["project"], "attributes": {
        "open": "bool", "count": "int", "size": "double", "who": "user", "team": "group", "near": "project",
        "text": "string", "list": ["user"], "due": "timestamp", "wait": "duration" } } },
    "subject": { "boss": "user" },
    "conditions": { "bossy": { "when": "has(subject.boss)" }, "busy": { "when": "can(\"plan.view\")" } },
    "ladders": { "steps": [{ "level": "none" }, { "level": "reader" }] },
    "tools": { "plan": { "on": "project", "ladder": "steps", "privileges": { "pen": {} }, "actions": {
        "view": { "cells": { "reader": "yes" } }, "draw": { "cells": { "pen": "yes" } }, "watch": { "cells": { "pen": "if busy" } } } } },
    "roles": { "lead": { "on": "project" }, "aide": { "on": "project" } } }"#;
/// Ids are given in this order.
const FACTS: &str = r#"{ "permatrix": 1, "catalog": "small",
    "users": { "user:ann": { "attributes": { "boss": "user:ben" } }, "user:ben": {} },
    "groups": { "group:a": { "members": ["group:b", "user:ben"] }, "group:b": { "members": ["user:ann"] }, "group:c": {} },
    "resources": { "company:x": {}, "project:y": { "parent": "company:x" }, "note:z": { "parent": "project:y", "attributes": {
            "open": true, "count": 7, "size": 1.5, "who": "user:ann", "team": "group:c", "near": "project:y",
            "text": "ü", "list": ["user:ann", "user:ben"], "due": 8, "wait": "9ms" } },
        "project:gone": { "parent": "company:x" } },
    "grants": [{ "to": "user:ann", "column": "plan.pen", "on": "company:x" },
        { "to": "user:ann", "column": "plan.reader", "on": "project:y" },
        { "to": "user:ann", "role": "lead", "on": "project:y", "until": 9, "if": "bossy" },
        { "to": "group:a", "role": "aide", "on": "project:y" },
        { "to": "everyone", "column": "plan.reader", "on": "company:x" }] }"#;

/// With a project that is gone.
fn snapshot() -> Vec<u32> {
    engine().snapshot()
}

fn engine() -> Engine {
    let mut engine = Engine::from_json(CATALOG, FACTS).unwrap_or_else(|error| panic!("{error}"));
    let changes = Data::from_json(r#"[{ "kind": "delete_resource", "resource": "project:gone" }]"#).unwrap();
    engine.apply(&changes, "system", None).unwrap();
    engine
}

const NONE: u32 = u32::MAX;
const GONE: u32 = 0xffff;
const HEAD: u32 = 1 << 31;
const IN_GROUPS: u32 = 1 << 30;

/// What is wrong, and what was altered for it.
type Row = (&'static str, &'static [Lie]);

const NAMES: [Row; 11] = [
    ("the first name begins late", &[Entry(USER_OFFSETS, 0, 1)]),
    ("a name ends before it begins", &[Entry(USER_OFFSETS, 1, 17)]),
    ("a name is none", &[Entry(USER_OFFSETS, 1, 0)]),
    ("a group's name is none", &[Entry(GROUP_OFFSETS, 1, 0)]),
    ("half a letter", &[Text(0, u32::MAX)]),
    ("names out of order", &[Entry(USER_ORDER, 0, 1), Entry(USER_ORDER, 1, 0)]),
    ("a name twice", &[Entry(USER_ORDER, 1, 0)]),
    ("a name of nobody", &[Entry(USER_ORDER, 1, 2)]),
    ("a name that is not in the order", &[Length(USER_ORDER, 1)]),
    ("a name of what is gone", &[Entry(RESOURCE_ORDER, 1, 3)]),
    ("names that end behind the texts", &[Entry(RESOURCE_OFFSETS, 4, 1 << 20)]),
];

const RESOURCES: [Row; 12] = [
    ("a company in a project", &[Entry(PLACES, 0, 1)]),
    ("a project in nothing", &[Entry(PLACES, 2, NONE)]),
    ("a project in what is not there", &[Entry(PLACES, 2, 4)]),
    ("a project in what is gone", &[Entry(PLACES, 2, 3)]),
    ("a project in a note", &[Entry(PLACES, 2, 2)]),
    ("a note in a company", &[Entry(PLACES, 4, 0)]),
    ("a type that is not there", &[Entry(PLACES, 5, 3)]),
    ("gone, but in something", &[Entry(PLACES, 6, 0)]),
    ("gone, but with a name", &[Entry(PLACES, 4, NONE), Entry(PLACES, 5, GONE)]),
    ("there, but without a name", &[Entry(PLACES, 6, 0), Entry(PLACES, 7, 1)]),
    ("fewer places than resources", &[Length(PLACES, 7)]),
    ("more places than resources", &[Length(PLACES, 9)]),
];

const GROUPS: [Row; 8] = [
    ("a group that is not there", &[Entry(UP, 0, 3)]),
    ("a group in itself", &[Entry(UP, 2, 1)]),
    ("groups begin late", &[Entry(UP_PARTS, 0, 1)]),
    ("groups that nobody is in", &[Entry(UP_PARTS, 4, 2), Entry(UP_PARTS, 5, 2)]),
    ("groups that are not there", &[Entry(UP_PARTS, 5, 4)]),
    ("groups end before they begin", &[Entry(UP_PARTS, 1, 3)]),
    ("fewer than there are users and groups", &[Length(UP_PARTS, 5)]),
    ("none", &[Length(UP_PARTS, 0)]),
];

const ATTRIBUTES: [Row; 28] = [
    ("an attribute that is not there", &[Entry(ATTRIBUTE_IDS, 5, 11)]),
    ("attributes begin late", &[Entry(ATTRIBUTE_PARTS, 0, 1)]),
    ("attributes that nobody has", &[Entry(ATTRIBUTE_PARTS, 5, 10), Entry(ATTRIBUTE_PARTS, 6, 10)]),
    ("attributes end before they begin", &[Entry(ATTRIBUTE_PARTS, 1, 2)]),
    ("fewer than there are users and resources", &[Length(ATTRIBUTE_PARTS, 6)]),
    ("fewer values than attributes", &[Length(VALUES, 10)]),
    ("more values than attributes", &[Length(VALUES, 12)]),
    ("a user who is not there", &[Entry(VALUES, 0, 2)]),
    ("a user far away", &[Entry(VALUES, 1, 1)]),
    ("neither true nor false", &[Entry(VALUES, 2, 2)]),
    ("a number that is too large", &[Entry(VALUES, 4, 0), Entry(VALUES, 5, 1 << 21)]),
    ("a number that is too small", &[Entry(VALUES, 4, 0), Entry(VALUES, 5, u32::MAX << 21)]),
    ("an infinite number", &[Entry(VALUES, 7, 0x7ff0_0000)]),
    ("another user who is not there", &[Entry(VALUES, 8, 2)]),
    ("a group that is not there", &[Entry(VALUES, 10, 3)]),
    ("a resource that is not there", &[Entry(VALUES, 12, 4)]),
    ("half a letter", &[Entry(VALUES, 14, 1)]),
    ("a text behind the texts", &[Entry(VALUES, 15, 1 << 20)]),
    ("a list that is too long", &[Entry(VALUES, 16, 3)]),
    ("a list that begins late", &[Entry(VALUES, 17, 1)]),
    ("a list of whom is not there", &[Entry(ITEMS, 2, 2)]),
    ("a moment that is too late", &[Entry(VALUES, 19, 1 << 21)]),
    ("a duration that is too long", &[Entry(VALUES, 21, 1 << 21)]),
    ("a table behind the words", &[Shape(VALUES, 1 << 20)]),
    ("a table that ends behind the words", &[Length(ITEMS, 1 << 20)]),
    ("texts behind the words", &[Shape(TEXTS, 1 << 20)]),
    ("texts that end behind the words", &[Length(TEXTS, 1 << 20)]),
    ("texts that end nowhere", &[Length(TEXTS, u32::MAX)]),
];

const GIVEN: [Row; 28] = [
    ("no head", &[Entry(GRANTS, 4, IN_GROUPS)]),
    ("one grant too many", &[Entry(GRANTS, 0, HEAD | IN_GROUPS | 4)]),
    ("one grant too few", &[Entry(GRANTS, 0, HEAD | IN_GROUPS | 2)]),
    ("more grants than there are", &[Entry(GRANTS, 11, HEAD | 1)]),
    ("a user in groups, but not here", &[Entry(GRANTS, 0, HEAD | 3)]),
    ("a group in none, but here", &[Entry(GRANTS, 8, HEAD | IN_GROUPS)]),
    ("everyone in a group", &[Entry(GRANTS, 9, HEAD | IN_GROUPS | 1)]),
    ("anyone in a group", &[Entry(GRANTS, 11, HEAD | IN_GROUPS)]),
    ("on what is not there", &[Entry(GRANTS, 3, 0x47)]),
    ("what is not there", &[Entry(GRANTS, 6, 0x1a)]),
    ("grants out of order", &[Entry(GRANTS, 1, 0x12), Entry(GRANTS, 2, 0x04)]),
    ("what is given out of order", &[Entry(GRANTS, 2, 0x18)]),
    ("terms of another grant", &[Entry(TERMS_OF, 0, 2)]),
    ("a grant without its terms", &[Entry(GRANTS, 3, 0x16)]),
    ("a grant with terms of nothing", &[Entry(GRANTS, 6, 0x19)]),
    ("terms of nothing", &[Length(TERMS_OF, 2), Length(TERMS_IF, 2), Length(TERMS_UNTIL, 2)]),
    ("no terms", &[Length(TERMS_OF, 0), Length(TERMS_IF, 0), Length(TERMS_UNTIL, 0)]),
    ("terms without conditions", &[Length(TERMS_IF, 0)]),
    ("terms without ends", &[Length(TERMS_UNTIL, 0)]),
    ("a condition that is not there", &[Entry(TERMS_IF, 0, 2)]),
    ("a condition that asks what is granted", &[Entry(TERMS_IF, 0, 1)]),
    ("a head elsewhere", &[Entry(STARTS, 1, 5)]),
    ("one principal too few", &[Length(STARTS, 6)]),
    ("one number too few", &[Length(GRANTS, 27)]),
    ("no numbers", &[Length(GRANTS, 15)]),
    ("a width of more than there can be", &[Shape(WIDTH, 17)]),
    ("another width", &[Shape(WIDTH, 2)]),
    ("what is given stands apart, but does not", &[Shape(WIDTH, 0)]),
];

/// What looks odd but says what facts can say.
const ODD: [Row; 6] = [
    ("nothing", &[]),
    ("a reference to nobody", &[Entry(VALUES, 0, NONE)]),
    ("the largest number", &[Entry(VALUES, 4, u32::MAX), Entry(VALUES, 5, (1 << 21) - 1)]),
    ("the smallest number", &[Entry(VALUES, 4, 1), Entry(VALUES, 5, u32::MAX << 21)]),
    ("the same given twice", &[Entry(GRANTS, 2, 0x04)]),
    ("and at first on terms", &[Entry(GRANTS, 2, 0x17), Entry(GRANTS, 3, 0x16), Entry(TERMS_OF, 0, 2)]),
];

#[test]
fn what_facts_cannot_say_is_refused() {
    let words = snapshot();
    for (what, lies) in ODD {
        assert_eq!(told(&words, lies), "opens", "{what}");
    }
    let all: [(&str, &[Row]); 5] = [
        ("names", &NAMES),
        ("resources", &RESOURCES),
        ("groups", &GROUPS),
        ("attributes", &ATTRIBUTES),
        ("grants", &GIVEN),
    ];
    for (part, rows) in all {
        for (what, lies) in rows {
            assert_eq!(told(&words, lies), "damaged", "{part}: {what}");
        }
    }
}

/// To the last word and no further; what is behind the tables are texts and trees.
#[test]
fn tables_end_with_the_words_at_the_latest() {
    let words = snapshot();
    let left = |table: usize| words.len() as u32 - TABLES as u32 - words[table];
    let bytes = (words.len() - TABLES) as u32 * 4 - words[TEXTS];
    for (table, most) in [(APART, left(APART) * 2), (ITEMS, left(ITEMS) / 2), (TEXTS, bytes)] {
        assert_eq!(told(&words, &[Length(table, most)]), "opens", "{table}");
        assert_eq!(told(&words, &[Length(table, most + 1)]), "damaged", "{table}");
    }
    // Where nobody has a name, nothing else looks at the texts; they would be written again with the next snapshot.
    let empty = self::words(CATALOG, r#"{ "permatrix": 1, "catalog": "small" }"#);
    assert_eq!(told(&empty, &[]), "opens");
    assert_eq!(told(&empty, &[Length(TEXTS, empty.len() as u32 * 4)]), "damaged");
}

/// Places are counted from the first table when a snapshot is written again: one before it would be none.
#[test]
fn the_first_table_stands_first() {
    let empty = words(CATALOG, r#"{ "permatrix": 1, "catalog": "small" }"#);
    assert_eq!(told(&empty, &[Shape(GROUP_OFFSETS, 0)]), "opens");
    assert_eq!(told(&empty, &[Shape(USER_OFFSETS, 1)]), "damaged");
}

/// What the texts begin with in a snapshot without names, and what follows it, in words.
const SECRET: usize = 4;
const HASH: usize = 3;

/// Of hashes, what is not as docs/FORMAT.md says.
#[test]
fn what_hashes_cannot_say_is_refused() {
    let names = Some([7; 16]);
    let words = engine().snapshot_without(LeftOut { titles: true, names }).unwrap();
    let texts = words[TEXTS + 1];
    let order = |place: usize| words[TABLES + words[RESOURCE_ORDER] as usize + place];
    assert_eq!(
        [words[USER_OFFSETS + 1], words[USER_ORDER + 1], words[RESOURCE_ORDER + 1], order(0)],
        [0, 2, 4, 3]
    );
    let resources = words[RESOURCE_OFFSETS - 1] as usize / 4;
    let hash = |id: u32| resources + HASH * id as usize;
    let zeros = |id: u32| [0, 1, 2].map(|word| Text(hash(id) + word, 0));
    let (last, end) = (order(3), texts - 4 * (HASH * 4) as u32);
    let rows: [(&str, &[Lie]); 17] = [
        ("out of order", &[Entry(RESOURCE_ORDER, 1, order(2)), Entry(RESOURCE_ORDER, 2, order(1))]),
        ("who is gone comes last", &[Entry(RESOURCE_ORDER, 0, order(1)), Entry(RESOURCE_ORDER, 1, 3)]),
        ("one twice", &[Entry(RESOURCE_ORDER, 2, order(1))]),
        ("one twice, and who is gone not at all", &[Entry(RESOURCE_ORDER, 0, order(1))]),
        ("who is gone in the place of one that is there", &[Entry(RESOURCE_ORDER, 1, 3)]),
        ("one that is not there", &[Entry(RESOURCE_ORDER, 3, 4)]),
        ("one far away", &[Entry(RESOURCE_ORDER, 3, u32::MAX)]),
        ("who is gone is one far away", &[Entry(RESOURCE_ORDER, 0, 4)]),
        ("one of zeros", &zeros(order(1))),
        ("the last one of zeros", &zeros(last)),
        ("one of what is gone", &[Text(hash(3), 1)]),
        ("one too few", &[Length(RESOURCE_ORDER, 3)]),
        ("one too many", &[Length(RESOURCE_ORDER, 5)]),
        ("hashes that begin behind the texts", &[Shape(RESOURCE_OFFSETS - 1, u32::MAX)]),
        ("hashes that end behind the texts", &[Shape(RESOURCE_OFFSETS - 1, end + 1)]),
        ("some have names", &[Length(GROUP_OFFSETS, 1)]),
        ("all but users are hashed", &[Length(USER_OFFSETS, 3)]),
    ];
    assert_eq!(told(&words, &[]), "opens");
    for (what, lies) in rows {
        assert_eq!(told(&words, lies), "damaged", "{what}");
    }
    // What hashes are made with is anything; with less of it nobody is found, so there must be all.
    assert_eq!(told(&words, &[Text(0, 7)]), "opens");
    let empty = Engine::from_json(CATALOG, r#"{ "permatrix": 1, "catalog": "small" }"#).unwrap();
    let empty = empty.snapshot_without(LeftOut { titles: true, names }).unwrap();
    assert_eq!(empty[TEXTS + 1], SECRET as u32 * 4);
    for (length, expected) in [(16, "opens"), (15, "damaged"), (0, "damaged")] {
        let starts = [USER_OFFSETS, GROUP_OFFSETS, RESOURCE_OFFSETS].map(|table| Shape(table - 1, 0));
        assert_eq!(told(&empty, &[&starts[..], &[Length(TEXTS, length)]].concat()), expected, "{length}");
    }
    assert_eq!([empty[GROUP_OFFSETS + 1], empty[TABLES + empty[GROUP_OFFSETS] as usize]], [0, 0]);
    assert_eq!(
        told(&empty, &[Length(GROUP_OFFSETS, 1)]),
        "damaged",
        "groups have names, though none is there"
    );
    // Who is gone has his place within the texts all the same.
    let facts = r#"{ "permatrix": 1, "catalog": "small", "users": { "user:ann": {} } }"#;
    let mut gone = Engine::from_json(CATALOG, facts).unwrap();
    let change = Data::from_json(r#"[{ "kind": "delete_user", "user": "user:ann" }]"#).unwrap();
    gone.apply(&change, "system", None).unwrap();
    let gone = gone.snapshot_without(LeftOut { titles: true, names }).unwrap();
    for (start, expected) in [(16, "opens"), (17, "damaged"), (28, "damaged")] {
        assert_eq!(told(&gone, &[Shape(USER_OFFSETS - 1, start)]), expected, "{start}");
    }
    // Named tables have none that are empty.
    assert_eq!(told(&snapshot(), &[Length(USER_OFFSETS, 0)]), "damaged");
}

fn words(catalog: &str, facts: &str) -> Vec<u32> {
    Engine::from_json(catalog, facts).unwrap_or_else(|error| panic!("{error}")).snapshot()
}

/// Every table says that there is one user less, but the order of names has one whose number nobody bears. He would be found
/// by his name, and hold what is the next one's.
#[test]
fn a_name_of_nobody_is_refused_where_all_else_fits() {
    let facts = r#"{ "permatrix": 1, "catalog": "small", "users": { "user:ann": {}, "user:ben": {} }, "resources": { "company:x": {} } }"#;
    let words = words(CATALOG, facts);
    let one_less = [USER_OFFSETS, USER_ORDER, UP_PARTS, ATTRIBUTE_PARTS, STARTS, GRANTS]
        .map(|table| Length(table, words[table + 1] - 1));
    let named = |user: u32| [&one_less[..], &[Entry(USER_ORDER, 0, user)]].concat();
    assert_eq!(told(&words, &named(0)), "opens");
    assert_eq!(told(&words, &named(1)), "damaged");
}

/// Leaves in leaves, and one leaf beside them, into which the outermost is put; with the outer ones first, and last.
#[test]
fn resources_lie_no_deeper_than_they_can_and_not_in_themselves() {
    let catalog = r#"{ "permatrix": 1, "name": "small", "types": { "folder": {}, "leaf": { "within": ["folder", "leaf"] } }, "tools": {} }"#;
    let nested = |depth: usize, outer_last: bool| {
        let leaf = |at: usize| if at == 0 { "folder:0".to_owned() } else { format!("leaf:{at}") };
        let mut all = vec![r#""folder:0": {}"#.to_owned()];
        all.extend((1..=depth).map(|at| format!(r#""{}": {{ "parent": "{}" }}"#, leaf(at), leaf(at - 1))));
        if outer_last {
            all.reverse();
        }
        all.push(r#""leaf:beside": { "parent": "folder:0" }"#.to_owned());
        let resources = all.join(", ");
        words(
            catalog,
            &format!(r#"{{ "permatrix": 1, "catalog": "small", "resources": {{ {resources} }} }}"#),
        )
    };
    for outer_last in [false, true] {
        let put = |depth: usize, into: usize| {
            let place = |leaf: usize| if outer_last && leaf <= depth { depth - leaf } else { leaf };
            told(&nested(depth, outer_last), &[Entry(PLACES, 2 * place(1), place(into) as u32)])
        };
        assert_eq!(told(&nested(32, outer_last), &[]), "opens");
        assert_eq!(put(31, 32), "opens");
        assert_eq!(put(32, 33), "damaged");
        for inner in 1..=5 {
            assert_eq!(put(5, inner), "damaged", "in {inner}");
        }
    }
}

/// Groups in groups, and one group beside them, into which the second is put.
#[test]
fn groups_lie_no_deeper_than_they_can_and_not_in_themselves() {
    let nested = |depth: usize| {
        let group = |at: usize| match at {
            0 => r#""group:0": { "members": ["group:1", "group:beside"] }"#.to_owned(),
            _ if at == depth => format!(r#""group:{at}": {{}}"#),
            _ => format!(r#""group:{at}": {{ "members": ["group:{}"] }}"#, at + 1),
        };
        let all: Vec<String> = (0..=depth).map(group).collect();
        let groups = format!(r#"{}, "group:beside": {{}}"#, all.join(", "));
        words(CATALOG, &format!(r#"{{ "permatrix": 1, "catalog": "small", "groups": {{ {groups} }} }}"#))
    };
    assert_eq!(told(&nested(32), &[]), "opens");
    assert_eq!(told(&nested(31), &[Entry(UP, 0, 32)]), "opens");
    assert_eq!(told(&nested(32), &[Entry(UP, 0, 33)]), "damaged");
    for inner in 1..=5 {
        assert_eq!(told(&nested(5), &[Entry(UP, 0, inner)]), "damaged", "in {inner}");
    }
}

#[test]
fn a_list_has_as_many_elements_as_it_can_and_no_more() {
    let list = vec![r#""user:ann""#; 1_000].join(", ");
    let note = |name: &str| {
        format!(r#""note:{name}": {{ "parent": "project:y", "attributes": {{ "list": [{list}] }} }}"#)
    };
    let facts = format!(
        r#"{{ "permatrix": 1, "catalog": "small", "users": {{ "user:ann": {{}} }},
            "resources": {{ "company:x": {{}}, "project:y": {{ "parent": "company:x" }}, {}, {} }} }}"#,
        note("1"),
        note("2")
    );
    let words = words(CATALOG, &facts);
    assert_eq!(told(&words, &[Entry(VALUES, 0, 1_024)]), "opens");
    assert_eq!(told(&words, &[Entry(VALUES, 0, 1_025)]), "damaged");
}
