//! People: what a new user must have, and how somebody who was invited comes in (S22).

use super::requests::STATES as REQUEST_STATES;
use super::{Catalog, Stored};
use crate::data::Cursor;
use crate::error::{Code, Result, did_you_mean, listed};
use crate::ids::{AttributeId, TypeId};

/// The rules about users.
#[derive(Clone, Debug)]
pub struct People {
    /// The attributes that every new user must have, and keeps.
    pub required: Vec<AttributeId>,
    /// The attribute with the language that somebody reads.
    pub language: Option<AttributeId>,
    /// The attribute with the address for mail; without one the id is the address.
    pub address: Option<AttributeId>,
    /// How new users are invited; without this they are active at once.
    pub invitation: Option<Invitation>,
    /// What the engine keeps of every user.
    pub kept: Kept,
}

/// How a new user is invited.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The name of the mail.
    pub template: String,
    /// Milliseconds until it ends; `None`: it does not.
    pub lasts: Option<i64>,
}

/// The attributes that the engine itself writes.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// `subject.state`: one of [`STATES`].
    pub state: AttributeId,
    /// The hash of the token that activates.
    pub invitation: AttributeId,
    /// When the invitation ends.
    pub invitation_until: AttributeId,
}

/// There, but not invited.
pub const CREATED: &str = "created";
/// Invited, and not in yet.
pub const INVITED: &str = "invited";
/// In: so is everybody of whom the facts say nothing else.
pub const ACTIVE: &str = "active";
/// Out for a while.
pub const SUSPENDED: &str = "suspended";
/// What somebody is in who is no user.
pub const UNKNOWN: &str = "unknown";
/// All states of users.
pub const STATES: [&str; 4] = [CREATED, INVITED, ACTIVE, SUSPENDED];

impl People {
    /// Whether the engine alone writes this attribute.
    pub(crate) fn keeps(&self, attribute: AttributeId) -> bool {
        [self.kept.state, self.kept.invitation, self.kept.invitation_until].contains(&attribute)
    }
}

impl Catalog {
    /// The rules about users, if there are some.
    #[must_use]
    pub fn people(&self) -> Option<&People> {
        self.people.as_ref()
    }

    /// Refuses attributes that the engine keeps itself, of users or of resources of a type: they come by changes of their own.
    pub(crate) fn free_to_set(
        &self,
        attribute: AttributeId,
        of: Option<TypeId>,
        here: &Cursor<'_>,
    ) -> Result<()> {
        let kept = match of {
            None => self.people.as_ref().is_some_and(|people| people.keeps(attribute)),
            Some(kind) => self.requests_of(kind).is_some_and(|rules| rules.kept.keeps(attribute)),
        };
        if !kept {
            return Ok(());
        }
        let name = &self.attribute(attribute).name;
        let message = format!("`{name}` is kept by the engine: changes of people and requests write it");
        Err(here.error(Code::BadValue, message))
    }

    /// Refuses a state that there is not, of users or of requests of a type.
    pub(crate) fn admits_state(
        &self,
        attribute: AttributeId,
        of: Option<TypeId>,
        value: &Stored,
        here: &Cursor<'_>,
    ) -> Result<()> {
        let (state, known) = match of {
            None => (self.people.as_ref().map(|people| people.kept.state), STATES),
            Some(kind) => (self.requests_of(kind).map(|rules| rules.kept.state), REQUEST_STATES),
        };
        match value {
            Stored::Text(text) if state == Some(attribute) && !known.contains(&&**text) => {
                let near = did_you_mean(text, known);
                Err(here.error(
                    Code::BadValue,
                    format!("`{text}` is no state{near}; it can be {}", listed(known, ", ")),
                ))
            }
            _ => Ok(()),
        }
    }
}
