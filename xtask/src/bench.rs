//! The measurements: JavaScript that uses the package as anybody would.

use anyhow::Result;

use crate::run::{Tool, root};
use crate::{package, setup};

pub fn bench(arguments: &[String]) -> Result<()> {
    setup::for_building()?;
    let package = package::package()?;
    Tool::new("node")
        .args([root().join("benches/js/main.mjs")])
        .args(arguments)
        .env("PERMATRIX_TARBALL", &package.tarball)
        .visibly()
}
