//! Users, groups and resources as Cedar's entities, and a question as its request.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression,
};

use super::path;
use crate::world::{Ask, Place, User, Value, World, defaults};

pub fn uid(kind: &str, name: &str) -> EntityUid {
    let kind: EntityTypeName = kind.parse().expect("a type's name");
    EntityUid::from_type_name_and_id(kind, EntityId::new(name))
}

fn expression(value: &Value) -> RestrictedExpression {
    match value {
        Value::Bool(yes) => RestrictedExpression::new_bool(*yes),
        Value::Int(number) | Value::Time(number) | Value::Span(number) => {
            RestrictedExpression::new_long(*number)
        }
        Value::Text(text) | Value::Level(_, text) => RestrictedExpression::new_string(text.clone()),
        Value::User(name) => RestrictedExpression::new_entity_uid(uid("User", name)),
        Value::Group(name) => RestrictedExpression::new_entity_uid(uid("Group", name)),
        Value::Place(name) => RestrictedExpression::new_entity_uid(uid("Place", name)),
        Value::List(items) => RestrictedExpression::new_set(items.iter().map(expression)),
    }
}

/// `stored` marks what a question can say of an attribute that it is not there. Earlier attributes win.
fn entity<'a>(
    uid: EntityUid,
    attributes: impl IntoIterator<Item = &'a (String, Value)>,
    parents: impl IntoIterator<Item = EntityUid>,
) -> Entity {
    let mut all = HashMap::from([("stored".to_owned(), RestrictedExpression::new_bool(true))]);
    for (name, value) in attributes {
        all.entry(name.clone()).or_insert_with(|| expression(value));
    }
    Entity::new(uid, all, parents.into_iter().collect()).expect("attributes are plain values")
}

/// All that the facts have.
pub fn facts(world: &World) -> Entities {
    let users = world.users.iter().map(|user| self::user(world, user, &[]));
    let groups = world.groups.iter().map(|group| {
        Entity::new_no_attrs(uid("Group", &group.name), groups_of(world, &group.name).collect())
    });
    let places = world.places.iter().map(|place| self::place(place, &[]));
    Entities::from_entities(users.chain(groups).chain(places), None)
        .expect("names are unique, nothing is circular")
}

fn groups_of<'w>(world: &'w World, name: &'w str) -> impl Iterator<Item = EntityUid> + 'w {
    let within = world.groups.iter().filter(move |group| group.members.iter().any(|member| member == name));
    within.map(|group| uid("Group", &group.name))
}

fn user(world: &World, user: &User, given: &[(String, Value)]) -> Entity {
    let parents = groups_of(world, &user.name).chain([uid("Everyone", "all")]);
    entity(uid("User", &user.name), user.attributes.iter().chain(given), parents)
}

/// A resource lies in its parent, and is of its type: so whatever lies in a project is also in `Kind::"project"`.
fn place(place: &Place, given: &[(String, Value)]) -> Entity {
    let parent = place.parent.iter().map(|parent| uid("Place", parent));
    let parents = parent.chain([uid("Kind", path::kind(&place.name))]);
    entity(uid("Place", &place.name), place.attributes.iter().chain(given), parents)
}

/// The facts with what the question says about its subject and its item, and the request. A path that cannot be is asked
/// about as something that lies nowhere.
pub fn question(world: &World, facts: &Entities, ask: &Ask) -> (Entities, Request) {
    let mut told = vec![match world.users.iter().find(|user| user.name == ask.subject) {
        Some(known) => user(world, known, &ask.person),
        None => entity(uid("User", &ask.subject), &ask.person, []),
    }];
    let resource = match path::resolved(world, &ask.resource) {
        Some(parts) => {
            told.extend(way(world, &parts, &ask.item));
            parts.last().expect("a path has parts").clone()
        }
        None => ask.resource.clone(),
    };
    let request = Request::new(
        uid("User", &ask.subject),
        uid("Action", &ask.action),
        uid("Place", &resource),
        context(world, ask),
        None,
    );
    let facts = facts.clone().upsert_entities(told, None).expect("the parts of a path are not circular");
    (facts, request.expect("there is no schema to fit"))
}

/// The stored resource that a path begins with, and the parts that only the question knows, the last with attributes.
fn way(world: &World, parts: &[String], item: &[(String, Value)]) -> Vec<Entity> {
    let mut all = Vec::new();
    for (index, name) in parts.iter().enumerate() {
        let given = if index + 1 == parts.len() { item } else { &[] };
        let stored = world.places.iter().find(|place| place.name == *name);
        match (stored, index.checked_sub(1)) {
            (Some(stored), _) => all.push(place(stored, given)),
            (None, Some(above)) => {
                let parents = HashSet::from([uid("Place", &parts[above]), uid("Kind", path::kind(name))]);
                let nothing_known = index + 1 < parts.len();
                all.push(if nothing_known {
                    Entity::new_no_attrs(uid("Place", name), parents)
                } else {
                    entity(uid("Place", name), given, parents)
                });
            }
            (None, None) => unreachable!("a path begins with a stored resource"),
        }
    }
    all
}

fn context(world: &World, ask: &Ask) -> Context {
    let record = |entries: Vec<(String, RestrictedExpression)>| {
        RestrictedExpression::new_record(entries).expect("names are unique")
    };
    let given = ask.context.iter().map(|(name, value)| (name.clone(), expression(value)));
    let settings = defaults().map(|(name, _, default)| {
        let set = world.settings.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        (name.to_owned(), expression(set.unwrap_or(&default)))
    });
    let now = ask.now.map(|now| ("now".to_owned(), RestrictedExpression::new_long(now)));
    let parts =
        [("given".to_owned(), record(given.collect())), ("settings".to_owned(), record(settings.to_vec()))];
    Context::from_pairs(parts.into_iter().chain(now)).expect("names are unique")
}
