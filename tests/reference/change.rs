//! S16, S18, S19: what becomes of a world when somebody changes something, or the code with which that is refused.

use super::Answer::Yes;
use super::columns::lies_beneath;
use super::sharing::{lies_in, s18_shared_from};
use super::{Reference, decide, kind_of};
use crate::world::change::{Attempt, Change};
use crate::world::{Ask, Cell, Grant, Place, Sharing, Value, What, World};

type Code = &'static str;

/// The world afterwards.
pub fn attempted(world: &World, attempt: &Attempt) -> Result<World, Code> {
    s16_authorised(world, attempt)?;
    match &attempt.change {
        Change::Grant(new) => s16_grant(world, attempt, new),
        Change::Revoke(old) => s16_revoke(world, attempt, old),
        Change::Share(new) => s18_share(world, attempt, new),
        Change::Unshare(old) => s18_unshare(world, old),
        Change::Move { place, to } => s19_move(world, place, to),
        Change::Duplicate { place, twin } => s19_duplicate(world, place, twin),
        Change::Delete { place } => s19_delete(world, place),
        Change::DeleteUser { user } => Ok(s17_without_user(world, user)),
    }
}

/// S16: the author must be allowed the action that the catalog names, on the resources that the change is about, or, where it
/// concerns all, on every root. The host is not asked about.
fn s16_authorised(world: &World, attempt: &Attempt) -> Result<(), Code> {
    if attempt.actor == "system" {
        return Ok(());
    }
    let places = match &attempt.change {
        Change::Grant(to) | Change::Revoke(to) | Change::Share(to) | Change::Unshare(to) => vec![&to.on],
        Change::Move { place, to } => vec![place, to],
        Change::Duplicate { place, .. } | Change::Delete { place } => vec![place],
        Change::DeleteUser { .. } => {
            let roots = world.places.iter().filter(|place| place.parent.is_none());
            roots.map(|place| &place.name).collect()
        }
    };
    let kind = attempt.change.kind();
    let (_, action) = world.changes.iter().find(|(known, _)| known == kind).ok_or("denied")?;
    let may = |place: &&String| decide(world, &question(attempt, action, place), false).answer == Yes;
    if !places.is_empty() && places.iter().all(may) { Ok(()) } else { Err("denied") }
}

/// What the author asks when he makes a change: nothing is told but the time.
fn question(attempt: &Attempt, action: &str, resource: &str) -> Ask {
    Ask {
        subject: attempt.actor.clone(),
        action: action.to_owned(),
        resource: resource.to_owned(),
        now: attempt.now,
        item: Vec::new(),
        person: Vec::new(),
        context: Vec::new(),
    }
}

/// S2: a grant is refused where it could never have an effect.
fn s2_placed(world: &World, grant: &Grant) -> Result<(), Code> {
    world.place(&grant.on).ok_or("unknown_name")?;
    let home = match &grant.what {
        What::Role(role) => world.role(role).map(|role| &role.on),
        What::Column(column) => {
            column.split_once('.').and_then(|(tool, _)| world.tool(tool)).map(|tool| &tool.on)
        }
    };
    let home = home.ok_or("unknown_name")?;
    let at = kind_of(&grant.on);
    let fits = lies_beneath(world, home, at) || lies_beneath(world, at, home);
    if fits { Ok(()) } else { Err("bad_value") }
}

fn same(one: &Grant, other: &Grant) -> bool {
    (&one.to, &one.what, &one.on) == (&other.to, &other.what, &other.on)
}

/// S16: granting again replaces the terms, and an exclusive role takes the place of the others.
fn replaced<'w>(world: &'w World, new: &Grant) -> Vec<&'w Grant> {
    world.grants.iter().filter(|old| same(old, new) || world.rivals(old, new)).collect()
}

fn with(world: &World, new: &Grant) -> World {
    let mut after = world.clone();
    after.grants.retain(|old| !same(old, new) && !world.rivals(old, new));
    after.grants.push(new.clone());
    after
}

fn without(world: &World, old: &Grant) -> Result<World, Code> {
    let mut after = world.clone();
    after.grants.retain(|known| !same(known, old));
    if after.grants.len() < world.grants.len() { Ok(after) } else { Err("not_there") }
}

/// S18: what is a share is made by sharing only. S20: giving is bounded, and so is what an exclusive role takes away.
fn s16_grant(world: &World, attempt: &Attempt, new: &Grant) -> Result<World, Code> {
    s2_placed(world, new)?;
    if s18_shared_from(world, new).is_some() {
        return Err("not_shareable");
    }
    for grant in replaced(world, new).into_iter().chain([new]) {
        s20_bounded(world, attempt, grant)?;
    }
    Ok(with(world, new))
}

fn s16_revoke(world: &World, attempt: &Attempt, old: &Grant) -> Result<World, Code> {
    s2_placed(world, old)?;
    s20_bounded(world, attempt, old)?;
    without(world, old)
}

fn s20_bounded(world: &World, attempt: &Attempt, grant: &Grant) -> Result<(), Code> {
    let ask = question(attempt, "", &grant.on);
    let author = Reference { world, ask: &ask, open: false, path: vec![grant.on.clone()] };
    if attempt.actor == "system" || author.s20_assignable(grant) { Ok(()) } else { Err("not_assignable") }
}

