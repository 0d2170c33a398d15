//! Random worlds. The same number always gives the same world.

use super::{
    Action, Ceiling, Cell, Grant, Granular, Group, Kind, Ladder, OF_RESOURCES, Place, Role, Tool, User,
    Value, What, World,
};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// 2026-01-01T00:00:00Z: every time in these worlds lies in the minute after it.
pub const BASE: i64 = 1_767_225_600_000;
pub const SPREAD: usize = 60;

pub struct Dice(TestRng);

impl Dice {
    pub fn new(number: u64) -> Self {
        let mut seed = [7; 32];
        seed[..8].copy_from_slice(&number.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0.next_u64() as usize % end.max(1)
    }

    /// The same as a value of an attribute.
    pub fn number(&mut self, end: usize) -> i64 {
        i64::try_from(self.below(end)).unwrap_or_default()
    }

    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { Some(&of[self.below(of.len())]) }
    }

    pub fn some<T: Clone>(&mut self, of: &[T], percent: usize) -> Vec<T> {
        of.iter().filter(|_| self.chance(percent)).cloned().collect()
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    pub fn moment(&mut self) -> i64 {
        BASE + 1000 * self.number(SPREAD)
    }
}

pub fn world(number: u64) -> World {
    let mut dice = Dice::new(number);
    let mut world = World { ladders: ladders(&mut dice), ..World::default() };
    world.tools = tools(&mut dice, &world);
    if number % 3 == 1 {
        // What can be asked almost everywhere.
        "company".clone_into(&mut world.tools[0].on);
    }
    world.kinds = kinds(&mut dice, &world);
    world.roles = roles(&mut dice, &world);
    if number % 6 == 2 {
        // Each takes the place of the others.
        let home = world.roles.first().map(|role| role.on.clone()).unwrap_or_default();
        for role in &mut world.roles {
            (role.on, role.exclusive) = (home.clone(), true);
        }
    }
    implications(&mut dice, &mut world);
    people(&mut dice, &mut world);
    places(&mut dice, &mut world);
    super::rules::footnotes(&mut dice, &mut world);
    cells(&mut dice, &mut world);
    ceilings(&mut dice, &mut world);
    let count = dice.between(1, 9);
    for grant in (0..count).filter_map(|_| grant(&mut dice, &world)).collect::<Vec<_>>() {
        if !world.grants.iter().any(|other| world.rivals(&grant, other)) {
            world.grants.push(grant);
        }
    }
    if dice.chance(40) {
        world.settings.push(("open".into(), Value::Bool(dice.chance(50))));
    }
    if let Some(action) = world.actions().first() {
        world.changes = ["grant", "revoke"].map(|kind| (kind.to_owned(), action.clone())).to_vec();
    }
    // Last, so that a world is the same with and without them.
    if !number.is_multiple_of(3) {
        super::sharing::sharing(&mut dice, &mut world);
    }
    world
}

fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix}{number}")).collect()
}

/// Levels share names across ladders, in any order: their place is what counts (S4), and item ladders meet by name (S10).
fn ladders(dice: &mut Dice) -> Vec<(String, Vec<String>)> {
    let make = |name: &str| {
        let mut levels = ["none", "low", "mid", "high", "top"].map(str::to_owned).to_vec();
        if dice.chance(60) {
            dice.shuffle(&mut levels);
        }
        levels.truncate(if dice.chance(5) { 1 } else { dice.between(2, 5) });
        (name.to_owned(), levels)
    };
    ["wide", "other", "third"].map(make).to_vec()
}

pub const KINDS: [&str; 5] = ["company", "project", "folder", "item", "desk"];

