//! What a condition can come to, whatever the facts are.
//!
//! The parts of a condition are given every value that makes a difference, one after the other: those they are compared
//! with, one between each two, and none. Parts that are written alike have the same value. So what is found impossible
//! here is impossible; what is possible here need not be.

use crate::catalog::Catalog;
use crate::condition::{Comparison, Constant, Expr, Scalar, Truth, Type};
use std::cmp::Ordering;

/// Conditions that would take more trials can come to anything.
const TRIALS: usize = 4_096;

/// What a condition can say.
#[derive(Clone, Copy, Default)]
pub struct Outcome {
    pub yes: bool,
    pub no: bool,
    pub unknown: bool,
}

/// What a condition can say.
pub fn of(catalog: &Catalog, expr: &Expr) -> Outcome {
    let mut trial = Trial { catalog, parts: Vec::new() };
    trial.truth(expr); // to meet the parts, and what they are compared with
    for part in &mut trial.parts {
        part.value = part.unknown();
        part.starts_again();
    }
    let mut outcome = Outcome::default();
    for _ in 0..TRIALS {
        match trial.truth(expr) {
            Truth::Yes => outcome.yes = true,
            Truth::No => outcome.no = true,
            Truth::Unknown => outcome.unknown = true,
        }
        if outcome.yes && outcome.no || trial.parts.iter_mut().rev().all(Part::starts_again) {
            return outcome;
        }
    }
    Outcome { yes: true, no: true, unknown: true }
}

/// What a part is compared with.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Point<'e> {
    Number(f64),
    Text(&'e str),
}

/// A part of a condition that has a value of its own.
struct Part<'e> {
    expr: &'e Expr,
    points: Vec<Point<'e>>,
    /// How many of the points are all that it can be; 0: it can be anything.
    closed: usize,
    /// What it is now: an odd number for a point, an even one for what lies between points; above these, it is absent or
    /// not known.
    value: usize,
}

impl<'e> Part<'e> {
    fn rank(&self, point: Point<'e>) -> usize {
        2 * self.points.iter().filter(|other| **other < point).count() + 1
    }

    const fn absent(&self) -> usize {
        2 * self.points.len() + 1
    }

    const fn unknown(&self) -> usize {
        self.absent() + 1
    }

    const fn is_known(&self) -> bool {
        self.value < self.absent()
    }

    fn is_possible(&self) -> bool {
        if self.is_known() {
            return self.closed == 0
                || self.points[..self.closed].iter().any(|point| self.rank(*point) == self.value);
        }
        if self.value == self.absent() {
            return self.expr.is_attribute();
        }
        // A setting has its default.
        !matches!(self.expr, Expr::Setting(_) | Expr::Subject | Expr::Resource)
    }

    /// Goes on to the next value; whether that is the first again. Then it is the next part's turn.
    fn starts_again(&mut self) -> bool {
        let mut again = false;
        loop {
            self.value += 1;
            if self.value > self.unknown() {
                self.value = 0;
                again = true;
            }
            if self.is_possible() {
                return again;
            }
        }
    }
}

struct Trial<'e> {
    catalog: &'e Catalog,
    parts: Vec<Part<'e>>,
}

impl<'e> Trial<'e> {
    fn truth(&mut self, expr: &'e Expr) -> Truth {
        match expr {
            Expr::Constant(Constant::Bool(value)) => (*value).into(),
            Expr::Not(of) => self.truth(of).negated(),
            Expr::And(a, b) => self.truth(a).and(self.truth(b)),
            Expr::Or(a, b) => self.truth(a).or(self.truth(b)),
            Expr::Choose(question, yes, no) => {
                match (self.truth(question), self.truth(yes), self.truth(no)) {
                    (Truth::Yes, answer, _) | (Truth::No, _, answer) => answer,
                    (Truth::Unknown, one, other) if one == other => one,
                    _ => Truth::Unknown,
                }
            }
            Expr::Has(of) => match self.part(of) {
                part if part.is_known() => Truth::Yes,
                part if part.value == part.absent() => Truth::No,
                _ => Truth::Unknown,
            },
            Expr::Compare { how, left, right, .. } => self.compare(expr, *how, [left, right]),
            Expr::In(item, list) => self.within(expr, item, list),
            question => self.says(question),
        }
    }

