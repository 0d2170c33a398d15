//! Laws of changes: who can make them, what they come to, and who is in the lists afterwards (S16, S18-S20).

use crate::reference::change::attempted;
use crate::reference::sharing::{Listed, s19_members, s19_rank};
use crate::reference::{self, Verdict};
use crate::world::asks::ask;
use crate::world::change::{Attempt, attempt};
use crate::world::make::{Dice, world};
use crate::world::{Ask, Grant, What, World};
use crate::{data, decide, engine, holds, must, same};
use permatrix::{Engine, Time};

/// What became of an attempt: nothing, or the code with which it was refused.
type Outcome = Result<(), String>;

fn try_it(engine: &mut Engine, attempt: &Attempt) -> Outcome {
    let list = data(&format!("[{}]", attempt.change.text()));
    match engine.apply(&list, &attempt.actor, attempt.now.map(Time)) {
        Ok(_) => Ok(()),
        Err(refused) => Err(refused.error.code().as_str().to_owned()),
    }
}

/// A world and an engine after some attempts, of which both made the same.
struct History {
    world: World,
    engine: Engine,
    told: Vec<String>,
}

impl History {
    fn of(world: &World, engine: &Engine, steps: usize, dice: &mut Dice) -> Result<Self, String> {
        let mut history = Self { world: world.clone(), engine: engine.clone(), told: Vec::new() };
        for _ in 0..steps {
            history.step(dice)?;
        }
        Ok(history)
    }

    fn step(&mut self, dice: &mut Dice) -> Result<(), String> {
        let Some(attempt) = attempt(dice, &self.world) else { return Ok(()) };
        let expected = attempted(&self.world, &attempt);
        let found = try_it(&mut self.engine, &attempt);
        let by = format!("{} by {} at {:?}", attempt.change.text(), attempt.actor, attempt.now);
        self.told.push(format!("{by}: {found:?}"));
        let code = expected.as_ref().map(|_| ()).map_err(|code| (*code).to_owned());
        must(code == found, || format!("the rules say {code:?}; {}", self.shown()))?;
        self.world = expected.unwrap_or_else(|_| self.world.clone());
        Ok(())
    }

    fn shown(&self) -> String {
        format!("after\n{}", self.told.join("\n"))
    }
}

/// S16, S18, S20: by whomever it is tried.
#[test]
fn changes_are_accepted_and_refused_as_the_rules_say() {
    holds(3000, 2, &|world, engine, _, dice| History::of(world, engine, 12, dice).map(|_| ()));
}

/// S19: what is moved, copied, deleted, shared and granted leaves the world that the rules say.
#[test]
fn after_changes_all_is_answered_as_the_rules_say() {
    holds(2000, 1, &|world, engine, asked, dice| {
        let after = History::of(world, engine, 8, dice)?;
        if after.world.users.is_empty() {
            return Ok(()); // made too small to ask about
        }
        let mut asks = plain_asks(&after.world, asked, dice);
        asks.extend((0..60).map(|_| ask(dice, &after.world)));
        for ask in asks {
            let (expected, found) =
                (reference::decide(&after.world, &ask, false), decide(&after.engine, &ask));
            let Verdict { answer, code } = expected;
            must(same(answer, found.answer) && code == found.reason.as_str(), || {
                format!("{ask:?}: the rules say {expected:?}, the engine {found:?}; {}", after.shown())
            })?;
        }
        Ok(())
    });
}

/// A part of what anybody could ask of anything that is there.
fn plain_asks(world: &World, like: &Ask, dice: &mut Dice) -> Vec<Ask> {
    let mut all = Vec::new();
    for user in &world.users {
        for action in world.actions() {
            for place in world.places.iter().filter(|_| dice.chance(25)) {
                let (subject, resource) = (user.name.clone(), place.name.clone());
                all.push(Ask { subject, action: action.clone(), resource, ..like.clone() });
            }
        }
    }
    all
}

/// S19: who is a member and who has a share, the highest first.
#[test]
fn lists_of_members_are_those_of_the_rules() {
    holds(1000, 1, &|world, engine, _, dice| {
        let after = History::of(world, engine, 5, dice)?;
        for place in &after.world.places {
            let (expected, found) =
                (s19_members(&after.world, &place.name), list(&after.engine, &place.name));
            let names = |list: &[Listed]| list.iter().map(|one| one.who.clone()).collect::<Vec<_>>();
            must(names(&expected) == names(&found), || {
                format!("{}: the rules say {expected:?}, the engine {found:?}; {}", place.name, after.shown())
            })?;
            for (expected, found) in expected.iter().zip(&found) {
                let fit = same_held(&after.world, &expected.grants, &found.grants)
                    && same_held(&after.world, &expected.shares, &found.shares);
                must(fit, || format!("{}: the rules say {expected:?}, the engine {found:?}", place.name))?;
            }
        }
        Ok(())
    });
}

/// The same grants, the highest first. Of equals, which levels of two tools can be, either may come first.
fn same_held(world: &World, expected: &[Grant], found: &[Grant]) -> bool {
    let sorted = |grants: &[Grant]| {
        let mut all: Vec<String> = grants.iter().map(|grant| format!("{grant:?}")).collect();
        all.sort();
        all
    };
    found.is_sorted_by_key(|grant| s19_rank(world, grant)) && sorted(expected) == sorted(found)
}

/// The engine's list, by names.
fn list(engine: &Engine, resource: &str) -> Vec<Listed> {
    let members = engine.members(resource).expect("a resource");
    members
        .iter()
        .map(|member| {
            let who = engine.facts().principal_name(member.who).to_owned();
            let named = |grants: &[permatrix::facts::Grant]| {
                grants.iter().map(|grant| by_names(engine, &who, grant)).collect()
            };
            let (grants, shares) = (named(&member.grants), named(&member.shares));
            Listed { who: who.clone(), grants, shares }
        })
        .collect()
}

fn by_names(engine: &Engine, to: &str, grant: &permatrix::facts::Grant) -> Grant {
    let name = engine.catalog().column_name(engine.granted(grant.bundle));
    let condition = grant.terms.condition.map(|id| engine.catalog().conditions()[id.index()].name.clone());
    Grant {
        to: to.to_owned(),
        what: if name.contains('.') { What::Column(name) } else { What::Role(name) },
        on: engine.facts().resource_name(grant.on).to_owned(),
        until: grant.terms.until.map(|Time(until)| until),
        condition,
    }
}

/// The generator makes what these laws are about.
#[test]
fn attempts_come_to_everything_there_is() {
    let mut codes: Vec<String> = Vec::new();
    for seed in 0..800 {
        let world = world(seed);
        let mut engine = engine(&world).expect("a world");
        let mut dice = Dice::new(seed);
        for attempt in (0..12).filter_map(|_| attempt(&mut dice, &world)) {
            let kind = if attempt.actor == "system" { "system" } else { "others" };
            let outcome = try_it(&mut engine, &attempt).err().unwrap_or_else(|| format!("made by {kind}"));
            codes.push(outcome);
        }
    }
    for (code, least) in [
        ("made by system", 800),
        ("made by others", 200),
        ("denied", 800),
        ("not_assignable", 60),
        ("not_shareable", 300),
        ("quota_per_item", 18),
        ("quota_per_principal", 18),
        ("quota_per_container", 8),
        ("not_there", 100),
        ("bad_value", 100),
        ("unknown_name", 100),
        ("duplicate_name", 50),
        ("cycle", 100),
    ] {
        let count = codes.iter().filter(|known| *known == code).count();
        assert!(count >= least, "{code} comes up {count} times in {}", codes.len());
    }
}
