//! Fault cases: for each code, a folder with a folder for each case; `expected.txt` of a case holds what is reported.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

use super::{check, file_name, folders};

/// The codes that have cases in a folder.
pub fn codes(faults: &Path) -> io::Result<Vec<String>> {
    let folders = folders(faults)?;
    Ok(folders.iter().map(|folder| file_name(folder)).collect())
}

/// A test of each case in a folder, and one of all messages. `diagnose` returns what is reported for a case.
pub fn trials(faults: &Path, diagnose: fn(&Path) -> String) -> io::Result<Vec<Trial>> {
    let mut cases = Vec::new();
    let mut trials = Vec::new();
    for folder in folders(faults)? {
        let code = file_name(&folder);
        for case in folders(&folder)? {
            cases.push(case.clone());
            let code = code.clone();
            let name = format!("{code}::{}", file_name(&case));
            trials.push(Trial::test(name, move || {
                check_case(&case, &code, &diagnose(&case))
            }));
        }
    }
    trials.push(Trial::test("messages_are_one_clause", move || {
        messages_are_one_clause(&cases)
    }));
    Ok(trials)
}

/// Compares what is reported for a case with what is expected.
fn check_case(case: &Path, code: &str, reported: &str) -> Result<(), Failed> {
    let expected = case.join("expected.txt");
    check(&expected, &format!("{reported}\n"))?;
    if reported.contains(&format!("[{code}]: ")) {
        return Ok(());
    }
    Err(format!("{} does not report `{code}`", expected.display()).into())
}

fn messages_are_one_clause(cases: &[PathBuf]) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for case in cases {
        let text = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        for line in text
            .lines()
            .filter(|line| line.contains("]: ") && !line.starts_with(' '))
        {
            let message = line.split_once("]: ").map_or("", |(_, message)| message);
            if message.ends_with('.') || message.contains("failed to") || message.is_empty() {
                wrong.push(format!("{}: {line}", case.display()));
            }
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n").into())
    }
}
