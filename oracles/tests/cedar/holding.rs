//! What each grant gives (S8), and when it counts (S2, S3, S14), in Cedar.

use super::footnote::{Answer, Conditions};
use super::text::{TRUE, Text, and, entity, not, or};
use crate::world::{Grant, Ladder, Role, Tool, What, World};

/// A grant and all that comes with it.
pub struct Holding<'w> {
    pub grant: &'w Grant,
    /// Tools, and the highest level in each: its place on the ladder.
    levels: Vec<(String, usize)>,
    /// Full names of granulars and privileges.
    extras: Vec<String>,
    roles: Vec<String>,
    pub counts: Answer,
}

impl<'w> Holding<'w> {
    pub fn new(conditions: Conditions<'w>, grant: &'w Grant) -> Self {
        let world = conditions.world;
        let (levels, extras, roles) = everything(world, &grant.what);
        let mut highest: Vec<(String, usize)> = Vec::new();
        for (tool, place) in
            levels.iter().filter_map(|(tool, level)| Some((tool, place(world, tool, level)?)))
        {
            match highest.iter_mut().find(|(known, _)| known == tool) {
                Some((_, known)) => *known = place.max(*known),
                None => highest.push((tool.clone(), place)),
            }
        }
        Self { grant, levels: highest, extras, roles, counts: counts(conditions, grant) }
    }

    pub fn level(&self, tool: &str) -> Option<usize> {
        self.levels.iter().find(|(name, _)| name == tool).map(|(_, place)| *place)
    }

    /// A granular, a privilege or a role.
    pub fn has(&self, column: &str) -> bool {
        self.extras.iter().chain(&self.roles).any(|name| name == column)
    }

    /// The grant is meant for the principal and reaches the resource.
    fn concerns(&self) -> Text {
        and([meant_for(&self.grant.to), self.reaches()])
    }

    fn reaches(&self) -> Text {
        format!("resource in {}", entity("Place", &self.grant.on))
    }

    pub fn certain(&self) -> Text {
        and([self.concerns(), self.counts.yes.clone()])
    }

    pub fn possible(&self) -> Text {
        and([self.concerns(), not(&self.counts.no)])
    }

    /// The scope of a policy about an action.
    pub fn scope(&self, action: &str) -> Text {
        let to = match meant_for(&self.grant.to) {
            anyone if anyone == TRUE => "principal".into(),
            named => named,
        };
        format!("{to}, action == {}, {}", entity("Action", action), self.reaches())
    }
}

/// All known users.
pub const EVERYONE: &str = "Everyone::\"all\"";

/// S3
fn meant_for(to: &str) -> Text {
    match to {
        "anyone" => TRUE.into(),
        "everyone" => format!("principal in {EVERYONE}"),
        group if group.starts_with("group:") => format!("principal in {}", entity("Group", group)),
        user => format!("principal == {}", entity("User", user)),
    }
}

fn counts(conditions: Conditions<'_>, grant: &Grant) -> Answer {
    let in_time = grant.until.map(|until| Answer {
        yes: format!("context has now && context.now < {until}"),
        no: format!("context has now && context.now >= {until}"),
    });
    let condition = grant.condition.as_ref().map(|name| conditions.named(None, name));
    Answer::all([Some(Answer::always()), in_time, condition].into_iter().flatten().collect())
}

/// Levels by name, granulars and privileges, roles: what is granted and all that this implies.
fn everything(world: &World, what: &What) -> (Vec<(String, String)>, Vec<String>, Vec<String>) {
    let (mut levels, mut extras, mut roles) = (Vec::new(), Vec::new(), Vec::new());
    match what {
        What::Role(role) => roles.push(role.clone()),
        What::Column(column) => {
            let (tool, own) = column.split_once('.').expect("a full name");
            match place(world, tool, own) {
                Some(_) => levels.push((tool.to_owned(), own.to_owned())),
                None => extras.push(column.clone()),
            }
        }
    }
    // Both lists grow while they are walked through.
    let (mut next_level, mut next_role) = (0, 0);
    while next_level < levels.len() || next_role < roles.len() {
        if let Some((tool, level)) = levels.get(next_level) {
            let implies = world.tool(tool).map_or(&[][..], |tool| &tool.implies);
            let new = implies.iter().filter(|(at, _)| at == level).flat_map(|(_, roles)| roles.clone());
            add(&mut roles, new.collect());
            next_level += 1;
        } else if let Some(role) = world.roles.iter().find(|role| role.name == roles[next_role]) {
            levels.extend(levels_of(world, role));
            extras.extend(role.granulars.iter().cloned());
            next_role += 1;
        } else {
            next_role += 1;
        }
    }
    (levels, extras, roles)
}

