//! What grows with the catalog: footnotes, ceilings, rows.

use permatrix::Engine;

use super::table::{Table, both, head, one, times};
use crate::world::{self, SIZES};

pub const TABLES: [Table; 4] = [
    ("footnotes on the row", footnotes),
    ("terms of one footnote", terms),
    ("elements of a list that a footnote looks through", elements),
    ("ceilings over every action", ceilings),
];

/// One person with all privileges of a tool; `cells` and `conditions` as JSON.
fn with(privileges: usize, conditions: &str, cells: &str, assignees: usize) -> Engine {
    let all: Vec<usize> = (0..privileges).collect();
    let declared: Vec<String> = all.iter().map(|number| format!(r#""right{number}":{{}}"#)).collect();
    let catalog = format!(
        r#"{{"permatrix":1,"name":"bench",
        "types":{{"project":{{"attributes":{{"creator":"user","assignees":["user"],"private":"bool"}}}}}},
        "tools":{{"plan":{{"on":"project","privileges":{{{}}},"conditions":{{{conditions}}},
        "actions":{{"view":{{"cells":{{{cells}}}}}}}}}}}}}"#,
        declared.join(",")
    );
    let grants: Vec<String> = all
        .iter()
        .map(|number| format!(r#"{{"to":"user:anna","column":"plan.right{number}","on":"project:0"}}"#))
        .collect();
    let others = vec![r#""user:ben""#; assignees.saturating_sub(1)].into_iter().chain([r#""user:anna""#]);
    let facts = format!(
        r#"{{"permatrix":1,"catalog":"bench","users":{{"user:anna":{{}},"user:ben":{{}}}},
        "resources":{{"project:0":{{"attributes":{{"creator":"user:anna","private":false,"assignees":[{}]}}}}}},
        "grants":[{}]}}"#,
        others.collect::<Vec<_>>().join(","),
        grants.join(",")
    );
    Engine::from_json(&catalog, &facts).expect("a catalog with footnotes")
}

fn footnotes(title: &str) {
    head(
        title,
        "all columns held, only the last footnote is a yes; bounded by 200,000 steps a question",
        &["can", "decide"],
    );
    for count in [1, 4, 16, 64] {
        let last = count - 1;
        let name = |number| if number == last { "own" } else { "other" };
        let cells: Vec<String> =
            (0..count).map(|number| format!(r#""right{number}":"if {}""#, name(number))).collect();
        let conditions =
            r#""own":{"when":"resource.creator == subject"},"other":{"when":"resource.private"}"#;
        times(count, &one(&with(count, conditions, &cells.join(","), 1), "project:0", true));
    }
}

/// A footnote that is a yes after all of its terms were looked at.
fn terms(title: &str) {
    head(title, "a text of at most 4,096 bytes; each term is a few steps", &["can", "decide"]);
    for count in [1, 2, 8, 32, 128] {
        let when = vec!["resource.creator == subject"; count].join(" && ");
        let conditions = format!(r#""own":{{"when":"{when}"}}"#);
        times(count, &one(&with(1, &conditions, r#""right0":"if own""#, 1), "project:0", true));
    }
}

fn elements(title: &str) {
    head(title, "found at its end; a list has at most 1,024", &["can", "decide"]);
    for count in [1, 16, 128, 1_024] {
        let conditions = r#""own":{"when":"subject in resource.assignees"}"#;
        times(count, &one(&with(1, conditions, r#""right0":"if own""#, count), "project:0", true));
    }
}

/// A rule like the construction catalog's `not_active`: every yes has to ask it.
const STATE: &str = r#"{"when":"subject.state in [\"created\", \"invited\", \"suspended\"]","except":["*"]}"#;
const FLAG: &str = r#"{"when":"has(subject.suspended) && subject.suspended","except":["*"]}"#;

/// At medium size, questions of which half are about a person and a project that are assigned.
fn ceilings(title: &str) {
    head(title, "only a yes asks them, and asks all; at most 8,192", &["can", "decide"]);
    let size = SIZES[1].1;
    let numbers = world::numbers(size, 20_000).into_iter();
    let named = |(user, action, on)| (world::user(user), world::action(action), world::project(on));
    let questions: Vec<(String, String, String)> = numbers.map(named).collect();
    let subject = r#""subject":{"suspended":"bool"},"users":{},"#;
    let many = |rule: &str, count: usize| {
        let all: Vec<String> = (0..count).map(|number| format!(r#""rule{number}":{rule}"#)).collect();
        format!(r#"{subject}"ceilings":{{{}}},"#, all.join(","))
    };
    let cases = [
        ("none", String::new()),
        ("a flag", many(FLAG, 1)),
        ("a state", many(STATE, 1)),
        ("4 states", many(STATE, 4)),
    ];
    for (name, more) in cases {
        let engine = world::engine(size, &more);
        let can = |answer: bool| {
            let such = questions.iter().filter(|(user, action, on)| {
                let (subject, action, resource) = world::asked(&engine, user, action, on);
                engine.can_at(subject, action, resource, None) == answer
            });
            such.cloned().collect::<Vec<_>>()
        };
        let (yes, no) = (both(&engine, &can(true)), both(&engine, &can(false)));
        times(format!("{name}, yes"), &yes);
        times(format!("{name}, no"), &no);
    }
}
