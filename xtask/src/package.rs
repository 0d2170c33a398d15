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
        fs::create_dir(pkg.join("dist"))?;
        lay_module(&module, &pkg.join("dist"))
    })?;
    let compiled = target("javascript");
    step("TypeScript", || {
        emptied(&compiled)?;
        compile("javascript", &compiled)?;
        lay_text(&pkg.join("dist"), &compiled)?;
        compile("types", &pkg.join("dist"))
    })?;
    step("joined files", || join(&compiled, &pkg.join("dist")))?;
    step("package.json, README, licences", || lay_papers(&pkg))?;
    let tarball = step("npm pack", || pack(&pkg))?;
    note(&format!("{}", tarball.strip_prefix(root()).unwrap_or(&tarball).display()));
    Ok(Package { tarball })
}

fn emptied(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

fn lay_module(from: &Path, dist: &Path) -> Result<()> {
    for name in ["permatrix_bg.js", "permatrix_bg.wasm"] {
        copy(&from.join(name), &dist.join(name))?;
    }
    Ok(())
}

/// The module as text, for those who cannot load a file.
fn lay_text(dist: &Path, compiled: &Path) -> Result<()> {
    let [order, text] = lettered(&fs::read(dist.join("permatrix_bg.wasm"))?);
    let decoder = digits(&fs::read(decoder(compiled)?)?);
    let constant = |(name, value)| format!("export const {name} = \"{value}\";\n");
    let script: String = [("decoder", decoder), ("order", order), ("text", text)].map(constant).concat();
    fs::write(compiled.join("wasm-text.js"), script).context("cannot write the module as text")
}

/// The module that turns the letters back into bytes.
fn decoder(compiled: &Path) -> Result<PathBuf> {
    let source = root().join("pkg-template/decode.wat");
    let module = compiled.join("decode.wasm");
    npm_tool("wasm-as").args([source]).words("-o").args([&module]).quietly()?;
    Ok(module)
}

/// Two hexadecimal digits for each byte.
fn digits(bytes: &[u8]) -> String {
    let digit = |digit: u8| char::from(b"0123456789abcdef"[usize::from(digit)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Characters that stand in a text as they are, however it is quoted and wherever it is put: printable ASCII without `"`, `$`,
/// `<`, `\` and `` ` ``. The last four of them announce a rare byte.
fn letters() -> Vec<char> {
    (' '..='~').filter(|letter| !"\"$<\\`".contains(*letter)).collect()
}

const PREFIXES: usize = 4;

/// One letter for each of the bytes that are most frequent, two for others: how many bytes there are of each decides, and is told
/// first, two digits each. Compressed (brotli) this is 2 % more than the module; two letters for every byte are 4 %, hexadecimal
/// digits 6 %, base64 29 %.
fn lettered(bytes: &[u8]) -> [String; 2] {
    let mut counts = [0_usize; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let mut order: Vec<u8> = (0..=u8::MAX).collect();
    order.sort_by_key(|byte| std::cmp::Reverse(counts[usize::from(*byte)]));
    let letters = letters();
    let single = letters.len() - PREFIXES;
    let written = |rank: usize| match rank.checked_sub(single) {
        None => vec![letters[rank]],
        Some(rare) => vec![letters[single + rare / letters.len()], letters[rare % letters.len()]],
    };
    let mut words = vec![Vec::new(); 256];
    for (rank, byte) in order.iter().enumerate() {
        words[usize::from(*byte)] = written(rank);
    }
    let text = bytes.iter().flat_map(|byte| &words[usize::from(*byte)]).collect();
    [digits(&order), text]
}

/// One half of what TypeScript makes of the package's sources.
fn compile(what: &str, to: &Path) -> Result<()> {
    let options = match what {
        "types" => "--emitDeclarationOnly",
        _ => "--declaration false",
    };
    npm_tool("tsc")
        .words("-p pkg-template/tsconfig.json")
        .words(options)
        .words("--outDir")
        .args([to])
        .quietly()
        .map(drop)
}

/// What somebody can import, and the command line.
const DOORS: [&str; 8] = ["inline", "url", "explicit", "workerd", "edge-light", "mail", "signed", "cli/main"];

/// What stays a file of its own: what the doors share, the glue, the module, and for the command line the door that it goes in by.
const APART: [&str; 6] =
    ["./inside.js", "./permatrix_bg.js", "../inline.js", "*.wasm", "*.wasm?module", "node:*"];

/// One file for each door, and one for all that they share: Node takes a millisecond or two to open a file, and there would be
/// seventeen of them before the first decision. The module as text is in the door that it is for.
fn join(compiled: &Path, dist: &Path) -> Result<()> {
    npm_tool("esbuild")
        .words("--bundle --format=esm --platform=neutral --target=es2022 --log-level=warning")
        .args(APART.iter().map(|name| format!("--external:{name}")))
        .args(["inside"].iter().chain(&DOORS).map(|file| format!("{}/{file}.js", compiled.display())))
        .args([format!("--outbase={}", compiled.display()), format!("--outdir={}", dist.display())])
        .quietly()
        .map(drop)
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
