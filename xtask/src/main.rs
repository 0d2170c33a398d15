//! Chores of the project: `cargo xtask <command>`.

mod bench;
mod browser;
mod demo;
mod failures;
mod package;
mod report;
mod run;
mod servers;
mod setup;
mod stamp;
mod step;
mod test;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask <command>

  setup                 wasm target, npm packages, Chromium: whatever is missing
  build                 the wasm module and its bindings, in target/bindgen/
  package               the npm package, in pkg/, and its tarball, in target/tarball/
  test [--only PART]    everything, or one of: rust wasm package runtimes demo edge
  size                  what in the wasm module weighs what
  bench [ARGS]          the measurements in benches/js; ARGS are passed on
  demo [--no-serve] [--editor-port N] [--gate-port N] [--origin-port N]
                        the matrix editor and the edge gate, on this machine";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match command(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        bail!("which command?\n\n{USAGE}");
    };
    match (name.as_str(), rest) {
        ("help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(())
        }
        ("setup", []) => setup::everything(),
        ("build", []) => setup::for_building().and_then(|()| wasm::build()).map(drop),
        ("package", []) => setup::for_building().and_then(|()| package::package()).map(drop),
        ("test", _) => test::test(test::Part::only(rest)?),
        ("size", []) => setup::for_building().and_then(|()| wasm::size()),
        ("bench", _) => bench::bench(rest),
        ("demo", _) => demo::demo(&demo::Options::read(rest)?),
        ("setup" | "build" | "package" | "size", [extra, ..]) => bail!("`{name}` takes no `{extra}`"),
        _ => bail!("no command `{name}`\n\n{USAGE}"),
    }
}
