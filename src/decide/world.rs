//! What conditions see: one question's subject and resource, the facts, and the evaluator itself.

use super::Decider;
use super::judge::{self, Judge};
use super::question::{CONTEXT, RESOURCE, SUBJECT};
use crate::catalog::Stored;
use crate::catalog::people::{ACTIVE, UNKNOWN};
use crate::condition::{Column, Found, List, Reference, Scalar, Source, Trace, Truth, Type, Value, World};
use crate::facts::Principal;
use crate::ids::{ActionId, AttributeId, GroupId, Level, ResourceId, Time, ToolId, UserId};
use crate::limits;

/// The question as a condition sees it; nested questions have other subjects and resources.
#[derive(Clone, Copy)]
pub(super) struct Scene<'e> {
    pub judge: Judge<'e>,
    pub subject: Reference<'e>,
    pub resource: Reference<'e>,
}

impl<'e> Scene<'e> {
    fn given(&self, list: usize, attribute: AttributeId) -> Option<Value<'e>> {
        let attributes = self.judge.asked.given[list];
        let place = attributes.iter().position(|(id, _)| *id == attribute)?;
        Some(self.value(&attributes[place].1, self.kind(attribute), Source::Given(list + 3 * place)))
    }

    /// What a setting is set to.
    fn set(&self, attribute: AttributeId) -> Option<&'e Stored> {
        let Decider { facts, .. } = self.judge.decider;
        let mut settings = self.judge.decider.catalog().settings().iter();
        let default =
            || settings.find(|setting| setting.attribute == attribute).map(|setting| &setting.default);
        facts.setting(attribute).or_else(default)
    }

    fn kind(&self, attribute: AttributeId) -> Type {
        self.judge.decider.catalog().attribute(attribute).kind
    }

    fn value(&self, stored: &'e Stored, kind: Type, source: Source) -> Value<'e> {
        match stored {
            Stored::Bool(value) => Value::Bool(*value),
            Stored::Int(value) => Value::Int(*value),
            Stored::Double(value) => Value::Double(*value),
            Stored::Text(text) => Value::Text(text),
            Stored::Time(value) => Value::Time(*value),
            Stored::Span(value) => Value::Span(*value),
            Stored::Name(kind, name) => Value::Reference(self.named(*kind, name)),
            Stored::Thing(Scalar::User, number) => Value::Reference(Reference::User(UserId(*number))),
            Stored::Thing(_, number) => Value::Reference(Reference::Resource(ResourceId(*number))),
            Stored::List(items) => {
                let kind = if let Type::List(kind) | Type::One(kind) = kind { kind } else { Scalar::Bool };
                Value::List(List::Kept { source, len: items.len(), kind })
            }
        }
    }
}

