//! The workload for a worker of 128 MB, as a snapshot, and questions with what they depend on:
//! `cargo bench --bench worker -- FOLDER [ASSIGNMENTS]`. `cargo xtask bench --only worker` reads both.
//!
//! Not by the package: what ten million assignments are read from (0.7 GB of JSON, and its tree) does not fit into a module.

#[allow(dead_code)] // the other measurements use the rest
mod world;

use std::collections::HashMap;
use std::path::Path;
use std::{env, fs};

use permatrix::{Engine, Question};
use serde_json::{Value, json};
use world::{ALL_ACTIONS, Assignment, ROLES, Random, Size};

const ASSIGNMENTS: usize = 10_000_000;
/// Half of them about a user and a project that are assigned.
const QUESTIONS: usize = 20_000;
/// Projects whose people are asked about all at once.
const WHOLE: usize = 4;

fn main() {
    // `cargo bench` passes an option of its own.
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let folder = words.first().expect("a folder to write into");
    let assignments = words.get(1).map_or(ASSIGNMENTS, |count| count.parse().expect("how many assignments"));
    let size = Size { users: assignments / 10, projects: assignments / 500, assignments };
    let all = world::assignments(size);
    let asked = json!({
        "users": size.users, "projects": size.projects, "assignments": assignments,
        "actions": (0..ALL_ACTIONS).map(world::action).collect::<Vec<_>>(),
        "gives": gives(),
        "questions": questions(size, &all),
        "whole": (0..WHOLE).map(|number| whole(number * size.projects / WHOLE, &all)).collect::<Vec<_>>(),
    });
    write(folder, "worker.json", asked.to_string().as_bytes());
    write(folder, "worker.snapshot", bytemuck::cast_slice(&opened(size, &all).snapshot()));
}

fn opened(size: Size, all: &[Assignment]) -> Engine {
    Engine::from_json(&world::catalog(""), &world::facts(size, all)).expect("the workload is valid")
}

fn write(folder: &str, name: &str, bytes: &[u8]) {
    fs::write(Path::new(folder).join(name), bytes).expect("written");
}

/// What each role gives, a digit for each action, as people say who hold nothing else. With that, and with who has which role
/// where, all answers are known without an engine that holds them all.
fn gives() -> Vec<String> {
    let size = Size { users: ROLES, projects: 1, assignments: ROLES };
    let all: Vec<_> = (0..ROLES).map(|role| Assignment { user: role, project: 0, role }).collect();
    let engine = opened(size, &all);
    let digit = |role, action| {
        let (user, action, project) = (world::user(role), world::action(action), world::project(0));
        if engine.decide(&Question::new(&user, &action, &project)).allowed() { '1' } else { '0' }
    };
    (0..ROLES).map(|role| (0..ALL_ACTIONS).map(|action| digit(role, action)).collect()).collect()
}

/// Lists of four: user, action, project, and the role that the user has there, or null.
fn questions(size: Size, all: &[Assignment]) -> Vec<Value> {
    let mut random = Random::new(11);
    let mut asked = Vec::with_capacity(QUESTIONS);
    for number in 0..QUESTIONS {
        let Assignment { user, project, .. } = all[random.below(all.len())];
        let other = (random.below(size.users), random.below(size.projects));
        asked.push((if number % 2 == 0 { (user, project) } else { other }, random.below(ALL_ACTIONS)));
    }
    let mut roles: HashMap<_, _> = asked.iter().map(|(pair, _)| (*pair, None)).collect();
    for Assignment { user, project, role } in all {
        roles.entry((*user, *project)).and_modify(|known| *known = Some(*role));
    }
    let named = |(pair, action): &((usize, usize), usize)| {
        json!([world::user(pair.0), world::action(*action), world::project(pair.1), roles[pair]])
    };
    asked.iter().map(named).collect()
}

/// A project, and all who have a role on it, with the role.
fn whole(project: usize, all: &[Assignment]) -> Value {
    let here = all.iter().filter(|assignment| assignment.project == project);
    let (users, roles): (Vec<_>, Vec<_>) = here.map(|here| (world::user(here.user), here.role)).unzip();
    json!({ "project": world::project(project), "users": users, "roles": roles })
}
