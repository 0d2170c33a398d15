//! Attributes and settings.

use super::Facts;
use super::things::{Kept, Thing};
use crate::catalog::Stored;
use crate::condition::{Found, Scalar, Source, Type, Value};
use crate::ids::{AttributeId, ResourceId, UserId};

impl Facts {
    pub(crate) fn user_attribute(&self, user: UserId, attribute: AttributeId, kind: Type) -> Found<'_> {
        match self.new_users.get(user.index()) {
            Some(thing) => self.changed_attribute(thing, attribute, kind, Source::User(user, attribute)),
            None => self.base.attribute(user.index(), attribute, kind),
        }
    }

    pub(crate) fn resource_attribute(
        &self,
        resource: ResourceId,
        attribute: AttributeId,
        kind: Type,
    ) -> Found<'_> {
        let kept = self.base.users.len() + resource.index();
        match self.new_resources.get(resource.index()) {
            Some(thing) => {
                self.changed_attribute(thing, attribute, kind, Source::Resource(resource, attribute))
            }
            None => self.base.attribute(kept, attribute, kind),
        }
    }

    fn changed_attribute<'f>(
        &'f self,
        thing: &'f Thing,
        attribute: AttributeId,
        kind: Type,
        whose: Source,
    ) -> Found<'f> {
        let Some(kept) = thing.attribute(attribute) else { return Found::Absent };
        Found::Value(kept.value(kind, whose, |raw, kind| self.base.scalar(raw, kind)))
    }

    /// An element of a list that is kept in the facts.
    pub(crate) fn element(&self, source: Source, index: usize, kind: Scalar) -> Option<Value<'_>> {
        let (thing, attribute) = match source {
            Source::Facts(first) => return Some(self.base.element(first, index, kind)),
            Source::User(user, attribute) => (self.new_users.get(user.index())?, attribute),
            Source::Resource(resource, attribute) => (self.new_resources.get(resource.index())?, attribute),
            Source::Given(_) | Source::Setting(_) => return None,
        };
        let Kept::List(items) = thing.attribute(attribute)? else { return None };
        Some(items.get(index)?.scalar(kind, |raw, kind| self.base.scalar(raw, kind)))
    }

    pub(crate) fn setting(&self, attribute: AttributeId) -> Option<&Stored> {
        self.settings.iter().find(|(known, _)| *known == attribute).map(|(_, value)| value)
    }
}
