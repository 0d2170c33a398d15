//! Values of attributes and settings as they are written, checked against their kind.

use crate::condition::{Scalar, Type, parse_span, parse_time};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::limits;

/// A value that is kept. References are names until the facts look them up.
#[derive(Clone, Debug, PartialEq)]
pub enum Stored {
    /// yes or no
    Bool(bool),
    /// a whole number
    Int(i64),
    /// a finite number
    Double(f64),
    /// a text
    Text(Box<str>),
    /// milliseconds since 1970
    Time(i64),
    /// milliseconds
    Span(i64),
    /// the name of a user, group or resource
    Name(Scalar, Box<str>),
    /// a user or resource of the facts, by its number: in questions that are asked by numbers
    Thing(Scalar, u32),
    /// a list of values of one kind
    List(Box<[Stored]>),
}

/// As it is written.
impl From<&Stored> for Data<'static> {
    #[allow(clippy::cast_precision_loss)] // whole numbers are at most 2^53
    fn from(value: &Stored) -> Self {
        match value {
            Stored::Bool(value) => Self::Bool(*value),
            Stored::Int(value) | Stored::Time(value) => Self::Number(*value as f64),
            Stored::Span(value) => Self::Text(format!("{value}ms").into()),
            Stored::Double(value) => Self::Number(*value),
            Stored::Text(value) | Stored::Name(_, value) => Self::text(value),
            Stored::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Stored::Thing(..) => Self::Null, // no question is written down
        }
    }
}

/// The greatest whole number that JavaScript and a double hold exactly.
const SAFE: f64 = 9_007_199_254_740_991.0;

/// Reads a value of a kind.
pub fn stored(kind: Type, here: &Cursor<'_>) -> Result<Stored> {
    match kind {
        Type::One(kind) => scalar(kind, here),
        Type::List(kind) => list(kind, here),
        Type::EmptyList | Type::Level(_) => Err(here.error(Code::BadType, "no attribute is of this kind")),
    }
}

fn list(kind: Scalar, here: &Cursor<'_>) -> Result<Stored> {
    if here.len() > limits::LIST_ITEMS {
        return Err(here.error(
            Code::Limit,
            format!("a list of {} items; at most {} are possible", here.len(), limits::LIST_ITEMS),
        ));
    }
    here.all(&|item| scalar(kind, item)).map(|items| Stored::List(items.into()))
}

fn scalar(kind: Scalar, here: &Cursor<'_>) -> Result<Stored> {
    match kind {
        Scalar::Bool => here.bool().map(Stored::Bool),
        Scalar::Int => whole(here, "a whole number").map(Stored::Int),
        Scalar::Double => number(here).map(Stored::Double),
        Scalar::Text => text(here).map(|text| Stored::Text(text.into())),
        Scalar::Time => time(here).map(Stored::Time),
        Scalar::Span => span(here).map(Stored::Span),
        Scalar::User | Scalar::Group | Scalar::Resource(_) => {
            reference(here, kind).map(|name| Stored::Name(kind, name.into()))
        }
    }
}

fn number(here: &Cursor<'_>) -> Result<f64> {
    match here.data() {
        Data::Number(value) => Ok(*value),
        _ => Err(here.error(Code::BadType, "expected a number")),
    }
}

fn whole(here: &Cursor<'_>, wanted: &str) -> Result<i64> {
    let value = number(here)?;
    if value.fract() != 0.0 || value.abs() > SAFE {
        return Err(here.error(Code::BadValue, format!("expected {wanted} of at most 2^53 - 1")));
    }
    Ok(value as i64)
}

/// A moment: RFC 3339 text, or milliseconds since 1970.
pub(crate) fn time(here: &Cursor<'_>) -> Result<i64> {
    match here.data() {
        Data::Number(_) => whole(here, "milliseconds since 1970: a whole number"),
        Data::Text(text) => parse_time(text).ok_or_else(|| {
            here.error(
                Code::BadValue,
                format!("`{text}` is not a moment; write it like `2026-01-31T08:00:00Z`"),
            )
        }),
        _ => Err(here.error(
            Code::BadType,
            "expected a moment: a text like `2026-01-31T08:00:00Z`, or milliseconds since 1970",
        )),
    }
}

fn span(here: &Cursor<'_>) -> Result<i64> {
    let text = here.text()?;
    parse_span(text).ok_or_else(|| {
        here.error(Code::BadValue, format!("`{text}` is not a duration; write it like `5m` or `300s`"))
    })
}

fn text<'a>(here: &Cursor<'a>) -> Result<&'a str> {
    let text = here.text()?;
    if text.len() > limits::TEXT_BYTES {
        return Err(here.error(
            Code::Limit,
            format!("a text of {} bytes; at most {} are possible", text.len(), limits::TEXT_BYTES),
        ));
    }
    Ok(text)
}

/// A name with its type.
fn reference<'a>(here: &Cursor<'a>, kind: Scalar) -> Result<&'a str> {
    let name = text(here)?;
    if kind.has_name(name) && name.len() <= limits::ID_BYTES + limits::NAME_BYTES {
        return Ok(name);
    }
    let example = match kind {
        Scalar::User => "user:…",
        Scalar::Group => "group:…",
        _ => "project:7",
    };
    Err(here.error(Code::BadName, format!("`{name}` has no type: write it like `{example}`")))
}
