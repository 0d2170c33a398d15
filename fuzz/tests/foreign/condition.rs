//! Damage to footnotes alone: what they are made of, in another order.

use crate::Data;
use crate::hostile;
use crate::world::make::Dice;

const WORDS: [&str; 44] = [
    "subject",
    "resource",
    "context",
    "settings",
    "now",
    "has(",
    "level(",
    "holds(",
    "member(",
    "in_group(",
    "can(",
    "duration(",
    "timestamp(",
    ".exists(x, ",
    ".all(x, ",
    "x",
    "in",
    "true",
    "false",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "?",
    ":",
    "!",
    "-",
    "+",
    "&&",
    "||",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "\"standard\"",
    "'5m'",
    "\"2026-01-01T00:00:00Z\"",
    "9223372036854775807",
    "0.1",
    "*",
];

/// The texts of all footnotes of a catalog.
pub fn texts(catalog: &Data) -> Vec<String> {
    let mut texts = Vec::new();
    each(catalog, &mut |text| texts.push(text.to_owned()));
    texts
}

/// Every footnote of a catalog, wherever it stands.
fn each(data: &Data, visit: &mut dyn FnMut(&str)) {
    match data {
        Data::Map(entries) => entries.iter().for_each(|(key, value)| match value {
            Data::Text(text) if key == "when" => visit(text),
            _ => each(value, visit),
        }),
        Data::List(items) => items.iter().for_each(|item| each(item, visit)),
        _ => {}
    }
}

/// The catalog with one footnote, whichever, put together anew or damaged; `foreign` are footnotes to take parts from.
pub fn damaged(dice: &mut Dice, catalog: &Data, foreign: &[String]) -> Data {
    let mut catalog = catalog.clone();
    let own = texts(&catalog);
    let mut place = dice.below(own.len());
    change(&mut catalog, &mut place, &mut |text| {
        let parts = if dice.chance(80) { &own } else { foreign };
        if dice.chance(60) {
            *text = joined(dice, text, parts);
        }
        if dice.chance(60) {
            let mut words = words(text);
            (0..dice.between(1, 3)).for_each(|_| wound(dice, &mut words, parts));
            *text = words.concat();
        }
    });
    catalog
}

/// Two or three footnotes made into one. Most of these are footnotes as well.
fn joined(dice: &mut Dice, text: &str, parts: &[String]) -> String {
    let [one, two] = [(); 2].map(|()| dice.one(parts).cloned().unwrap_or_default());
    match dice.below(6) {
        0 => format!("({text}) && ({one})"),
        1 => format!("({text}) || ({one})"),
        2 => format!("({text}) ? ({one}) : ({two})"),
        3 => format!("!({text})"),
        4 => format!("({text}) == ({one})"),
        _ => format!("[true, {one}].exists(x, x && !({text}))"),
    }
}

/// Changes the footnote with so many before it.
fn change(data: &mut Data, before: &mut usize, change_it: &mut dyn FnMut(&mut String)) {
    match data {
        Data::Map(entries) => entries.iter_mut().for_each(|(key, value)| match value {
            Data::Text(text) if key == "when" => {
                if *before == 0 {
                    change_it(text.to_mut());
                }
                *before = before.wrapping_sub(1);
            }
            _ => change(value, before, change_it),
        }),
        Data::List(items) => items.iter_mut().for_each(|item| change(item, before, change_it)),
        _ => {}
    }
}

/// Names, numbers, and each other character by itself.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut inside = false;
    for letter in text.chars() {
        let part = letter.is_alphanumeric() || letter == '_';
        match words.last_mut() {
            Some(last) if part && inside => last.push(letter),
            _ => words.push(letter.into()),
        }
        inside = part;
    }
    words
}

fn wound(dice: &mut Dice, words: &mut Vec<String>, foreign: &[String]) {
    let at = dice.below(words.len());
    let other = dice.one(foreign).cloned().unwrap_or_default();
    let word = WORDS[dice.below(WORDS.len())].to_owned();
    if words.is_empty() {
        return words.push(word);
    }
    match dice.below(10) {
        0 => words[at] = word,
        1 => words.insert(at, word),
        2 => drop(words.remove(at)),
        3 => words.insert(at, words[dice.below(words.len())].clone()),
        4 => words[at] = format!("({other})"),
        5 => words.extend([" && ".to_owned(), other]),
        6 => words[at] = hostile::name(dice),
        7 => *words = deeper(dice, &words.concat()),
        8 => *words = vec![other],
        _ => words.swap(at, 0),
    }
}

fn deeper(dice: &mut Dice, text: &str) -> Vec<String> {
    let layers = [2, 40, 400, 4_000][dice.below(4)];
    let (open, close) =
        [("(", ")"), ("!", ""), ("-", ""), ("[", "]"), ("true ? ", " : false"), ("true || ", "")]
            [dice.below(6)];
    vec![open.repeat(layers), text.to_owned(), close.repeat(layers)]
}
