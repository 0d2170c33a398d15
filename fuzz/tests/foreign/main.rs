//! Whatever is read from outside, damaged: catalogs, footnotes, facts, changes, questions, snapshots, deltas. The documents to begin with are
//! the catalogs and all cases; the damage is random, and the same in every run.
//!
//! Nothing panics, and everything ends. What is refused says why and where, and leaves no trace. What is accepted is
//! accepted in the same way again, answers every question, and does not contradict itself.
//!
//! `PERMATRIX_FUZZ_ATTEMPTS=100000 cargo test --profile fuzz -p permatrix-fuzz` makes so many attempts of each kind;
//! `PERMATRIX_FUZZ_FIRST=7` begins with the seventh.

mod attempts;
mod changes;
mod condition;
mod corpus;
mod errors;
mod hostile;
mod json;
mod probe;
mod text;
mod tree;
mod words;
#[path = "../../../tests/world/mod.rs"]
#[allow(dead_code)] // only its dice are needed
mod world;

use attempts::{Attempt, attempts};
use corpus::{Document, documents};
use errors::complete;
use permatrix::change::By;
use permatrix::decide::Written;
use permatrix::{Engine, LeftOut, Time};
use probe::{Probe, seen, sound};
use std::sync::LazyLock;
use world::make::{BASE, Dice};

/// Data that has been read, and can be damaged.
type Data = permatrix::Data<'static>;

static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(documents);

fn document(dice: &mut Dice) -> &'static Document {
    &DOCUMENTS[dice.below(DOCUMENTS.len())]
}

/// A text damaged as bytes or as data; an error when it is no text any more.
fn damaged(dice: &mut Dice, data: &Data, foreign: &Data) -> permatrix::Result<String> {
    if dice.chance(40) {
        return Data::decode(text::damaged(dice, &json::written(data)));
    }
    Ok(json::written(&tree::damaged(dice, data, foreign)))
}

/// Reads two texts, one of them damaged, and looks closely at what comes of it.
fn read(attempt: &mut Attempt<'_>, [catalog, facts]: [&str; 2]) -> Result<(), String> {
    attempt.input = format!("{catalog}\n\n{facts}");
    let read = || Engine::from_json(catalog, facts);
    let whole = format!("{{\"catalog\": {catalog}, \"facts\": {facts}}}");
    match read() {
        Ok(engine) => {
            attempt.count("accepted");
            accepted(attempt, &engine, [read(), Engine::from_document(&whole), reopened(&engine)])
        }
        Err(error) => {
            attempt.count(error.code().as_str());
            let text = if error.path().starts_with("catalog") { catalog } else { facts };
            complete(&error, Some(text))?;
            same(&read().err(), &Some(error), "read twice, it is refused otherwise")
        }
    }
}

/// What is accepted is accepted by every way there is, answers, and looks the same.
fn accepted(
    attempt: &mut Attempt<'_>,
    engine: &Engine,
    again: [permatrix::Result<Engine>; 3],
) -> Result<(), String> {
    let probe = Probe::new(&mut attempt.dice, engine, 60);
    let (answers, seen) = (probe.answers(engine)?, seen(engine));
    for other in again {
        let other = other.map_err(|error| format!("read again, it is refused: {error}"))?;
        same(&probe.answers(&other)?, &answers, "read twice, it answers otherwise")?;
        same(&self::seen(&other), &seen, "read twice, it looks otherwise")?;
    }
    Ok(())
}

/// Written and opened again.
fn reopened(engine: &Engine) -> permatrix::Result<Engine> {
    Engine::from_snapshot(engine.snapshot())
}

fn same<T: PartialEq>(one: &T, other: &T, otherwise: &str) -> Result<(), String> {
    if one == other { Ok(()) } else { Err(otherwise.to_owned()) }
}

#[test]
fn catalogs() {
    attempts("catalogs", 1000, &["accepted", "bad_json", "unknown_name", "unknown_key"], |attempt| {
        let (own, other) = (document(&mut attempt.dice), document(&mut attempt.dice));
        match damaged(&mut attempt.dice, &own.catalog, &other.catalog) {
            Ok(catalog) => read(attempt, [&catalog, &json::written(&own.facts)]),
            Err(error) => complete(&error, None),
        }
    });
}

