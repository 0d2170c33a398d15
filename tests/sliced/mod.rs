//! What a slice says of its subject is what the whole engine says, and of nobody else it says anything.

use super::world::{Ask, World, text};
use super::{Dice, by_handles, decide, holds, left_by_changes, must, open, written};
use permatrix::{Decision, Engine, Question, Reason, Time, Truth};

/// The slice of a user, and its bytes without the catalog, which is the same for all.
fn slice(engine: &Engine, user: &str) -> Result<(Engine, Vec<u8>), String> {
    let words = engine.slice(user).map_err(|error| error.to_string())?;
    let trees = [8, 9, 10].map(|place| words[place] as usize);
    let begin = words.len() - trees.iter().map(|length| length.div_ceil(4)).sum::<usize>();
    let bytes = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let catalog = trees[0].div_ceil(4);
    let told = [bytes(&words[..begin]), bytes(&words[begin + catalog..])].concat();
    Ok((Engine::from_snapshot(words).map_err(|error| error.to_string())?, told))
}

fn is_left_out(slice: &Engine, resource: &str) -> bool {
    slice.facts().resource(resource.split('/').next().unwrap_or_default()).is_none()
}

/// Whether footnotes or ceilings look at people other than the subject.
fn looks_at_others(world: &World) -> bool {
    let rules = world.footnotes.iter().filter_map(|footnote| footnote.rule.as_ref());
    let mut rules = rules.chain(world.ceilings.iter().map(|ceiling| &ceiling.when)).map(text::rule);
    rules.any(|rule| ["owner", "team", "boss", "visitor", "user:"].iter().any(|other| rule.contains(other)))
}

/// The same decision; or a denial, because a slice cannot know. Until when it is valid may be another moment where others are
/// looked at: what they turn at is not in the slice.
fn agree(world: &World, part: &Decision, whole: &Decision) -> Result<(), String> {
    if part.reason == Reason::NotInSlice {
        return must(!part.allowed(), || format!("allowed, though {part:?}"));
    }
    let others = looks_at_others(world);
    let plain = |decision: &Decision| {
        let Decision { answer, reason, missing, valid_until, requestable, .. } = decision.clone();
        (answer, reason, missing, valid_until.filter(|_| !others), requestable.map(|(kind, _)| kind))
    };
    must(plain(part) == plain(whole), || format!("the slice says {part:?}, the whole {whole:?}"))
}

/// S14: before `validUntil`, the whole decides as the slice does now.
fn stays(slice: &Engine, whole: &Engine, ask: &Ask) -> Result<(), String> {
    let first = decide(slice, ask);
    let (Some(now), true) = (ask.now, first.reason != Reason::NotInSlice) else { return Ok(()) };
    let end = first.valid_until.map_or(now + 100_000, |Time(until)| until);
    for at in [now + 1, i64::midpoint(now, end), end - 1].map(|at| at.min(end - 1)) {
        let later = decide(whole, &Ask { now: Some(at), ..ask.clone() });
        must(later.allowed() == first.allowed(), || format!("at {now} {first:?}, but at {at} {later:?}"))?;
    }
    Ok(())
}

#[test]
fn a_slice_decides_about_its_subject_as_the_whole_does() {
    holds(400, 6, &|world, engine, ask, _| {
        for user in &world.users {
            let (slice, _) = slice(engine, &user.name)?;
            let ask = Ask { subject: user.name.clone(), ..ask.clone() };
            agree(world, &decide(&slice, &ask), &decide(engine, &ask))?;
            stays(&slice, engine, &ask)?;
            let (part, whole) = (open(&slice, &ask), open(engine, &ask));
            let fits = part == whole || part == Truth::Unknown || is_left_out(&slice, &ask.resource);
            must(fits || decide(&slice, &ask).reason == Reason::NotInSlice, || {
                format!("for {} a screen says {part:?}, of the whole {whole:?}", user.name)
            })?;
        }
        Ok(())
    });
}

/// Everything plain: about all resources, by names and by handles; and what is left out is what he can do nothing on.
#[test]
fn a_slice_has_everything_its_subject_can_do_something_on() {
    holds(250, 1, &|world, engine, ask, _| {
        for user in &world.users {
            let (slice, _) = slice(engine, &user.name)?;
            for place in &world.places {
                for action in world.actions() {
                    let question = Question {
                        now: ask.now.map(Time),
                        ..Question::new(&user.name, &action, &place.name)
                    };
                    let (part, whole) = (slice.decide(&question), engine.decide(&question));
                    agree(world, &part, &whole)?;
                    let quick = [&slice, engine].map(|one| by_handles(one, user, &action, place, ask));
                    let fits = quick[0] == quick[1] || part.reason == Reason::NotInSlice && !quick[0];
                    must(fits, || format!("{question:?} by handles: {quick:?}"))?;
                    let left_out = is_left_out(&slice, &place.name);
                    let unsaid = part.reason == Reason::NotInSlice;
                    must(!unsaid || left_out || looks_at_others(world), || {
                        format!("{question:?} asks about nobody else, but is not in the slice")
                    })?;
                    must(!left_out || engine.ask(&question) == Truth::No, || {
                        format!("{question:?} is left out, but may be allowed")
                    })?;
                }
            }
        }
        Ok(())
    });
}

