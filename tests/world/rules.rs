//! Random conditions: small, of every kind the language has, and never asking `can` in a circle.

use super::make::{Dice, text};
use super::{Footnote, Ladder, Rule, Term, Value, Whose, World};

/// What a condition may ask about.
#[derive(Clone, Copy)]
struct Reach<'w> {
    world: &'w World,
    /// Levels, columns and members.
    grants: bool,
    /// The first so many actions.
    actions: usize,
}

/// Three kinds of conditions: any grant can have the first, any ceiling the second, and a cell only what asks about
/// actions before its own.
pub fn footnotes(dice: &mut Dice, world: &mut World) {
    let count = dice.between(2, 6);
    for number in 0..count {
        let (grants, actions) = match dice.below(10) {
            0..=4 => (false, 0),
            5..=7 => (true, 0),
            _ => (true, dice.below(world.actions().len())),
        };
        let made = rule(dice, Reach { world, grants, actions }, 2);
        let tool = if dice.chance(25) { dice.one(&world.tools).map(|tool| tool.name.clone()) } else { None };
        let rule = (!dice.chance(8)).then_some(made);
        world.footnotes.push(Footnote { tool, name: format!("f{number}"), rule });
    }
}

pub fn ceiling(dice: &mut Dice, world: &World) -> Rule {
    let grants = dice.chance(40);
    rule(dice, Reach { world, grants, actions: 0 }, 1)
}

/// The conditions that a cell of the action at this place can have.
pub fn usable(world: &World, tool: &str, place: usize) -> Vec<String> {
    let order = world.actions();
    let before = |name: &String| order[..place].contains(name);
    let fits = |footnote: &&Footnote| {
        footnote.tool.as_deref().is_none_or(|own| own == tool)
            && footnote.rule.as_ref().is_none_or(|rule| asked(rule).iter().all(before))
    };
    world.footnotes.iter().filter(fits).map(|footnote| footnote.name.clone()).collect()
}

/// The conditions that a grant can have.
pub fn for_grants(world: &World) -> Vec<String> {
    let fits = |footnote: &&Footnote| {
        footnote.tool.is_none() && footnote.rule.as_ref().is_none_or(|rule| !asks_grants(rule))
    };
    world.footnotes.iter().filter(fits).map(|footnote| footnote.name.clone()).collect()
}

fn asked(rule: &Rule) -> Vec<String> {
    match rule {
        Rule::Can(action, _) => vec![action.clone()],
        _ => parts(rule).into_iter().flat_map(asked).collect(),
    }
}

fn asks_grants(rule: &Rule) -> bool {
    let level = |term: &Term| matches!(term, Term::Level(..));
    match rule {
        Rule::Holds(..) | Rule::Can(..) | Rule::Member(..) => true,
        Rule::Compare(_, a, b) => level(a) || level(b),
        _ => parts(rule).into_iter().any(asks_grants),
    }
}

fn parts(rule: &Rule) -> Vec<&Rule> {
    match rule {
        Rule::Not(a) | Rule::Exists(_, a) | Rule::All(_, a) => vec![a],
        Rule::And(a, b) | Rule::Or(a, b) => vec![a, b],
        Rule::Choose(a, b, c) => vec![a, b, c],
        _ => Vec::new(),
    }
}

fn rule(dice: &mut Dice, reach: Reach<'_>, depth: usize) -> Rule {
    if depth == 0 || dice.chance(50) {
        return simple(dice, reach);
    }
    let part = |dice: &mut Dice| Box::new(rule(dice, reach, depth - 1));
    match dice.below(9) {
        0..=1 => Rule::Not(part(dice)),
        2..=4 => Rule::And(part(dice), part(dice)),
        5..=7 => Rule::Or(part(dice), part(dice)),
        _ => Rule::Choose(part(dice), part(dice), part(dice)),
    }
}

