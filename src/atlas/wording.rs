//! Wording: the names of a feature by language, which is often but one.

use serde::{Serialize, Serializer};

use crate::atlas::vocabulary::Names;

/// Names by language, of those who may have but one.
#[derive(Debug, Clone, Copy)]
pub enum Wording<'a> {
    /// A name in English.
    One(&'a str),
    /// Names in several languages.
    Many(&'a Names),
}

impl<'a> Wording<'a> {
    /// The name in a language.
    #[must_use]
    pub fn get(self, language: &str) -> Option<&'a str> {
        self.iter().find(|(known, _)| *known == language).map(|(_, name)| name)
    }

    /// Language and name, in the order of the languages.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (one, many) = match self {
            Self::One(name) => (Some((ENGLISH, name)), None),
            Self::Many(names) => (None, Some(names)),
        };
        let many = many.into_iter().flatten();
        one.into_iter().chain(many.map(|(language, name)| (language.as_str(), name.as_str())))
    }

    /// The names.
    pub fn values(self) -> impl Iterator<Item = &'a str> {
        self.iter().map(|(_, name)| name)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }
}

impl Serialize for Wording<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// The language of a name that does not say in which it is.
pub(super) const ENGLISH: &str = "en";
