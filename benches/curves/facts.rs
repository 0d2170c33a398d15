//! What grows with the facts: users, grants, groups, depth.
#![allow(clippy::cast_precision_loss)] // bytes stay far below 2^53

use std::time::Instant;

use permatrix::{Data, Engine};

use super::table::{Table, both, cells, head, nanoseconds, one, readable, times};
use crate::world::{self, Size};

pub const TABLES: [Table; 6] = [
    ("users", users),
    ("roles of one person, each on a project", roles_elsewhere),
    ("roles of one person on one project", roles_here),
    ("groups of one person", groups),
    ("depth of resources", depth),
    ("people whose grants have changed", changed),
];

const QUESTIONS: usize = 100_000;

fn users(title: &str) {
    let bound = "ten roles each on 2,000 projects; bounded by memory: names are searched in order, grants lie beside their user";
    head(title, bound, &["can", "decide", "apply", "open", "a grant", "all facts"]);
    for users in [1_000, 10_000, 100_000] {
        let size = Size { users, projects: 2_000, assignments: users * 10 };
        let (mut engine, open) = opened(size, &world::assignments(size));
        let [can, decide] = both(&engine, &named(size));
        let all = engine.facts().bytes();
        let of_grants = (all - opened(size, &[]).0.facts().bytes()) as f64 / size.assignments as f64;
        let apply = applied(&mut engine, &world::user(0), &world::project(0));
        let bytes = [format!("{of_grants:.1} B"), format!("{:.1} MB", all as f64 / 1e6)];
        cells(users, [can, decide, apply, open].map(readable).into_iter().chain(bytes));
    }
}

/// An engine, and how long it took to open in nanoseconds.
fn opened(size: Size, assignments: &[world::Assignment]) -> (Engine, f64) {
    let (catalog, facts) = (world::catalog(""), world::facts(size, assignments));
    let start = Instant::now();
    let engine = Engine::from_json(&catalog, &facts).expect("the workload is valid");
    (engine, start.elapsed().as_secs_f64() * 1e9)
}

/// Questions by names.
fn named(size: Size) -> Vec<(String, String, String)> {
    let named = |(user, action, on)| (world::user(user), world::action(action), world::project(on));
    world::numbers(size, QUESTIONS).into_iter().map(named).collect()
}

/// A grant of a role and its end, half the time of both.
fn applied(engine: &mut Engine, to: &str, on: &str) -> f64 {
    let change = |kind: &str| {
        let text = format!(r#"[{{"kind":"{kind}","to":"{to}","role":"role0","on":"{on}"}}]"#);
        text.parse::<Data<'_>>().expect("a change")
    };
    let both = ["grant", "revoke"].map(change);
    nanoseconds(&both, |change| drop(engine.apply(change, "system", None).expect("applied")))
}

/// A small world: one person, one row; what else there is comes as JSON.
fn small(users: &str, groups: &str, resources: &str, grants: &str) -> Engine {
    let roles: Vec<String> = (0..100)
        .map(|number| format!(r#""role{number}":{{"on":"project","levels":{{"plan":"reader"}}}}"#))
        .collect();
    let catalog = format!(
        r#"{{"permatrix":1,"name":"bench","types":{{"project":{{}},"folder":{{"within":["project","folder"]}}}},
        "ladders":{{"general":[{{"level":"none"}},{{"level":"reader"}}]}},
        "tools":{{"plan":{{"on":"project","ladder":"general","actions":{{"view":{{"cells":{{"reader":"yes"}}}}}}}}}},
        "roles":{{{}}}}}"#,
        roles.join(",")
    );
    let facts = format!(
        r#"{{"permatrix":1,"catalog":"bench","users":{{"user:anna":{{}}{users}}},"groups":{{{groups}}},
        "resources":{{"project:0":{{}}{resources}}},"grants":[{grants}]}}"#
    );
    Engine::from_json(&catalog, &facts).expect("a small world")
}