#[test]
fn footnotes() {
    let foreign: Vec<String> = DOCUMENTS.iter().flat_map(|one| condition::texts(&one.catalog)).collect();
    let own: Vec<&Document> =
        DOCUMENTS.iter().filter(|one| !condition::texts(&one.catalog).is_empty()).collect();
    attempts("footnotes", 800, &["accepted", "bad_condition", "condition_type"], |attempt| {
        let own = own[attempt.dice.below(own.len())];
        let catalog = condition::damaged(&mut attempt.dice, &own.catalog, &foreign);
        read(attempt, [&json::written(&catalog), &json::written(&own.facts)])
    });
}

#[test]
fn facts() {
    attempts("facts", 1000, &["accepted", "bad_json", "unknown_name", "bad_type"], |attempt| {
        let (own, other) = (document(&mut attempt.dice), document(&mut attempt.dice));
        match damaged(&mut attempt.dice, &own.facts, &other.facts) {
            Ok(facts) => read(attempt, [&json::written(&own.catalog), &facts]),
            Err(error) => complete(&error, None),
        }
    });
}

/// A document that ends too early is never taken for a whole one.
#[test]
fn a_part_of_a_document_is_none() {
    attempts("a_part_of_a_document_is_none", 1000, &[], |attempt| {
        let own = document(&mut attempt.dice);
        let [catalog, facts] = [&own.catalog, &own.facts].map(json::written);
        let first = attempt.dice.chance(50);
        let whole = if first { &catalog } else { &facts };
        let end = whole.floor_char_boundary(attempt.dice.below(whole.len()));
        let cut = &whole[..end];
        attempt.input = cut.to_owned();
        let read = if first { Engine::from_json(cut, &facts) } else { Engine::from_json(&catalog, cut) };
        let error = read.err().ok_or("what was cut off is not missed")?;
        complete(&error, Some(cut))
    });
}

#[test]
fn lists_of_changes() {
    let often = ["ok", "denied", "unknown_name", "bad_value", "bad_type"];
    attempts("lists_of_changes", 400, &often, |attempt| {
        let own = document(&mut attempt.dice);
        let mut engine = own.engine.clone();
        attempt.input = format!("{}\n", own.name);
        let mut token = String::new();
        (0..4).try_for_each(|_| change(attempt, own, &mut engine, &mut token))
    });
}

/// One list of changes: as it was made in a case, or up; whole, or damaged.
fn change(
    attempt: &mut Attempt<'_>,
    own: &Document,
    engine: &mut Engine,
    token: &mut String,
) -> Result<(), String> {
    let dice = &mut attempt.dice;
    let done = dice.one(&own.changes).filter(|_| dice.chance(40)).cloned();
    let mut list = done.unwrap_or_else(|| changes::list(dice, engine, token));
    if dice.chance(50) {
        list = tree::damaged(dice, &list, &own.facts);
    }
    let (actor, now) = (changes::actor(dice, engine), dice.chance(50).then_some(Time(BASE)));
    attempt.input.extend([&format!("{actor} at {now:?}: "), &json::written(&list), "\n"]);
    let random = || Some([7; 32]);
    let by = By::new(&actor, now).with_random(&random);
    let probe = Probe::new(dice, engine, 25);
    let before = (probe.answers(engine)?, engine.revision(), seen(engine));
    let (may, mut other) = (changes::may_begin(engine, &list, &actor, now), engine.clone());
    let (one, two) = (engine.apply_by(&list, &by), other.apply_by(&list, &by));
    same(&one, &two, "made twice, it comes to something else")?;
    let after = (probe.answers(engine)?, engine.revision(), seen(engine));
    match one {
        Err(refused) => {
            attempt.count(refused.error.code().as_str());
            complete(&refused.error, None)?;
            same(&after, &before, "refused, but something changed")
        }
        Ok(applied) => {
            attempt.count("ok");
            let sent = applied.outbox.iter().find_map(|mail| corpus::text(&mail.fields, "token"));
            if let Some(sent) = sent {
                sent.clone_into(token);
            }
            same(&applied.revision, &(before.1 + 1), "it is not numbered")?;
            same(&(may || actor == "system"), &true, "it is made by one who may not")?;
            let opened = reopened(engine).map_err(|error| format!("it cannot be opened again: {error}"))?;
            same(&probe.answers(&opened)?, &after.0, "opened again, it answers otherwise")?;
            same(&(probe.answers(&other)?, seen(&other)), &(after.0, after.2), "made twice, it is otherwise")
        }
    }
}

