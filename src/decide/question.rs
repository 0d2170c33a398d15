//! Questions: names from outside, resolved against catalog and facts.

use super::Reason;
use super::few::Few;
use crate::catalog::{Catalog, Stored};
use crate::condition::Reference;
use crate::cut::Pieces;
use crate::facts::{Facts, id_fault, split_name};
use crate::ids::{ActionId, AttributeId, ResourceId, Time, TypeId, UserId};
use crate::limits;

/// What a question says of the things it asks about. The facts come first: this fills in only what they do not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// Attributes of the resource asked about.
    pub resource: Vec<(AttributeId, Stored)>,
    /// Attributes of the subject.
    pub subject: Vec<(AttributeId, Stored)>,
    /// Attributes of the context.
    pub context: Vec<(AttributeId, Stored)>,
}

/// An attribute that a question gives, and its value.
pub(super) type Said = (AttributeId, Stored);

/// What a question says, as it is looked at: of the resource, of the subject, of the context.
pub(super) type Told<'q> = [&'q [Said]; 3];
pub(super) const RESOURCE: usize = 0;
pub(super) const SUBJECT: usize = 1;
pub(super) const CONTEXT: usize = 2;

impl Given {
    fn told(&self) -> Told<'_> {
        [&self.resource, &self.subject, &self.context]
    }
}

/// May this subject perform this action on this resource, at this time?
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// The full name of a user.
    pub subject: &'q str,
    /// The full name of an action.
    pub action: &'q str,
    /// The full name of a resource, or a path to one that is not in the facts: `project:7/rfi:12` (S1).
    pub resource: &'q str,
    /// The time of the question (S14).
    pub now: Option<Time>,
    /// What it says about the things.
    pub given: Given,
}

/// Somebody looking at something: the questions a screen asks at once (S15).
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'v> {
    /// The full name of the user.
    pub subject: &'v str,
    /// The full name of the resource.
    pub resource: &'v str,
    /// The time.
    pub now: Option<Time>,
}

/// What is asked about: a resource in the facts, and perhaps parts beneath it that only the question knows.
#[derive(Clone, Debug)]
pub(crate) struct Target<'q> {
    pub known: ResourceId,
    parts: Few<(TypeId, &'q str), 2>,
}

impl<'q> Target<'q> {
    /// A resource in the facts itself.
    #[inline]
    pub const fn of(known: ResourceId) -> Self {
        Self { known, parts: Few::none((TypeId::at(0), "")) }
    }

    /// What lies beneath it, outermost first: types and names.
    #[inline]
    pub fn parts(&self) -> &[(TypeId, &'q str)] {
        self.parts.as_slice()
    }

    /// The thing asked about.
    pub fn reference<'r>(&self) -> Reference<'r> {
        self.parts().len().checked_sub(1).map_or(Reference::Resource(self.known), Reference::Given)
    }
}

/// A question whose names have been found.
#[derive(Debug)]
pub(crate) struct Asked<'q> {
    pub subject: Reference<'q>,
    pub action: ActionId,
    pub target: Target<'q>,
    pub now: Option<Time>,
    pub given: Told<'q>,
    /// Of what the facts do not say, what is not known, rather than known to be absent.
    pub open: Open,
}

/// What a question leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Open {
    /// Nothing: what it does not say is absent.
    Nothing,
    /// Attributes of the item and of the context (S15).
    Item,
    /// Those of the subject, too: whatever else a question could say.
    All,
}

impl Open {
    /// Whether it leaves attributes open, those of the item or those of the subject.
    pub fn leaves(self, of_item: bool) -> bool {
        self == Self::All || self == Self::Item && of_item
    }
}

impl Asked<'_> {
    /// A question by handles: nothing is given but perhaps the time.
    pub fn by_handles(user: UserId, action: ActionId, resource: ResourceId, now: Option<Time>) -> Self {
        let target = Target::of(resource);
        let (subject, given) = (Reference::User(user), Told::default());
        Self { subject, action, target, now, given, open: Open::Nothing }
    }
}

impl<'q> Question<'q> {
    /// The plain question: no time, nothing given.
    #[must_use]
    pub fn new(subject: &'q str, action: &'q str, resource: &'q str) -> Self {
        Self { subject, action, resource, now: None, given: Given::default() }
    }

    pub(crate) fn resolve(
        &'q self,
        catalog: &Catalog,
        facts: &Facts,
        open: Open,
    ) -> Result<Asked<'q>, Reason> {
        let action = catalog.action(self.action).ok_or(Reason::UnknownAction)?;
        let target = target(self.resource, catalog, facts)?;
        let subject = match facts.user(self.subject) {
            Some(user) => Reference::User(user),
            None if facts.is_slice() => return Err(Reason::NotInSlice),
            None => Reference::Foreign(self.subject),
        };
        Ok(Asked { subject, action, target, now: self.now, given: self.given.told(), open })
    }
}

/// S1: a resource that is not in the facts is known by its type and its parent, which the path gives.
pub(super) fn target<'q>(path: &'q str, catalog: &Catalog, facts: &Facts) -> Result<Target<'q>, Reason> {
    let mut names = Pieces::of(path, b'/');
    let first = names.next().unwrap_or_default();
    let known = facts.resource(first).ok_or_else(|| {
        if left_out(first, catalog, facts) { Reason::NotInSlice } else { Reason::UnknownResource }
    })?;
    target_in(known, names, catalog, facts)
}

/// What the rest of a path leads to, beneath a known resource.
#[inline]
pub(super) fn target_in<'q>(
    known: ResourceId,
    beneath: Pieces<'q>,
    catalog: &Catalog,
    facts: &Facts,
) -> Result<Target<'q>, Reason> {
    let mut target = Target::of(known);
    let mut kind = facts.type_of(known);
    for name in beneath {
        let (part, id) = typed(name, catalog).ok_or(Reason::UnknownResource)?;
        let found = if facts.may_have(part) { facts.resource(name) } else { None };
        match found {
            Some(id) if target.parts().is_empty() && facts.parent(id) == Some(target.known) => {
                target.known = id;
            }
            // A thing the facts know elsewhere is not here.
            Some(_) => return Err(Reason::UnknownResource),
            None if target.parts().len() == limits::RESOURCE_DEPTH => return Err(Reason::UnknownResource),
            None => {
                let fits = catalog.types()[part.index()].within.contains(&kind);
                if !fits || id_fault(id).is_some() {
                    return Err(Reason::UnknownResource);
                }
                // The facts come first, and what they say of it this slice may not know.
                if facts.lacks(part) {
                    return Err(Reason::NotInSlice);
                }
                target.parts.push((part, name));
            }
        }
        kind = part;
    }
    Ok(target)
}

/// Whether a name may be that of a resource that is not in this slice.
fn left_out(name: &str, catalog: &Catalog, facts: &Facts) -> bool {
    typed(name, catalog).is_some_and(|(kind, _)| facts.lacks(kind))
}

/// The type and the id that a name has.
#[inline]
fn typed<'n>(name: &'n str, catalog: &Catalog) -> Option<(TypeId, &'n str)> {
    let (kind, id) = split_name(name)?;
    Some((catalog.names.types.get(kind)?, id))
}
