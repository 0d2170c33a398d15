//! Reading a catalog: first every name is entered, then everything that refers to names is checked.

mod people;
mod requests;
mod rules;
mod sharing;
mod things;
mod tools;

use super::names::{Vocabularies, unknown};
use super::{Catalog, Frame, Title};
use crate::data::{Cursor, Data};
use crate::error::{Code, Result};
use crate::ids::ToolId;
use crate::limits;
use std::sync::Arc;

const KEYS: [&str; 18] = [
    "permatrix",
    "name",
    "title",
    "types",
    "subject",
    "context",
    "settings",
    "ladders",
    "conditions",
    "tools",
    "roles",
    "ceilings",
    "changes",
    "sharing",
    "assigning",
    "users",
    "requests",
    "notices",
];
/// Reads and checks a whole catalog.
pub fn catalog(root: Cursor<'_>) -> Result<Catalog> {
    root.only(&KEYS)?;
    version(&root)?;
    let mut reader = Reader::new(identifier(&root.need("name")?)?.to_owned(), title(&root)?);
    reader.types(&root)?;
    reader.attributes(&root)?;
    reader.people(&root)?;
    reader.request_attributes(&root)?;
    reader.settings(&root)?;
    reader.ladders(&root)?;
    reader.tools(&root)?;
    reader.role_names(&root)?;
    reader.conditions(&root)?;
    reader.roles(&root)?;
    reader.implications(&root)?;
    reader.cells(&root)?;
    reader.ceilings(&root)?;
    reader.changes(&root)?;
    reader.sharing(&root)?;
    reader.assigning(&root)?;
    reader.requests(&root)?;
    reader.notices(&root)?;
    super::lint::no_cycles(&reader.catalog, &root)?;
    let mut source = Vec::new();
    crate::tree::write(root.data(), &mut source);
    reader.frame().source = source.into();
    Ok(reader.catalog)
}

/// The format version of a document.
pub(crate) fn version(root: &Cursor<'_>) -> Result<()> {
    let version = root.need("permatrix")?;
    match version.data() {
        Data::Number(1.0) => Ok(()),
        _ => Err(version.error(Code::BadVersion, "this program reads version 1: `\"permatrix\": 1`")),
    }
}

/// A title: a text, or texts by language.
pub(crate) fn title(of: &Cursor<'_>) -> Result<Title> {
    let Some(title) = of.get("title") else {
        return Ok(Title::default());
    };
    if let Data::Text(text) = title.data() {
        return Ok(Title(vec![(String::new(), text.to_string())]));
    }
    let mut texts = Vec::new();
    for (language, text) in title.entries()? {
        texts.push((language.to_owned(), text.text()?.to_owned()));
    }
    Ok(Title(texts))
}

fn well_formed(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && name.len() <= limits::NAME_BYTES
}

/// A name that stands as a value.
pub(super) fn identifier<'a>(here: &Cursor<'a>) -> Result<&'a str> {
    let name = here.text()?;
    named(here, name).map(|()| name)
}

/// Checks a name that stands as a key.
fn named(here: &Cursor<'_>, name: &str) -> Result<()> {
    if well_formed(name) {
        return Ok(());
    }
    let message = format!(
        "`{name}` is not a name: lower case letters, digits and `_`, a letter first, at most {} of them",
        limits::NAME_BYTES
    );
    Err(here.error(Code::BadName, message))
}

/// The place of a name among the few that there are.
fn one_of(few: &[&str], here: &Cursor<'_>, kind: &str, name: &str) -> Result<usize> {
    let place = few.iter().position(|known| *known == name);
    place.ok_or_else(|| unknown(here, kind, name, few.iter().copied()))
}

/// Refuses more than `most`.
pub(super) fn bounded(here: &Cursor<'_>, count: usize, most: usize, what: &str) -> Result<()> {
    if count <= most {
        return Ok(());
    }
    Err(here.error(Code::Limit, format!("more than {most} {what}")))
}

/// Refuses more entries of a key than a catalog can have.
fn few(root: &Cursor<'_>, key: &str) -> Result<()> {
    root.get(key).map_or(Ok(()), |part| bounded(&part, part.len(), limits::CATALOG_ENTRIES, key))
}

/// A catalog while it is read: names first, then what refers to them.
struct Reader {
    catalog: Catalog,
}

impl Reader {
    fn new(name: String, title: Title) -> Self {
        let frame = Arc::new(Frame { name, title, ..Frame::default() });
        let names = Vocabularies::default();
        Self { catalog: Catalog { frame, rows: Vec::new(), roles: Vec::new(), names, edits: Vec::new() } }
    }

    /// Where things are entered.
    fn frame(&mut self) -> &mut Frame {
        Arc::get_mut(&mut self.catalog.frame).expect("nobody shares what is still being read")
    }

    /// Reads something of every tool.
    fn each_tool(
        &mut self,
        root: &Cursor<'_>,
        read: &mut dyn FnMut(&mut Self, ToolId, &Cursor<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut count = 0;
        root.each("tools", &mut |_, entry| {
            count += 1;
            read(self, ToolId::at(count - 1), entry)
        })
    }
}
