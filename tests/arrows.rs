//! The arrows between the parts of the crate point one way: a part uses only parts above it in this list. Parts of one
//! line may not use each other.

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up.
const ORDER: [&[&str]; 13] = [
    &["cut", "ids", "limits", "order"],
    &["error"],
    &["data"],
    &["tree"],
    &["condition"],
    &["catalog"],
    &["facts"],
    &["decide"],
    &["grid", "members", "change"],
    &["snapshot"],
    &["engine"],
    &["shape"],
    &["call"],
];

fn rank(part: &str) -> usize {
    let place = ORDER.iter().position(|parts| parts.contains(&part));
    place.unwrap_or_else(|| panic!("`{part}` has no place in the order"))
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            sources(&entry, files);
        } else {
            files.push(entry);
        }
    }
}

/// `src/facts/base.rs` belongs to `facts`, `src/engine.rs` to `engine`; `src/lib.rs` to nobody.
fn part_of(file: &Path, src: &Path) -> Option<String> {
    let inside = file.strip_prefix(src).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    let part = first.strip_suffix(".rs").unwrap_or(first);
    (part != "lib").then(|| part.to_owned())
}

/// What a file takes from elsewhere in the crate, wherever in the text it does: `crate::facts::…`.
fn used(text: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for rest in code.split("crate::").skip(1) {
            for name in rest.trim_start_matches('{').split(", ") {
                let word: String =
                    name.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                used.push((number + 1, word));
                if !rest.starts_with('{') {
                    break;
                }
            }
        }
    }
    used
}

/// The part that a name re-exported by the crate's root comes from.
fn home(word: &str) -> Option<&str> {
    match word {
        "Error" | "Code" | "Result" => Some("error"),
        "Catalog" => Some("catalog"),
        "Data" => Some("data"),
        "Time" => Some("ids"),
        _ if word.starts_with(char::is_lowercase) => Some(word),
        _ => None,
    }
}

#[test]
fn arrows_point_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut seen = 0;
    for file in files {
        let Some(part) = part_of(&file, &src) else { continue };
        let text = fs::read_to_string(&file).expect("a source file");
        for (line, word) in used(&text) {
            let other = home(&word)
                .unwrap_or_else(|| panic!("{}:{line}: where does `{word}` come from?", file.display()));
            seen += 1;
            assert!(
                other == part || rank(other) < rank(&part),
                "{}:{line}: `{part}` must not use `{other}`",
                file.display()
            );
        }
    }
    assert!(seen > 100, "only {seen} arrows were found: the test reads the wrong thing");
}
