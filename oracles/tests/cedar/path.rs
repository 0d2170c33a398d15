//! S1: what a question's path means.

use crate::world::World;

/// The type in a resource's name.
pub fn kind(name: &str) -> &str {
    name.split_once(':').map_or("", |(kind, _)| kind)
}

/// The last stored resource of a path and what lies in it; `None` when the facts contradict it, or its types do.
pub fn resolved(world: &World, path: &str) -> Option<Vec<String>> {
    let mut parts: Vec<String> = Vec::new();
    for name in path.split('/') {
        let stored = world.places.iter().find(|place| place.name == name);
        match (stored, parts.last()) {
            (Some(_), None) => {}
            (Some(place), Some(above)) if place.parent.as_ref() == Some(above) => parts.clear(),
            (None, Some(above)) if fits(world, name, above) => {}
            _ => return None,
        }
        parts.push(name.to_owned());
    }
    Some(parts)
}

fn fits(world: &World, name: &str, above: &str) -> bool {
    let Some((own, id)) = name.split_once(':') else { return false };
    let within = world.kinds.iter().filter(|known| known.name == own).flat_map(|known| &known.within);
    !id.is_empty() && within.into_iter().any(|within| within == kind(above))
}

/// S2: whether the resource, or what it lies in, is of the type that the action's tool is on. Cedar works this out by
/// itself; it is asked here only to find questions that are worth asking.
pub fn concerns(world: &World, action: &str, path: &str) -> bool {
    let tool = action.split_once('.').and_then(|(tool, _)| world.tool(tool));
    let (Some(tool), Some(mut parts)) = (tool, resolved(world, path)) else { return false };
    let parent = |name: &String| world.places.iter().find(|place| place.name == *name)?.parent.clone();
    while let Some(above) = parent(&parts[0]) {
        parts.insert(0, above);
    }
    parts.iter().any(|name| kind(name) == tool.on)
}
