//! Footnotes: a closed, typed subset of CEL (S9). A text is parsed, its parts are checked against the catalog's names,
//! and what comes out is an expression that always ends and answers yes, no or unknown.
//!
//! This folder knows neither catalogs nor facts: names come through [`Vocabulary`], things through [`World`].

mod check;
mod eval;
mod parse;
mod time;

pub use check::{Column, Flaw, Scalar, Space, Type, Vocabulary, check};

pub use eval::{Found, List, Reference, Source, Trace, Truth, Value, World, evaluate};
pub use time::{parse_span, parse_time};

use crate::ids::{ActionId, AttributeId, Level, ToolId};
use std::cmp::Ordering;

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Whether it holds for two values that stand to each other like this.
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order == Ordering::Equal,
            Self::Unequal => order != Ordering::Equal,
            Self::Less => order == Ordering::Less,
            Self::AtMost => order != Ordering::Greater,
            Self::More => order == Ordering::Greater,
            Self::AtLeast => order != Ordering::Less,
        }
    }
}

/// A checked expression. Its kind is known, its names are ids.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A literal.
    Constant(Constant),
    /// A list of literals and others.
    List(Vec<Expr>),
    /// Who asks.
    Subject,
    /// What is asked about.
    Resource,
    /// The time of the question.
    Now,
    /// An attribute of a user or resource.
    Attribute(Box<Expr>, AttributeId),
    /// An attribute of the question's context.
    Context(AttributeId),
    /// A setting of the tenant.
    Setting(AttributeId),
    /// The element that `exists` or `all` is looking at, counted from the outermost.
    Element(usize),
    /// Whether an attribute is there.
    Has(Box<Expr>),
    /// `!`
    Not(Box<Expr>),
    /// `&&`
    And(Box<Expr>, Box<Expr>),
    /// `||`
    Or(Box<Expr>, Box<Expr>),
    /// `a ? b : c`
    Choose(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A comparison; `pace` is how the difference of the sides changes as time goes on: -1, 0 or 1.
    Compare { how: Comparison, left: Box<Expr>, right: Box<Expr>, pace: i8 },
    /// `x in list`
    In(Box<Expr>, Box<Expr>),
    /// Sum of times.
    Add(Box<Expr>, Box<Expr>),
    /// Difference of times.
    Subtract(Box<Expr>, Box<Expr>),
    /// `.exists(x, …)`
    Exists(Box<Expr>, Box<Expr>),
    /// `.all(x, …)`
    All(Box<Expr>, Box<Expr>),
    /// The active level of a tool.
    LevelOf { tool: ToolId, resource: Box<Expr>, subject: Box<Expr> },
    /// Whether a column is active.
    Holds { column: Column, resource: Box<Expr>, subject: Box<Expr> },
    /// Whether a subject is a member of a resource (S12).
    Member { subject: Box<Expr>, resource: Box<Expr> },
    /// Whether a subject is in a group, however deep.
    InGroup { subject: Box<Expr>, group: Box<Expr> },
    /// The whole question about another action, resource or subject.
    Can { action: ActionId, resource: Box<Expr>, subject: Box<Expr> },
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `true`
    Bool(bool),
    /// `7`
    Int(i64),
    /// `7.5`
    Double(f64),
    /// `"open"`
    Text(String),
    /// Milliseconds since 1970.
    Time(i64),
    /// Milliseconds.
    Span(i64),
    /// A level's place on its ladder.
    Level(Level),
    /// The name of a user, group or resource, as in `"user:anna"`; looked up in the facts when asked.
    Name(Scalar, String),
}

impl Expr {
    /// Calls `visit` for this expression and all beneath.
    pub fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Self)) {
        visit(self);
        match self {
            Self::Constant(_)
            | Self::Subject
            | Self::Resource
            | Self::Now
            | Self::Context(_)
            | Self::Setting(_)
            | Self::Element(_) => {}
            Self::List(items) => items.iter().for_each(|item| item.walk(visit)),
            Self::Attribute(of, _) | Self::Has(of) | Self::Not(of) => of.walk(visit),
            Self::And(a, b)
            | Self::Or(a, b)
            | Self::In(a, b)
            | Self::Add(a, b)
            | Self::Subtract(a, b)
            | Self::Exists(a, b)
            | Self::All(a, b)
            | Self::Compare { left: a, right: b, .. }
            | Self::LevelOf { resource: a, subject: b, .. }
            | Self::Holds { resource: a, subject: b, .. }
            | Self::Can { resource: a, subject: b, .. }
            | Self::Member { subject: a, resource: b }
            | Self::InGroup { subject: a, group: b } => [a, b].into_iter().for_each(|part| part.walk(visit)),
            Self::Choose(a, b, c) => [a, b, c].into_iter().for_each(|part| part.walk(visit)),
        }
    }

    /// The actions that this expression asks about through `can`.
    #[must_use]
    pub fn asks(&self) -> Vec<ActionId> {
        let mut actions = Vec::new();
        self.walk(&mut |part| {
            if let Self::Can { action, .. } = part {
                actions.push(*action);
            }
        });
        actions
    }

    /// Whether the answer depends on grants: then the condition of a grant cannot use it.
    #[must_use]
    pub fn asks_grants(&self) -> bool {
        let mut asks = false;
        self.walk(&mut |part| {
            asks |= matches!(
                part,
                Self::LevelOf { .. } | Self::Holds { .. } | Self::Member { .. } | Self::Can { .. }
            );
        });
        asks
    }

    /// Whether `has` can ask for it.
    pub(crate) fn is_attribute(&self) -> bool {
        matches!(self, Self::Attribute(..) | Self::Context(_))
    }
}
