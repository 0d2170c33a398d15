//! The crate: natively, and compiled to wasm in Node and in a browser.

use anyhow::Result;

use super::quiet;
use crate::browser::Browser;
use crate::report::Report;
use crate::run::{Tool, cargo};
use crate::step::heading;

const WASM: &str = "-p permatrix-wasm --target wasm32-unknown-unknown";
/// The host tools have a profile of their own, and are tested by being used.
const OURS: &str = "--workspace --exclude xtask --exclude wasm-runner";
/// The rivals take minutes to compile and have a step of their own.
const ORACLES: &str = "permatrix-oracles";
/// Damaged documents are read thousands of times, which wants a profile of its own.
const FUZZ: &str = "permatrix-fuzz";
const STRICT: &str = "-- -D warnings";

pub fn native(report: &mut Report) {
    heading("rust");
    let clippy = |what: &str| quiet(cargo().words("clippy").words(what).words(STRICT));
    report.step("rust", "cargo fmt --check", || quiet(cargo().words("fmt --all --check")));
    report.step("rust", "clippy", || clippy(&format!("{OURS} --all-targets")));
    report.step("rust", "clippy, wasm32", || clippy(WASM));
    report.step("rust", "clippy, xtask", || clippy("--profile tools -p xtask"));
    report.step("rust", "cargo test", || {
        counted(cargo().words("test").words(OURS).args(["--exclude", ORACLES, "--exclude", FUZZ]))
    });
    report.step("rust", "fuzzing", || counted(cargo().words("test --profile fuzz -p").words(FUZZ)));
    report.step("rust", "rivals as oracles", || counted(cargo().words("test -p").words(ORACLES)));
}

pub fn wasm(report: &mut Report, browser: Option<&Browser>) {
    heading("wasm");
    report.step("wasm", "build the test runner", || {
        quiet(cargo().words("build --profile tools -p wasm-runner"))
    });
    report.step("wasm", "in Node", || counted(on_wasm()));
    let Some(browser) = browser else { return };
    report.step("wasm", "in Chromium", || {
        let tool = on_wasm().env("WASM_BINDGEN_USE_BROWSER", "1");
        counted(tool.env("CHROMEDRIVER", &browser.driver))
    });
}

fn on_wasm() -> Tool {
    cargo().words("test").words(WASM).words("--test boundary")
}

/// Runs tests and adds up what the harnesses say: "test result: ok. 12 passed; …".
fn counted(tool: Tool) -> Result<String> {
    let output = tool.quietly()?;
    let passed = output.lines().filter_map(|line| {
        let (before, _) = line.split_once(" passed")?;
        before.rsplit(' ').next()?.parse::<u32>().ok()
    });
    Ok(format!("{} passed", passed.sum::<u32>()))
}
