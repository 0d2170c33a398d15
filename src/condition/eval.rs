//! The value of a checked expression: yes, no, or unknown because something is missing (S9), and until when (S14).

use super::check::{Column, Scalar};
use super::{Comparison, Constant, Expr};
use crate::ids::{ActionId, AttributeId, GroupId, Level, ResourceId, Time, ToolId, UserId};
use crate::limits;
use std::cmp::Ordering;

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Certainly not.
    No,
    /// It depends on something that is not known.
    Unknown,
    /// Certainly.
    Yes,
}

impl Truth {
    /// Yes where both are yes, no where one is no.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Yes where one is yes, no where both are no.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Yes for no, and the other way round.
    #[must_use]
    pub const fn negated(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

/// A user, group or resource: one in the facts, one that the question describes, or a name that nothing bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference<'w> {
    /// A known user.
    User(UserId),
    /// A group.
    Group(GroupId),
    /// A resource in the facts.
    Resource(ResourceId),
    /// The nth part of the question's path that is not in the facts.
    Given(usize),
    /// Nothing in the facts has this name.
    Foreign(&'w str),
}

/// A value of any kind.
#[derive(Clone, Copy, Debug)]
pub enum Value<'w> {
    /// yes or no
    Bool(bool),
    /// a whole number
    Int(i64),
    /// a finite number
    Double(f64),
    /// a text
    Text(&'w str),
    /// milliseconds since 1970
    Time(i64),
    /// milliseconds
    Span(i64),
    /// a level's place on its ladder
    Level(Level),
    /// a user, group or resource
    Reference(Reference<'w>),
    /// a list
    List(List<'w>),
}

/// A list, wherever its elements are.
#[derive(Clone, Copy, Debug)]
pub enum List<'w> {
    /// Parts of the condition itself.
    Written(&'w [Expr]),
    /// An attribute: [`World::element`] has the elements.
    Kept { source: Source, len: usize, kind: Scalar },
}

/// Where the elements of a list are kept.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// In the facts, from this element on.
    Facts(u32),
    /// In the question: its nth attribute.
    Given(usize),
    /// A setting.
    Setting(AttributeId),
    /// An attribute of a user, or of a resource, that changes have altered.
    User(UserId, AttributeId),
    Resource(ResourceId, AttributeId),
}

/// What a look-up finds.
#[derive(Clone, Copy, Debug)]
pub enum Found<'w> {
    /// The value.
    Value(Value<'w>),
    /// Known not to be there.
    Absent,
    /// Not said.
    Unknown,
}

/// The things a condition asks about. Answers come from the one evaluator.
pub trait World<'w> {
    /// Who asks.
    fn subject(&self) -> Reference<'w>;
    /// What is asked about.
    fn resource(&self) -> Reference<'w>;
    /// The time of the question.
    fn now(&self) -> Option<Time>;
    /// An attribute of a user or resource.
    fn attribute(&self, of: Reference<'w>, attribute: AttributeId) -> Found<'w>;
    /// An attribute of the context.
    fn context(&self, attribute: AttributeId) -> Found<'w>;
    /// A setting.
    fn setting(&self, attribute: AttributeId) -> Found<'w>;
    /// An element of a stored list.
    fn element(&self, source: Source, index: usize, kind: Scalar) -> Option<Value<'w>>;
    /// Looks a written name up.
    fn named(&self, kind: Scalar, name: &'w str) -> Reference<'w>;
    /// Whether something is not in a slice, so that it is not known what it is, nor whether it is there at all.
    fn hides(&self, of: Reference<'w>) -> bool;
    /// The level a subject has, as far as it is known.
    fn level(
        &self,
        tool: ToolId,
        resource: Reference<'w>,
        subject: Reference<'w>,
        trace: &mut Trace<'w>,
    ) -> Option<Level>;
    /// Whether a column is active.
    fn holds(
        &self,
        column: Column,
        resource: Reference<'w>,
        subject: Reference<'w>,
        trace: &mut Trace<'w>,
    ) -> Truth;
    /// S12
    fn member(&self, subject: Reference<'w>, resource: Reference<'w>, trace: &mut Trace<'w>) -> Truth;
    /// S3
    fn in_group(&self, subject: Reference<'w>, group: Reference<'w>, trace: &mut Trace<'w>) -> Truth;
    /// Another question.
    fn can(
        &self,
        action: ActionId,
        resource: Reference<'w>,
        subject: Reference<'w>,
        trace: &mut Trace<'w>,
    ) -> Truth;
}

/// What came up on the way: what is missing, when the answer may turn, how much work it was.
#[derive(Debug)]
pub struct Trace<'w> {
    /// Parts of conditions that could not be known.
    pub missing: Vec<&'w Expr>,
    /// Footnotes whose meaning is not known yet (`todo`).
    pub todo: Vec<&'w str>,
    /// Whether a time was needed that the question does not give.
    pub now_missing: bool,
    /// Whether something was needed that is not in this slice.
    pub hidden: bool,
    /// The next moment at which something that was looked at turns.
    pub until: Option<Time>,
    /// Steps left before the limit.
    steps: u32,
    /// Whether more steps were needed than there are: then nothing can be said any more, not even no.
    pub exhausted: bool,
    /// Questions inside questions.
    pub nested: u32,
}

impl Default for Trace<'_> {
    fn default() -> Self {
        Self {
            missing: Vec::new(),
            todo: Vec::new(),
            now_missing: false,
            hidden: false,
            until: None,
            steps: limits::STEPS,
            exhausted: false,
            nested: 0,
        }
    }
}

/// How much a trace names as missing.
#[derive(Clone, Copy)]
struct Gaps {
    missing: usize,
    todo: usize,
    now: bool,
    hidden: bool,
}

impl Trace<'_> {
    const fn gaps(&self) -> Gaps {
        let (missing, todo) = (self.missing.len(), self.todo.len());
        Gaps { missing, todo, now: self.now_missing, hidden: self.hidden }
    }

    /// Forgets what has been missing since: the answer is known, so it is the same whatever that would be. When it turns
    /// is not forgotten: a part that turns may take more steps afterwards than there are.
    fn back_to(&mut self, gaps: Gaps) {
        self.missing.truncate(gaps.missing);
        self.todo.truncate(gaps.todo);
        self.now_missing = gaps.now;
        self.hidden = gaps.hidden;
    }

    /// Remembers that something turns at `time`, which lies ahead.
    pub fn turns_at(&mut self, time: Time) {
        self.until = Some(self.until.map_or(time, |until| until.min(time)));
    }

    /// Takes steps; false when there are not so many left.
    pub fn step(&mut self, steps: usize) -> bool {
        match u32::try_from(steps).ok().and_then(|steps| self.steps.checked_sub(steps)) {
            Some(left) => self.steps = left,
            None => self.exhausted = true,
        }
        !self.exhausted
    }

    /// The steps that were taken.
    pub const fn taken(&self) -> usize {
        (limits::STEPS - self.steps) as usize
    }

    /// An answer, unless the work ran out on the way to it.
    pub const fn unless_exhausted(&self, answer: Truth) -> Truth {
        if self.exhausted { Truth::Unknown } else { answer }
    }
}

/// The answer of a condition.
pub fn evaluate<'w, W: World<'w>>(expr: &'w Expr, world: &W, trace: &mut Trace<'w>) -> Truth {
    Evaluation { world, trace, elements: Vec::new() }.truth(expr)
}

struct Evaluation<'e, 'w, W> {
    world: &'e W,
    trace: &'e mut Trace<'w>,
    elements: Vec<Value<'w>>,
}

/// `None`: unknown, and the trace says why.
type Known<T> = Option<T>;

impl<'w, W: World<'w>> Evaluation<'_, 'w, W> {
    fn truth(&mut self, expr: &'w Expr) -> Truth {
        if !self.trace.step(1) {
            return Truth::Unknown;
        }
        // What has no parts that are questions themselves is known when nothing of it is missing.
        if let Expr::Not(_) | Expr::Compare { .. } | Expr::Attribute(..) = expr {
            return self.answer(expr);
        }
        let gaps = self.trace.gaps();
        let answer = self.answer(expr);
        if answer != Truth::Unknown {
            self.trace.back_to(gaps);
        }
        answer
    }

    fn answer(&mut self, expr: &'w Expr) -> Truth {
        match expr {
            Expr::Not(of) => self.truth(of).negated(),
            Expr::And(a, b) => match self.truth(a) {
                Truth::No => Truth::No,
                first => first.and(self.truth(b)),
            },
            Expr::Or(a, b) => match self.truth(a) {
                Truth::Yes => Truth::Yes,
                first => first.or(self.truth(b)),
            },
            Expr::Choose(question, yes, no) => self.choose(question, yes, no),
            Expr::Has(of) => self.has(of),
            Expr::Compare { how, left, right, pace } => self.compare(*how, left, right, *pace),
            Expr::In(item, list) => self.within(item, list),
            Expr::Exists(list, body) => self.each(list, body, Truth::Yes),
            Expr::All(list, body) => self.each(list, body, Truth::No),
            Expr::Holds { column, resource, subject } => {
                self.about(resource, subject, |world, resource, subject, trace| {
                    world.holds(*column, resource, subject, trace)
                })
            }
            Expr::Can { action, resource, subject } => {
                self.about(resource, subject, |world, resource, subject, trace| {
                    world.can(*action, resource, subject, trace)
                })
            }
            Expr::Member { subject, resource } => {
                self.about(resource, subject, |world, resource, subject, trace| {
                    world.member(subject, resource, trace)
                })
            }
            Expr::InGroup { subject, group } => match (self.reference(group), self.shown(subject)) {
                // Also a group that is hidden: a slice has all that its subject is in.
                (Some(group), Some(subject)) => self.world.in_group(subject, group, self.trace),
                _ => Truth::Unknown,
            },
            value => match self.value(value) {
                Some(Value::Bool(value)) => value.into(),
                _ => Truth::Unknown,
            },
        }
    }

    fn choose(&mut self, question: &'w Expr, yes: &'w Expr, no: &'w Expr) -> Truth {
        match self.truth(question) {
            Truth::Yes => self.truth(yes),
            Truth::No => self.truth(no),
            Truth::Unknown => {
                let (yes, no) = (self.truth(yes), self.truth(no));
                if yes == no { yes } else { Truth::Unknown }
            }
        }
    }

    fn about(
        &mut self,
        first: &'w Expr,
        second: &'w Expr,
        ask: impl FnOnce(&W, Reference<'w>, Reference<'w>, &mut Trace<'w>) -> Truth,
    ) -> Truth {
        match (self.shown(first), self.shown(second)) {
            (Some(first), Some(second)) => ask(self.world, first, second, self.trace),
            _ => Truth::Unknown,
        }
    }

    fn reference(&mut self, expr: &'w Expr) -> Known<Reference<'w>> {
        match expr {
            Expr::Subject => Some(self.world.subject()),
            Expr::Resource => Some(self.world.resource()),
            expr => match self.value(expr)? {
                Value::Reference(reference) => Some(reference),
                _ => None,
            },
        }
    }

    /// The same, of what can be looked at.
    fn shown(&mut self, expr: &'w Expr) -> Known<Reference<'w>> {
        let reference = self.reference(expr)?;
        if self.world.hides(reference) { self.hidden() } else { Some(reference) }
    }

    fn value(&mut self, expr: &'w Expr) -> Known<Value<'w>> {
        match expr {
            Expr::Constant(constant) => Some(self.constant(constant)),
            Expr::List(items) => Some(Value::List(List::Written(items))),
            Expr::Subject | Expr::Resource => self.reference(expr).map(Value::Reference),
            Expr::Now => self.now(),
            Expr::Attribute(..) | Expr::Context(_) | Expr::Setting(_) => match self.look_up(expr)? {
                Found::Value(value) => Some(value),
                Found::Absent | Found::Unknown => self.missing(expr),
            },
            Expr::Element(index) => self.elements.get(*index).copied(),
            Expr::Add(a, b) => self.sum(a, b, i64::checked_add),
            Expr::Subtract(a, b) => self.sum(a, b, i64::checked_sub),
            Expr::LevelOf { tool, resource, subject } => {
                let (of, whose) = (self.shown(resource)?, self.shown(subject)?);
                let gaps = self.trace.gaps();
                match self.world.level(*tool, of, whose, self.trace) {
                    Some(level) => {
                        self.trace.back_to(gaps);
                        Some(Value::Level(level))
                    }
                    None if matches!(whose, Reference::Foreign(_)) => self.missing(subject),
                    None => None,
                }
            }
            question => match self.truth(question) {
                Truth::Yes => Some(Value::Bool(true)),
                Truth::No => Some(Value::Bool(false)),
                Truth::Unknown => None,
            },
        }
    }

    fn constant(&self, constant: &'w Constant) -> Value<'w> {
        match constant {
            Constant::Bool(value) => Value::Bool(*value),
            Constant::Int(value) => Value::Int(*value),
            Constant::Double(value) => Value::Double(*value),
            Constant::Text(text) => Value::Text(text),
            Constant::Time(value) => Value::Time(*value),
            Constant::Span(value) => Value::Span(*value),
            Constant::Level(level) => Value::Level(*level),
            Constant::Name(kind, name) => Value::Reference(self.world.named(*kind, name)),
        }
    }

    fn now(&mut self) -> Known<Value<'w>> {
        let now = self.world.now();
        self.trace.now_missing |= now.is_none();
        now.map(|now| Value::Time(now.0))
    }

    fn missing<T>(&mut self, expr: &'w Expr) -> Known<T> {
        if !self.trace.missing.iter().any(|known| std::ptr::eq(*known, expr)) {
            self.trace.missing.push(expr);
        }
        None
    }

    fn hidden<T>(&mut self) -> Known<T> {
        self.trace.hidden = true;
        None
    }

    fn look_up(&mut self, expr: &'w Expr) -> Known<Found<'w>> {
        match expr {
            Expr::Attribute(of, attribute) => {
                let of = self.shown(of)?;
                Some(self.world.attribute(of, *attribute))
            }
            Expr::Context(attribute) => Some(self.world.context(*attribute)),
            Expr::Setting(attribute) => Some(self.world.setting(*attribute)),
            _ => None,
        }
    }

    fn has(&mut self, expr: &'w Expr) -> Truth {
        match self.look_up(expr) {
            Some(Found::Value(_)) => Truth::Yes,
            Some(Found::Absent) => Truth::No,
            Some(Found::Unknown) => {
                self.missing::<()>(expr);
                Truth::Unknown
            }
            None => Truth::Unknown,
        }
    }

    fn sum(&mut self, a: &'w Expr, b: &'w Expr, add: fn(i64, i64) -> Option<i64>) -> Known<Value<'w>> {
        let (a, b) = (self.value(a)?, self.value(b)?);
        match (a, b) {
            (Value::Time(x), Value::Span(y)) | (Value::Span(x), Value::Time(y)) => add(x, y).map(Value::Time),
            (Value::Time(x), Value::Time(y)) | (Value::Span(x), Value::Span(y)) => add(x, y).map(Value::Span),
            _ => None,
        }
    }

    fn compare(&mut self, how: Comparison, left: &'w Expr, right: &'w Expr, pace: i8) -> Truth {
        // Both sides are looked at, so that all that is missing is named at once.
        let (left, right) = (self.value(left), self.value(right));
        let (Some(left), Some(right)) = (left, right) else {
            return Truth::Unknown;
        };
        if pace != 0 {
            self.turning_point(how, left, right, pace);
        }
        self.order(left, right).map_or(Truth::Unknown, |order| how.holds(order).into())
    }

    /// How two values of one kind stand to each other; references are only equal or not.
    fn order(&mut self, one: Value<'w>, other: Value<'w>) -> Option<Ordering> {
        let (Value::Reference(one), Value::Reference(other)) = (one, other) else { return order(one, other) };
        // Whoever is hidden may bear any name that is not here.
        if may_be_one(one, other) && self.world.hides(one) && self.world.hides(other) {
            return self.hidden();
        }
        Some(if one == other { Ordering::Equal } else { Ordering::Less })
    }

    /// S14: when a comparison with `now` in it turns. The difference of the sides moves towards 0 or away from it; it
    /// turns when the difference reaches 0, or a millisecond later, when it has passed it.
    fn turning_point(&mut self, how: Comparison, left: Value<'w>, right: Value<'w>, pace: i8) {
        let (Some(now), Some(left), Some(right)) =
            (self.world.now(), milliseconds(left), milliseconds(right))
        else {
            return;
        };
        let Some(to_zero) = right.checked_sub(left).and_then(|d| d.checked_mul(i64::from(pace))) else {
            return;
        };
        let at_zero = match (how, pace == 1) {
            (Comparison::Less | Comparison::AtLeast, true)
            | (Comparison::More | Comparison::AtMost, false) => Some(true),
            (Comparison::More | Comparison::AtMost, true)
            | (Comparison::Less | Comparison::AtLeast, false) => Some(false),
            (Comparison::Equal | Comparison::Unequal, _) => None,
        };
        let wait = match at_zero {
            Some(true) => to_zero,
            Some(false) => to_zero.saturating_add(1),
            None if to_zero > 0 => to_zero,
            None => to_zero + 1,
        };
        if wait > 0 {
            self.trace.turns_at(Time(now.0.saturating_add(wait)));
        }
    }

    fn within(&mut self, item: &'w Expr, list: &'w Expr) -> Truth {
        let (item, list) = (self.value(item), self.value(list));
        let (Some(item), Some(Value::List(list))) = (item, list) else {
            return Truth::Unknown;
        };
        let mut found = Truth::No;
        for index in 0..list_len(list) {
            if !self.trace.step(1) {
                return Truth::Unknown;
            }
            found = match self.element(list, index).and_then(|element| self.order(item, element)) {
                Some(Ordering::Equal) => return Truth::Yes,
                Some(_) => found,
                None => Truth::Unknown,
            };
        }
        found
    }

    /// `exists` stops at the first yes, `all` at the first no.
    fn each(&mut self, list: &'w Expr, body: &'w Expr, stop: Truth) -> Truth {
        let Some(Value::List(list)) = self.value(list) else {
            return Truth::Unknown;
        };
        let mut answer = stop.negated();
        for index in 0..list_len(list) {
            let Some(element) = self.element(list, index) else {
                answer = Truth::Unknown;
                continue;
            };
            self.elements.push(element);
            let one = self.truth(body);
            self.elements.pop();
            if one == stop {
                return stop;
            }
            if one == Truth::Unknown {
                answer = Truth::Unknown;
            }
        }
        answer
    }

    fn element(&mut self, list: List<'w>, index: usize) -> Known<Value<'w>> {
        match list {
            List::Written(items) => items.get(index).and_then(|item| self.value(item)),
            List::Kept { source, kind, .. } => self.world.element(source, index, kind),
        }
    }
}

const fn list_len(list: List<'_>) -> usize {
    match list {
        List::Written(items) => items.len(),
        List::Kept { len, .. } => len,
    }
}

const fn milliseconds(value: Value<'_>) -> Option<i64> {
    match value {
        Value::Time(ms) | Value::Span(ms) => Some(ms),
        _ => None,
    }
}

/// Whether two that are not known may be one or two: a number and a name, names that differ in capital letters only, and names
/// without an id, which stand for one that is not told.
fn may_be_one(one: Reference<'_>, other: Reference<'_>) -> bool {
    match (one, other) {
        (Reference::Foreign(one), Reference::Foreign(other)) => {
            let nameless = |name: &str| name.as_bytes().last() == Some(&b':');
            nameless(one) || nameless(other) || one != other && one.eq_ignore_ascii_case(other)
        }
        _ => matches!(one, Reference::Foreign(_)) || matches!(other, Reference::Foreign(_)),
    }
}

/// How two values of one kind stand to each other.
#[allow(clippy::cast_precision_loss)] // whole numbers are at most 2^53
fn order(a: Value<'_>, b: Value<'_>) -> Option<Ordering> {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(&b)),
        (Value::Int(a), Value::Int(b))
        | (Value::Time(a), Value::Time(b))
        | (Value::Span(a), Value::Span(b)) => Some(a.cmp(&b)),
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(&b),
        (Value::Int(a), Value::Double(b)) => (a as f64).partial_cmp(&b),
        (Value::Double(a), Value::Int(b)) => a.partial_cmp(&(b as f64)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Level(a), Value::Level(b)) => Some(a.cmp(&b)),
        _ => None,
    }
}
