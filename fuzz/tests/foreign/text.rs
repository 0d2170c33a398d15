//! Damage to bytes, as it comes from a broken disk or a careless merge.

use crate::world::make::Dice;

const SCRAPS: [&str; 18] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "\\",
    "\\u",
    "\\ud800",
    "null",
    "1e999",
    "-",
    "\u{0}",
    "\u{feff}",
    "/*",
    "\n",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];

/// Up to four wounds.
pub fn damaged(dice: &mut Dice, text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..dice.between(1, 4) {
        wound(dice, &mut bytes);
    }
    bytes
}

pub fn wound(dice: &mut Dice, bytes: &mut Vec<u8>) {
    let (at, piece) = (dice.below(bytes.len()), piece(dice, bytes));
    let Some(byte) = bytes.get_mut(at) else { return };
    match dice.below(8) {
        0 => *byte ^= 1 << dice.below(8),
        1 => *byte = u8::try_from(dice.below(256)).unwrap_or_default(),
        2 => drop(bytes.remove(at)),
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(piece)),
        5 => insert(bytes, at, bytes[piece].to_vec()),
        6 => insert(bytes, at, SCRAPS[dice.below(SCRAPS.len())].into()),
        _ => bytes.swap(at, piece.start),
    }
}

fn piece(dice: &mut Dice, bytes: &[u8]) -> std::ops::Range<usize> {
    let start = dice.below(bytes.len());
    start..(start + dice.below(60)).min(bytes.len())
}

fn insert(bytes: &mut Vec<u8>, at: usize, more: Vec<u8>) {
    bytes.splice(at..at, more);
}
