//! Traits that types derive where a document asks for it.

/// A trait of the standard library that a type can derive beside those that it always has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trait {
    /// Equality is reflexive.
    Eq,
    /// A hash.
    Hash,
    /// An order of some values.
    PartialOrd,
    /// An order of all values.
    Ord,
}

impl Trait {
    /// All, in the order in which they are written.
    pub(crate) const ALL: [Self; 4] = [Self::Eq, Self::Hash, Self::PartialOrd, Self::Ord];

    /// The name in Rust.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eq => "Eq",
            Self::Hash => "Hash",
            Self::PartialOrd => "PartialOrd",
            Self::Ord => "Ord",
        }
    }

    /// The trait with this name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == text)
    }

    /// The traits that it cannot be without.
    pub fn implied(self) -> impl Iterator<Item = Self> {
        let implied: &[Self] = match self {
            Self::Ord => &[Self::Eq, Self::PartialOrd],
            Self::Eq | Self::Hash | Self::PartialOrd => &[],
        };
        implied.iter().copied()
    }
}