fn tools(dice: &mut Dice, world: &World) -> Vec<Tool> {
    let mut tools: Vec<Tool> = Vec::new();
    for name in names("t", dice.between(1, 4)) {
        let ladder = dice.one(&world.ladders).map(|(name, _)| name.clone()).unwrap_or_default();
        let lenders: Vec<&Tool> = tools.iter().filter(|tool| matches!(tool.ladder, Ladder::Own(_))).collect();
        let lender = dice.one(&lenders).map(|tool| tool.name.clone());
        let ladder = match (dice.below(10), lender) {
            (0, _) => Ladder::None,
            (1 | 2, Some(lender)) => Ladder::Of(lender),
            (3 | 4, Some(_)) => Ladder::Item(ladder),
            _ => Ladder::Own(ladder),
        };
        let on = KINDS[[0, 1, 1, 1, 2, 3, 4][dice.below(7)]].to_owned();
        let privileges = names("p", usize::from(dice.chance(30)));
        let mut tool = Tool {
            name,
            on,
            ladder,
            granulars: Vec::new(),
            privileges,
            implies: Vec::new(),
            actions: Vec::new(),
        };
        let with_tool = World { tools: tools.iter().chain([&tool]).cloned().collect(), ..world.clone() };
        tool.granulars = granulars(dice, &with_tool.levels(&tool));
        let actions = names("a", dice.between(1, 3)).into_iter();
        tool.actions = actions.map(|name| Action { name, cells: Vec::new() }).collect();
        tools.push(tool);
    }
    tools
}

fn granulars(dice: &mut Dice, levels: &[String]) -> Vec<Granular> {
    if levels.is_empty() {
        return Vec::new();
    }
    let names = names("g", dice.below(3));
    names
        .into_iter()
        .map(|name| {
            let levels_named = if dice.chance(60) { Some(dice.some(levels, 50)) } else { None };
            let always = if dice.chance(25) { dice.some(levels, 30) } else { Vec::new() };
            Granular { name, levels: levels_named, always }
        })
        .collect()
}

