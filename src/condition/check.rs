//! From syntax to a checked expression: names become ids, kinds must fit.

use super::parse::{Fault, Node, Parsed, Syntax, parse};
use super::time::{parse_span, parse_time};
use super::{Comparison, Constant, Expr};
use crate::cut::cut;
use crate::error::did_you_mean;
use crate::ids::{ActionId, AttributeId, ExtraId, Level, RoleId, ToolId, TypeId};

/// The kind of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// yes or no
    Bool,
    /// a whole number
    Int,
    /// a finite number
    Double,
    /// a text
    Text,
    /// a moment
    Time,
    /// a duration
    Span,
    /// a user
    User,
    /// a group
    Group,
    /// a resource, of a type or of any
    Resource(Option<TypeId>),
}

impl Scalar {
    /// What is in the names of such things: `user:` or `group:` before the id, `:` after the type of a resource.
    pub(crate) const fn prefix(self) -> Option<&'static str> {
        match self {
            Self::User => Some("user:"),
            Self::Group => Some("group:"),
            Self::Resource(_) => Some(":"),
            _ => None,
        }
    }

    /// Whether a text looks like the name of such a thing.
    pub(crate) fn has_name(self, text: &str) -> bool {
        match self {
            Self::Resource(_) => cut(text, b':').is_some(),
            _ => self.prefix().is_some_and(|prefix| text.starts_with(prefix)),
        }
    }
}

/// The kind of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// One value.
    One(Scalar),
    /// A list of values of one kind.
    List(Scalar),
    /// `[]`
    EmptyList,
    /// A level of the ladder that this tool uses.
    Level(ToolId),
}

/// Where an attribute belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// Of users.
    Subject,
    /// Of resources.
    Resource,
    /// Of the question.
    Context,
    /// Of the tenant.
    Settings,
}

/// What a subject can hold: a column of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// A level of a tool's ladder.
    Level(ToolId, Level),
    /// A granular or privilege.
    Extra(ExtraId),
    /// A role.
    Role(RoleId),
}

/// The names a condition may use.
pub trait Vocabulary {
    /// The attribute or setting of this name.
    fn attribute(&self, space: Space, name: &str) -> Option<(AttributeId, Type)>;
    /// All names of a space, for suggestions.
    fn attributes(&self, space: Space) -> Vec<&str>;
    /// A tool.
    fn tool(&self, name: &str) -> Option<ToolId>;
    /// A level of the ladder that a tool uses.
    fn level(&self, tool: ToolId, name: &str) -> Option<Level>;
    /// `tool.level`, `tool.granular`, `tool.privilege`, or a role.
    fn column(&self, name: &str) -> Option<Column>;
    /// An action.
    fn action(&self, name: &str) -> Option<ActionId>;
    /// Names of tools, columns and actions, for suggestions.
    fn names(&self, kind: &str) -> Vec<String>;
}

/// Why a text is not a condition.
#[derive(Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be parsed.
    Syntax(Fault),
    /// Its parts do not fit together.
    Meaning(Fault),
}

/// Parses and checks a condition: it must be a yes/no question.
pub fn check(text: &str, names: &dyn Vocabulary) -> Result<Expr, Flaw> {
    let node = parse(text).map_err(Flaw::Syntax)?;
    let typed = Checker { names, variables: Vec::new() }.typed(&node);
    typed.and_then(|typed| typed.truth(node.at)).map(|typed| *typed.expr).map_err(Flaw::Meaning)
}

struct Checker<'n> {
    names: &'n dyn Vocabulary,
    variables: Vec<(String, Scalar)>,
}

/// A checked expression, its kind, and how fast it moves with `now` (0, 1 or -1).
struct Typed {
    expr: Box<Expr>,
    kind: Type,
    pace: i8,
}

/// What the name in a question names.
enum Named {
    Tool(ToolId),
    Column(Column),
    Action(ActionId),
}

fn still(expr: Expr, kind: Type) -> Typed {
    Typed { expr: Box::new(expr), kind, pace: 0 }
}

const TRUTH: Type = Type::One(Scalar::Bool);

impl Typed {
    fn truth(self, at: usize) -> Parsed<Self> {
        if self.kind == TRUTH {
            Ok(self)
        } else {
            fault(at, format!("expected yes or no, found {}", name_of(self.kind)))
        }
    }
}

fn fault<T>(at: usize, message: impl Into<String>) -> Parsed<T> {
    Err(Fault { at, message: message.into() })
}

