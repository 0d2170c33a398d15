//! The workload in Rust: 20 tools of 25 actions, four levels, granulars, 50 roles, and who has which role on which project.
//! Counted up or drawn from a seed, so every run measures the same.

use std::collections::HashSet;
use std::fmt::Write;

use permatrix::facts::Handle;
use permatrix::{ActionId, Engine, ResourceId};

const TOOLS: usize = 20;
const ACTIONS: usize = 25;
/// How many roles there are.
pub const ROLES: usize = 50;
const LEVELS: [&str; 4] = ["none", "read_only", "standard", "admin"];

/// Users, projects and assignments.
#[derive(Clone, Copy)]
pub struct Size {
    pub users: usize,
    pub projects: usize,
    pub assignments: usize,
}

/// The sizes, by name.
pub const SIZES: [(&str, Size); 3] = [
    ("small", Size { users: 100, projects: 10, assignments: 500 }),
    ("medium", Size { users: 5_000, projects: 200, assignments: 50_000 }),
    ("large", Size { users: 100_000, projects: 2_000, assignments: 1_000_000 }),
];

/// Chance that comes out the same every time: xorshift.
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % end
    }
}

/// A role for a user on a project.
#[derive(Clone, Copy)]
pub struct Assignment {
    pub user: usize,
    pub project: usize,
    pub role: usize,
}

/// At most one role for a user and a project.
pub fn assignments(size: Size) -> Vec<Assignment> {
    let mut random = Random::new(20_261_123);
    let mut seen = HashSet::new();
    let mut all = Vec::with_capacity(size.assignments);
    while all.len() < size.assignments {
        let (user, project) = (random.below(size.users), random.below(size.projects));
        if seen.insert((user, project)) {
            all.push(Assignment { user, project, role: random.below(ROLES) });
        }
    }
    all
}

pub fn user(number: usize) -> String {
    format!("user:person{number}")
}

pub fn project(number: usize) -> String {
    format!("project:{}", 1_000 + number)
}

pub fn action(number: usize) -> String {
    format!("tool{}.act{}", number / ACTIONS, number % ACTIONS)
}

/// How many actions there are.
pub const ALL_ACTIONS: usize = TOOLS * ACTIONS;

/// The catalog; `more` are further keys of it, each with a comma behind.
pub fn catalog(more: &str) -> String {
    let mut random = Random::new(7);
    let levels = LEVELS.map(|level| format!(r#"{{"level":"{level}"}}"#)).join(",");
    let tools: Vec<String> = (0..TOOLS).map(|number| tool(number, &mut random)).collect();
    let roles: Vec<String> = (0..ROLES).map(|number| role(number, &mut random)).collect();
    format!(
        r#"{{"permatrix":1,"name":"bench","types":{{"project":{{}}}},{more}"ladders":{{"general":[{levels}]}},"tools":{{{}}},"roles":{{{}}}}}"#,
        tools.join(","),
        roles.join(",")
    )
}

/// Every fifth row is open at the highest level only, and to who has a granular besides.
fn tool(number: usize, random: &mut Random) -> String {
    let row = |act: usize| {
        let granular = act % 5 == 4;
        let from = if granular { LEVELS.len() - 1 } else { 1 + random.below(LEVELS.len() - 1) };
        let mut cells: Vec<String> =
            LEVELS[from..].iter().map(|level| format!(r#""{level}":"yes""#)).collect();
        if granular {
            cells.push(format!(r#""extra{}":"yes""#, random.below(3)));
        }
        format!(r#""act{act}":{{"cells":{{{}}}}}"#, cells.join(","))
    };
    let rows: Vec<String> = (0..ACTIONS).map(row).collect();
    let extras = r#""extra0":{},"extra1":{},"extra2":{}"#;
    format!(
        r#""tool{number}":{{"on":"project","ladder":"general","granulars":{{{extras}}},"actions":{{{}}}}}"#,
        rows.join(",")
    )
}

fn role(number: usize, random: &mut Random) -> String {
    let (mut levels, mut extras) = (Vec::new(), Vec::new());
    for tool in 0..TOOLS {
        let level = random.below(LEVELS.len());
        levels.push(format!(r#""tool{tool}":"{}""#, LEVELS[level]));
        if (1..LEVELS.len() - 1).contains(&level) && random.below(4) == 0 {
            extras.push(format!(r#""tool{tool}.extra{}""#, random.below(3)));
        }
    }
    format!(
        r#""role{number}":{{"on":"project","levels":{{{}}},"granulars":[{}]}}"#,
        levels.join(","),
        extras.join(",")
    )
}

/// The facts of a size.
pub fn facts(size: Size, assignments: &[Assignment]) -> String {
    let users: Vec<String> = (0..size.users).map(|number| format!(r#""{}":{{}}"#, user(number))).collect();
    let projects: Vec<String> =
        (0..size.projects).map(|number| format!(r#""{}":{{}}"#, project(number))).collect();
    let mut text = format!(
        r#"{{"permatrix":1,"catalog":"bench","users":{{{}}},"resources":{{{}}},"grants":["#,
        users.join(","),
        projects.join(",")
    );
    for (at, assignment) in assignments.iter().enumerate() {
        let Assignment { user: to, role, project: on } = *assignment;
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(text, r#"{comma}{{"to":"{}","role":"role{role}","on":"{}"}}"#, user(to), project(on));
    }
    text + "]}"
}

/// The engine of a size.
pub fn engine(size: Size, more: &str) -> Engine {
    Engine::from_json(&catalog(more), &facts(size, &assignments(size))).expect("the workload is valid")
}

/// A question by handles.
pub type Asked = (Handle, ActionId, ResourceId);

/// Questions by number: half of them about a user and a project that are assigned.
pub fn numbers(size: Size, count: usize) -> Vec<(usize, usize, usize)> {
    let (all, mut random) = (assignments(size), Random::new(11));
    let mut one = || {
        let Assignment { user, project, .. } = all[random.below(all.len())];
        let action = random.below(ALL_ACTIONS);
        if random.below(2) == 0 {
            (user, action, project)
        } else {
            (random.below(size.users), action, random.below(size.projects))
        }
    };
    (0..count).map(|_| one()).collect()
}

/// The handles of names.
pub fn asked(engine: &Engine, subject: &str, action: &str, resource: &str) -> Asked {
    let (facts, catalog) = (engine.facts(), engine.catalog());
    let user = facts.user(subject).expect("a user");
    let action = catalog.action(action).expect("an action");
    (facts.handle(user), action, facts.resource(resource).expect("a resource"))
}
