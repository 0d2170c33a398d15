//! Laws that hold in every world: the engine answers as the slow evaluator does, and as it does itself when it is asked in
//! another way, at another time or after changes that take each other back.
//!
//! `PERMATRIX_LAWS_WORLDS=20000 cargo test --test laws` tries so many worlds for each law; `PERMATRIX_LAWS_FIRST=7` begins
//! with the seventh.

mod attempts;
mod nameless;
mod reference;
mod sliced;
mod world;

use permatrix::catalog::Problem;
use permatrix::decide::Written;
use permatrix::{Data, Decision, Engine, Question, Reason, Time, Truth};
use reference::Answer;
use reference::sharing::s18_shared_from;
use world::asks::{ask, context, item, now};
use world::changes::{detours, each_grant_once, emptied, lacking, making, shared_freely, without};
use world::make::{Dice, cell, grant, world};
use world::shrink::smallest;
use world::text::{self, giving, setting_cell, taking};
use world::{Ask, Cell, Grant, Place, User, Value, World};

type Law<'l> = &'l dyn Fn(&World, &Engine, &Ask, &mut Dice) -> Result<(), String>;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn engine(world: &World) -> permatrix::Result<Engine> {
    Engine::from_json(&text::catalog(world), &text::facts(world))
}

/// Tries a law with some questions in each of many worlds; the world of a failure is made small and shown.
fn holds(worlds: u64, questions: usize, law: Law<'_>) {
    let first = number("PERMATRIX_LAWS_FIRST", 0);
    for seed in first..first + number("PERMATRIX_LAWS_WORLDS", worlds) {
        let world = world(seed);
        let engine =
            engine(&world).unwrap_or_else(|error| panic!("world {seed}: {error}\n{}", shown(&world)));
        let mut dice = Dice::new(seed ^ (1 << 40));
        for _ in 0..questions {
            let ask = ask(&mut dice, &world);
            if law(&world, &engine, &ask, &mut Dice::new(seed)).is_err() {
                fail(seed, world, &ask, law);
            }
        }
    }
}

fn fail(seed: u64, world: World, ask: &Ask, law: Law<'_>) -> ! {
    let broken = |world: &World, ask: &Ask| {
        engine(world).ok().and_then(|engine| law(world, &engine, ask, &mut Dice::new(seed)).err())
    };
    let small = smallest(world, &|world| broken(world, ask).is_some());
    let mut least = ask.clone();
    for part in [
        |ask: &mut Ask| ask.item.clear(),
        |ask: &mut Ask| ask.person.clear(),
        |ask: &mut Ask| ask.context.clear(),
        |ask: &mut Ask| ask.now = None,
    ] {
        let mut less = least.clone();
        part(&mut less);
        if broken(&small, &less).is_some() {
            least = less;
        }
    }
    let small = smallest(small, &|world| broken(world, &least).is_some());
    let why = broken(&small, &least).unwrap_or_default();
    panic!("world {seed}: {why}\nquestion: {}\n{}", text::question(&least), shown(&small));
}

fn shown(world: &World) -> String {
    format!("catalog: {}\nfacts: {}", text::catalog(world), text::facts(world))
}

fn data(text: &str) -> Data<'static> {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn written(engine: &Engine, ask: &Ask) -> Written {
    Written::read(&data(&text::question(ask)), engine.catalog()).expect("the question fits the catalog")
}

fn decide(engine: &Engine, ask: &Ask) -> Decision {
    engine.decide(&written(engine, ask).question())
}

fn open(engine: &Engine, ask: &Ask) -> Truth {
    engine.ask(&written(engine, ask).question())
}

fn same(answer: Answer, truth: Truth) -> bool {
    match answer {
        Answer::Yes => truth == Truth::Yes,
        Answer::No => truth == Truth::No,
        Answer::Unknown => truth == Truth::Unknown,
    }
}

