//! From a world that breaks a law to a small one that still does: parts are dropped as long as it still breaks.

use super::{Rule, Value, World};

/// A smaller world for as long as `breaks` says that it breaks the law too.
pub fn smallest(mut world: World, breaks: &dyn Fn(&World) -> bool) -> World {
    loop {
        let next = smaller(&world).into_iter().find(|smaller| breaks(smaller));
        match next {
            Some(smaller) => world = smaller,
            None => return world,
        }
    }
}

/// Every world with one part less.
fn smaller(world: &World) -> Vec<World> {
    let mut all = Vec::new();
    drops(world, &mut all, |world| &mut world.grants);
    drops(world, &mut all, |world| &mut world.ceilings);
    drops(world, &mut all, |world| &mut world.changes);
    drops(world, &mut all, |world| &mut world.sharing);
    for rules in 0..world.sharing.len() {
        drops(world, &mut all, |world| &mut world.sharing[rules].items);
        drops(world, &mut all, |world| &mut world.sharing[rules].roles);
        drops(world, &mut all, |world| &mut world.sharing[rules].to);
        drops(world, &mut all, |world| &mut world.sharing[rules].limits);
        all.extend(less(world, |world| world.sharing[rules].guest.take().is_some()));
    }
    all.extend(less(world, |world| world.assigning.take().is_some()));
    drops(world, &mut all, |world| &mut world.tools);
    drops(world, &mut all, |world| &mut world.roles);
    drops(world, &mut all, |world| &mut world.groups);
    drops(world, &mut all, |world| &mut world.users);
    drops(world, &mut all, |world| &mut world.places);
    drops(world, &mut all, |world| &mut world.settings);
    for tool in 0..world.tools.len() {
        drops(world, &mut all, |world| &mut world.tools[tool].actions);
        drops(world, &mut all, |world| &mut world.tools[tool].granulars);
        drops(world, &mut all, |world| &mut world.tools[tool].privileges);
        drops(world, &mut all, |world| &mut world.tools[tool].implies);
        for level in 0..world.tools[tool].implies.len() {
            drops(world, &mut all, |world| &mut world.tools[tool].implies[level].1);
        }
        for action in 0..world.tools[tool].actions.len() {
            drops(world, &mut all, |world| &mut world.tools[tool].actions[action].cells);
        }
    }
    for role in 0..world.roles.len() {
        drops(world, &mut all, |world| &mut world.roles[role].levels);
        drops(world, &mut all, |world| &mut world.roles[role].granulars);
        drops(world, &mut all, |world| &mut world.roles[role].assigns);
    }
    drops(world, &mut all, |world| &mut world.footnotes);
    for place in 0..world.places.len() {
        drops(world, &mut all, |world| &mut world.places[place].attributes);
    }
    for user in 0..world.users.len() {
        drops(world, &mut all, |world| &mut world.users[user].attributes);
    }
    for group in 0..world.groups.len() {
        drops(world, &mut all, |world| &mut world.groups[group].members);
    }
    for ladder in 0..world.ladders.len() {
        drops(world, &mut all, |world| &mut world.ladders[ladder].1);
    }
    terms(world, &mut all);
    rules(world, &mut all);
    all
}

fn drops<T>(world: &World, all: &mut Vec<World>, part: impl Fn(&mut World) -> &mut Vec<T>) {
    let count = part(&mut world.clone()).len();
    for index in (0..count).rev() {
        let mut smaller = world.clone();
        part(&mut smaller).remove(index);
        all.push(smaller);
    }
}

/// The world without a part, if it has it.
fn less(world: &World, part: impl Fn(&mut World) -> bool) -> Option<World> {
    let mut smaller = world.clone();
    part(&mut smaller).then_some(smaller)
}

/// Grants without their terms, types without their tool.
fn terms(world: &World, all: &mut Vec<World>) {
    for index in 0..world.grants.len() {
        all.extend(less(world, |world| world.grants[index].until.take().is_some()));
        all.extend(less(world, |world| world.grants[index].condition.take().is_some()));
    }
    for index in 0..world.kinds.len() {
        all.extend(less(world, |world| world.kinds[index].tool.take().is_some()));
    }
}

/// Conditions with one of their parts in their place.
fn rules(world: &World, all: &mut Vec<World>) {
    for index in 0..world.footnotes.len() {
        for rule in world.footnotes[index].rule.iter().flat_map(simpler) {
            let mut smaller = world.clone();
            smaller.footnotes[index].rule = Some(rule);
            all.push(smaller);
        }
    }
    for index in 0..world.ceilings.len() {
        for when in simpler(&world.ceilings[index].when) {
            let mut smaller = world.clone();
            smaller.ceilings[index].when = when;
            all.push(smaller);
        }
    }
}

fn simpler(rule: &Rule) -> Vec<Rule> {
    let constant = |yes| Rule::Is(super::Term::Constant(Value::Bool(yes)));
    let wrap = |part: &Rule, make: &dyn Fn(Box<Rule>) -> Rule| -> Vec<Rule> {
        simpler(part).into_iter().map(|part| make(Box::new(part))).collect()
    };
    match rule {
        Rule::Is(super::Term::Constant(_)) => Vec::new(),
        Rule::Not(a) => {
            let mut all = vec![(**a).clone()];
            all.extend(wrap(a, &Rule::Not));
            all
        }
        Rule::And(a, b) | Rule::Or(a, b) => {
            let and = matches!(rule, Rule::And(..));
            let join = |a, b| if and { Rule::And(a, b) } else { Rule::Or(a, b) };
            let mut all = vec![(**a).clone(), (**b).clone()];
            all.extend(wrap(a, &|part| join(part, b.clone())));
            all.extend(wrap(b, &|part| join(a.clone(), part)));
            all
        }
        Rule::Choose(a, b, c) => vec![(**a).clone(), (**b).clone(), (**c).clone()],
        _ => vec![constant(true), constant(false)],
    }
}
