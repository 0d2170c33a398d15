//! Names of users, groups and resources: a type, a colon, an id.

use crate::data::Cursor;
use crate::error::{Code, Result};
use crate::limits;

/// `user:anna` → (`user`, `anna`).
#[must_use]
pub fn split(name: &str) -> Option<(&str, &str)> {
    name.split_once(':')
}

/// Whether a text can be an id; the reason if it cannot.
pub fn fault(id: &str) -> Option<&'static str> {
    if id.is_empty() {
        Some("it is empty")
    } else if id.len() > limits::ID_BYTES {
        Some("it is longer than 256 bytes")
    } else if id.contains('/') {
        Some("`/` separates the parts of a path")
    } else if id.contains('\u{FFFD}') {
        Some("it holds U+FFFD, which broken text turns into")
    } else if id.chars().any(char::is_control) {
        Some("it holds a control character")
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
    let printable = |c: char| if c.is_control() { '·' } else { c };
    let short: String = name.chars().take(80).map(printable).collect();
    if name.chars().count() > 80 { format!("{short}…") } else { short }
}
