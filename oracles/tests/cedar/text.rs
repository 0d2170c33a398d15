//! Cedar expressions as text, short where a part is known beforehand.

use crate::world::Value;

/// An expression that is true or false and never fails: whatever it reads, it has made sure of before.
pub type Text = String;

pub const TRUE: &str = "true";
pub const FALSE: &str = "false";

pub fn and(parts: impl IntoIterator<Item = Text>) -> Text {
    let parts: Vec<Text> = parts.into_iter().filter(|part| part != TRUE).collect();
    match parts.as_slice() {
        [] => TRUE.into(),
        _ if parts.iter().any(|part| part == FALSE) => FALSE.into(),
        _ => parts.join(" && "),
    }
}

/// In brackets where it has two parts, so that it can stand beside `&&`.
pub fn or(parts: impl IntoIterator<Item = Text>) -> Text {
    let parts: Vec<Text> = parts.into_iter().filter(|part| part != FALSE).collect();
    match parts.as_slice() {
        [] => FALSE.into(),
        _ if parts.iter().any(|part| part == TRUE) => TRUE.into(),
        [only] => only.clone(),
        _ => format!("({})", parts.join(" || ")),
    }
}

pub fn not(part: &str) -> Text {
    match part {
        TRUE => FALSE.into(),
        FALSE => TRUE.into(),
        _ => format!("!({part})"),
    }
}

/// The name of an entity. Every text of these worlds is plain ASCII, for which Rust and Cedar quote alike.
pub fn entity(kind: &str, name: &str) -> Text {
    format!("{kind}::{name:?}")
}

pub fn value(of: &Value) -> Text {
    match of {
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) | Value::Time(number) | Value::Span(number) => number.to_string(),
        Value::Text(text) | Value::Level(_, text) => format!("{text:?}"),
        Value::User(name) => entity("User", name),
        Value::Group(name) => entity("Group", name),
        Value::Place(name) => entity("Place", name),
        Value::List(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", ")),
    }
}
