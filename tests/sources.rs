//! docs/SOURCES.md names what tests each statement. Whatever it names is there, so that the tables cannot rot.

use std::fs;
use std::path::Path;

const QUESTIONS: [&str; 3] =
    ["tests/construction/company.txt", "tests/catalogs/lumen.txt", "tests/catalogs/seeufer.txt"];

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of all tables, without their heads: statement, rules, tests.
fn rows(document: &str) -> Vec<[&str; 3]> {
    let lines = document.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let row = |line| -> [&str; 3] {
        let cells: Vec<&str> = str::split(line, " | ").collect();
        cells.try_into().unwrap_or_else(|_| panic!("three cells: {line}"))
    };
    lines.map(row).filter(|[_, rule, _]| *rule != "rule").collect()
}

/// What stands between two marks, every time.
fn between(cell: &str, mark: char) -> impl Iterator<Item = &str> {
    cell.split(mark).skip(1).step_by(2)
}

/// A file, a case, or a word of the questions put to the companies: who asks, an action, a resource.
fn is_there(name: &str, questions: &str) -> bool {
    let file = |path: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists();
    if name.contains('/') {
        file(name)
    } else if name.contains('_') && !name.contains(['.', ':']) {
        file(&format!("tests/cases/{name}.json"))
    } else {
        questions.split_whitespace().any(|word| word.split('@').next() == Some(name))
    }
}

#[test]
fn every_test_named_in_the_sources_is_there() {
    let (document, questions) = (text("docs/SOURCES.md"), QUESTIONS.map(text).concat());
    let heads: Vec<&str> = questions.lines().filter(|line| line.starts_with('#')).collect();
    let rows = rows(&document);
    let mut names = 0;
    for [statement, _, tests] in &rows {
        for name in between(tests, '`') {
            assert!(is_there(name, &questions), "`{name}` is not there: {statement}");
            names += 1;
        }
        for part in between(tests, '*') {
            assert!(heads.iter().any(|head| head.contains(part)), "no questions `{part}`: {statement}");
        }
    }
    assert!(rows.len() > 120 && names > 120, "{} rows, {names} names: something was left out", rows.len());
}

#[test]
fn every_rule_named_in_the_sources_is_one() {
    let (document, semantics) = (text("docs/SOURCES.md"), text("docs/SEMANTICS.md"));
    for [statement, rules, _] in rows(&document) {
        for rule in rules.split(", ") {
            let told = [format!("\n## {rule} "), format!("\n| {rule} |")]
                .iter()
                .any(|mark| semantics.contains(mark));
            assert!(told, "`{rule}` is no rule: {statement}");
        }
    }
}

/// What looks for names finds what is not there.
#[test]
fn a_test_that_is_gone_is_noticed() {
    let questions = "marc@seeufer.example users.create company:seeufer no";
    for name in ["marc", "users.create", "company:seeufer", "docs/SOURCES.md", "folders_lie_in_folders"] {
        assert!(is_there(name, questions), "{name}");
    }
    for name in ["mar", "users.creat", "company:see", "docs/NOTHING.md", "folders_lie_in_nothing"] {
        assert!(!is_there(name, questions), "{name}");
    }
}
