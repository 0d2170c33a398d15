//! A set of questions, to see whether an engine answers at all, without contradicting itself, and the same as another.

use crate::Data;
use crate::world::make::{BASE, Dice};
use permatrix::facts::Principal;
use permatrix::grid::Scope;
use permatrix::{Decision, Engine, Question, Reason, Time, Truth, shape};

pub struct Probe {
    asks: Vec<[String; 3]>,
    now: Option<Time>,
}

impl Probe {
    /// About known and unknown things of an engine.
    pub fn new(dice: &mut Dice, engine: &Engine, many: usize) -> Self {
        let facts = engine.facts();
        let mut users: Vec<&str> = facts.users().map(|user| facts.user_name(user)).collect();
        let mut places: Vec<String> =
            facts.resources().map(|place| facts.resource_name(place).to_owned()).collect();
        let mut actions: Vec<&str> =
            engine.catalog().actions().iter().map(|action| action.name.as_str()).collect();
        users.push("user:nobody");
        places.push("nowhere:1".to_owned());
        actions.push("nothing.done");
        let types = engine.catalog().types();
        let mut pick = || {
            let place = &places[dice.below(places.len())];
            let beneath = dice.one(types).filter(|_| dice.chance(20));
            let place = beneath.map_or(place.clone(), |kind| format!("{place}/{}:new", kind.name));
            [users[dice.below(users.len())].to_owned(), actions[dice.below(actions.len())].to_owned(), place]
        };
        let asks = (0..many).map(|_| pick()).collect();
        Self { asks, now: dice.chance(60).then(|| Time(BASE + dice.number(100) * 86_400_000)) }
    }

    /// All answers; an error when two ways to one answer differ.
    pub fn answers(&self, engine: &Engine) -> Result<Vec<(Decision, Truth)>, String> {
        let answer = |[subject, action, resource]: &[String; 3]| {
            let question = Question { now: self.now, ..Question::new(subject, action, resource) };
            let (decision, screen) = (engine.decide(&question), engine.ask(&question));
            sound(engine, &question, &decision, screen).map_err(|why| {
                format!("{subject} {action} {resource} at {:?}: {why}: {decision:?}", self.now)
            })?;
            Ok((decision, screen))
        };
        self.asks.iter().map(answer).collect()
    }
}

/// What holds of every decision.
pub fn sound(
    engine: &Engine,
    question: &Question<'_>,
    decision: &Decision,
    screen: Truth,
) -> Result<(), String> {
    let (facts, catalog) = (engine.facts(), engine.catalog());
    let (allowed, reason) = (decision.allowed(), decision.reason);
    let must = |holds: bool, otherwise: &str| if holds { Ok(()) } else { Err(otherwise.to_owned()) };
    must(allowed == (reason == Reason::Granted), "the reason is another than the answer")?;
    must(
        decision.missing.is_empty() == (reason != Reason::Missing),
        "what is missing is named when it is the reason",
    )?;
    must(decision.valid_until.is_none_or(|until| Some(until) > question.now), "it ended before it began")?;
    let action = catalog.action(question.action);
    must(action.is_some() || !allowed, "an unknown action is allowed")?;
    let root = question.resource.split('/').next().unwrap_or_default();
    must(facts.resource(root).is_some() || !allowed, "allowed on an unknown resource")?;
    let open_to_anyone = !facts.grants_to(Principal::Anyone).is_empty();
    must(facts.user(question.subject).is_some() || open_to_anyone || !allowed, "a stranger is allowed")?;
    let plain = question.given == permatrix::Given::default();
    if plain && reason != Reason::Limit {
        let contradicted = if allowed { Truth::No } else { Truth::Yes };
        must(screen != contradicted, "the screen says otherwise")?;
    }
    let known = (facts.user(question.subject), action, facts.resource(question.resource));
    if let (Some(user), Some(action), Some(resource), true) = (known.0, known.1, known.2, plain) {
        let handle = facts.handle(user);
        let quick = engine.can(handle, action, resource);
        must(quick.is_none_or(|quick| quick == allowed), "by handles it is otherwise")?;
        must(
            engine.can_at(handle, action, resource, question.now) == allowed,
            "by handles and time it is otherwise",
        )?;
    }
    let Ok((tried, mails)) = engine.attempt(question) else { return Ok(()) }; // a slice tells nobody
    must(tried == *decision && (mails.is_empty() || !allowed), "tried, it is otherwise")?;
    let _ = shape::attempted(decision, &mails, engine);
    Ok(())
}

/// All that can be seen of an engine without asking: it must come out, and be the same for the same.
pub fn seen(engine: &Engine) -> Vec<Data> {
    let (catalog, facts) = (engine.catalog(), engine.facts());
    let mut seen = vec![shape::catalog(catalog), shape::problems(&engine.lint())];
    seen.extend(shape::facts(engine)); // without names there are none
    seen.extend(engine.requests(None, None).map(|all| shape::requests(&all, 0, 100, engine)));
    let user = facts.users().last().map(|user| facts.user_name(user));
    for place in facts.resources().take(5).map(|place| facts.resource_name(place)) {
        let scope = Scope { subject: user, resource: Some(place), ..Scope::default() };
        seen.extend(shape::matrix(engine, &scope));
        seen.extend(user.map(|user| shape::what_can(&engine.what_can(user, place, None), catalog)));
        seen.extend(engine.members(place).map(|all| shape::members(&all, 0, 100, engine)));
    }
    for tool in catalog.tools().iter().take(5) {
        seen.extend(shape::matrix(engine, &Scope { tool: Some(&tool.name), ..Scope::default() }));
    }
    seen
}