fn name_of(kind: Type) -> String {
    let scalar = |kind| match kind {
        Scalar::Bool => "yes or no",
        Scalar::Int | Scalar::Double => "a number",
        Scalar::Text => "a text",
        Scalar::Time => "a moment",
        Scalar::Span => "a duration",
        Scalar::User => "a user",
        Scalar::Group => "a group",
        Scalar::Resource(_) => "a resource",
    };
    match kind {
        Type::One(kind) => scalar(kind).into(),
        Type::List(kind) => format!("a list ({} each)", scalar(kind)),
        Type::EmptyList => "an empty list".into(),
        Type::Level(_) => "a level".into(),
    }
}

impl Checker<'_> {
    fn typed(&mut self, node: &Node) -> Parsed<Typed> {
        let at = node.at;
        match &node.syntax {
            Syntax::Bool(value) => Ok(still(Expr::Constant(Constant::Bool(*value)), TRUTH)),
            Syntax::Int(value) => Ok(still(Expr::Constant(Constant::Int(*value)), Type::One(Scalar::Int))),
            Syntax::Double(value) => {
                Ok(still(Expr::Constant(Constant::Double(*value)), Type::One(Scalar::Double)))
            }
            Syntax::Text(text) => {
                Ok(still(Expr::Constant(Constant::Text(text.clone())), Type::One(Scalar::Text)))
            }
            Syntax::Name(name) => self.name(at, name),
            Syntax::List(items) => self.list(items),
            Syntax::Member(of, name) => self.member(at, of, name),
            Syntax::Call(name, arguments) => self.call(at, name, arguments),
            Syntax::Macro { list, all, variable, body } => self.list_question(list, *all, variable, body),
            Syntax::Unary('!', of) => Ok(still(Expr::Not(self.typed(of)?.truth(of.at)?.expr), TRUTH)),
            Syntax::Unary(_, of) => self.negative(of),
            Syntax::Binary(sign, left, right) => self.binary(at, sign, left, right),
            Syntax::Choose(question, yes, no) => self.choose(question, yes, no),
        }
    }

    fn name(&self, at: usize, name: &str) -> Parsed<Typed> {
        if let Some(index) = self.variables.iter().rposition(|(variable, _)| variable == name) {
            return Ok(still(Expr::Element(index), Type::One(self.variables[index].1)));
        }
        match name {
            "subject" => Ok(still(Expr::Subject, Type::One(Scalar::User))),
            "resource" => Ok(still(Expr::Resource, Type::One(Scalar::Resource(None)))),
            "now" => Ok(Typed { pace: 1, ..still(Expr::Now, Type::One(Scalar::Time)) }),
            "context" | "settings" => fault(at, format!("`{name}` needs an attribute: `{name}.…`")),
            _ => {
                let near = did_you_mean(name, ["subject", "resource", "context", "settings", "now"]);
                fault(at, format!("unknown name `{name}`{near}"))
            }
        }
    }

    fn list(&mut self, items: &[Node]) -> Parsed<Typed> {
        let mut typed = Vec::with_capacity(items.len());
        let mut kind = None;
        for item in items {
            let one = self.typed(item)?;
            let Type::One(scalar) = one.kind else {
                return fault(item.at, "lists in lists are not possible");
            };
            if one.pace != 0 || kind.is_some_and(|kind| kind != scalar) {
                return fault(item.at, "the elements of a list must be of one kind, and not move with `now`");
            }
            kind = Some(scalar);
            typed.push(*one.expr);
        }
        Ok(still(Expr::List(typed), kind.map_or(Type::EmptyList, Type::List)))
    }

    fn member(&mut self, at: usize, of: &Node, name: &str) -> Parsed<Typed> {
        if let Syntax::Name(root) = &of.syntax {
            match root.as_str() {
                "context" => {
                    return self
                        .attribute(at, Space::Context, name)
                        .map(|(id, kind)| still(Expr::Context(id), kind));
                }
                "settings" => {
                    return self
                        .attribute(at, Space::Settings, name)
                        .map(|(id, kind)| still(Expr::Setting(id), kind));
                }
                _ => {}
            }
        }
        let of = self.typed(of)?;
        let space = match of.kind {
            Type::One(Scalar::User) => Space::Subject,
            Type::One(Scalar::Resource(_)) => Space::Resource,
            other => {
                return fault(
                    at,
                    format!(
                        "`.{name}`: only users and resources have attributes, this is {}",
                        name_of(other)
                    ),
                );
            }
        };
        let (id, kind) = self.attribute(at, space, name)?;
        Ok(still(Expr::Attribute(of.expr, id), kind))
    }

    fn attribute(&self, at: usize, space: Space, name: &str) -> Parsed<(AttributeId, Type)> {
        if let Some(found) = self.names.attribute(space, name) {
            return Ok(found);
        }
        let whose = match space {
            Space::Subject => "users have no attribute",
            Space::Resource => "no resource type has an attribute",
            Space::Context => "the context has no attribute",
            Space::Settings => "there is no setting",
        };
        fault(at, format!("{whose} `{name}`{}", did_you_mean(name, self.names.attributes(space))))
    }

    fn list_question(&mut self, list: &Node, all: bool, variable: &str, body: &Node) -> Parsed<Typed> {
        let source = self.typed(list)?;
        let element = match source.kind {
            Type::List(kind) => kind,
            Type::EmptyList => Scalar::Bool,
            other => {
                return fault(list.at, format!("expected a list, found {}", name_of(other)));
            }
        };
        self.variables.push((variable.to_owned(), element));
        let body_typed = self.typed(body).and_then(|typed| typed.truth(body.at));
        self.variables.pop();
        let (list, body) = (source.expr, body_typed?.expr);
        Ok(still(if all { Expr::All(list, body) } else { Expr::Exists(list, body) }, TRUTH))
    }

    fn negative(&mut self, of: &Node) -> Parsed<Typed> {
        let typed = self.typed(of)?;
        match *typed.expr {
            Expr::Constant(Constant::Int(value)) => {
                Ok(still(Expr::Constant(Constant::Int(-value)), typed.kind))
            }
            Expr::Constant(Constant::Double(value)) => {
                Ok(still(Expr::Constant(Constant::Double(-value)), typed.kind))
            }
            _ => fault(of.at, "`-` stands before numbers only"),
        }
    }

    fn choose(&mut self, question: &Node, yes: &Node, no: &Node) -> Parsed<Typed> {
        let question = self.typed(question)?.truth(question.at)?;
        let (yes, no) = (self.typed(yes)?.truth(yes.at)?, self.typed(no)?.truth(no.at)?);
        Ok(still(Expr::Choose(question.expr, yes.expr, no.expr), TRUTH))
    }

    fn binary(&mut self, at: usize, sign: &'static str, left: &Node, right: &Node) -> Parsed<Typed> {
        let (a, b) = (self.typed(left)?, self.typed(right)?);
        match sign {
            "&&" => Ok(still(Expr::And(a.truth(left.at)?.expr, b.truth(right.at)?.expr), TRUTH)),
            "||" => Ok(still(Expr::Or(a.truth(left.at)?.expr, b.truth(right.at)?.expr), TRUTH)),
            "in" => self.within(a, b, right.at),
            "+" | "-" => sum(at, sign == "+", a, b),
            _ => self.comparison(right.at, sign, a, b),
        }
    }

    fn within(&self, a: Typed, b: Typed, at: usize) -> Parsed<Typed> {
        let fits = match b.kind {
            Type::List(kind) => self.unify(a, still(Expr::Now, Type::One(kind)), at).map(|(a, _)| a),
            Type::EmptyList => Ok(a),
            other => fault(at, format!("expected a list after `in`, found {}", name_of(other))),
        }?;
        if fits.pace != 0 {
            return fault(at, "`now` cannot be looked for in a list: it never stays the same");
        }
        Ok(still(Expr::In(fits.expr, b.expr), TRUTH))
    }

    fn comparison(&self, at: usize, sign: &str, a: Typed, b: Typed) -> Parsed<Typed> {
        let how = match sign {
            "==" => Comparison::Equal,
            "!=" => Comparison::Unequal,
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            ">" => Comparison::More,
            _ => Comparison::AtLeast,
        };
        let (a, b) = self.unify(a, b, at)?;
        let ordered = matches!(
            a.kind,
            Type::Level(_)
                | Type::One(Scalar::Int | Scalar::Double | Scalar::Text | Scalar::Time | Scalar::Span)
        );
        let equality = matches!(how, Comparison::Equal | Comparison::Unequal);
        if !(ordered || equality && matches!(a.kind, Type::One(_))) {
            return fault(at, format!("`{sign}` does not compare {}", name_of(a.kind)));
        }
        let pace = a.pace - b.pace;
        if pace.abs() > 1 {
            return fault(at, "`now` counts twice here");
        }
        Ok(still(Expr::Compare { how, left: a.expr, right: b.expr, pace }, TRUTH))
    }

    /// Makes two sides one kind: numbers, level names, and names of users, groups and resources written as texts.
    fn unify(&self, a: Typed, b: Typed, at: usize) -> Parsed<(Typed, Typed)> {
        use Scalar::{Double, Int, Resource, Text};
        match (a.kind, b.kind) {
            (x, y) if x == y => Ok((a, b)),
            (Type::One(Int | Double), Type::One(Int | Double))
            | (Type::One(Resource(None)), Type::One(Resource(_)))
            | (Type::One(Resource(_)), Type::One(Resource(None))) => Ok((a, b)),
            (Type::Level(tool), Type::One(Text)) => self.level(tool, &b, at).map(|b| (a, b)),
            (Type::One(Text), Type::Level(tool)) => self.level(tool, &a, at).map(|a| (a, b)),
            (Type::One(kind), Type::One(Text)) => literal(kind, b, at).map(|b| (a, b)),
            (Type::One(Text), Type::One(kind)) => literal(kind, a, at).map(|a| (a, b)),
            (x, y) => fault(at, format!("{} cannot be compared with {}", name_of(x), name_of(y))),
        }
    }

    fn level(&self, tool: ToolId, text: &Typed, at: usize) -> Parsed<Typed> {
        let Expr::Constant(Constant::Text(name)) = &*text.expr else {
            return fault(at, "a level is compared with a level's name, written as a text");
        };
        let Some(level) = self.names.level(tool, name) else {
            return fault(at, format!("the tool has no level `{name}`"));
        };
        Ok(still(Expr::Constant(Constant::Level(level)), Type::Level(tool)))
    }

    fn call(&mut self, at: usize, name: &str, arguments: &[Node]) -> Parsed<Typed> {
        match name {
            "has" => self.has(at, arguments),
            "duration" => constant(at, name, arguments, Scalar::Span),
            "timestamp" => constant(at, name, arguments, Scalar::Time),
            "level" => self.about(at, name, arguments, "tool with levels"),
            "holds" => self.about(at, name, arguments, "column"),
            "can" => self.about(at, name, arguments, "action"),
            "member" | "in_group" => self.belonging(at, name, arguments),
            _ => {
                let known = ["has", "duration", "timestamp", "level", "holds", "can", "member", "in_group"];
                fault(at, format!("unknown function `{name}`{}", did_you_mean(name, known)))
            }
        }
    }

    /// A question about a tool, column or action: its name first, then of which resource, and whose.
    fn about(&mut self, at: usize, function: &str, arguments: &[Node], kind: &str) -> Parsed<Typed> {
        let Some(Node { at, syntax: Syntax::Text(text) }) = arguments.first() else {
            return fault(at, format!("`{function}` begins with the name of a {kind}, written as a text"));
        };
        let found = match kind {
            "tool with levels" => self.names.tool(text).map(Named::Tool),
            "column" => self.names.column(text).map(Named::Column),
            _ => self.names.action(text).map(Named::Action),
        };
        let Some(found) = found else {
            let near = did_you_mean(text, self.names.names(kind).iter().map(String::as_str));
            return fault(*at, format!("unknown {kind} `{text}`{near}"));
        };
        let (resource, subject) = self.whose(arguments)?;
        Ok(match found {
            Named::Tool(tool) => still(Expr::LevelOf { tool, resource, subject }, Type::Level(tool)),
            Named::Column(column) => still(Expr::Holds { column, resource, subject }, TRUTH),
            Named::Action(action) => still(Expr::Can { action, resource, subject }, TRUTH),
        })
    }

    fn has(&mut self, at: usize, arguments: &[Node]) -> Parsed<Typed> {
        let [one] = arguments else {
            return fault(at, "`has` takes one attribute");
        };
        let typed = self.typed(one)?;
        if typed.expr.is_attribute() {
            Ok(still(Expr::Has(typed.expr), TRUTH))
        } else {
            fault(one.at, "`has` asks for an attribute, such as `has(resource.creator)`")
        }
    }

    fn belonging(&mut self, at: usize, name: &str, arguments: &[Node]) -> Parsed<Typed> {
        let [first, second] = arguments else {
            return fault(at, format!("`{name}` takes two arguments"));
        };
        let subject = self.reference(first, Scalar::User)?;
        if name == "member" {
            let resource = self.reference(second, Scalar::Resource(None))?;
            return Ok(still(Expr::Member { subject, resource }, TRUTH));
        }
        let group = self.reference(second, Scalar::Group)?;
        Ok(still(Expr::InGroup { subject, group }, TRUTH))
    }

    /// The optional second and third argument: of which resource, and whose.
    fn whose(&mut self, arguments: &[Node]) -> Parsed<(Box<Expr>, Box<Expr>)> {
        if let Some(extra) = arguments.get(3) {
            return fault(extra.at, "too many arguments: name, resource and subject at most");
        }
        let resource =
            arguments.get(1).map(|node| self.reference(node, Scalar::Resource(None))).transpose()?;
        let subject = arguments.get(2).map(|node| self.reference(node, Scalar::User)).transpose()?;
        let (resource, subject) = (resource.unwrap_or_else(|| Box::new(Expr::Resource)), subject);
        Ok((resource, subject.unwrap_or_else(|| Box::new(Expr::Subject))))
    }

    fn reference(&mut self, node: &Node, kind: Scalar) -> Parsed<Box<Expr>> {
        let typed = self.typed(node)?;
        match (typed.kind, kind) {
            (Type::One(Scalar::Resource(_)), Scalar::Resource(_)) => Ok(typed.expr),
            (Type::One(found), wanted) if found == wanted => Ok(typed.expr),
            (Type::One(Scalar::Text), wanted) => literal(wanted, typed, node.at).map(|typed| typed.expr),
            (found, wanted) => {
                fault(node.at, format!("expected {}, found {}", name_of(Type::One(wanted)), name_of(found)))
            }
        }
    }
}

