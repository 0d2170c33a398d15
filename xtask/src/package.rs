//! The npm package: complete in `pkg/`, and as a tarball.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{Tool, npm_tool, root, target};
use crate::step::{heading, note, step};
use crate::wasm;
use anyhow::{Context, Result, bail};

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub struct Package {
    /// The file that `npm install` takes.
    pub tarball: PathBuf,
}

pub fn package() -> Result<Package> {
    let module = wasm::build()?;
    heading("npm package");
    let pkg = root().join("pkg");
    step("module and glue", || {
        emptied(&pkg)?;
        lay_module(&module, &pkg.join("dist"))
    })?;
    step("TypeScript", || compile(&pkg.join("dist")))?;
    step("package.json, README, licences", || lay_papers(&pkg))?;
    let tarball = step("npm pack", || pack(&pkg))?;
    note(&format!("{}", tarball.strip_prefix(root()).unwrap_or(&tarball).display()));
    Ok(Package { tarball })
}

fn emptied(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder.join("dist"))?;
    Ok(())
}

/// The module twice: as a file, and as text for those who cannot load a file.
fn lay_module(from: &Path, dist: &Path) -> Result<()> {
    for name in ["permatrix_bg.js", "permatrix_bg.wasm"] {
        copy(&from.join(name), &dist.join(name))?;
    }
    let text = lettered(&fs::read(from.join("permatrix_bg.wasm"))?);
    fs::write(dist.join("wasm-text.js"), format!("export default \"{text}\";\n"))?;
    Ok(())
}

/// Two letters a byte: a small one for its lower half, a capital for its upper half. A compressor sees which half it is at:
/// compressed (brotli) this is 4 % more than the module, hexadecimal digits 6 %, base64 29 %.
fn lettered(bytes: &[u8]) -> String {
    let letters = |byte: u8| [b'a' + (byte & 15), b'A' + (byte >> 4)];
    bytes.iter().flat_map(|byte| letters(*byte)).map(char::from).collect()
}

fn compile(dist: &Path) -> Result<()> {
    let arguments = "-p pkg-template/tsconfig.json --outDir";
    npm_tool("tsc").words(arguments).args([dist]).quietly().map(drop)
}

fn lay_papers(pkg: &Path) -> Result<()> {
    let template = root().join("pkg-template");
    let json = fs::read_to_string(template.join("package.json"))?;
    fs::write(pkg.join("package.json"), with_version(&json)?)?;
    copy(&template.join("README.md"), &pkg.join("README.md"))?;
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&root().join(name), &pkg.join(name))?;
    }
    Ok(())
}

/// The version of the crate in place of the template's.
fn with_version(json: &str) -> Result<String> {
    let Some(line) = json.lines().find(|line| line.starts_with("  \"version\":")) else {
        bail!("pkg-template/package.json has no line for the version");
    };
    Ok(json.replace(line, &format!("  \"version\": \"{VERSION}\",")))
}

fn pack(pkg: &Path) -> Result<PathBuf> {
    let folder = target("tarball");
    fs::create_dir_all(&folder)?;
    let arguments = "pack --silent --pack-destination";
    Tool::new("npm").words(arguments).args([&folder]).within(pkg).quietly()?;
    let tarball = folder.join(format!("permatrix-{VERSION}.tgz"));
    if !tarball.is_file() {
        bail!("npm pack made no {}", tarball.display());
    }
    Ok(tarball)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .map(drop)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}
