//! S9: conditions, evaluated as they stand. A value that cannot be had is `None`.

use super::Answer::{self, No, Unknown, Yes};
use super::Reference;
use crate::world::{Ladder, Rule, Term, Value, Whose, defaults};
use std::cmp::Ordering;

/// Whom and what a condition is about, and the element its `exists` or `all` is looking at.
struct About<'a> {
    subject: &'a str,
    resource: &'a str,
    element: Option<&'a Value>,
}

impl Reference<'_> {
    pub(super) fn s9_answer(
        &self,
        rule: &Rule,
        subject: &str,
        resource: &str,
        element: Option<&Value>,
    ) -> Answer {
        let about = About { subject, resource, element };
        let answer = |rule: &Rule| self.s9_answer(rule, subject, resource, element);
        let value = |term: &Term| self.value(term, &about);
        match rule {
            Rule::Is(term) => match value(term) {
                Some(Value::Bool(yes)) => Answer::of(yes),
                _ => Unknown,
            },
            Rule::Not(a) => answer(a).not(),
            Rule::And(a, b) => answer(a).and(answer(b)),
            Rule::Or(a, b) => answer(a).or(answer(b)),
            Rule::Choose(question, yes, no) => match answer(question) {
                Yes => answer(yes),
                No => answer(no),
                Unknown => Answer::agreed([answer(yes), answer(no)]),
            },
            Rule::Compare(sign, a, b) => self.compared(sign, value(a), value(b)),
            // What is not known is not looked for, not even among nothing.
            Rule::In(a, list) => match (value(a), self.items(list, &about)) {
                (Some(a), Some(items)) => {
                    Answer::any(items.into_iter().map(|item| self.compared("==", Some(a.clone()), item)))
                }
                _ => Unknown,
            },
            Rule::Exists(list, of) => self.each(list, of, &about).map_or(Unknown, Answer::any),
            Rule::All(list, of) => self.each(list, of, &about).map_or(Unknown, Answer::all),
            Rule::Has(term) => self.has(term, &about),
            Rule::Holds(column, of) => self
                .named(of, &about)
                .map_or(Unknown, |(subject, place)| self.holds(column, &subject, &place)),
            Rule::Can(action, of) => {
                self.named(of, &about).map_or(Unknown, |(subject, place)| self.can(action, &subject, &place))
            }
            Rule::Member(subject, place) => match (value(subject).map(name), value(place).map(name)) {
                (Some(subject), Some(place)) => self.s12_member(&subject, &place),
                _ => Unknown,
            },
            Rule::InGroup(subject, group) => match (value(subject).map(name), value(group).map(name)) {
                (Some(subject), Some(group)) => Answer::of(self.s3_in_group(&subject, &group)),
                _ => Unknown,
            },
        }
    }

    fn each(&self, list: &Term, of: &Rule, about: &About<'_>) -> Option<Vec<Answer>> {
        let items = self.items(list, about)?.into_iter();
        let answer = |item: Option<Value>| {
            item.map_or(Unknown, |item| self.s9_answer(of, about.subject, about.resource, Some(&item)))
        };
        Some(items.map(answer).collect())
    }

    fn items(&self, list: &Term, about: &About<'_>) -> Option<Vec<Option<Value>>> {
        if let Term::List(items) = list {
            return Some(items.iter().map(|item| self.value(item, about)).collect());
        }
        match self.value(list, about)? {
            Value::List(items) => Some(items.into_iter().map(Some).collect()),
            _ => None,
        }
    }

    /// `has` asks about the last step only.
    fn has(&self, term: &Term, about: &About<'_>) -> Answer {
        match term {
            Term::Attribute(of, name) => self.value(of, about).map_or(Unknown, |of| self.there(&of, name)),
            Term::Context(name) => match self.context(name) {
                Some(_) => Yes,
                None if self.open => Unknown,
                None => No,
            },
            _ => Unknown,
        }
    }

    fn context(&self, name: &str) -> Option<Value> {
        self.ask.context.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn named(&self, of: &Whose, about: &About<'_>) -> Option<(String, String)> {
        Some((name(self.value(&of.subject, about)?), name(self.value(&of.resource, about)?)))
    }

    /// S4, S6, S7: whether a level, a granular, a privilege or a role is active.
    fn holds(&self, column: &str, subject: &str, resource: &str) -> Answer {
        let Some((tool, own)) = column.split_once('.') else {
            return self.s4_role(column, subject, resource);
        };
        let Some(tool) = self.world.tool(tool) else { return No };
        if !matches!(tool.ladder, Ladder::Own(_)) || !self.world.levels(tool).iter().any(|level| level == own)
        {
            return self.active(tool, own, subject, resource);
        }
        let levels = self.s4_levels(tool, subject, resource).into_iter();
        Answer::agreed(levels.map(|level| Answer::of(level.as_deref() == Some(own))))
    }

    /// The active level; unknown when there is none, and when there are several possible ones.
    fn level(&self, tool: &str, of: &Whose, about: &About<'_>) -> Option<Value> {
        let (subject, resource) = self.named(of, about)?;
        let mut levels = self.s4_levels(self.world.tool(tool)?, &subject, &resource);
        levels.sort();
        levels.dedup();
        match levels.as_slice() {
            [Some(level)] => Some(Value::Level(tool.to_owned(), level.clone())),
            _ => None,
        }
    }

    fn value(&self, term: &Term, about: &About<'_>) -> Option<Value> {
        match term {
            Term::Subject => Some(Value::User(about.subject.to_owned())),
            Term::Resource => Some(Value::Place(about.resource.to_owned())),
            Term::Now => self.ask.now.map(Value::Time),
            Term::Constant(value) => Some(value.clone()),
            Term::Attribute(of, name) => self.told(&self.value(of, about)?, name),
            Term::Context(name) => self.context(name),
            Term::Setting(name) => {
                let set = self
                    .world
                    .settings
                    .iter()
                    .find(|(known, _)| known == name)
                    .map(|(_, value)| value.clone());
                set.or_else(|| {
                    defaults().into_iter().find(|(known, _, _)| known == name).map(|(_, _, value)| value)
                })
            }
            Term::Element => about.element.cloned(),
            Term::List(_) => None,
            Term::Plus(a, b) => self.sum(a, b, 1, about),
            Term::Minus(a, b) => self.sum(a, b, -1, about),
            Term::Level(tool, of) => self.level(tool, of, about),
        }
    }

    fn sum(&self, a: &Term, b: &Term, sign: i64, about: &About<'_>) -> Option<Value> {
        match (self.value(a, about)?, self.value(b, about)?) {
            (Value::Time(a), Value::Span(b)) => Some(Value::Time(a + sign * b)),
            (Value::Time(a), Value::Time(b)) => Some(Value::Span(a - b)),
            _ => None,
        }
    }

    fn compared(&self, sign: &str, a: Option<Value>, b: Option<Value>) -> Answer {
        let (Some(a), Some(b)) = (a, b) else { return Unknown };
        let order = match (&a, &b) {
            (Value::Int(a), Value::Int(b))
            | (Value::Time(a), Value::Time(b))
            | (Value::Span(a), Value::Span(b)) => a.cmp(b),
            (Value::Text(a), Value::Text(b)) => a.cmp(b),
            (Value::Level(tool, a), Value::Level(_, b)) => {
                let ladder = self.world.tool(tool).map(|tool| self.world.levels(tool)).unwrap_or_default();
                let height = |name: &String| ladder.iter().position(|level| level == name);
                height(a).cmp(&height(b))
            }
            // Things are equal or not; there is no order among them.
            _ if a == b => Ordering::Equal,
            _ => Ordering::Less,
        };
        Answer::of(match sign {
            "==" => order.is_eq(),
            "!=" => order.is_ne(),
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            ">" => order.is_gt(),
            _ => order.is_ge(),
        })
    }
}

/// The name of a user, group or resource.
fn name(value: Value) -> String {
    match value {
        Value::User(name) | Value::Group(name) | Value::Place(name) | Value::Text(name) => name,
        _ => String::new(),
    }
}
