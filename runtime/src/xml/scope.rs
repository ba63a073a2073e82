//! Namespaces and prefixes of the elements that are being written.

use super::Name;
use super::text::is_name;

/// Why a key cannot be a name.
const NO_NAME: &str = "a key that is no name of an element or attribute";

/// The name of an element or attribute that is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'n> {
    pub(super) local: &'n str,
    pub(super) namespace: Option<&'n str>,
    pub(super) prefix: Option<&'n str>,
}

impl From<Name> for Written<'static> {
    fn from(name: Name) -> Self {
        Self {
            local: name.local,
            namespace: name.namespace,
            prefix: name.prefix,
        }
    }
}

impl<'n> Written<'n> {
    /// A name that no description has: with its prefix, if it has one.
    pub(super) const fn undeclared(name: &'n str) -> Self {
        Self {
            local: name,
            namespace: None,
            prefix: None,
        }
    }
}

/// What each open element declares: prefixes and namespaces.
#[derive(Debug, Default)]
pub(super) struct Scopes(Vec<Vec<(String, String)>>);

impl Scopes {
    /// How many elements are open.
    pub(super) const fn depth(&self) -> usize {
        self.0.len()
    }

    /// Opens an element that declares these.
    pub(super) fn open(&mut self, declared: Vec<(String, String)>) {
        let is_prefix = |prefix: &str| prefix.is_empty() || is_name(prefix);
        let declared = declared.into_iter();
        let declared = declared.filter(|(prefix, namespace)| {
            is_prefix(prefix) && (prefix.is_empty() || !namespace.is_empty())
        });
        self.0.push(declared.collect());
    }

    /// Closes the innermost element.
    pub(super) fn close(&mut self) {
        self.0.pop();
    }

    /// What the innermost element declares.
    pub(super) fn declared(&self) -> impl Iterator<Item = (&str, &str)> {
        let innermost = self.0.last().into_iter().flatten();
        innermost.map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str()))
    }

    /// The name of an element as it is written; what it needs is declared.
    pub(super) fn element(&mut self, name: Written<'_>) -> Result<String, &'static str> {
        if let (Some(namespace), None) = (name.namespace, name.prefix) {
            if self.meaning("") != Some(namespace) {
                self.declare("", namespace);
            }
            return checked(name.local);
        }
        self.prefixed(name)
    }

    /// The name of an attribute as it is written; what it needs is declared. The default namespace is not that of
    /// attributes.
    pub(super) fn attribute(&mut self, name: Written<'_>) -> Result<String, &'static str> {
        let prefix = name.prefix.or(name.namespace.map(|_| "ns"));
        self.prefixed(Written { prefix, ..name })
    }

    fn prefixed(&mut self, name: Written<'_>) -> Result<String, &'static str> {
        match (name.namespace, name.prefix) {
            (Some(namespace), Some(prefix)) => {
                let prefix = self.bound(prefix, namespace);
                Ok(format!("{prefix}:{}", checked(name.local)?))
            }
            (None, Some(prefix)) if self.meaning(prefix).is_some() => {
                Ok(format!("{prefix}:{}", checked(name.local)?))
            }
            _ => match name.local.split_once(':') {
                Some((prefix, local)) if prefix == "xml" || self.meaning(prefix).is_some() => {
                    Ok(format!("{}:{}", checked(prefix)?, checked(local)?))
                }
                Some((_, local)) => checked(local),
                None => checked(name.local),
            },
        }
    }

    /// The prefix of a namespace: this one, unless the element itself uses it for another.
    fn bound(&mut self, prefix: &str, namespace: &str) -> String {
        let mut candidate = prefix.to_owned();
        let mut number = 1;
        loop {
            if self.meaning(&candidate) == Some(namespace) {
                return candidate;
            }
            if self.declared().all(|(known, _)| known != candidate) {
                self.declare(&candidate, namespace);
                return candidate;
            }
            number += 1;
            candidate = format!("{prefix}{number}");
        }
    }

    fn meaning(&self, prefix: &str) -> Option<&str> {
        let declared = self.0.iter().rev().flatten();
        let mut found = declared.filter(|(known, _)| known == prefix);
        found.next().map(|(_, namespace)| namespace.as_str())
    }

    fn declare(&mut self, prefix: &str, namespace: &str) {
        if let Some(innermost) = self.0.last_mut() {
            innermost.retain(|(known, _)| known != prefix);
            innermost.push((prefix.to_owned(), namespace.to_owned()));
        }
    }
}

fn checked(name: &str) -> Result<String, &'static str> {
    if is_name(name) {
        Ok(name.to_owned())
    } else {
        Err(NO_NAME)
    }
}
