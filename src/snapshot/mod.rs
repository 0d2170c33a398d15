//! An engine as bytes: written in one piece, opened in place and checked whole. docs/FORMAT.md has the layout.

mod arriving;
mod delta;
mod slice;

pub use arriving::Arriving;
pub use delta::{Delta, Log, run};
pub use slice::slice;

use crate::catalog::{Catalog, Title, read_title, stored};
use crate::change::edit;
use crate::condition::Space;
use crate::data::{Cursor, Data};
use crate::decide::Policy;
use crate::error::{Code, Error, Result};
use crate::facts::{Beside, Facts, SHAPE, TitleTable, Titles, append};
use crate::ids::TypeId;
use crate::tree::{self, damaged};
use std::sync::Arc;

/// `PMTX`, the first four bytes.
const MAGIC: u32 = u32::from_le_bytes(*b"PMTX");
const VERSION: u32 = 1;

/// What stands where, in words from the beginning.
mod at {
    pub const VERSION: usize = 1;
    pub const DIGEST: usize = 2;
    pub const REVISION: usize = 4;
    pub const CHAIN: usize = 6;
    /// Length in bytes of each of the three trees: catalog, edits, what is said beside the tables.
    pub const TREES: usize = 8;
    pub const SHAPE: usize = 11;
    pub const END: usize = SHAPE + crate::facts::SHAPE;
}

/// A state of an engine: what a snapshot holds besides catalog and facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The number of runs of changes.
    pub revision: u64,
    /// What the engine began with and has changed since, as a number: two engines with the same are in the same state.
    pub chain: u64,
}

/// What is left out of a snapshot: a gate finds things by their names, and never has to tell one.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeftOut {
    /// Titles of users, groups and resources.
    pub titles: bool,
    /// Their names. The 16 bytes, drawn at random for this snapshot alone, are what the hashes in their place are made with.
    pub names: Option<[u8; 16]>,
}

/// Writes a snapshot, with titles or without. All changes must be laid out.
pub fn write(policy: &Policy, facts: &Facts, mark: Mark, titles: bool) -> Vec<u32> {
    let (tables, shape) = facts.image();
    let mut edits = Vec::new();
    tree::write(&Data::List(policy.catalog.edits.clone()), &mut edits);
    let mut beside = Vec::new();
    tree::write(&said_beside(policy, facts, titles), &mut beside);
    let trees = [&policy.catalog.source[..], &edits, &beside];
    let bytes = trees[0].len() + edits.len() + beside.len();
    let mut words = Vec::with_capacity(at::END + tables.len() + bytes / 4 + trees.len());
    words.extend_from_slice(&[MAGIC, VERSION, 0, 0]);
    for number in [mark.revision, mark.chain] {
        words.extend_from_slice(&[number as u32, (number >> 32) as u32]);
    }
    for tree in trees {
        words.push(tree.len() as u32);
    }
    words.extend_from_slice(&shape);
    words.extend_from_slice(tables);
    for tree in trees {
        append(&mut words, tree);
    }
    let digest = digest(&words[at::REVISION..]);
    words[at::DIGEST] = digest as u32;
    words[at::DIGEST + 1] = (digest >> 32) as u32;
    words
}

/// Titles, if they are told, and settings; of a slice, the types of which something was left out.
fn said_beside(policy: &Policy, facts: &Facts, told: bool) -> Data<'static> {
    let Titles { users, groups, resources } = facts.titles();
    let mut beside = Vec::with_capacity(4);
    for titles in [users, groups, resources] {
        let mut titled = Vec::with_capacity(titles.len());
        for (id, title) in titles.iter().filter(|_| told) {
            #[allow(clippy::cast_precision_loss)] // ids are 32 bits
            titled.push(Data::List(vec![Data::Number(*id as f64), Data::from(title)]));
        }
        beside.push(Data::List(titled));
    }
    let mut settings = Vec::new();
    for (id, value) in facts.settings() {
        settings.push((policy.catalog.attribute(*id).name.clone().into(), Data::from(value)));
    }
    beside.push(Data::Map(settings));
    if facts.is_slice() {
        let mut kinds = Vec::new();
        for kind in facts.left_out() {
            kinds.push(Data::Number(kind.0.into()));
        }
        beside.push(Data::List(kinds));
    }
    Data::List(beside)
}

/// The state of an engine that begins: a number made of all that it knows.
pub fn beginning(policy: &Policy, facts: &Facts) -> Mark {
    let mut words = Vec::new();
    append(&mut words, &policy.catalog.source);
    let mut beside = Vec::new();
    tree::write(&said_beside(policy, facts, true), &mut beside);
    append(&mut words, &beside);
    let tables = digest(facts.image().0);
    words.extend_from_slice(&[tables as u32, (tables >> 32) as u32]);
    Mark { revision: 0, chain: digest(&words) }
}

/// Whether bytes begin as a snapshot does.
#[must_use]
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC.to_le_bytes())
}

