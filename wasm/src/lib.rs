//! The JavaScript boundary: read arguments, one call, write the answer. No `if` here is about permissions.
#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss)] // revisions and milliseconds are from 0 on, and far below 2^53
#![allow(clippy::must_use_candidate)] // JavaScript does not see it
#![allow(clippy::needless_pass_by_value)] // what crosses the boundary is owned
#![allow(unused_attributes)] // wasm-bindgen repeats `inline` on what it exports, where it says nothing

use permatrix::facts::Handle;
use permatrix::{
    ActionId, Arriving, Code, Data, Engine, Error, LeftOut, ResourceId, Result, Space, Time, Truth,
    is_snapshot,
};
use permatrix::{call, shape, tree};
use wasm_bindgen::prelude::*;

/// The handle that stands for "no such thing".
const NOTHING: u32 = u32::MAX;

/// Numbers of a question, at most: what has more is asked in words.
const NUMBERS: usize = 256;

type Answer<T> = std::result::Result<T, JsValue>;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// An engine, held by JavaScript.
#[wasm_bindgen]
pub struct Core {
    engine: Engine,
}

thread_local! {
    /// Where the package writes questions by numbers: of all engines, so that it is there as long as the module is.
    static SHEET: &'static [f64] = Box::leak(vec![0.0; NUMBERS].into_boxed_slice());
}

/// The place of the sheet, which has room for [`NUMBERS`].
#[wasm_bindgen]
pub fn sheet() -> *const f64 {
    SHEET.with(|sheet| sheet.as_ptr())
}

/// The module's memory.
#[wasm_bindgen]
pub fn module_memory() -> JsValue {
    wasm_bindgen::memory()
}

#[wasm_bindgen]
impl Core {
    /// Reads catalog and facts, the bytes of JSON text.
    pub fn from(catalog: &js_sys::Uint8Array, facts: &js_sys::Uint8Array) -> Answer<Core> {
        let catalog = text(catalog).map_err(|error| failed(&error.within("catalog")))?;
        let facts = text(facts).map_err(|error| failed(&error.within("facts")))?;
        Engine::from_json(&catalog, &facts).map(Self::of).map_err(|error| failed(&error))
    }

    /// Opens bytes: a snapshot, or one document with `catalog` and `facts`.
    pub fn open(source: &js_sys::Uint8Array) -> Answer<Core> {
        if is_snapshot(&source.subarray(0, 4).to_vec()) {
            let mut arriving = Snapshot::default();
            arriving.put(source)?;
            return arriving.open();
        }
        let engine = text(source).and_then(|text| Engine::from_document(&text));
        engine.map(Self::of).map_err(|error| failed(&error))
    }

    /// Everything as bytes, but for titles, names or both, if they are to be left out.
    pub fn snapshot(&self, titles: bool, names: bool) -> Answer<js_sys::Uint8Array> {
        let secret = if names { random() } else { None };
        if names && secret.is_none() {
            return Err(failed(&no_random()));
        }
        let names = secret.and_then(|bytes| bytes.first_chunk().copied());
        written(self.engine.snapshot_without(LeftOut { titles, names }))
    }

    /// What one user may know, as bytes.
    pub fn slice(&self, subject: &str) -> Answer<js_sys::Uint8Array> {
        written(self.engine.slice(subject))
    }

    /// What has changed since a revision, as bytes.
    pub fn delta(&self, since: f64) -> Answer<js_sys::Uint8Array> {
        let since = since.max(0.0) as u64;
        let delta = self.engine.delta(since).map_err(|error| failed(&error))?;
        Ok(js_sys::Uint8Array::from(&*delta))
    }

    /// Makes the changes of a delta, all or none; the revision afterwards.
    pub fn apply_delta(&mut self, bytes: &js_sys::Uint8Array) -> Answer<f64> {
        let applied = self.engine.apply_delta(&bytes.to_vec());
        applied
            .map(|revision| revision as f64)
            .map_err(|refused| thrown(&shape::refused(&refused, &self.engine)))
    }

    /// The number of runs of changes so far.
    pub fn revision(&self) -> f64 {
        self.engine.revision() as f64
    }

    /// The number of what has a name; `kind`: 0 users, by handle, 1 actions, 2 resources, and as questions on the sheet have them 3
    /// attributes of subjects, 4 of resources, 5 of the context.
    pub fn number(&self, kind: u32, name: &str) -> u32 {
        let (facts, catalog) = (self.engine.facts(), self.engine.catalog());
        let attribute = |space| self.engine.decider().attribute_number(space, name);
        let number = match kind {
            0 => facts.user(name).map(|user| facts.handle(user).0),
            1 => catalog.action(name).map(|action| action.index() as u32),
            2 => facts.resource(name).map(|resource| resource.index() as u32),
            3 => attribute(Space::Subject),
            4 => attribute(Space::Resource),
            _ => attribute(Space::Context),
        };
        number.unwrap_or(NOTHING)
    }

    /// By handles: 0 no, 1 yes, 2 ask with more.
    #[inline(always)]
    pub fn can(&self, subject: u32, action: u32, resource: u32) -> u32 {
        let (subject, action, resource) = handles(subject, action, resource);
        self.engine.can(subject, action, resource).map_or(2, u32::from)
    }

    /// By handles and time; whatever else the answer depends on is not known.
    pub fn can_at(&self, subject: u32, action: u32, resource: u32, now: f64) -> bool {
        let (subject, action, resource) = handles(subject, action, resource);
        self.engine.can_at(subject, action, resource, time(now))
    }

