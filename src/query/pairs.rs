//! Name/value pairs of a request, each name known and given once, and how their values are read.

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// A parameter this path does not have.
    #[error("there is no parameter '{name}' here; there are {known}")]
    Unknown {
        /// Its name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A parameter given more than once.
    #[error("parameter '{0}' is given more than once")]
    Twice(String),
    /// A parameter that must be given.
    #[error("parameter '{name}' is missing; it takes {allowed}")]
    Missing {
        /// Its name.
        name: &'static str,
        /// What it takes.
        allowed: String,
    },
    /// A value that does not fit its parameter.
    #[error("parameter '{name}' has the value '{value}': {reason}; allowed is {allowed}")]
    Value {
        /// Name of the parameter.
        name: &'static str,
        /// The value.
        value: String,
        /// What is wrong with it.
        reason: String,
        /// What is allowed.
        allowed: String,
    },
    /// A value that a column of the data cannot have.
    #[error("parameter '{name}' has the value '{value}', which is not {allowed}")]
    Column {
        /// Name of the column.
        name: String,
        /// The value.
        value: String,
        /// What is allowed.
        allowed: &'static str,
    },
}

impl QueryError {
    /// The parameter it is about.
    #[must_use]
    pub fn parameter(&self) -> &str {
        match self {
            Self::Unknown { name, .. } | Self::Twice(name) => name,
            Self::Value { name, .. } | Self::Missing { name, .. } => name,
            Self::Column { name, .. } => name,
        }
    }

    /// The value that was given, where there is one.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Value { value, .. } | Self::Column { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// Most values that a list may hold.
pub const MAX_LIST: usize = 50;

/// Name/value pairs of a request, each name known and given once.
#[derive(Debug, Default)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Takes the pairs of a request whose path has the parameters `known`.
    ///
    /// # Errors
    /// When a name is not known here, or comes twice.
    pub fn new(pairs: Vec<(String, String)>, known: &[&str]) -> Result<Self, QueryError> {
        for (position, (name, _)) in pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(QueryError::Unknown {
                    name: name.clone(),
                    known: if known.is_empty() { "none".into() } else { known.join(", ") },
                });
            }
            if pairs[..position].iter().any(|(earlier, _)| earlier == name) {
                return Err(QueryError::Twice(name.clone()));
            }
        }
        Ok(Self(pairs))
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Reads a parameter, with its name and value in the error.
    ///
    /// # Errors
    /// When `read` refuses the value.
    pub fn read<T>(
        &self,
        name: &'static str,
        allowed: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, QueryError> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        read(value).map(Some).map_err(|reason| QueryError::Value {
            name,
            value: value.to_owned(),
            reason: reason + plus_hint(name, value),
            allowed: allowed.to_owned(),
        })
    }

    /// Reads a parameter that takes one of some words.
    ///
    /// # Errors
    /// When the value is none of them.
    pub fn one_of(&self, name: &'static str, words: &[&str]) -> Result<Option<String>, QueryError> {
        self.read(name, &words.join(" or "), |value| {
            let known = words.contains(&value);
            if known { Ok(value.to_owned()) } else { Err("is not one of them".into()) }
        })
    }

    /// Reads a parameter that takes a list with commas; doubles are dropped.
    ///
    /// # Errors
    /// When an item does not fit, or there are too many.
    pub fn list(
        &self,
        name: &'static str,
        allowed: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Option<Vec<String>>, QueryError> {
        self.read(name, allowed, |value| {
            if value.split(',').count() > MAX_LIST {
                return Err(format!("holds more than {MAX_LIST} values"));
            }
            let mut items: Vec<String> = Vec::new();
            for item in value.split(',') {
                if !fits(item) {
                    return Err(format!("'{item}' is not one of them"));
                }
                if !items.iter().any(|kept| kept == item) {
                    items.push(item.to_owned());
                }
            }
            Ok(items)
        })
    }
}

/// What to say of a blank where none can stand: in a query string a plus sign is one.
fn plus_hint(name: &str, value: &str) -> &'static str {
    let may_have_blanks = ["q", "filter"].contains(&name);
    if value.contains(' ') && !may_have_blanks {
        " (it has a blank; a plus sign is written %2B in an address)"
    } else {
        ""
    }
}
