//! External commands: started in the root of the checkout, their output kept in a log and shown only when they fail.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root of the checkout.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Where this program keeps what it makes for itself.
pub fn target(name: &str) -> PathBuf {
    root().join("target").join(name)
}

/// Cargo, the same that started this program.
pub fn cargo() -> Tool {
    Tool::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A tool from `node_modules`, by path: never whatever is first on PATH.
pub fn npm_tool(name: &str) -> Tool {
    Tool::new(root().join("node_modules/.bin").join(name))
}

/// A command being put together.
pub struct Tool {
    command: Command,
}

impl Tool {
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(root());
        Self { command }
    }

    pub fn args<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Arguments that contain no spaces, as one would type them.
    pub fn words(mut self, arguments: &str) -> Self {
        self.command.args(arguments.split_whitespace());
        self
    }

    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs with its output kept; gives it back. A failure carries the end of it.
    pub fn quietly(mut self) -> Result<String> {
        let line = self.line();
        let log = log_file(&line)?;
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        self.command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let status = self.command.status().with_context(|| format!("cannot start `{line}`"))?;
        let output = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        if !status.success() {
            bail!("`{line}` failed ({status})\n{}", the_end(&output, &log));
        }
        Ok(output)
    }

    /// Runs on the terminal.
    pub fn visibly(mut self) -> Result<()> {
        let line = self.line();
        let status = self.command.status().with_context(|| format!("cannot start `{line}`"))?;
        if !status.success() {
            bail!("`{line}` failed ({status})");
        }
        Ok(())
    }

    /// Starts on the terminal and goes on.
    pub fn start(mut self) -> Result<Child> {
        let line = self.line();
        self.command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start `{line}`"))
    }

    /// The command as somebody would type it in the root.
    fn line(&self) -> String {
        let program = Path::new(self.command.get_program());
        let short = program.strip_prefix(root()).ok();
        let short = short.or(program.file_name().map(Path::new));
        let words = std::iter::once(short.unwrap_or(program).as_os_str());
        let words = words.chain(self.command.get_args());
        let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
        words.join(" ").replace(&format!("{}/", root().display()), "")
    }
}

/// Where the program `name` is on PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn log_file(line: &str) -> Result<PathBuf> {
    let folder = target("xtask/logs");
    fs::create_dir_all(&folder)?;
    let words = line.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' });
    Ok(folder.join(words.take(120).chain(".log".chars()).collect::<String>()))
}

fn the_end(output: &str, log: &Path) -> String {
    const LINES: usize = 150;
    let lines: Vec<&str> = output.lines().collect();
    let from = lines.len().saturating_sub(LINES);
    let cut =
        if from > 0 { format!("(… {from} lines more in {})\n", log.display()) } else { String::new() };
    format!("{cut}{}", lines[from..].join("\n"))
}
