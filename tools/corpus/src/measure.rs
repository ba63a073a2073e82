//! How long a command takes, and how much memory its largest process holds.
//!
//! A command runs under a process of its own (`PROGRAM measure FILE COMMAND...`, not for people), because the system
//! reports only the peak of all children that a process ever had.

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A command to be measured.
#[derive(Clone, Debug)]
pub struct Job {
    program: OsString,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    folder: PathBuf,
    limit: Duration,
}

/// How a command went.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// Whether it ended with status 0.
    pub ok: bool,
    /// From start to end.
    pub seconds: f64,
    /// How long processors worked on it, in all, where the system reports it: other work on the machine changes it least.
    pub cpu: Option<f64>,
    /// The most that one of its processes held, in bytes, where the system reports it.
    pub peak: Option<u64>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Job {
    /// A command in a folder; it is killed after half an hour.
    pub fn new(program: impl AsRef<OsStr>, folder: &Path) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            arguments: Vec::new(),
            environment: Vec::new(),
            folder: folder.to_owned(),
            limit: Duration::from_mins(30),
        }
    }

    /// Another argument.
    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// Further arguments.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// A variable of its environment.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.environment
            .push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// When it is killed.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs it, and waits for it.
    pub fn run(&self) -> Result<Measured, Box<dyn Error>> {
        static RUNS: AtomicUsize = AtomicUsize::new(0);
        let number = RUNS.fetch_add(1, Ordering::Relaxed);
        let note = std::env::temp_dir().join(format!(
            "signon-measure-{}-{number}.json",
            std::process::id()
        ));
        let output = Command::new(std::env::current_exe()?)
            .arg("measure")
            .arg(&note)
            .arg(self.limit.as_secs().to_string())
            .arg(&self.program)
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .output()?;
        let text = std::fs::read_to_string(&note).map_err(|_| {
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            format!("`{}` could not be run: {complaint}", self.program.display())
        })?;
        std::fs::remove_file(&note)?;
        let note: Value = serde_json::from_str(&text)?;
        let number = |key: &str| note.get(key).and_then(Value::as_f64);
        Ok(Measured {
            ok: note.get("ok") == Some(&Value::Bool(true)),
            seconds: number("seconds").unwrap_or_default(),
            cpu: number("cpu"),
            peak: note.get("peak").and_then(Value::as_u64),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }
}

/// `PROGRAM measure FILE SECONDS COMMAND...`: runs the command and writes down how it went.
pub fn measure(note: &Path, limit: u64, command: &[OsString]) -> Result<(), Box<dyn Error>> {
    let (program, arguments) = command
        .split_first()
        .ok_or("there is no command to measure")?;
    let started = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .spawn()
        .map_err(|error| format!("`{}`: {error}", program.display()))?;
    kill_after(Duration::from_secs(limit), child.id());
    let status = child.wait()?;
    let seconds = started.elapsed().as_secs_f64();
    let (cpu, peak) = usage_of_children().unzip();
    let text =
        json!({"ok": status.success(), "seconds": seconds, "cpu": cpu, "peak": peak}).to_string();
    Ok(std::fs::write(note, text)?)
}

/// Kills a child that takes too long. The thread ends with the process.
#[cfg(unix)]
fn kill_after(limit: Duration, child: u32) {
    use nix::sys::signal::{Signal, kill};
    let child = i32::try_from(child).map(nix::unistd::Pid::from_raw);
    std::thread::spawn(move || {
        std::thread::sleep(limit);
        if let Ok(child) = child {
            // It may have ended by itself.
            let _ = kill(child, Signal::SIGKILL);
        }
    });
}

/// Nothing is killed on this system.
#[cfg(not(unix))]
fn kill_after(_: Duration, _: u32) {}

/// The seconds that children, and their children, took of processors, and the most that one of them held, in bytes.
#[cfg(unix)]
fn usage_of_children() -> Option<(f64, u64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;
    let unit = if cfg!(target_vendor = "apple") {
        1
    } else {
        1024
    };
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let time = usage.user_time() + usage.system_time();
    let seconds = Duration::from_micros(u64::try_from(time.num_microseconds()).ok()?).as_secs_f64();
    Some((
        seconds,
        u64::try_from(usage.max_rss()).ok()?.checked_mul(unit)?,
    ))
}

/// This system does not report it.
#[cfg(not(unix))]
fn usage_of_children() -> Option<(f64, u64)> {
    None
}