fn simple(dice: &mut Dice, reach: Reach<'_>) -> Rule {
    if reach.actions > 0 && dice.chance(50) {
        let action = reach.world.actions()[dice.below(reach.actions)].clone();
        return Rule::Can(action, whose(dice, reach.world));
    }
    if reach.grants && dice.chance(60) {
        return about_grants(dice, reach.world);
    }
    about_attributes(dice, reach.world)
}

fn about_grants(dice: &mut Dice, world: &World) -> Rule {
    let laddered: Vec<_> = world.tools.iter().filter(|tool| tool.ladder != Ladder::None).collect();
    match (dice.below(4), dice.one(&laddered)) {
        (0 | 1, Some(tool)) => {
            let whose = whose(dice, world);
            let left = Term::Level(tool.name.clone(), whose.clone());
            let levels = world.levels(tool);
            let named =
                Term::Constant(Value::Level(tool.name.clone(), levels[dice.below(levels.len())].clone()));
            let owner = Whose { subject: Box::new(attribute(Term::Resource, "owner")), ..whose };
            let right = if dice.chance(20) { Term::Level(tool.name.clone(), owner) } else { named };
            Rule::Compare(sign(dice), left, right)
        }
        (2, _) => Rule::Member(person(dice, world), place(dice, world)),
        _ => {
            let columns = columns(world);
            match dice.one(&columns) {
                Some(column) => Rule::Holds(column.clone(), whose(dice, world)),
                None => Rule::Member(Term::Subject, Term::Resource),
            }
        }
    }
}

/// Everything that somebody can be granted, by its full name.
fn columns(world: &World) -> Vec<String> {
    let mut columns: Vec<String> = world.roles.iter().map(|role| role.name.clone()).collect();
    for tool in &world.tools {
        let mut own = tool.privileges.clone();
        own.extend(tool.granulars.iter().map(|granular| granular.name.clone()));
        if let Ladder::Own(_) = tool.ladder {
            own.extend(world.levels(tool));
        }
        columns.extend(own.into_iter().map(|name| format!("{}.{name}", tool.name)));
    }
    columns
}

fn whose(dice: &mut Dice, world: &World) -> Whose {
    let resource = if dice.chance(60) { Term::Resource } else { place(dice, world) };
    let subject = if dice.chance(70) { Term::Subject } else { person(dice, world) };
    Whose { resource: Box::new(resource), subject: Box::new(subject) }
}

fn about_attributes(dice: &mut Dice, world: &World) -> Rule {
    match dice.below(13) {
        0 | 1 => Rule::Is(truth(dice)),
        2 | 3 => Rule::Compare(equality(dice), person(dice, world), person(dice, world)),
        4 => Rule::Compare(equality(dice), place(dice, world), place(dice, world)),
        5 => Rule::Compare(sign(dice), words(dice), words(dice)),
        6 => {
            let number = Term::Constant(Value::Int(dice.number(4)));
            Rule::Compare(sign(dice), attribute(Term::Resource, "size"), number)
        }
        7 => belongs(dice, world),
        8 => about_all(dice, world),
        9 => Rule::Has(asked_for(dice)),
        10 => Rule::InGroup(person(dice, world), group(dice, world)),
        _ => about_time(dice),
    }
}

fn belongs(dice: &mut Dice, world: &World) -> Rule {
    match dice.below(3) {
        0 => {
            let listed = ["old", "new"].map(|word| Term::Constant(Value::Text(word.into())));
            Rule::In(words(dice), Term::List(listed[..dice.below(3)].to_vec()))
        }
        1 => {
            let persons = [attribute(Term::Resource, "owner"), Term::Subject];
            Rule::In(person(dice, world), Term::List(persons.to_vec()))
        }
        _ => Rule::In(person(dice, world), attribute(Term::Resource, "team")),
    }
}

