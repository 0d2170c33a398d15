//! Real documents to begin with: the catalogs, and what the cases of tests/cases ask and do.

use crate::Data;
use permatrix::{Catalog, Engine};
use std::fs;
use std::path::{Path, PathBuf};

/// A catalog with facts for it, and what was asked and done about both.
pub struct Document {
    pub name: String,
    pub catalog: Data,
    pub facts: Data,
    pub asks: Vec<Data>,
    pub changes: Vec<Data>,
    /// Of the documents as they are.
    pub engine: Engine,
}

/// Those of all cases that are not refused; what many cases ask about one catalog stands together.
pub fn documents() -> Vec<Document> {
    let folder = fs::read_dir(root().join("tests/cases")).expect("cases");
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("a file").path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "json"));
    files.sort();
    let mut documents: Vec<Document> = Vec::new();
    for file in files {
        let Some(new) = document(file.file_stem().unwrap_or_default().to_string_lossy().into(), &read(&file))
        else {
            continue;
        };
        match documents.iter_mut().find(|known| known.catalog == new.catalog && known.facts == new.facts) {
            Some(known) => {
                known.asks.extend(new.asks);
                known.changes.extend(new.changes);
            }
            None => documents.push(new),
        }
    }
    documents
}

fn document(name: String, case: &Data) -> Option<Document> {
    let steps = entry(case, "steps").map(items).unwrap_or_default();
    let of = |key| steps.iter().filter_map(|step| entry(step, key)).cloned().collect::<Vec<Data>>();
    let (catalog, facts) = (part(case, "catalog"), part(case, "facts"));
    let engine = Engine::new(Catalog::from_data(&catalog).ok()?, &facts).ok()?;
    Some(Document { name, catalog, facts, asks: of("ask"), changes: of("apply"), engine })
}

/// A document of the case itself, or of a folder of catalogs.
fn part(case: &Data, key: &str) -> Data {
    match entry(case, key) {
        Some(Data::Text(name)) => read(&root().join("catalogs").join(&**name).join(format!("{key}.json"))),
        inline => inline.cloned().unwrap_or(Data::Null),
    }
}

fn read(path: &Path) -> Data {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn entry<'d>(data: &'d Data, key: &str) -> Option<&'d Data> {
    match data {
        Data::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        _ => None,
    }
}

fn items(data: &Data) -> &[Data] {
    match data {
        Data::List(items) => items,
        _ => &[],
    }
}

pub fn text<'d>(data: &'d Data, key: &str) -> Option<&'d str> {
    match entry(data, key) {
        Some(Data::Text(text)) => Some(text),
        _ => None,
    }
}
