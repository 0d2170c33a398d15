//! Reading a catalog: first every name is entered, then everything that refers to names is checked.

mod people;
mod requests;
mod rules;
mod sharing;
mod things;
mod tools;

use super::names::Vocabularies;
use super::{Catalog, Title};
use crate::data::{Cursor, Data};
use crate::error::{Code, Error, Result, did_you_mean};
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
    reader.catalog.source = source.into();
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
        return Ok(Title(vec![(String::new(), text.clone())]));
    }
    let texts = title.entries()?.map(|(language, text)| Ok((language.to_owned(), text.text()?.to_owned())));
    texts.collect::<Result<Vec<_>>>().map(Title)
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

/// An error for a name that nothing bears, with the nearest that something does.
pub(super) fn unknown<'n>(
    here: &Cursor<'_>,
    kind: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Error {
    here.error(Code::UnknownName, format!("unknown {kind} `{name}`{}", did_you_mean(name, known)))
}

/// Refuses more than `most`.
pub(super) fn bounded(here: &Cursor<'_>, count: usize, most: usize, what: &str) -> Result<()> {
    if count <= most {
        return Ok(());
    }
    Err(here.error(Code::Limit, format!("more than {most} {what}")))
}

/// A catalog while it is read: names first, then what refers to them.
struct Reader {
    catalog: Catalog,
}

impl Reader {
    fn new(name: String, title: Title) -> Self {
        let catalog = Catalog {
            name,
            title,
            types: Vec::new(),
            attributes: Vec::new(),
            settings: Vec::new(),
            ladders: Vec::new(),
            tools: Vec::new(),
            extras: Vec::new(),
            actions: Vec::new(),
            rows: Vec::new(),
            conditions: Vec::new(),
            roles: Vec::new(),
            ceilings: Vec::new(),
            changes: Vec::new(),
            sharing: Vec::new(),
            assigning: None,
            people: None,
            requests: Vec::new(),
            notices: Vec::new(),
            source: Arc::default(),
            edits: Vec::new(),
            names: Vocabularies::default(),
        };
        Self { catalog }
    }
}