/// A text literal where a user, group or resource is meant.
fn literal(kind: Scalar, text: Typed, at: usize) -> Parsed<Typed> {
    match (kind.prefix(), *text.expr) {
        (Some(prefix), Expr::Constant(Constant::Text(name))) => {
            if kind.has_name(&name) {
                return Ok(still(Expr::Constant(Constant::Name(kind, name)), Type::One(kind)));
            }
            let what = name_of(Type::One(kind));
            fault(at, format!("`{name}` does not name {what}: write its type and id, such as `{prefix}…`"))
        }
        _ => fault(at, format!("{} cannot be compared with a text", name_of(Type::One(kind)))),
    }
}

/// A moment or a duration, written as a text.
fn constant(at: usize, name: &str, arguments: &[Node], kind: Scalar) -> Parsed<Typed> {
    let example =
        if kind == Scalar::Span { "duration(\"5m\")" } else { "timestamp(\"2026-01-31T00:00:00Z\")" };
    let [Node { syntax: Syntax::Text(text), .. }] = arguments else {
        return fault(at, format!("`{name}` takes one text, such as `{example}`"));
    };
    let value = match kind {
        Scalar::Span => parse_span(text).map(Constant::Span),
        _ => parse_time(text).map(Constant::Time),
    };
    match value {
        Some(value) => Ok(still(Expr::Constant(value), Type::One(kind))),
        None => fault(at, format!("`{text}` is not a {name}; write it like `{example}`")),
    }
}

fn sum(at: usize, plus: bool, a: Typed, b: Typed) -> Parsed<Typed> {
    use Scalar::{Span, Time};
    let kind = match (a.kind, plus, b.kind) {
        (Type::One(Time), _, Type::One(Span)) | (Type::One(Span), true, Type::One(Time)) => Time,
        (Type::One(Time), false, Type::One(Time)) | (Type::One(Span), _, Type::One(Span)) => Span,
        (x, _, y) => {
            let sign = if plus { '+' } else { '-' };
            return fault(
                at,
                format!("`{sign}` is for moments and durations, not for {} and {}", name_of(x), name_of(y)),
            );
        }
    };
    let pace = if plus { a.pace + b.pace } else { a.pace - b.pace };
    if pace.abs() > 1 {
        return fault(at, "`now` counts twice here");
    }
    let (a, b) = (a.expr, b.expr);
    let sum = if plus { Expr::Add(a, b) } else { Expr::Subtract(a, b) };
    Ok(Typed { pace, ..still(sum, Type::One(kind)) })
}
