//! Chromium and its driver: found on this machine, or installed where apt can do it.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::run::{Tool, on_path};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const HOW: &str = "the browser tests need Chromium (or Chrome) and a chromedriver of the same version:
  Debian, Ubuntu   sudo apt-get install chromium chromium-driver
  elsewhere        install them, and set CHROME and CHROMEDRIVER to the two programs if they are not on PATH";

/// Playwright drives the one, the wasm tests talk to the other.
pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
}

pub fn found_or_installed() -> Result<Browser> {
    if let Some(browser) = found() {
        return Ok(browser);
    }
    if !can_install() {
        bail!("{HOW}");
    }
    apt_get("update")?;
    apt_get("install -y --no-install-recommends chromium chromium-driver")?;
    match found() {
        Some(browser) => Ok(browser),
        None => bail!("apt-get installed no Chromium that can be found here; {HOW}"),
    }
}

fn found() -> Option<Browser> {
    let chrome = named("CHROME").or_else(|| NAMES.iter().find_map(|name| on_path(name))).or_else(mac)?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    Some(Browser { chrome, driver })
}

/// The program that an environment variable points at.
fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file())
}

fn mac() -> Option<PathBuf> {
    Some(PathBuf::from(MAC)).filter(|file| file.is_file())
}

fn can_install() -> bool {
    let is_root = Tool::new("id").words("-u").quietly().is_ok_and(|id| id.trim() == "0");
    is_root && on_path("apt-get").is_some() && Path::new("/etc/debian_version").is_file()
}

fn apt_get(arguments: &str) -> Result<()> {
    let tool = Tool::new("apt-get").words(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    tool.quietly().map(drop)
}