/// S18: of one of the items, as one of the roles, with whom the rules say, and no more than there can be. S19: it takes no
/// membership away.
fn s18_share(world: &World, attempt: &Attempt, new: &Grant) -> Result<World, Code> {
    s2_placed(world, new)?;
    let (container, rules) = s18_shared_from(world, new).ok_or("not_shareable")?;
    let membership = |old: &&Grant| s18_shared_from(world, old).is_none();
    if !s18_with_whom(world, attempt, rules, new) || replaced(world, new).iter().any(membership) {
        return Err("not_shareable");
    }
    s18_limits(world, attempt, (container, rules), new)?;
    Ok(with(world, new))
}

fn s18_with_whom(world: &World, attempt: &Attempt, rules: &Sharing, new: &Grant) -> bool {
    let whom = match new.to.as_str() {
        "anyone" => return false,
        "everyone" => "everyone",
        name => kind_of(name),
    };
    match rules.to.iter().find(|(known, _)| *known == whom).map(|(_, cell)| cell) {
        Some(Cell::If(condition)) => {
            let ask = question(attempt, "", &new.on);
            let asked = Reference { world, ask: &ask, open: false, path: vec![new.on.clone()] };
            asked.s9_footnote(None, condition, &attempt.actor, &new.on) == Yes
        }
        Some(cell) => *cell == Cell::Yes,
        None => rules.to.is_empty(),
    }
}

/// S18: shares that have ended are none any more; one that takes the place of another is not one more.
fn s18_limits(
    world: &World,
    attempt: &Attempt,
    (container, rules): (&Place, &Sharing),
    new: &Grant,
) -> Result<(), Code> {
    let lasts = |share: &&Grant| !matches!((share.until, attempt.now), (Some(end), Some(now)) if end <= now);
    if replaced(world, new).iter().any(lasts) {
        return Ok(());
    }
    let shares = world.grants.iter().filter(lasts);
    let shares: Vec<(&Grant, &String)> =
        shares.filter_map(|share| Some((share, &s18_shared_from(world, share)?.0.name))).collect();
    for (counted, code) in [
        ("item", "quota_per_item"),
        ("principal", "quota_per_principal"),
        ("container", "quota_per_container"),
    ] {
        let alike = |(share, from): &&(&Grant, &String)| match counted {
            "item" => share.on == new.on,
            "principal" => share.to == new.to,
            _ => **from == container.name,
        };
        let most = rules.limits.iter().find(|(known, _)| *known == counted).map(|(_, most)| *most);
        if most.is_some_and(|most| shares.iter().filter(alike).count() >= most) {
            return Err(code);
        }
    }
    Ok(())
}

fn s18_unshare(world: &World, old: &Grant) -> Result<World, Code> {
    s2_placed(world, old)?;
    s18_shared_from(world, old).ok_or("not_there")?;
    without(world, old)
}

/// S19: shares end with what is moved out of the container that it was shared from.
fn s19_move(world: &World, place: &str, to: &str) -> Result<World, Code> {
    world.place(place).and(world.place(to)).ok_or("unknown_name")?;
    if to == place || lies_in(world, to, place) {
        return Err("cycle");
    }
    let kind = world.kinds.iter().find(|kind| kind.name == kind_of(place)).expect("a type");
    if !kind.within.iter().any(|within| within == kind_of(to)) {
        return Err("bad_value");
    }
    let mut after = world.clone();
    let moved = after.places.iter_mut().find(|known| known.name == place).expect("a place");
    moved.parent = Some(to.to_owned());
    let stays = |grant: &Grant| {
        let from = s18_shared_from(world, grant);
        from.is_none_or(|(container, _)| lies_in(&after, &grant.on, &container.name))
    };
    let grants = world.grants.iter().filter(|grant| stays(grant)).cloned().collect();
    Ok(World { grants, ..after })
}

/// S19: a copy has the attributes, and no grants.
fn s19_duplicate(world: &World, place: &str, twin: &str) -> Result<World, Code> {
    let original = world.place(place).ok_or("unknown_name")?.clone();
    if world.place(twin).is_some() {
        return Err("duplicate_name");
    }
    let mut after = world.clone();
    after.places.push(Place { name: twin.to_owned(), ..original });
    Ok(after)
}

/// S17, S19: with what lies in it and what was granted there; what referred to it refers to nothing, whatever comes to bear
/// its name.
fn s19_delete(world: &World, place: &str) -> Result<World, Code> {
    world.place(place).ok_or("unknown_name")?;
    let goes = |name: &str| name == place || lies_in(world, name, place);
    let mut after = world.clone();
    after.places.retain(|known| !goes(&known.name));
    after.grants.retain(|grant| !goes(&grant.on));
    forget(&mut after, &goes);
    Ok(after)
}

/// S17: with grants and memberships; what referred to the user refers to nobody.
fn s17_without_user(world: &World, user: &str) -> World {
    let mut after = world.clone();
    after.users.retain(|known| known.name != user);
    after.groups.iter_mut().for_each(|group| group.members.retain(|member| member != user));
    after.grants.retain(|grant| grant.to != user);
    forget(&mut after, &|name| name == user);
    after
}

fn forget(world: &mut World, gone: &dyn Fn(&str) -> bool) {
    let users = world.users.iter_mut().map(|user| &mut user.attributes);
    let places = world.places.iter_mut().map(|place| &mut place.attributes);
    users.chain(places).flatten().for_each(|(_, value)| forget_in(value, gone));
}

fn forget_in(value: &mut Value, gone: &dyn Fn(&str) -> bool) {
    match value {
        Value::User(name) | Value::Place(name) if gone(name) => name.push_str(" that was"),
        Value::List(items) => items.iter_mut().for_each(|item| forget_in(item, gone)),
        _ => {}
    }
}