fn must(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

#[test]
fn the_engine_decides_as_the_rules_say() {
    holds(1200, 20, &|world, engine, ask, _| {
        let (expected, found) = (reference::decide(world, ask, false), decide(engine, ask));
        let same = same(expected.answer, found.answer) && expected.code == found.reason.as_str();
        must(same, || format!("the rules say {expected:?}, the engine {found:?}"))
    });
}

#[test]
fn the_engine_answers_screens_as_the_rules_say() {
    holds(600, 20, &|world, engine, ask, _| {
        let (expected, found) = (reference::decide(world, ask, true), open(engine, ask));
        must(same(expected.answer, found), || format!("the rules say {expected:?}, the engine {found:?}"))
    });
}

/// What handles say for certain is so at every time; what a question tells about things is no part of them.
#[test]
fn handles_say_what_names_say() {
    holds(600, 10, &|_, engine, ask, _| {
        let (facts, catalog) = (engine.facts(), engine.catalog());
        let known = (facts.user(&ask.subject), catalog.action(&ask.action), facts.resource(&ask.resource));
        let (Some(user), Some(action), Some(resource)) = known else { return Ok(()) };
        let certain = engine.can(engine.facts().handle(user), action, resource);
        for now in [None, ask.now.map(Time)] {
            let question = Question { now, ..Question::new(&ask.subject, &ask.action, &ask.resource) };
            let expected = engine.decide(&question);
            let same = certain.is_none_or(|certain| certain == expected.allowed());
            must(same, || format!("can {certain:?}, by names at {now:?} {expected:?}"))?;
            let found = engine.can_at(engine.facts().handle(user), action, resource, now);
            must(found == expected.allowed(), || format!("can_at {now:?} {found}, by names {expected:?}"))?;
        }
        Ok(())
    });
}

/// S15: *yes* and *no* hold whatever the item's attributes and the context turn out to be.
#[test]
fn what_screens_are_told_comes_true() {
    holds(600, 10, &|world, engine, ask, dice| {
        let told = open(engine, ask);
        if told == Truth::Unknown {
            return Ok(());
        }
        for _ in 0..6 {
            let mut complete = ask.clone();
            complete.item = completed(&ask.item, item(dice, world));
            complete.context = completed(&ask.context, context(dice, world));
            let found = decide(engine, &complete);
            must(found.allowed() == (told == Truth::Yes), || {
                format!("told {told:?}, but {found:?} with {}", text::question(&complete))
            })?;
        }
        Ok(())
    });
}

fn completed(given: &[(String, Value)], more: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let new = more.into_iter().filter(|(name, _)| given.iter().all(|(known, _)| known != name));
    given.iter().cloned().chain(new).collect()
}

/// S14: before `validUntil` nothing changes; without one, nothing ever does.
#[test]
fn decisions_hold_until_they_say() {
    holds(700, 10, &|_, engine, ask, dice| {
        let Some(start) = ask.now else { return Ok(()) };
        let first = decide(engine, ask);
        let end = first.valid_until.map(|Time(until)| until);
        must(end.is_none_or(|end| end > start), || format!("ends before {start}: {first:?}"))?;
        let mut moments: Vec<i64> = (0..12).filter_map(|_| now(dice)).collect();
        moments.extend([start + 1, start + 86_400_000]);
        moments.extend(end.map(|end| end - 1));
        moments.retain(|at| *at > start && end.is_none_or(|end| *at < end));
        for at in moments {
            let later = decide(engine, &Ask { now: Some(at), ..ask.clone() });
            must(later.allowed() == first.allowed(), || {
                format!("at {start} {first:?}, but at {at} {later:?}")
            })?;
        }
        Ok(())
    });
}

#[test]
fn what_somebody_can_is_each_action_asked() {
    holds(300, 4, &|world, engine, ask, _| {
        let now = ask.now.map(Time);
        let found = engine.what_can(&ask.subject, &ask.resource, now);
        for name in world.actions() {
            let answer = engine.ask(&Question { now, ..Question::new(&ask.subject, &name, &ask.resource) });
            let action = engine.catalog().action(&name).expect("an action");
            let listed = found.iter().find(|(listed, _)| *listed == action).map(|(_, answer)| *answer);
            must(listed.unwrap_or(Truth::No) == answer, || {
                format!("{name}: listed {listed:?}, asked {answer:?}")
            })?;
        }
        must(found.iter().all(|(_, answer)| *answer != Truth::No), || "a no is listed".into())
    });
}

/// Every decision about known things, at two times and without one.
fn all_decisions(world: &World, engine: &Engine, ask: &Ask) -> Vec<Decision> {
    let mut all = Vec::new();
    let subjects = world.users.iter().map(|user| &user.name).chain([&ask.subject]);
    for subject in subjects {
        for action in world.actions() {
            for place in world.places.iter().map(|place| &place.name).chain([&ask.resource]) {
                for now in [None, ask.now.map(Time)] {
                    all.push(engine.decide(&Question { now, ..Question::new(subject, &action, place) }));
                }
            }
        }
    }
    all
}

/// The kind of change that makes a grant (S18).
fn kind(world: &World, grant: &Grant) -> &'static str {
    if s18_shared_from(world, grant).is_some() { "share" } else { "grant" }
}

