//! The demo: the matrix editor, a gate at the edge, and the origin behind it, all on this machine.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::run::{Tool, root};
use crate::servers::{HOST, Servers};
use crate::step::{heading, step};
use crate::{package, setup, stamp};

/// What stands behind `cargo xtask demo`.
pub struct Options {
    serve: bool,
    editor_port: u16,
    gate_port: u16,
    origin_port: u16,
}

impl Options {
    pub fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self { serve: true, editor_port: 4173, gate_port: 8787, origin_port: 8788 };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let port = match word.as_str() {
                "--no-serve" => {
                    options.serve = false;
                    continue;
                }
                "--editor-port" => &mut options.editor_port,
                "--gate-port" => &mut options.gate_port,
                "--origin-port" => &mut options.origin_port,
                other => bail!("`demo` takes no `{other}`"),
            };
            let number = words.next().with_context(|| format!("`{word}` wants a number"))?;
            *port = number.parse().with_context(|| format!("`{word} {number}`: no port"))?;
        }
        Ok(options)
    }

    fn ports(&self) -> [(u16, &'static str); 3] {
        [
            (self.editor_port, "--editor-port"),
            (self.gate_port, "--gate-port"),
            (self.origin_port, "--origin-port"),
        ]
    }

    fn ports_are_free(&self) -> Result<()> {
        for (port, option) in self.ports() {
            if TcpListener::bind((HOST, port)).is_err() {
                bail!("port {port} is taken; choose another with `{option} N`");
            }
        }
        Ok(())
    }
}

pub fn demo(options: &Options) -> Result<()> {
    setup::for_building()?;
    let tarball = package::package()?.tarball;
    heading("editor");
    build_editor(&tarball)?;
    if options.serve { serve(options, &tarball) } else { Ok(()) }
}

/// Builds `www/` on the packed package, installed as any user would.
pub fn build_editor(tarball: &Path) -> Result<()> {
    let www = root().join("www");
    step("its npm packages", || setup::npm_packages(&www))?;
    step("npm install of the tarball", || install(tarball, &www))?;
    step("vite build", || Tool::new(vite(&www)).words("build").within(&www).quietly().map(drop))
}

fn install(tarball: &Path, www: &Path) -> Result<()> {
    let print = stamp::print_of(&[tarball, &www.join("package-lock.json")])?;
    if !www.join("node_modules/permatrix").is_dir() {
        stamp::forget("www-permatrix");
    }
    stamp::once_per("www-permatrix", &print, || {
        let arguments = "install --no-save --no-package-lock --no-audit --no-fund";
        Tool::new("npm").words(arguments).args([tarball]).within(www).quietly().map(drop)
    })
}

fn vite(www: &Path) -> PathBuf {
    let own = www.join("node_modules/.bin/vite");
    if own.is_file() { own } else { root().join("node_modules/.bin/vite") }
}

fn serve(options: &Options, tarball: &Path) -> Result<()> {
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody listening means that it is over already.
        let _ = stop.send(());
    })?;
    options.ports_are_free()?;
    let mut servers = Servers::default();
    servers.start("the editor", editor(options), &[options.editor_port])?;
    println!("\n  editor http://{HOST}:{}/   (Ctrl-C ends everything)", options.editor_port);
    // These two tell their addresses themselves, and what to ask them.
    servers.start("the edge example", edge(options, tarball), &[options.gate_port, options.origin_port])?;
    while stopped.recv_timeout(Duration::from_millis(300)).is_err() {
        servers.all_running()?;
    }
    println!();
    Ok(())
}

fn editor(options: &Options) -> Tool {
    let www = root().join("www");
    let port = options.editor_port;
    let arguments = format!("preview --host {HOST} --strictPort --logLevel warn --port {port}");
    Tool::new(vite(&www)).words(&arguments).within(&www)
}

fn edge(options: &Options, tarball: &Path) -> Tool {
    let ports = format!("--gate-port {} --origin-port {}", options.gate_port, options.origin_port);
    Tool::new("node").words("examples/edge-worker/dev.mjs --tarball").args([tarball]).words(&ports)
}