/// Opens a snapshot in place: nothing of the tables is copied, everything is checked.
///
/// Fails with `bad_version`, with `damaged`, and, when the catalog in it is not one of this program, as that would.
pub fn open(words: Vec<u32>) -> Result<(Policy, Facts, Mark)> {
    if words.first() != Some(&MAGIC) || words.len() < at::END {
        return Err(damaged());
    }
    if words[at::VERSION] != VERSION {
        let message = format!("this program reads snapshots of version {VERSION}");
        return Err(Error::new(Code::BadVersion, "", message));
    }
    let number = |place: usize| u64::from(words[place]) | u64::from(words[place + 1]) << 32;
    if number(at::DIGEST) != digest(&words[at::REVISION..]) {
        return Err(damaged());
    }
    let mark = Mark { revision: number(at::REVISION), chain: number(at::CHAIN) };
    let [catalog, edits, beside] = trees(&words)?;
    let policy = opened(&catalog, &edits)?;
    let beside = read_beside(&beside, &policy.catalog)?;
    let mut shape = [0; SHAPE];
    shape.copy_from_slice(&words[at::SHAPE..at::END]);
    let facts =
        Facts::from_image(Arc::new(words), at::END, &shape, beside, (&policy.catalog, &policy.bundles))?;
    Ok((policy, facts, mark))
}

/// The three trees at the end.
fn trees(words: &[u32]) -> Result<[Data<'_>; 3]> {
    let lengths: [usize; 3] = std::array::from_fn(|tree| words[at::TREES + tree] as usize);
    let total: usize = lengths.iter().map(|length| length.div_ceil(4)).sum();
    let mut start = words.len().checked_sub(total).filter(|start| *start >= at::END).ok_or_else(damaged)?;
    let bytes: &[u8] = bytemuck::cast_slice(words);
    let mut next = |length: usize| {
        let tree = &bytes[start * 4..start * 4 + length];
        start += length.div_ceil(4);
        tree::read(tree)
    };
    let [catalog, edits, beside] = lengths;
    Ok([next(catalog)?, next(edits)?, next(beside)?])
}

fn opened(catalog: &Data, edits: &Data) -> Result<Policy> {
    let mut catalog = Catalog::from_data(catalog).map_err(|error| error.within("catalog"))?;
    let root = Cursor::root(edits);
    for change in root.items()? {
        edit(&mut catalog, &change)?;
    }
    catalog.check_cycles(&root)?;
    Ok(Policy::of(catalog))
}

fn read_beside(data: &Data, catalog: &Catalog) -> Result<Beside> {
    let Data::List(parts) = data else { return Err(damaged()) };
    let [users, groups, resources, settings, slice @ ..] = parts.as_slice() else { return Err(damaged()) };
    let titles = Titles { users: titles(users)?, groups: titles(groups)?, resources: titles(resources)? };
    let root = Cursor::root(settings);
    let mut settings = Vec::new();
    for (name, value) in root.entries()? {
        let id = catalog.attribute_named(Space::Settings, None, &value, name)?;
        settings.push((id, stored(catalog.attribute(id).kind, &value)?));
    }
    let slice = match slice {
        [] => None,
        [Data::List(left_out)] => Some(Arc::new(types(left_out)?)),
        _ => return Err(damaged()),
    };
    Ok(Beside { titles, settings, slice })
}

/// Types by number; one that there is not is that of nothing.
fn types(numbers: &[Data]) -> Result<Vec<TypeId>> {
    let mut types = Vec::new();
    for number in numbers {
        let Data::Number(number) = number else { return Err(damaged()) };
        #[allow(clippy::cast_sign_loss)] // the same
        types.push(TypeId::at(*number as usize));
    }
    Ok(types)
}

/// Titles by id, rising.
fn titles(data: &Data) -> Result<TitleTable> {
    let root = Cursor::root(data);
    let mut titles: TitleTable = Vec::new();
    for entry in root.items()? {
        let Data::List(pair) = entry.data() else { return Err(damaged()) };
        let [Data::Number(id), title] = pair.as_slice() else { return Err(damaged()) };
        #[allow(clippy::cast_sign_loss)] // it is from 0 on, or nothing has it
        let id = *id as usize;
        if titles.last().is_some_and(|(before, _)| *before >= id) {
            return Err(damaged());
        }
        titles.push((id, title_of(title)?));
    }
    Ok(titles)
}

fn title_of(data: &Data) -> Result<Title> {
    let titled = Data::Map(vec![("title".into(), data.clone())]);
    read_title(&Cursor::root(&titled))
}

/// A number that changes when the words do: whatever is damaged by accident is noticed. Against purpose there are signatures.
/// Four numbers at a time, for multiplications take their time and do not wait for each other.
pub fn digest(words: &[u32]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |state: u64, word: u64| (state ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let mut lanes = [1_u64, 2, 3, 4];
    let mut eights = words.chunks_exact(8);
    for eight in eights.by_ref() {
        for (lane, pair) in lanes.iter_mut().zip(eight.chunks_exact(2)) {
            *lane = mix(*lane, u64::from(pair[0]) | u64::from(pair[1]) << 32);
        }
    }
    let rest = eights.remainder().iter().fold(words.len() as u64, |state, word| mix(state, u64::from(*word)));
    let all = lanes.iter().fold(rest, |state, lane| mix(state, *lane));
    mix(all, all >> 32)
}
