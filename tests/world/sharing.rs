//! Random sharing rules and bounds on what one gives, and the shares and authors that come with them.

use super::make::{Dice, KINDS, beneath, grant, related, user};
use super::{Assigning, Cell, Grant, Ladder, Place, Role, Sharing, What, World};

/// The kinds of changes that these worlds let somebody make.
const KINDS_OF_CHANGE: [&str; 8] = [
    "grant",
    "revoke",
    "share",
    "unshare",
    "move_resource",
    "duplicate_resource",
    "delete_resource",
    "delete_user",
];

/// Lets things be shared out of some types of containers, which may lie in one another; limits are low, so that they are
/// reached.
pub fn sharing(dice: &mut Dice, world: &mut World) {
    for container in KINDS {
        if dice.chance(50) && !world.roles.is_empty() {
            world.sharing.extend(rules(dice, world, container));
        }
    }
    if dice.chance(60) {
        assigning(dice, world);
    }
    let actions = world.actions();
    world.changes.clear();
    for kind in KINDS_OF_CHANGE {
        let (action, author) = match opening(dice, world) {
            Some((action, author)) => (Some(action), Some(author)),
            None => (dice.one(&actions).cloned(), None),
        };
        if dice.chance(85) {
            world.changes.extend(action.map(|action| (kind.to_owned(), action)));
            world.grants.extend(author);
        }
    }
    for share in (0..dice.below(7)).filter_map(|_| share(dice, world)).collect::<Vec<_>>() {
        if !world.grants.iter().any(|other| world.rivals(&share, other)) {
            world.grants.push(share);
        }
    }
}

/// An action, and a grant by which somebody can do it.
fn opening(dice: &mut Dice, world: &World) -> Option<(String, Grant)> {
    // What is asked about further up is asked about more.
    let tools: Vec<_> = (0..3).filter_map(|_| dice.one(&world.tools)).collect();
    let tool = tools.into_iter().min_by_key(|tool| KINDS.iter().position(|kind| *kind == tool.on))?;
    let action = dice.one(&tool.actions)?;
    let levels = if let Ladder::Own(_) = tool.ladder { world.levels(tool) } else { Vec::new() };
    let gives = |(column, cell): &&(String, Cell)| {
        *cell == Cell::Yes && (levels.contains(column) || tool.privileges.contains(column))
    };
    let columns: Vec<_> = action.cells.iter().filter(gives).collect();
    let (column, _) = dice.one(&columns)?;
    let places: Vec<&Place> = world.places.iter().filter(|place| kind_of(&place.name) == tool.on).collect();
    let mut place = *dice.one(&places)?;
    while let Some(above) = place.parent.as_ref().and_then(|parent| world.place(parent)) {
        place = above;
    }
    let on = place.name.clone();
    let to = if dice.chance(25) { "everyone".to_owned() } else { user(dice, world, false) };
    let what = What::Column(format!("{}.{column}", tool.name));
    let author = Grant { to, what, on, until: None, condition: None };
    Some((format!("{}.{}", tool.name, action.name), author))
}

fn rules(dice: &mut Dice, world: &World, container: &str) -> Option<Sharing> {
    let inside: Vec<String> = (KINDS.iter())
        .filter(|kind| **kind != container && beneath(world, kind, container))
        .map(|kind| (*kind).to_owned())
        .collect();
    let mut items = dice.some(&inside, 60);
    if items.is_empty() {
        items.push(dice.one(&inside)?.clone());
    }
    let names = |fits: &dyn Fn(&&Role) -> bool| -> Vec<String> {
        world.roles.iter().filter(fits).map(|role| role.name.clone()).collect()
    };
    let roles = dice.some(&names(&|role| items.iter().any(|kind| related(world, &role.on, kind))), 60);
    let guests = names(&|role| beneath(world, container, &role.on));
    let guest = if dice.chance(75) { dice.one(&guests).cloned() } else { None };
    let limits = ["item", "principal", "container"].map(|counted| (counted, dice.below(3)));
    let limits = dice.some(&limits, 50);
    let to = if dice.chance(50) { Vec::new() } else { with_whom(dice, world) };
    Some(Sharing { container: container.to_owned(), items, roles, to, guest, limits })
}

fn with_whom(dice: &mut Dice, world: &World) -> Vec<(&'static str, Cell)> {
    let footnotes = world.footnotes.iter().filter(|footnote| footnote.tool.is_none());
    let footnotes: Vec<String> = footnotes.map(|footnote| footnote.name.clone()).collect();
    let named = dice.some(&["user", "group", "everyone"], 80);
    let mut cell = || match (dice.below(4), dice.one(&footnotes)) {
        (0, _) => Cell::No,
        (1 | 2, Some(footnote)) => Cell::If(footnote.clone()),
        _ => Cell::Yes,
    };
    named.into_iter().map(|whom| (whom, cell())).collect()
}

fn assigning(dice: &mut Dice, world: &mut World) {
    let actions = world.actions();
    let any = if dice.chance(40) { dice.one(&actions).cloned() } else { None };
    world.assigning = Some(Assigning { any, own_reach: dice.chance(65) });
    let roles: Vec<String> = world.roles.iter().map(|role| role.name.clone()).collect();
    for role in &mut world.roles {
        if dice.chance(75) {
            role.assigns = dice.some(&roles, 70);
        }
    }
}

/// What would be a share; now and then to anyone, which facts may have although nobody can share so.
pub fn share(dice: &mut Dice, world: &World) -> Option<Grant> {
    let rules = dice.one(&world.sharing)?;
    let role = dice.one(&rules.roles)?;
    let home = &world.role(role)?.on;
    let fits = |place: &&Place| {
        rules.items.iter().any(|item| item == kind_of(&place.name)) && related(world, home, &place.name)
    };
    let places: Vec<&Place> = world.places.iter().filter(fits).collect();
    let on = dice.one(&places)?.name.clone();
    let like = grant(dice, world)?;
    let to = if dice.chance(50) { user(dice, world, false) } else { like.to };
    Some(Grant { to, what: What::Role(role.clone()), on, ..like })
}

fn kind_of(name: &str) -> &str {
    name.split(':').next().unwrap_or_default()
}