/// `exists` and `all` over the team.
fn about_all(dice: &mut Dice, world: &World) -> Rule {
    let body = match dice.below(3) {
        0 => Rule::Compare(equality(dice), Term::Element, person(dice, world)),
        1 => Rule::Is(attribute(Term::Element, "staff")),
        _ => Rule::InGroup(Term::Element, group(dice, world)),
    };
    let team = attribute(Term::Resource, "team");
    if dice.chance(50) { Rule::Exists(team, Box::new(body)) } else { Rule::All(team, Box::new(body)) }
}

fn about_time(dice: &mut Dice) -> Rule {
    let whose = dice.chance(70);
    let read = if whose { attribute(Term::Resource, "due") } else { attribute(Term::Subject, "leaves") };
    let boxed = Box::new;
    let span = || Term::Constant(Value::Span(5000));
    let literal = Term::Constant(Value::Time(dice.moment()));
    match dice.below(6) {
        0 => Rule::Compare(sign(dice), Term::Now, read),
        1 => Rule::Compare(sign(dice), read, Term::Now),
        2 => Rule::Compare(sign(dice), Term::Now, Term::Plus(boxed(read), boxed(span()))),
        3 => Rule::Compare(sign(dice), Term::Minus(boxed(Term::Now), boxed(read)), span()),
        4 => Rule::Compare(sign(dice), Term::Now, literal),
        _ => Rule::Compare(sign(dice), read, literal),
    }
}

fn sign(dice: &mut Dice) -> &'static str {
    ["==", "!=", "<", "<=", ">", ">="][dice.below(6)]
}

fn equality(dice: &mut Dice) -> &'static str {
    if dice.chance(65) { "==" } else { "!=" }
}

fn attribute(of: Term, name: &'static str) -> Term {
    Term::Attribute(Box::new(of), name)
}

fn truth(dice: &mut Dice) -> Term {
    match dice.below(6) {
        0 => attribute(Term::Resource, "locked"),
        1 => attribute(Term::Subject, "staff"),
        2 => Term::Context("office"),
        3 => Term::Setting("open"),
        4 => attribute(attribute(Term::Resource, "link"), "locked"),
        _ => attribute(attribute(Term::Resource, "owner"), "staff"),
    }
}

fn person(dice: &mut Dice, world: &World) -> Term {
    match (dice.below(9), dice.one(&world.users)) {
        (0..=2, _) => Term::Subject,
        (3 | 4, _) => attribute(Term::Resource, "owner"),
        (5, _) => attribute(Term::Subject, "boss"),
        (6, _) => attribute(attribute(Term::Resource, "owner"), "boss"),
        (7, Some(user)) => Term::Constant(Value::User(user.name.clone())),
        _ => Term::Context("visitor"),
    }
}

fn place(dice: &mut Dice, world: &World) -> Term {
    match (dice.below(6), dice.one(&world.places)) {
        (0 | 1, _) => Term::Resource,
        (2 | 3, _) => attribute(Term::Resource, "link"),
        (4, Some(place)) => Term::Constant(Value::Place(place.name.clone())),
        _ => attribute(Term::Subject, "home"),
    }
}

fn words(dice: &mut Dice) -> Term {
    match dice.below(4) {
        0 => attribute(Term::Resource, "state"),
        1 => attribute(Term::Subject, "grade"),
        2 => Term::Setting("mode"),
        _ => Term::Constant(Value::Text(text(dice))),
    }
}

fn group(dice: &mut Dice, world: &World) -> Term {
    match dice.one(&world.groups) {
        Some(group) if dice.chance(60) => Term::Constant(Value::Group(group.name.clone())),
        _ => attribute(Term::Resource, "crew"),
    }
}

fn asked_for(dice: &mut Dice) -> Term {
    match dice.below(7) {
        0 => attribute(Term::Resource, "owner"),
        1 => attribute(Term::Resource, "locked"),
        2 => attribute(Term::Subject, "staff"),
        3 => attribute(attribute(Term::Resource, "owner"), "boss"),
        4 => Term::Context("office"),
        5 => attribute(attribute(Term::Resource, "link"), "locked"),
        _ => attribute(Term::Subject, "boss"),
    }
}
