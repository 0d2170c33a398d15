//! The tests written in JavaScript: `tests/<part>/*.test.mjs`, each file by itself.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::Given;
use crate::report::Report;
use crate::run::{Tool, root};

/// Nothing in these tests takes five minutes; what does, hangs.
const NODE: &str = "--test --test-reporter=spec --test-force-exit --test-timeout=300000";

pub fn folder(report: &mut Report, part: &'static str, given: &Given) {
    let files = files(&root().join("tests").join(part));
    if files.is_empty() {
        report.skip(part, "node --test", "there are no tests yet");
    }
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().replace(".test.mjs", "");
        report.step(part, &name, || run(&file, given));
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    files.sort();
    files
}

fn run(file: &Path, given: &Given) -> Result<String> {
    let mut node = Tool::new("node").words(NODE).args([file]).env("PERMATRIX_TARBALL", &given.tarball);
    if let Some(browser) = &given.browser {
        node = node.env("CHROME", &browser.chrome);
    }
    summary(&node.quietly()?)
}

/// From the last lines of the report ("ℹ pass 3", "ℹ skipped 1") to "3 passed", and what the tests note themselves.
fn summary(report: &str) -> Result<String> {
    let count = |name: &str| {
        let line = report.lines().rev().find_map(|line| line.strip_prefix(&format!("ℹ {name} ")))?;
        line.trim().parse::<u32>().ok()
    };
    let (Some(passed), Some(skipped)) = (count("pass"), count("skipped")) else {
        bail!("node --test gave no counts:\n{report}");
    };
    if passed == 0 {
        bail!("no test ran:\n{report}");
    }
    let mut words = vec![format!("{passed} passed")];
    if skipped > 0 {
        words.push(format!("{skipped} skipped"));
    }
    let notes = report.lines().filter_map(|line| line.trim().strip_prefix("ℹ note: "));
    words.extend(notes.map(str::to_owned));
    Ok(words.join("; "))
}