/// Whether a change would replace the other: the same again, or exclusive roles (S16).
fn replaces(world: &World, new: &Grant, old: &Grant) -> bool {
    let again = new.to == old.to && new.on == old.on && new.what == old.what;
    again || world.rivals(new, old)
}

#[test]
fn a_grant_that_is_made_counts_and_one_that_is_taken_away_does_not() {
    holds(250, 1, &|world, _, ask, dice| {
        let world = &shared_freely(world, &|grant| kind(world, grant));
        let Some(new) = grant(dice, world) else { return Ok(()) };
        let made = kind(world, &new);
        let ends = world.grants.iter().any(|old| world.rivals(&new, old) && kind(world, old) != made);
        if made == "share" && (new.to == "anyone" || ends) {
            return Ok(()); // it is refused
        }
        let engine = self::engine(world).map_err(|error| error.to_string())?;
        let mut with = world.clone();
        with.grants.retain(|old| !replaces(world, &new, old));
        let without = with.clone();
        with.grants.push(new.clone());
        let mut changed = engine.clone();
        for (change, expected) in [(giving(made, &new), with), (taking("revoke", &new), without)] {
            let list = data(&format!("[{change}]"));
            let applied =
                changed.apply(&list, "system", None).map_err(|refused| refused.error.to_string())?;
            must(applied.revision == changed.revision(), || format!("revision {}", applied.revision))?;
            let fresh = self::engine(&expected).map_err(|error| error.to_string())?;
            let same = all_decisions(world, &changed, ask) == all_decisions(world, &fresh, ask);
            must(same, || format!("{change} makes another engine than facts with the same grants"))?;
        }
        let kept = world.grants.iter().all(|old| !replaces(world, &new, old));
        let back = all_decisions(world, &changed, ask) == all_decisions(world, &engine, ask);
        must(back || !kept, || format!("{} and back leaves a trace", giving(made, &new)))
    });
}

#[test]
fn a_refused_list_changes_nothing() {
    holds(150, 1, &|world, engine, ask, dice| {
        let Some(new) = grant(dice, world) else { return Ok(()) };
        let good = giving("grant", &new);
        let absent = taking("revoke", &Grant { on: "company:none".into(), ..new.clone() });
        let before = all_decisions(world, engine, ask);
        let lists = [
            format!("[{good}, {absent}]"),
            format!("[{good}, {{ \"kind\": \"more\" }}]"),
            format!("[{good}]"),
        ];
        let mut changed = engine.clone();
        for (list, actor) in lists.iter().zip(["system", "system", "user:nobody"]) {
            let allowed = changed.clone().apply(&data(&format!("[{good}]")), actor, None).is_ok();
            if list == &lists[2] && allowed {
                continue; // what `anyone` may do, nobody is refused
            }
            must(changed.apply(&data(list), actor, None).is_err(), || {
                format!("{actor} is not refused: {list}")
            })?;
            let same =
                changed.revision() == engine.revision() && all_decisions(world, &changed, ask) == before;
            must(same, || format!("refused, but something changed: {list}"))?;
        }
        Ok(())
    });
}

#[test]
fn a_cell_that_is_set_counts_and_setting_it_back_leaves_no_trace() {
    holds(250, 1, &|world, engine, ask, dice| {
        let tool = dice.below(world.tools.len().max(1));
        let Some(tool) = world.tools.get(tool) else { return Ok(()) };
        let (columns, rows) = (world.columns(tool), tool.actions.len());
        let row = dice.below(rows);
        let (Some(column), Some(action)) = (dice.one(&columns).cloned(), tool.actions.get(row)) else {
            return Ok(());
        };
        let footnotes: Vec<String> = world.footnotes.iter().map(|footnote| footnote.name.clone()).collect();
        let new = cell(dice, false, &footnotes);
        let old =
            action.cells.iter().find(|(name, _)| *name == column).map_or(Cell::No, |(_, cell)| cell.clone());
        let name = format!("{}.{}", tool.name, action.name);
        let mut changed = engine.clone();
        let list = |cell: &Cell| data(&format!("[{}]", setting_cell(&name, &column, cell)));
        let set = changed.apply(&list(&new), "system", None).is_ok();
        let fresh = self::engine(&with_cell(world, &name, &column, &new));
        must(set == fresh.is_ok(), || {
            format!("{name} {column} {new:?}: set {set}, but read {}", fresh.is_ok())
        })?;
        if let Ok(fresh) = fresh {
            let same = all_decisions(world, &changed, ask) == all_decisions(world, &fresh, ask);
            must(same, || format!("{name} {column} set to {new:?} makes another engine than its catalog"))?;
            changed.apply(&list(&old), "system", None).map_err(|refused| refused.error.to_string())?;
        }
        let back = all_decisions(world, &changed, ask) == all_decisions(world, engine, ask);
        must(back, || format!("{name} {column} set to {new:?} and back leaves a trace"))
    });
}

