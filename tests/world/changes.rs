//! Changes that make a world out of nothing, and detours that leave no trace.

use super::make::Dice;
use super::text::{giving, key, object, quoted, value, values};
use super::{Grant, Place, Value, What, World};

/// The same catalog with nobody and nothing in it.
pub fn emptied(world: &World) -> World {
    World {
        settings: Vec::new(),
        users: Vec::new(),
        groups: Vec::new(),
        places: Vec::new(),
        grants: Vec::new(),
        ..world.clone()
    }
}

/// Facts can give the same twice, on different terms; changes replace the terms.
pub fn each_grant_once(world: &World) -> World {
    let mut once = world.clone();
    once.grants.clear();
    for grant in &world.grants {
        let same = |known: &Grant| (&known.to, &known.what, &known.on) == (&grant.to, &grant.what, &grant.on);
        if !once.grants.iter().any(same) {
            once.grants.push(grant.clone());
        }
    }
    once
}

/// The kind of change that makes a grant: `grant` or `share`.
pub type Kind<'k> = &'k dyn Fn(&Grant) -> &'static str;

/// The same world where everything can be shared with everybody and without end. What changes cannot make, because nothing
/// is shared with anyone, is left out.
pub fn shared_freely(world: &World, kind: Kind<'_>) -> World {
    let mut free = world.clone();
    for rules in &mut free.sharing {
        rules.to.clear();
        rules.limits.clear();
    }
    free.grants.retain(|grant| grant.to != "anyone" || kind(grant) == "grant");
    free
}

fn change(kind: &str, entries: impl IntoIterator<Item = (String, String)>) -> String {
    object([key("kind", quoted(kind))].into_iter().chain(entries))
}

fn of(kind: &str, what: &str, name: &str) -> String {
    change(kind, [key(what, quoted(name))])
}

/// Parents come first.
fn outside_in(world: &World) -> Vec<&Place> {
    let mut sorted: Vec<&Place> = Vec::new();
    while sorted.len() < world.places.len() {
        let there = |name: &String| sorted.iter().any(|place| place.name == *name);
        let next = world.places.iter().find(|place| !there(&place.name) && place.parent.iter().all(there));
        sorted.push(next.expect("places lie in places"));
    }
    sorted
}

/// Everything of a world, made by changes. References can point anywhere, so attributes come last but for the grants.
pub fn making(world: &World, kind: Kind<'_>) -> String {
    let places = outside_in(world).into_iter().map(|place| {
        let parent = place.parent.iter().map(|parent| key("parent", quoted(parent)));
        change("create_resource", [key("resource", quoted(&place.name))].into_iter().chain(parent))
    });
    let users = world.users.iter().map(|user| of("create_user", "user", &user.name));
    let groups = world.groups.iter().map(|group| of("create_group", "group", &group.name));
    let members = world.groups.iter().flat_map(|group| {
        group.members.iter().map(|member| {
            change("add_member", [key("group", quoted(&group.name)), key("member", quoted(member))])
        })
    });
    let attributes = world.users.iter().map(|user| setting(&user.name, &user.attributes));
    let attributes =
        attributes.chain(world.places.iter().map(|place| setting(&place.name, &place.attributes)));
    let settings = world
        .settings
        .iter()
        .map(|(name, to)| change("set_setting", [key("setting", quoted(name)), key("value", value(to))]));
    let grants = world.grants.iter().map(|grant| giving(kind(grant), grant));
    let all = places.chain(users).chain(groups).chain(members).chain(attributes).chain(settings);
    listed(&all.chain(grants).collect::<Vec<_>>())
}

/// Takes members, grants, attributes and settings out of a world, each or not; and the changes that bring them back.
pub fn lacking(world: &World, dice: &mut Dice, kind: Kind<'_>) -> (World, String) {
    let (mut less, mut changes) = (world.clone(), Vec::new());
    for group in &mut less.groups {
        let name = group.name.clone();
        group.members.retain(|member| {
            let stays = dice.chance(50);
            let back = [key("group", quoted(&name)), key("member", quoted(member))];
            changes.extend((!stays).then(|| change("add_member", back)));
            stays
        });
    }
    let users = less.users.iter_mut().map(|user| (&user.name, &mut user.attributes));
    let places = less.places.iter_mut().map(|place| (&place.name, &mut place.attributes));
    for (name, attributes) in users.chain(places).filter(|_| dice.chance(50)) {
        changes.push(setting(name, attributes));
        attributes.clear();
    }
    less.settings.retain(|(name, to)| {
        let stays = dice.chance(50);
        let back = [key("setting", quoted(name)), key("value", value(to))];
        changes.extend((!stays).then(|| change("set_setting", back)));
        stays
    });
    less.grants.retain(|grant| {
        let stays = dice.chance(50);
        changes.extend((!stays).then(|| giving(kind(grant), grant)));
        stays
    });
    (less, listed(&changes))
}

