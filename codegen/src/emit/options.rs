//! What is generated: the package, its source, and the layout of its code.

use crate::comment::Line;

/// The location of a crate, and what its files say about their source.
#[derive(Clone, Debug)]
pub struct EmitOptions {
    /// The package: `signon-torii`.
    pub package: String,
    /// The version of the package, where it does not inherit the workspace's.
    pub version: String,
    /// The package's license, as an SPDX expression.
    pub license: Option<String>,
    /// What the crate is generated from, for the first line of each file: `specs/torii`, or a file's name.
    pub source: String,
    /// The document that pointers without a file point into.
    pub main_file: String,
    /// The crate's folder.
    pub layout: CrateLayout,
    /// Whether there are models and no client; the IR then has no operations.
    pub types_only: bool,
}

/// The layout of generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CrateLayout {
    /// Among the crates of this workspace, whose lints and version it inherits.
    Workspace,
    /// In a crate that is a workspace of its own, with this runtime.
    Alone(Runtime),
    /// In a crate that is a member of a workspace, with this runtime.
    Member(Runtime),
    /// In the module of another crate that has this path: `crate::acme`.
    Module(String),
}

/// Where a crate finds `signon-runtime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// In this folder.
    Path(String),
    /// In the registry, in this version.
    Version(String),
    /// In this Git repository, at its default branch.
    Git(String),
}

impl EmitOptions {
    /// The options of a crate of its own that is generated from a file.
    pub fn new(package: impl Into<String>, file: &str, layout: CrateLayout) -> Self {
        let source = file.rsplit(['/', '\\']).next().unwrap_or(file);
        Self {
            package: package.into(),
            version: String::from("0.1.0"),
            license: None,
            source: source.to_owned(),
            main_file: file.replace('\\', "/"),
            layout,
            types_only: false,
        }
    }

    /// Whether the output has the catalog of its operations. A module has no feature that it would be behind.
    pub(crate) fn has_catalog(&self) -> bool {
        !self.types_only && !self.is_module()
    }

    /// What the crate is, before the title of the API.
    pub(crate) fn purpose(&self) -> &'static str {
        if self.types_only {
            "The types of "
        } else {
            "A typed client for "
        }
    }

    /// The path of the crate's or module's root in examples and from other crates: `signon_torii`; raw where it is a
    /// keyword.
    pub fn crate_name(&self) -> String {
        if let CrateLayout::Module(path) = &self.layout {
            return path.clone();
        }
        let name = self.package.replace('-', "_");
        if crate::name::is_keyword(&name) {
            format!("r#{name}")
        } else {
            name
        }
    }

    /// The path of the root from within: `crate`.
    pub(crate) fn root(&self) -> &str {
        match &self.layout {
            CrateLayout::Module(path) => path,
            CrateLayout::Workspace | CrateLayout::Alone(_) | CrateLayout::Member(_) => "crate",
        }
    }

    /// The name of a file from the folder of the main document, so that the output is the same wherever the run is
    /// started; in this workspace, from its root.
    pub(crate) fn file_from_main<'f>(&self, file: &'f str) -> &'f str {
        match self.main_file.rsplit_once('/') {
            Some((folder, _)) if !self.in_workspace() => file
                .strip_prefix(folder)
                .and_then(|file| file.strip_prefix('/'))
                .unwrap_or(file),
            _ => file,
        }
    }

    /// Whether the crate belongs to this workspace.
    pub(crate) fn in_workspace(&self) -> bool {
        self.layout == CrateLayout::Workspace
    }

    /// Whether the code is a module of another crate.
    pub(crate) fn is_module(&self) -> bool {
        matches!(self.layout, CrateLayout::Module(_))
    }

    fn command(&self) -> Command {
        if self.in_workspace() {
            Command::Xtask
        } else {
            Command::Signon
        }
    }

    /// The first line of each file, without the comment's mark.
    pub fn marker(&self) -> Line {
        Line::around(self.command().mark(), &self.source, ". Do not edit.")
    }

    /// Says that a file is generated, and from what.
    pub(crate) fn mark(&self) -> Line {
        Line::around(self.command().mark(), &self.source, ".")
    }
}

/// The command that generates a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// `cargo xtask gen`, for the crates of this workspace.
    Xtask,
    /// `signon generate`, for all others.
    Signon,
}

impl Command {
    pub(crate) const ALL: [Self; 2] = [Self::Xtask, Self::Signon];

    /// What the first line of a generated file begins with.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Self::Xtask => "@generated by `cargo xtask gen` from ",
            Self::Signon => "@generated by `signon generate` from ",
        }
    }
}
