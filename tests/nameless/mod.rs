//! What leaves names and titles out leaves out nothing that decides: an engine opened from it has the answers of the whole.

use super::world::{Ask, World};
use super::{all_decisions, by_handles, decide, holds, left_by_changes, must, open, written};
use permatrix::grid::Scope;
use permatrix::{Code, Data, Engine, LeftOut, ResourceId, Time, shape};

const SECRET: [u8; 16] = *b"sixteen of those";

/// Without titles, names, or both.
const WAYS: [LeftOut; 3] = [
    LeftOut { titles: false, names: Some(SECRET) },
    LeftOut { titles: true, names: Some(SECRET) },
    LeftOut { titles: true, names: None },
];

fn reopened(engine: &Engine, way: LeftOut) -> Result<Engine, String> {
    let words = engine.snapshot_without(way).map_err(|error| error.to_string())?;
    let opened = Engine::from_snapshot(words.clone()).map_err(|error| error.to_string())?;
    must(opened.snapshot() == words, || "it is written in another way than it was".into())?;
    let again = opened.snapshot_without(LeftOut { names: Some([0; 16]), ..way });
    let kept = way.names.is_none() || again.as_ref() == Ok(&words);
    must(kept, || "hashes of another secret take the place of hashes".into())?;
    Ok(opened)
}

/// A decision as it is told, without what only names can tell.
fn told(engine: &Engine, ask: &Ask) -> Data<'static> {
    let mut told = shape::decision(&decide(engine, ask), engine);
    let Data::Map(entries) = &mut told else { panic!("{told:?}") };
    entries.retain(|(key, _)| key != "requestable");
    for (key, value) in entries {
        if let ("paths", Data::List(paths)) = (&**key, value) {
            for path in paths {
                let Data::Map(path) = path else { panic!("{path:?}") };
                path.retain(|(key, _)| key != "to" && key != "on");
            }
        }
    }
    told
}

/// A decision as it is told tells no name: neither is there an empty one in its place.
fn tells_none(nameless: &Engine, ask: &Ask) -> bool {
    let Data::Map(entries) = shape::decision(&decide(nameless, ask), nameless) else { return false };
    let paths = entries.iter().find(|(key, _)| key == "paths").map(|(_, paths)| paths);
    let Some(Data::List(paths)) = paths else { return false };
    let bare = |path: &Data| matches!(path, Data::Map(path) if path.iter().all(|(key, _)| key != "to" && key != "on"));
    entries.iter().all(|(key, _)| key != "requestable") && paths.iter().all(bare)
}

fn screens(engine: &Engine, ask: &Ask) -> Vec<Result<Data<'static>, Code>> {
    let now = ask.now.map(Time);
    let catalog = engine.catalog();
    let mut screens = vec![Ok(shape::what_can(&engine.what_can(&ask.subject, &ask.resource, now), catalog))];
    for subject in [&*ask.subject, "anyone"] {
        let scope = Scope { subject: Some(subject), resource: Some(&ask.resource), now, tool: None };
        screens.push(shape::matrix(engine, &scope).map_err(|error| error.code()));
    }
    screens
}

/// Everybody on everything, by handles.
fn rows(world: &World, engine: &Engine, ask: &Ask) -> Vec<Vec<u64>> {
    let facts = engine.facts();
    let users = world.users.iter().filter_map(|user| facts.user(&user.name));
    let handles: Vec<_> = users.map(|user| facts.handle(user)).collect();
    let places: Vec<ResourceId> =
        world.places.iter().filter_map(|place| facts.resource(&place.name)).collect();
    places.iter().map(|place| engine.decide_all(&handles, *place, ask.now.map(Time))).collect()
}

fn same(world: &World, opened: &Engine, whole: &Engine, ask: &Ask) -> Result<(), String> {
    let [part, all] = [opened, whole].map(|engine| decide(engine, ask));
    must(part == all, || format!("it says {part:?}, the whole {all:?}"))?;
    must(told(opened, ask) == told(whole, ask), || format!("{part:?} is told in another way"))?;
    must(open(opened, ask) == open(whole, ask), || "a screen differs".into())?;
    let question = written(whole, ask);
    must(opened.allows(&question.question()) == all.allowed(), || "it is allowed otherwise".into())?;
    let [part, all] = [opened, whole].map(|engine| screens(engine, ask));
    must(part == all, || format!("screens say {part:?}, of the whole {all:?}"))?;
    must(all_decisions(world, opened, ask) == all_decisions(world, whole, ask), || {
        "plain questions are decided otherwise".into()
    })?;
    must(rows(world, opened, ask) == rows(world, whole, ask), || "rows differ".into())?;
    for user in &world.users {
        for (place, action) in
            world.places.iter().flat_map(|place| world.actions().into_iter().map(move |name| (place, name)))
        {
            let [part, all] = [opened, whole].map(|engine| by_handles(engine, user, &action, place, ask));
            must(part == all, || format!("{} {action} {} by handles: {part}", user.name, place.name))?;
        }
    }
    Ok(())
}

#[test]
fn without_names_and_titles_everything_is_decided_as_with_them() {
    holds(120, 2, &|world, engine, ask, _| {
        for way in WAYS {
            let opened = reopened(engine, way)?;
            same(world, &opened, engine, ask)?;
            must(way.names.is_none() || tells_none(&opened, ask), || "a decision tells a name".into())?;
        }
        Ok(())
    });
}

/// Who is gone has no hash, and keeps his number; what changes made is hashed as what was read.
#[test]
fn without_names_of_what_changes_left_everything_is_decided_as_with_them() {
    holds(60, 2, &|world, _, ask, dice| {
        let (world, left) = left_by_changes(world, dice)?;
        let world = &world;
        for engine in left {
            for way in WAYS {
                same(world, &reopened(&engine, way)?, &engine, ask)?;
            }
        }
        Ok(())
    });
}

/// A slice of which names are left out has the answers of the slice.
#[test]
fn slices_have_the_same_answers_without_names() {
    holds(30, 1, &|world, engine, ask, _| {
        for user in &world.users {
            let words = engine.slice(&user.name).map_err(|error| error.to_string())?;
            let slice = Engine::from_snapshot(words).map_err(|error| error.to_string())?;
            for subject in [&user.name, &ask.subject] {
                let ask = Ask { subject: subject.clone(), ..ask.clone() };
                same(world, &reopened(&slice, WAYS[1])?, &slice, &ask)?;
            }
        }
        Ok(())
    });
}

/// Names are in none of the bytes, but where texts, settings and the catalog have them.
#[test]
fn no_name_is_in_the_bytes() {
    holds(250, 1, &|world, engine, _, _| {
        let bytes = |words: &[u32]| -> Vec<u8> { words.iter().flat_map(|word| word.to_le_bytes()).collect() };
        let words = engine.snapshot_without(WAYS[1]).map_err(|error| error.to_string())?;
        let trees = [8, 9, 10].map(|tree| (words[tree] as usize).div_ceil(4));
        let tables = bytes(&words[..words.len() - trees.iter().sum::<usize>()]);
        let [users, groups, places] = [
            world.users.iter().map(|user| &user.name).collect::<Vec<_>>(),
            world.groups.iter().map(|group| &group.name).collect(),
            world.places.iter().map(|place| &place.name).collect(),
        ];
        for name in users.iter().chain(&groups).chain(&places) {
            let is_told = tables.windows(name.len()).any(|part| part == name.as_bytes());
            must(!is_told, || format!("{name} is among the tables"))?;
        }
        Ok(())
    });
}