fn grant(to: &str, role: usize, on: usize) -> String {
    format!(r#"{{"to":"{to}","role":"role{role}","on":"project:{on}"}}"#)
}

fn list(from: usize, to: usize, one: impl Fn(usize) -> String) -> String {
    (from..to).map(one).collect::<Vec<_>>().join(",")
}

/// The same with a comma before it, where it is not empty.
fn more(from: usize, to: usize, one: impl Fn(usize) -> String) -> String {
    let list = list(from, to, one);
    if list.is_empty() { list } else { format!(",{list}") }
}

fn roles_elsewhere(title: &str) {
    head(
        title,
        "asked about the last; grants lie by resource: up to 15 compared at once, more searched",
        &["can", "decide"],
    );
    for roles in [1, 4, 15, 16, 100, 1_000, 10_000] {
        let projects = more(1, roles, |on| format!(r#""project:{on}":{{}}"#));
        let grants = list(0, roles, |on| grant("user:anna", 0, on));
        times(roles, &one(&small("", "", &projects, &grants), &format!("project:{}", roles - 1), true));
    }
}

fn roles_here(title: &str) {
    head(
        title,
        "each is looked at, by `decide` also put into words; a catalog has at most 8,192 roles",
        &["can", "decide"],
    );
    for roles in [1, 4, 15, 16, 50, 100] {
        let grants = list(0, roles, |role| grant("user:anna", role, 0));
        times(roles, &one(&small("", "", "", &grants), "project:0", true));
    }
}

fn groups(title: &str) {
    let bound = "one in the other where they are up to 32, else beside one another; at most 1,024: the groups are gathered anew with each question";
    head(title, bound, &["can", "decide"]);
    for groups in [0, 1, 4, 16, 32, 64, 256, 1_024] {
        let nested = groups <= 32;
        let member = |group: usize| match group {
            0 => r#""user:anna""#.to_owned(),
            group if nested => format!(r#""group:{}""#, group - 1),
            _ => r#""user:anna""#.to_owned(),
        };
        let all = list(0, groups, |group| format!(r#""group:{group}":{{"members":[{}]}}"#, member(group)));
        let to = groups.checked_sub(1).map_or("user:anna".to_owned(), |last| format!("group:{last}"));
        times(groups, &one(&small("", &all, "", &grant(&to, 0, 0)), "project:0", true));
    }
}

fn depth(title: &str) {
    head(title, "granted on the outermost; at most 32 deep: each layer is one step", &["can", "decide"]);
    for depth in [1, 2, 4, 8, 16, 32] {
        let name = |at: usize| if at == 0 { "project:0".to_owned() } else { format!("folder:{at}") };
        let inside = more(1, depth, |at| format!(r#""{}":{{"parent":"{}"}}"#, name(at), name(at - 1)));
        let engine = small("", "", &inside, &grant("user:anna", 0, 0));
        times(depth, &one(&engine, &name(depth - 1), true));
    }
}

fn changed(title: &str) {
    let bound = "what has changed is a list, searched by each question and copied by each change; it is never laid out anew";
    head(title, bound, &["can, others", "apply", "clone"]);
    for people in [0, 10, 100, 1_000, 10_000] {
        let users = more(0, 20_000, |user| format!(r#""user:{user}":{{}}"#));
        let grants = format!(
            "{},{}",
            grant("user:anna", 0, 0),
            list(0, 20_000, |user| grant(&format!("user:{user}"), 0, 0))
        );
        let mut engine = small(&users, "", "", &grants);
        for user in 0..people {
            let change =
                format!(r#"[{{"kind":"revoke","to":"user:{user}","role":"role0","on":"project:0"}}]"#);
            engine.apply(&Data::from_json(&change).expect("a change"), "system", None).expect("applied");
        }
        let [can, _] = one(&engine, "project:0", true);
        let clone = nanoseconds(&[()], |()| drop(engine.clone()));
        let apply = applied(&mut engine, "user:19999", "project:0");
        times(people, &[can, apply, clone]);
    }
}
