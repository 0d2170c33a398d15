//! Random questions about a world.

use super::make::{Dice, place, resource_attributes, subject_attributes, user};
use super::{Ask, OF_RESOURCES, Place, Value, World};

/// Some name unknown things, some lie in places that cannot be, some are asked without a time.
pub fn ask(dice: &mut Dice, world: &World) -> Ask {
    let actions = world.actions();
    let action = match dice.one(&actions) {
        Some(action) if !dice.chance(3) => action.clone(),
        _ => "t0.unknown".to_owned(),
    };
    let mut ask = Ask {
        subject: subject(dice, world),
        action,
        resource: resource(dice, world),
        now: now(dice),
        item: Vec::new(),
        person: Vec::new(),
        context: context(dice, world),
    };
    if dice.chance(40) {
        ask.item = item(dice, world);
    }
    if dice.chance(25) {
        ask.person = subject_attributes(dice, world, true);
    }
    ask
}

fn subject(dice: &mut Dice, world: &World) -> String {
    match dice.below(20) {
        0 => "user:ghost".to_owned(),
        1 => "user:stranger".to_owned(),
        2 => "nobody".to_owned(),
        _ => user(dice, world, false),
    }
}

pub fn now(dice: &mut Dice) -> Option<i64> {
    let at = dice.moment();
    (!dice.chance(15)).then(|| at + dice.number(3) - 1)
}

/// Whatever a question may say about the item.
pub fn item(dice: &mut Dice, world: &World) -> Vec<(String, Value)> {
    resource_attributes(dice, world, &OF_RESOURCES.map(|(name, _)| name), true)
}

pub fn context(dice: &mut Dice, world: &World) -> Vec<(String, Value)> {
    let office = dice.chance(40).then(|| ("office".to_owned(), Value::Bool(dice.chance(50))));
    let visitor = dice.chance(30).then(|| ("visitor".to_owned(), Value::User(user(dice, world, true))));
    office.into_iter().chain(visitor).collect()
}

fn resource(dice: &mut Dice, world: &World) -> String {
    let known = place(dice, world, false).unwrap_or_default();
    match dice.below(20) {
        0..=8 => known,
        9..=15 => new_item(dice, world, &known),
        16 => stored_path(dice, world, &known),
        17 => format!("{known}/{}", place(dice, world, false).unwrap_or_default()),
        18 => "item:ghost".to_owned(),
        _ => {
            let tails =
                ["/", "//item:new", "/item:", "/item", "/desk:new", "/user:u0", "/item:new/item:newer"];
            format!("{known}{}", tails[dice.below(7)])
        }
    }
}

/// A path to something that only the question knows.
fn new_item(dice: &mut Dice, world: &World, known: &str) -> String {
    match known.split(':').next().unwrap_or_default() {
        "project" if dice.chance(40) => format!("{known}/folder:new/item:new"),
        "project" if dice.chance(30) => format!("{known}/folder:new"),
        "project" | "folder" | "desk" => format!("{known}/item:new"),
        "company" => format!("{known}/project:new"),
        _ => parent(world, known).map_or(known.to_owned(), |parent| format!("{}/item:new", parent.name)),
    }
}

/// The way from some place above to a stored one.
fn stored_path(dice: &mut Dice, world: &World, known: &str) -> String {
    let mut path = known.to_owned();
    let mut at = known.to_owned();
    while let Some(above) = parent(world, &at) {
        path = format!("{}/{path}", above.name);
        at.clone_from(&above.name);
        if dice.chance(40) {
            break;
        }
    }
    path
}

fn parent<'w>(world: &'w World, name: &str) -> Option<&'w Place> {
    let place = world.places.iter().find(|place| place.name == name)?;
    let parent = place.parent.as_ref()?;
    world.places.iter().find(|place| place.name == *parent)
}
