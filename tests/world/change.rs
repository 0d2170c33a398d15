//! Random changes of what a world has: grants and shares, given and taken; places moved, copied and deleted.

use super::asks::now;
use super::make::{Dice, grant, place, user};
use super::sharing::share;
use super::text::{self, key, object, quoted};
use super::{Grant, Place, Value, What, World};

#[derive(Clone, Debug)]
pub enum Change {
    Grant(Grant),
    Revoke(Grant),
    Share(Grant),
    Unshare(Grant),
    Move { place: String, to: String },
    Duplicate { place: String, twin: String },
    Delete { place: String },
    DeleteUser { user: String },
}

/// A change, who makes it, and when.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub change: Change,
    pub actor: String,
    pub now: Option<i64>,
}

/// By the host itself, or by somebody where the catalog says who may.
pub fn attempt(dice: &mut Dice, world: &World) -> Option<Attempt> {
    let change = change(dice, world)?;
    let open = world.changes.iter().any(|(kind, _)| kind == change.kind());
    let actor = match dice.below(20) {
        0 => "user:ghost".to_owned(),
        roll if roll < if open { 6 } else { 18 } => "system".to_owned(),
        _ => user(dice, world, false),
    };
    // The moment at which something ends is a moment like others, but a good one to go wrong.
    let ends: Vec<i64> = world.grants.iter().filter_map(|grant| grant.until).collect();
    let now = if dice.chance(25) { dice.one(&ends).copied() } else { now(dice) };
    Some(Attempt { change, actor, now })
}

/// Some could not be made by anybody.
fn change(dice: &mut Dice, world: &World) -> Option<Change> {
    Some(match dice.below(20) {
        0 | 1 => Change::Grant(given(dice, world)?),
        2 | 3 => Change::Revoke(taken(dice, world)?),
        4..=11 => Change::Share(shared(dice, world)?),
        12 | 13 => Change::Unshare(role(taken(dice, world)?)?),
        14 | 15 => {
            let foreign = dice.chance(20);
            Change::Move { place: place(dice, world, false)?, to: place(dice, world, foreign)? }
        }
        16 | 17 => {
            let place = place(dice, world, false)?;
            let twin = if dice.chance(90) { format!("{place}x") } else { self::place(dice, world, false)? };
            Change::Duplicate { place, twin }
        }
        _ if dice.chance(25) && world.users.len() > 1 => {
            Change::DeleteUser { user: user(dice, world, false) }
        }
        _ => Change::Delete { place: missed(dice, world).or_else(|| place(dice, world, false))? },
    })
}

/// Mostly a place that something refers to, or what it lies in.
fn missed(dice: &mut Dice, world: &World) -> Option<String> {
    let users = world.users.iter().flat_map(|user| &user.attributes);
    let values = users.chain(world.places.iter().flat_map(|place| &place.attributes));
    let referred: Vec<&Place> = values
        .filter_map(|(_, value)| if let Value::Place(name) = value { world.place(name) } else { None })
        .collect();
    let place = dice.one(&referred).filter(|_| dice.chance(80))?;
    let above = place.parent.as_ref().filter(|_| dice.chance(60));
    Some(above.unwrap_or(&place.name).clone())
}

/// Mostly something that can be given; also shares, and what has no effect where it is placed.
fn given(dice: &mut Dice, world: &World) -> Option<Grant> {
    let fitting = grant(dice, world)?;
    Some(match dice.below(10) {
        0 | 1 => share(dice, world).unwrap_or(fitting),
        2 => Grant { on: place(dice, world, true)?, ..fitting },
        _ => fitting,
    })
}

/// Mostly something that can be shared, or is, or another role instead of the one that is held.
fn shared(dice: &mut Dice, world: &World) -> Option<Grant> {
    match dice.below(10) {
        0 | 1 => role(grant(dice, world)?),
        2 => role(taken(dice, world)?),
        3 | 4 => {
            let rules = dice.one(&world.sharing)?;
            let role = dice.one(&rules.roles)?.clone();
            Some(Grant { what: What::Role(role), ..self::role(taken(dice, world)?)? })
        }
        _ => share(dice, world).or_else(|| role(grant(dice, world)?)),
    }
}

/// Mostly something that is there.
fn taken(dice: &mut Dice, world: &World) -> Option<Grant> {
    let there = dice.one(&world.grants).cloned();
    if dice.chance(80) { there } else { grant(dice, world) }
}

fn role(grant: Grant) -> Option<Grant> {
    matches!(grant.what, What::Role(_)).then_some(grant)
}

impl Change {
    /// Its name.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Grant(_) => "grant",
            Self::Revoke(_) => "revoke",
            Self::Share(_) => "share",
            Self::Unshare(_) => "unshare",
            Self::Move { .. } => "move_resource",
            Self::Duplicate { .. } => "duplicate_resource",
            Self::Delete { .. } => "delete_resource",
            Self::DeleteUser { .. } => "delete_user",
        }
    }

    /// The change as the engine reads it.
    pub fn text(&self) -> String {
        let of = |names: &[(&str, &String)]| {
            let names = names.iter().map(|(what, name)| key(what, quoted(name)));
            object([key("kind", quoted(self.kind()))].into_iter().chain(names))
        };
        match self {
            Self::Grant(given) | Self::Share(given) => text::giving(self.kind(), given),
            Self::Revoke(taken) | Self::Unshare(taken) => text::taking(self.kind(), taken),
            Self::Move { place, to } => of(&[("resource", place), ("parent", to)]),
            Self::Duplicate { place, twin } => of(&[("resource", place), ("as", twin)]),
            Self::Delete { place } => of(&[("resource", place)]),
            Self::DeleteUser { user } => of(&[("user", user)]),
        }
    }
}
