//! Whether tables that came from elsewhere are sound: every number points at something, everything rises that is searched in,
//! and nothing contains itself. What reads them afterwards always ends, and finds what was meant.

use super::base::{Base, GONE, NONE, NameTable};
use super::hashed::HASH;
use super::slice::ELSEWHERE;
use crate::catalog::{Bundles, Catalog, Condition};
use crate::condition::{Scalar, Type};
use crate::ids::{AttributeId, ConditionId, TypeId};
use crate::limits;

/// Whether all is as the layout makes it; and whether something is granted to everybody.
pub fn sound(base: &Base, catalog: &Catalog, bundles: &Bundles, slice: bool) -> Option<bool> {
    let check = Check { base, words: base.words(), catalog, slice };
    let all = (!slice || base.users.len() == 1)
        && [&base.users, &base.groups, &base.resources].into_iter().all(|names| check.names(names))
        && check.resources()
        && check.groups()
        && check.attributes();
    if !all {
        return None;
    }
    let principals = base.users.len() + base.groups.len() + 2;
    let condition =
        |id: ConditionId| catalog.conditions().get(id.index()).is_some_and(Condition::suits_grants);
    let in_groups =
        |principal: usize| principal + 2 < principals && base.groups_above(principal).next().is_some();
    let limits = [principals, base.resources.len(), bundles.len()];
    base.grants.sound(check.words, limits, &condition, &in_groups).then(|| {
        let last = [principals - 2, principals - 1];
        last.iter().any(|principal| !base.all_grants(base.start(*principal)).is_empty())
    })
}

struct Check<'c> {
    base: &'c Base,
    words: &'c [u32],
    catalog: &'c Catalog,
    slice: bool,
}

