//! Programs that answer on ports until they are told to end.

use std::net::TcpStream;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::run::Tool;

/// Everything here is for this machine only.
pub const HOST: &str = "127.0.0.1";

/// Ends its servers when it goes out of scope, however that happens.
#[derive(Default)]
pub struct Servers(Vec<(&'static str, Child)>);

impl Servers {
    /// Starts one more and waits until its ports answer.
    pub fn start(&mut self, name: &'static str, tool: Tool, ports: &[u16]) -> Result<()> {
        self.0.push((name, tool.start()?));
        let patience = Instant::now() + Duration::from_secs(30);
        while !ports.iter().all(|&port| TcpStream::connect((HOST, port)).is_ok()) {
            self.all_running()?;
            if Instant::now() > patience {
                bail!("{name} did not answer within 30 s");
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// An error when one has ended by itself.
    pub fn all_running(&mut self) -> Result<()> {
        for (name, server) in &mut self.0 {
            if let Some(status) = server.try_wait()? {
                bail!("{name} ended by itself ({status})");
            }
        }
        Ok(())
    }
}

impl Drop for Servers {
    /// Asks first: a server that is killed outright leaves its own children behind.
    fn drop(&mut self) {
        for (_, server) in &self.0 {
            ask_to_end(server);
        }
        let patience = Instant::now() + Duration::from_secs(3);
        for (_, server) in &mut self.0 {
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
