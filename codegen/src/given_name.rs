//! Names from users: checked once, so that every later stage can rely on Rust and Cargo accepting them.

use std::fmt;

use syn::ext::IdentExt as _;

use crate::name::{module_name, package_defect};

/// A name that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidName(String);

impl fmt::Display for InvalidName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidName {}

/// The name of a package that can be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackageName(String);

impl PackageName {
    pub(crate) fn new(name: &str) -> Result<Self, InvalidName> {
        match package_defect(name) {
            Some(defect) => Err(InvalidName(defect)),
            None => Ok(Self(name.to_owned())),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The package's name as that of a folder or a module, which a keyword may be.
    pub(crate) fn module(&self) -> String {
        self.0.replace('-', "_")
    }
}

/// Where a module is in its crate: `crate::api::acme`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModulePath(String);

impl ModulePath {
    /// A path of identifiers from the root of the crate. A keyword must be raw: `crate::r#type`.
    ///
    /// # Errors
    ///
    /// If it is no such path.
    pub fn new(path: &str) -> Result<Self, InvalidName> {
        let invalid = || {
            InvalidName(format!(
                "`{}` is no path of a module such as `crate::api::acme`",
                path.escape_debug()
            ))
        };
        let parts = path.strip_prefix("crate::").ok_or_else(invalid)?;
        let is_identifier = |part: &str| {
            let parsed = syn::parse_str::<syn::Ident>(part);
            // Parsing allows spaces and comments around it.
            parsed.is_ok_and(|ident| ident == part && ident.unraw() != "_")
        };
        if parts.split("::").all(is_identifier) {
            Ok(Self(path.to_owned()))
        } else {
            Err(invalid())
        }
    }

    /// The module in the crate's root that is named after a package.
    pub(crate) fn of_package(name: &PackageName) -> Self {
        Self(format!("crate::{}", module_name(&name.module())))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{ModulePath, PackageName};

    #[test]
    fn a_path_is_made_of_identifiers() {
        for path in [
            "crate::acme",
            "crate::a::b_1",
            "crate::r#type",
            "crate::größe",
        ] {
            assert!(ModulePath::new(path).is_ok(), "{path}");
        }
        for path in [
            "",
            "crate",
            "crate::",
            "acme",
            "::acme",
            "crate::1",
            "crate::a-b",
            "crate::a::{}",
            "crate::type",
            "crate::self",
            "crate::_",
            "crate::a ",
            "crate::a::",
            "crate::a/**/",
            "crate::r#self",
            "self::a",
        ] {
            assert!(ModulePath::new(path).is_err(), "{path}");
        }
    }

    #[test]
    fn a_module_may_be_called_after_any_package() {
        let module = |name: &str| {
            let name = PackageName::new(name).expect("a name");
            ModulePath::of_package(&name)
        };
        assert_eq!(module("our-acme").as_str(), "crate::our_acme");
        assert_eq!(module("type").as_str(), "crate::r#type");
        for name in ["our-acme", "type", "fn", "async", "try"] {
            let path = module(name);
            assert!(ModulePath::new(path.as_str()).is_ok(), "{name}");
        }
    }
}