fn kinds(dice: &mut Dice, world: &World) -> Vec<Kind> {
    let within: [&[&str]; 5] = [&[], &["company"], &["project"], &["folder", "project", "desk"], &[]];
    let all = OF_RESOURCES.map(|(name, _)| name);
    let attributes: [&[&'static str]; 5] =
        [&["locked"], &["owner", "locked", "team"], &["owner", "link"], &all, &[]];
    let make = |(index, name): (usize, &&str)| {
        let tool = if index > 0 && dice.chance(35) { dice.one(&world.tools) } else { None };
        Kind {
            name: (*name).to_owned(),
            within: within[index].iter().map(|name| (*name).to_owned()).collect(),
            tool: tool.map(|tool| tool.name.clone()),
            attributes: attributes[index].to_vec(),
        }
    };
    KINDS.iter().enumerate().map(make).collect()
}

fn roles(dice: &mut Dice, world: &World) -> Vec<Role> {
    let granulars: Vec<String> = (world.tools.iter())
        .flat_map(|tool| tool.granulars.iter().map(|granular| format!("{}.{}", tool.name, granular.name)))
        .collect();
    // Some worlds are full of roles that imply one another through levels.
    let many = dice.chance(15);
    let names = names("r", if many { dice.between(3, 6) } else { dice.below(5) });
    names
        .into_iter()
        .map(|name| {
            let mut levels = Vec::new();
            for tool in world.tools.iter().filter(|tool| matches!(tool.ladder, Ladder::Own(_))) {
                if let (true, Some(level)) =
                    (dice.chance(if many { 70 } else { 40 }), dice.one(&world.levels(tool)))
                {
                    levels.push((tool.name.clone(), level.clone()));
                }
            }
            if dice.chance(35) {
                let (_, all) = &world.ladders[dice.below(3)];
                levels.push(("*".to_owned(), all[dice.below(all.len())].clone()));
            }
            let on = KINDS[[0, 1, 1, 2, 3, 4][dice.below(6)]].to_owned();
            Role {
                name,
                on,
                exclusive: dice.chance(30),
                levels,
                granulars: dice.some(&granulars, 30),
                assigns: Vec::new(),
            }
        })
        .collect()
}

/// Also of tools without levels of their own, where they can have no effect: nobody can be granted their levels.
fn implications(dice: &mut Dice, world: &mut World) {
    let roles: Vec<String> = world.roles.iter().map(|role| role.name.clone()).collect();
    let share = if roles.len() > 3 { 50 } else { 15 };
    for index in 0..world.tools.len() {
        for level in world.levels(&world.tools[index]) {
            if !roles.is_empty() && dice.chance(share) {
                world.tools[index].implies.push((level, dice.some(&roles, 60)));
            }
        }
    }
}

fn people(dice: &mut Dice, world: &mut World) {
    let users: Vec<String> = names("user:u", dice.between(1, 4));
    let groups: Vec<String> = names("group:g", dice.below(4));
    for (index, name) in groups.iter().enumerate() {
        let mut members = dice.some(&users, 40);
        members.extend(dice.some(&groups[index + 1..], 40));
        world.groups.push(Group { name: name.clone(), members });
    }
    world.users = users.into_iter().map(|name| User { name, attributes: Vec::new() }).collect();
}

fn places(dice: &mut Dice, world: &mut World) {
    let most = [2, 3, 3, 3, 1];
    for (kind, most) in KINDS.iter().zip(most) {
        let least = usize::from(*kind == "company");
        for name in names(&format!("{kind}:"), dice.between(least, most)) {
            let within = &world.kinds.iter().find(|known| known.name == *kind).expect("a kind").within;
            let fits = |place: &&Place| within.iter().any(|kind| place.name.starts_with(&format!("{kind}:")));
            let parents: Vec<String> =
                world.places.iter().filter(fits).map(|place| place.name.clone()).collect();
            if within.is_empty() || !parents.is_empty() {
                let parent = dice.one(&parents).cloned();
                world.places.push(Place { name, parent, attributes: Vec::new() });
            }
        }
    }
    for index in 0..world.places.len() {
        let kind = world.places[index].name.split(':').next().unwrap_or_default().to_owned();
        let declared =
            world.kinds.iter().find(|known| known.name == kind).expect("a kind").attributes.clone();
        world.places[index].attributes = resource_attributes(dice, world, &declared, false);
    }
    for index in 0..world.users.len() {
        world.users[index].attributes = subject_attributes(dice, world, false);
    }
}

/// With `foreign`, references may name what nobody knows: only a question may do that.
pub fn resource_attributes(
    dice: &mut Dice,
    world: &World,
    declared: &[&'static str],
    foreign: bool,
) -> Vec<(String, Value)> {
    let chosen = dice.some(declared, 50);
    let make = |name: &'static str| {
        let value = match name {
            "owner" => Value::User(user(dice, world, foreign)),
            "team" => {
                let count = dice.below(4);
                Value::List((0..count).map(|_| Value::User(user(dice, world, foreign))).collect())
            }
            "locked" => Value::Bool(dice.chance(50)),
            "state" => Value::Text(text(dice)),
            "due" => Value::Time(dice.moment()),
            "link" => Value::Place(place(dice, world, foreign)?),
            "crew" => Value::Group(dice.one(&world.groups)?.name.clone()),
            _ => Value::Int(dice.number(4)),
        };
        Some((name.to_owned(), value))
    };
    chosen.into_iter().filter_map(make).collect()
}

pub fn subject_attributes(dice: &mut Dice, world: &World, foreign: bool) -> Vec<(String, Value)> {
    let chosen = dice.some(&super::OF_SUBJECTS, 50);
    let make = |(name, _): (&'static str, _)| {
        let value = match name {
            "staff" => Value::Bool(dice.chance(50)),
            "boss" => Value::User(user(dice, world, foreign)),
            "grade" => Value::Text(text(dice)),
            "home" => Value::Place(place(dice, world, foreign)?),
            _ => Value::Time(dice.moment()),
        };
        Some((name.to_owned(), value))
    };
    chosen.into_iter().filter_map(make).collect()
}

pub fn text(dice: &mut Dice) -> String {
    ["old", "new", "done"][dice.below(3)].to_owned()
}

pub fn user(dice: &mut Dice, world: &World, foreign: bool) -> String {
    if foreign && dice.chance(20) {
        return "user:ghost".to_owned();
    }
    dice.one(&world.users).map(|user| user.name.clone()).unwrap_or_default()
}

pub fn place(dice: &mut Dice, world: &World, foreign: bool) -> Option<String> {
    if foreign && dice.chance(20) {
        return Some("item:ghost".to_owned());
    }
    dice.one(&world.places).map(|place| place.name.clone())
}

fn cells(dice: &mut Dice, world: &mut World) {
    let order = world.actions();
    for index in 0..world.tools.len() {
        let tool = world.tools[index].clone();
        let (columns, levels) = (world.columns(&tool), world.levels(&tool).len());
        for (row, action) in tool.actions.iter().enumerate() {
            let place = order.iter().position(|name| *name == format!("{}.{}", tool.name, action.name));
            let fitting = super::rules::usable(world, &tool.name, place.unwrap_or_default());
            for (number, column) in columns.iter().enumerate() {
                let cell = cell(dice, number < levels, &fitting);
                if cell != Cell::No {
                    world.tools[index].actions[row].cells.push((column.clone(), cell));
                }
            }
        }
    }
}

pub fn cell(dice: &mut Dice, level: bool, footnotes: &[String]) -> Cell {
    let bounds = if level { [35, 65, 70] } else { [55, 75, 83] };
    match (dice.below(100), dice.one(footnotes)) {
        (roll, _) if roll < bounds[0] => Cell::No,
        (roll, _) if roll < bounds[1] => Cell::Yes,
        (roll, _) if roll < bounds[2] => Cell::Never,
        (_, Some(footnote)) => Cell::If(footnote.clone()),
        _ => Cell::Yes,
    }
}

fn ceilings(dice: &mut Dice, world: &mut World) {
    let actions = world.actions();
    let tools = world.tools.iter().map(|tool| format!("{}.*", tool.name));
    let patterns: Vec<String> = actions.iter().cloned().chain(tools).chain(["*".to_owned()]).collect();
    for name in names("c", dice.below(3)) {
        let when = super::rules::ceiling(dice, world);
        let patterns = dice.some(&patterns, 20);
        world.ceilings.push(Ceiling { name, when, only: dice.chance(40), patterns });
    }
}

/// A grant that could have an effect where it is placed.
pub fn grant(dice: &mut Dice, world: &World) -> Option<Grant> {
    let groups: Vec<String> = world.groups.iter().map(|group| group.name.clone()).collect();
    let to = match dice.below(10) {
        0 => "everyone".to_owned(),
        1 => "anyone".to_owned(),
        2..=4 if !groups.is_empty() => dice.one(&groups)?.clone(),
        _ => user(dice, world, false),
    };
    let (what, home) = if dice.chance(40) && !world.roles.is_empty() {
        let role = dice.one(&world.roles)?;
        (What::Role(role.name.clone()), &role.on)
    } else {
        let tool = dice.one(&world.tools)?;
        (What::Column(format!("{}.{}", tool.name, own_column(dice, world, tool)?)), &tool.on)
    };
    let fitting: Vec<&Place> =
        world.places.iter().filter(|place| related(world, home, &place.name)).collect();
    let on = dice.one(&fitting)?.name.clone();
    let until = dice.chance(30).then(|| dice.moment());
    let conditions = super::rules::for_grants(world);
    let condition = if dice.chance(25) { dice.one(&conditions).cloned() } else { None };
    Some(Grant { to, what, on, until, condition })
}

fn own_column(dice: &mut Dice, world: &World, tool: &Tool) -> Option<String> {
    let mut columns: Vec<String> = tool.granulars.iter().map(|granular| granular.name.clone()).collect();
    columns.extend(tool.privileges.iter().cloned());
    if let (true, Ladder::Own(_)) = (dice.chance(60) || columns.is_empty(), &tool.ladder) {
        columns = world.levels(tool);
    }
    dice.one(&columns).cloned()
}

/// Whether one of the types can lie beneath the other.
pub fn related(world: &World, home: &str, place: &str) -> bool {
    let kind = place.split(':').next().unwrap_or_default();
    beneath(world, home, kind) || beneath(world, kind, home)
}

pub fn beneath(world: &World, inner: &str, outer: &str) -> bool {
    let above =
        |name: &str| world.kinds.iter().find(|kind| kind.name == name).map(|kind| kind.within.clone());
    inner == outer || above(inner).unwrap_or_default().iter().any(|kind| beneath(world, kind, outer))
}
