//! The one sort. A sort is several kilobytes of code for every type and comparison it is used with; so there is one, of
//! numbers, and the comparison comes by reference.

use std::cmp::Ordering;

/// The numbers from 0 to `count`, in the order that `compare` gives the things they stand for. Equal ones stay as they are.
pub fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..count as u32).collect();
    numbers.sort_unstable_by(|one, other| compare(*one as usize, *other as usize).then(one.cmp(other)));
    numbers
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
