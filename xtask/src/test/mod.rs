//! Every test there is, cheap ones first, and one table at the end.

mod javascript;
mod rust;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::browser::Browser;
use crate::report::{Outcome, Report};
use crate::run::{Tool, npm_tool};
use crate::step::heading;
use crate::{demo, package, setup};

/// A part of the tests that can be run by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Rust,
    Wasm,
    Package,
    Runtimes,
    Demo,
    Edge,
}

impl Part {
    const ALL: [Self; 6] = [Self::Rust, Self::Wasm, Self::Package, Self::Runtimes, Self::Demo, Self::Edge];

    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Wasm => "wasm",
            Self::Package => "package",
            Self::Runtimes => "runtimes",
            Self::Demo => "demo",
            Self::Edge => "edge",
        }
    }

    /// Reads `--only PART`; nothing means all parts.
    pub fn only(arguments: &[String]) -> Result<Vec<Self>> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words[..] {
            [] => Ok(Self::ALL.to_vec()),
            ["--only", name] => match Self::ALL.into_iter().find(|part| part.name() == name) {
                Some(part) => Ok(vec![part]),
                None => bail!("no part `{name}`; there are {}", Self::ALL.map(Self::name).join(", ")),
            },
            _ => bail!("`test` takes `--only PART` or nothing"),
        }
    }

    fn needs_browser(self) -> bool {
        matches!(self, Self::Wasm | Self::Runtimes | Self::Demo)
    }

    fn needs_package(self) -> bool {
        !matches!(self, Self::Rust | Self::Wasm)
    }
}

/// What the JavaScript tests are told, through their environment.
struct Given {
    tarball: PathBuf,
    browser: Option<Browser>,
}

pub fn test(parts: Vec<Part>) -> Result<()> {
    setup::for_building()?;
    let needs_browser = parts.iter().any(|part| part.needs_browser());
    let browser = needs_browser.then(setup::for_browser_tests).transpose()?;
    let mut report = Report::default();
    if parts.contains(&Part::Rust) {
        rust::native(&mut report);
    }
    if parts.contains(&Part::Wasm) {
        rust::wasm(&mut report, browser.as_ref());
    }
    let rest: Vec<Part> = parts.into_iter().filter(|part| part.needs_package()).collect();
    if !rest.is_empty() {
        of_the_package(&mut report, &rest, browser);
    }
    report.finish()
}

fn of_the_package(report: &mut Report, parts: &[Part], browser: Option<Browser>) {
    let mut tarball = None;
    report.steps("package", "build the package", || {
        tarball = Some(package::package()?.tarball);
        Ok(())
    });
    let Some(tarball) = tarball else {
        for part in parts {
            report.skip(part.name(), "all", "there is no package");
        }
        return;
    };
    let given = Given { tarball, browser };
    for &part in parts {
        heading(part.name());
        match part {
            Part::Package => checkers(report, &given.tarball),
            Part::Demo => {
                report.steps("demo", "build the editor", || demo::build_editor(&given.tarball));
                report.step("demo", "types of the editor", || quiet(npm_tool("tsc").words("-p www")));
            }
            _ => {}
        }
        javascript::folder(report, part.name(), &given);
    }
}

/// What others check packages with.
fn checkers(report: &mut Report, tarball: &Path) {
    report.step("package", "publint", || quiet(npm_tool("publint").words("run --strict").args([tarball])));
    report.step("package", "are the types wrong?", || {
        let profile = "--profile esm-only --no-emoji --no-color";
        quiet(npm_tool("attw").args([tarball]).words(profile))
    });
}

/// For what has nothing to count.
fn quiet(tool: Tool) -> Outcome {
    tool.quietly().map(|_| String::new())
}
