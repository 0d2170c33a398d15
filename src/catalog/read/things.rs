//! Resource types, attributes and settings: what there is to speak about.

use super::{Reader, bounded, named, title, unknown};
use crate::catalog::{Attribute, ResourceType, Setting, stored};
use crate::condition::{Scalar, Space, Type};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::{AttributeId, TypeId};
use crate::limits;

impl Reader {
    pub(super) fn types(&mut self, root: &Cursor<'_>) -> Result<()> {
        let types = root.need("types")?;
        bounded(&types, types.len(), limits::CATALOG_ENTRIES, "resource types")?;
        for (index, (name, entry)) in types.entries()?.enumerate() {
            named(&entry, name)?;
            if ["user", "group"].contains(&name) {
                return Err(entry.error(
                    Code::BadName,
                    format!("`{name}` is the type of subjects and cannot be a resource type"),
                ));
            }
            entry.only(&["title", "within", "attributes", "tool"])?;
            self.catalog.names.types.insert(name.to_owned(), index);
        }
        for (name, entry) in types.entries()? {
            let within = self.within(&entry)?;
            let kind = ResourceType {
                name: name.to_owned(),
                title: title(&entry)?,
                within,
                attributes: Vec::new(),
                tool: None,
            };
            self.catalog.types.push(kind);
        }
        self.no_circle_of_types(&types)
    }

    pub(super) fn within(&self, entry: &Cursor<'_>) -> Result<Vec<TypeId>> {
        let Some(list) = entry.get("within") else {
            return Ok(Vec::new());
        };
        list.items()?.map(|item| self.type_named(&item)).collect()
    }

    pub(super) fn type_named(&self, here: &Cursor<'_>) -> Result<TypeId> {
        let name = here.text()?;
        let types = &self.catalog.names.types;
        types.get(name).ok_or_else(|| unknown(here, "resource type", name, types.keys()))
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
        for (space, key) in [(Space::Subject, "subject"), (Space::Context, "context")] {
            let Some(entries) = root.get(key) else {
                continue;
            };
            for (name, entry) in entries.entries()? {
                if space == Space::Context && ["now", "resource", "subject"].contains(&name) {
                    let message = format!("a question's context keeps `{name}` for something else");
                    return Err(entry.error(Code::BadName, message));
                }
                self.attribute(space, name, &entry)?;
            }
        }
        let types = root.need("types")?;
        for (index, (_, kind)) in types.entries()?.enumerate() {
            let Some(entries) = kind.get("attributes") else {
                continue;
            };
            for (name, entry) in entries.entries()? {
                let id = self.attribute(Space::Resource, name, &entry)?;
                self.catalog.types[index].attributes.push(id);
            }
        }
        Ok(())
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
        self.catalog.attributes.push(Attribute { space, name: name.to_owned(), kind });
        self.catalog.names.attributes[space as usize].insert(name.to_owned(), id.index());
        Ok(id)
    }

    pub(super) fn kind(&self, entry: &Cursor<'_>) -> Result<Type> {
        if !matches!(entry.data(), Data::List(_)) {
            return self.scalar(entry).map(Type::One);
        }
        let items: Vec<Cursor<'_>> = entry.items()?.collect();
        match items.as_slice() {
            [one] => self.scalar(one).map(Type::List),
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
        let Some(settings) = root.get("settings") else {
            return Ok(());
        };
        for (name, entry) in settings.entries()? {
            entry.only(&["title", "type", "values", "default"])?;
            let attribute = self.attribute(Space::Settings, name, &entry.need("type")?)?;
            let values = match entry.get("values") {
                None => Vec::new(),
                Some(list) => {
                    list.items()?.map(|item| item.text().map(str::to_owned)).collect::<Result<_>>()?
                }
            };
            let default = entry.need("default")?;
            let value = stored(self.catalog.attributes[attribute.index()].kind, &default)?;
            let setting = Setting { attribute, title: title(&entry)?, values, default: value };
            setting.admits(&setting.default, &default)?;
            self.catalog.settings.push(setting);
        }
        Ok(())
    }
}
