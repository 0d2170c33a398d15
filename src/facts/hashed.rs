//! Hashes in the place of names: who asks by name is understood, and nobody can read what the names are.

use super::Facts;
use super::base::{Base, NameTable};
use super::layout::Layout;
use crate::order::order;
use hmac_sha256::Hash;

/// Bytes of the secret that all hashes of some tables are made with; the texts begin with it.
pub(super) const SECRET: usize = 16;
/// Bytes of a hash: enough that nobody finds a second name for one.
pub(super) const HASH: usize = 12;

/// The hash of a name: the first bytes of HMAC-SHA256 (RFC 2104). That of no name is zeros.
#[inline(never)]
pub(super) fn hash(secret: &[u8], name: &str) -> [u8; HASH] {
    if name.is_empty() {
        return [0; HASH];
    }
    let inner = keyed(secret, 0x36, name.as_bytes());
    let outer = keyed(secret, 0x5c, &inner);
    let mut hash = [0; HASH];
    hash.copy_from_slice(&outer[..HASH]);
    hash
}

/// One after the other in one piece: of hashes of pieces the module has no use otherwise.
fn keyed(secret: &[u8], pad: u8, bytes: &[u8]) -> [u8; 32] {
    let mut all = [pad; 64].to_vec();
    for (place, byte) in secret.iter().enumerate() {
        all[place] ^= byte;
    }
    all.extend_from_slice(bytes);
    Hash::hash(&all)
}

/// The hash of an id among those that begin at a place; none instead of zeros.
#[inline(never)]
fn hash_at(texts: &[u8], start: usize, id: usize) -> &[u8] {
    let hash = texts.get(start..).and_then(|hashes| hashes.get(id * HASH..)?.get(..HASH));
    hash.filter(|hash| **hash != [0; HASH]).unwrap_or_default()
}

impl Facts {
    /// Whether the names are there. Where they are not, every name is told as an empty one.
    pub(crate) const fn has_names(&self) -> bool {
        !self.base.users.is_hashed()
    }
}

impl NameTable {
    /// Whether there are hashes in the place of names.
    pub const fn is_hashed(&self) -> bool {
        self.offsets.len() == 0
    }

    /// The hash of an id; none of who is gone.
    pub fn hash<'b>(&self, base: &'b Base, id: usize) -> &'b [u8] {
        if id < self.len() { hash_at(base.texts(), self.start, id) } else { &[] }
    }
}

impl Base {
    /// What the hashes were made with.
    pub fn secret(&self) -> &[u8] {
        self.texts().get(..SECRET).unwrap_or_default()
    }
}

impl Layout {
    /// All ids in the order of the hashes, which begin at a place among the texts.
    pub fn order_of_hashes<'n>(
        &mut self,
        start: usize,
        count: usize,
        name: &dyn Fn(usize) -> &'n str,
    ) -> Vec<u32> {
        let texts = &self.values.texts;
        let order = order(count, &|one, other| hash_at(texts, start, one).cmp(hash_at(texts, start, other)));
        let mut before: &[u8] = &[]; // to have none is to be nobody
        for id in &order {
            let hash = hash_at(texts, start, *id as usize);
            self.differ &= before != hash || name(*id as usize).is_empty();
            before = hash;
        }
        order
    }
}
