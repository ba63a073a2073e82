//! How long a generated crate takes to compile: everything it depends on is built before.

use std::error::Error;
use std::path::{Path, PathBuf};

use super::arguments::BenchArguments;
use super::peer::Peer;
use super::verdict::{Verdict, best, median};
use crate::corpus::cargo::{cargo, touch};
use crate::corpus::crate_folder::{Folders, lines};
use crate::corpus::document::documents;
use crate::corpus::{grid, megabytes};
use crate::corpus::progress::Progress;
use crate::workspace::{complain, say};

/// What Cargo is asked to do, and how much of the fastest peer's time it may take.
pub(super) const MODES: [(&str, &[&str], f64); 3] =
    [("check", &["check"], 0.8), ("debug", &["build"], 0.6), ("release", &["build", "--release"], 0.6)];

/// How much of the leanest peer's memory a check may take.
const PEAK: f64 = 0.8;

/// A crate that a generator made.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Who made it.
    pub(super) peer: Peer,
    /// The package's name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) folder: PathBuf,
    /// Where it is built.
    pub(super) target: PathBuf,
}

/// Generates the crates of a document that compile.
pub(super) fn subjects(
    arguments: &BenchArguments,
    peers: &[(Peer, PathBuf)],
) -> Result<Vec<Subject>, Box<dyn Error>> {
    let only = if arguments.only.is_empty() { vec!["nexus".to_owned()] } else { arguments.only.clone() };
    let document = documents(&arguments.corpus, &only)?.remove(0);
    let mut subjects = Vec::new();
    for (peer, program) in peers {
        let name = format!("{}-{}", document.name, peer.name());
        let folders = Folders::of("bench", 0);
        let folder = folders.client(&name);
        let target = folders.target.with_file_name(format!("build-{}", peer.name()));
        let run = peer.generate(program, &document.path.canonicalize()?, &folder, &name)?;
        if !run.ok {
            complain(&format!("{} does not take {}: {}", peer.name(), document.name, run.stderr.trim()));
            continue;
        }
        peer.finish(&folder, &name)?;
        let check = cargo(&["check"], &folder, &target)?;
        if check.ok {
            subjects.push(Subject { peer: *peer, name, folder, target });
        } else {
            let first = check.errors.first().map_or("", String::as_str);
            complain(&format!("what {} makes of {} does not compile: {first}", peer.name(), document.name));
        }
    }
    Ok(subjects)
}

/// Measures all crates in all modes.
pub(super) fn run(arguments: &BenchArguments, peers: &[(Peer, PathBuf)]) -> Result<Vec<Verdict>, Box<dyn Error>> {
    let subjects = subjects(arguments, peers)?;
    let mut rows: Vec<[String; 6]> = vec![["generator", "lines", "check s", "MB", "debug s", "release s"].map(str::to_owned)];
    for subject in &subjects {
        let name = subject.peer.name().to_owned();
        let count = lines(&subject.folder.join("src"))?.to_string();
        rows.push([name, count, String::new(), String::new(), String::new(), String::new()]);
    }
    let mut verdicts = Vec::new();
    for (column, (mode, command, bar)) in [2, 4, 5].into_iter().zip(MODES) {
        let times = rounds(arguments.rounds, mode, command, &subjects)?;
        let seconds: Vec<_> = times.iter().map(|(name, seconds, _)| (*name, *seconds)).collect();
        verdicts.extend(verdict(&format!("{mode}, in seconds"), &seconds, Some(bar)));
        for (row, (_, seconds, peak)) in rows.iter_mut().skip(1).zip(&times) {
            if let (Some(cell), Some(seconds)) = (row.get_mut(column), seconds) {
                *cell = format!("{seconds:.2}");
            }
            if mode == "check" && let Some(cell) = row.get_mut(3) {
                *cell = megabytes(*peak);
            }
        }
        if mode == "check" {
            let peaks: Vec<_> = times.iter().map(|(name, _, peak)| (*name, peak.map(in_megabytes))).collect();
            verdicts.extend(verdict("peak memory of a check, in megabytes", &peaks, Some(PEAK)));
        }
    }
    say("Compiling the crate: the median, dependencies warm, not incremental.\n");
    say(&grid(&rows));
    Ok(verdicts)
}

/// The name, the median time, and the peak of each crate in a mode.
type Times = Vec<(&'static str, Option<f64>, Option<u64>)>;

fn rounds(rounds: usize, mode: &str, command: &[&str], subjects: &[Subject]) -> Result<Times, Box<dyn Error>> {
    let progress = Progress::new(rounds * subjects.len());
    let mut times = vec![(Vec::new(), None::<u64>); subjects.len()];
    for subject in subjects {
        cargo(command, &subject.folder, &subject.target)?;
    }
    for _ in 0..rounds {
        for (subject, (seconds, peak)) in subjects.iter().zip(&mut times) {
            let name = subject.peer.name();
            progress.step(name, mode);
            let (time, memory) = again(command, &subject.folder, &subject.target)?;
            progress.done(&format!("{name}: {mode} in {time:.2} s"));
            seconds.push(time);
            *peak = (*peak).max(memory);
        }
    }
    Ok(subjects.iter().zip(times).map(|(subject, (seconds, peak))| (subject.peer.name(), median(seconds), peak)).collect())
}

/// Compiles a crate once more, without its dependencies.
pub(super) fn again(command: &[&str], folder: &Path, target: &Path) -> Result<(f64, Option<u64>), Box<dyn Error>> {
    touch(folder)?;
    let build = cargo(command, folder, target)?;
    if !build.ok {
        return Err(format!("`{}` does not compile: {}", folder.display(), build.errors.join("\n")).into());
    }
    Ok((build.seconds, build.peak))
}

/// Ours against the best peer's.
pub(super) fn verdict(what: &str, values: &[(&'static str, Option<f64>)], bar: Option<f64>) -> Option<Verdict> {
    let is_ours = |name: &str| name == Peer::Signon.name();
    let ours = values.iter().find(|(name, _)| is_ours(name))?.1?;
    let theirs: Vec<_> = values.iter().filter(|(name, _)| !is_ours(name)).copied().collect();
    Some(Verdict { what: what.to_owned(), ours, best: best(&theirs)?, bar })
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn in_megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
