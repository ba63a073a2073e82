//! Resolves paths of uploaded files below a folder.

use std::path::{Component, Path, PathBuf};

/// The reason for rejecting a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UploadError {
    #[error("files cannot be uploaded by path: the server has no upload folder")]
    NoRoot,
    #[error("the path must be relative to the upload folder, without `..`")]
    Outside,
    #[error("no such file in the upload folder")]
    Missing,
}

/// Resolves the file at `path` below `root`.
///
/// Symbolic links are followed, and must also stay below the folder.
pub(crate) fn resolve(root: Option<&Path>, path: &str) -> Result<PathBuf, UploadError> {
    let root = root.ok_or(UploadError::NoRoot)?;
    let path = Path::new(path);
    let is_plain = |component| matches!(component, Component::Normal(_) | Component::CurDir);
    if path.as_os_str().is_empty() || !path.components().all(is_plain) {
        return Err(UploadError::Outside);
    }
    let root = root.canonicalize().map_err(|_| UploadError::Missing)?;
    let file = root
        .join(path)
        .canonicalize()
        .map_err(|_| UploadError::Missing)?;
    if !file.starts_with(&root) {
        return Err(UploadError::Outside);
    }
    if file.is_file() {
        Ok(file)
    } else {
        Err(UploadError::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("root");
        std::fs::create_dir(&root).expect("the root");
        std::fs::write(root.join("a.csv"), "1").expect("a file");
        std::fs::write(folder.path().join("secret"), "1").expect("a file");
        let below = |path| resolve(Some(&root), path);
        assert!(below("a.csv").is_ok());
        assert!(below("./a.csv").is_ok());
        for outside in ["../secret", "/etc/passwd", "x/../../secret", ""] {
            assert_eq!(below(outside), Err(UploadError::Outside), "{outside}");
        }
        assert_eq!(below("b.csv"), Err(UploadError::Missing));
        assert_eq!(below("."), Err(UploadError::Missing));
        assert_eq!(resolve(None, "a.csv"), Err(UploadError::NoRoot));
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_are_rejected() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("root");
        std::fs::create_dir(&root).expect("the root");
        std::fs::write(folder.path().join("secret"), "1").expect("a file");
        std::os::unix::fs::symlink("../secret", root.join("link")).expect("a link");
        assert_eq!(resolve(Some(&root), "link"), Err(UploadError::Outside));
    }
}
