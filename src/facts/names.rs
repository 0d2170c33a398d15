//! Names of users, groups and resources: a type, a colon, an id.

use crate::cut::cut;
use crate::data::Cursor;
use crate::error::{Code, Result};
use crate::limits;
use std::borrow::Cow;

/// `user:anna` → (`user`, `anna`).
#[must_use]
pub fn split(name: &str) -> Option<(&str, &str)> {
    cut(name, b':')
}

/// Whether a text can be an id; the reason if it cannot.
pub fn fault(id: &str) -> Option<&'static str> {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'/';
    if (1..=limits::ID_BYTES).contains(&id.len()) && id.bytes().all(plain) {
        None // nearly all are: no need to look at each letter four times
    } else if id.is_empty() {
        Some("it is empty")
    } else if id.len() > limits::ID_BYTES {
        Some("it is longer than 256 bytes")
    } else if id.bytes().any(|byte| byte == b'/') {
        Some("`/` separates the parts of a path")
    } else if id.chars().any(|c| c == '\u{FFFD}') {
        Some("it holds U+FFFD, which broken text turns into")
    } else if id.chars().any(char::is_control) {
        Some("it holds a control character")
    } else if id.chars().any(|c| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')) {
        Some("it holds a character that nobody can see")
    } else if id.trim() != id {
        Some("it has white space at its ends")
    } else {
        None
    }
}

/// A name of one type, checked.
pub fn checked<'a>(here: &Cursor<'_>, name: &'a str) -> Result<(&'a str, &'a str)> {
    let Some((kind, id)) = split(name) else {
        return Err(here.error(
            Code::BadName,
            format!("`{name}` has no type: write it like `user:anna` or `project:7`"),
        ));
    };
    match fault(id) {
        None => Ok((kind, id)),
        Some(why) => {
            Err(here.error(Code::BadId, format!("the id of `{}` is not possible: {why}", shown(name))))
        }
    }
}

/// A name as it can stand in a message: short, without control characters.
fn shown(name: &str) -> String {
    let mut short = String::new();
    for (place, letter) in name.chars().enumerate() {
        if place == 80 {
            short.push('…');
            break;
        }
        short.push(if letter.is_control() { '·' } else { letter });
    }
    short
}

/// A user's name as it is kept and looked for (S17): upper and lower case of ASCII letters are one. Mail addresses are the
/// usual ids, and no two people should be told apart by a capital letter.
#[must_use]
pub fn normal(name: &str) -> Cow<'_, str> {
    if name.starts_with("user:") && name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Letters of other scripts that look like a Latin one, each before the one it looks like.
const ALIKE: &str = "аaеeоoрpсcуyхxіiјjѕsԁdһhӏlԛqԝwɡgѵvοoαaνvρpτtιiκkυuχxγyօoսuոnհh";

/// Whether a name looks like this. Most names are ASCII, and look like themselves: of 100,000 users all are asked about each new one.
#[must_use]
pub fn looks_like(name: &str, wanted: &str) -> bool {
    name == wanted || !name.is_ascii() && looks(name) == wanted
}

/// How a name looks: two that look alike are not both somebody's (S17).
#[must_use]
pub fn looks(name: &str) -> String {
    let latin = |letter: char| {
        if let '\u{ff01}'..='\u{ff5e}' = letter {
            return char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter).to_ascii_lowercase();
        }
        let place = ALIKE.chars().position(|known| known == letter).filter(|place| place % 2 == 0);
        place.and_then(|place| ALIKE.chars().nth(place + 1)).unwrap_or(letter)
    };
    let mut looks = String::with_capacity(name.len());
    for letter in name.chars() {
        looks.push(latin(letter));
    }
    looks
}
