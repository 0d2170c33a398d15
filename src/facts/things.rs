//! Users, groups and resources that changes made or altered: they stand in front of the tables, which then say nothing of
//! them.

use crate::catalog::Title;
use crate::condition::{List, Scalar, Source, Type, Value};
use crate::ids::{AttributeId, GroupId, ResourceId, TypeId};
use std::sync::Arc;

/// A user, group or resource as changes left it.
#[derive(Clone, Debug, Default)]
pub struct Thing {
    /// Its full name.
    pub name: Box<str>,
    /// Its title.
    pub title: Title,
    /// Whether it was deleted. Its number is never given again: what refers to it refers to nothing (S17).
    pub gone: bool,
    /// Its attributes.
    pub attributes: Vec<(AttributeId, Kept)>,
    /// Of users and groups: the groups it is directly in.
    pub groups: Vec<GroupId>,
    /// Of resources: what it lies in, and its type.
    pub place: Option<(Option<ResourceId>, TypeId)>,
}

/// A value of an attribute. References are numbers, so that one to a thing that is gone never comes to mean another.
#[derive(Clone, Debug)]
pub enum Kept {
    /// As the tables have it: eight bytes, whose meaning depends on the kind.
    Plain(u64),
    /// A text.
    Text(Box<str>),
    /// A list of these.
    List(Box<[Kept]>),
}

impl Thing {
    /// The value of an attribute.
    pub fn attribute(&self, attribute: AttributeId) -> Option<&Kept> {
        self.attributes.iter().find(|(id, _)| *id == attribute).map(|(_, value)| value)
    }
}

impl Kept {
    /// The value, for an attribute of this kind; `whose` is where its elements are found again.
    pub fn value<'t>(
        &'t self,
        kind: Type,
        whose: Source,
        plain: impl Fn(u64, Scalar) -> Value<'t>,
    ) -> Value<'t> {
        match (self, kind) {
            (Self::List(items), Type::List(kind)) => {
                Value::List(List::Kept { source: whose, len: items.len(), kind })
            }
            (kept, Type::One(kind)) => kept.scalar(kind, plain),
            _ => Value::List(List::Written(&[])),
        }
    }

    /// A single value.
    pub fn scalar<'t>(&'t self, kind: Scalar, plain: impl Fn(u64, Scalar) -> Value<'t>) -> Value<'t> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Plain(raw) => plain(*raw, kind),
            Self::List(_) => Value::List(List::Written(&[])),
        }
    }
}

/// The changed things of one kind, by number. New ones have numbers behind those of the tables.
#[derive(Clone, Debug, Default)]
pub struct Things {
    changed: Vec<(u32, Arc<Thing>)>,
    /// New ones that are not gone, by name.
    names: Vec<(Arc<str>, u32)>,
    /// How many new ones there are, gone or not.
    new: usize,
}

impl Things {
    /// How many new ones there are, gone or not.
    pub fn new_ones(&self) -> usize {
        self.new
    }

    /// Whether nothing has changed.
    #[inline(always)]
    pub fn are_none(&self) -> bool {
        self.changed.is_empty()
    }

    /// How many are changed.
    pub fn len(&self) -> usize {
        self.changed.len()
    }

    /// The changed ones, by number.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Thing)> {
        self.changed.iter().map(|(number, thing)| (*number as usize, &**thing))
    }

    /// Names and numbers of the new ones, in the order of their names.
    pub fn in_order(&self) -> &[(Arc<str>, u32)] {
        &self.names
    }

    /// A thing, if it was changed.
    #[inline]
    pub fn get(&self, number: usize) -> Option<&Thing> {
        if self.are_none() { None } else { self.changed(number) }
    }

    #[inline(never)]
    fn changed(&self, number: usize) -> Option<&Thing> {
        self.place(number).ok().map(|place| &*self.changed[place].1)
    }

    /// The number of a new thing by its name.
    pub fn find(&self, name: &str) -> Option<usize> {
        let place = self.names.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        Some(self.names[place].1 as usize)
    }

    fn place(&self, number: usize) -> Result<usize, usize> {
        self.changed.binary_search_by_key(&(number as u32), |(number, _)| *number)
    }

    /// Adds a thing behind the `kept` ones of the tables, and gives its number.
    pub fn add(&mut self, kept: usize, thing: Thing) -> usize {
        let number = kept + self.new;
        let name: Arc<str> = Arc::from(&*thing.name);
        match self.names.binary_search_by(|(known, _)| known.cmp(&name)) {
            // Who bore the name before is gone, perhaps with what it lay in.
            Ok(place) => self.names[place].1 = number as u32,
            Err(place) => self.names.insert(place, (name, number as u32)),
        }
        self.changed.push((number as u32, Arc::new(thing)));
        self.new += 1;
        number
    }

    /// Puts a thing in the place of what it was.
    pub fn set(&mut self, number: usize, thing: Thing) {
        if thing.gone {
            self.names.retain(|(_, known)| *known as usize != number);
        }
        match self.place(number) {
            Ok(place) => self.changed[place].1 = Arc::new(thing),
            Err(place) => self.changed.insert(place, (number as u32, Arc::new(thing))),
        }
    }
}
