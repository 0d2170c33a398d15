//! Remembers what a step was last done with, so that it is not done again for the same.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::run;

/// A print of the files' contents; it changes when one of them does.
pub fn print_of(files: &[&Path]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        bytes.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Does `work` unless it was done before with the same print.
pub fn once_per(name: &str, print: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    if holds(name, print) {
        return Ok(());
    }
    forget(name);
    work()?;
    let file = file(name);
    fs::create_dir_all(file.parent().unwrap_or(&file))?;
    fs::write(&file, print).with_context(|| format!("cannot write {}", file.display()))
}

fn holds(name: &str, print: &str) -> bool {
    fs::read_to_string(file(name)).is_ok_and(|last| last == print)
}

/// Makes the next `once_per` do its work.
pub fn forget(name: &str) {
    // Not there is as good as removed.
    let _ = fs::remove_file(file(name));
}

fn file(name: &str) -> PathBuf {
    run::target("xtask/stamps").join(name)
}