impl<'e> World<'e> for Scene<'e> {
    fn subject(&self) -> Reference<'e> {
        self.subject
    }

    fn resource(&self) -> Reference<'e> {
        self.resource
    }

    fn now(&self) -> Option<Time> {
        self.judge.asked.now
    }

    fn attribute(&self, of: Reference<'e>, attribute: AttributeId) -> Found<'e> {
        let facts = self.judge.decider.facts;
        let asked = self.judge.asked;
        let of_item = !matches!(of, Reference::User(_) | Reference::Foreign(_));
        let asked_about = of == if of_item { asked.target.reference() } else { asked.subject };
        let found = match of {
            Reference::User(user) if facts.has_user(user) => {
                match facts.user_attribute(user, attribute, self.kind(attribute)) {
                    Found::Absent if self.is_state(attribute) => Found::Value(Value::Text(ACTIVE)),
                    found => found,
                }
            }
            Reference::Resource(resource) if asked_about || facts.has_resource(resource) => {
                facts.resource_attribute(resource, attribute, self.kind(attribute))
            }
            // What was deleted is like what never was (S17).
            Reference::User(_) | Reference::Foreign(_) if self.is_state(attribute) => {
                Found::Value(Value::Text(UNKNOWN))
            }
            Reference::Given(_) | Reference::Foreign(_) if asked_about => Found::Absent,
            _ => Found::Unknown,
        };
        // What the facts do not say, the question may; what neither says is absent, or not known when asked without attributes.
        match found {
            Found::Absent if asked_about => {
                let list = if of_item { RESOURCE } else { SUBJECT };
                match self.given(list, attribute) {
                    Some(value) => Found::Value(value),
                    None if asked.open.leaves(of_item) => Found::Unknown,
                    None => Found::Absent,
                }
            }
            found => found,
        }
    }

    fn context(&self, attribute: AttributeId) -> Found<'e> {
        match self.given(CONTEXT, attribute) {
            Some(value) => Found::Value(value),
            None if self.judge.asked.open.leaves(true) => Found::Unknown,
            None => Found::Absent,
        }
    }

    fn setting(&self, attribute: AttributeId) -> Found<'e> {
        self.set(attribute).map_or(Found::Absent, |value| {
            Found::Value(self.value(value, self.kind(attribute), Source::Setting(attribute)))
        })
    }

    fn element(&self, source: Source, index: usize, kind: Scalar) -> Option<Value<'e>> {
        match source {
            Source::Given(place) => {
                let attributes = self.judge.asked.given[place % 3];
                let Stored::List(items) = &attributes.get(place / 3)?.1 else {
                    return None;
                };
                items.get(index).map(|item| self.value(item, Type::One(kind), source))
            }
            Source::Setting(attribute) => {
                let Stored::List(items) = self.set(attribute)? else { return None };
                items.get(index).map(|item| self.value(item, Type::One(kind), source))
            }
            kept => self.judge.decider.facts.element(kept, index, kind),
        }
    }

    fn named(&self, kind: Scalar, name: &'e str) -> Reference<'e> {
        let facts = self.judge.decider.facts;
        let found = match kind {
            Scalar::User => facts.user(name).map(Reference::User),
            Scalar::Group => facts.group(name).map(Reference::Group),
            _ => facts.resource(name).map(Reference::Resource).or_else(|| self.told(name)),
        };
        found.unwrap_or(Reference::Foreign(name))
    }

    fn hides(&self, of: Reference<'e>) -> bool {
        let facts = self.judge.decider.facts;
        facts.is_slice()
            && match of {
                Reference::User(user) => !facts.has_user(user),
                Reference::Group(group) => !facts.has_group(group),
                Reference::Resource(resource) => !facts.has_resource(resource),
                Reference::Foreign(_) => true,
                Reference::Given(_) => false,
            }
    }

    fn level(
        &self,
        tool: ToolId,
        resource: Reference<'e>,
        subject: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Option<Level> {
        let levels = self.judge.levels(tool, subject, resource, trace);
        judge::the_level(levels).filter(|_| !trace.exhausted)
    }

    fn holds(
        &self,
        column: Column,
        resource: Reference<'e>,
        subject: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Truth {
        let active = self.judge.holds(column, subject, resource, trace);
        trace.unless_exhausted(active)
    }

    fn member(&self, subject: Reference<'e>, resource: Reference<'e>, trace: &mut Trace<'e>) -> Truth {
        let (Reference::User(user), Reference::Resource(on)) = (subject, resource) else { return Truth::No };
        // S12: what is gone has no members, although grants on it are kept until their principals change.
        if !self.judge.decider.facts.has_resource(on) {
            return Truth::No;
        }
        let Some(groups) = self.groups(user, trace) else { return Truth::Unknown };
        let principals = groups.into_iter().map(Principal::Group).chain([Principal::User(user)]);
        let mut grants = Vec::new();
        for principal in principals {
            self.judge.decider.facts.each_grant(principal, on, &mut |_, terms| grants.push(terms));
        }
        trace.step(grants.len());
        let counts = |terms| self.judge.counts(terms, subject, resource, trace);
        let answer = grants.into_iter().map(counts).fold(Truth::No, Truth::or);
        trace.unless_exhausted(answer)
    }

    fn in_group(&self, subject: Reference<'e>, group: Reference<'e>, trace: &mut Trace<'e>) -> Truth {
        let (Reference::User(user), Reference::Group(group)) = (subject, group) else {
            return Truth::No;
        };
        self.groups(user, trace).map_or(Truth::Unknown, |groups| groups.contains(&group).into())
    }

    fn can(
        &self,
        action: ActionId,
        resource: Reference<'e>,
        subject: Reference<'e>,
        trace: &mut Trace<'e>,
    ) -> Truth {
        if trace.nested == limits::NESTED_QUESTIONS {
            trace.exhausted = true;
            return Truth::Unknown;
        }
        trace.nested += 1;
        let (answer, _) = self.judge.answer(action, subject, resource, trace);
        trace.nested -= 1;
        answer
    }
}

impl Scene<'_> {
    /// S22: who has no other state is active; nothing that a question says counts here.
    fn is_state(&self, attribute: AttributeId) -> bool {
        self.judge.decider.catalog().people().is_some_and(|people| people.kept.state == attribute)
    }

    /// A thing that only the question's path tells of, by its name: it is the same thing either way.
    fn told<'r>(&self, name: &str) -> Option<Reference<'r>> {
        self.judge.asked.target.parts().iter().position(|(_, part)| *part == name).map(Reference::Given)
    }

    /// All groups of a user, if that is not too much to ask.
    fn groups(&self, user: UserId, trace: &mut Trace<'_>) -> Option<Vec<GroupId>> {
        let groups = self.judge.decider.facts.groups_of(user);
        trace.step(1 + groups.as_ref().map_or(limits::STEPS as usize, Vec::len));
        groups.filter(|_| !trace.exhausted)
    }
}