    /// The question on the sheet, of so many numbers: 0 no, 1 yes, 2 ask in words, 3 say what time it is.
    pub fn can_sheet(&self, count: usize) -> u32 {
        match self.engine.decider().can_by_numbers(on_sheet(count)) {
            Some(Truth::No) => 0,
            Some(Truth::Yes) => 1,
            None => 2,
            Some(Truth::Unknown) => 3,
        }
    }

    /// How many actions there are.
    pub fn actions(&self) -> usize {
        self.engine.catalog().actions().len()
    }

    /// Rows of bits: what each subject can do on a resource, 32 actions to a number.
    pub fn decide_all(&self, subjects: &[u32], resource: u32, now: f64) -> Vec<u32> {
        let subjects: Vec<Handle> = subjects.iter().map(|subject| Handle(*subject)).collect();
        let rows = self.engine.decide_all(&subjects, ResourceId::at(resource as usize), time(now));
        bytemuck::cast_slice(&rows).to_vec()
    }

    /// The whole decision for the question on the sheet; `undefined`: ask in words.
    pub fn decide_sheet(&self, count: usize) -> Option<Vec<u8>> {
        let decision = self.engine.decider().decide_by_numbers(on_sheet(count))?;
        Some(give(shape::decision(&decision, &self.engine)))
    }

    /// A call in words, see [`call`].
    pub fn call(&mut self, call: &[u8]) -> Answer<Vec<u8>> {
        let call = tree::read(call).map_err(|error| failed(&error))?;
        call::answer(&mut self.engine, &call, &random).map(give).map_err(|failure| thrown(&failure))
    }
}

/// A snapshot that arrives in pieces.
#[wasm_bindgen]
#[derive(Default)]
pub struct Snapshot {
    arriving: Arriving,
}

#[wasm_bindgen]
impl Snapshot {
    /// None has come yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts the next piece where it stays.
    pub fn put(&mut self, piece: &js_sys::Uint8Array) -> Answer<()> {
        let room = self.arriving.room(piece.length() as usize).map_err(|error| failed(&error))?;
        piece.copy_to(room);
        Ok(())
    }

    /// Opens what has come.
    pub fn open(self) -> Answer<Core> {
        let engine = self.arriving.whole().and_then(Engine::from_snapshot);
        engine.map(Core::of).map_err(|error| failed(&error))
    }
}

impl Core {
    fn of(engine: Engine) -> Self {
        Self { engine }
    }
}

/// The first numbers on the sheet.
fn on_sheet(count: usize) -> &'static [f64] {
    SHEET.with(|sheet| sheet.get(..count)).unwrap_or_default()
}

#[wasm_bindgen]
extern "C" {
    /// The runtime's source of randomness. Some have it inside of a request only.
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn fill(bytes: &js_sys::Uint8Array) -> Answer<js_sys::Uint8Array>;
}

fn random() -> Option<[u8; 32]> {
    let bytes = js_sys::Uint8Array::new_with_length(32);
    fill(&bytes).ok()?;
    bytes.to_vec().try_into().ok()
}

fn no_random() -> Error {
    Error::new(Code::NoRandom, "options.without", "without names takes random bytes, and there are none")
}

#[inline(always)]
fn handles(subject: u32, action: u32, resource: u32) -> (Handle, ActionId, ResourceId) {
    (Handle(subject), ActionId::at(action as usize), ResourceId::at(resource as usize))
}

/// A time that may be absent: NaN.
fn time(now: f64) -> Option<Time> {
    now.is_finite().then_some(Time(now as i64))
}

/// The bytes of a snapshot.
#[inline(never)]
fn written(words: Result<Vec<u32>>) -> Answer<js_sys::Uint8Array> {
    match words {
        Ok(words) => Ok(bytes(&words)),
        Err(error) => Err(failed(&error)),
    }
}

fn bytes(words: &[u32]) -> js_sys::Uint8Array {
    js_sys::Uint8Array::from(bytemuck::cast_slice::<u32, u8>(words))
}

/// The text of a document.
fn text(source: &js_sys::Uint8Array) -> Result<String> {
    Data::fits(source.length() as usize)?;
    make_room(source.length() as usize);
    Data::decode(source.to_vec())
}

/// What a byte of JSON becomes while it is read: itself, its part of a tree, and of the tables.
const PER_BYTE: usize = 5;

/// Lets the memory grow a few times and not page by page: each time, V8 thinks that much has been thrown away, and looks through
/// all of its own heap. With 400,000 objects there, reading took 18 s instead of 1. In pieces, so that what is free is used.
fn make_room(bytes: usize) {
    if bytes > 1 << 20 {
        let mut room: [Vec<u8>; PER_BYTE] = Default::default();
        for piece in &mut room {
            let _ = piece.try_reserve_exact(bytes); // where there is not so much, page by page it is
        }
        std::hint::black_box(&mut room);
    }
}

/// Plain data for the package to read.
#[inline(never)]
fn give(data: Data) -> Vec<u8> {
    tree::bytes(&data)
}

#[inline(never)]
fn failed(error: &Error) -> JsValue {
    thrown(&shape::failure(error))
}

#[inline(never)]
fn thrown(data: &Data) -> JsValue {
    js_sys::Uint8Array::from(&*tree::bytes(data)).into()
}
