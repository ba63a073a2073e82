//! Files that are uploaded from paths below a folder.

use std::path::{Component, Path, PathBuf};

/// Why a path is not uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("files cannot be uploaded by path: the server has no upload folder")]
    NoRoot,
    #[error("the path must be relative to the upload folder, without `..`")]
    Outside,
    #[error("there is no such file in the upload folder")]
    Missing,
}

/// The file that `path` names below `root`.
///
/// Symbolic links are followed, and have to stay below the folder, too.
pub(crate) fn resolve(root: Option<&Path>, path: &str) -> Result<PathBuf, Refused> {
    let root = root.ok_or(Refused::NoRoot)?;
    let path = Path::new(path);
    let is_plain = |component| matches!(component, Component::Normal(_) | Component::CurDir);
    if path.as_os_str().is_empty() || !path.components().all(is_plain) {
        return Err(Refused::Outside);
    }
    let root = root.canonicalize().map_err(|_| Refused::Missing)?;
    let file = root
        .join(path)
        .canonicalize()
        .map_err(|_| Refused::Missing)?;
    if !file.starts_with(&root) {
        return Err(Refused::Outside);
    }
    if file.is_file() {
        Ok(file)
    } else {
        Err(Refused::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_below_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("root");
        std::fs::create_dir(&root).expect("the root");
        std::fs::write(root.join("a.csv"), "1").expect("a file");
        std::fs::write(folder.path().join("secret"), "1").expect("a file");
        let below = |path| resolve(Some(&root), path);
        assert!(below("a.csv").is_ok());
        assert!(below("./a.csv").is_ok());
        for outside in ["../secret", "/etc/passwd", "x/../../secret", ""] {
            assert_eq!(below(outside), Err(Refused::Outside), "{outside}");
        }
        assert_eq!(below("b.csv"), Err(Refused::Missing));
        assert_eq!(below("."), Err(Refused::Missing));
        assert_eq!(resolve(None, "a.csv"), Err(Refused::NoRoot));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("root");
        std::fs::create_dir(&root).expect("the root");
        std::fs::write(folder.path().join("secret"), "1").expect("a file");
        std::os::unix::fs::symlink("../secret", root.join("link")).expect("a link");
        assert_eq!(resolve(Some(&root), "link"), Err(Refused::Outside));
    }
}
