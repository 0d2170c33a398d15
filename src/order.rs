//! The one sort. A sort is several kilobytes of code for every type and comparison it is used with; so there is one, of
//! numbers, and the comparison comes by reference. The standard library's own, used once, is still ten times what a merge is.

use std::cmp::Ordering;

type Compare<'c> = &'c dyn Fn(usize, usize) -> Ordering;

/// The numbers from 0 to `count`, in the order that `compare` gives the things they stand for. Equal ones stay as they are.
pub fn order(count: usize, compare: Compare<'_>) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..count as u32).collect();
    let mut merged = Vec::with_capacity(count);
    let mut width = 1;
    while width < count {
        merged.clear();
        for runs in numbers.chunks(2 * width) {
            merge(runs, width, &mut merged, compare);
        }
        std::mem::swap(&mut numbers, &mut merged);
        width *= 2;
    }
    numbers
}

/// Two sorted runs, the first of this width, become one. Most lists come in order: then this is one comparison and a copy.
fn merge(runs: &[u32], width: usize, merged: &mut Vec<u32>, compare: Compare<'_>) {
    let (left, right) = runs.split_at(width.min(runs.len()));
    let precedes = |right: u32, left: u32| compare(right as usize, left as usize) == Ordering::Less;
    match (left.last(), right.first()) {
        (Some(last), Some(first)) if precedes(*first, *last) => {}
        _ => return merged.extend_from_slice(runs),
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(one), Some(other)) = (left.get(i), right.get(j)) {
        if precedes(*other, *one) {
            merged.push(*other);
            j += 1;
        } else {
            merged.push(*one);
            i += 1;
        }
    }
    merged.extend_from_slice(left.get(i..).unwrap_or_default());
    merged.extend_from_slice(right.get(j..).unwrap_or_default());
}

/// Sorts a list; equal things stay in their order.
pub fn sort<T: Clone>(list: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    let order = order(list.len(), &|one, other| compare(&list[one], &list[other]));
    *list = order.iter().map(|number| list[*number as usize].clone()).collect();
}

/// A list sorted, with each thing once.
pub fn set<T: Ord>(things: Vec<T>) -> Vec<T> {
    let mut set = Vec::with_capacity(things.len());
    for thing in things {
        insert(&mut set, thing);
    }
    set
}

/// Puts a thing into a sorted list, unless it is there already.
pub fn insert<T: Ord>(list: &mut Vec<T>, thing: T) {
    if let Err(place) = list.binary_search(&thing) {
        list.insert(place, thing);
    }
}