fn add(roles: &mut Vec<String>, new: Vec<String>) {
    for role in new {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
}

/// `*` stands for every tool with that level, on the role's type or beneath, that the role does not name.
fn levels_of(world: &World, role: &Role) -> Vec<(String, String)> {
    let own = |tool: &&Tool| matches!(tool.ladder, Ladder::Own(_)) && beneath(world, &tool.on, &role.on);
    let unnamed = |tool: &&Tool| role.levels.iter().all(|(name, _)| *name != tool.name);
    let mut all = Vec::new();
    for (name, level) in &role.levels {
        if name == "*" {
            let others = world.tools.iter().filter(own).filter(unnamed);
            let fitting = others.filter(|tool| world.levels(tool).contains(level));
            all.extend(fitting.map(|tool| (tool.name.clone(), level.clone())));
        } else {
            all.push((name.clone(), level.clone()));
        }
    }
    all
}

/// Whether a resource of one type can lie in one of the other, or they are the same.
fn beneath(world: &World, inner: &str, outer: &str) -> bool {
    let mut types = vec![inner.to_owned()];
    let mut next = 0;
    while let Some(kind) = types.get(next).cloned() {
        let above = world.kinds.iter().find(|known| known.name == kind).map(|kind| kind.within.clone());
        add(&mut types, above.unwrap_or_default());
        next += 1;
    }
    types.iter().any(|kind| kind == outer)
}

/// Where a level of its own stands on a tool's ladder.
fn place(world: &World, tool: &str, level: &str) -> Option<usize> {
    let tool = world.tool(tool).filter(|tool| matches!(tool.ladder, Ladder::Own(_)))?;
    world.levels(tool).iter().position(|known| known == level)
}

/// S4, S5: what can be said about the levels of a tool's ladder.
pub struct Rungs<'h, 'w> {
    /// Whose levels they are; nobody's where there is no ladder.
    pub tool: &'h str,
    pub count: usize,
    pub holdings: &'h [Holding<'w>],
}

impl<'h, 'w> Rungs<'h, 'w> {
    pub fn giving(&self, level: usize) -> impl Iterator<Item = &'h Holding<'w>> {
        let tool = self.tool;
        self.holdings.iter().filter(move |holding| holding.level(tool) == Some(level))
    }

    /// Every known user is at the first level.
    fn by_itself(level: usize) -> Option<Text> {
        (level == 0).then(|| format!("principal in {EVERYONE}"))
    }

    fn certain(&self, level: usize) -> Text {
        or(Self::by_itself(level).into_iter().chain(self.giving(level).map(Holding::certain)))
    }

    pub fn possible(&self, level: usize) -> Text {
        or(Self::by_itself(level).into_iter().chain(self.giving(level).map(Holding::possible)))
    }

    pub fn higher(&self, level: usize) -> impl Iterator<Item = usize> + use<> {
        level + 1..self.count
    }

    /// It may be the active one: it may be held, and no higher one is held for certain.
    pub fn may_be_active(&self, level: usize) -> Text {
        let higher = self.higher(level).map(|higher| not(&self.certain(higher)));
        and([self.possible(level)].into_iter().chain(higher))
    }

    /// There may be no active one.
    pub fn may_be_none(&self) -> Text {
        not(&or((0..self.count).map(|level| self.certain(level))))
    }
}
