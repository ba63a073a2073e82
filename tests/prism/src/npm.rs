//! Programs from the npm registry, at the versions of a lock file.

use std::fs::File;
use std::path::Path;

use tokio::process::Command;

/// The files that say what is installed.
const FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Installs what the files in `source` list into `home`, unless it is there. No script of a package is run, and one
/// process installs at a time.
pub async fn install(source: &Path, home: &Path) -> Result<(), String> {
    std::fs::create_dir_all(home).map_err(|fault| fault.to_string())?;
    let lock = File::create(home.join(".lock")).map_err(|fault| fault.to_string())?;
    lock.lock().map_err(|fault| fault.to_string())?;
    let mut fresh = home.join(".installed").exists();
    for file in FILES {
        let wanted =
            std::fs::read(source.join(file)).map_err(|fault| format!("{file}: {fault}"))?;
        if std::fs::read(home.join(file)).ok().as_ref() != Some(&wanted) {
            fresh = false;
            std::fs::write(home.join(file), wanted).map_err(|fault| format!("{file}: {fault}"))?;
        }
    }
    if fresh {
        return Ok(());
    }
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts"])
        .current_dir(home)
        .output()
        .await
        .map_err(|fault| format!("npm cannot be run: {fault}"))?;
    if !npm.status.success() {
        return Err(format!("npm ci: {}", String::from_utf8_lossy(&npm.stderr)));
    }
    std::fs::write(home.join(".installed"), "").map_err(|fault| fault.to_string())
}
