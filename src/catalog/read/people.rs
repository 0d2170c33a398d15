//! The rules about users.

use super::{Reader, identifier};
use crate::catalog::people::{Invitation, Kept, People};
use crate::condition::{Scalar, Space, Type, parse_span};
use crate::data::Cursor;
use crate::error::{Code, Result};
use crate::ids::AttributeId;

impl Reader {
    /// S22
    pub(super) fn people(&mut self, root: &Cursor<'_>) -> Result<()> {
        let Some(entry) = root.get("users") else { return Ok(()) };
        entry.only(&["required", "language", "address", "invitation"])?;
        let kept = Kept {
            state: self.declare(Space::Subject, "state", Type::One(Scalar::Text), &entry)?,
            invitation: self.declare(Space::Subject, "invitation", Type::One(Scalar::Text), &entry)?,
            invitation_until: self.declare(
                Space::Subject,
                "invitation_until",
                Type::One(Scalar::Time),
                &entry,
            )?,
        };
        let required = self.attribute_list(&entry, Space::Subject)?;
        let text = |key| entry.get(key).map(|name| self.text_of_users(&name)).transpose();
        let (language, address) = (text("language")?, text("address")?);
        let invitation = entry.get("invitation").map(|entry| invitation(&entry)).transpose()?;
        self.frame().people = Some(People { required, language, address, invitation, kept });
        Ok(())
    }

    fn text_of_users(&self, here: &Cursor<'_>) -> Result<AttributeId> {
        let id = self.catalog.attribute_named(Space::Subject, None, here, here.text()?)?;
        match self.catalog.attribute(id).kind {
            Type::One(Scalar::Text) => Ok(id),
            _ => Err(here.error(Code::BadType, "expected the name of an attribute of the type `string`")),
        }
    }

    /// The attributes that `required` lists.
    pub(super) fn attribute_list(&self, entry: &Cursor<'_>, space: Space) -> Result<Vec<AttributeId>> {
        entry.list("required", &|item| self.catalog.attribute_named(space, None, item, item.text()?))
    }
}

fn invitation(entry: &Cursor<'_>) -> Result<Invitation> {
    entry.only(&["template", "lasts"])?;
    let template = identifier(&entry.need("template")?)?.to_owned();
    Ok(Invitation { template, lasts: lasts(entry)? })
}

/// How long something lasts, in milliseconds.
pub(super) fn lasts(entry: &Cursor<'_>) -> Result<Option<i64>> {
    let Some(span) = entry.get("lasts") else { return Ok(None) };
    match parse_span(span.text()?) {
        Some(span) if span > 0 => Ok(Some(span)),
        _ => Err(span.error(Code::BadValue, "expected a duration of more than nothing, like `72h`")),
    }
}
