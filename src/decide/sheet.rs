//! Questions as numbers, for a host that remembers what names stand for: the JavaScript package hands them in without an
//! object to walk through, and without a name to look up.
//!
//! | numbers | |
//! |---|---|
//! | 3 | the handles of subject, action and resource |
//! | 1 | the time in milliseconds; not finite: none |
//! | a text | the path from the resource to what is asked about; empty: the resource itself |
//! | in pairs to the end | the number of an attribute, its value |
//!
//! A value begins with its kind: 0 no, 1 yes, 2 a number, 3 a text, 4 a user's handle, 5 a resource's, 6 a list with its length.
//! A text is its length and its bytes, eight in the place of a number.

#![allow(clippy::cast_sign_loss)] // what is below zero becomes 0, and of numbers that stand for nothing nothing is read

use super::question::{Asked, Open, Said, target_in};
use super::{Decider, Decision};
use crate::catalog::{Stored, stored};
use crate::condition::{Reference, Scalar, Space, Trace, Truth, Type};
use crate::cut::Pieces;
use crate::data::{Cursor, Data};
use crate::facts::Handle;
use crate::ids::{ActionId, AttributeId, ResourceId, Time, UserId};

/// A question by numbers that has been read; what it gives is kept here.
struct Sheet<'n> {
    user: UserId,
    action: ActionId,
    resource: ResourceId,
    now: Option<Time>,
    beneath: &'n str,
    given: Vec<Said>,
}

impl Decider<'_> {
    /// Whether a question by numbers is allowed; `Unknown` when that hangs on the time, and none was said. `None` when it cannot
    /// be read: in words it is answered, or it is said what is wrong with it.
    #[must_use]
    #[inline]
    pub fn can_by_numbers(self, numbers: &[f64]) -> Option<Truth> {
        let mut answer = None;
        self.ask_by(numbers, &mut |asked| {
            let mut trace = Trace::default();
            answer = Some(match self.answer_by_bits(asked, &mut trace) {
                Truth::Unknown if !trace.now_missing => Truth::No,
                answer => answer,
            });
        });
        answer
    }

    /// Decides a question by numbers; `None` when it cannot be read.
    #[must_use]
    pub fn decide_by_numbers(self, numbers: &[f64]) -> Option<Decision> {
        let mut decision = None;
        self.ask_by(numbers, &mut |asked| decision = Some(self.decided(asked)));
        decision
    }

    /// The number of an attribute as questions by numbers have it, times four, and in the lowest bits what its values are: 1 users,
    /// 2 resources, 3 yes or no, 0 others.
    #[must_use]
    pub fn attribute_number(self, space: Space, name: &str) -> Option<u32> {
        let attribute = self.catalog().names.attribute(space, name)?;
        let refers = match self.catalog().attribute(attribute).kind {
            Type::One(Scalar::User) | Type::List(Scalar::User) => 1,
            Type::One(Scalar::Resource(_)) | Type::List(Scalar::Resource(_)) => 2,
            Type::One(Scalar::Bool) => 3,
            _ => 0,
        };
        Some(attribute.index() as u32 * 4 + refers)
    }

    #[inline]
    fn ask_by(self, numbers: &[f64], ask: &mut dyn FnMut(&Asked<'_>)) -> Option<()> {
        let mut reader = Reader { decider: self, left: numbers, last: None };
        let Sheet { user, action, resource, now, beneath, given } = reader.sheet()?;
        let path = Pieces { left: Some(beneath).filter(|path| !path.is_empty()), letter: b'/' };
        let target = target_in(resource, path, self.catalog(), self.facts).ok()?;
        let subject = Reference::User(user);
        // An attribute is of one space only, so that each may look among all.
        let given = [&given[..]; 3];
        ask(&Asked { subject, action, target, now, given, open: Open::Nothing });
        Some(())
    }
}

struct Reader<'e, 'n> {
    decider: Decider<'e>,
    left: &'n [f64],
    /// Who was read last: attributes often name who asks, and a handle has to be looked up.
    last: Option<(Handle, UserId)>,
}

impl<'n> Reader<'_, 'n> {
    #[inline]
    fn sheet(&mut self) -> Option<Sheet<'n>> {
        let mut sheet = Sheet {
            user: self.user()?,
            action: ActionId::at(self.count()?),
            resource: self.resource()?,
            now: Some(self.number()?).filter(|now| now.is_finite()).map(|now| Time(now as i64)),
            beneath: self.text()?,
            given: Vec::new(),
        };
        self.decider.policy.matrix.plan(sheet.action)?;
        sheet.given.reserve_exact(self.left.len() / 2); // a number and a value each
        while !self.left.is_empty() {
            self.attribute(&mut sheet.given)?;
        }
        Some(sheet)
    }

    #[inline]
    fn attribute(&mut self, given: &mut Vec<Said>) -> Option<()> {
        let id = AttributeId::at(self.count()?);
        let declared = self.decider.catalog().attributes.get(id.index())?;
        if declared.space == Space::Settings {
            return None;
        }
        given.push((id, self.value(declared.kind)?));
        Some(())
    }

    #[inline]
    fn value(&mut self, kind: Type) -> Option<Stored> {
        let data = match self.count()? {
            0 => Data::Bool(false),
            1 => Data::Bool(true),
            2 => Data::Number(self.number()?),
            3 => Data::Text(self.text()?.into()),
            4 if kind == Type::One(Scalar::User) => return Some(Stored::Thing(Scalar::User, self.user()?.0)),
            5 => return self.thing(kind),
            6 => return self.list(kind),
            _ => return None,
        };
        stored(kind, &Cursor::root(&data)).ok()
    }

    fn thing(&mut self, kind: Type) -> Option<Stored> {
        let Type::One(kind @ Scalar::Resource(wanted)) = kind else { return None };
        let resource = self.resource()?;
        let fits = wanted.is_none_or(|wanted| wanted == self.decider.facts.type_of(resource));
        fits.then_some(Stored::Thing(kind, resource.0))
    }

    fn list(&mut self, kind: Type) -> Option<Stored> {
        let Type::List(kind) = kind else { return None };
        let mut items = Vec::new();
        for _ in 0..self.count()? {
            items.push(self.value(Type::One(kind))?);
        }
        Some(Stored::List(items.into()))
    }

    #[inline]
    fn user(&mut self) -> Option<UserId> {
        let handle = Handle(self.count()? as u32);
        if self.last.is_none_or(|(last, _)| last != handle) {
            self.last = Some((handle, self.decider.facts.user_of(handle)?));
        }
        self.last.map(|(_, user)| user)
    }

    #[inline]
    fn resource(&mut self) -> Option<ResourceId> {
        let resource = ResourceId::at(self.count()?);
        Some(resource).filter(|resource| self.decider.facts.has_resource(*resource))
    }

    #[inline]
    fn text(&mut self) -> Option<&'n str> {
        let length = self.count()?;
        let (bytes, left) = self.left.split_at_checked(length.div_ceil(8))?;
        self.left = left;
        std::str::from_utf8(&bytemuck::cast_slice(bytes)[..length]).ok()
    }

    #[inline]
    fn count(&mut self) -> Option<usize> {
        self.number().map(|number| number as usize)
    }

    #[inline]
    fn number(&mut self) -> Option<f64> {
        let (number, left) = self.left.split_first()?;
        self.left = left;
        Some(*number)
    }
}
