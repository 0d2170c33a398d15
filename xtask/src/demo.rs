//! The demo: the matrix editor, a gate at the edge, and the origin behind it, all on this machine.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::run::{Tool, root};
use crate::step::{heading, step};
use crate::{package, setup, stamp};

const HOST: &str = "127.0.0.1";

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
    let mut servers = Servers(vec![editor(options)?, edge(options, tarball)?]);
    step("editor, gate and origin", || servers.ready(&options.ports().map(|(port, _)| port)))?;
    print_addresses(options);
    loop {
        if stopped.recv_timeout(Duration::from_millis(300)).is_ok() {
            println!();
            return Ok(());
        }
        servers.all_running()?;
    }
}

fn editor(options: &Options) -> Result<Child> {
    let www = root().join("www");
    let port = options.editor_port;
    let arguments = format!("preview --host 127.0.0.1 --strictPort --logLevel warn --port {port}");
    Tool::new(vite(&www)).words(&arguments).within(&www).start()
}

fn edge(options: &Options, tarball: &Path) -> Result<Child> {
    let ports = format!("--gate-port {} --origin-port {}", options.gate_port, options.origin_port);
    Tool::new("node").words("examples/edge-worker/dev.mjs --tarball").args([tarball]).words(&ports).start()
}

fn print_addresses(options: &Options) {
    let Options { editor_port, gate_port, origin_port, .. } = options;
    println!(
        "
  matrix editor   http://127.0.0.1:{editor_port}/
  edge gate       http://127.0.0.1:{gate_port}/
  origin          http://127.0.0.1:{origin_port}/

  Ctrl-C ends all three.
"
    );
}

/// Ends the servers when it goes out of scope, however that happens.
struct Servers(Vec<Child>);

impl Servers {
    /// Waits until every port answers.
    fn ready(&mut self, ports: &[u16]) -> Result<()> {
        let patience = Instant::now() + Duration::from_secs(30);
        while !ports.iter().all(|&port| TcpStream::connect((HOST, port)).is_ok()) {
            self.all_running()?;
            if Instant::now() > patience {
                bail!("the servers of the demo did not answer within 30 s");
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn all_running(&mut self) -> Result<()> {
        for server in &mut self.0 {
            if let Some(status) = server.try_wait()? {
                bail!("a server of the demo ended by itself ({status})");
            }
        }
        Ok(())
    }
}

impl Drop for Servers {
    /// Asks first: a server that is killed outright leaves its own children behind.
    fn drop(&mut self) {
        for server in &self.0 {
            ask_to_end(server);
        }
        let patience = Instant::now() + Duration::from_secs(3);
        for server in &mut self.0 {
            while matches!(server.try_wait(), Ok(None)) && Instant::now() < patience {
                thread::sleep(Duration::from_millis(20));
            }
            // Already ended is what we want.
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

#[cfg(unix)]
fn ask_to_end(server: &Child) {
    // Where that fails, the server has ended or will be killed.
    let _ = Tool::new("kill").args(["-TERM", &server.id().to_string()]).quietly();
}

#[cfg(not(unix))]
fn ask_to_end(_: &Child) {}
