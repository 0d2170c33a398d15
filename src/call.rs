//! Calls as plain data, for a host that is not Rust: a list of what is wanted and what it takes, and plain data comes back, also
//! when it fails.
//!
//! | call | |
//! |---|---|
//! | `["decide", question]`, `"can"`, `"ask"`, `"whatCan"`, `"attempt"` | what [`Written`] reads |
//! | `["matrix", scope, now]` | what [`Scope::read`] reads |
//! | `["members", resource, from, count]`, `["requests", state, from, count, now]` | a page |
//! | `["apply", changes, actor, now]` | |
//! | `["catalog"]`, `["facts"]`, `["lint"]` | |

use crate::change::By;
use crate::data::Data;
use crate::decide::Written;
use crate::engine::Engine;
use crate::error::Result;
use crate::grid::Scope;
use crate::ids::Time;
use crate::shape;

/// Answers a call; what is none has no answer, `null`. Changes take random bytes from `random` (S22). What fails comes as the error
/// in the shape of [`shape::failure`].
pub fn answer(
    engine: &mut Engine,
    call: &Data<'_>,
    random: &dyn Fn() -> Option<[u8; 32]>,
) -> std::result::Result<Data<'static>, Data<'static>> {
    let Data::List(parts) = call else { return Ok(Data::Null) };
    match parts.as_slice() {
        [Data::Text(what), changes, Data::Text(actor), now] if what == "apply" => {
            let by = By::new(actor, time(now)).with_random(random);
            match engine.apply_by(changes, &by) {
                Ok(applied) => Ok(shape::applied(&applied.outbox, engine)),
                Err(refused) => Err(shape::refused(&refused, engine)),
            }
        }
        [Data::Text(what), with @ ..] => told(engine, what, with).map_err(|error| shape::failure(&error)),
        _ => Ok(Data::Null),
    }
}

/// What changes nothing.
fn told(engine: &Engine, what: &str, with: &[Data<'_>]) -> Result<Data<'static>> {
    match (what, with) {
        ("catalog", []) => Ok(shape::catalog(engine.catalog())),
        ("facts", []) => shape::facts(engine),
        ("lint", []) => Ok(shape::problems(&engine.lint())),
        ("matrix", [scope, now]) => shape::matrix(engine, &Scope::read(scope, time(now))),
        ("members", [Data::Text(resource), from, count]) => {
            let all = engine.members(resource)?;
            Ok(shape::members(&all, number(from), number(count), engine))
        }
        ("requests", [state, from, count, now]) => {
            let state = if let Data::Text(state) = state { Some(&**state) } else { None };
            let all = engine.requests(state, time(now))?;
            Ok(shape::requests(&all, number(from), number(count), engine))
        }
        (_, [question]) => asked(engine, what, &Written::read(question, engine.catalog())?),
        _ => Ok(Data::Null),
    }
}

/// What a question comes to.
fn asked(engine: &Engine, what: &str, question: &Written) -> Result<Data<'static>> {
    let question = question.question();
    Ok(match what {
        "can" => Data::Bool(engine.allows(&question)),
        "decide" => shape::decision(&engine.decide(&question), engine),
        "ask" => Data::text(shape::answer(engine.ask(&question))),
        "whatCan" => shape::what_can(
            &engine.what_can(question.subject, question.resource, question.now),
            engine.catalog(),
        ),
        "attempt" => {
            let (decision, outbox) = engine.attempt(&question)?;
            shape::attempted(&decision, &outbox, engine)
        }
        _ => Data::Null,
    })
}

/// A number from 0 on.
#[allow(clippy::cast_sign_loss)] // what is below zero becomes 0
fn number(data: &Data<'_>) -> usize {
    if let Data::Number(number) = data { *number as usize } else { 0 }
}

/// A time, if it is one.
fn time(data: &Data<'_>) -> Option<Time> {
    if let Data::Number(now) = data { Some(Time(*now as i64)) } else { None }
}