fn with_cell(world: &World, name: &str, column: &str, cell: &Cell) -> World {
    let mut world = world.clone();
    for tool in &mut world.tools {
        for action in
            tool.actions.iter_mut().filter(|action| name == format!("{}.{}", tool.name, action.name))
        {
            action.cells.retain(|(known, _)| known != column);
            action.cells.push((column.to_owned(), cell.clone()));
        }
    }
    world
}

/// The order of users, groups, members, resources and grants in the facts means nothing.
#[test]
fn the_order_of_facts_means_nothing() {
    holds(250, 1, &|world, engine, ask, dice| {
        let mut shuffled = world.clone();
        dice.shuffle(&mut shuffled.users);
        dice.shuffle(&mut shuffled.groups);
        shuffled.groups.iter_mut().for_each(|group| dice.shuffle(&mut group.members));
        dice.shuffle(&mut shuffled.places);
        dice.shuffle(&mut shuffled.grants);
        let other = self::engine(&shuffled).map_err(|error| error.to_string())?;
        let plain = |engine: &Engine| -> Vec<_> {
            let all = all_decisions(world, engine, ask).into_iter();
            all.map(|one| (one.answer, one.reason, one.missing, one.valid_until)).collect()
        };
        must(plain(&other) == plain(engine), || "shuffled facts answer otherwise".into())?;
        let copy = all_decisions(world, &engine.clone(), ask) == all_decisions(world, engine, ask);
        must(copy, || "a clone answers otherwise".into())
    });
}

/// S16: facts that changes made are those that were read. Nothing but the order of things may tell them apart.
#[test]
fn a_world_made_by_changes_is_the_world_that_is_read() {
    holds(400, 6, &|world, _, ask, _| {
        let kind = |grant: &Grant| kind(world, grant);
        let world = &shared_freely(&each_grant_once(world), &kind);
        let read = self::engine(world).map_err(|error| error.to_string())?;
        let mut made = self::engine(&emptied(world)).map_err(|error| error.to_string())?;
        let changes = data(&making(world, &kind));
        made.apply(&changes, "system", None).map_err(|refused| refused.error.to_string())?;
        same_answers(world, &made, &read, ask)
    });
}

/// A world as it is where shares can be given by changes, and engines that these made: one of all of it, and where somebody and
/// something in it can go, one without these.
fn left_by_changes(world: &World, dice: &mut Dice) -> Result<(World, Vec<Engine>), String> {
    let kind = |grant: &Grant| kind(world, grant);
    let world = shared_freely(&each_grant_once(world), &kind);
    let mut engine = self::engine(&emptied(&world)).map_err(|error| error.to_string())?;
    let mut apply = |changes: &str| {
        let applied = engine.apply(&data(changes), "system", None);
        applied.map(|_| engine.clone()).map_err(|refused| refused.error.to_string())
    };
    let mut left = vec![apply(&making(&world, &kind))?];
    if let (Some(user), Some(place)) = (dice.one(&world.users), dice.one(&world.places))
        && let Some((changes, _)) = without(&world, &user.name, &place.name)
    {
        left.push(apply(&changes)?);
    }
    Ok((world, left))
}

