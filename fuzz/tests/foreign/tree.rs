//! Damage to data that stays readable: values and keys in the wrong place, twice, deeper, missing.

use crate::Data;
use crate::hostile;
use crate::world::make::Dice;

/// Up to three wounds, mostly one: who has many is turned away at the first. `foreign` is a document to take parts from.
pub fn damaged(dice: &mut Dice, data: &Data, foreign: &Data) -> Data {
    let mut data = data.clone();
    let wounds = if dice.chance(60) { 1 } else { dice.between(2, 3) };
    for _ in 0..wounds {
        if dice.chance(40) { exchange(dice, &mut data) } else { wound(dice, &mut data, foreign) }
    }
    data
}

/// One text for another that looks like it: another level, another role, another user. Much of this is accepted.
fn exchange(dice: &mut Dice, data: &mut Data) {
    let mut texts = Vec::new();
    every_text(data, &mut |text| texts.push(text.clone()));
    let mut place = dice.below(texts.len());
    let Some(old) = texts.get(place) else { return };
    let look = |text: &str| text.find([':', '.', ' ']).map(|at| text[..=at].to_owned());
    let alike: Vec<&String> = texts.iter().filter(|text| *text != old && look(text) == look(old)).collect();
    let Some(new) = dice.one(&alike) else { return };
    every_text(data, &mut |text| {
        if place == 0 {
            text.clone_from(new);
        }
        place = place.wrapping_sub(1);
    });
}

fn every_text(data: &mut Data, visit: &mut dyn FnMut(&mut String)) {
    match data {
        Data::Text(text) => visit(text.to_mut()),
        Data::List(items) => items.iter_mut().for_each(|item| every_text(item, visit)),
        Data::Map(entries) => entries.iter_mut().for_each(|(_, value)| every_text(value, visit)),
        _ => {}
    }
}

fn wound(dice: &mut Dice, data: &mut Data, foreign: &Data) {
    let (own, other) = (any(dice, data), any(dice, foreign));
    let keys_of = if dice.chance(80) { &*data } else { foreign };
    let (key, strange) = (any_key(dice, keys_of), hostile::name(dice));
    let mut place = dice.below(size(data));
    let Some(here) = nth(data, &mut place) else { return };
    match dice.below(12) {
        0 => *here = hostile::value(dice),
        1 => *here = own,
        2 => *here = other,
        3 => *here = nested(dice, here),
        4 | 5 => *here = text(dice, here, key),
        6 => rename(dice, here, key),
        7 => rename(dice, here, Some(strange)),
        8 => again(dice, here),
        9 => add(dice, here, key, own),
        _ => less(dice, here),
    }
}

/// How many values there are, the whole one included.
fn size(data: &Data) -> usize {
    1 + match data {
        Data::List(items) => items.iter().map(size).sum(),
        Data::Map(entries) => entries.iter().map(|(_, value)| size(value)).sum::<usize>(),
        _ => 0,
    }
}

/// The value with so many before it.
fn nth<'d>(data: &'d mut Data, before: &mut usize) -> Option<&'d mut Data> {
    if *before == 0 {
        return Some(data);
    }
    *before -= 1;
    match data {
        Data::List(items) => items.iter_mut().find_map(|item| nth(item, before)),
        Data::Map(entries) => entries.iter_mut().find_map(|(_, value)| nth(value, before)),
        _ => None,
    }
}

/// A copy of any value in it. Large ones would make a document larger and larger.
fn any(dice: &mut Dice, data: &Data) -> Data {
    let mut at = data;
    loop {
        let inner: Vec<&Data> = match at {
            Data::List(items) => items.iter().collect(),
            Data::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        };
        match dice.one(&inner) {
            Some(next) if size(at) > 200 || dice.chance(80) => at = *next,
            _ => return at.clone(),
        }
    }
}

fn any_key(dice: &mut Dice, data: &Data) -> Option<String> {
    let mut key = None;
    let mut at = data;
    loop {
        at = match at {
            Data::Map(entries) => {
                let (name, value) = dice.one(entries)?;
                key = Some(name.to_string());
                value
            }
            Data::List(items) => dice.one(items)?,
            _ => return key,
        };
        if dice.chance(25) {
            return key;
        }
    }
}

fn nested(dice: &mut Dice, data: &Data) -> Data {
    let layers = dice.between(1, 40);
    let wrap = |inner: Data, list: bool| {
        if list { Data::List(vec![inner]) } else { Data::Map(vec![("within".into(), inner)]) }
    };
    (0..layers).fold(data.clone(), |inner, _| wrap(inner, dice.chance(50)))
}

/// Another text in the place of this one, or the same with a flaw.
fn text(dice: &mut Dice, data: &Data, other: Option<String>) -> Data {
    let Data::Text(text) = data else { return Data::text(&other.unwrap_or_default()) };
    let letters: Vec<char> = text.chars().collect();
    let (before, after) = letters.split_at(dice.below(letters.len() + 1));
    let (before, after): (String, String) = (before.iter().collect(), after.iter().collect());
    Data::text(&match dice.below(6) {
        0 => before,
        1 => after + &before,
        2 => before + &hostile::name(dice) + &after,
        3 => text.to_uppercase(),
        4 => text.repeat(dice.between(2, 40)),
        _ => other.unwrap_or_default(),
    })
}

fn rename(dice: &mut Dice, data: &mut Data, name: Option<String>) {
    if let (Data::Map(entries), Some(name)) = (data, name)
        && !entries.is_empty()
    {
        let at = dice.below(entries.len());
        entries[at].0 = name.into();
    }
}

/// The same once more, or very often.
fn again(dice: &mut Dice, data: &mut Data) {
    let times = if dice.chance(10) { 1_100 } else { 1 };
    match data {
        Data::List(items) => {
            let item = dice.one(items).cloned();
            items.extend(item.into_iter().cycle().take(times));
        }
        Data::Map(entries) => entries.extend(dice.one(entries).cloned()),
        _ => {}
    }
}

fn add(dice: &mut Dice, data: &mut Data, key: Option<String>, value: Data) {
    match data {
        Data::List(items) => items.insert(dice.below(items.len() + 1), value),
        Data::Map(entries) => {
            entries.insert(dice.below(entries.len() + 1), (key.unwrap_or_default().into(), value));
        }
        _ => {}
    }
}

fn less(dice: &mut Dice, data: &mut Data) {
    match data {
        Data::List(items) if !items.is_empty() => drop(items.remove(dice.below(items.len()))),
        Data::Map(entries) if !entries.is_empty() => drop(entries.remove(dice.below(entries.len()))),
        _ => {}
    }
}