#[test]
fn a_slice_knows_of_nobody_else() {
    holds(250, 1, &|world, engine, ask, _| {
        for user in &world.users {
            let (slice, told) = slice(engine, &user.name)?;
            let is_told = |name: &str| told.windows(name.len()).any(|part| part == name.as_bytes());
            must(is_told(&user.name), || format!("{} is not in the slice", user.name))?;
            for other in world.users.iter().filter(|other| other.name != user.name) {
                must(!is_told(&other.name), || format!("the slice of {} tells {}", user.name, other.name))?;
                let asked = Ask { subject: other.name.clone(), ..ask.clone() };
                let decision = decide(&slice, &asked);
                let refused = [Reason::NotInSlice, Reason::UnknownAction, Reason::UnknownResource];
                must(refused.contains(&decision.reason), || format!("of {} {decision:?}", other.name))?;
                must(open(&slice, &asked) == Truth::No, || format!("a screen for {}", other.name))?;
            }
            let groups = engine.facts().groups().map(|group| engine.facts().group_name(group));
            for group in groups.filter(|group| slice.facts().group(group).is_none()) {
                must(!is_told(group), || format!("the slice of {} tells {group}", user.name))?;
            }
            for place in world.places.iter().filter(|place| is_left_out(&slice, &place.name)) {
                must(!is_told(&place.name), || format!("the slice of {} tells {}", user.name, place.name))?;
            }
        }
        Ok(())
    });
}

/// A slice of what changes made, also of what they took away: it is taken out of the overlay as out of the tables.
#[test]
fn a_slice_of_what_changes_left_answers_as_that_does() {
    holds(150, 2, &|world, _, ask, dice| {
        let (world, left) = left_by_changes(world, dice)?;
        let world = &world;
        for engine in left {
            for user in world.users.iter().filter(|user| engine.facts().user(&user.name).is_some()) {
                let (slice, told) = slice(&engine, &user.name)?;
                let ask = Ask { subject: user.name.clone(), ..ask.clone() };
                agree(world, &decide(&slice, &ask), &decide(&engine, &ask))?;
                for (place, action) in world
                    .places
                    .iter()
                    .flat_map(|place| world.actions().into_iter().map(move |action| (place, action)))
                {
                    let question = Question::new(&user.name, &action, &place.name);
                    agree(world, &slice.decide(&question), &engine.decide(&question))?;
                }
                let other = world.users.iter().find(|other| {
                    other.name != user.name
                        && told.windows(other.name.len()).any(|part| part == other.name.as_bytes())
                });
                must(other.is_none(), || format!("the slice of {} tells {other:?}", user.name))?;
            }
        }
        Ok(())
    });
}

/// What a slice cannot say is little: otherwise the laws above would hold for nothing.
#[test]
fn slices_have_most_answers() {
    let (mut all, mut unsaid) = (0, 0);
    for seed in 0..150 {
        let world = super::world(seed);
        let engine = super::engine(&world).expect("a world");
        let mut dice = Dice::new(seed);
        for user in &world.users {
            let (slice, _) = slice(&engine, &user.name).expect("a slice");
            for _ in 0..6 {
                let ask = Ask { subject: user.name.clone(), ..super::ask(&mut dice, &world) };
                all += 1;
                let question = written(&slice, &ask);
                unsaid += usize::from(slice.decide(&question.question()).reason == Reason::NotInSlice);
            }
        }
    }
    assert!(unsaid * 4 < all && unsaid > 30, "{unsaid} of {all} are not in the slice");
}

/// The slice of a world is written again as it is.
#[test]
fn a_slice_that_is_opened_is_written_as_it_was() {
    holds(100, 1, &|world: &World, engine, _, _| {
        for user in &world.users {
            let words = engine.slice(&user.name).map_err(|error| error.to_string())?;
            let slice = Engine::from_snapshot(words.clone()).map_err(|error| error.to_string())?;
            must(slice.snapshot() == words, || format!("the slice of {}", user.name))?;
        }
        Ok(())
    });
}
