//! Questions as plain data: what a screen, a gate or an `AuthZEN` client sends.

use super::{Given, Question};
use crate::catalog::{Catalog, Stored, read_time, stored};
use crate::condition::Space;
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::{AttributeId, Time};
use crate::limits;

/// A question read from data; [`Written::question`] asks it.
#[derive(Clone, Debug)]
pub struct Written {
    subject: String,
    action: String,
    resource: String,
    now: Option<Time>,
    given: Given,
}

impl Written {
    /// Reads `{ subject, action, resource, context }`: names as texts, or `AuthZEN`'s objects (`{ type, id }`, `{ name }`).
    /// The context holds `now`, attributes of `resource` and `subject`, and attributes of its own.
    ///
    /// Fails on data of another shape and on attributes that the catalog does not have.
    pub fn read(data: &Data, catalog: &Catalog) -> Result<Self> {
        let root = Cursor::root(data);
        root.only(&["subject", "action", "resource", "context"])?;
        let mut written = Self {
            subject: thing(&root.need("subject")?)?,
            action: action(&root.need("action")?)?,
            resource: thing(&root.need("resource")?)?,
            now: None,
            given: Given::default(),
        };
        if let Some(context) = root.get("context") {
            written.context(&context, catalog)?;
        }
        Ok(written)
    }

    /// The question itself.
    #[must_use]
    pub fn question(&self) -> Question<'_> {
        let Self { subject, action, resource, now, given } = self;
        Question { subject, action, resource, now: *now, given: given.clone() }
    }

    fn context(&mut self, context: &Cursor<'_>, catalog: &Catalog) -> Result<()> {
        for (name, value) in context.entries()? {
            if *value.data() == Data::Null {
                continue;
            }
            match name {
                "now" => self.now = Some(Time(read_time(&value)?)),
                "resource" => self.given.resource = attributes(&value, Space::Resource, catalog)?,
                "subject" => self.given.subject = attributes(&value, Space::Subject, catalog)?,
                _ => self.given.context.push(attribute(name, &value, Space::Context, catalog)?),
            }
        }
        Ok(())
    }
}

fn thing(here: &Cursor<'_>) -> Result<String> {
    if let Data::Text(name) = here.data() {
        return Ok(name.to_string());
    }
    here.only(&["type", "id", "parent"])?;
    let name = format!("{}:{}", here.need("type")?.text()?, here.need("id")?.text()?);
    match here.get("parent") {
        None => Ok(name),
        Some(parent) => Ok(format!("{}/{name}", parent.text()?)),
    }
}

fn action(here: &Cursor<'_>) -> Result<String> {
    if let Data::Text(name) = here.data() {
        return Ok(name.to_string());
    }
    here.only(&["name"])?;
    here.need("name")?.text().map(str::to_owned)
}

fn attributes(here: &Cursor<'_>, space: Space, catalog: &Catalog) -> Result<Vec<(AttributeId, Stored)>> {
    if here.len() > limits::GIVEN_ATTRIBUTES {
        return Err(here.error(Code::Limit, format!("more than {} attributes", limits::GIVEN_ATTRIBUTES)));
    }
    let mut attributes = Vec::new();
    for (name, value) in here.entries()? {
        if *value.data() != Data::Null {
            attributes.push(attribute(name, &value, space, catalog)?);
        }
    }
    Ok(attributes)
}

fn attribute(
    name: &str,
    value: &Cursor<'_>,
    space: Space,
    catalog: &Catalog,
) -> Result<(AttributeId, Stored)> {
    let id = catalog.attribute_named(space, None, value, name)?;
    Ok((id, stored(catalog.attribute(id).kind, value)?))
}
