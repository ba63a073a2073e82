//! How long a generated crate takes to compile: everything it depends on is built before.

use std::error::Error;
use std::path::{Path, PathBuf};

use super::arguments::BenchArguments;
use super::peer::Peer;
use super::verdict::{Verdict, best, median};
use signon_corpus::cargo::{Build, cargo, touch};
use signon_corpus::crate_folder::{Folders, lines};
use signon_corpus::document::documents;
use signon_corpus::progress::Progress;
use signon_corpus::{grid, megabytes};
use signon_workspace::{complain, say};

/// What Cargo is asked to do, and how much of the fastest peer's time it may take.
pub(super) const MODES: [(&str, &[&str], f64); 3] = [
    ("check", &["check"], 0.8),
    ("debug", &["build"], 0.6),
    ("release", &["build", "--release"], 0.6),
];

/// How much of the leanest peer's memory a check may take.
const PEAK: f64 = 0.8;

/// A crate that a generator made.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Who made it.
    pub(super) peer: Peer,
    /// The package's name.
    pub(super) name: String,
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Where it is built.
    pub(super) target: PathBuf,
}

/// Generates the crates of a document that compile.
pub(super) fn subjects(
    arguments: &BenchArguments,
    peers: &[(Peer, PathBuf)],
) -> Result<Vec<Subject>, Box<dyn Error>> {
    let only = if arguments.only.is_empty() {
        vec!["nexus".to_owned()]
    } else {
        arguments.only.clone()
    };
    let document = documents(&arguments.corpus, &only)?.remove(0);
    let mut subjects = Vec::new();
    for (peer, program) in peers {
        let name = format!("{}-{}", document.name, peer.name());
        let folders = Folders::of("bench", 0);
        let folder = folders.client(&name);
        let target = folders
            .target
            .with_file_name(format!("build-{}", peer.name()));
        let run = peer.generate(program, &document.path.canonicalize()?, &folder, &name)?;
        if !run.ok {
            complain(&format!(
                "{} does not take {}: {}",
                peer.name(),
                document.name,
                run.stderr.trim()
            ));
            continue;
        }
        peer.finish(&folder, &name)?;
        let check = cargo(&["check"], &folder, &target)?;
        if check.ok {
            subjects.push(Subject {
                peer: *peer,
                name,
                folder,
                target,
            });
        } else {
            let first = check.errors.first().map_or("", String::as_str);
            complain(&format!(
                "what {} makes of {} does not compile: {first}",
                peer.name(),
                document.name
            ));
        }
    }
    Ok(subjects)
}

/// How a crate did in a mode: the medians, and the peak of all rounds.
#[derive(Clone, Debug, Default)]
struct Times {
    seconds: Option<f64>,
    cpu: Option<f64>,
    peak: Option<u64>,
}

impl Times {
    fn of(builds: &[Build]) -> Self {
        Self {
            seconds: median(builds.iter().map(|build| build.seconds).collect()),
            cpu: median(builds.iter().filter_map(|build| build.cpu).collect()),
            peak: builds.iter().filter_map(|build| build.peak).max(),
        }
    }

    fn cell(&self) -> String {
        let text = |number: Option<f64>| {
            number.map_or_else(|| "-".to_owned(), |number| format!("{number:.2}"))
        };
        format!(
            "{} {} {}",
            text(self.seconds),
            text(self.cpu),
            megabytes(self.peak)
        )
    }
}

/// Measures all crates in all modes.
pub(super) fn run(
    arguments: &BenchArguments,
    peers: &[(Peer, PathBuf)],
) -> Result<Vec<Verdict>, Box<dyn Error>> {
    let subjects = subjects(arguments, peers)?;
    let mut rows = vec![["generator", "lines", "check", "debug", "release"].map(str::to_owned)];
    for subject in &subjects {
        let count = lines(&subject.folder.join("src"))?.to_string();
        rows.push([
            subject.peer.name().to_owned(),
            count,
            String::new(),
            String::new(),
            String::new(),
        ]);
    }
    let mut verdicts = Vec::new();
    for (column, (mode, command, bar)) in (2..).zip(MODES) {
        let times = rounds(arguments.rounds, mode, command, &subjects)?;
        for (row, times) in rows.iter_mut().skip(1).zip(&times) {
            row.get_mut(column)
                .into_iter()
                .for_each(|cell| *cell = times.cell());
        }
        let all = |pick: &dyn Fn(&Times) -> Option<f64>| -> Vec<_> {
            subjects
                .iter()
                .zip(&times)
                .map(|(subject, times)| (subject.peer.name(), pick(times)))
                .collect()
        };
        verdicts.extend(verdict(
            &format!("{mode}, in seconds"),
            &all(&|times| times.seconds),
            Some(bar),
        ));
        verdicts.extend(verdict(
            &format!("{mode}, in seconds of processors"),
            &all(&|times| times.cpu),
            None,
        ));
        if mode == "check" {
            let peaks = all(&|times| times.peak.map(in_megabytes));
            verdicts.extend(verdict(
                "peak memory of a check, in megabytes",
                &peaks,
                Some(PEAK),
            ));
        }
    }
    say(
        "Compiling the crate, dependencies warm, not incremental: median seconds, seconds of processors, megabytes.\n",
    );
    say(&grid(&rows));
    Ok(verdicts)
}

fn rounds(
    rounds: usize,
    mode: &str,
    command: &[&str],
    subjects: &[Subject],
) -> Result<Vec<Times>, Box<dyn Error>> {
    let progress = Progress::new(rounds * subjects.len());
    let mut builds = vec![Vec::new(); subjects.len()];
    for subject in subjects {
        cargo(command, &subject.folder, &subject.target)?;
    }
    for _ in 0..rounds {
        for (subject, builds) in subjects.iter().zip(&mut builds) {
            let name = subject.peer.name();
            progress.step(name, mode);
            let build = again(command, &subject.folder, &subject.target)?;
            progress.done(&format!("{name}: {mode} in {:.2} s", build.seconds));
            builds.push(build);
        }
    }
    Ok(builds.iter().map(|builds| Times::of(builds)).collect())
}

/// Compiles a crate once more, without its dependencies.
pub(super) fn again(
    command: &[&str],
    folder: &Path,
    target: &Path,
) -> Result<Build, Box<dyn Error>> {
    touch(folder)?;
    let build = cargo(command, folder, target)?;
    if !build.ok {
        return Err(format!(
            "`{}` does not compile: {}",
            folder.display(),
            build.errors.join("\n")
        )
        .into());
    }
    Ok(build)
}

/// Ours against the best peer's.
pub(super) fn verdict(
    what: &str,
    values: &[(&'static str, Option<f64>)],
    bar: Option<f64>,
) -> Option<Verdict> {
    let is_ours = |name: &str| name == Peer::Signon.name();
    let ours = values.iter().find(|(name, _)| is_ours(name))?.1?;
    let theirs: Vec<_> = values
        .iter()
        .filter(|(name, _)| !is_ours(name))
        .copied()
        .collect();
    Some(Verdict {
        what: what.to_owned(),
        ours,
        best: best(&theirs)?,
        bar,
    })
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn in_megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
