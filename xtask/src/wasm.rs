//! The wasm module: compiled, given its bindings, made small.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::failures;
use crate::run::{Tool, cargo, npm_tool, root, target};
use crate::stamp;
use crate::step::{heading, step};

/// Name of the generated files: `permatrix_bg.wasm`, `permatrix_bg.js`, `permatrix.d.ts`.
pub const NAME: &str = "permatrix";

/// Builds the module; gives the folder with it and its bindings.
pub fn build() -> Result<PathBuf> {
    heading("wasm module");
    let folder = target("bindgen");
    let compiled = step("cargo build --release, wasm32", || compile(Names::Gone))?;
    let how = root().join("xtask/src/wasm.rs");
    let failures = root().join("xtask/src/failures.rs");
    let print = stamp::print_of(&[&compiled, &how, &failures, &root().join("package-lock.json")])?;
    if !folder.join(format!("{NAME}_bg.wasm")).is_file() {
        stamp::forget("wasm");
    }
    stamp::once_per("wasm", &print, || {
        step("bindings", || bindings(&compiled, &folder, Names::Gone))?;
        step("wasm-opt -O2", || optimise(&folder, Names::Gone))
    })?;
    Ok(folder)
}

/// Builds the module once more with the names of its functions, and prints what weighs what.
pub fn size() -> Result<()> {
    heading("wasm module, with names");
    let folder = target("named/bindgen");
    let compiled = step("cargo build --release, wasm32", || compile(Names::Kept))?;
    step("bindings", || bindings(&compiled, &folder, Names::Kept))?;
    step("wasm-opt -O2", || optimise(&folder, Names::Kept))?;
    let module = folder.join(format!("{NAME}_bg.wasm"));
    Tool::new("node").args([root().join("benches/js/sections.mjs"), module]).visibly()
}

/// Whether functions have names; in the package they have none.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    Kept,
    Gone,
}

fn compile(names: Names) -> Result<PathBuf> {
    let build = cargo().words("build --release --target wasm32-unknown-unknown -p permatrix-wasm --lib");
    if names == Names::Gone {
        build.quietly()?;
        return Ok(target("wasm32-unknown-unknown/release").join(format!("{NAME}_wasm.wasm")));
    }
    build
        .env("CARGO_PROFILE_RELEASE_STRIP", "none")
        .words("--target-dir")
        .args([target("named")])
        .quietly()?;
    Ok(target("named/wasm32-unknown-unknown/release").join(format!("{NAME}_wasm.wasm")))
}

/// The `bundler` flavour: its glue leaves starting the module to us, which is what lets one file serve every runtime.
fn bindings(compiled: &Path, folder: &Path, names: Names) -> Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let mut generator = Bindgen::new();
    generator
        .input_path(compiled)
        .out_name(NAME)
        .typescript(true)
        .remove_name_section(names == Names::Gone)
        .remove_producers_section(true)
        .bundler(true)?;
    let mut generated = generator.generate_output()?;
    let [functions, places] = failures::silence(generated.wasm_mut());
    ensure!(
        functions > 5 && places > 100,
        "failing functions ({functions}) or places ({places}) are not found any more"
    );
    generated.emit(folder)
}

/// The lowest kilobyte is the end of the stack, which nothing reaches but a stack that is about to overflow.
fn optimise(folder: &Path, names: Names) -> Result<()> {
    let module = folder.join(format!("{NAME}_bg.wasm"));
    npm_tool("wasm-opt")
        .words(if names == Names::Kept { "--debuginfo" } else { "" })
        .words("-O2 --one-caller-inline-max-function-size=20 --low-memory-unused -o")
        .args([&module, &module])
        .quietly()
        .map(drop)
}