impl Check<'_> {
    /// Parts rise from 0 to the end of what they are parts of.
    fn parts(&self, parts: &super::table::Table<u32>, end: usize) -> bool {
        let rise =
            (1..parts.len()).all(|index| parts.get(self.words, index - 1) <= parts.get(self.words, index));
        parts.len() > 0
            && rise
            && parts.get(self.words, 0) == 0
            && parts.get(self.words, parts.len() - 1) as usize == end
    }

    /// Names rise in their order, so that none is there twice; whoever is not in the order has none. So do hashes, behind those
    /// who are gone; and all are hashed or none.
    fn names(&self, names: &NameTable) -> bool {
        let count = names.len();
        let end = if count == 0 { 0 } else { names.offsets.get(self.words, count) as usize };
        let hashed = names.is_hashed();
        let whole = if hashed {
            let end = names.start.saturating_add(count.saturating_mul(HASH));
            !self.base.secret().is_empty() && end <= self.base.texts().len()
        } else {
            self.parts(&names.offsets, end)
        };
        if count > limits::FACTS_ENTRIES || hashed != self.base.users.is_hashed() || !whole {
            return false;
        }
        let mut before: &[u8] = &[];
        let mut found = 0;
        for id in names.in_order(self.base) {
            let id = id as usize;
            let name = if hashed {
                names.hash(self.base, id)
            } else {
                self.base.whole_name(names, id).unwrap_or_default().as_bytes()
            };
            let gone = hashed && name.is_empty() && before.is_empty();
            if id >= count || !gone && before >= name {
                return false;
            }
            before = name;
            found += usize::from(!gone);
        }
        let there = (0..count).filter(|id| names.has(self.base, *id)).count();
        there == found
    }

    /// Every resource is of a type and lies where that can lie, not too deep, and not in itself.
    fn resources(&self) -> bool {
        let count = self.base.resources.len();
        let types = self.catalog.types();
        let place = |id: usize| [0, 1].map(|part| self.base.places.get(self.words, 2 * id + part));
        let mut settled = vec![0_u8; count];
        self.base.places.len() == 2 * count
            && (0..count).all(|id| {
                let [parent, kind] = place(id);
                let kind = TypeId(kind as u16);
                if kind == GONE {
                    return parent == NONE && !self.base.resources.has(self.base, id);
                }
                let Some(known) = types.get(kind.index()).filter(|_| self.base.resources.has(self.base, id))
                else {
                    return false;
                };
                match parent {
                    NONE => known.within.is_empty(),
                    _ if parent as usize >= count => false,
                    _ => known.within.contains(&TypeId(place(parent as usize)[1] as u16)),
                }
            })
            && (0..count).all(|id| ends(id, &|id| place(id)[0], &mut settled))
    }

    /// Groups lie in groups that there are, not too deep, and not in themselves.
    fn groups(&self) -> bool {
        let (users, groups) = (self.base.users.len(), self.base.groups.len());
        let good = self.base.up_parts.len() == users + groups + 1
            && self.parts(&self.base.up_parts, self.base.up.len())
            && (0..self.base.up.len()).all(|place| (self.base.up.get(self.words, place) as usize) < groups);
        let mut layer: Vec<usize> = (0..groups).collect();
        let mut depth = 0;
        // Whoever is above somebody of the layer makes the next one; where all end, none is left after so many.
        while good && !layer.is_empty() && depth <= limits::GROUP_DEPTH {
            let mut above = vec![false; groups];
            let up = layer.iter().flat_map(|group| self.base.groups_above(users + group));
            up.for_each(|group| above[group.index()] = true);
            layer = (0..groups).filter(|group| above[*group]).collect();
            depth += 1;
        }
        good && layer.is_empty()
    }

    /// Attributes are ones that there are, and their values are of their kinds.
    fn attributes(&self) -> bool {
        let base = self.base;
        let things = base.users.len() + base.resources.len();
        let known = self.catalog.attribute_count();
        base.attribute_parts.len() == things + 1
            && self.parts(&base.attribute_parts, base.attribute_ids.len())
            && base.attribute_values.len() == base.attribute_ids.len()
            && (0..base.attribute_ids.len()).all(|place| {
                let id = AttributeId(base.attribute_ids.get(self.words, place));
                id.index() < known
                    && self
                        .value(base.attribute_values.get(self.words, place), self.catalog.attribute(id).kind)
            })
    }

    fn value(&self, raw: u64, kind: Type) -> bool {
        let (first, len) = ((raw >> 32) as usize, (raw & u64::from(u32::MAX)) as usize);
        match kind {
            Type::One(kind) => self.scalar(raw, kind),
            Type::List(kind) => {
                // Both together may be more than a number of 32 bits holds.
                let items = first.checked_add(len).map(|end| first..end);
                len <= limits::LIST_ITEMS
                    && items.is_some_and(|mut items| {
                        items.end <= self.base.list_items.len()
                            && items.all(|place| self.scalar(self.base.raw_item(place), kind))
                    })
            }
            Type::EmptyList | Type::Level(_) => false,
        }
    }

    fn scalar(&self, raw: u64, kind: Scalar) -> bool {
        let elsewhere = u64::from(ELSEWHERE)..u64::from(NONE);
        let below = |count: usize| {
            raw == u64::from(NONE) || raw < count as u64 || self.slice && elsewhere.contains(&raw)
        };
        match kind {
            Scalar::Bool => raw < 2,
            Scalar::Double => f64::from_bits(raw).is_finite(),
            Scalar::Int | Scalar::Time | Scalar::Span => raw.cast_signed().unsigned_abs() < 1 << 53,
            Scalar::User => below(self.base.users.len()),
            Scalar::Group => below(self.base.groups.len()),
            Scalar::Resource(_) => below(self.base.resources.len()),
            Scalar::Text => self.base.whole_text(raw).is_some(),
        }
    }
}

/// Whether the way up from a resource ends in time. `settled`: how deep those lie that were looked at, from 1 on.
fn ends(id: usize, parent: &dyn Fn(usize) -> u32, settled: &mut [u8]) -> bool {
    let mut way = Vec::new();
    let mut at = id;
    while settled[at] == 0 {
        way.push(at);
        if way.len() > limits::RESOURCE_DEPTH + 1 {
            return false;
        }
        match parent(at) {
            NONE => break,
            above => at = above as usize,
        }
    }
    let mut depth = settled[at];
    for below in way.into_iter().rev() {
        depth += 1;
        settled[below] = depth;
    }
    usize::from(settled[id]) <= limits::RESOURCE_DEPTH + 1
}