fn setting(of: &str, attributes: &[(String, Value)]) -> String {
    change("set_attributes", [key("of", quoted(of)), key("attributes", values(attributes))])
}

fn listed(changes: &[String]) -> String {
    format!("[{}]", changes.join(",\n"))
}

/// Somebody comes, is given all that somebody else has, and goes; so does a group around everybody, and a place; members
/// leave and come back; attributes are taken away and set again.
pub fn detours(world: &World, kind: Kind<'_>) -> String {
    let mut all =
        vec![of("create_user", "user", "user:passing"), of("create_group", "group", "group:passing")];
    let everybody = world.users.iter().map(|user| &user.name);
    all.extend(everybody.chain(world.groups.iter().map(|group| &group.name)).map(|member| {
        change("add_member", [key("group", quoted("group:passing")), key("member", quoted(member))])
    }));
    for to in ["user:passing", "group:passing"] {
        let plain = world.grants.iter().filter(|grant| !is_exclusive(world, grant));
        all.extend(plain.map(|grant| giving(kind(grant), &Grant { to: to.to_owned(), ..grant.clone() })));
    }
    for place in world.places.iter().filter_map(|place| Some((&place.name, place.parent.as_ref()?))) {
        let twin = format!("{}x", place.0);
        let names = [key("resource", quoted(place.0)), key("as", quoted(&twin))];
        all.push(change("duplicate_resource", names));
        let held = world.grants.iter().filter(|grant| grant.on == *place.0);
        all.extend(held.map(|grant| giving(kind(grant), &Grant { on: twin.clone(), ..grant.clone() })));
        all.push(of("delete_resource", "resource", &twin));
    }
    for group in &world.groups {
        for member in &group.members {
            let names = [key("group", quoted(&group.name)), key("member", quoted(member))];
            all.push(change("remove_member", names.clone()));
            all.push(change("add_member", names));
        }
    }
    for place in &world.places {
        let none = place.attributes.iter().map(|(name, _)| (name.clone(), "null".to_owned()));
        all.push(change("set_attributes", [key("of", quoted(&place.name)), key("attributes", object(none))]));
        all.push(setting(&place.name, &place.attributes));
    }
    all.extend([of("delete_user", "user", "user:passing"), of("delete_group", "group", "group:passing")]);
    listed(&all)
}

fn is_exclusive(world: &World, grant: &Grant) -> bool {
    let What::Role(name) = &grant.what else { return false };
    world.roles.iter().any(|role| role.name == *name && role.exclusive)
}

/// Takes a user and a place out of a world, by changes and from its description alike: all that says something of them, and
/// what lies in the place. `None` where something else refers to them.
pub fn without(world: &World, user: &str, place: &str) -> Option<(String, World)> {
    let mut less = world.clone();
    let mut gone = vec![place.to_owned()];
    while let Some(inner) = less
        .places
        .iter()
        .find(|one| one.parent.iter().any(|parent| gone.contains(parent)) && !gone.contains(&one.name))
    {
        gone.push(inner.name.clone());
    }
    less.places.retain(|place| !gone.contains(&place.name));
    less.users.retain(|one| one.name != user);
    less.groups.iter_mut().for_each(|group| group.members.retain(|member| member != user));
    less.grants.retain(|grant| grant.to != user && !gone.contains(&grant.on));
    gone.push(user.to_owned());
    let refers = |attributes: &[(String, Value)]| attributes.iter().any(|(_, value)| names(value, &gone));
    let referred = less.users.iter().any(|user| refers(&user.attributes))
        || less.places.iter().any(|place| refers(&place.attributes));
    let changes = [of("delete_resource", "resource", place), of("delete_user", "user", user)];
    (!referred).then(|| (listed(&changes), less))
}

fn names(value: &Value, gone: &[String]) -> bool {
    match value {
        Value::User(name) | Value::Place(name) => gone.contains(name),
        Value::List(items) => items.iter().any(|item| names(item, gone)),
        _ => false,
    }
}