    fn compare(&mut self, expr: &'e Expr, how: Comparison, [left, right]: [&'e Expr; 2]) -> Truth {
        let order = match (point(left), point(right)) {
            (_, Some(point)) => self.order(left, point),
            (Some(point), None) => self.order(right, point).map(Ordering::reverse),
            (None, None) if are_alike(left, right) => self.part(left).is_known().then_some(Ordering::Equal),
            (None, None) => return self.says(expr),
        };
        order.map_or(Truth::Unknown, |order| how.holds(order).into())
    }

    fn within(&mut self, expr: &'e Expr, item: &'e Expr, list: &'e Expr) -> Truth {
        let Expr::List(items) = list else { return self.says(expr) };
        let mut answer = if self.part(item).is_known() { Truth::No } else { Truth::Unknown };
        for one in items {
            let Some(point) = point(one) else { return self.says(expr) };
            if self.order(item, point) == Some(Ordering::Equal) {
                answer = Truth::Yes;
            }
        }
        answer
    }

    /// A question of which nothing is known but that it is the same wherever it is asked.
    fn says(&mut self, question: &'e Expr) -> Truth {
        let order = self.order(question, Point::Number(1.0));
        order.map_or(Truth::Unknown, |order| (order == Ordering::Equal).into())
    }

    /// How a part stands to a point; `None` when it is not known.
    fn order(&mut self, expr: &'e Expr, to: Point<'e>) -> Option<Ordering> {
        if let Some(point) = point(expr) {
            return point.partial_cmp(&to);
        }
        let part = self.part(expr);
        if part.points.iter().all(|point| point.partial_cmp(&to) != Some(Ordering::Equal)) {
            part.points.push(to);
        }
        part.is_known().then(|| part.value.cmp(&part.rank(to)))
    }

    fn part(&mut self, expr: &'e Expr) -> &mut Part<'e> {
        let known = self.parts.iter().position(|part| are_alike(part.expr, expr));
        let place = known.unwrap_or_else(|| {
            let points = all_that_it_can_be(self.catalog, expr);
            self.parts.push(Part { expr, closed: points.len(), points, value: 0 });
            self.parts.len() - 1
        });
        &mut self.parts[place]
    }
}

/// Whether two parts are written alike. Of those that can be long, each is its own.
fn are_alike(one: &Expr, other: &Expr) -> bool {
    match (one, other) {
        (Expr::Attribute(a, one), Expr::Attribute(b, other)) => one == other && are_alike(a, b),
        (Expr::Context(one), Expr::Context(other)) | (Expr::Setting(one), Expr::Setting(other)) => {
            one == other
        }
        (Expr::Subject, Expr::Subject) | (Expr::Resource, Expr::Resource) | (Expr::Now, Expr::Now) => true,
        (
            Expr::LevelOf { tool: one, resource: a, subject: x },
            Expr::LevelOf { tool: other, resource: b, subject: y },
        ) => one == other && are_alike(a, b) && are_alike(x, y),
        _ => std::ptr::eq(one, other),
    }
}

/// Where there is a list of that; otherwise empty.
fn all_that_it_can_be<'e>(catalog: &'e Catalog, expr: &Expr) -> Vec<Point<'e>> {
    let mut all = Vec::new();
    let numbers = match expr {
        Expr::Attribute(_, id) | Expr::Context(id) | Expr::Setting(id)
            if catalog.attribute(*id).kind != Type::One(Scalar::Bool) =>
        {
            for setting in catalog.settings.iter().filter(|setting| setting.attribute == *id) {
                setting.values.iter().for_each(|value| all.push(Point::Text(value)));
            }
            0
        }
        Expr::LevelOf { tool, .. } => {
            let ladder = catalog.tools[tool.index()].levels.ladder();
            ladder.map_or(0, |ladder| catalog.ladder(ladder).levels.len() as u32)
        }
        Expr::Subject
        | Expr::Resource
        | Expr::Now
        | Expr::Element(_)
        | Expr::List(_)
        | Expr::Constant(_)
        | Expr::Add(..)
        | Expr::Subtract(..) => 0,
        _ => 2,
    };
    (0..numbers).for_each(|number| all.push(Point::Number(number.into())));
    all
}

/// A literal. Names of users are one in capitals and in small letters (S17): those with capitals are left out, and so are
/// numbers that would be rounded.
#[allow(clippy::cast_precision_loss)]
fn point(expr: &Expr) -> Option<Point<'_>> {
    let Expr::Constant(constant) = expr else { return None };
    Some(match constant {
        Constant::Bool(value) => Point::Number(f64::from(*value)),
        Constant::Int(value) | Constant::Time(value) | Constant::Span(value) => {
            if value.unsigned_abs() > 1 << 53 {
                return None;
            }
            Point::Number(*value as f64)
        }
        Constant::Double(value) => Point::Number(*value),
        Constant::Level(level) => Point::Number(level.0.into()),
        Constant::Name(_, name) if name.bytes().any(|byte| byte.is_ascii_uppercase()) => return None,
        Constant::Text(text) | Constant::Name(_, text) => Point::Text(text),
    })
}
