//! What the module would say when it fails inside, taken out: it ends with a trap either way, and there is nobody to read the words
//! and the place in the source. A nightly compiler can leave them out; this does so afterwards.

use std::ops::Range;

use walrus::ir::{Instr, InstrLocId, Unreachable, Value};
use walrus::{ConstExpr, DataId, DataKind, FunctionKind, Module};

/// Functions that fail and do nothing else, by parts of their names.
const FAILING: [&str; 11] = [
    "core::panicking::",
    "panic_handler::",
    "begin_panic::",
    "slice_index_fail",
    "unwrap_failed",
    "expect_failed",
    "assert_failed",
    "len_mismatch_fail",
    "raw_vec::handle_error",
    "alloc::handle_alloc_error",
    " as core::fmt::Debug>::fmt", // what failed, in words: nothing else in the module is written so
];

/// Makes each of them a trap, so that what calls it need not say where, and blanks the places. Gives how many of both.
pub fn silence(module: &mut Module) -> [usize; 2] {
    [trap(module), blank(module)]
}

fn trap(module: &mut Module) -> usize {
    let named = |name: &str| FAILING.iter().any(|part| plain(name).contains(part));
    let mut failing = Vec::new();
    for function in module.funcs.iter() {
        if function.name.as_deref().is_some_and(named) && matches!(function.kind, FunctionKind::Local(_)) {
            failing.push(function.id());
        }
    }
    for id in &failing {
        let function = module.funcs.get_mut(*id).kind.unwrap_local_mut();
        let entry = function.entry_block();
        let end = (Instr::Unreachable(Unreachable {}), InstrLocId::default());
        function.block_mut(entry).instrs = vec![end];
    }
    failing.len()
}

/// `core[3ca501edff3f0c7c]::panicking::panic` without the numbers.
fn plain(name: &str) -> String {
    let mut depth = 0;
    let outside = |letter: &char| {
        depth += i32::from(*letter == '[') - i32::from(*letter == ']');
        depth == 0 && *letter != ']'
    };
    name.chars().filter(outside).collect()
}

/// Four numbers that are a place: where its file's name stands, how long that is, line and column.
const PLACE: usize = 16;

/// Places, and the names of files they point at, become zeros: these compress to nothing.
fn blank(module: &mut Module) -> usize {
    let mut segments = Vec::new();
    for data in module.data.iter() {
        if let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind {
            segments.push(Segment {
                id: data.id(),
                start: start.cast_unsigned() as usize,
                bytes: data.value.clone(),
            });
        }
    }
    let mut places = 0;
    let mut blanks = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let mut at = segment.start.next_multiple_of(4) - segment.start;
        while let Some(place) = segment.bytes.get(at..at + PLACE) {
            let file = file_of(place, &segments);
            if let Some(file) = &file {
                places += 1;
                blanks.extend([(index, at..at + PLACE), file.clone()]);
            }
            at += if file.is_some() { PLACE } else { 4 };
        }
    }
    for (index, range) in blanks {
        segments[index].bytes[range].fill(0);
    }
    for Segment { id, bytes, .. } in segments {
        module.data.get_mut(id).value = bytes;
    }
    places
}

/// A part of the memory as it is at the beginning.
struct Segment {
    id: DataId,
    start: usize,
    bytes: Vec<u8>,
}

/// Where the name of the file stands that a place points at, if it is one: in which segment, and there.
fn file_of(place: &[u8], segments: &[Segment]) -> Option<(usize, Range<usize>)> {
    let mut numbers = place
        .chunks_exact(4)
        .map(|four| four.iter().rev().fold(0, |all, byte| all << 8 | usize::from(*byte)));
    let [start, length, line, column] = std::array::from_fn(|_| numbers.next().unwrap_or_default());
    let possible = (4..200).contains(&length) && (1..100_000).contains(&line) && (1..2_000).contains(&column);
    segments.iter().enumerate().filter(|_| possible).find_map(|(index, segment)| {
        let from = start.checked_sub(segment.start)?;
        let name = segment.bytes.get(from..from + length)?;
        name.ends_with(b".rs").then_some((index, from..from + length))
    })
}
