//! `cargo xtask ci`: what decides whether work lands. Its last step is the test runner's, whose own summary closes the run.

use std::cmp::Reverse;
use std::error::Error;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use signon_codegen::Notation;
use signon_workspace::{Outcome, bundle, complain, root, target};

/// The steps.
const STEPS: &str = include_str!("steps.txt");

/// The programs that a run needs.
const TOOLS: &str = include_str!("tools.txt");

/// Runs the steps until one fails.
pub(crate) fn run(full: bool) -> Result<Outcome, Box<dyn Error>> {
    for line in TOOLS.lines().filter_map(|line| applying(line, full)) {
        let (tool, why) = line.split_once(": ").ok_or("a tool without a reason")?;
        if !on_path(tool) {
            return Err(format!("`{tool}` is missing: {why}").into());
        }
    }
    if full && !root().join("../shared/samples/MAP.tsv").is_file() {
        return Err("`../shared` is missing: a full run needs it beside the checkout".into());
    }
    let providers = signon_providers::providers(&root())?;
    if full {
        write_bundles(&providers)?;
    }
    let packaged = packaged()?;
    let steps: Vec<String> = steps(full, &providers)
        .into_iter()
        .map(|step| step.replace("PACKAGED", &packaged.to_string_lossy()))
        .collect();
    let mut outcome = Outcome::Done;
    let mut times = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        if index + 1 == steps.len() {
            report_slowest(&mut times);
        }
        let start = Instant::now();
        if !walk(step)? {
            complain(&format!("== failed: {step}"));
            outcome = Outcome::Problems;
            break;
        }
        times.push((start.elapsed(), step));
    }
    if packaged.exists() {
        std::fs::remove_dir_all(packaged)?;
    }
    Ok(outcome)
}

/// A line of a list, unless it is a comment or does not apply to this kind of run.
fn applying(line: &str, full: bool) -> Option<&str> {
    match (line.strip_prefix("full: "), line.strip_prefix("short: ")) {
        (Some(line), _) => full.then_some(line),
        (_, Some(line)) => (!full).then_some(line),
        (None, None) => (!line.starts_with('#')).then_some(line),
    }
}

/// How many steps [`report_slowest`] lists.
const SLOWEST: usize = 15;

/// Prints where the time of a run went: before its last step, whose summary closes the run.
fn report_slowest(times: &mut [(Duration, &String)]) {
    let total: Duration = times.iter().map(|(time, _)| *time).sum();
    times.sort_by_key(|(time, _)| Reverse(*time));
    complain(&format!(
        "== {} s for {} steps, of which these took longest:",
        total.as_secs(),
        times.len()
    ));
    for (time, step) in times.iter().take(SLOWEST) {
        complain(&format!("== {:6.1} s  {step}", time.as_secs_f64()));
    }
}

/// The commands of a run.
fn steps(full: bool, providers: &[String]) -> Vec<String> {
    let target = target().to_string_lossy().into_owned();
    let mut steps = Vec::new();
    for line in STEPS.lines().filter_map(|line| applying(line, full)) {
        match line.strip_prefix("each: ") {
            Some(each) => steps.extend(providers.iter().map(|name| each.replace("PROVIDER", name))),
            None => steps.push(line.to_owned()),
        }
    }
    steps
        .into_iter()
        .map(|step| step.replace("TARGET/", &format!("{target}/")))
        .collect()
}

/// Runs a step; whether it succeeded, or was left out.
fn walk(step: &str) -> Result<bool, Box<dyn Error>> {
    complain(&format!("== {step}"));
    if let Some((prerequisite, command)) = step.split_once(" && ") {
        if succeeds(prerequisite)? {
            return succeeds(command);
        }
        complain(&format!("== left out: {command}"));
        return Ok(true);
    }
    succeeds(step)
}

/// Runs a command in the workspace's folder; whether it succeeded.
fn succeeds(command: &str) -> Result<bool, Box<dyn Error>> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let is_variable = |word: &&&str| word.contains('=') && !word.starts_with('-');
    let variables = words.iter().take_while(is_variable).count();
    let (environment, command) = words.split_at(variables);
    let (program, arguments) = command.split_first().ok_or("a step without a command")?;
    let status = Command::new(program)
        .args(arguments)
        .envs(
            environment
                .iter()
                .filter_map(|variable| variable.split_once('=')),
        )
        .current_dir(root())
        .status()?;
    Ok(status.success())
}

fn on_path(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

/// Where this run's packages are verified: a folder that no run had before. cargo unpacks the members that others
/// depend on into its home under a name made of the folder's path, and takes what an earlier run left there for
/// the same version: a generated crate would be compiled against the runtime of another day.
fn packaged() -> Result<PathBuf, Box<dyn Error>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos();
    Ok(target().join(format!("packaged-{now}")))
}

/// Writes the providers' bundles where redocly can read them.
fn write_bundles(providers: &[String]) -> Result<(), Box<dyn Error>> {
    let folder = target().join("bundles");
    std::fs::create_dir_all(&folder)?;
    for provider in providers {
        let text = bundle(provider, Notation::Yaml)?;
        std::fs::write(folder.join(format!("{provider}.yaml")), text)?;
    }
    Ok(())
}
