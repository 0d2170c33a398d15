//! The JavaScript boundary: read arguments, one call, write the answer. No `if` here is about permissions.
#![allow(clippy::cast_precision_loss)] // revisions and milliseconds stay far below 2^53
#![allow(clippy::must_use_candidate)] // JavaScript does not see it

mod shape;

use crate::catalog::Catalog;
use crate::change::Refused;
use crate::condition::Truth;
use crate::data::{Data, json_fits, locate};
use crate::decide::{Given, Question, Written};
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::ids::{ActionId, ResourceId, Time, UserId};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The handle that stands for "no such thing".
const NOTHING: u32 = u32::MAX;

type Answer<T> = std::result::Result<T, JsValue>;

/// An engine, held by JavaScript.
#[wasm_bindgen]
pub struct Core {
    engine: Engine,
}

#[wasm_bindgen]
impl Core {
    /// Reads catalog and facts: plain objects, JSON text, or bytes of JSON text.
    pub fn from(catalog: &JsValue, facts: &JsValue) -> Answer<Core> {
        let (catalog, text) = document(catalog).map_err(|error| failed(&error.within("catalog")))?;
        let catalog = Catalog::from_data(&catalog)
            .map_err(|error| failed(&place(error, text.as_deref()).within("catalog")))?;
        let (facts, text) = document(facts).map_err(|error| failed(&error.within("facts")))?;
        let engine = Engine::new(catalog, &facts)
            .map_err(|error| failed(&place(error, text.as_deref()).within("facts")))?;
        Ok(Self { engine })
    }

    /// Reads one document with `catalog` and `facts`.
    pub fn open(source: &JsValue) -> Answer<Core> {
        let (document, text) = document(source).map_err(|error| failed(&error))?;
        Engine::from_document(&document)
            .map(|engine| Self { engine })
            .map_err(|error| failed(&place(error, text.as_deref())))
    }

    /// The number of runs of changes so far.
    pub fn revision(&self) -> f64 {
        self.engine.revision() as f64
    }

    /// The handle of a user.
    pub fn subject(&self, name: &str) -> u32 {
        self.engine.facts().user(name).map_or(NOTHING, |user| user.0)
    }

    /// The handle of an action.
    pub fn action(&self, name: &str) -> u32 {
        self.engine.catalog().action(name).map_or(NOTHING, |action| u32::from(action.0))
    }

    /// The handle of a resource in the facts.
    pub fn resource(&self, name: &str) -> u32 {
        self.engine.facts().resource(name).map_or(NOTHING, |resource| resource.0)
    }

    /// By handles: 0 no, 1 yes, 2 ask with more.
    pub fn can(&self, subject: u32, action: u32, resource: u32) -> u32 {
        if action as usize >= self.engine.catalog().actions().len() {
            return 0;
        }
        match self.engine.can(UserId(subject), ActionId(action as u16), ResourceId(resource)) {
            Some(answer) => u32::from(answer),
            None => 2,
        }
    }

    /// By handles and time; whatever else the answer depends on is not known.
    pub fn can_at(&self, subject: u32, action: u32, resource: u32, now: f64) -> bool {
        self.engine.can_at(UserId(subject), action as usize, ResourceId(resource), time(now))
    }

    /// A question with more to it; yes or no.
    pub fn can_question(&self, question: &JsValue) -> Answer<bool> {
        let written = self.written(question)?;
        Ok(self.engine.decide(&written.question()).allowed())
    }

    /// A question; the whole decision.
    pub fn decide(&self, question: &JsValue) -> Answer<JsValue> {
        let written = self.written(question)?;
        let decision = self.engine.decide(&written.question());
        give(&shape::decision(&decision, &self.engine))
    }

    /// S15
    pub fn ask(&self, subject: &str, action: &str, resource: &str, now: f64) -> String {
        let question = Question { subject, action, resource, now: time(now), given: Given::default() };
        shape::answer(self.engine.ask(&question)).to_owned()
    }

