//! Cedar decides as the matrix does. A random world (catalog and facts, from the generator of the laws) is translated to
//! Cedar policies and entities, and both are asked the same questions.
//!
//! **Translation.** It reads the world's own data and never the engine.
//!
//! | here | in Cedar |
//! |---|---|
//! | users, groups in groups, `everyone` | entities with parents; `anyone` is a policy without a principal |
//! | resources, those of the question's path too | entities; each lies in its parent and in an entity for its type |
//! | a grant | for each cell that it opens, `permit(principal in …, action == …, resource in …)` |
//! | `never`, ceilings | `forbid` |
//! | footnotes, ends and conditions of grants | `when`; times are whole numbers, `now` is in the context |
//! | attributes, from the facts or the question | attributes; one that is absent is left out |
//!
//! **Highest wins.** Cedar knows no order among grants. The policy of a level says `unless` a higher level *may* be held
//! (a grant that reaches here and does not certainly not count) whose own cell does not certainly give the action. A
//! `never` at a level forbids when that level may be held and no higher one certainly is. So nothing is worked out
//! beforehand but what each grant gives: which of the grants are for the principal, reach the resource and count is for
//! Cedar to say.
//!
//! **Unknown.** What Cedar cannot evaluate is an error, and it skips the policy: right for a `permit`, an open door for a
//! `forbid`. Each condition becomes two expressions that cannot fail, *certainly yes* and *certainly no* (`footnote.rs`);
//! `permit` asks for the first and `forbid` for the absence of the second. An error in Cedar fails the test.
//!
//! **Left out**, because Cedar cannot ask about its own decisions or about grants: `level`, `holds`, `can` and `member` in
//! conditions; ladders borrowed from the item's tool; guests (S13); and `<` between texts. `plain.rs` puts something else
//! in their place. Reasons and `validUntil` have no counterpart: what is compared is whether it is allowed.
//!
//! **It can fail.** Seven mistakes made on purpose were each found within ten seconds and shown with one tool, one action,
//! at most two cells, two grants and one user: `never` ignored, the last level winning instead of the highest, the end of
//! a grant ignored or counted one millisecond late, a level that may be held ignored, granulars acting at every level, an
//! unknown ceiling letting through.
//!
//! `PERMATRIX_ORACLE_WORLDS=20000 cargo test -p permatrix-oracles --test cedar` asks about so many worlds;
//! `PERMATRIX_ORACLE_FIRST=7` begins with the seventh.

mod entity;
mod footnote;
mod holding;
mod path;
mod plain;
mod policy;
mod text;
#[path = "../seeds/mod.rs"]
mod seeds;
#[path = "../../../tests/world/mod.rs"]
#[allow(dead_code)] // the laws need more of it
mod world;

use cedar_policy::{Authorizer, Entities, PolicySet};
use permatrix::decide::Written;
use permatrix::{Data, Engine};
use seeds::{Counts, came_up, count, each};
use world::asks::ask;
use world::make::Dice;
use world::shrink::smallest;
use world::{Ask, World};

const WORLDS: u64 = 4000;
const QUESTIONS: usize = 40;

/// Who a list of users can name: all known ones, and the one that attributes name although nobody knows it.
fn people(world: &World) -> Vec<String> {
    world.users.iter().map(|user| user.name.clone()).chain(["user:ghost".to_owned()]).collect()
}

/// A world as Cedar has it.
struct Rival {
    text: String,
    policies: PolicySet,
    facts: Entities,
}

impl Rival {
    fn new(world: &World) -> Self {
        let text = policy::policies(world, &people(world));
        let policies = text.parse().unwrap_or_else(|error| panic!("{error:?}\n{text}"));
        Self { text, policies, facts: entity::facts(world) }
    }

    fn allows(&self, world: &World, ask: &Ask) -> bool {
        let (facts, request) = entity::question(world, &self.facts, ask);
        let response = Authorizer::new().is_authorized(&request, &self.policies, &facts);
        let errors: Vec<String> = response.diagnostics().errors().map(ToString::to_string).collect();
        assert!(errors.is_empty(), "a translated policy failed: {errors:?}\n{}", self.text);
        response.decision() == cedar_policy::Decision::Allow
    }
}

/// Whether the engine allows it, and its reason.
fn ours(engine: &Engine, ask: &Ask) -> (bool, &'static str) {
    let data: Data<'_> = world::text::question(ask).parse().expect("a question is JSON");
    let written = Written::read(&data, engine.catalog()).expect("the question fits the catalog");
    let decision = engine.decide(&written.question());
    (decision.allowed(), decision.reason.as_str())
}

fn engine(world: &World) -> permatrix::Result<Engine> {
    Engine::from_json(&world::text::catalog(world), &world::text::facts(world))
}

fn differ(world: &World, ask: &Ask) -> bool {
    engine(world).is_ok_and(|engine| ours(&engine, ask).0 != Rival::new(world).allows(world, ask))
}

/// The smallest world and question that still show the disagreement.
fn shown(seed: u64, world: World, ask: &Ask) -> String {
    let small = smallest(world, &|world| differ(world, ask));
    let mut least = ask.clone();
    for part in [
        |ask: &mut Ask| ask.item.clear(),
        |ask: &mut Ask| ask.person.clear(),
        |ask: &mut Ask| ask.context.clear(),
        |ask: &mut Ask| ask.now = None,
    ] {
        let mut less = least.clone();
        part(&mut less);
        if differ(&small, &less) {
            least = less;
        }
    }
    let small = smallest(small, &|world| differ(world, &least));
    let rival = Rival::new(&small);
    let engine = engine(&small).expect("it was read before");
    format!(
        "world {seed}: the engine says {:?}, Cedar {}\nquestion: {}\ncatalog: {}\nfacts: {}\nCedar:\n{}",
        ours(&engine, &least),
        rival.allows(&small, &least),
        world::text::question(&least),
        world::text::catalog(&small),
        world::text::facts(&small),
        rival.text,
    )
}

/// Mostly questions that the matrix answers, some that end before it.
fn worth_asking(dice: &mut Dice, world: &World) -> Ask {
    for _ in 0..6 {
        let ask = ask(dice, world);
        if path::concerns(world, &ask.action, &ask.resource) || dice.chance(5) {
            return ask;
        }
    }
    ask(dice, world)
}

/// Asks about one world, and counts the reasons of the engine.
fn asked(seed: u64, reasons: &mut Counts) -> Result<(), String> {
    let world = plain::plain(world::make::world(seed));
    let engine = engine(&world).map_err(|error| format!("world {seed}: {error}"))?;
    let rival = Rival::new(&world);
    let mut dice = Dice::new(seed ^ (1 << 41));
    for _ in 0..QUESTIONS {
        let ask = worth_asking(&mut dice, &world);
        let (allowed, reason) = ours(&engine, &ask);
        if allowed != rival.allows(&world, &ask) {
            return Err(shown(seed, world, &ask));
        }
        count(reasons, reason);
    }
    Ok(())
}

#[test]
fn cedar_decides_the_same() {
    let reasons = each(WORLDS, asked);
    let ours = ["granted", "no_grant", "never", "ceiling", "condition", "missing", "unknown_subject"];
    came_up(&reasons, &ours);
}