/// What is added to what was read counts as if it had been read.
#[test]
fn what_is_added_counts_like_what_was_there() {
    holds(1500, 2, &|world, _, ask, dice| {
        let kind = |grant: &Grant| kind(world, grant);
        let mut world = shared_freely(&each_grant_once(world), &kind);
        if dice.chance(50) {
            // What everybody has hides what a fresh member of a group should have.
            world.grants.retain(|grant| grant.to.contains(':'));
        }
        let world = &world;
        let read = self::engine(world).map_err(|error| error.to_string())?;
        let (less, changes) = lacking(world, dice, &kind);
        let mut made = self::engine(&less).map_err(|error| error.to_string())?;
        made.apply(&data(&changes), "system", None).map_err(|refused| refused.error.to_string())?;
        same_answers(world, &made, &read, ask)
    });
}

/// What was read and what changes made are one in a snapshot; and who gets the changes as a delta is in the same state.
#[test]
fn snapshots_and_deltas_have_the_same_answers() {
    holds(400, 3, &|world, _, ask, dice| {
        let kind = |grant: &Grant| kind(world, grant);
        let world = shared_freely(&each_grant_once(world), &kind);
        let (less, changes) = lacking(&world, dice, &kind);
        let mut made = self::engine(&less).map_err(|error| error.to_string())?;
        let mut replica = Engine::from_snapshot(made.snapshot()).map_err(|error| error.to_string())?;
        made.apply(&data(&changes), "system", None).map_err(|refused| refused.error.to_string())?;
        let opened = Engine::from_snapshot(made.snapshot()).map_err(|error| error.to_string())?;
        same_answers(&world, &opened, &made, ask)?;
        let delta = made.delta(0).map_err(|error| error.to_string())?;
        replica.apply_delta(&delta).map_err(|refused| refused.error.to_string())?;
        same_answers(&world, &replica, &made, ask)?;
        must(replica.snapshot() == made.snapshot(), || "the snapshots differ".into())
    });
}

/// Whoever comes and goes again leaves no trace, in grants, groups, places or attributes.
#[test]
fn what_comes_and_goes_leaves_no_trace() {
    holds(400, 6, &|world, _, ask, _| {
        let kind = |grant: &Grant| kind(world, grant);
        let world = &shared_freely(world, &kind);
        let engine = self::engine(world).map_err(|error| error.to_string())?;
        let mut after = engine.clone();
        let changes = data(&detours(world, &kind));
        after.apply(&changes, "system", None).map_err(|refused| refused.error.to_string())?;
        same_answers(world, &after, &engine, ask)
    });
}

/// S17, S19: without those who were deleted, the world is as if they had never been.
#[test]
fn who_is_deleted_has_never_been() {
    holds(600, 4, &|world, engine, ask, dice| {
        let (Some(user), Some(place)) = (dice.one(&world.users), dice.one(&world.places)) else {
            return Ok(());
        };
        let Some((changes, less)) = without(world, &user.name, &place.name) else { return Ok(()) };
        let fresh = self::engine(&less).map_err(|error| error.to_string())?;
        let mut after = engine.clone();
        after.apply(&data(&changes), "system", None).map_err(|refused| refused.error.to_string())?;
        same_answers(&less, &after, &fresh, ask)?;
        same_answers(world, &after, &fresh, ask)
    });
}

/// By names and by handles.
fn same_answers(world: &World, one: &Engine, other: &Engine, ask: &Ask) -> Result<(), String> {
    let (found, expected) = (decide(one, ask), decide(other, ask));
    let plain = |decision: &Decision| {
        let Decision { answer, reason, missing, valid_until, .. } = decision.clone();
        (answer, reason, missing, valid_until)
    };
    must(plain(&found) == plain(&expected), || format!("{found:?}, but read {expected:?}"))?;
    for action in world.actions() {
        for (user, place) in
            world.users.iter().flat_map(|user| world.places.iter().map(move |place| (user, place)))
        {
            let (found, expected) =
                (by_handles(one, user, &action, place, ask), by_handles(other, user, &action, place, ask));
            must(found == expected, || format!("{} {action} {}: {found}", user.name, place.name))?;
        }
    }
    Ok(())
}

fn by_handles(engine: &Engine, user: &User, action: &str, place: &Place, ask: &Ask) -> bool {
    let (facts, catalog) = (engine.facts(), engine.catalog());
    let user = facts.user(&user.name).map(|user| facts.handle(user));
    let known = (user, catalog.action(action), facts.resource(&place.name));
    let (Some(user), Some(action), Some(place)) = known else { return false };
    let later = || engine.can_at(user, action, place, ask.now.map(Time));
    engine.can(user, action, place).unwrap_or_else(later)
}