    /// S15 for all actions.
    pub fn what_can(&self, subject: &str, resource: &str, now: f64) -> Answer<JsValue> {
        let all = self.engine.what_can(subject, resource, time(now));
        let named = |wanted: Truth| {
            let those = all.iter().filter(move |(_, answer)| *answer == wanted);
            those.map(|(action, _)| self.engine.catalog().actions()[action.index()].name.clone()).collect()
        };
        give(&shape::WhatCan { yes: named(Truth::Yes), depends: named(Truth::Unknown) })
    }

    /// Grids: of one tool, or of all that apply to a resource; with answers when a subject is named.
    pub fn matrix(&self, what: &JsValue) -> Answer<JsValue> {
        let what = plain(what)?;
        let wanted = shape::Wanted::read(&what).map_err(|error| failed(&error))?;
        let tools = wanted.tools(&self.engine).map_err(|error| failed(&error))?;
        let viewer = wanted.viewer();
        let grids: Vec<_> = tools
            .into_iter()
            .map(|tool| shape::grid(&self.engine.grid(tool, viewer), &self.engine))
            .collect();
        give(&grids)
    }

    /// Names and titles of the catalog.
    pub fn catalog_info(&self) -> Answer<JsValue> {
        give(&shape::catalog(self.engine.catalog()))
    }

    /// Names and titles of the facts.
    pub fn facts_info(&self) -> Answer<JsValue> {
        give(&shape::facts(&self.engine))
    }

    /// Applies changes, all or none.
    pub fn apply(&mut self, changes: &JsValue, options: &JsValue) -> Answer<JsValue> {
        let (changes, options) = (plain(changes)?, plain(options)?);
        let (actor, now) = shape::author(&options).map_err(|error| failed(&error))?;
        match self.engine.apply(&changes, &actor, now) {
            Ok(revision) => give(&shape::Applied { revision: revision as f64 }),
            Err(refused) => Err(self.refused(&refused)),
        }
    }

    /// What is worth a look in the catalog.
    pub fn lint(&self) -> Answer<JsValue> {
        give(&self.engine.lint().iter().map(shape::problem).collect::<Vec<_>>())
    }
}

impl Core {
    fn written(&self, question: &JsValue) -> Answer<Written> {
        Written::read(&plain(question)?, self.engine.catalog()).map_err(|error| failed(&error))
    }

    fn refused(&self, refused: &Refused) -> JsValue {
        let decision = refused.decision.as_ref().map(|decision| shape::decision(decision, &self.engine));
        give(&shape::Failure { decision, ..shape::failure(&refused.error) }).unwrap_or_else(|error| error)
    }
}

/// A time that may be absent: NaN.
fn time(now: f64) -> Option<Time> {
    now.is_finite().then_some(Time(now as i64))
}

/// A document, and its text if it came as one.
fn document(source: &JsValue) -> Result<(Data, Option<String>)> {
    let text = match source.as_string() {
        Some(text) => Some(text),
        None => source.dyn_ref::<js_sys::Uint8Array>().map(utf8).transpose()?,
    };
    match text {
        Some(text) => {
            // Some editors begin UTF-8 files with a mark of the byte order.
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Ok((Data::from_json(&text)?, Some(text)))
        }
        None => Ok((data(source)?, None)),
    }
}

fn utf8(bytes: &js_sys::Uint8Array) -> Result<String> {
    json_fits(bytes.length() as usize)?;
    String::from_utf8(bytes.to_vec())
        .map_err(|_| Error::new(Code::BadJson, "", "not readable: the bytes are not UTF-8 text"))
}

fn place(error: Error, text: Option<&str>) -> Error {
    match text {
        Some(text) => locate(error, text),
        None => error,
    }
}

fn plain(value: &JsValue) -> Answer<Data> {
    data(value).map_err(|error| failed(&error))
}

fn data(value: &JsValue) -> Result<Data> {
    Data::from_serde(serde_wasm_bindgen::Deserializer::from(value.clone()))
}

fn failed(error: &Error) -> JsValue {
    give(&shape::failure(error)).unwrap_or_else(|error| error)
}

fn give(value: &impl Serialize) -> Answer<JsValue> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| JsValue::from_str(&error.to_string()))
}
