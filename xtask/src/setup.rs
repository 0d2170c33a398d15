//! What has to be on the machine: asked for quickly, installed where missing.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{Tool, on_path, root};
use crate::step::{heading, step};
use crate::{browser, stamp};

const WASM: &str = "wasm32-unknown-unknown";
const NODE: (u32, u32) = (20, 19);

/// All of it: for building, for the demo and for the tests.
pub fn everything() -> Result<()> {
    for_building()?;
    for_browser_tests().map(drop)
}

/// What it takes to build the package.
pub fn for_building() -> Result<()> {
    heading("setup");
    step("wasm target", wasm_target)?;
    step("Node 20.19 or newer", node)?;
    step("npm packages", || npm_packages(&root()))
}

/// What the tests in a browser need on top.
pub fn for_browser_tests() -> Result<browser::Browser> {
    step("Chromium and chromedriver", browser::found_or_installed)
}

fn wasm_target() -> Result<()> {
    if has_wasm_target()? {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        bail!("this Rust has no target {WASM} and there is no rustup to add it; see https://rustup.rs");
    }
    Tool::new("rustup").args(["target", "add", WASM]).quietly().map(drop)
}

fn has_wasm_target() -> Result<bool> {
    let sysroot = Tool::new("rustc").words("--print sysroot").quietly()?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir())
}

fn node() -> Result<()> {
    let (major, minor) = NODE;
    let how = format!("Node {major}.{minor} or newer is needed, with npm: https://nodejs.org");
    let version = Tool::new("node").words("--version").quietly().context(how.clone())?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|n| n.parse().ok());
    if (numbers.next(), numbers.next()) < (Some(major), Some(minor)) {
        bail!("{how} (here: {})", version.trim());
    }
    if on_path("npm").is_none() {
        bail!("{how} (npm is missing)");
    }
    Ok(())
}

/// `npm ci` in `folder`, unless it was done since its lock file last changed.
pub fn npm_packages(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let print = stamp::print_of(&[&lock, &folder.join("package.json")])?;
    let name = stamp_name(folder);
    if !folder.join("node_modules").is_dir() {
        stamp::forget(&name);
    }
    stamp::once_per(&name, &print, || {
        let npm = Tool::new("npm").words("ci --no-audit --no-fund").within(folder);
        npm.quietly().map(drop)
    })
}

fn stamp_name(folder: &Path) -> String {
    let inside: PathBuf = folder.strip_prefix(root()).unwrap_or(folder).components().collect();
    format!("npm-{}", inside.to_string_lossy().replace(['/', '\\'], "-"))
}