/// Altered words with the digest put right: whoever does that on purpose gets an error, or an engine like any other.
#[test]
fn snapshots() {
    attempts("snapshots", 800, &["accepted", "damaged"], |attempt| {
        let dice = &mut attempt.dice;
        let own = document(dice);
        let facts = own.engine.facts();
        let users: Vec<&str> = facts.users().map(|user| facts.user_name(user)).collect();
        let slice = dice.one(&users).filter(|_| dice.chance(40)).and_then(|user| own.engine.slice(user).ok());
        let left_out = LeftOut { titles: dice.chance(30), names: dice.chance(30).then_some([7; 16]) };
        let words = slice.map_or_else(|| own.engine.snapshot_without(left_out), Ok);
        let words = words::altered(dice, words.map_err(|error| error.to_string())?);
        attempt.input = format!("{}\n{words:08x?}", own.name);
        match Engine::from_snapshot(words) {
            Ok(engine) => {
                attempt.count("accepted");
                // Without names, the engine cannot tell what it could be asked about.
                let known = if left_out.names.is_some() { &own.engine } else { &engine };
                let probe = Probe::new(&mut attempt.dice, known, 60);
                let answers = probe.answers(&engine)?;
                seen(&engine);
                let opened = reopened(&engine).map_err(|error| format!("opened, but not again: {error}"))?;
                same(&probe.answers(&opened)?, &answers, "opened again, it answers otherwise")
            }
            Err(error) => {
                attempt.count(error.code().as_str());
                complete(&error, None)
            }
        }
    });
}

/// A delta leads to the state that it was made of, or nowhere.
#[test]
fn deltas() {
    attempts("deltas", 600, &["made", "damaged"], |attempt| {
        let dice = &mut attempt.dice;
        let own = document(dice);
        let (mut before, mut after) = (own.engine.clone(), own.engine.clone());
        for _ in 0..3 {
            let list = dice.one(&own.changes).filter(|_| dice.chance(50)).cloned();
            let list = list.unwrap_or_else(|| changes::list(dice, &after, ""));
            let random = || Some([7; 32]);
            let by = By::new("system", Some(Time(BASE))).with_random(&random);
            drop(after.apply_by(&list, &by));
        }
        let mut delta = after.delta(0).map_err(|error| error.to_string())?;
        if dice.chance(80) {
            text::wound(dice, &mut delta);
        }
        attempt.input = format!("{}\n{}", own.name, String::from_utf8_lossy(&delta));
        let probe = Probe::new(dice, &after, 25);
        match before.apply_delta(&delta) {
            Ok(revision) => {
                attempt.count("made");
                same(
                    &(revision, probe.answers(&before)?),
                    &(after.revision(), probe.answers(&after)?),
                    "it leads elsewhere",
                )
            }
            Err(refused) => {
                attempt.count(refused.error.code().as_str());
                complete(&refused.error, None)?;
                let untouched = (before.revision(), probe.answers(&before)?);
                same(&untouched, &(0, probe.answers(&own.engine)?), "refused, but something changed")
            }
        }
    });
}

#[test]
fn questions() {
    let own: Vec<&Document> = DOCUMENTS.iter().filter(|own| !own.asks.is_empty()).collect();
    attempts("questions", 12_000, &["answered", "unknown_name", "bad_type", "unknown_key"], |attempt| {
        let dice = &mut attempt.dice;
        let (own, other) = (own[dice.below(own.len())], document(dice));
        let ask = &own.asks[dice.below(own.asks.len())];
        let foreign = if dice.chance(70) { &own.facts } else { &other.facts };
        let ask = tree::damaged(dice, ask, foreign);
        attempt.input = format!("{}\n{}", own.name, json::written(&ask));
        match Written::read(&ask, own.engine.catalog()) {
            Ok(written) => {
                attempt.count("answered");
                let question = written.question();
                let (decision, screen) = (own.engine.decide(&question), own.engine.ask(&question));
                same(&own.engine.decide(&question), &decision, "asked twice, it answers otherwise")?;
                sound(&own.engine, &question, &decision, screen)
            }
            Err(error) => {
                attempt.count(error.code().as_str());
                complete(&error, None)
            }
        }
    });
}
