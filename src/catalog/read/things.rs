//! Resource types, attributes and settings: what there is to speak about.

use super::{Reader, bounded, named, title};
use crate::catalog::names::unknown;
use crate::catalog::{Attribute, ResourceType, Setting, stored};
use crate::condition::{Scalar, Space, Type};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::AttributeId;
use crate::limits;

impl Reader {
    pub(super) fn types(&mut self, root: &Cursor<'_>) -> Result<()> {
        let types = root.need("types")?;
        bounded(&types, types.len(), limits::CATALOG_ENTRIES, "resource types")?;
        for (name, entry) in types.entries()? {
            named(&entry, name)?;
            if ["user", "group"].contains(&name) {
                return Err(entry.error(
                    Code::BadName,
                    format!("`{name}` is the type of subjects and cannot be a resource type"),
                ));
            }
            entry.only(&["title", "within", "attributes", "tool"])?;
            self.catalog.names.types.enter(name);
        }
        for (name, entry) in types.entries()? {
            let within = entry.list("within", &|item| self.catalog.type_by_name(item))?;
            let (name, title) = (name.to_owned(), title(&entry)?);
            self.frame().types.push(ResourceType { name, title, within, attributes: Vec::new(), tool: None });
        }
        self.no_circle_of_types(&types)
    }

    /// A type may lie within itself; a longer circle has no top.
    pub(super) fn no_circle_of_types(&self, types: &Cursor<'_>) -> Result<()> {
        let count = self.catalog.types.len();
        let mut settled = vec![false; count];
        for _ in 0..count {
            for index in 0..count {
                let within = &self.catalog.types[index].within;
                settled[index] |= within.iter().all(|above| above.index() == index || settled[above.index()]);
            }
        }
        match settled.iter().position(|done| !done) {
            None => Ok(()),
            Some(index) => {
                let name = &self.catalog.types[index].name;
                Err(types.error(Code::Cycle, format!("type `{name}` would lie within itself through others")))
            }
        }
    }

    pub(super) fn attributes(&mut self, root: &Cursor<'_>) -> Result<()> {
        root.each("subject", &mut |name, entry| self.attribute(Space::Subject, name, entry).map(drop))?;
        root.each("context", &mut |name, entry| {
            if ["now", "resource", "subject"].contains(&name) {
                let message = format!("a question's context keeps `{name}` for something else");
                return Err(entry.error(Code::BadName, message));
            }
            self.attribute(Space::Context, name, entry).map(drop)
        })?;
        let mut index = 0;
        root.each("types", &mut |_, kind| {
            kind.each("attributes", &mut |name, entry| {
                let id = self.attribute(Space::Resource, name, entry)?;
                self.frame().types[index].attributes.push(id);
                Ok(())
            })?;
            index += 1;
            Ok(())
        })
    }

    pub(super) fn attribute(&mut self, space: Space, name: &str, entry: &Cursor<'_>) -> Result<AttributeId> {
        named(entry, name)?;
        let kind = self.kind(entry)?;
        self.declare(space, name, kind, entry)
    }

    /// An attribute of a kind, written in the catalog or not.
    pub(super) fn declare(
        &mut self,
        space: Space,
        name: &str,
        kind: Type,
        entry: &Cursor<'_>,
    ) -> Result<AttributeId> {
        if let Some(known) = self.catalog.names.attribute(space, name) {
            if self.catalog.attributes[known.index()].kind == kind {
                return Ok(known);
            }
            let message = format!(
                "attribute `{name}` is of another type elsewhere in this catalog; one name has one type"
            );
            return Err(entry.error(Code::DuplicateName, message));
        }
        bounded(entry, self.catalog.attributes.len() + 1, limits::CATALOG_ENTRIES, "attributes")?;
        let id = AttributeId::at(self.catalog.attributes.len());
        self.frame().attributes.push(Attribute { space, name: name.to_owned(), kind });
        self.catalog.names.attributes[space as usize].insert(name, id.index());
        Ok(id)
    }

    pub(super) fn kind(&self, entry: &Cursor<'_>) -> Result<Type> {
        if !matches!(entry.data(), Data::List(_)) {
            return self.scalar(entry).map(Type::One);
        }
        let mut items = entry.items()?;
        match (items.next(), items.next()) {
            (Some(one), None) => self.scalar(&one).map(Type::List),
            _ => {
                Err(entry
                    .error(Code::BadValue, "a list type names the type of its elements once: `[\"user\"]`"))
            }
        }
    }

    pub(super) fn scalar(&self, here: &Cursor<'_>) -> Result<Scalar> {
        const KINDS: [(&str, Scalar); 9] = [
            ("bool", Scalar::Bool),
            ("int", Scalar::Int),
            ("double", Scalar::Double),
            ("string", Scalar::Text),
            ("timestamp", Scalar::Time),
            ("duration", Scalar::Span),
            ("user", Scalar::User),
            ("group", Scalar::Group),
            ("resource", Scalar::Resource(None)),
        ];
        let name = here.text()?;
        if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == name) {
            return Ok(*kind);
        }
        let types = &self.catalog.names.types;
        let known = KINDS.iter().map(|(known, _)| *known).chain(types.keys());
        types
            .get(name)
            .map(|id| Scalar::Resource(Some(id)))
            .ok_or_else(|| unknown(here, "attribute type", name, known))
    }

    pub(super) fn settings(&mut self, root: &Cursor<'_>) -> Result<()> {
        root.each("settings", &mut |name, entry| {
            entry.only(&["title", "type", "values", "default"])?;
            let attribute = self.attribute(Space::Settings, name, &entry.need("type")?)?;
            let values = entry.list("values", &|item| item.text().map(str::to_owned))?;
            let default = entry.need("default")?;
            let value = stored(self.catalog.attributes[attribute.index()].kind, &default)?;
            let setting = Setting { attribute, title: title(entry)?, values, default: value };
            setting.admits(&setting.default, &default)?;
            self.frame().settings.push(setting);
            Ok(())
        })
    }
}
