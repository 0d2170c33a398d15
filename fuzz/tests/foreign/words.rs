//! Damage to a snapshot. Its digest is put right afterwards: otherwise nothing behind it would ever be looked at.

use crate::world::make::Dice;

/// Where the digest stands, and where what it is made of begins (docs/FORMAT.md).
const DIGEST: usize = 2;
const REVISION: usize = 4;

/// One or two words changed, moved, doubled or left out.
pub fn altered(dice: &mut Dice, mut words: Vec<u32>) -> Vec<u32> {
    for _ in 0..dice.between(1, 2) {
        wound(dice, &mut words);
    }
    if words.len() > REVISION && dice.chance(95) {
        let digest = digest(&words[REVISION..]);
        (words[DIGEST], words[DIGEST + 1]) = (digest as u32, (digest >> 32) as u32);
    }
    words
}

fn wound(dice: &mut Dice, words: &mut Vec<u32>) {
    // The beginning says where everything is.
    let range = if dice.chance(30) { words.len().min(56) } else { words.len() };
    let (at, other) = (dice.below(range), dice.below(words.len()));
    let Some(word) = words.get(at).copied() else { return };
    match dice.below(9) {
        0 => words[at] ^= 1 << dice.below(32),
        1 => words[at] = word.wrapping_add(1),
        2 => words[at] = word.wrapping_sub(1),
        3 => words[at] = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, u32::MAX][dice.below(6)],
        4 => words[at] = words[other],
        5 => words.swap(at, other),
        6 => drop(words.remove(at)),
        7 => words.insert(at, word),
        _ => words.truncate(at),
    }
}

/// As docs/FORMAT.md describes it.
fn digest(words: &[u32]) -> u64 {
    let mix = |state: u64, word: u64| (state ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let (whole, rest) = words.split_at(words.len() / 8 * 8);
    let mut lanes = [1, 2, 3, 4];
    for (index, pair) in whole.chunks(2).enumerate() {
        lanes[index % 4] = mix(lanes[index % 4], u64::from(pair[0]) | u64::from(pair[1]) << 32);
    }
    let rest = rest.iter().fold(words.len() as u64, |state, word| mix(state, u64::from(*word)));
    let all = lanes.into_iter().fold(rest, mix);
    mix(all, all >> 32)
}