/// The generator makes what the laws are about; otherwise they would hold for nothing.
#[test]
fn worlds_and_questions_are_of_every_kind() {
    let mut codes: Vec<(String, u32)> = Vec::new();
    for seed in 0..400 {
        let world = world(seed);
        let engine =
            engine(&world).unwrap_or_else(|error| panic!("world {seed}: {error}\n{}", shown(&world)));
        let mut dice = Dice::new(seed);
        for _ in 0..20 {
            let code = decide(&engine, &ask(&mut dice, &world)).reason.as_str();
            match codes.iter_mut().find(|(known, _)| known == code) {
                Some((_, count)) => *count += 1,
                None => codes.push((code.to_owned(), 1)),
            }
        }
    }
    codes.sort();
    let of = |code: &str| codes.iter().find(|(known, _)| known == code).map_or(0, |(_, count)| *count);
    let all = ["granted", "no_grant", "never", "ceiling", "condition", "missing", "unknown_subject"];
    for code in all.iter().chain(&["unknown_action", "unknown_resource", "not_here"]) {
        assert!(of(code) >= 40, "{code} comes up {} times in 8000: {codes:?}", of(code));
    }
    assert_eq!(of("limit"), 0, "these worlds are small");
}

/// S11: a denial by a ceiling names all that cut, and no other decision names one: without those, none cuts.
#[test]
fn the_ceilings_that_cut_are_named() {
    holds(400, 20, &|world, engine, ask, _| {
        let Decision { reason, ceilings, .. } = decide(engine, ask);
        let named = !ceilings.is_empty();
        let fits = if named {
            matches!(reason, Reason::Ceiling | Reason::Missing)
        } else {
            reason != Reason::Ceiling
        };
        must(fits, || format!("{reason:?} with ceilings {ceilings:?}"))?;
        if !named {
            return Ok(());
        }
        let mut less = world.clone();
        less.ceilings.retain(|ceiling| !ceilings.contains(&ceiling.name));
        let uncut = decide(&self::engine(&less).map_err(|error| error.to_string())?, ask);
        let cut = uncut.reason == Reason::Ceiling || !uncut.ceilings.is_empty();
        must(!cut, || format!("named are {ceilings:?}, without them {uncut:?}"))
    });
}

/// What lint says of a catalog is so, whatever is asked.
#[test]
fn lint_says_what_is_so() {
    holds(400, 10, &|_, engine, ask, _| {
        let decision = decide(engine, ask);
        let refuted = engine.lint().into_iter().find(|problem| is_refuted(problem, ask, &decision));
        must(refuted.is_none(), || format!("{refuted:?}, but {decision:?}"))
    });
}

/// Whether a decision shows that a problem is none.
fn is_refuted(problem: &Problem, ask: &Ask, decision: &Decision) -> bool {
    let row = format!("tools.{}", ask.action.replacen('.', ".actions.", 1));
    let names = |name: &str| {
        let path = match name.split_once('.') {
            Some((tool, own)) => format!("tools.{tool}.conditions.{own}"),
            None => format!("conditions.{name}"),
        };
        path == problem.path
    };
    let footnote = || decision.paths.iter().any(|path| path.condition.as_deref().is_some_and(names));
    let column =
        |name: &str| format!("{row}.cells.{}", name.rsplit('.').next().unwrap_or(name)) == problem.path;
    let cell = || decision.paths.iter().any(|path| column(&path.column));
    match (problem.code, decision.reason) {
        ("nobody" | "todo", Reason::Granted) => problem.path == row,
        ("never_true", Reason::Granted) | ("always_true" | "never_false", Reason::Condition) => footnote(),
        ("unreachable", Reason::Granted | Reason::Never) => cell(),
        ("never_true", Reason::Ceiling | Reason::Missing) => {
            decision.ceilings.iter().any(|name| format!("ceilings.{name}") == problem.path)
        }
        _ => false,
    }
}

/// Worlds have what lint finds; otherwise the law would hold for nothing.
#[test]
fn lint_has_something_to_say_of_worlds() {
    let problems: Vec<_> = (0..400).flat_map(|seed| engine(&world(seed)).expect("a world").lint()).collect();
    for code in ["nobody", "todo", "never_true", "never_false", "always_true", "unreachable"] {
        let count = problems.iter().filter(|problem| problem.code == code).count();
        assert!(count >= 10, "{code} comes up {count} times in 400 worlds");
    }
}
